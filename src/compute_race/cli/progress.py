"""Long work shows what it is at: a line that changes on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

_CLEAR = "\r\x1b[2K"


@contextmanager
def phases(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Give a function that is told the name of each phase as it begins."""
    if quiet or not sys.stderr.isatty():
        yield lambda name: None
        return

    def show(name: str) -> None:
        click.echo(f"{_CLEAR}{name} ...", err=True, nl=False)

    try:
        yield show
    finally:
        click.echo(_CLEAR, err=True, nl=False)
