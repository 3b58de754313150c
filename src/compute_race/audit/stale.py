"""Guidance that nobody should go on quoting: replaced without a word, or past without a result.

Both are asked of what an organisation plans for the whole of itself (or
several for all of themselves) and still has in force: what is superseded, and
what is judged a part of another plan, is looked after already.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from compute_race.audit.material import (
    AGGREGATE,
    WHOLE,
    Figure,
    Finding,
    Material,
    is_ahead,
    slug,
)
from compute_race.audit.relations import Relations
from compute_race.audit.wording import written
from compute_race.basics.namespaces import RACE, shorten
from compute_race.comparison.periods import Period
from compute_race.comparison.records import Announcement

PLANNED: Final = RACE + "plannedInvestment"
SPENT: Final = RACE + "capitalExpenditure"

#: A result counts for a plan whose end it reaches within a quarter: accounts are
#: closed by quarters, and a plan of "three years" ends on no day of anybody's books.
NEAR: Final = dt.timedelta(days=92)


def stale_guidance(material: Material) -> Iterator[Finding]:
    """Plans for one period of one organisation of which no judgement says which holds; ended ones.

    A plan has ended where the last document the graph knows is of a later day,
    and nothing that was spent by its organisation reaches its end.
    """
    relations = Relations(material)
    plans = list(_in_force(material))
    yield from _replaced(material, relations, plans)
    results = _results(material)
    for announcement, figure in plans:
        last = figure.period.last if isinstance(figure.period, Period) else None
        if announcement.scope != WHOLE or last is None or material.last_day is None:
            continue
        ends = [end for group in material.groups(announcement) for end in results[group]]
        if last < material.last_day and not any(abs(end - last) <= NEAR for end in ends):
            names = ", ".join(map(slug, announcement.announcers))
            yield Finding(
                announcement.iri,
                "",
                f"{shorten(announcement.iri)} ({written(figure.claim)}) ended on {last}, and no"
                f" document tells what {names} spent by then",
                "transcribe a document with the race:capitalExpenditure of that period",
            )


def _in_force(material: Material) -> Iterator[tuple[Announcement, Figure]]:
    for (iri, measure), figure in material.figures.items():
        announcement = material.records.announcements[iri]
        if (
            measure == PLANNED
            and is_ahead(figure.claim)
            and announcement.scope in (WHOLE, AGGREGATE)
            and not (announcement.superseded_by or announcement.part_of)
        ):
            yield announcement, figure


def _replaced(
    material: Material, relations: Relations, plans: list[tuple[Announcement, Figure]]
) -> Iterator[Finding]:
    """Pairs of plans of the same announcers and scope for the same days, the earlier one told."""
    groups: dict[object, list[tuple[Announcement, Figure]]] = defaultdict(list)
    for announcement, figure in plans:
        period = figure.period
        # Two bare lengths agree without being one time.
        if isinstance(period, Period) and period.basis != "duration":
            who = material.groups(announcement)
            key = (who, announcement.scope, period.first, period.last)
            groups[key].append((announcement, figure))
    for found in groups.values():
        found.sort(key=lambda plan: (_day(material, plan[0]), plan[0].iri))
        for (earlier, old), (later, new) in combinations(found, 2):
            if not relations.are_judged(earlier.iri, later.iri):
                yield Finding(
                    earlier.iri,
                    "",
                    f"{shorten(earlier.iri)} ({written(old.claim)}) and {shorten(later.iri)}"
                    f" ({written(new.claim)}) are of the same announcers for the same period, and"
                    " no judgement says which holds",
                    f"write in graph/judgements/ that {shorten(later.iri)} race:supersedes (or"
                    f" race:restates) {shorten(earlier.iri)}",
                )


def _results(material: Material) -> dict[str, set[dt.date]]:
    """Give, by group, the last days of what was spent."""
    ends: dict[str, set[dt.date]] = defaultdict(set)
    for claim in material.records.claims:
        period = material.period(claim)
        if claim.measure == SPENT and not is_ahead(claim) and period is not None and period.last:
            announcement = material.records.announcements.get(claim.about)
            owners = announcement.announcers if announcement is not None else (claim.about,)
            for owner in owners:
                ends[material.group(owner)].add(period.last)
    return ends


def _day(material: Material, announcement: Announcement) -> dt.date:
    return material.analysis.calendar.announcements[announcement.iri].day or dt.date.min
