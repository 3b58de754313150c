"""Pairs of announcements of which one might hold the other, and what rules that out.

In force, of one measure; not of times, places or sizes that exclude each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from compute_race.audit.material import AGGREGATE, INITIATIVE, WHOLE, Figure, Material
from compute_race.basics.namespaces import RACE
from compute_race.comparison.periods import Period
from compute_race.comparison.records import Announcement

#: How much each scope may hold; a contract and a site hold nothing of another announcement.
WIDTHS: Final = {
    RACE + "contractScope": 0,
    RACE + "siteScope": 0,
    RACE + "countryScope": 1,
    INITIATIVE: 2,
    AGGREGATE: 2,
    WHOLE: 3,
}

#: What has no scope yet may be as wide as a country.
_UNSCOPED: Final = 1


@dataclass(frozen=True)
class Side:
    """One announcement of a pair, with its figure by the measure that both have."""

    announcement: Announcement
    figure: Figure
    announcers: frozenset[str]
    facilities: frozenset[str]
    places: frozenset[str]

    @property
    def iri(self) -> str:
        """Give the announcement's IRI."""
        return self.announcement.iri

    @property
    def width(self) -> int:
        """Give how much its scope may hold."""
        return WIDTHS.get(self.announcement.scope or "", _UNSCOPED)

    @property
    def purposes(self) -> frozenset[str]:
        """Give the initiative and the facilities that it is for."""
        initiative = self.announcement.initiative
        return self.facilities | ({initiative} if initiative is not None else set())

    @property
    def period(self) -> Period | None:
        """Give its period where the days are known."""
        period = self.figure.period
        return period if isinstance(period, Period) and period.first and period.last else None


def possible_pairs(material: Material) -> Iterator[tuple[Side, Side]]:
    """Give the pairs of announcements in force that one could lie in the other, in their order."""
    by_measure: dict[str, list[Side]] = {}
    for (iri, measure), figure in material.figures.items():
        announcement = material.records.announcements[iri]
        if not announcement.superseded_by:
            by_measure.setdefault(measure, []).append(_side(material, announcement, figure))
    for measure in sorted(by_measure):
        for one, other in combinations(by_measure[measure], 2):
            if (
                _can_meet(one.period, other.period)
                and _can_share_a_place(material, one, other)
                and _can_hold(material, one, other)
            ):
                yield one, other


def _side(material: Material, announcement: Announcement, figure: Figure) -> Side:
    facilities = material.facts.iris(announcement.iri, "forFacility")
    initiative = announcement.initiative
    purposes = (*facilities, *((initiative,) if initiative is not None else ()))
    places = {place for purpose in purposes for place in material.facts.iris(purpose, "locatedIn")}
    return Side(
        announcement,
        figure,
        material.groups(announcement),
        frozenset(facilities),
        frozenset(places),
    )


def _can_meet(one: Period | None, other: Period | None) -> bool:
    """Tell whether two periods may share a day; one whose days nobody knows always may."""
    spans = [(p.first, p.last) for p in (one, other) if p and p.first and p.last]
    if len(spans) < 2:
        return True
    (first, last), (start, end) = spans
    return first <= end and start <= last


def _can_share_a_place(material: Material, one: Side, other: Side) -> bool:
    """Tell whether neither facilities nor places are known to be apart."""
    if one.facilities and other.facilities and not one.facilities & other.facilities:
        return False
    around = [
        {*side.places, *(out for place in side.places for out in _around(material, place))}
        for side in (one, other)
    ]
    is_known = bool(one.places and other.places)
    return not is_known or bool(one.places & around[1] or other.places & around[0])


def _around(material: Material, place: str) -> tuple[str, ...]:
    return material.facts.iris(place, "locatedIn")


def _can_hold(material: Material, one: Side, other: Side) -> bool:
    """Tell whether the wider scope's figure is not the smaller one.

    An organisation as a whole spends in part through the initiatives it takes
    part in, and that part counts twice whichever figure is larger.
    """
    narrow, wide = sorted((one, other), key=lambda side: side.width)
    if narrow.width == wide.width or wide.announcement.scope == WHOLE:
        return True
    inner, outer = (material.amount(side.figure.claim) for side in (narrow, wide))
    if inner.unit != outer.unit or outer.high is None:
        return True
    return (inner.low if inner.low is not None else inner.main) <= outer.high
