"""Reference rates of the European Central Bank, by day.

The whole history ships with the package ``currencyconverter``, so no network
is needed. A day without a rate (weekends, holidays) takes the last one
published before it, and the answer says which day that was; nothing is
interpolated.
"""

from __future__ import annotations

import calendar
import datetime as dt
import importlib
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from compute_race.basics.exchange import SOURCE, Rate
from compute_race.basics.money import round_derived

if TYPE_CHECKING:
    from currency_converter import CurrencyConverter

#: The longest gap between two publications that is bridged (Easter is four days).
LONGEST_GAP_DAYS: Final = 10

#: Fixed rates to the US dollar of currencies the ECB does not quote:
#: units of the currency for one dollar, first day of the peg, and who documents it.
PEGS: Final[dict[str, tuple[Decimal, dt.date, str]]] = {
    "AED": (Decimal("3.6725"), dt.date(1997, 11, 1), "Central Bank of the UAE, peg to the dollar"),
    "SAR": (Decimal("3.75"), dt.date(1986, 6, 1), "Saudi Central Bank, peg to the dollar"),
}


class NoRateError(Exception):
    """There is no published rate for this currency on or shortly before this day."""


@cache
def _history() -> tuple[CurrencyConverter, type[Exception]]:
    """Give all published rates, and what their library raises where there is none."""
    # Loaded when the first rate is looked up: a build after a small change needs none.
    library = importlib.import_module("currency_converter")
    return library.CurrencyConverter(decimal=True), library.RateNotFoundError


@cache
def _per_euro(currency: str, day: dt.date) -> tuple[Decimal, dt.date, str]:
    """Give units of the currency for one euro, the day of publication and the origin."""
    if currency == "EUR":
        return Decimal(1), day, SOURCE
    if currency in PEGS:
        per_dollar, since, origin = PEGS[currency]
        if day < since:
            raise NoRateError(f"{currency} was not pegged to the dollar on {day}")
        dollars, published, _ = _per_euro("USD", day)
        return dollars * per_dollar, published, f"{SOURCE}; {origin}"
    converter, missing = _history()
    for back in range(LONGEST_GAP_DAYS + 1):
        published = day - dt.timedelta(days=back)
        try:
            return (
                Decimal(converter.convert(1, "EUR", currency, date=published)),
                published,
                SOURCE,
            )
        except (missing, ValueError):
            continue
    raise NoRateError(
        f"no reference rate for {currency} on {day} or the {LONGEST_GAP_DAYS} days before"
    )


def rate_on(source: str, target: str, day: dt.date) -> Rate:
    """Give the rate between two ISO 4217 currencies for a day; ``NoRateError`` if there is none.

    Crosses go through the euro, as the ECB quotes: target per euro divided by
    source per euro.
    """
    from_euro, from_day, from_origin = _per_euro(source, day)
    to_euro, to_day, to_origin = _per_euro(target, day)
    published = min(from_day, to_day)
    method = "published" if published == day else "last-published"
    if source in PEGS or target in PEGS:
        method += "-peg"
    origin = from_origin if len(from_origin) > len(to_origin) else to_origin
    return Rate(source, target, round_derived(to_euro / from_euro), published, method, origin)


#: What was worked out for two currencies from one day to another; ``None``: there is no rate.
Known = dict[tuple[str, str, dt.date, dt.date], Rate | None]

_known: Known = {}


def rate_over(source: str, target: str, first: dt.date, last: dt.date) -> Rate:
    """Give the rate of a day, or the mean of several days; ``NoRateError`` if there is none."""
    asked = source, target, first, last
    if asked not in _known:
        try:
            one_day = first == last
            rate = rate_on(source, target, first) if one_day else mean_rate(*asked)
        except NoRateError:
            rate = None
        _known[asked] = rate
    found = _known[asked]
    if found is None:
        raise NoRateError(f"no reference rate between {source} and {target} from {first} to {last}")
    return found


def known_rates() -> Known:
    """Give every rate that ``rate_over`` was asked for."""
    return dict(_known)


def recall(rates: Known) -> None:
    """Take over rates of an earlier process: the history takes a quarter of a second to load."""
    _known.update(rates)


def mean_rate(source: str, target: str, first: dt.date, last: dt.date) -> Rate:
    """Give the mean of the daily rates published from ``first`` to ``last``, both included.

    For a document or announcement known only to the month. ``NoRateError``
    where no day of the span has a rate; days after the last publication are
    left out.
    """
    values: list[tuple[Decimal, dt.date, Rate]] = []
    day = first
    while day <= last:
        try:
            found = rate_on(source, target, day)
        except NoRateError:
            found = None
        if found is not None and found.date == day:
            values.append((found.value, found.date, found))
        day += dt.timedelta(days=1)
    if not values:
        raise NoRateError(f"no reference rate between {source} and {target} from {first} to {last}")
    mean = sum((value for value, _, _ in values), Decimal(0)) / len(values)
    method = "month-mean" if last.day == calendar.monthrange(last.year, last.month)[1] else "mean"
    if source in PEGS or target in PEGS:
        method += "-peg"
    return Rate(source, target, round_derived(mean), values[-1][1], method, values[-1][2].origin)
