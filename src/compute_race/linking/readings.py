"""A newer reading of items: taken online, or out of a file, and kept in one.

A file that is kept says in its head which ids did not exist any more, and each item has the ids
that were merged into it: compared with the file, one finds what one found when it was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from compute_race.linking.places import LOCATED_IN
from compute_race.wikidata import items
from compute_race.wikidata.entity_data import Looked
from compute_race.wikidata.items import Item
from compute_race.wikidata.snapshot import read_snapshot, snapshot_text

_MISSING: Final = "# missing:"
_ID: Final = re.compile(r"Q[1-9][0-9]*")
#: How often it is asked in what a place lies: a district, its city, its province, its country.
_STEPS: Final = 4


@dataclass
class Reading:
    """Items by the id asked for, and those that do not exist any more.

    ``name`` says where and when it was read; ``around`` are items that these name: places of
    head offices and what they lie in, parents.
    """

    name: str
    found: Mapping[str, Item] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    around: Mapping[str, Item] = field(default_factory=dict)

    def item(self, qid: str) -> Item | None:
        """Give an item that was asked for, or one that such an item names."""
        return self.found.get(qid) or self.around.get(qid)


def read_file(path: Path, ids: Collection[str]) -> Reading:
    """Read items from a file; ``UsageError`` for what is none."""
    snapshot = read_snapshot(path)
    missing: set[str] = set()
    with path.open(encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                break
            if line.startswith(_MISSING):
                missing |= set(_ID.findall(line))
    around = {item.qid: item for item in snapshot}
    return Reading(snapshot.name, snapshot.items(ids), frozenset(missing & set(ids)), around)


def reading_text(reading: Reading) -> str:
    """Write a reading as a file: each item once, with every id that was merged into it."""
    every: dict[str, Item] = {}
    for item in (*reading.around.values(), *reading.found.values()):
        known = every.get(item.qid, item)
        merged = dict.fromkeys((*known.redirects, *item.redirects))
        every[item.qid] = replace(item, redirects=tuple(merged))
    head = f"# read: {reading.name}\n"
    if reading.missing:
        head += f"{_MISSING} {' '.join(sorted(reading.missing, key=lambda qid: int(qid[1:])))}\n"
    return head + snapshot_text(every.values())


def read_around(
    found: Collection[Item], look: Callable[[Collection[str]], Looked]
) -> dict[str, Item]:
    """Read what items name: their parents, and the places of their head offices upwards."""
    known = {item.qid: item for item in found}
    around: dict[str, Item] = {}
    wanted = _named(found, (items.PARENT, items.HEADQUARTERS))
    for _ in range(_STEPS):
        todo = [qid for qid in wanted if qid not in known]
        if not todo:
            break
        read = look(todo).found
        around |= read
        known |= read
        wanted = _named(read.values(), (LOCATED_IN,))
    return around


def _named(found: Collection[Item], properties: Collection[str]) -> list[str]:
    return list(
        dict.fromkeys(
            one.value
            for item in found
            for name in properties
            for one in item.statements.get(name, ())
            if one.rank != "deprecated" and _ID.fullmatch(one.value)
        )
    )
