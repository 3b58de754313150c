"""What must not be answered, and the stored checks that must find nothing on a good build."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.answering.asking import answer
from compute_race.answering.lookup import slug
from compute_race.answering.options import CompareOptions
from compute_race.answering.questions import Question, load_questions, read_question
from compute_race.answering.ranking import Ranking, compare
from compute_race.basics.namespaces import ENT, RACE, SRC, shorten
from compute_race.dataset.store import EmbeddedStore, MemoryStore, Store, select
from foundation import foundation_store
from support import ROOT

QUESTIONS = ROOT / "queries" / "compare"
CHECKS = ROOT / "queries" / "checks"
CHECK_NAMES = sorted(path.stem for path in CHECKS.glob("*.rq"))
SEED = "silicon-fr-alibaba-30-milliards"
ALL_SCOPES = ("all",)

PREFIXES = """
PREFIX ent: <https://w3id.org/compute-race/id/>
PREFIX graph: <https://w3id.org/compute-race/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX race: <https://w3id.org/compute-race/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX src: <https://w3id.org/compute-race/source/>
PREFIX unit: <http://qudt.org/vocab/unit/>
PREFIX x: <https://example.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

#: For each check a graph that is just so broken, and the first cell of what it must tell.
BROKEN: dict[str, tuple[str, str]] = {
    "claim-in-another-graph": (
        """GRAPH src:one { x:c race:about ent:a ; race:modality race:planned ;
             race:inDocument src:two }""",
        "src:one",
    ),
    "comparable-without-rate": (
        """x:c race:unit unit:CCY_USD .
           x:v a race:ComparableValue ; race:comparableOf x:c ; race:currencyUnit unit:CCY_EUR ;
             race:rate x:r .
           x:r race:rateValue 0.9 ; race:rateSource "ECB" .""",
        "https://example.org/v",
    ),
    "conflict-without-two-sides": (
        "x:k a race:Conflict ; race:side x:s .",
        "https://example.org/k",
    ),
    "conversion-off": (
        """x:c race:lower 100 .
           x:v race:comparableOf x:c ; race:low 91.0 ; race:rate x:r .
           x:r race:rateValue 0.9 .""",
        "https://example.org/v",
    ),
    "derived-from-no-claim": (
        "x:v prov:wasDerivedFrom x:c . x:c a race:Claim .",
        "https://example.org/v",
    ),
    "derived-without-claim": (
        "x:v a race:PreferredValue .",
        "https://example.org/v",
    ),
    "headline-preferred-over-own-body": (
        """x:p race:preferredClaim x:h ; race:setAside x:a .
           x:a race:ofClaim x:b ; race:conflictKind "value" .
           x:h race:stated race:headline ; race:inDocument src:d ; race:unit unit:CCY_EUR .
           x:b race:stated race:body ; race:inDocument src:d ; race:unit unit:CCY_EUR .""",
        "https://example.org/p",
    ),
    "inferred-class-written-by-hand": (
        "GRAPH <https://w3id.org/compute-race/graph/entities/organizations> "
        "{ ent:a a race:Subsidiary }",
        "graph:entities/organizations",
    ),
    "low-above-high": ("x:v race:low 2.0 ; race:high 1.0 .", "https://example.org/v"),
    "per-year-off": (
        """x:p race:years 3.0 .
           x:v race:comparableOf x:p ; race:low 30.0 ; race:perYearLow 7.5 .""",
        "https://example.org/v",
    ),
    "preferred-and-set-aside": (
        """x:p race:valueClaim x:c ; race:setAside x:a .
           x:a race:ofClaim x:c ; race:conflictKind "value" .""",
        "https://example.org/p",
    ),
    "preferred-before-it-was-known": (
        """x:p a race:PreferredValue ; race:validFrom "2025-01-01"^^xsd:date ; race:about ent:a .
           ent:a a race:Announcement ; race:knownFrom "2025-01-02"^^xsd:date .""",
        "https://example.org/p",
    ),
    "preferred-claim-without-document": (
        """x:p race:preferredClaim x:c ; race:agreeingDocument src:two .
           x:c race:inDocument src:one .""",
        "https://example.org/p",
    ),
    "ranked-though-superseded": (
        """x:p a race:PreferredValue ; race:about ent:a ;
             race:validFrom "2025-01-15"^^xsd:date ; race:validUntil "2025-03-01"^^xsd:date .
           ent:a race:supersededBy ent:b . ent:b race:knownFrom "2025-02-01"^^xsd:date .""",
        "https://example.org/p",
    ),
    "rate-of-other-currencies": (
        """x:p race:statedUnit unit:CCY_CNY .
           x:v race:comparableOf x:p ; race:currencyUnit unit:CCY_EUR ; race:rate x:r .
           x:r race:fromCurrency unit:CCY_USD ; race:toCurrency unit:CCY_EUR .""",
        "https://example.org/v",
    ),
    "relation-nobody-states": (
        "GRAPH <https://w3id.org/compute-race/graph/entities/organizations> "
        "{ ent:a race:subsidiaryOf ent:b }",
        "graph:entities/organizations",
    ),
    "rival-of-its-own-group": (
        "ent:a race:competesWith ent:b ; race:group ent:g . ent:b race:group ent:g .",
        "a",
    ),
    "term-without-definition": (
        """x:v race:fortune 1 ; race:low 2 . race:low skos:definition "the low end" .""",
        "race:fortune",
    ),
    "two-preferred-at-once": (
        """ent:a a race:Announcement .
           x:p a race:PreferredValue ; race:about ent:a ; race:measure race:plannedInvestment ;
             race:validFrom "2025-01-01"^^xsd:date ; race:validUntil "2025-01-03"^^xsd:date .
           x:q a race:PreferredValue ; race:about ent:a ; race:measure race:plannedInvestment ;
             race:validFrom "2025-01-02"^^xsd:date .""",
        "a",
    ),
}


