"""Parquet, which DuckDB, pandas and polars read: a typed table each of nodes, edges and claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO

from compute_race.answering.table import optional_module
from compute_race.export.projection import Projection, Sheet, Type
from compute_race.export.texts import Texts


def parquet_files(projection: Projection) -> Iterator[tuple[str, Callable[[BinaryIO], list[str]]]]:
    """Give the three files by name, each with its writer.

    ``UsageError`` where polars, which is optional, is not installed.
    """
    polars = optional_module("polars")
    for name in ("nodes", "edges", "claims"):
        yield f"{name}.parquet", partial(_write, polars, getattr(projection, name))


def _write(polars: Any, sheet: Sheet, out: BinaryIO) -> list[str]:
    texts = Texts()
    types: dict[Type, Any] = {
        "string": polars.String,
        "integer": polars.Int32,
        "double": polars.Float64,
        "boolean": polars.Boolean,
        "date": polars.Date,
    }
    columns = {
        column.name: [
            texts.clean(value) if isinstance(value, str) else value
            for value in sheet.values(column.name)
        ]
        for column in sheet.columns
    }
    schema = {column.name: types[column.type] for column in sheet.columns}
    polars.DataFrame(columns, schema=schema).write_parquet(out, compression="zstd", statistics=True)
    return texts.notes()
