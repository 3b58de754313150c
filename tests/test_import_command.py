"""``race import``: whole or nothing, told in lines, and part of the answers afterwards."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from compute_race.dataset.imports import imported_graphs, imports_folder
from compute_race.dataset.store import EmbeddedStore, select
from compute_race.importing.sources import SOURCES
from recorded_server import Answer, Recorded, recorded_server
from support import ROOT, call

SEC = ROOT / "tests" / "recorded" / "sec"
MICROSOFT = "CIK0000789019.json"
AGENT = "Jane Doe jane@example.org"
HARDWARE = next(one for one in SOURCES["epoch"].importers if one.name == "ml_hardware")


def table(path: Path, *rows: dict[str, str]) -> Path:
    """Write a table of hardware: what a row does not give is empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HARDWARE.needed)
        writer.writeheader()
        writer.writerows(rows)
    return path


def chip(name: str, watts: str = "700") -> dict[str, str]:
    return {"Hardware name": name, "Manufacturer": "NVIDIA", "TDP (W)": watts}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def chips(tmp_path: Path) -> Path:
    return table(tmp_path / "ml_hardware_2026-07.csv", chip("Test Chip 1"), chip("Test Chip 2"))


def stems(store: Path) -> list[str]:
    return [graph.stem for graph in imported_graphs(imports_folder(store))]


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_table_becomes_a_graph(
    capsys: pytest.CaptureFixture[str], store: Path, chips: Path
) -> None:
    done = call(capsys, "import", "epoch", chips, "--store", store, "--no-build")
    assert (done.code, done.out) == (0, "")
    assert done.err == "epoch-ml-hardware of 2026-07: 2 rows, 2 claims\n"
    again = call(capsys, "import", "epoch", chips, "--store", store, "--no-build")
    assert again.err == "epoch-ml-hardware: the same as before\n"
    listed = call(capsys, "import", "--list", "--store", store, "--json")
    assert [(row["graph"], row["claims"]) for row in json.loads(listed.out)] == [
        ("epoch-ml-hardware", 2)
    ]


def test_what_is_done_is_told_as_json(
    capsys: pytest.CaptureFixture[str], store: Path, chips: Path
) -> None:
    done = call(capsys, "import", "epoch", chips, "--store", store, "--no-build", "--json")
    (told,) = json.loads(done.out)
    assert (told["graph"], told["rows"], told["changed"], told["replaced"]) == (
        "epoch-ml-hardware",
        2,
        True,
        None,
    )


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["epoch"], 2, "race: no file is named - name files or a folder, or write --download"),
        (["epoch", "nowhere.csv"], 1, "cannot be read: no such file or directory"),
        (["epoc", "x.csv"], 2, "'epoc' is not one of"),
        ([], 2, "race: say one thing to do - see: race import --help"),
        (["--list", "--unresolved"], 2, "say one thing to do"),
        (["--remove", "epoch-x"], 2, "there is no imported graph epoch-x"),
        (["sec", "--download"], 2, "no company is named"),
        (["sec", "--download", "Microsoft"], 2, "Microsoft is no CIK"),
        (["sec", "--download", "789019"], 2, "asking others needs a user agent"),
        (["epoch", "--download", "models"], 2, "Epoch has no table models"),
        (["epoch", "CHIPS", "--date", "July"], 2, '"July" is no date of a snapshot'),
        (["epoch", "CHIPS", "--store", "http://127.0.0.1:9/sparql"], 2, "embedded store"),
    ],
)
def test_wrong_use_is_one_line_and_writes_nothing(
    capsys: pytest.CaptureFixture[str],
    store: Path,
    chips: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    line: str,
) -> None:
    monkeypatch.delenv("RACE_USER_AGENT", raising=False)
    given = [str(chips) if one == "CHIPS" else one for one in arguments]
    done = call(capsys, "import", "--store", store, *given)
    assert (done.code, done.out) == (code, "")
    assert line in done.err
    assert done.err.count("\n") == 1
    assert not store.exists()


