"""Which files of a folder are imported, and which importer reads a file: by name, by columns."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from compute_race.basics.problems import ProblemsError, UsageError
from compute_race.importing.addresses import EPOCH as ADDRESSES
from compute_race.importing.snapshot import Importer
from compute_race.importing.sources import SOURCES
from epoch_files import IN_FOLDER, TABLES, header, needs_epoch, real_path, write_rows

SOURCE = SOURCES["epoch"]
EVERY = sorted(TABLES)


def by_columns(path: Path) -> Importer:
    """Ask for the importer of a file whose name says nothing."""
    unnamed = path.parent / "unnamed.csv"
    shutil.copy(path, unnamed)
    return SOURCE.importer(unnamed, "unnamed.csv")


def test_every_table_is_registered_once_and_has_an_address() -> None:
    names = [importer.name for importer in SOURCE.importers]
    assert sorted(names) == EVERY == sorted(ADDRESSES)
    for name, table in TABLES.items():
        assert table.address == ADDRESSES[name].url
        assert re.fullmatch(r"epoch(-[a-z]+)+", table.stem)


@pytest.mark.parametrize("name", EVERY)
def test_a_column_is_read_or_ignored_with_a_reason_never_both(name: str) -> None:
    columns = header(name)
    assert len(columns) == len(set(columns))
    assert all(reason and "\n" not in reason for reason in TABLES[name].ignored.values())


# ---------------------------------------------------------------- files


def test_files_that_are_named_are_taken_as_they_are(tmp_path: Path) -> None:
    paths = [tmp_path / "b.csv", tmp_path / "not-there.txt", tmp_path / "b.csv"]
    assert SOURCE.files(paths) == paths[:2]


def test_a_folder_gives_the_files_that_are_known_in_order(tmp_path: Path) -> None:
    for name in (
        "ml_hardware_2026-07.csv",
        "gpu_clusters_2026-04.csv",
        "gpu_clusters_2026-05-01.csv",
        "all_ai_models_2025-04.csv",
        "my_own_table.csv",
        "gpu_clusters_2026-04.txt",
        "README.md",
    ):
        (tmp_path / name).touch()
    assert [path.name for path in SOURCE.files([tmp_path])] == [
        "gpu_clusters_2026-04.csv",
        "gpu_clusters_2026-05-01.csv",
        "ml_hardware_2026-07.csv",
    ]
    named = tmp_path / "all_ai_models_2025-04.csv"
    assert SOURCE.files([named, tmp_path])[0] == named
    assert len(SOURCE.files([tmp_path / "ml_hardware_2026-07.csv", tmp_path])) == 3


def test_a_folder_without_any_says_so(tmp_path: Path) -> None:
    (tmp_path / "all_ai_models_2025-04.csv").touch()
    with pytest.raises(UsageError, match=r"has no file of Epoch AI - name the file itself"):
        SOURCE.files([tmp_path])


@needs_epoch
def test_the_real_folder_is_read_but_for_the_file_that_says_it_again() -> None:
    folder = real_path("ml_hardware").parent
    found = SOURCE.files([folder])
    assert sorted(SOURCE.importer(path, path.name).name for path in found) == sorted(IN_FOLDER)
    assert set(EVERY) - set(IN_FOLDER) == {"all_ai_models"}


# ---------------------------------------------------------------- importers


@pytest.mark.parametrize("name", EVERY)
def test_the_name_decides_with_or_without_its_date(name: str, tmp_path: Path) -> None:
    for end in ("", "_2026-04", "_2026-04-15"):
        path = tmp_path / f"{name}{end}.csv"
        assert SOURCE.importer(path, path.name).name == name


@pytest.mark.parametrize("name", EVERY)
def test_else_the_columns_decide(name: str, tmp_path: Path) -> None:
    table = TABLES[name]
    columns = [column.name for column in table.columns]
    columns += [mark for mark in table.marks if mark not in columns]
    assert by_columns(write_rows(tmp_path, name, [{}], columns)).name == name


@needs_epoch
@pytest.mark.parametrize("name", EVERY)
def test_the_columns_of_the_real_files_decide(name: str, tmp_path: Path) -> None:
    path = tmp_path / "real.csv"
    shutil.copy(real_path(name), path)
    assert by_columns(path).name == name


def test_columns_of_two_tables_are_ambiguous(tmp_path: Path) -> None:
    notable, frontier = TABLES["notable_ai_models"], TABLES["frontier_ai_models"]
    columns = {column.name for table in (notable, frontier) for column in table.columns}
    columns |= {*notable.marks, *frontier.marks}
    path = tmp_path / "unnamed.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow(sorted(columns))
    with pytest.raises(ProblemsError) as caught:
        SOURCE.importer(path, "unnamed.csv")
    [problem] = caught.value.problems
    assert problem.rule == "import-other-data"
    assert problem.message == "by its columns this is notable_ai_models or frontier_ai_models"
    assert "notable_ai_models_2026-07.csv" in problem.advice


@pytest.mark.parametrize("text", ["a,b\n1,2\n", '[{"id": "x"}]\n', '{"cik": 1, "facts": {}}\n'])
def test_columns_of_no_table(text: str, tmp_path: Path) -> None:
    path = tmp_path / "unnamed.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        SOURCE.importer(path, "unnamed.csv")
    [problem] = caught.value.problems
    assert problem.rule == "import-other-data"
    assert problem.message == "this is no table of Epoch AI"
    assert "gpu_clusters" in problem.advice


def test_a_file_without_columns_is_told(tmp_path: Path) -> None:
    path = tmp_path / "unnamed.csv"
    path.touch()
    with pytest.raises(ProblemsError) as caught:
        SOURCE.importer(path, "unnamed.csv")
    assert caught.value.problems[0].rule == "import-empty"
    with pytest.raises(ProblemsError) as caught:
        SOURCE.importer(tmp_path / "none.csv", "none.csv")
    assert caught.value.problems[0].rule == "import-unreadable"


def test_a_source_of_one_importer_reads_whatever_it_is_given(tmp_path: Path) -> None:
    for name in ("sec", "compute-atlas"):
        source = SOURCES[name]
        [importer] = source.importers
        assert source.importer(tmp_path / "x.json", "x.json") is importer
