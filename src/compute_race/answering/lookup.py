"""Things of a built store as small records: one query for many, values by property name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

import pyoxigraph as ox

from compute_race.basics.namespaces import ENT, RACE, RDF, RDFS, UNIT, expand
from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.dataset.store import Store, Term, select


class Node:
    """What a store says of one thing. Names without a prefix are the ontology's properties."""

    def __init__(self, iri: str) -> None:
        """Start without any statement."""
        self.iri = iri
        self._values: dict[str, list[Term]] = {}

    def add(self, predicate: str, value: Term) -> None:
        """Take one more statement."""
        self._values.setdefault(predicate, []).append(value)

    def links(self, name: str) -> tuple[str, ...]:
        """Give the IRIs that are values of a property, sorted, each once."""
        values = self._values.get(RACE + name, ())
        return tuple(sorted({v.value for v in values if isinstance(v, ox.NamedNode)}))

    def link(self, name: str) -> str | None:
        """Give the first IRI of a property, or ``None``."""
        found = self.links(name)
        return found[0] if found else None

    def texts(self, name: str) -> tuple[str, ...]:
        """Give the lexical forms of a property's literals, sorted, each once."""
        values = self._values.get(RACE + name, ())
        return tuple(sorted({v.value for v in values if isinstance(v, ox.Literal)}))

    def text(self, name: str) -> str | None:
        """Give the first lexical form of a property, or ``None``."""
        found = self.texts(name)
        return found[0] if found else None

    def number(self, name: str) -> Decimal | None:
        """Give a property as an exact number, or ``None``."""
        found = self.text(name)
        return None if found is None else Decimal(found)

    def day(self, name: str) -> dt.date | None:
        """Give a property that is a day, or ``None``."""
        found = self.text(name)
        return None if found is None else dt.date.fromisoformat(found)

    def label(self, lang: str) -> str:
        """Give the label in a language, else in English, else in any, else the local name."""
        labels = {
            v.language or "": v.value
            for v in self._values.get(RDFS + "label", ())
            if isinstance(v, ox.Literal)
        }
        for key in (lang, "en", *sorted(labels)):
            if key in labels:
                return labels[key]
        return slug(self.iri)

    @property
    def types(self) -> frozenset[str]:
        """Give the local names of the ontology classes the thing belongs to."""
        return frozenset(
            v.value.removeprefix(RACE)
            for v in self._values.get(RDF + "type", ())
            if isinstance(v, ox.NamedNode)
        )


def slug(iri: str) -> str:
    """Give the part of an IRI that people type: the local name of an entity or term."""
    for namespace in (ENT, RACE):
        if iri.startswith(namespace):
            return iri[len(namespace) :]
    return iri.rpartition("/")[2]


def unit_name(iri: str) -> str:
    """Give what people call a unit: the ISO code of a currency, else the local name."""
    if iri.startswith(UNIT + "CCY_"):
        return iri.removeprefix(UNIT + "CCY_")
    return iri.removeprefix(UNIT).removeprefix(RACE)


def nodes_where(store: Store, pattern: str) -> dict[str, Node]:
    """Give everything said of each ``?s`` that fits a SPARQL group pattern.

    ``pattern`` is written by the program, with terms that it serialised.
    """
    found: dict[str, Node] = {}
    rows = select(store, f"SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} ?s ?p ?o }}").rows
    for subject, predicate, value in rows:
        if isinstance(subject, ox.NamedNode) and isinstance(predicate, ox.NamedNode) and value:
            found.setdefault(subject.value, Node(subject.value)).add(predicate.value, value)
    return dict(sorted(found.items()))


def nodes(store: Store, iris: Iterable[str]) -> dict[str, Node]:
    """Give everything said of some things; a thing nothing is said of has an empty node."""
    wanted = sorted(set(iris))
    if not wanted:
        return {}
    values = " ".join(str(ox.NamedNode(iri)) for iri in wanted)
    found = nodes_where(store, f"VALUES ?s {{ {values} }}")
    return {iri: found.get(iri, Node(iri)) for iri in wanted}


def labels(found: Mapping[str, Node], iris: Iterable[str], lang: str) -> tuple[str, ...]:
    """Give the labels of several things in their order."""
    return tuple(found[iri].label(lang) if iri in found else slug(iri) for iri in iris)


def find_entity(store: Store, name: str) -> str:
    """Turn a slug, a prefixed name or an IRI into the IRI of an entity that exists.

    ``UsageError`` with the nearest known slugs where there is none.
    """
    iri = expand(name)
    if "://" not in iri:
        iri = ENT + name
    try:
        term = str(ox.NamedNode(iri))
    except ValueError:
        raise UsageError(f'"{name}" cannot be a slug', "letters, digits and hyphens") from None
    if store.query(f"ASK {{ {term} a ?class }}") is True:
        return iri
    known = select(
        store,
        f'SELECT DISTINCT ?s WHERE {{ ?s rdfs:label ?l FILTER(STRSTARTS(STR(?s), "{ENT}")) }}',
    ).rows
    names = [slug(term.value) for (term,) in known if isinstance(term, ox.NamedNode)]
    raise UsageError(
        f'nothing is called "{name}"', did_you_mean(slug(iri), names, "race show SLUG")
    )
