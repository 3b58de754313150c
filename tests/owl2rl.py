"""A syntactic checker of the OWL 2 RL profile, strict: every triple must have its place.

Follows W3C "OWL 2 Web Ontology Language Profiles (Second Edition)", section 4.2
(https://www.w3.org/TR/owl2-profiles/#OWL_2_RL): 4.2.1 entities and datatypes,
4.2.2 property expressions, 4.2.3 class expressions by position, 4.2.4 data
ranges, 4.2.5 axioms; and the restrictions on properties of "Structural
Specification", section 11 (simple properties, regular hierarchies), which every
profile inherits. A triple that is read as no axiom, declaration or annotation
is a problem too: what the checker does not know cannot slip through.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import networkx as nx
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

Triple = tuple[Node, Node, Node]

_XSD_NAMES: Final = (
    "decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long "
    "int short byte unsignedLong unsignedInt unsignedShort unsignedByte float double string "
    "normalizedString token language Name NCName NMTOKEN boolean hexBinary base64Binary anyURI "
    "dateTime dateTimeStamp"
)
#: Section 4.2.1. ``rdf:langString`` is what RDF 1.1 calls a literal of ``rdf:PlainLiteral``.
LITERAL_TYPES: Final = frozenset(
    {XSD[name] for name in _XSD_NAMES.split()} | {RDF.PlainLiteral, RDF.XMLLiteral, RDF.langString}
)
DATATYPES: Final = (LITERAL_TYPES | {RDFS.Literal}) - {RDF.langString}

_KINDS: Final = {
    OWL.Class: "class",
    RDFS.Datatype: "datatype",
    OWL.ObjectProperty: "object property",
    OWL.DatatypeProperty: "data property",
    OWL.AnnotationProperty: "annotation property",
}
_BUILT_IN_ANNOTATIONS: Final = frozenset(
    {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.deprecated, OWL.versionInfo}
)
_OBJECT_CHARACTERISTICS: Final = frozenset(
    {
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.IrreflexiveProperty,
        OWL.SymmetricProperty,
        OWL.AsymmetricProperty,
        OWL.TransitiveProperty,
    }
)
_NEED_SIMPLE: Final = frozenset(
    {
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.IrreflexiveProperty,
        OWL.AsymmetricProperty,
    }
)
_AXIOM_NODES: Final = {
    OWL.AllDisjointClasses: OWL.members,
    OWL.AllDisjointProperties: OWL.members,
    OWL.AllDifferent: OWL.distinctMembers,
}
_FREE: Final = frozenset({OWL.sameAs, OWL.differentFrom, OWL.imports, OWL.versionIRI})
_UNSUPPORTED_PROPERTIES: Final = frozenset(
    {
        OWL.topObjectProperty,
        OWL.bottomObjectProperty,
        OWL.topDataProperty,
        OWL.bottomDataProperty,
    }
)
_RESTRICTIONS: Final = frozenset(
    {
        OWL.someValuesFrom,
        OWL.allValuesFrom,
        OWL.hasValue,
        OWL.hasSelf,
        OWL.cardinality,
        OWL.minCardinality,
        OWL.maxCardinality,
        OWL.qualifiedCardinality,
        OWL.minQualifiedCardinality,
        OWL.maxQualifiedCardinality,
    }
)
_SETS: Final = (OWL.intersectionOf, OWL.unionOf, OWL.complementOf, OWL.oneOf)
#: Section 4.2.3: the forms of a class expression that each position allows.
_FORMS: Final = {
    "subclass": {"intersectionOf", "unionOf", "oneOf", "someValuesFrom", "hasValue"},
    "superclass": {
        "intersectionOf",
        "complementOf",
        "allValuesFrom",
        "hasValue",
        "maxCardinality",
        "maxQualifiedCardinality",
    },
    "equivalent class": {"intersectionOf", "hasValue"},
}


def profile_problems(graph: Graph) -> list[str]:
    """Say why an ontology is outside OWL 2 RL: one sentence each, sorted; empty when inside."""
    return _Checker(graph).run()


class _Checker:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.unread: set[Triple] = set(graph)
        self.problems: set[str] = set()
        self.kinds: dict[Node, set[str]] = {}
        self.composite: set[Node] = set()

    def run(self) -> list[str]:
        self._declarations()
        self._composite_properties()
        for triple in list(self.graph):
            self._axiom(*triple)
        for subject, predicate, value in self.unread:
            self._say(f"no axiom of OWL 2 RL: {subject!s} {predicate!s} {value!s}")
        return sorted(self.problems)

    def _say(self, problem: str) -> None:
        self.problems.add(problem)

    def _read(self, subject: Node, predicate: Node, value: Node) -> None:
        self.unread.discard((subject, predicate, value))

    # --- 4.2.1 entities

    def _declarations(self) -> None:
        self.kinds = {OWL.Thing: {"class"}, OWL.Nothing: {"class"}}
        for datatype in DATATYPES:
            self.kinds[datatype] = {"datatype"}
        for annotation in _BUILT_IN_ANNOTATIONS:
            self.kinds[annotation] = {"annotation property"}
        reserved = (str(RDF), str(RDFS), str(OWL), str(XSD))
        for subject, _, kind in self.graph.triples((None, RDF.type, None)):
            if kind in _KINDS and isinstance(subject, URIRef):
                if str(subject).startswith(reserved) and subject not in self.kinds:
                    self._say(f"reserved name declared: {subject}")
                self.kinds.setdefault(subject, set()).add(_KINDS[URIRef(str(kind))])
                self._read(subject, RDF.type, kind)
        for name, kinds in self.kinds.items():
            if len({kind for kind in kinds if kind.endswith("property")}) > 1:
                self._say(f"more than one kind of property: {name}")
            if {"class", "datatype"} <= kinds:
                self._say(f"both class and datatype: {name}")

    def _is(self, node: Node, kind: str) -> bool:
        return kind in self.kinds.get(node, set())

    def _items(self, head: Node) -> list[Node]:
        items: list[Node] = []
        while head != RDF.nil:
            first, rest = self.graph.value(head, RDF.first), self.graph.value(head, RDF.rest)
            if first is None or rest is None:
                self._say(f"broken list at {head}")
                break
            self._read(head, RDF.first, first)
            self._read(head, RDF.rest, rest)
            self._read(head, RDF.type, RDF.List)
            items.append(first)
            head = rest
        return items

    # --- 4.2.2 property expressions; Structural Specification, 11

    def _named(self, prop: Node) -> Node:
        """Give the named property of an expression: itself, or what an inverse is of."""
        inner = self.graph.value(prop, OWL.inverseOf) if isinstance(prop, BNode) else None
        return prop if inner is None else inner

    def _object_property(self, prop: Node) -> None:
        named = self._named(prop)
        if named != prop:
            self._read(prop, OWL.inverseOf, named)
        if named in _UNSUPPORTED_PROPERTIES or not self._is(named, "object property"):
            self._say(f"no object property: {named}")

    def _property(self, prop: Node) -> None:
        if self._is(prop, "data property"):
            return
        self._object_property(prop)

    def _composite_properties(self) -> None:
        """Find the non-simple properties, and refuse hierarchies that are not regular."""
        inverse = nx.Graph(
            (self._named(left), self._named(right))
            for left, right in self.graph.subject_objects(OWL.inverseOf)
        )
        name = {
            member: sorted(group)[0]
            for group in nx.connected_components(inverse)
            for member in group
        }
        below: nx.DiGraph[Node] = nx.DiGraph()
        strict: set[tuple[Node, Node]] = set()
        roots = {
            name.get(prop, prop) for prop in self.graph.subjects(RDF.type, OWL.TransitiveProperty)
        }
        for relation in (RDFS.subPropertyOf, OWL.equivalentProperty):
            for left, right in self.graph.subject_objects(relation):
                lower, upper = (self._named(side) for side in (left, right))
                below.add_edge(name.get(lower, lower), name.get(upper, upper))
                if relation == OWL.equivalentProperty:
                    below.add_edge(name.get(upper, upper), name.get(lower, lower))
        for prop, chain in list(self.graph.subject_objects(OWL.propertyChainAxiom)):
            links = [self._named(link) for link in self._items(chain)]
            if len(links) < 2:
                self._say(f"chain of fewer than two properties: {prop}")
            roots.add(name.get(prop, prop))
            if links and links[0] == prop:
                links = links[1:] if links != [prop, prop] else []
            elif links and links[-1] == prop:
                links = links[:-1]
            for link in links:
                edge = (name.get(link, link), name.get(prop, prop))
                strict.add(edge)
                below.add_edge(*edge)
        below.add_nodes_from(roots)
        group = {
            member: number
            for number, members in enumerate(nx.strongly_connected_components(below))
            for member in members
        }
        for lower, upper in strict:
            if lower == upper or group[lower] == group[upper]:
                self._say(f"irregular property hierarchy: chain of {upper}")
        reached = set(roots).union(*(nx.descendants(below, root) for root in roots))
        self.composite = reached | {prop for prop, head in name.items() if head in reached}

    def _simple(self, prop: Node, use: str) -> None:
        if self._named(prop) in self.composite:
            self._say(f"not a simple property, so not {use}: {self._named(prop)}")

    # --- 4.2.3 class expressions, 4.2.4 data ranges

    def _class(self, node: Node, position: str) -> None:
        if isinstance(node, URIRef):
            if node == OWL.Thing:
                self._say(f"owl:Thing as {position}")
            elif not self._is(node, "class"):
                self._say(f"no class: {node}")
            return
        for kind in (OWL.Class, OWL.Restriction):
            self._read(node, RDF.type, kind)
        form = [pred for pred in self.graph.predicates(node) if pred in _RESTRICTIONS | {*_SETS}]
        if len(form) != 1:
            self._say(f"unreadable class expression as {position}")
            return
        name = str(form[0]).partition("#")[2]
        if name not in _FORMS[position]:
            self._say(f"owl:{name} as {position}")
        value = self.graph.value(node, form[0])
        assert value is not None
        self._read(node, form[0], value)
        if form[0] in _SETS:
            self._set(name, value, position)
        else:
            self._restriction(node, name, value, position)

    def _set(self, name: str, value: Node, position: str) -> None:
        if name == "oneOf":
            self._items(value)
        elif name == "complementOf":
            self._class(value, "subclass")
        else:
            for item in self._items(value):
                self._class(item, position)

    def _restriction(self, node: Node, name: str, value: Node, position: str) -> None:
        prop = self.graph.value(node, OWL.onProperty)
        if prop is None:
            self._say(f"restriction without a property as {position}")
            return
        self._read(node, OWL.onProperty, prop)
        self._property(prop)
        is_data = self._is(prop, "data property")
        if name in {"someValuesFrom", "allValuesFrom"}:
            if is_data:
                self._data_range(value)
            elif not (name == "someValuesFrom" and value == OWL.Thing):
                self._class(value, position)
        elif "ardinality" in name:
            self._simple(prop, "in a cardinality")
            if not (isinstance(value, Literal) and value.value in {0, 1}):
                self._say(f"cardinality {value}, only 0 and 1 are allowed")
            for filler in self.graph.objects(node, OWL.onClass):
                self._read(node, OWL.onClass, filler)
                if filler != OWL.Thing:
                    self._class(filler, "subclass")
            for filler in self.graph.objects(node, OWL.onDataRange):
                self._read(node, OWL.onDataRange, filler)
                self._data_range(filler)
        elif isinstance(value, Literal):
            self._literal(value)

    def _data_range(self, node: Node) -> None:
        parts = self.graph.value(node, OWL.intersectionOf)
        if isinstance(node, BNode) and parts is not None:
            self._read(node, RDF.type, RDFS.Datatype)
            self._read(node, OWL.intersectionOf, parts)
            for part in self._items(parts):
                self._data_range(part)
        elif not self._is(node, "datatype"):
            self._say(f"datatype outside OWL 2 RL: {node}")

    def _literal(self, literal: Literal) -> None:
        if literal.datatype is not None and literal.datatype not in LITERAL_TYPES:
            self._say(f"datatype outside OWL 2 RL: {literal.datatype}")

    # --- 4.2.5 axioms

    def _axiom(self, subject: Node, predicate: Node, value: Node) -> None:
        if predicate in {RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith}:
            self._class_axiom(subject, predicate, value)
        elif predicate == RDF.type:
            self._typing(subject, value)
            return
        elif predicate in {RDFS.domain, RDFS.range}:
            self._domain_or_range(subject, predicate, value)
        elif predicate in {RDFS.subPropertyOf, OWL.equivalentProperty, OWL.propertyDisjointWith}:
            self._property(subject)
            self._property(value)
            if predicate == OWL.propertyDisjointWith:
                self._simple(subject, "disjoint")
                self._simple(value, "disjoint")
        elif predicate == OWL.inverseOf and not isinstance(subject, BNode):
            self._object_property(subject)
            self._object_property(value)
        elif predicate == OWL.propertyChainAxiom:
            for prop in (subject, *self._items(value)):
                self._object_property(prop)
        elif predicate == OWL.hasKey:
            self._class(subject, "subclass")
            for prop in self._items(value):
                self._property(prop)
        elif predicate not in _FREE and not self._fact(subject, predicate, value):
            return
        self._read(subject, predicate, value)

    def _class_axiom(self, subject: Node, predicate: Node, value: Node) -> None:
        if predicate == OWL.equivalentClass and self._is(subject, "datatype"):
            self._data_range(value)
            return
        positions = {
            RDFS.subClassOf: ("subclass", "superclass"),
            OWL.equivalentClass: ("equivalent class", "equivalent class"),
            OWL.disjointWith: ("subclass", "subclass"),
        }[URIRef(str(predicate))]
        self._class(subject, positions[0])
        self._class(value, positions[1])

    def _typing(self, subject: Node, value: Node) -> None:
        if value in _AXIOM_NODES:
            self._members(subject, value)
        elif value in _OBJECT_CHARACTERISTICS:
            if self._is(subject, "data property"):
                if value != OWL.FunctionalProperty:
                    self._say(f"data property is no {value}: {subject}")
            else:
                self._object_property(subject)
                if value in _NEED_SIMPLE:
                    self._simple(subject, str(value).partition("#")[2])
        elif value in {OWL.Ontology, OWL.NamedIndividual}:
            pass
        elif self._is(value, "class") or (
            isinstance(value, BNode) and (None, None, value) in self.graph
        ):
            self._class(value, "superclass")
        else:
            return
        self._read(subject, RDF.type, value)

    def _members(self, subject: Node, kind: Node) -> None:
        predicate = _AXIOM_NODES[URIRef(str(kind))]
        for members in self.graph.objects(subject, predicate):
            for item in self._items(members):
                if kind == OWL.AllDisjointClasses:
                    self._class(item, "subclass")
                elif kind == OWL.AllDisjointProperties:
                    self._property(item)
                    self._simple(item, "disjoint")
            self._read(subject, predicate, members)

    def _domain_or_range(self, subject: Node, predicate: Node, value: Node) -> None:
        if self._is(subject, "annotation property"):
            return
        self._property(subject)
        if predicate == RDFS.range and self._is(subject, "data property"):
            self._data_range(value)
        else:
            self._class(value, "superclass")

    def _fact(self, subject: Node, predicate: Node, value: Node) -> bool:
        kinds: Iterable[str] = self.kinds.get(predicate, ())
        if isinstance(value, Literal):
            self._literal(value)
            return bool({"annotation property", "data property"} & set(kinds))
        return bool({"annotation property", "object property"} & set(kinds))
