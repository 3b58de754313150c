"""Decisions to measure matching with: what should be found, and what must not be taken for it.

A table with a header, tab-separated: ``id``, ``name``, ``kind``, ``country``, ``item`` (empty
where there is none), ``rejected`` (an item that is not meant, or empty), and as one likes
``half``, ``reason`` and more. Tables with the columns ``our_name``, ``country_hint``,
``expected_qid`` and ``candidate_qid`` beside ``decision`` are read too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from compute_race.basics.problems import UsageError
from compute_race.linking.rows import Rows
from compute_race.wikidata.items import is_item_id
from compute_race.wikidata.wanted import Wanted, kind_of

#: Columns of other tables by the names that are used here.
_ALSO: Final[Mapping[str, str]] = {
    "our_name": "name",
    "country_hint": "country",
    "expected_qid": "item",
}
_REQUIRED: Final = ("name", "kind", "country", "item")
_NONE: Final = ("", "NONE", "UNKNOWN")


@dataclass(frozen=True)
class GoldDecision:
    """One decision: what is looked for, the item that is meant, and one that is not."""

    id: str
    half: str
    wanted: Wanted
    item: str
    rejected: str


def read_gold(path: Path) -> list[GoldDecision]:
    """Read a table; ``ProblemsError`` names bad rows, ``UsageError`` a table of another form."""
    rows = Rows(path)
    rows.header = [_ALSO.get(name, name) for name in rows.header]
    if missing := [name for name in _REQUIRED if name not in rows.header]:
        advice = f"begin with the columns id {' '.join(_REQUIRED)} rejected, tab-separated"
        raise UsageError(f"{path} has no column {', '.join(missing)}", advice)
    return rows.each("gold-row", _decision)


def _decision(row: Mapping[str, str], number: int) -> GoldDecision:
    item = "" if row["item"] in _NONE else row["item"]
    rejected = row.get("rejected", "")
    if row.get("decision") == "reject":
        rejected = row.get("candidate_qid", "")
    for qid in (item, rejected):
        if qid and not is_item_id(qid):
            raise UsageError(f'"{qid}" is no id of an item', "write Q and a number, or nothing")
    if not row["name"]:
        raise UsageError("a decision without a name", "write what is looked for")
    wanted = Wanted(row["name"], kind_of(row["kind"]), country=row["country"])
    return GoldDecision(row.get("id", str(number)), row.get("half", ""), wanted, item, rejected)
