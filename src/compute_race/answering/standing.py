"""How each figure stands to a question as of a day: ranked, or left out for which reasons.

Little is read of each, since most of what is known answers another question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from compute_race.answering.lookup import Node, find_entity, nodes, slug
from compute_race.answering.options import SCOPES, CompareOptions
from compute_race.basics.dates import PartialDate
from compute_race.basics.namespaces import GRAPH, RDF
from compute_race.comparison.refusals import NOT_CONVERTIBLE
from compute_race.dataset.store import Store, select

#: What is read of every value in force.
_OF_VALUES: Final = (
    *("modality", "validUntil", "notComparable", "years", "lastDay", "preferredClaim"),
)
#: What is read of the things that values are about.
_OF_THINGS: Final = (RDF + "type", "scope", "forInitiative", "supersededBy")
#: What is read of them besides, where the question names who is meant.
_OF_OWNERS: Final = ("announcedBy", "announcedByGroup")


@dataclass(frozen=True)
class Standing:
    """A value in force and why it is not ranked (codes of ``reasons``; none where it is).

    ``claim`` is the preferred one, ``scope`` that of the announcement (IRI),
    ``way`` leads to the announcement that took its place (``LeftOut.way``),
    ``no_years`` is why nobody knows how many years the figure is for, if so.
    """

    iri: str
    about: str
    claim: str
    scope: str | None
    reasons: tuple[str, ...]
    way: tuple[tuple[str, str], ...] = ()
    no_years: str | None = None


@dataclass(frozen=True)
class Standings:
    """How all values in force stand to a question, in the order of IRIs.

    ``answered`` are the things (IRIs) of which the graph has a figure as of some day.
    """

    items: tuple[Standing, ...]
    answered: frozenset[str]


def read_standings(store: Store, options: CompareOptions, among: set[str] | None) -> Standings:
    """Read how what was known on the day stands to the question.

    ``among`` are the IRIs of those whose figures are meant (``read_among``),
    ``None`` for everybody's.
    """
    of_values = _OF_VALUES if options.period is None else (*_OF_VALUES, "firstDay")
    begun = _over_time(store, options)
    in_force = _in_force(begun, options)
    latest = nodes(store, in_force, of_values).values()
    of_things = _OF_THINGS if among is None else (*_OF_THINGS, *_OF_OWNERS)
    things = nodes(store, in_force.values(), of_things)
    later = nodes(
        store,
        {new for thing in things.values() for new in thing.links("supersededBy")},
        ("knownFrom",),
    )
    found = []
    for node in latest:
        thing = things[in_force[node.iri]]
        if among is not None and not among & _whose(thing):
            continue
        reasons = tuple(_reasons_against(node, thing, options))
        way = _superseding(thing, later, options.as_of) if reasons[:1] == ("superseded",) else ()
        claim = node.link("preferredClaim") or ""
        unknown = None if node.text("years") else _without_period(node)
        scope = thing.link("scope")
        found.append(Standing(node.iri, thing.iri, claim, scope, reasons, way, unknown))
    return Standings(tuple(found), frozenset(about for _, about, _ in begun))


def _whose(thing: Node) -> set[str]:
    """Give who is meant where one asks for a figure's owner: announcers, groups, initiative."""
    named = ("announcedBy", "announcedByGroup", "forInitiative")
    return {thing.iri, *(owner for name in named for owner in thing.links(name))}


def read_among(store: Store, options: CompareOptions) -> set[str] | None:
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


def _over_time(store: Store, options: CompareOptions) -> list[tuple[str, str, str]]:
    """Give every answer of a measure: its IRI, what it is about, from which day it holds."""
    rows = select(
        store,
        f"SELECT ?row ?about ?from WHERE {{ GRAPH <{GRAPH}preferred> {{"
        f" ?row race:measure {ox.NamedNode(options.measure_iri)} ;"
        f" race:about ?about ; race:validFrom ?from }} }}",
    ).rows
    return [
        (row.value, about.value, begun.value)
        for row, about, begun in rows
        if isinstance(row, ox.NamedNode)
        and isinstance(about, ox.NamedNode)
        and isinstance(begun, ox.Literal)
    ]


def _in_force(answers: Iterable[tuple[str, str, str]], options: CompareOptions) -> dict[str, str]:
    """Give, of each thing's answers over time, the last that had begun: what it is about by IRI."""
    as_of = options.as_of.isoformat()
    last: dict[tuple[str, str], tuple[str, str]] = {}
    for row, about, begun in answers:
        if begun <= as_of:
            key = about, row.rpartition(".")[0]
            last[key] = max(last.get(key, ("", "")), (begun, row))
    return {row: about for (about, _), (_, row) in last.items()}


def _reasons_against(node: Node, thing: Node, options: CompareOptions) -> Iterator[str]:
    """Give why a value is not ranked, the reason that applies first; nothing if it is."""
    until = node.day("validUntil")
    if until is not None and until <= options.as_of:
        yield "superseded"
    if slug(node.link("modality") or "") not in options.modality:
        yield "other-modality"
    is_plan = "Announcement" in thing.types
    if is_plan and options.scope_iris:
        scope = thing.link("scope")
        if scope not in options.scope_iris:
            yield "other-scope" if scope else "no-scope"
        elif scope == SCOPES["initiative"] and thing.link("forInitiative") is None:
            yield "initiative-unknown"
    last = node.day("lastDay")
    if is_plan and last is not None and last < options.as_of:
        yield "expired"
    if options.period is not None and last is None:
        yield _without_period(node)
    elif options.period is not None and not _overlaps(node, options.period):
        yield "other-period"
    unconverted = NOT_CONVERTIBLE.intersection(node.texts("notComparable"))
    if options.currency != "original" and unconverted:
        yield min(unconverted)
    if options.per == "year" and node.text("years") is None and is_plan:
        yield _without_period(node)


def _without_period(node: Node) -> str:
    missing = set(node.texts("notComparable")) - NOT_CONVERTIBLE
    return min(missing, default="period-not-stated")


def _superseding(
    thing: Node, later: Mapping[str, Node], as_of: dt.date
) -> tuple[tuple[str, str], ...]:
    """Give the latest word known by the day that takes the place, as a way of one step."""
    known = {
        new: day
        for new in thing.links("supersededBy")
        if (day := later[new].day("knownFrom")) is not None and day <= as_of
    }
    latest = max(known, key=lambda new: (known[new], new), default=None)
    return (("superseded", latest),) if latest is not None else ()


def _overlaps(node: Node, period: PartialDate) -> bool:
    first, last = node.day("firstDay"), node.day("lastDay")
    if first is None or last is None:
        return False
    return first <= period.latest and period.earliest <= last
