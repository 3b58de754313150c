"""Proposals as QuickStatements: its commands (V1) and its CSV.

https://www.wikidata.org/wiki/Help:QuickStatements, and how version 3 reads it
(https://github.com/WikiMovimentoBrasil/quickstatements3). A command is a line of cells with tabs
between them: item, property, value, then qualifiers (``P...``) and the reference (``S...``) in
pairs. In CSV each property has columns of its own, followed by those of its qualifiers
(``qal585``) and reference; rows without it leave them empty. There ``S854`` with a great S begins
a reference, and ``s1476`` with a small one goes on with it.

Neither form can escape anything. A quote within a text does no harm; a vertical bar stands for a
tab wherever it is in V1, so that a title with one can only be written in CSV.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote

from compute_race.linking.mapping import PUBLISHED
from compute_race.linking.propose import Proposal
from compute_race.wikidata.items import CIK, INCEPTION, POINT_IN_TIME

_URL, _TITLE, _PUBLISHED, _RETRIEVED = "854", "1476", "577", "813"
#: Precision of a time by the length of the date: year, month, day.
_PRECISIONS: Final = {4: 9, 7: 10, 10: 11}
#: What ends a cell, or is taken for a quote (curly ones are straightened), within an address.
_UNSAFE: Final = re.compile(r'[\s|"“”<>\\]')


def time(date: str) -> str:
    """Write a date as precise as it is: ``2025-02`` is ``+2025-02-00T00:00:00Z/10``."""
    padded = f"{date}-00-00"[:10] if len(date) < 10 else date
    return f"+{padded}T00:00:00Z/{_PRECISIONS[len(date)]}"


def fits_v1(one: Proposal) -> bool:
    """Tell whether a proposal can be written as a command."""
    return "|" not in one.citation.title


def v1(proposals: Iterable[Proposal], retrieved: dt.date | None) -> str:
    """Write the commands, one a line; what does not fit (``fits_v1``) is left out."""
    lines = []
    for one in filter(fits_v1, proposals):
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
    more = (_TITLE, _PUBLISHED, *([_RETRIEVED] if retrieved is not None else []))
    groups = {
        name: [
            name,
            *([f"qal{POINT_IN_TIME[1:]}"] if _is_dated(proposals, name) else []),
            f"S{_URL}",
            *(f"s{part}" for part in more),
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
        for name, value in _reference(one, retrieved):
            cells[f"S{name}" if name == _URL else f"s{name}"] = value
        row = [one.qid]
        for name in properties:
            is_own = name == one.property
            row += [cells.get(column, "") if is_own else "" for column in groups[name]]
        writer.writerow(row)
    return out.getvalue()


def _is_dated(proposals: Iterable[Proposal], name: str) -> bool:
    return any(one.property == name and one.point_in_time for one in proposals)


def _value(one: Proposal) -> str:
    if one.property in (INCEPTION, PUBLISHED):
        return time(one.value)
    if one.property == CIK:
        return f'"{one.value}"'
    # An amount is followed by its unit: 130497000000U4917.
    return f"{one.value}U{one.unit[1:]}" if one.unit else one.value


def _reference(one: Proposal, retrieved: dt.date | None) -> list[tuple[str, str]]:
    cited = one.citation
    url = _UNSAFE.sub(lambda found: quote(found[0]), cited.url)
    parts = [(_URL, f'"{url}"'), (_TITLE, f'{cited.lang}:"{cited.title}"')]
    if cited.published:
        parts.append((_PUBLISHED, time(cited.published)))
    if retrieved is not None:
        parts.append((_RETRIEVED, time(retrieved.isoformat())))
    return parts
