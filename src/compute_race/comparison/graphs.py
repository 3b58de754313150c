"""The derived knowledge as RDF: graphs ``dates``, ``comparable``, ``preferred``, ``conflicts``.

Never hand-written, always rebuilt, without blank nodes and in a fixed order.
Every row says with ``prov:wasDerivedFrom`` from which claims it comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

import pyoxigraph as ox

from compute_race.basics.exchange import Rate
from compute_race.basics.money import Amount, round_derived
from compute_race.basics.namespaces import ENT, GRAPH, RACE, SRC, UNIT
from compute_race.comparison.analysis import Analysis
from compute_race.comparison.conflicts import Conflict, Side
from compute_race.comparison.conversion import Conversion, NotConvertible
from compute_race.comparison.inheritance import Conversions
from compute_race.comparison.known import Calendar
from compute_race.comparison.periods import NoPeriod, Period
from compute_race.comparison.validity import Preferred
from compute_race.comparison.writing import node, quad

DATES: Final = GRAPH + "dates"
COMPARABLE: Final = GRAPH + "comparable"
PREFERRED: Final = GRAPH + "preferred"
CONFLICTS: Final = GRAPH + "conflicts"


def derived_quads(analysis: Analysis) -> list[ox.Quad]:
    """Give every quad of the four graphs, each once, in a fixed order."""
    days = day_quads(analysis.calendar, analysis.periods)
    return list(dict.fromkeys((*days, *value_quads(analysis))))


def day_quads(calendar: Calendar, periods: Mapping[str, Period | NoPeriod]) -> Iterator[ox.Quad]:
    """Give the graph of days: of announcements, documents and the periods of claims (by IRI)."""
    for iri, dated in calendar.announcements.items():
        stated = calendar.stated.get(iri)
        yield from node(
            DATES,
            iri,
            knownFrom=dated.day,
            knownFromBasis=dated.basis,
            announcedEarliest=stated[0].earliest if stated else None,
            announcedLatest=stated[0].latest if stated else None,
        )
    for iri, dated in calendar.documents.items():
        yield from node(DATES, iri, knownFrom=dated.day, knownFromBasis=dated.basis)
    for iri, period in periods.items():
        if isinstance(period, Period):
            yield from node(
                DATES,
                iri,
                periodEarliest=period.first,
                periodLatest=period.last,
                periodBasis=period.basis,
                years=_years(period),
            )
        else:
            yield from node(DATES, iri, notComparable=period.reason)


def value_quads(analysis: Analysis) -> Iterator[ox.Quad]:
    """Give the graphs of comparable values with their rates, of preferred values, of conflicts."""
    yield from _comparables(analysis)
    yield from _rates(analysis)
    for row in analysis.preferred:
        yield from _preferred(row)
    for item in analysis.conflicts:
        yield from _conflict(item)


def preferred_iri(row: Preferred) -> str:
    """Name a preferred value: thing, measure, period measured, first day it is the answer."""
    parts = [_local(row.about), _local(row.measure), row.occasion, row.valid_from.isoformat()]
    return f"{PREFERRED}#{'.'.join(filter(None, parts))}"


def conflict_iri(item: Conflict) -> str:
    """Name a conflict: thing, measure, period measured and what differs."""
    parts = [_local(item.about), _local(item.measure), item.occasion, item.kind]
    return f"{CONFLICTS}#{'.'.join(filter(None, parts))}"


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
            yield from node(graph, of, notComparable=found.reason)
            continue
        name = f"{COMPARABLE}#{_fragment(of)}.{target}"
        per_year = found.amount.over(period.years) if isinstance(period, Period) else None
        yield from node(
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


def _rates(analysis: Analysis) -> Iterator[ox.Quad]:
    """Write each rate once, however many amounts were converted at it."""
    conversions = (*analysis.conversions.values(), *(row.conversions for row in analysis.preferred))
    used = {
        _rate_iri(found.rate): found
        for made in conversions
        for found in made.values()
        if isinstance(found, Conversion)
    }
    for iri in sorted(used):
        yield from _rate(used[iri])


def _rate(found: Conversion) -> Iterator[ox.Quad]:
    rate = found.rate
    yield from node(
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
    yield from node(
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
    yield quad(PREFERRED, iri, "preferredClaim", ox.NamedNode(choice.claim.iri))
    for claim in agreeing:
        yield quad(PREFERRED, iri, "valueClaim", ox.NamedNode(claim))
    for witness in choice.witnesses:
        yield quad(PREFERRED, iri, "witness", ox.NamedNode(witness))
    for document in sorted({claim.document for claim in choice.agreeing}):
        yield quad(PREFERRED, iri, "agreeingDocument", ox.NamedNode(document))
    for claim in period_claims:
        yield quad(PREFERRED, iri, "periodClaim", ox.NamedNode(claim))
    for kind, made in (("value", choice), ("period", periods)):
        for aside in made.set_aside if made else ():
            name = f"{iri}.{kind}.{_fragment(aside.claim.iri)}"
            yield quad(PREFERRED, iri, "setAside", ox.NamedNode(name))
            yield from node(
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
    yield from node(
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
        yield quad(CONFLICTS, iri, "withinDocument", ox.NamedNode(document))
    for number, side in enumerate(item.sides, start=1):
        yield from _side(iri, number, side)


def _side(conflict: str, number: int, side: Side) -> Iterator[ox.Quad]:
    name = f"{conflict}.{number}"
    yield quad(CONFLICTS, conflict, "side", ox.NamedNode(name))
    yield from node(
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
