"""Rows in order, and where each could stand; the options; the tables of a ranking."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.answering import ranking as module
from compute_race.answering.adding import all_added, summed
from compute_race.answering.options import BYS, MODALITIES, SCOPES, CompareOptions
from compute_race.answering.ranking import Ranking, compare, row_id
from compute_race.answering.ranking_table import people_table, plain_table, sums_table, title
from compute_race.answering.rows import LeftOut, Row, number
from compute_race.basics.namespaces import ENT, RACE
from compute_race.basics.problems import UsageError
from compute_race.dataset.store import EmbeddedStore
from support import day, partial, row

AS_OF = day("2025-03-01")

ranked = module._ranked
ENDS = st.one_of(
    st.tuples(st.integers(1, 9), st.integers(0, 5)).map(lambda p: (p[0], p[0] + p[1])),
    st.integers(1, 9).map(lambda n: (n, None)),
    st.integers(1, 9).map(lambda n: (None, n)),
)


def places(*rows: Row) -> dict[str, tuple[int | None, int | None, int | None]]:
    return {found.label: (found.rank, found.rank_low, found.rank_high) for found in ranked(rows)}


def test_rows_stand_by_low_then_high() -> None:
    found = ranked([row("a", 10), row("b", 20), row("c", 10, 30), row("d", None, 15)])
    assert [item.label for item in found] == ["b", "d", "c", "a"]
    assert [item.rank for item in found] == [1, 2, 3, 4]


def test_exact_rows_stand_where_they_stand() -> None:
    assert places(row("a", 3), row("b", 2)) == {"a": (1, 1, 1), "b": (2, 2, 2)}


def test_intervals_that_overlap_could_change_places() -> None:
    assert places(row("a", 60, 65), row("b", 64, 72), row("c", 10)) == {
        "b": (1, 1, 2),
        "a": (2, 1, 2),
        "c": (3, 3, 3),
    }


def test_an_open_end_counts_as_its_one_known_end() -> None:
    assert places(row("a", 50), row("b", 40, None), row("c", None, 45)) == {
        "a": (1, 1, 1),
        "c": (2, 2, 2),
        "b": (3, 3, 3),
    }


def test_equal_rows_share_their_places() -> None:
    assert places(row("a", 5), row("b", 5)) == {"a": (1, 1, 2), "b": (2, 1, 2)}


def test_the_leader_is_one() -> None:
    found = ranked([row("a", 3), row("b", 2), row("c", 1, None)])
    assert [item.ratio for item in found] == [1, Decimal("0.6667"), Decimal("0.3333")]
    assert [item.ratio for item in ranked([row("a", 0)])] == [None]
    assert ranked([]) == ()


@given(st.lists(ENDS, max_size=7))
def test_ranks_are_what_the_intervals_allow(drawn: list[tuple[int | None, int | None]]) -> None:
    found = ranked([row(f"r{n}", *ends) for n, ends in enumerate(drawn)])
    assert [item.rank for item in found] == list(range(1, len(found) + 1))
    for item in found:
        assert item.rank is not None
        assert item.rank_low is not None
        assert item.rank_high is not None
        assert 1 <= item.rank_low <= item.rank <= item.rank_high <= len(found)
        above = [other for other in found if other.floor > item.ceiling]
        below = [other for other in found if other.ceiling < item.floor]
        assert item.rank_low == 1 + len(above)
        assert item.rank_high == len(found) - len(below)


@given(st.permutations(range(5)))
def test_the_order_of_the_rows_does_not_matter(order: list[int]) -> None:
    rows = [row("a", 5), row("b", 5), row("c", 5, 6), row("d", None, 5), row("e", 5, None)]
    assert ranked([rows[place] for place in order]) == ranked(rows)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("30000000000", "30000000000"),
        ("1E+10", "10000000000"),
        ("16693244068.40", "16693244068.4"),
        ("0.50", "0.5"),
        ("3.000000", "3"),
        ("0", "0"),
        ("1E-7", "0.0000001"),
    ],
)
def test_decimals_are_written_exactly_and_plainly(text: str, written: str) -> None:
    assert number(Decimal(text)) == written
    assert number(None) is None


def test_the_defaults_are_the_commands() -> None:
    assert CompareOptions(as_of=AS_OF).as_dict() == {
        "as_of": "2025-03-01",
        "measure": "planned-investment",
        "per": "year",
        "currency": "EUR",
        "by": "announcement",
        "among": [],
        "modality": ["planned", "guided"],
        "scope": ["whole", "initiative"],
        "period": None,
    }


def test_other_measures_take_every_modality() -> None:
    assert CompareOptions(as_of=AS_OF, measure="revenue").modality == MODALITIES


def test_what_is_typed_and_what_the_ontology_says() -> None:
    options = CompareOptions(as_of=AS_OF, measure="market-share", scope=("all",))
    assert options.measure_iri == RACE + "marketShare"
    assert options.scope_iris == frozenset()
    assert CompareOptions(as_of=AS_OF).scope_iris == {SCOPES["whole"], SCOPES["initiative"]}
    dated = CompareOptions(as_of=AS_OF, period=partial("2025"))
    assert dated.as_dict()["period"] == "2025"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"per": "month"}, '--per does not know "month" - one of year, total'),
        ({"currency": "EURO"}, '--currency does not know "EURO" - did you mean EUR?'),
        ({"by": "groups"}, '--by does not know "groups" - did you mean group?'),
        ({"modality": ("plannd",)}, '--modality does not know "plannd" - did you mean planned?'),
        ({"scope": ("whole", "world")}, '--scope does not know "world"'),
    ],
)
def test_an_unknown_value_names_the_nearest(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError) as error:
        CompareOptions(as_of=AS_OF, **wrong)
    assert str(error.value).startswith(says)


def asked(real: EmbeddedStore, lang: str = "en", **more: Any) -> Ranking:
    return compare(real, CompareOptions(as_of=AS_OF, **more), lang)


def test_an_unknown_measure_names_the_nearest(real: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match="did you mean planned-investment"):
        asked(real, measure="planed-investment")
    with pytest.raises(UsageError, match=r"one of .*market-share"):
        asked(real, measure="xyzzy")


def test_the_title_says_what_was_asked(real: EmbeddedStore) -> None:
    assert title(asked(real)) == "Planned investment a year, in bn EUR, as of 2025-03-01"
    assert title(asked(real, per="total", currency="USD")) == (
        "Planned investment in total, in bn USD, as of 2025-03-01"
    )
    assert "par an, en Md EUR, au 2025-03-01" in title(asked(real, lang="fr"))
    assert title(asked(real, measure="market-share")) == "Market share, as of 2025-03-01"
    assert "EUR" not in title(asked(real, currency="original"))


@pytest.mark.parametrize("by", BYS)
def test_the_table_for_programs_has_the_keys_of_the_rows(real: EmbeddedStore, by: Any) -> None:
    found = asked(real, by=by)
    table = plain_table(found)
    assert len(table) == len(found.rows)
    assert {"rank", "id", "low", "high", "currency", "claims"} <= {c.name for c in table.columns}
    assert table.column("id") == [row_id(item) for item in found.rows]


def test_columns_for_programs_do_not_depend_on_the_rows(real: EmbeddedStore) -> None:
    full = [column.name for column in plain_table(asked(real)).columns]
    none = compare(real, CompareOptions(as_of=day("2020-01-01")))
    assert none.rows == ()
    assert [column.name for column in plain_table(none).columns] == full
    as_printed = [c.name for c in plain_table(asked(real, currency="original")).columns]
    assert as_printed == full


def test_the_table_for_people_is_in_billions(real: EmbeddedStore) -> None:
    table = people_table(asked(real, among=("alibaba-group",), by="group"))
    (cells,) = table.records()
    assert cells["who"] == "Alibaba Group"
    assert isinstance(cells["low"], Decimal)
    assert Decimal("16.6") < cells["low"] < Decimal("16.8")
    assert cells["high"] is None
    assert cells["stated"] == "at least 380\u00a0bn\u00a0CNY"
    assert cells["conflicts"] == "!!"


PARTS = (
    row("a", 6 * 10**10, 65 * 10**9),
    row("b", 4 * 10**10),
)
GONE = row("c", 10**10, scope=SCOPES["country"])


def bloc_ranking(lang: str = "en") -> Ranking:
    """Give a sum of two plans that leaves one out, beside one that is nobody's."""
    land = replace(
        summed(ENT + "land", "Land", PARTS), all_added=all_added(ENT + "land", [*PARTS, GONE])
    )
    left_out = (
        LeftOut("c", GONE.about, "other-scope", (), GONE, ENT + "land", GONE.scope),
        LeftOut("e", ENT + "e", "part-of", (("part-of", ENT + "f"),), row("e", 1), ENT + "sea"),
        LeftOut("x", ENT + "x", "undated"),
    )
    options = CompareOptions(as_of=AS_OF, by="bloc", per="total")
    return Ranking(options, ranked([land]), left_out, (), "Planned investment", lang=lang)


