"""The snapshot as a source of candidates: found by identifier, by name, and by likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz, process

from compute_race.wikidata import items
from compute_race.wikidata.features import World, domain
from compute_race.wikidata.items import Item
from compute_race.wikidata.names import group_key, key
from compute_race.wikidata.snapshot import Snapshot
from compute_race.wikidata.wanted import Wanted

#: Identifiers by which the index finds; countries and currencies have codes.
_INDEXED: Final = (
    items.LEI,
    items.CIK,
    items.ISIN,
    items.TICKER,
    items.ISO_COUNTRY,
    items.ISO_CURRENCY,
)
#: Names less alike than this, in percent, are not worth scoring.
_CUTOFF: Final = 75


class SnapshotSource:
    """Finds items of a snapshot without a network. The index is built at the first search."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Keep the snapshot; nothing is read yet."""
        self._snapshot = snapshot

    @property
    def name(self) -> str:
        """Name the snapshot."""
        return self._snapshot.name

    def items(self, qids: Collection[str]) -> Mapping[str, Item]:
        """Give items by id; one that was merged gives what it was merged into."""
        return self._snapshot.items(qids)

    def find(self, wanted: Wanted, limit: int) -> Sequence[Item]:
        """Give items by identifier, then by name, then by likeness of names."""
        found = dict.fromkeys(self._by_identifier(wanted))
        for name in wanted.names:
            found |= dict.fromkeys(self._names.get(key(name), ()))
            found |= dict.fromkeys(self._names.get(group_key(name), ()))
        if len(found) < limit:
            found |= dict.fromkeys(self._alike(wanted.names))
        given = self._snapshot.items(list(found)[:limit])
        return list(given.values())

    @cached_property
    def world(self) -> World:
        """Give what matching has to know beside single items."""
        return World(
            {
                item.qid: item.values(items.ISO_COUNTRY)[0]
                for item in self._snapshot
                if item.values(items.ISO_COUNTRY)
            },
            frozenset(child for item in self._snapshot for child in item.values(items.SUBSIDIARY)),
        )

    def _by_identifier(self, wanted: Wanted) -> Iterator[str]:
        for name in _INDEXED:
            if wanted.identifier(name):
                yield from self._identifiers.get(_plain(wanted.identifier(name)), ())
        if wanted.website:
            yield from self._domains.get(domain(wanted.website), ())

    def _alike(self, names: Iterable[str]) -> Iterator[str]:
        every = list(self._names)
        for name in names:
            if key(name):
                for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
                    for alike, _, _ in process.extract(
                        key(name), every, scorer=scorer, limit=20, score_cutoff=_CUTOFF
                    ):
                        yield from self._names[alike]
                yield from self._first_words.get(key(name).split(" ")[0], ())

    @cached_property
    def _names(self) -> Mapping[str, list[str]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for item in self._snapshot:
            for name, _, _ in item.names():
                for form in (key(name), group_key(name)):
                    if form:
                        found[form][item.qid] = None
        return {form: list(qids) for form, qids in found.items()}

    @cached_property
    def _first_words(self) -> Mapping[str, list[str]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for form, qids in self._names.items():
            found[form.split(" ")[0]] |= dict.fromkeys(qids)
        return {word: list(qids) for word, qids in found.items()}

    @cached_property
    def _identifiers(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for item in self._snapshot:
            values = [value for name in _INDEXED for value in item.values(name)]
            values += [one.qualifier(items.TICKER) for one in item.best(items.EXCHANGE)]
            for value in filter(None, map(_plain, values)):
                found[value].append(item.qid)
        return found

    @cached_property
    def _domains(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for item in self._snapshot:
            for host in filter(None, map(domain, item.values(items.WEBSITE))):
                found[host].append(item.qid)
        return found


def _plain(identifier: str) -> str:
    return identifier.strip().upper().lstrip("0")
