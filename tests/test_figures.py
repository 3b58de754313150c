"""Numbers as they are printed, in three languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.basics.figures import figures
from compute_race.basics.text import normalise


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("30 milliards €", ["30000000000"]),
        ("380 milliards de yuans", ["380000000000"]),
        ("4,3 milliards $", ["4300000000"]),
        ("932 000 followers", ["932000"]),
        ("56\u202f000", ["56000"]),
        ("4 % à 6 %", ["4", "6"]),
        ("13 %", ["13"]),
        ("quatrième", ["4"]),
        ("Fourth", ["4"]),
        ("$53 billion", ["53000000000"]),
        ("$52.4bn", ["52400000000"]),
        ("3800亿", ["380000000000"]),
        ("5万", ["50000"]),
        ("53 bln", ["53000000000"]),
        ("1,101", ["1101"]),
        ("1,234,567.89", ["1234567.89"]),
        ("1.234.567,89", ["1234567.89"]),
        ("1.5 trillion", ["1500000000000"]),
        ("47 Mrd Franken", ["47000000000"]),
        ("60 to 65 billion", ["60", "65000000000"]),
        ("2025", ["2025"]),
        ("no number", []),
        ("", []),
        ("100 a year", ["100"]),
    ],
)
def test_printed_numbers(text: str, found: list[str]) -> None:
    assert figures(normalise(text)) == [Decimal(number) for number in found]


@pytest.mark.parametrize("text", ["1,234 567", "380,000 000", "1.000 500", "in 4,300 200 of them"])
def test_numbers_that_touch_are_no_failure(text: str) -> None:
    assert figures(text)


@given(st.text(st.sampled_from("0123456789 ,.%€$abnmillardseèq亿万"), max_size=25))
def test_nothing_printed_is_a_failure(text: str) -> None:
    assert all(number.is_finite() for number in figures(text))


@given(st.integers(1, 999), st.sampled_from([("bn", 9), ("milliards", 9), ("million", 6)]))
def test_a_scale_word_multiplies(number: int, scale: tuple[str, int]) -> None:
    assert figures(f"{number} {scale[0]}") == [Decimal(number).scaleb(scale[1])]


@given(st.integers(0, 10**12), st.sampled_from([",", " ", "."]))
def test_thousands_are_grouped_by_any_of_three_marks(number: int, mark: str) -> None:
    assert figures(f"{number:,}".replace(",", mark)) == [Decimal(number)]
