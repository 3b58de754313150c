"""Cytoscape.js JSON, opened by headless Cytoscape.js and by the rules of Cytoscape's importer."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path
from typing import Any

import pytest

from compute_race.export.cytoscape import write_cytoscape
from compute_race.export.network import with_metrics
from compute_race.export.projection import Projection
from export_readers import agree, needs_node, run_node, written
from projections import edge, large, nasty, node, projection


def opened(graph: Projection, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Give the nodes and edges that headless Cytoscape.js holds."""
    file = folder / "x.cyjs"
    file.write_bytes(written(write_cytoscape, graph))
    found: dict[str, list[dict[str, Any]]] = run_node("read_cytoscape.mjs", file)
    return found


@needs_node
def test_headless_cytoscape_holds_every_value_with_its_type(tmp_path: Path) -> None:
    graph = with_metrics(nasty(), ["degree", "closeness"])
    found = opened(graph, tmp_path)
    agree(graph.nodes, found["nodes"])
    agree(graph.edges, found["edges"])
    nodes = {one["id"]: one for one in found["nodes"]}
    edges = {one["id"]: one for one in found["edges"]}
    sampled = [
        (nodes["n00"]["label"], 'double "quoted"'),
        (nodes["n01"]["low"], 16693244068.4),
        (nodes["n02"]["longitude"], -2.3522),
        (nodes["n03"]["label"], "carriage\r\nreturn"),
        (nodes["n05"]["document_count"], 2),
        (nodes["n07"]["label"], "<script>alert(1)</script>"),
        (nodes["n09"]["label"], "nul\x00byte"),
        (nodes["n13"]["first_date"], "2025-02-24"),
        (nodes["n32"]["label"], ""),
        (edges["n00|investsIn|n01"]["weight"], 38e9),
        (edges["n00|competesWith|n00"]["target"], "n00"),
    ]
    for given, expected in sampled:
        assert given == expected
    assert "low" not in nodes["n00"]


@needs_node
def test_headless_cytoscape_opens_a_larger_graph(tmp_path: Path) -> None:
    graph = large(2000, 5000)
    found = opened(graph, tmp_path)
    assert len(found["nodes"]) == len(graph.nodes.rows)
    assert len(found["edges"]) == len(graph.edges.rows)


@needs_node
def test_an_edge_that_is_called_like_a_node_gets_another_id(tmp_path: Path) -> None:
    graph = projection(
        [node("a", "A"), node("b", "B")],
        [
            edge("a", "supplies", "b", id="a"),
            edge("b", "supplies", "a", id="edge|a"),
            edge("b", "customerOf", "a"),
        ],
    )
    found = opened(graph, tmp_path)
    assert {one["id"] for one in found["nodes"]} == {"a", "b"}
    assert {one["id"] for one in found["edges"]} == {"edge|a", "edge|edge|a", "b|customerOf|a"}
    notes = write_cytoscape(graph, io.BytesIO())
    assert notes == ["1 edge is called like a node: edge| stands before the id"]


def test_each_node_has_a_name_a_place_a_size_and_a_colour() -> None:
    """Cytoscape shows ``name`` and ``interaction`` whatever other columns there are."""
    found = json.loads(written(write_cytoscape, nasty()))
    assert found["data"]["name"] == "compute-race: entities as of 2025-03-01"
    for one in found["elements"]["nodes"]:
        assert one["data"]["name"] == one["data"]["label"]
        assert one["data"]["color"].startswith("#")
        assert one["data"]["size"] > 0
        assert all(math.isfinite(one["position"][axis]) for axis in "xy")
    for one in found["elements"]["edges"]:
        assert one["data"]["interaction"] == one["data"]["relation"]
        assert one.keys() == {"data"}


def test_what_utf_8_cannot_hold_is_told_and_nothing_else() -> None:
    (note,) = write_cytoscape(nasty(), io.BytesIO())
    assert note.startswith("3 texts have characters that UTF-8 cannot hold")
    assert write_cytoscape(large(5, 5), io.BytesIO()) == []


@pytest.mark.parametrize("low", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_does_not_have_is_refused(low: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_cytoscape(projection([node("a", "A", low=low)], []), io.BytesIO())
