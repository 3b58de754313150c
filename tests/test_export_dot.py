"""DOT, drawn by Graphviz and read back value by value."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from compute_race.export.dot import write_dot
from compute_race.export.network import with_metrics
from compute_race.export.palette import colour_of
from compute_race.export.projection import Projection, Value
from compute_race.export.writing import plain
from export_readers import needs, texts_of, written
from projections import edge, large, nasty, node, projection

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}"
needs_dot = needs("dot", "graphviz")


def run_dot(graph: Projection, folder: Path, *options: str) -> bytes:
    """Give what Graphviz makes of a graph, without a word of complaint."""
    file = folder / "x.gv"
    file.write_bytes(written(write_dot, graph))
    done = subprocess.run(
        ["dot", *options, str(file)], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    complaints = [line for line in done.stderr.decode().splitlines() if "prism" not in line]
    assert complaints == []
    return done.stdout


def drawn(graph: Projection, folder: Path, *options: str) -> list[ElementTree.Element]:
    """Give the groups of the picture: one for each node and edge."""
    picture = run_dot(graph, folder, "-Tsvg", *options)
    return list(ElementTree.fromstring(picture).iter(f"{_SVG}g"))  # noqa: S314


def of_class(groups: list[ElementTree.Element], name: str) -> list[ElementTree.Element]:
    """Give the groups of a class by their title."""
    return [one for one in groups if one.get("class") == name]


def text_of(group: ElementTree.Element) -> list[str]:
    """Give the lines of text of a group, as they are shown."""
    lines = group.iter(f"{_SVG}text")
    return ["".join(line.itertext()).replace("\u00a0", " ") for line in lines]


def read_back(graph: Projection, folder: Path) -> tuple[list[Any], list[Any]]:
    """Give the attributes of nodes and edges as Graphviz holds them."""
    data = json.loads(run_dot(graph, folder, "-Kdot", "-Tdot_json"), strict=False)
    return data["objects"], data.get("edges", [])


@needs_dot
def test_graphviz_draws_every_nasty_node_and_edge(tmp_path: Path) -> None:
    graph = nasty()
    groups = drawn(graph, tmp_path, "-Kdot")
    nodes, edges = of_class(groups, "node"), of_class(groups, "edge")
    assert [one.findtext(f"{_SVG}title") for one in nodes] == list(graph.nodes.values("id"))
    assert len(edges) == len(graph.edges.rows)
    assert {one.get("id") for one in edges} == set(graph.edges.values("id"))


@needs_dot
def test_labels_are_drawn_as_they_are(tmp_path: Path) -> None:
    labels = [
        'double "quoted"',
        "&amp; &lt; & <",
        "back\\slash",
        "ends in one \\",
        'before a quote \\"',
        "\\N \\G \\L \\n \\l",
        "<b>bold</b>",
        "{a|b}",
        "\u963f\u91cc\u5df4\u5df4\u96c6\u56e2",
        "node",
    ]
    nodes = [node(f"n{place}", label) for place, label in enumerate(labels)]
    graph = projection(nodes, [edge("n0", "supplies", "n1", label='a "label" & <b> \\E')])
    groups = drawn(graph, tmp_path, "-Kdot")
    assert [text_of(one) for one in of_class(groups, "node")] == [[label] for label in labels]
    assert [text_of(one) for one in of_class(groups, "edge")] == [['a "label" & <b> \\E']]
    links = [one.find(f".//{_SVG}a") for one in of_class(groups, "node")]
    tips = [link.get(f"{_LINK}title") for link in links if link is not None]
    # Graphviz puts names into a tooltip twice, and the second time knows of no backslashes.
    odd = 5
    assert tips[:odd] + tips[odd + 1 :] == labels[:odd] + labels[odd + 1 :]
    hrefs = [link.get(f"{_LINK}href") for link in links if link is not None]
    assert hrefs == list(graph.nodes.values("iri"))


@needs_dot
def test_a_label_of_several_lines_is_drawn_in_several_lines(tmp_path: Path) -> None:
    nodes = [node("a", "two\nlines"), node("b", "carriage\r\nreturn"), node("c", "")]
    groups = drawn(projection(nodes, []), tmp_path, "-Kdot")
    assert [text_of(one) for one in of_class(groups, "node")] == [
        ["two", "lines"],
        ["carriage", "return"],
        ["c"],
    ]


@needs_dot
def test_nodes_have_the_colours_of_their_kinds(tmp_path: Path) -> None:
    graph = projection([node("a", "A", kind="place"), node("b", "B", kind=None)], [])
    nodes, _ = read_back(graph, tmp_path)
    assert [one["color"] for one in nodes] == [colour_of("place"), colour_of(None)]


@needs_dot
def test_every_column_is_read_back(tmp_path: Path) -> None:
    """Also group and weight, which are orders to Graphviz and so have another name.

    To Graphviz an empty text is an absent one.
    """
    graph = with_metrics(nasty(), ["degree", "closeness"])
    nodes, edges = read_back(graph, tmp_path)

    def held(value: Value) -> object:
        return texts_of(plain(value), xml=True)

    for found, record in zip(nodes, graph.nodes.records(), strict=True):
        assert found["name"] == record.pop("id")
        del record["label"]
        if "group" in record:
            record["group_"] = record.pop("group")
        for name, value in record.items():
            assert found.get(name, "") == held(value), (found["name"], name)
    by_id = {one["id"]: one for one in edges}
    assert len(by_id) == len(graph.edges.rows)
    names = [one["name"] for one in nodes]
    for record in graph.edges.records():
        found = by_id[str(record.pop("id"))]
        assert names[found["tail"]] == record.pop("source")
        assert names[found["head"]] == record.pop("target")
        del record["label"]
        if "weight" in record:
            record["weight_"] = record.pop("weight")
        for name, value in record.items():
            assert found.get(name, "") == held(value), (found["id"], name)


@needs_dot
def test_texts_come_back_but_for_a_backslash_that_dot_cannot_hold(tmp_path: Path) -> None:
    texts = [
        "a\\b",
        "\\N",
        "&lt;",
        "two\nlines",
        'a "q"',
        "even \\\\",
        "odd \\",
        'x \\"',
        "y \\\nz",
    ]
    nodes = [node(f"n{n}", "x", label_fr=text) for n, text in enumerate(texts)]
    found, _ = read_back(projection(nodes, []), tmp_path)
    doubled = ["odd \\\\", 'x \\\\"', "y \\\\\nz"]
    assert [one["label_fr"] for one in found] == [*texts[:6], *doubled]
    (note,) = write_dot(projection(nodes, []), io.BytesIO())
    assert note.startswith("3 backslashes are doubled")


@needs_dot
def test_a_larger_graph_is_drawn_by_its_own_layout(tmp_path: Path) -> None:
    graph = large(150, 400)
    groups = drawn(graph, tmp_path)
    assert len(of_class(groups, "node")) == len(graph.nodes.rows)
    assert len(of_class(groups, "edge")) == len(graph.edges.rows)


def test_what_dot_cannot_hold_is_told_and_nothing_else() -> None:
    assert write_dot(nasty(), io.BytesIO()) == [
        "10 texts have characters that XML cannot hold: they became \ufffd",
        "1 label is cut at 4000 characters",
    ]
    assert write_dot(large(5, 5), io.BytesIO()) == []


def test_every_id_and_value_stands_in_quotes() -> None:
    outside = written(write_dot, large(20, 40)).decode()
    for line in outside.splitlines()[1:-1]:
        bare = "".join(line.replace('\\"', "").split('"')[::2])
        assert not set(bare.replace("graph", "").replace("node", "").replace("edge", "")) - set(
            " =,;[]->"
        ), line
