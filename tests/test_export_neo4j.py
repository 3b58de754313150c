"""Neo4j's CSV, read back by a strict reader of its headers and loaded by a database."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from compute_race.export.cypher import label_of, type_of
from compute_race.export.neo4j_csv import LISTS, neo4j_files
from compute_race.export.projection import Projection, Sheet, Value, listed
from compute_race.export.texts import Texts
from projections import large, nasty, node, projection
from typed_csv import cells, typed

OWN = {"id:ID": "id", ":LABEL": "LABEL", ":START_ID": "source", ":END_ID": "target"}


def written(graph: Projection) -> dict[str, tuple[bytes, list[str]]]:
    """Give the files and their notes by name."""
    found = {}
    for name, write in neo4j_files(graph):
        out = io.BytesIO()
        found[name] = (out, write(out))
    return {name: (out.getvalue(), notes) for name, (out, notes) in found.items()}


def held(sheet: Sheet) -> list[dict[str, object]]:
    """Give the rows as the format can hold them."""

    def one(name: str, value: Value) -> object:
        if name in LISTS:
            return list(listed(value))
        return Texts().clean(value).replace("\x00", "\ufffd") if isinstance(value, str) else value

    return [{name: one(name, value) for name, value in row.items()} for row in sheet.records()]


def test_every_value_is_read_back_and_an_empty_text_is_no_absent_one() -> None:
    graph = nasty()
    files = written(graph)
    nodes = typed(files["nodes.csv"][0], lambda cell: cell.split(";"), OWN)
    labels = [f"Thing;{label_of(str(kind))}" for kind in graph.nodes.values("kind")]
    assert [found.pop("LABEL") for found in nodes] == labels
    assert nodes == held(graph.nodes)
    assert "" in [found["label"] for found in nodes]
    own = OWN | {":TYPE": "relation"}
    edges = typed(files["relationships.csv"][0], lambda cell: cell.split(";"), own)
    wanted = held(graph.edges)
    for row in wanted:
        row["relation"] = type_of(str(row["relation"]))
    assert edges == wanted


def test_the_option_for_several_lines_is_named_where_it_is_needed() -> None:
    files = written(nasty())
    assert any("--multiline-fields=true" in note for note in files["nodes.csv"][1])
    assert any("NUL" in note for note in files["nodes.csv"][1])
    assert files["relationships.csv"][1] == []
    assert [notes for _, notes in written(large(10, 20)).values()] == [[], []]


def test_a_name_in_an_array_is_not_cut_at_its_semicolon() -> None:
    graph = projection([node("n", "x", bloc="a;b|c")], [])
    data, notes = written(graph)["nodes.csv"]
    (found,) = typed(data, lambda cell: cell.split(";"), OWN)
    assert found["bloc"] == ["a,b", "c"]
    assert notes == ["1 name has a semicolon, which ends a name in an array: it became a comma"]


def test_a_database_loads_nasty_nodes(tmp_path: Path) -> None:
    ladybug = pytest.importorskip("ladybug", reason="Ladybug is not installed: the extra readers")
    graph = nasty()
    data, _ = written(graph)["nodes.csv"]
    (tmp_path / "nodes.csv").write_bytes(data)
    header, *_ = cells(data.decode("utf-8"))
    types = {"double": "DOUBLE", "int": "INT32", "date": "DATE", "boolean": "BOOLEAN"}
    columns = ", ".join(
        f"`c{place}` {types.get(str(head).rpartition(':')[2], 'STRING')}"
        for place, head in enumerate(header)
    )
    connection = ladybug.Connection(ladybug.Database(str(tmp_path / "db")))
    connection.execute(f"CREATE NODE TABLE Thing({columns}, PRIMARY KEY(c0))")
    file = tmp_path / "nodes.csv"
    connection.execute(f"COPY Thing FROM '{file}' (HEADER=true, PARALLEL=false)")
    names = ["id:ID", "label:string", "low:double", "first_date:date", "document_count:int"]
    asked = ", ".join(f"n.c{header.index(name)}" for name in names)
    rows = connection.execute(f"MATCH (n:Thing) RETURN {asked} ORDER BY n.c0").get_all()
    wanted = [[row.get(name.partition(":")[0]) for name in names] for row in held(graph.nodes)]
    assert rows == wanted
