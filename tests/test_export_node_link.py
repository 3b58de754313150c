"""Node-link JSON, read by networkx and by what D3 asks of it."""

from __future__ import annotations

import io
import json
import math
from typing import Any

import networkx as nx
import pytest

from compute_race.export.network import to_networkx, with_metrics
from compute_race.export.node_link import write_node_link
from compute_race.export.projection import Projection
from export_readers import texts_of, written
from projections import large, nasty, node, projection


def opened(graph: Projection) -> nx.MultiDiGraph[str]:
    """Give the graph that networkx reads."""
    found: nx.MultiDiGraph[str] = nx.node_link_graph(
        json.loads(written(write_node_link, graph)), edges="links"
    )
    return found


def held(values: dict[str, Any]) -> dict[str, Any]:
    """Give attributes as JSON holds them."""
    return {name: texts_of(value) for name, value in values.items()}


@pytest.mark.parametrize("graph", [nasty(), large(300, 1500)], ids=["nasty", "larger"])
def test_networkx_reads_the_graph_that_the_library_gives(graph: Projection) -> None:
    """Every attribute of every node and edge, loops and parallel edges too."""
    wanted, found = to_networkx(graph), opened(graph)
    assert found.is_directed()
    assert found.is_multigraph()
    assert {name: held(values) for name, values in wanted.nodes(data=True)} == dict(
        found.nodes(data=True)
    )
    edges = {
        (source, target, key): {"id": key, **held(values)}
        for source, target, key, values in wanted.edges(keys=True, data=True)
    }
    assert edges == {
        (source, target, key): values
        for source, target, key, values in found.edges(keys=True, data=True)
    }
    assert len(edges) == len(graph.edges.rows)


def test_sampled_values_have_their_types() -> None:
    graph = opened(with_metrics(nasty(), ["degree", "closeness"]))
    sampled = [
        ("n00", "label", 'double "quoted"'),
        ("n01", "low", 16693244068.4),
        ("n01", "document_count", 2),
        ("n02", "latitude", 48.8566),
        ("n03", "first_date", "2025-02-24"),
        ("n06", "label", "]]>"),
        ("n09", "label", "nul\x00byte"),
        ("n13", "label", "emoji \U0001f680\U0001f1ea\U0001f1fa"),
        ("n31", "label", "  spaces  "),
        ("n32", "label", ""),
    ]
    for name, column, expected in sampled:
        given = graph.nodes[name][column]
        assert given == expected
        assert type(given) is type(expected)
    assert "low" not in graph.nodes["n00"]
    assert isinstance(graph.nodes["n00"]["degree"], int)
    assert isinstance(graph.nodes["n00"]["closeness"], float)


def test_d3_finds_both_ends_of_each_link() -> None:
    """``forceLink().id(d => d.id)`` wants ``nodes``, ``links``, and ends that are ids."""
    data = json.loads(written(write_node_link, nasty()))
    ids = [one["id"] for one in data["nodes"]]
    assert len(set(ids)) == len(ids)
    assert all({one["source"], one["target"]} <= set(ids) for one in data["links"])


def test_each_element_stands_on_a_line_of_its_own() -> None:
    graph = large(10, 40)
    lines = written(write_node_link, graph).decode().splitlines()
    rows = [json.loads(line.rstrip(",")) for line in lines if line.startswith('{"id"')]
    assert [one["id"] for one in rows] == list(graph.nodes.values("id"))
    links = [json.loads(line.rstrip(",")) for line in lines if line.startswith('{"key"')]
    assert [one["key"] for one in links] == list(graph.edges.values("id"))


@pytest.mark.parametrize("low", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_does_not_have_is_refused(low: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_node_link(projection([node("a", "A", low=low)], []), io.BytesIO())
