"""Sums of rows, and what everything announced would add up to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.answering.adding import all_added, summed
from compute_race.answering.rows import AllAdded
from compute_race.basics.namespaces import ENT, SRC
from support import day, row

LAND = ENT + "land"


def test_the_ends_are_added() -> None:
    found = summed(LAND, "Land", [row("a", 60, 65), row("b", 40)])
    assert (found.low, found.high) == (100, 105)


@pytest.mark.parametrize(
    ("ends", "low", "high"),
    [
        ([(380, None), (20, 20)], 400, None),
        ([(None, 500), (20, 20)], 20, 520),
        ([(None, 500)], 0, 500),
    ],
)
def test_an_open_end_is_open_in_the_sum(
    ends: list[tuple[int | None, int | None]], low: int, high: int | None
) -> None:
    rows = [row(f"r{n}", *pair) for n, pair in enumerate(ends)]
    found = summed(LAND, "Land", rows)
    assert (found.low, found.high) == (low, high)


def test_a_sum_has_what_its_rows_share_and_nothing_of_one_alone() -> None:
    rows = [
        row("a", 1, currency="USD", per="year", stated=None, years=Decimal(3)),
        row("b", 2, currency="USD", per="year", first_day=day("2025-01-01"), part_of=("x",)),
    ]
    found = summed(LAND, "Land", rows)
    assert (found.currency, found.per) == ("USD", "year")
    assert (found.iri, found.about, found.entity, found.entities) == (LAND, LAND, LAND, (LAND,))
    assert (found.label, found.entity_label) == ("Land", "Land")
    assert (found.announcement, found.scope, found.initiative, found.rate) == (None,) * 4
    assert (found.years, found.first_day, found.last_day, found.announced) == (None,) * 4
    assert (found.stated, found.part_of) == (None, ())


def test_a_sum_rests_on_all_its_rows() -> None:
    rows = [
        row("b", 1, documents=("d", "e"), witnesses=("x", "y"), conflicts=("k",)),
        row("a", 1, documents=("d",), witnesses=("y",), conflicts=("k",), period_claims=("p",)),
    ]
    found = summed(LAND, "Land", rows)
    assert found.counted == tuple(rows)
    assert found.parts == (ENT + "a", ENT + "b")
    assert found.claims == (f"{SRC}d#b", f"{SRC}d#a")
    assert found.period_claims == ("p",)
    assert found.documents == ("d", "e")
    assert found.witnesses == ("x", "y")
    assert found.conflicts == ("k",)


def test_one_witness_of_two_plans_is_one() -> None:
    rows = [row("a", 1, documents=("d",), witnesses=("x",)) for _ in range(2)]
    assert summed(LAND, "Land", rows).originals == 1
    # Two addresses of which nobody knows who first said it are no more than the addresses.
    rows = [row("a", 1, documents=("d",), witnesses=("x", "y"))]
    assert summed(LAND, "Land", rows).originals == 1


def test_everything_added_holds_what_is_in_it_twice() -> None:
    rows = [row("whole", 100, 120), row("part", 40), row("up-to", None, 5)]
    assert all_added(LAND, rows) == AllAdded(LAND, Decimal(140), Decimal(165), 3)
    assert all_added(LAND, [*rows, row("open", 1, None)]).high is None


def test_what_a_sum_leaves_out_is_the_difference() -> None:
    every = AllAdded(LAND, Decimal(140), Decimal(165), 3)
    assert every.less(Decimal(100), Decimal(120)) == {
        "low": "140",
        "high": "165",
        "announcements": 3,
        "difference_low": "40",
        "difference_high": "45",
    }
    assert every.less(None, None)["difference_low"] == "140"
    assert every.less(Decimal(1), None)["difference_high"] is None
    open_end = AllAdded(LAND, Decimal(140), None, 3)
    assert open_end.less(Decimal(1), Decimal(1))["difference_high"] is None


NUMBERS = st.integers(0, 10**12)
ENDS = st.one_of(
    st.tuples(NUMBERS, NUMBERS).map(sorted),
    NUMBERS.map(lambda low: (low, None)),
    NUMBERS.map(lambda high: (None, high)),
)


@given(st.lists(ENDS, min_size=1, max_size=6))
def test_a_sum_is_everything_added_of_its_own_rows(
    ends: list[tuple[int | None, int | None]],
) -> None:
    rows = [row(f"r{n}", *pair) for n, pair in enumerate(ends)]
    found = summed(LAND, "Land", rows)
    every = all_added(LAND, found.counted)
    assert (found.low, found.high, len(found.counted)) == (every.low, every.high, every.count)
