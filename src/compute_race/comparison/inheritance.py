"""What a claim takes over from its announcement, its document and its organisation.

A document prints a figure; on which day it was announced, at which rate it is
converted, which fiscal calendar its period follows and from when to when it
counts comes from what it is about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from compute_race.comparison.conversion import (
    TARGETS,
    Conversion,
    NotConvertible,
    RateDay,
    convert,
    rate_day,
)
from compute_race.comparison.grouping import MODALITY_FAMILIES
from compute_race.comparison.known import Calendar
from compute_race.comparison.periods import NoPeriod, Period, resolve
from compute_race.comparison.records import Claim, Records

#: The value of a claim in each target currency, by the currency's ISO code.
Conversions = Mapping[str, Conversion | NotConvertible]


@dataclass(frozen=True)
class Inheritance:
    """Answers for one claim from the records and the days derived from them."""

    records: Records
    calendar: Calendar

    def period(self, claim: Claim) -> Period | NoPeriod:
        """Resolve the claim's period through its announcement and fiscal calendar."""
        announcement = self.calendar.announcements.get(claim.about)
        return resolve(
            claim.period,
            announced=announcement.day if announcement else self.calendar.known(claim),
            known=self.calendar.known(claim),
            fiscal_end=self._fiscal_end(claim),
            ahead=MODALITY_FAMILIES[claim.modality] == "ahead",
        )

    def conversions(self, claim: Claim) -> Conversions:
        """Convert a money claim into every target currency at the rate of its day."""
        day = self.rate_day(claim)
        return {
            target: convert(claim.amount, claim.currency or "", target, day) for target in TARGETS
        }

    def rate_day(self, claim: Claim) -> RateDay | None:
        """Give the day whose rates apply: the announcement's, else the document's, else none."""
        if claim.about in self.records.announcements:
            stated = self.calendar.stated.get(claim.about)
            return rate_day(stated[0] if stated else None, self.calendar.announcements[claim.about])
        document = self.records.documents[claim.document]
        return rate_day(document.published, self.calendar.documents[claim.document])

    def known(self, claim: Claim) -> dt.date | None:
        """Give the day from which the claim's document is known."""
        return self.calendar.known(claim)

    def begins(self, claim: Claim) -> dt.date | None:
        """Give the first day on which the claim can count: document and announcement known."""
        days = [self.known(claim)]
        if claim.about in self.records.announcements:
            days.append(self.calendar.announcements[claim.about].day)
        return max((day for day in days if day), default=None) if all(days) else None

    def ends(self, about: str) -> dt.date | None:
        """Give the day on which an announcement is superseded, if it is."""
        announcement = self.records.announcements.get(about)
        if announcement is None:
            return None
        days = [
            dated.day
            for later in announcement.superseded_by
            if (dated := self.calendar.announcements.get(later)) is not None
            and dated.day is not None
        ]
        return min(days, default=None)

    def _fiscal_end(self, claim: Claim) -> tuple[int, int] | None:
        announcement = self.records.announcements.get(claim.about)
        owners = announcement.announcers if announcement else (claim.about,)
        ends = {end for owner in owners if (end := self.records.fiscal_ends.get(owner)) is not None}
        return ends.pop() if len(ends) == 1 else None
