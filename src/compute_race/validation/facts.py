"""What the closed-world checks look things up in: the corpus, indexed once.

"Closed world" means: what no hand-kept file says does not exist. SHACL cannot
ask that of a name, nor look at a text or compare partial dates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple

import pyoxigraph as ox

from compute_race.basics.namespaces import ENT, OWL, RACE, RDF, SRC, shorten
from compute_race.basics.problems import Problem, Severity
from compute_race.dataset.corpus import TYPE, Corpus, CorpusFile, Kind
from compute_race.sources.syntax import one_line
from compute_race.sources.turtle import Term

PREDICATE: Final = ox.NamedNode(RDF + "predicate")
OBJECT: Final = ox.NamedNode(RDF + "object")


def race(name: str) -> ox.NamedNode:
    """Give a term of the ontology by its local name."""
    return ox.NamedNode(RACE + name)


_FAMILY: Final = race("unitFamily")
#: A number as the shapes have it, of a length that can be reckoned with.
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,59})(?:\.[0-9]{1,18})?")

CLAIM: Final = race("Claim")
RELATIVE_CLAIM: Final = race("RelativeClaim")


class Stated(NamedTuple):
    """One statement of a hand-kept file.

    A judgement states its direct triple too; ``source`` is then the
    judgement, and the statement stands where its ``rdf:object`` is written.
    """

    file: CorpusFile
    subject: Term
    predicate: ox.NamedNode
    object: Term
    source: Term | None = None

    @property
    def place(self) -> tuple[str, int]:
        """Give the file as shown and the line, from 1."""
        if self.source is not None:
            return self.file.shown, self.file.turtle.line_of(self.source, OBJECT, self.object)
        line = self.file.turtle.line_of(self.subject, self.predicate, self.object)
        return self.file.shown, line

    def problem(
        self,
        rule: str,
        message: str,
        advice: str,
        severity: Severity = Severity.VIOLATION,
    ) -> Problem:
        """Make a problem at the statement's line."""
        file, line = self.place
        node = value(self.source if self.source is not None else self.subject)
        return Problem(file, line, rule, message, advice, node, severity)


class Facts:
    """Indexes over one corpus, each made when it is first asked for."""

    def __init__(self, corpus: Corpus) -> None:
        """Keep the corpus; nothing is computed yet."""
        self.corpus = corpus

    @cached_property
    def by_predicate(self) -> dict[Term, list[Stated]]:
        """Every statement of the hand-kept files by predicate, in file order."""
        found: dict[Term, list[Stated]] = defaultdict(list)
        for file in self.corpus.hand_kept():
            for triple in file.triples:
                found[triple.predicate].append(
                    Stated(file, triple.subject, triple.predicate, triple.object)
                )
        return found

    @cached_property
    def blocks(self) -> list[tuple[CorpusFile, Term]]:
        """Every subject of each hand-kept file, once, in file order."""
        return [
            (file, subject)
            for file in self.corpus.hand_kept()
            for subject in dict.fromkeys(triple.subject for triple in file.triples)
        ]

    @cached_property
    def judged(self) -> dict[Term, list[Stated]]:
        """The direct triples of the judgements by predicate, in file order."""
        found: dict[Term, list[Stated]] = defaultdict(list)
        for file in self.corpus.of_kind(Kind.JUDGEMENTS):
            for t, judgement in file.added.items():
                found[t.predicate].append(Stated(file, t.subject, t.predicate, t.object, judgement))
        return found

    def stated(self, *names: str) -> Iterator[Stated]:
        """Give what is said or judged with some race: predicates, in file order."""
        for name in names:
            yield from self.by_predicate.get(race(name), [])
            yield from self.judged.get(race(name), [])

    @cached_property
    def defined(self) -> set[Term]:
        """Entities that an entities file and documents that a document file define."""
        kinds = {Kind.ENTITIES: ENT, Kind.DOCUMENT: SRC}
        return {
            stated.subject
            for stated in self.by_predicate.get(TYPE, [])
            if value(stated.subject).startswith(kinds.get(stated.file.kind, "\0"))
        }

    @cached_property
    def vocabulary(self) -> dict[Term, set[Term]]:
        """Every subject of ``race.ttl`` and the terms, with its types."""
        found: dict[Term, set[Term]] = defaultdict(set)
        for triple in self.corpus.vocabulary():
            found[triple.subject].update([triple.object] if triple.predicate == TYPE else ())
        return found

    @cached_property
    def families(self) -> dict[Term, set[str]]:
        """The families of units of each measure and unit."""
        found: dict[Term, set[str]] = defaultdict(set)
        for triple in self.corpus.vocabulary():
            if triple.predicate == _FAMILY:
                found[triple.subject].add(value(triple.object))
        return found

    def of_type(self, *owl_names: str) -> set[Term]:
        """Give the terms of the vocabulary that are of some OWL types."""
        wanted = {ox.NamedNode(OWL + name) for name in owl_names}
        return {term for term, types in self.vocabulary.items() if types & wanted}

    @cached_property
    def claims(self) -> dict[Term, Claim]:
        """Every claim of a document file, in file order."""
        found: dict[Term, Claim] = {}
        for file in self.corpus.of_kind(Kind.DOCUMENT):
            for triple in file.triples:
                if triple.predicate == TYPE and triple.object in (CLAIM, RELATIVE_CLAIM):
                    found.setdefault(triple.subject, Claim(file, triple.subject, {}))
            for triple in file.triples:
                claim = found.get(triple.subject)
                if claim is not None and claim.file is file:
                    claim.values.setdefault(triple.predicate.value, []).append(triple.object)
        return found


