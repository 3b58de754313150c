"""Candidates out of Wikidata's own search: by identifier, then by label and alias.

``wbsearchentities`` finds labels and aliases that begin with a name, in one language and those
it falls back on; what it finds is then read in full with ``wbgetentities``. Identifiers are
found with the search of MediaWiki (``haswbstatement``,
https://www.mediawiki.org/wiki/Help:Extension:WikibaseCirrusSearch).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final

import msgspec

from compute_race.wikidata import items
from compute_race.wikidata.asked_names import (
    LANGUAGES,
    identifier_forms,
    languages_for,
    spellings,
)
from compute_race.wikidata.client import PoliteClient
from compute_race.wikidata.entity_data import EntityData
from compute_race.wikidata.items import Item, is_item_id
from compute_race.wikidata.mediawiki import API, Api
from compute_race.wikidata.wanted import Wanted

#: Identifiers that the search knows. A ticker is a qualifier: it is not found without its
#: exchange, and a website is no identifier to the search.
_SEARCHED: Final = (
    items.LEI,
    items.CIK,
    items.ISIN,
    items.ISO_COUNTRY,
    items.ISO_CURRENCY,
)
#: What may stand in a search for an identifier; anything else is a word of its language.
_PLAIN: Final = re.compile(r"[A-Za-z0-9]+")
#: Names asked for one thing; each costs a request for each language.
_NAMES: Final = 4
#: As many results as the API gives at once.
_MOST: Final = 50
#: Fewer results than this leave out look-alikes that a person should see.
_LEAST: Final = 7


class _Hit(msgspec.Struct):
    id: str


class _Found(msgspec.Struct):
    search: list[_Hit]


class _Page(msgspec.Struct):
    title: str


class _Pages(msgspec.Struct):
    search: list[_Page]


class _Query(msgspec.Struct):
    query: _Pages


class SearchSource:
    """Asks the search of Wikidata, or of another Wikibase that holds its items."""

    def __init__(
        self, client: PoliteClient, url: str = API, languages: Sequence[str] = LANGUAGES
    ) -> None:
        """Keep whom to ask, and in which languages; nothing is asked yet."""
        self._api = Api(client, url)
        self._entities = EntityData(self._api)
        self._languages = languages

    @property
    def name(self) -> str:
        """Name the service and the day."""
        return f"search {self._api.host} {self._api.client.today}"

    def find(self, wanted: Wanted, limit: int) -> Sequence[Item]:
        """Give items by identifier, then those that stand first in the results for any name."""
        if limit < 1:
            return []
        found = dict.fromkeys(self._by_identifier(wanted, limit))
        results = [list(self._by_name(*asked, limit)) for asked in self._asked(wanted)]
        for row in zip_longest(*results):
            found |= dict.fromkeys(qid for qid in row if qid is not None)
        given = self._entities.items(list(found)[:limit])
        return list({item.qid: item for item in given.values()}.values())

    def items(self, qids: Collection[str]) -> Mapping[str, Item]:
        """Give items by id; one that was merged gives what it was merged into."""
        return self._entities.items(qids)

    def _asked(self, wanted: Wanted) -> Iterator[tuple[str, str]]:
        for name in spellings(wanted.names, _NAMES):
            for lang in languages_for(name, self._languages):
                yield name, lang

    def _by_name(self, name: str, lang: str, limit: int) -> Iterator[str]:
        answer = self._api.ask(
            _Found,
            action="wbsearchentities",
            search=name,
            language=lang,
            uselang=lang,
            type="item",
            limit=str(max(_LEAST, min(limit, _MOST))),
            props="",
        )
        yield from (hit.id for hit in answer.value.search if is_item_id(hit.id))

    def _by_identifier(self, wanted: Wanted, limit: int) -> Iterator[str]:
        terms = [
            f"{name}={value}"
            for name in _SEARCHED
            for value in identifier_forms(name, wanted.identifier(name))
            if _PLAIN.fullmatch(value)
        ]
        if not terms:
            return
        answer = self._api.ask(
            _Query,
            action="query",
            list="search",
            srsearch=f"haswbstatement:{'|'.join(terms)}",
            srlimit=str(min(limit, _MOST)),
            srprop="",
        )
        yield from (page.title for page in answer.value.query.search if is_item_id(page.title))
