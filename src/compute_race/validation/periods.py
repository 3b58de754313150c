"""Dates that do not exist, and periods that run backwards.

Partial dates of mixed precision do not compare in SPARQL or SHACL; here the
earliest and latest day of each are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
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
from compute_race.sources.syntax import one_line
from compute_race.sources.turtle import Term
from compute_race.validation.facts import Facts

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
        start, end = _partial(claim.one("periodStart")), _partial(claim.one("periodEnd"))
        if start is not None and end is not None and end.latest < start.earliest:
            yield claim.problem(
                "period-order",
                "periodEnd",
                f"ends with {end.text}, before it starts with {start.text}",
                "exchange race:periodStart and race:periodEnd, or correct one",
            )


def quarter_years(facts: Facts) -> Iterator[Problem]:
    """Fiscal quarters of no year: neither a fiscal year nor the end of the period is given."""
    for claim in facts.claims.values():
        has_year = claim.one("fiscalYear") or claim.one("periodEnd")
        if claim.one("fiscalQuarter") is not None and has_year is None:
            yield claim.problem(
                "quarter-year",
                "fiscalQuarter",
                "has a fiscal quarter of no year",
                'write race:fiscalYear "2025"^^xsd:gYear, or race:periodEnd',
            )


def _partial(term: Term | None) -> PartialDate | None:
    if not isinstance(term, ox.Literal):
        return None
    try:
        return parse_partial(term.value, term.datatype.value)
    except ValueError:
        return None
