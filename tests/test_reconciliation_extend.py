"""Values of properties: what each kind of value becomes, settings, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from compute_race.dataset.store import EmbeddedStore
from compute_race.serving.columns import read_extension
from compute_race.serving.entities import Catalogue
from compute_race.serving.errors import RequestError
from compute_race.serving.extend import new_extension, old_extension, propose
from compute_race.serving.reading import read_catalogue
from reconciliation_server import AS_OF, Service, few, running


@pytest.fixture(scope="module")
def whole(real: EmbeddedStore) -> Catalogue:
    return read_catalogue(real, AS_OF)


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running(few()) as found:
        yield found


def query(name: str, slug: str = "acme", **settings: Any) -> str:
    return json.dumps({"ids": [slug], "properties": [{"id": name, "settings": settings}]})


def old(name: str, slug: str = "acme", lang: str = "en", **settings: Any) -> Any:
    """Give the cells of one property of one thing in version 0.2."""
    asked = read_extension(few(), query(name, slug, **settings))
    return old_extension(few(), asked, lang)["rows"][slug][name]


def new(name: str, slug: str = "acme", lang: str = "en", **settings: Any) -> Any:
    """Give them in the draft of 1.0."""
    asked = read_extension(few(), query(name, slug, **settings))
    return new_extension(few(), asked, lang)["rows"][0]["properties"][0]["values"]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("headquarteredIn", [{"id": "lutetia", "name": "Lutetia"}]),
        ("country", [{"id": "gallia", "name": "Gallia"}]),
        ("cik", [{"str": "0000000007"}]),
        ("website", [{"str": "https://www.acme.example/about"}]),
        ("releasedOn", [{"date": "2025-02-24T00:00:00Z"}]),
        ("foundedOn", [{"str": "1999-06"}]),
        ("latitude", [{"float": 48.5}]),
        ("sites", [{"int": 12}]),
        ("isoCode", []),
        ("unheardOf", []),
    ],
)
def test_a_value_is_written_by_its_sort(name: str, cells: list[Any]) -> None:
    assert old(name) == cells
    assert new(name) == cells


def test_a_whole_number_beyond_32_bits_is_a_float() -> None:
    # OpenRefine would cut it without a word.
    assert old("employees") == [{"float": 3000000000.0}]


def test_names_have_their_language_in_the_draft_only() -> None:
    assert new("name") == [
        {"str": "Acme", "lang": "en"},
        {"str": "Acmé", "lang": "fr"},
        {"str": "阿克米", "lang": "zh"},
    ]
    assert old("name") == [{"str": "Acme"}, {"str": "Acmé"}, {"str": "阿克米"}]


def test_a_text_that_differs_by_language_alone_stands_once_in_0_2(whole: Catalogue) -> None:
    asked = read_extension(whole, query("name", "alibaba-group"))
    cells = old_extension(whole, asked, "en")["rows"]["alibaba-group"]["name"]
    assert cells == [{"str": "Alibaba Group"}, {"str": "阿里巴巴集团"}]


def test_an_item_of_wikidata_is_no_thing_of_ours() -> None:
    assert old("wikidata") == [{"str": "Q42"}]
    assert new("wikidata") == [{"id": "Q42", "name": "Acme"}]
    asked = read_extension(few(), query("wikidata"))
    assert "service" not in old_extension(few(), asked, "en")["meta"][0]
    assert new_extension(few(), asked, "fr")["meta"][0]["service"].endswith("/fr/api")


@pytest.mark.parametrize(
    ("content", "seat", "item"),
    [
        ("name", "Lutetia", "Acme"),
        ("id", "lutetia", "Q42"),
        ("iri", "https://w3id.org/compute-race/id/lutetia", "http://www.wikidata.org/entity/Q42"),
    ],
)
def test_things_can_be_written_as_text(content: str, seat: str, item: str) -> None:
    for answer in (old, new):
        assert answer("headquarteredIn", content=content) == [{"str": seat}]
        assert answer("wikidata", content=content) == [{"str": item}]


@pytest.mark.parametrize("limit", [2, "2", 2.0])
def test_a_limit_is_kept_however_it_is_written(limit: object) -> None:
    assert len(old("name", limit=limit)) == 2
    assert len(old("name", limit="")) == len(old("name", limit=0)) == 3


def test_labels_follow_the_language() -> None:
    assert old("country", lang="fr") == [{"id": "gallia", "name": "Gaule"}]
    asked = read_extension(few(), query("headquarteredIn"))
    assert old_extension(few(), asked, "fr")["meta"] == [
        {
            "id": "headquarteredIn",
            "name": "a son siège à",
            "type": {"id": "Place", "name": "place"},
        }
    ]


def test_of_the_places_of_a_head_office_the_nearest_comes_first(whole: Catalogue) -> None:
    asked = read_extension(whole, query("headquarteredIn", "alibaba-group"))
    cells = old_extension(whole, asked, "en")["rows"]["alibaba-group"]["headquarteredIn"]
    assert [cell["id"] for cell in cells] == ["hangzhou", "china"]


def test_an_unknown_thing_and_property_have_empty_cells_in_their_place() -> None:
    asked = read_extension(few(), query("unheardOf", "nobody"))
    assert old_extension(few(), asked, "en") == {
        "meta": [{"id": "unheardOf", "name": "unheardOf"}],
        "rows": {"nobody": {"unheardOf": []}},
    }


def test_a_thing_may_be_asked_for_by_its_iri() -> None:
    iri = "https://w3id.org/compute-race/id/acme"
    assert old("cik", iri) == [{"str": "0000000007"}]


def test_plans_are_given_a_year_in_the_currency_asked_for(whole: Catalogue) -> None:
    found = {}
    for currency in ("EUR", "USD", "CNY"):
        asked = read_extension(
            whole,
            json.dumps(
                {
                    "ids": ["alibaba-group", "stargate", "silicon-fr"],
                    "properties": [
                        {"id": name, "settings": {"currency": currency}}
                        for name in ("plannedPerYearLow", "plannedPerYearHigh")
                    ],
                }
            ),
        )
        found[currency] = old_extension(whole, asked, "en")
    rows = found["EUR"]["rows"]
    (low,) = rows["alibaba-group"]["plannedPerYearLow"]
    assert 16.6e9 < low["float"] < 16.8e9
    assert rows["alibaba-group"]["plannedPerYearHigh"] == []
    assert rows["stargate"]["plannedPerYearLow"] == rows["stargate"]["plannedPerYearHigh"]
    assert rows["silicon-fr"]["plannedPerYearLow"] == []
    cny = found["CNY"]["rows"]["alibaba-group"]["plannedPerYearLow"][0]["float"]
    assert cny == pytest.approx(380e9 / 3)
    assert found["USD"]["meta"][0]["name"].endswith("(USD)")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"ids": ["acme"]}',
        '{"ids": "acme", "properties": []}',
        '{"ids": ["acme"], "properties": ["cik"]}',
        query("cik", limit=-1),
        query("cik", limit="some"),
        query("cik", limit=1.5),
        query("cik", limit=1e300),
        query("cik", limit="²"),
        query("cik", content="smell"),
        query("cik", currency="DEM"),
        query("cik", colour="blue"),
    ],
)
def test_a_wrong_query_is_refused(text: str, service: Service) -> None:
    with pytest.raises(RequestError):
        read_extension(few(), text)
    assert service.post({"extend": text}).status == 400
    assert service.call("POST", f"{service.new}/extend", body=text.encode()).status == 400


def test_a_type_is_offered_the_properties_that_its_entities_have() -> None:
    found = [one["id"] for one in propose(few(), "Company", "en", 100)["properties"]]
    assert found[0] == "name"
    assert {"cik", "website", "country"} <= set(found)
    assert "isoCode" not in found
    countries = [one["id"] for one in propose(few(), "Country", "en", 100)["properties"]]
    assert "isoCode" in countries
    assert propose(few(), "Nothing", "en", 100)["properties"] == []
    assert len(propose(few(), "Company", "en", 2)["properties"]) == 2
    assert set(found) < {one["id"] for one in propose(few(), "", "en", 100)["properties"]}
