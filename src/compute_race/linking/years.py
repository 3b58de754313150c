"""Whether Wikidata already has a figure for a year, however its editors dated it.

The same fiscal year is dated in several ways there: by its last day (P585, or P582 beside the
first), or by a year alone, which of a year that closes in January may be the one before (so of
Nvidia: 130,497,000,000 dollars at 2024, from 2024-01-29 until 2025-01-26).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Final

from compute_race.wikidata import items
from compute_race.wikidata.items import Item, Statement

_END: Final = "P582"
#: Days by which two writings of one closing day differ at most.
_SLACK: Final = 31


def has_year(item: Item, amount: Decimal, end: dt.date) -> bool:
    """Tell whether an item has a revenue that is, or may be, that of the year ending on a day."""
    return any(
        _amount(one) == amount or may_be_of(one, end)
        for one in item.statements.get(items.REVENUE, ())
    )


def may_be_of(one: Statement, end: dt.date) -> bool:
    """Tell whether a figure is, or may be, that of the year ending on a day."""
    closed = one.qualifier(_END)
    if (day := day_of(closed)) is not None:
        return abs((day - end).days) <= _SLACK
    when = one.qualifier(items.POINT_IN_TIME)
    years = {str(end.year)}
    if len(when) == len("2025") and (end.month, end.day) < (12, 1):
        years.add(str(end.year - 1))
    return when[:4] in years


def day_of(text: str) -> dt.date | None:
    """Read a day; ``None`` for a year, a month, or what a file calls a day and is none."""
    try:
        return dt.date.fromisoformat(text) if len(text) == len("2025-01-26") else None
    except ValueError:
        return None


def _amount(one: Statement) -> Decimal | None:
    try:
        return Decimal(one.value)
    except InvalidOperation:
        return None
