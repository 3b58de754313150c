"""Items out of Wikidata's JSON: every kind of value, every rank, and what is no entity at all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from compute_race.wikidata.entity_json import EntityError, read_entity, wikidata_time
from compute_race.wikidata.items import (
    DISAMBIGUATION,
    Item,
    Snak,
    Statement,
    is_item_id,
    item_iri,
)
from wikidata_examples import ACME, claim, entity, item, place, quantity, snak, text, time
from wikidata_server import FIXTURES, needs_fixtures, recorded


def read(claims: Any, **more: Any) -> Item:
    return read_entity(entity("Q1", claims=claims, **more))


def value(data: Any) -> tuple[str, str]:
    """Read one value and its unit."""
    [statement] = read({"P1": [claim("P1", data)]}).statements["P1"]
    return statement.value, statement.unit


def test_names_descriptions_and_articles_by_language() -> None:
    acme = read_entity(ACME, "api 2026-11-27")
    assert acme.labels == {"en": "Acme", "fr": "Acmé", "zh": "阿克米"}
    assert acme.aliases == {"en": ("Acme Corp", "Acme Inc.")}
    assert acme.descriptions["fr"] == "entreprise"
    assert acme.sitelinks == {"enwiki": "Acme (company)"}
    assert (acme.qid, acme.revision, acme.read) == ("Q1001", 77, ("api 2026-11-27",))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (text("https://acme.example"), ("https://acme.example", "")),
        (item("Q30"), ("Q30", "")),
        ({"type": "wikibase-entityid", "value": {"numeric-id": 30}}, ("Q30", "")),
        ({"type": "monolingualtext", "value": {"text": "Acmé", "language": "fr"}}, ("Acmé", "")),
        (quantity("+81462000000", "Q4917"), ("81462000000", "Q4917")),
        (quantity("-5.50"), ("-5.50", "")),
        (time("+1999-06-28T00:00:00Z", 11), ("1999-06-28", "")),
        (place(34.5, -118.25), ("34.5 -118.25", "")),
    ],
)
def test_every_kind_of_value(data: Any, expected: tuple[str, str]) -> None:
    assert value(data) == expected


@pytest.mark.parametrize(
    ("written", "precision", "expected"),
    [
        ("+1999-06-28T00:00:00Z", 11, "1999-06-28"),
        ("+1999-06-28T00:00:00Z", 14, "1999-06-28"),
        ("+1999-06-28T00:00:00Z", 10, "1999-06"),
        ("+1999-06-00T00:00:00Z", 10, "1999-06"),
        ("+1999-00-00T00:00:00Z", 9, "1999"),
        ("+1999-00-00T00:00:00Z", 8, ""),
        ("+1999-00-00T00:00:00Z", 11, "1999"),
        ("+1999-06-00T00:00:00Z", 11, "1999-06"),
        ("+1999", 9, "1999"),
        ("+1999-06", 10, "1999-06"),
        ("+00000001999-06-28T00:00:00Z", 11, "1999-06-28"),
        ("-0044-03-15T00:00:00Z", 11, "-0044-03-15"),
        ("-0044-00-00T00:00:00Z", 8, ""),
    ],
)
def test_times_are_as_precise_as_they_are_stated(
    written: str, precision: int, expected: str
) -> None:
    assert wikidata_time(written, precision) == expected


@pytest.mark.parametrize("written", ["", "1999", "+99", "+1999-6-28", "soon", "+1999-06-28Z"])
def test_what_is_no_time(written: str) -> None:
    with pytest.raises(EntityError, match="not a time"):
        wikidata_time(written, 11)


def test_ranks_qualifiers_and_references() -> None:
    [revenue, loss] = read_entity(ACME).statements["P2139"]
    assert (revenue.rank, loss.rank) == ("preferred", "normal")
    assert revenue.qualifiers == (Snak("P585", "2025"), Snak("P582", ""))
    assert revenue.qualifier("P585") == "2025"
    assert revenue.qualifier("P1") == ""
    assert revenue.references == (
        (Snak("P854", "https://acme.example/report"), Snak("P813", "2026-02-03")),
    )
    assert [one.rank for one in read_entity(ACME).statements["P571"]] == ["normal", "deprecated"]


@pytest.mark.parametrize("kind", ["somevalue", "novalue"])
def test_an_unknown_value_is_not_the_same_as_none(kind: str) -> None:
    [statement] = read({"P749": [claim("P749", kind)]}).statements["P749"]
    assert (statement.snak, statement.value) == (kind, "")


def test_kinds_that_say_nothing_here_are_left_out() -> None:
    picture = claim("P18", text("Acme.svg"))
    picture["mainsnak"]["datatype"] = "commonsMedia"
    sheet = claim("P31", item("Q5"))
    sheet["qualifiers"] = {"P18": [{**snak("P18", text("A.svg")), "datatype": "commonsMedia"}]}
    read_item = read({"P18": [picture], "P31": [sheet]})
    assert "P18" not in read_item.statements
    assert read_item.statements["P31"][0].qualifiers == ()
    assert read_item.is_complete("P18")


def test_empty_mappings_as_php_writes_them() -> None:
    empty = read_entity(entity("Q1", claims=[], labels=[], aliases=[], descriptions=[]))
    assert (empty.labels, empty.aliases, empty.statements) == ({}, {}, {})
    assert empty.is_complete("P31")


def test_what_was_not_asked_for_is_not_lacking() -> None:
    assert not read_entity({"id": "Q1"}).is_complete("P31")
    assert read_entity({"id": "Q1"}).revision is None


def test_numbers_may_be_written_as_texts() -> None:
    """https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html allows both."""
    assert read_entity({"id": "Q1", "lastrevid": "77"}).revision == 77
    told = time("+1999-06-28T00:00:00Z", 11)
    told["value"]["precision"] = "9"
    assert value(told) == ("1999", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"id": 5},
        {"id": None},
        {"id": "Q1", "missing": ""},
        {"id": "Q1", "missing": True},
        {"id": "Q1", "labels": {"en": "text"}},
        {"id": "Q1", "labels": {"en": {"value": 5}}},
        {"id": "Q1", "labels": [1]},
        {"id": "Q1", "aliases": {"en": [{"value": None}]}},
        {"id": "Q1", "aliases": {"en": {"value": "x"}}},
        {"id": "Q1", "sitelinks": {"enwiki": {"title": 5}}},
        {"id": "Q1", "lastrevid": "many"},
        {"id": "Q1", "claims": "P31"},
        {"id": "Q1", "claims": {"P31": [5]}},
        {"id": "Q1", "claims": {"P31": [{"rank": "normal"}]}},
        {"id": "Q1", "claims": {"P31": [claim("P31", item("Q5"), rank="best")]}},
        {"id": "Q1", "claims": {"P31": [claim("P31", "nevervalue")]}},
        {"id": "Q1", "claims": {"P31": [claim("P31", text("x") | {"value": 5})]}},
        {"id": "Q1", "claims": {"P31": [claim("P31", {"type": "string"})]}},
        {"id": "Q1", "claims": {"P31": [claim("P31", {"type": "smell", "value": "x"})]}},
        {"id": "Q1", "claims": {"P31": [claim("P31", time("28 June", 11))]}},
        {"id": "Q1", "claims": {"P31": [claim("P31", {"type": "quantity", "value": 5})]}},
        [],
        "Q1",
        5,
        None,
    ],
)
def test_what_is_no_entity(wrong: Any) -> None:
    with pytest.raises(EntityError) as caught:
        read_entity(wrong)
    assert str(caught.value)


# Items, however they were read


def test_the_best_statements_are_the_preferred_or_else_the_normal_ones() -> None:
    found = Item(
        "Q1",
        statements={
            "P1": (Statement("P1", "a", "normal"), Statement("P1", "b", "deprecated")),
            "P2": (Statement("P2", "a", "normal"), Statement("P2", "b", "preferred")),
            "P3": (Statement("P3", "a"), Statement("P3", "a"), Statement("P3", "")),
            "P4": (Statement("P4", "a", "deprecated"),),
        },
    )
    assert found.values("P1") == ("a",)
    assert found.values("P2") == ("b",)
    assert found.values("P3") == ("a",)
    assert found.values("P4") == ()
    assert found.best("P5") == ()


def test_a_label_falls_back() -> None:
    assert Item("Q1", labels={"fr": "F", "en": "E"}).label("fr") == "F"
    assert Item("Q1", labels={"fr": "F", "en": "E"}).label("de") == "E"
    assert Item("Q1", labels={"fr": "F", "mul": "M"}).label("de") == "M"
    assert Item("Q1", labels={"fr": "F"}).label("de") == "F"
    assert Item("Q1").label() == "Q1"
    assert Item("Q1", descriptions={"en": "d"}).description("fr") == "d"
    assert Item("Q1", descriptions={"fr": "d"}).description("de") == ""


def test_every_name_once_labels_first() -> None:
    found = Item("Q1", labels={"en": "A", "fr": "A"}, aliases={"en": ("B", "A"), "fr": ("C",)})
    assert list(found.names()) == [("A", "en", True), ("B", "en", False), ("C", "fr", False)]


def test_pages_that_only_list_meanings() -> None:
    assert read({"P31": [claim("P31", item(DISAMBIGUATION))]}).is_disambiguation
    assert not read({"P31": [claim("P31", item("Q5"))]}).is_disambiguation


@pytest.mark.parametrize("text", ["Q1", "Q131085336"])
def test_ids_of_items(text: str) -> None:
    assert is_item_id(text)
    assert item_iri(text) == f"http://www.wikidata.org/entity/{text}"


@pytest.mark.parametrize("text", ["", "Q", "Q0", "Q01", "q1", "P1", "Q1 ", "Q1\n", "L1", "Q１"])
def test_what_is_no_id_of_an_item(text: str) -> None:
    assert not is_item_id(text)


# The recorded entities


@needs_fixtures
def test_a_recorded_company_in_full() -> None:
    answer = recorded("entitydata_Q182477_NVIDIA_rev2458005940")
    nvidia = read_entity(answer["entities"]["Q182477"])
    assert nvidia.revision == 2458005940
    assert len(nvidia.labels) == 90
    assert nvidia.values("P5531") == ("0001045810",)
    assert nvidia.values("P1278") == ("549300S4KLFTLO7GSQ80",)
    assert nvidia.values("P571") == ("1993-04-05",)
    assert nvidia.values("P856") == ("https://www.nvidia.com/",)
    assert "NVDA" in {one.qualifier("P249") for one in nvidia.statements["P414"]}
    revenue = nvidia.statements["P2139"]
    assert {one.unit for one in revenue} == {"Q4917"}
    assert all(one.value.isdecimal() for one in revenue)
    assert any(one.references for one in revenue)


@needs_fixtures
def test_recorded_companies_tell_of_parents_and_of_drift() -> None:
    old = read_entity(recorded("entity_Q2283_Microsoft_2020-07"))
    assert old.values("P571") == ("1976-11-26",)
    france = read_entity(recorded("entity_Q30273752_Microsoft_France_2020"))
    assert france.values("P749") == ("Q2283",)
    coreweave = recorded("entitydata_Q121875386_CoreWeave_rev2553744070")["entities"]
    assert read_entity(coreweave["Q121875386"]).values("P571") == ("2017",)


@needs_fixtures
def test_a_recorded_redirect_names_the_target_within() -> None:
    [(asked, target)] = recorded("wbgetentities_redirect_Q53265341_to_Q11036")["entities"].items()
    read_item = read_entity(target)
    assert (asked, read_item.qid) == ("Q53265341", "Q11036")
    assert read_item.values("P495") == ("Q145",)
    assert "P18" not in read_item.statements


@needs_fixtures
def test_every_recorded_answer_is_read_or_known_as_missing() -> None:
    seen = missing = 0
    paths = [*FIXTURES.glob("*wbgetentities*.json"), *FIXTURES.glob("entity*.json")]
    for path in paths:
        answer = json.loads(path.read_bytes())
        answer = answer.get("response", answer)
        if "error" in answer:
            continue
        for one in answer.get("entities", {"": answer}).values():
            if "missing" in one:
                missing += 1
                with pytest.raises(EntityError, match="does not exist"):
                    read_entity(one)
            else:
                seen += 1
                assert is_item_id(read_entity(one).qid), path.name
    assert seen >= 10
    assert missing == 1
