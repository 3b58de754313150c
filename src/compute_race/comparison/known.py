"""From which day something counts as known.

An answer "as of" a day uses only what was announced and printed by that day.
Two thirds of the documents have no date of their own, and some announcements
are dated by nobody, so the day is derived by these rules and marked so:

- a filed figure counts from the day of its filing;
- a document's own date; one known to the month or year counts from its last day;
- an announcement's day is the one most independent sources state, the more
  precise before the less precise; where it is known to the month only, or by
  nobody, the first dated document that reports it (within the month) is its day;
- a document without a date counts from the day of the latest announcement it
  reports; if it reports one whose day nobody knows, its own is not known either;
- but not before the end of a period of which it reports what was counted.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from compute_race.basics.dates import PartialDate
from compute_race.basics.namespaces import RACE
from compute_race.comparison.independence import Witnesses
from compute_race.comparison.records import Announcement, Claim, Dated, Document, Records


@dataclass(frozen=True)
class Calendar:
    """The derived days of all announcements and documents.

    ``stated`` is the preferred stated date of an announcement with the
    documents that support it; absent where no document states one.
    """

    announcements: Mapping[str, Dated]
    documents: Mapping[str, Dated]
    stated: Mapping[str, tuple[PartialDate, tuple[str, ...]]]

    @property
    def newest(self) -> dt.date | None:
        """Give the last day on which a document became known."""
        days = [dated.day for dated in self.documents.values() if dated.day is not None]
        return max(days, default=None)

    def known(self, claim: Claim) -> dt.date | None:
        """Give the day from which a claim counts as known: that of its filing, else its document's.

        A data set that repeats filings is published long after each of them was public.
        """
        return claim.filed or self.day_of(claim.document)

    def day_of(self, document: str) -> dt.date | None:
        """Give the day from which a document counts as known, ``None`` where it has none."""
        found = self.documents.get(document)
        return found.day if found is not None else None


def derive_calendar(records: Records, witnesses: Witnesses) -> Calendar:
    """Apply the rules of this module to all announcements and documents."""
    reported: dict[str, set[str]] = defaultdict(set)
    reporting: dict[str, set[str]] = defaultdict(set)
    for claim in records.claims:
        if claim.about in records.announcements:
            reported[claim.document].add(claim.about)
            reporting[claim.about].add(claim.document)
    for announcement in records.announcements.values():
        for _, document in announcement.dates:
            reported[document].add(announcement.iri)
            reporting[announcement.iri].add(document)

    stated = {
        iri: best
        for iri, announcement in sorted(records.announcements.items())
        if (best := _preferred_date(announcement, records, witnesses)) is not None
    }
    announcements = {
        iri: _announcement_day(
            stated[iri][0] if iri in stated else None,
            [records.documents[d] for d in sorted(reporting[iri]) if d in records.documents],
        )
        for iri in sorted(records.announcements)
    }
    counted = _last_counted(records)
    documents = {
        iri: _document_day(
            document, [announcements[a] for a in sorted(reported[iri])], counted.get(iri)
        )
        for iri, document in sorted(records.documents.items())
    }
    return Calendar(announcements, documents, stated)


def _preferred_date(
    announcement: Announcement, records: Records, witnesses: Witnesses
) -> tuple[PartialDate, tuple[str, ...]] | None:
    """Choose among stated dates; a vaguer date that holds a more precise one supports it."""
    if not announcement.dates:
        return None

    def supporters(date: PartialDate) -> tuple[str, ...]:
        return tuple(
            sorted(
                document
                for other, document in announcement.dates
                if other.earliest <= date.earliest and date.latest <= other.latest
            )
        )

    def is_own(document: str) -> bool:
        record = records.documents.get(document)
        return (
            record is not None
            and record.publisher is not None
            and records.group_of(record.publisher)
            in {records.group_of(announcer) for announcer in announcement.announcers}
        )

    def order(date: PartialDate) -> tuple[bool, int, int, PartialDate]:
        documents = supporters(date)
        return (
            not any(map(is_own, documents)),
            -witnesses.count(documents),
            (date.latest - date.earliest).days,
            date,
        )

    best = min({date for date, _ in announcement.dates}, key=order)
    return best, supporters(best)


def _announcement_day(stated: PartialDate | None, documents: list[Document]) -> Dated:
    if stated is not None and stated.is_day:
        return Dated(stated.earliest, "stated")
    dates = [document.published for document in documents if document.published]
    if stated is None:
        first = min((date.latest for date in dates), default=None)
        return Dated(first, "first-document" if first else "unknown")
    days = sorted(date.earliest for date in dates if date.is_day)
    within = [day for day in days if stated.earliest <= day <= stated.latest]
    return Dated(within[0], "first-document") if within else Dated(stated.latest, "stated")


def _last_counted(records: Records) -> dict[str, dt.date]:
    """Give for each document the last day of the periods whose figures it reports as counted."""
    last: dict[str, dt.date] = {}
    for claim in records.claims:
        if claim.modality == RACE + "reported" and claim.period.end is not None:
            end = claim.period.end.latest
            last[claim.document] = max(last.get(claim.document, end), end)
    return last


def _document_day(document: Document, announcements: list[Dated], counted: dt.date | None) -> Dated:
    if document.published is not None:
        return Dated(document.published.latest, "stated")
    days = [item.day for item in announcements if item.day is not None]
    if not days or len(days) < len(announcements):
        return Dated(None, "unknown")
    latest = max(days)
    if counted is not None and counted > latest:
        return Dated(counted, "period-end")
    return Dated(latest, "latest-announcement")
