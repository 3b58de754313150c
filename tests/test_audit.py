"""The audit of single figures and entities: what looks wrong is found, and judgements settle it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.audit.rules import RULES
from compute_race.basics.namespaces import ENT, SHAPE, SRC
from compute_race.basics.problems import Problem, Severity
from compute_race.dataset.imports import imports_folder, write_import
from little_audit import Little, announced, claim, during
from support import ROOT

THREE_YEARS = 'race:duration "P3Y"^^xsd:duration'


@pytest.fixture
def little(tmp_path: Path) -> Little:
    return Little(tmp_path / "graph")


def nodes(problems: list[Problem]) -> list[str]:
    return [problem.node.removeprefix(SRC).removeprefix(ENT) for problem in problems]


# ------------------------------------------------------------------ a thousand times off


def test_millions_beside_billions_of_one_announcement_are_found(little: Little) -> None:
    little.plan("plan")
    little.document("a", claim("c01", 75_000_000_000))
    little.document("b", claim("c01", 75_000_000))
    little.document("c", claim("c01", 75_000_000_000))
    (found,) = little.audit("audit-thousandfold")
    assert found.node == f"{SRC}b#c01"
    assert found.message == (
        "c01 says 75 million EUR, 1,000 times less than the 75 bn EUR of src:a#c01"
        " about the same announcement"
    )
    assert found.severity is Severity.WARNING
    assert found.file.endswith("sources/b.ttl")
    lines = (little.folder / "sources" / "b.ttl").read_text().splitlines()
    assert "race:lower 75000000 ;" in lines[found.line - 1]


def test_what_more_witnesses_say_is_believed_whatever_its_size(little: Little) -> None:
    little.plan("plan")
    little.document("a", claim("c01", None, 75_000_000_000))
    for name in ("b", "c"):
        little.document(name, claim("c01", 75_000_000))
    (found,) = little.audit("audit-thousandfold")
    assert found.node == f"{SRC}a#c01"
    assert "up to 75 bn EUR, 1,000 times more than the 75 million EUR" in found.message
    lines = (little.folder / "sources" / "a.ttl").read_text().splitlines()
    assert "race:upper 75000000000 ;" in lines[found.line - 1]


def test_neighbours_in_two_currencies_and_units_are_compared(little: Little) -> None:
    little.plan("plan")
    little.document(
        "a",
        announced("2025-02-24"),
        claim("c01", 380_000_000_000, unit="CCY_CNY"),
        claim("c02", 50_000_000),
        claim("c03", 1, unit="GigaW", measure="powerCapacity"),
        claim("c04", 1000, unit="MegaW", measure="powerCapacity"),
        claim("c05", 1, unit="MegaW", measure="powerCapacity"),
    )
    found = little.audit("audit-thousandfold")
    assert nodes(found) == ["a#c02", "a#c05"]
    assert "1,002 times less than the 380 bn CNY of c01" in found[0].message
    assert "c05 says 1 MW, 1,000 times less than the 1 GW of c03" in found[1].message


def test_figures_of_one_organisation_are_neighbours_in_every_period(little: Little) -> None:
    little.plan("plan", scope="wholeOrganization")
    little.plan("site", scope="siteScope")
    for year, amount in (("2024", 30_000_000_000), ("2025", 40_000_000), ("2026", 60_000_000_000)):
        little.document(
            f"y{year}",
            claim(
                "c01",
                amount,
                about="acme",
                measure="revenue",
                modality="reported",
                more=during(year, year),
            ),
        )
    little.document("own", claim("c01", 80_000_000_000))
    little.document("small", claim("c01", 500_000_000, about="site"))
    (found,) = little.audit("audit-thousandfold")
    assert found.node == f"{SRC}y2025#c01"
    assert "for the revenue of acme" in found.message


def test_growth_by_steps_is_no_slip(little: Little) -> None:
    for number, amount in enumerate((1, 90, 8_000, 700_000), start=1):
        little.document(
            f"d{number}",
            claim(
                "c01",
                amount,
                about="acme",
                measure="acceleratorCount",
                unit="NUM",
                modality="reported",
            ),
        )
    assert little.audit("audit-thousandfold") == []


@pytest.mark.parametrize(("small", "found"), [(100, True), (101, False)])
def test_a_slip_begins_at_a_hundred_times(little: Little, small: int, found: bool) -> None:
    little.plan("plan")
    little.document("a", claim("c01", 10_000))
    little.document("b", claim("c01", small))
    assert bool(little.audit("audit-thousandfold")) is found


def test_percentages_losses_and_zeros_have_no_size(little: Little) -> None:
    growth = {"about": "acme", "measure": "revenueGrowth", "unit": "PERCENT"}
    income = {"about": "acme", "measure": "revenue"}
    little.document(
        "a",
        claim("c01", 0.1, modality="reported", **growth),
        claim("c02", 200, modality="reported", **growth),
        claim("c03", -5, modality="reported", **income),
        claim("c04", 0, modality="reported", **income),
        claim("c05", 900, modality="reported", **income),
    )
    assert little.audit("audit-thousandfold") == []


def test_a_judgement_on_a_claim_settles_its_size(little: Little) -> None:
    little.plan("plan")
    little.document("a", claim("c01", 75_000_000_000), claim("c02", 75_000_000))
    assert nodes(little.audit("audit-thousandfold")) == ["a#c02"]
    little.passes("<https://w3id.org/compute-race/source/a#c02>", "audit-weak")
    assert len(little.audit("audit-thousandfold")) == 1, "another rule's judgement settles nothing"
    little.passes("<https://w3id.org/compute-race/source/a#c02>", "audit-thousandfold")
    assert little.audit("audit-thousandfold") == []


# ------------------------------------------------------------------ a twin in another currency


def yuan(little: Little, *others: str, day: str = "2025-02-24", more: str = "") -> None:
    """Write a document that gives Acme's plan in its own currency, and in others."""
    little.plan("plan")
    own = claim("c01", 380_000_000_000, unit="CCY_CNY", more=more)
    little.document("a", announced(day), own, *others)


