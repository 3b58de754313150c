"""Everything that follows: the rules run inside a store until nothing is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import pyoxigraph as ox

from compute_race.basics.namespaces import OWL, RDF, RDFS, shorten
from compute_race.basics.problems import RaceError
from compute_race.inference.axioms import AXIOM_CLASSES, AXIOM_PREDICATES, Axioms, read_axioms
from compute_race.inference.contradictions import Contradiction, contradictions_of
from compute_race.inference.facts import Facts
from compute_race.inference.horn import TYPE, Pattern, Rule, Slot, compile_rules, key
from compute_race.inference.updates import FRESH, query_of, update_of
from compute_race.inference.vocabulary import is_built_in

_HIDDEN = "urn:x-compute-race:literal:"
_SCHEMA = (OWL, RDF, RDFS)
_AXIOM_WORDS = AXIOM_PREDICATES | AXIOM_CLASSES
_T = TypeVar("_T")


@dataclass(frozen=True)
class Inference:
    """What follows and what clashes.

    ``triples`` are the entailed facts that nobody asserted, sorted: types and
    relations of individuals, no schema and no tautology. ``rounds`` is the
    number of passes over the rules that were needed.
    """

    triples: tuple[ox.Triple, ...]
    contradictions: list[Contradiction]
    rounds: int


class _Literals:
    """Literals as IRIs while the store holds them.

    The store rewrites literals to a form of its own (``P36M`` becomes ``P3Y``,
    ``1.50`` becomes ``1.5``), and the graph says what was printed.
    """

    def __init__(self) -> None:
        self._hidden: dict[ox.Literal, ox.NamedNode] = {}
        self._shown: dict[str, ox.Literal] = {}

    def hide(self, term: _T) -> _T | ox.NamedNode:
        """Give the IRI that stands for a literal; any other term unchanged."""
        if not isinstance(term, ox.Literal):
            return term
        if term not in self._hidden:
            name = f"{_HIDDEN}{len(self._hidden)}"
            self._hidden[term] = ox.NamedNode(name)
            self._shown[name] = term
        return self._hidden[term]

    def hide_in(self, pattern: Pattern) -> Pattern:
        subject, predicate, value = pattern
        hidden: Slot = self.hide(value)
        return subject, predicate, hidden

    def show(self, quad: ox.Quad) -> ox.Triple | None:
        """Give the fact with its literal back; nothing where a literal would be the subject."""
        subject, value = quad.subject, quad.object
        if isinstance(subject, ox.NamedNode) and subject.value in self._shown:
            return None
        if isinstance(value, ox.NamedNode) and value.value in self._shown:
            return ox.Triple(subject, quad.predicate, self._shown[value.value])
        return quad.triple


def infer(ontology: Iterable[ox.Triple], data: Iterable[ox.Triple]) -> Inference:
    """Derive the OWL 2 RL consequences of data under an ontology.

    Individuals that the ontology itself describes (measures, units) take part.
    Raises `RaceError` for an ontology outside what `read_axioms` allows, and
    for an axiom among the data.
    """
    terms = frozenset(ontology)
    axioms, rules = _compiled(terms)
    literals = _Literals()
    hidden = [_hide(rule, literals) for rule in rules]
    used = {pattern[1].value for rule in hidden for pattern in _patterns(rule)}
    facts = tuple(data)
    store = ox.Store()
    store.bulk_extend(_quads(terms, used, literals))
    store.bulk_extend(_quads(_checked(facts, terms), used, literals))
    fresh, rounds = _run(store, [rule for rule in hidden if rule.head is not None])
    new = [triple for quad in fresh if (triple := literals.show(quad)) is not None]
    found = [
        (rule, clash)
        for rule, source in zip(hidden, rules, strict=True)
        if rule.head is None
        for clash in _clashes(store, rule, source, literals)
    ]
    contradictions = contradictions_of(found, rules, lambda: Facts((*terms, *facts), new))
    counted = sorted((triple for triple in new if counts(triple, axioms)), key=str)
    return Inference(tuple(counted), contradictions, rounds)


def predicates_of(ontology: Iterable[ox.Triple]) -> frozenset[str]:
    """Give the IRIs of the predicates that some axiom reads: other facts entail nothing."""
    _, rules = _compiled(frozenset(ontology))
    return frozenset(pattern[1].value for rule in rules for pattern in _patterns(rule))


def joining_predicates(ontology: Iterable[ox.Triple]) -> frozenset[str]:
    """Give the IRIs of the predicates that some axiom reads together with facts of another thing.

    What is said with any other predicate entails the same whatever else is known.
    """
    _, rules = _compiled(frozenset(ontology))
    joins = (rule.body for rule in rules if len({subject for subject, _, _ in rule.body}) > 1)
    found = {predicate.value for body in joins for _, predicate, _ in body}
    return frozenset(found - {TYPE.value})


@lru_cache(maxsize=4)
def _compiled(ontology: frozenset[ox.Triple]) -> tuple[Axioms, tuple[Rule, ...]]:
    """Give the axioms and their rules; a build asks for those of one ontology again and again."""
    axioms = read_axioms(ontology)
    return axioms, compile_rules(axioms)


def counts(triple: ox.Triple, axioms: Axioms) -> bool:
    """Tell whether an entailed triple is a type or relation of an individual.

    Left out: what is said about classes and properties, membership in OWL's
    own classes, equality with itself, and anything about a nameless node.
    """
    subject, predicate, value = triple
    if not isinstance(subject, ox.NamedNode) or isinstance(value, ox.BlankNode):
        return False
    if subject in axioms.vocabulary or is_built_in(subject.value):
        return False
    if predicate == TYPE:
        return isinstance(value, ox.NamedNode) and not is_built_in(value.value)
    return not predicate.value.startswith(_SCHEMA)


def _checked(data: Iterable[ox.Triple], terms: frozenset[ox.Triple]) -> Iterator[ox.Triple]:
    """Pass the data on; refuses an axiom that is not one of the ontology's own."""
    for triple in data:
        said = triple.predicate.value
        if said == TYPE.value and isinstance(triple.object, ox.NamedNode):
            said = triple.object.value
        if said in _AXIOM_WORDS and triple not in terms:
            raise RaceError(f"axiom among the data: {triple}", f"move {shorten(said)} to ontology/")
        yield triple


