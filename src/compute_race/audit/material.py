"""What the audit looks at, and what a suspicion is.

The files (for their lines), the statements with all that follows from them,
and what was derived: days, periods, comparable values, witnesses, preferences.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from compute_race.basics.money import Amount
from compute_race.basics.namespaces import ENT, RACE, shorten
from compute_race.comparison.analysis import Analysis
from compute_race.comparison.conversion import Conversion
from compute_race.comparison.facts import Facts
from compute_race.comparison.grouping import MODALITY_FAMILIES
from compute_race.comparison.periods import NoPeriod, Period
from compute_race.comparison.preference import Chooser
from compute_race.comparison.records import Announcement, Claim, Records
from compute_race.comparison.units import in_base_unit
from compute_race.dataset.corpus import Corpus

#: Scopes of an announcement, by their IRI.
WHOLE = RACE + "wholeOrganization"
AGGREGATE = RACE + "aggregateScope"
INITIATIVE = RACE + "initiativeScope"


@dataclass(frozen=True)
class Finding:
    """A suspicion: what it is of (an IRI), at which of its race: properties, and what to do.

    ``alike`` are further IRIs that share the fault: a judgement on one of
    them settles this finding too.
    """

    node: str
    at: str
    message: str
    advice: str
    alike: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """What an announcement says by one measure: the claim to cite and the period that goes with it.

    The claim is the one preferred last; of an announcement without a day,
    which is never preferred, the one that the rule of preference would choose.
    """

    claim: Claim
    period: Period | NoPeriod


@dataclass(frozen=True, eq=False)
class Material:
    """Everything a rule of the audit may ask for.

    ``facts`` are the asserted, inferred and rule-derived statements;
    ``named_elsewhere`` the entities (IRIs) that imported graphs speak of.
    """

    corpus: Corpus
    facts: Facts
    analysis: Analysis
    named_elsewhere: frozenset[str] = frozenset()

    @property
    def records(self) -> Records:
        """Give the documents, announcements and claims."""
        return self.analysis.records

    @cached_property
    def claims_about(self) -> Mapping[str, tuple[Claim, ...]]:
        """Give the claims about each thing, in the order of their IRIs."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.records.claims:
            found[claim.about].append(claim)
        return {about: tuple(claims) for about, claims in found.items()}

    @cached_property
    def figures(self) -> Mapping[tuple[str, str], Figure]:
        """Give each announcement's figure by announcement and measure, sorted."""
        found: dict[tuple[str, str], Figure] = {}
        for row in self.analysis.preferred:
            if row.about in self.records.announcements:
                found[row.about, row.measure] = Figure(row.choice.claim, row.period)
        for about in self.records.announcements:
            for measure in {claim.measure for claim in self.claims_about.get(about, ())}:
                if (about, measure) not in found:
                    claims = [c for c in self.claims_about[about] if c.measure == measure]
                    claim = self.chooser.value(claims).claim
                    found[about, measure] = Figure(claim, self.analysis.periods[claim.iri])
        return dict(sorted(found.items()))

    @cached_property
    def chooser(self) -> Chooser:
        """Give the rule of preference over these records."""
        return Chooser(self.records, self.analysis.calendar, self.analysis.witnesses)

    def documents_of(self, announcement: Announcement) -> tuple[str, ...]:
        """Give the documents that speak of an announcement: by a figure or by its day."""
        claims = self.claims_about.get(announcement.iri, ())
        dates = (document for _, document in announcement.dates)
        return tuple(sorted({*(claim.document for claim in claims), *dates}))

    def groups(self, announcement: Announcement) -> frozenset[str]:
        """Give the heads of the announcers' groups."""
        return frozenset(map(self.group, announcement.announcers))

    def group(self, organization: str) -> str:
        """Give the head of an organisation's group: itself where it is in none."""
        return self.facts.iri(organization, "group") or organization

    def amount(self, claim: Claim) -> Amount:
        """Give a figure in the unit that most others share: euros, or the base unit of its kind.

        Money that no day's rate converts stays in its currency.
        """
        if claim.currency is None:
            return in_base_unit(claim.amount)
        euros = self.analysis.conversions[claim.iri]["EUR"]
        if isinstance(euros, Conversion):
            return euros.amount
        return Amount(claim.amount.low, claim.amount.high, claim.currency)

    def period(self, claim: Claim) -> Period | None:
        """Give a claim's period where it could be resolved."""
        found = self.analysis.periods[claim.iri]
        return found if isinstance(found, Period) else None

    @cached_property
    def last_day(self) -> dt.date | None:
        """Give the last day that any document knows of; the audit has no other clock."""
        days = [dated.day for dated in self.analysis.calendar.documents.values() if dated.day]
        return max(days, default=None)


def is_ahead(claim: Claim) -> bool:
    """Tell a figure that is meant to come from one that was counted or reckoned."""
    return MODALITY_FAMILIES[claim.modality] == "ahead"


def name_of(claim: Claim) -> str:
    """Give a claim's name within its file, such as ``c03``."""
    return claim.iri.rpartition("#")[2]


def beside(claim: Claim, other: Claim) -> str:
    """Name another claim as one reads it beside ``claim``: bare within one document."""
    return name_of(other) if other.document == claim.document else shorten(other.iri)


def slug(iri: str) -> str:
    """Give an entity's name without its namespace."""
    return iri.removeprefix(ENT)