def test_a_figure_that_does_not_fit_its_converted_twin_is_found(little: Little) -> None:
    yuan(little, claim("c02", 30_000_000_000), claim("c03", 30_000_000_000, more=THREE_YEARS))
    (found,) = little.audit("audit-currency")
    assert found.node == f"{SRC}a#c02"
    assert found.message == (
        "c02 says 30 bn EUR beside the 380 bn CNY of c01, which was 50.08 bn EUR on 2025-02-24"
    )


@pytest.mark.parametrize("dollars", [52_000_000_000, 53_000_000_000, 54_900_000_000])
def test_a_rounded_twin_fits(little: Little, dollars: int) -> None:
    yuan(little, claim("c02", dollars, unit="CCY_USD"))
    assert little.audit("audit-currency") == []


def test_one_twin_that_fits_is_enough(little: Little) -> None:
    yuan(little, claim("c02", 30_000_000_000), claim("c03", 225_000_000_000, unit="CCY_CNY"))
    assert little.audit("audit-currency") == []


def test_at_least_fits_what_is_more(little: Little) -> None:
    yuan(little, claim("c02", 30_000_000_000, None))
    assert little.audit("audit-currency") == []


@pytest.mark.parametrize(
    "other",
    [
        claim("c02", 30_000_000_000, more=during("2025", "2025")),
        claim("c02", 30_000_000_000, more='race:definition "chips only"@en'),
        claim("c02", 30_000_000_000, modality="reported"),
        claim("c02", 30_000_000_000, measure="funding"),
    ],
)
def test_what_may_differ_is_no_twin(little: Little, other: str) -> None:
    yuan(little, other, more=THREE_YEARS)
    assert little.audit("audit-currency") == []


def test_another_document_has_no_twins_here(little: Little) -> None:
    yuan(little)
    little.document("b", claim("c01", 30_000_000_000))
    assert little.audit("audit-currency") == []


