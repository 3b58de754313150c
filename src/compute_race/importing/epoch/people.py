"""Epoch AI's tables of AI companies that are about people: their staff, and who uses them.

1. A figure of staff is of its company. Where it is only of a division, of contractors, or the
   table does not say of whom, that is its definition.
2. Users are counted by day, week or month, which the definition says, and the product. Tokens
   and messages are those of one day.
3. A row without a figure that is read (a share of a market, views of a page) becomes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from compute_race.basics.dates import PartialDate
from compute_race.basics.namespaces import UNIT
from compute_race.importing.cells import BadCellError, Row
from compute_race.importing.epoch.reports import (
    claim_report,
    company_of,
    day_of,
    figure_of,
    modality_of,
    reports_table,
)
from compute_race.importing.names import Names
from compute_race.importing.writer import GraphWriter, key_of

_NUMBER: Final = UNIT + "NUM"
_USERS: Final = "Active users"
_COUNTED_BY: Final = "Active users time period"
_PERIODS: Final[Mapping[str, tuple[str, str]]] = {
    "Daily": ("users in a day", "utilisateurs en un jour"),
    "Weekly": ("users in a week", "utilisateurs en une semaine"),
    "Monthly": ("users in a month", "utilisateurs en un mois"),
}
_WHOLE: Final = "Full company"
_PARTS: Final[Mapping[str, tuple[str, str]]] = {
    "Full AI division": ("all of the AI division", "toute la division d'IA"),
    "Division/role": ("only a division or role", "seulement une division ou une fonction"),
    "Contractors": ("contractors, who are no staff", "sous-traitants, hors effectif"),
}
_NOBODY_SAYS: Final = (
    "the table does not say of which part of the company",
    "la table ne dit pas de quelle partie de l'entreprise",
)


def write_staff(row: Row, graph: GraphWriter, names: Names, date: PartialDate) -> None:
    """Write one figure of staff."""
    name, company = company_of(row, names)
    value, day = figure_of(row, "Staff count"), day_of(row, "Date")
    claim_report(
        *(row, graph, key_of(name, row.needed("Id")), company, "headcount", _NUMBER, value),
        modality=modality_of(row),
        start=day,
        end=day,
        definition=_part(row),
    )


def write_usage(row: Row, graph: GraphWriter, names: Names, date: PartialDate) -> None:
    """Write the figures of a row: users, tokens and messages of one product."""
    name, company = company_of(row, names)
    title, day, product = row.needed("Id"), day_of(row, "Date"), row.needed("Product")
    period = row.one_of(_COUNTED_BY, tuple(_PERIODS))
    if period is None and row.text(_USERS) is not None:
        raise BadCellError(_COUNTED_BY, "is empty")
    for key, measure, column in (
        ("active-users", "activeUsers", _USERS),
        ("daily-tokens", "dailyTokens", "Daily tokens"),
        ("daily-messages", "dailyMessages", "Daily messages"),
    ):
        value = row.decimal(column)
        if value is None:
            continue
        english, french = f"product: {product}", f"produit : {product}"
        if column == _USERS and period is not None:
            english, french = (
                f"{counted}, {of}"
                for counted, of in zip(_PERIODS[period], (english, french), strict=True)
            )
        # Titles are not unique: two reports of one milestone differ in their day.
        claim_report(
            *(row, graph, key_of(name, title, day.text, key), company, measure, _NUMBER, value),
            modality=modality_of(row),
            start=day,
            end=day,
            definition=(english, french),
        )


def _part(row: Row) -> tuple[str, str] | None:
    """Say of whom a figure of staff is; ``None`` for the whole company."""
    kind = row.one_of("Type", (_WHOLE, *_PARTS))
    division = row.text("Division name")
    if kind == _WHOLE:
        return None if division is None else (division, division)
    english, french = _NOBODY_SAYS if kind is None else _PARTS[kind]
    if division is not None:
        return f"{english}: {division}", f"{french} : {division}"
    return english, french


TABLES: Final = (
    reports_table(
        "ai_companies_staff_reports",
        "AI companies, staff reports",
        (
            *("Id", "Company", "Staff count", "Date", "Type", "Division name"),
            *("Source type", "Confidence"),
        ),
        write_staff,
    ),
    reports_table(
        "ai_companies_usage_reports",
        "AI companies, usage reports",
        (
            *("Id", "Company", _USERS, _COUNTED_BY, "Daily tokens", "Daily messages", "Date"),
            *("Report date", "Source type", "Product", "Confidence", "Exclude from graph view"),
        ),
        write_usage,
    ),
)
