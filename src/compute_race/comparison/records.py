"""What the comparison works on: documents, announcements and claims as plain values.

Read once from a dataset, free of RDF, so that the rules of choosing and
comparing can be read and tested on their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from compute_race.basics.dates import PartialDate, Span
from compute_race.basics.money import Amount


@dataclass(frozen=True)
class Document:
    """A source: who published it, when, and from where it has its news (IRIs throughout)."""

    iri: str
    publisher: str | None
    source_kind: str | None
    published: PartialDate | None
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatedPeriod:
    """The period of a figure as the source prints it; every part may be absent.

    ``end_month`` is a month whose year is not printed ("closed end of
    December"). ``text`` are the printed words.
    """

    start: PartialDate | None = None
    end: PartialDate | None = None
    end_month: int | None = None
    duration: Span | None = None
    fiscal_year: int | None = None
    fiscal_quarter: int | None = None
    text: str | None = None

    @property
    def is_stated(self) -> bool:
        """Tell whether the source says anything about the period."""
        return self != StatedPeriod()


@dataclass(frozen=True)
class Claim:
    """One figure in one document. ``amount.unit`` is the unit's IRI.

    ``concept`` is the tag of the accounting rules under which a figure was filed, ``filed``
    the day of its first filing.
    """

    iri: str
    document: str
    about: str
    measure: str
    modality: str
    amount: Amount
    approximate: bool = False
    currency: str | None = None
    period: StatedPeriod = field(default_factory=StatedPeriod)
    stated: str | None = None
    said_of: str | None = None
    attributed_to: tuple[str, ...] = ()
    definition: str | None = None
    anchored: bool = False
    concept: str | None = None
    filed: dt.date | None = None

    def organizations(self) -> tuple[str, ...]:
        """Give the IRIs that may be organisations': what it is about, said of, attributed to."""
        return self.about, *((self.said_of,) if self.said_of else ()), *self.attributed_to


@dataclass(frozen=True)
class Announcement:
    """An event many documents report; ``dates`` are the stated days with who states them."""

    iri: str
    announcers: tuple[str, ...]
    initiative: str | None = None
    scope: str | None = None
    dates: tuple[tuple[PartialDate, str], ...] = ()
    superseded_by: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Records:
    """Everything the comparison needs, keyed by IRI.

    ``groups`` gives the head of the group of each organisation, ``currencies``
    the reporting currency (ISO 4217) of each organisation by its seat,
    ``fiscal_ends`` the month and day its year closes, where known.
    """

    documents: Mapping[str, Document]
    announcements: Mapping[str, Announcement]
    claims: tuple[Claim, ...]
    groups: Mapping[str, str] = field(default_factory=dict)
    currencies: Mapping[str, str] = field(default_factory=dict)
    fiscal_ends: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def organizations(self) -> frozenset[str]:
        """Give the IRIs of all of which more may be known: announcers, publishers, owners."""
        announcers = {org for item in self.announcements.values() for org in item.announcers}
        publishers = {one.publisher for one in self.documents.values() if one.publisher}
        named = {org for claim in self.claims for org in claim.organizations()}
        return frozenset(announcers | publishers | named)

    def group_of(self, organization: str) -> str:
        """Give the head of an organisation's group: itself where it is in none."""
        return self.groups.get(organization, organization)


@dataclass(frozen=True)
class Dated:
    """A day on which something is known, and on what that rests.

    ``basis`` is ``stated``, ``first-document`` (an announcement nobody dates:
    the day of the first dated document that reports it), ``latest-announcement``
    (a document without a date: the day of the latest announcement it reports),
    ``period-end`` (such a document that reports a figure of a later period: its last day)
    or ``unknown`` with ``day`` absent.
    """

    day: dt.date | None
    basis: str
