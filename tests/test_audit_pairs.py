"""The audit of plans against each other: stale guidance, and pairs that look nested."""

from __future__ import annotations

from pathlib import Path

import pytest

from compute_race.basics.namespaces import ENT
from compute_race.basics.problems import Problem
from compute_race.dataset.corpus import Corpus, read_corpus
from compute_race.pipeline.auditing import auditor
from little_audit import Little, announced, claim, during
from support import ROOT

YEAR_2025 = during("2025", "2025")


@pytest.fixture
def little(tmp_path: Path) -> Little:
    return Little(tmp_path / "graph")


def nodes(problems: list[Problem]) -> list[str]:
    return [problem.node.removeprefix(ENT) for problem in problems]


# ------------------------------------------------------------------ stale: replaced


def two_plans(little: Little, period: str = YEAR_2025, scope: str = "wholeOrganization") -> None:
    """Let Acme plan 80 for a period, and in July 90."""
    little.plan("early", scope=scope)
    little.plan("late", scope=scope)
    guided = {"modality": "guided", "more": period}
    little.document(
        "a", announced("2025-02-01", "early"), claim("c01", 80, about="early", **guided)
    )
    little.document("b", announced("2025-07-01", "late"), claim("c01", 90, about="late", **guided))


def test_two_plans_for_one_period_need_a_judgement(little: Little) -> None:
    two_plans(little)
    (found,) = little.audit("audit-stale")
    assert found.node == ENT + "early"
    assert found.message == (
        "ent:early (80 EUR) and ent:late (90 EUR) are of the same announcers for the same"
        " period, and no judgement says which holds"
    )
    assert "that ent:late race:supersedes (or race:restates) ent:early" in found.advice


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        ("ent:late", "supersedes", "ent:early"),
        ("ent:late", "restates", "ent:early"),
        ("ent:early", "partOf", "ent:late"),
        ("ent:late", "doesNotOverlap", "ent:early"),
        ("ent:early", "passesAudit", '"audit-stale"'),
    ],
)
def test_any_judgement_says_which_plan_holds(
    little: Little, subject: str, predicate: str, value: str
) -> None:
    two_plans(little)
    little.judge(subject, predicate, value)
    assert little.audit("audit-stale") == []


@pytest.mark.parametrize(
    ("period", "scope"),
    [
        ('race:duration "P3Y"^^xsd:duration', "wholeOrganization"),
        ('race:periodText "this year"@en', "wholeOrganization"),
        (YEAR_2025, "siteScope"),
    ],
)
def test_plans_of_other_times_or_of_parts_stand_side_by_side(
    little: Little, period: str, scope: str
) -> None:
    two_plans(little, period, scope)
    assert little.audit("audit-stale") == []


def test_two_organisations_plan_each_for_itself(little: Little) -> None:
    two_plans(little)
    little.entity("bravo", "Company")
    little.plan("theirs", by="ent:bravo", scope="wholeOrganization")
    little.document("c", claim("c01", 70, about="theirs", more=YEAR_2025))
    assert nodes(little.audit("audit-stale")) == ["early"]


# ------------------------------------------------------------------ stale: ended


def ended(little: Little, scope: str = "wholeOrganization") -> None:
    """Let Acme's plan for 2025 be the only one, and time go on until June 2026."""
    little.plan("plan", scope=scope)
    little.document("a", announced("2025-02-01"), claim("c01", 80, more=YEAR_2025))
    little.document("news", "ent:acme race:competesWith ent:land .", published="2026-06-01")


def spent(day: str, about: str = "acme", first: str = "2025-10-01") -> str:
    return claim(
        "c01",
        20,
        about=about,
        measure="capitalExpenditure",
        modality="reported",
        more=during(first, day),
    )


def test_a_plan_that_ended_without_a_result_is_stale(little: Little) -> None:
    ended(little)
    (found,) = little.audit("audit-stale")
    assert found.message == (
        "ent:plan (80 EUR) ended on 2025-12-31, and no document tells what acme spent by then"
    )
    little.passes("ent:plan", "audit-stale")
    assert little.audit("audit-stale") == []


@pytest.mark.parametrize(("last", "found"), [("2025-12-31", False), ("2025-09-15", True)])
def test_a_result_reaches_the_end_within_a_quarter(little: Little, last: str, found: bool) -> None:
    ended(little)
    little.document("b", spent(last, first="2025-07-01"))
    assert bool(little.audit("audit-stale")) is found


def test_what_a_subsidiary_spent_is_a_result_of_its_group(little: Little) -> None:
    ended(little)
    little.entity("acme-cloud", "Company")
    owned = "ent:acme-cloud race:subsidiaryOf ent:acme ."
    little.document("b", owned, spent("2025-12-31", "acme-cloud"))
    assert little.audit("audit-stale") == []


def test_another_organisations_result_is_none(little: Little) -> None:
    ended(little)
    little.entity("bravo", "Company")
    little.document("b", spent("2025-12-31", "bravo"))
    assert nodes(little.audit("audit-stale")) == ["plan"]


