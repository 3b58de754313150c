"""The graph as other tools take it: nodes, edges and claims as tables with declared types.

Every writer works on a projection alone, so that whoever opens the same graph in two tools
sees the same nodes, edges and values. Rows are sorted by id; a cell is of its column's type
or nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

#: ``integer`` fits into 32 bits: some tools take no more. Amounts are ``double``.
Type = Literal["string", "integer", "double", "boolean", "date"]
Value = str | int | float | bool | dt.date | None
View = Literal["entities", "claims"]

VIEWS: Final[tuple[View, ...]] = ("entities", "claims")

#: What a cell of each type is in Python.
PYTHON_TYPES: Final[Mapping[Type, type]] = {
    "string": str,
    "integer": int,
    "double": float,
    "boolean": bool,
    "date": dt.date,
}
#: Between the several names that one cell may hold.
SEPARATOR: Final = "|"


@dataclass(frozen=True)
class Column:
    """A column: its name, the type of its values, and what it says in a line."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True)
class Sheet:
    """A table: declared columns, and rows with a value for each."""

    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Give the place of each column by name, from 0."""
        return {column.name: place for place, column in enumerate(self.columns)}

    def values(self, name: str) -> Iterator[Value]:
        """Give the values of a column, row by row; ``KeyError`` for an unknown one."""
        place = self.places[name]
        return (row[place] for row in self.rows)

    def records(self) -> Iterator[dict[str, Value]]:
        """Give each row by column name, cells without a value left out."""
        names = [column.name for column in self.columns]
        for row in self.rows:
            yield {n: v for n, v in zip(names, row, strict=True) if v is not None}


#: Columns of nodes. More may follow, with what was counted in the network.
NODE_COLUMNS: Final = (
    Column("id", "string", "Stable name, unique among nodes"),
    Column("iri", "string", "Address that names it on the web of data, and leads back here"),
    Column("label", "string", "Name in the language asked for, else in English"),
    Column("label_en", "string", "Name in English"),
    Column("label_fr", "string", "Name in French"),
    Column("label_zh", "string", "Name in Chinese"),
    Column("kind", "string", "What it is: organization, announcement, claim, document ..."),
    Column("classes", "string", "Classes of the ontology, separated by |"),
    Column("group", "string", "Id of the head of its group"),
    Column("bloc", "string", "Ids of its blocs, separated by |"),
    Column("low", "double", "Low end of the comparable value per year"),
    Column("high", "double", "High end of the comparable value per year"),
    Column("currency", "string", "Currency of low and high (ISO 4217), or their unit"),
    Column("first_date", "date", "First day: announced, published, released, founded"),
    Column("last_date", "date", "Last day of the period it is planned or measured for"),
    Column("wikidata", "string", "Item of Wikidata, such as Q1359568"),
    Column("latitude", "double", "Degrees north"),
    Column("longitude", "double", "Degrees east"),
    Column("documents", "string", "Ids of the documents that say so, separated by |"),
    Column("document_count", "integer", "How many documents say so"),
)

EDGE_COLUMNS: Final = (
    Column("id", "string", "Stable name, unique among edges: source|relation|target"),
    Column("source", "string", "Id of the node it leads from"),
    Column("target", "string", "Id of the node it leads to"),
    Column("relation", "string", "Property of the ontology"),
    Column("label", "string", "The relation in words, in the language asked for"),
    Column("weight", "double", "Comparable value per year of the announcement, where it has one"),
    Column("low", "double", "Low end of that value"),
    Column("high", "double", "High end of that value"),
    Column("currency", "string", "Currency of weight, low and high (ISO 4217), or their unit"),
    Column("basis", "string", "stated by documents, declared, judged or inferred"),
    Column("first_date", "date", "First day on which it is stated"),
    Column("last_date", "date", "Last day on which it is stated"),
    Column("documents", "string", "Ids of the documents that state it, separated by |"),
    Column("document_count", "integer", "How many documents state it"),
)

CLAIM_COLUMNS: Final = (
    Column("id", "string", "Stable name, unique among claims: document#claim"),
    Column("about", "string", "Id of what the figure is about"),
    Column("document", "string", "Id of the document that prints it"),
    Column("measure", "string", "What is measured: plannedInvestment, revenue ..."),
    Column("modality", "string", "planned, guided, reported, estimated, target or contracted"),
    Column("stated_low", "double", "Low end as printed, in full units"),
    Column("stated_high", "double", "High end as printed, in full units"),
    Column("stated_unit", "string", "Unit as printed: an ISO 4217 code, or a name"),
    Column("approximate", "boolean", "Whether the document says about"),
    Column("low", "double", "Low end of the comparable value per year"),
    Column("high", "double", "High end of the comparable value per year"),
    Column("currency", "string", "Currency of low and high (ISO 4217), or their unit"),
    Column("first_date", "date", "First day of the period it is for"),
    Column("last_date", "date", "Last day of the period it is for"),
    Column("known_from", "date", "Day from which it counts as known"),
    Column("locator", "string", "Where in the document it stands"),
    Column("preferred", "boolean", "Whether the rule prefers it for what it is about"),
)


@dataclass(frozen=True)
class Projection:
    """What is exported: three tables, and the question they answer.

    ``measure`` (such as ``planned-investment``) and ``currency`` are those of the comparable
    values, which are per year, as known on ``as_of``. Every edge joins two nodes of
    ``nodes``. In the view ``claims`` claims and documents are nodes too.
    """

    view: View
    as_of: dt.date
    lang: str
    measure: str
    currency: str
    nodes: Sheet
    edges: Sheet
    claims: Sheet

    @property
    def title(self) -> str:
        """Give a line that names the graph and the day."""
        return f"compute-race: {self.view} as of {self.as_of.isoformat()}"


def listed(cell: Value) -> tuple[str, ...]:
    """Give the several names that a cell holds, ``()`` where it holds nothing."""
    return tuple(cell.split(SEPARATOR)) if isinstance(cell, str) and cell else ()
