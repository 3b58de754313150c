"""What all tests share: a built store of the real graph, and nothing of the user's own."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# Before anything imports matplotlib or asks where the store is.
_HOME = tempfile.TemporaryDirectory(prefix="race-tests-")
_ISOLATED = {
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": f"{_HOME.name}/matplotlib",
    "RACE_STORE": f"{_HOME.name}/no-store",
    "XDG_DATA_HOME": f"{_HOME.name}/data",
    "LOCALAPPDATA": f"{_HOME.name}/data",
}
os.environ.update(_ISOLATED)
for _name in ("RACE_DOCUMENTS", "COLUMNS", "NO_COLOR", "_RACE_COMPLETE"):
    os.environ.pop(_name, None)

import pytest  # noqa: E402

from compute_race.dataset.store import EmbeddedStore  # noqa: E402
from compute_race.pipeline.build import build  # noqa: E402
from support import Called, call  # noqa: E402


def pytest_configure(config: pytest.Config) -> None:
    """Know the mark for tests that take seconds."""
    config.addinivalue_line("markers", "slow: takes seconds")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the real graph once, outside the checkout, and give the store's folder."""
    folder = tmp_path_factory.mktemp("built") / "store"
    build(folder)
    return folder


@pytest.fixture(scope="session")
def real(built: Path) -> EmbeddedStore:
    """Give the store of the real graph."""
    return EmbeddedStore(built)


@pytest.fixture
def race(built: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Called]:
    """Give a function that runs ``race`` on the real graph."""

    def run_race(*arguments: object) -> Called:
        return call(capsys, *arguments, "--store", built)

    return run_race


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait: what is patient is so at once."""
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
