"""What period a figure covers, as days and years, and on what that rests.

Rules, in this order, the first that applies:

1. a stated duration wins over dates somebody derived ("next three years" is
   three, though 2025 to 2028 read inclusively is four); it runs from the stated
   start, else back from the stated end, else from the day of the announcement;
2. a fiscal year or quarter goes through the organisation's own calendar; where that is
   not known, through its stated days;
3. a length that closed in a month without a year ("third fiscal quarter,
   closed end of December") is the latest such one before the document;
4. a quarter without a year ("in the fourth quarter") is, for a figure that was
   counted, the latest such one that had closed when the document was known;
   for a figure ahead, the first such one that had not;
5. a stated start and end, both included;
6. what has only one end, or only words, has no period that can be compared.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from compute_race.basics.dates import Span, add_span, fiscal_year, months_between
from compute_race.comparison.records import StatedPeriod

QUARTER = Span(months=3)


@dataclass(frozen=True)
class Period:
    """A resolved period: first and last day (absent for a bare length), length in years.

    ``basis`` names the rule: ``duration``, ``fiscal-year``, ``fiscal-quarter``,
    ``month-before-document``, ``quarter-by-document`` or ``dates``.
    """

    years: Fraction
    first: dt.date | None
    last: dt.date | None
    basis: str

    def same_as(self, other: Period) -> bool:
        """Tell whether two periods agree: in length where either is a bare length, else in days."""
        if "duration" in (self.basis, other.basis):
            return self.years == other.years
        return (self.first, self.last) == (other.first, other.last)


@dataclass(frozen=True)
class NoPeriod:
    """Why a figure has no period that can be compared (a code of ``explain``'s table)."""

    reason: str


def resolve(
    stated: StatedPeriod,
    *,
    announced: dt.date | None,
    known: dt.date | None,
    fiscal_end: tuple[int, int] | None,
    ahead: bool = False,
) -> Period | NoPeriod:
    """Resolve a stated period.

    ``announced`` is the day of the announcement, ``known`` the day from which
    the document counts as known, ``fiscal_end`` the month and day on which the
    organisation's year closes; each may be absent. ``ahead`` tells a figure that
    is meant to come from one that was counted.
    """
    if stated.duration is not None and stated.end_month is None:
        return _length(stated, stated.duration, announced)
    if stated.fiscal_year is not None:
        found = _fiscal(stated.fiscal_year, stated.fiscal_quarter, fiscal_end)
        if isinstance(found, Period) or stated.start is None or stated.end is None:
            return found
    if stated.end_month is not None:
        return _before(stated.end_month, stated.duration or _quarter(stated), known)
    if stated.fiscal_quarter is not None and stated.start is None and stated.end is None:
        return _nearest(stated.fiscal_quarter, fiscal_end, known, ahead=ahead)
    if stated.start is not None and stated.end is not None:
        first, last = stated.start.earliest, stated.end.latest
        if last < first:
            return NoPeriod("period-reversed")
        return Period(months_between(first, last) / 12, first, last, "dates")
    if stated.end is not None:
        return NoPeriod("period-without-start")
    if stated.start is not None:
        return NoPeriod("period-without-end")
    return NoPeriod("period-in-words" if stated.is_stated else "period-not-stated")


def _fiscal(year: int, quarter: int | None, ends: tuple[int, int] | None) -> Period | NoPeriod:
    if ends is None:
        return NoPeriod("fiscal-year-unknown")
    first, last = fiscal_year(year, ends)
    if quarter is None:
        return Period(Fraction(1), first, last, "fiscal-year")
    start = first
    for _ in range(quarter - 1):
        start = add_span(start, QUARTER) + dt.timedelta(days=1)
    return Period(Fraction(1, 4), start, add_span(start, QUARTER), "fiscal-quarter")


def _nearest(
    quarter: int, ends: tuple[int, int] | None, known: dt.date | None, *, ahead: bool
) -> Period | NoPeriod:
    """Find the last such quarter closed by ``known``, or the first that was not."""
    if known is None:
        return NoPeriod("period-without-year")
    found = [_fiscal(year, quarter, ends) for year in range(known.year - 1, known.year + 3)]
    spans = [span for span in found if isinstance(span, Period) and span.last is not None]
    if not spans:
        return found[0]
    closed = [span for span in spans if span.last is not None and span.last <= known]
    chosen = spans[len(closed)] if ahead else closed[-1]
    return Period(chosen.years, chosen.first, chosen.last, "quarter-by-document")


def _quarter(stated: StatedPeriod) -> Span | None:
    return QUARTER if stated.fiscal_quarter is not None else None


def _length(stated: StatedPeriod, length: Span, announced: dt.date | None) -> Period:
    if stated.start is not None:
        first = stated.start.earliest
        return Period(length.years, first, add_span(first, length), "dates")
    if stated.end is not None:
        last = stated.end.latest
        return Period(length.years, _begin(last, length), last, "dates")
    last_day = add_span(announced, length) if announced else None
    return Period(length.years, announced, last_day, "duration")


def _before(month: int, length: Span | None, known: dt.date | None) -> Period | NoPeriod:
    """Find the latest span of that length that closes in ``month`` and ended by ``known``."""
    if length is None:
        return NoPeriod("period-without-start")
    if known is None:
        return NoPeriod("period-without-year")
    last = _month_end(known.year, month)
    if last > known:
        last = _month_end(known.year - 1, month)
    return Period(length.years, _begin(last, length), last, "month-before-document")


def _begin(last: dt.date, length: Span) -> dt.date:
    """Give the first day of a span of whole months and days that ends on ``last``."""
    after = last + dt.timedelta(days=1) - dt.timedelta(days=length.days)
    year, month = divmod(after.year * 12 + after.month - 1 - length.months, 12)
    day = min(after.day, calendar.monthrange(year, month + 1)[1])
    return dt.date(year, month + 1, day)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