@pytest.fixture(scope="session")
def store(real: EmbeddedStore) -> EmbeddedStore:
    """Give the whole graph: what must not be answered must not be anywhere."""
    return real


@pytest.fixture(scope="session")
def foundation() -> MemoryStore:
    """Give the foundation, for what is true of the seed article and its neighbours alone."""
    return foundation_store()


def question(name: str, folder: Path = QUESTIONS) -> Question:
    found, problems = read_question(folder / f"{name}.rq")
    assert found is not None, problems
    return found


def ranking(store: Store, day: str, **changes: object) -> Ranking:
    options = CompareOptions(as_of=dt.date.fromisoformat(day), **changes)  # type: ignore[arg-type]
    return compare(store, options)


def ranked(store: Store, day: str, **changes: object) -> set[str]:
    return {slug(row.announcement or "") for row in ranking(store, day, **changes).rows}


def asked(store: Store, name: str, day: str) -> set[str]:
    rows = answer(store, question(name), {"asOf": day}).records()
    return {str(row["announcement"]) for row in rows}


RANKINGS = ("who-plans-most-in-total", "who-plans-most-per-year", "how-far-behind-the-leader")


# --- Who is no rival


@pytest.mark.parametrize("other", ["alibaba-group", "alibaba-cloud", "alibaba-qwen"])
def test_qwen_is_no_rival_of_its_own_group(store: EmbeddedStore, other: str) -> None:
    qwen, one = ox.NamedNode(ENT + "alibaba-qwen"), ox.NamedNode(ENT + other)
    assert store.query(f"ASK {{ {qwen} race:competesWith {one} }}") is False
    assert store.query(f"ASK {{ {one} race:competesWith {qwen} }}") is False


def test_nobody_competes_with_itself_or_its_group(store: EmbeddedStore) -> None:
    assert store.query("ASK { ?one race:competesWith ?other }") is True
    assert store.query("ASK { ?one race:competesWith ?one }") is False
    same = "ASK { ?one race:competesWith ?other . ?one race:group ?g . ?other race:group ?g }"
    assert store.query(same) is False


