"""Links to other bases, kept as SSSOM tables in ``graph/links/``, read into named graphs.

One row is one judgement: subject, predicate, object, and on what it rests
(https://mapping-commons.github.io/sssom/). Rows whose predicate is negated
(``predicate_modifier`` is ``Not``) are judgements too, but state no triple.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import GRAPH, PREFIXES, expand
from compute_race.basics.paths import shown
from compute_race.basics.problems import Problem
from compute_race.sources.content import read_content

SUFFIX: Final = ".sssom.tsv"
_REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_LOCAL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PREDICATES: Final = frozenset(
    f"skos:{name}Match" for name in ("exact", "close", "broad", "narrow", "related")
)


@dataclass(frozen=True)
class Link:
    """One mapping: the triple it states, the graph it belongs to, and where it stands."""

    triple: ox.Triple
    graph: str
    file: str
    line: int

    @property
    def quad(self) -> ox.Quad:
        """Give the triple in its graph."""
        subject, predicate, mapped = self.triple
        return ox.Quad(subject, predicate, mapped, ox.NamedNode(self.graph))


def link_tables(folder: Path) -> list[Path]:
    """Give the tables of ``graph/links``, sorted."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def read_links(tables: Iterable[Path]) -> tuple[list[Link], list[Problem]]:
    """Read tables of links; a bad row is a problem with its line."""
    links: list[Link] = []
    problems: list[Problem] = []
    for path in tables:
        for item in _rows(path, f"{GRAPH}links/{path.name.removesuffix(SUFFIX)}"):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                links.append(item)
    return links, problems


def _rows(path: Path, graph: str) -> Iterator[Link | Problem]:
    _, text, problems = read_content(path, shown(path))
    yield from problems
    lines = (text or "").splitlines()
    if text is None:
        return
    body = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not body:
        yield Problem(shown(path), 0, "links-header", "the table is empty", _header_advice())
        return
    head, *rows = body
    columns = head[1].split("\t")
    if missing := [name for name in _REQUIRED if name not in columns]:
        message = f"the table has no column {', '.join(missing)}"
        yield Problem(shown(path), head[0], "links-header", message, _header_advice())
        return
    for number, line in rows:
        cells = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))
        if len(cells) != len(columns):
            message = f"{len(cells)} cells where the header has {len(columns)}"
            advice = "one tab between cells, empty cells included"
            yield Problem(shown(path), number, "links-row", message, advice)
            continue
        yield from _row(path, number, graph, dict(zip(columns, cells, strict=True)))


def _row(path: Path, number: int, graph: str, row: dict[str, str]) -> Iterator[Link | Problem]:
    predicate = row["predicate_id"]
    if predicate not in _PREDICATES:
        message = f'"{predicate}" is not a mapping predicate'
        yield Problem(shown(path), number, "links-predicate", message, "write skos:exactMatch")
        return
    names = (row["subject_id"], row["object_id"])
    for name in names:
        if not _is_name(name):
            message = f'"{name}" is no name with a known prefix'
            yield Problem(shown(path), number, "links-name", message, "write ent:slug or wd:Q1")
            return
    if row.get("predicate_modifier") == "Not":
        return
    subject, mapped = (ox.NamedNode(expand(name)) for name in names)
    triple = ox.Triple(subject, ox.NamedNode(expand(predicate)), mapped)
    yield Link(triple, graph, shown(path), number)


def _is_name(name: str) -> bool:
    prefix, _, local = name.partition(":")
    return prefix in PREFIXES and _LOCAL.fullmatch(local) is not None


def _header_advice() -> str:
    return f"begin with the columns {' '.join(_REQUIRED)}, tab-separated"
