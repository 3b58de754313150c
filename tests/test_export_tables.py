"""CSV, Neo4j's and Neptune's CSV, Parquet: read by spreadsheets' parsers and by databases."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
import polars as pl
import pytest

from compute_race.export.csv_tables import csv_files
from compute_race.export.cypher import label_of, type_of
from compute_race.export.neo4j_csv import LISTS, neo4j_files
from compute_race.export.neptune_csv import neptune_files
from compute_race.export.network import with_metrics
from compute_race.export.parquet import parquet_files
from compute_race.export.projection import Projection, Value, listed
from export_readers import agree, texts_of
from projections import large, nasty

Files = Iterable[tuple[str, Callable[[BinaryIO], list[str]]]]
#: A type in a header, and how a strict reader takes a cell of it.
READ: dict[str, Callable[[str], object]] = {
    "string": str,
    "int": int,
    "double": float,
    "date": str,
    "bool": lambda text: {"true": True, "false": False}[text],
    "boolean": lambda text: {"true": True, "false": False}[text],
}


@pytest.fixture(scope="module")
def graph() -> Projection:
    """Give the nastiest graph, with columns that were counted."""
    return with_metrics(nasty(), ["degree", "betweenness"])


def written(files: Callable[[Projection], Files], graph: Projection) -> dict[str, bytes]:
    """Give the files by name, which must be the same twice."""
    made = []
    for _ in range(2):
        outs = {}
        for name, write in files(graph):
            out = io.BytesIO()
            write(out)
            outs[name] = out.getvalue()
        made.append(outs)
    assert made[0] == made[1]
    return made[0]


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))


def held(value: Value) -> object:
    """Give a value as CSV holds it: without NUL, which ends a text for many readers."""
    text = texts_of(value)
    return text.replace("\x00", "\ufffd") if isinstance(text, str) else text


def test_csv_has_every_value_and_no_formula(graph: Projection) -> None:
    files = written(csv_files, graph)
    assert list(files) == ["nodes.csv", "edges.csv", "claims.csv"]
    for name, sheet in (("nodes", graph.nodes), ("edges", graph.edges), ("claims", graph.claims)):
        header, *rows = rows_of(files[f"{name}.csv"])
        assert header == [column.name for column in sheet.columns]
        assert len(rows) == len(sheet.rows)
        for row, expected in zip(rows, sheet.rows, strict=True):
            for column, cell, value in zip(sheet.columns, row, expected, strict=True):
                text = held(value)
                if isinstance(text, str) and text.startswith(("=", "+", "-", "@", "\t", "\r")):
                    assert cell == f"'{text}"
                elif column.type in ("string", "date"):
                    assert cell == (text or "")
                elif value is not None:
                    assert READ[column.type.replace("integer", "int")](cell) == value
                else:
                    assert cell == ""


def test_what_csv_changes_is_told(graph: Projection) -> None:
    notes = [note for _, write in csv_files(graph) for note in write(io.BytesIO())]
    assert "nodes: 10 texts begin like a formula and got an apostrophe before it" in notes


def test_pandas_and_polars_read_the_same_table(graph: Projection) -> None:
    data = written(csv_files, large(200, 400))["nodes.csv"]
    by_pandas, by_polars = pd.read_csv(io.BytesIO(data)), pl.read_csv(data)
    assert len(by_pandas) == len(by_polars) == 200
    assert by_pandas["low"].dtype == "float64"
    assert by_polars["low"].dtype == pl.Float64
    assert by_pandas["low"].sum() == by_polars["low"].sum() > 0
    nasty_ones = pd.read_csv(
        io.BytesIO(written(csv_files, graph)["nodes.csv"]), keep_default_na=False
    )
    assert len(nasty_ones) == len(graph.nodes.rows)


def strict(data: bytes, separator: str) -> tuple[list[str], list[dict[str, Any]]]:
    """Read typed headers as a loader does: every cell by its type, absent ones left out."""
    header, *rows = rows_of(data)
    found = []
    for row in rows:
        record: dict[str, Any] = {}
        for head, cell in zip(header, row, strict=True):
            name, _, kind = head.partition(":")
            kind = kind.lower()
            if cell == "" or not kind or kind in ("id", "label", "start_id", "end_id", "type"):
                record[name or head] = cell
                continue
            if kind.endswith("[]"):
                record[name] = cell.split(separator)
            else:
                record[name] = READ[kind](cell)
        found.append(record)
    return header, found


def compare(
    graph_rows: Iterable[dict[str, Value]], found: list[dict[str, Any]], lists: frozenset[str]
) -> None:
    for record, other in zip(graph_rows, found, strict=True):
        for name, value in record.items():
            if name not in other:
                continue
            expected = held(value)
            given = other[name]
            assert given == (list(listed(value)) if name in lists else expected), (
                record["id"],
                name,
            )
        absent = {name for name, cell in other.items() if cell == ""} - {"~label"}
        assert all(record.get(name) in (None, "") for name in absent)


def test_neo4j_headers_and_values(graph: Projection) -> None:
    files = written(neo4j_files, graph)
    header, nodes = strict(files["nodes.csv"], ";")
    assert header[:3] == ["id:ID", ":LABEL", "iri:string"]
    assert {"low:double", "first_date:date", "bloc:string[]", "degree:int"} <= set(header)
    assert [node["id"] for node in nodes] == list(graph.nodes.values("id"))
    kinds = graph.nodes.values("kind")
    assert [node[":LABEL"] for node in nodes] == [f"Thing;{label_of(str(kind))}" for kind in kinds]
    compare(graph.nodes.records(), nodes, LISTS)
    header, edges = strict(files["relationships.csv"], ";")
    assert header[:3] == [":START_ID", ":END_ID", ":TYPE"]
    ends = [(edge[":START_ID"], edge[":END_ID"]) for edge in edges]
    assert ends == list(
        zip(graph.edges.values("source"), graph.edges.values("target"), strict=True)
    )
    types = [edge[":TYPE"] for edge in edges]
    assert types == [type_of(str(relation)) for relation in graph.edges.values("relation")]
    compare(graph.edges.records(), edges, LISTS)


def test_neptune_headers_and_values(graph: Projection) -> None:
    files = written(neptune_files, graph)
    header, nodes = strict(files["vertices.csv"], ";")
    assert header[:2] == ["~id", "~label"]
    assert {"low:Double", "first_date:Date", "bloc:String[]", "degree:Int"} <= set(header)
    assert [node["~id"] for node in nodes] == list(graph.nodes.values("id"))
    assert [node["~label"] for node in nodes] == list(graph.nodes.values("kind"))
    compare(graph.nodes.records(), nodes, LISTS)
    header, edges = strict(files["edges.csv"], ";")
    assert header[:4] == ["~id", "~from", "~to", "~label"]
    ids = [edge["~id"] for edge in edges]
    assert ids == list(graph.edges.values("id"))
    compare(graph.edges.records(), edges, frozenset())


@pytest.mark.parametrize("what", ["csv", "neo4j"])
@pytest.mark.parametrize("size", ["large", "nasty"])
def test_an_embedded_database_loads_the_tables(tmp_path: Path, what: str, size: str) -> None:
    ladybug = pytest.importorskip("ladybug", reason="Ladybug is not installed: the extra readers")
    graph = large(300, 900) if size == "large" else nasty()
    made = {"csv": csv_files, "neo4j": neo4j_files}[what]
    for name, data in written(made, graph).items():
        (tmp_path / name).write_bytes(data)
    types = {"string": "STRING", "int": "INT32", "integer": "INT32", "double": "DOUBLE"}
    types |= {"boolean": "BOOLEAN", "date": "DATE"}
    connection = ladybug.Connection(ladybug.Database(str(tmp_path / "db")))
    edges_file = tmp_path / ("edges.csv" if what == "csv" else "relationships.csv")
    nodes_head, edges_head = (
        rows_of((tmp_path / file).read_bytes())[0] for file in ("nodes.csv", edges_file)
    )

    def declared(head: list[str], columns: dict[str, str]) -> str:
        # A database tells names apart whatever their case: :LABEL is no label.
        names = [one.partition(":")[0] or f"its_{one.strip(':')}" for one in head]
        kinds = [columns.get(name, "string") for name in names]
        return ", ".join(f"`{name}` {types[kind]}" for name, kind in zip(names, kinds, strict=True))

    node_types = {c.name: c.type for c in graph.nodes.columns if c.name not in LISTS}
    edge_types = {c.name: c.type for c in graph.edges.columns if c.name not in LISTS}
    things = declared(nodes_head, node_types)
    connection.execute(f"CREATE NODE TABLE Thing({things}, PRIMARY KEY(id))")
    copying = "(HEADER=true, PARALLEL=false)"
    connection.execute(f"COPY Thing FROM '{tmp_path / 'nodes.csv'}' {copying}")
    # A relationship's ends come first there: of our table the id stands before them.
    table = rows_of(edges_file.read_bytes())
    ends = ("source", "target") if what == "csv" else (":START_ID", ":END_ID")
    at = [edges_head.index(end) for end in ends]
    rest = [place for place in range(len(edges_head)) if place not in at]
    with (tmp_path / "ends.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([[row[place] for place in (*at, *rest)] for row in table])
    columns = declared([edges_head[place] for place in rest], edge_types)
    connection.execute(f"CREATE REL TABLE Related(FROM Thing TO Thing, {columns})")
    connection.execute(f"COPY Related FROM '{tmp_path / 'ends.csv'}' (HEADER=true, PARALLEL=false)")
    (nodes, low) = connection.execute("MATCH (n:Thing) RETURN count(*), sum(n.low)").get_next()
    lows = [one for one in graph.nodes.values("low") if isinstance(one, float)]
    assert (nodes, low) == (len(graph.nodes.rows), pytest.approx(sum(lows)))
    rows = connection.execute(
        "MATCH (a:Thing)-[r:Related]->(b:Thing) RETURN a.id, r.id, b.id, r.weight ORDER BY r.id"
    ).get_all()
    assert rows == [
        [record["source"], record["id"], record["target"], record.get("weight")]
        for record in graph.edges.records()
    ]


def test_duckdb_reads_parquet_with_its_types(graph: Projection, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: the extra readers")
    names = {"string": "VARCHAR", "integer": "INTEGER", "double": "DOUBLE", "boolean": "BOOLEAN"}
    names["date"] = "DATE"
    sheets = {"nodes": graph.nodes, "edges": graph.edges, "claims": graph.claims}
    for name, data in written(parquet_files, graph).items():
        file, sheet = tmp_path / name, sheets[name.partition(".")[0]]
        file.write_bytes(data)
        found = duckdb.sql(f"SELECT * FROM read_parquet('{file}')")  # noqa: S608
        assert found.columns == [column.name for column in sheet.columns]
        assert list(map(str, found.types)) == [names[column.type] for column in sheet.columns]
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
        if name != "claims.parquet":
            agree(sheet, [{k: texts_of(v) for k, v in row.items()} for row in rows])
        assert len(rows) == len(sheet.rows)
