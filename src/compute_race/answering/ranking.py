"""Rows in order, rolled up as asked, with the ranks their intervals allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from compute_race.answering.candidates import read_candidates
from compute_race.answering.lookup import Node, nodes_where, slug
from compute_race.answering.options import CompareOptions
from compute_race.answering.overlaps import read_overlaps
from compute_race.answering.reasons import explained
from compute_race.answering.rollup import RolledUp, roll_up
from compute_race.answering.rows import LeftOut, RateUsed, Row, number
from compute_race.basics.namespaces import GRAPH
from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.dataset.store import Store

#: Families of units, and measures, whose figures a sum says nothing of.
NO_SUMS: Final = frozenset(("percent", "rank", "time", "unitPrice"))
#: Digits of ``ratio_to_leader`` behind the point.
RATIO_DIGITS = 4


@dataclass(frozen=True)
class Ranking:
    """The answer of ``race compare``: what was asked, the rows in order, what was left out.

    ``measure`` is the label of the measure in ``lang``, ``rates`` are the
    exchange rates behind the rows and behind the parts of sums, ``unjudged``
    pairs of which a sum counts both though they may overlap.
    """

    options: CompareOptions
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    measure: str
    rates: tuple[RateUsed, ...] = ()
    lang: str = "en"
    unjudged: tuple[tuple[str, str], ...] = ()

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
                    "explanation": explained(item, self.lang),
                    "way": [{"step": code, "to": slug(to)} for code, to in item.way],
                    "scope": slug(item.scope) if item.scope else None,
                    "left_out_of": slug(item.total) if item.total else None,
                    "low": number(item.row.low) if item.row else None,
                    "high": number(item.row.high) if item.row else None,
                }
                for item in self.left_out
            ],
            "unjudged": [[slug(one), slug(other)] for one, other in self.unjudged],
            "notes": list(self.notes),
        }


def compare(store: Store, options: CompareOptions, lang: str = "en") -> Ranking:
    """Answer who plans most, as of a day, in one currency, per year or in total."""
    measure = find_measure(store, options)
    family = measure.text("unitFamily")
    if options.by == "bloc" and (family in NO_SUMS or slug(measure.iri) in NO_SUMS):
        raise UsageError(
            f"{measure.label('en')} does not add up: --by bloc has no sum of it",
            "write --by group",
        )
    candidates = read_candidates(store, options, lang)
    overlaps = None if options.by == "announcement" else read_overlaps(store, options)
    rolled = roll_up(candidates.rows, options, lang, overlaps, candidates.left_out)
    ranked = (
        rolled.rows
        if options.currency == "original"
        else _ranked(rolled.rows, ascending=family == "rank")
    )
    left_out = sorted(rolled.left_out, key=lambda i: (i.reason, i.announcement, i.claim))
    return Ranking(
        options,
        ranked,
        tuple(left_out),
        (*rolled.notes, *candidates.notes),
        measure.label(lang),
        _rates(candidates.rows, rolled),
        lang,
        rolled.unjudged,
    )


def _rates(candidates: Sequence[Row], rolled: RolledUp) -> tuple[RateUsed, ...]:
    """Give each rate once that a row, a part of one or what a sum leaves out was converted with."""
    counted = {about for row in rolled.rows for about in (row.about, *row.parts)}
    behind = [row for row in candidates if row.about in counted]
    behind += [item.row for item in rolled.left_out if item.row is not None and item.total]
    used = {
        (row.rate.source, row.rate.target, row.rate.date, row.rate.method): row.rate
        for row in behind
        if row.rate is not None
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
        "entities": [slug(entity) for entity in row.entities],
        "announcement": slug(row.announcement) if row.announcement else None,
        "label": row.label,
        "entity_label": row.entity_label,
        "group": slug(row.group) if row.group else None,
        "initiative": slug(row.initiative) if row.initiative else None,
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
        "counted": [_counted_dict(part) for part in row.counted],
        "all_added": row.all_added.less(row.low, row.high) if row.all_added else None,
        "ratio_to_leader": number(row.ratio),
    }


def _counted_dict(row: Row) -> dict[str, Any]:
    return {
        "id": row_id(row),
        "announcement": slug(row.announcement) if row.announcement else None,
        "label": row.label,
        "group": slug(row.group) if row.group else None,
        "low": number(row.low),
        "high": number(row.high),
        "claims": list(row.claims),
    }


def row_id(row: Row) -> str:
    """Give what ``race why`` takes for a row: the preferred value's name below ``graph:``."""
    return row.iri.removeprefix(GRAPH)
