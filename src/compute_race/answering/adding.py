"""Sums of rows: what is counted, and what everything announced would add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from compute_race.answering.rows import AllAdded, Row


def summed(owner: str, label: str, rows: Sequence[Row]) -> Row:
    """Add rows of one unit into one of ``owner`` (IRI); the first gives what all share.

    An end that is open in one of them is open in the sum. The low end takes
    "up to" figures at zero, so it is always a floor.
    """
    added = all_added(owner, rows)
    documents = tuple(sorted({document for row in rows for document in row.documents}))
    witnesses = tuple(sorted({witness for row in rows for witness in row.witnesses}))
    return replace(
        rows[0],
        iri=owner,
        about=owner,
        entity=owner,
        announcement=None,
        label=label,
        entity_label=label,
        initiative=None,
        scope=None,
        low=added.low,
        high=added.high,
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
        counted=tuple(rows),
        part_of=(),
        entities=(owner,),
    )


def all_added(owner: str, rows: Sequence[Row]) -> AllAdded:
    """Add every row of an owner, whatever is in it twice; open at the top where one is."""
    highs = [row.high for row in rows if row.high is not None]
    return AllAdded(
        owner,
        sum((row.low or Decimal(0) for row in rows), Decimal(0)),
        sum(highs, Decimal(0)) if len(highs) == len(rows) else None,
        len(rows),
    )
