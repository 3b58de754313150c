"""Which of several plans a sum counts, so that no amount is in it twice.

An announcement that lies within another one in the sum is left out, and of
announcements that say one plan again and again the first stays. Of one owner's
plans the one in force is counted; another is added where a judgement says that
it overlaps with none of those counted, since nobody else can know. A sum over
several organisations gives way to whatever of it is counted on its own.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from compute_race.answering.options import SCOPES
from compute_race.answering.overlaps import Overlaps
from compute_race.answering.rows import LeftOut, Row

Way = tuple[tuple[str, str], ...]

#: The wider the scope, the more of its owner's plans it holds. What nobody judged comes last.
_WIDTHS: Final = ("contract", "site", "country", "initiative", "whole")
_WIDTH: Final = {SCOPES[name]: width for width, name in enumerate(_WIDTHS, start=1)}
#: The steps that say that one amount lies within another, the plainest first.
_LARGER: Final = ("part-of", "included-figure", "superseded")


@dataclass(frozen=True)
class Chosen:
    """The rows that sums count, those in force first, and the others with what stands instead."""

    counted: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Chooser:
    """Chooses among plans.

    ``owners`` gives whose plan a row is. ``everywhere``: a part gives way to
    its whole whoever announced that, as one sum over all owners needs; else
    only to a whole of an owner of its own. ``sums_hold``: a sum over several
    organisations holds its parts, and does not give way to them.
    """

    owners: Callable[[Row], tuple[str, ...]]
    overlaps: Overlaps
    as_of: dt.date
    everywhere: bool
    sums_hold: bool = False

    def choose(self, rows: Sequence[Row]) -> Chosen:
        """Split rows into those that sums count and those left out."""
        holders = {row.about: row for row in rows if not self._gives_way(row)}
        ways = {row.about: self._way_out(row, holders) for row in rows}
        lasting = {iri: row for iri, row in holders.items() if not ways[iri]}
        left_out: list[LeftOut] = []
        rest: list[Row] = []
        for row in rows:
            if not ways[row.about]:
                rest.append(row)
                continue
            # Rather to what does not give way itself, so that a reader need not follow on.
            way = self._way_out(row, lasting) or ways[row.about]
            left_out.append(LeftOut(row.claims[0], row.about, _reason(way), way, row))
        present = {row.about for row in rows}
        counted: list[Row] = []
        plans: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(rest, key=self.standing, reverse=True):
            found = self._rival(row, plans, present)
            if found is not None:
                left_out.append(LeftOut(row.claims[0], row.about, found[0], (found,), row))
                continue
            counted.append(row)
            for owner in self.owners(row):
                plans[owner].append(row)
        return Chosen(tuple(counted), tuple(left_out))

    def standing(self, row: Row) -> tuple[int, bool, bool, bool, dt.date, Decimal, str]:
        """Give the place of a row among the plans of its owner, highest first.

        The plan of the whole organisation stands before one for a part of it,
        the head of a group before its members, an announcement before what
        others expect, a plan that has begun before one to come, the last word
        before earlier ones.
        """
        is_measured = row.announcement is None
        width = len(_WIDTHS) if is_measured else _WIDTH.get(row.scope or "", 0)
        if row.scope == SCOPES["aggregate"]:
            width = len(_WIDTHS) + 1 if self.sums_hold else -1
        return (
            width,
            bool({*row.entities, row.entity} & {*row.groups, row.group}),
            not is_measured,
            row.first_day is None or row.first_day <= self.as_of,
            row.announced or dt.date.min,
            row.main,
            row.iri,
        )

    def _gives_way(self, row: Row) -> bool:
        return row.scope == SCOPES["aggregate"] and not self.sums_hold

    def _way_out(self, row: Row, holders: Mapping[str, Row]) -> Way:
        """Give the way to the row that one gives way to, empty where it stands on its own."""
        if row.about not in self.overlaps.steps:
            return ()
        mine = set(self.owners(row))
        others = {
            iri: other
            for iri, other in holders.items()
            if iri != row.about and (self.everywhere or mine & set(self.owners(other)))
        }
        within = self.overlaps.within
        steps = within(row.about, others)
        if steps and not self._gives_way(row) and within(steps[-1].to, {row.about}):
            steps = within(row.about, {iri for iri in others if not within(iri, {row.about})})
        if not steps:
            # What says the same, or is judged to hold one another: the first word stays.
            said = _first_said(row)
            stay = {
                iri
                for iri, other in others.items()
                if self._gives_way(row) or _first_said(other) < said
            }
            steps = self.overlaps.same(row.about, stay) or within(row.about, stay)
        return tuple((step.code, step.to) for step in steps)

    def _rival(
        self, row: Row, plans: Mapping[str, Sequence[Row]], present: Collection[str]
    ) -> tuple[str, str] | None:
        """Give why, and for which row, one is not counted beside those that are."""
        if self._gives_way(row):
            held = (iri for iri in sorted(present) if self.overlaps.within(iri, {row.about}))
            part = next(held, None)
            if part is not None:
                return "aggregate", part
        for owner in self.owners(row):
            for other in plans.get(owner, ()):
                if not self.overlaps.are_apart(row.about, other.about):
                    return self._code(row, other), other.about
        return None

    def _code(self, row: Row, other: Row) -> str:
        if self._gives_way(row):
            return "aggregate"
        return "same-group" if row.announcement is other.announcement is None else "other-plan"


def _first_said(row: Row) -> tuple[dt.date, int, str]:
    return row.announced or dt.date.max, -row.originals, row.iri


def _reason(way: Way) -> str:
    """Give the code of a way: of the step that leads to something larger, else the restatement."""
    codes = [code for code, _ in way]
    return next((code for code in _LARGER if code in codes), "restates")
