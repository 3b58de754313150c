"""The last gate of an import: a graph that breaks a rule is told by the line of its row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compute_race.basics.namespaces import ENT, RACE, RDF, SRC, UNIT
from compute_race.basics.problems import Problem, ProblemsError
from compute_race.importing import terms
from compute_race.importing.check import Checker
from compute_race.importing.snapshot import Imported
from compute_race.importing.writer import GraphWriter
from epoch_files import little_register
from support import ROOT, partial

OPENAI = ENT + "openai"
EURO = UNIT + "CCY_EUR"


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(little_register(), ROOT / "ontology" / "shapes.ttl")


def imported(write: Callable[[GraphWriter], None]) -> Imported:
    """Make a graph of row 2, which begins at line 2, and row 3, at line 7."""
    writer = GraphWriter("epoch-test", "epoch")
    writer.document(
        title="Epoch AI: Test",
        publisher="epoch-ai",
        url="https://epoch.ai/data/test.csv",
        date=partial("2026-01"),
        sha256="0" * 64,
        licence=None,
        credit="Epoch AI",
    )
    writer.claim("good", OPENAI, "revenue", EURO, 1, 1, row=2, modality="reported")
    write(writer)
    return Imported(writer.stem, writer.ntriples(), {}, (), dict(writer.rows), {2: 2, 3: 7})


def told(checker: Checker, write: Callable[[GraphWriter], None]) -> list[Problem]:
    with pytest.raises(ProblemsError) as caught:
        checker.check(imported(write), "test.csv")
    return caught.value.problems


def test_a_good_graph_passes(checker: Checker) -> None:
    def write(writer: GraphWriter) -> None:
        """Use nodes and names of claims that no hand-kept file may have."""
        site = writer.node("data-centre", "A Site", "DataCentre", "A Site", 3)
        owner = writer.node("organization", "Somebody", "UnresolvedOrganization", "Somebody", 3)
        writer.fact(site, RACE + "ownedBy", terms.iri(owner))
        writer.claim(
            *("a-site.power", site, "powerCapacity", UNIT + "MegaW", 1, 2),
            row=3,
            modality="planned",
        )

    checker.check(imported(write), "test.csv")


def test_a_wrong_unit_is_told_by_the_line_of_its_row(checker: Checker) -> None:
    def write(writer: GraphWriter) -> None:
        writer.claim("bad", OPENAI, "revenue", UNIT + "MegaW", 1, 1, row=3, modality="reported")

    [problem] = told(checker, write)
    assert (problem.file, problem.line, problem.rule) == ("test.csv", 7, "claim-unit-money")
    assert "src:epoch-test#bad" in problem.message
    assert problem.advice


@pytest.mark.parametrize(
    ("lower", "upper", "about", "rule"),
    [
        (2, 1, OPENAI, "claim-lower-upper"),
        (-1, 1, OPENAI, "claim-not-negative"),
        (1, 1, ENT + "nobody", "claim-about"),
        (1, 1, EURO, "claim-about"),
    ],
)
def test_other_rules_hold_too(
    lower: int, upper: int, about: str, rule: str, checker: Checker
) -> None:
    def write(writer: GraphWriter) -> None:
        writer.claim("bad", about, "revenue", EURO, lower, upper, row=3, modality="reported")

    assert {(problem.rule, problem.line) for problem in told(checker, write)} == {(rule, 7)}


def test_what_is_no_record_has_no_line(checker: Checker) -> None:
    def write(writer: GraphWriter) -> None:
        writer.fact(OPENAI, RACE + "foundedOn", terms.text("in spring"))
        writer.fact(writer.iri, RACE + "language", terms.text("English"))

    assert {(problem.rule, problem.line) for problem in told(checker, write)} == {
        ("founded-on", 0),
        ("document-language", 0),
    }


def test_a_claim_of_another_document_must_be_named_as_by_hand(checker: Checker) -> None:
    """The names of a data set are allowed to its own claims only."""

    def write(writer: GraphWriter) -> None:
        claim = f"{SRC}other#a-site.power"
        writer.fact(claim, RDF + "type", terms.term("Claim"))
        writer.fact(claim, RACE + "measure", terms.term("revenue"))

    assert "claim-iri" in {problem.rule for problem in told(checker, write)}


def test_what_the_register_itself_breaks_is_not_the_fault_of_the_graph(checker: Checker) -> None:
    """Most entities of the little register have no identifier; that stays out of the report."""

    def write(writer: GraphWriter) -> None:
        writer.claim("bad", OPENAI, "revenue", UNIT + "MegaW", 1, 1, row=3, modality="reported")

    assert {problem.rule for problem in told(checker, write)} == {"claim-unit-money"}
