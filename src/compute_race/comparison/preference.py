"""Which of several claims is preferred, by a written rule, and why the others are not.

For one thing and one measure the candidates pass these stages in order; at
each stage those that are beaten are set aside with the stage's name as reason:

0. ``other-definition``: the figure follows a definition of its own ("without
   consolidated subsidiaries") and another one is of the measure as such, which one filed
   under a tag of the accounting rules is, whatever words define the tag;
1. ``not-own-document``: the announcer's own document is there and this is not it,
   then ``not-attributed``: somebody attributes the figure to the announcer and
   this one does not (a superseded announcement is no candidate at all);
2. ``other-currency``: the announcer's own currency is there;
3. ``headline``: the body of the same document says otherwise (for a period
   this is the first stage: a headline's period never wins over the body's);
4. ``fewer-originals``: more independent originals say another value;
5. ``less-careful``: "at least" is preferred to "about", and that to an exact number;
6. ``earlier``: a later document, undated ones last;
7. ``tie``: nothing tells what is left apart; the IRI decides which is shown.

Claims that say the same value are one: all of them are cited.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from compute_race.basics.namespaces import RACE
from compute_race.comparison.independence import Witnesses
from compute_race.comparison.known import Calendar
from compute_race.comparison.records import Claim, Records

_HEADLINES = frozenset((RACE + "headline", RACE + "standfirst"))


@dataclass(frozen=True)
class SetAside:
    """A claim that is not preferred: the stage that decided and the claim preferred there."""

    claim: Claim
    reason: str


@dataclass(frozen=True)
class Choice:
    """The preferred claim, all claims that say the same, and what was set aside.

    ``originals`` counts the independent witnesses behind the agreeing claims,
    ``witnesses`` names them.
    """

    claim: Claim
    agreeing: tuple[Claim, ...]
    set_aside: tuple[SetAside, ...]
    originals: int
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chooser:
    """Applies the rule with what it needs to know about documents and organisations."""

    records: Records
    calendar: Calendar
    witnesses: Witnesses

    def value(self, claims: Sequence[Claim]) -> Choice:
        """Choose among claims of one measure about one thing (at least one)."""
        return self._choose(claims, key=stated_value, with_currency=True)

    def period(self, claims: Sequence[Claim], key: Callable[[Claim], Hashable]) -> Choice:
        """Choose whose period applies, among claims that have one; ``key`` tells equal ones."""
        return self._choose(claims, key=key, with_currency=False)

    def _choose(
        self, claims: Sequence[Claim], key: Callable[[Claim], Hashable], *, with_currency: bool
    ) -> Choice:
        by_value: dict[Hashable, list[Claim]] = {}
        for claim in claims:
            by_value.setdefault(key(claim), []).append(claim)
        refuted = _refuted_headlines(claims, key, same_unit=with_currency)
        support = {
            value: self.witnesses.count(c.document for c in group if c.iri not in refuted)
            for value, group in by_value.items()
        }
        stages: list[tuple[str, Callable[[Claim], int]]] = [
            ("other-definition", lambda c: 0 if c.definition is None or c.concept else 1),
            ("not-own-document", lambda c: 0 if self.is_own(c) else 1),
            ("not-attributed", lambda c: 0 if self.is_own(c) or self.is_attributed(c) else 1),
        ]
        if with_currency:
            stages.append(("other-currency", lambda c: 0 if self.is_own_currency(c) else 1))
        left = list(claims)
        set_aside: dict[str, str] = {}
        if not with_currency:
            left = _without_headlines(left, key, set_aside)
        for reason, cost in stages:
            left = _keep(left, cost, reason, set_aside)
        left = _without_headlines(left, key, set_aside)
        for reason, cost in (
            ("fewer-originals", lambda c: -support[key(c)]),
            ("less-careful", _boldness),
            ("earlier", lambda c: -self._lateness(c)),
        ):
            left = _keep(left, cost, reason, set_aside)
        winner = min(left, key=lambda c: c.iri)
        for claim in left:
            if claim is not winner:
                set_aside[claim.iri] = "tie"
        agreeing = [c for c in by_value[key(winner)] if c is winner or c.iri not in refuted]
        chosen = {claim.iri for claim in agreeing}
        return Choice(
            claim=winner,
            agreeing=tuple(
                sorted(agreeing, key=lambda c: (c is not winner, not c.anchored, c.iri))
            ),
            set_aside=tuple(
                SetAside(claim, set_aside.get(claim.iri, "headline"))
                for claim in sorted(claims, key=lambda c: c.iri)
                if claim.iri not in chosen
            ),
            originals=self.witnesses.count(claim.document for claim in agreeing),
            witnesses=self.witnesses.behind(claim.document for claim in agreeing),
        )

    def is_own(self, claim: Claim) -> bool:
        """Tell whether the claim's document is published by the announcer or its group."""
        document = self.records.documents.get(claim.document)
        if document is None or document.publisher is None:
            return False
        return self.records.group_of(document.publisher) in self._owners(claim)

    def is_attributed(self, claim: Claim) -> bool:
        """Tell whether the document attributes the figure to the announcer or its group."""
        owners = self._owners(claim)
        return any(self.records.group_of(agent) in owners for agent in claim.attributed_to)

    def is_own_currency(self, claim: Claim) -> bool:
        """Tell whether a money figure is in the currency of the announcer's seat."""
        owners = self._announcers(claim)
        return claim.currency is None or claim.currency in {
            self.records.currencies.get(owner) for owner in owners
        }

    def _announcers(self, claim: Claim) -> tuple[str, ...]:
        announcement = self.records.announcements.get(claim.about)
        return announcement.announcers if announcement is not None else (claim.about,)

    def _owners(self, claim: Claim) -> set[str]:
        return {self.records.group_of(owner) for owner in self._announcers(claim)}

    def _lateness(self, claim: Claim) -> int:
        day = self.calendar.known(claim)
        return (day or dt.date.min).toordinal()


