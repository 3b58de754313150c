"""Whether one place lies in another, as far as the graph and what was read of Wikidata tell.

A head office "in China" and one "in Hangzhou" are no contradiction. Whether "Haidian District"
and "Beijing" are one can only be told where it was read in what the district lies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import pyoxigraph as ox

from compute_race.basics.namespaces import RACE, shorten
from compute_race.dataset.store import Store, select
from compute_race.wikidata import items
from compute_race.wikidata.items import Item

Lies = Literal["together", "apart", "unknown"]
#: Located in the administrative territory.
LOCATED_IN: Final = "P131"


@dataclass(frozen=True)
class Places:
    """Places by the id of their item: in which wider ones they lie, and which are countries.

    ``wider`` and ``countries`` are what our graph says; ``read`` gives what was read of an item.
    """

    wider: Mapping[str, frozenset[str]] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    read: Callable[[str], Item | None] = lambda qid: None

    def lies(self, ours: str, theirs: str) -> Lies:
        """Tell whether two places are one or one lies in the other (``together``), or not."""
        up_ours, up_theirs = self._up(ours), self._up(theirs)
        if theirs in up_ours or ours in up_theirs:
            return "together"
        in_ours, in_theirs = self._countries(up_ours), self._countries(up_theirs)
        if not in_theirs or not in_ours:
            return "unknown"
        if not in_ours & in_theirs:
            return "apart"
        # Two places of one country: which of them may hold the other has to be known.
        item = self.read(theirs)
        is_known = theirs in self.wider or (item is not None and item.is_complete(LOCATED_IN))
        return "apart" if is_known else "unknown"

    def _up(self, qid: str) -> frozenset[str]:
        """Give a place and all that it is known to lie in."""
        found, todo = {qid}, [qid]
        while todo:
            one = todo.pop()
            item = self.read(one)
            above = set(self.wider.get(one, ()))
            if item is not None:
                above |= {*item.values(LOCATED_IN), *item.values(items.COUNTRY)}
            todo += above - found
            found |= above
        return frozenset(found)

    def _countries(self, places: frozenset[str]) -> set[str]:
        named = {
            country
            for place in places
            if (item := self.read(place)) is not None
            for country in item.values(items.COUNTRY)
        }
        return named | (places & self.countries)


@dataclass(frozen=True)
class Ground:
    """Our places by name (``ent:hangzhou``): in which wider ones they lie, which are countries."""

    wider: Mapping[str, frozenset[str]] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()

    def places(self, ids: Mapping[str, str], read: Callable[[str], Item | None]) -> Places:
        """Give them by the ids of their items; ``read`` gives what was read of an item."""
        wider = {
            ids[name]: frozenset(ids[one] for one in found if one in ids)
            for name, found in self.wider.items()
            if name in ids
        }
        return Places(wider, frozenset(ids[name] for name in self.countries if name in ids), read)


def read_ground(store: Store) -> Ground:
    """Read what the graph says of places."""
    wider: dict[str, set[str]] = {}
    text = f"SELECT DISTINCT ?s ?o WHERE {{ ?s <{RACE}locatedIn> ?o . ?s a <{RACE}Place> }}"
    for s, o in select(store, text).rows:
        if isinstance(s, ox.NamedNode) and isinstance(o, ox.NamedNode):
            wider.setdefault(shorten(s.value), set()).add(shorten(o.value))
    rows = select(store, f"SELECT DISTINCT ?s WHERE {{ ?s a <{RACE}Country> }}").rows
    countries = {shorten(s.value) for (s,) in rows if isinstance(s, ox.NamedNode)}
    return Ground({name: frozenset(found) for name, found in wider.items()}, frozenset(countries))