def test_a_headquarters_in_one_place_makes_no_rivals(
    store: EmbeddedStore, foundation: MemoryStore
) -> None:
    # Meta and Microsoft lie in one country, but no document puts Meta into the cloud market.
    rivals = "ent:meta-platforms race:competesWith ent:microsoft"
    assert foundation.query(f"ASK {{ {rivals} }}") is False
    # In the whole graph a document says so itself; nothing follows it from elsewhere.
    derived = "VALUES ?g { graph:inferred graph:rules }"
    assert store.query(f"ASK {{ {derived} GRAPH ?g {{ {rivals} }} }}") is False


# --- What a headline may not do


def test_headline_period_never_wins_over_the_body_of_its_document(store: EmbeddedStore) -> None:
    found = select(
        store,
        """SELECT DISTINCT ?row ?claim WHERE {
             ?row race:periodClaim ?claim ; race:years ?years .
             ?claim race:stated ?place ; race:inDocument ?document ; race:about ?about ;
               race:measure ?measure ; race:years ?headlineYears .
             FILTER(?place IN (race:headline, race:standfirst))
             ?body race:stated race:body ; race:inDocument ?document ; race:about ?about ;
               race:measure ?measure ; race:years ?bodyYears .
             FILTER(?bodyYears != ?headlineYears) }""",
    )
    assert found.rows == ()


@pytest.mark.parametrize("day", ["2025-02-24", "2025-03-01", "2025-12-31"])
def test_alibaba_is_never_ranked_over_one_year(
    store: EmbeddedStore, foundation: MemoryStore, day: str
) -> None:
    (row,) = ranking(foundation, day, among=("alibaba-group",), scope=ALL_SCOPES).rows
    (widest,) = ranking(store, day, among=("alibaba-group",), by="group").rows
    assert row.years == widest.years == 3
    assert row.low is not None
    assert row.low < Decimal("16.8e9")
    wrong = {f"{SRC}{SEED}#c0{number}" for number in (1, 2, 3)}
    for found in (row, widest):
        assert not wrong & {*found.claims}
        assert not {f"{SRC}{SEED}#c01", f"{SRC}{SEED}#c02"} & {*found.period_claims}


# --- What is no longer, or not yet, so


@pytest.mark.parametrize("old", ["amazon-2025-100bn", "alphabet-2025-75bn"])
def test_superseded_plan_is_not_ranked_once_its_successor_is_known(
    store: EmbeddedStore, old: str
) -> None:
    later = "2025-11-01"
    assert old in ranked(store, "2025-03-01")
    assert old not in ranked(store, later)
    for name in RANKINGS:
        assert old in asked(store, name, "2025-03-01")
        assert old not in asked(store, name, later)
    reasons = {slug(i.announcement): i.reason for i in ranking(store, later).left_out}
    assert reasons[old] == "superseded"


def test_successor_counts_from_its_day_and_not_before(store: EmbeddedStore) -> None:
    assert "amazon-2025-125bn" not in ranked(store, "2025-10-29")
    assert "amazon-2025-100bn" in ranked(store, "2025-10-29")
    assert "amazon-2025-125bn" in ranked(store, "2025-10-30")
    assert "amazon-2025-100bn" not in ranked(store, "2025-10-30")


def test_expired_plan_is_not_ranked(store: EmbeddedStore) -> None:
    # Microsoft's fiscal year closed on 30 June 2025.
    assert "microsoft-fy25-80bn" in ranked(store, "2025-06-30")
    assert "microsoft-fy25-80bn" not in ranked(store, "2025-07-01")
    assert "microsoft-fy25-80bn" not in asked(store, "who-plans-most-per-year", "2025-07-01")


def test_alibabas_plan_is_not_known_the_day_before(store: EmbeddedStore) -> None:
    found = ranking(store, "2025-02-23", scope=ALL_SCOPES)
    assert "alibaba-380bn" not in {slug(row.announcement or "") for row in found.rows}
    assert "alibaba-380bn" not in {slug(item.announcement) for item in found.left_out}
    for name in (*RANKINGS, "timeline"):
        assert "alibaba-380bn" not in asked(store, name, "2025-02-23")
        assert "alibaba-380bn" in asked(store, name, "2025-02-24")


