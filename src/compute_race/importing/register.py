"""The hand-kept register: which entity a name or identifier of a data set means.

Rules, in this order:

1. an identifier (CIK, LEI) decides, and one that nobody has decides nothing;
2. a name means an entity whose label or other name is the same, compared without case,
   accents, punctuation and legal forms ("Meta Platforms, Inc." is "meta platforms");
3. a name that two entities have means neither;
4. nothing is ever guessed: names that are merely near are listed as candidates for a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from compute_race.basics.namespaces import ENT, RACE, RDF, RDFS, SKOS
from compute_race.basics.problems import UsageError

_TYPE: Final = RDF + "type"
_SUBCLASS: Final = RDFS + "subClassOf"
_NAMES: Final = frozenset({RDFS + "label", SKOS + "altLabel"})
_IDENTIFIERS: Final = {RACE + "cik": "cik", RACE + "lei": "lei"}
_COUNTRY_CODE: Final = RACE + "isoCode"
#: How alike a name must be to be a candidate, of 100; how many names at most may share a word
#: that tells something; how many candidates are listed.
_ALIKE: Final = 88
_TELLING: Final = 20
_CANDIDATES: Final = 3
#: Words that tell nothing of who it is.
_COMMON: Final = frozenset(
    [
        *("ai", "and", "artificial", "at", "business", "capital", "center", "centre", "cloud"),
        *("computing", "daily", "data", "de", "en", "for", "global", "group", "high", "in"),
        *("information", "institute", "intelligence", "international", "lab", "laboratories"),
        *("laboratory", "labs", "media", "national", "new", "news", "of", "one", "research"),
        *("school", "science", "sciences", "state", "technologies", "technology", "the", "times"),
        *("united", "university"),
    ]
)
_LEGAL_FORMS: Final = frozenset(
    [
        *("ab", "ag", "asa", "as", "bv", "co", "company", "corp", "corporation", "gmbh", "inc"),
        *("incorporated", "kk", "kg", "limited", "llc", "llp", "lp", "ltd", "nv", "oy", "plc"),
        *("pte", "pty", "sa", "sarl", "sas", "se", "spa", "srl"),
    ]
)
_WORD: Final = re.compile(r"\w+")
#: The points of an abbreviation: "S.A." is "SA", "U.S." is "US"; "x.ai" is none.
_POINT: Final = re.compile(r"(?<=\b\w)\.(?=\w\b)")


@dataclass(frozen=True)
class Resolved:
    """An entity of the register, by its IRI."""

    iri: str


@dataclass(frozen=True)
class Unresolved:
    """A name that means no entity of the register; ``candidates`` are slugs, nearest first."""

    name: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entity:
    """What the register knows of an entity."""

    iri: str
    classes: frozenset[str]
    names: tuple[str, ...]


class Register:
    """Entities by name and identifier.

    ``triples`` are those it was made of, entities and vocabulary: what a check of an
    imported graph has to know beside the graph.
    """

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        """Take the triples of ``graph/entities`` and of the vocabulary."""
        self.triples = tuple(triples)
        self._by_name: dict[str, list[Entity]] = defaultdict(list)
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._by_identifier: dict[tuple[str, str], str] = {}
        self._classes = _with_parents(self.triples)
        for entity in self._entities():
            for name in dict.fromkeys(map(plain_name, entity.names)):
                self._by_name[name].append(entity)
                for word in name.split():
                    self._by_word[word].add(name)

    @classmethod
    def read(cls, ontology: Path, graph: Path) -> Register:
        """Read ``ontology/race.ttl``, ``ontology/terms`` and ``graph/entities``."""
        files = [ontology / "race.ttl", *sorted((ontology / "terms").glob("*.ttl"))]
        files += sorted((graph / "entities").glob("*.ttl"))
        return cls(triple for path in files for triple in _parse(path))

    def resolve(
        self,
        name: str,
        *,
        cik: str | None = None,
        lei: str | None = None,
        kinds: Sequence[str] = ("Organization",),
        near: bool = True,
    ) -> Resolved | Unresolved:
        """Say which entity of some classes (local names, with their subclasses) is meant.

        ``near`` asks for the names that are nearest as well where none is the same.
        """
        for scheme, value in (("cik", cik), ("lei", lei)):
            if value and (iri := self._by_identifier.get((scheme, value))) is not None:
                return Resolved(iri)
        same = [
            entity
            for entity in self._by_name.get(plain_name(name), ())
            if not entity.classes.isdisjoint(kinds)
        ]
        if len(same) == 1:
            return Resolved(same[0].iri)
        if same:
            return Unresolved(name, tuple(sorted(_slug(entity) for entity in same)))
        return Unresolved(name, self._near(plain_name(name), kinds) if near else ())

    def filer(self, cik: str) -> Resolved | None:
        """Say whose CIK (ten digits) it is; a name decides nothing here."""
        iri = self._by_identifier.get(("cik", cik))
        return Resolved(iri) if iri else None

    def country(self, name: str) -> Resolved | Unresolved:
        """Say which country a name or ISO 3166 code means."""
        iri = self._by_identifier.get(("iso", name))
        return Resolved(iri) if iri else self.resolve(name, kinds=("Country",))

    def _near(self, name: str, kinds: Sequence[str]) -> tuple[str, ...]:
        """Give who shares a telling word with a name, or is spelt nearly like it."""
        shared = {
            key
            for word in set(name.split()) - _COMMON
            if len(keys := self._by_word.get(word, ())) <= _TELLING
            for key in keys
        }
        alike = process.extract(
            name, self._by_name.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_CANDIDATES
        )
        keys = shared.union(key for key, _, _ in alike)
        ranked = sorted(
            (-fuzz.token_sort_ratio(name, key), _slug(entity))
            for key in keys
            for entity in self._by_name[key]
            if not entity.classes.isdisjoint(kinds)
        )
        return tuple(dict.fromkeys(slug for _, slug in ranked))[:_CANDIDATES]

    def _entities(self) -> Iterable[Entity]:
        classes: dict[str, set[str]] = defaultdict(set)
        names: dict[str, list[str]] = defaultdict(list)
        codes: dict[str, str] = {}
        for triple in self.triples:
            if not isinstance(triple.subject, ox.NamedNode):
                continue
            subject, predicate = triple.subject.value, triple.predicate.value
            if not subject.startswith(ENT):
                continue
            if predicate == _TYPE and isinstance(triple.object, ox.NamedNode):
                classes[subject] |= self._classes.get(triple.object.value, frozenset())
            elif isinstance(triple.object, ox.Literal):
                if predicate in _NAMES:
                    names[subject].append(triple.object.value)
                elif predicate in _IDENTIFIERS:
                    self._by_identifier[_IDENTIFIERS[predicate], triple.object.value] = subject
                elif predicate == _COUNTRY_CODE:
                    codes[subject] = triple.object.value
        for iri in sorted(iri for iri in classes if "Announcement" not in classes[iri]):
            if iri in codes and "Country" in classes[iri]:
                self._by_identifier["iso", codes[iri]] = iri
            yield Entity(iri, frozenset(classes[iri]), tuple(names[iri]))


@cache
def plain_name(name: str) -> str:
    """Give a name without case, accents, punctuation, and legal forms at its end."""
    text = _POINT.sub("", name.casefold()).replace("&", " and ")
    text = unicodedata.normalize("NFKD", text)
    words = _WORD.findall("".join(c for c in text if not unicodedata.combining(c)))
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _LEGAL_FORMS:
        kept.pop()
    return " ".join(kept)


def _with_parents(triples: Iterable[ox.Triple]) -> dict[str, frozenset[str]]:
    """Give, for each class of the vocabulary, the local names of itself and all above it."""
    parents: dict[str, set[str]] = defaultdict(set)
    for triple in triples:
        subject, above = triple.subject, triple.object
        if triple.predicate.value == _SUBCLASS and isinstance(subject, ox.NamedNode):
            if isinstance(above, ox.NamedNode):
                parents[subject.value].add(above.value)
        elif triple.predicate.value == _TYPE and isinstance(above, ox.NamedNode):
            parents.setdefault(above.value, set())

    def closure(cls: str) -> set[str]:
        return {cls}.union(*(closure(parent) for parent in parents.get(cls, ())))

    return {
        cls: frozenset(found.removeprefix(RACE) for found in closure(cls)) for cls in list(parents)
    }


def _parse(path: Path) -> list[ox.Triple]:
    try:
        # Blank nodes of OWL's restrictions are of no use here.
        return [
            ox.Triple(quad.subject, quad.predicate, quad.object)
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
            if not isinstance(quad.subject, ox.BlankNode)
            and not isinstance(quad.object, ox.BlankNode)
        ]
    except (OSError, SyntaxError) as error:
        raise UsageError(f"{path} cannot be read: {error}", "run: race check") from None


def _slug(entity: Entity) -> str:
    return entity.iri.removeprefix(ENT)
