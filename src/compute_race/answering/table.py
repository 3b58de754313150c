"""Answers as tables of typed values, and the ways to take them elsewhere.

A cell is a plain Python value: IRIs and texts as ``str``, whole numbers as
``int``, exact decimals as ``Decimal``, days as ``datetime.date``, and
``None`` where there is nothing.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import importlib
import io
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import ModuleType
from typing import Any, Final

import pyoxigraph as ox

from compute_race.answering.values import Kind, Value, display, exact, plain, value_of
from compute_race.basics.namespaces import shorten
from compute_race.basics.problems import UsageError
from compute_race.dataset.store import Solutions, Term

__all__ = ["Column", "Kind", "Table", "Value", "display", "optional_module", "plain", "table_of"]


@dataclass(frozen=True)
class Column:
    """A column: its name for programs, the kind of its values, and a heading for people.

    ``whole`` marks texts that are never folded, such as names to copy.
    """

    name: str
    kind: Kind = "string"
    label: str = ""
    whole: bool = False

    @property
    def heading(self) -> str:
        """Give the heading for people: the label, else the name."""
        return self.label or self.name

    @property
    def is_number(self) -> bool:
        """Tell whether the values are numbers, so stand to the right."""
        return self.kind in ("integer", "decimal")

    @property
    def is_rigid(self) -> bool:
        """Tell whether a cell must stay on one line: numbers, days, truth values, whole texts."""
        return self.whole or self.kind in ("integer", "decimal", "date", "boolean")

    def holds(self, value: Value) -> bool:
        """Tell whether a value is of the column's kind; nothing (``None``) always is."""
        return value is None or type(value) is _TYPES[self.kind]


_TYPES: Final[dict[Kind, type]] = {
    "iri": str,
    "string": str,
    "integer": int,
    "decimal": Decimal,
    "date": dt.date,
    "boolean": bool,
}


