"""The judgements on record: read from the table, asked by subject, written back at once.

Every judgement is written before the next question is asked, so that an interruption, a full
disk or a fault of a service loses none that was made (``basics/files``: whole or not at all).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal

from compute_race.basics.files import write_file
from compute_race.basics.namespaces import WD, shorten
from compute_race.basics.paths import links_folder
from compute_race.basics.problems import ProblemsError, UsageError
from compute_race.basics.version import VERSION
from compute_race.dataset.sssom import (
    EXACT,
    NOTHING_FOUND,
    MappingRow,
    MappingTable,
    by_subject,
    read_table,
    replaced,
    table_text,
)
from compute_race.linking.entities import Entity

State = Literal["linked", "none", "unsure", "open"]
REVIEWER: Final = "ent:compute-race"
_REVIEWER: Final = re.compile(r"ent:[a-z0-9][a-z0-9-]*|orcid:([0-9]{4}-){3}[0-9]{3}[0-9X]")
_ORCID: Final = re.compile(r"#\s+orcid:")
TABLE: Final = "wikidata.sssom.tsv"
#: A judgement that there is no item, made with less than this, says that one is likely.
LIKELY: Final = Decimal("0.5")
_HEAD: Final = (
    '#sssom_version: "1.1"',
    "#curie_map:",
    '#  ent: "https://w3id.org/compute-race/id/"',
    '#  race: "https://w3id.org/compute-race/ontology#"',
    '#  unit: "http://qudt.org/vocab/unit/"',
    '#  wd: "http://www.wikidata.org/entity/"',
    '#mapping_set_id: "https://w3id.org/compute-race/graph/links/wikidata"',
    '#license: "https://creativecommons.org/licenses/by/4.0/"',
)


@dataclass(frozen=True)
class Judgement:
    """What somebody decides about one thing.

    ``object_id`` is an item (``wd:Q95``) or ``sssom:NoTermFound``; ``source`` names what was
    looked in, with its version; ``agreement`` 0 is "not sure".
    """

    object_id: str
    object_label: str = ""
    predicate: str = EXACT
    is_negative: bool = False
    is_unsure: bool = False
    justification: str = "semapv:ManualMappingCuration"
    confidence: str = ""
    source: str = ""
    tool: str = ""
    comment: str = ""


@dataclass
class Ledger:
    """A table of judgements on Wikidata, by subject."""

    path: Path
    head: tuple[str, ...]
    rows: list[MappingRow]
    _by_subject: Mapping[str, list[MappingRow]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the rows."""
        self._by_subject = by_subject(self.rows)

    def of(self, entity: Entity) -> list[MappingRow]:
        """Give the judgements on one entity."""
        return self._by_subject.get(entity.name, [])

    def settled(self, entity: Entity) -> MappingRow | None:
        """Give the row that links an entity or says that it has no item.

        An exact link stands before a close or broad one; what holds of a whole class
        (``race:Announcement``) holds of an entity without a row of its own.
        """
        rows = [row for row in self.of(entity) if row.is_link or row.is_nothing]
        rows += [row for row in self._by_subject.get(f"race:{entity.cls}", []) if row.is_nothing]
        exact = [row for row in rows if row.is_link and row.predicate_id == EXACT]
        return next(iter([*exact, *rows]), None)

    def state(self, entity: Entity) -> State:
        """Tell how far an entity is."""
        row = self.settled(entity)
        if row is not None:
            return "linked" if row.is_link else "none"
        return "unsure" if any(row.is_unsure for row in self.of(entity)) else "open"

    def rejected(self, entity: Entity) -> frozenset[str]:
        """Give the ids of items that were judged not to be the entity."""
        return frozenset(
            row.object_id.removeprefix("wd:") for row in self.of(entity) if row.is_negative
        )

    def linked(self) -> Mapping[str, MappingRow]:
        """Give the rows of links by the id of their item; exact ones win."""
        rows = sorted(
            (row for row in self.rows if row.is_link),
            key=lambda row: row.predicate_id == EXACT,
        )
        return {row.object_id.removeprefix("wd:"): row for row in rows}

    def record(
        self, judgements: Iterable[tuple[Entity, Judgement]], reviewer: str, day: dt.date
    ) -> None:
        """Keep judgements and write the table at once, all or none.

        ``UsageError`` where it cannot be written, or where a judgement contradicts another one
        on record: an item is the same thing as one entity only.
        """
        head, rows = self.head, self.rows
        if self.path.exists():
            # Another reviewer may have judged meanwhile.
            now = open_ledger(self.path)
            head, rows = now.head, now.rows
        for entity, judgement in judgements:
            row = _row(entity, judgement, reviewer, day)
            _refuse_second_entity(rows, row)
            rows = replaced(rows, row)
        write_file(self.path, table_text(with_prefix(head, reviewer), rows).encode())
        self.head, self.rows = head, rows
        self._by_subject = by_subject(rows)


