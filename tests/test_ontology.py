"""The ontology: complete in two languages, defined once, inside OWL 2 RL, and able to be true."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

sys.path.insert(0, str(Path(__file__).parent))
from owl2rl import profile_problems

ROOT = Path(__file__).resolve().parents[1]
ONTOLOGY = ROOT / "ontology"
TERM_FILES = (ONTOLOGY / "race.ttl", *sorted((ONTOLOGY / "terms").glob("*.ttl")))
ALIGNMENTS = ONTOLOGY / "alignments.ttl"

RACE = "https://w3id.org/compute-race/ontology#"
UNIT = "http://qudt.org/vocab/unit/"
HEADER = URIRef("https://w3id.org/compute-race/ontology")
PREFIXES = f"""
PREFIX : <https://w3id.org/compute-race/source/silicon-fr-alibaba-30-milliards#>
PREFIX ent: <https://w3id.org/compute-race/id/>
PREFIX owl: <{OWL}>
PREFIX race: <{RACE}>
PREFIX rdf: <{RDF}>
PREFIX rdfs: <{RDFS}>
PREFIX src: <https://w3id.org/compute-race/source/>
PREFIX unit: <{UNIT}>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

#: The namespaces alignments may point to. A new one is a decision, so it is written here too.
ALIGNED = {
    "dcterms": "http://purl.org/dc/terms/",
    "fibo-cb": "https://spec.edmcouncil.org/fibo/ontology/BE/LegalEntities/CorporateBodies/",
    "fibo-cctl": "https://spec.edmcouncil.org/fibo/ontology/BE/OwnershipAndControl/CorporateControl/",
    "fibo-cur": "https://spec.edmcouncil.org/fibo/ontology/FND/Accounting/CurrencyAmount/",
    "fibo-ge": "https://spec.edmcouncil.org/fibo/ontology/BE/GovernmentEntities/GovernmentEntities/",
    "fibo-lei": "https://spec.edmcouncil.org/fibo/ontology/BE/LegalEntities/LEIEntities/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "quantitykind": "http://qudt.org/vocab/quantitykind/",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": str(RDF),
    "schema": "https://schema.org/",
    "skos": str(SKOS),
    "time": "http://www.w3.org/2006/time#",
    "unit": UNIT,
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}


@cache
def parsed(path: Path) -> Graph:
    return Graph().parse(path, format="turtle")


@cache
def ontology() -> Graph:
    together = Graph()
    for path in TERM_FILES:
        together += parsed(path)
    return together


def is_term(name: URIRef) -> bool:
    """Whether an IRI is one of ours to define. ``URIRef.startswith`` takes no tuple."""
    return str(name).startswith((RACE, UNIT))


@cache
def terms() -> tuple[URIRef, ...]:
    """Every term the project defines: its own, and the QUDT units it declares again."""
    return tuple(
        sorted(
            {
                subject
                for subject in ontology().subjects(RDF.type, None)
                if isinstance(subject, URIRef) and is_term(subject)
            }
        )
    )


def instances(kind: URIRef) -> set[URIRef]:
    return {term for term in ontology().subjects(RDF.type, kind) if isinstance(term, URIRef)}


def shown(term: URIRef) -> str:
    return term.replace(RACE, "race:").replace(UNIT, "unit:")


def race_classes() -> list[URIRef]:
    return sorted(term for term in instances(OWL.Class) if term.startswith(RACE))


def graph_files() -> list[Path]:
    return sorted((ROOT / "graph").rglob("*.ttl"))


def test_terms_are_found() -> None:
    assert len(race_classes()) > 40
    assert len(terms()) > 200


# --- Every term is said in two languages, with an example that can be read


@pytest.mark.parametrize("term", terms(), ids=shown)
def test_term_is_labelled_defined_and_exemplified(term: URIRef) -> None:
    for wanted in (RDFS.label, SKOS.definition):
        values = [v for v in ontology().objects(term, wanted) if isinstance(v, Literal)]
        languages = sorted(str(value.language) for value in values)
        assert languages == ["en", "fr"], f"{shown(term)}: write {wanted} once @en and once @fr"
        assert all(str(value).strip() == str(value) != "" for value in values)
    for definition in ontology().objects(term, SKOS.definition):
        assert str(definition).endswith("."), f"{shown(term)}: end the definition with a full stop"
    assert list(ontology().objects(term, SKOS.example)), f"{shown(term)}: write a skos:example"
    assert len(list(ontology().objects(term, RDFS.isDefinedBy))) == 1


