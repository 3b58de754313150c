"""From a preferred value of the store to a row of an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox

from compute_race.answering.lookup import Node, nodes, nodes_where, unit_name
from compute_race.answering.options import SCOPES, CompareOptions
from compute_race.answering.rows import RateUsed, Row, StatedFigure
from compute_race.basics.money import Amount
from compute_race.basics.namespaces import GRAPH, RDF, RDFS, UNIT
from compute_race.comparison.units import in_base_unit
from compute_race.dataset.store import Store, select

#: What is read of every preferred value.
OF_VALUES: Final = (
    *("about", "measure", "modality", "statedLow", "statedHigh", "statedUnit", "approximate"),
    *("years", "firstDay", "lastDay", "validFrom", "validUntil", "notComparable"),
    *("preferredClaim", "periodClaim", "independentOriginals"),
)
#: What is read besides where a row is ranked: dozens of pages may say one figure.
OF_RANKED: Final = ("preferredClaim", "valueClaim", "agreeingDocument", "witness")
#: What is read of what they are about: announcements, and whoever is measured.
_OF_THINGS: Final = (
    *(RDF + "type", RDFS + "label", "announcedBy", "forInitiative", "group", "inBloc"),
    *("scope", "knownFrom", "partOf"),
)
#: What is read of organisations, initiatives, groups and blocs.
_OF_OWNERS: Final = ("group", "inBloc", RDFS + "label")
#: What is read of a claim: the period as it is stated.
PERIOD: Final = ("periodStart", "periodEnd", "duration", "fiscalYear", "periodText")


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
        entities = announcers if is_announcement else (about,)
        entity = entities[0] if entities else None
        heads = (self._owner(one, thing).link("group") or one for one in entities)
        groups = tuple(dict.fromkeys(heads))
        blocs = self._blocs(thing, entities, initiative)
        unit = node.link("statedUnit") or ""
        plain = in_base_unit(Amount(node.number("statedLow"), node.number("statedHigh"), unit))
        row = Row(
            iri=node.iri,
            about=about,
            entity=entity,
            announcement=about if is_announcement else None,
            label=thing.label(self.lang),
            entity_label=self._name(thing, entities, initiative),
            group=groups[0] if groups else entity,
            bloc=blocs[0] if len(blocs) == 1 else None,
            bloc_label=self.owners[blocs[0]].label(self.lang) if len(blocs) == 1 else "",
            initiative=initiative,
            initiative_label=self.owners[initiative].label(self.lang) if initiative else "",
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
            claims=node.links("preferredClaim"),
            period_claims=node.links("periodClaim"),
            documents=(),
            originals=int(node.number("independentOriginals") or 0),
            part_of=thing.links("partOf"),
            conflicts=self.conflicts.get(about, ()),
            entities=entities,
            groups=groups,
            group_label=self._owner(groups[0], thing).label(self.lang) if groups else "",
            blocs=blocs,
        )
        is_money = unit.startswith(UNIT + "CCY_")
        if self.options.currency == "original" or not is_money:
            return row
        return self._converted(row)

    def _owner(self, entity: str, thing: Node) -> Node:
        return self.owners.get(entity, thing)

    def _blocs(
        self, thing: Node, entities: tuple[str, ...], initiative: str | None
    ) -> tuple[str, ...]:
        """Give the blocs of who announced; an initiative's plan counts where the initiative is."""
        of_entities = sorted({b for e in entities for b in self._owner(e, thing).links("inBloc")})
        of_initiative = self.owners[initiative].links("inBloc") if initiative else ()
        if thing.link("scope") == SCOPES["initiative"]:
            return of_initiative or tuple(of_entities)
        return tuple(of_entities) or of_initiative

    def _name(self, thing: Node, entities: tuple[str, ...], initiative: str | None) -> str:
        """Name the initiative where the figure is the initiative's, else all who announced it."""
        is_initiatives = thing.link("scope") == SCOPES["initiative"]
        if initiative is not None and is_initiatives:
            return self.owners[initiative].label(self.lang)
        names = [self._owner(entity, thing).label(self.lang) for entity in entities]
        return ", ".join(names) or thing.label(self.lang)

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

    def _stated(self, node: Node) -> StatedFigure:
        claim = self.claims[period_claim(node)]
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


