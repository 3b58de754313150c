"""Partial dates and durations, as printed and as days.

A source that says "February 2025" knows less than one that says "24 February
2025". The stated form is kept with its precision; what is compared is always
the earliest and the latest day it can mean, because values of mixed precision
do not compare in SPARQL and are treated differently by each SHACL engine.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from compute_race.basics.namespaces import XSD

Precision = Literal["year", "month", "day"]

_PATTERNS: Final[dict[str, tuple[Precision, re.Pattern[str]]]] = {
    XSD + "gYear": ("year", re.compile(r"([0-9]{4})")),
    XSD + "gYearMonth": ("month", re.compile(r"([0-9]{4})-([0-9]{2})")),
    XSD + "date": ("day", re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")),
}

#: Datatypes a partial date may have, most precise last.
PARTIAL_DATATYPES: Final = tuple(_PATTERNS)

#: No plan is longer; a slip of the keyboard is.
LONGEST_YEARS: Final = 100

_DURATION: Final = re.compile(r"P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?")
_MONTH_DAY: Final = re.compile(r"--([0-9]{2})-([0-9]{2})")
_MONTH: Final = re.compile(r"--([0-9]{2})")


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day.

    Ordered by earliest, then latest day. ``text`` is the lexical form as
    stated, without a datatype.
    """

    earliest: dt.date
    latest: dt.date
    text: str
    precision: Precision

    @property
    def is_day(self) -> bool:
        """Tell whether the date is known to the day."""
        return self.precision == "day"


def parse_partial(lexical: str, datatype: str) -> PartialDate:
    """Read a partial date from its lexical form and datatype IRI.

    Raises ``ValueError`` with one clear sentence for another datatype, for a
    form that does not fit the datatype, and for a day or month that does not
    exist (30 February). Time zones are refused: announcements have none.
    """
    if datatype not in _PATTERNS:
        raise ValueError(f"{datatype} is not a date, a month or a year")
    precision, pattern = _PATTERNS[datatype]
    match = pattern.fullmatch(lexical)
    if match is None:
        raise ValueError(f'"{lexical}" is not a {precision} as {datatype.rpartition("#")[2]}')
    parts = [int(part) for part in match.groups()]
    year, month, day = (*parts, 1, 1)[:3]
    try:
        earliest = dt.date(year, month, day)
    except ValueError:
        raise ValueError(f'"{lexical}" does not exist in the calendar') from None
    if precision == "day":
        latest = earliest
    elif precision == "month":
        latest = dt.date(year, month, calendar.monthrange(year, month)[1])
    else:
        latest = dt.date(year, 12, 31)
    return PartialDate(earliest, latest, lexical, precision)


def parse_day(text: str) -> dt.date:
    """Read an ISO day such as ``2025-03-01``; ``ValueError`` says what is expected."""
    try:
        return parse_partial(text, XSD + "date").earliest
    except ValueError:
        raise ValueError(f'"{text}" is not a day such as 2025-03-01') from None


def parse_month(lexical: str) -> int:
    """Read the month of an ``xsd:gMonth`` (``--12`` is 12); ``ValueError`` otherwise."""
    match = _MONTH.fullmatch(lexical)
    if match is None or not 1 <= int(match[1]) <= 12:
        raise ValueError(f'"{lexical}" is not a month such as --12')
    return int(match[1])


def parse_month_day(lexical: str) -> tuple[int, int]:
    """Read an ``xsd:gMonthDay`` (``--06-30`` is month 6, day 30); ``ValueError`` otherwise."""
    match = _MONTH_DAY.fullmatch(lexical)
    if match is None:
        raise ValueError(f'"{lexical}" is not a month and day such as --06-30')
    month, day = int(match[1]), int(match[2])
    try:
        dt.date(2000, month, day)
    except ValueError:
        raise ValueError(f'"{lexical}" does not exist in the calendar') from None
    return month, day


@dataclass(frozen=True)
class Span:
    """A length of time in whole months and days, as an ``xsd:duration`` states it."""

    months: int
    days: int = 0

    @property
    def years(self) -> Fraction:
        """Give the length in years: a month is a twelfth, a day 1/365."""
        return Fraction(self.months, 12) + Fraction(self.days, 365)


def parse_duration(lexical: str) -> Span:
    """Read years, months and days of an ``xsd:duration`` (``P3Y``, ``P18M``).

    Raises ``ValueError`` for parts of a day, a negative duration, no length, and
    more than a century: none of them is the period of a plan.
    """
    match = _DURATION.fullmatch(lexical)
    if match is None or not any(match.groups()):
        raise ValueError(f'"{lexical}" is not a duration such as P3Y or P18M')
    years, months, days = (int(part or 0) for part in match.groups())
    span = Span(years * 12 + months, days)
    if not (span.months or span.days):
        raise ValueError(f'"{lexical}" has no length')
    if span.years > LONGEST_YEARS:
        raise ValueError(f'"{lexical}" is longer than {LONGEST_YEARS} years')
    return span


def add_span(day: dt.date, span: Span) -> dt.date:
    """Give the last day of a span that begins on ``day`` (P1Y from 1 January ends 31 December)."""
    month_index = day.year * 12 + day.month - 1 + span.months
    year, month = divmod(month_index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    end = dt.date(year, month + 1, min(day.day, last))
    return end + dt.timedelta(days=span.days - 1)


def months_between(first: dt.date, last: dt.date) -> Fraction:
    """Give the length of a period with both days included, in months.

    Whole calendar months are counted as such; a rest is a share of 365/12
    days, so that 1 January to 31 December is exactly twelve.
    """
    end = last + dt.timedelta(days=1)
    whole = (end.year - first.year) * 12 + end.month - first.month
    if end.day == first.day:
        return Fraction(whole)
    if end.day < first.day:
        whole -= 1
    year, month = divmod(first.year * 12 + first.month - 1 + whole, 12)
    day = min(first.day, calendar.monthrange(year, month + 1)[1])
    rest = (end - dt.date(year, month + 1, day)).days
    return whole + Fraction(rest * 12, 365)


def fiscal_year(year: int, ends: tuple[int, int]) -> tuple[dt.date, dt.date]:
    """Give first and last day of the fiscal year named after the calendar year it ends in.

    ``ends`` is the month and day on which the organisation's year closes:
    fiscal 2025 of a company that closes on 30 June is 1 July 2024 to 30 June
    2025. (US-listed companies and Alibaba name their years so.)
    """
    month, day = ends
    if (month, day) == (2, 28):
        # Such a year closes with February, in leap years too.
        day = 29
    last = dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
    before = dt.date(year - 1, month, min(day, calendar.monthrange(year - 1, month)[1]))
    return before + dt.timedelta(days=1), last
