"""What changes in the derived graphs where only some records do.

Groups of claims are independent of one another: what is preferred, comparable or in
conflict in one rests on its own claims and on the days, periods and witnesses of these.
So only groups for which any of this differs are worked out, before and after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import pyoxigraph as ox

from compute_race.comparison.analysis import Ground, analyse_groups, survey
from compute_race.comparison.graphs import day_quads, value_quads
from compute_race.comparison.grouping import Group
from compute_race.comparison.known import Calendar
from compute_race.comparison.records import Records

_Key = tuple[str, str, str]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Changes:
    """Quads that no longer hold and quads that now hold; some may be in both.

    ``conflicts`` is by how many there are more of them, ``newest`` the last day on which
    a document became known.
    """

    before: list[ox.Quad]
    after: list[ox.Quad]
    conflicts: int
    newest: dt.date | None


def changes(old: Records, new: Records) -> Changes:
    """Give what differs in the derived graphs of two states of the records."""
    one, other = survey(old), survey(new)
    groups_before, groups_after = _by_key(one.groups()), _by_key(other.groups())
    touched = {
        key
        for key in groups_before.keys() | groups_after.keys()
        if _basis(one, groups_before.get(key)) != _basis(other, groups_after.get(key))
    }
    before = analyse_groups(one, _chosen(groups_before, touched))
    after = analyse_groups(other, _chosen(groups_after, touched))
    return Changes(
        [*_other_days(one, other), *value_quads(before)],
        [*_other_days(other, one), *value_quads(after)],
        len(after.conflicts) - len(before.conflicts),
        other.calendar.newest,
    )


def _by_key(grouped: Iterable[Group]) -> dict[_Key, Group]:
    return {(claims[0].about, claims[0].measure, of): (of, claims) for of, claims in grouped}


def _chosen(grouped: Mapping[_Key, Group], keys: set[_Key]) -> list[Group]:
    return [group for key, group in grouped.items() if key in keys]


def _basis(ground: Ground, group: Group | None) -> object:
    """Give all that the answers of a group rest on, to be compared."""
    if group is None:
        return None
    _, claims = group
    context, records = ground.context, ground.records
    about = claims[0].about
    return (
        context.ends(about),
        records.announcements.get(about),
        [
            (
                claim,
                records.documents.get(claim.document),
                ground.witnesses.of(claim.document),
                ground.periods[claim.iri],
                context.known(claim),
                context.begins(claim),
                context.rate_day(claim) if claim.currency else None,
            )
            for claim in claims
        ],
    )


def _other_days(mine: Ground, its: Ground) -> Iterator[ox.Quad]:
    """Write the days and periods that are other ones in another state."""
    known, also = mine.calendar, its.calendar
    days = {
        iri: day
        for iri, day in known.announcements.items()
        if (day, known.stated.get(iri)) != (also.announcements.get(iri), also.stated.get(iri))
    }
    calendar = Calendar(days, _differing(known.documents, also.documents), known.stated)
    yield from day_quads(calendar, _differing(mine.periods, its.periods))


def _differing(mine: Mapping[str, _T], other: Mapping[str, _T]) -> dict[str, _T]:
    return {iri: value for iri, value in mine.items() if value != other.get(iri)}
