"""JSON for Cytoscape, NDEx, D3 and maps, opened by what reads it."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from compute_race.export.cx2 import write_cx2
from compute_race.export.cytoscape import write_cytoscape
from compute_race.export.geojson import write_geojson
from compute_race.export.network import with_metrics
from compute_race.export.node_link import write_node_link
from compute_race.export.projection import Projection
from export_readers import agree, needs_node, run_node, written
from projections import nasty, node, projection

WRITERS = (write_cytoscape, write_cx2, write_node_link, write_geojson)


@pytest.fixture(scope="module")
def graph() -> Projection:
    """Give the nastiest graph, with columns that were counted."""
    return with_metrics(nasty(), ["degree", "betweenness"])


@needs_node
def test_headless_cytoscape_reads_every_value(graph: Projection, tmp_path: Path) -> None:
    file = tmp_path / "x.cyjs"
    file.write_bytes(written(write_cytoscape, graph))
    found = run_node("read_cytoscape.mjs", file)
    agree(graph.nodes, found["nodes"])
    agree(graph.edges, found["edges"])
    ids = [one["id"] for kind in ("nodes", "edges") for one in found[kind]]
    assert len(set(ids)) == len(ids)


def test_networkx_reads_every_value_of_node_link(graph: Projection) -> None:
    data = json.loads(written(write_node_link, graph))
    assert data["links"][0].keys() >= {"source", "target", "key"}
    found: Any = nx.node_link_graph(data, edges="links")
    assert found.is_multigraph()
    assert found.is_directed()
    agree(graph.nodes, [{"id": name, **values} for name, values in found.nodes(data=True)])
    edges = [
        {**values, "source": source, "target": target}
        for source, target, values in found.edges(data=True)
    ]
    agree(graph.edges, edges)


def test_cx2_follows_its_rules(graph: Projection) -> None:
    """The order of aspects, their counts, declared types, and numbers for ids."""
    aspects = json.loads(written(write_cx2, graph))
    assert aspects[0] == {"CXVersion": "2.0", "hasFragments": False}
    assert aspects[-1] == {"status": [{"success": True}]}
    names = [next(iter(aspect)) for aspect in aspects[1:-1]]
    assert names[0] == "metaData"
    assert names.index("attributeDeclarations") < names.index("nodes") < names.index("edges")
    by_name = {name: aspect[name] for aspect in aspects[1:-1] for name in aspect}
    counts = {one["name"]: one["elementCount"] for one in by_name["metaData"]}
    assert counts == {name: len(by_name[name]) for name in names[1:]}
    python = {"string": str, "integer": int, "double": (int, float), "boolean": bool}
    (declared,) = by_name["attributeDeclarations"]
    for aspect in ("nodes", "edges"):
        numbers = [one["id"] for one in by_name[aspect]]
        assert numbers == sorted(set(numbers))
        for one in by_name[aspect]:
            for name, value in one["v"].items():
                assert isinstance(value, python[declared[aspect][name]["d"]]), name
    ids = {one["id"]: one["v"]["id"] for one in by_name["nodes"]}
    agree(graph.nodes, [one["v"] for one in by_name["nodes"]])
    edges = [
        {**one["v"], "source": ids[one["s"]], "target": ids[one["t"]]} for one in by_name["edges"]
    ]
    agree(graph.edges, edges)


def test_a_map_has_what_lies_on_earth() -> None:
    nodes = [
        node("paris", "Paris", latitude=48.85, longitude=2.35, kind="place", low=1.5),
        node("nowhere", "Nowhere"),
        node("half", "Half", latitude=1.0),
        node("beyond", "Beyond", latitude=91.0, longitude=0.0),
        node("east", "East", latitude=0.0, longitude=181.0),
        node("unreal", "Unreal", latitude=math.nan, longitude=0.0),
    ]
    out = io.BytesIO()
    notes = write_geojson(projection(nodes, []), out)
    found = json.loads(out.getvalue())
    assert found["type"] == "FeatureCollection"
    (feature,) = found["features"]
    assert (feature["type"], feature["id"]) == ("Feature", "paris")
    assert feature["geometry"] == {"type": "Point", "coordinates": [2.35, 48.85]}
    assert feature["properties"]["low"] == 1.5
    assert notes == [
        "a map holds the 1 nodes that have a place: 2 have none",
        "places that are not on earth are left out: beyond, east, unreal",
    ]


@pytest.mark.parametrize("writer", WRITERS)
def test_every_file_is_json_that_any_parser_takes(
    writer: Callable[..., Any], graph: Projection
) -> None:
    def refuse(name: str) -> None:
        raise AssertionError(name)

    for made in (graph, projection([], [])):
        json.loads(written(writer, made).decode("utf-8"), parse_constant=refuse)


@pytest.mark.parametrize("writer", [write_cytoscape, write_cx2, write_node_link])
@pytest.mark.parametrize(("low", "error"), [(math.nan, ValueError), (1j, TypeError)])
def test_what_json_does_not_have_is_a_fault(
    writer: Callable[..., Any], low: object, error: type[Exception]
) -> None:
    with pytest.raises(error):
        writer(projection([node("a", "A", low=low)], []), io.BytesIO())


def test_what_utf_8_cannot_hold_is_told(graph: Projection) -> None:
    (note,) = write_node_link(graph, io.BytesIO())
    assert note.startswith("3 texts have characters that UTF-8 cannot hold")
