"""Drift: what changed, only where it was read whole; and both sides with their evidence."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.basics.manners import USER_AGENT
from compute_race.basics.namespaces import GRAPH, SRC
from compute_race.basics.paths import links_folder
from compute_race.dataset.sssom import MappingRow
from compute_race.dataset.store import EmbeddedStore, MemoryStore
from compute_race.linking.changes import changes
from compute_race.linking.compared import compare
from compute_race.linking.ledger import TABLE
from compute_race.linking.places import LOCATED_IN, Ground, Places, read_ground
from compute_race.linking.readings import Reading, read_file, reading_text
from compute_race.linking.revenues import Bound, Revenue, read_revenue
from compute_race.linking.said import Said, read_said
from compute_race.linking.sides import END, Links, evidence
from compute_race.wikidata import client
from compute_race.wikidata import items as p
from compute_race.wikidata.entity_json import read_entity
from compute_race.wikidata.items import Item, Rank, Snak, Statement
from compute_race.wikidata.snapshot import SNAPSHOT, read_shipped, read_snapshot
from little_store import quads
from support import Called
from wikidata_examples import claim as wikidata_claim
from wikidata_examples import entity
from wikidata_examples import item as value_of
from wikidata_server import (
    BROKEN,
    CUT,
    FIXTURES,
    LAGGED,
    PAGE,
    TOO_OFTEN,
    WikidataServer,
    needs_fixtures,
    wikidata_server,
)

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
    assert verdicts(ours, item) == [("head office", "agree", "Other (Q6)")]
    unknown = replace(item, statements=said(p.HEADQUARTERS, "Q6"))
    (one,) = verdicts(ours, unknown)
    assert one[1] == "not comparable", "nobody knows where Q6 lies"


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


# What we say: documents and judgements, with periods as everywhere else


REVENUES = """
PREFIX race: <https://w3id.org/compute-race/ontology#>
PREFIX ent: <https://w3id.org/compute-race/id/>
PREFIX unit: <http://qudt.org/vocab/unit/>
PREFIX src: <https://w3id.org/compute-race/source/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
ent:acme race:fiscalYearEnd "--06-30"^^xsd:gMonthDay .
"""
ONE = """
src:the-paper-acme\\#r{number} a race:Claim ; race:inDocument src:the-paper-acme ;
    race:about ent:acme ; race:measure race:revenue ; race:modality race:reported ;
    race:unit unit:CCY_USD ; {more} .
