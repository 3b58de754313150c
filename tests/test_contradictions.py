"""The contradictions that the dossier names are kept, and a question or a conflict shows them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from compute_race.answering.asking import answer
from compute_race.answering.questions import load_questions
from compute_race.answering.table import Value
from compute_race.dataset.store import EmbeddedStore
from support import ROOT

ALL = {question.name: question for question in load_questions(ROOT / "queries" / "compare")}
BILLION = 10**9
Row = dict[str, Value]


def ask(store: EmbeddedStore, name: str, **values: str) -> list[Row]:
    return answer(store, ALL[name], values).shortened().records()


def sides(store: EmbeddedStore, about: str, measure: str, kind: str) -> set[tuple[int, Value]]:
    """Give the sides of a thing's conflicts with their low ends."""
    rows = ask(store, "which-claims-disagree", asOf="2026-11-01")
    return {
        (int(str(row["side"])), row["low"])
        for row in rows
        if (row["about"], row["measure"], row["kind"]) == (about, measure, kind)
    }


def test_amazon_spent_26_billion_or_28_in_a_quarter(real: EmbeddedStore) -> None:
    """In the fourth quarter of 2024: 26.3 or 27.8 billion dollars."""
    found = sides(real, "amazon", "race:capitalExpenditure", "value")
    values = {value for _, value in found}
    assert {Decimal("26.3") * BILLION, Decimal("27.8") * BILLION} <= values
    rows = ask(real, "which-figures-of-a-thing", about="amazon")
    quarter = ("2024-10-01", "2024-12-31")
    told = {row["low"] for row in rows if (row["firstDay"], row["lastDay"]) == quarter}
    assert told == {Decimal("26.3") * BILLION, Decimal("27.8") * BILLION}


def test_alibaba_cloud_grew_by_13_percent_or_11_by_definition(real: EmbeddedStore) -> None:
    """11 % is without what it sells to the group's own companies."""
    assert sides(real, "alibaba-cloud", "race:revenueGrowth", "definition") == {(1, 11), (2, 13)}


def test_tencent_spent_13_billion_or_51_in_a_quarter(real: EmbeddedStore) -> None:
    """The document of the larger figure says "the quarter" and no days: no conflict knows it."""
    rows = ask(real, "which-figures-of-a-thing", about="tencent")
    yuan = {
        (row["low"], row["lastDay"] or row["period"])
        for row in rows
        if row["unit"] == "unit:CCY_CNY"
    }
    assert {
        (Decimal("12.98") * BILLION, "2025-09-30"),
        (Decimal("51.3") * BILLION, "the quarter"),
    } <= yuan


@pytest.mark.parametrize("name", ["who-says-so", "which-figures-of-a-thing"])
def test_alphabet_raised_its_plan_to_190_billion_or_195(real: EmbeddedStore, name: str) -> None:
    """195 misses 190 by less than 5 %, which is no conflict; both are told."""
    plan = "alphabet-2026-180-190bn"
    values = {
        "who-says-so": {"announcement": plan, "asOf": "2026-11-01"},
        "which-figures-of-a-thing": {"about": plan, "measure": "race:plannedInvestment"},
    }
    told = {(row["low"], row["high"]) for row in ask(real, name, **values[name])}
    assert {(180 * BILLION, 190 * BILLION), (195 * BILLION, 195 * BILLION)} <= told
