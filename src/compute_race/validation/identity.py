"""Which thing has its block in which file, and what is defined more than once.

One document is one file is one graph; identity has files of its own, and so
have judgements. What may be stated there is the matter of ``belonging``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from compute_race.basics.namespaces import ENT, RACE, SRC
from compute_race.basics.problems import Problem
from compute_race.dataset.corpus import TYPE, CorpusFile, Kind
from compute_race.sources.turtle import Term
from compute_race.validation.facts import Facts, Stated, last_first, short, value


def urls_twice(facts: Facts) -> Iterator[Problem]:
    """Documents with the address of another file's document."""
    documents: dict[Term, dict[CorpusFile, Stated]] = defaultdict(dict)
    for stated in facts.by_predicate.get(ox.NamedNode(RACE + "url"), []):
        if stated.file.kind is Kind.DOCUMENT:
            documents[stated.object].setdefault(stated.file, stated)
    for files in documents.values():
        first, *others = last_first(files.values())
        for other in others:
            yield other.problem(
                "document-url-twice",
                "{}:{} has the same race:url, so it is the same document".format(*first.place),
                f"move the claims of this file to {first.place[0]} and delete this one,"
                " or write the document's own race:url",
            )


def entities_twice(facts: Facts) -> Iterator[Problem]:
    """Entities defined in two files."""
    definitions: dict[Term, dict[CorpusFile, Stated]] = defaultdict(dict)
    for stated in facts.by_predicate.get(TYPE, []):
        if stated.file.kind is Kind.ENTITIES:
            definitions[stated.subject].setdefault(stated.file, stated)
    for entity, files in definitions.items():
        first, *others = last_first(files.values())
        for other in others:
            at = "{}:{}".format(*first.place)
            yield other.problem(
                "entity-twice",
                f"{short(entity)} is already defined at {at}",
                "put both into one block, or choose another id",
            )


def document_blocks(facts: Facts) -> Iterator[Problem]:
    """Document files without their document, or with another one."""
    documents: dict[CorpusFile, list[Term]] = defaultdict(list)
    for file, subject in facts.blocks:
        if _is_document(value(subject)):
            documents[file].append(subject)
    for file in facts.corpus.of_kind(Kind.DOCUMENT):
        own = file.graph
        for subject in documents[file]:
            if value(subject) != own:
                message = f"{short(subject)} is not the document of this file"
                advice = f"write {short(ox.NamedNode(own))}, or rename the file"
                yield _at(file, "document-iri", subject, message, advice)
        if not documents[file]:
            advice = f"begin with {short(ox.NamedNode(own))} a race:Article ;"
            message = "the file does not say what document it is"
            yield file.turtle.problem("document-iri", 1, message, advice)


def misplaced_claims(facts: Facts) -> Iterator[Problem]:
    """Claims outside the file of their document."""
    for file, subject in facts.blocks:
        iri = value(subject)
        if iri.startswith(SRC) and "#" in iri and not iri.startswith(f"{file.graph}#"):
            home = iri.removeprefix(SRC).partition("#")[0]
            message = f"{short(subject)} is a claim of another document's file"
            advice = f"move it to graph/sources/{home}.ttl"
            if file.kind is Kind.DOCUMENT:
                advice += ", or name it :c01, :c02 ..."
            yield _at(file, "claim-misplaced", subject, message, advice)


def misplaced_blocks(facts: Facts) -> Iterator[Problem]:
    """Blocks of something that has no place in this kind of file."""
    for file, subject in facts.blocks:
        iri = value(subject)
        if iri.startswith(SRC) and "#" in iri:
            continue
        match file.kind:
            case Kind.DOCUMENT:
                fits = iri.startswith((ENT, SRC))
                advice = (
                    "a document file holds its document, claims :c01 ... and relations of ent:..."
                )
            case Kind.ENTITIES:
                fits = iri.startswith(ENT)
                advice = "an entities file holds blocks of ent:... only"
            case _:
                # A bare relation is told of by misplaced_relations.
                fits = iri.startswith((f"{file.graph}#", ENT))
                advice = f"name it :some-words, with PREFIX : <{file.graph}#>"
        if not fits:
            message = f"a block of {short(subject)} does not belong here"
            yield _at(file, "block-misplaced", subject, message, advice)


def _is_document(iri: str) -> bool:
    return iri.startswith(SRC) and "#" not in iri


def _at(file: CorpusFile, rule: str, subject: Term, message: str, advice: str) -> Problem:
    line = file.turtle.line_of(subject)
    return Problem(file.shown, line, rule, message, advice, value(subject))
