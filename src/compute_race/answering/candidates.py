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
from compute_race.answering.options import SCOPES, CompareOptions
from compute_race.answering.row_reader import (
    OF_RANKED,
    OF_VALUES,
    PERIOD,
    RowReader,
    period_claim,
    witnessed,
)
from compute_race.answering.rows import Candidates, LeftOut, Row
from compute_race.basics.dates import PartialDate
from compute_race.basics.namespaces import GRAPH, RDFS, UNIT
from compute_race.comparison.refusals import NOT_CONVERTIBLE
from compute_race.dataset.store import Store, select

#: Reasons why a ranking has no figure that a person who adds up everything would count.
BUT_FOR_THE_SUM: Final = frozenset(("superseded", "other-scope", "no-scope", "initiative-unknown"))
#: What is read of organisations, initiatives, groups and blocs.
_OF_OWNERS: Final = ("group", "inBloc", RDFS + "label")
#: An answer about a day so much later than the newest document says so.
STALE_AFTER_DAYS: Final = 31


def read_candidates(store: Store, options: CompareOptions, lang: str = "en") -> Candidates:
    """Read the rows that answer the question, and what was left out with the reason.

    Only what was known by ``options.as_of`` is read: nothing later exists for
    the answer, so it is not listed as left out either. Who says so is read only
    of the rows that answer.
    """
    latest = list(nodes(store, _in_force(store, options), OF_VALUES).values())
    about = {node.link("about") or "" for node in latest}
    things = nodes(store, about)
    owners = nodes(store, {o for thing in things.values() for o in _owners(thing)}, _OF_OWNERS)
    above = {
        iri
        for node in (*owners.values(), *things.values())
        for name in ("group", "inBloc")
        for iri in node.links(name)
    }
    owners |= nodes(store, above, _OF_OWNERS)
    values = _comparable_values(store, options, latest)
    claims = nodes(store, {period_claim(node) for node in latest}, PERIOD)
    conflicts = _conflicts(store, options)
    later = nodes(store, {new for thing in things.values() for new in thing.links("supersededBy")})
    among = _among(store, options)
    reader = RowReader(options, lang, things, owners, values, claims, conflicts)

    rows: list[Row] = []
    left_out: list[LeftOut] = []
    for node in latest:
        row = reader.row(node)
        if among is not None and not among & set(_owners_of_row(row, things)):
            continue
        reasons = tuple(_reasons_against(row, node, options))
        if not reasons:
            rows.append(row)
        else:
            way = (
                _superseding(row, things, later, options.as_of)
                if reasons[0] == "superseded"
                else ()
            )
            kept = row if BUT_FOR_THE_SUM.issuperset(reasons) else None
            scope = row.scope if reasons[0] == "other-scope" else None
            left_out.append(LeftOut(row.claims[0], row.about, reasons[0], way, kept, scope=scope))
    said = nodes(store, [row.iri for row in rows], OF_RANKED)
    rows = [witnessed(row, said[row.iri]) for row in rows]
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


def _in_force(store: Store, options: CompareOptions) -> list[str]:
    """Give, of each thing's answers over time, the last one that had begun (IRIs)."""
    rows = select(
        store,
        f"SELECT ?row ?about ?from WHERE {{ GRAPH <{GRAPH}preferred> {{"
        f" ?row a race:PreferredValue ; race:measure {ox.NamedNode(options.measure_iri)} ;"
        f" race:about ?about ; race:validFrom ?from }}"
        f' FILTER(?from <= "{options.as_of}"^^xsd:date) }}',
    ).rows
    last: dict[tuple[str, str], tuple[str, str]] = {}
    for row, about, begun in rows:
        if (
            isinstance(row, ox.NamedNode)
            and isinstance(about, ox.NamedNode)
            and isinstance(begun, ox.Literal)
        ):
            key = about.value, row.value.rpartition(".")[0]
            last[key] = max(last.get(key, ("", "")), (begun.value, row.value))
    return [last[key][1] for key in sorted(last)]


