"""A file's bytes and the text they are: all that can be wrong before any Turtle is read."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from compute_race.basics.problems import Problem

#: What to type where the program can mend the form of a file; the path follows.
FIX: Final = "run race check --fix-format "

#: What a path may lead to that is neither file nor folder: reading it might never end.
_SPECIAL: Final = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def read_content(path: Path, shown: str) -> tuple[bytes, str | None, list[Problem]]:
    """Read a text file whole: its bytes, its text, and what is wrong with it.

    The text has LF line ends and no byte order mark; it is ``None`` where
    there is none to be had. Never raises, and never waits for a pipe.
    """
    try:
        special = _SPECIAL.get(stat.S_IFMT(path.stat().st_mode))
        data = b"" if special else path.read_bytes()
    except OSError as error:
        return b"", None, [_unreadable(path, shown, error)]
    if special:
        advice = "put a file in its place, or take it away"
        return (
            b"",
            None,
            [Problem(shown, 0, "file-special", f"this is {special}, not a file", advice)],
        )
    return (data, *_decode(data, shown))


def _unreadable(path: Path, shown: str, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Problem(shown, 0, "file-missing", "there is no such file", "check the path")
    if isinstance(error, IsADirectoryError) or path.is_dir():
        advice = f"name the files in it: race check {shown.rstrip('/')}/*.ttl"
        return Problem(shown, 0, "file-directory", "this is a folder, not a file", advice)
    message = f"the file cannot be read: {error.strerror or type(error).__name__}"
    return Problem(shown, 0, "file-unreadable", message, f"make it readable: chmod +r {shown}")


def _decode(data: bytes, shown: str) -> tuple[str | None, list[Problem]]:
    problems: list[Problem] = []

    def add(rule: str, at: int, message: str, advice: str) -> None:
        problems.append(Problem(shown, data.count(b"\n", 0, at) + 1, rule, message, advice))

    save_as = "save the file as UTF-8 without a byte order mark"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        add("file-encoding", 0, "the file is UTF-16, not UTF-8", save_as)
        return None, problems
    if b"\0" in data:
        at = data.index(b"\0")
        advice = "give a Turtle text file"
        add("file-binary", at, "the file is binary: it holds a zero byte", advice)
        return None, problems
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = f"byte 0x{data[error.start]:02x} is not UTF-8"
        add("file-encoding", error.start, bad, save_as)
        return None, problems
    if text.startswith("\ufeff"):
        add("file-bom", 0, "the file begins with a byte order mark", f"{save_as}, or {FIX}{shown}")
        text = text[1:]
    if "\r" in text:
        message = "lines end in CR LF or CR, not in LF"
        add("file-line-ends", data.index(b"\r"), message, f"{FIX}{shown}")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, problems
