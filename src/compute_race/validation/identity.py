"""What stands in which file, and what is defined more than once.

One document is one file is one graph; identity has files of its own, and so
have judgements. A statement in the wrong file would lose its witness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import ENT, RACE, RDFS, SKOS, SRC
from compute_race.basics.problems import Problem
from compute_race.dataset.corpus import TYPE, CorpusFile, Kind
from compute_race.sources.turtle import Term
from compute_race.validation.facts import Facts, Stated, last_first, short, value

_NAMING: Final = frozenset(
    {
        TYPE,
        ox.NamedNode(RDFS + "label"),
        ox.NamedNode(SKOS + "altLabel"),
        *(
            ox.NamedNode(RACE + name)
            for name in ("website", "lei", "cik", "isoCode", "identifierNote", "currency")
        ),
    }
)
#: What a file of graph/entities/ may say: who and what something is, and who announced it.
#: What no document states: our judgements, and what the build works out from them.
_JUDGED: Final = {
    **{
        ox.NamedNode(RACE + name): "what supersedes, nests or is of which scope is our judgement"
        " - write a race:Judgement in graph/judgements/, and delete the line here"
        for name in (
            "supersedes",
            "supersededBy",
            "partOf",
            "hasPart",
            "restates",
            "scope",
            "inBloc",
        )
    },
    **{
        ox.NamedNode(RACE + name): "the build works it out - delete the line, and write"
        " race:subsidiaryOf, race:businessUnitOf or race:partOfGroup if the document states one"
        for name in ("group", "announcedByGroup")
    },
}
_IDENTITY: Final = _NAMING | {ox.NamedNode(RACE + n) for n in ("announcedBy", "forInitiative")}


def urls_twice(facts: Facts) -> Iterator[Problem]:
    """Documents with the address of another file's document."""
    documents: dict[Term, dict[CorpusFile, Stated]] = defaultdict(dict)
    for stated in facts.by_predicate.get(ox.NamedNode(RACE + "url"), []):
        if stated.file.kind is Kind.DOCUMENT:
            documents[stated.object].setdefault(stated.file, stated)
    for files in documents.values():
        first, *others = last_first(list(files.values()))
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
        first, *others = last_first(list(files.values()))
        for other in others:
            at = "{}:{}".format(*first.place)
            yield other.problem(
                "entity-twice",
                f"{short(entity)} is already defined at {at}",
                "put both into one block, or choose another id",
            )


def document_blocks(facts: Facts) -> Iterator[Problem]:
    """Document files without their document, or with another one."""
    for file in facts.corpus.of_kind(Kind.DOCUMENT):
        own = file.graph
        subjects = dict.fromkeys(t.subject for t in file.triples)
        documents = [s for s in subjects if _is_document(value(s))]
        for subject in documents:
            if value(subject) != own:
                message = f"{short(subject)} is not the document of this file"
                advice = f"write {short(ox.NamedNode(own))}, or rename the file"
                yield _at(file, "document-iri", subject, message, advice)
        if not documents:
            advice = f"begin with {short(ox.NamedNode(own))} a race:Article ;"
            message = "the file does not say what document it is"
            yield file.turtle.problem("document-iri", 1, message, advice)


def misplaced_claims(facts: Facts) -> Iterator[Problem]:
    """Claims outside the file of their document."""
    for file, subject in _subjects(facts):
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
    for file, subject in _subjects(facts):
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


def misplaced_identity(facts: Facts) -> Iterator[Problem]:
    """Labels, kinds and identifiers of entities outside graph/entities/."""
    for file in facts.corpus.of_kind(Kind.DOCUMENT, Kind.JUDGEMENTS):
        told: set[Term] = set()
        for triple in file.triples:
            if triple.predicate not in _NAMING or triple.subject in told:
                continue
            if value(triple.subject).startswith(ENT):
                told.add(triple.subject)
                stated = Stated(file, triple.subject, triple.predicate, triple.object)
                yield stated.problem(
                    "identity-misplaced",
                    f"{short(triple.predicate)} of {short(triple.subject)} is identity, no report",
                    "move such lines to the entity's block in graph/entities/",
                )


def misplaced_judgements(facts: Facts) -> Iterator[Problem]:
    """Judgements, and derived relations, that a document's file states as if it were reported."""
    for file in facts.corpus.of_kind(Kind.DOCUMENT):
        for triple in file.triples:
            told = _JUDGED.get(triple.predicate)
            if told is not None:
                stated = Stated(file, triple.subject, triple.predicate, triple.object)
                why, advice = told.split(" - ", 1)
                message = f"{short(triple.predicate)} in a document's file: {why}"
                yield stated.problem("judgement-misplaced", message, advice)


def misplaced_relations(facts: Facts) -> Iterator[Problem]:
    """Relations without a witness: in an entities file, or beside the judgements."""
    for file in facts.corpus.of_kind(Kind.ENTITIES, Kind.JUDGEMENTS):
        allowed = _IDENTITY if file.kind is Kind.ENTITIES else _NAMING
        for triple in file.triples:
            is_entity = value(triple.subject).startswith(ENT)
            if is_entity and triple.predicate not in allowed:
                stated = Stated(file, triple.subject, triple.predicate, triple.object)
                yield stated.problem(
                    "relation-misplaced",
                    f"{short(triple.predicate)} needs a document that states it",
                    "move it to that document's file in graph/sources/, or make a race:Judgement",
                )


def _is_document(iri: str) -> bool:
    return iri.startswith(SRC) and "#" not in iri


def _subjects(facts: Facts) -> Iterator[tuple[CorpusFile, Term]]:
    for file in facts.corpus.hand_kept():
        for subject in dict.fromkeys(triple.subject for triple in file.triples):
            yield file, subject


def _at(file: CorpusFile, rule: str, subject: Term, message: str, advice: str) -> Problem:
    line = file.turtle.line_of(subject)
    return Problem(file.shown, line, rule, message, advice, value(subject))
