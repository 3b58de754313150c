"""Plans for a time that had gone when they were made or printed: the period is often last year's.

A figure ahead whose period ends before the announcement's day, or before the
day that its document states, was either counted by then or is of another period.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from compute_race.audit.material import Finding, Material, is_ahead, name_of
from compute_race.comparison.records import Claim


def past_periods(material: Material) -> Iterator[Finding]:
    """Claims of what is meant to come whose period ends before anybody said so."""
    calendar = material.analysis.calendar
    for claim in material.records.claims:
        last = _last_day(material, claim)
        if not is_ahead(claim) or last is None:
            continue
        announced = calendar.announcements.get(claim.about)
        printed = calendar.documents[claim.document]
        if announced is not None and announced.day is not None and last < announced.day:
            when = f"before {announced.day}, when it was announced"
        elif printed.basis == "stated" and printed.day is not None and last < printed.day:
            when = f"before {printed.day}, when the document was published"
        else:
            continue
        yield Finding(
            claim.iri,
            "modality",
            f"{name_of(claim)} is ahead, and its period ends on {last}, {when}",
            "write the period that the document prints, or race:modality race:reported if it"
            " looks back",
        )


def _last_day(material: Material, claim: Claim) -> dt.date | None:
    """Give the last day of a claim's period, of one without a start ("by 2025") as well."""
    period = material.period(claim)
    if period is not None:
        return period.last
    return claim.period.end.latest if claim.period.end is not None else None
