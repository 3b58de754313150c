"""Epoch AI's tables of AI companies that are about money: funding, revenue, compute spending.

Money is in US dollars, in full.

1. A round in late discussions is planned. Of one that closed, the table does not say who gave
   its figures: those that it is confident of are reported, the others estimated. A round is of
   the day on which it closed, and where no money went to the company (a sale of old shares,
   a merger) its equity is nought.
2. Revenue is "normalised to annual" by the table, which does not say which figures are a
   year's total and which a month's or quarter's times twelve or four: each is claimed for a
   length of one year that ends on its day, with that in its definition.
3. A year's compute spending is of the calendar year; an annualised one is a year's worth that
   ends on its day. The category is its definition. What company or press gave out before the
   year had ended is a plan, whoever calls it spending.
"""

from __future__ import annotations

from typing import Final

from compute_race.basics.dates import PartialDate, parse_partial
from compute_race.basics.namespaces import RACE, UNIT, XSD
from compute_race.importing import terms
from compute_race.importing.cells import BadCellError, Row
from compute_race.importing.epoch.reports import (
    claim_report,
    company_of,
    day_of,
    figure_of,
    is_worked_out,
    modality_of,
    report_day,
    reports_table,
)
from compute_race.importing.epoch.table import EpochTable, ignored
from compute_race.importing.names import Names
from compute_race.importing.notes import own_words, web_addresses
from compute_race.importing.tables import Column
from compute_race.importing.writer import GraphWriter, Modality, key_of

_DOLLARS: Final = UNIT + "CCY_USD"
_YEAR: Final = "P1Y"
_CONFIDENT: Final = "Confident"
_REVENUE: Final = "Revenue amount (normalize to annual)"

_ANNUALISED: Final = (
    "annualised by Epoch AI, which does not say whether it is a year's total or a run rate",
    "annualisé par Epoch AI, qui ne dit pas s'il s'agit du total d'un an ou d'un rythme annuel",
)
_VALUATION: Final = ("after the round (post-money)", "après le tour (post-money)")
_CATEGORIES: Final = {
    "R&D cloud compute": (
        "cloud computing for research and development",
        "calcul en nuage pour la recherche et le développement",
    ),
    "Inference cloud compute": (
        "cloud computing for inference",
        "calcul en nuage pour l'inférence",
    ),
    "Data": ("data", "données"),
}
#: What newer tables of revenue add to say what a figure is.
_REVENUE_NOTES: Final = ("Scope", "Annualized revenue type", "Period type", "Other revenue info")


def write_company(row: Row, graph: GraphWriter, names: Names, date: PartialDate) -> None:
    """Write one company."""
    company = names.organization(row.needed("Name"), "company", row.number)
    if (day := row.date("Founding date", order="mdy")) is not None:
        graph.fact(company, RACE + "foundedOn", terms.date(day))
    for url in web_addresses(row.text("Founding source/notes")):
        graph.fact(company, RACE + "sourceUrl", terms.address(url))


def write_round(row: Row, graph: GraphWriter, names: Names, date: PartialDate) -> None:
    """Write one funding round: equity, debt and valuation."""
    name, company = company_of(row, names)
    title, kind = row.needed("Id"), row.text("Type")
    status = row.one_of("Status", ("Closed", "Late discussions"))
    if status is None:
        raise BadCellError("Status", "is empty")
    closed = status == "Closed"
    day = day_of(row, "Close date") if closed else row.date("Close date", order="mdy")
    sure = row.text("Confidence") == _CONFIDENT
    modality: Modality = "planned" if not closed else "reported" if sure else "estimated"
    equity = (f"equity of the round {title}", f"fonds propres du tour {title}")
    debt = (f"debt of the round {title}", f"dette du tour {title}")
    for key, measure, column, definition in (
        ("equity", "funding", "Funding (equity)", equity),
        ("debt", "funding", "Funding (debt)", debt),
        ("valuation", "valuation", "Valuation (post-money)", _VALUATION),
    ):
        value = row.decimal(column)
        if value is not None:
            claim_report(
                *(row, graph, key_of(name, title, key), company, measure, _DOLLARS, value),
                modality=modality,
                start=day,
                end=day,
                definition=definition,
                notes=(f"status: {status}", f"type: {kind}" if kind is not None else None),
            )


