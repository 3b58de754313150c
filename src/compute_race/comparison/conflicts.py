"""Claims that cannot both be true: how far apart, and inside or across documents.

Two claims of one measure about one thing contradict each other when their
intervals, in one currency, miss each other by more than 5 % of the higher low
end ("about 53 bn" against 52.4 is rounding, 30 against 50 is not), or when
their resolved periods differ. Two that state one currency are compared in it:
the rates of two days would set apart what says the same. What is not stated
never differs. Values that follow different definitions differ without
contradicting each other: they are kept side by side as well, and called so
(kind ``definition``). There is one conflict for a thing, a measure and a kind,
between groups that agree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Final, Literal, TypeVar

from compute_race.basics.money import Amount, gap
from compute_race.comparison.periods import Period
from compute_race.comparison.records import Claim

#: Two intervals that miss each other by no more than this are one figure, rounded.
TOLERANCE: Final = Decimal("0.05")

Kind = Literal["value", "period", "definition"]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Side:
    """One of the positions of a conflict: the claims that agree within the tolerance.

    ``value`` is comparable (one currency for all sides); ``period`` is set in
    a conflict of periods. ``known`` is the first day on which it was said.
    """

    claims: tuple[Claim, ...]
    value: Amount | None
    period: Period | None
    known: dt.date | None


@dataclass(frozen=True)
class Conflict:
    """A contradiction. ``gap`` is the widest between two sides (``None`` for periods).

    ``within`` are the documents that contradict themselves. ``known`` is the
    first day on which two of the sides had been said. ``occasion`` tells
    repeated measurements of one thing apart (see ``analysis``).
    """

    about: str
    measure: str
    kind: Kind
    sides: tuple[Side, ...]
    gap: Decimal | None
    within: tuple[str, ...]
    known: dt.date | None
    occasion: str = ""


def value_conflict(
    claims: Sequence[Claim],
    comparable: Callable[[Claim], Amount | None],
    known: Callable[[Claim], dt.date | None],
) -> Conflict | None:
    """Find the conflict of values among claims of one measure about one thing.

    Claims that are not comparable (no date, no rate) take no part.
    """
    values = [(claim, value) for claim in claims if (value := comparable(claim)) is not None]
    values.sort(key=lambda pair: (*_ends(pair[1]), pair[0].iri))
    groups = _clusters(values, lambda one, other: _apart(one, other) <= TOLERANCE)
    widest = max(
        (_apart(one, other) for a, b in combinations(groups, 2) for one in a for other in b),
        default=None,
    )
    sides = [
        _side([claim for claim, _ in group], _hull([value for _, value in group]), None, known)
        for group in groups
    ]
    return _conflict("definition" if _is_by_definition(sides) else "value", sides, widest)


def _apart(one: tuple[Claim, Amount], other: tuple[Claim, Amount]) -> Decimal:
    """Give the gap of two figures: as stated where they share a currency, else as converted."""
    (claim, value), (second, another) = one, other
    if claim.currency is not None and claim.currency == second.currency:
        return gap(claim.amount, second.amount)
    return gap(value, another)


def _is_by_definition(sides: list[Side]) -> bool:
    """Tell whether every two sides follow different definitions: then both can be true."""
    definitions = [{claim.definition for claim in side.claims} for side in sides]
    return all(not one & other for one, other in combinations(definitions, 2))


def period_conflict(
    claims: Sequence[Claim],
    resolved: Callable[[Claim], Period | None],
    known: Callable[[Claim], dt.date | None],
) -> Conflict | None:
    """Find the conflict of periods among claims of one measure about one thing."""
    periods = [(claim, period) for claim in claims if (period := resolved(claim)) is not None]
    periods.sort(
        key=lambda pair: (pair[1].years, str(pair[1].first), str(pair[1].last), pair[0].iri)
    )
    groups = _clusters(periods, lambda one, other: one[1].same_as(other[1]))
    sides = [_side([claim for claim, _ in group], None, group[0][1], known) for group in groups]
    return _conflict("period", sides, None)


def _clusters(
    items: Sequence[tuple[Claim, Value]],
    compatible: Callable[[tuple[Claim, Value], tuple[Claim, Value]], bool],
) -> list[list[tuple[Claim, Value]]]:
    """Put each item into the first cluster with all of whose members it is compatible."""
    clusters: list[list[tuple[Claim, Value]]] = []
    for item in items:
        for cluster in clusters:
            if all(compatible(item, member) for member in cluster):
                cluster.append(item)
                break
        else:
            clusters.append([item])
    return clusters


def _side(
    claims: list[Claim],
    value: Amount | None,
    period: Period | None,
    known: Callable[[Claim], dt.date | None],
) -> Side:
    days = sorted(day for claim in claims if (day := known(claim)) is not None)
    ordered = tuple(sorted(claims, key=lambda c: (not c.anchored, c.iri)))
    return Side(ordered, value, period, days[0] if days else None)


def _conflict(kind: Kind, sides: list[Side], widest: Decimal | None) -> Conflict | None:
    if len(sides) < 2:
        return None
    first = sides[0].claims[0]
    documents = [{claim.document for claim in side.claims} for side in sides]
    within = set().union(*(one & other for one, other in combinations(documents, 2)))
    days = sorted(side.known for side in sides if side.known is not None)
    return Conflict(
        about=first.about,
        measure=first.measure,
        kind=kind,
        sides=tuple(sides),
        gap=widest,
        within=tuple(sorted(within)),
        known=days[1] if len(days) > 1 else None,
    )


def _hull(values: list[Amount]) -> Amount:
    """Give the smallest interval around several; open where the lowest or highest end is."""
    lows = [value.low for value in values if value.low is not None]
    highs = [value.high for value in values if value.high is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    if low is not None and high is not None and low > high:
        # "At least 20" and "up to 19" agree within the tolerance.
        low, high = high, low
    return Amount(low, high, values[0].unit)


def _ends(value: Amount) -> tuple[Decimal, Decimal]:
    return value.main, value.high if value.high is not None else Decimal("Infinity")
