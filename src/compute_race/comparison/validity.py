"""The preferred value of one thing over time: which answer held from when to when.

It changes only on days on which a document becomes known. So it is worked out
once for each such day and kept with the span of days over which it is the
answer; "as of" is then a comparison of two dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from compute_race.comparison.inheritance import Conversions, Inheritance
from compute_race.comparison.periods import NoPeriod, Period
from compute_race.comparison.preference import Choice, Chooser
from compute_race.comparison.records import Claim


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
class Preferences:
    """Prefers among the claims of one thing, measure and occasion."""

    context: Inheritance
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