@pytest.mark.parametrize("term", terms(), ids=shown)
def test_example_is_turtle_that_uses_the_term(term: URIRef) -> None:
    for example in ontology().objects(term, SKOS.example):
        graph = Graph().parse(data=PREFIXES + str(example), format="turtle")
        mentioned = {node for triple in graph for node in triple}
        assert term in mentioned, f"{shown(term)}: the example does not use it"
        unknown = {
            node
            for node in mentioned
            if isinstance(node, URIRef) and is_term(node) and node not in terms()
        }
        assert not unknown
        assert_kinds(graph)


def test_no_two_terms_of_one_kind_share_a_label() -> None:
    labels = Counter(
        (str(kind), label.language, label.lower())
        for term in terms()
        for kind in ontology().objects(term, RDF.type)
        for label in ontology().objects(term, RDFS.label)
        if isinstance(label, Literal)
    )
    assert [key for key, count in labels.items() if count > 1] == []


def test_header_names_version_licence_and_languages() -> None:
    header = ontology()
    assert (HEADER, RDF.type, OWL.Ontology) in header
    assert str(header.value(HEADER, OWL.versionInfo)) == "0.1.0"
    assert header.value(HEADER, OWL.versionIRI) == URIRef(f"{HEADER}/0.1.0")
    licence = URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert header.value(HEADER, DCTERMS.license) == licence
    for wanted in (DCTERMS.title, DCTERMS.description):
        values = [v for v in header.objects(HEADER, wanted) if isinstance(v, Literal)]
        assert sorted(str(v.language) for v in values) == ["en", "fr"]


def test_classes_are_upper_camel_and_properties_lower_camel() -> None:
    for term in race_classes():
        assert re.fullmatch(r"[A-Z][A-Za-z]*", term.removeprefix(RACE)), term
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty):
        for term in instances(kind):
            if term.startswith(RACE):
                assert re.fullmatch(r"[a-z][A-Za-z0-9]*", term.removeprefix(RACE)), term


# --- No term undefined in use, none defined twice


def race_names(path: Path) -> set[str]:
    """Find the ``race:`` names and the units a file uses."""
    if path.suffix == ".ttl":
        nodes = {node for triple in parsed(path) for node in triple}
        nodes |= {node.datatype for node in nodes if isinstance(node, Literal) and node.datatype}
        return {str(n) for n in nodes if isinstance(n, URIRef) and is_term(n)}
    text = path.read_text(encoding="utf-8")
    found = {RACE + name for name in re.findall(r"(?<![\w-])race:([A-Za-z]\w*)", text)}
    found |= {UNIT + name for name in re.findall(r"(?<![\w-])unit:([A-Za-z][\w-]*)", text)}
    return found | set(re.findall(rf"<({re.escape(RACE)}\w+)>", text))


def test_every_term_in_use_is_defined() -> None:
    files = [
        path
        for folder in ("ontology", "graph", "queries")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".ttl", ".rq", ".tsv"}
    ]
    assert files
    known = {str(term) for term in terms()}
    undefined = {
        f"{path.relative_to(ROOT)}: {shown(URIRef(name))} - define it in ontology/ or correct it"
        for path in files
        for name in race_names(path) - known
    }
    assert sorted(undefined) == []


def test_every_term_is_defined_in_one_file() -> None:
    files: dict[str, list[str]] = {}
    for path in sorted(ONTOLOGY.rglob("*.ttl")):
        for subject in set(parsed(path).subjects(RDF.type, None)):
            if isinstance(subject, URIRef) and is_term(subject):
                files.setdefault(shown(subject), []).append(path.name)
    assert {term: names for term, names in files.items() if len(names) > 1} == {}


def assert_kinds(graph: Graph) -> None:
    for subject, predicate, value in graph:
        if (predicate, RDF.type, OWL.ObjectProperty) in ontology():
            assert isinstance(value, URIRef), f"{subject} {predicate}: write an IRI, not {value}"
        elif (predicate, RDF.type, OWL.DatatypeProperty) in ontology():
            assert isinstance(value, Literal), f"{subject} {predicate}: write a literal"
        elif isinstance(predicate, URIRef) and predicate.startswith(RACE):
            assert (predicate, RDF.type, OWL.AnnotationProperty) in ontology(), predicate


@pytest.mark.parametrize("path", graph_files(), ids=lambda path: str(path.stem))
def test_properties_are_used_as_the_kind_they_are(path: Path) -> None:
    assert_kinds(parsed(path))


# --- Measures and units


