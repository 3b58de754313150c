"""Small records for the rules of choosing and comparing, and one call of ``race`` in-process.

Names are short on purpose: a test says ``claim("c", 30, unit="EUR")`` and everything that
is not said has a neutral value.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from compute_race.answering.rows import Row
from compute_race.basics.dates import PartialDate, Span, parse_partial
from compute_race.basics.money import Amount
from compute_race.basics.namespaces import ENT, RACE, SRC, UNIT, XSD
from compute_race.cli.main import run
from compute_race.comparison.independence import Witnesses
from compute_race.comparison.known import derive_calendar
from compute_race.comparison.preference import Chooser
from compute_race.comparison.records import (
    Announcement,
    Claim,
    Document,
    Records,
    StatedPeriod,
)

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT.parent / "shared" / "sources"
SEED = "silicon-fr-alibaba-30-milliards"
SEED_TEXT = TEXTS / f"{SEED}.txt"

#: The announcement that records are about unless a test says otherwise, and who announced it.
PLAN = ENT + "plan"
ACME = ENT + "acme"
PLANNED = RACE + "plannedInvestment"

needs_text = pytest.mark.skipif(
    not SEED_TEXT.is_file(), reason="the text of the seed article is not at hand"
)


def day(text: str) -> dt.date:
    """Read a day."""
    return dt.date.fromisoformat(text)


def partial(text: str) -> PartialDate:
    """Read a partial date; its length tells the precision."""
    return parse_partial(text, XSD + {4: "gYear", 7: "gYearMonth", 10: "date"}[len(text)])


def unit(code: str) -> str:
    """Give the IRI of a currency by its code, of another unit by its local name."""
    if code in ("H100Equivalent", "FLOP", "FLOPPerSecond"):
        return RACE + code
    return UNIT + ("CCY_" + code if len(code) == 3 and code != "NUM" else code)


def amount(low: object, high: object = "same", code: str = "EUR") -> Amount:
    """Make an amount; one number is exact, ``None`` is an open end."""
    ends = [None if end is None else Decimal(str(end)) for end in (low, high) if end != "same"]
    return Amount(ends[0], ends[-1], code)


def document(
    name: str,
    published: str | None = None,
    publisher: str | None = None,
    cites: Iterable[str] = (),
) -> Document:
    """Make a document; without a publisher it has one of its own."""
    return Document(
        iri=SRC + name,
        publisher=ENT + (publisher or f"{name}-press"),
        source_kind=RACE + "newspaper",
        published=partial(published) if published else None,
        cites=tuple(cites),
    )


def claim(
    name: str,
    low: object,
    high: object = "same",
    unit_code: str = "EUR",
    *,
    doc: str = "d",
    about: str = PLAN,
    measure: str = PLANNED,
    modality: str = "planned",
    stated: str | None = None,
    own: bool = False,
    period: StatedPeriod | None = None,
    **more: Any,
) -> Claim:
    """Make a claim ``name`` in the document ``doc``; ``own`` attributes it to the announcer."""
    iri = unit(unit_code)
    is_money = len(unit_code) == 3 and unit_code != "NUM"
    return Claim(
        iri=f"{SRC}{doc}#{name}",
        document=SRC + doc,
        about=about,
        measure=measure,
        modality=RACE + modality,
        amount=amount(low, high, iri),
        currency=unit_code if is_money else None,
        stated=RACE + stated if stated else None,
        attributed_to=(ACME,) if own else (),
        period=period or StatedPeriod(),
        **more,
    )


def over(years: int) -> StatedPeriod:
    """Make a stated period of whole years."""
    return StatedPeriod(duration=Span(12 * years), text=f"over {years} years")


def between(start: str, end: str) -> StatedPeriod:
    """Make a stated period from one partial date to another."""
    return StatedPeriod(start=partial(start), end=partial(end))


def plan(iri: str = PLAN, *, on: Mapping[str, str] | None = None, **more: Any) -> Announcement:
    """Make Acme's announcement; ``on`` gives for each document the day it states."""
    dates = tuple(sorted((partial(text), SRC + doc) for doc, text in (on or {}).items()))
    return Announcement(iri, (ACME,), dates=dates, **more)


def records(
    claims: Iterable[Claim],
    documents: Iterable[Document] = (),
    announcements: Iterable[Announcement] | None = None,
    **more: Any,
) -> Records:
    """Put records together; documents that are only named are added without a date."""
    found = tuple(claims)
    known = {item.iri: item for item in documents}
    for item in found:
        known.setdefault(item.document, document(item.document.removeprefix(SRC)))
    told = (plan(),) if announcements is None else tuple(announcements)
    return Records(
        documents=known, announcements={item.iri: item for item in told}, claims=found, **more
    )


def chooser(kept: Records) -> Chooser:
    """Make a chooser over records."""
    witnesses = Witnesses(kept.documents)
    return Chooser(kept, derive_calendar(kept, witnesses), witnesses)


def row(name: str, low: object, high: object = "same", **more: Any) -> Row:
    """Make a row of a comparison for the announcement ``name``."""
    ends = amount(low, high)
    given: dict[str, Any] = {
        "iri": f"https://w3id.org/compute-race/graph/preferred#{name}",
        "about": ENT + name,
        "entity": ENT + name,
        "announcement": ENT + name,
        "label": name,
        "entity_label": name,
        "group": ENT + name,
        "bloc": ENT + "land",
        "bloc_label": "Land",
        "initiative": None,
        "measure": PLANNED,
        "modality": RACE + "planned",
        "scope": RACE + "wholeOrganization",
        "low": ends.low,
        "high": ends.high,
        "currency": "EUR",
        "per": "total",
        "years": Decimal(1),
        "first_day": None,
        "last_day": None,
        "announced": day("2025-01-01"),
        "stated": None,
        "rate": None,
        "claims": (f"{SRC}d#{name}",),
        "period_claims": (),
        "documents": (SRC + "d",),
        "originals": 1,
    }
    return Row(**(given | more))


@dataclass(frozen=True)
class Called:
    """What one call of ``race`` did."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Read standard output as JSON."""
        return json.loads(self.out)


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> Called:
    """Run ``race`` in this process; a traceback is a failure of the test."""
    capsys.readouterr()
    code = run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return Called(code, out, err)
