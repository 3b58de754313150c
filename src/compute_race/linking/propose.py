"""What can be given back: statements that Wikidata lacks and that we can cite.

A statement is proposed where both ends are linked as the same thing, surely enough
(``mapping.SURE``), the relation maps cleanly (``mapping``), a document that may be cited says
it at an address of its own, and the item was read whole there and does not have it, in whatever
rank. Everything else is refused, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import ENT, RACE, SRC, expand, shorten
from compute_race.dataset.sssom import EXACT
from compute_race.dataset.store import Store, select
from compute_race.linking.citing import Citation, Citations
from compute_race.linking.entities import Entity
from compute_race.linking.ledger import Ledger
from compute_race.linking.mapping import (
    CITABLE_FIGURES,
    REFUSED_MEASURES,
    REFUSED_RELATIONS,
    RELATIONS,
    SURE,
    Mapped,
)
from compute_race.linking.said import Revenue, Said
from compute_race.wikidata import items
from compute_race.wikidata.items import Item


@dataclass(frozen=True)
class Proposal:
    """One statement: item, property, value, unit, last day of a year, and the document cited."""

    qid: str
    property: str
    value: str
    unit: str
    point_in_time: str
    subject: str
    told: str
    citation: Citation


@dataclass(frozen=True, order=True)
class Refusal:
    """What is not proposed, and why; ``count`` statements alike."""

    what: str
    reason: str
    count: int = 1


_NOT_READ: Final = "not read whole: look with --online, or --against a newer reading"


class Proposer:
    """Decides on each statement of ours."""

    def __init__(
        self, entities: Iterable[Entity], ledger: Ledger, known: Mapping[str, Item], cite: Citations
    ) -> None:
        """Take our things, the links, what is known of items by id, and the documents."""
        self._known = known
        self._cite = cite
        self._kinds = {entity.name: entity.kind for entity in entities}
        self._links = {
            row.subject_id: (row.object_id.removeprefix("wd:"), Decimal(row.confidence or 0))
            for row in ledger.rows
            if row.is_link and row.predicate_id == EXACT
        }

    def relation(
        self, name: str, subject: str, value: str, documents: tuple[str, ...]
    ) -> Iterator[Proposal | Refusal]:
        """Decide on one relation of ours, in each way that Wikidata states it."""
        what = f"{_slug(subject)} {name} {_slug(value)}"
        if name == "headquarteredIn" and self._kinds.get(value) != "place":
            yield Refusal(what, "a country is no head office")
            return
        for mapped in RELATIONS[name]:
            one, other = (value, subject) if mapped.is_inverse else (subject, value)
            yield self._decide(what, mapped, one, other, documents)

    def revenue(self, subject: str, said: Revenue) -> Proposal | Refusal:
        """Decide on the revenue of one year."""
        what = f"{_slug(subject)} revenue {said.end.isoformat()}"
        currency = self._links.get(said.unit)
        if currency is None:
            return Refusal(what, "its currency is not linked")
        ends = self._ends(subject, None)
        citation = self._cite.best(said.documents, CITABLE_FIGURES)
        if isinstance(ends, str):
            return Refusal(what, ends)
        if citation is None:
            return Refusal(what, _uncited(said.documents))
        item = self._known.get(ends[0])
        if item is None or not item.is_complete(items.REVENUE):
            return Refusal(what, _NOT_READ)
        day = said.end.isoformat()
        if any(
            one.qualifier(items.POINT_IN_TIME)[:4] == day[:4]
            for one in item.statements.get(items.REVENUE, ())
        ):
            return Refusal(what, "Wikidata has one for that year: race link drift")
        amount = f"{said.amount.normalize():f}"
        return Proposal(
            ends[0], items.REVENUE, amount, currency[0], day, _slug(subject), what, citation
        )

    def _decide(
        self, what: str, mapped: Mapped, one: str, other: str, documents: tuple[str, ...]
    ) -> Proposal | Refusal:
        what = f"{what} ({mapped.property})"
        ends = self._ends(one, other)
        if isinstance(ends, str):
            return Refusal(what, ends)
        citation = self._cite.best(documents)
        if citation is None:
            return Refusal(what, _uncited(documents))
        qid, value = ends
        item = self._known.get(qid)
        if item is None or not item.is_complete(mapped.property):
            return Refusal(what, _NOT_READ)
        stated = item.statements.get(mapped.property, ())
        if any(found.value == value for found in stated):
            return Refusal(what, "Wikidata has it")
        if mapped.property == items.PARENT and any(found.rank != "deprecated" for found in stated):
            return Refusal(what, "Wikidata says another one: race link drift")
        return Proposal(qid, mapped.property, value, "", "", _slug(one), what, citation)

    def _ends(self, one: str, other: str | None) -> tuple[str, str] | str:
        """Give the items of two things, or why there are none that are sure."""
        found = []
        for name in (one, other):
            if name is None:
                continue
            if name not in self._links:
                return f"{_slug(name)} is not linked as the same thing"
            qid, confidence = self._links[name]
            if confidence < Decimal(SURE):
                return f"the link of {_slug(name)} is not sure enough ({confidence})"
            found.append(qid)
        return found[0], found[-1]


def proposals(
    store: Store, proposer: Proposer, said: Mapping[str, Said], chosen: frozenset[str]
) -> tuple[list[Proposal], list[Refusal]]:
    """Decide on all that our documents say of the chosen things (``ent:slug``), sorted."""
    decided: list[Proposal | Refusal] = []
    for name in RELATIONS:
        for (subject, value), documents in sorted(_stated(store, name).items()):
            if not {subject, value} & chosen:
                continue
            decided += proposer.relation(name, subject, value, tuple(sorted(documents)))
    for subject in sorted(chosen & set(said)):
        decided += [proposer.revenue(subject, one) for one in said[subject].revenue]
    found = [one for one in decided if isinstance(one, Proposal)]
    refused = [one for one in decided if isinstance(one, Refusal)]
    for name, reason in REFUSED_RELATIONS.items():
        count = sum(bool({s, o} & chosen) for s, o in _stated(store, name))
        refused += [Refusal(name, reason, count)] if count else []
    for name, reason in REFUSED_MEASURES.items():
        count = _claims(store, name)
        refused += [Refusal(name, reason, count)] if count else []
    found.sort(key=lambda one: (int(one.qid[1:]), one.property, one.value, one.point_in_time))
    return found, sorted(refused)


def _stated(store: Store, name: str) -> dict[tuple[str, str], set[str]]:
    text = (
        f"SELECT DISTINCT ?s ?o ?g WHERE {{ GRAPH ?g {{ ?s <{RACE}{name}> ?o }}"
        f' FILTER(STRSTARTS(STR(?g), "{SRC}")) }}'
    )
    found: dict[tuple[str, str], set[str]] = {}
    for row in select(store, text).rows:
        named = [shorten(term.value) for term in row if isinstance(term, ox.NamedNode)]
        if len(named) == len(row) and expand(named[0]).startswith(ENT):
            found.setdefault((named[0], named[1]), set()).add(named[2])
    return found


def _claims(store: Store, measure: str) -> int:
    text = (
        f"SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE {{ ?c a <{RACE}Claim> ;"
        f" <{RACE}measure> <{RACE}{measure}> }}"
    )
    (count,) = next(iter(select(store, text).rows))
    return int(count.value) if isinstance(count, ox.Literal) else 0


def _uncited(documents: tuple[str, ...]) -> str:
    return f"no document that may be cited says it (of {len(documents)})"


def _slug(name: str) -> str:
    return name.partition(":")[2]
