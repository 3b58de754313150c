"""An ontology's axioms, typed. What is not understood is refused, never skipped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import pyoxigraph as ox

from compute_race.basics.namespaces import OWL, RDF, RDFS, shorten
from compute_race.basics.problems import RaceError
from compute_race.inference import vocabulary as words
from compute_race.inference.expressions import (
    STRUCTURAL,
    Expression,
    Named,
    Node,
    TermGraph,
    named,
    show,
)


@dataclass(frozen=True)
class SubClass:
    """Every member of ``sub`` is one of ``sup``; ``equal`` where it also holds backwards."""

    sub: Expression
    sup: Expression
    equal: bool = False

    def __str__(self) -> str:
        """Write the axiom in one line."""
        word = "owl:equivalentClass" if self.equal else "rdfs:subClassOf"
        return f"{self.sub} {word} {self.sup}"


@dataclass(frozen=True)
class SubProperty:
    """Every pair of ``sub`` is one of ``sup``; ``equal`` where it also holds backwards."""

    sub: ox.NamedNode
    sup: ox.NamedNode
    equal: bool = False

    def __str__(self) -> str:
        """Write the axiom in one line."""
        word = "owl:equivalentProperty" if self.equal else "rdfs:subPropertyOf"
        return f"{show(self.sub)} {word} {show(self.sup)}"


@dataclass(frozen=True)
class Inverse:
    """The two properties say the same from either end."""

    one: ox.NamedNode
    other: ox.NamedNode

    def __str__(self) -> str:
        """Write the axiom in one line."""
        return f"{show(self.one)} owl:inverseOf {show(self.other)}"


@dataclass(frozen=True)
class Characteristic:
    """A property is Symmetric, Transitive, Irreflexive or Asymmetric."""

    prop: ox.NamedNode
    kind: str

    def __str__(self) -> str:
        """Write the axiom in one line."""
        return f"{show(self.prop)} a owl:{self.kind}Property"


@dataclass(frozen=True)
class Typing:
    """The subjects (``domain``) or objects (``range``) of a property belong to a class."""

    prop: ox.NamedNode
    end: str
    cls: Expression

    def __str__(self) -> str:
        """Write the axiom in one line."""
        return f"{show(self.prop)} rdfs:{self.end} {self.cls}"


@dataclass(frozen=True)
class Chain:
    """Following ``steps`` one after the other gives a pair of ``prop``."""

    prop: ox.NamedNode
    steps: tuple[ox.NamedNode, ...]

    def __str__(self) -> str:
        """Write the axiom in one line."""
        return f"{' o '.join(show(step) for step in self.steps)} gives {show(self.prop)}"


@dataclass(frozen=True)
class Disjoint:
    """Two ``classes`` or two ``properties`` (``kind``) share nothing."""

    one: ox.NamedNode
    other: ox.NamedNode
    kind: str

    def __str__(self) -> str:
        """Write the axiom in one line."""
        word = "owl:disjointWith" if self.kind == "classes" else "owl:propertyDisjointWith"
        return f"{show(self.one)} {word} {show(self.other)}"


Axiom: TypeAlias = SubClass | SubProperty | Inverse | Characteristic | Typing | Chain | Disjoint

_CHARACTERISTICS = {
    f"{OWL}{kind}Property": kind
    for kind in ("Symmetric", "Transitive", "Irreflexive", "Asymmetric")
}
_GROUPS = {OWL + "AllDisjointClasses": "classes", OWL + "AllDisjointProperties": "properties"}
#: What only an ontology may say: a data file that says it is refused.
AXIOM_PREDICATES = (STRUCTURAL - {RDF + "first", RDF + "rest"}) | {
    *(RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")),
    *(OWL + name for name in ("equivalentClass", "equivalentProperty", "inverseOf", "sameAs")),
    *(OWL + name for name in ("propertyChainAxiom", "disjointWith", "propertyDisjointWith")),
}
AXIOM_CLASSES = frozenset([*_CHARACTERISTICS, *_GROUPS, OWL + "FunctionalProperty"])


@dataclass(frozen=True)
class Axioms:
    """The axioms in a fixed order, and the names of the classes and properties they are about."""

    items: tuple[Axiom, ...]
    vocabulary: frozenset[ox.NamedNode]


def read_axioms(ontology: Iterable[ox.Triple]) -> Axioms:
    """Read every axiom; facts about the ontology's individuals are left to the caller.

    Raises `RaceError` for an axiom outside OWL 2 RL, one that glues entities
    together, one of an unknown kind, and a class expression nothing refers to.
    """
    graph = TermGraph(ontology)
    items: list[Axiom] = []
    for subject, predicate, value in graph:
        if predicate == RDF + "type":
            items += _by_class(graph, subject, value)
        else:
            items += _by_predicate(graph, subject, predicate, value)
    for node in graph.unread():
        definition = graph.definition(node) if isinstance(node, ox.NamedNode) else None
        if definition is None:
            raise RaceError("class expression in the ontology that nothing refers to", "remove it")
        items.append(SubClass(graph.expression(node), definition, equal=True))
    return Axioms(tuple(dict.fromkeys(sorted(items, key=str))), _vocabulary(graph, items))


def _by_class(graph: TermGraph, subject: Node, value: Node) -> list[Axiom]:
    iri = named(value, "rdf:type").value
    if iri in words.REFUSED:
        raise RaceError(f"{show(subject)}: {words.REFUSED[iri]}", words.ADVICE[iri])
    if iri in _CHARACTERISTICS:
        return [Characteristic(named(subject, "a property axiom"), _CHARACTERISTICS[iri])]
    if iri in _GROUPS:
        lists = graph.objects(subject, OWL + "members")
        if len(lists) != 1:
            raise RaceError(f"{shorten(iri)} without members", "add owl:members ( a b c )")
        names = [named(member, "a disjointness axiom") for member in graph.members(lists[0])]
        return [Disjoint(a, b, _GROUPS[iri]) for a, b in combinations(names, 2)]
    known = words.DECLARATIONS | words.STRUCTURES | words.IGNORED_CLASSES
    if words.is_built_in(iri) and iri not in known:
        raise _unknown(subject, f"a {shorten(iri)}")
    return []


def _by_predicate(graph: TermGraph, subject: Node, predicate: str, value: Node) -> list[Axiom]:
    if predicate in words.REFUSED:
        message = f"{show(subject)}: {words.REFUSED[predicate]}"
        raise RaceError(message, words.ADVICE[predicate])
    if predicate in STRUCTURAL or predicate in words.IGNORED_PREDICATES:
        return []
    if predicate in (RDFS + "subClassOf", OWL + "equivalentClass"):
        equal = predicate == OWL + "equivalentClass"
        return [SubClass(graph.expression(subject), graph.expression(value), equal)]
    if predicate == OWL + "members":
        return []
    if not words.is_built_in(predicate):
        return []
    prop = named(subject, shorten(predicate))
    if predicate in (RDFS + "subPropertyOf", OWL + "equivalentProperty"):
        equal = predicate == OWL + "equivalentProperty"
        return [SubProperty(prop, named(value, shorten(predicate)), equal)]
    if predicate in (RDFS + "domain", RDFS + "range"):
        return [Typing(prop, predicate.removeprefix(RDFS), graph.expression(value))]
    if predicate == OWL + "inverseOf":
        return [Inverse(prop, named(value, "owl:inverseOf"))]
    if predicate == OWL + "propertyChainAxiom":
        steps = tuple(named(step, "a property chain") for step in graph.members(value))
        return [Chain(prop, steps)]
    if predicate == OWL + "disjointWith":
        return [Disjoint(prop, named(value, "owl:disjointWith"), "classes")]
    if predicate == OWL + "propertyDisjointWith":
        return [Disjoint(prop, named(value, "owl:propertyDisjointWith"), "properties")]
    raise _unknown(subject, shorten(predicate))


def _unknown(subject: Node, what: str) -> RaceError:
    return RaceError(
        f"{show(subject)}: axiom of an unknown kind in the ontology: {what}",
        "write it with the axioms of OWL 2 RL that ontology/README.md lists",
    )


def _vocabulary(graph: TermGraph, items: list[Axiom]) -> frozenset[ox.NamedNode]:
    found = {
        subject
        for subject, predicate, value in graph
        if predicate == RDF + "type"
        and isinstance(subject, ox.NamedNode)
        and isinstance(value, ox.NamedNode)
        and value.value in words.DECLARATIONS
    }
    for axiom in items:
        match axiom:
            case SubClass(sub=one, sup=other):
                found |= {side.iri for side in (one, other) if isinstance(side, Named)}
            case SubProperty(sub=one, sup=other) | Inverse(one=one, other=other):
                found |= {one, other}
            case Disjoint(one=one, other=other):
                found |= {one, other}
            case Characteristic(prop=prop) | Chain(prop=prop):
                found.add(prop)
            case Typing(prop=prop, cls=cls):
                found |= {prop, cls.iri} if isinstance(cls, Named) else {prop}
    return frozenset(found)
