"""DOT, Mermaid and Cypher, run by the tools that draw and store them."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from compute_race.basics.problems import UsageError
from compute_race.export.cypher import label_of, type_of, write_cypher
from compute_race.export.dot import write_dot
from compute_race.export.mermaid import MOST_EDGES, write_mermaid
from compute_race.export.projection import Projection
from export_readers import needs, texts_of, written
from projections import edge, large, nasty, node, projection

_SVG = "{http://www.w3.org/2000/svg}"
_STRING = r"'(?:[^'\\\n]|\\.)*'"
_VALUE = rf"(?:{_STRING}|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|date\({_STRING}\))"
_MAP = rf"\{{`\w+`: {_VALUE}(?:, `\w+`: {_VALUE})*\}}"
_NODE = re.compile(rf"CREATE \(:Thing:`(\w+)` ({_MAP})\);")
_EDGE = re.compile(
    rf"MATCH \(a:Thing \{{id: ({_STRING})\}}\), \(b:Thing \{{id: ({_STRING})\}}\)"
    rf" CREATE \(a\)-\[:`(\w+)` ({_MAP})\]->\(b\);"
)


@needs("dot", "graphviz")
def test_graphviz_draws_every_node_and_edge(tmp_path: Path) -> None:
    graph = nasty()
    file = tmp_path / "x.gv"
    file.write_bytes(written(write_dot, graph))
    done = subprocess.run(
        ["dot", "-Kdot", "-Tsvg", str(file)], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    drawn = ElementTree.fromstring(done.stdout)  # noqa: S314
    groups = [one.get("class") for one in drawn.iter(f"{_SVG}g")]
    assert groups.count("node") == len(graph.nodes.rows)
    assert groups.count("edge") == len(graph.edges.rows)
    titles = {one.text for one in drawn.iter(f"{_SVG}title")}
    assert set(graph.nodes.values("id")) <= titles
    texts = {"".join(one.itertext()) for one in drawn.iter(f"{_SVG}text")}
    for label in ('double "quoted"', "<script>alert(1)</script>", "back\\slash", "end", "=cmd()"):
        assert label in {text.replace("\u00a0", " ") for text in texts}, label


@needs("gvpr", "graphviz")
def test_graphviz_reads_every_attribute(tmp_path: Path) -> None:
    graph = projection(
        [node("a:b", "A", low=1.5, iri="http://x.example/a:b#c", label_fr="É"), node("end", "B")],
        [edge("a:b", "supplies", "end", weight=2.5), edge("a:b", "supplies", "a:b")],
    )
    file = tmp_path / "x.gv"
    file.write_bytes(written(write_dot, graph))
    program = 'N{print($.name, "|", $.low, "|", $.iri, "|", $.label_fr)} E{print($.relation)}'
    done = subprocess.run(
        ["gvpr", program, str(file)], capture_output=True, text=True, check=True, timeout=60
    )
    lines = done.stdout.splitlines()
    assert "a:b|1.5|http://x.example/a:b#c|É" in lines
    assert lines.count("supplies") == 2


def test_what_dot_cannot_hold_is_told() -> None:
    notes = write_dot(nasty(), io.BytesIO())
    assert any("XML cannot hold" in note for note in notes)
    assert "1 label is cut at 4000 characters" in notes


def test_a_flowchart_has_every_node_and_edge_in_mermaids_grammar() -> None:
    graph = nasty()
    text = written(write_mermaid, graph).decode()
    lines = text.splitlines()
    assert lines[:4][-1] == "flowchart LR"
    quoted = r'"[\w .,\-#;]*"'
    nodes = [line for line in lines if re.fullmatch(rf"  n\d+\[{quoted}\]", line)]
    edges = [line for line in lines if re.fullmatch(rf"  n\d+ -->\|{quoted}\| n\d+", line)]
    classes = [line for line in lines if re.fullmatch(r"  class(Def k\d+ \S+| [n\d,]+ k\d+)", line)]
    assert len(nodes) == len(graph.nodes.rows)
    assert len(edges) == len(graph.edges.rows)
    assert len(nodes) + len(edges) + len(classes) + 4 == len(lines)
    first = nodes[0].partition('"')[2].rpartition('"')[0]
    assert re.sub(r"#(\d+);", lambda m: chr(int(m[1])), first) == 'double "quoted"'


def test_a_flowchart_of_too_much_is_refused() -> None:
    many = projection(
        [node("a", "A"), node("b", "B")],
        [edge("a", f"r{number}", "b") for number in range(MOST_EDGES + 1)],
    )
    out = io.BytesIO()
    with pytest.raises(UsageError, match="500 edges and here are 501") as caught:
        write_mermaid(many, out)
    assert "--around" in caught.value.advice
    wide = projection([node(f"n{number}", "=" * 190) for number in range(100)], [])
    with pytest.raises(UsageError, match="50000 characters"):
        write_mermaid(wide, out)
    assert out.getvalue() == b""


def unescape(literal: str) -> str:
    """Read a text of Cypher."""
    ends = {"n": "\n", "r": "\r", "t": "\t"}
    return re.sub(r"\\(.)", lambda m: ends.get(m[1], m[1]), literal[1:-1])


def values_of(text: str) -> dict[str, Any]:
    """Read a map of Cypher."""
    found: dict[str, Any] = {}
    for name, literal in re.findall(rf"`(\w+)`: ({_VALUE})", text):
        if literal.startswith("date("):
            found[name] = unescape(literal[5:-1])
        elif literal.startswith("'"):
            found[name] = unescape(literal)
        elif literal in ("true", "false"):
            found[name] = literal == "true"
        else:
            found[name] = float(literal) if "." in literal or "e" in literal else int(literal)
    return found


def cypher_of(graph: Projection) -> list[str]:
    return written(write_cypher, graph).decode().rstrip("\n").split("\n")


def test_each_line_of_cypher_is_a_statement_with_every_value() -> None:
    graph = nasty()
    first, *lines = cypher_of(graph)
    assert first.startswith("// compute-race")
    nodes = [found for line in lines if (found := _NODE.fullmatch(line))]
    edges = [found for line in lines if (found := _EDGE.fullmatch(line))]
    assert len(nodes) == len(graph.nodes.rows)
    assert len(edges) == len(graph.edges.rows)
    assert len(nodes) + len(edges) + 1 == len(lines)
    for match, record in zip(nodes, graph.nodes.records(), strict=True):
        expected = {
            name: value.replace("\x00", "\ufffd") if isinstance(value, str) else value
            for name, cell in record.items()
            for value in [texts_of(cell)]
        }
        assert values_of(match[2]) == expected
        assert match[1] == label_of(str(record["kind"]))
    for match, record in zip(edges, graph.edges.records(), strict=True):
        assert unescape(match[1]) == record["source"]
        assert unescape(match[2]) == record["target"]
        assert match[3] == type_of(str(record["relation"]))


def test_an_embedded_engine_runs_the_script(tmp_path: Path) -> None:
    """Ladybug wants its tables declared; the statements themselves are the script's."""
    ladybug = pytest.importorskip("ladybug", reason="Ladybug is not installed: the extra readers")
    graph = large(60, 200)
    connection = ladybug.Connection(ladybug.Database(str(tmp_path / "db")))
    types = {
        "string": "STRING",
        "integer": "INT32",
        "double": "DOUBLE",
        "boolean": "BOOLEAN",
        "date": "DATE",
    }
    nodes = ", ".join(f"`{c.name}` {types[c.type]}" for c in graph.nodes.columns)
    connection.execute(f"CREATE NODE TABLE Thing({nodes}, PRIMARY KEY(id))")
    own = ("source", "target", "relation")
    edges = ", ".join(
        f"`{c.name}` {types[c.type]}" for c in graph.edges.columns if c.name not in own
    )
    for relation in sorted({type_of(str(one)) for one in graph.edges.values("relation")}):
        connection.execute(f"CREATE REL TABLE {relation}(FROM Thing TO Thing, {edges})")
    for line in cypher_of(graph):
        if line.startswith(("CREATE (", "MATCH")):
            # One label a table: there a node has no second one.
            connection.execute(re.sub(r":Thing:`\w+`", ":Thing", line))
    counted = connection.execute("MATCH (n:Thing) RETURN count(*), sum(n.low)").get_next()
    lows = [low for low in graph.nodes.values("low") if isinstance(low, float)]
    assert counted == [len(graph.nodes.rows), pytest.approx(sum(lows))]
    rows = connection.execute(
        "MATCH (a:Thing)-[r]->(b:Thing) RETURN a.id, r.id, b.id, r.weight ORDER BY r.id"
    ).get_all()
    expected = [
        [record["source"], record["id"], record["target"], record.get("weight")]
        for record in graph.edges.records()
    ]
    assert rows == expected
