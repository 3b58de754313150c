"""From a preferred value of the store to a row of an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from compute_race.answering.lookup import Node, unit_name
from compute_race.answering.options import SCOPES, CompareOptions
from compute_race.answering.rows import RateUsed, Row, StatedFigure
from compute_race.basics.money import Amount
from compute_race.basics.namespaces import UNIT
from compute_race.comparison.units import in_base_unit


@dataclass(frozen=True)
class RowReader:
    """Makes rows from what was read of preferred values, things, owners, values and claims.

    ``values`` gives, by preferred value, its comparable value and the rate;
    ``conflicts`` the conflicts known about each thing.
    """

    options: CompareOptions
    lang: str
    things: Mapping[str, Node]
    owners: Mapping[str, Node]
    values: Mapping[str, tuple[Node, Node]]
    claims: Mapping[str, Node]
    conflicts: Mapping[str, tuple[str, ...]]

    def row(self, node: Node) -> Row:
        """Make the row of a preferred value."""
        about = node.link("about") or ""
        thing = self.things[about]
        announcers = thing.links("announcedBy")
        initiative = thing.link("forInitiative")
        is_announcement = "Announcement" in thing.types
        entity = (announcers[0] if announcers else None) if is_announcement else about
        owner = self.owners.get(entity or "", thing)
        groups = thing.links("announcedByGroup") or owner.links("group")
        blocs = owner.links("inBloc") or (
            self.owners[initiative].links("inBloc") if initiative else ()
        )
        unit = node.link("statedUnit") or ""
        plain = in_base_unit(Amount(node.number("statedLow"), node.number("statedHigh"), unit))
        row = Row(
            iri=node.iri,
            about=about,
            entity=entity,
            announcement=about if is_announcement else None,
            label=thing.label(self.lang),
            entity_label=self._name(thing, owner, initiative),
            group=groups[0] if groups else entity,
            bloc=blocs[0] if blocs else None,
            bloc_label=self.owners[blocs[0]].label(self.lang) if blocs else "",
            initiative=initiative,
            measure=node.link("measure") or "",
            modality=node.link("modality") or "",
            scope=thing.link("scope"),
            low=plain.low,
            high=plain.high,
            currency=unit_name(plain.unit),
            per="total",
            years=node.number("years"),
            first_day=node.day("firstDay"),
            last_day=node.day("lastDay"),
            announced=thing.day("knownFrom"),
            stated=self._stated(node),
            rate=None,
            claims=self._claims(node),
            period_claims=node.links("periodClaim"),
            documents=node.links("agreeingDocument"),
            originals=int(node.number("independentOriginals") or 0),
            witnesses=node.links("witness"),
            part_of=thing.links("partOf"),
            included=self._included(node),
            conflicts=self.conflicts.get(about, ()),
        )
        is_money = unit.startswith(UNIT + "CCY_")
        if self.options.currency == "original" or not is_money:
            return row
        return self._converted(row)

    def _name(self, thing: Node, owner: Node, initiative: str | None) -> str:
        is_initiatives = thing.link("scope") == SCOPES["initiative"]
        if initiative is not None and is_initiatives:
            return self.owners[initiative].label(self.lang)
        return owner.label(self.lang)

    def _converted(self, row: Row) -> Row:
        if row.iri not in self.values:
            return replace(row, low=None, high=None, currency=self.options.currency)
        value, rate = self.values[row.iri]
        yearly = self.options.per == "year"
        return replace(
            row,
            low=value.number("perYearLow" if yearly else "low"),
            high=value.number("perYearHigh" if yearly else "high"),
            currency=self.options.currency,
            per=self.options.per,
            rate=RateUsed(
                source=unit_name(rate.link("fromCurrency") or ""),
                target=unit_name(rate.link("toCurrency") or ""),
                value=rate.number("rateValue") or row.main,
                date=rate.day("rateDate") or dt.date.min,
                origin=rate.text("rateSource") or "",
                method=rate.text("rateMethod") or "",
                basis=value.text("rateBasis") or "",
            ),
        )

    def _claims(self, node: Node) -> tuple[str, ...]:
        """Give the preferred claim first, then every other that says the same."""
        first = node.links("preferredClaim")
        return (*first, *(c for c in node.links("valueClaim") if c not in first))

    def _included(self, node: Node) -> tuple[str, ...]:
        claims = node.links("preferredClaim")
        return tuple(i for claim in claims for i in self.claims[claim].links("includesFigure"))

    def _stated(self, node: Node) -> StatedFigure:
        periods = node.links("periodClaim")
        preferred = node.links("preferredClaim")
        claim = self.claims[(periods or preferred)[0]]
        return StatedFigure(
            low=node.number("statedLow"),
            high=node.number("statedHigh"),
            unit=unit_name(node.link("statedUnit") or ""),
            approximate=node.text("approximate") == "true",
            start=claim.text("periodStart"),
            fiscal_year=claim.text("fiscalYear"),
            end=claim.text("periodEnd"),
            duration=claim.text("duration"),
            text=claim.text("periodText"),
        )
