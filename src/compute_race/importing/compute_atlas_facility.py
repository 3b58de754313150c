"""One facility of Compute Atlas, read strictly from its JSON object.

Numbers are JSON numbers and dates are ISO, to the year, month or day: a number in
quotation marks or a date of another form is refused, whatever it may mean. So is a status,
a kind, a precision or a state that nobody knows: what it means for the figures cannot be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from compute_race.basics.dates import PARTIAL_DATATYPES, PartialDate, parse_partial
from compute_race.importing.terms import is_address

#: Every key without which a facility cannot be read.
NEEDED: Final = (
    *("id", "name", "operator", "status", "confidence"),
    *("facilityType", "location", "statusHistory", "sources"),
)
STATUSES: Final = frozenset(
    {"proposed", "permitted", "under_construction", "operational", "cancelled"}
)
KINDS: Final = frozenset({"data_center", "crypto_mining", "power_generation"})
#: The data set covers the United States: states, by the codes of the postal service.
STATES: Final = frozenset(
    re.findall(
        "[A-Z]{2}",
        "AL AK AZ AR CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE"
        " NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VT WA WI WV WY",
    )
)
#: By the publisher's schema a place is exact unless it says otherwise.
_EXACT: Final = "exact"
_MANY_PLACES: Final = "representative_multi_site"
_PRECISIONS: Final = frozenset({_EXACT, "approximate", _MANY_PLACES})


class BadRecordError(Exception):
    """A facility that cannot be read, with the reason."""


@dataclass(frozen=True)
class Step:
    """One entry of a facility's history: its status from a day, month or year on."""

    status: str
    date: PartialDate
    note: str | None


@dataclass(frozen=True)
class Facility:
    """One facility. Capacities are in megawatts, money in dollars.

    ``number`` counts the records of the file from 1. ``degrees``, north and east, are absent
    where the point stands for many places.
    """

    number: int
    id: str
    name: str
    operator: str
    status: str
    confidence: str
    kind: str
    ai_use: str | None
    degrees: tuple[Decimal, Decimal] | None
    precision: str
    address: str
    operational_mw: Decimal | None
    planned_mw: Decimal | None
    investment: Decimal | None
    announced: PartialDate | None
    history: tuple[Step, ...]
    urls: tuple[str, ...]
    notes: str | None


def read_facility(number: int, entry: Mapping[str, Any]) -> Facility:
    """Read the facility of a number; ``BadRecordError`` says what is wrong with it."""
    missing = [key for key in NEEDED if entry.get(key) in (None, "")]
    if missing:
        raise BadRecordError(f"has no {' and no '.join(missing)}")
    location = _mapping(entry, "location")
    capacity = _mapping(entry, "capacityMw")
    history, sources = _list(entry, "statusHistory"), _list(entry, "sources")
    state = _known(location, "state", STATES)
    parts = (_text(location, "street"), _text(location, "city"), _text(location, "county"))
    region = " ".join(filter(None, (state, _text(location, "postalCode"))))
    precision = _known({"precision": _EXACT, **location}, "precision", _PRECISIONS)
    return Facility(
        number=number,
        id=_id(entry),
        name=_needed(entry, "name"),
        operator=_needed(entry, "operator"),
        status=_known(entry, "status", STATUSES),
        confidence=_needed(entry, "confidence"),
        kind=_known(entry, "facilityType", KINDS),
        ai_use=_text(entry, "aiClassification"),
        degrees=None if precision == _MANY_PLACES else _degrees(location),
        precision=precision,
        address=", ".join(filter(None, (*parts, region))),
        operational_mw=_number(capacity, "operational"),
        planned_mw=_number(capacity, "planned"),
        investment=_number(entry, "investmentUsd"),
        announced=_date(entry, "announcedDate"),
        history=tuple(_step(step) for step in history),
        urls=tuple(dict.fromkeys(map(_url, sources))),
        notes=_text(entry, "notes"),
    )


def _step(entry: Mapping[str, Any]) -> Step:
    date = _date(entry, "date")
    if date is None:
        raise BadRecordError("has a status without a date")
    return Step(_known(entry, "status", STATUSES), date, _text(entry, "note"))


def _degrees(location: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    latitude, longitude = _number(location, "lat", below=True), _number(location, "lon", below=True)
    if latitude is None or longitude is None:
        raise BadRecordError("has no latitude or no longitude")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise BadRecordError(f"lies at {latitude}, {longitude}, which is nowhere")
    return latitude, longitude


def _url(source: Mapping[str, Any]) -> str:
    url = _needed(source, "url")
    if not is_address(url):
        raise BadRecordError(f'has the source "{url}", which is no web address')
    return url


def _id(entry: Mapping[str, Any]) -> str:
    found = _needed(entry, "id")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", found):
        raise BadRecordError("has an id that is none")
    return found


def _mapping(entry: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = entry.get(key, {})
    if not isinstance(value, dict):
        raise BadRecordError(f"has a {key} that is no object")
    return value


def _list(entry: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = entry[key]
    if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
        raise BadRecordError(f"has {key} that are no list of objects")
    return value


def _text(entry: Mapping[str, Any], key: str) -> str | None:
    value = entry.get(key)
    if value is not None and not isinstance(value, str):
        raise BadRecordError(f'has the {key} "{value}", which is no text')
    return (value or "").strip() or None


def _needed(entry: Mapping[str, Any], key: str) -> str:
    value = _text(entry, key)
    if value is None:
        raise BadRecordError(f"has no {key}")
    return value


def _known(entry: Mapping[str, Any], key: str, known: frozenset[str]) -> str:
    value = _needed(entry, key)
    if value not in known:
        raise BadRecordError(f'has the {key} "{value}", and known are {", ".join(sorted(known))}')
    return value


def _number(entry: Mapping[str, Any], key: str, *, below: bool = False) -> Decimal | None:
    """Read a JSON number; ``below`` allows what is below zero."""
    value = entry.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise BadRecordError(f'has the {key} "{value}", which is no number')
    if value < 0 and not below:
        raise BadRecordError(f"has the {key} {value}, which is below zero")
    return Decimal(value)


def _date(entry: Mapping[str, Any], key: str) -> PartialDate | None:
    text = _text(entry, key)
    if text is None:
        return None
    try:
        datatype = PARTIAL_DATATYPES[text.count("-")]
        return parse_partial(text, datatype)
    except (ValueError, IndexError):
        raise BadRecordError(f'has the {key} "{text}", which is no date such as 2025-06') from None
