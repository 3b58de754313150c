"""Class expressions of OWL 2 RL, read from an ontology's triples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from compute_race.basics.namespaces import OWL, RDF, shorten
from compute_race.basics.problems import RaceError
from compute_race.inference.vocabulary import ADVICE, REFUSED

Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Named:
    """A class with a name."""

    iri: ox.NamedNode

    def __str__(self) -> str:
        """Write the class as ``prefix:local``."""
        return shorten(self.iri.value)


@dataclass(frozen=True)
class Some:
    """What has at least one such relation to a member of ``filler``."""

    prop: ox.NamedNode
    filler: Expression

    def __str__(self) -> str:
        """Write the expression in Manchester syntax."""
        return f"({shorten(self.prop.value)} some {self.filler})"


@dataclass(frozen=True)
class All:
    """What has such relations to members of ``filler`` only."""

    prop: ox.NamedNode
    filler: Expression

    def __str__(self) -> str:
        """Write the expression in Manchester syntax."""
        return f"({shorten(self.prop.value)} only {self.filler})"


@dataclass(frozen=True)
class HasValue:
    """What has such a relation to exactly this individual or literal."""

    prop: ox.NamedNode
    value: ox.NamedNode | ox.Literal

    def __str__(self) -> str:
        """Write the expression in Manchester syntax."""
        value = self.value
        text = shorten(value.value) if isinstance(value, ox.NamedNode) else str(value)
        return f"({shorten(self.prop.value)} value {text})"


@dataclass(frozen=True)
class And:
    """The members of all parts."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        """Write the expression in Manchester syntax."""
        return f"({' and '.join(str(part) for part in self.parts)})"


@dataclass(frozen=True)
class Or:
    """The members of any part."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        """Write the expression in Manchester syntax."""
        return f"({' or '.join(str(part) for part in self.parts)})"


Expression: TypeAlias = "Named | Some | All | HasValue | And | Or"

_CONSTRUCTORS = tuple(
    OWL + name
    for name in ("someValuesFrom", "allValuesFrom", "hasValue", "intersectionOf", "unionOf")
)
#: Predicates that build class expressions and lists; read through their node, not on their own.
STRUCTURAL = frozenset([*_CONSTRUCTORS, OWL + "onProperty", RDF + "first", RDF + "rest"])


class TermGraph:
    """An ontology's triples by subject, and the class expressions among them."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        """Index the triples; duplicates count once."""
        self._by_subject: dict[Node, dict[str, list[Node]]] = defaultdict(dict)
        for triple in sorted(set(triples), key=str):
            values = self._by_subject[triple.subject]
            values.setdefault(triple.predicate.value, []).append(triple.object)
        self._read: set[Node] = set()

    def __iter__(self) -> Iterator[tuple[Node, str, Node]]:
        """Give the triples as subject, predicate IRI and object, sorted."""
        for subject, values in self._by_subject.items():
            for predicate, objects in values.items():
                for value in objects:
                    yield subject, predicate, value

    def objects(self, subject: Node, predicate: str) -> list[Node]:
        """Give the objects of a subject and predicate, sorted."""
        return self._by_subject.get(subject, {}).get(predicate, [])

    def members(self, head: Node) -> list[Node]:
        """Read an RDF list; raises `RaceError` for a broken or circular one."""
        found: list[Node] = []
        seen: set[Node] = set()
        nil = ox.NamedNode(RDF + "nil")
        while head != nil:
            first, rest = self.objects(head, RDF + "first"), self.objects(head, RDF + "rest")
            if len(first) != 1 or len(rest) != 1 or head in seen:
                raise RaceError(f"broken list in the ontology at {show(head)}", "write ( a b c )")
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        if not found:
            raise RaceError("empty list in the ontology", "list at least one term")
        return found

    def definition(self, node: Node) -> Expression | None:
        """Read the class expression a node is defined by, if there is one."""
        built = [name for name in _CONSTRUCTORS if self.objects(node, name)]
        if not built:
            return None
        arguments = self.objects(node, built[0])
        if len(built) > 1 or len(arguments) > 1:
            raise RaceError(
                f"class expression at {show(node)} has two meanings", "write one node for each"
            )
        self._read.add(node)
        kind, argument = built[0].removeprefix(OWL), arguments[0]
        if kind in ("intersectionOf", "unionOf"):
            parts = tuple(self.expression(member) for member in self.members(argument))
            return And(parts) if kind == "intersectionOf" else Or(parts)
        on = self.objects(node, OWL + "onProperty")
        if len(on) != 1:
            raise RaceError(f"restriction at {show(node)} has no property", "add owl:onProperty")
        prop = named(on[0], "a restriction")
        if kind == "hasValue":
            if not isinstance(argument, ox.NamedNode | ox.Literal):
                raise RaceError(f"owl:hasValue {show(argument)} has no name", "give it an IRI")
            return HasValue(prop, argument)
        filler = self.expression(argument)
        return Some(prop, filler) if kind == "someValuesFrom" else All(prop, filler)

    def expression(self, node: Node) -> Expression:
        """Read a node that stands where a class is expected; raises `RaceError` for others."""
        if isinstance(node, ox.NamedNode):
            return Named(node)
        for predicate in self._by_subject.get(node, {}):
            if predicate in REFUSED:
                raise RaceError(REFUSED[predicate], ADVICE[predicate])
        read = self.definition(node) if isinstance(node, ox.BlankNode) else None
        if read is None:
            raise RaceError(
                f"{show(node)} in the ontology is no class expression of OWL 2 RL",
                "use a named class, some, only, value, and, or",
            )
        return read

    def unread(self) -> list[Node]:
        """Give the class expressions that no axiom refers to."""
        return [
            node
            for node, values in self._by_subject.items()
            if node not in self._read and any(name in values for name in _CONSTRUCTORS)
        ]


def named(node: Node, place: str) -> ox.NamedNode:
    """Require a name; ``place`` says in the error where it is missing."""
    if isinstance(node, ox.NamedNode):
        return node
    raise RaceError(f"{place} in the ontology needs a named term, not {show(node)}", "name it")


def show(node: Node) -> str:
    """Write a node for people."""
    return shorten(node.value) if isinstance(node, ox.NamedNode) else str(node)
