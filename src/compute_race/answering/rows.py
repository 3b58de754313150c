"""One line of a comparison: a figure that was preferred, comparable, with all it rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class StatedFigure:
    """The figure as printed: both ends, ISO code or unit name, the period in the source's words."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    approximate: bool
    start: str | None = None
    fiscal_year: str | None = None
    end: str | None = None
    duration: str | None = None
    text: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the value for JSON, decimals as strings."""
        return {
            "low": number(self.low),
            "high": number(self.high),
            "unit": self.unit,
            "approximate": self.approximate,
            "period": {
                "start": self.start,
                "end": self.end,
                "duration": self.duration,
                "fiscal_year": self.fiscal_year,
                "text": self.text,
            },
        }


@dataclass(frozen=True)
class RateUsed:
    """The exchange rate behind a comparable value; ``basis`` says why it is of that day."""

    source: str
    target: str
    value: Decimal
    date: dt.date
    origin: str
    method: str
    basis: str

    def as_dict(self) -> dict[str, Any]:
        """Give the rate for JSON."""
        return {
            "from": self.source,
            "to": self.target,
            "value": number(self.value),
            "date": self.date.isoformat(),
            "source": self.origin,
            "method": self.method,
            "basis": self.basis,
        }


@dataclass(frozen=True)
class AllAdded:
    """What a sum would be if everything announced were added, whatever it holds twice.

    ``of`` is whose sum it is (IRI), ``count`` the number of figures; the ends
    are in the unit of the row it stands in.
    """

    of: str
    low: Decimal
    high: Decimal | None
    count: int

    def less(self, low: Decimal | None, high: Decimal | None) -> dict[str, Any]:
        """Give it for JSON, with what a sum from ``low`` to ``high`` leaves out of it."""
        return {
            "low": number(self.low),
            "high": number(self.high),
            "announcements": self.count,
            "difference_low": number(self.low - (low or Decimal(0))),
            "difference_high": None
            if self.high is None or high is None
            else number(self.high - high),
        }


@dataclass(frozen=True)
class Row:
    """A row of ``race compare``. IRIs in full; slugs and labels are made for people elsewhere.

    ``low`` and ``high`` are in ``currency``, per year or in total as asked;
    ``None`` where the end is open. ``entity`` is who announced (``entities``:
    all of them), ``group`` and ``groups`` the heads of their groups, ``bloc``
    is set where there is one and no more (``blocs``); ``entity_label`` names
    all who announced, or the initiative where the figure is the initiative's. ``counted``
    are the rows behind a sum, ``parts`` what they are about, ``all_added``
    the sum with everything that was left out of it.
    """

    iri: str
    about: str
    entity: str | None
    announcement: str | None
    label: str
    entity_label: str
    group: str | None
    bloc: str | None
    bloc_label: str
    initiative: str | None
    measure: str
    modality: str
    scope: str | None
    low: Decimal | None
    high: Decimal | None
    currency: str
    per: str
    years: Decimal | None
    first_day: dt.date | None
    last_day: dt.date | None
    announced: dt.date | None
    stated: StatedFigure | None
    rate: RateUsed | None
    claims: tuple[str, ...]
    period_claims: tuple[str, ...]
    documents: tuple[str, ...]
    originals: int
    witnesses: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    group_label: str = ""
    initiative_label: str = ""
    blocs: tuple[str, ...] = ()
    counted: tuple[Row, ...] = ()
    all_added: AllAdded | None = None
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    ratio: Decimal | None = None

    @property
    def main(self) -> Decimal:
        """Give the number to sort by: the low end, else the high one, else zero."""
        return self.low if self.low is not None else self.high or Decimal(0)

    @property
    def floor(self) -> Decimal:
        """Give the low end, an open one counting as the one known number."""
        return self.main

    @property
    def ceiling(self) -> Decimal:
        """Give the high end, an open one counting as the one known number."""
        return self.high if self.high is not None else self.main


@dataclass(frozen=True)
class LeftOut:
    """A figure that is not ranked or not added up, and why (a code of ``reasons``).

    ``way`` leads to the announcement it gives way to, step by step: the code of
    each step and where it leads. ``row`` is the figure where it is comparable,
    of the right kind and running, so that adding everything up would count it;
    ``total`` then is whose sum it is left out of (``AllAdded.of``). ``scope``
    is that of the announcement (IRI), where it is another one than asked for.
    """

    claim: str
    announcement: str
    reason: str
    way: tuple[tuple[str, str], ...] = ()
    row: Row | None = None
    total: str | None = None
    scope: str | None = None


@dataclass(frozen=True)
class Candidates:
    """What is left of the preferred values after filtering, and what was filtered out."""

    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())


def number(value: Decimal | None) -> str | None:
    """Write a decimal exactly and plainly, without exponent or trailing zeros."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
