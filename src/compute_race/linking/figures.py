"""Revenue of whole fiscal years as the organisation itself reports it, claim by claim.

Wikidata's total revenue (P2139) is an exact sum of one year in the currency of the accounts.
A claim of ours is one only where it is reported, exact, not attributed to others, of a whole
fiscal year whose last day is known, not restated since, and not a conversion for convenience.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pyoxigraph as ox

from compute_race.answering.lookup import Node, nodes_where, slug
from compute_race.basics.dates import (
    PARTIAL_DATATYPES,
    PartialDate,
    fiscal_year,
    parse_month_day,
    parse_partial,
)
from compute_race.basics.namespaces import ENT, RACE, UNIT, shorten
from compute_race.dataset.store import Store, select
from compute_race.linking.citing import Citation, Citations, filing

#: A year of accounts has 52 or 53 weeks, and closes near the end of its month.
_YEAR: Final = range(355, 376)
_SLACK: Final = 10
#: Tags that mean revenue of every origin; others do where a filer uses none of these.
_TOTAL: Final = frozenset({"us-gaap:Revenues", "ifrs-full:Revenue"})


@dataclass(frozen=True)
class YearlyRevenue:
    """One year's revenue of a thing; ``filing`` is what to cite where it was filed."""

    subject: str
    amount: Decimal
    unit: str
    end: dt.date
    documents: tuple[str, ...]
    filing: Citation | None = None
    concept: str = ""


@dataclass(frozen=True)
class Unfit:
    """A claim of revenue that is not proposed, and why."""

    subject: str
    claim: str
    reason: str


