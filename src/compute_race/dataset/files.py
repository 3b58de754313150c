"""One hand-kept file as part of the dataset: its kind, its graph, what the loader adds to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import GRAPH, RACE, RDF, SRC
from compute_race.basics.problems import Problem
from compute_race.sources.turtle import Term, TurtleFile

TYPE: Final = ox.NamedNode(RDF + "type")
_IN_DOCUMENT: Final = ox.NamedNode(RACE + "inDocument")
_STATEMENTS: Final = frozenset(ox.NamedNode(RACE + name) for name in ("Claim", "RelativeClaim"))
_JUDGEMENT: Final = ox.NamedNode(RACE + "Judgement")
_PARTS: Final = tuple(ox.NamedNode(RDF + name) for name in ("subject", "predicate", "object"))


class Kind(StrEnum):
    """What a hand-kept file is for; decides its graph and the rules for it."""

    ONTOLOGY = "ontology"
    TERMS = "terms"
    SHAPES = "shapes"
    ALIGNMENTS = "alignments"
    DOCUMENT = "document"
    ENTITIES = "entities"
    JUDGEMENTS = "judgements"


#: Kinds whose files lie in ``graph/``: strict Turtle in canonical form.
HAND_KEPT: Final = frozenset({Kind.DOCUMENT, Kind.ENTITIES, Kind.JUDGEMENTS})

_FOLDERS: Final = {
    "sources": Kind.DOCUMENT,
    "entities": Kind.ENTITIES,
    "judgements": Kind.JUDGEMENTS,
}


@dataclass(frozen=True, eq=False)
class CorpusFile:
    """One file in its graph.

    ``triples`` are the file's own, with blank nodes named after the file so
    that two readings are equal. ``added`` are those the loader makes of them,
    each with the claim or judgement it was made of. ``given`` marks a file
    that was asked for by path.
    """

    turtle: TurtleFile
    graph: str
    kind: Kind
    triples: tuple[ox.Triple, ...]
    added: dict[ox.Triple, Term]
    given: bool = False

    @property
    def shown(self) -> str:
        """Give the path as a person would type it."""
        return self.turtle.shown

    def all(self) -> tuple[ox.Triple, ...]:
        """Give the file's own triples and those added."""
        return (*self.triples, *self.added)


def make_file(turtle: TurtleFile, kind: Kind, *, given: bool = False) -> CorpusFile:
    """Lay a file into its graph and add what it implies.

    To a claim its document is added (``race:inDocument``), to a judgement
    the direct triple it makes.
    """
    stem = turtle.path.stem
    graphs = {
        Kind.ONTOLOGY: GRAPH + "ontology",
        Kind.TERMS: GRAPH + "ontology",
        Kind.SHAPES: GRAPH + "shapes",
        Kind.ALIGNMENTS: GRAPH + "alignments",
        Kind.DOCUMENT: SRC + stem,
        Kind.ENTITIES: f"{GRAPH}entities/{stem}",
        Kind.JUDGEMENTS: f"{GRAPH}judgements/{stem}",
    }
    added: dict[ox.Triple, Term] = {}
    if kind is Kind.DOCUMENT:
        document = ox.NamedNode(SRC + stem)
        added = {
            ox.Triple(t.subject, _IN_DOCUMENT, document): t.subject
            for t in turtle.triples
            if t.predicate == TYPE and t.object in _STATEMENTS
        }
    elif kind is Kind.JUDGEMENTS:
        added = dict(_judged(turtle.triples))
    # A hand-kept file with a blank node is not read at all.
    named = kind in HAND_KEPT
    triples = turtle.triples if named else _relabelled(turtle.triples, f"{kind}-{stem}")
    return CorpusFile(turtle, graphs[kind], kind, triples, added, given)


def ontology_files(folder: Path) -> Iterator[tuple[Path, Kind]]:
    """Find the Turtle files of the ontology's folder, each with its kind, sorted."""
    names = {"shapes.ttl": Kind.SHAPES, "alignments.ttl": Kind.ALIGNMENTS}
    for path in sorted(folder.glob("*.ttl")):
        yield path, names.get(path.name, Kind.ONTOLOGY)
    for path in sorted((folder / "terms").glob("*.ttl")):
        yield path, Kind.TERMS


def graph_files(folder: Path) -> Iterator[tuple[Path, Kind]]:
    """Find the Turtle files of the graph's folder, each with its kind, sorted."""
    for name, kind in _FOLDERS.items():
        for path in sorted((folder / name).rglob("*.ttl")):
            yield path, kind


def guess_kind(turtle: TurtleFile) -> Kind:
    """Tell what a file from outside is for: by its folder, else by what it says."""
    named = (_FOLDERS | {"terms": Kind.TERMS}).get(turtle.path.resolve().parent.name)
    if named is not None:
        return named
    if any(t.predicate == TYPE and t.object == _JUDGEMENT for t in turtle.triples):
        return Kind.JUDGEMENTS
    if any(getattr(t.subject, "value", "").startswith(SRC) for t in turtle.triples):
        return Kind.DOCUMENT
    return Kind.ENTITIES


def name_problems(path: Path, shown: str) -> list[Problem]:
    """Tell of a file name that cannot be part of an IRI."""
    stem = path.stem
    if stem.isascii() and stem == stem.lower() and stem.replace("-", "").isalnum():
        return []
    message = f"the name {path.name} cannot be part of an IRI"
    advice = "use lower-case letters, digits and hyphens, such as xinhua-2025-02-24.ttl"
    return [Problem(shown, 0, "file-name", message, advice)]


def _judged(triples: tuple[ox.Triple, ...]) -> Iterator[tuple[ox.Triple, Term]]:
    """Give the direct triple of each complete judgement."""
    parts: dict[Term, dict[Term, Term]] = defaultdict(dict)
    for triple in triples:
        if triple.predicate in _PARTS:
            parts[triple.subject].setdefault(triple.predicate, triple.object)
    for judgement, found in parts.items():
        s, p, o = (found.get(part) for part in _PARTS)
        if isinstance(s, ox.NamedNode) and isinstance(p, ox.NamedNode) and o is not None:
            yield ox.Triple(s, p, o), judgement


def _relabelled(triples: tuple[ox.Triple, ...], stem: str) -> tuple[ox.Triple, ...]:
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def name(node: ox.BlankNode) -> ox.BlankNode:
        return names.setdefault(node, ox.BlankNode(f"{stem}-{len(names) + 1}"))

    def named(triple: ox.Triple) -> ox.Triple:
        s, o = triple.subject, triple.object
        return ox.Triple(
            name(s) if isinstance(s, ox.BlankNode) else s,
            triple.predicate,
            name(o) if isinstance(o, ox.BlankNode) else o,
        )

    if all(type(t.subject) is ox.NamedNode and type(t.object) is not ox.BlankNode for t in triples):
        return triples
    return tuple(map(named, triples))
