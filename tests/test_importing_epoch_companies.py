"""Epoch AI's tables of companies, rule by rule: funding, revenue, compute spending."""

from __future__ import annotations

from pathlib import Path

import pytest

from epoch_files import needs_epoch, problems_of, read, read_rows, real, write_rows

ROUNDS = "ai_companies_funding_rounds"
REVENUE = "ai_companies_revenue_reports"
SPENDING = "ai_companies_compute_spend"

ROUND = "openai.oct-2024-157b"
REPORT = "openai.2025-08-01.revenue"
SPENT = "openai.openai-2025-inference-compute"


# ---------------------------------------------------------------- companies


def test_a_company_is_the_entity_with_the_day_of_its_foundation(tmp_path: Path) -> None:
    row = {"Name": "Meta", "Founding date": "7/29/2004"}
    graph = read_rows(
        tmp_path, "ai_companies", {**row, "Founding source/notes": "https://a.example/"}
    )
    assert graph["ent:meta-platforms"] == {
        "race:foundedOn": ["2004-07-29^^xsd:date"],
        "race:sourceUrl": ["https://a.example/"],
    }
    assert graph.claims() == {}


def test_an_unknown_company_is_a_node_and_is_listed(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, "ai_companies", {"Name": "Mistral"})
    assert graph["data:epoch/organization/Mistral"]["rdf:type"] == ["race:UnresolvedOrganization"]
    assert graph.imported.manifest["unresolved"] == [
        {"name": "Mistral", "role": "company", "candidates": ["mistral-ai"]}
    ]


# ---------------------------------------------------------------- funding


def test_a_round_is_equity_debt_and_a_valuation_on_its_day(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, ROUNDS, {})
    assert {key: node["race:lower"] for key, node in graph.claims().items()} == {
        f"{ROUND}.equity": ["6600000000"],
        f"{ROUND}.debt": ["4000000000"],
        f"{ROUND}.valuation": ["157000000000"],
    }
    for key in ("equity", "debt", "valuation"):
        claim = graph[f"{ROUND}.{key}"]
        assert claim["race:periodStart"] == claim["race:periodEnd"] == ["2024-10-02^^xsd:date"]
        assert claim["race:unit"] == ["unit:CCY_USD"]
        assert claim["race:confidence"] == ["Confident"]
        assert claim["race:note"] == ["status: Closed\ntype: Primary"]
    assert graph.all(f"{ROUND}.equity", "definition")[0] == "equity of the round Oct 2024 157B@en"
    assert graph.one(f"{ROUND}.valuation", "measure") == "race:valuation"


@pytest.mark.parametrize(
    ("status", "confidence", "modality"),
    [
        ("Closed", "Confident", "reported"),
        ("Closed", "Likely", "estimated"),
        ("Closed", "", "estimated"),
        ("Late discussions", "Confident", "planned"),
    ],
)
def test_what_is_planned_reported_and_estimated_of_a_round(
    status: str, confidence: str, modality: str, tmp_path: Path
) -> None:
    graph = read_rows(tmp_path, ROUNDS, {"Status": status, "Confidence": confidence})
    assert graph.one(f"{ROUND}.equity", "modality") == f"race:{modality}"


def test_a_round_in_discussion_has_no_day(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, ROUNDS, {"Status": "Late discussions", "Close date": ""})
    assert graph.one(f"{ROUND}.equity", "periodStart") is None


@pytest.mark.parametrize(
    "cells", [{"Status": "Rumour"}, {"Status": ""}, {"Close date": ""}, {"Company": ""}, {"Id": ""}]
)
def test_a_round_that_cannot_be_placed_is_refused(cells: dict[str, str], tmp_path: Path) -> None:
    [problem] = problems_of(ROUNDS, write_rows(tmp_path, ROUNDS, [cells]))
    assert problem.rule == "import-cell"


def test_a_sale_of_old_shares_brings_nothing(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, ROUNDS, {"Funding (equity)": "0", "Funding (debt)": ""})
    assert graph.one(f"{ROUND}.equity", "lower") == "0"
    assert f"{ROUND}.debt" not in graph.claims()


# ---------------------------------------------------------------- revenue


def test_revenue_is_of_a_year_that_ends_on_its_day(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, REVENUE, {})
    claim = graph[REPORT]
    assert claim["race:lower"] == claim["race:upper"] == ["13000000000"]
    assert claim["race:periodEnd"] == ["2025-08-01^^xsd:date"]
    assert claim["race:duration"] == ["P1Y^^xsd:duration"]
    assert "race:periodStart" not in claim
    assert claim["race:modality"] == ["race:estimated"]
    assert graph.all(REPORT, "definition")[0].startswith("annualised by Epoch AI")


def test_two_figures_of_one_day_stay_two(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, REVENUE, {}, {"Revenue amount (normalize to annual)": "3700000000"})
    assert {key: node["race:locator"] for key, node in graph.claims().items()} == {
        REPORT: ["row 2"],
        f"{REPORT}-row3": ["row 3"],
    }