@dataclass(frozen=True, eq=False)
class Claim:
    """A claim with its values by predicate IRI."""

    file: CorpusFile
    iri: Term
    values: dict[str, list[Term]]

    @property
    def name(self) -> str:
        """Give the claim's name as its file writes it, such as ``c03``."""
        return value(self.iri).rpartition("#")[2]

    def all(self, name: str) -> list[Term]:
        """Give all values of a race: property."""
        return self.values.get(RACE + name, [])

    def one(self, name: str) -> Term | None:
        """Give the first value of a race: property; SHACL sees to it that it is the only one."""
        found = self.all(name)
        return found[0] if found else None

    def integer(self, name: str) -> int | None:
        """Give an integer value, or ``None`` where there is none (SHACL reports a bad one)."""
        found = self.one(name)
        if isinstance(found, ox.Literal) and re.fullmatch("[0-9]{1,60}", found.value):
            return int(found.value)
        return None

    def number(self, name: str) -> Decimal | None:
        """Give a number, or ``None`` where there is none (SHACL reports a bad one)."""
        found = self.one(name)
        if isinstance(found, ox.Literal) and _NUMBER.fullmatch(found.value):
            return Decimal(found.value)
        return None

    def problem(
        self,
        rule: str,
        at: str,
        message: str,
        advice: str,
        severity: Severity = Severity.VIOLATION,
    ) -> Problem:
        """Make a problem at the line of the claim's race: property ``at``."""
        line = self.file.turtle.line_of(self.iri, race(at), self.one(at))
        text = f"{self.name} {message}"
        return Problem(self.file.shown, line, rule, text, advice, value(self.iri), severity)


def value(term: Term) -> str:
    """Give the IRI of a node or the text of a literal."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def short(term: Term) -> str:
    """Write an IRI with its prefix, for messages; a claim's with its document."""
    iri = value(term)
    if isinstance(term, ox.Literal):
        return one_line(f'"{iri[:40]}"')
    written = shorten(iri)
    return one_line(f"<{iri}>" if written == iri else written)


def last_first(statements: Collection[Stated]) -> list[Stated]:
    """Sort statements so that what was given by path, or stands later, comes last."""
    if len(statements) < 2:
        # Nearly always so, and a line is dear: its whole file has to be walked for it.
        return list(statements)
    return sorted(statements, key=lambda stated: (stated.file.given, *stated.place))
