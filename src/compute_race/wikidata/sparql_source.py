"""Candidates out of a query service that holds Wikidata's RDF: any SPARQL 1.1 endpoint.

What is asked stands in ``sparql_text``, how items are read in ``sparql_items``. An endpoint finds
names to the letter only, so each is asked for in every language it may be written in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from compute_race.basics.problems import UsageError
from compute_race.wikidata.asked_names import LANGUAGES, languages_for, spellings
from compute_race.wikidata.client import PoliteClient
from compute_race.wikidata.items import Item, is_item_id
from compute_race.wikidata.sparql_endpoint import ENDPOINT, Endpoint, Row
from compute_race.wikidata.sparql_items import by_number, item_id, read_items
from compute_race.wikidata.sparql_text import identifiers_query, is_language, names_query
from compute_race.wikidata.wanted import Wanted

#: Names asked for one thing: all go into one request.
_NAMES: Final = 12
#: The language of names that are the same in every language.
_EVERY: Final = "mul"


class SparqlSource:
    """Asks one endpoint; it must hold items in Wikidata's own RDF form."""

    def __init__(
        self, client: PoliteClient, url: str = ENDPOINT, languages: Sequence[str] = LANGUAGES
    ) -> None:
        """Keep whom to ask, and in which languages names are looked for; nothing is asked yet.

        ``UsageError`` for what is no address, or no tag of a language (BCP 47).
        """
        for lang in languages:
            if not is_language(lang):
                raise UsageError(
                    f'"{lang}" is no tag of a language', "write a tag such as en or zh"
                )
        self._endpoint = Endpoint(client, url)
        self._languages = languages

    @property
    def name(self) -> str:
        """Name the endpoint and the day."""
        return f"sparql {self._endpoint.host} {self._endpoint.client.today}"

    def find(self, wanted: Wanted, limit: int) -> Sequence[Item]:
        """Give items by identifier or website, then by label, then by alias.

        Among equals an item of a lower number comes first: it was there before its look-alikes.
        """
        if limit < 1:
            return []
        found: dict[str, None] = {}
        if query := identifiers_query(wanted):
            found |= _ids(self._endpoint.select(query).value)
        if names := self._names(wanted):
            rows = self._endpoint.select(names_query(names)).value
            for what in ("label", "alias"):
                found |= _ids([row for row in rows if "what" in row and row["what"].value == what])
        return list(self.items(list(found)[:limit]).values())

    def items(self, qids: Collection[str]) -> Mapping[str, Item]:
        """Give items by id, all statements of ``sparql_text.PROPERTIES`` in full.

        One that was merged gives what it was merged into.
        """
        return read_items(self._endpoint, [qid for qid in qids if is_item_id(qid)])

    def _names(self, wanted: Wanted) -> list[tuple[str, str]]:
        return [
            (name, lang)
            for name in spellings(wanted.names, _NAMES)
            for lang in (*languages_for(name, self._languages), _EVERY)
        ]


def _ids(rows: Sequence[Row]) -> dict[str, None]:
    found = {item_id(row["item"]) for row in rows if "item" in row} - {""}
    return dict.fromkeys(sorted(found, key=by_number))
