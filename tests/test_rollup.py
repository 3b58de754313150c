"""Rolled up to organisations, groups, initiatives and blocs: nothing is counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.answering.options import SCOPES, By, CompareOptions
from compute_race.answering.overlaps import Overlaps, overlaps_of
from compute_race.answering.reasons import codes
from compute_race.answering.rollup import RolledUp, owners, roll_up
from compute_race.answering.rows import LeftOut, Row
from compute_race.basics.namespaces import ENT, RACE, SRC
from compute_race.basics.problems import UsageError
from support import day, row

OWNED: tuple[By, ...] = ("organization", "group", "initiative")


def known(*lines: str) -> Overlaps:
    """Make relations of lines such as ``part part-of whole``."""
    triples = (line.split() for line in lines)
    return overlaps_of((ENT + one, code, ENT + other) for one, code, other in triples)


def rolled(
    rows: Sequence[Row],
    by: By,
    *lines: str,
    lang: str = "en",
    aside: Sequence[LeftOut] = (),
    **more: Any,
) -> RolledUp:
    options = CompareOptions(as_of=day("2025-03-01"), by=by, **more)
    found = roll_up(rows, options, lang, known(*lines), aside)
    assert {item.reason for item in found.left_out} <= codes()
    return found


def names(found: RolledUp) -> list[str]:
    return [item.about.removeprefix(ENT) for item in found.rows]


def left(found: RolledUp) -> dict[str, str]:
    return {item.announcement.removeprefix(ENT): item.reason for item in found.left_out}


def totals(found: RolledUp) -> dict[str, str | None]:
    """Give for each row left out of whose sum it is missing."""
    return {
        item.announcement.removeprefix(ENT): item.total.removeprefix(ENT) if item.total else None
        for item in found.left_out
    }


def of(owner: str, **more: Any) -> dict[str, Any]:
    """Say who announced a row: a group's head, alone."""
    iri = ENT + owner
    return {"entity": iri, "entities": (iri,), "group": iri, "groups": (iri,), **more}


# --- By announcement


def test_by_announcement_nothing_changes() -> None:
    rows = [row("a", 1), row("b", 2)]
    found = rolled(rows, "announcement", "a part-of b")
    assert (list(found.rows), found.left_out, found.notes) == (rows, (), ())


@pytest.mark.parametrize("by", ["announcement", "organization", "group"])
def test_of_repeated_measurements_the_latest_stays(by: By) -> None:
    measured = {"announcement": None, "about": ENT + "acme", **of("acme")}
    rows = [
        row("old", 9, last_day=day("2024-09-30"), **measured),
        row("quarter", 4, last_day=day("2024-12-31"), years=Decimal("0.25"), **measured),
        row("year", 8, last_day=day("2024-12-31"), years=Decimal(1), **measured),
        row("timeless", 1, last_day=None, **measured),
    ]
    found = rolled(rows, by)
    assert [item.label for item in found.rows] == ["year"]
    assert [item.claim for item in found.left_out] == [
        f"{SRC}d#old",
        f"{SRC}d#quarter",
        f"{SRC}d#timeless",
    ]
    assert left(found) == {"acme": "earlier-measurement"}


# --- By organisation, group and initiative


def test_of_an_organisation_the_plan_announced_last_is_in_force() -> None:
    rows = [
        row("old", 100, announced=day("2025-01-01"), **of("acme")),
        row("new", 80, announced=day("2025-02-01"), **of("acme")),
        row("other", 1),
    ]
    found = rolled(rows, "organization")
    assert sorted(names(found)) == ["new", "other"]
    assert left(found) == {"old": "other-plan"}
    assert totals(found) == {"old": "acme"}


def test_of_an_organisation_a_part_is_not_the_plan() -> None:
    rows = [
        row("whole", 500, announced=day("2025-01-21"), **of("acme")),
        row("first", 100, announced=day("2025-01-22"), **of("acme")),
    ]
    found = rolled(rows, "organization", "first part-of whole")
    assert names(found) == ["whole"]
    assert left(found) == {"first": "part-of"}


