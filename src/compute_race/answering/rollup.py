"""Announcements rolled up to organisations, groups, initiatives and blocs.

Nothing is counted twice: an announcement that is part of another one in the
sum, or a figure that another counted figure contains, is left out of the sum
and named.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from compute_race.answering.lookup import slug
from compute_race.answering.options import SCOPES, CompareOptions
from compute_race.answering.rows import LeftOut, Row
from compute_race.basics.problems import UsageError

RolledUp = tuple[Sequence[Row], list[LeftOut], list[str]]


def roll_up(rows: Sequence[Row], options: CompareOptions, lang: str) -> RolledUp:
    """Give the rows as ``--by`` asks, what that leaves out, and notes for the reader.

    ``UsageError`` for a sum of figures as printed: currencies do not add up.
    """
    rows, earlier = _latest_measurements(rows)
    kept, left_out, notes = _rolled(rows, options, lang)
    return kept, [*earlier, *left_out], notes


def _rolled(rows: Sequence[Row], options: CompareOptions, lang: str) -> RolledUp:
    if options.by == "announcement":
        return rows, [], []
    if options.by == "organization":
        return _in_force(rows, lambda row: row.entity)
    if options.by == "group":
        return _in_force(rows, lambda row: row.group)
    if options.by == "initiative":
        outside = [_left(row, "no-initiative") for row in rows if row.initiative is None]
        inside, nested = without_nested([row for row in rows if row.initiative is not None])
        kept, others, notes = _in_force(inside, lambda row: row.initiative)
        return kept, [*outside, *nested, *others], notes
    if options.currency == "original":
        raise UsageError(
            "figures as printed do not add up: --currency original has no sums",
            "write --currency EUR",
        )
    return _by_bloc(rows, lang)


def _latest_measurements(rows: Sequence[Row]) -> tuple[list[Row], list[LeftOut]]:
    """Keep, of what is measured again and again, the latest (of two that end then, the longer)."""
    latest: dict[str, Row] = {}
    for row in rows:
        best = latest.get(row.about)
        if best is None or _recency(row) > _recency(best):
            latest[row.about] = row
    kept = [row for row in rows if row.announcement is not None or latest[row.about] is row]
    return kept, [_left(row, "earlier-measurement") for row in rows if row not in kept]


def _recency(row: Row) -> tuple[dt.date, Decimal, str]:
    return row.last_day or dt.date.min, row.years or Decimal(0), row.iri


def _in_force(rows: Sequence[Row], owner: Callable[[Row], str | None]) -> RolledUp:
    """Keep one plan for each owner: no judgement allows adding others.

    A plan of the whole organisation stands before one for a part of it, and
    among equals the one announced last.
    """
    plans: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        plans[owner(row) or row.about].append(row)
    kept: list[Row] = []
    left_out: list[LeftOut] = []
    for key in sorted(plans):
        standing = max(plans[key], key=_standing)
        kept.append(standing)
        counted = {row.about for row in plans[key]}
        left_out += [
            _left(row, "part-of" if counted & set(row.part_of) else "other-plan")
            for row in plans[key]
            if row is not standing
        ]
    return kept, left_out, []


def _standing(row: Row) -> tuple[bool, bool, dt.date, Decimal, str]:
    is_whole = row.scope in (None, SCOPES["whole"], SCOPES["initiative"])
    return not row.part_of, is_whole, row.announced or dt.date.min, row.main, row.iri


def _by_bloc(rows: Sequence[Row], lang: str) -> RolledUp:
    """Add up each bloc's announcements that are not part of one another."""
    left_out = [_left(row, "no-bloc") for row in rows if row.bloc is None]
    counted, nested = without_nested([row for row in rows if row.bloc is not None])
    left_out += nested
    blocs: dict[str, list[Row]] = defaultdict(list)
    for row in counted:
        blocs[row.bloc or ""].append(row)
    notes = []
    if nested:
        names = ", ".join(sorted(slug(item.announcement) for item in nested))
        notes.append(
            f"compt\u00e9 une seule fois : {names} (d\u00e9j\u00e0 dans une autre annonce)"
            if lang == "fr"
            else f"counted once: {names} (already in another announcement)"
        )
    return [_sum(bloc, blocs[bloc]) for bloc in sorted(blocs)], left_out, notes


def without_nested(rows: Sequence[Row]) -> tuple[list[Row], list[LeftOut]]:
    """Split off what is part of, or contained in, another of the rows."""
    present = {row.announcement for row in rows}
    contained = {claim for row in rows for claim in row.included}
    counted: list[Row] = []
    left_out: list[LeftOut] = []
    for row in rows:
        if present & set(row.part_of):
            left_out.append(_left(row, "part-of"))
        elif contained & set(row.claims):
            left_out.append(_left(row, "included-figure"))
        else:
            counted.append(row)
    return counted, left_out


def _sum(bloc: str, rows: list[Row]) -> Row:
    """Add rows of one currency; an end that is open in one of them is open in the sum.

    The low end of a sum takes "up to" figures at zero, so it is always a floor.
    """
    first = rows[0]
    documents = tuple(sorted({document for row in rows for document in row.documents}))
    witnesses = tuple(sorted({witness for row in rows for witness in row.witnesses}))
    lows = [row.low or Decimal(0) for row in rows]
    highs = [row.high for row in rows if row.high is not None]
    return replace(
        first,
        iri=bloc,
        about=bloc,
        entity=bloc,
        announcement=None,
        label=first.bloc_label,
        entity_label=first.bloc_label,
        group=None,
        bloc=bloc,
        initiative=None,
        scope=None,
        low=sum(lows, Decimal(0)),
        high=sum(highs, Decimal(0)) if len(highs) == len(rows) else None,
        years=None,
        first_day=None,
        last_day=None,
        announced=None,
        stated=None,
        rate=None,
        claims=tuple(claim for row in rows for claim in row.claims),
        period_claims=tuple(claim for row in rows for claim in row.period_claims),
        documents=documents,
        originals=min(len(documents), len(witnesses)),
        witnesses=witnesses,
        conflicts=tuple(sorted({conflict for row in rows for conflict in row.conflicts})),
        parts=tuple(sorted(row.about for row in rows)),
        part_of=(),
        included=(),
    )


def _left(row: Row, reason: str) -> LeftOut:
    return LeftOut(row.claims[0], row.about, reason)
