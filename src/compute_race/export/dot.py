"""DOT, which Graphviz draws. Every id and value stands in quotes.

Source of the format: https://graphviz.org/doc/info/lang.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from compute_race.export.palette import colour_of
from compute_race.export.projection import Projection, Value
from compute_race.export.texts import Texts
from compute_race.export.xml_writing import plain, write_lines

#: Graphviz ends a text at NUL and draws with XML, which has no such characters either.
_LONGEST: Final = 4000
#: Columns that Graphviz would take for instructions of its own.
_OWN: Final = frozenset({"id", "label", "weight", "source", "target", "group"})


def write_dot(projection: Projection, out: BinaryIO) -> list[str]:
    """Write a projection as DOT; gives what it cannot hold.

    Labels are cut at 4,000 characters, beyond which Graphviz measures for minutes.
    """
    texts = Texts(xml=True)
    cut: list[str] = []
    write_lines(out, _lines(projection, texts, cut))
    notes = texts.notes()
    if cut:
        what = "1 label is" if len(cut) == 1 else f"{len(cut)} labels are"
        notes.append(f"{what} cut at {_LONGEST} characters")
    return notes


def _lines(projection: Projection, texts: Texts, cut: list[str]) -> Iterator[str]:
    yield f"digraph {_quoted(projection.title, texts)} {{\n"
    yield '  graph ["layout"="sfdp", "overlap"="prism", "outputorder"="edgesfirst"];\n'
    yield '  node ["shape"="box", "style"="rounded,filled", "fontname"="Helvetica"];\n'
    yield '  edge ["color"="#808080", "fontname"="Helvetica", "fontsize"="8"];\n'
    for record in projection.nodes.records():
        name = str(record["id"])
        label = str(record.get("label") or name)
        if len(label) > _LONGEST:
            cut.append(name)
            label = label[:_LONGEST]
        colour = colour_of(str(record["kind"])) if "kind" in record else colour_of(None)
        pairs = [
            ("label", label),
            ("fillcolor", f"{colour}40"),
            ("color", colour),
            ("URL", record.get("iri")),
        ]
        pairs += [(key, value) for key, value in record.items() if key not in _OWN]
        yield f"  {_quoted(name, texts)} [{_pairs(pairs, texts)}];\n"
    for record in projection.edges.records():
        ends = [_quoted(str(record[end]), texts) for end in ("source", "target")]
        pairs = [("id", record["id"]), ("label", record.get("label") or record["relation"])]
        pairs += [(key, value) for key, value in record.items() if key not in _OWN]
        yield f"  {' -> '.join(ends)} [{_pairs(pairs, texts)}];\n"
    yield "}\n"


def _pairs(pairs: list[tuple[str, Value]], texts: Texts) -> str:
    return ", ".join(
        f'"{key}"={_quoted(plain(value), texts)}' for key, value in pairs if value is not None
    )


def _quoted(text: str, texts: Texts) -> str:
    clean = texts.clean(text).replace("\\", "\\\\").replace('"', '\\"')
    # A line's end is written as Graphviz breaks lines: a raw one would be drawn as a blank.
    return '"' + clean.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n") + '"'