def test_accounts_are_converted_at_the_last_day_of_their_period(little: Little) -> None:
    counted = {"about": "acme", "measure": "revenue", "modality": "reported"}
    quarter = during("2026-01-01", "2026-03-31")
    little.document(
        "a",
        claim("c01", 41_600_000_000, unit="CCY_CNY", more=quarter, **counted),
        claim("c02", 6_100_000_000, unit="CCY_USD", more=quarter, **counted),
        published="2025-01-10",
    )
    assert little.audit("audit-currency") == [], "the rate of January 2025 is 6 % off"
    little.document(
        "b",
        claim("c01", 41_600_000_000, unit="CCY_CNY", more=quarter, **counted),
        claim("c02", 7_100_000_000, unit="CCY_USD", more=quarter, **counted),
    )
    assert nodes(little.audit("audit-currency")) == ["b#c02"], "it needs no other day"


def test_what_has_no_day_cannot_be_told(little: Little) -> None:
    little.plan("plan")
    own = claim("c01", 380_000_000_000, unit="CCY_CNY")
    little.document("a", own, claim("c02", 30_000_000_000))
    assert little.audit("audit-currency") == []


def test_where_nobodys_currency_is_used_the_first_was_said(little: Little) -> None:
    little.plan("plan")
    little.document(
        "a",
        announced("2025-09-16"),
        claim("c01", 22_000_000_000, unit="CCY_GBP"),
        claim("c02", 22_000_000_000, unit="CCY_USD"),
    )
    (found,) = little.audit("audit-currency")
    assert "c02 says 22 bn USD beside the 22 bn GBP of c01" in found.message


@pytest.mark.parametrize("name", ["c01", "c02"])
def test_a_judgement_on_either_twin_settles_both(little: Little, name: str) -> None:
    yuan(little, claim("c02", 30_000_000_000))
    assert len(little.audit("audit-currency")) == 1
    little.passes(f"<https://w3id.org/compute-race/source/a#{name}>", "audit-currency")
    assert little.audit("audit-currency") == []


# ------------------------------------------------------------------ plans for the past


def test_a_plan_for_a_year_that_had_gone_is_found(little: Little) -> None:
    little.plan("plan")
    little.document("a", announced("2026-02-05"), claim("c01", 9, more=during("2025", "2025")))
    (found,) = little.audit("audit-past-period")
    assert found.message == (
        "c01 is ahead, and its period ends on 2025-12-31, before 2026-02-05, when it was announced"
    )


def test_a_plan_printed_after_its_end_is_found(little: Little) -> None:
    little.plan("plan")
    past = claim("c01", 9, more=during("2025", "2025"))
    little.document("a", announced("2025-02-05"), published="2025-02-05")
    little.document("b", past, published="2026-01-03")
    (found,) = little.audit("audit-past-period")
    assert "before 2026-01-03, when the document was published" in found.message
    little.passes("<https://w3id.org/compute-race/source/b#c01>", "audit-past-period")
    assert little.audit("audit-past-period") == []


def test_an_end_without_a_start_is_a_period_too(little: Little) -> None:
    little.plan("plan")
    end = 'race:periodEnd "2025"^^xsd:gYear'
    little.document("a", announced("2026-02-05"), claim("c01", 9, more=end))
    assert nodes(little.audit("audit-past-period")) == ["a#c01"]


@pytest.mark.parametrize(
    "one",
    [
        claim("c01", 9, more=during("2025", "2026")),
        claim("c01", 9, more=during("2025", "2025"), modality="reported"),
        claim("c01", 9, more='race:periodText "last year"@en'),
        claim("c01", 9, more='race:duration "P1Y"^^xsd:duration'),
    ],
)
def test_what_is_still_running_or_was_counted_is_no_plan_for_the_past(
    little: Little, one: str
) -> None:
    little.plan("plan")
    little.document("a", announced("2026-02-05"), one, published="2026-02-05")
    assert little.audit("audit-past-period") == []


def test_a_document_without_a_day_is_not_held_to_another_ones(little: Little) -> None:
    little.plan("plan")
    little.plan("later")
    old = claim("c01", 9, more=during("2025", "2025"))
    little.document("a", announced("2025-02-05"), old, claim("c02", 9, about="later"))
    little.document("b", announced("2026-02-05", "later"))
    assert little.audit("audit-past-period") == []


