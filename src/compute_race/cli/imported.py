"""What has been imported, and which names in it mean nobody of the register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from compute_race.answering.table import Column, Table, Value
from compute_race.dataset.imports import ImportedGraph, imported_graphs


def graphs_table(folder: Path) -> Table:
    """List the imported graphs: date of the snapshot, counts, file they are from."""
    columns = (
        Column("graph", whole=True),
        Column("date"),
        Column("rows", "integer"),
        Column("skipped", "integer", "left out"),
        Column("claims", "integer"),
        Column("unresolved", "integer", "open"),
        Column("file"),
    )
    return Table(columns, tuple(map(_row, imported_graphs(folder))))


def _row(graph: ImportedGraph) -> tuple[Value, ...]:
    return (
        graph.stem,
        str(graph.manifest.get("date")),
        *(graph.count(name) for name in ("rows", "skipped", "claims")),
        len(graph.unresolved()),
        str(graph.manifest.get("file")),
    )


def unresolved_table(folder: Path) -> Table:
    """List the names that mean nobody of the register, with who was near (slugs)."""
    columns = (
        Column("name"),
        Column("role"),
        Column("candidates"),
        Column("graphs"),
    )
    return Table(columns, tuple(_unresolved(folder)))


def _unresolved(folder: Path) -> Iterator[tuple[Value, ...]]:
    """Give each name once for each role; those with candidates first, for they need a judgement."""
    found: dict[tuple[str, str], tuple[tuple[str, ...], list[str]]] = {}
    for graph in imported_graphs(folder):
        for entry in graph.unresolved():
            _, stems = found.setdefault((entry.name, entry.role), (entry.candidates, []))
            stems.append(graph.stem)
    ordered = sorted(found.items(), key=lambda item: (not item[1][0], item[0]))
    for (name, role), (candidates, stems) in ordered:
        yield name, role, ", ".join(candidates) or None, ", ".join(stems)
