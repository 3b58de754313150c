"""We say, Wikidata says: parents, subsidiaries, head offices, revenue, each with its evidence.

Statements are read in full: each of Wikidata's is shown with its rank, the number of its
references and what qualifies it. One that is deprecated, or held until some day only, never
agrees. Only where a property was read whole can Wikidata be said to lack something, and only
what has an item, a known place or one currency can be compared at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from compute_race.linking.compared_years import compare_revenue
from compute_race.linking.said import Said
from compute_race.linking.sides import (
    Comparison,
    Links,
    Verdict,
    documents_in_words,
    evidence,
    in_force,
)
from compute_race.wikidata import items
from compute_race.wikidata.items import Item, Statement

_PROPERTIES: Final = {
    "parent": items.PARENT,
    "subsidiary": items.SUBSIDIARY,
    "head office": items.HEADQUARTERS,
}
_OWNED_BY: Final = "P127"
_ByItem = Mapping[str, list[Statement]]


def compare(said: Said | None, item: Item, links: Links) -> Iterator[Comparison]:
    """Compare what we say of a thing with the item that it is."""
    related = said.related if said is not None else {}
    for what, name in _PROPERTIES.items():
        yield from _Relation(what, name, item, links).compare(related.get(what, {}))
    yield from _owners(related.get("parent", {}), item, links)
    yield from compare_revenue(said.revenue if said is not None else (), item, links)


def _owners(
    parents: Mapping[str, tuple[str, ...]], item: Item, links: Links
) -> Iterator[Comparison]:
    """Tell who owns a thing there, of those we know; owners are mere shareholders too."""
    for qid, found in _by_item(item.statements.get(_OWNED_BY, ())).items():
        ours = links.entities.get(qid, "")
        if not ours or not any(one.rank != "deprecated" for one in found):
            continue
        told = "; ".join(map(evidence, found))
        if ours in parents and in_force(found):
            named, documents = f"parent {links.name(qid)}", documents_in_words(parents[ours])
            yield Comparison("owner", "agree", named, links.name(qid), documents, told)
        else:
            yield Comparison("owner", "only Wikidata", "", links.name(qid), "", told)


class _Relation:
    """One property of one item, compared with what we say."""

    def __init__(self, what: str, name: str, item: Item, links: Links) -> None:
        self._what, self._item, self._links = what, item, links
        self._is_whole = item.is_complete(name)
        statements = item.statements.get(name, ())
        self._stated = _by_item(statements)
        #: Wikidata says that there is one, which nobody knows, or that there is none.
        self._nameless = [one for one in in_force(statements) if not one.value]

    def compare(self, ours: Mapping[str, tuple[str, ...]]) -> Iterator[Comparison]:
        """Compare each thing of ours, then tell what only Wikidata says."""
        ids = {other: self._links.items.get(other, "") for other in ours}
        same = {other: self._same(qid) for other, qid in ids.items()}
        told = {qid for found in same.values() for qid in found}
        others = [q for q, found in self._stated.items() if q not in told and in_force(found)]
        for other, documents in ours.items():
            verdict, shown = self._verdict(ids[other], same[other], others)
            found = [one for qid in shown for one in self._stated[qid]]
            if verdict in ("differ", "not comparable") and not shown:
                found = self._nameless
            told |= set(shown)
            yield Comparison(
                self._what,
                verdict,
                _named(other, ids[other]),
                ", ".join(dict.fromkeys(map(self._name, found))),
                documents_in_words(documents),
                "; ".join(map(evidence, found)),
            )
        yield from self._only_theirs([qid for qid in others if qid not in told])

    def _same(self, qid: str) -> list[str]:
        """Give the values of Wikidata that are the thing, or a place that holds it or in it."""
        if not qid or self._what != "head office":
            return [qid] if qid in self._stated else []
        places = self._links.places
        return [one for one in self._stated if places.lies(qid, one) == "together"]

    def _verdict(self, qid: str, same: list[str], others: list[str]) -> tuple[Verdict, list[str]]:
        """Give the verdict on one thing of ours, and the values of Wikidata to show for it."""
        if any(in_force(self._stated[one]) for one in same):
            return "agree", same
        if same:
            return "differ", same
        if self._what == "subsidiary":
            if not qid and self._is_whole:
                return "not comparable", []
            return ("only we" if self._is_whole else "not read"), []
        if others:
            return self._beside(qid, others), others
        if self._nameless:
            is_none = all(one.snak == "novalue" for one in self._nameless)
            return ("differ" if is_none else "not comparable"), []
        return ("only we" if self._is_whole else "not read"), []

    def _beside(self, qid: str, others: list[str]) -> Verdict:
        """Judge a thing of ours beside other values of Wikidata."""
        if not qid:
            return "not comparable"
        if self._what != "head office":
            return "differ"
        if all(self._links.places.lies(qid, one) == "apart" for one in others):
            return "differ"
        # Where that place lies was not read: then the country of the thing itself tells.
        return "agree" if qid in self._item.values(items.COUNTRY) else "not comparable"

    def _only_theirs(self, others: list[str]) -> Iterator[Comparison]:
        unknown = 0
        for qid in others:
            if self._what == "subsidiary" and qid not in self._links.entities:
                unknown += 1
                continue
            told = "; ".join(map(evidence, self._stated[qid]))
            yield Comparison(self._what, "only Wikidata", "", self._links.name(qid), "", told)
        if unknown:
            what = f"{unknown} that we do not have"
            yield Comparison(self._what, "only Wikidata", "", what, "", "")

    def _name(self, statement: Statement) -> str:
        if statement.value:
            return self._links.name(statement.value)
        return "none" if statement.snak == "novalue" else "one that is not known"


def _by_item(statements: tuple[Statement, ...]) -> _ByItem:
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.value:
            found.setdefault(statement.value, []).append(statement)
    return found


def _named(name: str, qid: str) -> str:
    slug = name.partition(":")[2]
    return f"{slug} ({qid})" if qid else f"{slug} (no exact item)"
