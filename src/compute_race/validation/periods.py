"""Dates that do not exist or cannot be, and periods that run backwards or without end.

Partial dates of mixed precision do not compare in SPARQL or SHACL; here the
earliest and latest day of each are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import pyoxigraph as ox

from compute_race.basics.dates import (
    PARTIAL_DATATYPES,
    PartialDate,
    parse_month,
    parse_month_day,
    parse_partial,
)
from compute_race.basics.namespaces import XSD
from compute_race.basics.problems import Problem
from compute_race.dataset.corpus import CorpusFile
from compute_race.sources.syntax import one_line
from compute_race.sources.turtle import Term
from compute_race.validation.facts import Facts, race, value

#: No plan, lease or power contract that this graph is about is longer.
LONGEST_YEARS: Final = 30
_DURATION: Final = re.compile(r"P(?:[0-9]{1,9}[YMD])+")
_YEARS: Final = {"Y": Fraction(1), "M": Fraction(1, 12), "D": Fraction(1, 365)}

_FORMS: Final = {
    XSD + "date": '"2025-02-24"^^xsd:date',
    XSD + "gYearMonth": '"2025-02"^^xsd:gYearMonth',
    XSD + "gYear": '"2025"^^xsd:gYear',
    XSD + "gMonth": '"--12"^^xsd:gMonth',
    XSD + "gMonthDay": '"--06-30"^^xsd:gMonthDay',
}


def impossible_dates(facts: Facts) -> Iterator[Problem]:
    """Dates that no calendar has, such as 30 February, or that are no dates at all."""
    for statements in facts.by_predicate.values():
        for stated in statements:
            term = stated.object
            if not isinstance(term, ox.Literal) or term.datatype.value not in _FORMS:
                continue
            try:
                _parse(term)
            except ValueError as error:
                advice = f"write a day, month or year that exists, as {_FORMS[term.datatype.value]}"
                yield stated.problem("date-impossible", one_line(str(error)), advice)


def _parse(term: ox.Literal) -> None:
    datatype = term.datatype.value
    if datatype in PARTIAL_DATATYPES:
        parse_partial(term.value, datatype)
    elif datatype == XSD + "gMonth":
        parse_month(term.value)
    else:
        parse_month_day(term.value)


def period_order(facts: Facts) -> Iterator[Problem]:
    """Periods whose end lies before their start, however either is read."""
    for claim in facts.claims.values():
        stated = claim.one("periodStart")
        start, end = _partial(stated), _partial(claim.one("periodEnd") if stated else None)
        if start is not None and end is not None and end.latest < start.earliest:
            yield claim.problem(
                "period-order",
                "periodEnd",
                f"ends with {end.text}, before it starts with {start.text}",
                "exchange race:periodStart and race:periodEnd, or correct one",
            )


def quarter_years(facts: Facts) -> Iterator[Problem]:
    """Fiscal quarters of no year, and without the words that print it so.

    A document that prints "the fourth quarter" means the one nearest to its
    day, which the comparison works out; that no year was printed must be seen.
    """
    for claim in facts.claims.values():
        said = claim.one("fiscalYear") or claim.one("periodEnd") or claim.one("periodText")
        if claim.one("fiscalQuarter") is not None and said is None:
            yield claim.problem(
                "quarter-year",
                "fiscalQuarter",
                "has a fiscal quarter of no year",
                'write race:fiscalYear "2025"^^xsd:gYear, or the printed words, race:periodText',
            )


def endless_periods(facts: Facts) -> Iterator[Problem]:
    """Periods longer than any plan, and ends that lie as far behind the document."""
    published = _published(facts)
    advice = 'write the period as printed, such as race:duration "P3Y"^^xsd:duration'
    for claim in facts.claims.values():
        duration = claim.one("duration")
        if isinstance(duration, ox.Literal) and _years(duration.value) > LONGEST_YEARS:
            message = f"lasts {duration.value}, more than {LONGEST_YEARS} years"
            yield claim.problem("period-length", "duration", message, advice)
        for name in ("periodEnd", "fiscalYear"):
            end = _partial(claim.one(name))
            start = _partial(claim.one("periodStart")) or published.get(claim.file)
            if end and start and end.latest.year - start.earliest.year > LONGEST_YEARS:
                message = f"ends with {end.text}, more than {LONGEST_YEARS} years from {start.text}"
                yield claim.problem("period-length", name, message, advice)


def later_announcements(facts: Facts) -> Iterator[Problem]:
    """Days of announcements that come after the document that reports them."""
    published = _published(facts)
    for stated in facts.by_predicate.get(race("announcedOn"), []):
        document, day = published.get(stated.file), _partial(stated.object)
        if document is not None and day is not None and day.earliest > document.latest:
            yield stated.problem(
                "announced-later",
                f"announced on {day.text}, after the document was published on {document.text}",
                "correct race:announcedOn, or race:publishedOn of the document",
            )


def _published(facts: Facts) -> dict[CorpusFile, PartialDate]:
    """Give the date of each document that states a good one of its own."""
    found: dict[CorpusFile, PartialDate] = {}
    for stated in facts.by_predicate.get(race("publishedOn"), []):
        day = _partial(stated.object)
        if day is not None and value(stated.subject) == stated.file.graph:
            found.setdefault(stated.file, day)
    return found


def _years(duration: str) -> Fraction:
    """Give the length of a duration; nothing where SHACL finds it malformed."""
    if not _DURATION.fullmatch(duration):
        return Fraction(0)
    parts = re.findall(r"([0-9]+)([YMD])", duration)
    return sum((int(number) * _YEARS[unit] for number, unit in parts), Fraction(0))


def _partial(term: Term | None) -> PartialDate | None:
    if not isinstance(term, ox.Literal):
        return None
    try:
        return parse_partial(term.value, term.datatype.value)
    except ValueError:
        return None
