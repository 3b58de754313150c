"""GEXF: days as times and as columns, weights that Gephi takes, kinds that keep edges apart."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from typing import Any

from compute_race.export.gexf import write_gexf
from compute_race.export.projection import Projection
from export_readers import written
from projections import AS_OF, edge, nasty, node, projection

NAMESPACE = "{http://gexf.net/1.3}"


def parsed(made: Projection) -> ET.Element:
    return ET.fromstring(written(write_gexf, made))  # noqa: S314 - our own file


def one_edge(**more: Any) -> ET.Element:
    """Write two nodes and an edge, and give the edge."""
    nodes = [node("a", "A"), node("b", "B")]
    root = parsed(projection(nodes, [edge("a", "supplies", "b", **more)]))
    (found,) = root.iter(f"{NAMESPACE}edge")
    return found


def one_node(**more: Any) -> ET.Element:
    """Write a node."""
    root = parsed(projection([node("a", "A", **more)], []))
    (found,) = root.iter(f"{NAMESPACE}node")
    return found


def test_the_day_it_is_of_is_the_day_it_was_changed() -> None:
    root = parsed(nasty())
    (meta,) = root.iter(f"{NAMESPACE}meta")
    assert meta.get("lastmodifieddate") == AS_OF.isoformat()
    (graph,) = root.iter(f"{NAMESPACE}graph")
    assert graph.get("defaultedgetype") == "directed"
    assert graph.get("timeformat") == "date"


def test_edges_between_the_same_nodes_differ_in_kind() -> None:
    root = parsed(nasty())
    edges = list(root.iter(f"{NAMESPACE}edge"))
    assert len({one.get("id") for one in edges}) == len(edges)
    told = {(one.get("source"), one.get("target"), one.get("kind")) for one in edges}
    assert len(told) == len(edges)
    assert ("n00", "n01", "investsIn") in told


def test_a_weight_is_written_where_there_is_a_positive_one() -> None:
    assert one_edge(weight=38e9).get("weight") == "38000000000.0"
    assert one_edge(weight=0.0).get("weight") is None
    assert one_edge(weight=-1.0).get("weight") is None
    assert one_edge().get("weight") is None


def test_days_are_times_and_columns() -> None:
    first, last = dt.date(2025, 2, 24), dt.date(2028, 2, 23)
    found = one_node(first_date=first, last_date=last)
    assert (found.get("start"), found.get("end")) == ("2025-02-24", "2028-02-23")
    values = {one.get("value") for one in found.iter(f"{NAMESPACE}attvalue")}
    assert {"2025-02-24", "2028-02-23"} <= values
    undated = one_node()
    assert (undated.get("start"), undated.get("end")) == (None, None)


def test_an_end_before_the_start_is_only_a_column() -> None:
    """Gephi refuses a time that ends before it begins."""
    found = one_node(first_date=dt.date(2025, 2, 24), last_date=dt.date(2024, 1, 1))
    assert (found.get("start"), found.get("end")) == ("2025-02-24", None)
    assert "2024-01-01" in {one.get("value") for one in found.iter(f"{NAMESPACE}attvalue")}


def test_an_edge_goes_on_after_the_last_day_it_was_stated() -> None:
    found = one_edge(first_date=dt.date(2025, 1, 1), last_date=dt.date(2025, 6, 1))
    assert (found.get("start"), found.get("end")) == ("2025-01-01", None)


def test_what_is_absent_is_nowhere() -> None:
    assert "None" not in written(write_gexf, nasty()).decode()
    fewer = len(list(one_node().iter(f"{NAMESPACE}attvalue")))
    assert len(list(one_node(low=1.0).iter(f"{NAMESPACE}attvalue"))) == fewer + 1
