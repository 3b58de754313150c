"""Mappings to other bases as SSSOM tables: one row is one judgement, read and written whole.

The form is SSSOM/TSV 1.1 (https://mapping-commons.github.io/sssom/spec-formats-tsv/). What a
row can say here:

- subject and item are the same, close, or the item is broader (``skos:exactMatch`` ...);
- they are not, though a name suggests it (``predicate_modifier`` is ``Not``);
- the base has no item for the subject, as far as was looked (``sssom:NoTermFound``);
- nobody knows yet: a reviewer has looked and is not sure (``reviewer_agreement`` is 0).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from compute_race.basics.namespaces import PREFIXES
from compute_race.basics.paths import shown
from compute_race.basics.problems import Problem
from compute_race.sources.content import read_content

#: What stands for an item where the base has none.
NOTHING_FOUND: Final = "sssom:NoTermFound"
PREDICATES: Final = tuple(
    f"skos:{name}Match" for name in ("exact", "close", "broad", "narrow", "related")
)
EXACT: Final = PREDICATES[0]
JUSTIFICATIONS: Final = (
    "semapv:ManualMappingCuration",
    "semapv:CompositeMatching",
    "semapv:UnspecifiedMatching",
)
#: A line of a table that people write is no longer. The csv module has a limit too, but one for
#: the whole process, which importers of large tables raise.
LONGEST_LINE: Final = 100_000
_REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_LOCAL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class MappingRow:
    """One judgement. Fields are the slots of SSSOM by their names, empty where not said."""

    subject_id: str
    predicate_id: str
    object_id: str
    mapping_justification: str
    subject_label: str = ""
    predicate_modifier: str = ""
    object_label: str = ""
    reviewer_id: str = ""
    mapping_date: str = ""
    confidence: str = ""
    reviewer_agreement: str = ""
    object_source_version: str = ""
    mapping_tool: str = ""
    mapping_tool_version: str = ""
    comment: str = ""

    @property
    def is_negative(self) -> bool:
        """Tell whether the row says that the two are not the same."""
        return self.predicate_modifier == "Not"

    @property
    def is_unsure(self) -> bool:
        """Tell whether a reviewer could not decide."""
        return self.reviewer_agreement != "" and float(self.reviewer_agreement) == 0

    @property
    def is_nothing(self) -> bool:
        """Tell whether the row says that the base has no such item."""
        return self.object_id == NOTHING_FOUND and not self.is_unsure

    @property
    def is_link(self) -> bool:
        """Tell whether the row states a triple."""
        return not (self.is_negative or self.is_unsure or self.object_id == NOTHING_FOUND)


#: The columns in the order of the specification.
COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "reviewer_id",
    "mapping_date",
    "confidence",
    "reviewer_agreement",
    "object_source_version",
    "mapping_tool",
    "mapping_tool_version",
    "comment",
)


@dataclass(frozen=True)
class MappingTable:
    """A table: its head as it stands (the lines with ``#``), and its rows with their lines."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, MappingRow], ...]


def read_table(path: Path) -> tuple[MappingTable, list[Problem]]:
    """Read a table; each bad row is a problem with its line, and left out."""
    _, text, problems = read_content(path, shown(path))
    lines = (text or "").split("\n")
    head = tuple(line for line in lines if line.startswith("#"))
    rows = []
    if text is not None:
        for item in _rows(shown(path), lines):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                rows.append(item)
    return MappingTable(head, tuple(rows)), problems


def table_text(head: Iterable[str], rows: Iterable[MappingRow]) -> str:
    """Write a table: rows sorted, columns that no row uses left out.

    A cell holds no line break: the form has one row a line.
    """
    ordered = sorted(rows, key=_order)
    required = set(_REQUIRED)
    columns = [
        name for name in COLUMNS if name in required or any(getattr(row, name) for row in ordered)
    ]
    out = io.StringIO()
    out.writelines(f"{line}\n" for line in head)
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([getattr(row, name) for name in columns] for row in ordered)
    return out.getvalue()


def replaced(rows: Iterable[MappingRow], row: MappingRow) -> list[MappingRow]:
    """Give rows with one more, in place of those that it settles.

    A judgement on a pair replaces the one before. A link, or that there is nothing, also
    replaces every other such judgement on the subject; what the subject is not stays.
    """
    settles = row.is_link or row.is_nothing

    def stays(other: MappingRow) -> bool:
        if other.subject_id != row.subject_id:
            return True
        if other.object_id == row.object_id:
            return False
        return other.is_negative or not settles

    return [*filter(stays, rows), row]


def _order(row: MappingRow) -> tuple[str, bool, str, tuple[int, str]]:
    number = row.object_id.rpartition("Q")[2]
    place = (int(number) if number.isdigit() else 0, row.object_id)
    return row.subject_id, row.is_negative, row.predicate_id, place


def _rows(file: str, lines: list[str]) -> Iterator[tuple[int, MappingRow] | Problem]:
    body = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not body:
        yield Problem(file, 0, "links-header", "the table is empty", _header_advice())
        return
    (place, header), *rest = body
    columns = header.split("\t")
    if missing := [name for name in _REQUIRED if name not in columns]:
        message = f"the table has no column {', '.join(missing)}"
        yield Problem(file, place, "links-header", message, _header_advice())
        return
    if unknown := [name for name in columns if name not in COLUMNS]:
        advice = f"the columns are {', '.join(COLUMNS)}"
        yield Problem(file, place, "links-header", f'there is no column "{unknown[0]}"', advice)
        return
    if twice := [name for name in columns if columns.count(name) > 1]:
        message = f"there are two columns {twice[0]}"
        yield Problem(file, place, "links-header", message, "delete one of them")
        return
    for number, line in rest:
        if len(line) > LONGEST_LINE:
            message = f"a line of {len(line):,} characters"
            yield Problem(file, number, "links-row", message, "cut it: this is no table of links")
            continue
        try:
            cells = next(csv.reader([line], delimiter="\t", strict=True))
        except csv.Error as error:
            advice = "double a quotation mark inside quotation marks, and close what is open"
            yield Problem(file, number, "links-row", f"no row of cells: {error}", advice)
            continue
        if len(cells) != len(columns):
            message = f"{len(cells)} cells where the header has {len(columns)}"
            advice = "one tab between cells, empty cells included"
            yield Problem(file, number, "links-row", message, advice)
            continue
        row = replace(_EMPTY, **dict(zip(columns, cells, strict=True)))
        wrong = _wrong(row)
        yield Problem(file, number, *wrong) if wrong else (number, row)


_EMPTY: Final = MappingRow("", "", "", "")


def _wrong(row: MappingRow) -> tuple[str, str, str] | None:
    """Give rule, message and advice of the first thing wrong with a row, if anything is."""
    if row.predicate_id not in PREDICATES:
        message = f'"{row.predicate_id}" is not a mapping predicate'
        return "links-predicate", message, f"write {EXACT}"
    for name in (row.subject_id, row.object_id):
        is_nothing = name is row.object_id and name == NOTHING_FOUND
        if not is_nothing and not _is_name(name):
            message = f'"{name}" is no name with a known prefix'
            return "links-name", message, f"write ent:slug or wd:Q1, or {NOTHING_FOUND}"
    if row.mapping_justification not in JUSTIFICATIONS:
        message = f'"{row.mapping_justification}" is no justification'
        return "links-justification", message, f"write one of {', '.join(JUSTIFICATIONS)}"
    if row.predicate_modifier not in ("", "Not"):
        message = f'"{row.predicate_modifier}" is no modifier'
        return "links-modifier", message, "write Not, or nothing"
    if row.is_negative and row.object_id == NOTHING_FOUND:
        return "links-modifier", "there is nothing, and not", "leave one of the two out"
    if row.mapping_date and not _is_day(row.mapping_date):
        message = f'"{row.mapping_date}" is no day'
        return "links-date", message, "write it as 2026-11-27"
    for name, least in (("confidence", 0), ("reviewer_agreement", -1)):
        text = getattr(row, name)
        if text and not _is_between(text, least):
            return "links-confidence", f'{name} "{text}" is not between {least} and 1', "write 0.9"
    return None


def _is_name(name: str) -> bool:
    prefix, _, local = name.partition(":")
    return prefix in PREFIXES and _LOCAL.fullmatch(local) is not None


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_between(text: str, least: int) -> bool:
    try:
        return least <= Decimal(text) <= 1
    except InvalidOperation:
        return False


def _header_advice() -> str:
    return f"begin with the columns {' '.join(_REQUIRED)}, tab-separated"


def by_subject(rows: Iterable[MappingRow]) -> Mapping[str, list[MappingRow]]:
    """Give the judgements on each subject, in the order of the rows."""
    found: dict[str, list[MappingRow]] = {}
    for row in rows:
        found.setdefault(row.subject_id, []).append(row)
    return found
