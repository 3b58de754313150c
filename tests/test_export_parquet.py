"""Parquet: typed tables, the same bytes in every process, absent values told from empty ones."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from compute_race.export.parquet import parquet_files
from compute_race.export.projection import Column, Projection, Sheet
from projections import nasty
from support import ROOT

HASH = """
import hashlib, io
from compute_race.export.parquet import parquet_files
from projections import nasty
for name, write in parquet_files(nasty()):
    out = io.BytesIO()
    write(out)
    print(name, hashlib.sha256(out.getvalue()).hexdigest())
"""


def written(graph: Projection) -> dict[str, bytes]:
    """Give the files by name."""
    outs = {}
    for name, write in parquet_files(graph):
        outs[name] = io.BytesIO()
        write(outs[name])
    return {name: out.getvalue() for name, out in outs.items()}


def test_another_process_with_other_threads_and_hashes_writes_the_same_bytes() -> None:
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    more = {"PYTHONPATH": paths, "PYTHONHASHSEED": "7", "POLARS_MAX_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", HASH],
        capture_output=True,
        check=True,
        env={**os.environ, **more},
        text=True,
    )
    expected = [
        f"{name} {hashlib.sha256(data).hexdigest()}" for name, data in written(nasty()).items()
    ]
    assert done.stdout.splitlines() == expected


def test_duckdb_counts_values_and_tells_absent_from_empty(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: the extra readers")
    graph = nasty()
    sheets = {"nodes": graph.nodes, "edges": graph.edges, "claims": graph.claims}
    for name, data in written(graph).items():
        (tmp_path / name).write_bytes(data)
        sheet = sheets[name.partition(".")[0]]
        columns = ", ".join(f'count("{column.name}")' for column in sheet.columns)
        query = f"SELECT count(*), {columns} FROM '{tmp_path / name}'"  # noqa: S608
        (found,) = duckdb.sql(query).fetchall()
        wanted = [
            sum(value is not None for value in sheet.values(column.name))
            for column in sheet.columns
        ]
        assert found == (len(sheet.rows), *wanted)
    file = tmp_path / "nodes.parquet"
    empty = duckdb.sql(f"SELECT id FROM '{file}' WHERE label = ''").fetchall()  # noqa: S608
    assert empty == [(row["id"],) for row in graph.nodes.records() if row["label"] == ""]


@pytest.mark.parametrize("value", [2**31, "text", 1.5])
def test_a_cell_that_is_not_of_its_type_is_refused(value: object) -> None:
    wrong = Sheet((Column("count", "integer", "How many"),), [(value,)])  # type: ignore[list-item]
    with pytest.raises((TypeError, OverflowError)):
        written(replace(nasty(), nodes=wrong))


def test_an_unknown_type_is_refused() -> None:
    wrong = Sheet((Column("at", "time", "When"),), [(None,)])  # type: ignore[arg-type]
    with pytest.raises(KeyError, match="time"):
        written(replace(nasty(), nodes=wrong))
