"""Which fiscal year and quarter a reported period is, told from its own days.

Company facts carry ``fy`` and ``fp``, but those are the year and quarter of the *filing*:
a yearly report gives three years of figures, all with its own ``fy``
(https://github.com/dgunning/edgartools/issues/1185 shows it). So they are not read.
The calendar comes from the periods themselves:

1. the company's year closes in the month in which the twelve-month periods of its
   yearly reports close (where that month changed, the first close not before the
   period decides);
2. a fiscal year has the number of the calendar year it ends in;
3. days are counted in months by their nearest month end, for many years close on a
   weekday near it (the last Sunday in January is 31 January);
4. three months that close with a quarter of that calendar are the quarter, twelve that
   close with the year are the year; all else (half years and nine months to date,
   twelve months to date) is told by its length and belongs to no fiscal period.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

#: Forms of yearly reports; an amendment ("/A") is one of its form.
_YEARLY: Final = frozenset({"10-K", "10-KT", "20-F", "40-F"})
#: How far from a month's end a company may close it, in days.
_SLACK: Final = 10


@dataclass(frozen=True)
class Label:
    """What a period is called: a fiscal year or quarter, or a length in months, or nothing."""

    year: int | None = None
    quarter: int | None = None
    months: int | None = None


class FiscalCalendar:
    """When one company closes its years."""

    def __init__(self, periods: Iterable[tuple[dt.date, dt.date, str]]) -> None:
        """Read the calendar off reported periods: first day, last day, form."""
        self._closes = sorted(
            {
                close
                for start, end, form in periods
                if form.removesuffix("/A") in _YEARLY
                and _months(start, end) == 12
                and (close := _month(end)) is not None
            }
        )

    @property
    def closing_month(self) -> int | None:
        """Give the month (1 to 12) in which the latest known year closed."""
        return self._closes[-1] % 12 + 1 if self._closes else None

    def label(self, start: dt.date, end: dt.date) -> Label:
        """Name a period by the company's calendar; both days are included."""
        months, close = _months(start, end), _month(end)
        if months is None or close is None:
            return Label()
        year_close = self._year_close(close)
        if year_close is None:
            return Label(months=months)
        year, ahead = year_close // 12, year_close - close
        if months == 12 and ahead == 0:
            return Label(year=year)
        if months == 3 and ahead % 3 == 0:
            return Label(year=year, quarter=4 - ahead // 3)
        return Label(months=months)

    def _year_close(self, close: int) -> int | None:
        """Give the month in which the year closes that a period closing in ``close`` lies in."""
        if not self._closes:
            return None
        known = next((month for month in self._closes if month >= close), self._closes[-1])
        return close + (known - close) % 12


def _month(day: dt.date) -> int | None:
    """Give the number of the month that ends near a day, if one does (January of year 0 is 0)."""
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    before = day.replace(day=1) - dt.timedelta(days=1)
    if (last - day).days <= _SLACK:
        return last.year * 12 + last.month - 1
    if (day - before).days <= _SLACK:
        return before.year * 12 + before.month - 1
    return None


def _months(start: dt.date, end: dt.date) -> int | None:
    first, last = _month(start - dt.timedelta(days=1)), _month(end)
    return None if first is None or last is None else last - first
