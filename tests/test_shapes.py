"""Every rule of ontology/shapes.ttl, by one file that keeps it and one that breaks it alone.

The files lie in ``tests/data/shapes/<rule>/{valid,invalid}.ttl``; things they
refer to in ``background.ttl`` beside them. A file that cannot but break other
rules too would name them in a first line ``# also: rule, rule``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from compute_race.basics.namespaces import OWL, RACE, RDF, RDFS, SH, SHAPE, XSD
from compute_race.basics.problems import Problem, RaceError
from compute_race.validation.engine import Violation, to_problem, to_problems, validate
from compute_race.validation.shapes import ShapesFile

ROOT: Final = Path(__file__).resolve().parent.parent
EXAMPLES: Final = ROOT / "tests" / "data" / "shapes"
RULES: Final = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())

#: Filled by inference or by code, never by hand, and so without shapes.
EXEMPT: Final = frozenset(
    RACE + name
    for name in (
        *("Subsidiary", "CloudProvider", "ModelDeveloper"),
        *("ComparableValue", "ExchangeRate", "PreferredValue", "SetAside"),
        *("Conflict", "ConflictSide"),
    )
)


@cache
def shapes() -> ShapesFile:
    """Give the project's shapes."""
    return ShapesFile.read(ROOT / "ontology" / "shapes.ttl")


def turtle(path: Path) -> list[ox.Triple]:
    """Give the triples of a Turtle file."""
    return [ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(path=str(path))]


def ntriples(triples: list[ox.Triple]) -> bytes:
    """Give triples as N-Triples."""
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


@cache
def vocabulary() -> tuple[ox.Triple, ...]:
    """Give the real ontology with its terms."""
    folder = ROOT / "ontology"
    files = [folder / "race.ttl", *sorted((folder / "terms").glob("*.ttl"))]
    return tuple(triple for path in files for triple in turtle(path))


@cache
def surroundings() -> bytes:
    """Give what every example stands in: the vocabulary and the background."""
    return ntriples([*vocabulary(), *turtle(EXAMPLES / "background.ttl")])


def broken(path: Path) -> set[str]:
    """Give the rules that a file breaks in its surroundings."""
    found = validate(surroundings() + ntriples(turtle(path)), shapes())
    return {shapes().rule_of(violation.shape) for violation in found}


def declared(path: Path) -> set[str]:
    """Give the rules that a file's first line says it breaks beside its own."""
    match = re.match(r"# also: (.+)", path.read_text(encoding="utf-8"))
    return set(match[1].split(", ")) if match else set()


@pytest.mark.parametrize("rule", RULES)
def test_valid_example_breaks_no_rule(rule: str) -> None:
    assert broken(EXAMPLES / rule / "valid.ttl") == set()


@pytest.mark.parametrize("rule", RULES)
def test_invalid_example_breaks_its_rule_alone(rule: str) -> None:
    path = EXAMPLES / rule / "invalid.ttl"
    assert broken(path) == {rule} | declared(path)


def test_every_rule_has_examples_and_every_example_a_rule() -> None:
    assert list(shapes().rules) == RULES


@pytest.mark.parametrize("name", ["background.ttl", "specimen.ttl"])
def test_shared_example_files_are_valid(name: str) -> None:
    assert broken(EXAMPLES / name) == set()


def test_every_rule_says_what_is_wrong_and_what_to_type_in_both_languages() -> None:
    for shape in shapes().messages:
        rule = shapes().rule_of(shape)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule)
        assert set(shapes().messages[shape]) == {"en", "fr"}, rule
        for lang, verb in (("en", "write"), ("fr", "écrivez")):
            wrong, advice = shapes().message(shape, lang)
            assert wrong, rule
            assert verb in advice, rule
        assert shapes().message(shape, "en") != shapes().message(shape, "fr"), rule


def shape_triples() -> list[ox.Triple]:
    return turtle(ROOT / "ontology" / "shapes.ttl")


def test_every_shape_is_named_and_reports_only_if_it_has_a_message() -> None:
    """A result must name an IRI: whatever can report is a target or a property of one."""
    found = shape_triples()
    targets = {f"{SH}targetClass", f"{SH}targetSubjectsOf"}
    targeted = {t.subject for t in found if t.predicate.value in targets}
    properties = {t.object for t in found if t.predicate.value == f"{SH}property"}
    plain = {f"{SH}property", f"{RDF}type", *targets}
    for shape in targeted | properties:
        assert isinstance(shape, ox.NamedNode)
        assert shape.value.startswith(SHAPE)
        own = {t.predicate.value for t in found if t.subject == shape}
        assert (own <= plain) != (shape.value in shapes().messages), shape


def test_shapes_keep_to_what_both_engines_do_alike() -> None:
    found = shape_triples()
    used = {t.predicate.value.removeprefix(SH) for t in found if t.predicate.value.startswith(SH)}
    assert used.isdisjoint({"sparql", "select", "js", "closed", "equals", "disjoint", "rule"})
    kinds = {t.object.value for t in found if t.predicate.value == f"{SH}nodeKind"}
    assert kinds <= {f"{SH}BlankNodeOrIRI"}
    # A datatype whose lexical forms the engines judge apart stands in an "is-..." shape.
    for triple in found:
        if triple.predicate.value == f"{SH}datatype" and triple.object.value != f"{XSD}string":
            assert "#is-" in str(triple.subject)