def write_revenue(row: Row, graph: GraphWriter, names: Names, date: PartialDate) -> None:
    """Write one figure of revenue."""
    name, company = company_of(row, names)
    day, value = day_of(row, "Date"), figure_of(row, _REVENUE)
    claim_report(
        *(row, graph, key_of(name, day.text, "revenue"), company, "revenue", _DOLLARS, value),
        modality=modality_of(row),
        end=day,
        duration=_YEAR,
        definition=_ANNUALISED,
        notes=[
            f"{column.lower()}: {words}"
            for column in _REVENUE_NOTES
            if (words := own_words(row.text(column))) is not None
        ],
    )


def write_spending(row: Row, graph: GraphWriter, names: Names, date: PartialDate) -> None:
    """Write one figure of compute spending."""
    name, company = company_of(row, names)
    value, day = figure_of(row, "Amount"), day_of(row, "Date")
    kinds = row.names("Category")
    if unknown := [kind for kind in kinds if kind not in _CATEGORIES]:
        raise BadCellError("Category", f"has {unknown[0]}, and known are {', '.join(_CATEGORIES)}")
    words = [_CATEGORIES[kind] for kind in kinds]
    definition = (", ".join(en for en, _ in words), ", ".join(fr for _, fr in words))
    period = row.one_of("Period type", ("Year", "Annualized"))
    if period is None:
        raise BadCellError("Period type", "is empty")
    annualised = period == "Annualized"
    year = parse_partial(day.text[:4], XSD + "gYear")
    known = report_day(row)
    ahead = not annualised and known is not None and known.latest < year.latest
    claim_report(
        *(row, graph, key_of(name, row.needed("Id")), company, "computeSpend", _DOLLARS, value),
        modality="planned" if ahead and not is_worked_out(row) else modality_of(row),
        start=None if annualised else year,
        end=day if annualised else year,
        duration=_YEAR if annualised else None,
        definition=definition if words else None,
    )


TABLES: Final = (
    EpochTable(
        "ai_companies",
        "AI companies",
        [
            *(Column(one, needed=True) for one in ("Name", "Founding date")),
            Column("Founding source/notes"),
        ],
        {
            "Organization (from Organizations)": "what Epoch AI's other tables call the company",
            "Company type": "how Epoch AI sorts companies, not a fact of one",
            "Product Domain(s)": "what its models work on, which the tables of models say of each",
        },
        write_company,
        marks=("Company type",),
    ),
    reports_table(
        "ai_companies_funding_rounds",
        "AI companies, funding rounds",
        (
            *("Id", "Company", "Close date", "Status", "Funding (equity)", "Funding (debt)"),
            *("Valuation (post-money)", "Report date", "Type", "Confidence"),
            "Exclude from graph view",
        ),
        write_round,
    ),
    reports_table(
        "ai_companies_revenue_reports",
        "AI companies, revenue reports",
        ("Company", "Date", _REVENUE),
        write_revenue,
        optional=_REVENUE_NOTES,
        ignored=ignored(
            {
                "says again company, date and amount": ("Id",),
                "what the annual figure, which is read, was made of": (
                    *("Annualized revenue (USD)", "Period revenue"),
                ),
            }
        ),
    ),
    reports_table(
        "ai_companies_compute_spend",
        "AI companies, compute spending",
        (
            *("Id", "Company", "Amount", "Category", "Period type", "Date", "Report date"),
            *("Confidence", "Source Type", "Exclude from graph view"),
        ),
        write_spending,
        ignored=ignored(
            {
                "says again the amount, by its category": (
                    *("Inference compute spend", "R&D compute spend", "Total compute spend"),
                )
            }
        ),
    ),
)
