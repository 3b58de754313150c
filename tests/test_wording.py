"""Amounts, periods and lengths in words and figures, in English and French."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.answering.wording import (
    amount,
    counted,
    figure,
    grouped,
    quoted_rate,
    word,
    years,
)

NBSP, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        ("16693244068.4", "16.7_bn", "16,7_Md"),
        ("380000000000", "380_bn", "380_Md"),
        ("4300000000", "4.3_bn", "4,3_Md"),
        ("1234567890", "1.23_bn", "1,23_Md"),
        ("500000000000000", "500_tn", "500_bill."),
        ("2500000", "2.5_m", "2,5_M"),
        ("932000", "932,000", f"932{NARROW}000"),
        ("0.05", "0.05", "0,05"),
        ("-30000000000", "-30_bn", "-30_Md"),
        ("0", "0", "0"),
    ],
)
def test_numbers_for_people(value: str, english: str, french: str) -> None:
    assert figure(Decimal(value)) == english.replace("_", NBSP)
    assert figure(Decimal(value), "fr") == french.replace("_", NBSP)


def test_every_digit_where_it_matters() -> None:
    assert grouped(Decimal("16693244068.40")) == "16,693,244,068.4"
    assert grouped(Decimal("16693244068.4"), "fr") == f"16{NARROW}693{NARROW}244{NARROW}068,4"
    assert grouped(Decimal("1E+6")) == "1,000,000"
    assert grouped(Decimal("0.131788768961")) == "0.131788768961"


@pytest.mark.parametrize(
    ("low", "high", "unit", "english", "french"),
    [
        (380 * 10**9, None, "CNY", "at least 380_bn_CNY", "au moins 380_Md_CNY"),
        (None, 500 * 10**9, "USD", "up to 500_bn_USD", "jusqu'à 500_Md_USD"),
        (30 * 10**9, 30 * 10**9, "EUR", "30_bn_EUR", "30_Md_EUR"),
        (60 * 10**9, 65 * 10**9, "USD", "60 to 65_bn_USD", "60 à 65_Md_USD"),
        (900 * 10**6, 2 * 10**9, "USD", "900_m to 2_bn_USD", "900_M à 2_Md_USD"),
        (4, 6, "PERCENT", "4 to 6_%", "4 à 6_%"),
        (932000, 932000, "NUM", "932,000", f"932{NARROW}000"),
        (4, 4, "NUM", "4", "4"),
        (5, 5, "GigaW", "5_GW", "5_GW"),
        (None, None, "EUR", "-", "-"),
    ],
)
def test_intervals_with_their_unit(
    low: int | None, high: int | None, unit: str, english: str, french: str
) -> None:
    ends = (None if low is None else Decimal(low), None if high is None else Decimal(high))
    assert amount(*ends, unit) == english.replace("_", NBSP)
    assert amount(*ends, unit, "fr") == french.replace("_", NBSP)


def test_about() -> None:
    assert amount(Decimal(53), Decimal(53), "PERCENT", approximate=True) == f"about 53{NBSP}%"
    assert amount(None, Decimal(5), "NUM", "fr", approximate=True) == "environ jusqu'à 5"


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        ("3", "3 years", "3 ans"),
        ("1", "1 year", "1 an"),
        ("10", "10 years", "10 ans"),
        ("0.25", "3 months", "3 mois"),
        ("0.083333", "1 month", "1 mois"),
        ("0.333333", "4 months", "4 mois"),
        ("0.416667", "5 months", "5 mois"),
        ("0.5", "6 months", "6 mois"),
        ("2.5", "2.5 years", "2,5 ans"),
    ],
)
def test_lengths(value: str, english: str, french: str) -> None:
    assert years(Decimal(value)) == english
    assert years(Decimal(value), "fr") == french


@pytest.mark.parametrize("months", range(1, 12))
def test_every_month_of_a_year_is_told_in_months(months: int) -> None:
    """The graph keeps six digits of a length in years."""
    kept = round(Decimal(months) / 12, 6).normalize()
    assert years(kept) == f"{months} month{'s' if months > 1 else ''}"


@given(st.decimals(0, 10**15, places=3), st.sampled_from(["en", "fr"]))
def test_a_written_number_is_close_to_what_it_says(value: Decimal, lang: str) -> None:
    text = figure(value, lang).replace(NARROW, "").replace(NBSP, " ")
    text = text.replace(",", ".") if lang == "fr" else text.replace(",", "")
    head, _, scale = text.partition(" ")
    factor = {"": 0, "m": 6, "M": 6, "bn": 9, "Md": 9, "tn": 12, "bill.": 12}[scale]
    assert abs(Decimal(head).scaleb(factor) - value) <= value * Decimal("0.005")


def test_words() -> None:
    assert (word("at least", "en"), word("at least", "fr")) == ("at least", "au moins")


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [(0, "0 documents", "0 document"), (1, "1 document", "1 document"), (4, *["4 documents"] * 2)],
)
def test_one_and_many(number: int, english: str, french: str) -> None:
    assert counted(number, "document") == english
    assert counted(number, "document", "fr") == french
    assert counted(1, "original") == "1 independent original"
    assert counted(2, "original", "fr") == "2 sources indépendantes"


def test_a_rate_as_the_ecb_quotes_it() -> None:
    assert quoted_rate(Decimal("0.131788768961")) == "7.5879"
    assert quoted_rate(Decimal("0.131788768961"), "fr") == "7,5879"
    assert quoted_rate(Decimal("0.000612345")) == "1,633.07"
