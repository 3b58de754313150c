"""The closed-world checks where a table of bad files is not enough."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compute_race.basics.namespaces import PREFIXES, SRC
from compute_race.basics.problems import Problem
from compute_race.basics.text import sha256
from compute_race.dataset.corpus import read_corpus
from compute_race.validation import positions
from compute_race.validation.check import check_corpus, run_checks
from compute_race.validation.checks import check

TESTS = Path(__file__).resolve().parent
ONTOLOGY = TESTS.parent / "ontology"
BACKGROUND = TESTS / "data" / "background"
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


@pytest.fixture(autouse=True)
def _documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RACE_DOCUMENTS", str(BACKGROUND / "texts"))


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """Give a copy of the background that a test may change."""
    folder = tmp_path / "graph"
    shutil.copytree(BACKGROUND, folder)
    return folder


def rules(problems: list[Problem]) -> list[str]:
    return [problem.rule for problem in problems]


def add(graph: Path, text: str, name: str = "sources/daily-2025-06-01.ttl") -> Path:
    """Add a file, canonical or not; only the closed-world checks are asked."""
    path = graph / name
    own = f"{SRC}{path.stem}"
    head = f"PREFIX : <{own}#>\n{HEAD}" + (f"<{own}> a race:Article .\n" if ":c" in text else "")
    path.write_text(head + text, encoding="utf-8")
    return path


def found(graph: Path) -> list[Problem]:
    corpus, problems = read_corpus(ONTOLOGY, graph)
    assert problems == []
    return check(corpus)


@pytest.mark.parametrize(
    ("start", "end", "is_wrong"),
    [
        ('"2025"^^xsd:gYear', '"2025-01"^^xsd:gYearMonth', False),
        ('"2025-12-31"^^xsd:date', '"2025"^^xsd:gYear', False),
        ('"2025-02-01"^^xsd:date', '"2025-01"^^xsd:gYearMonth', True),
        ('"2025-02"^^xsd:gYearMonth', '"2025-02-01"^^xsd:date', False),
        ('"2026"^^xsd:gYear', '"2025-12-31"^^xsd:date', True),
        ('"--11"^^xsd:gMonth', '"--02"^^xsd:gMonth', False),
        ('"2024-02-29"^^xsd:date', '"2024-02-29"^^xsd:date', False),
    ],
)
def test_periods_of_mixed_precision(graph: Path, start: str, end: str, is_wrong: bool) -> None:
    add(graph, f":c01 a race:Claim ; race:periodStart {start} ; race:periodEnd {end} .\n")
    assert ("period-order" in rules(found(graph))) is is_wrong


def test_a_circle_over_several_files_is_told_in_each(graph: Path) -> None:
    add(graph, "ent:acme race:subsidiaryOf ent:bravo .\n:c a ent:x .\n", "sources/a.ttl")
    add(graph, "ent:bravo race:businessUnitOf ent:acme-cloud .\n", "sources/b.ttl")
    circles = [problem for problem in found(graph) if problem.rule == "cycle-group"]
    assert [Path(p.file).name for p in circles] == ["a.ttl", "b.ttl", "daily-2025-01-10-acme.ttl"]
    assert len({problem.message for problem in circles}) == 1


def test_a_chain_and_a_diamond_are_no_circle(graph: Path) -> None:
    add(
        graph,
        "ent:acme-10bn race:partOf ent:a, ent:b .\nent:a race:partOf ent:c .\n"
        "ent:b race:partOf ent:c .\nent:c race:partOf ent:d .\n",
    )
    assert not {"cycle-part-of"} & set(rules(found(graph)))


def test_two_circles_that_share_nothing_are_two(graph: Path) -> None:
    add(
        graph,
        "ent:a race:locatedIn ent:b . ent:b race:locatedIn ent:a, ent:c .\n"
        "ent:c race:locatedIn ent:d . ent:d race:locatedIn ent:c .\n",
    )
    assert rules(found(graph)).count("cycle-located") == 2


def test_claims_that_differ_in_one_thing_are_two(graph: Path) -> None:
    base = "race:about ent:acme-10bn ; race:measure race:plannedInvestment ; race:lower 1"
    add(
        graph,
        f":c01 a race:Claim ; {base} .\n"
        f":c02 a race:Claim ; {base} ; race:upper 1 .\n"
        f":c03 a race:Claim ; {base} ; race:stated race:body .\n"
        f":c04 a race:Claim ; {base} ; race:saidOf ent:acme .\n"
        f":c05 a race:Claim ; {base} ; race:duration 'P3Y'^^xsd:duration .\n"
        f":c06 a race:Claim ; {base} ; race:locator 'page 2' .\n",
    )
    twice = [problem for problem in found(graph) if problem.rule == "claim-duplicate"]
    assert [problem.message for problem in twice] == ["c06 says the same as c01"]


def test_texts_are_found_by_name_or_hash_and_missing_ones_counted(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run_checks(ONTOLOGY, graph)
    assert (result.problems, result.notes) == ([], [])
    texts = tmp_path / "texts"
    texts.mkdir()
    monkeypatch.setenv("RACE_DOCUMENTS", str(texts))
    result = run_checks(ONTOLOGY, graph)
    if result.notes:
        assert result.notes == [
            "the text of 1 document is not at hand: positions and hash were not checked"
        ]
    assert result.problems == []
    text = (BACKGROUND / "texts" / "daily-2025-01-10-acme.txt").read_text(encoding="utf-8")
    (texts / "renamed.txt").write_text(text, encoding="utf-8")
    (texts / "broken.txt").write_bytes(b"\xff\xfe\xff")
    assert positions.find_text("daily-2025-01-10-acme", sha256(text)) == text
    assert run_checks(ONTOLOGY, graph).notes == []


def test_a_broken_entities_file_does_not_make_everything_unknown(graph: Path) -> None:
    path = graph / "entities" / "organizations.ttl"
    path.write_text(path.read_text(encoding="utf-8")[:-10], encoding="utf-8")
    result = run_checks(ONTOLOGY, graph)
    assert [problem.file for problem in result.problems] == [path.as_posix()]
    assert result.engine_used == ""
    assert len(result.notes) == 1


def test_a_broken_document_leaves_the_others_checked(graph: Path) -> None:
    path = graph / "sources" / "newswire-2025-01-11-bravo.ttl"
    path.write_text(path.read_text(encoding="utf-8")[:-10], encoding="utf-8")
    add(graph, ":c01 a race:Claim ; race:about ent:acme .\n")
    told = set(rules(run_checks(ONTOLOGY, graph).problems))
    assert {"turtle-truncated", "format-canonical", "claim-measure"} <= told


def test_only_the_given_files_are_reported(graph: Path) -> None:
    bad = add(graph, "ent:acme race:competesWith ent:nobody .\n")
    other = graph / "entities" / "places.ttl"
    assert run_checks(ONTOLOGY, graph, [other]).problems == []
    assert {p.file for p in run_checks(ONTOLOGY, graph, [bad, other]).problems} == {bad.as_posix()}
    assert check_corpus(ONTOLOGY, graph).files == len(list(graph.rglob("*.ttl"))) + len(
        [*ONTOLOGY.glob("*.ttl"), *(ONTOLOGY / "terms").glob("*.ttl")]
    )


def test_problems_of_other_files_are_counted(graph: Path) -> None:
    bad = add(graph, "ent:acme race:competesWith ent:nobody .\n")
    other = graph / "entities" / "places.ttl"
    (note,) = run_checks(ONTOLOGY, graph, [other]).notes
    count = len(run_checks(ONTOLOGY, graph, [bad]).problems)
    assert note == f"{count} problems lie in other files: race check"
    assert count > 1


def test_one_group_may_supersede_its_own_plan(graph: Path) -> None:
    path = graph / "entities" / "announcements.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("race:announcedBy ent:bravo .", "race:announcedBy ent:acme-cloud ."),
        encoding="utf-8",
    )
    judged = TESTS / "data" / "invalid" / "judgements" / "supersedes-a-stranger.ttl"
    assert run_checks(ONTOLOGY, graph, [judged]).problems == []


@pytest.mark.parametrize(
    ("lower", "upper", "is_wide"),
    [("12", "12000000000", True), ("1", "1000", False), ("0", "5000", False), ("0.5", "501", True)],
)
def test_ranges_of_two_scales(graph: Path, lower: str, upper: str, is_wide: bool) -> None:
    add(graph, f":c01 a race:Claim ; race:lower {lower} ; race:upper {upper} .\n")
    assert ("claim-range" in rules(found(graph))) is is_wide


def test_without_an_ontology_nothing_else_is_checked(graph: Path, tmp_path: Path) -> None:
    result = run_checks(tmp_path / "none", graph)
    assert rules(result.problems) == ["file-missing"]
    assert result.engine_used == ""


def test_the_real_graph_breaks_no_rule() -> None:
    result = run_checks(ONTOLOGY, TESTS.parent / "graph")
    assert result.violations == 0, "\n".join(map(str, result.problems))
