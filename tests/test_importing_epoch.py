"""Epoch AI's real files, whole: what each becomes, and whether its facts are found again.

The facts are read anew from the files with the standard library; which column means what is
written here a second time, on purpose.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

import pytest

from compute_race.basics.namespaces import SRC, shorten
from compute_race.importing.check import Checker
from compute_race.importing.register import Register, Resolved
from epoch_files import (
    IN_FOLDER,
    TABLES,
    Graph,
    Node,
    little_register,
    needs_epoch,
    read,
    real,
    real_path,
    real_rows,
)
from support import ROOT

pytestmark = needs_epoch

EVERY = sorted(TABLES)

#: Rows, claims, and names that the small register does not have (with their roles).
COUNTS = {
    "ai_companies": (7, 0, 0),
    "ai_companies_compute_spend": (11, 11, 0),
    "ai_companies_funding_rounds": (36, 65, 0),
    "ai_companies_revenue_reports": (32, 32, 0),
    "ai_companies_staff_reports": (42, 42, 0),
    "ai_companies_usage_reports": (44, 48, 0),
    "all_ai_models": (2225, 4202, 854),
    "data_center_timelines": (112, 668, 0),
    "data_centers": (16, 48, 9),
    "frontier_ai_models": (131, 620, 71),
    "gpu_clusters": (786, 4361, 310),
    "large_scale_ai_models": (473, 1041, 151),
    "ml_hardware": (176, 1086, 15),
    "notable_ai_models": (1036, 2904, 390),
}

_DOLLARS = "unit:CCY_USD"
_FLOPS = ("computePerformance", "unit:FLOPS", 1)
_MODEL = {
    "Parameters": ("parameterCount", "unit:NUM", 1),
    "Training compute (FLOP)": ("trainingCompute", "race:FLOP", 1),
    "Training time (hours)": ("trainingDuration", "unit:HR", 1),
    "Hardware quantity": ("acceleratorCount", "unit:NUM", 1),
    "Training compute cost (2023 USD)": ("trainingCost", _DOLLARS, 1),
    "Training power draw (W)": ("powerDraw", "unit:W", 1),
}
#: Measure, unit and factor of each column that holds a figure.
FIGURES: Mapping[str, Mapping[str, tuple[str, str, int]]] = {
    "ai_companies_compute_spend": {"Amount": ("computeSpend", _DOLLARS, 1)},
    "ai_companies_funding_rounds": {
        "Funding (equity)": ("funding", _DOLLARS, 1),
        "Funding (debt)": ("funding", _DOLLARS, 1),
        "Valuation (post-money)": ("valuation", _DOLLARS, 1),
    },
    "ai_companies_revenue_reports": {
        "Revenue amount (normalize to annual)": ("revenue", _DOLLARS, 1)
    },
    "ai_companies_staff_reports": {"Staff count": ("headcount", "unit:NUM", 1)},
    "ai_companies_usage_reports": {
        "Active users": ("activeUsers", "unit:NUM", 1),
        "Daily tokens": ("dailyTokens", "unit:NUM", 1),
        "Daily messages": ("dailyMessages", "unit:NUM", 1),
    },
    "all_ai_models": {
        **_MODEL,
        "Training dataset size (datapoints)": ("trainingDatasetSize", "unit:NUM", 1),
    },
    "data_center_timelines": {
        "Power (MW)": ("powerCapacity", "unit:MegaW", 1),
        "H100 equivalents": ("acceleratorCount", "race:H100Equivalent", 1),
        "Performance (8-bit OP/s)": _FLOPS,
        "Total capital cost (2025 USD billions)": ("capitalCost", _DOLLARS, 10**9),
        "Compute cost (2025 USD billions)": ("hardwareCost", _DOLLARS, 10**9),
        "Construction cost (2025 USD billions)": ("capitalCost", _DOLLARS, 10**9),
    },
    "data_centers": {
        "Current power (MW)": ("powerCapacity", "unit:MegaW", 1),
        "Current H100 equivalents": ("acceleratorCount", "race:H100Equivalent", 1),
        "Current total capital cost (2025 USD billions)": ("capitalCost", _DOLLARS, 10**9),
    },
    "frontier_ai_models": _MODEL,
    "gpu_clusters": {
        "H100 equivalents": ("acceleratorCount", "race:H100Equivalent", 1),
        "Total number of AI chips": ("acceleratorCount", "unit:NUM", 1),
        "Reported Power Capacity (MW)": ("powerCapacity", "unit:MegaW", 1),
        "Calculated Power Capacity (MW)": ("powerCapacity", "unit:MegaW", 1),
        "Reported Cost": ("hardwareCost", _DOLLARS, 1),
        "Calculated Cost": ("hardwareCost", _DOLLARS, 1),
        "8-bit OP/s": _FLOPS,
        "16-bit OP/s": _FLOPS,
        "32-bit OP/s": _FLOPS,
    },
    "large_scale_ai_models": _MODEL,
    "ml_hardware": {
        "FP64 (double precision) performance (FLOP/s)": _FLOPS,
        "FP16 (half precision) performance (FLOP/s)": _FLOPS,
        "Tensor-FP16/BF16 performance (FLOP/s)": _FLOPS,
        "INT8 performance (OP/s)": _FLOPS,
        "Memory (bytes)": ("memoryCapacity", "unit:BYTE", 1),
        "Memory bandwidth (byte/s)": ("memoryBandwidth", "race:BytePerSecond", 1),
        "TDP (W)": ("powerDraw", "unit:W", 1),
        "Release price (USD)": ("unitPrice", _DOLLARS, 1),
    },
    "notable_ai_models": {
        **_MODEL,
        "Training dataset size (total)": ("trainingDatasetSize", "unit:NUM", 1),
    },
}
#: Tables of fewer figures than forty.
_FEW = {"ai_companies_compute_spend": 11, "ai_companies_revenue_reports": 32}
#: Columns that tell who a row is about, in the order in which they are looked for.
_ABOUT = ("Company", "Model", "Data center", "Handle", "Hardware name", "Name")


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(little_register(), ROOT / "ontology" / "shapes.ttl")


@pytest.mark.parametrize("table", EVERY)
def test_every_row_is_read(table: str) -> None:
    rows, claims, unresolved = COUNTS[table]
    manifest = real(table).imported.manifest
    skipped = 0 if table in IN_FOLDER else 3
    assert (manifest["rows"], manifest["skipped"]) == (rows, skipped)
    assert rows + skipped == len(real_rows(table))
    assert manifest["claims"] == claims == len(real(table).claims())
    assert len(manifest["unresolved"]) == unresolved  # type: ignore[arg-type]


@pytest.mark.parametrize("table", IN_FOLDER)
def test_every_column_is_known(table: str) -> None:
    assert real(table).imported.problems == ()


def test_the_older_table_of_all_models_has_rows_without_a_name() -> None:
    problems = real("all_ai_models").imported.problems
    assert [problem.message for problem in problems] == [
        f'row {row}: "Model" is empty' for row in (2223, 2227, 2228)
    ]
    assert all(not real_rows("all_ai_models")[row - 2]["Model"] for row in (2223, 2227, 2228))


@pytest.mark.parametrize("table", EVERY)
def test_the_graph_keeps_the_rules(table: str, checker: Checker) -> None:
    checker.check(real(table).imported, real_path(table).name)


@pytest.mark.parametrize("table", EVERY)
def test_every_claim_walks_back_to_its_row(table: str) -> None:
    graph, rows = real(table), len(real_rows(table))
    for key, claim in graph.claims().items():
        [locator] = claim["race:locator"]
        number = int(locator.removeprefix("row "))
        assert 2 <= number <= rows + 1
        assert graph.imported.places[f"{SRC}{graph.imported.stem}#{key}"] == number
        assert claim["race:inDocument"] == [f"src:{graph.imported.stem}"]


@pytest.mark.parametrize("table", sorted(FIGURES))
def test_forty_facts_at_random_are_found_with_their_row(table: str) -> None:
    graph = real(table)
    facts = list(_facts(table))
    seeded = random.Random(20260704)  # noqa: S311 - a seeded choice, no secret
    chosen = seeded.sample(facts, min(40, len(facts)))
    assert len(chosen) == _FEW.get(table, 40)
    missing = [
        (row, column)
        for row, column, (measure, unit, factor), cell in chosen
        if not any(
            claim["race:measure"] == [f"race:{measure}"]
            and claim["race:unit"] == [unit]
            and claim.get("race:lower") == claim.get("race:upper")
            and Decimal(claim["race:lower"][0]) == Decimal(cell) * factor
            and _is_about(graph, claim, real_rows(table)[row - 2])
            for claim in graph.of_row(row)
        )
    ]
    assert missing == []


def test_the_companies_are_found_with_the_day_of_their_foundation() -> None:
    found = {
        (name, day)
        for name, node in real("ai_companies").nodes.items()
        for day in node.get("race:foundedOn", ())
    }
    stated = set()
    for row in real_rows("ai_companies"):
        month, day, year = row["Founding date"].split("/")
        slug = {"Mistral AI": "mistral-ai", "Meta": "meta-platforms"}.get(
            row["Name"], row["Name"].lower()
        )
        stated.add((f"ent:{slug}", f"{year}-{month:>02}-{day:>02}^^xsd:date"))
    assert found == stated
    assert len(stated) == 7


@pytest.mark.parametrize("table", EVERY)
def test_the_same_file_gives_the_same_bytes(table: str) -> None:
    again = read(table, real_path(table), lenient=table not in IN_FOLDER)
    assert again.ntriples == real(table).imported.ntriples
    assert again.manifest == real(table).imported.manifest
    lines = again.ntriples.splitlines()
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("table", EVERY)
def test_no_long_sentence_of_an_article_is_republished(table: str) -> None:
    """What stands between quotation marks in the file, in one paragraph, is not in the graph."""
    notes = "\n".join(
        note for node in real(table).nodes.values() for note in node.get("race:note", ())
    )
    cells = [
        cell
        for row in real_rows(table)
        for column, cell in row.items()
        if column and "note" in column.lower() and isinstance(cell, str)
    ]
    quoted = {
        match[1].strip()
        for cell in cells
        for match in re.finditer(r'(?:\A|\n)"([^"“”\n]{80,})"(?:\s|\Z)', cell)
    }
    # Some stand in another cell without the marks: nobody can tell these from the table's own.
    bare = "\n".join(re.sub(r'"[^"]*"', "", cell) for cell in cells)
    assert [one for one in quoted if one in notes and one not in bare] == []
    if table == "notable_ai_models":
        assert len(quoted) > 300


def test_the_real_register_resolves_the_companies_that_everybody_knows() -> None:
    register = Register.read(ROOT / "ontology", ROOT / "graph")
    for table in EVERY:
        if not table.startswith("ai_companies"):
            continue
        for row in real_rows(table):
            name = row.get("Company") or row["Name"]
            assert isinstance(register.resolve(name), Resolved), name


def _facts(table: str) -> Iterator[tuple[int, str, tuple[str, str, int], str]]:
    """Give row, column, meaning and cell of every figure in the file."""
    for number, row in enumerate(real_rows(table), start=2):
        if not row.get("Model", "a name"):
            continue
        for column, meaning in FIGURES[table].items():
            cell = (row.get(column) or "").strip()
            # Several sizes in one cell are several claims.
            if cell and "," not in cell:
                yield number, column, meaning, cell


def _is_about(graph: Graph, claim: Node, row: Mapping[str, str]) -> bool:
    """Tell whether a claim is about what its row names: an entity, or a node of that label."""
    [about] = claim["race:about"]
    name = next(row[column] for column in _ABOUT if column in row).strip().strip('"')
    if about.startswith("ent:"):
        found = little_register().resolve(name, kinds=("Accelerator", "Model", "Organization"))
        return isinstance(found, Resolved) and shorten(found.iri) == about
    return f"{name}@en" in graph.nodes[about]["rdfs:label"]
