"""Mermaid, which Markdown pages draw: for a part of the graph that fits on a page.

Source of the format: https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from compute_race.basics.problems import UsageError
from compute_race.export.json_writing import dump
from compute_race.export.palette import legend
from compute_race.export.projection import Projection, Value
from compute_race.export.texts import Texts, told
from compute_race.export.writing import write_lines

#: What Mermaid draws unless it is told otherwise (maxEdges, maxTextSize).
MOST_EDGES: Final = 500
MOST_TEXT: Final = 50_000
_LONGEST: Final = 200
_ADVICE: Final = "choose a part: --around SLUG --hops 1, or --kind organization"


def write_mermaid(projection: Projection, out: BinaryIO) -> list[str]:
    """Write a projection as a flowchart; gives what it cannot hold.

    ``UsageError`` where Mermaid would refuse its size.
    """
    count = len(projection.edges.rows)
    if count > MOST_EDGES:
        raise UsageError(f"Mermaid draws {MOST_EDGES} edges and here are {count}", _ADVICE)
    texts = _Texts()
    lines = list(_lines(projection, texts))
    size = sum(map(_length, lines))
    if size > MOST_TEXT:
        raise UsageError(f"Mermaid draws {MOST_TEXT} characters and here are {size}", _ADVICE)
    write_lines(out, lines)
    return [*texts.notes(), "Mermaid holds names and relations, no other columns"]


class _Texts(Texts):
    """Texts as labels: in one line, and cut where they are longer than a label can be."""

    def __init__(self) -> None:
        super().__init__(xml=True)
        self._cut = 0

    def label(self, *choices: Value) -> str:
        """Give the first of some texts that is not blank: Mermaid refuses an empty label."""
        lines = (" ".join(self.clean(str(one)).split()) for one in choices if one is not None)
        text = next(filter(None, lines), "?")
        if len(text) <= _LONGEST:
            return text
        self._cut += 1
        return f"{text[: _LONGEST - 3]}..."

    def notes(self) -> list[str]:
        """Say what was lost, if anything was."""
        cut = f"cut at {_LONGEST} characters"
        return [*super().notes(), *told(self._cut, f"1 label is {cut}", f"{{}} labels are {cut}")]


def _length(line: str) -> int:
    """Count as Mermaid does, which counts in UTF-16."""
    return len(line.encode("utf-16-le")) // 2


def _lines(projection: Projection, texts: _Texts) -> Iterator[str]:
    yield f"---\ntitle: {dump(texts.clean(projection.title))}\n---\nflowchart LR\n"
    numbers: dict[object, str] = {}
    kinds: dict[str, list[str]] = {}
    for number, record in enumerate(projection.nodes.records()):
        name = numbers[record["id"]] = f"n{number}"
        kinds.setdefault(str(record.get("kind", "other")), []).append(name)
        yield f"  {name}[{_quoted(texts.label(record.get('label'), record['id']))}]\n"
    for record in projection.edges.records():
        label = _quoted(texts.label(record.get("label"), record["relation"]))
        yield f"  {numbers[record['source']]} -->|{label}| {numbers[record['target']]}\n"
    yield from _classes(list(kinds), kinds)


def _classes(names: Sequence[str], members: dict[str, list[str]]) -> Iterator[str]:
    for number, (kind, colour) in enumerate(legend(names).items()):
        yield f"  classDef k{number} fill:{colour}33,stroke:{colour}\n"
        yield f"  class {','.join(members[kind])} k{number}\n"


def _quoted(text: str) -> str:
    """Write a text as Mermaid takes any: in quotes, with numbers for what means something.

    A full stop and a hyphen too: some versions read a label as Markdown, and draw no lists.
    """
    return '"' + "".join(c if c.isalnum() or c in " ," else f"#{ord(c)};" for c in text) + '"'
