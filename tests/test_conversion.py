"""Money in another currency: which day's rate, and the exact result."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from compute_race.answering.reasons import codes
from compute_race.basics.money import Amount
from compute_race.basics.rates import mean_rate, rate_on
from compute_race.comparison.conversion import (
    TARGETS,
    Conversion,
    NotConvertible,
    RateDay,
    convert,
    rate_day,
)
from compute_race.comparison.records import Dated
from compute_race.comparison.units import in_base_unit
from support import amount, day, partial, unit

MONDAY = RateDay(day("2025-02-24"), day("2025-02-24"), "stated-day")
MONTH = RateDay(day("2025-02-01"), day("2025-02-28"), "stated-month")


def converted(found: Conversion | NotConvertible) -> Conversion:
    assert isinstance(found, Conversion)
    return found


def test_the_plan_of_the_seed_by_hand() -> None:
    """380 bn CNY on 24 February 2025 at 7.5879 CNY for one euro is 50.08 bn EUR."""
    found = converted(convert(amount(380 * 10**9, None, "CNY"), "CNY", "EUR", MONDAY))
    by_hand = Fraction(380 * 10**9) / Fraction("7.5879")
    assert found.amount.low is not None
    assert abs(Fraction(found.amount.low) - by_hand) < 1
    assert f"{found.amount.low / 10**9:.2f}" == "50.08"
    assert found.amount.high is None
    assert found.amount.low == Decimal("50079732205.2")
    yearly = found.amount.over(Fraction(3))
    assert yearly == Amount(Decimal("16693244068.4"), None, "EUR")


def test_whoever_multiplies_by_the_stated_rate_gets_our_figure() -> None:
    for target in TARGETS:
        found = converted(convert(amount(60 * 10**9, 65 * 10**9, "USD"), "USD", target, MONDAY))
        for stated, made in ((60, found.amount.low), (65, found.amount.high)):
            assert made is not None
            product = stated * 10**9 * found.rate.value
            assert abs(made - product) <= product.scaleb(-11)


def test_the_own_currency_is_exact() -> None:
    found = converted(convert(amount("30000000000.5", code="EUR"), "EUR", "EUR", MONDAY))
    assert found.amount == amount("30000000000.5")
    assert found.rate.value == 1


def test_open_ends_stay_open() -> None:
    low = converted(convert(amount(1, None, "USD"), "USD", "EUR", MONDAY)).amount
    high = converted(convert(amount(None, 1, "USD"), "USD", "EUR", MONDAY)).amount
    assert (low.high, high.low) == (None, None)
    assert low.low == high.high


def test_a_weekend_takes_fridays_rate_and_its_date() -> None:
    sunday = RateDay(day("2025-02-23"), day("2025-02-23"), "stated-day")
    found = converted(convert(amount(1, code="USD"), "USD", "EUR", sunday))
    assert (found.rate.date, found.rate.method) == (day("2025-02-21"), "last-published")


def test_a_month_takes_the_mean_of_its_rates() -> None:
    found = converted(convert(amount(100, code="USD"), "USD", "EUR", MONTH))
    assert found.rate == mean_rate("USD", "EUR", MONTH.first, MONTH.last)
    assert (found.rate.method, found.basis) == ("month-mean", "stated-month")


@pytest.mark.parametrize(("code", "per_dollar"), [("AED", "3.6725"), ("SAR", "3.75")])
def test_pegged_currencies(code: str, per_dollar: str) -> None:
    found = converted(convert(amount(Decimal(per_dollar), code=code), code, "USD", MONDAY))
    assert found.amount.low is not None
    assert abs(found.amount.low - 1) < Decimal("1e-11")
    assert found.rate.method == "published-peg"
    euros = converted(convert(amount(1, code=code), code, "EUR", MONDAY)).amount.low
    assert euros is not None
    dollar = rate_on("EUR", "USD", MONDAY.first).value
    assert abs(euros * dollar * Decimal(per_dollar) - 1) < Decimal("1e-10")


@pytest.mark.parametrize(
    ("code", "moment", "reason"),
    [
        ("USD", None, "no-date"),
        ("USD", RateDay(day("1990-01-02"), day("1990-01-02"), "stated-day"), "no-rate"),
        ("USD", RateDay(day("1990-01-01"), day("1990-01-31"), "stated-month"), "no-rate"),
        ("XTS", MONDAY, "no-rate"),
    ],
)
def test_what_cannot_be_converted_says_why(code: str, moment: RateDay | None, reason: str) -> None:
    assert convert(amount(1, code=code), code, "EUR", moment) == NotConvertible(reason)
    assert reason in codes()


@pytest.mark.parametrize(
    ("stated", "derived", "expected"),
    [
        ("2025-02-24", Dated(day("2025-02-24"), "stated"), MONDAY),
        ("2025-02", Dated(day("2025-02-28"), "stated"), MONTH),
        (
            "2025-02",
            Dated(day("2025-02-12"), "first-document"),
            RateDay(day("2025-02-12"), day("2025-02-12"), "first-document"),
        ),
        (
            None,
            Dated(day("2025-02-12"), "first-document"),
            RateDay(day("2025-02-12"), day("2025-02-12"), "first-document"),
        ),
        (
            None,
            Dated(day("2025-02-12"), "latest-announcement"),
            RateDay(day("2025-02-12"), day("2025-02-12"), "latest-announcement"),
        ),
        ("2025", Dated(day("2025-12-31"), "stated"), None),
        (None, Dated(None, "unknown"), None),
        (None, None, None),
    ],
)
def test_the_day_whose_rate_applies(
    stated: str | None, derived: Dated | None, expected: RateDay | None
) -> None:
    assert rate_day(partial(stated) if stated else None, derived) == expected


@pytest.mark.parametrize(
    ("name", "low", "megawatts"), [("KiloW", 500, "0.5"), ("MegaW", 500, "500"), ("GigaW", 1, 1000)]
)
def test_power_is_brought_to_megawatts(name: str, low: int, megawatts: object) -> None:
    found = in_base_unit(amount(low, None, unit(name)))
    assert found == amount(megawatts, None, unit("MegaW"))


def test_other_units_stay() -> None:
    assert in_base_unit(amount(4, 6, unit("PERCENT"))) == amount(4, 6, unit("PERCENT"))
