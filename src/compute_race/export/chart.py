"""A ranking as a picture: one line for each row, from its low to its high end.

Drawn with matplotlib; byte-identical on every run (no date, fixed ids), in
colours that the colour-blind tell apart (Okabe and Ito 2008).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure

from compute_race.answering.ranking import Ranking
from compute_race.answering.ranking_table import is_money
from compute_race.answering.ranking_table import title as title_of
from compute_race.answering.rows import Row
from compute_race.answering.wording import amount, counted
from compute_race.basics.problems import UsageError
from compute_race.export.drawing import STYLE, save
from compute_race.export.palette import COLOURS

#: Colours by bloc in the order blocs appear.
PALETTE: Final = COLOURS[:6]
_NO_BLOC: Final = COLOURS[-1]
_BILLION: Final = Decimal(10) ** 9
_ROW_HEIGHT: Final = 0.42
_WIDTH: Final = 9.0
_STYLE: Final[Any] = {
    **STYLE,
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
}


def ranking_chart(ranking: Ranking, form: str = "svg", *, title: bool = True) -> bytes:
    """Draw a ranking as ``svg`` or ``png``, without ``title`` where a page has it already.

    A closed interval is a bar with both ends marked, an exact figure a dot, an
    open end an arrow. The sources stand below the picture. ``UsageError`` for
    figures in several currencies: one axis holds one.
    """
    if ranking.options.currency == "original":
        raise UsageError("figures as printed share no axis", "write --currency EUR")
    with mpl.rc_context(_STYLE):
        rows = list(ranking.rows)
        figure = Figure(
            figsize=(_WIDTH, 1.6 + _ROW_HEIGHT * max(len(rows), 1)), layout="constrained"
        )
        axes = figure.subplots()
        colours = _colours(rows)
        widest = max((float(_scaled(row, row.ceiling)) for row in rows), default=0.0) or 1.0
        for place, row in enumerate(rows):
            _draw(axes, -place, row, colours.get(row.bloc_label, _NO_BLOC), widest, ranking.lang)
        axes.set_yticks(
            [-place for place in range(len(rows))],
            [row.entity_label for row in rows],
        )
        axes.set_xlim(0, widest * 1.32)
        axes.set_ylim(-len(rows) + 0.4, 0.6)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color="#D9D9D9", linewidth=0.6)
        axes.set_axisbelow(True)
        if title:
            axes.set_title(title_of(ranking), loc="left", fontsize=11)
        _legend(axes, colours)
        figure.supxlabel(_footer(ranking), fontsize=7, color="#595959", x=0.01, ha="left")
        out = io.BytesIO()
        save(figure, out, form)
        return out.getvalue()


def _draw(axes: Any, place: int, row: Row, colour: str, widest: float, lang: str) -> None:
    low, high = float(_scaled(row, row.floor)), float(_scaled(row, row.ceiling))
    if row.high is None:
        axes.annotate(
            "",
            xy=(low + widest * 0.06, place),
            xytext=(low, place),
            arrowprops={"arrowstyle": "->", "color": colour, "linewidth": 2},
        )
        right = low + widest * 0.06
    elif row.low is None:
        axes.annotate(
            "",
            xy=(high - widest * 0.06, place),
            xytext=(high, place),
            arrowprops={"arrowstyle": "->", "color": colour, "linewidth": 2},
        )
        right = high
    else:
        axes.plot([low, high], [place, place], color=colour, linewidth=5, solid_capstyle="butt")
        right = high
    axes.plot([low, high], [place, place], "o", color=colour, markersize=6)
    label = amount(row.low, row.high, row.currency, lang)
    axes.annotate(
        label,
        xy=(right, place),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        color="#262626",
    )


def _colours(rows: Sequence[Row]) -> dict[str, str]:
    blocs = sorted({row.bloc_label for row in rows if row.bloc})
    return {bloc: PALETTE[place % len(PALETTE)] for place, bloc in enumerate(blocs)}


def _legend(axes: Any, colours: dict[str, str]) -> None:
    if not colours:
        return
    for bloc, colour in colours.items():
        axes.plot([], [], "o", color=colour, label=bloc)
    axes.legend(loc="lower right", frameon=False, fontsize=9)


def _footer(ranking: Ranking) -> str:
    french = ranking.lang == "fr"
    documents = len({document for row in ranking.rows for document in row.documents})
    rates = any(row.rate is not None for row in ranking.rows)
    text = f"compute-race; {counted(documents, 'document', ranking.lang)}"
    if rates:
        text += (
            "; taux de r\u00e9f\u00e9rence de la BCE du jour de chaque annonce"
            if french
            else "; ECB reference rates of the day of each announcement"
        )
    return text


def _scaled(row: Row, value: Decimal) -> Decimal:
    return value / _BILLION if is_money(row) else value