def test_people_see_a_sum_with_and_without() -> None:
    (cells,) = people_table(bloc_ranking()).records()
    assert (cells["who"], cells["low"], cells["high"]) == ("Land", 100, 105)
    assert (cells["all_low"], cells["all_high"], cells["difference"]) == (110, 115, 10)
    assert cells["parts"] == "2 of 3"
    assert people_table(bloc_ranking("fr")).records()[0]["parts"] == "2 sur 3"
    # A row that is no sum counts as one.
    alone = replace(row("a", 5), all_added=all_added(ENT + "land", [row("a", 5)]))
    one = replace(bloc_ranking(), rows=(alone,))
    assert people_table(one).records()[0]["parts"] == "1 of 1"
    bare = people_table(replace(bloc_ranking(), rows=(row("a", 5),))).records()[0]
    assert (bare["all_low"], bare["all_high"], bare["difference"], bare["parts"]) == (
        *[None] * 3,
        "",
    )


@pytest.mark.parametrize(
    ("lang", "counted", "why"),
    [
        ("en", "counted", "of another scope (country)"),
        ("fr", "comptée", "d'une autre portée (pays)"),
    ],
)
def test_people_see_what_a_sum_counts_and_what_not(lang: str, counted: str, why: str) -> None:
    table = sums_table(bloc_ranking(lang))
    assert table is not None
    assert [tuple(cells.values()) for cells in table.records()] == [
        ("Land", "a", 60, 65, counted),
        ("Land", "b", 40, 40, counted),
        ("Land", "c", 10, 10, why),
    ]


