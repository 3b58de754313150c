"""Tables on a terminal and in a pipe: 80 columns, numbers whole and to the right.

rich is imported when the first table is printed, so that a verb that prints
JSON does not pay for it.
"""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import click

from compute_race.answering.table import Column, Table
from compute_race.basics.problems import UsageError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

#: Width in a pipe, and the least a table is laid out for.
WIDTH: Final = 80
#: Below this a column of text is not readable any more.
_NARROWEST: Final = 10
_GAP: Final = 2


def write(text: str) -> None:
    """Write finished text (JSON, CSV, Markdown, Turtle) to stdout as it is."""
    _check_open()
    click.echo(text, nl=not text.endswith("\n"))


def write_bytes(data: bytes) -> None:
    """Write finished bytes (a picture, a file for another tool) to stdout as they are."""
    binary_output().write(data)


def binary_output() -> BinaryIO:
    """Give stdout for bytes; ``UsageError`` where it is closed."""
    _check_open()
    return sys.stdout.buffer


def print_table(table: Table, *, lang: str = "en", title: str = "", empty: str = "") -> None:
    """Print a table for people; ``empty`` is said on stderr where it has no rows.

    Numbers are never cut and never folded. Where the columns do not fit
    beside each other the rows are printed one below the other, one line for
    each value.
    """
    if title:
        print_heading(title)
    if not table.rows:
        click.echo(empty or {"en": "no rows", "fr": "aucune ligne"}[lang], err=True)
        return
    console = make_console()
    print_laid_out(console, _fitted(console, table, lang))


def table_text(table: Table, *, lang: str = "en", title: str = "") -> str:
    """Give a table as it is printed in a pipe: 80 columns, no colour."""
    console = _console(is_terminal=False, width=WIDTH)
    parts = [title] if title else []
    if table.rows:
        parts += _lines(console, _fitted(console, table, lang))
    return "".join(f"{line}\n" for line in parts)


def print_laid_out(console: Console, what: RenderableType) -> None:
    """Print something of rich's without the blanks it pads lines with."""
    _check_open()
    click.echo("\n".join(_lines(console, what)), color=True)


def print_heading(text: str) -> None:
    """Print a line in bold where the terminal can, plainly in a pipe."""
    print_laid_out(make_console(), _load("rich.text", "Text")(text, style="bold"))


def make_console() -> Console:
    """Give a console on stdout: the terminal's width, or 80 columns in a pipe, without colour."""
    _check_open()
    is_terminal = sys.stdout.isatty()
    columns = os.environ.get("COLUMNS", "")
    width = shutil.get_terminal_size().columns if is_terminal or columns.isdigit() else WIDTH
    return _console(is_terminal=is_terminal, width=max(width, 20))


def _console(*, is_terminal: bool, width: int) -> Console:
    console: Console = _load("rich.console", "Console")(
        file=sys.stdout,
        width=width,
        force_terminal=is_terminal,
        no_color=True if not is_terminal or os.environ.get("NO_COLOR") else None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
    )
    return console


def _check_open() -> None:
    """Refuse to answer into nothing, as in ``race compare >&-``; ``UsageError``."""
    if sys.stdout is None:
        raise UsageError("the answer cannot be written: standard output is closed")


def _fitted(console: Console, table: Table, lang: str) -> RenderableType:
    texts = table.texts(lang)
    fits = _narrowest(table.columns, texts) <= console.width
    return (_grid if fits else _records)(table.columns, texts)


def _lines(console: Console, what: RenderableType) -> list[str]:
    with console.capture() as captured:
        console.print(what)
    return [line.rstrip() for line in captured.get().splitlines()]


def width_of(text: str) -> int:
    """Give the columns a text takes on a terminal; East Asian wide characters take two."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def _grid(columns: tuple[Column, ...], texts: list[list[str]]) -> RenderableType:
    grid = _load("rich.table", "Table")(
        box=_load("rich.box", "SIMPLE_HEAD"),
        show_edge=False,
        pad_edge=False,
        padding=(0, _GAP - 1, 0, 0),
        header_style="bold",
    )
    for place, column in enumerate(columns):
        longest = max(width_of(row[place]) for row in texts)
        grid.add_column(
            _text(column.heading),
            justify="right" if column.is_number else "left",
            no_wrap=column.is_rigid,
            min_width=max(longest, 1) if column.is_rigid else min(longest, _NARROWEST),
            overflow="fold",
        )
    for row in texts:
        grid.add_row(*(_text(cell) for cell in row))
    return grid  # type: ignore[no-any-return]


def _records(columns: tuple[Column, ...], texts: list[list[str]]) -> RenderableType:
    grid = _load("rich.table", "Table").grid(padding=(0, _GAP, 0, 0))
    grid.add_column(no_wrap=False, overflow="fold", max_width=24)
    grid.add_column(overflow="fold")
    for number, row in enumerate(texts):
        if number:
            grid.add_row("", "")
        for column, cell in zip(columns, row, strict=True):
            if cell:
                grid.add_row(_text(column.heading), _text(cell))
    return grid  # type: ignore[no-any-return]


def _narrowest(columns: tuple[Column, ...], texts: list[list[str]]) -> int:
    """Give the least width at which no number is cut and text still folds readably."""
    total = _GAP * (len(columns) - 1)
    for place, column in enumerate(columns):
        longest = max(width_of(row[place]) for row in texts)
        total += max(longest, 1) if column.is_rigid else min(max(longest, 1), _NARROWEST)
    return total


def _text(text: str) -> Any:
    return _load("rich.text", "Text")(text)


def _load(module: str, name: str) -> Any:
    return getattr(importlib.import_module(module), name)
