"""All derived knowledge of a dataset at once: days, values, preferences, conflicts.

The preferred value of a thing changes only on days on which a document becomes
known. So it is worked out once for each such day and kept with the span of
days over which it is the answer; "as of" is then a comparison of two dates.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from compute_race.basics.money import Amount
from compute_race.basics.namespaces import RACE
from compute_race.comparison.conflicts import Conflict, period_conflict, value_conflict
from compute_race.comparison.conversion import (
    TARGETS,
    Conversion,
    NotConvertible,
    RateDay,
    convert,
    rate_day,
)
from compute_race.comparison.independence import Witnesses
from compute_race.comparison.known import Calendar, derive_calendar
from compute_race.comparison.periods import NoPeriod, Period, resolve
from compute_race.comparison.preference import Choice, Chooser
from compute_race.comparison.records import Claim, Records
from compute_race.comparison.units import in_base_unit

#: Modalities whose claims can contradict one another: what is meant to come,
#: what was counted, and what outsiders reckon are three different things.
MODALITY_FAMILIES: Final[Mapping[str, str]] = {
    RACE + "planned": "ahead",
    RACE + "guided": "ahead",
    RACE + "target": "ahead",
    RACE + "contracted": "ahead",
    RACE + "reported": "counted",
    RACE + "estimated": "reckoned",
}

#: What is counted over a period, so that two figures without one say nothing of each other.
#: A share, a rank or a number of chips is a state: its document's day is day enough.
FLOWS: Final = frozenset(
    RACE + name
    for name in (
        "capitalExpenditure",
        "computeSpend",
        "financeLeases",
        "funding",
        "plannedInvestment",
        "revenue",
        "revenueGrowth",
    )
)

Conversions = Mapping[str, Conversion | NotConvertible]


@dataclass(frozen=True)
class Preferred:
    """The answer for one thing and measure over a span of days.

    Valid from ``valid_from`` until the day before ``valid_until`` (``None``:
    still). ``period_choice`` is absent where nobody states a usable period.
    ``occasion`` tells repeated measurements of one thing apart: the first and
    last day of the period measured; empty for announcements, which happen once.
    """

    about: str
    measure: str
    occasion: str
    choice: Choice
    period: Period | NoPeriod
    period_choice: Choice | None
    conversions: Conversions
    valid_from: dt.date
    valid_until: dt.date | None


@dataclass(frozen=True)
class Analysis:
    """Everything derived, keyed by claim IRI where it belongs to a claim."""

    records: Records
    calendar: Calendar
    witnesses: Witnesses
    periods: Mapping[str, Period | NoPeriod]
    conversions: Mapping[str, Conversions]
    preferred: tuple[Preferred, ...]
    conflicts: tuple[Conflict, ...]


def analyse(records: Records) -> Analysis:
    """Derive days, resolved periods, comparable values, preferences and conflicts."""
    witnesses = Witnesses(records.documents)
    calendar = derive_calendar(records, witnesses)
    context = _Context(records, calendar)
    periods = {claim.iri: context.period(claim) for claim in records.claims}
    conversions = {
        claim.iri: context.conversions(claim) for claim in records.claims if claim.currency
    }
    groups = _groups(records, periods)
    chooser = Chooser(records, calendar, witnesses)
    preferred = tuple(
        row
        for occasion, claims in groups
        for row in _Preferences(context, chooser, periods, conversions, occasion).over_time(claims)
    )
    conflicts = tuple(
        replace(conflict, occasion=occasion)
        for occasion, claims in groups
        for family in _families(claims)
        for conflict in _conflicts(family, periods, conversions, calendar)
    )
    return Analysis(records, calendar, witnesses, periods, conversions, preferred, conflicts)


@dataclass(frozen=True)
class _Context:
    """What a claim inherits from its announcement, document and organisation."""

    records: Records
    calendar: Calendar

    def period(self, claim: Claim) -> Period | NoPeriod:
        announcement = self.calendar.announcements.get(claim.about)
        return resolve(
            claim.period,
            announced=announcement.day if announcement else self.calendar.day_of(claim.document),
            known=self.calendar.day_of(claim.document),
            fiscal_end=self._fiscal_end(claim),
            ahead=MODALITY_FAMILIES[claim.modality] == "ahead",
        )

    def conversions(self, claim: Claim) -> Conversions:
        day = self.rate_day(claim)
        return {
            target: convert(claim.amount, claim.currency or "", target, day) for target in TARGETS
        }

    def rate_day(self, claim: Claim) -> RateDay | None:
        if claim.about in self.records.announcements:
            stated = self.calendar.stated.get(claim.about)
            return rate_day(stated[0] if stated else None, self.calendar.announcements[claim.about])
        document = self.records.documents[claim.document]
        return rate_day(document.published, self.calendar.documents[claim.document])

    def known(self, claim: Claim) -> dt.date | None:
        return self.calendar.day_of(claim.document)

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


@dataclass(frozen=True)
class _Preferences:
    context: _Context
    chooser: Chooser
    periods: Mapping[str, Period | NoPeriod]
    conversions_of: Mapping[str, Conversions]
    occasion: str

    def over_time(self, claims: tuple[Claim, ...]) -> Iterator[Preferred]:
        """Give the preferred value for each span of days, in order of time."""
        begins = {c.iri: day for c in claims if (day := self.context.begins(c)) is not None}
        end = self.context.ends(claims[0].about)
        days = sorted({day for day in begins.values() if end is None or day < end})
        if begins and not days:
            # First heard of when it was superseded: never the answer, but not unknown.
            first = min(begins.values())
            known = [claim for claim in claims if begins.get(claim.iri) == first]
            yield self._row(known, first, first)
            return
        current: Preferred | None = None
        for day in days:
            known = [claim for claim in claims if begins.get(claim.iri, dt.date.max) <= day]
            row = self._row(known, day, end)
            if current is None:
                current = row
            elif _answer(current) != _answer(row):
                yield replace(current, valid_until=day)
                current = row
        if current is not None:
            yield current

    def _row(self, claims: list[Claim], day: dt.date, end: dt.date | None) -> Preferred:
        choice = self.chooser.value(claims)
        usable = [claim for claim in claims if isinstance(self.periods[claim.iri], Period)]
        period_choice = self.chooser.period(usable, self._period_key) if usable else None
        winner = choice.claim
        return Preferred(
            about=winner.about,
            measure=winner.measure,
            occasion=self.occasion,
            choice=choice,
            period=self.periods[(period_choice.claim if period_choice else winner).iri],
            period_choice=period_choice,
            conversions=self.conversions_of.get(winner.iri, {}),
            valid_from=day,
            valid_until=end,
        )

    def _period_key(self, claim: Claim) -> object:
        period = self.periods[claim.iri]
        if isinstance(period, Period) and period.basis == "duration":
            return period.years
        return (period.first, period.last) if isinstance(period, Period) else None


def _answer(row: Preferred) -> tuple[object, ...]:
    """Give everything a reader sees of a row, so that equal neighbours can be merged."""
    return row.choice, row.period, row.period_choice


def _groups(
    records: Records, periods: Mapping[str, Period | NoPeriod]
) -> list[tuple[str, tuple[Claim, ...]]]:
    """Group claims that answer one question, with the occasion of each group.

    About an announcement: all of one measure. About anything else, which is
    measured again and again: all of one measure and period; a sum over a period
    that nobody can tell is compared within its document only.
    """
    found: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in records.claims:
        period = periods[claim.iri]
        occasion = ""
        if claim.about not in records.announcements:
            occasion = _span(period) if isinstance(period, Period) else ""
            if not occasion and claim.measure in FLOWS:
                occasion = claim.document.rpartition("/")[2]
        found[claim.about, claim.measure, occasion].append(claim)
    return [(key[2], tuple(sorted(found[key], key=lambda c: c.iri))) for key in sorted(found)]


def _span(period: Period) -> str:
    """Name a period by its days: a quarter and its year close on one day."""
    return f"{period.first}_{period.last}" if period.first and period.last else ""


def _families(claims: tuple[Claim, ...]) -> list[tuple[Claim, ...]]:
    """Split claims into those that can contradict one another: of one kind and unit."""
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        unit = "" if claim.currency else in_base_unit(claim.amount).unit
        found[MODALITY_FAMILIES[claim.modality], unit].append(claim)
    return [tuple(found[name]) for name in sorted(found)]


def _conflicts(
    claims: tuple[Claim, ...],
    periods: Mapping[str, Period | NoPeriod],
    conversions: Mapping[str, Conversions],
    calendar: Calendar,
) -> Iterator[Conflict]:
    def comparable(claim: Claim) -> Amount | None:
        if claim.currency is None:
            return in_base_unit(claim.amount)
        found = conversions[claim.iri]["EUR"]
        return found.amount if isinstance(found, Conversion) else None

    def resolved(claim: Claim) -> Period | None:
        period = periods[claim.iri]
        return period if isinstance(period, Period) else None

    def known(claim: Claim) -> dt.date | None:
        return calendar.day_of(claim.document)

    for conflict in (
        value_conflict(claims, comparable, known),
        period_conflict(claims, resolved, known),
    ):
        if conflict is not None:
            yield conflict
