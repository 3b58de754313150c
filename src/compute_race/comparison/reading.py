"""From the statements of a dataset to the records the comparison works on.

The dataset has passed the checks by then, so that a claim here has a number, a
unit and a document; what has none is a fault of the build and raises.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox

from compute_race.basics.dates import (
    PARTIAL_DATATYPES,
    PartialDate,
    parse_day,
    parse_duration,
    parse_month,
    parse_month_day,
    parse_partial,
)
from compute_race.basics.money import Amount
from compute_race.basics.namespaces import UNIT
from compute_race.comparison.facts import Facts
from compute_race.comparison.records import (
    Announcement,
    Claim,
    Document,
    Records,
    StatedPeriod,
)

_CURRENCY = UNIT + "CCY_"


def currency_code(unit: str) -> str | None:
    """Give the ISO 4217 code of a QUDT currency IRI, ``None`` for another unit."""
    return unit.removeprefix(_CURRENCY) if unit.startswith(_CURRENCY) else None


def read_records(quads: Iterable[ox.Quad]) -> Records:
    """Read documents, announcements, claims and what is known of organisations.

    ``quads`` are the asserted, inferred and rule-derived statements together.
    """
    facts = Facts(quads)
    documents = {
        iri: _document(facts, iri)
        for iri in facts.instances("Document", "Article", "PressRelease", "Filing", "Dataset")
    }
    announcements = {iri: _announcement(facts, iri) for iri in facts.instances("Announcement")}
    claims = tuple(_claim(facts, iri) for iri in facts.instances("Claim"))
    bare = Records(documents, announcements, claims)
    organizations = sorted(bare.organizations())
    groups = {org: head for org in organizations if (head := facts.iri(org, "group"))}
    return replace(
        bare,
        groups=groups,
        currencies=_currencies(facts, organizations),
        fiscal_ends=_fiscal_ends(facts, organizations, groups),
    )


def _document(facts: Facts, iri: str) -> Document:
    return Document(
        iri=iri,
        publisher=facts.iri(iri, "publisher"),
        source_kind=facts.iri(iri, "sourceKind"),
        published=_partial(facts.literal(iri, "publishedOn")),
        cites=facts.iris(iri, "cites"),
    )


def _announcement(facts: Facts, iri: str) -> Announcement:
    dates = {
        (parse_partial(term.value, term.datatype.value), graph)
        for term, graph in facts.literals_with_graph(iri, "announcedOn")
    }
    return Announcement(
        iri=iri,
        announcers=facts.iris(iri, "announcedBy"),
        initiative=facts.iri(iri, "forInitiative"),
        scope=facts.iri(iri, "scope"),
        dates=tuple(sorted(dates)),
        superseded_by=facts.iris(iri, "supersededBy"),
        part_of=facts.iris(iri, "partOf"),
    )


def _claim(facts: Facts, iri: str) -> Claim:
    unit = _required(facts.iri(iri, "unit"), iri, "unit")
    low, high = facts.literal(iri, "lower"), facts.literal(iri, "upper")
    approximate = facts.literal(iri, "approximate")
    return Claim(
        iri=iri,
        document=_required(facts.iri(iri, "inDocument"), iri, "inDocument"),
        about=_required(facts.iri(iri, "about"), iri, "about"),
        measure=_required(facts.iri(iri, "measure"), iri, "measure"),
        modality=_required(facts.iri(iri, "modality"), iri, "modality"),
        amount=Amount(
            None if low is None else Decimal(low.value),
            None if high is None else Decimal(high.value),
            unit,
        ),
        approximate=approximate is not None and approximate.value in ("true", "1"),
        currency=currency_code(unit),
        period=_period(facts, iri),
        stated=facts.iri(iri, "stated"),
        said_of=facts.iri(iri, "saidOf"),
        attributed_to=facts.iris(iri, "attributedTo"),
        definition=_text(facts.literal(iri, "definition")),
        anchored=facts.literal(iri, "charStart") is not None,
        concept=_text(facts.literal(iri, "concept")),
        filed=_day(facts.literal(iri, "firstFiledOn")),
    )


def _period(facts: Facts, iri: str) -> StatedPeriod:
    end = facts.literal(iri, "periodEnd")
    duration = facts.literal(iri, "duration")
    fiscal_year = facts.literal(iri, "fiscalYear")
    fiscal_quarter = facts.literal(iri, "fiscalQuarter")
    is_partial = end is not None and end.datatype.value in PARTIAL_DATATYPES
    return StatedPeriod(
        start=_partial(facts.literal(iri, "periodStart")),
        end=_partial(end) if is_partial else None,
        end_month=parse_month(end.value) if end is not None and not is_partial else None,
        duration=None if duration is None else parse_duration(duration.value),
        fiscal_year=None if fiscal_year is None else int(fiscal_year.value),
        fiscal_quarter=None if fiscal_quarter is None else int(fiscal_quarter.value),
        text=_text(facts.literal(iri, "periodText")),
    )


def _currencies(facts: Facts, organizations: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for organization in organizations:
        for place in facts.iris(organization, "locatedIn"):
            unit = facts.iri(place, "currency")
            code = currency_code(unit) if unit is not None else None
            if code is not None:
                found.setdefault(organization, code)
    return found


def _fiscal_ends(
    facts: Facts, organizations: list[str], groups: dict[str, str]
) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for organization in organizations:
        for owner in (organization, groups.get(organization, organization)):
            term = facts.literal(owner, "fiscalYearEnd")
            if term is not None:
                found.setdefault(organization, parse_month_day(term.value))
    return found


def _partial(term: ox.Literal | None) -> PartialDate | None:
    return None if term is None else parse_partial(term.value, term.datatype.value)


def _day(term: ox.Literal | None) -> dt.date | None:
    return None if term is None else parse_day(term.value)


def _text(term: ox.Literal | None) -> str | None:
    return None if term is None else term.value


def _required(value: str | None, subject: str, name: str) -> str:
    if value is None:
        raise ValueError(f"{subject} has no {name}: the dataset was not checked before comparing")
    return value
