"""Reconciliation services of others as a source: what they speak of, and what of it is taken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from compute_race.basics.manners import Manners
from compute_race.basics.problems import UsageError
from compute_race.wikidata.client import PoliteClient
from compute_race.wikidata.reconciliation_source import ReconciliationSource
from compute_race.wikidata.wanted import CandidateSource, Wanted
from recorded_server import Answer
from support import ROOT
from wikidata_server import (
    AGENT,
    BROKEN,
    CUT,
    JSON,
    PAGE,
    SILENT,
    TOO_OFTEN,
    WikidataServer,
    polite,
    wikidata_server,
)

pytestmark = pytest.mark.usefixtures("no_pause")
EXAMPLES = ROOT.parent / "shared" / "suites" / "reconciliation" / "0.2" / "examples"
needs_examples = pytest.mark.skipif(
    not EXAMPLES.is_dir(), reason="the examples of the Reconciliation API are not at hand"
)
ENTITY = "http://www.wikidata.org/entity/"
WIKIDATA = {
    "versions": ["0.1", "0.2"],
    "name": "Wikidata (en)",
    "identifierSpace": ENTITY,
    "schemaSpace": "http://www.wikidata.org/prop/direct/",
}


def candidate(qid: str, name: str, score: float, **more: Any) -> dict[str, Any]:
    return {"id": qid, "name": name, "score": score, "match": False, "type": [], **more}


@pytest.fixture
def server() -> Iterator[WikidataServer]:
    with wikidata_server() as running:
        running.manifest = WIKIDATA
        yield running


def source(server: WikidataServer, **more: Any) -> ReconciliationSource:
    client = polite(**more)
    return ReconciliationSource(client, server.reconciliation)


def found(server: WikidataServer, wanted: Wanted, limit: int = 10) -> list[str]:
    return [item.qid for item in source(server).find(wanted, limit)]


def queries(server: WikidataServer) -> list[Any]:
    """Give the batches of queries that were sent."""
    return [json.loads(one.fields["queries"]) for one in server.asked if "queries" in one.fields]


def test_it_is_a_source_with_a_name_and_a_day(server: WikidataServer) -> None:
    given: CandidateSource = source(server)
    assert given.name == f"reconciliation {server.url.removeprefix('http://')} 2026-11-27"
    assert server.asked == []


def test_a_candidate_is_an_item_with_its_name_and_types(server: WikidataServer) -> None:
    types = [{"id": "Q891723", "name": "public company"}, "Q4830453", {"id": "/thing"}, "Q891723"]
    server.candidates["Acme"] = [
        candidate("Q1001", "Acme Inc.", 99.5, type=types, description="company")
    ]
    [item] = source(server).find(Wanted("Acme"), 5)
    assert item.qid == "Q1001"
    assert item.labels == {"und": "Acme Inc."}
    assert item.values("P31") == ("Q891723", "Q4830453")
    assert not item.is_complete("P31"), "a service may leave types out"
    assert item.read == (f"{server.url.removeprefix('http://')} 2026-11-27",)


def test_all_names_go_into_one_request(server: WikidataServer) -> None:
    server.candidates = {
        "Acme": [candidate("Q2", "Acme", 50), candidate("Q1", "Acme", 80)],
        "阿克米": [candidate("Q2", "阿克米", 90), candidate("Q3", "阿克米", 80)],
    }
    assert found(server, Wanted("Acme", other_names=("阿克米",))) == ["Q2", "Q1", "Q3"]
    [manifest, asked] = server.asked
    assert (manifest.method, manifest.fields) == ("GET", {})
    assert asked.method == "POST"
    assert queries(server) == [
        {"q0": {"query": "Acme", "limit": 10}, "q1": {"query": "阿克米", "limit": 10}}
    ]
    assert "jane@example.org" in asked.headers["User-Agent"]


def test_the_limit_is_kept(server: WikidataServer) -> None:
    server.candidates["Acme"] = [candidate(f"Q{n}", "Acme", n) for n in range(1, 9)]
    assert found(server, Wanted("Acme"), 3) == ["Q3", "Q2", "Q1"]
    assert found(server, Wanted("Acme"), 0) == []
    assert found(server, Wanted(" ")) == []


def test_what_the_service_can_take_at_once_is_kept(server: WikidataServer) -> None:
    server.manifest = {**WIKIDATA, "batchSize": 2}
    found(server, Wanted("A", other_names=("B", "C")))
    assert [len(batch) for batch in queries(server)] == [2, 1]


def test_identifiers_are_sent_to_who_knows_wikidatas_properties(server: WikidataServer) -> None:
    wanted = Wanted("Acme", identifiers={"P1278": "5493001KJTIIGC8Y1R12", "P249": "ACM"})
    found(server, wanted)
    assert queries(server)[0]["q0"]["properties"] == [{"pid": "P1278", "v": "5493001KJTIIGC8Y1R12"}]
    server.manifest = {**WIKIDATA, "schemaSpace": "http://other.example/"}
    found(server, wanted)
    assert "properties" not in queries(server)[1]["q0"]


def test_the_manifest_is_asked_for_once(server: WikidataServer) -> None:
    asking = source(server)
    asking.find(Wanted("Acme"), 5)
    asking.find(Wanted("Apex"), 5)
    assert [one.method for one in server.asked] == ["GET", "POST", "POST"]


@pytest.mark.parametrize("versions", [None, ["0.1"], ["0.2"], ["0.2", "1.0-draft"]])
def test_versions_that_are_spoken(server: WikidataServer, versions: list[str] | None) -> None:
    server.manifest = {k: v for k, v in {**WIKIDATA, "versions": versions}.items() if v}
    server.candidates["Acme"] = [candidate("Q1", "Acme", 1)]
    assert found(server, Wanted("Acme")) == ["Q1"]


@pytest.mark.parametrize("versions", [["1.0-draft"], []])
def test_versions_that_are_not(server: WikidataServer, versions: list[str]) -> None:
    server.manifest = {**WIKIDATA, "versions": versions}
    with pytest.raises(UsageError, match="speaks other versions .* - give a service that speaks"):
        found(server, Wanted("Acme"))


@pytest.mark.parametrize(
    "space",
    [
        ENTITY,
        "https://www.wikidata.org/entity/",
        "http://www.wikidata.org/entity",
        "http://www.wikidata.org/wiki/",
    ],
)
def test_ids_in_the_space_of_wikidata(server: WikidataServer, space: str) -> None:
    server.manifest = {**WIKIDATA, "identifierSpace": space}
    server.candidates["Acme"] = [
        candidate("Q1", "Acme", 3),
        candidate(ENTITY + "Q2", "Acme", 2),
        candidate("P31", "Acme", 1),
    ]
    told: list[str] = []
    given = source(server, note=told.append).find(Wanted("Acme"), 5)
    assert [item.qid for item in given] == ["Q1", "Q2"]
    assert told == [f"P31 of {server.reconciliation} is no item"]


@pytest.mark.parametrize("space", ["", "http://companies.example/id/"])
def test_ids_of_wikidata_in_a_space_of_another_name(server: WikidataServer, space: str) -> None:
    server.manifest = {**WIKIDATA, "identifierSpace": space}
    server.candidates["Acme"] = [candidate("Q1", "Acme", 2), candidate(ENTITY + "Q2", "Acme", 1)]
    assert found(server, Wanted("Acme")) == ["Q1", "Q2"]


@pytest.mark.parametrize(
    ("space", "other"),
    [
        ("http://isni.org/isni/", "0000000121032683"),
        ("", "https://companies.example/Q1"),
        ("https://database.factgrid.de/entity/", "Q1"),
    ],
)
def test_ids_of_another_kind_are_refused(server: WikidataServer, space: str, other: str) -> None:
    """Every Wikibase counts with Q: a number of another one means another thing."""
    server.manifest = {**WIKIDATA, "identifierSpace": space}
    server.candidates["Acme"] = [candidate(other, "Acme", 2)]
    with pytest.raises(UsageError, match="gives ids of another kind, such as .* - give a service"):
        found(server, Wanted("Acme"))


def test_items_by_id_are_not_to_be_had(server: WikidataServer) -> None:
    with pytest.raises(UsageError, match="gives no items by id - ask the search"):
        source(server).items(["Q1"])


@pytest.mark.parametrize("url", ["wikidata.reconci.link", "ftp://x.example"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(UsageError, match="is no address"):
        ReconciliationSource(PoliteClient(AGENT), url)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (BROKEN, "answers with status 500"),
        (TOO_OFTEN, "asked too often"),
        (SILENT, "does not answer in time"),
    ],
)
def test_a_fault_that_passes_and_one_that_stays(
    server: WikidataServer, fault: Answer, message: str
) -> None:
    server.candidates["Acme"] = [candidate("Q1", "Acme", 1)]
    asking = source(server, manners=Manners(repeats=1, read=0.05, pause=0))
    server.faults = [fault, fault]
    with pytest.raises(UsageError, match=message):
        asking.find(Wanted("Acme"), 5)
    server.faults = [fault]
    assert [item.qid for item in asking.find(Wanted("Acme"), 5)] == ["Q1"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (PAGE.body, "is a page"),
        (b"", "is empty"),
        (CUT.body, "no whole JSON|another form"),
        (b"[]", "another form: Expected `object`, got `array`"),
        (b'{"name": 5}', "another form: Expected `str`, got `int`"),
        (b'{"identifierSpace": "x"}', "another form: Object missing required field `name`"),
        (b'{"status": "error", "message": "no\\nsuch key"}', "refuses: no such key"),
        (b'{"status": "error"}', "refuses: no reason"),
    ],
)
def test_a_manifest_of_another_form(server: WikidataServer, body: bytes, message: str) -> None:
    server.faults = [Answer(body, headers=JSON)]
    with pytest.raises(UsageError, match=message) as caught:
        found(server, Wanted("Acme"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ([], "another form: Expected `object`, got `array`"),
        ({}, "leaves out a query"),
        ({"q0": {"result": 5}}, "another form: Expected `array`, got `int`"),
        ({"q0": {"error": "down"}}, "another form: Object missing required field `result`"),
        ({"q0": {"result": [{"id": 7, "name": "x", "score": 1}]}}, "another form: Expected `str`"),
        ({"q0": {"result": [{"id": "Q7", "name": "x"}]}}, "another form: .* field `score`"),
        ({"q0": {"result": [candidate("Q7", "x", 1, type="Q5")]}}, "another form: .*array"),
        ({"status": "error", "message": "too many"}, "refuses: too many"),
    ],
)
def test_candidates_of_another_form(server: WikidataServer, answer: Any, message: str) -> None:
    asking = source(server)
    asking.find(Wanted("Apex"), 5)
    server.faults = [Answer(json.dumps(answer).encode(), headers=JSON)]
    with pytest.raises(UsageError, match=message) as caught:
        asking.find(Wanted("Acme"), 5)
    assert "\n" not in str(caught.value)


@needs_examples
def test_every_manifest_and_result_of_the_specification_is_read(server: WikidataServer) -> None:
    manifests = sorted((EXAMPLES / "manifest" / "valid").glob("*.json"))
    assert manifests
    for path in manifests:
        server.manifest = json.loads(path.read_bytes())
        server.candidates["Acme"] = []
        assert found(server, Wanted("Acme")) == [], path.name
    for path in sorted((EXAMPLES / "reconciliation-result-batch" / "valid").glob("*.json")):
        batch = json.loads(path.read_bytes())
        server.manifest = {**WIKIDATA, "identifierSpace": "http://d-nb.info/gnd/"}
        server.candidates["Acme"] = next(iter(batch.values()))["result"]
        if server.candidates["Acme"]:
            with pytest.raises(UsageError, match="gives ids of another kind"):
                found(server, Wanted("Acme"))
