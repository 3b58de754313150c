"""Pairs of announcements that look nested and that no judgement sets in relation.

Two sums of which one lies in the other count twice until somebody judges so.
Any two plans of one company might nest; a pair is only asked about where the
data says why it might:

1. both are for one initiative or facility, and one is of a wider scope or they
   share an announcer;
2. an announcer of one takes part in the initiative whose plan the other is;
3. both are of the same announcers as a whole, and the days of one lie within the other's;
4. they share an announcer and a document, and one is of a wider scope: a
   contract or site within what goes to a country, that within an initiative.

What an organisation does as a whole holds its contracts, sites and countries
by its scope, and an aggregate its members: ``race:scope`` has judged these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from compute_race.audit.material import AGGREGATE, INITIATIVE, WHOLE, Finding, Material, slug
from compute_race.audit.pairs import Side, possible_pairs
from compute_race.audit.relations import Relations
from compute_race.audit.wording import written
from compute_race.basics.namespaces import shorten


def nested_pairs(material: Material) -> Iterator[Finding]:
    """Unjudged pairs that look nested.

    Of a pair and the pairs of what holds its two sides only the widest is
    told: a judgement on that settles the others.
    """
    relations, reasons = Relations(material), _Reasons(material)
    suspected: dict[tuple[str, str], tuple[Side, Side, str]] = {}
    for one, other in possible_pairs(material):
        why = reasons.of(one, other)
        if why and not relations.are_judged(one.iri, other.iri):
            suspected.setdefault((one.iri, other.iri), (one, other, why))
    wider = {pair: _wider(relations, *pair) & suspected.keys() for pair in suspected}
    told: set[tuple[str, str]] = set()
    for pair, (one, other, why) in suspected.items():
        # Of pairs that settle each other (one plan told in money and in power) the first stays.
        if any(pair not in wider[found] or found in told for found in wider[pair]):
            continue
        told.add(pair)
        part, whole = _part_first(material, one, other)
        yield Finding(
            part.iri,
            "",
            f"{shorten(part.iri)} ({written(part.figure.claim)}) may be a part of"
            f" {shorten(whole.iri)} ({written(whole.figure.claim)}): {why}, and no judgement sets"
            " them in relation",
            f"write in graph/judgements/ that {shorten(part.iri)} race:partOf (or"
            f" race:doesNotOverlap, race:restates, race:supersedes) {shorten(whole.iri)}",
        )


def _wider(relations: Relations, one: str, other: str) -> set[tuple[str, str]]:
    """Give the other pairs of what holds two announcements, each in the order of the IRIs."""
    found = {
        (min(mine, its), max(mine, its))
        for mine in relations.holders(one)
        for its in relations.holders(other)
    }
    return found - {(one, other)}


def _part_first(material: Material, one: Side, other: Side) -> tuple[Side, Side]:
    """Put first what may be the part: of the narrower scope, of the smaller figure.

    Beside what an organisation does as a whole the figure alone decides: it
    may pay for an initiative, or for a part of one.
    """
    by_width = WHOLE not in (one.announcement.scope, other.announcement.scope)

    def order(side: Side) -> tuple[int, Decimal, str]:
        amount = material.amount(side.figure.claim)
        return side.width if by_width else 0, amount.main, side.iri

    part, whole = sorted((one, other), key=order)
    return part, whole


@dataclass(frozen=True, eq=False)
class _Reasons:
    """Says why a pair looks nested, by the rules of this module."""

    material: Material

    def of(self, one: Side, other: Side) -> str:
        """Give the first reason in words; empty where there is none."""
        return (
            _one_purpose(one, other)
            or self._takes_part(one, other)
            or self._takes_part(other, one)
            or _within_its_days(one, other)
            or self._one_document(one, other)
        )

    def _takes_part(self, mine: Side, its: Side) -> str:
        initiative = its.announcement.initiative
        is_initiatives = its.announcement.scope == INITIATIVE
        if initiative is None or not is_initiatives or mine.announcement.initiative == initiative:
            return ""
        taking = mine.announcers & self._members.get(initiative, frozenset())
        return f"{slug(min(taking))} takes part in {slug(initiative)}" if taking else ""

    def _one_document(self, one: Side, other: Side) -> str:
        scopes = {one.announcement.scope, other.announcement.scope}
        shared = one.announcers & other.announcers
        if not shared or one.width == other.width or scopes & {WHOLE, AGGREGATE}:
            return ""
        documents = set(self.material.documents_of(one.announcement))
        if documents.isdisjoint(self.material.documents_of(other.announcement)):
            return ""
        return f"both are of {slug(min(shared))}, and a document speaks of both"

    @cached_property
    def _members(self) -> dict[str, frozenset[str]]:
        """Give the groups of the announcers that take part in each initiative."""
        found: dict[str, set[str]] = {}
        announcements = self.material.records.announcements.values()
        for announcer in {one for item in announcements for one in item.announcers}:
            for initiative in self.material.facts.iris(announcer, "memberOf"):
                found.setdefault(initiative, set()).add(self.material.group(announcer))
        return {initiative: frozenset(groups) for initiative, groups in found.items()}


def _one_purpose(one: Side, other: Side) -> str:
    shared = one.purposes & other.purposes
    if not shared or (one.width == other.width and not one.announcers & other.announcers):
        return ""
    return f"both are for {slug(min(shared))}"


def _within_its_days(one: Side, other: Side) -> str:
    if not one.announcement.scope == other.announcement.scope == WHOLE:
        return ""
    if one.announcers != other.announcers or one.period is None or other.period is None:
        return ""
    inner, outer = sorted((one.period, other.period), key=lambda period: period.years)
    if inner.first is None or inner.last is None or outer.first is None or outer.last is None:
        return ""
    is_within = outer.first <= inner.first and inner.last <= outer.last
    if not is_within or inner.years == outer.years:
        return ""
    return f"the days of the one, {inner.first} to {inner.last}, lie within the other's"
