"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from compute_race.basics.problems import UsageError


def write_file(path: Path, data: bytes) -> None:
    """Put bytes into a file at once: readers see the old content or the new.

    A link is followed; what is no regular file (a device, a pipe) is written
    into. ``UsageError`` where it cannot be written; the old content then stays.
    """
    work = ""
    try:
        path = path.resolve()
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        handle, work = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(work).chmod(_mode(path))
        Path(work).replace(path)
    except OSError as error:
        if work:
            with suppress(OSError):
                Path(work).unlink()
        reason = (error.strerror or type(error).__name__).lower()
        advice = "give a file in a folder that exists and may be written to"
        raise UsageError(f"{path} cannot be written: {reason}", advice) from None


def _mode(path: Path) -> int:
    """Give the mode a written file gets: the one it had, else what the umask leaves."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
