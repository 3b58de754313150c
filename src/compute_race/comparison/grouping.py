"""Which claims speak of one thing: those that answer one question, those that can clash.

Claims are grouped by what they are about, their measure and their occasion; a
group falls into families whose members can contradict one another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from compute_race.basics.namespaces import RACE
from compute_race.comparison.periods import NoPeriod, Period
from compute_race.comparison.records import Claim, Records
from compute_race.comparison.units import in_base_unit

#: Modalities whose claims can contradict one another: what is meant to come,
#: what was counted, and what outsiders reckon are three different things.
MODALITY_FAMILIES: Final[Mapping[str, str]] = {
    RACE + "planned": "ahead",
    RACE + "guided": "ahead",
    RACE + "target": "ahead",
    RACE + "contracted": "ahead",
    RACE + "reported": "counted",
    RACE + "estimated": "reckoned",
}

#: What is counted over a period, so that two figures without one say nothing of each other.
#: A share, a rank or a number of chips is a state: its document's day is day enough.
FLOWS: Final = frozenset(
    RACE + name
    for name in (
        "capitalExpenditure",
        "computeSpend",
        "financeLeases",
        "funding",
        "plannedInvestment",
        "revenue",
        "revenueGrowth",
    )
)


#: The claims that answer one question, behind the occasion that tells it from others.
Group = tuple[str, tuple[Claim, ...]]


def groups(records: Records, periods: Mapping[str, Period | NoPeriod]) -> list[Group]:
    """Group claims that answer one question, with the occasion of each group.

    About an announcement: all of one measure. About anything else, which is
    measured again and again: all of one measure and period; a sum over a period
    that nobody can tell is compared within its document only.
    """
    found: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in records.claims:
        period = periods[claim.iri]
        occasion = ""
        if claim.about not in records.announcements:
            occasion = _span(period) if isinstance(period, Period) else ""
            if not occasion and claim.measure in FLOWS:
                occasion = claim.document.rpartition("/")[2]
        found[claim.about, claim.measure, occasion].append(claim)
    return [(key[2], tuple(sorted(found[key], key=lambda c: c.iri))) for key in sorted(found)]


def _span(period: Period) -> str:
    """Name a period by its days: a quarter and its year close on one day."""
    return f"{period.first}_{period.last}" if period.first and period.last else ""


def families(claims: tuple[Claim, ...]) -> list[tuple[Claim, ...]]:
    """Split claims into those that can contradict one another: of one kind and unit."""
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        unit = "" if claim.currency else in_base_unit(claim.amount).unit
        found[MODALITY_FAMILIES[claim.modality], unit].append(claim)
    return [tuple(found[name]) for name in sorted(found)]
