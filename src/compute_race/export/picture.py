"""A part of the network as a picture, with what the colours mean and who says so.

Drawn with matplotlib; byte-identical on every run (no date, fixed ids).
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Mapping
from typing import Any, BinaryIO, Final

import matplotlib as mpl
from matplotlib.figure import Figure

from compute_race.basics.problems import UsageError
from compute_race.export.drawing import STYLE, save
from compute_race.export.layout import Place, placed
from compute_race.export.palette import legend
from compute_race.export.projection import Projection, listed
from compute_race.export.texts import Texts

#: More than these nobody reads on one picture.
MOST_NODES: Final = 400
#: Documents that are named below the picture; the others are counted.
_NAMED: Final = 8
_LABEL_WIDTH: Final = 24
_STYLE: Final[Any] = {**STYLE, "font.size": 9}


def write_svg(projection: Projection, out: BinaryIO) -> list[str]:
    """Draw a projection as SVG; ``UsageError`` where it is too much for one picture."""
    return _write(projection, out, "svg")


def write_png(projection: Projection, out: BinaryIO) -> list[str]:
    """Draw a projection as PNG; ``UsageError`` where it is too much for one picture."""
    return _write(projection, out, "png")


def _write(projection: Projection, out: BinaryIO, form: str) -> list[str]:
    count = len(projection.nodes.rows)
    if not 0 < count <= MOST_NODES:
        raise UsageError(
            f"a picture of {count} nodes shows nothing" if count else "there is nothing to draw",
            "choose a part: --around SLUG --hops 1, or --kind organization",
        )
    texts = Texts(xml=True)
    places = placed(projection)
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(11, 8.5), layout="constrained")
        axes = figure.subplots()
        _draw_edges(axes, projection, places)
        _draw_nodes(axes, projection, places, texts)
        axes.set_axis_off()
        axes.set_aspect("equal", adjustable="datalim")
        axes.margins(0.08)
        axes.set_title(projection.title, loc="left", fontsize=12)
        kinds = {str(kind) for kind in projection.nodes.values("kind")}
        for kind, colour in legend(kinds).items():
            axes.plot([], [], "o", color=colour, markersize=8, label=kind)
        axes.legend(loc="upper right", frameon=False)
        figure.supxlabel(_sources(projection), fontsize=7, color="#595959", x=0.01, ha="left")
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            save(figure, out, form)
    missing = {str(one.message) for one in told if "missing from font" in str(one.message)}
    if missing and form == "png":
        note = f"the font has no sign for {len(missing)} characters: svg keeps them"
        return [*texts.notes(), note]
    return texts.notes()


def _draw_edges(axes: Any, projection: Projection, places: Mapping[str, Place]) -> None:
    ends = zip(projection.edges.values("source"), projection.edges.values("target"), strict=True)
    for source, target in dict.fromkeys(ends):
        one, other = places[str(source)], places[str(target)]
        axes.plot([one.x, other.x], [one.y, other.y], color="#B0B0B0", linewidth=0.7, zorder=1)


def _draw_nodes(
    axes: Any, projection: Projection, places: Mapping[str, Place], texts: Texts
) -> None:
    for record in projection.nodes.records():
        place = places[str(record["id"])]
        axes.scatter([place.x], [place.y], s=place.size**2, color=place.colour, zorder=2)
        name = texts.clean(" ".join(str(record.get("label", record["id"])).split()))
        label = textwrap.shorten(name, _LABEL_WIDTH * 2, placeholder=" ...") or name[:_LABEL_WIDTH]
        axes.annotate(
            textwrap.fill(label, _LABEL_WIDTH),
            xy=(place.x, place.y),
            xytext=(0, -place.size / 2 - 2),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=7,
            zorder=3,
        )


def _sources(projection: Projection) -> str:
    named = (
        name
        for sheet in (projection.edges, projection.nodes)
        for cell in sheet.values("documents")
        for name in listed(cell)
    )
    documents = sorted(set(named))
    shown = ", ".join(name.removeprefix("src:") for name in documents[:_NAMED])
    more = f" and {len(documents) - _NAMED} more" if len(documents) > _NAMED else ""
    words = "Sources" if projection.lang == "en" else "Sources citées"
    return "\n".join(textwrap.wrap(f"compute-race; {words}: {shown or '-'}{more}", 170))
