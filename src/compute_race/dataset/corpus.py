"""All hand-kept files as one dataset, each in its named graph.

Reads ``ontology/`` and ``graph/``. What is implicit in the files is added
here and nowhere else: a claim's document (from the file it stands in), and
the direct triple that a judgement makes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
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
            for wanted in dict.fromkeys((object, None)):
                if (place := next(self.stated(subject, predicate, wanted), None)) is not None:
                    return place
        files = self.about(subject)
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

    def stated(
        self, subject: Term, predicate: Term, object: Term | None = None
    ) -> Iterator[tuple[str, int]]:
        """Give file and line of each file or judgement that makes a statement.

        Without an object it is any statement with the predicate, and of each
        file the first such.
        """
        own: set[CorpusFile] = set()
        for file in self.about(subject):
            line = file.turtle.find_line(subject, predicate, object)
            if line is not None:
                own.add(file)
                yield file.shown, line
        for file, source, added in self._by_added.get((subject, predicate), []):
            if file not in own and (object is None or added == object):
                yield file.shown, file.turtle.line_of(source, _OBJECT, added)

    def about(self, subject: Term) -> list[CorpusFile]:
        """Give the files that have a block of something, in order."""
        return self._by_subject.get(subject, [])

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
    ontology_dir: Path,
    graph_dir: Path,
    given: Sequence[Path] = (),
    *,
    documents: Collection[str] | None = None,
) -> tuple[Corpus, list[Problem]]:
    """Read all hand-kept files, and what is wrong with each on its own.

    ``given`` are files asked for by path. One that belongs to the folders is
    only marked; one from outside is read in addition, in place of the file
    of the same kind and name. With ``documents``, names (stems) of documents'
    files, only these are read with what documents rest on: vocabulary and
    entities. Files that cannot be read are left out and told of. Never raises
    for bad input.
    """
    problems = [
        Problem(shown(folder), 0, "file-missing", "there is no such folder", "check the path")
        for folder in (ontology_dir, graph_dir)
        if not folder.is_dir()
    ]
    asked = {path.resolve(): (path, path.as_posix()) for path in given}
    kinds: dict[Path, Kind] = {}
    wanted = dict(asked)
    folders: dict[Path, tuple[Path, Path]] = {}
    for path, kind in [*ontology_files(ontology_dir), *graph_files(graph_dir)]:
        if documents is not None and not _rests_on(path, kind, documents):
            continue
        # Resolving a path asks the system for each of its parts: once for each folder will do.
        if path.parent not in folders:
            folders[path.parent] = path.parent.resolve(), Path(shown(path.parent))
        folder, folder_shown = folders[path.parent]
        resolved = path.resolve() if path.is_symlink() else folder / path.name
        kinds[resolved] = kind
        wanted.setdefault(resolved, (path, (folder_shown / path.name).as_posix()))
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


def _rests_on(path: Path, kind: Kind, documents: Collection[str]) -> bool:
    """Tell whether a file is one of some documents, or one that documents rest on."""
    return path.stem in documents if kind is Kind.DOCUMENT else kind is not Kind.JUDGEMENTS


def _place(file: CorpusFile) -> tuple[bool, int, str]:
    return (not file.given, list(Kind).index(file.kind), file.shown)