def test_without_sums_there_is_nothing_to_say_of_them(real: EmbeddedStore) -> None:
    assert sums_table(asked(real, by="group")) is None


@pytest.mark.parametrize("as_of", ["2025-03-01", "2025-11-01", "2026-03-01"])
def test_what_a_sum_counts_and_leaves_out_is_what_everything_adds_up_to(
    real: EmbeddedStore, as_of: str
) -> None:
    found = compare(real, CompareOptions(as_of=day(as_of), by="bloc"))
    table = sums_table(found)
    assert table is not None
    assert len(found.rows) == 3
    for item in found.rows:
        assert item.all_added is not None
        lines = [cells for cells in table.records() if cells["who"] == item.entity_label]
        lows = [Decimal(str(cells["low"] or 0)) for cells in lines]
        assert len(lines) == item.all_added.count
        assert sum(lows) * 10**9 == item.all_added.low
        assert item.low is not None
        assert item.all_added.low >= item.low


def test_programs_see_the_same_exactly() -> None:
    table = plain_table(bloc_ranking())
    (cells,) = table.records()
    assert (cells["low"], cells["all_added_low"]) == (10**11, 11 * 10**10)
    assert (cells["all_added_high"], cells["all_added_count"]) == (115 * 10**9, 3)
    assert cells["parts"] == "a b"
    assert cells["left_out"] == "c:other-scope"
    told = bloc_ranking().as_dict()
    (found,) = told["rows"]
    assert found["all_added"]["difference_low"] == "10000000000"
    assert [item["announcement"] for item in found["counted"]] == ["a", "b"]
    assert found["counted"][0]["id"] == "preferred#a"
    scoped, nested, undated = told["left_out"]
    assert (scoped["scope"], scoped["left_out_of"], scoped["low"]) == (
        "countryScope",
        "land",
        "10000000000",
    )
    assert nested["way"] == [{"step": "part-of", "to": "f"}]
    assert (nested["explanation"], nested["left_out_of"]) == ("part of f", "sea")
    assert (undated["way"], undated["low"], undated["left_out_of"]) == ([], None, None)


def test_programs_see_where_the_way_of_each_leads() -> None:
    left_out = bloc_ranking().left_out
    moved = replace(left_out[1], total=ENT + "land")
    (cells,) = plain_table(replace(bloc_ranking(), left_out=(left_out[0], moved))).records()
    assert cells["left_out"] == "c:other-scope e:part-of:f"


def test_rates_are_those_behind_sums_and_what_they_leave_out(real: EmbeddedStore) -> None:
    found = asked(real, by="bloc")
    counted = {item.rate for total in found.rows for item in total.counted}
    missed = {item.row.rate for item in found.left_out if item.row and item.total}
    told = {(rate.source, rate.target, rate.date) for rate in found.rates}
    assert told == {(r.source, r.target, r.date) for r in counted | missed if r is not None}
    assert len(told) > len({r.date for r in counted if r is not None and r.source == "USD"})


@pytest.mark.parametrize("measure", ["market-share", "market-rank", "revenue-growth", "unit-price"])
def test_what_does_not_add_up_has_no_sum_by_bloc(real: EmbeddedStore, measure: str) -> None:
    with pytest.raises(UsageError, match="does not add up.*write --by group"):
        asked(real, measure=measure, by="bloc")
    assert asked(real, measure=measure, by="group").options.by == "group"


def test_two_plans_that_may_overlap_are_told_in_every_form(real: EmbeddedStore) -> None:
    found = compare(real, CompareOptions(as_of=day("2026-03-01"), by="bloc"))
    pair = ["oracle-fy26-50bn", "stargate-500bn"]
    assert pair in found.as_dict()["unjudged"]
    assert any(all(name in note for name in pair) for note in found.notes)


def test_as_printed_nothing_is_ranked(real: EmbeddedStore) -> None:
    found = asked(real, currency="original")
    assert {item.rank for item in found.rows} == {None}
    assert {item.currency for item in found.rows} == {"USD", "EUR", "CNY"}
    assert {item.rate for item in found.rows} == {None}
