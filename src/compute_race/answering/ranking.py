"""Rows in order, rolled up as asked, with the ranks their intervals allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from compute_race.answering.candidates import read_candidates
from compute_race.answering.lookup import Node, nodes_where, slug
from compute_race.answering.options import CompareOptions
from compute_race.answering.reasons import sentence
from compute_race.answering.rollup import roll_up
from compute_race.answering.rows import LeftOut, RateUsed, Row, number
from compute_race.basics.namespaces import GRAPH
from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.dataset.store import Store

#: Digits of ``ratio_to_leader`` behind the point.
RATIO_DIGITS = 4


@dataclass(frozen=True)
class Ranking:
    """The answer of ``race compare``: what was asked, the rows in order, what was left out.

    ``measure`` is the label of the measure in ``lang``, ``rates`` are the
    exchange rates behind the rows and behind the parts of sums.
    """

    options: CompareOptions
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    measure: str
    rates: tuple[RateUsed, ...] = ()
    lang: str = "en"

    def as_dict(self) -> dict[str, Any]:
        """Give the answer with the keys that the command promises, decimals as strings."""
        return {
            "question": self.options.as_dict(),
            "as_of": self.options.as_of.isoformat(),
            "rates": {
                "source": self.rates[0].origin if self.rates else None,
                "latest": max((rate.date.isoformat() for rate in self.rates), default=None),
            },
            "rows": [_row_dict(row) for row in self.rows],
            "left_out": [
                {
                    "claim": item.claim,
                    "announcement": slug(item.announcement),
                    "reason": item.reason,
                    "explanation": sentence(item.reason, self.lang),
                }
                for item in self.left_out
            ],
            "notes": list(self.notes),
        }


def compare(store: Store, options: CompareOptions, lang: str = "en") -> Ranking:
    """Answer who plans most, as of a day, in one currency, per year or in total."""
    measure = find_measure(store, options)
    candidates = read_candidates(store, options, lang)
    rows, also_left_out, notes = roll_up(candidates.rows, options, lang)
    ranked = (
        tuple(rows)
        if options.currency == "original"
        else _ranked(rows, ascending=measure.text("unitFamily") == "rank")
    )
    left_out = sorted(
        (*candidates.left_out, *also_left_out), key=lambda i: (i.reason, i.announcement, i.claim)
    )
    rates = _rates(candidates.rows, rows)
    notes = [*notes, *candidates.notes]
    return Ranking(options, ranked, tuple(left_out), tuple(notes), measure.label(lang), rates, lang)


def _rates(candidates: Sequence[Row], rows: Sequence[Row]) -> tuple[RateUsed, ...]:
    """Give each rate once that a row or a part of a row was converted with."""
    counted = {about for row in rows for about in (row.about, *row.parts)}
    used = {
        (row.rate.source, row.rate.target, row.rate.date, row.rate.method): row.rate
        for row in candidates
        if row.rate is not None and row.about in counted
    }
    return tuple(used[key] for key in sorted(used))


def find_measure(store: Store, options: CompareOptions) -> Node:
    """Give the measure asked for; ``UsageError`` for one that does not exist."""
    known = nodes_where(store, "?s a race:Measure .")
    found = known.get(options.measure_iri)
    if found is None:
        names = [_kebab(slug(iri)) for iri in known]
        advice = did_you_mean(options.measure, names) or f"one of {', '.join(sorted(names))}"
        raise UsageError(f'--measure does not know "{options.measure}"', advice)
    return found


def _kebab(name: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name)


def _ranked(rows: Sequence[Row], *, ascending: bool = False) -> tuple[Row, ...]:
    """Sort by low, then high, and say where each row could stand; first places ascending."""
    sign = 1 if ascending else -1
    ordered = sorted(rows, key=lambda row: (sign * row.main, sign * row.ceiling, row.about))
    leader = ordered[0].main if ordered else Decimal(0)
    return tuple(
        replace(
            row,
            rank=position,
            rank_low=1 + _count(_before(other, row, ascending) for other in ordered),
            rank_high=len(ordered) - _count(_before(row, other, ascending) for other in ordered),
            ratio=round(row.main / leader, RATIO_DIGITS) if leader else None,
        )
        for position, row in enumerate(ordered, start=1)
    )


def _before(one: Row, other: Row, ascending: bool) -> bool:
    """Tell whether one row stands before the other whatever their intervals hold."""
    return one.ceiling < other.floor if ascending else one.floor > other.ceiling


def _count(truths: Iterable[bool]) -> int:
    return sum(1 for truth in truths if truth)


def _row_dict(row: Row) -> dict[str, Any]:
    return {
        "rank": row.rank,
        "rank_low": row.rank_low,
        "rank_high": row.rank_high,
        "id": row_id(row),
        "entity": slug(row.entity) if row.entity else None,
        "announcement": slug(row.announcement) if row.announcement else None,
        "label": row.label,
        "entity_label": row.entity_label,
        "group": slug(row.group) if row.group else None,
        "bloc": slug(row.bloc) if row.bloc else None,
        "measure": slug(row.measure),
        "modality": slug(row.modality),
        "scope": slug(row.scope) if row.scope else None,
        "low": number(row.low),
        "high": number(row.high),
        "currency": row.currency,
        "per": row.per,
        "years": number(row.years),
        "period": {
            "first": row.first_day.isoformat() if row.first_day else None,
            "last": row.last_day.isoformat() if row.last_day else None,
        },
        "stated": row.stated.as_dict() if row.stated else None,
        "rate": row.rate.as_dict() if row.rate else None,
        "claims": list(row.claims),
        "period_claims": list(row.period_claims),
        "documents": list(row.documents),
        "originals": row.originals,
        "conflicts": list(row.conflicts),
        "parts": [slug(part) for part in row.parts],
        "ratio_to_leader": number(row.ratio),
    }


def row_id(row: Row) -> str:
    """Give what ``race why`` takes for a row: the preferred value's name below ``graph:``."""
    return row.iri.removeprefix(GRAPH)
