"""Files written whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

from compute_race.basics.problems import UsageError

_T = TypeVar("_T")


def write_file(path: Path, data: bytes) -> None:
    """Put bytes into a file at once: readers see the old content or the new.

    A link is followed; what is no regular file (a device, a pipe) is written
    into. ``UsageError`` where it cannot be written; the old content then stays.
    """
    with writing(path) as file:
        file.write(data)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to that takes its name once all is written, as ``write_file``.

    What was begun goes away where an error or an interruption ends the writing.
    """
    work = ""
    try:
        path = path.resolve()
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
            return
        handle, work = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(work).chmod(_mode(path))
        Path(work).replace(path)
        work = ""
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        advice = "give a file in a folder that exists and may be written to"
        raise UsageError(f"{path} cannot be written: {reason}", advice) from None
    finally:
        if work:
            with suppress(OSError):
                Path(work).unlink()


def write_files(folder: Path, files: Iterable[tuple[str, Callable[[BinaryIO], _T]]]) -> list[_T]:
    """Write several files into a folder, which is made where it is missing: all or none.

    Each takes its name once all are written. Gives what each writer gave; ``UsageError`` as
    for ``write_file``.
    """
    is_new = not folder.exists()
    told: list[_T] = []
    with ExitStack() as stack:
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            advice = "give a folder, in one that exists and may be written to"
            raise UsageError(f"{folder} cannot be written: {reason}", advice) from None
        try:
            for name, write in files:
                told.append(write(stack.enter_context(writing(folder / name))))
        except BaseException:
            stack.pop_all().__exit__(*sys.exc_info())
            if is_new:
                with suppress(OSError):
                    folder.rmdir()
            raise
    return told


def _mode(path: Path) -> int:
    """Give the mode a written file gets: the one it had, else what the umask leaves."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