def test_every_class_of_the_vocabulary_has_a_shape() -> None:
    words = vocabulary()
    classes = {t.subject.value for t in words if str(t.object) == f"<{OWL}Class>"}
    above = {
        t.subject.value: t.object.value
        for t in words
        if t.predicate.value == f"{RDFS}subClassOf" and isinstance(t.subject, ox.NamedNode)
    }
    targets = {t.object.value for t in shape_triples() if t.predicate.value == f"{SH}targetClass"}
    assert targets <= classes
    for name in classes - EXEMPT:
        found = name
        while found not in targets:
            assert found in above, f"{name} has no shape"
            found = above[found]


def test_every_property_in_the_shapes_is_in_the_vocabulary() -> None:
    known = {t.subject.value for t in vocabulary() if isinstance(t.subject, ox.NamedNode)}
    named = {t.object.value for t in shape_triples() if isinstance(t.object, ox.NamedNode)}
    assert {name for name in named if name.startswith(RACE)} <= known


VIOLATION: Final = Violation(
    "https://w3id.org/compute-race/source/daily-example#c01",
    RACE + "periodStart",
    f'"2025-13"^^<{XSD}gYearMonth>',
    SHAPE + "claim-period-start",
    SH + "OrConstraintComponent",
)


def test_a_problem_names_the_node_the_value_and_the_place() -> None:
    asked = []

    def locate(focus: str, path: str | None, value: str | None) -> tuple[str, int]:
        asked.append((focus, path, value))
        return "graph/sources/daily-example.ttl", 14

    (problem,) = to_problems([VIOLATION, VIOLATION], shapes(), locate)
    assert problem.message == (
        "src:daily-example#c01: the start of the period is not one day, month or year"
        ' of the calendar ("2025-13"^^xsd:gYearMonth)'
    )
    assert problem.advice.startswith('write race:periodStart "2025"^^xsd:gYear')
    assert (problem.rule, problem.line) == ("claim-period-start", 14)
    assert problem.node == VIOLATION.focus
    assert set(asked) == {(VIOLATION.focus, VIOLATION.path, VIOLATION.value)}


def test_a_problem_speaks_french() -> None:
    (problem,) = to_problems([VIOLATION], shapes(), lambda *_: ("x.ttl", 1), lang="fr")
    assert "le début de la période" in problem.message
    assert problem.advice.startswith("écrivez race:periodStart")


def test_a_rule_on_a_whole_node_is_shown_at_the_property_it_names() -> None:
    focus = VIOLATION.focus
    whole = Violation(focus, "", focus, SHAPE + "claim-unit-money", SH + "OrConstraintComponent")

    def locate(focus: str, path: str | None, value: str | None) -> tuple[str, int]:
        return f"{path} {value}", 1

    (problem,) = to_problems([whole], shapes(), locate)
    assert problem.file == f"{RACE}unit None"
    assert problem.message == "src:daily-example#c01: this measure is an amount of money"


def test_a_problem_says_where_and_at_which_predicate_it_is_shown() -> None:
    whole = Violation(VIOLATION.focus, "", VIOLATION.focus, SHAPE + "relation-direction", "")
    problem = to_problem(whole, shapes(), ("x.ttl", 7), RACE + "hasSubsidiary", "fr")
    assert (problem.file, problem.line, problem.rule) == ("x.ttl", 7, "relation-direction")
    assert problem.message.endswith(" (race:hasSubsidiary)")
    assert "écrite à la main" in problem.message


def test_rules_on_the_subjects_of_predicates_know_these() -> None:
    targets = shapes().targets[SHAPE + "actor-only"]
    assert targets == sorted(targets)
    assert RACE + "supplies" in targets
    assert SHAPE + "claim-unit" not in shapes().targets


def test_a_long_value_is_cut_to_one_line() -> None:
    long = Violation(VIOLATION.focus, RACE + "title", '"' + "a\\n" * 9999 + '"', SHAPE + "x", "")
    (problem,) = to_problems([long], shapes(), lambda *_: ("x.ttl", 1))
    assert isinstance(problem, Problem)
    assert len(problem.message) < 200
    assert "\n" not in problem.message


def test_messages_fall_back_to_english_and_to_nothing() -> None:
    assert shapes().message(SHAPE + "claim-unit", "zh") == shapes().message(SHAPE + "claim-unit")
    assert shapes().message(SHAPE + "unheard-of") == ("", "")
    assert shapes().rule_of(RACE + "foreign") == "race:foreign"


def test_shapes_that_cannot_be_read_are_told_of(tmp_path: Path) -> None:
    bad = tmp_path / "shapes.ttl"
    with pytest.raises(RaceError, match=r"shapes\.ttl: the shapes cannot be read"):
        ShapesFile.read(bad)
    bad.write_bytes(b"\xff\xfe")
    with pytest.raises(RaceError, match=r"cannot be read"):
        ShapesFile.read(bad)
    bad.write_text("this is not Turtle")
    with pytest.raises(RaceError, match=r"shapes\.ttl: "):
        ShapesFile.read(bad)
    bad.write_text("<x:s> <x:p> <x:o> .")
    with pytest.raises(RaceError, match=r"no shape has a message"):
        ShapesFile.read(bad)
