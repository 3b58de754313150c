"""Why a fact holds: one derivation, from the fact down to what was asserted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from compute_race.inference.axioms import Axioms
from compute_race.inference.expressions import show
from compute_race.inference.facts import Facts, unify
from compute_race.inference.horn import Pattern, Rule, compile_rules, key

#: The reason of a fact that needs none.
ASSERTED = "asserted"
#: Derivations higher than this are not looked for; the ontology's own stay below ten.
MOST_LEVELS = 60


@dataclass(frozen=True)
class Step:
    """One fact of a derivation, the axiom it follows by, and the facts it follows from."""

    conclusion: ox.Triple
    axiom: str
    premises: tuple[ox.Triple, ...] = ()

    def __str__(self) -> str:
        """Write the step in one line."""
        text = fact_text(self.conclusion)
        if not self.premises:
            return f"{text} ({self.axiom})"
        because = " and ".join(fact_text(premise) for premise in self.premises)
        return f"{text} because {because}, and {self.axiom}"


def explain(triple: ox.Triple, axioms: Axioms, graph: Facts) -> list[Step]:
    """Derive a fact in as few levels as possible; the fact first, then what it rests on.

    Each fact appears once, asserted ones with the reason `ASSERTED`. The list
    is empty where the fact neither was asserted nor follows.
    """
    return Explainer(compile_rules(axioms), graph).steps([triple])


def leaves(steps: Sequence[Step]) -> tuple[ox.Triple, ...]:
    """Give the asserted facts a derivation rests on, in its order."""
    return tuple(step.conclusion for step in steps if step.axiom == ASSERTED)


def fact_text(triple: ox.Triple) -> str:
    """Write a fact for people: short names, ``a`` for the type."""
    subject, predicate, value = (show(term) for term in triple)
    return f"{subject} {'a' if predicate == 'rdf:type' else predicate} {value}"


class Explainer:
    """Derivations of growing height: short ones first, and no circles.

    What was derived for one fact is remembered for the next.
    """

    def __init__(self, rules: Sequence[Rule], graph: Facts) -> None:
        """Explain by these rules over these facts."""
        self._graph = graph
        self._steps: dict[ox.Triple, Step] = {}
        self._height: dict[ox.Triple, int] = {}
        self._failed: dict[ox.Triple, int] = {}
        self._by_head: dict[str, list[tuple[Rule, Pattern]]] = defaultdict(list)
        for rule in rules:
            if rule.head is not None:
                self._by_head[key(rule.head)].append((rule, rule.head))

    def steps(self, triples: Sequence[ox.Triple]) -> list[Step]:
        """Derive several facts in one list, each step once; see `explain`."""
        if not all(self._derive(triple) for triple in triples):
            return []
        steps: dict[ox.Triple, Step] = {}
        waiting = list(reversed(triples))
        while waiting:
            triple = waiting.pop()
            if triple not in steps:
                steps[triple] = self._steps[triple]
                waiting.extend(reversed(steps[triple].premises))
        return list(steps.values())

    def _derive(self, triple: ox.Triple) -> bool:
        if triple not in self._graph:
            return False
        return any(self._within(triple, height) for height in range(MOST_LEVELS + 1))

    def _within(self, triple: ox.Triple, height: int) -> bool:
        """Try to derive a fact in at most so many levels; each premise gets one less."""
        if triple in self._graph.asserted:
            self._steps[triple] = Step(triple, ASSERTED)
            return True
        if self._height.get(triple, MOST_LEVELS + 1) <= height:
            return True
        if self._failed.get(triple, 0) >= height:
            return False

        def derivable(premise: ox.Triple) -> bool:
            return self._within(premise, height - 1)

        for rule, head in self._by_head[key(tuple(triple))]:
            binding = unify(head, triple, {})
            if binding is None:
                continue
            premises = next(self._graph.solve(rule.body, binding, derivable), None)
            if premises is not None:
                self._keep(Step(triple, rule.axiom, premises))
                return True
        self._failed[triple] = height
        return False

    def _keep(self, step: Step) -> None:
        """Remember a step unless a lower one is known: premises may have found it on their way."""
        height = 1 + max(self._height.get(premise, 0) for premise in step.premises)
        if height < self._height.get(step.conclusion, MOST_LEVELS + 1):
            self._height[step.conclusion] = height
            self._steps[step.conclusion] = step