def test_what_runs_when_the_graph_ends_is_not_stale(little: Little) -> None:
    little.plan("plan", scope="wholeOrganization")
    little.document("a", announced("2025-02-01"), claim("c01", 80, more=YEAR_2025))
    assert little.audit("audit-stale") == [], "no clock but the documents'"


def test_parts_and_sites_are_asked_of_their_whole(little: Little) -> None:
    ended(little, "siteScope")
    assert little.audit("audit-stale") == []


# ------------------------------------------------------------------ nested


def nested(little: Little, *, small: int = 5, large: int = 50, more: str = "") -> None:
    """Let Acme take part in an initiative of its own plan, and sign a contract."""
    little.entity("joint", "Initiative")
    little.plan(
        "programme", "race:forInitiative ent:joint", by="ent:joint", scope="initiativeScope"
    )
    little.plan("deal", scope="contractScope")
    little.document(
        "a", announced("2025-02-01", "programme"), claim("c01", large, about="programme")
    )
    little.document(
        "b",
        "ent:acme race:memberOf ent:joint .",
        announced("2025-03-01", "deal"),
        claim("c01", small, about="deal", more=more),
    )


def test_a_members_deal_beside_its_initiatives_plan_is_found(little: Little) -> None:
    nested(little)
    (found,) = little.audit("audit-nested")
    assert found.node == ENT + "deal"
    assert found.message == (
        "ent:deal (5 EUR) may be a part of ent:programme (50 EUR): acme takes part in joint, and"
        " no judgement sets them in relation"
    )
    assert found.advice == (
        "write in graph/judgements/ that ent:deal race:partOf (or race:doesNotOverlap,"
        " race:restates, race:supersedes) ent:programme"
    )
    assert found.file.endswith("entities/things.ttl")


@pytest.mark.parametrize("predicate", ["partOf", "doesNotOverlap", "restates"])
def test_a_judgement_on_the_pair_settles_it(little: Little, predicate: str) -> None:
    nested(little)
    little.judge("ent:deal", predicate, "ent:programme")
    assert little.audit("audit-nested") == []


def test_passing_the_audit_settles_no_pair(little: Little) -> None:
    nested(little)
    little.passes("ent:deal", "audit-nested")
    assert nodes(little.audit("audit-nested")) == ["deal"]


def test_a_document_that_says_what_a_figure_includes_settles_it(little: Little) -> None:
    nested(little)
    part = "race:includesFigure <https://w3id.org/compute-race/source/b#c01>"
    little.document("c", claim("c01", 50, about="programme", more=part))
    assert little.audit("audit-nested") == []


def test_what_holds_them_settles_what_they_hold(little: Little) -> None:
    nested(little)
    little.plan("phase", "race:forInitiative ent:joint", by="ent:joint", scope="initiativeScope")
    little.document("c", claim("c01", 20, about="phase"))
    little.judge("ent:phase", "partOf", "ent:programme")
    (found,) = little.audit("audit-nested")
    assert "ent:deal" in found.message
    assert "ent:programme" in found.message, "the widest pair alone is told"
    little.judge("ent:deal", "doesNotOverlap", "ent:programme")
    assert little.audit("audit-nested") == []


def test_of_one_plan_told_twice_one_pair_is_told(little: Little) -> None:
    nested(little)
    little.plan("again", "race:forInitiative ent:joint", by="ent:joint", scope="initiativeScope")
    little.document("c", claim("c01", 50, about="again"))
    little.judge("ent:again", "restates", "ent:programme")
    assert nodes(little.audit("audit-nested")) == ["deal"]


def test_what_is_superseded_is_not_asked_about(little: Little) -> None:
    nested(little)
    little.plan("new-deal", scope="contractScope")
    little.judge("ent:new-deal", "supersedes", "ent:deal")
    assert little.audit("audit-nested") == []


@pytest.mark.parametrize(("small", "large"), [(51, 50), (5_000, 50)])
def test_a_deal_larger_than_the_plan_lies_in_none(little: Little, small: int, large: int) -> None:
    nested(little, small=small, large=large)
    assert little.audit("audit-nested") == []


@pytest.mark.parametrize(
    ("inner", "outer", "found"),
    [
        (during("2025", "2025"), during("2025", "2028"), True),
        (during("2025", "2025"), during("2026", "2028"), False),
        (during("2025", "2025"), 'race:periodText "soon"@en', True),
    ],
)
def test_only_what_shares_a_day_can_nest(
    little: Little, inner: str, outer: str, found: bool
) -> None:
    nested(little, more=inner)
    little.document("c", claim("c01", 50, about="programme", more=outer))
    assert bool(little.audit("audit-nested")) is found


def test_whole_plans_of_members_are_asked_about_whatever_their_size(little: Little) -> None:
    nested(little)
    little.judge("ent:deal", "doesNotOverlap", "ent:programme")
    little.plan("year", scope="wholeOrganization")
    little.document("c", claim("c01", 20, about="year"))
    (found,) = little.audit("audit-nested")
    assert "ent:year (20 EUR) may be a part of ent:programme (50 EUR)" in found.message
    for name in ("d", "e"):
        little.document(name, claim("c01", 90, about="year"))
    (found,) = little.audit("audit-nested")
    assert "ent:programme (50 EUR) may be a part of ent:year (90 EUR)" in found.message