@pytest.mark.parametrize("day", ["2025-01-21", "2025-02-08", "2025-02-24", "2025-07-23"])
def test_nothing_supports_an_answer_before_it_was_known(store: EmbeddedStore, day: str) -> None:
    late = {
        term.value
        for (term,) in select(
            store,
            "SELECT DISTINCT ?thing WHERE { ?thing race:knownFromBasis ?basis "
            "OPTIONAL { ?thing race:knownFrom ?known } "
            f'FILTER(!BOUND(?known) || ?known > "{day}"^^xsd:date) }}',
        ).rows
        if isinstance(term, ox.NamedNode)
    }
    assert late
    for row in ranking(store, day, scope=ALL_SCOPES, per="total").rows:
        assert row.announcement not in late
        assert not late & set(row.documents)
        assert not late & {claim.partition("#")[0] for claim in (*row.claims, *row.period_claims)}


def test_document_without_any_day_supports_no_answer(store: EmbeddedStore) -> None:
    unknown = {
        term.value
        for (term,) in select(
            store, 'SELECT DISTINCT ?d WHERE { ?d race:knownFromBasis "unknown" }'
        ).rows
        if isinstance(term, ox.NamedNode)
    }
    assert SRC + "stock-titan-undated-alibaba-december-quarter-2024" in unknown
    assert SRC + "capacity-media-undated-meta-72bn" in unknown
    used = select(
        store,
        "SELECT DISTINCT ?d WHERE { { ?row race:agreeingDocument ?d } UNION "
        "{ ?row race:periodClaim/race:inDocument ?d } }",
    ).rows
    assert not unknown & {term.value for (term,) in used if isinstance(term, ox.NamedNode)}
    assert "meta-2025-64-72bn" not in ranked(store, "2026-01-01", scope=ALL_SCOPES)


# --- What is not counted twice


@pytest.mark.parametrize("per", ["year", "total"])
@pytest.mark.parametrize("day", ["2025-03-01", "2026-03-01"])
@pytest.mark.parametrize("by", ["bloc", "group", "organization", "initiative"])
def test_no_sum_counts_a_part_twice(store: EmbeddedStore, by: str, day: str, per: str) -> None:
    held = select(
        store,
        "SELECT DISTINCT ?part ?whole WHERE { ?part race:partOf|race:restates|race:supersededBy"
        " ?whole FILTER(?part != ?whole) }",
    ).rows
    pairs = [(a.value, b.value) for a, b in held if a and b]  # type: ignore[union-attr]
    assert len(pairs) > 50
    singles = {row.about: row for row in ranking(store, day, per=per, scope=ALL_SCOPES).rows}
    for row in ranking(store, day, by=by, per=per, scope=ALL_SCOPES).rows:
        parts = row.parts or (row.about,)
        assert len(set(parts)) == len(parts)
        assert not [pair for pair in pairs if set(pair) <= set(parts)]
        ends = [singles[part].low for part in parts]
        assert row.low == (sum((end or Decimal(0) for end in ends), Decimal(0)) or row.low)


@pytest.mark.parametrize("day", ["2025-03-01", "2025-11-01", "2026-03-01"])
def test_stored_sums_are_those_of_the_command(store: EmbeddedStore, day: str) -> None:
    stored = answer(store, question("balance-between-blocs"), {"asOf": day}).records()
    found = ranking(store, day, by="bloc").rows
    assert {(r["bloc"], r["low"], r["high"]) for r in stored} == {
        (slug(r.about), r.low, r.high) for r in found
    }


@pytest.mark.parametrize("day", ["2025-01-22", "2025-02-23", "2025-03-01", "2026-03-01"])
@pytest.mark.parametrize("currency", ["EUR", "USD", "CNY"])
def test_stored_rankings_are_those_of_the_command(
    store: EmbeddedStore, day: str, currency: str
) -> None:
    """The question has a row for each announcer, and none for what was said of nobody's plan."""
    for name, per in (("who-plans-most-in-total", "total"), ("who-plans-most-per-year", "year")):
        stored = answer(store, question(name), {"asOf": day, "currency": currency}).records()
        found = ranking(store, day, per=per, currency=currency).rows
        assert list(dict.fromkeys((r["announcement"], r["low"], r["high"]) for r in stored)) == [
            (slug(r.about), r.low, r.high) for r in found if r.announcement
        ]


