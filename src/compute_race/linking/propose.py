"""What can be given back: statements that Wikidata lacks and that we can cite.

A statement is proposed where both ends are linked as the same thing, surely enough
(``mapping.SURE``), the relation maps cleanly (``mapping``), a document that may be cited says
it at an address of its own, and the item was read whole there and does not have it, in whatever
rank. Everything else is refused, with the reason. Of what an item has one of (``mapping.SINGLE``)
nothing is proposed beside another value of Wikidata's, or where our own documents name several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from compute_race.basics.namespaces import shorten
from compute_race.dataset.sssom import EXACT
from compute_race.linking.citing import Citation, Citations
from compute_race.linking.entities import Entity
from compute_race.linking.figures import YearlyRevenue
from compute_race.linking.ledger import Ledger
from compute_race.linking.mapping import CITABLE_FIGURES, DAYS, RELATIONS, SINGLE, SURE, Mapped
from compute_race.linking.years import has_year
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
_HAS: Final = "Wikidata has it"
_OTHER: Final = "Wikidata says another one: race link drift"
#: A model is developed, and so is a chip; of chips we do not know who makes and who designs.
_DEVELOPED: Final = ("model",)


class Proposer:
    """Decides on each statement of ours."""

    def __init__(
        self,
        entities: Iterable[Entity],
        ledger: Ledger,
        known: Mapping[str, Item],
        cite: Citations,
        missing: frozenset[str] = frozenset(),
    ) -> None:
        """Take our things, the links, what is known of items by id, and the documents.

        ``missing`` are ids that do not exist any more.
        """
        self._known, self._missing, self._cite = known, missing, cite
        self._merged = {old: item.qid for item in known.values() for old in item.redirects}
        self._kinds = {entity.name: entity.kind for entity in entities}
        self._links = {
            row.subject_id: (row.object_id.removeprefix("wd:"), Decimal(row.confidence or 0))
            for row in ledger.rows
            if row.is_link and row.predicate_id == EXACT
        }

    def is_place(self, name: str) -> bool:
        """Tell whether a thing is a place as head offices are in: no country and no bloc."""
        return self._kinds.get(name) == "place"

    def relation(
        self,
        name: str,
        subject: str,
        value: str,
        documents: tuple[str, ...],
        others: frozenset[str] = frozenset(),
    ) -> Iterator[Proposal | Refusal]:
        """Decide on one relation of ours, in each way that Wikidata states it.

        ``others`` are what our documents name in the same place.
        """
        what = f"{_slug(subject)} {name} {_slug(value)}"
        if name == "headquarteredIn" and not self.is_place(value):
            yield Refusal(what, "a country is no head office")
            return
        if name == "develops" and self._kinds.get(value) not in _DEVELOPED:
            yield Refusal(what, "who develops a chip may be its maker (P176) too")
            return
        for mapped in RELATIONS[name]:
            one, other = (value, subject) if mapped.is_inverse else (subject, value)
            if name != "develops" and others - {value}:
                named = ", ".join(sorted(map(_slug, others | {value})))
                yield Refusal(f"{what} ({mapped.property})", f"our documents name several: {named}")
                continue
            yield self._decide(what, mapped, one, other, documents)

    def day(
        self, name: str, subject: str, value: str, documents: tuple[str, ...]
    ) -> Proposal | Refusal:
        """Decide on a day, month or year: when something was founded or released."""
        prop, kinds = DAYS[name]
        what = f"{_slug(subject)} {name} {value} ({prop})"
        if self._kinds.get(subject) not in kinds:
            return Refusal(what, f"{prop} is of {' and '.join(kinds)}")
        return self._single(what, prop, subject, value, self._cite.best(documents, (subject,)))

    def identifier(self, subject: str, value: str, cited: Citation) -> Proposal | Refusal:
        """Decide on a CIK, which the page of a filing prints."""
        return self._single(f"{_slug(subject)} cik {value}", items.CIK, subject, value, cited)

    def revenue(self, said: YearlyRevenue) -> Proposal | Refusal:
        """Decide on the revenue of one year."""
        what, day = f"{_slug(said.subject)} revenue {said.end.isoformat()}", said.end.isoformat()
        currency = self._sure(said.unit)
        if isinstance(currency, Refusal):
            return Refusal(what, currency.reason)
        concerned = (said.subject,)
        cited = said.filing or self._cite.best(said.documents, concerned, CITABLE_FIGURES)
        item = self._item(what, items.REVENUE, said.subject, cited)
        if isinstance(item, Refusal):
            return item
        if cited is None:
            return Refusal(what, _uncited(said.documents))
        if has_year(item, said.amount, said.end):
            return Refusal(what, "Wikidata has one for that year: race link drift")
        amount = f"{said.amount.normalize():f}"
        return Proposal(
            item.qid, items.REVENUE, amount, currency, day, _slug(said.subject), what, cited
        )

    def _single(
        self, what: str, prop: str, subject: str, value: str, cited: Citation | None
    ) -> Proposal | Refusal:
        item = self._item(what, prop, subject, cited)
        if isinstance(item, Refusal):
            return item
        found = [one.value for one in item.statements.get(prop, ())]
        if any(one and (one.startswith(value) or value.startswith(one)) for one in found):
            return Refusal(what, _HAS)
        if found:
            return Refusal(what, _OTHER)
        if cited is None:
            return Refusal(what, _uncited(()))
        return Proposal(item.qid, prop, value, "", "", _slug(subject), what, cited)

    def _decide(
        self, what: str, mapped: Mapped, one: str, other: str, documents: tuple[str, ...]
    ) -> Proposal | Refusal:
        what = f"{what} ({mapped.property})"
        cited = self._cite.best(documents, (one, other))
        for name in (one, other):
            if isinstance(refused := self._sure(name), Refusal):
                return Refusal(what, refused.reason)
        if cited is None:
            return Refusal(what, _uncited(documents))
        item, value = self._item(what, mapped.property, one, cited), self._sure(other)
        if isinstance(item, Refusal):
            return item
        if isinstance(value, Refusal):
            return Refusal(what, value.reason)
        stated = item.statements.get(mapped.property, ())
        if any(self._merged.get(found.value, found.value) == value for found in stated):
            return Refusal(what, _HAS)
        if any(found.snak != "value" for found in stated):
            return Refusal(what, "Wikidata says that there is none, or that nobody knows")
        if mapped.property in SINGLE and any(found.rank != "deprecated" for found in stated):
            return Refusal(what, _OTHER)
        return Proposal(item.qid, mapped.property, value, "", "", _slug(one), what, cited)

    def _item(self, what: str, prop: str, subject: str, cited: Citation | None) -> Item | Refusal:
        """Give the item of a thing where a property of it was read whole."""
        qid = self._sure(subject)
        if isinstance(qid, Refusal):
            return Refusal(what, qid.reason)
        if cited is None:
            return Refusal(what, _uncited(()))
        item = self._known.get(qid)
        if item is None or not item.is_complete(prop):
            return Refusal(what, _NOT_READ)
        return item

    def _sure(self, name: str) -> str | Refusal:
        """Give the id of a thing's item, or why there is none that is sure."""
        if name not in self._links:
            return Refusal(name, f"{_slug(name)} is not linked as the same thing")
        qid, confidence = self._links[name]
        if confidence < Decimal(SURE):
            return Refusal(name, f"the link of {_slug(name)} is not sure enough ({confidence})")
        if qid in self._missing:
            return Refusal(name, f"{qid} does not exist any more: race link drift")
        if qid in self._merged or (qid in self._known and self._known[qid].qid != qid):
            return Refusal(name, f"{qid} was merged into another: race link drift")
        return qid


def _uncited(documents: tuple[str, ...]) -> str:
    count = f" (of {len(documents)})" if documents else ""
    return f"no document that may be cited says it{count}"


def _slug(name: str) -> str:
    return shorten(name).partition(":")[2]
