"""Links to other bases, kept as SSSOM tables in ``graph/links/``, read into named graphs.

Judgements that state no triple (what a thing is not, that there is no item, that nobody knows)
stay in the table; ``sssom`` reads all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import GRAPH, expand
from compute_race.basics.paths import shown
from compute_race.basics.problems import Problem
from compute_race.dataset.sssom import MappingRow, read_table

SUFFIX: Final = ".sssom.tsv"


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
        table, found = read_table(path)
        problems += [*found, *_contradictions(shown(path), table.rows)]
        graph = f"{GRAPH}links/{path.name.removesuffix(SUFFIX)}"
        links += [_link(row, graph, shown(path), line) for line, row in table.rows if row.is_link]
    return links, problems


def _link(row: MappingRow, graph: str, file: str, line: int) -> Link:
    subject, predicate, mapped = (
        ox.NamedNode(expand(name)) for name in (row.subject_id, row.predicate_id, row.object_id)
    )
    return Link(ox.Triple(subject, predicate, mapped), graph, file, line)


def _contradictions(file: str, rows: Iterable[tuple[int, MappingRow]]) -> Iterator[Problem]:
    """Tell judgements on one pair that come twice, and links of what has no item."""
    pairs: dict[tuple[str, str], int] = {}
    nothing: dict[str, int] = {}
    linked: dict[str, list[int]] = defaultdict(list)
    for line, row in rows:
        first = pairs.setdefault((row.subject_id, row.object_id), line)
        if first != line:
            message = f"{row.subject_id} and {row.object_id} are judged in line {first} already"
            yield Problem(file, line, "links-twice", message, "keep the later judgement")
        if row.is_nothing:
            nothing[row.subject_id] = line
        elif row.is_link:
            linked[row.subject_id].append(line)
    for subject, line in nothing.items():
        if linked[subject]:
            message = f"{subject} has no item, and one in line {linked[subject][0]}"
            yield Problem(file, line, "links-nothing", message, "delete one of the two rows")
