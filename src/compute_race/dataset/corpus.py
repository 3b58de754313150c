"""All hand-kept files as one dataset, each in its named graph.

Reads ``ontology/`` and ``graph/``. What is implicit in the files is added
here and nowhere else: a claim's document (from the file it stands in), and
the direct triple that a judgement makes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import RDF
from compute_race.basics.paths import shown
from compute_race.basics.problems import Problem
from compute_race.dataset.files import (
    HAND_KEPT,
    TYPE,
    CorpusFile,
    Kind,
    graph_files,
    guess_kind,
    make_file,
    name_problems,
    ontology_files,
)
from compute_race.sources.turtle import Term, read_turtle

__all__ = ["HAND_KEPT", "TYPE", "Corpus", "CorpusFile", "Kind", "read_corpus"]

_VOCABULARY: Final = frozenset({Kind.ONTOLOGY, Kind.TERMS})
_OBJECT: Final = ox.NamedNode(RDF + "object")


@dataclass(frozen=True, eq=False)
class Corpus:
    """Every file that could be read, given ones first, else sorted by kind and path."""

    files: tuple[CorpusFile, ...]

    def of_kind(self, *kinds: Kind) -> list[CorpusFile]:
        """Give the files of some kinds, in order."""
        return [file for file in self.files if file.kind in kinds]

    def hand_kept(self) -> list[CorpusFile]:
        """Give the files of ``graph/``: documents, entities and judgements."""
        return self.of_kind(*HAND_KEPT)

    def union(self) -> list[ox.Triple]:
        """Give what SHACL and the reasoner see: the hand-kept graphs and the vocabulary."""
        return self._triples(*HAND_KEPT, *_VOCABULARY)

    def vocabulary(self) -> list[ox.Triple]:
        """Give the triples of ``race.ttl`` and of the terms."""
        return self._triples(*_VOCABULARY)

    def _triples(self, *kinds: Kind) -> list[ox.Triple]:
        """Give each triple of some kinds of files once, in file order."""
        return list(dict.fromkeys(t for file in self.of_kind(*kinds) for t in file.all()))

    def quads(self) -> Iterator[ox.Quad]:
        """Give every triple in its graph, the shapes apart; some may come twice."""
        for file in self.files:
            if file.kind is not Kind.SHAPES:
                graph = ox.NamedNode(file.graph)
                for triple in file.all():
                    yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    def ntriples(self) -> bytes:
        """Give the union as sorted N-Triples, each line once."""
        data = ox.serialize(self.union(), format=ox.RdfFormat.N_TRIPLES) or b""
        return b"".join(sorted(set(data.splitlines(keepends=True))))

    def document(self, iri: str) -> CorpusFile | None:
        """Give the file of a document, by the document's IRI."""
        return self._by_graph.get(iri)

    def locate(
        self, subject: Term, predicate: Term | None = None, object: Term | None = None
    ) -> tuple[str, int]:
        """Give the file and line, from 1, that come closest to a statement.

        The exact statement if any file or judgement makes it, else a
        statement with its predicate, else the block that defines the subject
        (given files first, then the one that says what it is), else a place
        that mentions it as an object; ``("", 0)`` if none does.
        """
        if predicate is not None:
            exact = self._stated(subject, predicate, object)
            if exact is not None:
                return exact
            if object is not None and (near := self._stated(subject, predicate)) is not None:
                return near
        files = self._by_subject.get(subject, [])
        for file in files:
            if file.turtle.find_line(subject, TYPE) is not None:
                return file.shown, file.turtle.line_of(subject)
        if files:
            return files[0].shown, files[0].turtle.line_of(subject)
        for file in self.hand_kept():
            for t in file.triples:
                if t.object == subject:
                    return file.shown, file.turtle.line_of(t.subject, t.predicate, t.object)
        return "", 0

    def _stated(
        self, subject: Term, predicate: Term, object: Term | None = None
    ) -> tuple[str, int] | None:
        for file in self._by_subject.get(subject, []):
            line = file.turtle.find_line(subject, predicate, object)
            if line is not None:
                return file.shown, line
        for file, source, added in self._by_added.get((subject, predicate), []):
            if object is None or added == object:
                return file.shown, file.turtle.line_of(source, _OBJECT, added)
        return None

    @cached_property
    def _by_subject(self) -> dict[Term, list[CorpusFile]]:
        found: dict[Term, dict[CorpusFile, None]] = defaultdict(dict)
        for file in self.files:
            for triple in file.triples:
                found[triple.subject][file] = None
        return {subject: list(files) for subject, files in found.items()}

    @cached_property
    def _by_added(self) -> dict[tuple[Term, Term], list[tuple[CorpusFile, Term, Term]]]:
        found: dict[tuple[Term, Term], list[tuple[CorpusFile, Term, Term]]] = defaultdict(list)
        for file in self.files:
            for triple, source in file.added.items():
                found[triple.subject, triple.predicate].append((file, source, triple.object))
        return found

    @cached_property
    def _by_graph(self) -> dict[str, CorpusFile]:
        return {file.graph: file for file in self.files if file.kind is Kind.DOCUMENT}


def read_corpus(
    ontology_dir: Path, graph_dir: Path, given: Sequence[Path] = ()
) -> tuple[Corpus, list[Problem]]:
    """Read all hand-kept files, and what is wrong with each on its own.

    ``given`` are files asked for by path. One that belongs to the folders is
    only marked; one from outside is read in addition, in place of the file
    of the same kind and name. Files that cannot be read are left out and
    told of. Never raises for bad input.
    """
    problems = [
        Problem(shown(folder), 0, "file-missing", "there is no such folder", "check the path")
        for folder in (ontology_dir, graph_dir)
        if not folder.is_dir()
    ]
    asked = {path.resolve(): (path, path.as_posix()) for path in given}
    kinds: dict[Path, Kind] = {}
    wanted = dict(asked)
    for path, kind in [*ontology_files(ontology_dir), *graph_files(graph_dir)]:
        kinds[path.resolve()] = kind
        wanted.setdefault(path.resolve(), (path, shown(path)))
    files: dict[tuple[Kind, str], CorpusFile] = {}
    for resolved, (path, name) in wanted.items():
        known = kinds.get(resolved)
        turtle, found = read_turtle(path, name, strict=known is None or known in HAND_KEPT)
        problems += found
        if turtle is None:
            continue
        kind = known if known is not None else guess_kind(turtle)
        file = make_file(turtle, kind, given=resolved in asked)
        other = files.setdefault((kind, path.stem), file)
        if other is not file and other.given == file.given:
            message = f"{other.shown} has the same name, so the same graph"
            problems.append(Problem(name, 0, "file-name-twice", message, "rename one of them"))
        if kind in HAND_KEPT:
            problems += name_problems(path, name)
    return Corpus(tuple(sorted(files.values(), key=_place))), sorted(problems)


def _place(file: CorpusFile) -> tuple[bool, int, str]:
    return (not file.given, list(Kind).index(file.kind), file.shown)
