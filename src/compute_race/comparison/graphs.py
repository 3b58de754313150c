"""The derived knowledge as RDF: graphs ``dates``, ``comparable``, ``preferred``, ``conflicts``.

Never hand-written, always rebuilt, without blank nodes and in a fixed order.
Every row says with ``prov:wasDerivedFrom`` from which claims it comes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import pyoxigraph as ox

from compute_race.basics.money import Amount, round_derived
from compute_race.basics.namespaces import ENT, GRAPH, PROV, RACE, RDF, SRC, UNIT, XSD
from compute_race.basics.rates import Rate
from compute_race.comparison.analysis import Analysis
from compute_race.comparison.conflicts import Conflict, Side
from compute_race.comparison.conversion import Conversion, NotConvertible
from compute_race.comparison.inheritance import Conversions
from compute_race.comparison.periods import NoPeriod, Period
from compute_race.comparison.validity import Preferred

DATES: Final = GRAPH + "dates"
COMPARABLE: Final = GRAPH + "comparable"
PREFERRED: Final = GRAPH + "preferred"
CONFLICTS: Final = GRAPH + "conflicts"

Value = str | bool | int | Decimal | dt.date | ox.NamedNode


def derived_quads(analysis: Analysis) -> list[ox.Quad]:
    """Give every quad of the four graphs, each once, in a fixed order."""
    found = dict.fromkeys(
        (
            *_dates(analysis),
            *_comparables(analysis),
            *(quad for row in analysis.preferred for quad in _preferred(row)),
            *(quad for item in analysis.conflicts for quad in _conflict(item)),
        )
    )
    return list(found)


def preferred_iri(row: Preferred) -> str:
    """Name a preferred value: thing, measure, period measured, first day it is the answer."""
    parts = [_local(row.about), _local(row.measure), row.occasion, row.valid_from.isoformat()]
    return f"{PREFERRED}#{'.'.join(filter(None, parts))}"


def conflict_iri(item: Conflict) -> str:
    """Name a conflict: thing, measure, period measured and what differs."""
    parts = [_local(item.about), _local(item.measure), item.occasion, item.kind]
    return f"{CONFLICTS}#{'.'.join(filter(None, parts))}"


def _dates(analysis: Analysis) -> Iterator[ox.Quad]:
    for iri, dated in analysis.calendar.announcements.items():
        stated = analysis.calendar.stated.get(iri)
        yield from _node(
            DATES,
            iri,
            knownFrom=dated.day,
            knownFromBasis=dated.basis,
            announcedEarliest=stated[0].earliest if stated else None,
            announcedLatest=stated[0].latest if stated else None,
        )
    for iri, dated in analysis.calendar.documents.items():
        yield from _node(DATES, iri, knownFrom=dated.day, knownFromBasis=dated.basis)
    for iri, period in analysis.periods.items():
        if isinstance(period, Period):
            yield from _node(
                DATES,
                iri,
                periodEarliest=period.first,
                periodLatest=period.last,
                periodBasis=period.basis,
                years=_years(period),
            )
        else:
            yield from _node(DATES, iri, notComparable=period.reason)


def _comparables(analysis: Analysis) -> Iterator[ox.Quad]:
    for iri, conversions in analysis.conversions.items():
        period = analysis.periods[iri]
        yield from _values(COMPARABLE, iri, (iri,), conversions, period)


def _values(
    graph: str,
    of: str,
    sources: tuple[str, ...],
    conversions: Conversions,
    period: Period | NoPeriod,
) -> Iterator[ox.Quad]:
    """Write an amount in each target currency, whole and per year, with the rate used."""
    for target, found in sorted(conversions.items()):
        if isinstance(found, NotConvertible):
            yield from _node(graph, of, notComparable=found.reason)
            continue
        name = f"{COMPARABLE}#{_fragment(of)}.{target}"
        per_year = found.amount.over(period.years) if isinstance(period, Period) else None
        yield from _node(
            graph,
            name,
            "ComparableValue",
            sources,
            comparableOf=ox.NamedNode(of),
            currencyUnit=ox.NamedNode(f"{UNIT}CCY_{target}"),
            rate=ox.NamedNode(_rate_iri(found.rate)),
            rateBasis=found.basis,
            **_interval("low", "high", found.amount),
            **(_interval("perYearLow", "perYearHigh", per_year) if per_year else {}),
        )
        yield from _rate(found)


def _rate(found: Conversion) -> Iterator[ox.Quad]:
    rate = found.rate
    yield from _node(
        COMPARABLE,
        _rate_iri(rate),
        "ExchangeRate",
        fromCurrency=ox.NamedNode(f"{UNIT}CCY_{rate.source}"),
        toCurrency=ox.NamedNode(f"{UNIT}CCY_{rate.target}"),
        rateValue=rate.value,
        rateDate=rate.date,
        rateSource=rate.origin,
        rateMethod=rate.method,
    )


def _preferred(row: Preferred) -> Iterator[ox.Quad]:
    iri = preferred_iri(row)
    choice, periods = row.choice, row.period_choice
    period = row.period
    agreeing = tuple(claim.iri for claim in choice.agreeing)
    period_claims = tuple(claim.iri for claim in periods.agreeing) if periods else ()
    resolved = period if isinstance(period, Period) else None
    yield from _node(
        PREFERRED,
        iri,
        "PreferredValue",
        tuple(dict.fromkeys((*agreeing, *period_claims))),
        about=ox.NamedNode(row.about),
        measure=ox.NamedNode(row.measure),
        modality=ox.NamedNode(choice.claim.modality),
        **_interval("statedLow", "statedHigh", choice.claim.amount),
        statedUnit=ox.NamedNode(choice.claim.amount.unit),
        approximate=True if choice.claim.approximate else None,
        independentOriginals=choice.originals,
        validFrom=row.valid_from,
        validUntil=row.valid_until,
        firstDay=resolved.first if resolved else None,
        lastDay=resolved.last if resolved else None,
        periodBasis=resolved.basis if resolved else None,
        years=_years(resolved) if resolved else None,
        notComparable=period.reason if isinstance(period, NoPeriod) else None,
    )
    yield _quad(PREFERRED, iri, "preferredClaim", ox.NamedNode(choice.claim.iri))
    for claim in agreeing:
        yield _quad(PREFERRED, iri, "valueClaim", ox.NamedNode(claim))
    for witness in choice.witnesses:
        yield _quad(PREFERRED, iri, "witness", ox.NamedNode(witness))
    for document in sorted({claim.document for claim in choice.agreeing}):
        yield _quad(PREFERRED, iri, "agreeingDocument", ox.NamedNode(document))
    for claim in period_claims:
        yield _quad(PREFERRED, iri, "periodClaim", ox.NamedNode(claim))
    for kind, made in (("value", choice), ("period", periods)):
        for aside in made.set_aside if made else ():
            name = f"{iri}.{kind}.{_fragment(aside.claim.iri)}"
            yield _quad(PREFERRED, iri, "setAside", ox.NamedNode(name))
            yield from _node(
                PREFERRED,
                name,
                "SetAside",
                (aside.claim.iri,),
                ofClaim=ox.NamedNode(aside.claim.iri),
                setAsideReason=aside.reason,
                conflictKind=kind,
            )
    yield from _values(PREFERRED, iri, agreeing, row.conversions, period)


def _conflict(item: Conflict) -> Iterator[ox.Quad]:
    iri = conflict_iri(item)
    claims = tuple(claim.iri for side in item.sides for claim in side.claims)
    yield from _node(
        CONFLICTS,
        iri,
        "Conflict",
        claims,
        about=ox.NamedNode(item.about),
        measure=ox.NamedNode(item.measure),
        conflictKind=item.kind,
        gap=None if item.gap is None else round_derived(item.gap),
        knownFrom=item.known,
    )
    for document in item.within:
        yield _quad(CONFLICTS, iri, "withinDocument", ox.NamedNode(document))
    for number, side in enumerate(item.sides, start=1):
        yield from _side(iri, number, side)


def _side(conflict: str, number: int, side: Side) -> Iterator[ox.Quad]:
    name = f"{conflict}.{number}"
    yield _quad(CONFLICTS, conflict, "side", ox.NamedNode(name))
    yield from _node(
        CONFLICTS,
        name,
        "ConflictSide",
        tuple(claim.iri for claim in side.claims),
        **(_interval("sideLow", "sideHigh", side.value) if side.value else {}),
        firstDay=side.period.first if side.period else None,
        lastDay=side.period.last if side.period else None,
        periodBasis=side.period.basis if side.period else None,
        years=_years(side.period) if side.period else None,
        knownFrom=side.known,
    )


def _node(
    graph: str,
    iri: str,
    kind: str | None = None,
    sources: tuple[str, ...] = (),
    **values: Value | None,
) -> Iterator[ox.Quad]:
    """Write one thing: its class, its sources, and its properties that have a value."""
    if kind is not None:
        yield ox.Quad(
            ox.NamedNode(iri),
            ox.NamedNode(RDF + "type"),
            ox.NamedNode(RACE + kind),
            ox.NamedNode(graph),
        )
    for name, value in values.items():
        if value is not None:
            yield _quad(graph, iri, name, value)
    for source in sources:
        yield ox.Quad(
            ox.NamedNode(iri),
            ox.NamedNode(PROV + "wasDerivedFrom"),
            ox.NamedNode(source),
            ox.NamedNode(graph),
        )


def _quad(graph: str, subject: str, name: str, value: Value) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(subject), ox.NamedNode(RACE + name), _term(value), ox.NamedNode(graph)
    )


def _term(value: Value) -> ox.NamedNode | ox.Literal:
    if isinstance(value, ox.NamedNode):
        return value
    if isinstance(value, bool):
        return ox.Literal("true" if value else "false", datatype=ox.NamedNode(XSD + "boolean"))
    if isinstance(value, int):
        return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))
    if isinstance(value, Decimal):
        return ox.Literal(f"{value:f}", datatype=ox.NamedNode(XSD + "decimal"))
    if isinstance(value, dt.date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(XSD + "date"))
    return ox.Literal(value)


def _interval(low: str, high: str, amount: Amount) -> dict[str, Decimal]:
    ends = {low: amount.low, high: amount.high}
    return {name: value for name, value in ends.items() if value is not None}


def _years(period: Period) -> Decimal:
    return round_derived(Decimal(period.years.numerator) / Decimal(period.years.denominator))


def _rate_iri(rate: Rate) -> str:
    day = rate.date.isoformat()
    return f"{COMPARABLE}#rate.{rate.source}.{rate.target}.{day}.{rate.method}"


def _fragment(iri: str) -> str:
    """Give a name for a claim or preferred value that can stand after ``#``."""
    return iri.removeprefix(SRC).removeprefix(PREFERRED + "#").replace("#", ".")


def _local(iri: str) -> str:
    for namespace in (ENT, RACE, SRC):
        if iri.startswith(namespace):
            return iri[len(namespace) :]
    return iri.rpartition("/")[2]
