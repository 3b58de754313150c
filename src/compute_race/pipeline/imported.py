"""The layer of imported graphs: what outside data sets say, and what follows from it.

It is the far larger part of a build and changes seldom. So it is worked out apart from
the hand-kept part, on which it rests one way only: what is inferred here may use what
the hand-kept files say of organisations and places, and nothing there depends on it. Its
``key`` tells when it has to be worked out again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import ENT, GRAPH, RACE, RDF, SRC
from compute_race.basics.problems import Problem, ProblemsError
from compute_race.dataset.imports import ImportedGraph
from compute_race.dataset.increment import lines_of
from compute_race.inference.contradictions import to_problems
from compute_race.inference.fixpoint import infer, predicates_of
from compute_race.inference.rules import apply_rules

INFERRED: Final = ox.NamedNode(GRAPH + "inferred")
RULES: Final = ox.NamedNode(GRAPH + "rules")
_END: Final = b" .\n"
_NAME: Final = re.compile(r"\brace:(\w+)")


@dataclass(frozen=True, eq=False)
class ImportedLayer:
    """The imported graphs of a build with all they rest on.

    ``vocabulary`` are the triples of the ontology, ``context`` those of the hand-kept part
    (asserted, inferred, by rule) that say what things are and how they belong together.
    """

    graphs: Sequence[ImportedGraph]
    vocabulary: Sequence[ox.Triple]
    context: Sequence[ox.Triple]
    rules: Sequence[str]

    @cached_property
    def key(self) -> str:
        """Give a hash over all that the layer depends on; empty where there are none."""
        if not self.graphs:
            return ""
        digest = hashlib.sha256()
        for graph in self.graphs:
            digest.update(f"{graph.stem} {graph.content}\n".encode())
        for triples in (self.vocabulary, self.context):
            for line in sorted(map(str, triples)):
                digest.update(line.encode() + b"\n")
        for text in self.rules:
            digest.update(text.encode() + b"\0")
        return digest.hexdigest()

    def lines(self) -> Iterator[bytes]:
        """Give as N-Quads the graphs, and what follows beside what the hand-kept part has.

        Raises ``ProblemsError`` where the graphs contradict the ontology or the register.
        """
        found: dict[bytes, None] = {}
        for graph in self.graphs:
            told = graph.ntriples().splitlines(keepends=True)
            end = f" <{graph.graph}> .\n".encode()
            yield from (line.removesuffix(_END) + end for line in told)
            found.update(dict.fromkeys(told))
        # Most of what data sets say, figures and notes, no axiom and no rule reads.
        read = {name.encode() for name in (*predicates_of(self.vocabulary), *_named_in(self.rules))}
        triples = _parsed(line for line in found if line.split(b" ", 2)[1].strip(b"<>") in read)
        inference = infer(self.vocabulary, [*self.context, *triples])
        if inference.contradictions:
            raise ProblemsError(to_problems(inference.contradictions, self._locate))
        known = set(self.context)
        new = [triple for triple in inference.triples if triple not in known]
        everything = [*self.vocabulary, *self.context, *triples, *new]
        ruled = [t for t in apply_rules(everything, self.rules) if t not in known]
        for name, derived in ((INFERRED, new), (RULES, ruled)):
            yield from lines_of(ox.Quad(t.subject, t.predicate, t.object, name) for t in derived)

    def names_unknown(self, known: Collection[str]) -> list[Problem]:
        """Tell of entities that a graph was resolved to and that the register has no more."""
        problems = []
        for graph in self.graphs:
            missing = sorted(graph.entities() - set(known))
            if missing:
                slugs = ", ".join(iri.removeprefix(ENT) for iri in missing[:3])
                more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
                message = f"names entities that graph/entities has no more: {slugs}{more}"
                advice = f"import its file again, or run: race import --remove {graph.stem}"
                problems.append(Problem(graph.shown, 0, "import-entity", message, advice))
        return problems

    def _locate(self, subject: object, predicate: object, value: object) -> tuple[str, int]:
        """Give the graph that states a fact; lines of N-Triples tell a person nothing."""
        for graph in self.graphs:
            if f"{subject} {predicate} {value} .\n".encode() in graph.ntriples():
                return graph.shown, 0
        return "", 0


def _named_in(rules: Sequence[str]) -> set[str]:
    """Give the IRIs of the properties of the ontology that rules name, and ``rdf:type``."""
    return {RDF + "type", *(RACE + name for text in rules for name in _NAME.findall(text))}


def _parsed(lines: Iterable[bytes]) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES)]


def without_sources(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Leave out what is said of documents and their claims: no imported fact rests on them."""
    return [
        triple
        for triple in triples
        if not (isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(SRC))
    ]