def _quads(triples: Iterable[ox.Triple], used: set[str], literals: _Literals) -> Iterator[ox.Quad]:
    for triple in triples:
        predicate = triple.predicate
        if predicate.value in used:
            yield ox.Quad(triple.subject, predicate, literals.hide(triple.object))


def _patterns(rule: Rule) -> tuple[Pattern, ...]:
    return rule.body if rule.head is None else (*rule.body, rule.head)


def _hide(rule: Rule, literals: _Literals) -> Rule:
    head = None if rule.head is None else literals.hide_in(rule.head)
    body = tuple(literals.hide_in(pattern) for pattern in rule.body)
    return Rule(body, head, rule.axiom, rule.kind)


def _run(store: ox.Store, rules: list[Rule]) -> tuple[list[ox.Quad], int]:
    """Run each rule again only after something it reads has changed."""
    readers: dict[str, list[int]] = defaultdict(list)
    for index, rule in enumerate(rules):
        for read in {key(pattern) for pattern in rule.body}:
            readers[read].append(index)
    updates = [update_of(rule) for rule in rules]
    waiting = set(range(len(rules)))
    fresh: list[ox.Quad] = []
    rounds = 0
    while waiting:
        rounds += 1
        for index, rule in enumerate(rules):
            if index not in waiting or rule.head is None:
                continue
            waiting.discard(index)
            store.update(updates[index])
            new = list(store.quads_for_pattern(None, None, None, FRESH))
            if new:
                moved = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in new]
                store.extend(moved)
                store.clear_graph(FRESH)
                fresh += moved
                waiting.update(readers[key(rule.head)])
    return fresh, rounds


def _clashes(
    store: ox.Store, rule: Rule, source: Rule, literals: _Literals
) -> Iterable[tuple[ox.Triple, ...]]:
    solutions = store.query(query_of(rule))
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("a SELECT answers with solutions")
    for solution in solutions:
        facts = (literals.show(_ground(pattern, solution)) for pattern in source.body)
        yield tuple(fact for fact in facts if fact is not None)


def _ground(pattern: Pattern, solution: ox.QuerySolution) -> ox.Quad:
    bound: list[Any] = [
        solution[slot] if isinstance(slot, ox.Variable) else slot for slot in pattern
    ]
    return ox.Quad(*bound)
