"""What period a figure covers: each rule, and why there is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.answering.reasons import codes
from compute_race.basics.dates import Span
from compute_race.comparison.periods import NoPeriod, Period, resolve
from compute_race.comparison.records import StatedPeriod
from support import between, day, over, partial

ANNOUNCED = day("2025-02-24")
ALIBABA, MICROSOFT = (3, 31), (6, 30)


def period(
    stated: StatedPeriod,
    *,
    announced: dt.date | None = ANNOUNCED,
    known: dt.date | None = ANNOUNCED,
    fiscal_end: tuple[int, int] | None = None,
    ahead: bool = False,
) -> Period | NoPeriod:
    return resolve(stated, announced=announced, known=known, fiscal_end=fiscal_end, ahead=ahead)


def days(found: Period | NoPeriod) -> tuple[str, str]:
    assert isinstance(found, Period)
    return str(found.first), str(found.last)


def test_a_duration_runs_from_the_announcement() -> None:
    found = period(over(3))
    assert found == Period(Fraction(3), ANNOUNCED, day("2028-02-23"), "duration")


def test_a_duration_without_any_day_is_a_bare_length() -> None:
    assert period(over(3), announced=None) == Period(Fraction(3), None, None, "duration")


def test_a_duration_wins_over_dates_somebody_derived() -> None:
    stated = StatedPeriod(partial("2025"), partial("2028"), duration=Span(36))
    found = period(stated)
    assert isinstance(found, Period)
    assert found.years == 3
    assert days(found) == ("2025-01-01", "2027-12-31")
    assert period(between("2025", "2028")) == Period(
        Fraction(4), day("2025-01-01"), day("2028-12-31"), "dates"
    )


def test_a_duration_runs_back_from_a_stated_end() -> None:
    found = period(StatedPeriod(end=partial("2027-12"), duration=Span(36)))
    assert days(found) == ("2025-01-01", "2027-12-31")
    leap = period(StatedPeriod(end=partial("2024-02-29"), duration=Span(12)))
    assert days(leap) == ("2023-03-01", "2024-02-29")


@pytest.mark.parametrize(
    ("year", "quarter", "ends", "first", "last"),
    [
        (2025, None, MICROSOFT, "2024-07-01", "2025-06-30"),
        (2025, None, ALIBABA, "2024-04-01", "2025-03-31"),
        (2025, 1, ALIBABA, "2024-04-01", "2024-06-30"),
        (2025, 2, ALIBABA, "2024-07-01", "2024-09-30"),
        (2025, 3, ALIBABA, "2024-10-01", "2024-12-31"),
        (2025, 4, ALIBABA, "2025-01-01", "2025-03-31"),
        (2025, 1, MICROSOFT, "2024-07-01", "2024-09-30"),
        (2025, 3, MICROSOFT, "2025-01-01", "2025-03-31"),
        (2025, 4, (12, 31), "2025-10-01", "2025-12-31"),
        (2024, 4, (1, 31), "2023-11-01", "2024-01-31"),
    ],
)
def test_fiscal_years_and_quarters_go_through_the_own_calendar(
    year: int, quarter: int | None, ends: tuple[int, int], first: str, last: str
) -> None:
    found = period(StatedPeriod(fiscal_year=year, fiscal_quarter=quarter), fiscal_end=ends)
    assert days(found) == (first, last)
    assert isinstance(found, Period)
    assert found.years == (Fraction(1, 4) if quarter else 1)
    assert found.basis == ("fiscal-quarter" if quarter else "fiscal-year")


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_four_quarters_are_the_year(year: int, month: int) -> None:
    ends = (month, 28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)
    quarters = [
        period(StatedPeriod(fiscal_year=year, fiscal_quarter=n), fiscal_end=ends)
        for n in (1, 2, 3, 4)
    ]
    whole = period(StatedPeriod(fiscal_year=year), fiscal_end=ends)
    if month != 2:
        assert (days(quarters[0])[0], days(quarters[3])[1]) == days(whole)
        for one, other in pairwise(quarters):
            assert day(days(other)[0]) == day(days(one)[1]) + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("ends", "known", "ahead", "first", "last"),
    [
        # "In the fourth quarter", read in February: the one that closed in December.
        ((12, 31), "2025-02-07", False, "2024-10-01", "2024-12-31"),
        ((12, 31), "2024-12-31", False, "2024-10-01", "2024-12-31"),
        ((12, 31), "2024-12-30", False, "2023-10-01", "2023-12-31"),
        # The fourth quarter of a year that closes in June is April to June.
        ((6, 30), "2025-07-31", False, "2025-04-01", "2025-06-30"),
        # A forecast for it is about the one that has not closed.
        ((6, 30), "2025-07-31", True, "2026-04-01", "2026-06-30"),
        ((12, 31), "2025-02-07", True, "2025-10-01", "2025-12-31"),
    ],
)
def test_a_quarter_without_year_is_the_nearest_to_the_document(
    ends: tuple[int, int], known: str, ahead: bool, first: str, last: str
) -> None:
    found = period(StatedPeriod(fiscal_quarter=4), known=day(known), fiscal_end=ends, ahead=ahead)
    assert found == Period(Fraction(1, 4), day(first), day(last), "quarter-by-document")


def test_a_quarter_without_year_needs_a_calendar_and_a_day() -> None:
    quarter = StatedPeriod(fiscal_quarter=2)
    assert period(quarter, known=None) == NoPeriod("period-without-year")
    assert period(quarter, known=day("2025-02-07")) == NoPeriod("fiscal-year-unknown")


@pytest.mark.parametrize(
    ("known", "first", "last"),
    [
        ("2025-02-24", "2024-10-01", "2024-12-31"),
        ("2024-12-31", "2024-10-01", "2024-12-31"),
        ("2024-12-30", "2023-10-01", "2023-12-31"),
        ("2025-12-31", "2025-10-01", "2025-12-31"),
    ],
)
def test_a_month_without_year_is_the_latest_before_the_document(
    known: str, first: str, last: str
) -> None:
    """The seed: "third fiscal quarter, closed end of December"."""
    found = period(StatedPeriod(end_month=12, fiscal_quarter=3), known=day(known))
    assert found == Period(Fraction(1, 4), day(first), day(last), "month-before-document")


def test_a_month_without_year_ends_on_a_leap_day() -> None:
    found = period(StatedPeriod(end_month=2, duration=Span(12)), known=day("2024-03-01"))
    assert days(found) == ("2023-03-01", "2024-02-29")


def test_a_fiscal_period_of_an_unknown_calendar_has_its_stated_days() -> None:
    """Fiscal 2025 of a company whose year closes on the last Sunday of January."""
    stated = between("2024-01-29", "2025-01-26")
    named = replace(stated, fiscal_year=2025)
    assert period(named) == period(stated)
    assert days(period(named, fiscal_end=(1, 31))) == ("2024-02-01", "2025-01-31")


def test_a_named_fiscal_year_needs_no_document_to_date_its_month() -> None:
    """Rule 2 comes before rule 3: the printed year is there."""
    stated = StatedPeriod(end_month=12, fiscal_year=2025, fiscal_quarter=3)
    for known in (None, day("2027-02-01")):
        found = period(stated, known=known, fiscal_end=ALIBABA)
        assert days(found) == ("2024-10-01", "2024-12-31")


@pytest.mark.parametrize(
    ("start", "end", "first", "last", "years"),
    [
        ("2025", "2025", "2025-01-01", "2025-12-31", Fraction(1)),
        ("2024-07", "2025-06", "2024-07-01", "2025-06-30", Fraction(1)),
        ("2025-02-24", "2025-08-23", "2025-02-24", "2025-08-23", Fraction(1, 2)),
        ("2024-02", "2024-02", "2024-02-01", "2024-02-29", Fraction(1, 12)),
        ("2025", "2030", "2025-01-01", "2030-12-31", Fraction(6)),
        ("2025-02-24", "2025-02-24", "2025-02-24", "2025-02-24", Fraction(1, 365)),
    ],
)
def test_dates_are_both_included(
    start: str, end: str, first: str, last: str, years: Fraction
) -> None:
    assert period(between(start, end)) == Period(years, day(first), day(last), "dates")


@pytest.mark.parametrize(
    ("stated", "given_", "reason"),
    [
        (StatedPeriod(), {}, "period-not-stated"),
        (StatedPeriod(text="in the coming years"), {}, "period-in-words"),
        (StatedPeriod(start=partial("2025")), {}, "period-without-end"),
        (StatedPeriod(end=partial("2030")), {}, "period-without-start"),
        (StatedPeriod(end_month=12), {}, "period-without-start"),
        (StatedPeriod(end_month=12, fiscal_quarter=3), {"known": None}, "period-without-year"),
        (StatedPeriod(fiscal_year=2025), {}, "fiscal-year-unknown"),
        (StatedPeriod(fiscal_year=2025, fiscal_quarter=1), {}, "fiscal-year-unknown"),
    ],
)
def test_why_there_is_no_period(stated: StatedPeriod, given_: dict[str, None], reason: str) -> None:
    assert period(stated, **given_) == NoPeriod(reason)
    assert reason in codes()


def test_two_lengths_agree_whenever_they_run() -> None:
    three = period(over(3))
    assert isinstance(three, Period)
    bare = Period(Fraction(3), None, None, "duration")
    dated = Period(Fraction(3), day("2025-01-01"), day("2027-12-31"), "dates")
    assert three.same_as(bare)
    assert three.same_as(dated)
    assert dated.same_as(three)


def test_dated_periods_agree_in_days() -> None:
    calendar = Period(Fraction(1), day("2025-01-01"), day("2025-12-31"), "dates")
    fiscal = Period(Fraction(1), day("2024-07-01"), day("2025-06-30"), "fiscal-year")
    assert not calendar.same_as(fiscal)
    assert fiscal.same_as(Period(Fraction(1), day("2024-07-01"), day("2025-06-30"), "dates"))


@given(st.integers(1, 120), st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
def test_a_length_is_what_was_stated_whatever_the_day(months: int, announced: dt.date) -> None:
    found = period(StatedPeriod(duration=Span(months)), announced=announced)
    assert isinstance(found, Period)
    assert found.years == Fraction(months, 12)
    assert found.first == announced
    assert found.last is not None
    assert found.last > announced
