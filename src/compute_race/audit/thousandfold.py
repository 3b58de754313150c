"""Numbers a thousand or a million times off their neighbours: billion against million.

Neighbours are the figures of one measure about one announcement, and those of
one measure about one organisation (what it announces for the whole of itself
included), in whatever period. Sorted by size they are parted where the next is
a hundred times larger: growth comes in steps, a slip of the unit in one leap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from compute_race.audit.material import WHOLE, Finding, Material, beside, name_of, slug
from compute_race.audit.wording import number, written
from compute_race.basics.namespaces import RACE
from compute_race.comparison.records import Claim

#: So many times the next smaller neighbour is no disagreement any more. Honest neighbours
#: of the graph lie up to 13 times apart (a first gigawatt beside everything agreed since);
#: a slip between million and billion shows even beside one that is ten times off.
SLIP: Final = 100

#: Kinds of unit in which nobody writes thousands: 0.3 % beside 60 % is a bad year.
_SMALL: Final = frozenset(("percent", "rank"))


def thousandfold(material: Material) -> Iterator[Finding]:
    """Figures that are parted from most of their neighbours by a leap of size."""
    told: set[str] = set()
    for where, claims in _neighbours(material):
        bands = _bands(material, claims)
        if len(bands) == 1:
            continue
        believed = max(bands, key=lambda band: _weight(material, band))
        for band in bands:
            if band is believed:
                continue
            for claim in band:
                if claim.iri not in told:
                    told.add(claim.iri)
                    yield _finding(material, claim, believed, where)


def _neighbours(material: Material) -> Iterator[tuple[str, list[Claim]]]:
    """Group claims, those about one announcement first; each group with words for it."""
    by_announcement: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    by_organization: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in material.records.claims:
        if _SMALL & _families(material, claim.measure):
            continue
        kind = (claim.measure, material.amount(claim).unit)
        announcement = material.records.announcements.get(claim.about)
        if announcement is None:
            by_organization[claim.about, *kind].append(claim)
            continue
        by_announcement[claim.about, *kind].append(claim)
        if announcement.scope == WHOLE and len(announcement.announcers) == 1:
            by_organization[announcement.announcers[0], *kind].append(claim)
    for key in sorted(by_announcement):
        yield "about the same announcement", by_announcement[key]
    for about, measure, unit in sorted(by_organization):
        words = f"for the {measure.removeprefix(RACE)} of {slug(about)}"
        yield words, by_organization[about, measure, unit]


def _families(material: Material, measure: str) -> set[str]:
    """Give the kinds of unit that a measure is given in."""
    return {term.value for term, _ in material.facts.literals_with_graph(measure, "unitFamily")}


def _bands(material: Material, claims: Sequence[Claim]) -> list[list[Claim]]:
    """Part claims, by size, wherever one is ``SLIP`` times the next smaller one."""
    sizes = {claim.iri: material.amount(claim).main for claim in claims}
    # Losses and zeros have no size that could be a thousand times off.
    ordered = sorted(
        (claim for claim in claims if sizes[claim.iri] > 0),
        key=lambda claim: (sizes[claim.iri], claim.iri),
    )
    bands = [ordered[:1]]
    for smaller, claim in pairwise(ordered):
        if sizes[claim.iri] >= sizes[smaller.iri] * SLIP:
            bands.append([])
        bands[-1].append(claim)
    return bands


def _weight(material: Material, band: Sequence[Claim]) -> tuple[int, int, Decimal]:
    """Order bands by how much speaks for them: witnesses, then claims, then size."""
    witnesses = material.analysis.witnesses.count(claim.document for claim in band)
    return witnesses, len(band), material.amount(band[-1]).main


def _finding(material: Material, claim: Claim, believed: Sequence[Claim], where: str) -> Finding:
    mine = material.amount(claim).main
    low, high = (material.amount(believed[end]).main for end in (0, -1))
    other = believed[0] if mine < low else believed[-1]
    factor, word = (low / mine, "less") if mine < low else (mine / high, "more")
    return Finding(
        claim.iri,
        "lower" if claim.amount.low is not None else "upper",
        f"{name_of(claim)} says {written(claim)}, {number(round(factor, 0))} times {word} than the"
        f" {written(other)} of {beside(claim, other)} {where}",
        "read the scale in the document (million, billion, \u4e07, \u4ebf) and write race:lower and"
        " race:upper in full, such as 12000000000",
    )