def test_measures_and_units_meet_in_a_family() -> None:
    family = URIRef(RACE + "unitFamily")
    units = instances(URIRef(RACE + "Unit")) | instances(URIRef(RACE + "Currency"))
    measures = instances(URIRef(RACE + "Measure"))
    offered = {str(name) for unit in units for name in ontology().objects(unit, family)}
    asked = {str(name) for measure in measures for name in ontology().objects(measure, family)}
    families = {"money", "percent", "count", "rank", "power", "compute", "rate"}
    assert asked == offered == families | {"time", "bytes", "bandwidth"}
    for measure in measures:
        assert len(list(ontology().objects(measure, family))) == 1, measure
    for unit in units:
        assert len(list(ontology().objects(unit, URIRef(RACE + "symbol")))) == 1, unit


def test_currencies_are_qudts_and_carry_their_iso_code() -> None:
    for unit in instances(URIRef(RACE + "Currency")):
        code = str(ontology().value(unit, URIRef(RACE + "isoCode")))
        assert unit == URIRef(f"{UNIT}CCY_{code}")


# --- OWL 2 RL


def test_ontology_is_inside_owl_2_rl() -> None:
    assert profile_problems(ontology()) == []


def test_no_property_is_functional() -> None:
    kinds = (OWL.FunctionalProperty, OWL.InverseFunctionalProperty)
    assert [term for kind in kinds for term in instances(kind)] == []


DECLARED = """
race:A a owl:Class . race:B a owl:Class . race:C a owl:Class .
race:p a owl:ObjectProperty . race:q a owl:ObjectProperty . race:d a owl:DatatypeProperty .
"""
REFUSED = {
    "equivalence with an existential": "race:A owl:equivalentClass "
    "[ a owl:Restriction ; owl:onProperty race:p ; owl:someValuesFrom race:B ] .",
    "existential above": "race:A rdfs:subClassOf "
    "[ a owl:Restriction ; owl:onProperty race:p ; owl:someValuesFrom race:B ] .",
    "union above": "race:A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( race:B race:C ) ] .",
    "union as a range": "race:p rdfs:range [ a owl:Class ; owl:unionOf ( race:B race:C ) ] .",
    "universal below": "[ a owl:Restriction ; owl:onProperty race:p ; "
    "owl:allValuesFrom race:B ] rdfs:subClassOf race:A .",
    "complement below": "[ a owl:Class ; owl:complementOf race:B ] rdfs:subClassOf race:A .",
    "existential hidden in an intersection above": "race:A rdfs:subClassOf [ a owl:Class ; "
    "owl:intersectionOf ( race:B [ a owl:Restriction ; owl:onProperty race:p ; "
    "owl:someValuesFrom race:C ] ) ] .",
    "cardinality 2": "race:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty race:p ; "
    'owl:maxCardinality "2"^^xsd:nonNegativeInteger ] .',
    "minimum cardinality": "race:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty race:p ; "
    'owl:minCardinality "1"^^xsd:nonNegativeInteger ] .',
    "self": "race:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty race:p ; "
    "owl:hasSelf true ] .",
    "owl:Thing above": "race:A rdfs:subClassOf owl:Thing .",
    "disjoint union": "race:A owl:disjointUnionOf ( race:B race:C ) .",
    "reflexive property": "race:p a owl:ReflexiveProperty .",
    "date as a range": "race:d rdfs:range xsd:date .",
    "year in a fact": 'race:i race:d "2025"^^xsd:gYear .',
    "facet": "race:d rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ; "
    "owl:withRestrictions ( [ <http://www.w3.org/2001/XMLSchema#minInclusive> 1 ] ) ] .",
    "transitive and irreflexive": "race:p a owl:TransitiveProperty, owl:IrreflexiveProperty .",
    "above a transitive one, and asymmetric": "race:p a owl:TransitiveProperty ; "
    "rdfs:subPropertyOf race:q . race:q a owl:AsymmetricProperty .",
    "inverse of a chain, and irreflexive": "race:p owl:propertyChainAxiom ( race:q race:q ) ; "
    "owl:inverseOf race:r . race:r a owl:ObjectProperty, owl:IrreflexiveProperty .",
    "irregular chains": "race:p owl:propertyChainAxiom ( race:q race:q ) . "
    "race:q owl:propertyChainAxiom ( race:p race:p ) .",
    "two kinds of property": "race:d a owl:ObjectProperty .",
    "undeclared class": "race:A rdfs:subClassOf race:Nowhere .",
    "undeclared property": "race:i race:nowhere race:j .",
    "top property": "race:p rdfs:subPropertyOf owl:topObjectProperty .",
}
ACCEPTED = """
[ a owl:Restriction ; owl:onProperty race:p ; owl:someValuesFrom race:B ] rdfs:subClassOf race:A .
[ a owl:Restriction ; owl:onProperty race:p ; owl:someValuesFrom owl:Thing ]
    rdfs:subClassOf [ a owl:Restriction ; owl:onProperty race:q ; owl:allValuesFrom race:C ] .
[ a owl:Class ; owl:unionOf ( race:A race:B ) ] rdfs:subClassOf race:C .
race:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty race:d ;
    owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .
race:q a owl:TransitiveProperty . race:p rdfs:subPropertyOf race:q ; a owl:AsymmetricProperty .
race:d rdfs:range xsd:decimal .
race:i a race:A ; race:p race:j ; race:d 1 ; rdfs:label "i"@en .
"""


