"""GEXF and GraphML, opened by the tools they are for: nothing is lost that XML can hold."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from compute_race.export.gexf import write_gexf
from compute_race.export.graphml import write_graphml
from compute_race.export.layout import BY_FORCES, placed
from compute_race.export.network import with_metrics
from compute_race.export.palette import COLOURS, colour_of, legend
from compute_race.export.projection import Projection, Sheet
from export_readers import agree, needs, needs_node, run_node, texts_of, written
from projections import edge, large, nasty, node, projection
from support import ROOT

SCHEMA = ROOT.parent / "shared" / "suites" / "gexf-1.3" / "gexf.rng"
WRITERS = {"gexf": write_gexf, "graphml": write_graphml}
#: What the picture is made of; readers give it beside our columns.
PICTURE = ("x", "y", "z", "size", "color")


@pytest.fixture(scope="module")
def graph() -> Projection:
    """Give the nastiest graph, with columns that were counted."""
    return with_metrics(nasty(), ["degree", "betweenness"])


@pytest.fixture(params=WRITERS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def path(form: str, graph: Projection, tmp_path: Path) -> Path:
    file = tmp_path / f"x.{form}"
    file.write_bytes(written(WRITERS[form], graph))
    return file


def test_what_xml_cannot_hold_is_told(form: str, graph: Projection, tmp_path: Path) -> None:
    with (tmp_path / "x").open("wb") as out:
        (note,) = WRITERS[form](graph, out)
    assert "characters that XML cannot hold" in note
    with (tmp_path / "y").open("wb") as out:
        assert WRITERS[form](projection([node("a", "A")], []), out) == []


@needs("xmllint", "libxml2-utils")
@pytest.mark.skipif(not SCHEMA.is_file(), reason="the schema of GEXF is not at hand")
@pytest.mark.parametrize("what", ["nasty", "empty", "claims"])
def test_gexf_is_valid(graph: Projection, tmp_path: Path, what: str) -> None:
    made = {"nasty": graph, "empty": projection([], []), "claims": nasty()}[what]
    file = tmp_path / "x.gexf"
    file.write_bytes(written(write_gexf, made))
    done = subprocess.run(
        ["xmllint", "--noout", "--relaxng", str(SCHEMA), str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@needs_node
def test_graphology_reads_every_value(form: str, path: Path, graph: Projection) -> None:
    """The library behind Gephi Lite."""
    found = run_node("read_xml.mjs", path, form)
    assert (found["order"], found["size"]) == (len(graph.nodes.rows), len(graph.edges.rows))
    agree(graph.nodes, found["nodes"], xml=True)
    # Source, target and weight are its own; the relation is the kind of an edge as well.
    agree(graph.edges, found["edges"], xml=True)
    places = placed(graph)
    for one in found["nodes"]:
        place = places[one["id"]]
        assert (one["x"], one["y"], one["size"]) == (place.x, place.y, place.size)


def test_networkx_reads_every_value(form: str, path: Path, graph: Projection) -> None:
    readers: dict[str, Callable[[], Any]] = {
        "gexf": lambda: nx.read_gexf(path, version="1.3"),
        "graphml": lambda: nx.read_graphml(path, force_multigraph=True),
    }
    found = readers[form]()
    assert found.is_directed()
    assert found.is_multigraph()
    nodes = [{"id": name, **data} for name, data in found.nodes(data=True)]
    edges = [
        {**data, "id": key, "source": source, "target": target}
        for source, target, key, data in found.edges(keys=True, data=True)
    ]
    agree(graph.nodes, nodes, xml=True)
    # networkx names an edge of GEXF by a number and keeps its id as an attribute.
    if form == "gexf":
        ids = [data["id"] for _, _, data in found.edges(data=True)]
        edges = [{**one, "id": name} for one, name in zip(edges, ids, strict=True)]
    agree(graph.edges, edges, xml=True, but=("label",) if form == "gexf" else ())


def test_igraph_reads_every_value_of_graphml(graph: Projection, tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph", reason="igraph is not installed: the extra readers")
    file = tmp_path / "x.graphml"
    file.write_bytes(written(write_graphml, graph))
    found = igraph.Graph.Read_GraphML(str(file))
    assert (found.vcount(), found.ecount()) == (len(graph.nodes.rows), len(graph.edges.rows))
    assert found.is_directed()
    nodes = [vertex.attributes() for vertex in found.vs]
    agree(graph.nodes, nodes, xml=True)
    edges = [
        {
            **one.attributes(),
            "source": found.vs[one.source]["id"],
            "target": found.vs[one.target]["id"],
        }
        for one in found.es
    ]
    # igraph gives as an edge's id that of its source: the other columns name it.
    for one in edges:
        one["id"] = "|".join((one["source"], one["relation"], one["target"]))
    agree(graph.edges, edges, xml=True)


def test_tulip_reads_every_value_of_graphml(graph: Projection, tmp_path: Path) -> None:
    tlp = pytest.importorskip("tulip", reason="Tulip is not installed: the extra readers").tlp
    file = tmp_path / "x.graphml"
    file.write_bytes(written(write_graphml, graph))
    found = tlp.importGraph("GraphML", {"file::filename": str(file)})
    assert found is not None
    assert found.numberOfNodes() == len(graph.nodes.rows)
    assert found.numberOfEdges() == len(graph.edges.rows)
    values = Counter(found["kind"][one] for one in found.getNodes())
    assert values == Counter(graph.nodes.values("kind"))
    lows = sorted(found["low"][one] for one in found.getNodes())
    assert lows == sorted(
        low if isinstance(low, float) else 0.0 for low in graph.nodes.values("low")
    )
    assert isinstance(lows[0], float)
    # Its reader keeps only the last piece of a text that has an escape or a line's end.
    expected_labels = {texts_of(label, xml=True) for label in graph.nodes.values("label")}
    whole = {label for label in expected_labels if not set("&<>\r\n\t") & set(str(label))}
    assert len(whole) >= 20
    assert whole <= {found["label"][one] for one in found.getNodes()}


@pytest.mark.slow
def test_a_large_graph_is_read_whole(form: str, tmp_path: Path) -> None:
    made = large(3000, 15_000)
    file = tmp_path / "x"
    file.write_bytes(written(WRITERS[form], made))
    text = file.read_text(encoding="utf-8")
    assert (text.count("<node "), text.count("<edge ")) == (3000, 15_000)
    assert "None" not in text


def test_a_value_of_no_type_is_a_fault(form: str, tmp_path: Path) -> None:
    wrong = projection([node("a", "A", low=1j)], [])
    with (tmp_path / "x").open("wb") as out, pytest.raises(TypeError, match="no type"):
        WRITERS[form](wrong, out)


def test_nodes_do_not_stand_on_one_another() -> None:
    for made in (nasty(), large(BY_FORCES + 1, 4000)):
        points = [(place.x, place.y) for place in placed(made).values()]
        assert len(set(points)) == len(points)


def test_parts_stand_beside_each_other() -> None:
    names = [f"{part}{number}" for part in "abc" for number in range(5)]
    nodes = [node(name, name) for name in names]
    edges = [
        edge(f"{part}0", "supplies", f"{part}{number}") for part in "abc" for number in (1, 2, 3, 4)
    ]
    places = placed(projection(nodes, edges))
    boxes = []
    for part in "abc":
        own = [place for name, place in places.items() if name[0] == part]
        xs, ys = [p.x for p in own], [p.y for p in own]
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2]
            assert apart


def test_a_larger_value_is_a_larger_node() -> None:
    nodes = [node(name, name, low=low) for name, low in (("a", 1e9), ("b", 4e9), ("c", None))]
    places = placed(projection(nodes, []))
    assert places["c"].size < places["a"].size < places["b"].size


def test_colours_tell_kinds_apart() -> None:
    found = legend(["organization", "place", "something else"])
    assert list(found) == ["organization", "place", "something else"]
    assert len(set(found.values())) == 3
    assert colour_of(None) == COLOURS[-1]


def test_a_sheet_gives_its_values_by_name() -> None:
    sheet = nasty().nodes
    assert isinstance(sheet, Sheet)
    assert list(sheet.values("id"))[:2] == ["n00", "n01"]
    with pytest.raises(KeyError):
        list(sheet.values("nothing"))
