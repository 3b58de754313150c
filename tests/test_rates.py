"""ECB reference rates: published, the last one before, means, pegs, none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.basics.exchange import SOURCE
from compute_race.basics.money import round_derived
from compute_race.basics.rates import (
    PEGS,
    NoRateError,
    mean_rate,
    rate_on,
)
from support import day

MONDAY = day("2025-02-24")


def test_the_rate_of_the_day_of_the_seed() -> None:
    found = rate_on("EUR", "CNY", MONDAY)
    assert (found.value, found.date, found.method) == (Decimal("7.5879"), MONDAY, "published")
    assert found.origin == SOURCE
    back = rate_on("CNY", "EUR", MONDAY)
    assert back.value == round_derived(1 / Decimal("7.5879"))


def test_a_cross_goes_through_the_euro() -> None:
    to_cny, to_usd = rate_on("EUR", "CNY", MONDAY).value, rate_on("EUR", "USD", MONDAY).value
    assert rate_on("CNY", "USD", MONDAY).value == round_derived(to_usd / to_cny)


@pytest.mark.parametrize(
    ("asked", "published"),
    [
        ("2025-02-22", "2025-02-21"),
        ("2025-02-23", "2025-02-21"),
        ("2025-04-18", "2025-04-17"),
        ("2025-04-21", "2025-04-17"),
        ("2025-01-01", "2024-12-31"),
    ],
)
def test_a_day_without_a_rate_takes_the_last_published_and_says_so(
    asked: str, published: str
) -> None:
    found = rate_on("USD", "EUR", day(asked))
    assert (found.date, found.method) == (day(published), "last-published")
    assert found.value == rate_on("USD", "EUR", day(published)).value


def test_one_currency_needs_no_publication() -> None:
    for code in ("EUR", "USD", "CNY"):
        assert rate_on(code, code, MONDAY).value == 1
    assert rate_on("EUR", "EUR", day("2025-02-23")).method == "published"


@pytest.mark.parametrize(("code", "per_dollar"), [("AED", "3.6725"), ("SAR", "3.75")])
def test_pegged_currencies_go_through_the_dollar(code: str, per_dollar: str) -> None:
    found = rate_on("EUR", code, MONDAY)
    assert found.value == round_derived(rate_on("EUR", "USD", MONDAY).value * Decimal(per_dollar))
    assert found.method == "published-peg"
    assert found.origin.startswith(SOURCE)
    assert "peg" in found.origin
    assert rate_on("USD", code, MONDAY).value == Decimal(per_dollar)
    assert rate_on(code, "CNY", day("2025-02-23")).method == "last-published-peg"


@pytest.mark.parametrize("code", sorted(PEGS))
def test_before_its_peg_a_currency_has_no_rate(code: str) -> None:
    with pytest.raises(NoRateError, match="was not pegged"):
        rate_on(code, "EUR", PEGS[code][1] - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("code", "when"),
    [("USD", "1998-12-01"), ("XYZ", "2025-02-24"), ("CNY", "1999-01-05"), ("USD", "2999-01-01")],
)
def test_where_nothing_was_published_there_is_no_rate(code: str, when: str) -> None:
    with pytest.raises(NoRateError, match="no reference rate"):
        rate_on(code, "EUR", day(when))


def test_the_mean_of_a_month_is_of_its_published_days() -> None:
    first, last = day("2025-02-01"), day("2025-02-28")
    found = mean_rate("USD", "EUR", first, last)
    days = [first + dt.timedelta(days=n) for n in range(28)]
    daily = [rate_on("USD", "EUR", d) for d in days]
    values = [rate.value for rate in daily if rate.method == "published"]
    assert len(values) == 20
    assert found.value == round_derived(sum(values, Decimal(0)) / 20)
    assert (found.date, found.method) == (last, "month-mean")
    assert mean_rate("AED", "EUR", first, last).method == "month-mean-peg"


def test_the_mean_of_some_days_is_called_so() -> None:
    assert mean_rate("USD", "EUR", MONDAY, day("2025-02-26")).method == "mean"


def test_days_without_any_rate_have_no_mean() -> None:
    with pytest.raises(NoRateError, match="between USD and EUR"):
        mean_rate("USD", "EUR", day("2025-02-22"), day("2025-02-23"))


@given(
    st.dates(dt.date(2005, 5, 2), dt.date(2025, 10, 1)),
    st.sampled_from(["USD", "CNY", "GBP", "JPY", "CHF", "AED"]),
    st.sampled_from(["EUR", "USD", "CNY"]),
)
def test_there_and_back_is_one(when: dt.date, source: str, target: str) -> None:
    there, back = rate_on(source, target, when), rate_on(target, source, when)
    assert abs(there.value * back.value - 1) < Decimal("1e-10")
    assert there.date == back.date <= when
    assert (when - there.date).days <= 10
