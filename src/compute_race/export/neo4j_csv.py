"""CSV with the headers of ``neo4j-admin database import``.

Source of the format: https://neo4j.com/docs/operations-manual/current/import/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import BinaryIO, Final

from compute_race.export.csv_tables import write_csv
from compute_race.export.cypher import label_of, type_of
from compute_race.export.projection import Column, Projection, Sheet, Type, Value
from compute_race.export.texts import Texts
from compute_race.export.xml_writing import plain

_TYPES: Final[Mapping[Type, str]] = {
    "string": "string",
    "integer": "int",
    "double": "double",
    "boolean": "boolean",
    "date": "date",
}
#: Columns with several names, which become arrays: ``;`` stands between them there.
LISTS: Final = frozenset({"bloc", "classes", "documents"})
_DELIMITER: Final = ";"


def neo4j_files(projection: Projection) -> Iterator[tuple[str, Callable[[BinaryIO], list[str]]]]:
    """Give the files of nodes and relationships by name, each with its writer."""
    yield "nodes.csv", partial(_nodes, projection.nodes)
    yield "relationships.csv", partial(_edges, projection.edges)


def _nodes(sheet: Sheet, out: BinaryIO) -> list[str]:
    texts = Texts()
    rest = [column for column in sheet.columns if column.name != "id"]
    header = ["id:ID", ":LABEL", *map(_header, rest)]
    rows = (
        iter(
            [
                _cell("id", record["id"], texts),
                f"Thing;{label_of(str(record.get('kind', 'thing')))}",
                *_cells(rest, record, texts),
            ]
        )
        for record in sheet.records()
    )
    write_csv(out, header, rows)
    return texts.notes()


def _edges(sheet: Sheet, out: BinaryIO) -> list[str]:
    texts = Texts()
    own = ("source", "target", "relation")
    rest = [column for column in sheet.columns if column.name not in own]
    header = [":START_ID", ":END_ID", ":TYPE", *map(_header, rest)]
    rows = (
        iter(
            [
                _cell("source", record["source"], texts),
                _cell("target", record["target"], texts),
                type_of(str(record["relation"])),
                *_cells(rest, record, texts),
            ]
        )
        for record in sheet.records()
    )
    write_csv(out, header, rows)
    return texts.notes()


def _header(column: Column) -> str:
    return f"{column.name}:{_TYPES[column.type]}{'[]' if column.name in LISTS else ''}"


def _cells(columns: list[Column], record: Mapping[str, Value], texts: Texts) -> list[str]:
    return [_cell(column.name, record.get(column.name), texts) for column in columns]


def _cell(name: str, value: Value, texts: Texts) -> str:
    if value is None:
        return ""
    text = texts.clean(plain(value)).replace("\x00", "\ufffd")
    return text.replace("|", _DELIMITER) if name in LISTS else text
