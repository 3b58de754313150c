"""Intervals of an amount: both ends are carried through, open ends stay open."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.basics.money import PRECISION, Amount, gap, round_derived
from support import amount

NUMBERS = st.decimals(1, 10**13, places=2)


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    """Draw a closed or half-open interval."""
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    open_end = draw(st.sampled_from(["none", "low", "high"]))
    return Amount(None if open_end == "low" else low, None if open_end == "high" else high, "EUR")


def test_what_is_no_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a low or a high end"):
        Amount(None, None, "EUR")
    with pytest.raises(ValueError, match="lies above"):
        amount(2, 1)


def test_the_end_to_sort_by() -> None:
    assert amount(60, 65).main == 60
    assert amount(380, None).main == 380
    assert amount(None, 500).main == 500


def test_both_ends_are_multiplied_and_open_ones_stay_open() -> None:
    assert amount(60, 65).times(Decimal("0.5"), "USD") == amount(30, "32.5", "USD")
    assert amount(380, None).times(Decimal(2)) == amount(760, None)
    assert amount(None, 5).times(Decimal(2)) == amount(None, 10)


def test_a_share_of_years_is_exact() -> None:
    assert amount(380, None).over(Fraction(3)).low == Decimal("126.666666667")
    assert amount(10).over(Fraction(1, 4)) == amount(40)
    assert amount(None, 90).over(Fraction(3, 2)) == amount(None, 60)


@pytest.mark.parametrize("years", [Fraction(0), Fraction(-1)])
def test_a_period_has_a_length(years: Fraction) -> None:
    with pytest.raises(ValueError, match="positive length"):
        amount(1).over(years)


@given(amounts(), NUMBERS)
def test_open_ends_stay_open(found: Amount, factor: Decimal) -> None:
    for made in (found.times(factor), found.over(Fraction(factor))):
        assert (made.low is None, made.high is None) == (found.low is None, found.high is None)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (amount(30), amount(50), Decimal("0.4")),
        (amount(95), amount(100), Decimal("0.05")),
        (amount(60, 65), amount(64, 72), Decimal(0)),
        (amount(60, 65), amount(65, 72), Decimal(0)),
        (amount(60, 65), amount(80, 90), Decimal("0.1875")),
        (amount(380, None), amount(30), Decimal(350) / 380),
        (amount(380, None), amount(400), Decimal(0)),
        (amount(None, 30), amount(50), Decimal("0.4")),
        (amount(None, 50), amount(30), Decimal(0)),
        (amount(None, 30), amount(None, 50), Decimal(0)),
        (amount(30, None), amount(50, None), Decimal(0)),
        (amount(None, 30), amount(50, None), Decimal("0.4")),
        (amount(0), amount(0), Decimal(0)),
    ],
)
def test_how_far_intervals_miss_each_other(one: Amount, other: Amount, expected: Decimal) -> None:
    assert gap(one, other) == expected == gap(other, one)


@given(amounts(), amounts())
def test_a_gap_is_symmetric_and_a_share(one: Amount, other: Amount) -> None:
    assert gap(one, other) == gap(other, one)
    assert 0 <= gap(one, other) <= 1
    assert gap(one, one) == 0


@given(amounts(), amounts(), NUMBERS)
def test_a_gap_is_the_same_in_every_currency(one: Amount, other: Amount, factor: Decimal) -> None:
    before = gap(one, other)
    after = gap(one.times(factor, "USD"), other.times(factor, "USD"))
    assert abs(before - after) < Decimal("1e-9")


def test_amounts_of_two_units_have_no_gap() -> None:
    with pytest.raises(ValueError, match="do not compare"):
        gap(amount(1), amount(1, code="USD"))


@pytest.mark.parametrize(
    ("given_", "text"),
    [
        ("126.6666666666666666", "126.666666667"),
        ("100000000000", "100000000000"),
        ("1E+12", "1000000000000"),
        ("123456789012345", "123456789012000"),
        ("1.50", "1.5"),
        ("0", "0"),
        ("0.1234567890125", "0.123456789012"),
        ("0.1234567890135", "0.123456789014"),
    ],
)
def test_derived_numbers_have_twelve_digits_half_even(given_: str, text: str) -> None:
    assert f"{round_derived(Decimal(given_))}" == text


@given(NUMBERS)
def test_rounding_is_done_once_and_stays_close(value: Decimal) -> None:
    found = round_derived(value)
    assert round_derived(found) == found
    assert abs(found - value) <= value.scaleb(1 - PRECISION)
