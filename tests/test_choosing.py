"""Which plans a sum counts: of what lies within another, says the same, or stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.answering.choosing import Chooser, Chosen
from compute_race.answering.options import SCOPES
from compute_race.answering.overlaps import Overlaps, overlaps_of
from compute_race.answering.reasons import codes
from compute_race.answering.rows import Row
from compute_race.basics.namespaces import ENT
from support import day, row

ACME = {"entity": ENT + "acme", "group": ENT + "acme"}
CLOUD = {"entity": ENT + "acme-cloud", "group": ENT + "acme"}


def known(*lines: str) -> Overlaps:
    triples = (line.split() for line in lines)
    return overlaps_of((ENT + one, code, ENT + other) for one, code, other in triples)


def chooser(*lines: str, everywhere: bool = False, sums_hold: bool = False) -> Chooser:
    return Chooser(
        lambda item: item.groups or (item.group or item.about,),
        known(*lines),
        day("2025-03-01"),
        everywhere,
        sums_hold,
    )


def choose(rows: Sequence[Row], *lines: str, **more: bool) -> Chosen:
    found = chooser(*lines, **more).choose(rows)
    assert {item.reason for item in found.left_out} <= codes()
    for item in found.left_out:
        assert item.row is not None
        assert (item.announcement, item.claim) == (item.row.about, item.row.claims[0])
        assert item.way, "what stands instead is always named"
    return found


def counted(found: Chosen) -> list[str]:
    return [item.about.removeprefix(ENT) for item in found.counted]


def left(found: Chosen) -> dict[str, str]:
    """Give for each row left out the reason and where the way ends."""
    return {
        item.announcement.removeprefix(ENT): f"{item.reason} {item.way[-1][1].removeprefix(ENT)}"
        for item in found.left_out
    }


def test_plans_of_different_owners_are_all_counted() -> None:
    assert counted(choose([row("a", 1), row("b", 2)])) == ["b", "a"]


@pytest.mark.parametrize("code", ["part-of", "included-figure", "superseded"])
def test_a_part_gives_way_to_its_whole(code: str) -> None:
    found = choose([row("whole", 5, **ACME), row("part", 1, **ACME)], f"part {code} whole")
    assert counted(found) == ["whole"]
    assert left(found) == {"part": f"{code} whole"}


def test_a_part_of_what_is_not_there_is_counted() -> None:
    assert counted(choose([row("part", 1)], "part part-of whole")) == ["part"]


def test_a_part_of_somebody_elses_whole_is_its_own_owners_plan() -> None:
    """Amazon's six billions for France are Amazon's, and in one sum they are in the 109."""
    rows = [row("france", 109), row("amazon-france", 6)]
    line = "amazon-france part-of france"
    assert sorted(counted(choose(rows, line))) == ["amazon-france", "france"]
    found = choose(rows, line, everywhere=True)
    assert counted(found) == ["france"]
    assert left(found) == {"amazon-france": "part-of france"}


def test_the_whole_way_is_told_and_its_plainest_step_is_the_reason() -> None:
    rows = [row("new", 9, **ACME), row("part", 1, **ACME)]
    (item,) = choose(rows, "part included-figure old", "old superseded new").left_out
    assert item.way == (("included-figure", ENT + "old"), ("superseded", ENT + "new"))
    assert item.reason == "included-figure"
    (item,) = choose(rows, "part restates old", "old part-of new").left_out
    assert item.reason == "part-of"


def test_of_restatements_the_first_word_stays() -> None:
    rows = [
        row("later", 5, announced=day("2025-02-01"), **ACME),
        row("first", 5, announced=day("2025-01-01"), **ACME),
        row("undated", 5, announced=None, **ACME),
    ]
    found = choose(rows, "later restates first", "undated restates later")
    assert counted(found) == ["first"]
    assert left(found) == {"later": "restates first", "undated": "restates first"}


def test_of_restatements_of_one_day_the_better_told_stays() -> None:
    rows = [row("a", 5, **ACME), row("b", 5, originals=3, **ACME)]
    assert counted(choose(rows, "a restates b")) == ["b"]
    assert counted(choose([row("a", 5, **ACME), row("b", 5, **ACME)], "a restates b")) == ["a"]


def test_of_two_that_hold_one_another_the_first_word_stays() -> None:
    rows = [
        row("a", 5, announced=day("2025-02-01"), **ACME),
        row("b", 5, announced=day("2025-01-01"), **ACME),
    ]
    found = choose(rows, "a part-of b", "b included-figure a")
    assert counted(found) == ["b"]
    assert left(found) == {"a": "part-of b"}


def test_what_holds_both_of_two_that_hold_one_another_holds_them() -> None:
    rows = [
        row("a", 5, announced=day("2025-01-01"), **ACME),
        row("b", 5, announced=day("2025-02-01"), **ACME),
        row("whole", 9, announced=day("2025-03-01"), **ACME),
    ]
    found = choose(rows, "a part-of b", "b part-of a", "b part-of whole")
    assert counted(found) == ["whole"]
    assert left(found) == {"a": "part-of whole", "b": "part-of whole"}


def test_of_one_owner_one_plan_stands_and_is_named() -> None:
    rows = [
        row("old", 100, announced=day("2025-01-01"), **ACME),
        row("new", 80, announced=day("2025-02-01"), **CLOUD | {"entities": (ENT + "acme",)}),
    ]
    found = choose(rows)
    assert counted(found) == ["new"]
    assert left(found) == {"old": "other-plan new"}


def test_what_is_judged_apart_is_added() -> None:
    rows = [row("one", 100, **ACME), row("two", 80, **ACME), row("three", 5, **ACME)]
    found = choose(rows, "two apart one")
    assert counted(found) == ["one", "two"]
    # Apart from one of those counted is not apart from all.
    assert left(found) == {"three": "other-plan one"}
    assert left(choose(rows, "two apart one", "three apart one")) == {"three": "other-plan two"}
    every = choose(rows, "two apart one", "three apart one", "two apart three")
    assert counted(every) == ["one", "two", "three"]


def test_of_measurements_of_one_group_one_stands() -> None:
    rows = [
        row("acme", 9, announcement=None, **ACME),
        row("acme-cloud", 4, announcement=None, **CLOUD),
    ]
    found = choose(rows)
    assert counted(found) == ["acme"]
    assert left(found) == {"acme-cloud": "same-group acme"}


def test_what_several_announce_is_a_rival_of_each_ones_plan() -> None:
    both = {"entities": (ENT + "a", ENT + "b"), "groups": (ENT + "a", ENT + "b")}
    rows = [row("plan-a", 9, group=ENT + "a"), row("joint", 5, scope=SCOPES["site"], **both)]
    assert left(choose(rows)) == {"joint": "other-plan plan-a"}
    assert counted(choose(rows, "joint apart plan-a")) == ["plan-a", "joint"]


AGGREGATE = {"scope": SCOPES["aggregate"], "entities": (ENT + "x",), "groups": (ENT + "x",)}


def test_a_sum_over_several_gives_way_to_any_of_them() -> None:
    rows = [row("four", 300, **AGGREGATE), row("one", 80)]
    found = choose(rows, "one part-of four", everywhere=True)
    assert counted(found) == ["one"]
    assert left(found) == {"four": "aggregate one"}


def test_a_sum_over_several_gives_way_to_its_own_owners_plan() -> None:
    found = choose([row("four", 300, **AGGREGATE), row("plan", 8, groups=(ENT + "x",))])
    assert counted(found) == ["plan"]
    assert left(found) == {"four": "aggregate plan"}


def test_a_sum_over_several_can_itself_be_a_part_or_said_again() -> None:
    rows = [row("four", 300, announced=day("2024-01-01"), **AGGREGATE), row("all", 500)]
    assert left(choose(rows, "four part-of all", everywhere=True)) == {"four": "part-of all"}
    assert left(choose(rows, "four restates all", everywhere=True)) == {"four": "restates all"}


def test_a_sum_over_several_stands_where_nobody_stands_for_himself() -> None:
    rows = [row("four", 300, **AGGREGATE), row("part", 3, **AGGREGATE), row("else", 1)]
    found = choose(rows, "part part-of four")
    assert "else" in counted(found)
    assert left(found) == {"four": "aggregate part"}
    assert counted(choose([rows[0], rows[2]])) == ["else", "four"]


def test_where_sums_hold_their_parts_give_way() -> None:
    rows = [
        row("four", 300, **AGGREGATE),
        row("one", 80, groups=(ENT + "x",)),
        row("two", 8, groups=(ENT + "x",)),
    ]
    found = choose(rows, "one part-of four", sums_hold=True)
    assert counted(found) == ["four"]
    assert left(found) == {"one": "part-of four", "two": "other-plan four"}


BEFORE: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("whole before country", {}, {"scope": SCOPES["country"], "low": 9}),
    ("initiative before country", {"scope": SCOPES["initiative"]}, {"scope": SCOPES["country"]}),
    ("country before site", {"scope": SCOPES["country"]}, {"scope": SCOPES["site"]}),
    ("site before contract", {"scope": SCOPES["site"]}, {"scope": SCOPES["contract"]}),
    ("contract before what nobody judged", {"scope": SCOPES["contract"]}, {"scope": None}),
    ("the unjudged before a sum", {"scope": None}, {"scope": SCOPES["aggregate"]}),
    ("head before member", ACME, CLOUD),
    ("announcement before expectation", {}, {"announcement": None}),
    ("begun before to come", {"first_day": day("2025-03-01")}, {"first_day": day("2025-03-02")}),
    ("last word before earlier", {"announced": day("2025-02-01")}, {}),
    ("dated before undated", {}, {"announced": None}),
    ("larger before smaller", {"low": 2}, {"low": 1}),
]


@pytest.mark.parametrize(
    ("one", "other"), [line[1:] for line in BEFORE], ids=[b[0] for b in BEFORE]
)
def test_what_stands_first_of_two_plans(one: dict[str, Any], other: dict[str, Any]) -> None:
    stands = chooser().standing
    # By name "b" stands first, so it is what they differ in that decides.
    assert stands(plan("a", **one)) > stands(plan("b", **other))


def test_equal_plans_stand_in_the_order_of_their_names() -> None:
    assert counted(choose([row("a", 1, **ACME), row("b", 1, **ACME)])) == ["b"]


def plan(name: str, low: int = 1, **more: Any) -> Row:
    return row(name, low, **{"group": ENT + "acme"} | more)


NAMES = [f"r{n}" for n in range(6)]
LINES = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["part-of", "restates", "superseded", "included-figure", "apart"]),
    st.sampled_from(NAMES),
).filter(lambda line: line[0] != line[2])
PLANS = st.lists(
    st.tuples(
        st.sampled_from(["acme", "rival", "third"]),
        st.sampled_from([SCOPES["whole"], SCOPES["country"], SCOPES["aggregate"], None]),
        st.sampled_from(["2025-01-01", "2025-02-01"]),
    ),
    max_size=len(NAMES),
)


@given(plans=PLANS, lines=st.lists(LINES, max_size=8), everywhere=st.booleans())
def test_nothing_is_lost_and_nothing_counted_twice(
    plans: list[tuple[str, str | None, str]], lines: list[tuple[str, str, str]], everywhere: bool
) -> None:
    rows = [
        row(name, 5, group=ENT + owner, scope=scope, announced=day(said))
        for name, (owner, scope, said) in zip(NAMES, plans, strict=False)
    ]
    overlaps = known(*(" ".join(line) for line in lines))
    found = choose(rows, *(" ".join(line) for line in lines), everywhere=everywhere)
    assert sorted([*counted(found), *left(found)]) == sorted(item.label for item in rows)
    for one in found.counted:
        for other in found.counted:
            if one is other:
                continue
            is_same_owner = one.group == other.group
            if is_same_owner:
                assert overlaps.are_apart(one.about, other.about)
            if everywhere or is_same_owner:
                assert not overlaps.within(one.about, {other.about})
                assert not overlaps.same(one.about, {other.about})


@given(plans=PLANS, lines=st.lists(LINES, max_size=8), order=st.randoms())
def test_the_order_of_rows_changes_nothing(
    plans: list[tuple[str, str | None, str]], lines: list[tuple[str, str, str]], order: Any
) -> None:
    rows = [
        row(name, 5, group=ENT + owner, scope=scope, announced=day(said))
        for name, (owner, scope, said) in zip(NAMES, plans, strict=False)
    ]
    told = [" ".join(line) for line in lines]
    first = choose(rows, *told)
    shuffled = order.sample(rows, len(rows))
    second = choose(shuffled, *told)
    assert counted(first) == counted(second)
    assert left(first) == left(second)