@dataclass(frozen=True)
class Table:
    """Columns, and rows with one value for each of them."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        """Give each row as a dictionary by column name."""
        return iter(self.records())

    def records(self) -> list[dict[str, Value]]:
        """Give the rows as dictionaries by column name."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def column(self, name: str) -> list[Value]:
        """Give the values of one column; ``UsageError`` for a name that is none."""
        names = [column.name for column in self.columns]
        if name not in names:
            raise UsageError(f"there is no column {name}", f"the columns are {', '.join(names)}")
        return [row[names.index(name)] for row in self.rows]

    def shortened(self) -> Table:
        """Give the same table with IRIs written as ``prefix:local`` where a prefix is known."""
        is_iri = [column.kind == "iri" for column in self.columns]
        rows = tuple(
            tuple(
                shorten(value) if iri and isinstance(value, str) else value
                for iri, value in zip(is_iri, row, strict=True)
            )
            for row in self.rows
        )
        return replace(self, rows=rows)

    def to_plain(self) -> list[dict[str, object]]:
        """Give rows ready for JSON: decimals as exact strings, days as ISO text."""
        return [{name: plain(value) for name, value in row.items()} for row in self.records()]

    def to_json(self) -> str:
        """Write the rows as a JSON array of objects, exact, ending in a line end."""
        return json.dumps(self.to_plain(), ensure_ascii=False, indent=2) + "\n"

    def to_csv(self) -> str:
        """Write RFC 4180 values with LF, a header line first; nothing is rounded."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(column.name for column in self.columns)
        writer.writerows([exact(value) for value in row] for row in self.rows)
        return out.getvalue()

    def to_markdown(self, lang: str = "en") -> str:
        """Write a GitHub table for people: numbers rounded and to the right, IRIs short."""
        heads = [_cell(column.heading) for column in self.columns]
        rules = ["---:" if column.is_number else "---" for column in self.columns]
        body = [[_cell(text) for text in row] for row in self.texts(lang)]
        return "".join(f"| {' | '.join(row)} |\n" for row in [heads, rules, *body])

    def __str__(self) -> str:
        """Give the table as Markdown with its columns aligned, for ``print``."""
        heads = [_cell(column.heading) for column in self.columns]
        grid = [heads, *([_cell(text) for text in row] for row in self.texts())]
        widths = [max(3, *map(_width, texts)) for texts in zip(*grid, strict=True)]
        right = [column.is_number for column in self.columns]
        rules = ["-" * (w - r) + ":" * r for w, r in zip(widths, right, strict=True)]
        lines = [
            [_padded(*cell) for cell in zip(row, widths, right, strict=True)]
            for row in (heads, rules, *grid[1:])
        ]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def texts(self, lang: str = "en") -> list[list[str]]:
        """Give every cell as a person reads it."""
        return [
            [display(value, column.kind, lang) for column, value in self._cells(row)]
            for row in self.rows
        ]

    def to_pandas(self) -> Any:
        """Give a ``pandas.DataFrame``; decimals stay exact. Needs pandas to be installed."""
        pandas = optional_module("pandas")
        types = {"integer": "Int64", "boolean": "boolean"}
        return pandas.DataFrame(
            {
                column.name: pandas.Series(
                    self.column(column.name), dtype=types.get(column.kind, "object")
                )
                for column in self.columns
            }
        )

    def to_polars(self) -> Any:
        """Give a ``polars.DataFrame``; decimals stay exact. Needs polars to be installed."""
        polars = optional_module("polars")
        types = {
            "iri": polars.String,
            "string": polars.String,
            "integer": polars.Int64,
            "date": polars.Date,
            "boolean": polars.Boolean,
        }
        return polars.DataFrame(
            [
                polars.Series(
                    column.name,
                    self.column(column.name),
                    dtype=types.get(column.kind) or polars.Decimal(38, self._scale(column.name)),
                )
                for column in self.columns
            ]
        )

    def _repr_html_(self) -> str:
        """Show as a table in a notebook."""
        heads = "".join(f"<th>{html.escape(column.heading)}</th>" for column in self.columns)
        body = "".join(
            "<tr>"
            + "".join(
                f'<td style="text-align:{"right" if column.is_number else "left"}">'
                f"{html.escape(text)}</td>"
                for column, text in zip(self.columns, texts, strict=True)
            )
            + "</tr>"
            for texts in self.texts()
        )
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"

    def _cells(self, row: tuple[Value, ...]) -> Iterator[tuple[Column, Value]]:
        return zip(self.columns, row, strict=True)

    def _scale(self, name: str) -> int:
        exponents = [v.as_tuple().exponent for v in self.column(name) if isinstance(v, Decimal)]
        return max((-e for e in exponents if isinstance(e, int)), default=0)


def table_of(solutions: Solutions, kinds: Mapping[str, Kind] | None = None) -> Table:
    """Make a table of the rows of a SELECT.

    A column's kind is the one given, else that of all its values where they
    agree (whole numbers and decimals together are decimals), else string.
    """
    values = [[value_of(term) for term in row] for row in solutions.rows]
    columns = []
    for place, name in enumerate(solutions.variables):
        known = (kinds or {}).get(name)
        pairs = zip(values, solutions.rows, strict=True)
        found = {_kind_of(row[place], terms[place]) for row, terms in pairs}
        columns.append(Column(name, known or _common(found - {None})))
    rows = tuple(
        tuple(_fitted(value, column.kind) for column, value in zip(columns, row, strict=True))
        for row in values
    )
    return Table(tuple(columns), rows)


def optional_module(name: str) -> ModuleType:
    """Import a library the project does not depend on; ``UsageError`` where it is missing."""
    try:
        return importlib.import_module(name)
    except ImportError:
        raise UsageError(f"{name} is not installed", f"run: pip install {name}") from None


def _kind_of(value: Value, term: Term | None) -> Kind | None:
    if value is None:
        return None
    if isinstance(term, ox.NamedNode):
        return "iri"
    kinds: list[tuple[type, Kind]] = [(bool, "boolean"), (int, "integer"), (Decimal, "decimal")]
    kinds += [(float, "decimal"), (dt.date, "date")]
    return next((kind for type_, kind in kinds if isinstance(value, type_)), "string")


def _common(found: set[Kind | None]) -> Kind:
    if len(found) == 1:
        return next(kind for kind in found if kind is not None)
    return "decimal" if found == {"integer", "decimal"} else "string"


def _fitted(value: Value, kind: Kind) -> Value:
    if kind == "decimal" and isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if kind == "decimal" and isinstance(value, float):
        return Decimal(repr(value))
    if kind in ("string", "iri") and value is not None and not isinstance(value, str):
        return exact(value)
    return value


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _padded(text: str, width: int, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks


def _width(text: str) -> int:
    """Count the columns of a text on a terminal; East Asian wide characters take two."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )
