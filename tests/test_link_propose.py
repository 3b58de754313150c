"""Proposals: only what maps, is sure, cited and lacking; written so that it reads back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from compute_race.basics.paths import data_folder
from compute_race.dataset.sssom import MappingRow
from compute_race.dataset.store import EmbeddedStore, MemoryStore
from compute_race.linking.citing import Citation, Citations
from compute_race.linking.entities import read_entities
from compute_race.linking.figures import Revenues
from compute_race.linking.giving import proposals
from compute_race.linking.ledger import Ledger
from compute_race.linking.mapping import (
    DAYS,
    REFUSED_IDENTITY,
    REFUSED_MEASURES,
    REFUSED_RELATIONS,
    RELATIONS,
)
from compute_race.linking.propose import Proposal, Proposer
from compute_race.linking.quickstatements import as_csv, fits_v1, time, v1
from compute_race.wikidata import items as p
from compute_race.wikidata.entity_json import read_entity
from compute_race.wikidata.items import Item, Rank, Snak, Statement
from little_wikidata import facts
from quickstatements_reader import Command, read_csv, read_v1
from support import Called
from wikidata_server import needs_fixtures, recorded

Race = Callable[..., Called]
WHOLE = frozenset({"*"})
LINKS = {
    "ent:acme": "Q1",
    "ent:mother": "Q2",
    "ent:aunt": "Q3",
    "ent:paris": "Q90",
    "ent:lyon": "Q456",
    "ent:france": "Q142",
    "ent:gpt": "Q5",
    "unit:CCY_USD": "Q4917",
    "unit:CCY_CNY": "Q39099",
}
ENTITIES = """
    ent:acme a race:Company, race:Organization ; rdfs:label "Acme"@en ; race:cik "0000000007" ;
        race:website "https://acme.example/" .
    ent:mother a race:Company, race:Organization ; rdfs:label "Mother"@en .
    ent:aunt a race:Company, race:Organization ; rdfs:label "Aunt"@en .
    ent:paris a race:Place ; rdfs:label "Paris"@en .
    ent:lyon a race:Place ; rdfs:label "Lyon"@en .
    ent:france a race:Country ; rdfs:label "France"@en .
    ent:gpt a race:Model ; rdfs:label "GPT"@en .
    ent:chip a race:Accelerator ; rdfs:label "Chip"@en .
    ent:the-paper a race:Publisher ; rdfs:label "Paper"@en ."""
FISCAL = 'ent:acme race:fiscalYearEnd "--06-30"^^xsd:gMonthDay .'


def document(
    name: str,
    says: str,
    kind: str = "newspaper",
    publisher: str = "the-paper",
    title: str | None = '"A title"@en',
    url: str | None = "https://a.example/x",
    published: str = '"2025-02"^^xsd:gYearMonth',
) -> dict[str, str]:
    """Write a document's graph; ``title`` and ``published`` are literals."""
    parts = [f"src:{name} a race:Article ; race:publisher ent:{publisher}"]
    parts += [f"race:title {title}"] if title else []
    parts += [f'race:url "{url}"^^xsd:anyURI'] if url else []
    parts += [f"race:publishedOn {published}"] if published else []
    return {f"src:{name}": f"{' ; '.join(parts)} ; race:sourceKind race:{kind} . {says}"}


CURRENCIES = "unit:CCY_USD a race:Currency . unit:CCY_CNY a race:Currency ."


def store(*documents: Mapping[str, str], more: str = FISCAL) -> MemoryStore:
    graphs = {"graph:entities/all": ENTITIES, "graph:rules": more, "graph:ontology": CURRENCIES}
    for one in documents:
        graphs |= one
    return facts(graphs)


def row(name: str, qid: str, sure: str = "0.9", predicate: str = "exact") -> MappingRow:
    manual = "semapv:ManualMappingCuration"
    return MappingRow(name, f"skos:{predicate}Match", f"wd:{qid}", manual, confidence=sure)


def decided(
    kept: MemoryStore,
    known: Iterable[Item] | None = None,
    rows: Iterable[MappingRow] | None = None,
    chosen: frozenset[str] | None = None,
    missing: frozenset[str] = frozenset(),
) -> tuple[list[Proposal], dict[str, str]]:
    """Decide on all that a store says; give what is proposed, and reasons by what is not."""
    ledger = Ledger(Path("x"), (), list(rows or (row(*pair) for pair in LINKS.items())))
    read = [Item(qid, complete=WHOLE) for qid in LINKS.values()] if known is None else known
    citations = Citations(kept)
    entities = read_entities(kept)
    by_id = {item.qid: item for item in read}
    by_id |= {old: item for item in by_id.values() for old in item.redirects}
    proposer = Proposer(entities, ledger, by_id, citations, missing)
    names = chosen if chosen is not None else frozenset(one.name for one in entities)
    found, refused = proposals(kept, proposer, Revenues(kept, citations), names)
    return found, {one.what: one.reason for one in refused}


def brief(found: Iterable[Proposal]) -> list[tuple[str, str, str]]:
    return [(one.qid, one.property, one.value) for one in found]


PARENT = "ent:acme race:subsidiaryOf ent:mother ."


def test_a_subsidiary_is_proposed_from_both_sides() -> None:
    found, _ = decided(store(document("a", PARENT)))
    assert brief(found) == [("Q1", "P749", "Q2"), ("Q2", "P355", "Q1")]
    assert found[0].citation == Citation("src:a", "https://a.example/x", "A title", "en", "2025-02")


def test_what_else_maps() -> None:
    says = """ent:acme race:headquarteredIn ent:paris ; race:develops ent:gpt ;
        race:foundedOn "1999"^^xsd:gYear . ent:gpt race:releasedOn "2025-03-04"^^xsd:date ."""
    found, _ = decided(store(document("a", says)))
    assert brief(found) == [
        ("Q1", "P159", "Q90"),
        ("Q1", "P571", "1999"),
        ("Q5", "P178", "Q1"),
        ("Q5", "P577", "2025-03-04"),
    ]


def test_of_what_a_chip_or_a_country_would_take_nothing_is_proposed() -> None:
    says = """ent:acme race:headquarteredIn ent:france ; race:develops ent:chip .
        ent:chip race:releasedOn "2025"^^xsd:gYear ."""
    found, refused = decided(store(document("a", says)))
    assert found == []
    assert refused["acme headquarteredIn france"] == "a country is no head office"
    assert "P176" in refused["acme develops chip"]
    assert refused["chip releasedOn 2025 (P577)"] == "P577 is of model"


def test_a_country_beside_a_city_is_no_second_head_office() -> None:
    says = "ent:acme race:headquarteredIn ent:france, ent:paris ."
    found, _ = decided(store(document("a", says)))
    assert brief(found) == [("Q1", "P159", "Q90")]


@pytest.mark.parametrize(
    ("says", "names"),
    [
        ("ent:acme race:headquarteredIn ent:paris, ent:lyon .", "lyon, paris"),
        ("ent:acme race:subsidiaryOf ent:mother, ent:aunt .", "aunt, mother"),
        (f"{PARENT} ent:acme race:businessUnitOf ent:aunt .", "aunt, mother"),
    ],
)
def test_where_our_documents_name_several_nothing_is_proposed(says: str, names: str) -> None:
    found, refused = decided(store(document("a", says, "blog")))
    assert found == []
    assert f"our documents name several: {names}" in refused.values()


@pytest.mark.parametrize("kind", ["blog", "repost", "financialPress", "researchNote", "dataset"])
def test_some_kinds_of_documents_are_never_cited(kind: str) -> None:
    found, refused = decided(store(document("a", PARENT, kind)))
    assert found == []
    assert "no document that may be cited" in refused["acme subsidiaryOf mother (P749)"]


@pytest.mark.parametrize("absent", [{"title": None}, {"url": None}])
def test_what_has_no_title_or_address_is_not_cited(absent: dict[str, None]) -> None:
    assert decided(store(document("a", PARENT, **absent)))[0] == []  # type: ignore[arg-type]


def test_the_best_document_is_cited() -> None:
    kept = store(
        document("a", PARENT, "newspaper", published=""),
        document("b", PARENT, "tradePress"),
        document("c", PARENT, "newspaper"),
        document("d", PARENT, "announcersOwn", publisher="aunt"),
    )
    assert {one.citation.document for one in decided(kept)[0]} == {"src:c"}
    own = document("e", PARENT, "announcersOwn", publisher="acme", published="")
    kept = store(own, document("c", PARENT, "newspaper"))
    assert {one.citation.document for one in decided(kept)[0]} == {"src:e"}


def test_somebodys_own_document_is_not_cited_for_others() -> None:
    says = document("a", PARENT, "announcersOwn", publisher="aunt")
    assert decided(store(says))[0] == []
    grouped = store(
        says, more="ent:aunt race:group ent:mother . ent:mother race:group ent:mother ."
    )
    assert len(decided(grouped)[0]) == 2


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ([row("ent:acme", "Q1", "0.74")], "the link of acme is not sure enough (0.74)"),
        ([row("ent:acme", "Q1", "")], "the link of acme is not sure enough (0)"),
        ([row("ent:acme", "Q1", predicate="close")], "acme is not linked as the same thing"),
        ([], "acme is not linked as the same thing"),
    ],
)
def test_both_ends_need_a_sure_link(changed: list[MappingRow], reason: str) -> None:
    rest = [row(*pair) for pair in LINKS.items() if pair[0] != "ent:acme"]
    found, refused = decided(store(document("a", PARENT)), rows=[*rest, *changed])
    assert found == []
    assert refused["acme subsidiaryOf mother (P749)"] == reason
    assert refused["acme subsidiaryOf mother (P355)"] == reason


def other(*statements: Statement, qid: str = "Q1", **more: object) -> list[Item]:
    """Give the items read, one of them with statements."""
    by_name: dict[str, tuple[Statement, ...]] = {}
    for one in statements:
        by_name[one.property] = (*by_name.get(one.property, ()), one)
    kept = {"complete": WHOLE, **more}
    changed = Item(qid, statements=by_name, **kept)  # type: ignore[arg-type]
    return [*(Item(one, complete=WHOLE) for one in LINKS.values() if one != qid), changed]


@pytest.mark.parametrize(
    ("value", "rank", "reason"),
    [
        ("Q2", "normal", "Wikidata has it"),
        ("Q2", "preferred", "Wikidata has it"),
        ("Q2", "deprecated", "Wikidata has it"),
        ("Q9", "normal", "Wikidata says another one: race link drift"),
    ],
)
def test_what_wikidata_has_or_says_otherwise_is_not_proposed(
    value: str, rank: Rank, reason: str
) -> None:
    known = other(Statement(p.PARENT, value, rank))
    found, refused = decided(store(document("a", PARENT)), known)
    assert brief(found) == [("Q2", "P355", "Q1")]
    assert refused["acme subsidiaryOf mother (P749)"] == reason


def test_another_head_office_is_drift_and_another_subsidiary_is_none() -> None:
    says = f"{PARENT} ent:acme race:headquarteredIn ent:paris ."
    known = other(Statement(p.HEADQUARTERS, "Q456"))
    found, refused = decided(store(document("a", says)), known)
    assert refused["acme headquarteredIn paris (P159)"].endswith("race link drift")
    found, _ = decided(store(document("a", says)), other(Statement("P355", "Q9"), qid="Q2"))
    assert ("Q2", "P355", "Q1") in brief(found)


def test_that_there_is_none_is_an_answer_too() -> None:
    known = other(Statement("P355", "", "normal", snak="novalue"), qid="Q2")
    _, refused = decided(store(document("a", PARENT)), known)
    assert "there is none" in refused["acme subsidiaryOf mother (P355)"]


def test_of_what_was_not_read_whole_nothing_is_proposed() -> None:
    for known in ([], [Item("Q1"), Item("Q2", complete=frozenset({"P31"}))]):
        found, refused = decided(store(document("a", PARENT)), known)
        assert found == []
        assert "--online" in refused["acme subsidiaryOf mother (P749)"]
    found, _ = decided(store(document("a", PARENT)), [Item("Q1", complete=frozenset({"P749"}))])
    assert brief(found) == [("Q1", "P749", "Q2")]


def test_deleted_and_merged_items_get_nothing() -> None:
    kept = store(document("a", PARENT))
    found, refused = decided(kept, missing=frozenset({"Q1"}))
    assert found == []
    assert "Q1 does not exist any more" in refused["acme subsidiaryOf mother (P355)"]
    found, refused = decided(kept, [Item("Q8", complete=WHOLE, redirects=("Q2",))])
    assert found == []
    assert "Q2 was merged" in refused["acme subsidiaryOf mother (P355)"]


def test_every_relation_and_measure_has_its_rule(real: EmbeddedStore) -> None:
    ontology = data_folder("ontology")
    text = (ontology / "terms" / "measures.ttl").read_text(encoding="utf-8")
    measures = {line[5:].split()[0] for line in text.splitlines() if " a race:Measure" in line}
    assert measures == {*REFUSED_MEASURES, "revenue"}
    contract = (data_folder("graph") / "FORMAT.md").read_text(encoding="utf-8")
    table = contract.partition("| of | relations |")[2].partition("\n\n")[0]
    stated = set(table.split("`")[1::2])
    assert stated == {*RELATIONS, *DAYS, *REFUSED_RELATIONS}


def test_planned_investment_is_never_proposed() -> None:
    assert "plannedInvestment" in REFUSED_MEASURES
    says = claim("c01", "2025", measure="plannedInvestment")
    found, refused = decided(store(document("a", says, "announcersOwn", publisher="acme")))
    assert found == []
    assert refused["plannedInvestment"] == "no property means an investment that is planned"


def test_identity_without_a_document_is_not_proposed() -> None:
    found, refused = decided(store())
    assert found == []
    assert set(REFUSED_IDENTITY) == {"website", "lei"}
    assert "identity" in refused["website"]
    assert "race import sec" in refused["cik"]


def claim(
    name: str,
    year: str | None = "2025",
    amount: str = "75000000000",
    measure: str = "revenue",
    more: str = "",
    *,
    upper: str = "",
    unit: str = "USD",
    modality: str = "reported",
) -> str:
    """Write a claim of Acme's revenue in a document ``a``."""
    period = f'race:fiscalYear "{year}"^^xsd:gYear ;' if year else ""
    return f"""src:a\\#{name} a race:Claim ; race:inDocument src:a ; race:about ent:acme ;
        race:measure race:{measure} ; race:lower {amount} ; race:upper {upper or amount} ;
        race:unit unit:CCY_{unit} ; {period} {more} race:modality race:{modality} ."""


def own(*says: str) -> dict[str, str]:
    """Write Acme's own filing."""
    return document("a", " ".join(says), "officialFiling", publisher="acme")


def test_revenue_of_a_year_is_of_its_last_day() -> None:
    found, _ = decided(store(own(claim("c01"))))
    assert brief(found) == [("Q1", "P2139", "75000000000")]
    assert (found[0].unit, found[0].point_in_time) == ("Q4917", "2025-06-30")
    (command,) = read_v1(v1(found, None))
    assert command.value == "75000000000U4917"
    assert command.qualifiers == {"P585": "+2025-06-30T00:00:00Z/11"}


def days(start: str, end: str) -> str:
    return f'race:periodStart "{start}"^^xsd:date ; race:periodEnd "{end}"^^xsd:date ;'


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        (claim("c01", upper="76000000000"), "a bound or a range"),
        (claim("c01", more="race:approximate true ;"), "about so much"),
        (claim("c01", modality="estimated"), "not reported, but estimated"),
        (claim("c01", more='race:attribution "an analyst"@en ;'), "others say it"),
        (claim("c01", more="race:attributedTo ent:aunt ;"), "others say it"),
        (claim("c01", more='race:restatedOn "2026-01-01"^^xsd:date ;'), "restated on 2026-01-01"),
        (claim("c01", more='race:definition "only abroad"@en ;'), "by a definition of its own"),
        (claim("c01", more="race:fiscalQuarter 3 ;"), "of no whole year"),
        (claim("c01", None), "of no whole year"),
        (claim("c01", None, more=days("2025-01-01", "2025-06-30")), "of no whole year"),
        (
            claim("c01", None, more=days("2024-10-01", "2025-09-30")),
            "of twelve months that are no fiscal year",
        ),
        (
            claim(
                "c01",
                None,
                more='race:periodStart "2025"^^xsd:gYear ; race:periodEnd "2025"^^xsd:gYear ;',
            ),
            "of twelve months that are no fiscal year",
        ),
    ],
)
def test_revenue_that_is_not_of_a_year_as_reported_is_refused(says: str, reason: str) -> None:
    found, refused = decided(store(own(says)))
    assert found == []
    assert reason in refused.values()


def test_without_the_closing_day_no_year_is_dated() -> None:
    found, refused = decided(store(own(claim("c01")), more=""))
    assert found == []
    assert "nobody says when its year closes" in refused.values()


def test_a_year_of_weeks_ends_when_it_says() -> None:
    says = claim("c01", None, more=days("2024-06-30", "2025-06-28"))
    found, _ = decided(store(own(says)))
    assert [one.point_in_time for one in found] == ["2025-06-28"]


def test_figures_that_disagree_or_are_converted_are_refused() -> None:
    found, refused = decided(store(own(claim("c01"), claim("c02", amount="75100000000"))))
    assert found == []
    assert "our documents disagree" in refused.values()
    both = own(claim("c01"), claim("c02", amount="540000000000", unit="CNY"))
    found, refused = decided(store(both))
    assert found == []
    seat = "ent:acme race:locatedIn ent:china . ent:china race:currency unit:CCY_CNY ."
    found, refused = decided(store(both, more=f"{FISCAL} {seat}"))
    assert [(one.value, one.unit) for one in found] == [("540000000000", "Q39099")]
    assert "in USD, not known to be its own" in refused.values()
    found, refused = decided(store(own(claim("c01")), more=f"{FISCAL} {seat}"))
    assert found == []


def test_a_newspaper_is_not_cited_for_a_figure() -> None:
    assert decided(store(document("a", claim("c01"))))[0] == []


def revenue(value: str, **qualifiers: str) -> Statement:
    snaks = tuple(Snak(name, when) for name, when in qualifiers.items())
    return Statement(p.REVENUE, value, "normal", "Q4917", qualifiers=snaks)


@pytest.mark.parametrize(
    ("stated", "is_there"),
    [
        (revenue("1", P585="2025-06-30"), True),
        (revenue("1", P585="2025"), True),
        # A year that closes in June is called after the one in which it began, too.
        (revenue("1", P585="2024"), True),
        (revenue("1", P585="2024", P582="2025-06-28"), True),
        (revenue("75000000000"), True),
        (revenue("75000000000", P585="2030"), True),
        (revenue("1", P585="2024-06-30"), False),
        (revenue("1", P585="2025", P582="2026-06-30"), False),
        (revenue("1", P585="2026"), False),
        (revenue("1"), False),
    ],
)
def test_a_year_that_wikidata_has_is_not_proposed(stated: Statement, is_there: bool) -> None:
    found, refused = decided(store(own(claim("c01"))), other(stated))
    assert (found == []) is is_there
    assert ("acme revenue 2025-06-30" in refused) is is_there


FILED = (
    'race:attributedTo ent:acme ; race:concept "us-gaap:Revenues" ; race:formType "10-K" ;'
    ' race:accessionNumber "0000000009-25-000001" ; race:filedOn "2025-07-30"^^xsd:date ;'
    ' race:definition "revenue from all sources"@en ;'
)


def filed(name: str = "c01", **more: str) -> dict[str, str]:
    """Write company facts of the SEC with one figure of Acme's."""
    says = claim(name, more=days("2024-07-01", "2025-06-30") + FILED, **more)
    title = '"SEC company facts: Acme"@en'
    facts_url = "https://data.sec.gov/api/xbrl/companyfacts/CIK0000000007.json"
    return document("a", says, "officialFiling", "sec", title, facts_url, '"2025"^^xsd:gYear')


def test_a_filed_figure_is_cited_by_its_filing_and_not_by_the_data_set() -> None:
    found, _ = decided(store(filed()))
    assert brief(found) == [("Q1", "P2139", "75000000000"), ("Q1", "P5531", "0000000007")]
    for one in found:
        assert one.citation == Citation(
            "src:a",
            "https://www.sec.gov/Archives/edgar/data/7/000000000925000001/"
            "0000000009-25-000001-index.htm",
            "EDGAR Filing Documents for 0000000009-25-000001",
            "en",
            "2025-07-30",
        )
    commands = read_v1(v1(found, None))
    assert commands[1].value == '"0000000007"'


def test_a_cik_that_wikidata_has_is_not_proposed() -> None:
    found, refused = decided(store(filed()), other(Statement(p.CIK, "0000000007")))
    assert brief(found) == [("Q1", "P2139", "75000000000")]
    assert refused["acme cik 0000000007"] == "Wikidata has it"


def test_revenue_of_all_sources_stands_before_that_of_contracts() -> None:
    contract = claim("c02", amount="74000000000", more=f"{FILED.replace('Revenues', 'X')}")
    graph = filed()
    graph["src:a"] += contract
    assert ("Q1", "P2139", "75000000000") in brief(decided(store(graph))[0])


@needs_fixtures
def test_what_coreweave_and_nvidia_lack_and_have() -> None:
    """The figures are made up; the items are Wikidata's as recorded."""
    known = [
        read_entity(next(iter(recorded(name)["entities"].values())))
        for name in (
            "entitydata_Q182477_NVIDIA_rev2458005940",
            "entitydata_Q121875386_CoreWeave_rev2553744070",
        )
    ]
    for qid, cik, lacks in (("Q182477", "0001045810", False), ("Q121875386", "0001769628", True)):
        graph = filed()
        text = (
            graph["src:a"].replace("2025-06-30", "2025-01-26").replace("2024-07-01", "2024-01-29")
        )
        rows = [row("ent:acme", qid), row("unit:CCY_USD", "Q4917")]
        kept = facts(
            {
                "graph:entities/all": ENTITIES.replace("0000000007", cik),
                "graph:ontology": CURRENCIES,
                "src:a": text,
            }
        )
        found, refused = decided(kept, known, rows)
        expected = [(qid, "P2139", "75000000000"), (qid, "P5531", cik)]
        assert brief(found) == (expected if lacks else [])
        # Nvidia's year until 2025-01-26 is dated 2024 there.
        assert ("acme revenue 2025-01-26" in refused) is not lacks


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2025", "+2025-00-00T00:00:00Z/9"),
        ("2025-02", "+2025-02-00T00:00:00Z/10"),
        ("2025-02-24", "+2025-02-24T00:00:00Z/11"),
    ],
)
def test_a_date_is_as_precise_as_it_is(date: str, expected: str) -> None:
    assert time(date) == expected


def cited(title: str, url: str = "https://a.example/x", lang: str = "en") -> Proposal:
    citation = Citation("src:a", url, title, lang, "2025")
    return Proposal("Q1", "P749", "Q2", "", "", "acme", "told", citation)


TITLES = ['He said "no"', '"All" of "it"', "“Curly”", "😀 🤖", "שלום עולם", "x" * 300]
TITLES += ["it's; #1, 50%", "a, b", "/* no comment */", "Q1", "-", "\u202eabc"]


@pytest.mark.parametrize("title", TITLES)
def test_titles_of_every_kind_read_back(title: str) -> None:
    day = dt.date(2026, 11, 27)
    (one,) = read_v1(v1([cited(title)], day))
    (same,) = read_csv(as_csv([cited(title)], day))
    assert one == same
    assert one.references == [
        {
            "P854": '"https://a.example/x"',
            "P1476": f'en:"{title}"',
            "P577": "+2025-00-00T00:00:00Z/9",
            "P813": "+2026-11-27T00:00:00Z/11",
        }
    ]


@pytest.mark.parametrize("title", ["a | b", "a || b", "|"])
def test_a_bar_is_written_in_csv_alone(title: str) -> None:
    assert not fits_v1(cited(title))
    assert v1([cited(title)], None) == ""
    (one,) = read_csv(as_csv([cited(title)], None))
    assert one.references[0]["P1476"] == f'en:"{title}"'


def test_line_ends_and_tabs_of_a_title_are_blanks() -> None:
    kept = store(document("a", PARENT, title='"""A\\tb\r\nc\u2028d"""@fr-CA'))
    (one, _), _ = decided(kept)
    assert (one.citation.title, one.citation.lang) == ("A b c d", "fr-ca")
    read_v1(v1([one], None))


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ('https://a.example/?q="x"', "https://a.example/?q=%22x%22"),
        ("https://a.example/a|b c", "https://a.example/a%7Cb%20c"),
        ("https://a.example/“x”", "https://a.example/%E2%80%9Cx%E2%80%9D"),
        ("https://a.example/%20é?a=1&b=2#c", "https://a.example/%20é?a=1&b=2#c"),
    ],
)
def test_addresses_hold_nothing_that_ends_a_cell(url: str, written: str) -> None:
    (one,) = read_v1(v1([cited("A", url)], None))
    assert one.references[0]["P854"] == f'"{written}"'


def test_a_reference_is_one_in_csv() -> None:
    """With a great S each column would be a reference of its own."""
    text = as_csv([cited("A")], dt.date(2026, 11, 27))
    assert text.splitlines()[0] == "qid,P749,S854,s1476,s577,s813"
    assert [len(one.references) for one in read_csv(text)] == [1]


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Give a reading in which some items were read whole and have nothing."""
    path = tmp_path / "newer.jsonl"
    ids = ("Q95", "Q20800404", "Q1359568", "Q17062154", "Q380", "Q116894231", "Q123688361")
    lines = (f'{{"type": "item", "id": "{qid}", "labels": {{}}, "claims": {{}}}}\n' for qid in ids)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def is_whole(command: Command) -> bool:
    (reference,) = command.references
    return {"P854", "P1476", "P813"} <= set(reference)


def test_what_the_real_graph_proposes_reads_back(race: Race, empty: Path) -> None:
    arguments = ("link", "propose", "--against", empty, "--retrieved", "2026-11-27")
    called = race(*arguments)
    commands = read_v1(called.out)
    assert len(commands) >= 5
    assert all(map(is_whole, commands))
    assert {one.property for one in commands} <= {"P749", "P355", "P159", "P178"}
    assert called.out == race(*arguments).out
    table = race(*arguments, "--format", "csv")
    key = [(one.qid, one.property, one.value) for one in commands]
    assert [(one.qid, one.property, one.value) for one in read_csv(table.out)] == key
    plain = json.loads(race(*arguments, "--format", "json").out)
    assert [(one["item"], one["property"], one["value"]) for one in plain] == key


def test_without_the_day_it_is_said(race: Race, empty: Path) -> None:
    called = race("link", "propose", "--against", empty)
    assert "no retrieved date" in called.err
    assert "S813" not in called.out


def test_refusals_are_of_what_was_asked(race: Race) -> None:
    everything = race("link", "propose", "--refused").out
    assert "plannedInvestment (" in everything
    assert "no property means an investment that is planned" in everything
    one = race("link", "propose", "coreweave", "--refused").out
    assert "google" not in one
    assert len(one.splitlines()) < 25


def test_of_what_was_not_read_nothing_is_proposed(race: Race) -> None:
    called = race("link", "propose", "alibaba-cloud")
    assert called.out == ""
    assert "0 proposed, 2 not read" in called.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--retrieved", "2999-01-01"), "no day of the past"),
        (("--retrieved", "yesterday"), "no day of the past"),
        (("--retrieved", "2024-01-01"), "nobody opened it on 2024-01-01"),
        (("--online",), "user agent"),
        (("--online", "--user-agent", "me"), "e-mail"),
        (("--user-agent", "me a@b.example"), "--online"),
        (("no-such-thing",), "there is no entity"),
        (("--format", "xml"), "xml"),
        (("--out", "no/such/folder/x.csv"), "cannot be written"),
    ],
)
def test_wrong_use_is_one_line(
    race: Race, empty: Path, arguments: tuple[str, ...], words: str
) -> None:
    more = () if "--online" in arguments else ("--against", empty)
    called = race("link", "propose", *arguments, *more)
    assert called.code == 2
    assert called.out == ""
    told = [line for line in called.err.splitlines() if words in line]
    assert len(told) == 1