def stated_value(claim: Claim) -> tuple[Decimal, Decimal, str]:
    """Give what makes two claims say the same value: both numbers and the unit.

    "At least 380" and "380" say the same value with more or less care; "up to
    380" says something else than either.
    """
    low, high = claim.amount.low, claim.amount.high
    if low is None:
        return (
            Decimal("-Infinity"),
            high if high is not None else claim.amount.main,
            claim.amount.unit,
        )
    return low, high if high is not None else low, claim.amount.unit


def _boldness(claim: Claim) -> int:
    """Rank how much a claim says: "at least" least, then "about", then exact, "up to" most."""
    if claim.amount.high is None:
        return 0
    if claim.amount.low is None:
        return 3
    return 1 if claim.approximate else 2


def _keep(
    claims: list[Claim], cost: Callable[[Claim], int], reason: str, set_aside: dict[str, str]
) -> list[Claim]:
    best = min(map(cost, claims))
    kept = [claim for claim in claims if cost(claim) == best]
    for claim in claims:
        if claim not in kept:
            set_aside[claim.iri] = reason
    return kept


def _without_headlines(
    claims: list[Claim], key: Callable[[Claim], Hashable], set_aside: dict[str, str]
) -> list[Claim]:
    """Drop headlines and standfirsts of documents whose own body is still a candidate.

    Where the body says the same, nothing is dropped: there is nothing to choose.
    """
    refuted = _refuted_headlines(claims, key)
    set_aside.update(dict.fromkeys(refuted, "headline"))
    return [claim for claim in claims if claim.iri not in refuted]


def _refuted_headlines(
    claims: Sequence[Claim], key: Callable[[Claim], Hashable], *, same_unit: bool = False
) -> frozenset[str]:
    """Give the claims in headlines and standfirsts whose own document's body says otherwise.

    With ``same_unit`` a body in another unit refutes nothing: it may well
    restate the headline's figure, converted.
    """

    def place(claim: Claim) -> tuple[str, str]:
        return claim.document, claim.amount.unit if same_unit else ""

    bodies: dict[tuple[str, str], set[Hashable]] = {}
    for claim in claims:
        if claim.stated == RACE + "body":
            bodies.setdefault(place(claim), set()).add(key(claim))
    return frozenset(
        claim.iri
        for claim in claims
        if claim.stated in _HEADLINES
        and place(claim) in bodies
        and key(claim) not in bodies[place(claim)]
    )
