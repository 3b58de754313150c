"""DOT, which Graphviz draws. Every id and value stands in quotes.

Columns are attributes of their own names; those that Graphviz would take for instructions
have ``_`` behind them.
Source of the format: https://graphviz.org/doc/info/lang.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from compute_race.export.palette import colour_of
from compute_race.export.projection import Projection, Value
from compute_race.export.texts import Texts, told
from compute_race.export.writing import plain, write_lines

#: Longer labels are cut: Graphviz would measure them for minutes.
_LONGEST: Final = 4000
#: Held by the name of a node, by the ends of an edge, or by what is drawn.
_NODES_OWN: Final = frozenset({"id", "label"})
_EDGES_OWN: Final = _NODES_OWN | {"source", "target"}
#: What Graphviz reads of nodes and edges (https://graphviz.org/doc/info/attrs.html).
_INSTRUCTIONS: Final = re.compile(
    r"area|arrow(head|size|tail)|class|color(scheme)?|comment|constraint|decorate|dir|distortion"
    r"|fillcolor|fixedsize|font(color|name|size)|gradientangle|group|height|href|id|image(pos|scale)?"
    r"|(edge|head|label|tail)?(URL|href|target|tooltip)|(head|tail)(clip|label|port|_lp)|x?label"
    r"|label(angle|distance|float|loc)|labelfont(color|name|size)|layer|len|lhead|x?lp|ltail"
    r"|margin|minlen|nojustify|ordering|orientation|penwidth|peripheries|pin|pos|rects|regular"
    r"|root|same(head|tail)|samplepoints|shape(file)?|showboxes|sides|skew|sortv|style|vertices"
    r"|weight|width|z"
)
#: Backslashes that would take the next character with them: before a quote or at the end.
_TAKING: Final = re.compile(r'\\+(?="|\n|\Z)')


class _Texts(Texts):
    """Texts in quotes; those that are changed for it are counted."""

    def __init__(self) -> None:
        # Graphviz draws with XML, and ends a text at NUL.
        super().__init__(xml=True)
        self._cut = 0
        self._doubled = 0

    def drawn(self, text: str) -> str:
        """Quote a text that is drawn: there backslashes and entities mean something."""
        self._cut += len(text) > _LONGEST
        clean = self.clean(text[:_LONGEST]).replace("\\", "\\\\").replace('"', '\\"')
        # A line's end is written as Graphviz breaks lines: a raw one would be drawn as a blank.
        broken = clean.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")
        return '"' + broken.replace("&", "&amp;") + '"'

    def kept(self, text: str) -> str:
        """Quote a text as it is: DOT knows no escape but that of the quote itself."""
        clean = self.clean(text)
        if "\\" in clean:
            clean = _TAKING.sub(self._even, clean)
        return '"' + clean.replace('"', '\\"') + '"'

    def _even(self, found: re.Match[str]) -> str:
        run = found[0]
        if len(run) % 2 == 0:
            return run
        self._doubled += 1
        return f"{run}\\"

    def notes(self) -> list[str]:
        """Say what was lost, if anything was."""
        cut = f"cut at {_LONGEST} characters"
        doubled = "doubled: DOT has none before a quote or at the end of a text"
        return [
            *super().notes(),
            *told(self._cut, f"1 label is {cut}", f"{{}} labels are {cut}"),
            *told(self._doubled, f"1 backslash is {doubled}", f"{{}} backslashes are {doubled}"),
        ]


def write_dot(projection: Projection, out: BinaryIO) -> list[str]:
    """Write a projection as DOT; gives what it cannot hold.

    Labels are cut at 4,000 characters, beyond which Graphviz measures for minutes.
    """
    texts = _Texts()
    write_lines(out, _lines(projection, texts))
    return texts.notes()


def _lines(projection: Projection, texts: _Texts) -> Iterator[str]:
    yield f"digraph {texts.kept(projection.title)} {{\n"
    yield '  graph ["layout"="sfdp", "overlap"="prism", "outputorder"="edgesfirst"];\n'
    yield '  node ["shape"="box", "style"="rounded,filled", "fontname"="Helvetica"];\n'
    yield '  edge ["color"="#808080", "fontname"="Helvetica", "fontsize"="8"];\n'
    for record in projection.nodes.records():
        label = texts.drawn(str(record.get("label") or record["id"]))
        kind = record.get("kind")
        colour = colour_of(None if kind is None else str(kind))
        pairs = [("label", label), ("tooltip", label)]
        pairs += [("fillcolor", f'"{colour}40"'), ("color", f'"{colour}"')]
        if "iri" in record:
            pairs.append(("URL", texts.kept(plain(record["iri"]))))
        pairs += _columns(record, _NODES_OWN, texts)
        yield f"  {texts.kept(str(record['id']))} [{_listed(pairs)}];\n"
    for record in projection.edges.records():
        ends = [texts.kept(str(record[end])) for end in ("source", "target")]
        pairs = [("id", texts.kept(str(record["id"])))]
        pairs.append(("label", texts.drawn(str(record.get("label") or record["relation"]))))
        pairs += _columns(record, _EDGES_OWN, texts)
        yield f"  {' -> '.join(ends)} [{_listed(pairs)}];\n"
    yield "}\n"


def _columns(
    record: dict[str, Value], own: frozenset[str], texts: _Texts
) -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if name not in own:
            safe = f"{name}_" if _INSTRUCTIONS.fullmatch(name) else name
            yield safe, texts.kept(plain(value))


def _listed(pairs: list[tuple[str, str]]) -> str:
    return ", ".join(f'"{name}"={value}' for name, value in pairs)