# ------------------------------------------------------------------ orphans


def test_what_nothing_names_is_an_orphan(little: Little) -> None:
    little.plan("plan")
    little.plan("forgotten", by="ent:nobody")
    little.entity("nobody", "Company")
    little.document("a", claim("c01", 9))
    assert nodes(little.audit("audit-orphan")) == ["forgotten", "nobody"], (
        "the announcer of a plan that is spoken of, its country and a publisher are no orphans"
    )
    little.passes("ent:forgotten", "audit-orphan")
    assert nodes(little.audit("audit-orphan")) == ["nobody"]
    little.document("b", "ent:nobody race:competesWith ent:acme .")
    assert little.audit("audit-orphan") == []


def test_whom_an_import_names_is_no_orphan(little: Little, tmp_path: Path) -> None:
    little.entity("nobody", "Company")
    line = f"<{SRC}table#c1> <https://w3id.org/compute-race/ontology#about> <{ENT}nobody> .\n"
    write_import(imports_folder(tmp_path / "store"), "table", line.encode(), {})
    assert "nobody" in nodes(little.audit("audit-orphan"))
    assert "nobody" not in nodes(little.audit("audit-orphan", tmp_path / "store"))


# ------------------------------------------------------------------ weak documents


def test_an_announcement_of_one_blog_is_weak(little: Little) -> None:
    little.plan("plan")
    little.document("a", claim("c01", 9), kind="blog")
    (found,) = little.audit("audit-weak")
    assert found.message == "ent:plan rests on one blog, a, of a-press"
    assert found.node == ENT + "plan"
    little.passes("ent:plan", "audit-weak")
    assert little.audit("audit-weak") == []


def test_a_day_alone_is_a_document_too(little: Little) -> None:
    little.plan("plan")
    little.document("a", announced("2025-02-05"), kind="repost")
    assert nodes(little.audit("audit-weak")) == ["plan"]


def test_a_second_witness_or_a_better_one_is_enough(little: Little) -> None:
    little.plan("plan")
    little.plan("other")
    little.plan("silent")
    little.document("a", claim("c01", 9), claim("c02", 9, about="other"), kind="blog")
    little.document("b", claim("c01", 9), kind="repost")
    little.document("c", claim("c01", 9, about="other"), kind="tradePress")
    assert little.audit("audit-weak") == []


def test_two_copies_of_one_blog_are_one_weak_witness(little: Little) -> None:
    little.plan("plan")
    little.document("a", claim("c01", 9), kind="blog")
    little.document("b", claim("c01", 9), kind="repost", cites="src:a")
    (found,) = little.audit("audit-weak")
    assert "rests on one blog and repost, a, b, of a-press" in found.message


def test_a_repost_that_names_somebody_sound_is_let_pass(little: Little) -> None:
    little.plan("plan")
    little.plan("rumour")
    little.entity("agency", "Publisher")
    little.document("a", claim("c01", 9), kind="repost", cites="ent:agency")
    little.document("b", claim("c01", 9, about="rumour"), kind="repost", cites="ent:b-press")
    assert nodes(little.audit("audit-weak")) == ["rumour"]


# ------------------------------------------------------------------ the rules


def test_every_rule_has_its_own_id_and_a_summary() -> None:
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids) == 7
    assert all(rule.id.startswith("audit-") and rule.summary.endswith(".") for rule in RULES)


def test_the_shape_knows_the_rules_that_a_judgement_can_settle() -> None:
    quads = list(ox.parse(path=str(ROOT / "ontology" / "shapes.ttl")))
    following = {(quad.subject, quad.predicate.value.rpartition("#")[2]): quad for quad in quads}
    allowed = []
    rest = following[ox.NamedNode(SHAPE + "passes-audit"), "in"].object
    while (rest, "first") in following:
        allowed.append(following[rest, "first"].object.value)
        rest = following[rest, "rest"].object
    assert allowed == sorted(rule.id for rule in RULES if rule.passable)
