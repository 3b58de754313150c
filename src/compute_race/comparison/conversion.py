"""Money of one day in another currency, with the rate shown.

A figure is converted at the ECB reference rate of the day it was announced;
where nobody states that to the day, of the first dated document that reports
it; where only a month is known, at the mean of that month's rates. A figure
about no announcement takes its document's day. The basis is kept with the result.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from compute_race.basics.dates import PartialDate
from compute_race.basics.exchange import Rate
from compute_race.basics.money import Amount
from compute_race.basics.rates import NoRateError, rate_over
from compute_race.comparison.records import Dated
from compute_race.comparison.refusals import NO_DATE, NO_RATE

#: The currencies every money claim is given in.
TARGETS: Final = ("EUR", "USD", "CNY")


@dataclass(frozen=True)
class RateDay:
    """The day or month whose rate applies, and why it is that one.

    ``basis`` is ``stated-day``, ``stated-month``, or how the day was derived:
    ``first-document``, ``latest-announcement`` or ``period-end`` (see ``known``).
    """

    first: dt.date
    last: dt.date
    basis: str


@dataclass(frozen=True)
class Conversion:
    """An amount in a target currency, the rate used and why the rate is of that day."""

    amount: Amount
    rate: Rate
    basis: str


@dataclass(frozen=True)
class NotConvertible:
    """Why an amount has no value in a currency (a code of ``explain``'s table)."""

    reason: str


def rate_day(stated: PartialDate | None, derived: Dated | None) -> RateDay | None:
    """Choose the day whose rate applies, ``None`` where no date is known at all.

    ``stated`` is the date of the announcement (or, for figures about something
    else, of the document), ``derived`` what ``known`` made of it. All figures
    about one announcement share one day: two documents that print the same
    number must not differ because one was printed later.
    """
    if stated is not None and stated.is_day:
        return RateDay(stated.earliest, stated.latest, "stated-day")
    if derived is not None and derived.day is not None and derived.basis != "stated":
        return RateDay(derived.day, derived.day, derived.basis)
    if stated is not None and stated.precision == "month":
        return RateDay(stated.earliest, stated.latest, "stated-month")
    return None


def convert(
    amount: Amount, currency: str, target: str, day: RateDay | None
) -> Conversion | NotConvertible:
    """Convert an amount of an ISO 4217 currency into another at the rate of a day.

    Both ends are multiplied by the rate as rounded to 12 digits.
    """
    if day is None:
        return NotConvertible(NO_DATE)
    try:
        rate = rate_over(currency, target, day.first, day.last)
    except NoRateError:
        return NotConvertible(NO_RATE)
    return Conversion(amount.times(rate.value, target), rate, day.basis)
