"""Names that nothing defines: predicates, classes, terms, units, entities, documents, claims."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import ENT, GRAPH, RACE, RDF, RDFS, SKOS, SRC, UNIT
from compute_race.basics.problems import Problem
from compute_race.dataset.corpus import TYPE
from compute_race.sources.turtle import Term
from compute_race.validation.facts import PREDICATE, Facts, Stated, race, short, value

#: Predicates of other vocabularies that the hand-kept files use.
FOREIGN_PREDICATES: Final = frozenset(
    ox.NamedNode(iri)
    for iri in (
        RDF + "type",
        RDF + "subject",
        RDF + "predicate",
        RDF + "object",
        RDFS + "label",
        SKOS + "altLabel",
    )
)

#: Up to so many terms are listed where none is near.
_FEW: Final = 15

#: Rules of this module: SHACL may say of the same value that its class is wrong.
RULES: Final = frozenset(
    {
        "predicate-unknown",
        "class-unknown",
        "term-unknown",
        "unit-unknown",
        "entity-unknown",
        "document-unknown",
        "claim-unknown",
        "iri-foreign",
    }
)


def unknown_predicates(facts: Facts) -> Iterator[Problem]:
    """Predicates that neither the ontology nor the short list of other vocabularies has."""
    known = FOREIGN_PREDICATES | facts.of_type("ObjectProperty", "DatatypeProperty")
    for predicate, statements in facts.by_predicate.items():
        if predicate not in known:
            for stated in statements:
                yield stated.problem(
                    "predicate-unknown",
                    f"{short(predicate)} is no predicate of the ontology",
                    _suggest(predicate, known),
                )
    for stated in facts.by_predicate.get(PREDICATE, []):
        if stated.object not in known:
            yield stated.problem(
                "predicate-unknown",
                f"{short(stated.object)} is no predicate of the ontology",
                _suggest(stated.object, known),
            )


def unknown_classes(facts: Facts) -> Iterator[Problem]:
    """Classes that the ontology does not have."""
    known = facts.of_type("Class")
    for stated in facts.by_predicate.get(TYPE, []):
        if stated.object not in known:
            yield stated.problem(
                "class-unknown",
                f"{short(stated.object)} is no class of the ontology",
                _suggest(stated.object, known),
            )


def unknown_objects(facts: Facts) -> Iterator[Problem]:
    """Terms, units, entities, documents and claims that are named and not defined."""
    known = {
        RACE: ("term-unknown", "term of the ontology", set(facts.vocabulary)),
        UNIT: ("unit-unknown", "unit of ontology/terms/units.ttl", set(facts.vocabulary)),
        ENT: ("entity-unknown", "entity of graph/entities/", facts.defined),
    }
    for predicate, statements in facts.by_predicate.items():
        if predicate in (TYPE, PREDICATE):
            continue
        for stated in statements:
            target = stated.object
            if not isinstance(target, ox.NamedNode) or target in facts.defined:
                continue
            space = _namespace(target.value)
            if space == SRC:
                yield from _unknown_source(stated, target, facts)
            elif space in known:
                rule, what, names = known[space]
                if target not in names:
                    message = f"{short(target)} is no {what}"
                    fitting = _fitting(facts, stated) if space == RACE else names
                    yield stated.problem(rule, message, _suggest(target, fitting))
            else:
                yield stated.problem(
                    "iri-foreign",
                    f"{short(target)} leads out of the graph",
                    "name an entity (ent:...), a document (src:...) or a term (race:...)",
                )


def unknown_subjects(facts: Facts) -> Iterator[Problem]:
    """Entities that a relation is said of and that nothing defines."""
    # What is defined in the wrong file is told of as such.
    elsewhere = {stated.subject for stated in facts.by_predicate.get(TYPE, [])}
    for file, subject in facts.blocks:
        if (
            value(subject).startswith(ENT)
            and subject not in facts.defined
            and subject not in elsewhere
        ):
            line = file.turtle.line_of(subject)
            message = f"{short(subject)} is no entity of graph/entities/"
            advice = _suggest(subject, facts.defined)
            yield Problem(file.shown, line, "entity-unknown", message, advice, value(subject))


def _unknown_source(stated: Stated, target: ox.NamedNode, facts: Facts) -> Iterator[Problem]:
    document, hash_sign, _ = target.value.partition("#")
    if hash_sign and target not in facts.claims:
        own = sorted(c.name for c in facts.claims.values() if c.file.graph == document)
        names = ", ".join(f":{name}" for name in own)
        if document != stated.file.graph:
            names = ", ".join(f"<{document}#{name}>" for name in own[:1])
        message = f"{short(target)} is no claim of a document file"
        advice = f"write one that there is: {names}" if own else _HOMES[SRC]
        yield stated.problem("claim-unknown", message, advice)
    elif not hash_sign:
        documents = [name for name in facts.defined if "#" not in value(name)]
        message = f"{short(target)} is no document of graph/sources/"
        yield stated.problem("document-unknown", message, _suggest(target, documents))


def _fitting(facts: Facts, stated: Stated) -> set[Term]:
    """Give the terms that may stand behind a predicate, else every term that is an individual."""
    wanted = _RANGES.get(stated.predicate.value.removeprefix(RACE))
    types = {race(wanted)} if wanted else {race(name) for name in _RANGES.values()}
    return {term for term, classes in facts.vocabulary.items() if classes & types}


_RANGES: Final = {
    "measure": "Measure",
    "comparedMeasure": "Measure",
    "modality": "Modality",
    "scope": "Scope",
    "sourceKind": "SourceKind",
    "stated": "Placement",
    "readAs": "ReadingDepth",
}


def _namespace(iri: str) -> str:
    return next((space for space in (RACE, UNIT, ENT, SRC, GRAPH) if iri.startswith(space)), "")


def _suggest(term: Term, known: Iterable[Term]) -> str:
    """Name the nearest known names of the same namespace, else where to define a new one."""
    iri = value(term)
    space = _namespace(iri)
    wanted = iri[len(space) :] if space else re.split(r"[/#]", iri)[-1]
    names = {
        value(name)[len(space or RACE) :].lower(): value(name)
        for name in sorted(known, key=value)
        if value(name).startswith(space or RACE)
    }
    near = difflib.get_close_matches(wanted.lower(), names, n=3, cutoff=0.7)
    if near:
        return "write " + " or ".join(short(ox.NamedNode(names[local])) for local in near)
    if space == RACE and 0 < len(names) <= _FEW:
        return "write one of " + ", ".join(short(ox.NamedNode(name)) for name in names.values())
    return _HOMES.get(space, "use a predicate or class of ontology/race.ttl")


_HOMES: Final = {
    ENT: "define it in graph/entities/",
    SRC: "add its file to graph/sources/, or name one that is there",
    UNIT: "use a unit of ontology/terms/units.ttl, such as unit:CCY_EUR",
    RACE: "use a term of ontology/race.ttl or ontology/terms/",
}
