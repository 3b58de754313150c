"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from compute_race.basics.problems import UsageError


def write_file(path: Path, data: bytes) -> None:
    """Put bytes into a file at once: readers see the old content or the new.

    ``UsageError`` where it cannot be written; the old content then stays.
    """
    work = ""
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        handle, work = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        Path(work).chmod(0o666 & ~umask)
        Path(work).replace(path)
    except OSError as error:
        if work:
            with suppress(OSError):
                Path(work).unlink()
        reason = (error.strerror or type(error).__name__).lower()
        advice = "give a file in a folder that exists and may be written to"
        raise UsageError(f"{path} cannot be written: {reason}", advice) from None