def _row(entity: Entity, judgement: Judgement, reviewer: str, day: dt.date) -> MappingRow:
    return MappingRow(
        subject_id=entity.name,
        subject_label=_on_one_line(entity.label),
        predicate_id=judgement.predicate,
        predicate_modifier="Not" if judgement.is_negative else "",
        object_id=judgement.object_id,
        object_label=_on_one_line(judgement.object_label),
        mapping_justification=judgement.justification,
        reviewer_id=reviewer,
        mapping_date=day.isoformat(),
        confidence=judgement.confidence,
        reviewer_agreement="0" if judgement.is_unsure else "",
        object_source_version=judgement.source,
        mapping_tool=judgement.tool,
        mapping_tool_version=VERSION if judgement.tool else "",
        comment=_on_one_line(judgement.comment),
    )


def _on_one_line(text: str) -> str:
    """Give a text without what a row of a table cannot hold: line breaks and control signs."""
    return " ".join(
        "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text).split()
    )


def _refuse_second_entity(rows: Iterable[MappingRow], new: MappingRow) -> None:
    """Refuse to link an item as the same thing as two entities."""
    if not new.is_link or new.predicate_id != EXACT:
        return
    for row in rows:
        is_same = row.is_link and row.predicate_id == EXACT and row.object_id == new.object_id
        if is_same and row.subject_id != new.subject_id:
            raise UsageError(
                f"{new.object_id} is {row.subject_id} already",
                f"judge it close or broad to {new.subject_id}, or reject it there first",
            )


def with_prefix(head: tuple[str, ...], reviewer: str) -> tuple[str, ...]:
    """Give the head of a table with the prefix of a reviewer's id declared (ORCID)."""
    line = '#  orcid: "https://orcid.org/"'
    if not reviewer.startswith("orcid:") or "#curie_map:" not in head:
        return head
    if any(_ORCID.match(one) for one in head):
        return head
    place = head.index("#curie_map:") + 1
    return (*head[:place], line, *head[place:])


def reviewer_id(text: str) -> str:
    """Check who reviews: an entity of ours or an ORCID; ``UsageError`` for anything else."""
    if _REVIEWER.fullmatch(text) is None:
        raise UsageError(
            f'"{text}" is no id of a reviewer', "write orcid:0000-0002-1825-0097, or ent:slug"
        )
    digits = text.removeprefix("orcid:").replace("-", "")
    if text.startswith("orcid:") and _check_digit(digits[:-1]) != digits[-1]:
        raise UsageError(f"the last digit of {text} does not fit the others", "check it")
    return text


def _check_digit(digits: str) -> str:
    """Give the last digit of an ORCID (ISO 7064, MOD 11-2)."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    found = (12 - total % 11) % 11
    return "X" if found == 10 else str(found)


def open_ledger(path: Path | None = None) -> Ledger:
    """Read the judgements; an absent table is an empty one. ``ProblemsError`` for bad rows."""
    path = path or links_folder() / TABLE
    if not path.exists():
        return Ledger(path, _HEAD, [])
    table, problems = read_table(path)
    if problems:
        raise ProblemsError(problems)
    return _ledger(path, table)


def _ledger(path: Path, table: MappingTable) -> Ledger:
    return Ledger(path, table.head, [row for _, row in table.rows])


def nothing(comment: str, source: str, *, is_likely: bool = False) -> Judgement:
    """Give the judgement that no item was found; ``is_likely`` if one probably exists."""
    return Judgement(
        NOTHING_FOUND, comment=comment, source=source, confidence="0.3" if is_likely else "0.8"
    )


def is_item_likely(row: MappingRow) -> bool:
    """Tell whether a row that found nothing holds it likely that there is an item."""
    return row.is_nothing and bool(row.confidence) and Decimal(row.confidence) < LIKELY


def item_name(qid: str) -> str:
    """Give an item's name in the table: ``wd:Q95``."""
    return shorten(WD + qid)


def least_certain(rows: Iterable[MappingRow], count: int) -> list[MappingRow]:
    """Give the links with the least confidence, then those that are not exact, then by name."""
    links = [row for row in rows if row.is_link]
    return sorted(
        links,
        key=lambda row: (
            Decimal(row.confidence or 0),
            row.predicate_id == EXACT,
            row.subject_id,
        ),
    )[:count]
