"""The closed-world checks where a table of bad files is not enough."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from compute_race.basics.namespaces import PREFIXES, SRC, UNIT
from compute_race.basics.problems import Problem
from compute_race.basics.text import sha256
from compute_race.dataset.corpus import read_corpus
from compute_race.validation import magnitudes, positions
from compute_race.validation.check import check_corpus, run_checks
from compute_race.validation.checks import check
from compute_race.validation.facts import Facts

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
    return check(Facts(corpus))


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


def rivals(graph: Path) -> list[tuple[str, str]]:
    return [(Path(p.file).name, p.message) for p in found(graph) if p.rule == "rival-own-group"]


def test_rivals_of_one_group_are_found_through_chains_of_files(graph: Path) -> None:
    add(graph, "ent:bravo race:businessUnitOf ent:acme-cloud .\n", "sources/b.ttl")
    # That acme-cloud is a subsidiary of acme, and acme a rival of bravo, stands in a third file.
    ((file, message),) = rivals(graph)
    assert file == "daily-2025-01-10-acme.ttl"
    assert "ent:bravo race:businessUnitOf ent:acme-cloud (" in message
    assert "b.ttl:17), ent:acme-cloud race:subsidiaryOf ent:acme (" in message


def test_siblings_are_no_rivals_but_parents_of_one_venture_may_be(graph: Path) -> None:
    add(
        graph,
        "ent:venture race:subsidiaryOf ent:acme, ent:bravo .\n"
        "ent:one race:subsidiaryOf ent:venture . ent:two race:businessUnitOf ent:venture ;\n"
        " race:competesWith ent:one .\n",
    )
    ((file, message),) = rivals(graph)
    assert (file, message[:28]) == ("daily-2025-06-01.ttl", "ent:two and ent:one are one ")


def test_a_given_file_that_makes_rivals_of_one_group_is_told(graph: Path) -> None:
    path = add(graph, "ent:bravo race:subsidiaryOf ent:acme .\n")
    told = [p for p in run_checks(ONTOLOGY, graph, [path]).problems if p.rule == "rival-own-group"]
    assert [p.line for p in told] == [17]
    assert [file for file, _ in rivals(graph)] == ["daily-2025-01-10-acme.ttl"]


def claimed(measure: str, unit: str, lower: str, upper: str = "") -> str:
    bounds = f"race:lower {lower}" + (f" ; race:upper {upper}" if upper else "")
    return f":c01 a race:Claim ; race:measure race:{measure} ; race:unit {unit} ; {bounds} .\n"


@pytest.mark.parametrize(
    ("measure", "unit", "number", "is_wrong"),
    [
        ("plannedInvestment", "unit:CCY_USD", "100000000000000", False),
        ("plannedInvestment", "unit:CCY_USD", "100000000000000.01", True),
        ("plannedInvestment", "unit:CCY_KRW", "150000000000000", False),
        ("plannedInvestment", "unit:CCY_KRW", "100000000000000001", True),
        ("plannedInvestment", "unit:CCY_USD", "0", True),
        ("plannedInvestment", "unit:CCY_USD", "0.0", True),
        ("unitPrice", "unit:CCY_USD", "0.5", False),
        ("revenue", "unit:CCY_USD", "9" * 60, True),
        ("powerCapacity", "unit:GigaW", "10000", False),
        ("powerCapacity", "unit:GigaW", "10001", True),
        ("powerCapacity", "unit:MegaW", "10001", False),
        ("powerDraw", "unit:W", "700", False),
        ("socialFollowers", "unit:NUM", "10000000001", True),
        ("parameterCount", "unit:NUM", "2000000000000", False),
        ("acceleratorCount", "race:H100Equivalent", "10000000001", True),
        ("revenueGrowth", "unit:PERCENT", "0", False),
        ("revenueGrowth", "unit:PERCENT", "-100", False),
        ("revenueGrowth", "unit:PERCENT", "-101", True),
        ("marketRank", "unit:NUM", "4", False),
        ("marketRank", "unit:NUM", "40000", True),
        ("trainingCompute", "race:FLOP", "5" + "0" * 26, False),
        ("trainingCompute", "race:FLOP", "5" + "0" * 30, True),
        ("trainingDuration", "unit:HR", "300000", True),
        ("measureOfNothing", "unit:HR", "9" * 60, False),
    ],
)
def test_figures_out_of_all_proportion(
    graph: Path, measure: str, unit: str, number: str, is_wrong: bool
) -> None:
    add(graph, claimed(measure, unit, number))
    assert rules(found(graph)).count("claim-magnitude") == is_wrong
    add(graph, claimed(measure, unit, "1", number))
    assert rules(found(graph)).count("claim-magnitude") == is_wrong


@pytest.mark.parametrize(
    "number",
    ["1e999999999", "NaN", "'x'", '"1e9"^^xsd:decimal', "ent:acme", "9" * 61, "9" * 5000],
)
def test_what_is_no_number_is_left_to_shacl(graph: Path, number: str) -> None:
    add(graph, claimed("revenue", "unit:CCY_USD", number).replace("NaN", '"NaN"^^xsd:decimal'))
    assert not {"claim-magnitude", "claim-range"} & set(rules(found(graph)))


def test_every_family_of_units_and_every_multiple_has_a_bound(graph: Path) -> None:
    corpus, _ = read_corpus(ONTOLOGY, graph)
    families = Facts(corpus).families
    assert set().union(*families.values()) == set(magnitudes.FAMILIES)
    watts = {str(term).strip("<>") for term, of in families.items() if of == {"power"}}
    multiples = {iri for iri in watts if iri.startswith(UNIT) and iri != UNIT + "W"}
    assert multiples == {iri for iri in magnitudes.UNITS if "CCY_" not in iri}
    terms = {str(term).strip("<>") for term in families}
    assert {*magnitudes.UNITS, *magnitudes.MEASURES} <= terms


@pytest.mark.parametrize(
    ("period", "is_wrong"),
    [
        ('race:duration "P30Y"^^xsd:duration', False),
        ('race:duration "P361M"^^xsd:duration', True),
        ('race:duration "P29Y366D"^^xsd:duration', True),
        ('race:duration "P999999999D"^^xsd:duration', True),
        ('race:duration "thirty years"', False),
        ('race:periodStart "2025"^^xsd:gYear ; race:periodEnd "2055"^^xsd:gYear', False),
        ('race:periodStart "2025"^^xsd:gYear ; race:periodEnd "2056"^^xsd:gYear', True),
        ('race:periodEnd "2099"^^xsd:gYear', False),
    ],
)
def test_periods_without_end(graph: Path, period: str, is_wrong: bool) -> None:
    add(graph, f":c01 a race:Claim ; {period} .\n")
    assert ("period-length" in rules(found(graph))) is is_wrong


def test_an_end_is_counted_from_the_day_of_its_document(graph: Path) -> None:
    published = f'<{SRC}daily-2025-06-01> race:publishedOn "2025-06"^^xsd:gYearMonth .\n'
    add(graph, published + ':c01 a race:Claim ; race:periodEnd "2056"^^xsd:gYear .\n')
    assert "period-length" in rules(found(graph))


@pytest.mark.parametrize(
    ("published", "announced", "is_wrong"),
    [
        ('"2025-06-01"^^xsd:date', '"2025-06-01"^^xsd:date', False),
        ('"2025-06-01"^^xsd:date', '"2025-06-02"^^xsd:date', True),
        ('"2025-06-01"^^xsd:date', '"2025-06"^^xsd:gYearMonth', False),
        ('"2025-06-01"^^xsd:date', '"2025"^^xsd:gYear', False),
        ('"2025"^^xsd:gYear', '"2025-12-31"^^xsd:date', False),
        ('"2025-06"^^xsd:gYearMonth', '"2025-07"^^xsd:gYearMonth', True),
        ('"soon"', '"2025-07"^^xsd:gYearMonth', False),
    ],
)
def test_nothing_is_announced_after_its_document(
    graph: Path, published: str, announced: str, is_wrong: bool
) -> None:
    add(
        graph,
        f"<{SRC}daily-2025-06-01> race:publishedOn {published} .\n"
        f"ent:acme-10bn race:announcedOn {announced} .\n",
    )
    assert ("announced-later" in rules(found(graph))) is is_wrong


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        *((f"a\\u{code}b", True) for code in ("0000", "0007", "0009", "001B", "007F", "0085")),
        *((f"a\\u{code}b", True) for code in ("2028", "202E", "2066", "FEFF", "FFFD", "FFFF")),
        *((f"a{character}b", True) for character in "\x07\t\x9f\u202a\ufffd"),
        # Marks that scripts need, a no-break space, a line end, and what only looks like an escape.
        *((f"a{character}b", False) for character in "\u200c\u200f\xa0"),
        *((f"a{written}b", False) for written in ("\\n", "\\\\u0000", '\\"')),
    ],
)
def test_control_characters_in_a_text(graph: Path, text: str, is_wrong: bool) -> None:
    add(graph, f':c01 a race:Claim ; race:locator "{text}" .\n')
    told = [p for p in read_corpus(ONTOLOGY, graph)[1] if p.rule == "text-control"]
    assert [problem.line for problem in told] == [len(PREFIXES) + 3] * is_wrong


def test_a_pipe_in_the_graph_is_told_and_the_rest_is_checked(graph: Path) -> None:
    os.mkfifo(graph / "sources" / "pipe.ttl")
    os.mkfifo(graph / "texts" / "pipe.txt")
    add(graph, "ent:acme race:competesWith ent:nobody .\n")
    told = run_checks(ONTOLOGY, graph).problems
    assert {"file-special", "entity-unknown"} <= set(rules(told))


def test_without_an_ontology_nothing_else_is_checked(graph: Path, tmp_path: Path) -> None:
    result = run_checks(tmp_path / "none", graph)
    assert rules(result.problems) == ["file-missing"]
    assert result.engine_used == ""


def test_the_real_graph_breaks_no_rule() -> None:
    result = run_checks(ONTOLOGY, TESTS.parent / "graph")
    assert result.violations == 0, "\n".join(map(str, result.problems))
