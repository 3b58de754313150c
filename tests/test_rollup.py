"""Rolled up to organisations, groups, initiatives and blocs: nothing is counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.answering.options import By, CompareOptions
from compute_race.answering.reasons import codes
from compute_race.answering.rollup import roll_up, without_nested
from compute_race.answering.rows import LeftOut, Row
from compute_race.basics.namespaces import ENT, RACE, SRC
from compute_race.basics.problems import UsageError
from support import day, row


def rolled(rows: Sequence[Row], by: By, **more: Any) -> tuple[list[Row], dict[str, str], list[str]]:
    options = CompareOptions(as_of=day("2025-03-01"), by=by, **more)
    found, left_out, notes = roll_up(rows, options, "en")
    return list(found), reasons(left_out), notes


def reasons(left_out: Sequence[LeftOut]) -> dict[str, str]:
    assert {item.reason for item in left_out} <= codes()
    return {item.announcement.removeprefix(ENT): item.reason for item in left_out}


def names(rows: Sequence[Row]) -> list[str]:
    return [found.about.removeprefix(ENT) for found in rows]


def test_by_announcement_nothing_changes() -> None:
    rows = [row("a", 1), row("b", 2)]
    assert rolled(rows, "announcement") == (rows, {}, [])


def test_of_an_organisation_the_plan_announced_last_is_in_force() -> None:
    rows = [
        row("old", 100, entity=ENT + "acme", announced=day("2025-01-01")),
        row("new", 80, entity=ENT + "acme", announced=day("2025-02-01")),
        row("other", 1),
    ]
    kept, left, _ = rolled(rows, "organization")
    assert sorted(names(kept)) == ["new", "other"]
    assert left == {"old": "other-plan"}


def test_of_an_organisation_a_part_is_not_the_plan() -> None:
    rows = [
        row("whole", 500, entity=ENT + "acme", announced=day("2025-01-21")),
        row(
            "first",
            100,
            entity=ENT + "acme",
            announced=day("2025-01-22"),
            part_of=(ENT + "whole",),
        ),
    ]
    kept, left, _ = rolled(rows, "organization")
    assert names(kept) == ["whole"]
    assert left == {"first": "part-of"}


def test_a_group_has_one_plan_with_its_subsidiaries() -> None:
    rows = [
        row("cloud", 4, entity=ENT + "acme-cloud", group=ENT + "acme", announced=day("2025-01-01")),
        row("group", 9, entity=ENT + "acme", group=ENT + "acme", announced=day("2025-02-01")),
    ]
    assert names(rolled(rows, "group")[0]) == ["group"]
    assert sorted(names(rolled(rows, "organization")[0])) == ["cloud", "group"]


@pytest.mark.parametrize("by", ["group", "organization"])
def test_a_groups_plan_is_that_of_the_whole_organisation(by: By) -> None:
    """A later plan for one country replaces no whole yearly plan."""
    rows = [
        row("whole", 100, group=ENT + "acme", entity=ENT + "acme", announced=day("2025-01-01")),
        row(
            "country",
            6,
            group=ENT + "acme",
            entity=ENT + "acme",
            announced=day("2025-02-01"),
            scope=RACE + "countryScope",
        ),
    ]
    kept, left, _ = rolled(rows, by, scope=("all",))
    assert names(kept) == ["whole"]
    assert left == {"country": "other-plan"}


def test_by_initiative_there_is_one_row_for_each() -> None:
    rows = [
        row("whole", 200, initiative=ENT + "investai"),
        row("part", 20, initiative=ENT + "investai", part_of=(ENT + "whole",)),
        row("company", 5),
    ]
    kept, left, _ = rolled(rows, "initiative")
    assert names(kept) == ["whole"]
    assert left == {"part": "part-of", "company": "no-initiative"}


def test_a_bloc_is_the_sum_of_what_is_not_nested() -> None:
    rows = [
        row("a", 60, 65, currency="USD", per="year", witnesses=("x", "y"), documents=("d", "e")),
        row("b", 40, currency="USD", per="year", witnesses=("y",), documents=("d",)),
        row("c", 10, part_of=(ENT + "b",)),
        row("elsewhere", 7, bloc=ENT + "sea", bloc_label="Sea"),
        row("nowhere", 9, bloc=None),
    ]
    kept, left, notes = rolled(rows, "bloc", currency="USD")
    assert left == {"c": "part-of", "nowhere": "no-bloc"}
    assert names(kept) == ["land", "sea"]
    land = kept[0]
    assert (land.low, land.high, land.currency, land.per) == (100, 105, "USD", "year")
    assert land.parts == (ENT + "a", ENT + "b")
    assert (land.announcement, land.group, land.scope, land.years) == (None, None, None, None)
    assert (land.label, land.entity) == ("Land", ENT + "land")
    assert land.originals == 2
    assert set(land.claims) == {f"{SRC}d#a", f"{SRC}d#b"}
    assert notes == ["counted once: c (already in another announcement)"]


def test_an_open_end_is_open_in_the_sum() -> None:
    (floor,), _, _ = rolled([row("a", 380, None), row("b", 20)], "bloc")
    assert (floor.low, floor.high) == (400, None)
    (up_to,), _, _ = rolled([row("a", None, 500), row("b", 20)], "bloc")
    assert (up_to.low, up_to.high) == (20, 520)


def test_a_part_of_what_is_not_counted_counts() -> None:
    counted, left = without_nested([row("part", 10, part_of=(ENT + "absent",))])
    assert names(counted) == ["part"]
    assert left == []


def test_a_figure_that_another_contains_is_counted_once() -> None:
    rows = [row("whole", 200, included=(f"{SRC}d#part",)), row("part", 150)]
    counted, left = without_nested(rows)
    assert names(counted) == ["whole"]
    assert reasons(left) == {"part": "included-figure"}


def test_sums_are_of_one_currency() -> None:
    """As printed, yuan and dollars do not add up."""
    rows = [row("a", 380, currency="CNY"), row("b", 100, currency="USD")]
    with pytest.raises(UsageError):
        rolled(rows, "bloc", currency="original")


def test_the_note_is_in_the_readers_language() -> None:
    options = CompareOptions(as_of=day("2025-03-01"), by="bloc")
    _, _, notes = roll_up([row("a", 1), row("b", 1, part_of=(ENT + "a",))], options, "fr")
    assert notes[0].startswith("compté une seule fois")


@given(
    st.lists(
        st.tuples(
            st.integers(1, 100),
            st.sampled_from(["x", "y"]),
            st.sampled_from([None, 0, 1, 2]),
        ),
        max_size=6,
    )
)
def test_every_row_is_in_a_sum_or_left_out(drawn: list[tuple[int, str, int | None]]) -> None:
    rows = [
        row(
            f"r{n}",
            value,
            bloc=ENT + bloc,
            bloc_label=bloc,
            part_of=() if part is None or part >= n else (f"{ENT}r{part}",),
        )
        for n, (value, bloc, part) in enumerate(drawn)
    ]
    kept, left, _ = rolled(rows, "bloc")
    counted = [part.removeprefix(ENT) for found in kept for part in found.parts]
    assert sorted([*counted, *left]) == sorted(names(rows))
    values = {name: found.low or Decimal(0) for name, found in zip(names(rows), rows, strict=True)}
    assert sum((found.low or Decimal(0) for found in kept), Decimal(0)) == sum(
        (values[name] for name in counted), Decimal(0)
    )
