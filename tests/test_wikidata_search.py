"""Wikidata's search as a source: identifiers first, several languages, few and polite requests."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from compute_race.basics.manners import Manners
from compute_race.basics.problems import UsageError
from compute_race.wikidata.asked_names import (
    LANGUAGES,
    identifier_forms,
    languages_for,
    spellings,
)
from compute_race.wikidata.search_source import SearchSource
from compute_race.wikidata.wanted import CandidateSource, Wanted
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
    recorded,
    wikidata_server,
)

pytestmark = pytest.mark.usefixtures("no_pause")


@pytest.fixture
def server() -> Iterator[WikidataServer]:
    with wikidata_server() as running:
        running.entities = {"Q1001": ACME}
        running.entities |= {f"Q{n}": entity(f"Q{n}", f"Number {n}") for n in range(1, 99)}
        yield running


def source(
    server: WikidataServer, languages: Sequence[str] = ("en", "fr"), **more: Any
) -> SearchSource:
    client = polite(**more)
    return SearchSource(client, server.api, languages)


def found(server: WikidataServer, wanted: Wanted, limit: int = 10) -> list[str]:
    return [item.qid for item in source(server).find(wanted, limit)]


def searched(server: WikidataServer) -> list[tuple[str, str]]:
    """Give the names that were searched for, with their languages."""
    every = [asked.fields for asked in server.asked]
    return [(one["search"], one["language"]) for one in every if "search" in one]


def test_it_is_a_source_with_a_name_and_a_day(server: WikidataServer) -> None:
    given: CandidateSource = source(server)
    assert given.name == f"search {server.url.removeprefix('http://')} 2026-11-27"


def test_what_is_found_is_read_in_full(server: WikidataServer) -> None:
    server.searches = {("Acme", "en"): ["Q1001", "Q5"], ("Acme", "fr"): ["Q1001"]}
    first, second = source(server).find(Wanted("Acme"), 10)
    assert (first.qid, second.qid) == ("Q1001", "Q5")
    assert first.labels["zh"] == "阿克米"
    assert first.values("P1278") == ("5493001KJTIIGC8Y1R12",)
    assert searched(server) == [("Acme", "en"), ("Acme", "fr")]
    assert server.asked[-1].fields["ids"] == "Q1001|Q5"


def test_every_request_is_a_polite_one(server: WikidataServer) -> None:
    server.searches = {("Acme", "en"): ["Q1001"]}
    source(server).find(Wanted("Acme", identifiers={"P1278": "x"}), 5)
    assert len(server.asked) == 4
    assert all(asked.fields["maxlag"] == "5" for asked in server.asked)
    assert all("jane@example.org" in asked.headers["User-Agent"] for asked in server.asked)
    assert server.most_at_once == 1


def test_those_that_stand_first_in_any_language_come_first(server: WikidataServer) -> None:
    server.searches = {("Acme", "en"): ["Q1", "Q2", "Q3"], ("Acme", "fr"): ["Q4", "Q1", "Q5"]}
    assert found(server, Wanted("Acme")) == ["Q1", "Q4", "Q2", "Q3", "Q5"]
    assert found(server, Wanted("Acme"), 2) == ["Q1", "Q4"]


def test_an_identifier_comes_before_any_name(server: WikidataServer) -> None:
    server.searches = {("Apex", "en"): ["Q5"]}
    wanted = Wanted("Apex", identifiers={"P5531": "42", "P249": "ACM"}, website="https://acme.com")
    assert found(server, wanted) == ["Q1001", "Q5"]
    [asked] = [one.fields for one in server.asked if one.fields["action"] == "query"]
    assert asked["srsearch"] == "haswbstatement:P5531=0000000042|P5531=42"


def test_words_of_the_search_language_are_no_identifier(server: WikidataServer) -> None:
    found(server, Wanted("Acme", identifiers={"P1278": "x|P31=Q5 -insource:y"}))
    assert all(asked.fields["action"] != "query" for asked in server.asked)


def test_a_merged_item_and_its_target_are_one(server: WikidataServer) -> None:
    server.redirects = {"Q1003": "Q1001"}
    server.searches = {("Acme", "en"): ["Q1003", "Q1001"]}
    assert found(server, Wanted("Acme")) == ["Q1001"]


def test_one_that_was_just_deleted_is_left_out_and_told(server: WikidataServer) -> None:
    server.searches = {("Acme", "en"): ["Q404", "Q1001"]}
    told: list[str] = []
    given = source(server, note=told.append).find(Wanted("Acme"), 5)
    assert [item.qid for item in given] == ["Q1001"]
    assert told == ["Q404 does not exist, or not any more"]


def test_nothing_found_asks_for_no_entity(server: WikidataServer) -> None:
    assert found(server, Wanted("Acme")) == []
    assert len(server.asked) == 2
    assert found(server, Wanted("Acme"), 0) == []
    assert found(server, Wanted(" ")) == []
    assert len(server.asked) == 2


def test_properties_and_lexemes_are_no_candidates(server: WikidataServer) -> None:
    server.searches = {("Acme", "en"): ["P31", "L7", "Q1001"]}
    assert found(server, Wanted("Acme")) == ["Q1001"]


def test_a_name_is_searched_in_languages_of_its_script(server: WikidataServer) -> None:
    source(server, LANGUAGES).find(Wanted("Acme", other_names=("阿克米",)), 5)
    assert searched(server) == [
        ("Acme", "en"),
        ("Acme", "fr"),
        ("Acme", "de"),
        ("阿克米", "zh"),
        ("阿克米", "ja"),
    ]


def test_few_names_are_searched(server: WikidataServer) -> None:
    names = tuple(f"Acme {number}" for number in range(20))
    source(server, ["en"]).find(Wanted("Acme", other_names=names), 5)
    assert len(searched(server)) == 4


@pytest.mark.parametrize(
    ("name", "languages"),
    [
        ("Acme", ("en", "fr", "de")),
        ("阿克米", ("zh", "ja")),
        ("阿里 AI", ("en", "fr", "de", "zh", "ja")),
        ("ソフトバンク", ("ja",)),
        ("네이버", ("ko",)),
        ("360", ("en", "fr", "de")),
        ("Яндекс", ("en",)),
    ],
)
def test_languages_of_a_name(name: str, languages: tuple[str, ...]) -> None:
    assert languages_for(name, LANGUAGES) == languages
    assert languages_for("Яндекс", ("en", "ru")) == ("ru",)
    assert languages_for("阿克米", ("en", "zh-hans")) == ("zh-hans",)


def test_names_are_asked_for_without_their_legal_form_too() -> None:
    assert spellings(["Acme, Inc.", "Acme", " Apex\n AG "], 9) == (
        "Acme, Inc.",
        "Acme",
        "Apex AG",
        "Apex",
    )
    assert spellings(["Acme, Inc.", "Apex"], 2) == ("Acme, Inc.", "Acme")
    assert spellings(["x" * 999, "", "\t"], 9) == ()


def test_ways_to_write_an_identifier() -> None:
    assert identifier_forms("P5531", "0000789019") == ("0000789019", "789019")
    assert identifier_forms("P5531", "789019") == ("0000789019", "789019")
    assert identifier_forms("P946", " us5949181045 ") == ("us5949181045", "US5949181045")
    assert identifier_forms("P1278", "") == ()


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
    server.searches = {("Acme", "en"): ["Q1001"]}
    asking = source(server, ["en"], manners=Manners(repeats=1, read=0.05, pause=0))
    server.faults = [fault]
    assert [item.qid for item in asking.find(Wanted("Acme"), 5)] == ["Q1001"]
    server.faults = [fault, fault]
    with pytest.raises(UsageError, match=message):
        asking.find(Wanted("Acme"), 5)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (PAGE.body, "is a page"),
        (CUT.body, "no whole JSON|another form"),
        (b'{"search": {}}', "another form: Expected `array`, got `object`"),
        (b'{"search": [{"id": 5}]}', "another form: Expected `str`, got `int`"),
        (b'{"search": ["Q5"]}', "another form: Expected `object`, got `str`"),
        (b'{"success": 1}', "another form: Object missing required field `search`"),
        (b"[]", "another form: Expected `object`, got `array`"),
    ],
)
def test_an_answer_of_another_form(server: WikidataServer, body: bytes, message: str) -> None:
    server.faults = [Answer(body, headers=JSON)]
    with pytest.raises(UsageError, match=message) as caught:
        found(server, Wanted("Acme"))
    assert "\n" not in str(caught.value)


def test_a_language_that_nobody_speaks(server: WikidataServer) -> None:
    with pytest.raises(UsageError, match='refuses: badvalue: .*"language": xx'):
        source(server, ["xx"]).find(Wanted("Acme"), 5)


def test_items_by_id(server: WikidataServer) -> None:
    server.redirects = {"Q1003": "Q1001"}
    given = source(server).items(["Q1003", "Q404", "Q5"])
    assert {qid: item.qid for qid, item in given.items()} == {"Q1003": "Q1001", "Q5": "Q5"}


# The recorded answers


@needs_fixtures
def test_recorded_searches(server: WikidataServer) -> None:
    server.recorded()
    shown = recorded("wbsearchentities_attila_the_hun")["search"]
    server.entities |= {hit["id"]: entity(hit["id"], hit["label"]) for hit in shown}
    given = source(server, ["en"]).find(Wanted("attila the hun"), 10)
    assert [item.qid for item in given] == [hit["id"] for hit in shown]
    assert given[1].label() == "Attila the Hun"
    server.entities |= {"Q750483": entity("Q750483", "Vélo couché")}
    told: list[str] = []
    given = source(server, ["fr"], note=told.append).find(Wanted("Vélo couché"), 10)
    assert [item.qid for item in given] == ["Q750483"]
    assert told == ["Q3564076 does not exist, or not any more"]
    assert found(server, Wanted("jdsakjdnmasdda")) == []


@needs_fixtures
def test_a_recorded_search_for_an_identifier(server: WikidataServer) -> None:
    answer = json.dumps(recorded("wikibase-sdk_cirrus_search_response")).encode()
    server.faults = [Answer(answer, headers=JSON)]
    assert found(server, Wanted("Universe", identifiers={"P1278": "x"})) == ["Q1"]


@needs_fixtures
def test_the_recorded_companies_are_found_by_their_identifiers(server: WikidataServer) -> None:
    server.recorded()
    wanted = Wanted("MSFT", identifiers={"P5531": "789019"})
    assert found(server, wanted) == ["Q2283"]
