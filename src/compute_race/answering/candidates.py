"""Which preferred values answer a question as of a day, read from the built store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from compute_race.answering.lookup import (
    Node,
    find_entity,
    nodes,
    nodes_where,
    slug,
)
from compute_race.answering.options import CompareOptions
from compute_race.answering.row_reader import RowReader
from compute_race.answering.rows import Candidates, LeftOut, Row
from compute_race.basics.dates import PartialDate
from compute_race.basics.namespaces import GRAPH, UNIT
from compute_race.comparison.conversion import NOT_CONVERTIBLE
from compute_race.dataset.store import Store, select

#: An answer about a day so much later than the newest document says so.
STALE_AFTER_DAYS: Final = 31


def read_candidates(store: Store, options: CompareOptions, lang: str = "en") -> Candidates:
    """Read the rows that answer the question, and what was left out with the reason.

    Only what was known by ``options.as_of`` is read: nothing later exists for
    the answer, so it is not listed as left out either.
    """
    measure = ox.NamedNode(options.measure_iri)
    found = nodes_where(
        store,
        f"GRAPH <{GRAPH}preferred> {{ ?s a race:PreferredValue ; race:measure {measure} ;"
        f' race:validFrom ?from }} FILTER(?from <= "{options.as_of}"^^xsd:date)',
    )
    latest = _in_force(found.values(), options.as_of)
    about = {node.link("about") or "" for node in latest}
    things = nodes(store, about)
    owners = nodes(store, {o for thing in things.values() for o in _owners(thing)})
    owners |= nodes(
        store, {b for o in (*owners.values(), *things.values()) for b in o.links("inBloc")}
    )
    values = _comparable_values(store, options)
    claims = nodes(store, {c for node in latest for c in _cited(node)})
    conflicts = _conflicts(store, options)
    among = _among(store, options)
    reader = RowReader(options, lang, things, owners, values, claims, conflicts)

    rows: list[Row] = []
    left_out: list[LeftOut] = []
    for node in latest:
        row = reader.row(node)
        if among is not None and not among & set(_owners_of_row(row, things)):
            continue
        reason = _reason_against(row, node, options)
        if reason is None:
            rows.append(row)
        else:
            left_out.append(LeftOut(row.claims[0], row.about, reason))
    left_out += _undated(store, options, among)
    notes = (*_undated_successors(store, rows, lang), *_staleness(store, options, lang))
    return Candidates(tuple(rows), tuple(left_out), notes)


def _undated_successors(store: Store, rows: Iterable[Row], lang: str) -> Iterator[str]:
    """Name rows that are judged superseded by a word nobody dates, so that they still stand."""
    values = " ".join(str(ox.NamedNode(row.announcement)) for row in rows if row.announcement)
    found = select(
        store,
        f"SELECT DISTINCT ?a ?b WHERE {{ VALUES ?a {{ {values} }} ?b race:supersedes ?a ."
        ' ?b race:knownFromBasis "unknown" } ORDER BY ?a ?b',
    ).rows
    for old, new in found:
        if isinstance(old, ox.NamedNode) and isinstance(new, ox.NamedNode):
            names = slug(old.value), slug(new.value)
            yield (
                "{} : remplac\u00e9 par {}, que personne ne date".format(*names)
                if lang == "fr"
                else "{}: superseded by {}, which nobody dates".format(*names)
            )


def _staleness(store: Store, options: CompareOptions, lang: str) -> Iterator[str]:
    """Say up to when the graph knows, where the question is about a later day."""
    rows = select(store, "SELECT (MAX(?day) AS ?last) { ?d a race:Document ; race:knownFrom ?day }")
    last = next((t.value for (t,) in rows.rows if isinstance(t, ox.Literal)), None)
    if last is not None and (options.as_of - dt.date.fromisoformat(last)).days > STALE_AFTER_DAYS:
        yield (
            f"le document le plus r\u00e9cent est du {last}"
            if lang == "fr"
            else f"the newest document is of {last}"
        )


def _in_force(found: Iterable[Node], as_of: dt.date) -> list[Node]:
    """Give, of each thing's answers over time, the last one that had begun."""
    last: dict[tuple[str, str], Node] = {}
    for node in found:
        stem, _, _ = node.iri.rpartition(".")
        key = (node.link("about") or "", stem)
        begun = node.day("validFrom") or dt.date.min
        if key not in last or begun > (last[key].day("validFrom") or dt.date.min):
            last[key] = node
    return [last[key] for key in sorted(last)]


