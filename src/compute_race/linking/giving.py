"""All that our documents say of some things, decided on one by one (``propose``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from compute_race.basics.namespaces import ENT, RACE, SRC, expand, shorten
from compute_race.dataset.store import Store, select
from compute_race.linking.figures import Revenues
from compute_race.linking.mapping import (
    DAYS,
    REFUSED_IDENTITY,
    REFUSED_MEASURES,
    REFUSED_RELATIONS,
    RELATIONS,
)
from compute_race.linking.propose import Proposal, Proposer, Refusal

#: What documents say: subject and value, with the names of the documents.
_Stated = dict[tuple[str, str], set[str]]


def proposals(
    store: Store, proposer: Proposer, revenues: Revenues, chosen: frozenset[str]
) -> tuple[list[Proposal], list[Refusal]]:
    """Decide on all that our documents say of the chosen things (``ent:slug``), sorted."""
    decided = [
        *_relations(store, proposer, chosen),
        *_days(store, proposer, chosen),
        *_figures(proposer, revenues, chosen),
        *_never(store, chosen),
    ]
    found = [one for one in decided if isinstance(one, Proposal)]
    refused = [one for one in decided if isinstance(one, Refusal)]
    found.sort(key=lambda one: (int(one.qid[1:]), one.property, one.value, one.point_in_time))
    return found, sorted(refused)


def _relations(
    store: Store, proposer: Proposer, chosen: frozenset[str]
) -> Iterator[Proposal | Refusal]:
    units = _stated(store, "businessUnitOf")
    for name in RELATIONS:
        stated = _stated(store, name)
        for (subject, value), documents in sorted(stated.items()):
            if not {subject, value} & chosen:
                continue
            others = {other for one, other in stated if one == subject}
            if name == "subsidiaryOf":
                others |= {other for one, other in units if one == subject}
            if name == "headquarteredIn":
                others = set(filter(proposer.is_place, others))
            yield from proposer.relation(
                name, subject, value, tuple(sorted(documents)), frozenset(others)
            )


def _days(store: Store, proposer: Proposer, chosen: frozenset[str]) -> Iterator[Proposal | Refusal]:
    for name in DAYS:
        stated = _stated(store, name)
        for (subject, value), documents in sorted(stated.items()):
            if subject not in chosen:
                continue
            if any(one == subject and other != value for one, other in stated):
                what = f"{subject.partition(':')[2]} {name}"
                yield Refusal(what, "our documents name several")
                continue
            yield proposer.day(name, subject, value, tuple(sorted(documents)))


def _figures(
    proposer: Proposer, revenues: Revenues, chosen: frozenset[str]
) -> Iterator[Proposal | Refusal]:
    years, unfit = revenues.read()
    yield from (proposer.revenue(one) for one in years if one.subject in chosen)
    for one in unfit:
        if one.subject in chosen:
            yield Refusal(f"{one.subject.partition(':')[2]} revenue {one.claim}", one.reason)
    filings = revenues.latest_filings()
    for subject, (cik, cited) in sorted(filings.items()):
        if subject in chosen:
            yield proposer.identifier(subject, cik, cited)
    unfiled = revenues.filers() & chosen - set(filings)
    if unfiled:
        reason = "no filing of its is imported, whose page prints it: race import sec --download"
        yield Refusal("cik", reason, len(unfiled))


def _never(store: Store, chosen: frozenset[str]) -> Iterator[Refusal]:
    for name, reason in REFUSED_RELATIONS.items():
        yield from _counted(name, reason, (pair for pair in _stated(store, name)), chosen)
    for name, reason in REFUSED_IDENTITY.items():
        yield from _counted(name, reason, _pairs(store, f"?s <{RACE}{name}> ?o"), chosen)
    for name, reason in REFUSED_MEASURES.items():
        count = _claims(store, name, chosen)
        if count:
            yield Refusal(name, reason, count)


def _counted(
    name: str, reason: str, pairs: Iterable[tuple[str, str]], chosen: frozenset[str]
) -> Iterator[Refusal]:
    count = sum(bool({*pair} & chosen) for pair in pairs)
    if count:
        yield Refusal(name, reason, count)


def _stated(store: Store, name: str) -> _Stated:
    text = (
        f"SELECT DISTINCT ?s ?o ?g WHERE {{ GRAPH ?g {{ ?s <{RACE}{name}> ?o }}"
        f' FILTER(STRSTARTS(STR(?g), "{SRC}")) }}'
    )
    found: _Stated = {}
    for row in select(store, text).rows:
        subject, value, document = (
            shorten(term.value) for term in row if isinstance(term, ox.NamedNode | ox.Literal)
        )
        if expand(subject).startswith(ENT):
            found.setdefault((subject, value), set()).add(document)
    return found


def _pairs(store: Store, pattern: str) -> Iterator[tuple[str, str]]:
    for subject, value in select(store, f"SELECT DISTINCT ?s ?o WHERE {{ {pattern} }}").rows:
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            yield shorten(subject.value), value.value


def _claims(store: Store, measure: str, chosen: frozenset[str]) -> int:
    """Count the claims of a measure about chosen things and what they announced."""
    text = (
        f"SELECT DISTINCT ?c ?about ?who WHERE {{ ?c a <{RACE}Claim> ; <{RACE}about> ?about ;"
        f" <{RACE}measure> <{RACE}{measure}> . OPTIONAL {{ ?about <{RACE}announcedBy> ?who }} }}"
    )
    return len(
        {
            claim
            for claim, *about in select(store, text).rows
            if {shorten(one.value) for one in about if isinstance(one, ox.NamedNode)} & chosen
        }
    )
