"""How an answer is written: the option ``--format``, and what a file's name says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean

#: The formats that are read, and rounded; all others are exact.
FOR_PEOPLE: Final = ("table", "markdown")
#: The format that the end of a file's name stands for.
ENDINGS: Final[Mapping[str, str]] = {
    ".txt": "table",
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".html": "html",
    ".svg": "svg",
    ".png": "png",
}

_F = TypeVar("_F", bound=Callable[..., Any])


def form_option(
    *formats: str, text: str = "How to write the answer.", default: str | None = "table"
) -> Callable[[_F], _F]:
    """Give the option ``--format`` as ``form``: a table for the terminal, or one of ``formats``.

    ``text`` is accepted for ``table``, whichever of the two a verb prints.
    """
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "text", *formats]),
        default=default,
        callback=lambda _, __, value: "table" if value == "text" else value,
        help=text,
    )


def form_of_file(path: Path, asked: str | None) -> str:
    """Give the format of a file: the one asked for, else the one its name stands for.

    ``UsageError`` where the name stands for none or for another.
    """
    ending = path.suffix.lower()
    meant = ENDINGS.get(ending)
    if asked is None and meant is None:
        says = f"{ending} is no known format" if ending else "its name has no ending"
        advice = did_you_mean(ending, ENDINGS, f"write --format, or end in {', '.join(ENDINGS)}")
        raise UsageError(f"{path}: {says}", advice)
    if asked is not None and meant not in (None, asked):
        advice = f"leave out --format, or name the file otherwise than {ending}"
        raise UsageError(f"{path} is a file of {meant}, and --format asks for {asked}", advice)
    return asked or meant or "table"