def small(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + DECLARED + text, format="turtle")


@pytest.mark.parametrize("fault", REFUSED)
def test_profile_checker_refuses(fault: str) -> None:
    assert profile_problems(small(REFUSED[fault])), f"{fault} was let through"


def test_profile_checker_accepts_what_the_profile_allows() -> None:
    assert profile_problems(small(ACCEPTED)) == []


# --- What follows, what must not follow, and that everything can be true

REASON = """
import json, sys
import owlrl
from rdflib import Graph
graph = Graph().parse(data=sys.stdin.read(), format="nt")
owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
error = "http://www.daml.org/2002/03/agents/agent-ont#error"
triples = [[str(s), str(p), str(o)] for s, p, o in graph]
print(json.dumps([t for t in triples if t[1] == error or "/id/" in t[0]]))
"""


def reason(facts: Graph) -> tuple[set[tuple[str, str, str]], list[str]]:
    """Draw the OWL 2 RL consequences in another process: owlrl changes rdflib's literals."""
    together = ontology() + facts
    done = subprocess.run(
        [sys.executable, "-c", REASON],
        input=together.serialize(format="nt"),
        capture_output=True,
        text=True,
        check=True,
    )
    triples = {(s, p, o) for s, p, o in json.loads(done.stdout)}
    errors = sorted(o for _, p, o in triples if p.endswith("#error"))
    return {triple for triple in triples if not triple[1].endswith("#error")}, errors


def test_every_class_and_property_can_be_used_without_contradiction() -> None:
    facts = Graph()
    ent = "https://w3id.org/compute-race/id/"
    for term in race_classes():
        facts.add((URIRef(f"{ent}a-{term.removeprefix(RACE)}"), RDF.type, term))
    for term in instances(OWL.ObjectProperty):
        name = term.removeprefix(RACE)
        facts.add((URIRef(f"{ent}from-{name}"), term, URIRef(f"{ent}to-{name}")))
    _, errors = reason(facts)
    assert errors == []


FACTS = """
ent:hq-co a race:Company ; race:headquarteredIn ent:town .
ent:town a race:Place ; race:locatedIn ent:land .
ent:land a race:Country ; race:inBloc ent:union .
ent:arm race:businessUnitOf ent:sub . ent:sub race:subsidiaryOf ent:head .
ent:head a race:Company . ent:sub race:operatesIn ent:public-cloud .
ent:plan race:announcedBy ent:arm . ent:other-plan race:announcedBy ent:programme .
ent:programme a race:Initiative . ent:maker race:develops ent:family .
ent:family a race:ModelFamily . ent:chip-maker race:develops ent:chip .
ent:chip a race:Accelerator . ent:head race:competesWith ent:maker .
ent:third race:supersedes ent:second . ent:second race:supersedes ent:first .
"""
FOLLOWS = """
ent:hq-co race:locatedIn ent:land ; race:inBloc ent:union .
ent:arm race:partOfGroup ent:head . ent:head race:hasGroupMember ent:arm .
ent:sub a race:Subsidiary, race:CloudProvider . ent:plan race:announcedByGroup ent:head .
ent:maker a race:ModelDeveloper, race:Organization . ent:family race:developedBy ent:maker .
ent:maker race:competesWith ent:head . ent:plan a race:Announcement .
ent:third race:supersedes ent:first . ent:first race:supersededBy ent:third .
"""
FOLLOWS_NOT = """
ent:arm a race:Subsidiary . ent:head a race:Subsidiary, race:CloudProvider .
ent:chip-maker a race:ModelDeveloper . ent:programme a race:Organization .
ent:head race:competesWith ent:head . ent:maker race:competesWith ent:maker .
ent:head race:partOfGroup ent:head . ent:plan race:announcedByGroup ent:arm .
ent:town a race:Country . ent:land race:locatedIn ent:union . ent:land a race:Bloc .
"""


def as_strings(text: str) -> set[tuple[str, str, str]]:
    graph = Graph().parse(data=PREFIXES + text, format="turtle")
    return {(str(s), str(p), str(o)) for s, p, o in graph}


