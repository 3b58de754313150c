"""What we say of linked things that Wikidata says too: relations and yearly revenue."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import RACE, SRC, shorten
from compute_race.dataset.store import Store, select

#: Relations by what they are called here: (predicate, whether the thing is the object of it).
_RELATIONS: Final = {
    "parent": (("subsidiaryOf", False), ("businessUnitOf", False)),
    "subsidiary": (("subsidiaryOf", True), ("businessUnitOf", True)),
    "head office": (("headquarteredIn", False),),
}
#: A year of accounts has 52 or 53 weeks.
_YEAR: Final = range(355, 376)


@dataclass(frozen=True)
class Revenue:
    """A year's revenue as reported: amount, currency (``unit:CCY_USD``), last day, documents."""

    amount: Decimal
    unit: str
    end: dt.date
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """What our documents say of one thing: related things by relation, with their documents."""

    related: Mapping[str, Mapping[str, tuple[str, ...]]]
    revenue: tuple[Revenue, ...]


def read_said(store: Store) -> Mapping[str, Said]:
    """Read what all documents say, by the thing's name (``ent:alphabet``)."""
    related: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(set))
    )
    for what, relations in _RELATIONS.items():
        for predicate, is_inverse in relations:
            for subject, other, document in _stated(store, predicate):
                one, two = (other, subject) if is_inverse else (subject, other)
                related[one][what][two].add(document)
    revenue = _revenue(store)
    return {
        name: Said(
            {
                what: {other: tuple(sorted(found)) for other, found in sorted(others.items())}
                for what, others in related[name].items()
            },
            revenue.get(name, ()),
        )
        for name in sorted({*related, *revenue})
    }


def _stated(store: Store, predicate: str) -> list[tuple[str, str, str]]:
    text = (
        f"SELECT DISTINCT ?s ?o ?g WHERE {{ GRAPH ?g {{ ?s <{RACE}{predicate}> ?o }}"
        f' FILTER(STRSTARTS(STR(?g), "{SRC}")) }}'
    )
    return [
        (shorten(s.value), shorten(o.value), shorten(g.value))
        for s, o, g in select(store, text).rows
        if isinstance(s, ox.NamedNode)
        and isinstance(o, ox.NamedNode)
        and isinstance(g, ox.NamedNode)
    ]


def _revenue(store: Store) -> Mapping[str, tuple[Revenue, ...]]:
    """Give reported revenue of whole years: figures that are exact and have both days."""
    text = f"""
    SELECT DISTINCT ?about ?low ?unit ?first ?last ?document WHERE {{
      {{ ?v a <{RACE}PreferredValue> ; <{RACE}about> ?about ; <{RACE}measure> <{RACE}revenue> ;
         <{RACE}modality> <{RACE}reported> ; <{RACE}statedLow> ?low ; <{RACE}statedHigh> ?low ;
         <{RACE}statedUnit> ?unit ; <{RACE}firstDay> ?first ; <{RACE}lastDay> ?last ;
         <{RACE}agreeingDocument> ?document }}
      UNION
      {{ ?v a <{RACE}Claim> ; <{RACE}about> ?about ; <{RACE}measure> <{RACE}revenue> ;
         <{RACE}modality> <{RACE}reported> ; <{RACE}lower> ?low ; <{RACE}upper> ?low ;
         <{RACE}unit> ?unit ; <{RACE}periodStart> ?first ; <{RACE}periodEnd> ?last ;
         <{RACE}inDocument> ?document }}
    }}"""
    found: dict[tuple[str, Decimal, str, dt.date], set[str]] = defaultdict(set)
    for about, low, unit, first, last, document in select(store, text).rows:
        start, end = _day(first), _day(last)
        if start is None or end is None or (end - start).days not in _YEAR:
            continue
        named = (about, unit, document)
        names = [shorten(term.value) for term in named if isinstance(term, ox.NamedNode)]
        if len(names) == 3 and isinstance(low, ox.Literal):
            found[names[0], Decimal(low.value), names[1], end].add(names[2])
    by_name: dict[str, list[Revenue]] = defaultdict(list)
    for (name, amount, currency, end), documents in sorted(found.items()):
        by_name[name].append(Revenue(amount, currency, end, tuple(sorted(documents))))
    return {name: tuple(found) for name, found in by_name.items()}


def _day(term: object) -> dt.date | None:
    # A period of the store may be a year or a month: then it has no day.
    if not isinstance(term, ox.Literal) or len(term.value) != len("2025-06-30"):
        return None
    return dt.date.fromisoformat(term.value)