"""
CALENDAR_YEAR = 'race:periodStart "2025"^^xsd:gYear ; race:periodEnd "2025"^^xsd:gYear'
EXACT_100 = "race:lower 100 ; race:upper 100"


def with_triples(*texts: str, graph: str = SRC + "the-paper-acme") -> MemoryStore:
    parsed = ox.parse((REVENUES + "".join(texts)).encode(), format=ox.RdfFormat.TURTLE)
    name = ox.NamedNode(graph)
    return MemoryStore(
        [*quads(), *(ox.Quad(q.subject, q.predicate, q.object, name) for q in parsed)]
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (f"{EXACT_100} ; {CALENDAR_YEAR}", [("100", "2025-12-31", "")]),
        (f"{EXACT_100} ; race:fiscalYear 2025", [("100", "2025-06-30", "")]),
        (f"race:lower 100 ; {CALENDAR_YEAR}", [("100", "2025-12-31", "at least")]),
        (f"race:upper 100 ; {CALENDAR_YEAR}", [("100", "2025-12-31", "up to")]),
        (
            f"{EXACT_100} ; race:approximate true ; {CALENDAR_YEAR}",
            [("100", "2025-12-31", "about")],
        ),
        (f"race:lower 100 ; race:upper 200 ; {CALENDAR_YEAR}", []),
        (f"{EXACT_100} ; race:fiscalYear 2025 ; race:fiscalQuarter 2", []),
        (f'{EXACT_100} ; race:periodText "annual"@en', []),
    ],
)
def test_a_year_is_what_the_period_resolves_to(
    more: str, expected: list[tuple[str, str, str]]
) -> None:
    found = read_revenue(with_triples(ONE.format(number=1, more=more))).get("ent:acme", ())
    assert [(str(one.amount), one.end.isoformat(), one.bound) for one in found] == expected


def test_what_we_judge_is_said_too() -> None:
    places = f"{GRAPH}judgements/places"
    store = with_triples("ent:acme race:headquarteredIn ent:earth .", graph=places)
    head_offices = read_said(store)["ent:acme"].related["head office"]
    assert head_offices == {"ent:earth": ("graph:judgements/places",)}


def test_what_only_follows_is_not_said() -> None:
    store = with_triples("ent:earth race:headquarteredIn ent:acme .", graph=f"{GRAPH}inferred")
    assert "ent:earth" not in read_said(store)


# Places


CITY, DISTRICT, COUNTRY, ELSEWHERE = "Q10", "Q11", "Q30", "Q20"
READ = {
    CITY: Item(CITY, statements=said(p.COUNTRY, COUNTRY), complete=WHOLE),
    DISTRICT: Item(
        DISTRICT, statements={**said(LOCATED_IN, CITY), **said(p.COUNTRY, COUNTRY)}, complete=WHOLE
    ),
    "Q12": Item("Q12", statements=said(p.COUNTRY, COUNTRY)),
    ELSEWHERE: Item(ELSEWHERE, statements=said(p.COUNTRY, "Q31"), complete=WHOLE),
}


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (CITY, CITY, "together"),
        (CITY, DISTRICT, "together"),
        (COUNTRY, DISTRICT, "together"),
        (CITY, COUNTRY, "together"),
        (CITY, ELSEWHERE, "apart"),
        (COUNTRY, ELSEWHERE, "apart"),
        (CITY, "Q12", "unknown"),
        (COUNTRY, "Q99", "unknown"),
        ("Q99", CITY, "unknown"),
    ],
)
def test_one_place_in_another(ours: str, theirs: str, expected: str) -> None:
    assert Places(countries=frozenset({COUNTRY}), read=READ.get).lies(ours, theirs) == expected


def test_two_cities_of_one_country_are_two_places() -> None:
    other = Item("Q13", statements=said(p.COUNTRY, COUNTRY), complete=WHOLE)
    places = Places(countries=frozenset({COUNTRY}), read={**READ, "Q13": other}.get)
    assert places.lies(CITY, "Q13") == "apart"


def test_our_graph_knows_where_places_lie() -> None:
    places = Ground({"ent:hangzhou": frozenset({"ent:china"})}, frozenset({"ent:china"})).places(
        {"ent:hangzhou": "Q4970", "ent:china": "Q148"}, lambda qid: None
    )
    assert places.lies("Q148", "Q4970") == "together"


def test_the_real_graph_knows_its_countries(real: EmbeddedStore) -> None:
    ground = read_ground(real)
    assert "ent:china" in ground.wider["ent:hangzhou"]
    assert {"ent:china", "ent:france"} <= ground.countries


def test_places_that_miss_each_other_differ() -> None:
    ours = Said({"head office": {"ent:earth": ("src:a",)}}, ())
    places = Places(countries=frozenset({"Q7"}), read=READ.get)
    links = replace(LINKS, places=places)
    item = Item("Q1", statements=said(p.HEADQUARTERS, ELSEWHERE), complete=WHOLE)
    assert [one.verdict for one in compare(ours, item, links)] == ["differ"]


# Statements


def test_what_is_past_agrees_no_more() -> None:
    past = Statement(p.PARENT, "Q5", "normal", qualifiers=(Snak(END, "2020"),))
    item = Item("Q1", statements={p.PARENT: (past,)}, complete=WHOLE)
    (one,) = compare(OURS, item, LINKS)
    assert (one.verdict, one.their_evidence) == ("differ", "normal rank, until 2020, 0 references")
    again = replace(item, statements={p.PARENT: (past, replace(past, qualifiers=()))})
    assert [one.verdict for one in compare(OURS, again, LINKS)] == ["agree"]


def test_one_of_two_parents_is_no_contradiction() -> None:
    ours = Said({"parent": {"ent:acme": ("src:a",), "ent:mother": ("src:a",)}}, ())
    item = replace(OLD, complete=WHOLE)
    assert [one[1] for one in verdicts(ours, item)] == ["only we", "agree"]


def test_a_further_parent_of_theirs_is_told() -> None:
    item = replace(OLD, statements=said(p.PARENT, "Q5", "Q6"))
    assert [one[1:] for one in verdicts(OURS, item)] == [
        ("agree", "mother (Q5)"),
        ("only Wikidata", "Other (Q6)"),
    ]


def test_a_parent_that_nobody_knows_and_none_at_all() -> None:
    for snak, expected in (("somevalue", "not comparable"), ("novalue", "differ")):
        one = Statement(p.PARENT, "", "normal", snak=snak)  # type: ignore[arg-type]
        item = Item("Q1", statements={p.PARENT: (one,)}, complete=WHOLE)
        assert [told[1] for told in verdicts(OURS, item)] == [expected]


def test_what_has_no_item_cannot_be_lacking() -> None:
    ours = Said({"subsidiary": {"ent:nobody": ("src:a",), "ent:mother": ("src:a",)}}, ())
    item = Item("Q1", complete=WHOLE)
    assert [one.verdict for one in compare(ours, item, LINKS)] == ["not comparable", "only we"]


# Revenue


def revenue(value: str, time: str, unit: str = "Q4917", rank: Rank = "normal") -> Statement:
    return Statement(p.REVENUE, value, rank, unit, qualifiers=(Snak(p.POINT_IN_TIME, time),))


def year(amount: int, *, end: str = "2024-12-31", unit: str = "USD", bound: Bound = "") -> Said:
    day = dt.date.fromisoformat(end)
    return Said({}, (Revenue(Decimal(amount), f"unit:CCY_{unit}", day, ("src:a",), bound),))


def revenues(ours: Said | None, *statements: Statement) -> list[str]:
    item = Item("Q1", statements={p.REVENUE: statements}, complete=WHOLE)
    return [one.verdict for one in compare(ours, item, LINKS)]


def test_another_currency_is_not_compared() -> None:
    assert revenues(year(100), revenue("90", "2024", "Q4916")) == ["not comparable"]
    both = (revenue("90", "2024", "Q4916"), revenue("101", "2024"))
    assert revenues(year(100), *both) == ["agree", "only Wikidata"]


def test_a_currency_without_an_item_is_not_compared() -> None:
    assert revenues(year(100, unit="XXX"), revenue("100", "2024", "")) == ["not comparable"]


@pytest.mark.parametrize(
    ("bound", "theirs", "expected"),
    [
        ("at least", "250", "agree"),
        ("at least", "90", "differ"),
        ("up to", "50", "agree"),
        ("up to", "110", "differ"),
        ("about", "104", "agree"),
        ("", "106", "differ"),
    ],
)
def test_an_open_end_reaches_without_limit(bound: Bound, theirs: str, expected: str) -> None:
    assert revenues(year(100, bound=bound), revenue(theirs, "2024")) == [expected]


def test_a_loss_is_no_rounding_of_a_larger_one() -> None:
    assert revenues(year(-5), revenue("-10", "2024")) == ["differ"]


@pytest.mark.parametrize(
    ("time", "is_that_year"),
    [
        ("2025", True),
        ("2024", True),
        ("2023", False),
        ("2025-01", True),
        ("2025-01-31", True),
        ("", False),
    ],
)
def test_a_year_that_closes_in_january(time: str, is_that_year: bool) -> None:
    expected = ["agree"] if is_that_year else ["only we", "only Wikidata"]
    assert revenues(year(100, end="2025-01-26"), revenue("100", time)) == expected


@pytest.mark.parametrize(
    ("time", "closes", "expected"),
    [
        ("2025", "", ["differ"]),
        ("2024", "", ["only we", "only Wikidata"]),
        ("2024", "2025-01-26", ["differ"]),
        ("2025-12-31", "", ["only we", "only Wikidata"]),
    ],
)
def test_only_what_surely_is_that_year_differs(time: str, closes: str, expected: list[str]) -> None:
    one = revenue("61", time)
    if closes:
        one = replace(one, qualifiers=(*one.qualifiers, Snak(END, closes)))
    assert revenues(year(100, end="2025-01-26"), one) == expected


def test_an_end_dates_a_year_where_no_point_does() -> None:
    one = replace(revenue("100", ""), qualifiers=(Snak(END, "2024-12-31"),))
    assert revenues(year(100), one) == ["agree"]


def test_a_figure_that_is_no_number_is_told_as_it_is() -> None:
    assert revenues(year(100), revenue("much", "2024")) == ["differ"]


# Changes


def test_of_a_merged_item_only_that_is_told() -> None:
    assert what(OLD, Item("Q2", {"en": "Other"}, complete=WHOLE)) == [("merged", "Q1", "Q2")]


def test_a_label_for_all_languages_is_one() -> None:
    assert what(OLD, replace(OLD, labels={"mul": "Acme"})) == []
    told = what(OLD, replace(OLD, labels={"mul": "Acme Corp"}))
    assert told == [("label (en)", "Acme", "Acme Corp")]


def test_a_page_of_meanings_is_told_when_it_becomes_one() -> None:
    page = replace(OLD, statements=said(p.INSTANCE_OF, p.DISAMBIGUATION))
    assert what(page, page) == []


@pytest.mark.parametrize(
    ("before", "after", "is_change"),
    [
        ("https://acme.example/", "http://www.acme.example", False),
        ("https://Acme.example/en/", "https://acme.example/en", False),
        ("https://acme.example/en", "https://acme.example/fr", True),
        ("https://acme.example", "https://other.example", True),
    ],
)
def test_a_site_is_the_same_however_its_address_is_written(
    before: str, after: str, is_change: bool
) -> None:
    old = replace(OLD, statements=said(p.WEBSITE, before), complete=WHOLE)
    assert bool(what(old, replace(old, statements=said(p.WEBSITE, after)))) is is_change


# A reading that is kept


def test_a_kept_reading_says_what_was_found_merged_and_missing(tmp_path: Path) -> None:
    one = Item("Q9", {"en": "One"}, redirects=("Q2",))
    found = {"Q2": one, "Q9": replace(one, redirects=()), "Q3": replace(one, redirects=("Q3",))}
    kept = Reading("here", found, frozenset({"Q40", "Q4"}), {"Q7": Item("Q7", {"en": "Place"})})
    path = tmp_path / "kept.jsonl"
    path.write_text(reading_text(kept))
    again = read_file(path, ["Q2", "Q3", "Q4", "Q9", "Q40", "Q50"])
    assert {qid: item.qid for qid, item in again.found.items()} == dict.fromkeys(found, "Q9")
    assert again.missing == kept.missing
    assert again.item("Q7") is not None
    assert reading_text(replace(again, name="here", around={})) != ""


@pytest.mark.usefixtures("impatient")
def test_what_was_kept_tells_what_was_told_online(race: Race, tmp_path: Path) -> None:
    saved = tmp_path / "saved.jsonl"
    with wikidata_server() as server:
        known(server)
        server.redirects["Q312"] = "Q95"
        server.entities["Q2283"] = entity(
            "Q2283",
            "Microsoft",
            claims={"P159": [wikidata_claim("P159", value_of("Q500"))]},
        )
        lies_in = {"P131": [wikidata_claim("P131", value_of("Q501"))]}
        server.entities["Q500"] = entity("Q500", "Campus", claims=lies_in)
        in_country = {"P17": [wikidata_claim("P17", value_of("Q30"))]}
        server.entities["Q501"] = entity("Q501", "Town", claims=in_country)
        things = ("google", "apple", "meta-platforms", "microsoft")
        how = ("--agreeing", "--format", "csv")
        asked = ("--online", "--endpoint", server.api, "--save", saved)
        online = race("link", "drift", *things, *asked, *how)
    assert online.code == 0, online.err
    kept = race("link", "drift", *things, "--against", saved, *how)
    assert kept.out == online.out
    assert "meta-platforms,Q380,deleted" in kept.out
    assert "apple,Q312,merged,changed,Q312,Q95" in kept.out
    assert "microsoft,Q2283,head office,agree,united-states (Q30),Campus (Q500)" in kept.out


def test_wrong_use_is_one_line(race: Race, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("nonsense\n")
    shipped = links_folder() / "wikidata.items.jsonl"
    before = shipped.read_bytes()
    for arguments, said_ in (
        (("nosuch",), "no entity nosuch"),
        (("crusoe",), "crusoe is not linked with an item - race link review crusoe"),
        (("--against", bad), "bad.jsonl:1: no item"),
        (("--against", tmp_path / "none.jsonl"), "cannot be read"),
        (("--only", "changes"), "a newer reading"),
        (("--save", bad), "add --online"),
        (("--online", "--save", shipped), "is the snapshot that ships"),
        (("--online",), "user agent"),
    ):
        called = race("link", "drift", *arguments)
        assert (called.code, called.out, called.err.count("\n")) == (2, "", 1), arguments
        assert said_ in called.err
    assert shipped.read_bytes() == before
    monkeypatch.setattr(
        "compute_race.linking.ledger.links_folder", lambda: tmp_path / "no-such-folder"
    )
    called = race("link", "drift")
    assert called.code == 2
    assert "nothing is linked" in called.err


# The recorded entities


@needs_fixtures
def test_microsoft_of_2020_beside_the_shipped_one(race: Race) -> None:
    path = FIXTURES / "entity_Q2283_Microsoft_2020-07.json"
    old = read_entity(json.loads(path.read_bytes()))
    new = read_shipped(links_folder() / SNAPSHOT).item("Q2283")
    assert new is not None
    told = {one.what: (one.before, one.after) for one in changes("microsoft", ROW_OF_IT, old, new)}
    assert told["inception (P571)"] == ("", "1975-04-04")
    assert set(told["class (P31)"][1].split(", ")) == {"Q891723", "Q43229"}


ROW_OF_IT = replace(ROW, object_id="wd:Q2283", object_label="Microsoft")


@needs_fixtures
def test_every_revenue_of_nvidia_is_told_with_rank_and_reference() -> None:
    path = FIXTURES / "entitydata_Q182477_NVIDIA_rev2458005940.json"
    (data,) = json.loads(path.read_bytes())["entities"].values()
    item = read_entity(data)
    links = replace(LINKS, entities={"Q4917": "unit:CCY_USD"})
    years = {one.what: one for one in compare(None, item, links) if one.what.startswith("revenue")}
    assert len(years) == len(item.statements[p.REVENUE])
    assert {one.verdict for one in years.values()} == {"only Wikidata"}
    assert all("rank" in one.their_evidence for one in years.values())
    assert any("1 reference" in one.their_evidence for one in years.values())
    assert all(one.theirs.endswith(" USD") for one in years.values())
