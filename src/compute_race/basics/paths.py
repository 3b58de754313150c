"""Where things lie. The only module that knows the names of folders.

The program runs from a checkout or from an installed wheel; in the wheel the
folders ``ontology``, ``graph`` and ``queries`` travel inside the package.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final, Literal

DataFolder = Literal["ontology", "graph", "queries"]

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_CHECKOUT: Final = _PACKAGE.parent.parent
_BUNDLED: Final = _PACKAGE / "bundled"


def checkout() -> Path | None:
    """Give the root of the checkout the program runs from, or ``None`` if installed."""
    is_checkout = (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "ontology").is_dir()
    return _CHECKOUT if is_checkout else None


def data_folder(name: DataFolder) -> Path:
    """Give the folder of ontology, graph or queries: the checkout's, else the wheel's."""
    root = checkout()
    return (root if root is not None else _BUNDLED) / name


def links_folder() -> Path:
    """Give the folder of the links to other bases, and of what they rest on."""
    return data_folder("graph") / "links"


def default_store() -> Path:
    """Give the folder of the embedded store.

    ``$RACE_STORE`` where set, ``build/store`` in a checkout, else the user's
    data folder of the platform.
    """
    named = os.environ.get("RACE_STORE")
    if named:
        return Path(named)
    root = checkout()
    return (root / "build" / "store") if root is not None else _user_data() / "store"


def document_folders() -> tuple[Path, ...]:
    """Give the folders in which the texts of documents may lie, existing ones only.

    ``$RACE_DOCUMENTS`` (several, separated as in ``PATH``), then ``documents``
    in the checkout and ``shared/sources`` beside it. The texts are never part
    of the project: without them everything works but showing the sentence.
    """
    named = [Path(part) for part in os.environ.get("RACE_DOCUMENTS", "").split(os.pathsep) if part]
    root = checkout()
    if root is not None:
        named += [root / "documents", root.parent / "shared" / "sources"]
    return tuple(folder for folder in named if folder.is_dir())


def shown(path: Path) -> str:
    """Write a path as a person would type it: relative to here where it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _user_data() -> Path:
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    return base / "compute-race"
