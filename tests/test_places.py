"""A result of SHACL is told where the fault is written, in whichever file, and nowhere else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compute_race.basics.namespaces import PREFIXES, SRC
from compute_race.basics.problems import Problem
from compute_race.validation.check import run_checks

TESTS = Path(__file__).resolve().parent
ONTOLOGY = TESTS.parent / "ontology"
BACKGROUND = TESTS / "data" / "background"
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
FIRST = len(PREFIXES) + 6


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    folder = tmp_path / "graph"
    shutil.copytree(BACKGROUND, folder)
    return folder


def add(graph: Path, text: str, stem: str = "daily-2025-06-01") -> Path:
    """Write a document; its statements begin on line ``FIRST``. Its form is not the matter here."""
    path = graph / "sources" / f"{stem}.ttl"
    path.write_text(
        f"PREFIX : <{SRC}{stem}#>\n{HEAD}"
        f"src:{stem} a race:Article ; race:publisher ent:daily ; race:language 'en' ;\n"
        f" race:url 'https://daily.example/{stem}'^^xsd:anyURI ;\n"
        f" race:sourceKind race:newspaper ; race:readAs race:excerpt .\n\n{text}\n",
        encoding="utf-8",
    )
    return path


def told(problems: list[Problem]) -> list[tuple[str, int, str]]:
    return [
        (Path(p.file).name, p.line - FIRST, p.rule)
        for p in problems
        if p.rule != "format-canonical"
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("ent:acme race:hasSubsidiary ent:acme-cloud .", "relation-direction"),
        ("ent:acme-10bn race:answeredBy ent:bravo-5bn .", "relation-direction"),
        ("ent:acme race:hasMember ent:bravo .", "relation-direction"),
        ("ent:model-a race:competesWith ent:acme .", "organization-only"),
        ("ent:open-market race:supplies ent:acme .", "actor-only"),
        ("ent:acme race:publisher ent:daily .", "document-only"),
        ("ent:acme race:competesWith ent:model-a .", "competes-with"),
    ],
)
def test_whoever_checks_the_file_at_fault_hears_of_it(graph: Path, text: str, rule: str) -> None:
    path = add(graph, text)
    whole, alone = run_checks(ONTOLOGY, graph), run_checks(ONTOLOGY, graph, [path])
    assert told(whole.problems) == told(alone.problems) == [(path.name, 0, rule)]
    assert alone.violations > 0
    innocent = [p for p in graph.rglob("*.ttl") if p != path]
    assert run_checks(ONTOLOGY, graph, innocent).problems == []


def test_each_statement_at_fault_is_told_once(graph: Path) -> None:
    text = "ent:acme race:hasSubsidiary ent:acme-cloud, ent:bravo ;\n race:hasCustomer ent:bravo ."
    add(graph, text)
    add(graph, "ent:acme race:hasCustomer ent:bravo .", "newswire-2025-06-02")
    rule = "relation-direction"
    assert told(run_checks(ONTOLOGY, graph).problems) == [
        ("daily-2025-06-01.ttl", 0, rule),
        ("daily-2025-06-01.ttl", 1, rule),
        ("newswire-2025-06-02.ttl", 0, rule),
    ]
    problems = [p for p in run_checks(ONTOLOGY, graph).problems if p.rule == rule]
    assert "(race:hasSubsidiary)" in problems[0].message
    assert "(race:hasCustomer)" in problems[1].message


def test_a_thing_of_no_class_is_told_once_in_each_file(graph: Path) -> None:
    add(
        graph,
        ":c01 race:about ent:acme ;\n race:measure race:revenue ; race:modality race:planned .",
    )
    problems = run_checks(ONTOLOGY, graph).problems
    assert told(problems).count(("daily-2025-06-01.ttl", 0, "claim-only")) == 1
    assert {line for _, line, _ in told(problems)} == {0}


def test_two_values_where_one_may_be_are_told_in_both_files(graph: Path) -> None:
    for stem, end in (("daily-2025-06-01", "--03-31"), ("newswire-2025-06-02", "--06-30")):
        add(graph, f'ent:acme race:fiscalYearEnd "{end}"^^xsd:gMonthDay .', stem)
    rule = "organization-fiscal-year-end"
    assert told(run_checks(ONTOLOGY, graph).problems) == [
        ("daily-2025-06-01.ttl", 0, rule),
        ("newswire-2025-06-02.ttl", 0, rule),
    ]


def test_one_wrong_statement_of_two_documents_is_told_in_both(graph: Path) -> None:
    for stem in ("daily-2025-06-01", "newswire-2025-06-02"):
        add(graph, "ent:acme race:competesWith ent:model-a .", stem)
    files = [file for file, _, _ in told(run_checks(ONTOLOGY, graph).problems)]
    assert files == ["daily-2025-06-01.ttl", "newswire-2025-06-02.ttl"]


def test_what_follows_from_a_misplaced_line_is_told_nowhere_else(graph: Path) -> None:
    """A second LEI would break the rule on one LEI in the file that has the first."""
    path = graph / "entities" / "organizations.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            'race:website "https://acme.example/"',
            'race:lei "549300ACME0000000012" ;\n    race:website "https://acme.example/"',
        ),
        encoding="utf-8",
    )
    add(graph, 'ent:acme race:lei "549300ACME0000000099" .')
    problems = run_checks(ONTOLOGY, graph).problems
    assert told(problems) == [("daily-2025-06-01.ttl", 0, "identity-misplaced")]


def test_what_is_missing_is_told_at_the_block_that_defines_the_thing(graph: Path) -> None:
    path = graph / "entities" / "announcements.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(" ;\n    race:announcedBy ent:bravo", ""), encoding="utf-8")
    (problem,) = run_checks(ONTOLOGY, graph).problems
    assert (Path(problem.file).name, problem.rule) == (
        "announcements.ttl",
        "announcement-announcer",
    )
    assert text.split("\n")[problem.line - 1].startswith("ent:bravo-5bn a")


def test_a_fault_in_one_file_hides_none_in_another(graph: Path) -> None:
    add(graph, "ent:acme race:suplies ent:bravo ; race:hasPart ent:bravo .")
    add(graph, "ent:acme race:hasCustomer ent:bravo .", "newswire-2025-06-02")
    assert told(run_checks(ONTOLOGY, graph).problems) == [
        ("daily-2025-06-01.ttl", 0, "judgement-misplaced"),
        ("daily-2025-06-01.ttl", 0, "predicate-unknown"),
        ("newswire-2025-06-02.ttl", 0, "relation-direction"),
    ]
