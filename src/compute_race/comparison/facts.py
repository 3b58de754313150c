"""The triples of a dataset, indexed by subject and predicate.

The rules of this floor ask for the values of one property of one thing, over
and over; a dictionary answers that faster than a query engine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from compute_race.basics.namespaces import RACE, RDF
from compute_race.dataset.store import Term

_TYPE = RDF + "type"


class Facts:
    """A read-only index over quads. Values come sorted, so that answers never depend on order."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        """Index the quads; the graph of each statement is kept beside its object."""
        index: dict[str, dict[str, list[tuple[Term, str]]]] = defaultdict(lambda: defaultdict(list))
        types: dict[str, set[str]] = defaultdict(set)
        for quad in quads:
            if not isinstance(quad.subject, ox.NamedNode):
                continue
            graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
            index[quad.subject.value][quad.predicate.value].append((quad.object, graph))
            if quad.predicate.value == _TYPE and isinstance(quad.object, ox.NamedNode):
                types[quad.object.value].add(quad.subject.value)
        self._index = index
        self._types = types

    def instances(self, *names: str) -> list[str]:
        """Give the IRIs typed with any of these ontology classes, sorted."""
        return sorted(set().union(*(self._types.get(RACE + name, set()) for name in names)))

    def iris(self, subject: str, name: str) -> tuple[str, ...]:
        """Give the distinct IRIs that are values of an ontology property, sorted."""
        return tuple(
            sorted(
                {
                    term.value
                    for term, _ in self._values(subject, RACE + name)
                    if isinstance(term, ox.NamedNode)
                }
            )
        )

    def iri(self, subject: str, name: str) -> str | None:
        """Give the first IRI of an ontology property, or ``None``."""
        found = self.iris(subject, name)
        return found[0] if found else None

    def literal(self, subject: str, name: str) -> ox.Literal | None:
        """Give the first literal of an ontology property by lexical order, or ``None``."""
        found = sorted(
            (term for term, _ in self.literals_with_graph(subject, name)),
            key=lambda term: (term.language or "", term.value),
        )
        return found[0] if found else None

    def literals_with_graph(self, subject: str, name: str) -> Iterator[tuple[ox.Literal, str]]:
        """Give each literal of an ontology property with the IRI of the graph that states it."""
        for term, graph in self._values(subject, RACE + name):
            if isinstance(term, ox.Literal):
                yield term, graph

    def _values(self, subject: str, predicate: str) -> list[tuple[Term, str]]:
        properties = self._index.get(subject)
        return properties.get(predicate, []) if properties is not None else []
