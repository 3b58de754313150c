"""Conflicts read from a built store and told with their claims, as of a day if one is given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pyoxigraph as ox

from compute_race.answering.evidence import Evidence, Library, gather
from compute_race.answering.lookup import Node, nodes, nodes_where
from compute_race.answering.stories import ConflictSide, ConflictStory
from compute_race.basics.namespaces import GRAPH
from compute_race.dataset.store import Store, select

_CODE = 3


class Disputes:
    """Tells the conflicts of a store."""

    def __init__(self, store: Store, library: Library, lang: str) -> None:
        """Keep the store, the texts at hand, and the language of labels."""
        self._store = store
        self._library = library
        self._lang = lang

    def conflict(self, iri: str, as_of: str | None = None) -> ConflictStory:
        """Tell a conflict. As of a day, claims printed later and sides left empty are not in it."""
        node = nodes(self._store, [iri])[iri]
        about = node.link("about") or ""
        sides = nodes(self._store, node.links("side"))
        derived = {name: self._claims_of(name) for name in sides}
        every = [claim for claims in derived.values() for claim in claims]
        found = gather(self._store, every, self._library, self._lang)
        if as_of is not None:
            found = {c: item for c, item in found.items() if _is_known(item, as_of)}
        is_money = any(map(_is_money, found.values()))
        values = self._in_euro(found) if is_money and as_of is not None else {}
        told = [
            _side(side, [found[c] for c in derived[name] if c in found], values)
            for name, side in sides.items()
            if any(c in found for c in derived[name])
        ]
        units = {item.unit for item in found.values()}
        return ConflictStory(
            iri=iri,
            about=about,
            label=nodes(self._store, [about])[about].label(self._lang),
            measure=node.link("measure") or "",
            kind=node.text("conflictKind") or "value",
            gap=node.number("gap"),
            unit="EUR" if is_money else min(units, default=""),
            known_from=node.text("knownFrom"),
            within=node.links("withinDocument"),
            sides=tuple(told),
        )

    def conflicts(
        self, about: str | None = None, document: str | None = None, as_of: str | None = None
    ) -> list[ConflictStory]:
        """Tell all conflicts: about a thing, with a claim of a document, known by a day."""
        found = nodes_where(self._store, "?s a race:Conflict .")
        wanted = [
            node.iri
            for node in found.values()
            if (about is None or node.link("about") == about)
            and (as_of is None or (node.text("knownFrom") or "9") <= as_of)
            and (document is None or self._involves(node.iri, document))
        ]
        return [self.conflict(iri, as_of) for iri in wanted]

    def among(
        self, about: str, measure: str, claims: Collection[str], as_of: str | None = None
    ) -> tuple[ConflictStory, ...]:
        """Tell the conflicts on one measure of a thing in which any of the claims takes part."""
        rows = select(
            self._store,
            f"SELECT ?c WHERE {{ ?c a race:Conflict ; race:about {ox.NamedNode(about)} ;"
            f" race:measure {ox.NamedNode(measure)} }} ORDER BY ?c",
        ).rows
        iris = [term.value for (term,) in rows if isinstance(term, ox.NamedNode)]
        told = [
            self.conflict(iri, as_of) for iri in iris if set(self._claims_of(iri)) & set(claims)
        ]
        return tuple(story for story in told if len(story.sides) > 1)

    def _claims_of(self, derived: str) -> list[str]:
        rows = select(
            self._store,
            f"SELECT DISTINCT ?c {{ {ox.NamedNode(derived)} prov:wasDerivedFrom ?c }} ORDER BY ?c",
        ).rows
        return [term.value for (term,) in rows if isinstance(term, ox.NamedNode)]

    def _involves(self, conflict: str, document: str) -> bool:
        return any(claim.startswith(document + "#") for claim in self._claims_of(conflict))

    def _in_euro(self, claims: Iterable[str]) -> dict[str, Node]:
        """Give the comparable value in euros of each claim that has one."""
        wanted = " ".join(str(ox.NamedNode(claim)) for claim in claims)
        found = nodes_where(
            self._store,
            f"VALUES ?c {{ {wanted} }} GRAPH <{GRAPH}comparable> {{"
            " ?s race:comparableOf ?c ; race:currencyUnit unit:CCY_EUR }",
        )
        return {node.link("comparableOf") or "": node for node in found.values()}


def positions_first(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Give evidence in the order it is shown: with a position in a text first."""
    return tuple(sorted(evidence, key=lambda item: (not item.anchored, item.claim)))


def _side(node: Node, evidence: list[Evidence], values: Mapping[str, Node]) -> ConflictSide:
    low, high = node.number("sideLow"), node.number("sideHigh")
    made = [values[item.claim] for item in evidence if item.claim in values]
    if made and (low is not None or high is not None):
        low = min((v for n in made if (v := n.number("low")) is not None), default=None)
        high = max((v for n in made if (v := n.number("high")) is not None), default=None)
    return ConflictSide(
        low=low,
        high=high,
        years=node.number("years"),
        first_day=node.text("firstDay"),
        last_day=node.text("lastDay"),
        known_from=node.text("knownFrom"),
        evidence=positions_first(evidence),
    )


def _is_known(item: Evidence, as_of: str) -> bool:
    return item.known_from is not None and item.known_from <= as_of


def _is_money(item: Evidence) -> bool:
    return len(item.unit) == _CODE and item.unit.isupper() and item.unit != "NUM"
