"""Names from a file to find items for: tab-separated, with a header.

Columns: ``name``, and as one likes ``kind``, ``country``, ``website``, ``inception`` and the
properties of identifiers (``P1278``, ``P5531``, ``P946``, ``P249``, ``P297``, ``P498``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from compute_race.basics.dates import parse_partial
from compute_race.basics.namespaces import XSD
from compute_race.basics.problems import UsageError
from compute_race.linking.rows import Rows
from compute_race.wikidata import items
from compute_race.wikidata.wanted import Wanted, kind_of

IDENTIFIERS: Final = (
    *(items.LEI, items.CIK, items.ISIN, items.TICKER, items.ISO_COUNTRY, items.ISO_CURRENCY),
)
_COLUMNS: Final = ("name", "kind", "country", "website", "inception", *IDENTIFIERS)
_COUNTRY: Final = re.compile(r"[A-Z]{2}|")
_DATES: Final = ("gYear", "gYearMonth", "date")


def read_names(path: Path) -> list[Wanted]:
    """Read a file of names; ``ProblemsError`` names each bad row, ``UsageError`` a bad file."""
    rows = Rows(path)
    if "name" not in rows.header:
        raise UsageError(f"{path} has no column name", "begin with a header, tab-separated")
    if unknown := [name for name in rows.header if name not in _COLUMNS]:
        advice = f"the columns are {', '.join(_COLUMNS)}"
        raise UsageError(f'{path}: there is no column "{unknown[0]}"', advice)
    return rows.each("names-row", lambda cells, _: wanted_of(cells))


def _is_date(text: str) -> bool:
    """Tell whether a text is a year, a month or a day of the calendar."""
    try:
        parse_partial(text, XSD + _DATES[min(text.count("-"), 2)])
    except ValueError:
        return False
    return True


def wanted_of(cells: Mapping[str, str]) -> Wanted:
    """Read what is looked for from named texts; ``UsageError`` for one of a wrong form."""
    name = cells["name"].strip()
    if not name:
        raise UsageError("a row without a name", "write what is looked for")
    country = cells.get("country", "").strip().upper()
    if _COUNTRY.fullmatch(country) is None:
        raise UsageError(f'"{country}" is no code of a country', "write two letters, as FR")
    inception = cells.get("inception", "").strip()
    if inception and not _is_date(inception):
        raise UsageError(f'"{inception}" is no date', "write 1999, 1999-06 or 1999-06-28")
    kind = cells.get("kind", "").strip()
    return Wanted(
        name=name,
        kind=kind_of(kind) if kind else None,
        country=country,
        identifiers={p: cells[p].strip() for p in IDENTIFIERS if cells.get(p, "").strip()},
        website=cells.get("website", "").strip(),
        inception=inception,
    )