def test_a_group_has_one_plan_with_its_subsidiaries() -> None:
    rows = [
        row("cloud", 4, entity=ENT + "acme-cloud", group=ENT + "acme", announced=day("2025-01-01")),
        row("group", 9, entity=ENT + "acme", group=ENT + "acme", announced=day("2025-02-01")),
    ]
    assert names(rolled(rows, "group")) == ["group"]
    assert sorted(names(rolled(rows, "organization"))) == ["cloud", "group"]


@pytest.mark.parametrize("by", ["group", "organization"])
def test_a_groups_plan_is_that_of_the_whole_organisation(by: By) -> None:
    """A later plan for one country replaces no whole yearly plan."""
    rows = [
        row("whole", 100, announced=day("2025-01-01"), **of("acme")),
        row("country", 6, announced=day("2025-02-01"), scope=SCOPES["country"], **of("acme")),
    ]
    found = rolled(rows, by, scope=("all",))
    assert names(found) == ["whole"]
    assert left(found) == {"country": "other-plan"}


@pytest.mark.parametrize("by", ["group", "organization"])
def test_an_initiatives_plan_is_its_own_and_nobodys_else(by: By) -> None:
    initiative = {"scope": SCOPES["initiative"], "initiative": ENT + "stargate"}
    rows = [
        row("stargate-500", 500, **of("openai"), **initiative),
        row("openai-1", 1, **of("openai")),
    ]
    found = rolled(rows, by)
    assert sorted(names(found)) == ["openai-1", "stargate-500"]
    assert left(found) == {}


@pytest.mark.parametrize("by", ["group", "organization"])
def test_what_several_announce_is_no_ones_row(by: By) -> None:
    both = {"entities": (ENT + "a", ENT + "b"), "groups": (ENT + "a", ENT + "b")}
    found = rolled([row("joint", 30, **both), row("a-plan", 5, **of("a"))], by)
    assert names(found) == ["a-plan"]
    assert left(found) == {"joint": "joint"}
    assert totals(found) == {"joint": None}


def test_within_one_group_several_announce_as_one() -> None:
    both = {"entities": (ENT + "a", ENT + "a-cloud"), "groups": (ENT + "a",)}
    assert names(rolled([row("joint", 30, **both)], "group")) == ["joint"]
    assert left(rolled([row("joint", 30, **both)], "organization")) == {"joint": "joint"}


@pytest.mark.parametrize("by", ["group", "organization"])
def test_a_sum_over_several_is_no_ones_row(by: By) -> None:
    rows = [row("four", 300, scope=SCOPES["aggregate"], **of("x")), row("plan", 5, **of("x"))]
    found = rolled(rows, by, scope=("all",))
    assert names(found) == ["plan"]
    assert left(found) == {"four": "aggregate"}


def test_by_initiative_there_is_one_row_for_each_with_its_name() -> None:
    investai = {"initiative": ENT + "investai", "initiative_label": "InvestAI"}
    rows = [row("whole", 200, **investai), row("part", 20, **investai), row("company", 5)]
    found = rolled(rows, "initiative", "part part-of whole")
    assert [item.entity_label for item in found.rows] == ["InvestAI"]
    assert left(found) == {"part": "part-of", "company": "no-initiative"}
    assert totals(found) == {"part": "investai", "company": None}


def test_by_initiative_a_sum_over_several_holds_its_parts() -> None:
    summit = {"initiative": ENT + "summit"}
    rows = [row("all", 109, scope=SCOPES["aggregate"], **summit), row("one", 20, **summit)]
    found = rolled(rows, "initiative", "one part-of all", scope=("all",))
    assert names(found) == ["all"]
    assert left(found) == {"one": "part-of"}


@pytest.mark.parametrize("by", OWNED)
def test_plans_judged_apart_are_one_sum_with_what_it_counts(by: By) -> None:
    acme = of("acme", initiative=ENT + "acme")
    rows = [row("one", 10, 12, **acme), row("two", 5, **acme), row("three", 3, **acme)]
    found = rolled(rows, by, "one apart two")
    (total,) = found.rows
    assert (total.about, total.low, total.high) == (ENT + "acme", 15, 17)
    assert [item.label for item in total.counted] == ["one", "two"]
    assert total.all_added is not None
    assert (total.all_added.low, total.all_added.high, total.all_added.count) == (18, 20, 3)
    assert left(found) == {"three": "other-plan"}
    assert totals(found) == {"three": "acme"}


