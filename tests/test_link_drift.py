"""Drift: what changed, only where it was read whole; and both sides with their evidence."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from compute_race.basics.manners import USER_AGENT
from compute_race.basics.paths import links_folder
from compute_race.dataset.sssom import MappingRow
from compute_race.linking.changes import changes
from compute_race.linking.compared import Links, compare, evidence
from compute_race.linking.ledger import TABLE
from compute_race.linking.said import Revenue, Said
from compute_race.wikidata import client
from compute_race.wikidata import items as p
from compute_race.wikidata.entity_json import read_entity
from compute_race.wikidata.items import Item, Rank, Snak, Statement
from compute_race.wikidata.snapshot import read_snapshot
from support import Called
from wikidata_server import BROKEN, CUT, LAGGED, PAGE, TOO_OFTEN, WikidataServer, wikidata_server

Race = Callable[..., Called]
ROW = MappingRow(
    "ent:acme", "skos:exactMatch", "wd:Q1", "semapv:ManualMappingCuration", object_label="Acme"
)


def said(name: str, *values: str, rank: Rank = "normal") -> dict[str, tuple[Statement, ...]]:
    return {name: tuple(Statement(name, value, rank) for value in values)}


OLD = Item("Q1", {"en": "Acme"}, statements=said(p.PARENT, "Q5"))
WHOLE = frozenset({"*"})


def what(old: Item | None, new: Item) -> list[tuple[str, str, str]]:
    return [(one.what, one.before, one.after) for one in changes("acme", ROW, old, new)]


def test_nothing_changed_where_nothing_did() -> None:
    assert what(OLD, replace(OLD, complete=WHOLE)) == []


def test_a_merged_id_and_a_page_of_meanings_are_told_with_what_to_type() -> None:
    (merged,) = changes("acme", ROW, OLD, replace(OLD, qid="Q2"))
    assert (merged.what, merged.after, merged.advice) == ("merged", "Q2", "race link review acme")
    page = replace(OLD, statements={**OLD.statements, **said(p.INSTANCE_OF, p.DISAMBIGUATION)})
    assert what(OLD, page)[0][0] == "disambiguation"


def test_labels_are_compared_with_the_older_reading_else_with_the_record() -> None:
    renamed = replace(OLD, labels={"en": "Acme Corp", "fr": "Acmé"})
    assert what(OLD, renamed) == [("label (en)", "Acme", "Acme Corp")]
    assert what(None, renamed) == [("label on record", "Acme", "Acme Corp")]


@pytest.mark.parametrize(
    ("old_whole", "new_whole", "expected"),
    [
        (False, False, []),
        (False, True, [("parent (P749)", "Q5", "Q6")]),
        (True, False, [("parent (P749)", "", "Q6")]),
        (True, True, [("parent (P749)", "Q5", "Q6")]),
    ],
)
def test_absence_counts_only_where_it_was_read_whole(
    old_whole: bool, new_whole: bool, expected: list[tuple[str, str, str]]
) -> None:
    old = replace(OLD, complete=WHOLE if old_whole else frozenset())
    new = Item("Q1", {"en": "Acme"}, statements=said(p.PARENT, "Q6"))
    assert what(old, replace(new, complete=WHOLE if new_whole else frozenset())) == expected


def test_a_deprecated_value_is_no_value_and_precision_no_change() -> None:
    old = replace(OLD, statements=said(p.INCEPTION, "1999"), complete=WHOLE)
    new = replace(old, statements=said(p.INCEPTION, "1999-06-28"))
    assert what(old, new) == []
    gone = replace(OLD, statements=said(p.PARENT, "Q5", rank="deprecated"), complete=WHOLE)
    assert what(OLD, gone) == [("parent (P749)", "Q5", "")]


LINKS = Links(
    {"ent:acme": "Q1", "ent:mother": "Q5", "ent:earth": "Q7", "unit:CCY_USD": "Q4917"},
    {"Q1": "ent:acme", "Q5": "ent:mother", "Q7": "ent:earth"},
    {"Q6": "Other"},
)
OURS = Said({"parent": {"ent:mother": ("src:a", "src:b")}}, ())


def verdicts(ours: Said | None, item: Item) -> list[tuple[str, str, str]]:
    return [(one.what, one.verdict, one.theirs) for one in compare(ours, item, LINKS)]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (OLD, ("parent", "agree", "mother (Q5)")),
        (replace(OLD, statements=said(p.PARENT, "Q6")), ("parent", "differ", "Other (Q6)")),
        (
            replace(OLD, statements=said(p.PARENT, "Q5", rank="deprecated")),
            ("parent", "differ", "mother (Q5)"),
        ),
        (replace(OLD, statements={}), ("parent", "not read", "")),
        (replace(OLD, statements={}, complete=WHOLE), ("parent", "only we", "")),
    ],
)
def test_a_relation_is_compared(item: Item, expected: tuple[str, str, str]) -> None:
    assert verdicts(OURS, item) == [expected]


def test_what_only_wikidata_says_is_told() -> None:
    item = Item("Q1", statements={**said(p.PARENT, "Q6"), **said(p.SUBSIDIARY, "Q7", "Q8", "Q9")})
    assert verdicts(None, item) == [
        ("parent", "only Wikidata", "Other (Q6)"),
        ("subsidiary", "only Wikidata", "earth (Q7)"),
        ("subsidiary", "only Wikidata", "2 that we do not have"),
    ]


def test_a_city_in_our_country_is_no_other_place() -> None:
    ours = Said({"head office": {"ent:earth": ("src:a",)}}, ())
    item = Item("Q1", statements={**said(p.HEADQUARTERS, "Q6"), **said(p.COUNTRY, "Q7")})
    assert verdicts(ours, item)[0][1] == "agree"
    elsewhere = replace(item, statements=said(p.HEADQUARTERS, "Q6"))
    assert verdicts(ours, elsewhere)[0][1] == "differ"


@pytest.mark.parametrize(
    ("amount", "rank", "expected"),
    [("103", "normal", "agree"), ("120", "normal", "differ"), ("100", "deprecated", "only we")],
)
def test_revenue_of_a_year_may_differ_by_rounding(amount: str, rank: Rank, expected: str) -> None:
    ours = Said({}, (Revenue(Decimal(100), "unit:CCY_USD", dt.date(2024, 12, 31), ("src:a",)),))
    theirs = Statement(
        p.REVENUE, amount, rank, "Q4917", qualifiers=(Snak(p.POINT_IN_TIME, "2024"),)
    )
    item = Item("Q1", statements={p.REVENUE: (theirs,)}, complete=WHOLE)
    assert [one[1] for one in verdicts(ours, item)] == [expected]
    other_year = replace(theirs, qualifiers=(Snak(p.POINT_IN_TIME, "2023"),))
    assert verdicts(ours, replace(item, statements={p.REVENUE: (other_year,)}))[0][1] == "only we"


def test_a_year_that_closes_in_january_may_be_dated_by_the_one_before() -> None:
    ours = Said({}, (Revenue(Decimal(100), "unit:CCY_USD", dt.date(2025, 1, 26), ("src:a",)),))
    closed = (Snak(p.POINT_IN_TIME, "2024"), Snak("P582", "2025-01-26"))
    same = Statement(p.REVENUE, "100", "normal", "Q4917", qualifiers=closed)
    item = Item("Q1", statements={p.REVENUE: (same,)}, complete=WHOLE)
    assert verdicts(ours, item)[0][1] == "agree"
    before = Statement(
        p.REVENUE, "61", "normal", "Q4917", qualifiers=(Snak(p.POINT_IN_TIME, "2024"),)
    )
    assert verdicts(ours, replace(item, statements={p.REVENUE: (before,)}))[0][1] == "only we"


def test_evidence_names_rank_time_and_references() -> None:
    one = Statement(
        p.PARENT,
        "Q5",
        "preferred",
        qualifiers=(Snak("P580", "2015"),),
        references=((Snak("P854", "https://a.example"),), (Snak("P143", "Q328"),)),
    )
    assert evidence(one) == "preferred rank, from 2015, 2 references, https://a.example"
    assert evidence(Statement(p.PARENT, "Q5")) == "rank not read"


def test_the_shipped_reading_is_compared_without_a_newer_one(race: Race) -> None:
    called = race("link", "drift", "google")
    assert called.code == 0
    assert "against snapshot" in called.err
    (agreeing,) = (
        row
        for row in race("link", "drift", "google", "--agreeing", "--format", "json").json()
        if row["what"] == "parent"
    )
    assert agreeing["verdict"] == "agree"


def test_a_newer_file_tells_what_changed(race: Race, tmp_path: Path) -> None:
    path = tmp_path / "newer.jsonl"
    path.write_text(
        json.dumps({"id": "Q95", "labels": {"en": "Google LLC"}, "redirects": ["Q380"]}) + "\n"
    )
    called = race("link", "drift", "google", "meta-platforms", "--against", path)
    assert "label (en): Google → Google LLC" in called.out
    assert "merged: Q380 → Q95 - race link review meta-platforms" in called.out
    assert max(map(len, called.out.splitlines())) <= 80


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither wait nor ask twice, and say who asks."""
    manners = replace(client.WIKIDATA_MANNERS, repeats=0, pause=0.0, first_wait=0.0, read=2.0)
    monkeypatch.setitem(client.PoliteClient.__init__.__kwdefaults__, "manners", manners)
    monkeypatch.setenv(USER_AGENT, "Jane Doe jane@example.org")


