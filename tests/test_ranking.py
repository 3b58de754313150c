"""Rows in order, and where each could stand; the options; the tables of a ranking."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.answering import ranking as module
from compute_race.answering.options import BYS, MODALITIES, SCOPES, CompareOptions
from compute_race.answering.ranking import Ranking, compare, row_id
from compute_race.answering.ranking_table import people_table, plain_table, title
from compute_race.answering.rows import Row, number
from compute_race.basics.namespaces import RACE
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
    table = people_table(asked(real, among=("alibaba-group",)))
    (cells,) = table.records()
    assert cells["who"] == "Alibaba Group"
    assert isinstance(cells["low"], Decimal)
    assert Decimal("16.6") < cells["low"] < Decimal("16.8")
    assert cells["high"] is None
    assert cells["stated"] == "at least 380\u00a0bn\u00a0CNY"
    assert cells["conflicts"] == "!!"


def test_as_printed_nothing_is_ranked(real: EmbeddedStore) -> None:
    found = asked(real, currency="original")
    assert {item.rank for item in found.rows} == {None}
    assert {item.currency for item in found.rows} == {"USD", "EUR", "CNY"}
    assert {item.rate for item in found.rows} == {None}
