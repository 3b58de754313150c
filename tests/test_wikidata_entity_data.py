"""Entities by id: found, merged, missing and faulty told apart; no batch lost for one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from compute_race.basics.manners import Manners
from compute_race.basics.problems import UsageError
from compute_race.wikidata.entity_data import EntityData
from compute_race.wikidata.mediawiki import Api
from recorded_server import Answer
from wikidata_examples import ACME, entity
from wikidata_server import (
    BROKEN,
    CUT,
    JSON,
    LAGGED,
    PAGE,
    SILENT,
    TOO_OFTEN,
    WikidataServer,
    needs_fixtures,
    polite,
    wikidata_server,
)

pytestmark = pytest.mark.usefixtures("no_pause")


@pytest.fixture
def server() -> Iterator[WikidataServer]:
    with wikidata_server() as running:
        running.entities = {"Q1001": ACME, "Q7": entity("Q7", "Seven"), "Q8": entity("Q8", "Eight")}
        running.redirects = {"Q1003": "Q1001"}
        yield running


def reader(server: WikidataServer, **more: Any) -> EntityData:
    client = polite(**more)
    return EntityData(Api(client, server.api))


def replies(*entities: Any) -> Answer:
    """Answer with entities by their id, whatever was asked for."""
    return Answer(json.dumps({"entities": {one["id"]: one for one in entities}}).encode())


def test_each_id_is_found_merged_missing_or_faulty(server: WikidataServer) -> None:
    server.entities["Q8"] = entity("Q8", claims={"P31": [{"mainsnak": {}}]})
    looked = reader(server).look(["Q7", "Q1003", "Q404", "Q8", "Q1001", "Q7"])
    assert list(looked.found) == ["Q7", "Q1003", "Q1001"]
    assert looked.found["Q7"].label() == "Seven"
    assert looked.redirected == {"Q1003": "Q1001"}
    assert looked.missing == ["Q404"]
    assert list(looked.faulty) == ["Q8"]
    assert list(looked.notes()) == [
        "Q404 does not exist, or not any more",
        "Q8 cannot be read: no entity in Wikidata's JSON: 'snaktype' is lacking or new",
    ]


def test_a_merged_item_is_the_one_it_was_merged_into(server: WikidataServer) -> None:
    looked = reader(server).look(["Q1003"])
    item = looked.found["Q1003"]
    assert (item.qid, item.redirects) == ("Q1001", ("Q1003",))
    assert item.label() == "Acme"
    assert reader(server).look(["Q1001"]).found["Q1001"].redirects == ()


def test_an_item_is_read_in_full_with_its_revision_and_day(server: WikidataServer) -> None:
    item = reader(server).look(["Q1001"]).found["Q1001"]
    assert item.revision == 77
    assert item.is_complete("P749")
    assert item.read == (f"{server.url.removeprefix('http://')} 2026-11-27",)
    [asked] = server.asked
    assert set(asked.fields["props"].split("|")) >= {"info", "labels", "aliases", "claims"}
    assert "languages" not in asked.fields, "names are read in all languages"


def test_fifty_at_a_time(server: WikidataServer) -> None:
    qids = [f"Q{number}" for number in range(2000, 2120)]
    looked = reader(server).look(qids)
    assert looked.missing == qids
    assert [len(asked.fields["ids"].split("|")) for asked in server.asked] == [50, 50, 20]


def test_what_an_answer_leaves_out_is_asked_again(server: WikidataServer) -> None:
    """An answer may not be larger than some size: entities beyond it are left out silently."""
    server.room = 2
    qids = ["Q1001", "Q7", "Q8", "Q1003", "Q404"]
    looked = reader(server).look(qids)
    assert list(looked.found) == ["Q1001", "Q7", "Q8", "Q1003"]
    assert looked.missing == ["Q404"]


def test_what_is_asked_again_stands_where_it_was_asked(server: WikidataServer) -> None:
    server.room = 30
    qids = [f"Q{number}" for number in range(2000, 2080)]
    server.entities |= {qid: entity(qid, qid) for qid in qids}
    assert list(reader(server).look(qids).found) == qids


def test_an_id_of_which_nothing_is_said_is_no_missing_one(server: WikidataServer) -> None:
    server.room = 0
    with pytest.raises(UsageError, match="says nothing of Q7 - try again later"):
        reader(server).look(["Q7", "Q8"])


def test_an_id_that_the_service_refuses_costs_no_other(server: WikidataServer) -> None:
    """Numbers beyond those of any item are refused, and the whole batch with them."""
    endless = f"Q{10**12}"
    looked = reader(server).look(["Q7", endless, "Q8"])
    assert list(looked.found) == ["Q7", "Q8"]
    assert looked.missing == [endless]
    assert len(server.asked) == 2


def test_a_refusal_that_does_not_say_of_what(server: WikidataServer) -> None:
    refusal = Answer(b'{"error": {"code": "no-such-entity", "info": "one of them"}}', headers=JSON)
    server.faults = [refusal, Answer(b'{"entities": {"Q7": {"id": "Q7"}}}'), refusal]
    looked = reader(server).look(["Q7", "Q8"])
    assert (list(looked.found), looked.missing) == (["Q7"], ["Q8"])


@pytest.mark.parametrize("bad", ["", "P31", "q42", "Q0", "Q42|Q43", "L1"])
def test_only_ids_of_items_are_asked_for(server: WikidataServer, bad: str) -> None:
    with pytest.raises(UsageError, match="is no id of an item"):
        reader(server).look(["Q7", bad])
    assert server.asked == []


def test_nothing_is_asked_for_nothing(server: WikidataServer) -> None:
    assert reader(server).look([]).found == {}
    assert server.asked == []


@pytest.mark.parametrize(
    "wrong",
    [
        5,
        [],
        "text",
        None,
        {"id": 5},
        {"labels": {}},
        {"id": "P31"},
        {"id": "Q7", "labels": {"en": {"value": 5}}},
        {"id": "Q7", "labels": ["en"]},
        {"id": "Q7", "claims": {"P31": 5}},
        {"id": "Q7", "lastrevid": [1]},
    ],
)
def test_a_faulty_entity_is_told_and_costs_no_other(server: WikidataServer, wrong: Any) -> None:
    body = {"entities": {"Q7": wrong, "Q8": entity("Q8", "Eight")}}
    server.faults = [Answer(json.dumps(body).encode(), headers=JSON)]
    looked = reader(server).look(["Q7", "Q8"])
    assert list(looked.found) == ["Q8"]
    assert "\n" not in looked.faulty["Q7"]


@pytest.mark.parametrize("empty", [b'{"entities": []}', b'{"entities": {}}'])
def test_an_empty_answer_says_nothing(server: WikidataServer, empty: bytes) -> None:
    server.faults = [Answer(empty, headers=JSON)]
    with pytest.raises(UsageError, match="says nothing of Q7"):
        reader(server).look(["Q7"])


@pytest.mark.parametrize(
    "body", [b'{"entities": [1]}', b'{"entities": 5}', b'{"success": 1}', b"[]", b"5", b"null"]
)
def test_an_answer_of_another_form(server: WikidataServer, body: bytes) -> None:
    server.faults = [Answer(body, headers=JSON)]
    with pytest.raises(UsageError, match="gives an answer of another form: .* - try again later"):
        reader(server).look(["Q7"])


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (BROKEN, "answers with status 500"),
        (TOO_OFTEN, "asked too often"),
        (LAGGED, "asks to come back later: maxlag"),
        (SILENT, "does not answer in time"),
    ],
)
def test_a_fault_that_passes_and_one_that_stays(
    server: WikidataServer, fault: Answer, message: str
) -> None:
    looking = reader(server, manners=Manners(repeats=1, read=0.05, pause=0))
    server.faults = [fault]
    assert list(looking.look(["Q7"]).found) == ["Q7"]
    server.faults = [fault, fault]
    with pytest.raises(UsageError, match=message):
        looking.look(["Q7"])


@pytest.mark.parametrize("fault", [PAGE, CUT])
def test_a_page_and_half_an_answer_are_told(server: WikidataServer, fault: Answer) -> None:
    server.faults = [fault]
    with pytest.raises(UsageError, match="is a page|no whole JSON"):
        reader(server).look(["Q7"])


def test_items_leave_out_what_is_not_there_and_tell(server: WikidataServer) -> None:
    told: list[str] = []
    found = reader(server, note=told.append).items(["Q404", "Q1003", "Q7"])
    assert {qid: item.qid for qid, item in found.items()} == {"Q1003": "Q1001", "Q7": "Q7"}
    assert told == ["Q404 does not exist, or not any more"]


# Special:EntityData: one item at its own address


def test_one_item_at_its_own_address(server: WikidataServer) -> None:
    looked = reader(server).at("Q1001", 77)
    assert looked.found["Q1001"].revision == 77
    [asked] = server.asked
    assert asked.path == "/wiki/Special:EntityData/Q1001.json"
    assert asked.fields == {"revision": "77"}


def test_one_item_that_was_merged_or_deleted(server: WikidataServer) -> None:
    merged = reader(server).at("Q1003")
    assert merged.redirected == {"Q1003": "Q1001"}
    assert merged.found["Q1003"].redirects == ("Q1003",)
    deleted = reader(server).at("Q404")
    assert (deleted.found, deleted.missing) == ({}, ["Q404"])
    assert reader(server).at("Q7").redirected == {}


def test_one_item_behind_a_redirect_of_the_server(server: WikidataServer) -> None:
    path = "/wiki/Special:EntityData/Q1001.json"
    server.faults = [Answer(status=301, headers=(("Location", path),))]
    assert reader(server).at("Q1001").found["Q1001"].label() == "Acme"


def test_one_item_of_another_form(server: WikidataServer) -> None:
    server.faults = [replies({"id": "Q7", "claims": 5})]
    assert list(reader(server).at("Q7").faulty) == ["Q7"]
    with pytest.raises(UsageError, match="is no id"):
        reader(server).at("../Q7")


# The recorded answers


@needs_fixtures
def test_recorded_entities_redirect_and_missing(server: WikidataServer) -> None:
    server.recorded()
    looked = reader(server).look(["Q53265341", "Q999999999", "Q182477", "Q121875386", "Q2283"])
    assert looked.redirected == {"Q53265341": "Q11036"}
    assert looked.missing == ["Q999999999"]
    assert looked.faulty == {}
    assert looked.found["Q53265341"].values("P856") == ("https://rollingstones.com",)
    assert looked.found["Q182477"].revision == 2458005940
    assert looked.found["Q121875386"].values("P571") == ("2017",)
    assert reader(server).at("Q121875386").found["Q121875386"].revision == 2553744070
