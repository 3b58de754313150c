"""Things of a built store as small records: one query for many, values by property name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

import pyoxigraph as ox

from compute_race.basics.namespaces import ENT, RACE, RDF, RDFS, SRC, UNIT, expand
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

    def names(self) -> tuple[str, ...]:
        """Give the IRIs of the properties that have a value, sorted."""
        return tuple(sorted(self._values))

    def values(self, predicate: str) -> tuple[Term, ...]:
        """Give the values of a property by its IRI, as they were told."""
        return tuple(self._values.get(predicate, ()))

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


def nodes(store: Store, iris: Iterable[str], only: Iterable[str] = ()) -> dict[str, Node]:
    """Give everything said of some things; a thing nothing is said of has an empty node.

    ``only`` names the properties that are of interest, where not all are: the ontology's by
    their local names, others by IRI.
    """
    wanted = sorted(set(iris))
    if not wanted:
        return {}
    values = " ".join(str(ox.NamedNode(iri)) for iri in wanted)
    names = ", ".join(f"<{name if '://' in name else RACE + name}>" for name in only)
    # A filter: a second table of values would have every label of the store read.
    kept = f"FILTER (?p IN ({names})) " if names else ""
    found = nodes_where(store, f"VALUES ?s {{ {values} }} {kept}")
    return {iri: found.get(iri, Node(iri)) for iri in wanted}


def labels(found: Mapping[str, Node], iris: Iterable[str], lang: str) -> tuple[str, ...]:
    """Give the labels of several things in their order."""
    return tuple(found[iri].label(lang) if iri in found else slug(iri) for iri in iris)


def find_entity(store: Store, name: str) -> str:
    """Turn a slug, a prefixed name or an IRI into the IRI of a thing that exists.

    ``UsageError`` with the nearest known slugs where there is none.
    """
    iri = expand(name)
    if iri.startswith(SRC):
        return find_document(store, name)
    if "://" not in iri:
        iri = ENT + name
    if is_known(store, iri, name):
        return iri
    advice = did_you_mean(slug(iri), entity_slugs(store), "race query lists what there is")
    raise UsageError(f'nothing is called "{name}"', advice)


def find_document(store: Store, name: str) -> str:
    """Turn a document's slug, with or without ``src:``, or its IRI into the IRI.

    ``UsageError`` with the nearest known documents where there is none.
    """
    iri = expand(name)
    if "://" not in iri:
        iri = SRC + name
    if is_known(store, iri, name):
        return iri
    otherwise = "a document has the name of its file in graph/sources"
    advice = did_you_mean(iri.removeprefix(SRC), document_slugs(store), otherwise)
    raise UsageError(f'no document is called "{name}"', advice)


def is_known(store: Store, iri: str, name: str) -> bool:
    """Tell whether a store says of what class a thing is.

    ``UsageError`` for what cannot be an IRI; ``name`` is how it was typed.
    """
    try:
        term = ox.NamedNode(iri)
    except ValueError:
        raise UsageError(f'"{name}" cannot be a slug', "letters, digits and hyphens") from None
    return store.query(f"ASK {{ {term} a ?class }}") is True


def entity_slugs(store: Store) -> list[str]:
    """Give the slugs of all entities."""
    return _below(store, ENT, "?s rdfs:label ?label")


def document_slugs(store: Store) -> list[str]:
    """Give the slugs of all documents."""
    return _below(store, SRC, "{ ?s a race:Document } UNION { ?claim race:inDocument ?s }")


def said_slugs(store: Store, name: str) -> list[str]:
    """Give the names near which a mistyped one of a document or claim may lie.

    They are the claims of the document where that is right (``slug#c01``),
    else all documents; without ``src:``.
    """
    document, is_claim, _ = expand(name).removeprefix(SRC).partition("#")
    known = document_slugs(store)
    if not is_claim or document not in known:
        return known
    return _below(store, SRC, f"?s race:inDocument {ox.NamedNode(SRC + document)}")


def _below(store: Store, namespace: str, pattern: str) -> list[str]:
    text = f'SELECT DISTINCT ?s {{ {pattern} FILTER(STRSTARTS(STR(?s), "{namespace}")) }}'
    rows = select(store, text).rows
    return [t.value.removeprefix(namespace) for (t,) in rows if isinstance(t, ox.NamedNode)]