def test_what_follows_and_what_must_not() -> None:
    triples, errors = reason(Graph().parse(data=PREFIXES + FACTS, format="turtle"))
    assert errors == []
    assert as_strings(FOLLOWS) - triples == set()
    assert as_strings(FOLLOWS_NOT) & triples == set()


@pytest.mark.parametrize(
    "contradiction",
    [
        "ent:x a race:Organization, race:Announcement .",
        "ent:x a race:Initiative, race:Place .",
        "ent:x a race:Claim, race:RelativeClaim .",
        "ent:x race:competesWith ent:x .",
        "ent:x race:subsidiaryOf ent:y . ent:y race:subsidiaryOf ent:x .",
        "ent:x race:operatesIn ent:y . ent:y a race:Country .",
        "ent:x race:announcedBy ent:y . ent:x a race:Document .",
    ],
)
def test_reasoner_finds_the_contradiction(contradiction: str) -> None:
    _, errors = reason(Graph().parse(data=PREFIXES + contradiction, format="turtle"))
    assert errors


# --- Alignments

STRICT = {RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentProperty}
MAPPING = {
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
}


def test_alignments_define_no_term_and_say_nothing_else() -> None:
    for subject, predicate, value in parsed(ALIGNMENTS):
        assert predicate in STRICT | MAPPING, f"{predicate} defines; an alignment only maps"
        assert subject in terms(), f"{subject} is no term of the ontology"
        assert isinstance(value, URIRef), f"{subject}: an alignment points to an IRI"
        assert not value.startswith(RACE), f"{value} is our own"


def test_alignments_point_only_into_declared_namespaces() -> None:
    declared = {
        prefix: str(namespace)
        for prefix, namespace in re.findall(
            r"^PREFIX ([\w-]+): <([^>]+)>$", ALIGNMENTS.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert {p: n for p, n in declared.items() if p in ALIGNED} == ALIGNED
    assert set(declared) - set(ALIGNED) == {"owl", "race", "rdfs"}
    for value in parsed(ALIGNMENTS).objects():
        name = max((n for n in ALIGNED.values() if str(value).startswith(n)), default="", key=len)
        assert re.fullmatch(r"[A-Za-z][\w-]*", str(value)[len(name) :]), (
            f"{value}: which namespace?"
        )


def test_alignments_map_classes_to_classes_and_keep_the_kinds_apart() -> None:
    for subject, predicate, value in parsed(ALIGNMENTS):
        is_class = (subject, RDF.type, OWL.Class) in ontology()
        assert (predicate == RDFS.subClassOf) <= is_class
        if predicate in {RDFS.subPropertyOf, OWL.equivalentProperty}:
            kinds = {OWL.ObjectProperty, OWL.DatatypeProperty}
            assert kinds & set(ontology().objects(subject, RDF.type)), f"{subject} -> {value}"


def test_wikidata_properties_are_verified_ones() -> None:
    labels = ROOT.parent / "shared" / "data" / "wikidata" / "property_labels.tsv"
    if not labels.is_file():
        pytest.skip(f"the verified labels of Wikidata properties are not here: {labels.name}")
    verified = {line.split("\t")[0] for line in labels.read_text(encoding="utf-8").splitlines()}
    used = re.findall(r"wikidata\.org/\S+/(P\d+)", " ".join(map(str, parsed(ALIGNMENTS).objects())))
    assert set(used) - verified == set()


# --- The page for people


def test_readme_lists_every_class_and_invents_none() -> None:
    text = (ONTOLOGY / "README.md").read_text(encoding="utf-8")
    known = {shown(term) for term in terms()}
    named = set(re.findall(r"(?<![\w-])(?:race|unit):[A-Za-z]\w*", text))
    assert named - known == set()
    assert {shown(term) for term in race_classes()} - named == set()
    measures = {shown(term) for term in instances(URIRef(RACE + "Measure"))}
    assert measures - named == set()


def test_ontology_files_use_sparql_prefixes_and_no_stray_blank_nodes() -> None:
    for path in (*TERM_FILES, ALIGNMENTS):
        text = path.read_text(encoding="utf-8")
        assert "@prefix" not in text, path.name
        assert text.endswith("\n"), path.name
        assert "\r" not in text, path.name
        blank = any(isinstance(node, BNode) for triple in parsed(path) for node in triple)
        assert blank == (path.name == "race.ttl"), path.name
        prefixes = re.findall(r"^PREFIX ([\w-]+):", text, re.MULTILINE)
        assert prefixes == sorted(prefixes), f"{path.name}: sort the prefixes"