def test_quarter_and_year_of_one_organisation_are_found(little: Little) -> None:
    little.plan("year", scope="wholeOrganization")
    little.plan("quarter", scope="wholeOrganization")
    little.plan("next", scope="wholeOrganization")
    quarter = during("2025-01-01", "2025-03-31")
    little.document("a", claim("c01", 80, about="year", more=YEAR_2025))
    little.document("b", claim("c01", 20, about="quarter", more=quarter))
    little.document("c", claim("c01", 90, about="next", more=during("2026", "2026")))
    (found,) = little.audit("audit-nested")
    assert found.node == ENT + "quarter"
    assert "the days of the one, 2025-01-01 to 2025-03-31, lie within the other's" in found.message


def test_a_whole_plan_holds_its_parts_by_its_scope(little: Little) -> None:
    little.plan("year", scope="wholeOrganization")
    little.plan("site", scope="siteScope")
    little.plan("sum", by="ent:acme, ent:bravo", scope="aggregateScope")
    little.entity("bravo", "Company")
    little.document(
        "a",
        claim("c01", 80, about="year"),
        claim("c02", 8, about="site"),
        claim("c03", 800, about="sum"),
    )
    assert little.audit("audit-nested") == []


def test_a_document_that_tells_of_site_and_country_asks(little: Little) -> None:
    little.plan("country", scope="countryScope")
    little.plan("site", scope="siteScope")
    little.plan("lease", scope="contractScope")
    little.document("a", claim("c01", 80, about="country"))
    little.document("b", claim("c01", 8, about="site"), claim("c02", 3, about="lease"))
    assert little.audit("audit-nested") == [], "sites and contracts hold nothing"
    little.document("c", claim("c01", 8, about="site"), claim("c02", 80, about="country"))
    (found,) = little.audit("audit-nested")
    assert "both are of acme, and a document speaks of both" in found.message


def test_facilities_and_places_that_are_apart_exclude_each_other(little: Little) -> None:
    little.entity("here", "DataCentre")
    little.entity("there", "DataCentre")
    little.plan("campus", "race:forFacility ent:here", scope="countryScope")
    little.plan("hall", "race:forFacility ent:here", scope="siteScope")
    little.plan("far", "race:forFacility ent:there", scope="siteScope")
    little.document(
        "a",
        claim("c01", 80, about="campus"),
        claim("c02", 8, about="hall"),
        claim("c03", 8, about="far"),
    )
    (found,) = little.audit("audit-nested")
    assert found.node == ENT + "hall"
    assert "both are for here" in found.message


@pytest.mark.parametrize(("where", "found"), [("town", True), ("isle", False)])
def test_places_are_apart_unless_one_lies_in_the_other(
    little: Little, where: str, found: bool
) -> None:
    nested(little)
    little.entity("side", "Initiative")
    little.entity("town", "Place")
    little.entity("isle", "Place")
    little.plan("side-deal", "race:forInitiative ent:side", scope="siteScope")
    little.judge("ent:deal", "doesNotOverlap", "ent:programme")
    little.document(
        "c",
        "ent:joint race:locatedIn ent:land .",
        "ent:town race:locatedIn ent:land .",
        f"ent:side race:locatedIn ent:{where} .",
        claim("c01", 4, about="side-deal"),
    )
    assert bool(little.audit("audit-nested")) is found


def test_sums_of_two_announcers_for_one_initiative_are_not_each_others(little: Little) -> None:
    little.entity("summit", "Initiative")
    little.entity("bravo", "Company")
    little.entity("state", "PublicBody")
    for name, by, scope in (
        ("mine", "ent:acme", "countryScope"),
        ("theirs", "ent:bravo", "countryScope"),
        ("total", "ent:state", "aggregateScope"),
    ):
        little.plan(name, "race:forInitiative ent:summit", by=by, scope=scope)
    little.document("a", claim("c01", 5, about="mine"))
    little.document("b", claim("c01", 6, about="theirs"))
    little.document("c", claim("c01", 60, about="total"))
    assert nodes(little.audit("audit-nested")) == ["mine", "theirs"]


# ------------------------------------------------------------------ the order of files


def test_findings_do_not_hang_on_the_order_of_documents(little: Little) -> None:
    nested(little)
    little.plan("year", scope="wholeOrganization")
    little.document("c", claim("c01", 20, about="year", more=YEAR_2025))
    little.document("d", claim("c01", 30, about="year", more=YEAR_2025), published="2026-02-01")
    found = little.audit("audit-nested") + little.audit("audit-stale")
    corpus, _ = read_corpus(ROOT / "ontology", little.folder)
    again = auditor(ROOT / "queries")(Corpus(corpus.files[::-1]))
    pairs = ("audit-nested", "audit-stale")
    assert [problem for problem in again if problem.rule in pairs] == sorted(found)
    assert nodes(found) == ["deal", "year", "year"]
