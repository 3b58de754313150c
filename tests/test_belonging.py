"""What may stand in which file is a closed list, held here a second time, by hand."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.basics.namespaces import OWL, PREFIXES, RACE, SH, SHAPE, SRC
from compute_race.basics.problems import Severity
from compute_race.validation import belonging
from compute_race.validation.check import run_checks
from test_shapes import EXEMPT

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
ONTOLOGY = ROOT / "ontology"
BACKGROUND = TESTS / "data" / "background"
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())

#: Relations and days that a document may state. A new one is a decision: does it change an answer
#: that no single document should change?
MAY_STATE = """
    announcedOn forFacility respondsTo
    subsidiaryOf businessUnitOf memberOf headquarteredIn locatedIn operatesIn competesWith
    develops supplies customerOf investsIn fiscalYearEnd foundedOn
    releasedOn operationalOn proposedOn permittedOn constructionStartedOn cancelledOn
    decommissionedOn
"""
#: What a document may state of itself and of a claim: its form is the shapes' matter.
OF_ITSELF = """
    title publisher author publishedOn language url sourceKind cites readAs textSha256
"""
OF_A_CLAIM = """
    about saidOf measure greaterThan lessThan comparedMeasure comparedPeriodText lower upper
    approximate unit periodText periodStart periodEnd duration fiscalYear fiscalQuarter modality
    attributedTo attribution stated charStart charEnd locator includesFigure definition
"""

#: Rules that refuse a predicate, whatever its value.
REFUSING = {
    "identity-misplaced",
    "judgement-misplaced",
    "predicate-misplaced",
    "predicate-unknown",
    "relation-direction",
}


@cache
def properties() -> dict[str, bool]:
    """Give every property of the ontology, and whether its values are things."""
    kinds = {f"{OWL}ObjectProperty": True, f"{OWL}DatatypeProperty": False}
    kinds[f"{OWL}AnnotationProperty"] = False
    return {
        quad.subject.value.removeprefix(RACE): kinds[quad.object.value]
        for quad in ox.parse(path=str(ONTOLOGY / "race.ttl"))
        if isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value.startswith(RACE)
        and getattr(quad.object, "value", "") in kinds
    }


@pytest.fixture(scope="module", name="refused")
def _refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """State each property of an entity, each in a document of its own; give the rules told."""
    graph = tmp_path_factory.mktemp("each") / "graph"
    shutil.copytree(BACKGROUND, graph)
    stems = {}
    for number, (name, has_things) in enumerate(sorted(properties().items())):
        stem = stems[name] = f"daily-{number}"
        value = "ent:bravo" if has_things else '"x"'
        (graph / "sources" / f"{stem}.ttl").write_text(
            f"{HEAD}src:{stem} a race:Article ; race:publisher ent:daily ; race:language 'en' ;\n"
            f" race:url 'https://daily.example/{number}'^^xsd:anyURI ;\n"
            f" race:sourceKind race:newspaper ; race:readAs race:excerpt .\n"
            f"ent:acme race:{name} {value} .\n",
            encoding="utf-8",
        )
    told: dict[str, set[str]] = {name: set() for name in stems}
    names = {stem: name for name, stem in stems.items()}
    last = len(HEAD.splitlines()) + 4
    for problem in run_checks(ONTOLOGY, graph).problems:
        name = names.get(Path(problem.file).stem)
        if name and problem.line == last and problem.severity is Severity.VIOLATION:
            told[name].add(problem.rule)
    return told


def test_every_other_property_of_an_entity_is_refused(refused: dict[str, set[str]]) -> None:
    assert len(refused) > 100
    open_ = {name for name, rules in refused.items() if not rules & REFUSING}
    others = (OF_ITSELF + OF_A_CLAIM).split()
    assert open_ == {*MAY_STATE.split(), *others}
    # Of an entity the others are refused all the same, by the shapes.
    assert [name for name in others if not refused[name]] == []


@pytest.mark.parametrize(
    ("names", "rule"),
    [
        ("announcedBy forInitiative website lei isoCode", "identity-misplaced"),
        ("partOfGroup group announcedByGroup supersededBy hasPart", "judgement-misplaced"),
        ("hasSubsidiary hasGroupMember developedBy answeredBy announced", "relation-direction"),
        ("inDocument low preferredClaim owns latitude note judgedBy", "predicate-misplaced"),
        ("unitFamily symbol", "predicate-unknown"),
    ],
)
def test_each_is_refused_for_its_reason(
    names: str, rule: str, refused: dict[str, set[str]]
) -> None:
    assert {name for name in names.split() if rule not in refused[name]} == set()


def names_of(terms: frozenset[object]) -> set[str]:
    return {str(term).removeprefix(f"<{RACE}").removesuffix(">") for term in terms}


def test_the_lists_are_those() -> None:
    assert names_of(belonging.RELATIONS) == set(MAY_STATE.split())
    assert names_of(belonging.OF_DOCUMENTS) == set(OF_ITSELF.split())
    assert names_of(belonging.OF_CLAIMS) == set(OF_A_CLAIM.split())


def test_the_contract_lists_the_relations() -> None:
    contract = (ROOT / "graph" / "FORMAT.md").read_text(encoding="utf-8")
    table = contract.partition("| of | relations |")[2].partition("\n\n")[0]
    listed = re.findall(r"`(\w+)`", table)
    assert sorted(listed) == sorted(MAY_STATE.split())


def test_a_relation_that_may_be_stated_has_a_shape() -> None:
    quads = list(ox.parse(path=str(ONTOLOGY / "shapes.ttl")))
    paths = {q.object.value for q in quads if q.predicate.value == f"{SH}path"}
    assert {name for name in MAY_STATE.split() if RACE + name not in paths} == set()


def test_what_only_inference_writes_is_what_the_shape_refuses() -> None:
    quads = list(ox.parse(path=str(ONTOLOGY / "shapes.ttl")))
    targets = {
        q.object.value.removeprefix(RACE)
        for q in quads
        if str(q.subject) == f"<{SHAPE}relation-direction>"
        and q.predicate.value == f"{SH}targetSubjectsOf"
    }
    assert names_of(belonging.BACKWARDS) == targets


def test_classes_without_a_shape_are_never_written() -> None:
    written = {RACE + name for name in names_of(belonging.INFERRED_CLASSES)}
    assert written == EXEMPT | {f"{RACE}UnresolvedOrganization"}


def test_what_judgements_decide_is_what_they_do_decide() -> None:
    """No judgement of the real graph is about anything else, and each kind is in use."""
    found = {
        quad.object.value
        for path in (ROOT / "graph" / "judgements").glob("*.ttl")
        for quad in ox.parse(path=str(path))
        if quad.predicate.value.endswith("#predicate")
    }
    assert found == {RACE + name for name in names_of(belonging.JUDGED)}


def test_a_day_of_a_document_is_told(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    shutil.copytree(BACKGROUND, graph)
    path = graph / "sources" / "daily-2025-06-01.ttl"
    path.write_text(
        f'{HEAD}<{SRC}{path.stem}> a race:Article ;\n race:releasedOn "2025"^^xsd:gYear ;\n'
        ' rdfs:label "Daily"@en .\n',
        encoding="utf-8",
    )
    told = [p for p in run_checks(ONTOLOGY, graph).problems if p.rule == "predicate-misplaced"]
    assert [p.line - len(PREFIXES) for p in told] == [2, 3]