def test_one_bad_file_leaves_all_of_them_out(
    capsys: pytest.CaptureFixture[str], store: Path, chips: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "gpu_clusters_2026-04.csv"
    bad.write_text("Name,Status\nColossus,Existing\n")
    done = call(capsys, "import", "epoch", chips, bad, "--store", store)
    assert done.code == 1
    assert "violation: import-other-data: " in done.err
    assert "epoch-ml-hardware" not in done.err
    assert not store.exists()


def test_a_bad_row_refuses_the_file_unless_lenient(
    capsys: pytest.CaptureFixture[str], store: Path, tmp_path: Path
) -> None:
    path = table(tmp_path / "ml_hardware_2026-07.csv", chip("A"), chip("B", "700 W"), chip("C"))
    strict = call(capsys, "import", "epoch", path, "--store", store, "--no-build")
    assert strict.code == 1
    assert f'{path}:3: violation: import-cell: row 3: "TDP (W)" holds "700 W"' in strict.err
    assert not store.exists()
    done = call(capsys, "import", "epoch", path, "--store", store, "--no-build", "--lenient")
    assert done.code == 0
    assert f"{path}:3: warning: import-cell: row 3" in done.err
    assert "2 rows, 2 claims, 1 rows left out" in done.err


def test_a_newer_snapshot_replaces_and_an_older_does_not(
    capsys: pytest.CaptureFixture[str], store: Path, chips: Path, tmp_path: Path
) -> None:
    newer = table(tmp_path / "ml_hardware_2026-09.csv", chip("Test Chip 1", "900"))
    call(capsys, "import", "epoch", chips, "--store", store, "--no-build")
    done = call(capsys, "import", "epoch", newer, "--store", store, "--no-build")
    assert done.err == "epoch-ml-hardware of 2026-09: 1 rows, 1 claims, in place of 2026-07\n"
    before = files(store)
    refused = call(capsys, "import", "epoch", chips, "--store", store, "--no-build")
    assert refused.code == 2
    assert "epoch-ml-hardware is there already, of 2026-09, and this file is of" in refused.err
    assert files(store) == before


def test_two_snapshots_of_one_table_are_not_one_import(
    capsys: pytest.CaptureFixture[str], store: Path, chips: Path, tmp_path: Path
) -> None:
    newer = table(tmp_path / "ml_hardware_2026-09.csv", chip("Test Chip 1"))
    done = call(capsys, "import", "epoch", chips, newer, "--store", store)
    assert (done.code, store.exists()) == (2, False)
    assert "are both epoch-ml-hardware - name one of them" in done.err


def test_names_that_mean_nobody_are_listed(
    capsys: pytest.CaptureFixture[str], store: Path, tmp_path: Path
) -> None:
    rows = ({**chip("A"), "Manufacturer": "Nowhere Chips"}, chip("B"))
    path = table(tmp_path / "ml_hardware_2026-07.csv", *rows)
    call(capsys, "import", "epoch", path, "--store", store, "--no-build")
    listed = call(capsys, "import", "--unresolved", "--store", store, "--json")
    assert json.loads(listed.out) == [
        {
            "name": "Nowhere Chips",
            "role": "manufacturer",
            "candidates": None,
            "graphs": "epoch-ml-hardware",
        }
    ]


def test_nothing_imported_is_said(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    done = call(capsys, "import", "--list", "--store", store)
    assert (done.code, done.out, done.err) == (0, "", "nothing is imported\n")


@pytest.fixture
def server() -> Iterator[Recorded]:
    with recorded_server() as running:
        yield running


def test_company_facts_are_downloaded_and_imported(
    capsys: pytest.CaptureFixture[str], store: Path, server: Recorded, tmp_path: Path
) -> None:
    server.will(f"/api/xbrl/companyfacts/{MICROSOFT}", Answer((SEC / MICROSOFT).read_bytes()))
    done = call(
        capsys,
        *("import", "sec", "--download", "789019", "--user-agent", AGENT),
        *("--base-url", server.url, "--store", store, "--no-build"),
    )
    assert done.code == 0, done.err
    assert stems(store) == ["sec-microsoft"]
    assert server.agents == [AGENT]
    (saved,) = (tmp_path / "downloads").iterdir()
    assert saved.read_bytes() == (SEC / MICROSOFT).read_bytes()


def test_a_download_that_fails_writes_nothing(
    capsys: pytest.CaptureFixture[str], store: Path, server: Recorded, tmp_path: Path
) -> None:
    done = call(
        capsys,
        *("import", "sec", "--download", "789019", "--user-agent", AGENT),
        *("--base-url", server.url, "--store", store),
    )
    assert done.code == 2
    assert "(404)" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_what_was_imported_is_answered_and_diffed(
    capsys: pytest.CaptureFixture[str], store: Path, chips: Path, tmp_path: Path
) -> None:
    assert call(capsys, "import", "epoch", chips, "--store", store, "--quiet").code == 0
    asked = "SELECT ?w { ?c race:about/rdfs:label 'Test Chip 1'@en ; race:lower ?w }"
    assert [row[0].value for row in select(EmbeddedStore(store), asked).rows] == ["700"]  # type: ignore[union-attr]
    chain = "ASK { ?c rdfs:label 'Test Chip 1'@en ; race:developedBy ent:nvidia }"
    assert EmbeddedStore(store).query(chain) is True

    newer = table(tmp_path / "ml_hardware_2026-09.csv", chip("Test Chip 1", "900"))
    call(capsys, "import", "epoch", newer, "--store", store, "--quiet")
    told = call(capsys, "diff", "--store", store)
    assert "epoch-ml-hardware\n" in told.out
    assert "~ Test Chip 1: power draw: 700\u00a0W -> 900\u00a0W" in told.out
    assert "- Test Chip 2: power draw: 700\u00a0W" in told.out
    assert "preferred" not in told.out
    assert told.err == "4 removed, 2 changed in one graph\n"

    assert call(capsys, "import", "--remove", "epoch-ml-hardware", "--store", store).code == 0
    gone = "ASK { { ?c rdfs:label 'Test Chip 1'@en } UNION { ?c race:developedBy ent:nvidia } }"
    assert EmbeddedStore(store).query(gone) is False
