"""CSV with the headers of Amazon Neptune's bulk loader, for Gremlin.

Source of the format:
https://docs.aws.amazon.com/neptune/latest/userguide/bulk-load-tutorial-format-gremlin.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import BinaryIO, Final

from compute_race.export.csv_tables import write_csv
from compute_race.export.neo4j_csv import LISTS
from compute_race.export.projection import Column, Projection, Sheet, Type, Value, listed
from compute_race.export.texts import Texts, told
from compute_race.export.writing import plain

_TYPES: Final[Mapping[Type, str]] = {
    "string": "String",
    "integer": "Int",
    "double": "Double",
    "boolean": "Bool",
    "date": "Date",
}
#: Columns that the loader has names of its own for.
_NODES: Final = {"id": "~id", "kind": "~label"}
_EDGES: Final = {"id": "~id", "source": "~from", "target": "~to", "relation": "~label"}


def neptune_files(projection: Projection) -> Iterator[tuple[str, Callable[[BinaryIO], list[str]]]]:
    """Give the files of vertices and edges by name, each with its writer."""
    yield "vertices.csv", partial(_write, projection.nodes, _NODES, True)
    yield "edges.csv", partial(_write, projection.edges, _EDGES, False)


def _write(sheet: Sheet, own: Mapping[str, str], has_sets: bool, out: BinaryIO) -> list[str]:
    texts = Texts(nul=False)
    empty = 0
    # Only vertices have properties of several values.
    sets = LISTS if has_sets else frozenset()
    ordered = sorted(sheet.columns, key=lambda column: column.name not in own)

    def header(column: Column) -> str:
        if column.name in own:
            return own[column.name]
        return f"{column.name}:{_TYPES[column.type]}{'[]' if column.name in sets else ''}"

    def cell(column: Column, value: Value) -> str | None:
        nonlocal empty
        if value is None:
            return None
        if column.name in sets:
            return ";".join(texts.clean(one).replace(";", "\\;") for one in listed(value)) or None
        if not isinstance(value, str):
            return plain(value)
        empty += value == ""
        return texts.clean(value)

    places = [sheet.places[column.name] for column in ordered]
    rows = (
        (cell(column, row[place]) for column, place in zip(ordered, places, strict=True))
        for row in sheet.rows
    )
    write_csv(out, [header(column) for column in ordered], rows)
    rest = "empty: load with allowEmptyStrings, or they are left out"
    return [*texts.notes(), *told(empty, f"1 text is {rest}", f"{{}} texts are {rest}")]
