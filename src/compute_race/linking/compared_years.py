"""Revenue by year: ours and Wikidata's, in the currency stated; nothing is converted.

Which figure there may be that of a year of ours is decided by ``years``; that one may be is
enough to agree, and only one that surely is can differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from compute_race.basics.money import Amount, gap
from compute_race.comparison.conflicts import TOLERANCE
from compute_race.linking.revenues import Revenue
from compute_race.linking.sides import (
    END,
    Comparison,
    Links,
    Verdict,
    documents_in_words,
    evidence,
)
from compute_race.linking.years import day_of, may_be_of
from compute_race.wikidata import items
from compute_race.wikidata.items import Item, Statement

_NEAR: Final = dt.timedelta(days=31)
_DAY: Final = len("2025-01-26")


def compare_revenue(said: Sequence[Revenue], item: Item, links: Links) -> Iterator[Comparison]:
    """Compare each year of ours; then tell the years that only Wikidata has."""
    stated = [one for one in item.statements.get(items.REVENUE, ()) if one.value]
    left = list(stated)
    for ours in said:
        may_be = [one for one in stated if may_be_of(one, ours.end)]
        verdict, shown = _judged(ours, may_be, item, links)
        left = [one for one in left if one not in shown]
        yield Comparison(
            f"revenue {ours.end.isoformat()}",
            verdict,
            f"{ours.bound} {ours.amount:,} {_code(ours.unit)}".strip(),
            ", ".join(_money(one, links) for one in shown),
            documents_in_words(ours.documents),
            "; ".join(map(evidence, shown)),
        )
    for one in left:
        if one.rank != "deprecated":
            what = f"revenue {one.qualifier(items.POINT_IN_TIME) or one.qualifier(END)}".strip()
            yield Comparison(what, "only Wikidata", "", _money(one, links), "", evidence(one))


def _judged(
    ours: Revenue, may_be: list[Statement], item: Item, links: Links
) -> tuple[Verdict, list[Statement]]:
    """Give the verdict on a year of ours, and the statements to show for it."""
    currency = links.items.get(ours.unit)
    theirs = [one for one in may_be if currency and one.unit == currency]
    near = [one for one in theirs if one.rank != "deprecated" and _is_near(ours, one)]
    if near:
        return "agree", near
    theirs = [one for one in theirs if _is_surely(one, ours.end)]
    if any(one.rank != "deprecated" for one in theirs):
        return "differ", theirs
    others = [one for one in may_be if one.unit != currency and _is_surely(one, ours.end)]
    if any(one.rank != "deprecated" for one in others):
        # Another currency, or one of ours that is not linked: it may say the same.
        return "not comparable", others
    return ("only we" if item.is_complete(items.REVENUE) else "not read"), theirs


def _is_surely(statement: Statement, end: dt.date) -> bool:
    """Tell whether a figure that may be that of a year surely is, by how it is dated.

    A year that closes in January may be dated by the year before: that alone says nothing.
    """
    if len(statement.qualifier(END)) == _DAY:
        return True
    when = statement.qualifier(items.POINT_IN_TIME)
    if (day := day_of(when)) is not None:
        return abs(day - end) <= _NEAR
    return when[:4] == f"{end.year}"


def _is_near(ours: Revenue, statement: Statement) -> bool:
    theirs = _number(statement)
    if theirs is None:
        return False
    low = None if ours.bound == "up to" else ours.amount
    high = None if ours.bound == "at least" else ours.amount
    return gap(Amount(low, high, ""), Amount(theirs, theirs, "")) <= TOLERANCE


def _money(statement: Statement, links: Links) -> str:
    number = _number(statement)
    amount = statement.value if number is None else f"{number:,}"
    ours = links.entities.get(statement.unit, "")
    return f"{amount} {_code(ours) if ours else links.name(statement.unit)}".strip()


def _number(statement: Statement) -> Decimal | None:
    try:
        return Decimal(statement.value)
    except InvalidOperation:
        return None


def _code(unit: str) -> str:
    return unit.rpartition("_")[2]
