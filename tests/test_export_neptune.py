"""Neptune's CSV, read back by a strict reader of the headers of its loader for Gremlin."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from compute_race.export.neo4j_csv import LISTS
from compute_race.export.neptune_csv import neptune_files
from compute_race.export.projection import Projection, Value, listed
from compute_race.export.texts import Texts
from projections import large, nasty, node, projection
from typed_csv import cells, typed

NODES = {"~id": "id", "~label": "kind"}
EDGES = {"~id": "id", "~from": "source", "~to": "target", "~label": "relation"}


def written(graph: Projection) -> dict[str, tuple[bytes, list[str]]]:
    """Give the files and their notes by name."""
    found = {}
    for name, write in neptune_files(graph):
        out = io.BytesIO()
        found[name] = (out, write(out))
    return {name: (out.getvalue(), notes) for name, (out, notes) in found.items()}


def split(cell: str) -> list[str]:
    """Read a set: a backslash before a semicolon keeps a name whole."""
    return [part.replace("\\;", ";") for part in re.split(r"(?<!\\);", cell)]


def held(value: Value, is_set: bool) -> object:
    """Give a value as the format can hold it."""
    if is_set:
        return list(listed(value))
    return Texts().clean(value).replace("\x00", "\ufffd") if isinstance(value, str) else value


def test_every_value_is_read_back_and_an_empty_text_is_no_absent_one() -> None:
    graph = nasty()
    files = written(graph)
    assert typed(files["vertices.csv"][0], split, NODES) == [
        {name: held(value, name in LISTS) for name, value in row.items()}
        for row in graph.nodes.records()
    ]
    # Edges have no properties of several values.
    assert typed(files["edges.csv"][0], split, EDGES) == [
        {name: held(value, False) for name, value in row.items()} for row in graph.edges.records()
    ]


def test_a_header_is_as_the_loader_takes_it() -> None:
    for data, _ in written(nasty()).values():
        header, *_ = cells(data.decode("utf-8"))
        assert len(set(header)) == len(header)
        pattern = r"~(id|label|from|to)|\w+:(String(\[\])?|Int|Double|Bool|Date)"
        assert all(re.fullmatch(pattern, str(head)) for head in header)


def test_a_semicolon_in_a_set_is_escaped() -> None:
    data, notes = written(projection([node("n", "x", bloc="a;b|c")], []))["vertices.csv"]
    assert b"a\\;b;c" in data
    (found,) = typed(data, split, NODES)
    assert found["bloc"] == ["a;b", "c"]
    assert notes == []


def test_empty_texts_and_nul_are_told() -> None:
    notes = written(nasty())["vertices.csv"][1]
    assert any("allowEmptyStrings" in note for note in notes)
    assert any("NUL" in note for note in notes)


def test_a_database_loads_vertices_and_edges(tmp_path: Path) -> None:
    ladybug = pytest.importorskip("ladybug", reason="Ladybug is not installed: the extra readers")
    graph = large(300, 900)
    types = {"Double": "DOUBLE", "Int": "INT32", "Date": "DATE", "Bool": "BOOLEAN"}
    heads = {}
    for name, (data, _) in written(graph).items():
        header, *rows = cells(data.decode("utf-8"))
        heads[name] = header
        # The two ends come first in that database, before an edge's id.
        order = sorted(range(len(header)), key=lambda place: header[place] not in ("~from", "~to"))
        lines = [",".join(row[place] or "" for place in order) for row in (header, *rows)]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def declared(name: str) -> str:
        kept = [str(head) for head in heads[name] if head not in ("~from", "~to")]
        return ", ".join(
            f"`{head.partition(':')[0]}_` {types.get(head.rpartition(':')[2], 'STRING')}"
            for head in kept
        )

    connection = ladybug.Connection(ladybug.Database(str(tmp_path / "db")))
    nodes, edges = declared("vertices.csv"), declared("edges.csv")
    connection.execute(f"CREATE NODE TABLE Thing({nodes}, PRIMARY KEY(`~id_`))")
    connection.execute(f"CREATE REL TABLE Related(FROM Thing TO Thing, {edges})")
    for table, name in (("Thing", "vertices.csv"), ("Related", "edges.csv")):
        file = tmp_path / name
        connection.execute(f"COPY {table} FROM '{file}' (HEADER=true, PARALLEL=false)")
    things = connection.execute(
        "MATCH (n:Thing) RETURN n.`~id_`, n.`~label_`, n.low_, n.first_date_ ORDER BY n.`~id_`"
    ).get_all()
    assert things == [
        [row["id"], row["kind"], row.get("low"), row.get("first_date")]
        for row in graph.nodes.records()
    ]
    relations = connection.execute(
        "MATCH (a:Thing)-[r:Related]->(b:Thing)"
        " RETURN a.`~id_`, r.`~id_`, b.`~id_`, r.`~label_`, r.weight_ ORDER BY r.`~id_`"
    ).get_all()
    assert relations == [
        [row["source"], row["id"], row["target"], row["relation"], row.get("weight")]
        for row in graph.edges.records()
    ]