def _reason_against(row: Row, node: Node, options: CompareOptions) -> str | None:
    """Give why a row is not ranked, ``None`` if it is: the first reason that applies."""
    until = node.day("validUntil")
    if until is not None and until <= options.as_of:
        return "superseded"
    if slug(row.modality) not in options.modality:
        return "other-modality"
    if row.announcement and options.scope_iris and row.scope not in options.scope_iris:
        return "other-scope" if row.scope else "no-scope"
    is_plan = row.announcement is not None
    if is_plan and row.last_day is not None and row.last_day < options.as_of:
        return "expired"
    missing = set(node.texts("notComparable"))
    if options.period is not None and row.last_day is None:
        return min(missing - NOT_CONVERTIBLE, default="period-not-stated")
    if options.period is not None and not _overlaps(row, options.period):
        return "other-period"
    if options.currency != "original" and missing & NOT_CONVERTIBLE:
        return min(missing & NOT_CONVERTIBLE)
    if options.per == "year" and is_plan and row.years is None:
        return min(missing - NOT_CONVERTIBLE, default="period-not-stated")
    return None


def _overlaps(row: Row, period: PartialDate) -> bool:
    if row.first_day is None or row.last_day is None:
        return False
    return row.first_day <= period.latest and period.earliest <= row.last_day


def _among(store: Store, options: CompareOptions) -> set[str] | None:
    """Give the IRIs meant by ``--among``: each named one and all members of its group."""
    if not options.among:
        return None
    wanted = [ox.NamedNode(find_entity(store, name)) for name in options.among]
    values = " ".join(map(str, wanted))
    rows = select(
        store, f"SELECT ?m WHERE {{ VALUES ?head {{ {values} }} ?m race:partOfGroup ?head }}"
    ).rows
    return {node.value for node in wanted} | {
        term.value for (term,) in rows if isinstance(term, ox.NamedNode)
    }


def _undated(store: Store, options: CompareOptions, among: set[str] | None) -> list[LeftOut]:
    """List figures that no answer as of a day can use, because nothing about them is dated."""
    rows = select(
        store,
        f"SELECT ?claim ?about ?by WHERE {{ ?claim race:measure <{options.measure_iri}> ;"
        " race:about ?about ; race:inDocument ?document ."
        " OPTIONAL { ?about race:announcedBy|race:announcedByGroup|race:forInitiative ?by }"
        " FILTER NOT EXISTS { ?row a race:PreferredValue ; race:about ?about ;"
        f" race:measure <{options.measure_iri}> }} }}"
        " ORDER BY ?about ?claim",
    ).rows
    first: dict[str, str] = {}
    for claim, about, owner in rows:
        owners = {term.value for term in (about, owner) if isinstance(term, ox.NamedNode)}
        wanted = among is None or bool(owners & among)
        if wanted and isinstance(claim, ox.NamedNode) and isinstance(about, ox.NamedNode):
            first.setdefault(about.value, claim.value)
    return [LeftOut(claim, about, "undated") for about, claim in sorted(first.items())]


def _comparable_values(store: Store, options: CompareOptions) -> dict[str, tuple[Node, Node]]:
    """Give for each preferred value its comparable value in the currency, and the rate."""
    if options.currency == "original":
        return {}
    unit = ox.NamedNode(f"{UNIT}CCY_{options.currency}")
    found = nodes_where(
        store,
        f"GRAPH <{GRAPH}preferred> {{ ?s race:currencyUnit {unit} ; race:comparableOf ?row }}",
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
        f"SELECT ?about ?c WHERE {{ ?c a race:Conflict ; race:about ?about ; race:knownFrom ?day ;"
        f' race:measure <{options.measure_iri}> FILTER(?day <= "{options.as_of}"^^xsd:date) }}'
        " ORDER BY ?about ?c",
    ).rows
    found: dict[str, tuple[str, ...]] = {}
    for about, conflict in rows:
        if isinstance(about, ox.NamedNode) and isinstance(conflict, ox.NamedNode):
            found[about.value] = (*found.get(about.value, ()), conflict.value)
    return found


def _owners(thing: Node) -> tuple[str, ...]:
    return (*thing.links("announcedBy"), *thing.links("forInitiative"))


def _owners_of_row(row: Row, things: Mapping[str, Node]) -> tuple[str, ...]:
    return (row.about, *_owners(things[row.about]), *([row.group] if row.group else []))


def _cited(node: Node) -> tuple[str, ...]:
    return (*node.links("preferredClaim"), *node.links("periodClaim"))
