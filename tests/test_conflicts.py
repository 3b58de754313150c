"""Which claims contradict each other: how far, between which groups, inside and across."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.basics.money import gap
from compute_race.basics.namespaces import SRC
from compute_race.comparison.conflicts import (
    TOLERANCE,
    Conflict,
    period_conflict,
    value_conflict,
)
from compute_race.comparison.periods import Period
from compute_race.comparison.records import Claim
from support import PLAN, PLANNED, amount, claim, day

KNOWN = {SRC + "a": day("2025-02-24"), SRC + "b": day("2025-02-26"), SRC + "c": day("2025-03-01")}


def known(found: Claim) -> dt.date | None:
    return KNOWN.get(found.document)


def values(claims: Sequence[Claim]) -> Conflict | None:
    return value_conflict(claims, lambda c: c.amount, known)


def names(found: Conflict) -> list[list[str]]:
    return [[c.iri.removeprefix(SRC) for c in side.claims] for side in found.sides]


def test_the_tolerance_is_five_percent() -> None:
    assert Decimal("0.05") == TOLERANCE


@pytest.mark.parametrize(
    ("low", "conflicts"),
    [("95", False), ("95.0000001", False), ("94.9999999", True), ("100", False), ("30", True)],
)
def test_at_exactly_five_percent_it_is_rounding(low: str, conflicts: bool) -> None:
    found = values([claim("x", low, doc="a"), claim("y", 100, doc="b")])
    assert (found is not None) == conflicts


def test_about_53_against_52_4_is_rounding_and_30_against_50_is_not() -> None:
    assert values([claim("x", 53, doc="a"), claim("y", "52.4", doc="b")]) is None
    found = values([claim("x", 30, doc="a"), claim("y", 50, doc="b")])
    assert found is not None
    assert found.gap == Decimal("0.4")
    assert (found.about, found.measure, found.kind) == (PLAN, PLANNED, "value")


def test_intervals_that_touch_or_overlap_agree() -> None:
    assert values([claim("x", 60, 65, doc="a"), claim("y", 65, 72, doc="b")]) is None
    assert values([claim("x", 60, 65, doc="a"), claim("y", 64, 72, doc="b")]) is None
    assert values([claim("x", 380, None, doc="a"), claim("y", 500, doc="b")]) is None


def test_an_open_end_still_contradicts_what_it_cannot_reach() -> None:
    found = values([claim("x", 380, None, doc="a"), claim("y", 30, doc="b")])
    assert found is not None
    assert found.gap == Decimal(350) / 380
    assert [side.value for side in found.sides] == [
        amount(30, 30, found.sides[0].value.unit if found.sides[0].value else ""),
        amount(380, None, found.sides[1].value.unit if found.sides[1].value else ""),
    ]


def test_one_stated_currency_is_compared_as_stated() -> None:
    """Said on two days, at two rates: the same figure does not contradict itself."""
    same = [claim("a", 100, unit_code="USD", doc="a"), claim("b", 100, unit_code="USD", doc="b")]
    rates = {same[0].iri: Decimal("0.85"), same[1].iri: Decimal("0.97")}
    found = value_conflict(same, lambda c: c.amount.times(rates[c.iri], "EUR"), known)
    assert found is None
    other = claim("b", 120, unit_code="USD", doc="b")
    found = value_conflict([same[0], other], lambda c: amount(1), known)
    assert found is not None
    assert found.gap == gap(amount(100), amount(120))


def test_many_pages_make_one_conflict_between_groups() -> None:
    kept = [claim(f"c{n}", 30, doc="a") for n in range(20)]
    kept += [claim(f"c{n}", "50.1", doc="b") for n in range(20)]
    kept += [claim(f"d{n}", 51, doc="c") for n in range(17)]
    found = values(kept)
    assert found is not None
    assert [len(side.claims) for side in found.sides] == [20, 37]
    assert found.sides[1].value is not None
    assert (found.sides[1].value.low, found.sides[1].value.high) == (Decimal("50.1"), Decimal(51))


def test_three_sides_and_the_widest_gap() -> None:
    found = values([claim("x", 25, doc="a"), claim("y", 50, doc="b"), claim("z", 100, doc="c")])
    assert found is not None
    assert names(found) == [["a#x"], ["b#y"], ["c#z"]]
    assert found.gap == Decimal("0.75")


def test_a_side_never_holds_two_that_contradict_each_other() -> None:
    found = values([claim("x", 100, doc="a"), claim("y", 104, doc="b"), claim("z", 108, doc="c")])
    assert found is not None
    assert names(found) == [["a#x", "b#y"], ["c#z"]]


def test_a_document_that_contradicts_itself_is_named() -> None:
    found = values([claim("x", 30, doc="a"), claim("y", 50, doc="a"), claim("z", 50, doc="b")])
    assert found is not None
    assert found.within == (SRC + "a",)
    across = values([claim("x", 30, doc="a"), claim("z", 50, doc="b")])
    assert across is not None
    assert across.within == ()


def test_a_conflict_is_known_when_two_sides_are() -> None:
    found = values([claim("x", 30, doc="a"), claim("z", 50, doc="b"), claim("w", 90, doc="c")])
    assert found is not None
    assert found.known == day("2025-02-26")
    undated = values([claim("x", 30, doc="a"), claim("z", 50, doc="undated")])
    assert undated is not None
    assert undated.known is None


def test_claims_with_a_position_come_first() -> None:
    kept = [
        claim("x", 30, doc="a"),
        claim("y", 30, doc="b", anchored=True),
        claim("z", 90, doc="c"),
    ]
    found = values(kept)
    assert found is not None
    assert names(found)[0] == ["b#y", "a#x"]


def test_what_cannot_be_compared_takes_no_part() -> None:
    kept = [claim("x", 30, doc="a"), claim("y", 50, doc="b")]
    assert value_conflict(kept, lambda c: c.amount if c == kept[0] else None, known) is None
    assert value_conflict([], lambda c: c.amount, known) is None


THREE = Period(Fraction(3), None, None, "duration")
ONE = Period(Fraction(1), day("2025-01-01"), day("2025-12-31"), "dates")
FISCAL = Period(Fraction(1), day("2024-07-01"), day("2025-06-30"), "fiscal-year")


def periods(*found: Period | None) -> Conflict | None:
    kept = [claim("c", 30, doc=doc) for doc, _ in zip("abcde", found, strict=False)]
    by_iri = dict(zip([c.iri for c in kept], found, strict=True))
    return period_conflict(kept, lambda c: by_iri[c.iri], known)


def test_periods_that_differ_conflict() -> None:
    found = periods(ONE, THREE)
    assert found is not None
    assert (found.kind, found.gap) == ("period", None)
    assert [side.period for side in found.sides] == [ONE, THREE]


def test_what_is_not_stated_never_differs() -> None:
    assert periods(ONE, None, None) is None
    assert periods(None, None) is None


def test_one_length_of_two_calendars_conflicts_in_days_only() -> None:
    assert periods(ONE, FISCAL) is not None
    assert periods(ONE, Period(Fraction(1), None, None, "duration")) is None


def test_up_to_and_at_least_that_nearly_meet_agree() -> None:
    """ "Up to 19" and "at least 20" miss each other by exactly the tolerance."""
    assert values([claim("x", None, 19, doc="a"), claim("y", 20, None, doc="b")]) is None
    third = claim("z", 90, doc="c")
    found = values([claim("x", None, 19, doc="a"), claim("y", 20, 21, doc="b"), third])
    assert found is not None
    assert names(found) == [["a#x", "b#y"], ["c#z"]]


@given(
    st.lists(
        st.tuples(st.integers(1, 200), st.sampled_from(["exact", "at least", "up to"])),
        min_size=1,
        max_size=8,
    ),
    st.randoms(),
)
def test_sides_hold_every_claim_once_and_the_order_does_not_matter(
    drawn: list[tuple[int, str]], shuffled: object
) -> None:
    ends = {
        "exact": lambda n: (n, n),
        "at least": lambda n: (n, None),
        "up to": lambda n: (None, n),
    }
    kept = [claim(f"c{n:02}", *ends[how](value)) for n, (value, how) in enumerate(drawn)]
    found = values(kept)
    other = list(kept)
    shuffled.shuffle(other)  # type: ignore[attr-defined]
    assert values(other) == found
    disagree = any(gap(a.amount, b.amount) > TOLERANCE for a in kept for b in kept)
    assert (found is not None) == disagree
    if found is not None:
        told = [c.iri for side in found.sides for c in side.claims]
        assert sorted(told) == [c.iri for c in kept]
        assert found.gap == max(gap(a.amount, b.amount) for a in kept for b in kept)
        for side in found.sides:
            assert all(
                gap(a.amount, b.amount) <= TOLERANCE for a in side.claims for b in side.claims
            )


def test_different_definitions_are_no_contradiction_and_are_called_so() -> None:
    kept = [claim("x", 11, definition="excluding subsidiaries"), claim("y", 13, doc="b")]
    found = values(kept)
    assert found is not None
    assert found.kind == "definition"
    both = [*kept, claim("z", 13, doc="c", definition="excluding subsidiaries")]
    mixed = values(both)
    assert mixed is not None
    assert mixed.kind == "value"
