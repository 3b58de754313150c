"""All derived knowledge of a dataset at once: days, values, preferences, conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from compute_race.basics.money import Amount
from compute_race.comparison.conflicts import Conflict, period_conflict, value_conflict
from compute_race.comparison.conversion import Conversion
from compute_race.comparison.grouping import Group, families, groups
from compute_race.comparison.independence import Witnesses
from compute_race.comparison.inheritance import Conversions, Inheritance
from compute_race.comparison.known import Calendar, derive_calendar
from compute_race.comparison.periods import NoPeriod, Period
from compute_race.comparison.preference import Chooser
from compute_race.comparison.records import Claim, Records
from compute_race.comparison.units import in_base_unit
from compute_race.comparison.validity import Preferences, Preferred


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


@dataclass(frozen=True)
class Ground:
    """What every answer rests on: the records with witnesses, days and resolved periods."""

    records: Records
    witnesses: Witnesses
    calendar: Calendar
    periods: Mapping[str, Period | NoPeriod]

    @property
    def context(self) -> Inheritance:
        """Give what claims take over from what they are about."""
        return Inheritance(self.records, self.calendar)

    def groups(self) -> list[Group]:
        """Give the claims that answer one question each, with the occasion."""
        return groups(self.records, self.periods)


def survey(records: Records) -> Ground:
    """Derive the days of all documents and announcements and the periods of all claims."""
    witnesses = Witnesses(records.documents)
    calendar = derive_calendar(records, witnesses)
    context = Inheritance(records, calendar)
    periods = {claim.iri: context.period(claim) for claim in records.claims}
    return Ground(records, witnesses, calendar, periods)


def analyse(records: Records) -> Analysis:
    """Derive days, resolved periods, comparable values, preferences and conflicts."""
    ground = survey(records)
    return analyse_groups(ground, ground.groups())


def analyse_groups(ground: Ground, grouped: Sequence[Group]) -> Analysis:
    """Derive values, preferences and conflicts of some groups of claims, and all days."""
    records, witnesses, calendar = ground.records, ground.witnesses, ground.calendar
    periods, context = ground.periods, ground.context
    taking_part = {claim.iri for _, claims in grouped for claim in claims}
    conversions = {
        claim.iri: context.conversions(claim)
        for claim in records.claims
        if claim.currency and claim.iri in taking_part
    }
    chooser = Chooser(records, calendar, witnesses)
    preferred = tuple(
        row
        for occasion, claims in grouped
        for row in Preferences(context, chooser, periods, conversions, occasion).over_time(claims)
    )
    conflicts = tuple(
        replace(conflict, occasion=occasion)
        for occasion, claims in grouped
        for family in families(claims)
        for conflict in _conflicts(family, periods, conversions, calendar)
    )
    return Analysis(records, calendar, witnesses, periods, conversions, preferred, conflicts)


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

    for conflict in (
        value_conflict(claims, comparable, calendar.known),
        period_conflict(claims, resolved, calendar.known),
    ):
        if conflict is not None:
            yield conflict