def test_a_sum_of_subsidiaries_plans_is_named_for_the_group() -> None:
    cloud = of("acme", entity=ENT + "cloud", entity_label="Cloud", group_label="Acme")
    found = rolled([row("one", 10, **cloud), row("two", 5, **cloud)], "group", "one apart two")
    (total,) = found.rows
    assert (total.entity_label, total.group) == ("Acme", ENT + "acme")


def test_a_row_that_is_no_sum_says_what_everything_would_add_up_to() -> None:
    rows = [row("new", 8, announced=day("2025-02-01"), **of("acme")), row("old", 5, **of("acme"))]
    (found,) = rolled(rows, "group").rows
    assert (found.about, found.counted) == (ENT + "new", ())
    assert found.all_added is not None
    assert (found.all_added.of, found.all_added.low, found.all_added.count) == (ENT + "acme", 13, 2)


def test_plans_of_two_units_are_not_added() -> None:
    rows = [row("a", 9, currency="NUM", **of("x")), row("b", 5, currency="H100", **of("x"))]
    found = rolled(rows, "group", "a apart b")
    assert names(found) == ["a"]
    assert left(found) == {"b": "other-unit"}
    assert totals(found) == {"b": None}


@pytest.mark.parametrize("by", OWNED)
def test_as_printed_what_is_apart_has_a_row_of_its_own(by: By) -> None:
    acme = of("acme", initiative=ENT + "acme")
    rows = [row("a", 380, currency="CNY", **acme), row("b", 100, currency="CNY", **acme)]
    found = rolled(rows, by, "a apart b", currency="original")
    assert sorted(names(found)) == ["a", "b"]
    assert {item.all_added for item in found.rows} == {None}


def test_what_was_left_out_before_is_in_everything_added() -> None:
    old = row("old", 70, **of("acme"))
    aside = [
        LeftOut("c1", old.about, "superseded", (("superseded", ENT + "new"),), old),
        LeftOut("c2", ENT + "lost", "undated"),
        LeftOut("c3", ENT + "other", "other-scope", row=row("other", 7, **of("nobody-else"))),
        LeftOut(
            "c4", ENT + "watts", "other-scope", row=row("watts", 7, currency="W", **of("acme"))
        ),
    ]
    found = rolled([row("new", 90, **of("acme"))], "group", aside=aside)
    (total,) = found.rows
    assert total.low == 90
    assert total.all_added is not None
    assert (total.all_added.low, total.all_added.count) == (160, 2)
    assert totals(found) == {"old": "acme", "lost": None, "other": None, "watts": None}


