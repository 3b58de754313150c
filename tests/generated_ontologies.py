"""Random ontologies inside OWL 2 RL with data that make their axioms fire.

Every kind of axiom that the project's reader knows occurs in every case, class
expressions are nested four levels deep, and classes and properties stand in
hierarchies of four levels. The same seed gives the same case, byte for byte.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

import pyoxigraph as ox

LEVELS = 4
_HEAD = """PREFIX : <https://example.org/generated#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_CLASSES = [f":C{index}" for index in range(14)]
_PROPERTIES = [f":p{index}" for index in range(12)]
_VALUES = [f":d{index}" for index in range(6)]
_LITERALS = [
    '"P36M"^^xsd:duration',
    '"2025-02"^^xsd:gYearMonth',
    '"1.50"^^xsd:decimal',
    "030",
    '"trois ans"@fr',
    '"a \\"b\\"\\nc"',
]


@dataclass(frozen=True)
class Case:
    """One ontology and the data it is applied to."""

    seed: int
    ontology: list[ox.Triple]
    data: list[ox.Triple]


def generate(seed: int, individuals: int = 11, relations: int = 9) -> Case:
    """Make the case of a seed."""
    rng = random.Random(seed)  # noqa: S311 - a seeded case, no secret
    writer = _Writer(rng, [f":i{index}" for index in range(individuals)])
    return Case(seed, parse(writer.ontology()), parse(writer.data(relations)))


def parse(turtle: str) -> list[ox.Triple]:
    """Read Turtle that uses the prefixes of the generated cases."""
    quads = ox.parse((_HEAD + turtle).encode(), ox.RdfFormat.TURTLE)
    return [quad.triple for quad in quads]


class _Writer:
    def __init__(self, rng: random.Random, names: list[str]) -> None:
        self.rng = rng
        self.names = names

    def ontology(self) -> str:
        pick, rng = self.rng.choice, self.rng
        lines = [f"{name} a owl:Class ." for name in _CLASSES]
        lines += [f"{name} a owl:ObjectProperty ." for name in _PROPERTIES]
        lines += [f"{name} a owl:DatatypeProperty ." for name in _VALUES]
        # hierarchies of four levels
        for family, word in ((_CLASSES, "rdfs:subClassOf"), (_PROPERTIES, "rdfs:subPropertyOf")):
            ladder = rng.sample(family, LEVELS + 1)
            steps = pairwise(ladder)
            lines += [f"{lower} {word} {upper} ." for lower, upper in steps]
        steps = pairwise(_VALUES[: LEVELS + 1])
        lines += [f"{lower} rdfs:subPropertyOf {upper} ." for lower, upper in steps]
        # class expressions of four levels, each kind at the outside once
        for outside in ("some", "and", "or", "value"):
            lines.append(f"{self.left(LEVELS, outside)} rdfs:subClassOf {pick(_CLASSES)} .")
        for outside in ("only", "and", "value"):
            lines.append(f"{pick(_CLASSES)} rdfs:subClassOf {self.right(LEVELS, outside)} .")
        lines.append(f"{self.left(2, 'some')} rdfs:subClassOf {self.right(2, 'only')} .")
        lines.append(f"{pick(_CLASSES)} owl:equivalentClass {self.equal(LEVELS)} .")
        lines.append("{} owl:equivalentClass {} .".format(*rng.sample(_CLASSES, 2)))
        # properties
        lines.append("{} owl:equivalentProperty {} .".format(*rng.sample(_PROPERTIES, 2)))
        lines.append(f"{_VALUES[-1]} owl:equivalentProperty {_VALUES[0]} .")
        lines.append("{} owl:inverseOf {} .".format(*rng.sample(_PROPERTIES, 2)))
        for kind in ("Symmetric", "Transitive", "Irreflexive", "Asymmetric"):
            lines.append(f"{pick(_PROPERTIES)} a owl:{kind}Property .")
        for length in (1, 2, LEVELS):
            chain = " ".join(pick(_PROPERTIES) for _ in range(length))
            lines.append(f"{pick(_PROPERTIES)} owl:propertyChainAxiom ( {chain} ) .")
        for end in ("domain", "range"):
            lines.append(f"{pick(_PROPERTIES)} rdfs:{end} {pick(_CLASSES)} .")
            lines.append(f"{pick(_PROPERTIES)} rdfs:{end} {self.right(2, 'and')} .")
        lines.append(f"{pick(_VALUES)} rdfs:domain {pick(_CLASSES)} .")
        lines.append(f"{pick(_VALUES)} rdfs:range xsd:decimal .")
        # what must not be
        lines.append("{} owl:disjointWith {} .".format(*rng.sample(_CLASSES, 2)))
        group = " ".join(rng.sample(_CLASSES, 3))
        lines.append(f"[] a owl:AllDisjointClasses ; owl:members ( {group} ) .")
        lines.append("{} owl:propertyDisjointWith {} .".format(*rng.sample(_PROPERTIES, 2)))
        return "\n".join(lines)

    def data(self, relations: int) -> str:
        pick = self.rng.choice
        lines = [f"{name} a {pick(_CLASSES)} ." for name in self.names]
        lines += [
            f"{pick(self.names)} {pick(_PROPERTIES)} {pick(self.names)} ." for _ in range(relations)
        ]
        lines += [f"{pick(self.names)} {pick(_VALUES)} {literal} ." for literal in _LITERALS]
        return "\n".join(lines)

    def left(self, depth: int, kind: str = "") -> str:
        if depth == 0:
            return self.rng.choice([*_CLASSES, self.value()])
        kind = kind or self.rng.choice(["some", "and", "or"])

        def below() -> str:
            return self.left(depth - 1)

        match kind:
            case "some":
                filler = "owl:Thing" if depth == 1 and self.rng.random() < 0.3 else below()
                return self.restriction("owl:someValuesFrom", filler)
            case "value":
                return self.value()
            case "and":
                return f"[ owl:intersectionOf ( {below()} {self.left(0)} ) ]"
            case _:
                return f"[ owl:unionOf ( {below()} {self.left(0)} ) ]"

    def right(self, depth: int, kind: str = "") -> str:
        if depth == 0:
            return self.rng.choice([*_CLASSES, self.value()])
        match kind or self.rng.choice(["only", "and"]):
            case "only":
                return self.restriction("owl:allValuesFrom", self.right(depth - 1))
            case "value":
                return self.value()
            case _:
                return f"[ owl:intersectionOf ( {self.right(depth - 1)} {self.right(0)} ) ]"

    def equal(self, depth: int) -> str:
        if depth == 0:
            return self.value()
        return f"[ owl:intersectionOf ( {self.rng.choice(_CLASSES)} {self.equal(depth - 1)} ) ]"

    def value(self) -> str:
        if self.rng.random() < 0.2:
            prop, value = self.rng.choice(_VALUES), self.rng.choice(_LITERALS)
        else:
            prop, value = self.rng.choice(_PROPERTIES), self.rng.choice(self.names)
        return f"[ a owl:Restriction ; owl:onProperty {prop} ; owl:hasValue {value} ]"

    def restriction(self, word: str, filler: str) -> str:
        prop = self.rng.choice(_PROPERTIES)
        return f"[ a owl:Restriction ; owl:onProperty {prop} ; {word} {filler} ]"