def test_newer_tables_of_revenue_say_more(tmp_path: Path) -> None:
    columns = [
        *("Id", "Company", "Date", "Annualized revenue (USD)", "Annualized revenue type", "Scope"),
        *("Revenue amount (normalize to annual)", "Period revenue", "Period type"),
        *("Other revenue info", "Confidence", "Source 1", "Source 2", "Source 3", "Notes"),
        *("Report date", "Source type", "Graph note"),
    ]
    row = {
        "Date": "2025-08-01",
        "Annualized revenue type": "Annualized run rate",
        "Scope": "Product/division",
        "Confidence": "Likely",
        "Source 3": "https://c.example/",
        "Source type": "Company disclosure,Media report",
    }
    imported = read(REVENUE, write_rows(tmp_path, REVENUE, [row], columns))
    assert imported.problems == ()
    graph = read_rows(tmp_path, REVENUE, row)
    assert graph.one(REPORT, "note") == (
        "scope: Product/division\nannualized revenue type: Annualized run rate"
    )
    assert graph.one(REPORT, "modality") == "race:reported"
    assert graph.one(REPORT, "sourceUrl") == "https://c.example/"


# ---------------------------------------------------------------- compute spending


def test_a_year_of_spending_is_the_calendar_year(tmp_path: Path) -> None:
    claim = read_rows(tmp_path, SPENDING, {})[SPENT]
    assert claim["race:measure"] == ["race:computeSpend"]
    assert claim["race:periodStart"] == claim["race:periodEnd"] == ["2025^^xsd:gYear"]
    assert "race:duration" not in claim


def test_an_annualised_one_is_a_year_that_ends_on_its_day(tmp_path: Path) -> None:
    row = {"Period type": "Annualized", "Date": "7/31/2025", "Report date": ""}
    claim = read_rows(tmp_path, SPENDING, row)[SPENT]
    assert claim["race:periodEnd"] == ["2025-07-31^^xsd:date"]
    assert "race:periodStart" not in claim
    assert claim["race:duration"] == ["P1Y^^xsd:duration"]
    assert claim["race:modality"] == ["race:estimated"]


@pytest.mark.parametrize(
    ("kind", "day", "modality"),
    [
        ("Media report", "9/19/2025", "planned"),
        ("Media report", "12/30/2025", "planned"),
        ("Media report", "12/31/2025", "estimated"),
        ("Media report", "2/1/2026", "estimated"),
        ("Media report", "0202-07-30", "estimated"),
        ("Media report", "", "estimated"),
        ("Company disclosure", "9/19/2025", "planned"),
        ("Company disclosure", "2/1/2026", "reported"),
        ("Other", "9/19/2025", "estimated"),
    ],
)
def test_a_year_that_was_not_over_is_a_plan(
    kind: str, day: str, modality: str, tmp_path: Path
) -> None:
    graph = read_rows(tmp_path, SPENDING, {"Source Type": kind, "Report date": day})
    assert graph.one(SPENT, "modality") == f"race:{modality}"


def test_categories_are_the_definition(tmp_path: Path) -> None:
    row = {"Category": "R&D cloud compute,Inference cloud compute"}
    assert read_rows(tmp_path, SPENDING, row).all(SPENT, "definition") == [
        "calcul en nuage pour la recherche et le développement,"
        " calcul en nuage pour l'inférence@fr",
        "cloud computing for research and development, cloud computing for inference@en",
    ]
    assert read_rows(tmp_path, SPENDING, {"Category": ""}).all(SPENT, "definition") == []
    [problem] = problems_of(SPENDING, write_rows(tmp_path, SPENDING, [{"Category": "Robots"}]))
    assert "Robots" in problem.message


# ---------------------------------------------------------------- checked by hand


@needs_epoch
def test_rounds_checked_by_hand() -> None:
    graph = real(ROUNDS)
    [claim] = graph.of_row(4)
    assert claim["race:lower"] == ["100000000000"]
    assert claim["race:modality"] == ["race:planned"]
    assert "race:periodStart" not in claim
    assert graph.one("mistral-ai.june-2024-series-b.valuation", "inStandardAnalysis") is not None
    assert graph.one("mistral-ai.june-2024-6b.valuation", "inStandardAnalysis") is None
    assert graph.one("anthropic.sep-2025-183b-series-f.valuation", "lower") == "183000000000"
    assert graph.of_row(7) == []


@needs_epoch
def test_spending_checked_by_hand() -> None:
    graph = real(SPENDING)
    assert graph.one("anthropic.anthropic-2023-cloud-compute", "modality") == "race:planned"
    assert graph.one("anthropic.anthropic-2024-training", "modality") == "race:estimated"
    assert "0202-07-30" in (graph.one("openai.openai-2025-cloud-compute", "note") or "")
