"""Files of Epoch AI that are not as they should be: other columns, cut short, of another table.

Every table is tried with every fault, on little files that need no dossier; what is
cut short is cut from the real files too.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compute_race.basics.problems import ProblemsError, Severity
from compute_race.importing.sources import SOURCES
from epoch_files import (
    TABLES,
    facts_of,
    header,
    needs_epoch,
    problems_of,
    read,
    read_rows,
    real_path,
    write_rows,
)
from support import ROOT

EVERY = sorted(TABLES)
#: Files of other data sets, as text.
OTHERS = {
    "sec": json.dumps({"cik": 789019, "entityName": "x", "facts": {"us-gaap": {}}}, indent=1)
    + "\n",
    "sec in one line": json.dumps({"cik": 789019, "entityName": "x", "facts": {}}) + "\n",
    "compute-atlas": json.dumps([{"id": "a", "name": "b", "operator": "c"}], indent=1) + "\n",
    "table of somebody else": "id,when,how much\n1,2025,5\n",
}


def longest_needed(table: str) -> str:
    return max((column.name for column in TABLES[table].columns if column.needed), key=len)


def rules(table: str, path: Path) -> set[str]:
    return {problem.rule for problem in problems_of(table, path)}


# ---------------------------------------------------------------- columns


@pytest.mark.parametrize("table", EVERY)
def test_the_good_row_is_good(table: str, tmp_path: Path) -> None:
    graph = read_rows(tmp_path, table, {})
    assert graph.imported.problems == ()
    assert graph.imported.manifest["rows"] == 1
    document = graph.nodes[f"src:{TABLES[table].stem}"]
    assert document["rdf:type"] == ["race:Dataset"]
    assert document["race:publishedOn"] == ["2026-01^^xsd:gYearMonth"]
    assert document["race:licence"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert document["race:url"] == [TABLES[table].address]


@pytest.mark.parametrize("table", EVERY)
def test_only_needed_columns_are_needed(table: str, tmp_path: Path) -> None:
    needed = [column.name for column in TABLES[table].columns if column.needed]
    whole = read(table, write_rows(tmp_path, table, [{}]))
    least = read(table, write_rows(tmp_path, table, [{}], needed))
    assert least.problems == ()
    assert least.manifest["claims"] == whole.manifest["claims"]


@pytest.mark.parametrize("table", EVERY)
def test_a_missing_column_refuses_the_file(table: str, tmp_path: Path) -> None:
    for column in TABLES[table].columns:
        columns = [name for name in header(table) if name != column.name]
        path = write_rows(tmp_path, table, [{}], columns)
        if not column.needed:
            assert read(table, path).problems == ()
            continue
        [problem] = problems_of(table, path)
        assert problem.message == f'the column "{column.name}" is missing'
        assert (problem.rule, problem.line) == ("import-column-missing", 1)


@pytest.mark.parametrize("table", EVERY)
def test_a_renamed_column_is_missing_and_its_new_name_is_offered(
    table: str, tmp_path: Path
) -> None:
    old = longest_needed(table)
    columns = [f"{name} (new)" if name == old else name for name in header(table)]
    [problem] = problems_of(table, write_rows(tmp_path, table, [{}], columns))
    assert problem.message == f'the column "{old}" is missing'
    assert problem.advice == f"did you mean {old} (new)?"


@pytest.mark.parametrize("table", EVERY)
def test_an_extra_column_is_told_and_changes_nothing(table: str, tmp_path: Path) -> None:
    plain = read(table, write_rows(tmp_path, table, [{}]))
    columns = ["Colour", *header(table), ""]
    extra = read(table, write_rows(tmp_path, table, [{"Colour": "blue", "": "lost"}], columns))
    assert [problem.severity for problem in extra.problems] == [Severity.WARNING] * 2
    assert ['"Colour"' in problem.message for problem in extra.problems] == [True, False]
    assert {"import-column-unknown"} == {problem.rule for problem in extra.problems}
    assert facts_of(extra) == facts_of(plain)


@pytest.mark.parametrize("table", EVERY)
def test_the_order_of_columns_changes_nothing(table: str, tmp_path: Path) -> None:
    plain = read(table, write_rows(tmp_path, table, [{}]))
    turned = read(table, write_rows(tmp_path, table, [{}], header(table)[::-1]))
    assert facts_of(turned) == facts_of(plain)


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("table", EVERY)
def test_a_file_of_no_rows(table: str, tmp_path: Path) -> None:
    [problem] = problems_of(table, write_rows(tmp_path, table, []))
    assert problem.rule == "import-empty"
    assert problem.message == "there is no row below the header"
    empty = tmp_path / f"{table}_2026-02.csv"
    empty.touch()
    assert rules(table, empty) == {"import-empty"}


@pytest.mark.parametrize("table", EVERY)
@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_a_little_file_that_stops_short(table: str, share: float, tmp_path: Path) -> None:
    path = write_rows(tmp_path, table, [{}] * 3)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    for lenient in (False, True):
        found = {problem.rule for problem in problems_of(table, path, lenient=lenient)}
        expected = {"import-truncated", "import-empty", "import-column-missing"}
        assert found <= {*expected, "import-other-data"}
    path.write_bytes(data[:-4])
    assert rules(table, path) == {"import-truncated"}


@needs_epoch
@pytest.mark.parametrize("table", EVERY)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.999])
def test_a_real_file_that_stops_short_is_refused_even_leniently(
    table: str, share: float, tmp_path: Path
) -> None:
    data = real_path(table).read_bytes()
    path = tmp_path / real_path(table).name
    path.write_bytes(data[: int(len(data) * share)].rstrip())
    [problem] = problems_of(table, path, lenient=True)
    assert problem.rule == "import-truncated"
    assert problem.line > 1


@pytest.mark.parametrize("table", EVERY)
@pytest.mark.parametrize("other", OTHERS)
def test_a_file_of_another_data_set(table: str, other: str, tmp_path: Path) -> None:
    path = tmp_path / f"{table}_2026-01.csv"
    path.write_text(OTHERS[other], encoding="utf-8")
    [problem] = problems_of(table, path, lenient=True)
    assert problem.rule == "import-other-data"


@pytest.mark.parametrize("table", EVERY)
def test_a_file_of_another_table(table: str, tmp_path: Path) -> None:
    for other in EVERY:
        ours = {column.name for column in TABLES[table].columns if column.needed}
        if ours <= set(header(other)):
            continue
        path = write_rows(tmp_path, other, [{}]).rename(tmp_path / f"{table}_2026-01.csv")
        assert rules(table, path) <= {"import-other-data", "import-column-missing"}, other


@needs_epoch
@pytest.mark.parametrize(
    ("table", "given"),
    [
        ("ml_hardware", "gpu_clusters"),
        ("gpu_clusters", "ml_hardware"),
        ("ai_companies_staff_reports", "ai_companies_usage_reports"),
        ("data_centers", "data_center_timelines"),
    ],
)
def test_a_real_file_of_another_table(table: str, given: str) -> None:
    problems = problems_of(table, real_path(given))
    assert {problem.line for problem in problems} == {1}
    assert {problem.rule for problem in problems} <= {"import-other-data", "import-column-missing"}
    assert len(problems) <= 3


@needs_epoch
@pytest.mark.parametrize(
    "path",
    [
        ROOT.parent / "shared/data/capex/sec_companyfacts_msft.json",
        ROOT.parent / "shared/data/facilities/compute_atlas_facilities_2026-08.json",
    ],
    ids=lambda path: path.stem,
)
def test_the_real_files_of_other_publishers(path: Path) -> None:
    for table in EVERY:
        [problem] = problems_of(table, path)
        assert problem.rule == "import-other-data"
    with pytest.raises(ProblemsError) as caught:
        SOURCES["epoch"].importer(path, path.name)
    assert [problem.rule for problem in caught.value.problems] == ["import-other-data"]
