"""A built store on disk: generations beside each other, one small file names the current.

A build writes a new generation and then replaces the file ``CURRENT``. A
reader therefore sees the old build or the new one, and a build that is killed
leaves the old one whole.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from compute_race.basics.problems import StoreError
from compute_race.dataset.increment import KEPT, Difference, amend, lines_of, write_anew, write_from

#: Counts up when a store written by an older program can no longer be read.
LAYOUT: Final = 3

DATABASE: Final = "oxigraph"
#: Key of the manifest for the day of the newest document, where a build says so.
NEWEST: Final = "newest"
_POINTER: Final = "CURRENT"
_GENERATIONS: Final = "generations"
_MANIFEST: Final = "manifest.json"


def current_generation(folder: Path) -> Path | None:
    """Give the folder of the generation to read, ``None`` where nothing was built."""
    try:
        name = (folder / _POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    generation = folder / _GENERATIONS / name
    return generation if name and generation.is_dir() else None


def generation_before(folder: Path) -> Path | None:
    """Give the folder of the build before the current one, ``None`` where it was the first."""
    current = current_generation(folder)
    if current is None:
        return None
    others = [
        path
        for path in (folder / _GENERATIONS).iterdir()
        if path != current and not path.name.startswith(".") and path.is_dir()
    ]
    return max(others, key=lambda path: path.stat().st_mtime, default=None)


def is_store(folder: Path) -> bool:
    """Tell whether a folder holds generations, or the beginnings of them."""
    return (folder / _GENERATIONS).is_dir() or (folder / _POINTER).exists()


def read_manifest(generation: Path) -> dict[str, object]:
    """Read the manifest of a generation; empty where it is missing or broken."""
    try:
        found = json.loads((generation / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Base:
    """The part of a build that seldom changes: a key that tells when, and its lines of N-Quads.

    The lines are asked for only where the generation before has another base.
    """

    key: str
    lines: Callable[[], Iterable[bytes]]


#: The base of a build without imported graphs.
NO_BASE: Final = Base("", tuple)


def write_generation(
    folder: Path,
    quads: Iterable[ox.Quad],
    manifest: Mapping[str, object],
    name: str,
    base: Base = NO_BASE,
    *,
    anew: bool = False,
    beside: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """Write a new generation and make it the current one.

    ``name`` is the build's id; a second generation of one name gets a number,
    so that nobody's files are pulled away. The one before is kept for readers
    that have it open, older ones are removed. ``quads`` is the changing part; ``anew``
    writes everything, though the generation before has the same base. ``beside`` are
    files to lie in the generation, by name.
    """
    before = current_generation(folder)
    lines = lines_of(quads)

    def fill(work: Path) -> int:
        size = None if before is None or anew else _from_before(before, work, lines, base)
        if size is None:
            size = write_anew(work / DATABASE, chain(lines, base.lines()))
        return size

    about = {"base": base.key, **manifest}
    _settle_new(folder, name, before, fill, lines, about, beside)


def amend_generation(
    folder: Path,
    before: Path,
    difference: Difference,
    manifest: Mapping[str, object],
    name: str,
    beside: Mapping[str, bytes],
) -> bool:
    """Write a generation that differs from the current one, ``before``, by some lines.

    Gives whether it did: a damaged database cannot be built upon. ``manifest`` has the
    base of the one before; for the rest as ``write_generation``.
    """
    size = manifest.get("size")

    def fill(work: Path) -> int | None:
        more = amend(before / DATABASE, work / DATABASE, difference)
        return size + more if isinstance(size, int) and more is not None else None

    return _settle_new(folder, name, before, fill, difference.applied(), manifest, beside)


def _settle_new(
    folder: Path,
    name: str,
    before: Path | None,
    fill: Callable[[Path], int | None],
    lines: Sequence[bytes],
    manifest: Mapping[str, object],
    beside: Mapping[str, bytes],
) -> bool:
    """Write a generation's files, the database by ``fill``, and make it the current one.

    ``fill`` gives how many quads it wrote; where it could not, nothing is left. Gives whether
    it did.
    """
    work = folder / _GENERATIONS / f".{name}.{os.getpid()}"
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        size = fill(work)
        if size is None:
            shutil.rmtree(work)
            return False
        (work / KEPT).write_bytes(b"".join(lines))
        for file, content in beside.items():
            (work / file).write_bytes(content)
        text = json.dumps({**manifest, "layout": LAYOUT, "size": size}, indent=1, sort_keys=True)
        (work / _MANIFEST).write_text(text + "\n", encoding="utf-8")
        target = _settle(work, name)
        pointer = folder / f".{_POINTER}.{os.getpid()}"
        pointer.write_text(target.name + "\n", encoding="utf-8")
        pointer.replace(folder / _POINTER)
    except OSError as error:
        shutil.rmtree(work, ignore_errors=True)
        raise StoreError(f"the graph cannot be written to {folder}: {error.strerror}") from None
    keep = {target.name, before.name if before is not None else target.name}
    # Another build may have settled a generation that it has not named yet: spare newer ones.
    newest = before.stat().st_mtime if before is not None else target.stat().st_mtime
    for old in (folder / _GENERATIONS).iterdir():
        with suppress(OSError):
            is_old = old.name.startswith(".") or old.stat().st_mtime <= newest
            if old.name not in keep and is_old and not _is_in_work(old.name):
                shutil.rmtree(old)
    return True


def kept_lines(generation: Path) -> list[bytes] | None:
    """Read the changing part of a generation: sorted N-Quads; ``None`` where it is missing."""
    try:
        return (generation / KEPT).read_bytes().splitlines(keepends=True)
    except OSError:
        return None


def _from_before(before: Path, work: Path, lines: list[bytes], base: Base) -> int | None:
    """Write the database as a change of the one before; ``None`` where that is not possible."""
    manifest = read_manifest(before)
    size = manifest.get("size")
    if manifest.get("layout") != LAYOUT or manifest.get("base") != base.key:
        return None
    old = kept_lines(before)
    if old is None or not isinstance(size, int):
        return None
    return write_from(before / DATABASE, work / DATABASE, old, lines, size)


def _is_in_work(name: str) -> bool:
    """Tell whether a folder belongs to a build that is still running."""
    pid = name.rpartition(".")[2]
    if not name.startswith(".") or not pid.isdigit():
        return name.startswith(".")
    if sys.platform == "win32":
        # There os.kill ends a process instead of asking after it.
        return True
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _settle(work: Path, name: str) -> Path:
    """Give the finished folder the first free name; another build may be at it too."""
    for number in count():
        target = work.with_name(f"{name}.{number}" if number else name)
        if target.exists():
            continue
        try:
            return work.rename(target)
        except OSError as error:
            if not target.exists():
                raise error from None
    raise AssertionError("count() does not end")
