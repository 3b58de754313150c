"""The native engine and pySHACL find the same, and the native one passes the W3C suite.

pySHACL is slow, so it gets of the vocabulary only what a graph speaks of, and
the mutants fifty to a graph; everything here runs in parallel with xdist.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, SH

import mutations
from compute_race.basics.namespaces import RACE, RDFS, SHAPE
from compute_race.basics.problems import RaceError
from compute_race.dataset.corpus import read_corpus
from compute_race.validation import engine
from compute_race.validation.engine import available_engine, validate
from compute_race.validation.shapes import ShapesFile
from test_shapes import EXAMPLES, ROOT, RULES, ntriples, shapes, surroundings, turtle, vocabulary

SUITE: Final = ROOT.parent / "shared" / "suites" / "shacl" / "core"
MUTANTS: Final = 2000
CHUNK: Final = 50


@cache
def specimen() -> tuple[ox.Triple, ...]:
    return tuple(turtle(EXAMPLES / "specimen.ttl"))


@cache
def mutant_chunks() -> list[bytes]:
    return mutations.chunks(mutations.mutants(specimen(), MUTANTS), CHUNK)


@cache
def background() -> tuple[ox.Triple, ...]:
    return tuple(turtle(EXAMPLES / "background.ttl"))


def small(data: bytes) -> bytes:
    """Give the data with the background and, of the vocabulary, the terms they speak of."""
    triples = [*background(), *ox.parse(data, format=ox.RdfFormat.N_TRIPLES)]
    spoken_of = {t.object for t in triples}
    needed = [
        t
        for t in vocabulary()
        if t.predicate.value == f"{RDFS}subClassOf"
        or (t.subject in spoken_of and t.predicate.value != f"{RDFS}isDefinedBy")
    ]
    return ntriples([*needed, *background()]) + data


def assert_engines_agree(data: bytes) -> None:
    native = validate(data, shapes())
    reference = validate(data, shapes(), "pyshacl")
    only_native = sorted(set(native) - set(reference))
    only_reference = sorted(set(reference) - set(native))
    assert (only_native, only_reference) == ([], [])
    assert native == reference


def test_engines_agree_on_the_real_graph() -> None:
    if not any((ROOT / "graph").rglob("*.ttl")):
        pytest.skip("graph/ has no files yet")
    corpus, _ = read_corpus(ROOT / "ontology", ROOT / "graph")
    assert_engines_agree(corpus.ntriples())


@pytest.mark.parametrize("rule", RULES)
def test_engines_agree_on_the_examples(rule: str) -> None:
    for name in ("valid", "invalid"):
        assert_engines_agree(small(ntriples(turtle(EXAMPLES / rule / f"{name}.ttl"))))


@pytest.mark.parametrize("number", range(MUTANTS // CHUNK))
def test_engines_agree_on_mutants(number: int) -> None:
    assert_engines_agree(small(mutant_chunks()[number]))


#: The constraint parameters of SHACL Core that the shapes use, and what they are reported as.
COMPONENTS: Final = {
    parameter: str(SH[f"{parameter[0].upper()}{parameter[1:]}ConstraintComponent"])
    for parameter in (
        *("minCount", "maxCount", "class", "datatype", "pattern", "maxLength", "nodeKind"),
        *("or", "and", "not", "xone", "node", "in", "hasValue", "uniqueLang"),
        *("qualifiedMinCount", "lessThan", "lessThanOrEquals"),
    )
}


def test_mutants_are_the_same_each_time_and_differ_from_one_another() -> None:
    made = mutations.mutants(specimen(), MUTANTS)
    assert made == mutations.mutants(specimen(), MUTANTS)
    assert len(made) == MUTANTS
    assert len({mutant.triples for mutant in made}) == MUTANTS


#: Rules on links see a graph of their own, links and items: the examples break them.
LINKS: Final = {f"{SHAPE}{rule}" for rule in RULES if rule.startswith("links-")}


def test_mutants_break_every_constraint_of_every_rule() -> None:
    wanted = {
        (triple.subject.value, COMPONENTS[parameter])
        for triple in turtle(ROOT / "ontology" / "shapes.ttl")
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value in shapes().messages
        for parameter in [triple.predicate.value.removeprefix(str(SH))]
        if parameter in COMPONENTS and triple.subject.value not in LINKS
    }
    found = {
        (violation.shape, violation.component)
        for chunk in mutant_chunks()
        for violation in validate(surroundings() + chunk, shapes())
    }
    assert {shape for shape, _ in wanted} == set(shapes().messages) - LINKS
    assert wanted - found == set()
    assert found <= wanted


def test_results_name_terms_as_the_data_does() -> None:
    """Lexical forms, blank node labels and characters outside ASCII survive both engines."""
    data = small(
        b"_:strange <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        b"<https://w3id.org/compute-race/ontology#Market> .\n"
        b'_:strange <http://www.w3.org/2000/01/rdf-schema#label> "h\\u00e9b\\"\\n"@fr-CA .\n'
        b'_:strange <http://www.w3.org/2000/01/rdf-schema#label> "007"'
        b"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
    )
    assert_engines_agree(data)
    found = validate(data, shapes())
    assert {violation.focus for violation in found} == {"_:strange"}
    assert '"007"^^<http://www.w3.org/2001/XMLSchema#integer>' in {v.value for v in found}


@pytest.mark.parametrize(
    "value",
    [
        *('"NaN"^^{}decimal>', '"sNaN"^^{}decimal>', '"NaN"^^{}double>', '"1e3"^^{}decimal>'),
        *('"abc"^^{}integer>', '"2025-02-24"^^{}date>', '"5"^^<x:unknown>', "_:five", "<x:five>"),
    ],
)
def test_what_is_no_number_breaks_the_rule_on_the_number_alone(value: str) -> None:
    """rdflib or pySHACL would stop at comparing some of these; no bound is said to be broken."""
    valid = ntriples(turtle(EXAMPLES / "claim-lower-upper" / "valid.ttl")).decode()
    term = value.format("<http://www.w3.org/2001/XMLSchema#")
    lines = [
        f"{line.split('> ')[0]}> <{RACE}lower> {term} ." if f"<{RACE}lower>" in line else line
        for line in valid.splitlines()
    ]
    data = small("\n".join(lines).encode() + b"\n")
    assert_engines_agree(data)
    assert {shapes().rule_of(v.shape) for v in validate(data, shapes())} == {"claim-lower"}


# --- which engine runs


def without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)
    for module in ("native", "reference"):
        monkeypatch.delitem(sys.modules, f"compute_race.validation.{module}", raising=False)


def test_without_the_native_wheel_pyshacl_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    data = small(ntriples(turtle(EXAMPLES / "claim-unit" / "invalid.ttl")))
    native = validate(data, shapes())
    assert available_engine() == "native"
    without(monkeypatch, "shacl")
    assert available_engine() == "pyshacl"
    assert validate(data, shapes()) == native != []


def test_without_any_engine_the_error_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "shacl", "pyshacl")
    with pytest.raises(RaceError, match="pip install pyshacl"):
        available_engine()


def test_a_fault_of_our_own_is_no_missing_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engine._MODULES, "native", "compute_race.validation.no_such_module")
    with pytest.raises(ModuleNotFoundError):
        available_engine()


def test_engines_are_loaded_only_when_used() -> None:
    code = (
        "import sys, compute_race.validation.engine\n"
        "print(sorted({'shacl', 'pyshacl', 'rdflib'} & set(sys.modules)))"
    )
    environment = {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["native", "pyshacl"])
def test_data_that_is_no_ntriples_is_an_error_without_traceback(name: engine.Engine) -> None:
    for bad in (b"<this> is not", b"_:this is not", b"\xff\xfe"):
        with pytest.raises(RaceError, match=r"stopped|no N-Triples"):
            validate(bad, shapes(), name)


# --- the W3C suite through the native engine, which fails none of its core tests


def w3c_tests() -> list[str]:
    if not SUITE.is_dir():
        return []
    files = sorted(SUITE.rglob("*.ttl"))
    return [f.relative_to(SUITE).as_posix() for f in files if "sht:Validate" in f.read_text()]


@pytest.mark.skipif(not SUITE.is_dir(), reason="the W3C suite is not beside the project")
def test_the_w3c_suite_is_whole() -> None:
    assert len(w3c_tests()) >= 98


@pytest.mark.parametrize(
    "name", w3c_tests() or [pytest.param("", marks=pytest.mark.skip("W3C suite is absent"))]
)
@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
def test_native_engine_passes_the_w3c_core_test(name: str) -> None:
    path = SUITE / name
    graph = rdflib.Graph().parse(path, publicID=path.as_uri())
    mf = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
    sht = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")
    (test,) = graph.subjects(RDF.type, sht.Validate)
    action, result = graph.value(test, mf.action), graph.value(test, mf.result)
    files = [graph.value(action, part) for part in (sht.dataGraph, sht.shapesGraph)]
    data, rules = (Path(str(file).removeprefix("file://")) for file in files)
    expected = sorted(
        tuple(_plain(graph.value(found, part)) for part in _PARTS)
        for found in graph.objects(result, SH.result)
    )
    found = native_results(data, rules)
    assert found == expected


_PARTS: Final = (
    SH.focusNode,
    SH.resultPath,
    SH.value,
    SH.sourceShape,
    SH.sourceConstraintComponent,
    SH.resultSeverity,
)


def native_results(data: Path, rules: Path) -> list[tuple[str, ...]]:
    shacl = pytest.importorskip("shacl")
    compiled = shacl.Shapes.from_text(rules.read_text(), base=rules.as_uri())
    report = compiled.validate_text(data.read_text(), base=data.as_uri())
    return sorted(
        (
            _shown(r.focus_node),
            _shown(r.path),
            _shown(r.value),
            _shown(r.source_shape),
            f"<{r.component_iri}>",
            f"<{r.severity_iri}>",
        )
        for r in report.results
    )


def _plain(node: rdflib.term.Node | None) -> str:
    """Write a term; blank nodes, which have no name to compare, and complex paths as nothing."""
    return node.n3() if isinstance(node, rdflib.URIRef | rdflib.Literal) else ""


def _shown(term: str | None) -> str:
    if term is None or term.startswith("_:"):
        return ""
    if term.startswith("<") and term.find(">") == len(term) - 1:
        return term
    return rdflib.util.from_n3(term).n3() if term.startswith('"') else ""


def test_shapes_of_others_can_be_used_too() -> None:
    text = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:shape> sh:targetNode <x:a> ;"
        " sh:property <x:p-shape> . <x:p-shape> sh:path <x:p> ; sh:minCount 1 ;"
        ' sh:message "p is missing - write p"@en .'
    )
    own = ShapesFile.parse(text)
    for name in ("native", "pyshacl"):
        (violation,) = validate(b"<x:a> <x:q> <x:b> .\n", own, name)
        assert (violation.focus, violation.path, violation.value) == ("x:a", "x:p", "")
        assert own.message(violation.shape) == ("p is missing", "write p")