# --- What is not shown without its source


@pytest.mark.parametrize("currency", ["EUR", "USD", "CNY"])
def test_no_converted_figure_without_rate_and_day(store: EmbeddedStore, currency: str) -> None:
    rows = ranking(store, "2025-03-01", per="total", currency=currency, scope=ALL_SCOPES).rows
    assert rows
    for row in rows:
        assert row.rate is not None
        assert row.rate.target == currency
        assert row.rate.value > 0
        assert row.rate.date > dt.date.min
        assert row.rate.origin
        assert row.rate.date <= dt.date(2025, 3, 1)
    for record in answer(store, question("who-plans-most-in-total"), {"currency": currency}):
        assert record["rate"] is not None
        assert record["rateDate"] is not None


def test_research_firms_figures_are_not_attributed_to_alibaba(foundation: MemoryStore) -> None:
    rows = answer(foundation, question("market-position"), {}).records()
    assert {row["measure"] for row in rows} == {RACE + "marketRank", RACE + "marketShare"}
    assert all(row["attributedTo"] is None for row in rows)
    assert all(row["attribution"] for row in rows)
    assert all(row["modality"] == RACE + "estimated" for row in rows)


@pytest.mark.parametrize("relation", ["locatedIn", "inBloc", "headquarteredIn"])
def test_no_geography_for_alibabas_spending(store: EmbeddedStore, relation: str) -> None:
    subject = ox.NamedNode(ENT + "alibaba-380bn")
    assert store.query(f"ASK {{ {subject} race:{relation} ?place }}") is False
    assert store.query(f"ASK {{ ?c race:about {subject} ; race:{relation} ?place }}") is False
    unknown = answer(store, question("what-is-not-known"), {}).records()
    assert {
        "missing": "geography",
        "kind": "announcement",
        "thing": subject.value,
        "words": None,
    } in unknown


def test_seed_has_no_date_of_its_own(store: EmbeddedStore) -> None:
    assert store.query(f"ASK {{ src:{SEED} race:publishedOn ?day }}") is False
    found = select(store, f"SELECT ?basis WHERE {{ src:{SEED} race:knownFromBasis ?basis }}").rows
    assert [str(getattr(term, "value", term)) for (term,) in found] == ["latest-announcement"]


def test_seed_gives_no_period_for_the_american_rivals(store: EmbeddedStore) -> None:
    for number in (12, 13, 14, 15):
        assert store.query(f"ASK {{ <{SRC}{SEED}#c{number}> race:years ?years }}") is False


# --- The stored checks


def test_every_check_has_a_broken_graph() -> None:
    assert [item.name for item in load_questions(CHECKS)] == CHECK_NAMES
    assert sorted(BROKEN) == CHECK_NAMES


@pytest.mark.parametrize("name", CHECK_NAMES)
def test_check_header_is_complete(name: str) -> None:
    found = question(name, CHECKS)
    assert found.summary
    assert found.summary_fr
    assert "check" in found.tags
    assert not found.params


@pytest.mark.parametrize("name", CHECK_NAMES)
def test_check_finds_nothing_on_a_good_build(name: str, store: EmbeddedStore) -> None:
    assert answer(store, question(name, CHECKS), {}).to_plain() == []


@pytest.mark.parametrize("name", CHECK_NAMES)
def test_check_finds_what_is_broken(name: str) -> None:
    body, wanted = BROKEN[name]
    inner = ox.Store()
    inner.update(f"{PREFIXES} INSERT DATA {{ {body} }}")
    rows = answer(MemoryStore(inner), question(name, CHECKS), {}).rows
    assert rows
    assert shorten(str(rows[0][0])) == wanted
