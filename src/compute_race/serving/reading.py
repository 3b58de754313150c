"""From a store to a catalogue: all that a service says of entities, read once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from compute_race.answering.lookup import Node, nodes, slug, unit_name
from compute_race.answering.options import PLAN
from compute_race.basics.namespaces import ENT, RACE, RDF, RDFS, SKOS, SRC, UNIT, WD, XSD
from compute_race.dataset.store import Store, Term, select
from compute_race.export.figures import read_figures
from compute_race.serving import terms
from compute_race.serving.entities import MONEY, Catalogue, Entity, Value
from compute_race.serving.terms import SORTS, Sort, read_properties, read_types
from compute_race.wikidata import items
from compute_race.wikidata.items import Item, Statement

#: Under which property of Wikidata a value stands for matching.
_AS_STATEMENTS: Final[Mapping[str, str]] = {
    terms.LEI: items.LEI,
    terms.CIK: items.CIK,
    terms.ISO_CODE: items.ISO_COUNTRY,
    terms.WEBSITE: items.WEBSITE,
    terms.COUNTRY: items.COUNTRY,
}
_NAMES: Final[Mapping[str, str]] = {
    RDFS + "label": terms.NAME,
    SKOS + "altLabel": terms.OTHER_NAME,
    SKOS + "exactMatch": terms.WIKIDATA,
}
_NUMBERS: Final = frozenset(XSD + name for name in ("decimal", "integer"))
_DAYS: Final = frozenset(XSD + name for name in ("date", "gYearMonth", "gYear"))
#: Where a thing lies, the nearest first.
_PLACED: Final = ("headquarteredIn", "locatedIn")

_Values = Mapping[str, tuple[Value, ...]]


def read_catalogue(store: Store, as_of: dt.date) -> Catalogue:
    """Read all entities of a store, with the planned figures in force on a day."""
    starts = f'SELECT DISTINCT ?s {{ ?s a ?class FILTER(STRSTARTS(STR(?s), "{ENT}")) }}'
    subjects = (term for (term,) in select(store, starts).rows)
    found = nodes(store, [term.value for term in subjects if isinstance(term, ox.NamedNode)])
    countries = {iri for iri, node in found.items() if "Country" in node.types}
    values = {iri: _values(node, found, countries) for iri, node in found.items()}
    used = {name: first.sort for of_one in values.values() for name, (first, *_) in of_one.items()}
    types = read_types(store)
    planned = {code: read_figures(store, as_of, PLAN, code, "en") for code in MONEY}
    entities = []
    for iri, node in found.items():
        own = _own_types(node.types, types)
        rows = {code: rows[iri] for code, rows in planned.items() if iri in rows}
        entities.append(
            Entity(
                _item(slug(iri), values[iri]),
                (*own, *sorted(_with_above(node.types, types) - set(own))),
                own,
                values[iri],
                rows,
            )
        )
    name = str(store.describe().get("id", ""))
    return Catalogue(name, entities, types, read_properties(store, used))


def _with_above(names: frozenset[str], types: Mapping[str, terms.Term]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += types[name].broader if name in types else ()
    return found


def _own_types(names: frozenset[str], types: Mapping[str, terms.Term]) -> tuple[str, ...]:
    above = {
        parent
        for name in names
        if name in types
        for parent in _with_above(frozenset(types[name].broader), types)
    }
    return tuple(sorted(names - above))


def _values(node: Node, found: Mapping[str, Node], countries: set[str]) -> _Values:
    kept: dict[str, list[Value]] = defaultdict(list)
    for iri in node.names():
        name = _NAMES.get(iri, iri.removeprefix(RACE) if iri.startswith(RACE) else "")
        if name:
            values = [v for term in node.values(iri) if (v := _value(name, term)) is not None]
            around = [place for one in node.links(name) for place in _places(one, found)]
            kept[name] += sorted(
                values,
                # Of places the nearest first: a city before its country.
                key=lambda value: (value.lang, around.count(ENT + value.text), value.text),
            )
    if node.iri not in countries and (country := _country(node, found, countries)):
        kept[terms.COUNTRY] = [Value(slug(country), "entity")]
    return {name: tuple(dict.fromkeys(values)) for name, values in kept.items() if values}


def _value(name: str, term: Term) -> Value | None:
    if isinstance(term, ox.NamedNode):
        value = _named(term.value)
        is_other_base = name == terms.WIKIDATA and value is not None and value.sort != "item"
        return None if is_other_base else value
    if not isinstance(term, ox.Literal):
        return None
    kind = term.datatype.value
    sort: Sort = "number" if kind in _NUMBERS else "day" if kind in _DAYS else "text"
    return Value(term.value, SORTS.get(name, sort), term.language or "")


def _named(iri: str) -> Value | None:
    """Give what an IRI is the value of; documents are evidence, and no value."""
    if iri.startswith(ENT):
        return Value(slug(iri), "entity")
    if iri.startswith(WD):
        return Value(iri.removeprefix(WD), "item")
    if iri.startswith((SRC, RDF)):
        return None
    return Value(unit_name(iri) if iri.startswith(UNIT) else slug(iri), "text")


def _places(iri: str, found: Mapping[str, Node]) -> tuple[str, ...]:
    """Give the places in which a place lies."""
    return found[iri].links("locatedIn") if iri in found else ()


def _country(node: Node, found: Mapping[str, Node], countries: set[str]) -> str:
    """Give the country of the head office, else of the place, through places between."""
    for relation in _PLACED:
        waiting, seen = list(node.links(relation)), set[str]()
        while waiting:
            place = waiting.pop(0)
            if place in countries:
                return place
            if place not in seen:
                seen.add(place)
                waiting += _places(place, found)
    return ""


def _item(name: str, values: _Values) -> Item:
    others = tuple(value.text for value in values.get(terms.OTHER_NAME, ()))
    return Item(
        name,
        labels={value.lang or items.NAMED: value.text for value in values.get(terms.NAME, ())},
        # Kept by hand as the labels are: they count more than what anybody may add on Wikidata.
        aliases={items.NAMED: others} if others else {},
        statements={
            theirs: tuple(Statement(theirs, value.text) for value in values[ours])
            for ours, theirs in _AS_STATEMENTS.items()
            if ours in values
        },
    )
