"""Proposals as QuickStatements: its commands (V1) and its CSV.

https://www.wikidata.org/wiki/Help:QuickStatements. A command is a line of cells with tabs
between them: item, property, value, then qualifiers (``P...``) and the reference (``S...``) in
pairs. In CSV each property has columns of its own, followed by those of its qualifiers
(``qal585``) and reference; rows without it leave them empty.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Final

from compute_race.linking.propose import Proposal
from compute_race.wikidata.items import POINT_IN_TIME

_URL, _TITLE, _PUBLISHED, _RETRIEVED = "854", "1476", "577", "813"
#: Precision of a time by the length of the date: year, month, day.
_PRECISIONS: Final = {4: 9, 7: 10, 10: 11}


def time(date: str) -> str:
    """Write a date as precise as it is: ``2025-02`` is ``+2025-02-00T00:00:00Z/10``."""
    padded = f"{date}-00-00"[:10] if len(date) < 10 else date
    return f"+{padded}T00:00:00Z/{_PRECISIONS[len(date)]}"


def v1(proposals: Iterable[Proposal], retrieved: dt.date | None) -> str:
    """Write the commands, one a line."""
    lines = []
    for one in proposals:
        cells = [one.qid, one.property, _value(one)]
        if one.point_in_time:
            cells += [POINT_IN_TIME, time(one.point_in_time)]
        for name, value in _reference(one, retrieved):
            cells += [f"S{name}", value]
        lines.append("\t".join(cells))
    return "".join(f"{line}\n" for line in lines)


def as_csv(proposals: Sequence[Proposal], retrieved: dt.date | None) -> str:
    """Write the table: a group of columns for each property that is proposed."""
    properties = list(dict.fromkeys(one.property for one in proposals))
    references = (_URL, _TITLE, _PUBLISHED, *([_RETRIEVED] if retrieved is not None else []))
    groups = {
        name: [
            name,
            *([f"qal{POINT_IN_TIME[1:]}"] if _is_dated(proposals, name) else []),
            *(f"S{reference}" for reference in references),
        ]
        for name in properties
    }
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["qid", *(column for name in properties for column in groups[name])])
    for one in proposals:
        cells = {one.property: _value(one)}
        if one.point_in_time:
            cells[f"qal{POINT_IN_TIME[1:]}"] = time(one.point_in_time)
        cells |= {f"S{name}": value for name, value in _reference(one, retrieved)}
        row = [one.qid]
        for name in properties:
            is_own = name == one.property
            row += [cells.get(column, "") if is_own else "" for column in groups[name]]
        writer.writerow(row)
    return out.getvalue()


def _is_dated(proposals: Iterable[Proposal], name: str) -> bool:
    return any(one.property == name and one.point_in_time for one in proposals)


def _value(one: Proposal) -> str:
    # An amount is followed by its unit: 130497000000U4917.
    return f"{one.value}U{one.unit[1:]}" if one.unit else one.value


def _reference(one: Proposal, retrieved: dt.date | None) -> list[tuple[str, str]]:
    cited = one.citation
    parts = [(_URL, f'"{cited.url}"'), (_TITLE, f'{cited.lang}:"{cited.title}"')]
    if cited.published:
        parts.append((_PUBLISHED, time(cited.published)))
    if retrieved is not None:
        parts.append((_RETRIEVED, time(retrieved.isoformat())))
    return parts
