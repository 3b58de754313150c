"""Partial dates, durations, fiscal years: what they can mean, and what is refused."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.basics.dates import (
    PARTIAL_DATATYPES,
    Span,
    add_span,
    fiscal_year,
    months_between,
    parse_day,
    parse_duration,
    parse_month,
    parse_month_day,
    parse_partial,
)
from compute_race.basics.namespaces import XSD
from support import day, partial

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))
MONTHS = st.integers(1, 240)


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2025", "year", "2025-01-01", "2025-12-31"),
        ("2025-02", "month", "2025-02-01", "2025-02-28"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2000-02", "month", "2000-02-01", "2000-02-29"),
        ("1900-02", "month", "1900-02-01", "1900-02-28"),
        ("2025-12", "month", "2025-12-01", "2025-12-31"),
        ("2024-02-29", "day", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_partial_date_is_the_days_it_can_mean(
    text: str, precision: str, earliest: str, latest: str
) -> None:
    found = partial(text)
    assert (found.text, found.precision) == (text, precision)
    assert (found.earliest, found.latest) == (day(earliest), day(latest))
    assert found.is_day == (precision == "day")


@pytest.mark.parametrize(
    ("text", "datatype", "says"),
    [
        ("2025-13", "gYearMonth", "does not exist"),
        ("2025-00", "gYearMonth", "does not exist"),
        ("2025-02-30", "date", "does not exist"),
        ("2025-02-00", "date", "does not exist"),
        ("2025-00-10", "date", "does not exist"),
        ("2025-02-29", "date", "does not exist"),
        ("1900-02-29", "date", "does not exist"),
        ("0000", "gYear", "does not exist"),
        ("25", "gYear", "is not a year"),
        ("02025", "gYear", "is not a year"),
        ("-2025", "gYear", "is not a year"),
        ("2025-2", "gYearMonth", "is not a month"),
        ("2025-02-24Z", "date", "is not a day"),
        ("2025-02-24+01:00", "date", "is not a day"),
        ("2025-02-24\n", "date", "is not a day"),
        (" 2025", "gYear", "is not a year"),
        ("", "date", "is not a day"),
        ("2025", "date", "is not a day"),
        ("2025-02-24", "dateTime", "is not a date, a month or a year"),
    ],
)
def test_what_is_no_partial_date_is_one_sentence(text: str, datatype: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_partial(text, XSD + datatype)


def test_the_datatypes_are_three() -> None:
    assert {name.removeprefix(XSD) for name in PARTIAL_DATATYPES} == {"gYear", "gYearMonth", "date"}


@given(DAYS)
def test_a_day_is_within_its_month_and_year(moment: dt.date) -> None:
    year, month, exact = (partial(moment.isoformat()[:length]) for length in (4, 7, 10))
    assert year.earliest <= month.earliest <= exact.earliest == moment
    assert moment == exact.latest <= month.latest <= year.latest
    assert month.latest + dt.timedelta(days=1) == (
        dt.date(moment.year + (moment.month == 12), moment.month % 12 + 1, 1)
    )
    assert sorted([exact, year]) == ([year, exact] if year < exact else [exact, year])


@given(DAYS)
def test_a_day_reads_back(moment: dt.date) -> None:
    assert parse_day(moment.isoformat()) == moment


@pytest.mark.parametrize("text", ["", "2025", "2025-02-30", "24.2.2025", "tomorrow", "2025-2-4"])
def test_what_is_no_day_says_what_is_expected(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day such as 2025-03-01"):
        parse_day(text)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_without_a_year(month: int) -> None:
    assert parse_month(f"--{month:02}") == month


@pytest.mark.parametrize("text", ["12", "--13", "--00", "--1", "---12", "--12--", "--12-31", ""])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="is not a month such as --12"):
        parse_month(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [("--03-31", (3, 31)), ("--06-30", (6, 30)), ("--02-29", (2, 29)), ("--12-31", (12, 31))],
)
def test_the_day_a_year_closes(text: str, found: tuple[int, int]) -> None:
    assert parse_month_day(text) == found


@pytest.mark.parametrize("text", ["--02-30", "--13-01", "--06-31", "06-30", "--6-30", ""])
def test_what_is_no_closing_day(text: str) -> None:
    with pytest.raises(ValueError, match="month and day|does not exist"):
        parse_month_day(text)


@pytest.mark.parametrize(
    ("text", "months", "days", "years"),
    [
        ("P3Y", 36, 0, Fraction(3)),
        ("P36M", 36, 0, Fraction(3)),
        ("P18M", 18, 0, Fraction(3, 2)),
        ("P1Y6M", 18, 0, Fraction(3, 2)),
        ("P4M", 4, 0, Fraction(1, 3)),
        ("P365D", 0, 365, Fraction(1)),
        ("P1Y2M3D", 14, 3, Fraction(14, 12) + Fraction(3, 365)),
    ],
)
def test_durations(text: str, months: int, days: int, years: Fraction) -> None:
    found = parse_duration(text)
    assert found == Span(months, days)
    assert found.years == years


@pytest.mark.parametrize(
    "text", ["", "P", "3Y", "P3", "-P3Y", "P1.5Y", "PT1H", "P1YT1H", "P0Y", "P0D", "p3y", "P3W"]
)
def test_what_is_no_duration_of_a_plan(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration|has no length"):
        parse_duration(text)


@given(st.integers(0, 80), st.integers(0, 99), st.integers(0, 999))
def test_a_duration_reads_what_it_says(years: int, months: int, days: int) -> None:
    text = f"P{years}Y{months}M{days}D"
    if not (years or months or days):
        with pytest.raises(ValueError, match="has no length"):
            parse_duration(text)
    else:
        assert parse_duration(text) == Span(12 * years + months, days)


@pytest.mark.parametrize(
    ("first", "span", "last"),
    [
        ("2025-01-01", Span(12), "2025-12-31"),
        ("2025-02-24", Span(36), "2028-02-23"),
        ("2025-01-31", Span(1), "2025-02-27"),
        ("2024-01-31", Span(1), "2024-02-28"),
        ("2024-02-29", Span(12), "2025-02-27"),
        ("2024-02-29", Span(48), "2028-02-28"),
        ("2025-01-01", Span(0, 1), "2025-01-01"),
        ("2025-01-01", Span(0, 365), "2025-12-31"),
        ("2024-01-01", Span(0, 365), "2024-12-30"),
        ("2024-12-01", Span(1), "2024-12-31"),
    ],
)
def test_the_last_day_of_a_span(first: str, span: Span, last: str) -> None:
    assert add_span(day(first), span) == day(last)


@given(DAYS.map(lambda found: found.replace(day=1)), MONTHS)
def test_whole_months_from_the_first_are_counted_as_such(first: dt.date, months: int) -> None:
    assert months_between(first, add_span(first, Span(months))) == months


@given(DAYS, MONTHS)
def test_spans_are_never_longer_than_they_say(first: dt.date, months: int) -> None:
    last = add_span(first, Span(months))
    assert first < last
    assert months - 1 < months_between(first, last) <= months


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2025-01-01", "2025-12-31", Fraction(12)),
        ("2024-01-01", "2024-12-31", Fraction(12)),
        ("2024-07-01", "2025-06-30", Fraction(12)),
        ("2025-01-01", "2028-12-31", Fraction(48)),
        ("2025-02-24", "2025-03-23", Fraction(1)),
        ("2025-02-24", "2025-02-24", Fraction(12, 365)),
        ("2025-01-01", "2025-02-14", 1 + Fraction(14 * 12, 365)),
        ("2024-02-29", "2024-02-29", Fraction(12, 365)),
    ],
)
def test_the_length_of_a_period_with_both_days(first: str, last: str, months: Fraction) -> None:
    assert months_between(day(first), day(last)) == months


@given(DAYS, st.integers(0, 4000))
def test_a_longer_period_is_not_shorter(first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    assert months_between(first, last) > 0
    if first.day <= 28:
        assert months_between(first, last + dt.timedelta(days=35)) > months_between(first, last)


@pytest.mark.parametrize(
    ("year", "ends", "first", "last"),
    [
        (2025, (6, 30), "2024-07-01", "2025-06-30"),
        (2025, (3, 31), "2024-04-01", "2025-03-31"),
        (2025, (12, 31), "2025-01-01", "2025-12-31"),
        (2024, (2, 29), "2023-03-01", "2024-02-29"),
        (2025, (2, 29), "2024-03-01", "2025-02-28"),
        (2025, (1, 31), "2024-02-01", "2025-01-31"),
    ],
)
def test_a_fiscal_year_is_named_after_the_year_it_ends_in(
    year: int, ends: tuple[int, int], first: str, last: str
) -> None:
    assert fiscal_year(year, ends) == (day(first), day(last))


@given(st.integers(1950, 2150), st.integers(1, 12), st.integers(1, 28))
def test_fiscal_years_follow_each_other(year: int, month: int, closing: int) -> None:
    _, last = fiscal_year(year, (month, closing))
    first, _ = fiscal_year(year + 1, (month, closing))
    assert first == last + dt.timedelta(days=1)
