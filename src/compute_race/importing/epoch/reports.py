"""What Epoch AI's tables of AI companies share: a row is one figure that somebody reported.

The tables give days as US spreadsheets do (2/24/2025), newer ones as 2025-02-24. Whose word
a figure is decides its modality: what the company itself disclosed is reported, what the press
or others say is estimated. What the tables leave out of their charts
(``race:inStandardAnalysis``) they hold for a second, partial or doubtful figure; it is claimed,
and says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from compute_race.basics.dates import PartialDate
from compute_race.basics.namespaces import RACE
from compute_race.importing import terms
from compute_race.importing.cells import BadCellError, Row
from compute_race.importing.epoch.table import EpochTable, WriteRow
from compute_race.importing.names import Names
from compute_race.importing.notes import own_words, web_addresses
from compute_race.importing.tables import Column
from compute_race.importing.writer import GraphWriter, Modality

_SOURCES: Final = ("Source 1", "Source 2", "Source 3")
_EXCLUDED: Final = "Exclude from graph view"
_REPORTED: Final = "Report date"
#: One column; two tables spell it differently.
_SOURCE_TYPES: Final = ("Source type", "Source Type")
_DISCLOSED: Final = "Company disclosure"
_OTHERS: Final = "Other"
_KINDS_OF_SOURCE: Final = (_DISCLOSED, "Media report", _OTHERS)
#: What every table of reports may have.
_COMMON: Final = (
    *("Notes", "Graph note", "Confidence", _EXCLUDED, _REPORTED, *_SOURCES, *_SOURCE_TYPES),
)
#: A year before 1000 is a slip of the keyboard that nobody can put right; it is kept as printed.
_SLIP: Final = re.compile(r"0[0-9]{3}-[0-9]{2}-[0-9]{2}")


def reports_table(
    name: str,
    title: str,
    needed: Sequence[str],
    write: WriteRow,
    *,
    optional: Sequence[str] = (),
    ignored: Mapping[str, str] | None = None,
) -> EpochTable:
    """Make a table of reports; the columns that all of them may have need not be named."""
    others = [one for one in (*optional, *_COMMON) if one not in needed]
    columns = [*(Column(one, needed=True) for one in needed), *map(Column, others)]
    return EpochTable(name, title, columns, ignored or {}, write)


def company_of(row: Row, names: Names) -> tuple[str, str]:
    """Give the name of a row's company and its IRI."""
    name = row.needed("Company")
    return name, names.organization(name, "company", row.number)


def figure_of(row: Row, column: str) -> Decimal:
    """Read a number; ``BadCellError`` where there is none."""
    value = row.decimal(column)
    if value is None:
        raise BadCellError(column, "is empty")
    return value


def day_of(row: Row, column: str) -> PartialDate:
    """Read a day; ``BadCellError`` where there is none."""
    day = row.date(column, order="mdy")
    if day is None:
        raise BadCellError(column, "is empty")
    return day


def report_day(row: Row) -> PartialDate | None:
    """Give the day on which a row's figure became public, where it is a day."""
    return None if _slip(row) else row.date(_REPORTED, order="mdy")


def modality_of(row: Row) -> Modality:
    """Say whether the company itself disclosed a row's figure."""
    return "reported" if _DISCLOSED in _kinds_of_source(row) else "estimated"


def is_worked_out(row: Row) -> bool:
    """Tell whether a row's figure is the work of others than company and press."""
    return _OTHERS in _kinds_of_source(row)


def claim_report(
    row: Row,
    graph: GraphWriter,
    key: str,
    company: str,
    measure: str,
    unit: str,
    value: Decimal,
    *,
    modality: Modality,
    start: PartialDate | None = None,
    end: PartialDate | None = None,
    duration: str | None = None,
    definition: tuple[str, str] | None = None,
    notes: Sequence[str | None] = (),
) -> None:
    """Claim one figure of a row with all that the row says of it; ``notes`` come first."""
    slip = f"report date: {row.text(_REPORTED)}" if _slip(row) else None
    words = (*notes, row.text("Graph note"), own_words(row.text("Notes")), slip)
    claim = graph.claim(
        *(key, company, measure, unit, value, value),
        row=row.number,
        modality=modality,
        start=start,
        end=end,
        duration=duration,
        definition=definition,
        confidence=row.text("Confidence"),
        note="\n".join(filter(None, words)) or None,
        sources=web_addresses(*map(row.text, _SOURCES)),
    )
    if (day := report_day(row)) is not None:
        graph.fact(claim, RACE + "reportedOn", terms.date(day))
    if row.flag(_EXCLUDED):
        graph.fact(claim, RACE + "inStandardAnalysis", terms.boolean(False))


def _kinds_of_source(row: Row) -> tuple[str, ...]:
    """Give the kinds of source of a row: one, or several between commas."""
    kinds: list[str] = []
    for column in _SOURCE_TYPES:
        for kind in row.names(column):
            if kind not in _KINDS_OF_SOURCE:
                known = ", ".join(_KINDS_OF_SOURCE)
                raise BadCellError(column, f'holds "{kind}", which is not one of {known}')
            kinds.append(kind)
    return tuple(kinds)


def _slip(row: Row) -> bool:
    return _SLIP.fullmatch(row.text(_REPORTED) or "") is not None
