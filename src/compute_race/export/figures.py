"""The comparable value of each thing that an export shows: per year, in one currency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import pyoxigraph as ox

from compute_race.answering.options import MODALITIES, By, CompareOptions
from compute_race.answering.ranking import compare, find_measure
from compute_race.answering.row_reader import read_rows
from compute_race.answering.rows import Row
from compute_race.answering.standing import read_standings
from compute_race.basics.namespaces import GRAPH, UNIT
from compute_race.dataset.store import Store, select

#: Whose own value is what counts of their announcements, added up where that is judged right.
_OWNERS: tuple[By, ...] = ("organization", "initiative")


def read_figures(
    store: Store, as_of: dt.date, measure: str, currency: str, lang: str
) -> dict[str, Row]:
    """Give the value in force on a day of each announcement, organisation, initiative (by IRI).

    Announcements have theirs whatever their scope, and also where the plan is over or
    superseded. ``UsageError`` for an unknown measure.
    """
    options = CompareOptions(as_of, measure, currency=currency, scope=("all",), modality=MODALITIES)
    find_measure(store, options)
    in_force = [item.iri for item in read_standings(store, options, None).items]
    found: dict[str, Row] = {}
    for row in read_rows(store, options, in_force, in_force, lang).values():
        best = found.get(row.about)
        if best is None or _recency(row) > _recency(best):
            found[row.about] = row
    plans = CompareOptions(as_of, measure, currency=currency)
    for by in _OWNERS:
        found |= _of_owners(compare(store, replace(plans, by=by), lang).rows, by)
    return found


def _of_owners(rows: Iterable[Row], by: By) -> dict[str, Row]:
    owners = ((row.initiative if by == "initiative" else row.entity, row) for row in rows)
    return {owner: row for owner, row in owners if owner is not None}


def _recency(row: Row) -> tuple[dt.date, str]:
    return row.last_day or dt.date.min, row.iri


def read_comparables(store: Store, currency: str) -> dict[str, tuple[float | None, float | None]]:
    """Give both ends per year of each claim (IRI) that has a value in a currency."""
    if currency == "original":
        return {}
    unit = ox.NamedNode(f"{UNIT}CCY_{currency}")
    rows = select(
        store,
        f"SELECT ?claim ?low ?high {{ GRAPH <{GRAPH}comparable> {{"
        f" ?value race:comparableOf ?claim ; race:currencyUnit {unit} ."
        " OPTIONAL { ?value race:perYearLow ?low } OPTIONAL { ?value race:perYearHigh ?high } } }",
    ).rows
    return {
        str(claim.value): (_float(low), _float(high))
        for claim, low, high in rows
        if isinstance(claim, ox.NamedNode)
    }


def read_preferred(store: Store) -> frozenset[str]:
    """Give the claims (IRIs) that the rule prefers for anything on any day."""
    rows = select(store, "SELECT DISTINCT ?claim { ?row race:preferredClaim ?claim }").rows
    return frozenset(term.value for (term,) in rows if isinstance(term, ox.NamedNode))


def _float(term: object) -> float | None:
    return float(term.value) if isinstance(term, ox.Literal) else None
