"""Facts in memory, found by pattern: for explanations, which ask for few of many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

import pyoxigraph as ox

from compute_race.inference.expressions import Node
from compute_race.inference.horn import Pattern, Slot

Binding: TypeAlias = Mapping[ox.Variable, Node]


class Facts:
    """Asserted and inferred triples; knows which are which."""

    def __init__(self, asserted: Iterable[ox.Triple], inferred: Iterable[ox.Triple]) -> None:
        """Index both; a triple given as both counts as asserted."""
        self.asserted = frozenset(asserted)
        self._all = self.asserted | frozenset(inferred)
        self._by_predicate: dict[Node, list[ox.Triple]] = defaultdict(list)
        self._by_subject: dict[tuple[Node, Node], list[ox.Triple]] = defaultdict(list)
        self._by_object: dict[tuple[Node, Node], list[ox.Triple]] = defaultdict(list)
        for triple in sorted(self._all, key=str):
            subject, predicate, value = triple
            self._by_predicate[predicate].append(triple)
            self._by_subject[subject, predicate].append(triple)
            self._by_object[value, predicate].append(triple)

    def __contains__(self, triple: ox.Triple) -> bool:
        """Tell whether a triple is asserted or inferred."""
        return triple in self._all

    def match(self, pattern: Pattern, binding: Binding) -> Iterator[ox.Triple]:
        """Give the triples that fit a pattern under a binding, sorted."""
        subject, predicate, value = pattern
        known_subject, known_value = _value(subject, binding), _value(value, binding)
        if known_subject is not None:
            found = self._by_subject.get((known_subject, predicate), [])
        elif known_value is not None:
            found = self._by_object.get((known_value, predicate), [])
        else:
            found = self._by_predicate.get(predicate, [])
        for triple in found:
            if known_value is None or triple.object == known_value:
                yield triple

    def solve(
        self,
        body: tuple[Pattern, ...],
        binding: Binding,
        accept: Callable[[ox.Triple], bool] = lambda _: True,
    ) -> Iterator[tuple[ox.Triple, ...]]:
        """Give every way in which all patterns hold together by triples that are accepted."""
        if not body:
            yield ()
            return
        for triple in self.match(body[0], binding):
            extended = unify(body[0], triple, binding)
            if extended is not None and accept(triple):
                for rest in self.solve(body[1:], extended, accept):
                    yield (triple, *rest)


def _value(slot: Slot, binding: Binding) -> Node | None:
    return binding.get(slot) if isinstance(slot, ox.Variable) else slot


def unify(pattern: Pattern, triple: ox.Triple, binding: Binding) -> Binding | None:
    """Extend a binding so that the pattern becomes the triple; nothing where it cannot."""
    found: dict[ox.Variable, Node] = dict(binding)
    for slot, node in zip(pattern, triple, strict=True):
        if isinstance(slot, ox.Variable):
            if found.setdefault(slot, node) != node:
                return None
        elif slot != node:
            return None
    return found
