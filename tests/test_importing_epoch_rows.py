"""Rows of Epoch AI that cannot be read: what refuses a file, and what is left out of it.

Numbers and dates of other locales stand for everything that nobody can read with certainty.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from compute_race.basics.problems import Severity
from epoch_files import TABLES, Graph, facts_of, good, problems_of, read, write_rows
from support import ROOT

EVERY = sorted(TABLES)
#: A column with a number, and one with a day, where a table has them.
NUMBERS = {
    "ai_companies_compute_spend": "Amount",
    "ai_companies_funding_rounds": "Funding (equity)",
    "ai_companies_revenue_reports": "Revenue amount (normalize to annual)",
    "ai_companies_staff_reports": "Staff count",
    "ai_companies_usage_reports": "Active users",
    "all_ai_models": "Parameters",
    "data_center_timelines": "Power (MW)",
    "data_centers": "Current power (MW)",
    "frontier_ai_models": "Training compute (FLOP)",
    "gpu_clusters": "H100 equivalents",
    "large_scale_ai_models": "Training compute (FLOP)",
    "ml_hardware": "TDP (W)",
    "notable_ai_models": "Training time (hours)",
}
DAYS = {
    "ai_companies": "Founding date",
    "ai_companies_compute_spend": "Date",
    "ai_companies_funding_rounds": "Close date",
    "ai_companies_revenue_reports": "Date",
    "ai_companies_staff_reports": "Date",
    "ai_companies_usage_reports": "Report date",
    "data_center_timelines": "Date",
    "gpu_clusters": "First Operational Date",
    "ml_hardware": "Release date",
    "notable_ai_models": "Publication date",
}


def rules(table: str, path: Path) -> set[str]:
    return {problem.rule for problem in problems_of(table, path)}


def another(table: str, **cells: str) -> dict[str, str]:
    """Make a second good row: of another record, so that nothing of it is that of the first."""
    name = next(
        key
        for key in ("Id", "Name", "Model", "Handle", "Data center", "Hardware name", "Date")
        if key in good(table)
    )
    other = {"Date": "9/1/2024"}.get(name, "Another One")
    return {name: other, **cells}


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize("table", NUMBERS)
@pytest.mark.parametrize("text", ["1,5", "1.234,5", "1 000", "n/a", "-3", "1e999"])
def test_numbers_of_other_locales_refuse_the_file_with_row_and_line(
    table: str, text: str, tmp_path: Path
) -> None:
    rows = [{}, another(table, **{NUMBERS[table]: text})]
    [problem] = problems_of(table, write_rows(tmp_path, table, rows))
    assert (problem.rule, problem.line) == ("import-cell", 3)
    assert problem.message.startswith(f'row 3: "{NUMBERS[table]}" holds "{text}", which is')
    assert "--lenient" in problem.advice


@pytest.mark.parametrize("table", DAYS)
@pytest.mark.parametrize("text", ["24.02.2025", "24/02/2025", "2025-02-30", "Feb 2025", "45712"])
def test_dates_of_other_locales_refuse_the_file_with_row_and_line(
    table: str, text: str, tmp_path: Path
) -> None:
    rows = [{}, another(table, **{DAYS[table]: text})]
    [problem] = problems_of(table, write_rows(tmp_path, table, rows))
    assert (problem.rule, problem.line) == ("import-cell", 3)
    assert problem.message.startswith(f'row 3: "{DAYS[table]}" holds "{text}", which')


@pytest.mark.parametrize("table", ["gpu_clusters", "ml_hardware", "notable_ai_models"])
def test_us_dates_only_where_a_table_has_them(table: str, tmp_path: Path) -> None:
    path = write_rows(tmp_path, table, [{DAYS[table]: "2/24/2025"}])
    assert rules(table, path) == {"import-cell"}


@pytest.mark.parametrize("table", NUMBERS)
def test_a_bad_row_is_left_out_whole_where_that_is_asked_for(table: str, tmp_path: Path) -> None:
    bad = another(table, **{NUMBERS[table]: "1,5"})
    path = write_rows(tmp_path, table, [{}, bad])
    lenient = read(table, path, lenient=True)
    assert (lenient.manifest["rows"], lenient.manifest["skipped"]) == (1, 1)
    assert [problem.severity for problem in lenient.problems] == [Severity.WARNING]
    assert lenient.problems[0].message.startswith("row 3: ")
    alone = read(table, write_rows(tmp_path, table, [{}]))
    assert facts_of(lenient) == facts_of(alone)
    assert lenient.places == alone.places
    assert lenient.manifest["unresolved"] == alone.manifest["unresolved"]
    assert lenient.manifest["claims"] == alone.manifest["claims"]


@pytest.mark.parametrize("table", NUMBERS)
def test_all_bad_rows_are_told_at_once_and_a_file_of_nothing_else_is_refused(
    table: str, tmp_path: Path
) -> None:
    path = write_rows(tmp_path, table, [{NUMBERS[table]: text} for text in ("1,5", "2,5", "x")])
    assert [problem.line for problem in problems_of(table, path)] == [2, 3, 4]
    told = problems_of(table, path, lenient=True)
    assert [problem.rule for problem in told if problem.severity is Severity.VIOLATION] == [
        "import-empty"
    ]
    assert len(told) == 4


def test_a_row_of_too_many_cells_is_a_bad_row(tmp_path: Path) -> None:
    """``1,5`` without quotation marks is two cells."""
    path = write_rows(tmp_path, "gpu_clusters", [{}, {"Name": "Other"}, {"Name": "Third"}])
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[2] = lines[2].replace("Other", "Other,5")
    path.write_text("".join(lines), encoding="utf-8")
    [problem] = problems_of("gpu_clusters", path)
    assert (problem.rule, problem.line) == ("import-row", 3)
    assert problem.message.startswith("row 3: it has ")
    graph = Graph(read("gpu_clusters", path, lenient=True))
    assert (graph.imported.manifest["rows"], graph.imported.manifest["skipped"]) == (2, 1)
    assert "data:epoch/cluster/Third" in graph.nodes
    assert "data:epoch/cluster/Other" not in graph.nodes


def test_a_bad_row_leaves_its_name_to_the_next(tmp_path: Path) -> None:
    bad = {"Name": "Twice", "H100 equivalents": "1,5"}
    path = write_rows(
        tmp_path, "gpu_clusters", [{"Superseded by": "Twice"}, bad, {"Name": "Twice"}]
    )
    graph = Graph(read("gpu_clusters", path, lenient=True))
    assert "data:epoch/cluster/Twice" in graph.nodes
    assert "data:epoch/cluster/Twice-row4" not in graph.nodes
    assert graph["twice.chips"]["race:about"] == ["data:epoch/cluster/Twice"]


def test_an_unreadable_file_is_told() -> None:
    path = Path("not-there_2026-01.csv")
    assert rules("ml_hardware", path) == {"import-unreadable"}


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = write_rows(tmp_path, "ml_hardware", [{"Notes": "café"}])
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    assert rules("ml_hardware", path) == {"import-encoding"}


# ---------------------------------------------------------------- order


@pytest.mark.parametrize("table", EVERY)
def test_the_order_of_rows_changes_only_where_they_stand(table: str, tmp_path: Path) -> None:
    rows = [{}, another(table)]
    forward = Graph(read(table, write_rows(tmp_path, table, rows)))
    backward = Graph(read(table, write_rows(tmp_path, table, rows[::-1])))
    assert forward.nodes.keys() == backward.nodes.keys()
    for name, node in forward.nodes.items():
        other = backward.nodes[name]
        kept = node.keys() - {"race:locator", "race:textSha256"}
        assert {key: sorted(node[key]) for key in kept} == {key: sorted(other[key]) for key in kept}


def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    path = write_rows(
        tmp_path,
        "gpu_clusters",
        [{"Owner": "A,B,C,Meta", "Users": "OpenAI,Nobody,Cloud", "Name": name} for name in "xyz"],
    )
    script = (
        "import sys; from pathlib import Path; from epoch_files import read;"
        "sys.stdout.buffer.write(read('gpu_clusters', Path(sys.argv[1])).ntriples)"
    )
    outputs = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "tests")}
        command = [sys.executable, "-c", script, str(path)]
        outputs.add(
            subprocess.run(command, env=environment, capture_output=True, check=True).stdout
        )
    assert outputs == {read("gpu_clusters", path).ntriples}


def test_the_little_files_are_what_the_reader_of_the_library_reads(tmp_path: Path) -> None:
    path = write_rows(tmp_path, "ml_hardware", [{"Notes": 'a "b", c\nd'}])
    with path.open(encoding="utf-8", newline="") as stream:
        [row] = csv.DictReader(stream)
    assert row["Notes"] == 'a "b", c\nd'
