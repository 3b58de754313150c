"""Candidates out of a reconciliation service of others (Reconciliation API 0.1 and 0.2).

A service says in its manifest what it speaks of; it is asked for all names of a thing at once
and gives candidates with a name, types and a score of its own. It gives no items by id. See
https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

import msgspec

from compute_race.basics.asking import Request
from compute_race.basics.problems import UsageError
from compute_race.wikidata import items
from compute_race.wikidata.asked_names import spellings
from compute_race.wikidata.client import PoliteClient, host_of, json_as, one_line
from compute_race.wikidata.items import NAMED, Item, Statement, is_item_id
from compute_race.wikidata.wanted import Wanted

#: The versions of the API that are spoken here.
_SPOKEN: Final = frozenset(("0.1", "0.2"))
_WIKIDATA: Final = re.compile(r"https?://(www\.)?wikidata\.org/(entity|wiki|prop/direct)/?")
_IDENTIFIERS: Final = (items.LEI, items.CIK, items.ISIN)
#: Names asked for one thing, in as few requests as the service allows.
_NAMES: Final = 8


class _Manifest(msgspec.Struct, rename="camel"):
    name: str
    identifier_space: str = ""
    schema_space: str = ""
    versions: list[str] | None = None
    batch_size: int | None = None


class _Type(msgspec.Struct):
    id: str


class _Candidate(msgspec.Struct):
    id: str
    name: str
    score: float
    type: list[_Type | str] = []
    description: str | None = None


class _Result(msgspec.Struct):
    result: list[_Candidate]


class _Refusal(msgspec.Struct):
    status: str = ""
    message: str = ""


class ReconciliationSource:
    """Asks one service, whose candidates must be items of Wikidata."""

    def __init__(self, client: PoliteClient, url: str) -> None:
        """Keep whom to ask; ``UsageError`` for what is no address. Nothing is asked yet."""
        self._client, self._url, self._host = client, url, host_of(url)

    @property
    def name(self) -> str:
        """Name the service and the day."""
        return f"reconciliation {self._host} {self._client.today}"

    def find(self, wanted: Wanted, limit: int) -> Sequence[Item]:
        """Give candidates for any name, those of the highest score first.

        ``UsageError`` where the service speaks another version, or of other things than
        Wikidata's items.
        """
        names = spellings(wanted.names, _NAMES)
        if limit < 1 or not names:
            return []
        best: dict[str, tuple[float, Item]] = {}
        size = max(1, self._manifest.batch_size or _NAMES)
        for at in range(0, len(names), size):
            for item, score in self._ask(names[at : at + size], wanted, limit):
                if item.qid not in best or score > best[item.qid][0]:
                    best[item.qid] = (score, item)
        ranked = sorted(best.values(), key=lambda scored: -scored[0])
        return [item for _, item in ranked[:limit]]

    def items(self, qids: Collection[str]) -> Mapping[str, Item]:
        """Raise ``UsageError``: services of this kind give no items by id."""
        raise UsageError(
            f"{self._url} finds candidates and gives no items by id",
            "ask the search or a query service for them",
        )

    @cached_property
    def _manifest(self) -> _Manifest:
        request = Request(self._url, accept="application/json")
        manifest = self._client.ask(request, json_as(_Manifest), refuse=self._refuse).value
        # A service of version 0.1 names none.
        if manifest.versions is not None and not _SPOKEN & set(manifest.versions):
            spoken = ", ".join(manifest.versions) or "none"
            raise UsageError(
                f"{self._url} speaks other versions of the API: {one_line(spoken)}",
                f"give a service that speaks {' or '.join(sorted(_SPOKEN))}",
            )
        return manifest

    def _ask(
        self, names: Sequence[str], wanted: Wanted, limit: int
    ) -> Iterator[tuple[Item, float]]:
        known = self._properties(wanted)
        queries = {
            f"q{number}": {"query": name, "limit": limit, **known}
            for number, name in enumerate(names)
        }
        text = msgspec.json.encode(queries).decode()
        request = Request(self._url, (("queries", text),), "POST", accept="application/json")
        form = json_as(dict[str, _Result])
        answer = self._client.ask(request, form, refuse=self._refuse)
        for number in queries:
            if number not in answer.value:
                raise UsageError(f"{self._url} leaves out a query", "try again later")
            for candidate in answer.value[number].result:
                item = self._item(candidate, f"{self._host} {answer.day}")
                if item is not None:
                    yield item, candidate.score

    def _properties(self, wanted: Wanted) -> dict[str, object]:
        """Give what else is known, where the service knows Wikidata's properties."""
        if _WIKIDATA.fullmatch(self._manifest.schema_space) is None:
            return {}
        known = [
            {"pid": name, "v": wanted.identifier(name)}
            for name in _IDENTIFIERS
            if wanted.identifier(name)
        ]
        return {"properties": known} if known else {}

    def _item(self, candidate: _Candidate, read: str) -> Item | None:
        """Read a candidate; ``None``, with a note, where Wikidata's service gives no item."""
        space = self._manifest.identifier_space
        qid = _item_id(candidate.id)
        # Every Wikibase counts its items with Q: those of another one are not Wikidata's.
        is_other = space.rstrip("/").endswith("/entity") and not _WIKIDATA.fullmatch(space)
        if not qid or (is_other and not _WIKIDATA.match(candidate.id)):
            if _WIKIDATA.fullmatch(space):
                self._client.note(f"{one_line(candidate.id)} of {self._url} is no item")
                return None
            raise UsageError(
                f"{self._url} gives ids of another kind, such as {one_line(candidate.id)}",
                f"give a service for Wikidata's items; this one speaks of {one_line(space)}"
                if space
                else "give a service for Wikidata's items",
            )
        types = [_item_id(one if isinstance(one, str) else one.id) for one in candidate.type]
        classes = tuple(Statement(items.INSTANCE_OF, one) for one in dict.fromkeys(types) if one)
        return Item(
            qid=qid,
            labels={NAMED: candidate.name},
            descriptions={NAMED: candidate.description} if candidate.description else {},
            statements={items.INSTANCE_OF: classes} if classes else {},
            read=(read,),
        )

    def _refuse(self, body: bytes) -> None:
        try:
            refusal = msgspec.json.decode(body, type=_Refusal)
        except (ValueError, RecursionError):
            return
        if refusal.status == "error":
            said = one_line(refusal.message) or "no reason"
            raise UsageError(f"{self._url} refuses: {said}", "check the address of the service")


def _item_id(text: str) -> str:
    """Give the id of an item that an id or an IRI of a service is; empty where it is none."""
    start = _WIKIDATA.match(text)
    qid = text[start.end() :] if start else text
    return qid if is_item_id(qid) else ""