def _reasons_against(row: Row, node: Node, options: CompareOptions) -> Iterator[str]:
    """Give why a row is not ranked, the first reason that applies first; nothing if it is."""
    until = node.day("validUntil")
    if until is not None and until <= options.as_of:
        yield "superseded"
    if slug(row.modality) not in options.modality:
        yield "other-modality"
    if row.announcement and options.scope_iris:
        if row.scope not in options.scope_iris:
            yield "other-scope" if row.scope else "no-scope"
        elif row.scope == SCOPES["initiative"] and row.initiative is None:
            yield "initiative-unknown"
    is_plan = row.announcement is not None
    if is_plan and row.last_day is not None and row.last_day < options.as_of:
        yield "expired"
    missing = set(node.texts("notComparable"))
    if options.period is not None and row.last_day is None:
        yield min(missing - NOT_CONVERTIBLE, default="period-not-stated")
    elif options.period is not None and not _overlaps(row, options.period):
        yield "other-period"
    if options.currency != "original" and missing & NOT_CONVERTIBLE:
        yield min(missing & NOT_CONVERTIBLE)
    is_bare = row.low is None and row.high is None
    if options.per == "year" and row.years is None and (is_plan or is_bare):
        yield min(missing - NOT_CONVERTIBLE, default="period-not-stated")


def _superseding(
    row: Row, things: Mapping[str, Node], later: Mapping[str, Node], as_of: dt.date
) -> tuple[tuple[str, str], ...]:
    """Give the latest word known by the day that takes the row's place, as a way of one step."""
    known = {
        new: day
        for new in things[row.about].links("supersededBy")
        if (day := later[new].day("knownFrom")) is not None and day <= as_of
    }
    latest = max(known, key=lambda new: (known[new], new), default=None)
    return (("superseded", latest),) if latest is not None else ()


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
    """List figures that no answer as of a day can use, because nothing about them is dated.

    An announcement whose figure any dated document gives has its answer. Anything else is
    measured again and again, and each such figure is missed.
    """
    measure = ox.NamedNode(options.measure_iri)
    owner = "race:announcedBy|race:announcedByGroup|race:forInitiative"
    named = f" OPTIONAL {{ ?about {owner} ?by }}" if among is not None else ""
    rows = select(
        store,
        f"SELECT ?claim ?about ?by WHERE {{"
        ' ?document race:knownFromBasis "unknown" .'
        f" ?claim race:inDocument ?document ; race:measure {measure} ; race:about ?about ."
        " FILTER NOT EXISTS { ?about a race:Announcement ."
        f" GRAPH <{GRAPH}preferred> {{ ?row race:about ?about ; race:measure {measure} }} }}"
        f"{named} }} ORDER BY ?about ?claim",
    ).rows
    first: dict[str, str] = {}
    for claim, about, by in rows:
        owners = {term.value for term in (about, by) if isinstance(term, ox.NamedNode)}
        if (
            (among is None or owners & among)
            and isinstance(claim, ox.NamedNode)
            and isinstance(about, ox.NamedNode)
        ):
            first.setdefault(claim.value, about.value)
    return [LeftOut(claim, about, "undated") for claim, about in first.items()]


def _comparable_values(
    store: Store, options: CompareOptions, rows: Iterable[Node]
) -> dict[str, tuple[Node, Node]]:
    """Give for each preferred value its comparable value in the currency, and the rate."""
    if options.currency == "original":
        return {}
    unit = ox.NamedNode(f"{UNIT}CCY_{options.currency}")
    wanted = " ".join(str(ox.NamedNode(row.iri)) for row in rows)
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


def _owners_of_row(row: Row, things: Mapping[str, Node]) -> tuple[str, ...]:
    return (row.about, *_owners(things[row.about]), *row.groups)
