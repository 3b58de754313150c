"""Axioms as Horn rules: patterns that, where they hold together, entail one more.

Every OWL 2 RL axiom read by `axioms` becomes rules without helper classes, so
that each consequence, each SPARQL update and each explanation rests on named
facts only. A rule without a head is a constraint: what matches it contradicts
itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, product
from typing import TypeAlias

import pyoxigraph as ox

from compute_race.basics.namespaces import RDF
from compute_race.basics.problems import RaceError
from compute_race.inference.axioms import (
    Axiom,
    Axioms,
    Chain,
    Characteristic,
    Disjoint,
    Inverse,
    SubClass,
    SubProperty,
    Typing,
)
from compute_race.inference.expressions import All, And, Expression, HasValue, Named, Or, Some
from compute_race.inference.vocabulary import THING, is_built_in, is_datatype

Slot: TypeAlias = ox.Variable | ox.NamedNode | ox.Literal
Pattern: TypeAlias = tuple[Slot, ox.NamedNode, Slot]

TYPE = ox.NamedNode(RDF + "type")
_X, _Y, _Z = (ox.Variable(name) for name in "xyz")


@dataclass(frozen=True)
class Rule:
    """``head`` follows wherever all of ``body`` holds; without a head, ``kind`` is violated."""

    body: tuple[Pattern, ...]
    head: Pattern | None
    axiom: str
    kind: str = ""


def key(pattern: Pattern) -> str:
    """Give what a pattern depends on: its predicate, or ``a`` and the class for a type."""
    _, predicate, value = pattern
    return f"a {value}" if predicate == TYPE else str(predicate)


def compile_rules(axioms: Axioms) -> tuple[Rule, ...]:
    """Turn all axioms into rules, properties before classes, sorted; tautologies left out.

    Raises `RaceError` for a class expression on the wrong side of an axiom.
    """
    rules = {rule for axiom in axioms.items for rule in _rules(axiom)}
    useful = [rule for rule in rules if rule.head not in rule.body]
    return tuple(sorted(useful, key=lambda rule: (_is_class_rule(rule), _order(rule))))


def _is_class_rule(rule: Rule) -> bool:
    return rule.head is not None and rule.head[1] == TYPE


def _order(rule: Rule) -> tuple[int, str, str]:
    from_types = sum(predicate == TYPE for _, predicate, _ in rule.body)
    return from_types, rule.axiom, f"{rule.body}{rule.head}"


def _rules(axiom: Axiom) -> list[Rule]:
    text = str(axiom)
    match axiom:
        case SubClass():
            return _class_rules(axiom)
        case SubProperty(sub=sub, sup=sup, equal=equal):
            forth = Rule(((_X, sub, _Y),), (_X, sup, _Y), text)
            return [forth, Rule(((_X, sup, _Y),), (_X, sub, _Y), text)] if equal else [forth]
        case Inverse(one=one, other=other):
            return [
                Rule(((_X, one, _Y),), (_Y, other, _X), text),
                Rule(((_X, other, _Y),), (_Y, one, _X), text),
            ]
        case Characteristic(prop=prop, kind=kind):
            return [_characteristic(prop, kind, text)]
        case Typing(prop=prop, end=end, cls=cls):
            if end == "range" and isinstance(cls, Named) and is_datatype(cls.iri.value):
                return []  # what a literal must look like is the shapes' business
            member = _X if end == "domain" else _Y
            names = count(1)
            return [
                Rule(((_X, prop, _Y), *more), head, text)
                for more, head in _heads(cls, member, names, text)
            ]
        case Chain(prop=prop, steps=steps):
            stops = [ox.Variable(f"s{index}") for index in range(len(steps) + 1)]
            body = tuple(zip(stops, steps, stops[1:], strict=False))
            return [Rule(body, (stops[0], prop, stops[-1]), text)]
        case Disjoint(one=one, other=other, kind="classes"):
            return [Rule(((_X, TYPE, one), (_X, TYPE, other)), None, text, "disjoint-classes")]
        case Disjoint(one=one, other=other):
            return [Rule(((_X, one, _Y), (_X, other, _Y)), None, text, "disjoint-properties")]


def _characteristic(prop: ox.NamedNode, kind: str, text: str) -> Rule:
    match kind:
        case "Symmetric":
            return Rule(((_X, prop, _Y),), (_Y, prop, _X), text)
        case "Transitive":
            return Rule(((_X, prop, _Y), (_Y, prop, _Z)), (_X, prop, _Z), text)
        case "Irreflexive":
            return Rule(((_X, prop, _X),), None, text, "irreflexive")
        case "Asymmetric":
            return Rule(((_X, prop, _Y), (_Y, prop, _X)), None, text, "asymmetric")
        case _:
            raise RaceError(f"unknown property characteristic {kind}")


def _class_rules(axiom: SubClass) -> list[Rule]:
    text = str(axiom)
    sides = [(axiom.sub, axiom.sup)]
    if axiom.equal:
        for side in (axiom.sub, axiom.sup):
            if not _may_be_equal(side):
                raise _misplaced(side, "in an equivalence", text)
        sides.append((axiom.sup, axiom.sub))
    rules = []
    for sub, sup in sides:
        if sub == Named(ox.NamedNode(THING)):
            raise _misplaced(sub, "on the left", text)
        names = count(1)
        for body in _bodies(sub, _X, names, text):
            for more, head in _heads(sup, _X, names, text):
                rules.append(Rule((*body, *more), head, text))
    return rules


def _may_be_equal(side: Expression) -> bool:
    match side:
        case Named(iri=iri):
            return iri.value != THING
        case HasValue():
            return True
        case And(parts=parts):
            return all(_may_be_equal(part) for part in parts)
        case Some() | All() | Or():
            return False


def _bodies(
    side: Expression, member: ox.Variable, names: count[int], text: str
) -> list[tuple[Pattern, ...]]:
    """Give the alternatives under which ``member`` belongs to an expression on the left."""
    match side:
        case Named(iri=iri) if iri.value == THING:
            return [()]
        case Named(iri=iri):
            if is_built_in(iri.value):
                raise _misplaced(side, "on the left", text)
            return [((member, TYPE, iri),)]
        case HasValue(prop=prop, value=value):
            return [((member, prop, value),)]
        case Some(prop=prop, filler=filler):
            other = ox.Variable(f"v{next(names)}")
            step = (member, prop, other)
            return [(step, *rest) for rest in _bodies(filler, other, names, text)]
        case And(parts=parts):
            choices = product(*(_bodies(part, member, names, text) for part in parts))
            return [tuple(p for patterns in choice for p in patterns) for choice in choices]
        case Or(parts=parts):
            return [body for part in parts for body in _bodies(part, member, names, text)]
        case All():
            raise _misplaced(side, "on the left", text)


def _heads(
    side: Expression, member: ox.Variable, names: count[int], text: str
) -> list[tuple[tuple[Pattern, ...], Pattern]]:
    """Give what follows for a ``member`` of an expression on the right, with what else it needs."""
    match side:
        case Named(iri=iri) if iri.value == THING:
            return []
        case Named(iri=iri):
            if is_built_in(iri.value):
                raise _misplaced(side, "on the right", text)
            return [((), (member, TYPE, iri))]
        case HasValue(prop=prop, value=value):
            return [((), (member, prop, value))]
        case All(prop=prop, filler=filler):
            if isinstance(filler, Named) and is_datatype(filler.iri.value):
                return []
            other = ox.Variable(f"v{next(names)}")
            step = (member, prop, other)
            return [((step, *more), head) for more, head in _heads(filler, other, names, text)]
        case And(parts=parts):
            return [pair for part in parts for pair in _heads(part, member, names, text)]
        case Some() | Or():
            raise _misplaced(side, "on the right", text)


def _misplaced(side: Expression, place: str, text: str) -> RaceError:
    return RaceError(
        f"{side} may not stand {place} in OWL 2 RL: {text}",
        "write a one-way rdfs:subClassOf axiom between what the profile allows",
    )
