"""Items kept in a file: a small slice of Wikidata, or a newer one to compare it with.

One item a line, sorted by number, after lines of comment (``#``), in either of two forms: the
compact one of this project (``wikidata.items.jsonl``), or Wikidata's own JSON, as in its dumps
and in ``wbgetentities`` (an array of entities, one a line, is read too). The compact form is::

    {"id": "Q95", "labels": {"en": "Google"}, "aliases": {"en": ["..."]},
     "descriptions": {"en": "..."}, "claims": {"P31": ["Q891723"]}, "complete": ["P31"],
     "redirects": ["Q..."], "revision": 2553744070, "read": ["nsi 2026-09-18"]}

A claim is a value, or, where the statement was read in full, ``{"value": ..., "rank": ...,
"unit": ..., "snak": ..., "qualifiers": [[property, value, unit]], "references": [[...]]}``.
``classes`` are labels of classes whose ids were not read.
Names under the language ``und`` are how the source read calls the item, not seen on Wikidata.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Final

from compute_race.basics.problems import UsageError
from compute_race.wikidata.entity_json import EntityError, read_entity
from compute_race.wikidata.items import Item, Snak, Statement, is_item_id

#: The file of the snapshot that ships, beside the links.
SNAPSHOT: Final = "wikidata.items.jsonl"

_KEYS: Final = frozenset(
    (
        "id",
        "labels",
        "aliases",
        "descriptions",
        "claims",
        "sitelinks",
        "classes",
        "complete",
        "redirects",
        "revision",
        "read",
    )
)
_CLAIM_KEYS: Final = frozenset(("value", "rank", "unit", "snak", "qualifiers", "references"))
_RANKS: Final = ("preferred", "normal", "deprecated", None)
_SNAKS: Final = ("value", "somevalue", "novalue")


class Snapshot:
    """Items by id, ids merged into others resolved."""

    def __init__(self, name: str, items: Iterable[Item]) -> None:
        """Keep items; of two with one id the later counts."""
        self.name = name
        self._items = {item.qid: item for item in items}

    def __iter__(self) -> Iterator[Item]:
        """Give the items in the order of the file."""
        return iter(self._items.values())

    def __len__(self) -> int:
        """Count the items."""
        return len(self._items)

    def item(self, qid: str) -> Item | None:
        """Give an item by its id or by one that was merged into it; ``None`` if it has neither."""
        return self._items.get(qid) or self._items.get(self.redirects.get(qid, ""))

    def items(self, qids: Collection[str]) -> Mapping[str, Item]:
        """Give items by the ids asked for, merged ones included."""
        found = {qid: self.item(qid) for qid in qids}
        return {qid: item for qid, item in found.items() if item is not None}

    @cached_property
    def redirects(self) -> Mapping[str, str]:
        """Give the id that each merged id leads to."""
        return {old: item.qid for item in self for old in item.redirects}


def read_snapshot(path: Path, name: str = "") -> Snapshot:
    """Read a file of items; ``UsageError`` names file and line of what is none.

    ``name`` is what records call it, by default the file's name.
    """
    return Snapshot(name or path.name, _read(path)[0])


def _read(path: Path) -> tuple[list[Item], str]:
    """Give the items of a file, and its first line."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text") from None
    items = []
    for number, line in enumerate(text.split("\n"), start=1):
        # A dump is one array with an entity a line.
        line = line.strip().rstrip(",")
        if line in ("", "[", "]") or line.startswith("#"):
            continue
        try:
            items.append(item_of(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise UsageError(
                f"{path}:{number}: no item of Wikidata: {' '.join(str(error).split())}",
                "give a file of items, one a line: this project's form or Wikidata's JSON",
            ) from None
    return items, text.partition("\n")[0]


def read_shipped(path: Path) -> Snapshot:
    """Read the snapshot of a folder of links, empty where it has none.

    It is called after its first line, ``# version: 2026-11-27``.
    """
    if not path.is_file():
        return Snapshot("no snapshot", ())
    items, first = _read(path)
    version = first.removeprefix("# version:").strip() if first.startswith("#") else ""
    return Snapshot(f"snapshot {version}".strip(), items)


def item_of(data: Mapping[str, Any]) -> Item:
    """Read one item of either form; ``EntityError`` where it is neither."""
    if not isinstance(data, dict):
        raise EntityError("a line holds one item in braces")
    labels = data.get("labels") or {}
    if data.get("type") == "item" or any(isinstance(one, dict) for one in labels.values()):
        return read_entity(data)
    if unknown := sorted(set(data) - _KEYS):
        raise EntityError(f"unknown key {unknown[0]}")
    if not is_item_id(str(data.get("id", ""))):
        raise EntityError(f'"{data.get("id", "")}" is no id of an item')
    _check_forms(data)
    return Item(
        qid=data["id"],
        labels=dict(labels),
        aliases={lang: tuple(names) for lang, names in data.get("aliases", {}).items()},
        descriptions=dict(data.get("descriptions", {})),
        statements={
            name: tuple(_statement(name, claim) for claim in claims)
            for name, claims in data.get("claims", {}).items()
        },
        sitelinks=dict(data.get("sitelinks", {})),
        classes=tuple(data.get("classes", ())),
        complete=frozenset(data.get("complete", ())),
        redirects=tuple(data.get("redirects", ())),
        revision=data.get("revision"),
        read=tuple(data.get("read", ())),
    )


def _check_forms(data: Mapping[str, Any]) -> None:
    """Refuse a text where a list belongs: it would be read letter by letter, without a word."""
    for key, kind in (
        *((key, list) for key in ("classes", "complete", "redirects", "read")),
        *((key, dict) for key in ("labels", "aliases", "descriptions", "sitelinks", "claims")),
    ):
        if key in data and not isinstance(data[key], kind):
            raise EntityError(f"{key} is no {'list' if kind is list else 'mapping'}")
    for key in ("aliases", "claims"):
        for name, values in data.get(key, {}).items():
            if not isinstance(values, list):
                raise EntityError(f"{key} of {name} is no list")
    texts = (*data.get("labels", {}).values(), *data.get("descriptions", {}).values())
    if not all(isinstance(text, str) for text in texts):
        raise EntityError("a label or description is no text")
    if not all(isinstance(text, str) for text in chain(*data.get("aliases", {}).values())):
        raise EntityError("an alias is no text")
    if not all(isinstance(qid, str) and is_item_id(qid) for qid in data.get("redirects", ())):
        raise EntityError("a redirect is no id of an item")


def _statement(name: str, claim: str | Mapping[str, Any]) -> Statement:
    if isinstance(claim, str):
        return Statement(name, claim)
    if not isinstance(claim, dict) or (unknown := sorted(set(claim) - _CLAIM_KEYS)):
        what = f"unknown key {unknown[0]}" if isinstance(claim, dict) else f"{claim} is no text"
        raise EntityError(f"a claim of {name}: {what}")
    if claim.get("rank") not in _RANKS:
        raise EntityError(f'"{claim["rank"]}" is no rank')
    if claim.get("snak", "value") not in _SNAKS:
        raise EntityError(f'"{claim["snak"]}" is no kind of value')
    if not isinstance(claim["value"], str):
        raise EntityError(f"the value {claim['value']} of {name} is no text")
    return Statement(
        property=name,
        value=claim["value"],
        rank=claim.get("rank"),
        unit=claim.get("unit", ""),
        snak=claim.get("snak", "value"),
        qualifiers=_snaks(claim.get("qualifiers", [])),
        references=tuple(_snaks(reference) for reference in claim.get("references", ())),
    )


def _snaks(found: Iterable[object]) -> tuple[Snak, ...]:
    snaks = []
    for one in found:
        if not isinstance(one, list) or not all(isinstance(part, str) for part in one):
            raise EntityError(f"{one} is no list of a property and its value")
        snaks.append(Snak(*one))
    return tuple(snaks)


def snapshot_text(items: Iterable[Item], properties: Collection[str] | None = None) -> str:
    """Write items in the compact form, sorted by number: the same items, the same text.

    With ``properties`` only statements of these are written.
    """
    ordered = sorted(items, key=lambda item: int(item.qid[1:]))
    return "".join(
        f"{json.dumps(_plain(item, properties), ensure_ascii=False)}\n" for item in ordered
    )


def _plain(item: Item, properties: Collection[str] | None) -> dict[str, object]:
    claims = {
        name: [_claim(one) for one in found]
        for name, found in sorted(item.statements.items())
        if properties is None or name in properties
    }
    everything: dict[str, object] = {
        "id": item.qid,
        "labels": dict(item.labels),
        "aliases": {lang: list(names) for lang, names in item.aliases.items() if names},
        "descriptions": dict(item.descriptions),
        "claims": claims,
        "sitelinks": dict(item.sitelinks),
        "classes": list(item.classes),
        "complete": sorted(item.complete),
        "redirects": list(item.redirects),
        "revision": item.revision,
        "read": list(item.read),
    }
    return {key: value for key, value in everything.items() if value}


def _claim(one: Statement) -> str | dict[str, object]:
    parts: dict[str, object] = {
        "rank": one.rank,
        "unit": one.unit,
        "snak": one.snak if one.snak != "value" else "",
        "qualifiers": [_snak(snak) for snak in one.qualifiers],
        "references": [[_snak(snak) for snak in reference] for reference in one.references],
    }
    kept = {key: value for key, value in parts.items() if value}
    return {"value": one.value, **kept} if kept else one.value


def _snak(snak: Snak) -> list[str]:
    parts = [snak.property, snak.value, snak.unit]
    return parts if snak.unit else parts[:2]
