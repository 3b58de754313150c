"""What stands behind a number, as values: told by ``why``, shown by the outlets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from compute_race.answering.evidence import Evidence
from compute_race.answering.lookup import slug
from compute_race.answering.options import CompareOptions
from compute_race.answering.reasons import explained
from compute_race.answering.rows import AllAdded, LeftOut, RateUsed, number
from compute_race.basics.namespaces import GRAPH


@dataclass(frozen=True)
class Converted:
    """An amount in one currency: whole, per year, and the rate that made it."""

    currency: str
    low: Decimal | None
    high: Decimal | None
    per_year_low: Decimal | None
    per_year_high: Decimal | None
    rate: RateUsed

    def as_dict(self) -> dict[str, Any]:
        """Give the value for JSON."""
        return {
            "currency": self.currency,
            "low": number(self.low),
            "high": number(self.high),
            "per_year_low": number(self.per_year_low),
            "per_year_high": number(self.per_year_high),
            "rate": self.rate.as_dict(),
        }


@dataclass(frozen=True)
class Aside:
    """A claim that was set aside: for its value or its period, and the reason's code."""

    evidence: Evidence
    kind: str
    reason: str


@dataclass(frozen=True)
class ConflictSide:
    """One position of a conflict, with its claims."""

    low: Decimal | None
    high: Decimal | None
    years: Decimal | None
    first_day: str | None
    last_day: str | None
    known_from: str | None
    evidence: tuple[Evidence, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the side for JSON."""
        return {
            "low": number(self.low),
            "high": number(self.high),
            "years": number(self.years),
            "first": self.first_day,
            "last": self.last_day,
            "known_from": self.known_from,
            "claims": [item.as_dict() for item in self.evidence],
        }


@dataclass(frozen=True)
class ConflictStory:
    """A conflict told whole. ``unit`` is EUR for money, else the unit of the measure."""

    iri: str
    about: str
    label: str
    measure: str
    kind: str
    gap: Decimal | None
    unit: str
    known_from: str | None
    within: tuple[str, ...]
    sides: tuple[ConflictSide, ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the conflict for JSON."""
        return {
            "id": self.iri.removeprefix(GRAPH),
            "about": slug(self.about),
            "label": self.label,
            "measure": slug(self.measure),
            "kind": self.kind,
            "gap": number(self.gap),
            "unit": self.unit,
            "known_from": self.known_from,
            "within_documents": list(self.within),
            "sides": [side.as_dict() for side in self.sides],
        }


@dataclass(frozen=True)
class ValueStory:
    """A preferred value told whole: figure, conversions, period, rule, sources, conflicts.

    ``decided_by`` counts, for each reason, the claims it set aside.
    """

    iri: str
    about: str
    label: str
    measure: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    approximate: bool
    years: Decimal | None
    first_day: str | None
    last_day: str | None
    period_basis: str | None
    not_comparable: tuple[str, ...]
    valid_from: str | None
    valid_until: str | None
    originals: int
    conversions: tuple[Converted, ...]
    evidence: tuple[Evidence, ...]
    period_evidence: tuple[Evidence, ...]
    set_aside: tuple[Aside, ...]
    conflicts: tuple[ConflictStory, ...]

    def narrowed(self, currency: str | None = None, per: str | None = None) -> ValueStory:
        """Give the story with the conversions into one currency only, or none per year.

        ``currency`` is a code or ``original``, ``per`` is ``year`` or ``total``.
        """
        kept = [made for made in self.conversions if currency in (None, made.currency)]
        if per == "total":
            kept = [replace(made, per_year_low=None, per_year_high=None) for made in kept]
        return replace(self, conversions=tuple(kept))

    @property
    def decided_by(self) -> dict[str, int]:
        """Count what the stages of the rule set aside for the value."""
        counts = Counter(item.reason for item in self.set_aside if item.kind == "value")
        return dict(sorted(counts.items()))

    def as_dict(self) -> dict[str, Any]:
        """Give the story for JSON."""
        return {
            "id": self.iri.removeprefix(GRAPH),
            "about": slug(self.about),
            "label": self.label,
            "measure": slug(self.measure),
            "stated": {"low": number(self.low), "high": number(self.high), "unit": self.unit},
            "approximate": self.approximate,
            "period": {
                "years": number(self.years),
                "first": self.first_day,
                "last": self.last_day,
                "basis": self.period_basis,
            },
            "not_comparable": list(self.not_comparable),
            "valid_from": self.valid_from,
            "valid_until": self.valid_until,
            "originals": self.originals,
            "conversions": [item.as_dict() for item in self.conversions],
            "rule": self.decided_by,
            "claims": [item.as_dict() for item in self.evidence],
            "period_claims": [item.as_dict() for item in self.period_evidence],
            "set_aside": [
                {"kind": item.kind, "reason": item.reason, "claim": item.evidence.as_dict()}
                for item in self.set_aside
            ],
            "conflicts": [item.as_dict() for item in self.conflicts],
        }


@dataclass(frozen=True)
class SumPart:
    """A figure that a sum counts: its ends in the sum's unit, and all that stands behind it."""

    low: Decimal | None
    high: Decimal | None
    story: ValueStory

    def as_dict(self) -> dict[str, Any]:
        """Give the part for JSON."""
        return {
            "announcement": slug(self.story.about),
            "label": self.story.label,
            "low": number(self.low),
            "high": number(self.high),
            "story": self.story.as_dict(),
        }


@dataclass(frozen=True)
class SumStory:
    """A sum of a ranking told whole: what it counts, what it leaves out and why.

    ``low`` and ``high`` are in ``unit``, ``per`` year or in total as
    ``question`` asked; ``all_added`` is the sum with everything that
    ``left_out`` names with a figure. What it names without one belongs to the
    same owner and cannot be compared.
    """

    iri: str
    label: str
    measure: str
    question: CompareOptions
    low: Decimal | None
    high: Decimal | None
    unit: str
    per: str
    parts: tuple[SumPart, ...]
    all_added: AllAdded | None
    left_out: tuple[LeftOut, ...]
    lang: str

    @property
    def missed(self) -> tuple[LeftOut, ...]:
        """Give what is left out and has a figure that would add to the sum."""
        return tuple(item for item in self.left_out if item.total is not None)

    def as_dict(self) -> dict[str, Any]:
        """Give the story for JSON; ``left_out`` as the ranking gives it."""
        added = self.all_added
        return {
            "id": self.iri,
            "label": self.label,
            "measure": slug(self.measure),
            "question": self.question.as_dict(),
            "low": number(self.low),
            "high": number(self.high),
            "unit": self.unit,
            "per": self.per,
            "parts": [part.as_dict() for part in self.parts],
            "all_added": added.less(self.low, self.high) if added is not None else None,
            "left_out": [_left_out(item, self.lang) for item in self.left_out],
        }


def _left_out(item: LeftOut, lang: str) -> dict[str, Any]:
    row = item.row if item.total is not None else None
    return {
        "claim": item.claim,
        "announcement": slug(item.announcement),
        "reason": item.reason,
        "explanation": explained(item, lang),
        "way": [{"step": code, "to": slug(to)} for code, to in item.way],
        "left_out_of": slug(item.total) if item.total is not None else None,
        "low": number(row.low) if row is not None else None,
        "high": number(row.high) if row is not None else None,
    }


Story = ValueStory | ConflictStory | SumStory | Evidence
