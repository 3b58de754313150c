"""Cypher, read by a strict reader of openCypher 9 and run by an embedded database."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from pathlib import Path
from typing import Any

import pytest

from compute_race.export.cypher import label_of, type_of, write_cypher
from compute_race.export.network import with_metrics
from compute_race.export.projection import Projection, Sheet, Value
from compute_race.export.texts import Texts
from export_readers import written
from projections import edge, large, nasty, node, projection

#: The tokens of openCypher 9 that a script may have. An exponent has no plus there.
_TOKEN = re.compile(
    r"""(?P<comment>//[^\r\n]*)
      | (?P<space>\s+)
      | (?P<string>'(?:[^\\']|\\(?:[\\'"bBfFnNrRtT]|[uU][0-9A-Fa-f]{4}))*')
      | (?P<name>`(?:[^`]|``)*`)
      | (?P<double>\d+\.\d+(?:[eE]-?\d+)?|\d+[eE]-?\d+)
      | (?P<integer>0|[1-9]\d*)
      | (?P<word>[A-Za-z_]\w*)
      | (?P<sign>->|[-(){}\[\]:,;.])""",
    re.VERBOSE,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_KINDS = {
    "string": "STRING",
    "integer": "INT32",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
_INDEX = "CREATE INDEX thing_id FOR (n:Thing) ON (n.id)"

Token = tuple[str, str]


def tokens(text: str) -> list[Token]:
    """Split a script into tokens; what is none fails."""
    found, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        assert match, text[place : place + 40]
        place = match.end()
        if match.lastgroup not in ("comment", "space"):
            found.append((str(match.lastgroup), match[0]))
    return found


def statements(script: str) -> list[list[Token]]:
    """Give the statements of a script, each of which a semicolon ends."""
    found: list[list[Token]] = [[]]
    for token in tokens(script):
        if token == ("sign", ";"):
            found.append([])
        else:
            found[-1].append(token)
    assert found.pop() == []
    return found


class Reader:
    """Reads one statement from the left; what is not expected fails."""

    def __init__(self, statement: list[Token]) -> None:
        self.left = statement[::-1]

    def take(self, *expected: str) -> str:
        """Take a token of one of some kinds, or tokens as they are."""
        kind, text = self.left.pop()
        assert kind in expected, (kind, text)
        return text

    def skip(self, text: str) -> None:
        """Take what must stand there."""
        for _, wanted in tokens(text):
            assert self.left.pop()[1] == wanted

    def name(self) -> str:
        text = self.take("name", "word")
        return text[1:-1].replace("``", "`") if text.startswith("`") else text

    def value(self) -> Value:
        kind, text = self.left.pop()
        if (kind, text) == ("sign", "-"):
            number = self.value()
            assert isinstance(number, int | float)
            return -number
        if kind == "string":
            return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), text[1:-1], flags=re.S)
        if kind == "word" and text in ("true", "false"):
            return text == "true"
        if kind == "word":
            assert text == "date"
            self.skip("(")
            day = self.value()
            self.skip(")")
            return dt.date.fromisoformat(str(day))
        assert kind in ("double", "integer"), text
        return float(text) if kind == "double" else int(text)

    def map(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        self.skip("{")
        while True:
            name = self.name()
            assert name not in found
            self.skip(":")
            found[name] = self.value()
            if self.take("sign") == "}":
                return found


def read(script: str) -> tuple[list[dict[str, Value]], list[dict[str, Value]]]:
    """Give the nodes and relationships that a script creates, by column name."""
    nodes, edges = [], []
    first, *rest = statements(script)
    assert first == tokens(_INDEX)
    for statement in rest:
        reader = Reader(statement)
        if statement[0][1] == "CREATE":
            assert not edges
            reader.skip("CREATE (:Thing")
            more = (
                {"LABEL": reader.name()} if reader.left[-1][1] == ":" and [reader.skip(":")] else {}
            )
            nodes.append(reader.map() | more)
            reader.skip(")")
        else:
            found: dict[str, Value] = {}
            reader.skip("MATCH (a:Thing {id:")
            found["source"] = reader.value()
            reader.skip("}), (b:Thing {id:")
            found["target"] = reader.value()
            reader.skip("}) CREATE (a)-[:")
            found["TYPE"] = reader.name()
            edges.append(found | reader.map())
            reader.skip("]->(b)")
        assert reader.left == []
    return nodes, edges


def script_of(graph: Projection) -> str:
    return written(write_cypher, graph).decode("utf-8")


def held(value: Value) -> Value:
    """Give a value as a script holds it."""
    return Texts().clean(value).replace("\x00", "\ufffd") if isinstance(value, str) else value


def rows(sheet: Sheet) -> list[dict[str, Value]]:
    return [{name: held(value) for name, value in row.items()} for row in sheet.records()]


def same(found: list[dict[str, Value]], wanted: list[dict[str, Value]]) -> None:
    """Compare rows, and the types of their values."""
    assert found == wanted
    for one, other in zip(found, wanted, strict=True):
        assert {name: type(value) for name, value in one.items()} == {
            name: type(value) for name, value in other.items()
        }


@pytest.mark.parametrize("graph", [nasty(), large(100, 300)], ids=["nasty", "larger"])
def test_a_strict_reader_finds_every_value(graph: Projection) -> None:
    graph = with_metrics(graph, ["degree", "closeness"])
    nodes, edges = read(script_of(graph))
    wanted = rows(graph.nodes)
    same(nodes, [row | {"LABEL": label_of(str(row["kind"]))} for row in wanted])
    wanted = rows(graph.edges)
    same(edges, [row | {"TYPE": type_of(str(row.pop("relation")))} for row in wanted])


def test_each_line_is_one_statement() -> None:
    """Some shells read a script line by line."""
    first, *lines = script_of(nasty()).rstrip("\n").split("\n")
    assert first.startswith("// ")
    # A shell that looks for statements in comments must find none.
    assert not set(first) & set(";'\"`")
    assert all(len(statements(line)) == 1 for line in lines)
    assert len(lines) == 1 + len(nasty().nodes.rows) + len(nasty().edges.rows)


def test_numbers_are_those_of_opencypher() -> None:
    numbers = [1e16, 1.5e22, 1e-07, 5e-324, 1.7976931348623157e308, -2.5, 0.1 + 0.2, 380e9]
    graph = projection([node(f"n{n}", "x", low=low) for n, low in enumerate(numbers)], [])
    nodes, _ = read(script_of(graph))
    assert [one["low"] for one in nodes] == numbers
    assert "e+" not in script_of(graph)


@pytest.mark.parametrize("low", [math.nan, math.inf, -math.inf])
def test_a_number_that_opencypher_does_not_have_is_refused(low: float) -> None:
    with pytest.raises(ValueError, match="no number"):
        write_cypher(projection([node("a", "A", low=low)], []), io.BytesIO())


def test_a_value_of_no_type_is_a_fault() -> None:
    with pytest.raises(TypeError, match="no type"):
        write_cypher(projection([node("a", "A", low=1j)], []), io.BytesIO())


def test_kinds_and_relations_are_names_whatever_they_are() -> None:
    graph = projection(
        [node("a", "A", kind="it's `so`"), node("b", "B", kind=None)],
        [edge("a", "is`In", "b"), edge("a", "subsidiaryOf", "b")],
    )
    nodes, edges = read(script_of(graph))
    assert [one.get("LABEL") for one in nodes] == ["It's `so`", None]
    assert [one["TYPE"] for one in edges] == ["IS`IN", "SUBSIDIARY_OF"]


def test_what_a_script_cannot_hold_is_told_and_nothing_else() -> None:
    assert write_cypher(nasty(), io.BytesIO()) == [
        "3 texts have characters that UTF-8 cannot hold: they became \ufffd",
        "3 texts have NUL, which ends a text for many readers: it became \ufffd",
    ]
    assert write_cypher(large(5, 5), io.BytesIO()) == []


def declare(connection: Any, graph: Projection) -> None:
    """Declare the tables that Ladybug wants."""

    def columns(sheet: Sheet, but: tuple[str, ...] = ()) -> str:
        return ", ".join(f"`{c.name}` {_KINDS[c.type]}" for c in sheet.columns if c.name not in but)

    connection.execute(f"CREATE NODE TABLE Thing({columns(graph.nodes)}, PRIMARY KEY(id))")
    own = columns(graph.edges, ("source", "target", "relation"))
    for relation in sorted({type_of(str(one)) for one in graph.edges.values("relation")}):
        connection.execute(f"CREATE REL TABLE `{relation}`(FROM Thing TO Thing, {own})")


@pytest.mark.parametrize("graph", [nasty(), large(40, 120)], ids=["nasty", "larger"])
def test_an_embedded_database_runs_every_statement(graph: Projection, tmp_path: Path) -> None:
    """Ladybug declares its tables first, has one label a node, and indexes its keys itself."""
    ladybug = pytest.importorskip("ladybug", reason="Ladybug is not installed: the extra readers")
    connection = ladybug.Connection(ladybug.Database(str(tmp_path / "db")))
    declare(connection, graph)
    _, index, *lines = script_of(graph).rstrip("\n").split("\n")
    assert index == f"{_INDEX};"
    for line in lines:
        connection.execute(re.sub(r"\ACREATE \(:Thing:`\w+` ", "CREATE (:Thing ", line))
    nodes = [column.name for column in graph.nodes.columns]
    asked = ", ".join(f"n.`{name}`" for name in nodes)
    found = connection.execute(f"MATCH (n:Thing) RETURN {asked} ORDER BY n.id").get_all()
    assert found == [[row.get(name) for name in nodes] for row in rows(graph.nodes)]
    edges = [c.name for c in graph.edges.columns if c.name not in ("source", "target", "relation")]
    asked = ", ".join(f"r.`{name}`" for name in edges)
    found = connection.execute(
        f"MATCH (a)-[r]->(b) RETURN a.id, label(r), b.id, {asked} ORDER BY r.id"
    ).get_all()
    assert found == [
        [row["source"], type_of(str(row["relation"])), row["target"], *map(row.get, edges)]
        for row in sorted(rows(graph.edges), key=lambda row: str(row["id"]))
    ]
