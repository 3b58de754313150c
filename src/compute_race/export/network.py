"""A projection in networkx, and what is counted in it: centrality, communities, components."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

import networkx as nx
import rustworkx

from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.export.projection import Column, Projection, Sheet, Value

_Counted = Mapping[str, Value]
#: The seed of what is counted by chance, so that it is the same each time.
_SEED: Final = 20250224


def to_networkx(projection: Projection) -> nx.MultiDiGraph[str]:
    """Give a projection as a graph: nodes named by id, edges keyed by id, columns as attributes.

    What is absent has no attribute.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=projection.title)
    for record in projection.nodes.records():
        name = str(record.pop("id"))
        graph.add_node(name, **record)
    for record in projection.edges.records():
        key, source, target = (str(record.pop(end)) for end in ("id", "source", "target"))
        graph.add_edge(source, target, key=key, **record)
    return graph


def _degree(graph: nx.MultiDiGraph[str]) -> _Counted:
    return dict(graph.degree())


def _betweenness(graph: nx.MultiDiGraph[str]) -> _Counted:
    plain = _plain(graph)
    return _rounded(plain, rustworkx.betweenness_centrality(_indexed(plain)))


def _closeness(graph: nx.MultiDiGraph[str]) -> _Counted:
    plain = _plain(graph)
    return _rounded(plain, rustworkx.closeness_centrality(_indexed(plain)))


def _indexed(graph: nx.Graph[str]) -> rustworkx.PyGraph[int, None]:
    """Give a graph to the faster library: all ways of 5,000 nodes take networkx minutes."""
    numbers = {name: number for number, name in enumerate(graph)}
    found: rustworkx.PyGraph[int, None] = rustworkx.PyGraph(multigraph=False)
    found.add_nodes_from(range(len(numbers)))
    found.add_edges_from_no_data([(numbers[a], numbers[b]) for a, b in graph.edges()])
    return found


def _community(graph: nx.MultiDiGraph[str]) -> _Counted:
    found = nx.community.louvain_communities(_plain(graph), weight=None, seed=_SEED)
    return _numbered(found)


def _component(graph: nx.MultiDiGraph[str]) -> _Counted:
    return _numbered(nx.connected_components(nx.Graph(graph)))


#: What can be counted, by the name of its column.
METRICS: Final[Mapping[str, tuple[Column, Callable[[nx.MultiDiGraph[str]], _Counted]]]] = {
    "degree": (Column("degree", "integer", "How many edges it has"), _degree),
    "betweenness": (
        Column("betweenness", "double", "Share of shortest ways that lead through it"),
        _betweenness,
    ),
    "closeness": (
        Column("closeness", "double", "How near all that can be reached is, 1 the nearest"),
        _closeness,
    ),
    "community": (
        Column("community", "integer", "Number of its community (Louvain), 0 the largest"),
        _community,
    ),
    "component": (
        Column("component", "integer", "Number of its connected part, 0 the largest"),
        _component,
    ),
}


def with_metrics(projection: Projection, names: Iterable[str]) -> Projection:
    """Add columns to the nodes with what is counted; ``UsageError`` for an unknown name.

    Ways and communities look at edges without their direction, each pair joined once.
    """
    columns: list[Column] = []
    counted: list[_Counted] = []
    graph = to_networkx(projection)
    for name in names:
        if name not in METRICS:
            advice = did_you_mean(name, METRICS, f"one of {', '.join(METRICS)}")
            raise UsageError(f'--metrics does not know "{name}"', advice)
        column, count = METRICS[name]
        columns.append(column)
        counted.append(count(graph))
    nodes = projection.nodes
    rows = [(*row, *(values[str(row[0])] for values in counted)) for row in nodes.rows]
    return replace(projection, nodes=Sheet((*nodes.columns, *columns), rows))


def _plain(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Give the graph without direction in a fixed order, on which communities depend."""
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    plain.add_edges_from(sorted({tuple(sorted(edge[:2])) for edge in graph.edges()}))
    return plain


def _rounded(graph: nx.Graph[str], values: Mapping[int, float]) -> _Counted:
    return {name: round(values[number], 9) for number, name in enumerate(graph)}


def _numbered(groups: Iterable[Iterable[str]]) -> _Counted:
    """Give each node the number of its group, 0 the largest."""
    ordered = sorted((sorted(group) for group in groups), key=lambda one: (-len(one), one))
    return {name: number for number, group in enumerate(ordered) for name in group}
