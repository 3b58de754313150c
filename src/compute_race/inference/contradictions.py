"""What cannot be true at once, and the lines that say it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from compute_race.basics.namespaces import RDF
from compute_race.basics.problems import Problem
from compute_race.inference.explain import Explainer, fact_text, leaves
from compute_race.inference.expressions import Node, show
from compute_race.inference.facts import Facts
from compute_race.inference.horn import Rule

Locate: TypeAlias = Callable[[Node, Node, Node], tuple[str, int]]


@dataclass(frozen=True)
class Contradiction:
    """Facts that exclude each other.

    ``kind`` is ``disjoint-classes``, ``disjoint-properties``, ``irreflexive`` or
    ``asymmetric``; ``triples`` are the asserted facts it comes from (one
    derivation, traced back), the closest to the contradiction first.
    """

    kind: str
    subject: str
    detail: str
    triples: tuple[ox.Triple, ...]


def contradictions_of(
    found: Iterable[tuple[Rule, tuple[ox.Triple, ...]]],
    rules: Sequence[Rule],
    facts: Callable[[], Facts],
) -> list[Contradiction]:
    """Trace violated constraints back to asserted facts, sorted, each once.

    ``found`` pairs a constraint with the facts that violate it; ``facts`` is
    called only when there is something to trace.
    """
    distinct = {(rule, frozenset(clash)): clash for rule, clash in found}
    if not distinct:
        return []
    explainer = Explainer(rules, facts())
    made = {_contradiction(rule, clash, explainer) for (rule, _), clash in distinct.items()}
    return sorted(made, key=lambda one: (one.kind, one.subject, one.detail, str(one.triples)))


def _contradiction(rule: Rule, clash: tuple[ox.Triple, ...], explainer: Explainer) -> Contradiction:
    clash = tuple(sorted(set(clash), key=str))
    asserted = leaves(explainer.steps(clash)) or clash
    said = " and ".join(fact_text(triple) for triple in clash)
    return Contradiction(rule.kind, show(clash[0].subject), f"{said}, but {rule.axiom}", asserted)


def to_problems(contradictions: Iterable[Contradiction], locate: Locate) -> list[Problem]:
    """Turn contradictions into problems, each at the asserted fact most likely to be wrong.

    That is the first relation among the facts it comes from, since a kind is
    stated once and with care; else the type that stands last. The others are named in the
    advice, with file and line. ``locate`` gives a fact's file and line, an
    empty file where no file states it.
    """
    problems = []
    for one in contradictions:
        places = {triple: locate(*triple) for triple in one.triples}
        relations = [t for t in one.triples if t.predicate.value != RDF + "type"]
        candidates = relations or sorted(one.triples, key=places.__getitem__, reverse=True)
        main = next((t for t in candidates if places[t][0]), candidates[0])
        told = " or ".join(
            f"{fact_text(t)} ({file}:{line})" if file else fact_text(t)
            for t, (file, line) in places.items()
        )
        rule, advice = f"inference-{one.kind}", f"correct or remove {told}"
        problems.append(Problem(*places[main], rule, one.detail, advice, node=one.subject))
    return sorted(problems)
