"""Revenue of whole years that documents report, with the period resolved as everywhere else.

A figure says its year in days, in a year, or as a fiscal year of the organisation; which days
that means is decided by the rules of ``comparison.periods``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

import pyoxigraph as ox

from compute_race.basics.namespaces import RACE, shorten
from compute_race.comparison.independence import Witnesses
from compute_race.comparison.inheritance import Inheritance
from compute_race.comparison.known import derive_calendar
from compute_race.comparison.periods import Period
from compute_race.comparison.reading import read_records
from compute_race.comparison.records import Claim
from compute_race.dataset.store import Store, select

Bound = Literal["", "at least", "up to", "about"]
#: A year of accounts has 52 or 53 weeks.
_YEAR: Final = range(355, 376)
_CLAIMS: Final = (
    f"?c a <{RACE}Claim> ; <{RACE}measure> <{RACE}revenue> ; <{RACE}modality> <{RACE}reported> ;"
    f" <{RACE}about> ?about ; <{RACE}inDocument> ?document ; <{RACE}unit> ?unit ."
    f" FILTER EXISTS {{ ?c <{RACE}lower>|<{RACE}upper> ?end }}"
)


@dataclass(frozen=True)
class Revenue:
    """A year's revenue as reported: amount, currency (``unit:CCY_USD``), last day, documents.

    ``bound`` says how far the amount is to be trusted: exactly (empty), as one end of what it
    may be, or roughly.
    """

    amount: Decimal
    unit: str
    end: dt.date
    documents: tuple[str, ...]
    bound: Bound = ""


def read_revenue(store: Store) -> Mapping[str, tuple[Revenue, ...]]:
    """Read what documents report of whole years, by the thing's name; ranges are left out."""
    records = read_records(_quads(store))
    witnesses = Witnesses(records.documents)
    inheritance = Inheritance(records, derive_calendar(records, witnesses))
    found: dict[tuple[str, dt.date, str, Decimal, Bound], set[str]] = defaultdict(set)
    for claim in records.claims:
        period, bound = inheritance.period(claim), _bound(claim)
        if claim.currency is None or bound is None or not isinstance(period, Period):
            continue
        if period.first is None or period.last is None:
            continue
        if (period.last - period.first).days in _YEAR:
            told = (period.last, shorten(claim.amount.unit), claim.amount.main, bound)
            found[shorten(claim.about), *told].add(shorten(claim.document))
    by_name: dict[str, list[Revenue]] = defaultdict(list)
    for (name, end, unit, amount, bound), documents in sorted(found.items()):
        by_name[name].append(Revenue(amount, unit, end, tuple(sorted(documents)), bound))
    return {name: tuple(all_of_it) for name, all_of_it in by_name.items()}


def _bound(claim: Claim) -> Bound | None:
    low, high = claim.amount.low, claim.amount.high
    if high is None:
        return "at least"
    if low is None:
        return "up to"
    if low != high:
        return None
    return "about" if claim.approximate else ""


def _quads(store: Store) -> list[ox.Quad]:
    """Give what is said of the claims, of their documents, of whom they are about, and of groups.

    Nothing else is read: an announcement that such a document reports as well dates no year.
    """
    one = (
        f"{{ {_CLAIMS} BIND(?c AS ?s) }} UNION {{ {_CLAIMS} BIND(?document AS ?s) }}"
        f" UNION {{ {_CLAIMS} BIND(?about AS ?s) }}"
        f" UNION {{ {_CLAIMS} ?about <{RACE}group> ?s }}"
    )
    text = f"SELECT DISTINCT ?s ?p ?o WHERE {{ {{ SELECT DISTINCT ?s {{ {one} }} }} ?s ?p ?o }}"
    return [
        ox.Quad(s, p, o)
        for s, p, o in select(store, text).rows
        if isinstance(s, ox.NamedNode) and isinstance(p, ox.NamedNode) and o is not None
    ]