@pytest.mark.parametrize(
    ("by", "more", "expected"),
    [
        ("organization", {"entities": (ENT + "a", ENT + "b")}, ("a", "b")),
        ("organization", {"entity": ENT + "a"}, ("a",)),
        ("organization", {"entity": None}, ("plan",)),
        ("group", {"groups": (ENT + "g",)}, ("g",)),
        ("group", {"group": ENT + "g"}, ("g",)),
        ("group", {"group": None}, ("plan",)),
        ("group", {"initiative": ENT + "i"}, ("plan",)),
        ("group", {"initiative": ENT + "i", "scope": SCOPES["initiative"]}, ("i",)),
        ("initiative", {"initiative": ENT + "i"}, ("i",)),
        ("initiative", {}, ()),
    ],
)
def test_whose_row_it_is(by: str, more: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert owners(row("plan", 1, **more), by) == tuple(ENT + name for name in expected)


# --- By bloc: the sum with and without


def test_a_bloc_is_the_sum_of_what_is_not_nested() -> None:
    rows = [
        row("a", 60, 65, currency="USD", per="year", witnesses=("x", "y"), documents=("d", "e")),
        row("b", 40, currency="USD", per="year", witnesses=("y",), documents=("d",)),
        row("c", 10, currency="USD", per="year"),
        row("elsewhere", 7, currency="USD", per="year", bloc=ENT + "sea", bloc_label="Sea"),
        row("nowhere", 9, bloc=None),
    ]
    found = rolled(rows, "bloc", "c part-of b", currency="USD")
    assert left(found) == {"c": "part-of", "nowhere": "no-bloc"}
    assert totals(found) == {"c": "land", "nowhere": None}
    assert names(found) == ["land", "sea"]
    land = found.rows[0]
    assert (land.low, land.high, land.currency, land.per) == (100, 105, "USD", "year")
    assert land.all_added is not None
    assert land.all_added.less(land.low, land.high) == {
        "low": "110",
        "high": "115",
        "announcements": 3,
        "difference_low": "10",
        "difference_high": "10",
    }
    assert land.parts == (ENT + "a", ENT + "b")
    assert (land.announcement, land.group, land.scope, land.years) == (None, None, None, None)
    assert (land.label, land.entity, land.bloc) == ("Land", ENT + "land", ENT + "land")
    assert land.originals == 2
    assert set(land.claims) == {f"{SRC}d#a", f"{SRC}d#b"}
    assert found.notes == ("counted once: c (already in another announcement)",)


@pytest.mark.parametrize("code", ["part-of", "included-figure", "restates"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_bloc_counts_once_whatever_is_in_another_owners_figure(code: str, lang: str) -> None:
    rows = [row("whole", 200, announced=day("2024-01-01")), row("part", 150)]
    found = rolled(rows, "bloc", f"part {code} whole", lang=lang)
    (land,) = found.rows
    assert land.low == 200
    assert left(found) == {"part": code}
    start = {"en": "counted once: part", "fr": "compté une seule fois : part"}[lang]
    assert found.notes[0].startswith(start)


def test_a_bloc_counts_one_plan_of_each_group() -> None:
    rows = [
        row("new", 100, announced=day("2025-02-01"), **of("acme")),
        row("old", 80, announced=day("2025-01-01"), **of("acme")),
        row("rival", 50, **of("rival")),
    ]
    found = rolled(rows, "bloc")
    (land,) = found.rows
    assert (land.low, land.parts) == (150, (ENT + "new", ENT + "rival"))
    assert left(found) == {"old": "other-plan"}
    assert found.notes == ()


def test_a_part_of_what_is_in_no_sum_is_in_the_sum() -> None:
    (land,) = rolled([row("part", 10)], "bloc", "part part-of absent").rows
    assert land.low == 10


def test_a_part_of_what_lies_in_another_bloc_is_counted_there() -> None:
    rows = [row("whole", 20, bloc=ENT + "sea", bloc_label="Sea"), row("part", 5)]
    found = rolled(rows, "bloc", "part part-of whole")
    assert {item.about: item.low for item in found.rows} == {ENT + "sea": 20}
    assert totals(found) == {"part": None}


def test_what_several_blocs_announce_is_in_no_ones_sum() -> None:
    rows = [row("joint", 9, bloc=None, blocs=(ENT + "land", ENT + "sea")), row("a", 1)]
    assert left(rolled(rows, "bloc")) == {"joint": "several-blocs"}


def test_a_sum_over_several_gives_way_to_each_of_them() -> None:
    rows = [row("four", 300, scope=SCOPES["aggregate"], **of("x")), row("one", 80)]
    found = rolled(rows, "bloc", "one part-of four", scope=("all",))
    assert [item.low for item in found.rows] == [80]
    assert left(found) == {"four": "aggregate"}


def test_a_bloc_adds_up_what_most_of_it_is_counted_in() -> None:
    rows = [row("a", 9, currency="NUM"), row("b", 8, currency="NUM"), row("c", 1, currency="H100")]
    found = rolled(rows, "bloc")
    assert [item.low for item in found.rows] == [17]
    assert left(found) == {"c": "other-unit"}


def test_sums_are_of_one_currency() -> None:
    """As printed, yuan and dollars do not add up."""
    rows = [row("a", 380, currency="CNY"), row("b", 100, currency="USD")]
    with pytest.raises(UsageError):
        rolled(rows, "bloc", currency="original")


def test_without_rows_there_is_no_sum() -> None:
    assert rolled([], "bloc").rows == ()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_a_member_plans_beside_its_initiative_is_told(lang: str) -> None:
    fund = {"scope": SCOPES["initiative"], "initiative": ENT + "fund"}
    rows = [row("oracle-plan", 50, **of("oracle")), row("fund-plan", 500, **of("fund"), **fund)]
    found = rolled(rows, "bloc", "oracle member fund", lang=lang)
    assert [item.low for item in found.rows] == [550]
    assert found.unjudged == ((ENT + "oracle-plan", ENT + "fund-plan"),)
    (note,) = found.notes
    assert "oracle-plan" in note
    assert "fund-plan" in note
    assert ("overlap" in note) == (lang == "en")


def test_what_was_judged_or_has_nothing_to_do_with_it_is_not_told() -> None:
    fund = {"scope": SCOPES["initiative"], "initiative": ENT + "fund"}
    rows = [row("oracle-plan", 50, **of("oracle")), row("fund-plan", 500, **of("fund"), **fund)]
    assert rolled(rows, "bloc").unjudged == ()
    apart = rolled(rows, "bloc", "oracle member fund", "oracle-plan apart fund-plan")
    assert (apart.unjudged, apart.notes) == ((), ())
    # Who announced the initiative's plan takes part in it, members stated or not.
    own = [row("fund-plan", 500, **of("openai"), **fund), row("openai-plan", 5, **of("openai"))]
    assert rolled(own, "bloc").unjudged == ((ENT + "openai-plan", ENT + "fund-plan"),)
    # Two plans of one initiative are rivals already: one of them is left out.
    twice = [rows[1], row("fund-second", 5, **of("fund"), **fund)]
    assert rolled(twice, "bloc").unjudged == ()


DRAWN = st.lists(
    st.tuples(
        st.integers(1, 100),
        st.sampled_from(["x", "y", None]),
        st.sampled_from([None, 0, 1, 2]),
        st.sampled_from(["acme", "rival", "third"]),
    ),
    max_size=6,
)


@pytest.mark.parametrize("by", ["bloc", "group", "organization"])
@given(drawn=DRAWN)
def test_every_row_is_in_a_sum_or_left_out_and_all_of_them_in_everything_added(
    by: By, drawn: list[tuple[int, str | None, int | None, str]]
) -> None:
    rows = [
        row(
            f"r{n}",
            value,
            bloc=ENT + bloc if bloc else None,
            bloc_label=bloc or "",
            **of(owner),
        )
        for n, (value, bloc, _, owner) in enumerate(drawn)
    ]
    parts = [
        f"r{n} part-of r{part}"
        for n, (_, _, part, _) in enumerate(drawn)
        if part is not None and part < n
    ]
    found = rolled(rows, by, *parts)
    counted = [part for item in found.rows for part in item.counted or (item,)]
    missed = [item for item in found.left_out if item.total is not None]
    told = [*(item.about for item in counted), *(item.announcement for item in found.left_out)]
    assert sorted(told) == sorted(item.about for item in rows)
    for item in found.rows:
        assert item.all_added is not None
        own = [part.low or Decimal(0) for part in item.counted or (item,)]
        gone = [m.row.low or Decimal(0) for m in missed if m.row and m.total == item.all_added.of]
        assert item.low == sum(own, Decimal(0))
        assert item.all_added.low == sum([*own, *gone], Decimal(0))
        assert item.all_added.count == len(own) + len(gone)


def test_a_judgement_of_no_overlap_only_adds() -> None:
    """Whatever is judged apart, a sum never shrinks."""
    rows = [row(f"r{n}", n + 1, **of("acme")) for n in range(3)]
    before = rolled(rows, "bloc").rows[0].low
    after = rolled(rows, "bloc", "r0 apart r2").rows[0].low
    assert before == 3
    assert after == 4


def test_modalities_do_not_matter_here() -> None:
    """Which kinds of word count is decided where rows are read, not where they are added."""
    rows = [row("a", 1, modality=RACE + "guided"), row("b", 2)]
    assert rolled(rows, "bloc").rows[0].low == 3