def read_rows(
    store: Store,
    options: CompareOptions,
    iris: Iterable[str],
    ranked: Iterable[str],
    lang: str = "en",
) -> dict[str, Row]:
    """Read the rows of preferred values by their IRIs.

    Who says so is read only of those that are ``ranked``: dozens of pages may say one figure.
    """
    values = nodes(store, iris, OF_VALUES)
    things = nodes(store, {node.link("about") or "" for node in values.values()}, _OF_THINGS)
    owners = nodes(store, {o for thing in things.values() for o in _owners(thing)}, _OF_OWNERS)
    above = {
        iri
        for node in (*owners.values(), *things.values())
        for name in ("group", "inBloc")
        for iri in node.links(name)
    }
    owners |= nodes(store, above, _OF_OWNERS)
    reader = RowReader(
        options,
        lang,
        things,
        owners,
        _comparable_values(store, options, values),
        nodes(store, {period_claim(node) for node in values.values()}, PERIOD),
        _conflicts(store, options),
    )
    said = nodes(store, ranked, OF_RANKED)
    rows = {iri: reader.row(node) for iri, node in values.items()}
    return rows | {iri: witnessed(rows[iri], node) for iri, node in said.items()}


def period_claim(node: Node) -> str:
    """Give the claim whose stated period a row shows (IRI)."""
    return (node.links("periodClaim") or node.links("preferredClaim"))[0]


def witnessed(row: Row, node: Node) -> Row:
    """Give a row with all who say so: claims (the preferred first), documents, originals."""
    first = row.claims
    return replace(
        row,
        claims=(*first, *(c for c in node.links("valueClaim") if c not in first)),
        documents=node.links("agreeingDocument"),
        witnesses=node.links("witness"),
    )


def _comparable_values(
    store: Store, options: CompareOptions, iris: Iterable[str]
) -> dict[str, tuple[Node, Node]]:
    """Give for each preferred value its comparable value in the currency, and the rate."""
    if options.currency == "original":
        return {}
    unit = ox.NamedNode(f"{UNIT}CCY_{options.currency}")
    wanted = " ".join(str(ox.NamedNode(iri)) for iri in iris)
    found = nodes_where(
        store,
        f"VALUES ?row {{ {wanted} }}"
        f" GRAPH <{GRAPH}preferred> {{ ?s race:comparableOf ?row ; race:currencyUnit {unit} }}",
    )
    rates = nodes(store, {rate for node in found.values() if (rate := node.link("rate"))})
    return {
        row: (node, rates[node.link("rate") or ""])
        for node in found.values()
        if (row := node.link("comparableOf")) is not None
    }


def _conflicts(store: Store, options: CompareOptions) -> dict[str, tuple[str, ...]]:
    rows = select(
        store,
        f"SELECT ?about ?c WHERE {{ GRAPH <{GRAPH}conflicts> {{ ?c a race:Conflict ;"
        f" race:about ?about ; race:knownFrom ?day ; race:measure <{options.measure_iri}> }}"
        f' FILTER(?day <= "{options.as_of}"^^xsd:date) }} ORDER BY ?about ?c',
    ).rows
    found: dict[str, tuple[str, ...]] = {}
    for about, conflict in rows:
        if isinstance(about, ox.NamedNode) and isinstance(conflict, ox.NamedNode):
            found[about.value] = (*found.get(about.value, ()), conflict.value)
    return found


def _owners(thing: Node) -> tuple[str, ...]:
    return (*thing.links("announcedBy"), *thing.links("forInitiative"))
