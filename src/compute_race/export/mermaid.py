"""Mermaid, which Markdown pages draw: for a part of the graph that fits on a page.

Source of the format: https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from compute_race.basics.problems import UsageError
from compute_race.export.palette import legend
from compute_race.export.projection import Projection
from compute_race.export.texts import Texts
from compute_race.export.xml_writing import write_lines

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
    texts = Texts(xml=True)
    lines = list(_lines(projection, texts))
    size = sum(map(len, lines))
    if size > MOST_TEXT:
        raise UsageError(f"Mermaid draws {MOST_TEXT} characters and here are {size}", _ADVICE)
    write_lines(out, iter(lines))
    return [*texts.notes(), "Mermaid holds names and relations, no other columns"]


def _lines(projection: Projection, texts: Texts) -> Iterator[str]:
    yield f"---\ntitle: {_quoted(projection.title, texts)}\n---\nflowchart LR\n"
    numbers: dict[object, str] = {}
    kinds: dict[str, list[str]] = {}
    for number, record in enumerate(projection.nodes.records()):
        name = numbers[record["id"]] = f"n{number}"
        kinds.setdefault(str(record.get("kind", "other")), []).append(name)
        yield f"  {name}[{_quoted(str(record.get('label') or record['id']), texts)}]\n"
    for record in projection.edges.records():
        label = _quoted(str(record.get("label") or record["relation"]), texts)
        yield f"  {numbers[record['source']]} -->|{label}| {numbers[record['target']]}\n"
    yield from _classes(list(kinds), kinds)


def _classes(names: Sequence[str], members: dict[str, list[str]]) -> Iterator[str]:
    for number, (kind, colour) in enumerate(legend(names).items()):
        yield f"  classDef k{number} fill:{colour}33,stroke:{colour}\n"
        yield f"  class {','.join(members[kind])} k{number}\n"


def _quoted(text: str, texts: Texts) -> str:
    """Write a text as Mermaid takes any: in quotes, with numbers for what means something."""
    clean = " ".join(texts.clean(text).split())
    short = clean if len(clean) <= _LONGEST else f"{clean[: _LONGEST - 3]}..."
    return '"' + "".join(c if c.isalnum() or c in " .,-" else f"#{ord(c)};" for c in short) + '"'
