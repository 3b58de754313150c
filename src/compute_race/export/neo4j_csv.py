"""CSV with the headers of ``neo4j-admin database import``.

Quotes are doubled. Fields of several lines are an option there that is off by default, so
the notes say when it is needed.

Source of the format: https://neo4j.com/docs/operations-manual/current/import/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import BinaryIO, Final

from compute_race.export.csv_tables import write_csv
from compute_race.export.cypher import label_of, type_of
from compute_race.export.projection import Column, Projection, Sheet, Type, Value, listed
from compute_race.export.texts import Texts, told
from compute_race.export.writing import plain

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


class Neo4jTexts(Texts):
    """Texts of which those are counted that only an option or a change lets in."""

    def __init__(self) -> None:
        """Begin with no text changed."""
        super().__init__(nul=False)
        self._folded = 0
        self._split = 0

    def clean(self, text: str) -> str:
        """Give a text with each character that cannot be written replaced."""
        if text.isprintable():
            return text
        self._folded += "\n" in text or "\r" in text
        return super().clean(text)

    def join(self, names: tuple[str, ...]) -> str:
        """Give an array: its delimiter has no escape, so within a name a comma stands for it."""
        self._split += sum(_DELIMITER in name for name in names)
        return _DELIMITER.join(self.clean(name).replace(_DELIMITER, ",") for name in names)

    def notes(self) -> list[str]:
        """Say what was lost, and the option that is needed."""
        folded = "several lines: import with --multiline-fields=true"
        split = "a semicolon, which ends a name in an array: it became a comma"
        return [
            *super().notes(),
            *told(self._folded, f"1 text has {folded}", f"{{}} texts have {folded}"),
            *told(self._split, f"1 name has {split}", f"{{}} names have {split}"),
        ]


def neo4j_files(projection: Projection) -> Iterator[tuple[str, Callable[[BinaryIO], list[str]]]]:
    """Give the files of nodes and relationships by name, each with its writer."""
    yield "nodes.csv", partial(_nodes, projection.nodes)
    yield "relationships.csv", partial(_edges, projection.edges)


def _nodes(sheet: Sheet, out: BinaryIO) -> list[str]:
    texts = Neo4jTexts()
    rest = [column for column in sheet.columns if column.name != "id"]
    header = ["id:ID", ":LABEL", *map(_header, rest)]
    rows = (
        [
            _cell("id", record["id"], texts),
            f"Thing;{label_of(str(record.get('kind', 'thing')))}",
            *_cells(rest, record, texts),
        ]
        for record in sheet.records()
    )
    write_csv(out, header, rows)
    return texts.notes()


def _edges(sheet: Sheet, out: BinaryIO) -> list[str]:
    texts = Neo4jTexts()
    own = ("source", "target", "relation")
    rest = [column for column in sheet.columns if column.name not in own]
    header = [":START_ID", ":END_ID", ":TYPE", *map(_header, rest)]
    rows = (
        [
            _cell("source", record["source"], texts),
            _cell("target", record["target"], texts),
            type_of(str(record["relation"])),
            *_cells(rest, record, texts),
        ]
        for record in sheet.records()
    )
    write_csv(out, header, rows)
    return texts.notes()


def _header(column: Column) -> str:
    return f"{column.name}:{_TYPES[column.type]}{'[]' if column.name in LISTS else ''}"


def _cells(
    columns: list[Column], record: Mapping[str, Value], texts: Neo4jTexts
) -> list[str | None]:
    return [_cell(column.name, record.get(column.name), texts) for column in columns]


def _cell(name: str, value: Value, texts: Neo4jTexts) -> str | None:
    if name in LISTS:
        return texts.join(listed(value)) or None
    if isinstance(value, str):
        return texts.clean(value)
    return None if value is None else plain(value)
