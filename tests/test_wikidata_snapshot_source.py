"""The snapshot as a source: found by identifier, by site, by name, by likeness, and no more."""

from __future__ import annotations

import pytest

from compute_race.wikidata import items as p
from compute_race.wikidata.items import Item, Snak, Statement
from compute_race.wikidata.snapshot import Snapshot
from compute_race.wikidata.snapshot_source import SnapshotSource
from compute_race.wikidata.wanted import CandidateSource, Kind, Wanted


def item(qid: str, label: str = "", *aliases: str, **claims: str) -> Item:
    """Make an item; claims are by property."""
    statements = {name: (Statement(name, value),) for name, value in claims.items()}
    return Item(qid, {"en": label} if label else {}, {"en": aliases}, statements=statements)


TRADED = Statement(p.EXCHANGE, "Q496672", qualifiers=(Snak(p.TICKER, "0700"),))
ITEMS = (
    item("Q1", "Acme", "Acme Incorporated", P5531="0001045810", P856="https://www.acme.com/en"),
    item("Q2", "Zebra Technologies", P1278="5493001KJTIIGC8Y1R12", P856="not an address"),
    item("Q3", "Yak", P946="US0378331005", P856="http://"),
    Item("Q4", {"zh": "腾讯控股有限公司"}, statements={p.EXCHANGE: (TRADED,)}),
    item("Q5", "Acme Group", P355="Q1"),
    item("Q6", "Freedonia", P297="FR"),
    item("Q7", "acre", P498="ACR"),
    item("Q8", "The Acme Corporation of America", P5531="000"),
    Item("Q9", {"en": "Merged"}, redirects=("Q900",)),
    item("Q10", "Nvidia"),
)
SOURCE: CandidateSource = SnapshotSource(Snapshot("snapshot x", ITEMS))


def found(name: str, kind: Kind | None = None, limit: int = 50, **known: object) -> list[str]:
    return [one.qid for one in SOURCE.find(Wanted(name, kind, **known), limit)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("identifier", "value", "qid"),
    [
        (p.CIK, "1045810", "Q1"),
        (p.CIK, "0001045810", "Q1"),
        (p.LEI, "5493001kjtiigc8y1r12", "Q2"),
        (p.ISIN, " US0378331005 ", "Q3"),
        (p.TICKER, "0700", "Q4"),
        (p.TICKER, "700", "Q4"),
        (p.ISO_COUNTRY, "FR", "Q6"),
        (p.ISO_CURRENCY, "ACR", "Q7"),
    ],
)
def test_an_identifier_finds_with_and_without_zeros(identifier: str, value: str, qid: str) -> None:
    assert found("x", identifiers={identifier: value}) == [qid]


def test_an_identifier_of_zeros_finds_nothing() -> None:
    assert found("x", identifiers={p.CIK: "0"}) == []


@pytest.mark.parametrize(
    ("kind", "name", "qid"),
    [("ticker", "0700", "Q4"), ("currency", "ACR", "Q7"), ("country", "France", "Q6")],
)
def test_a_name_that_is_an_identifier_finds_by_it(kind: Kind, name: str, qid: str) -> None:
    assert found(name, kind)[0] == qid


@pytest.mark.parametrize("name", ["American Samoa", "French Polynesia", "British Virgin Islands"])
def test_a_name_that_begins_with_a_country_is_not_that_country(name: str) -> None:
    assert Wanted(name, "country").identifier(p.ISO_COUNTRY) == ""
    assert Wanted("united  states of America", "country").identifier(p.ISO_COUNTRY) == "US"


@pytest.mark.parametrize("site", ["http://acme.com", "acme.com/about", "https://www.ACME.com"])
def test_a_site_finds_by_its_host(site: str) -> None:
    assert found("x", website=site) == ["Q1"]


def test_a_site_without_a_host_finds_nothing() -> None:
    assert found("x", website="http://") == []


@pytest.mark.parametrize(
    ("name", "qid"),
    [
        ("acme, Inc.", "Q1"),
        ("ACME INCORPORATED", "Q1"),
        ("Zebra Technologies Corp.", "Q2"),
        ("腾讯控股", "Q4"),
        ("Nvidea", "Q10"),
        ("Technologies Zebra", "Q2"),
    ],
)
def test_a_name_finds_in_other_forms_and_nearly_alike(name: str, qid: str) -> None:
    assert qid in found(name)


def test_what_is_called_so_comes_before_what_is_called_nearly_so() -> None:
    by_number = found("Zebra", identifiers={p.CIK: "1045810"})
    assert by_number[0] == "Q1"
    assert found("Acme")[:2] == ["Q1", "Q5"]


def test_other_names_find_too() -> None:
    assert found("x", other_names=("Yak",)) == ["Q3"]


def test_no_more_are_given_than_asked_for() -> None:
    assert len(found("Acme", limit=50)) > 2
    assert found("Acme", limit=1) == ["Q1"]
    assert found("Acme", limit=0) == []


@pytest.mark.parametrize("name", ["", " ", "🤗", "nothing of this name", "公司"])
def test_a_name_that_nothing_has_finds_nothing(name: str) -> None:
    assert found(name) == []


def test_a_merged_id_gives_what_it_leads_to_and_an_unknown_one_nothing() -> None:
    assert {asked: one.qid for asked, one in SOURCE.items(["Q900", "Q1", "Q404"]).items()} == {
        "Q900": "Q9",
        "Q1": "Q1",
    }


def test_the_snapshot_tells_countries_and_subsidiaries() -> None:
    world = SnapshotSource(Snapshot("x", ITEMS)).world
    assert world.countries == {"Q6": "FR"}
    assert world.children == {"Q1"}
    assert SOURCE.name == "snapshot x"


def test_an_empty_snapshot_finds_nothing() -> None:
    empty = SnapshotSource(Snapshot("none", ()))
    assert list(empty.find(Wanted("Acme", website="acme.com"), 9)) == []
    assert empty.items(["Q1"]) == {}