def known(server: WikidataServer) -> None:
    value = {"language": "en", "value": "Google LLC"}
    server.entities["Q95"] = {"type": "item", "id": "Q95", "labels": {"en": value}, "claims": {}}


@pytest.mark.usefixtures("impatient")
def test_online_and_saved(race: Race, tmp_path: Path) -> None:
    saved = tmp_path / "saved.jsonl"
    with wikidata_server() as server:
        known(server)
        asked = ("--online", "--endpoint", server.api, "--save", saved)
        called = race("link", "drift", "google", "meta-platforms", *asked)
    assert called.code == 0, called.err
    assert "label (en): Google → Google LLC" in called.out
    assert "deleted: Q380 → no such item any more" in called.out
    assert [item.label() for item in read_snapshot(saved)] == ["Google LLC"]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "fault", [TOO_OFTEN, BROKEN, LAGGED, PAGE, CUT], ids=lambda one: one.status
)
def test_a_fault_is_one_line_and_changes_nothing(race: Race, tmp_path: Path, fault: object) -> None:
    saved = tmp_path / "saved.jsonl"
    table = (links_folder() / TABLE).read_bytes()
    with wikidata_server() as server:
        server.faults += [fault] * 5  # type: ignore[list-item]
        asked = ("--online", "--endpoint", server.api, "--save", saved)
        called = race("link", "drift", "google", *asked)
    assert called.code == 2
    assert called.err.count("\n") == 1
    assert not saved.exists()
    assert (links_folder() / TABLE).read_bytes() == table


def test_items_read_from_json_are_whole() -> None:
    assert read_entity({"id": "Q1", "claims": {}}).is_complete(p.PARENT)
    assert not read_entity({"id": "Q1"}).is_complete(p.PARENT)
