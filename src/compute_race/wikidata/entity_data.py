"""Entities by id, as ``wbgetentities`` and ``Special:EntityData`` give them.

What is found, what was merged into another (the outer key is the id asked for, the inner id the
one merged into), what is missing (deleted, or never there: the service does not tell which) and
what cannot be read are told apart: for drift each means something else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from compute_race.basics.asking import Request
from compute_race.basics.manners import AbsentError
from compute_race.basics.problems import UsageError
from compute_race.wikidata.client import json_as, one_line
from compute_race.wikidata.entity_json import EntityError, read_entity
from compute_race.wikidata.items import Item, is_item_id
from compute_race.wikidata.mediawiki import Api, ApiError

#: As many ids as the API takes at once.
BATCH: Final = 50
_NO_SUCH: Final = "no-such-entity"


@dataclass
class Looked:
    """What became of the ids asked for; each is in ``found``, ``missing`` or ``faulty``.

    ``found`` gives items by the id asked for. ``redirected`` says for those of them that were
    merged into another item which one that is. ``faulty`` says why an entity cannot be read.
    """

    found: dict[str, Item] = field(default_factory=dict)
    redirected: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    faulty: dict[str, str] = field(default_factory=dict)

    def notes(self) -> Iterator[str]:
        """Say in one line each what was left out."""
        for qid in self.missing:
            yield f"{qid} does not exist, or not any more"
        for qid, reason in self.faulty.items():
            yield f"{qid} cannot be read: {reason}"


class _Entities(msgspec.Struct):
    entities: dict[str, Any] | list[Any]

    def __post_init__(self) -> None:
        # PHP writes an empty mapping as an empty list.
        if isinstance(self.entities, list) and self.entities:
            raise ValueError("entities are a list")


class EntityData:
    """Reads entities of one Wikibase."""

    def __init__(self, api: Api) -> None:
        """Keep whom to ask; nothing is asked yet."""
        self._api = api

    def look(self, qids: Collection[str]) -> Looked:
        """Look for items by id, 50 at a time, and tell what became of each.

        ``UsageError`` where the service cannot be asked, or for what is no id of an item.
        """
        asked = list(dict.fromkeys(qids))
        for qid in asked:
            _refuse_other(qid)
        looked = Looked()
        todo = [asked[at : at + BATCH] for at in range(0, len(asked), BATCH)]
        while todo:
            todo += self._batch(todo.pop(0), looked)
        return _in_order(asked, looked)

    def items(self, qids: Collection[str]) -> Mapping[str, Item]:
        """Give what is found by the ids asked for; the client's note hears of the rest."""
        looked = self.look(qids)
        for text in looked.notes():
            self._api.client.note(text)
        return looked.found

    def at(self, qid: str, revision: int | None = None) -> Looked:
        """Look for one item at its linked-data address, as it was in a revision or is now."""
        _refuse_other(qid)
        address = urlsplit(self._api.url)
        url = f"{address.scheme}://{address.netloc}/wiki/Special:EntityData/{qid}.json"
        fields = () if revision is None else (("revision", str(revision)),)
        looked = Looked()
        try:
            request = Request(url, fields, accept="application/json")
            answer = self._api.client.ask(request, json_as(_Entities))
        except AbsentError:
            looked.missing.append(qid)
            return looked
        given = dict(answer.value.entities)
        # A merged item is given under the id that it was merged into.
        entity = given.get(qid) or next(iter(given.values()), {"missing": ""})
        self._sort(qid, entity, f"{self._api.host} {answer.day}", looked)
        return looked

    def _batch(self, batch: Sequence[str], looked: Looked) -> list[list[str]]:
        """Look for some; give those that have to be asked for again, in smaller batches."""
        try:
            answer = self._api.ask(
                _Entities,
                action="wbgetentities",
                ids="|".join(batch),
                props="info|labels|descriptions|aliases|claims|sitelinks",
                sitefilter="enwiki|frwiki|zhwiki",
            )
        except ApiError as error:
            return _without_one(batch, error, looked)
        given = dict(answer.value.entities)
        for qid in batch:
            if qid in given:
                self._sort(qid, given[qid], f"{self._api.host} {answer.day}", looked)
        left = [qid for qid in batch if qid not in given]
        if left == list(batch) and len(left) == 1:
            raise UsageError(f"{self._api.url} says nothing of {left[0]}", "try again later")
        # An answer has a size it may not pass: entities beyond it are silently left out.
        return [left] if left and len(left) < len(batch) else _halves(left)

    def _sort(self, qid: str, entity: Any, read: str, looked: Looked) -> None:
        if isinstance(entity, Mapping) and "missing" in entity:
            looked.missing.append(qid)
            return
        try:
            item = read_entity(entity, read)
        except EntityError as error:
            looked.faulty[qid] = one_line(error)
            return
        if not is_item_id(item.qid):
            looked.faulty[qid] = f"{item.qid} is no item"
            return
        if item.qid != qid:
            looked.redirected[qid] = item.qid
            item = replace(item, redirects=(qid,))
        looked.found[qid] = item


def _refuse_other(qid: str) -> None:
    if not is_item_id(qid):
        raise UsageError(f'"{qid}" is no id of an item', "ids are Q and a number, such as Q42")


def _without_one(batch: Sequence[str], error: ApiError, looked: Looked) -> list[list[str]]:
    """Leave out the id for which the API refuses a whole batch; other refusals are raised."""
    if error.code != _NO_SUCH:
        raise error
    if len(batch) == 1 or error.about in batch:
        absent = error.about if error.about in batch else batch[0]
        looked.missing.append(absent)
        rest = [qid for qid in batch if qid != absent]
        return [rest] if rest else []
    return _halves(batch)


def _halves(batch: Sequence[str]) -> list[list[str]]:
    middle = (len(batch) + 1) // 2
    return [list(half) for half in (batch[:middle], batch[middle:]) if half]


def _in_order(asked: Sequence[str], looked: Looked) -> Looked:
    return Looked(
        {qid: looked.found[qid] for qid in asked if qid in looked.found},
        {qid: looked.redirected[qid] for qid in asked if qid in looked.redirected},
        [qid for qid in asked if qid in set(looked.missing)],
        {qid: looked.faulty[qid] for qid in asked if qid in looked.faulty},
    )
