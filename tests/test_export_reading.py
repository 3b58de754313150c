"""From a store to nodes, edges and claims: what is in a projection, as of which day."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import networkx as nx
import pytest

from compute_race.basics.problems import UsageError
from compute_race.export.network import METRICS, to_networkx, with_metrics
from compute_race.export.projection import PYTHON_TYPES, Projection, Sheet, Value, listed
from compute_race.export.reading import Asked, project
from compute_race.export.request import Request, projected
from compute_race.export.selection import around, of_kinds
from foundation import foundation_store

DAY = dt.date(2025, 3, 1)


@pytest.fixture(scope="module")
def entities() -> Projection:
    return project(foundation_store(), Asked(DAY))


@pytest.fixture(scope="module")
def claims() -> Projection:
    return project(foundation_store(), Asked(DAY, "claims"))


def by_id(sheet: Sheet) -> dict[Value, dict[str, Value]]:
    return {record["id"]: record for record in sheet.records()}


def test_cells_are_of_the_declared_types_and_ids_are_unique(
    entities: Projection, claims: Projection
) -> None:
    for sheet in (entities.nodes, entities.edges, claims.nodes, claims.edges, claims.claims):
        assert sheet.rows
        names = list(sheet.values("id"))
        assert names == sorted(set(map(str, names)))
        for column, *cells in zip(sheet.columns, *sheet.rows, strict=True):
            wrong = [c for c in cells if c is not None and type(c) is not PYTHON_TYPES[column.type]]
            assert not wrong, column.name


def test_every_edge_joins_two_nodes(entities: Projection, claims: Projection) -> None:
    for projection in (entities, claims):
        known = set(projection.nodes.values("id"))
        for end in ("source", "target"):
            assert set(projection.edges.values(end)) <= known


def test_a_plan_has_its_value_per_year_and_who_says_so(entities: Projection) -> None:
    node = by_id(entities.nodes)["alibaba-380bn"]
    assert node["kind"] == "announcement"
    assert node["low"] == pytest.approx(16693244068.4)
    assert "high" not in node
    assert (node["currency"], node["group"], node["bloc"]) == ("EUR", "alibaba-group", "china")
    assert (node["first_date"], node["last_date"]) == (dt.date(2025, 2, 24), dt.date(2028, 2, 23))
    assert "src:alibaba-group-2025-02-24-form-6k" in listed(node["documents"])
    assert node["document_count"] == len(listed(node["documents"]))
    edge = by_id(entities.edges)["alibaba-380bn|announcedBy|alibaba-group"]
    assert (edge["weight"], edge["currency"]) == (node["low"], "EUR")


def test_an_organization_has_its_names_its_item_and_the_value_it_plans(
    entities: Projection,
) -> None:
    node = by_id(entities.nodes)["alibaba-group"]
    assert node["label_zh"] == "\u963f\u91cc\u5df4\u5df4\u96c6\u56e2"
    assert (node["kind"], node["wikidata"]) == ("organization", "Q1359568")
    assert node["low"] == by_id(entities.nodes)["alibaba-380bn"]["low"]
    assert node["iri"] == "https://w3id.org/compute-race/id/alibaba-group"


def test_an_edge_says_what_it_rests_on(entities: Projection) -> None:
    edges = by_id(entities.edges)
    edge = edges["alibaba-cloud|businessUnitOf|alibaba-group"]
    assert edge["basis"] in ("stated", "declared")
    # Seen from the other end it would be the same once more.
    assert "alibaba-group|hasBusinessUnit|alibaba-cloud" not in edges
    assert Counter(entities.edges.values("basis")).keys() >= {"stated", "declared", "judged"}


def test_nothing_is_known_before_its_day() -> None:
    before = project(foundation_store(), Asked(dt.date(2025, 2, 23), "claims"))
    assert "alibaba-380bn" not in by_id(before.nodes)
    assert all(
        row["first_date"] <= before.as_of  # type: ignore[operator]
        for row in before.nodes.records()
        if row["kind"] == "document" and "first_date" in row
    )
    later = project(foundation_store(), Asked(DAY, "claims"))
    assert len(before.claims.rows) < len(later.claims.rows)


def test_claims_are_nodes_of_their_view(claims: Projection) -> None:
    name = "src:alibaba-group-2025-02-24-form-6k#c01"
    node, claim = by_id(claims.nodes)[name], by_id(claims.claims)[name]
    assert node["kind"] == "claim"
    assert str(node["label"]).endswith(": at least 380\u00a0bn\u00a0CNY")
    assert (claim["stated_low"], claim["stated_unit"]) == (380e9, "CNY")
    assert claim["low"] == pytest.approx(16693244068.4)
    assert (claim["about"], claim["locator"]) == ("alibaba-380bn", "headline")
    assert claim["preferred"] is True
    edges = by_id(claims.edges)
    assert f"{name}|about|alibaba-380bn" in edges
    assert f"{name}|inDocument|{claim['document']}" in edges
    kinds = Counter(claims.nodes.values("kind"))
    assert kinds["claim"] == len(claims.claims.rows)
    assert kinds["document"] >= 30


def test_the_claims_of_one_measure() -> None:
    found = project(foundation_store(), Asked(DAY, measure="market-share"))
    assert set(found.claims.values("measure")) == {"marketShare"}
    with pytest.raises(UsageError, match="does not know"):
        project(foundation_store(), Asked(DAY, measure="market-shares"))


def test_another_language_and_currency() -> None:
    found = project(foundation_store(), Asked(DAY, lang="fr", currency="CNY"))
    node = by_id(found.nodes)["alibaba-380bn"]
    assert node["label"] == node["label_fr"]
    assert node["low"] == pytest.approx(380e9 / 3)
    assert node["currency"] == "CNY"


def test_what_lies_around_a_node(entities: Projection) -> None:
    near, far = around(entities, "alibaba-group", 1), around(entities, "alibaba-group", 2)
    assert {"alibaba-group", "alibaba-cloud"} <= set(near.nodes.values("id"))
    assert len(near.nodes.rows) < len(far.nodes.rows) < len(entities.nodes.rows)
    assert set(near.claims.values("about")) <= set(near.nodes.values("id"))
    assert len(around(entities, "alibaba-group", 0).nodes.rows) == 1
    with pytest.raises(UsageError, match="alibaba-grup") as caught:
        around(entities, "alibaba-grup", 1)
    assert "alibaba-group" in caught.value.advice


def test_only_some_kinds(entities: Projection) -> None:
    found = of_kinds(entities, ["organization"])
    assert set(found.nodes.values("kind")) == {"organization"}
    assert 0 < len(found.edges.rows) < len(entities.edges.rows)
    with pytest.raises(UsageError, match="organisation"):
        of_kinds(entities, ["organisation"])


def test_metrics_are_columns_and_the_same_each_time(entities: Projection) -> None:
    found = with_metrics(entities, METRICS)
    names = [column.name for column in found.nodes.columns[-len(METRICS) :]]
    assert names == list(METRICS)
    again = with_metrics(entities, METRICS)
    assert found.nodes.rows == again.nodes.rows
    rows = by_id(found.nodes)
    assert rows["alibaba-group"]["component"] == 0
    graph = to_networkx(entities)
    assert rows["alibaba-group"]["degree"] == graph.degree("alibaba-group")
    with pytest.raises(UsageError, match="degrees"):
        with_metrics(entities, ["degrees"])


def test_a_request_puts_all_of_it_together() -> None:
    request = Request(DAY, kinds=("organization",), around="alibaba-group", metrics=("degree",))
    found = projected(foundation_store(), request, with_claims=False)
    assert "degree" in found.nodes.places
    assert found.claims.rows == []
    assert set(found.nodes.values("kind")) == {"organization"}


def test_ways_are_counted_as_networkx_counts_them(entities: Projection) -> None:
    part = around(entities, "alibaba-group", 1)
    plain: nx.Graph[str] = nx.Graph(to_networkx(part))
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    rows = by_id(with_metrics(part, ["betweenness", "closeness"]).nodes)
    for name, count in (
        ("betweenness", nx.betweenness_centrality),
        ("closeness", nx.closeness_centrality),
    ):
        expected = count(plain)
        assert {key: row[name] for key, row in rows.items()} == pytest.approx(expected, abs=1e-8)