class Revenues:
    """Reads the claims of revenue, and decides which are of a whole year."""

    def __init__(self, store: Store, citations: Citations) -> None:
        """Keep the store; what is known of years, currencies and filers is read once."""
        self._store, self._citations = store, citations
        self._ends = _pairs(store, f"?s <{RACE}fiscalYearEnd> ?o")
        self._ciks = _pairs(store, f"?s <{RACE}cik> ?o")
        where = f"?s <{RACE}locatedIn> ?place . ?place <{RACE}currency> ?o"
        self._currencies = _pairs(store, where)

    def read(self) -> tuple[list[YearlyRevenue], list[Unfit]]:
        """Give the revenue of whole years by thing and year, and what is none."""
        years: dict[tuple[str, dt.date], list[YearlyRevenue]] = defaultdict(list)
        unfit = []
        pattern = f"?s a <{RACE}Claim> ; <{RACE}measure> <{RACE}revenue> ."
        for iri, node in nodes_where(self._store, pattern).items():
            if not (node.link("about") or "").startswith(ENT):
                continue
            one = self._decide(iri, node)
            if isinstance(one, Unfit):
                unfit.append(one)
            else:
                years[one.subject, one.end].append(one)
        decided = [one for found in years.values() for one in self._agreed(found)]
        fit = [one for one in decided if isinstance(one, YearlyRevenue)]
        unfit += [one for one in decided if isinstance(one, Unfit)]
        return (
            sorted(fit, key=lambda one: (one.subject, one.end)),
            sorted(unfit, key=lambda one: (one.subject, one.claim, one.reason)),
        )

    def filers(self) -> frozenset[str]:
        """Give the things of which a CIK is known."""
        return frozenset(self._ciks)

    def latest_filings(self) -> Mapping[str, tuple[str, Citation]]:
        """Give the CIK of each thing whose filings are imported, and the latest of them."""
        found: dict[str, tuple[str, Citation]] = {}
        for node in nodes_where(self._store, f"?s <{RACE}accessionNumber> ?number .").values():
            subject = shorten(node.link("about") or "")
            cited = self._filing(subject, node)
            if cited is None:
                continue
            newest = found.get(subject)
            if newest is None or _age(newest[1]) < _age(cited):
                found[subject] = (self._ciks[subject][0], cited)
        return found

    def _decide(self, iri: str, node: Node) -> YearlyRevenue | Unfit:
        subject = shorten(node.link("about") or "")
        low, high, unit = node.number("lower"), node.number("upper"), node.link("unit") or ""
        end = self._end(subject, node)
        reason = self._unfit(subject, node, unit)
        if reason:
            return Unfit(subject, shorten(iri), reason)
        if low is None or low != high:
            return Unfit(subject, shorten(iri), "a bound or a range")
        if isinstance(end, str):
            return Unfit(subject, shorten(iri), end)
        documents = tuple(map(shorten, node.links("inDocument")))
        cited, concept = self._filing(subject, node), node.text("concept") or ""
        return YearlyRevenue(subject, low, shorten(unit), end, documents, cited, concept)

    def _unfit(self, subject: str, node: Node, unit: str) -> str:
        modality = slug(node.link("modality") or "")
        if modality != "reported":
            return f"not reported, but {modality}"
        if node.text("approximate") in ("true", "1"):
            return "about so much"
        if not unit.startswith(f"{UNIT}CCY_"):
            return "no sum of money"
        heads = {self._citations.group(shorten(iri)) for iri in node.links("attributedTo")}
        if heads - {self._citations.group(subject)} or (node.text("attribution") and not heads):
            return "others say it"
        if restated := node.text("restatedOn"):
            return f"restated on {restated}"
        if node.text("definition") and not node.text("concept"):
            return "by a definition of its own"
        return ""

    def _end(self, subject: str, node: Node) -> dt.date | str:
        """Give the last day of the whole fiscal year of a claim, or why there is none."""
        if node.text("fiscalQuarter") is not None:
            return "of no whole year"
        start, end = _partial(node, "periodStart"), _partial(node, "periodEnd")
        days = (end.latest - start.earliest).days + 1 if start and end else None
        if start and end and start.is_day and end.is_day and days not in _YEAR:
            return "of no whole year"
        told = self._ends.get(subject) or self._ends.get(self._citations.group(subject))
        ends = parse_month_day(told[0]) if told is not None and len(told) == 1 else None
        year = node.text("fiscalYear")
        if year is not None:
            if end is not None and end.is_day:
                return end.latest
            return fiscal_year(int(year), ends)[1] if ends else "nobody says when its year closes"
        if end is None or days not in _YEAR:
            return "of no whole year"
        if ends is None:
            return "nobody says when its year closes"
        near = [fiscal_year(end.latest.year + more, ends)[1] for more in (0, 1)]
        closes = [day for day in near if abs((day - end.latest).days) <= _SLACK]
        if not closes:
            return "of twelve months that are no fiscal year"
        return end.latest

    def _filing(self, subject: str, node: Node) -> Citation | None:
        accession, filed = node.text("accessionNumber"), node.text("filedOn")
        ciks = self._ciks.get(subject, ())
        if not accession or not filed or len(ciks) != 1:
            return None
        documents = node.links("inDocument")
        return filing(shorten(documents[0]) if documents else "", ciks[0], accession, filed)

    def _agreed(self, found: list[YearlyRevenue]) -> Iterator[YearlyRevenue | Unfit]:
        """Give the one figure of a year, or why there is none."""
        subject, end = found[0].subject, found[0].end
        own = {shorten(unit) for unit in self._currencies.get(subject, ())}
        is_one = len({one.unit for one in found}) == 1
        # What is filed in one currency only is in that of the accounts, wherever its seat is.
        kept = [one for one in found if one.unit in own or (is_one and (one.filing or not own))]
        for one in found:
            if one not in kept:
                money = one.unit.rpartition("_")[2]
                yield Unfit(subject, end.isoformat(), f"in {money}, not known to be its own")
        if not kept:
            return
        found = kept
        total = [one for one in found if one.concept in _TOTAL]
        chosen = total or found
        if len({one.amount for one in chosen}) > 1:
            yield Unfit(subject, end.isoformat(), "our documents disagree")
            return
        documents = tuple(sorted({name for one in chosen for name in one.documents}))
        filings = [one.filing for one in chosen if one.filing is not None]
        newest = max(filings, key=_age, default=None)
        first = chosen[0]
        yield YearlyRevenue(subject, first.amount, first.unit, end, documents, newest)


def _age(cited: Citation) -> tuple[str, str]:
    return cited.published, cited.url


def _partial(node: Node, name: str) -> PartialDate | None:
    for term in node.values(RACE + name):
        if isinstance(term, ox.Literal) and term.datatype.value in PARTIAL_DATATYPES:
            return parse_partial(term.value, term.datatype.value)
    return None


def _pairs(store: Store, pattern: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for subject, value in select(store, f"SELECT DISTINCT ?s ?o WHERE {{ {pattern} }}").rows:
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            found[shorten(subject.value)].add(value.value)
    return {name: tuple(sorted(values)) for name, values in found.items()}
