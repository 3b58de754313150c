"""Where things lie, from a checkout and from an installed wheel."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from compute_race.basics import paths
from support import ROOT


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Pretend that the program runs from a wheel."""
    monkeypatch.delenv("RACE_STORE", raising=False)
    monkeypatch.setattr(paths, "_CHECKOUT", tmp_path / "no-checkout")
    return tmp_path


def test_in_a_checkout_the_folders_are_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RACE_STORE", raising=False)
    assert paths.checkout() == ROOT
    assert paths.data_folder("graph") == ROOT / "graph"
    assert paths.default_store() == ROOT / "build" / "store"


def test_installed_the_folders_travel_inside(installed: Path) -> None:
    assert paths.checkout() is None
    assert paths.data_folder("ontology").parts[-2:] == ("bundled", "ontology")


@pytest.mark.parametrize(
    ("platform", "variable", "below"),
    [("linux", "XDG_DATA_HOME", ()), ("win32", "LOCALAPPDATA", ())],
)
def test_installed_the_store_is_the_users(
    installed: Path,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    variable: str,
    below: tuple[str],
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv(variable, str(installed))
    assert paths.default_store() == installed.joinpath(*below, "compute-race", "store")
    monkeypatch.delenv(variable)
    assert paths.default_store().parts[-2:] == ("compute-race", "store")


def test_on_a_mac_the_store_is_the_users(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert "Application Support" in paths.default_store().parts


def test_the_store_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RACE_STORE", str(tmp_path))
    assert paths.default_store() == tmp_path


def test_folders_of_documents_are_those_that_exist(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one = tmp_path / "one"
    one.mkdir()
    monkeypatch.setenv("RACE_DOCUMENTS", os.pathsep.join([str(one), str(tmp_path / "none"), ""]))
    found = paths.document_folders()
    assert found[0] == one
    assert tmp_path / "none" not in found
    monkeypatch.setattr(paths, "_CHECKOUT", tmp_path / "no-checkout")
    assert paths.document_folders() == (one,)


def test_a_path_is_shown_as_typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.shown(tmp_path / "graph" / "x.ttl") == "graph/x.ttl"
    assert paths.shown(tmp_path.parent / "y.ttl") == (tmp_path.parent / "y.ttl").as_posix()
