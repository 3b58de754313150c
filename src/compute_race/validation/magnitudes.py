"""Figures that nothing in the race can have: slips of the keyboard.

Each bound is far above what is known to be true and below what a slip makes
of it. What is only odd beside its neighbours is the audit's matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from compute_race.basics.namespaces import RACE, UNIT
from compute_race.basics.problems import Problem
from compute_race.validation.facts import Claim, Facts, value


@dataclass(frozen=True)
class Bound:
    """The most that a figure can be, and what that is more than."""

    most: Decimal
    why: str


def _power(exponent: int, why: str) -> Bound:
    return Bound(Decimal(10) ** exponent, why)


_WORLD: Final = "is more than the world's yearly product in dollars, about 10^14"
_SMALL: Final = "is more than the world's yearly product, in a currency worth less than a cent"
_PEOPLE: Final = "is more than there are people"
_PLANTS: Final = "is more than all power stations of the world give, about 9 TW"

#: The bound of each family of units.
FAMILIES: Final = {
    "money": _power(14, _WORLD),
    "percent": _power(5, "is more than a thousandfold"),
    "rank": _power(4, "is a place in no market"),
    "count": _power(18, "counts more than was ever made, read or written of anything in the race"),
    "power": _power(13, _PLANTS),
    "compute": _power(30, "is a thousand times the largest training known"),
    "rate": _power(25, "is more than all computers of the world reckon"),
    "time": Bound(Decimal(24 * 366 * 30), "is longer than 30 years"),
    "bytes": _power(24, "is more than all that is stored in the world"),
    "bandwidth": _power(20, "is more than all networks of the world carry"),
}
#: Units with a bound of their own: multiples, and currencies worth less than a cent.
UNITS: Final = {
    UNIT + "CCY_JPY": _power(17, _SMALL),
    UNIT + "CCY_KRW": _power(17, _SMALL),
    UNIT + "KiloW": _power(10, _PLANTS),
    UNIT + "MegaW": _power(7, _PLANTS),
    UNIT + "GigaW": _power(4, _PLANTS),
}
#: Measures that count people or chips.
MEASURES: Final = {
    **{
        RACE + name: _power(10, _PEOPLE) for name in ("activeUsers", "headcount", "socialFollowers")
    },
    RACE + "acceleratorCount": _power(10, "is more chips than there are people"),
}

#: Families of which a figure may be zero: a market may stand still, and ranks begin at one anyway.
_MAY_BE_ZERO: Final = frozenset({"percent", "rank"})
#: Nothing shrinks by more than all of it.
_LEAST_PERCENT: Final = -100

_SHOWN: Final = 40


def impossible_figures(facts: Facts) -> Iterator[Problem]:
    """Figures out of all proportion, or of nothing at all.

    What is no number, or of no known measure, is told of by SHACL.
    """
    for claim in facts.claims.values():
        measure = claim.one("measure")
        families = facts.families[measure] & FAMILIES.keys() if measure in facts.families else set()
        for name in ("lower", "upper") if families else ():
            number = claim.number(name)
            told = "" if number is None else _doubt(claim, number, families)
            if told:
                shown = f"{number:f}"
                shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."
                yield claim.problem(
                    "claim-magnitude",
                    name,
                    f"says {shown}, which {told}",
                    "write the figure as printed, in full units, such as 380000000000; write"
                    " no bound that is zero",
                )
                break


def _doubt(claim: Claim, number: Decimal, families: set[str]) -> str:
    """Say what is wrong with a bound of a claim; empty where nothing is."""
    bound = _bound(claim, families)
    if number > bound.most:
        return bound.why
    if number == 0 and not families & _MAY_BE_ZERO:
        return "is a figure of nothing"
    if number < _LEAST_PERCENT and "percent" in families:
        return "is less than nothing left"
    return ""


def _bound(claim: Claim, families: set[str]) -> Bound:
    """Give the bound of a claim's unit or measure, else of the measure's family."""
    for name, own in (("unit", UNITS), ("measure", MEASURES)):
        term = claim.one(name)
        if term is not None and value(term) in own:
            return own[value(term)]
    return FAMILIES[min(families)]
