"""``race check``: everything that can be wrong with the hand-kept files."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import click

from compute_race.basics.paths import data_folder, shown
from compute_race.cli.options import Context, pass_context, shared_options
from compute_race.cli.output import write
from compute_race.cli.reports import FORMATS, report_text
from compute_race.pipeline.checking import Folders, check_all
from compute_race.sources import canonical

_KINDS: Final = (".ttl", ".rq", ".tsv")

#: Folders that hold copies and other people's files, besides those with a dot.
_SKIPPED: Final = frozenset({"build", "dist", "node_modules"})


class _Path(click.Path):
    """A path that says something: an empty one would mean the whole folder one is in."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        if value == "":
            self.fail("the path is empty: name a file or folder, or leave it out", param, ctx)
        return super().convert(value, param, ctx)


@click.command(epilog="Example: race check graph/sources")
@click.argument("paths", nargs=-1, type=_Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to tell.")
@click.option(
    "--engine",
    type=click.Choice(["native", "pyshacl"]),
    default="native",
    help="Who validates: the native engine, or the reference (slow).",
)
@click.option("--audit", is_flag=True, help="Tell as well what is allowed and looks wrong.")
@click.option("--fix-format", is_flag=True, help="First rewrite the files in canonical form.")
@shared_options
@pass_context
def check(
    context: Context,
    paths: tuple[Path, ...],
    form: str,
    engine: Literal["native", "pyshacl"],
    audit: bool,
    fix_format: bool,
) -> int:
    """Tell everything that is wrong with the hand-kept files.

    Without PATH the whole graph is checked; with files or folders only they
    are, against the rest of the graph. Each problem is one line with file,
    line and rule. Nothing is written unless --fix-format is given.

    With --audit also what breaks no rule and looks wrong, as warnings: numbers
    a thousand times off their neighbours, a currency that does not fit its
    converted twin, plans for the past, entities that nothing speaks of, weak
    documents, stale guidance, sums that look nested. A judgement in the data,
    with its reason, settles each.
    """
    files = _files(paths)
    if fix_format:
        _rewrite(context, files if paths else _files((data_folder("graph"),)))
    folders = Folders()
    found = check_all(
        folders,
        files,
        engine=engine,
        lang=context.lang,
        audit=_auditor(context, folders) if audit else None,
    ).result
    text = report_text(found.problems, form)
    if text:
        write(text)
    for note in found.notes:
        context.note(note)
    if form == "text":
        count = len(found.problems)
        context.note(
            f"{found.files} files checked, "
            + (f"{count} problem{'s' if count != 1 else ''}" if count else "nothing wrong")
        )
    return 1 if found.violations else 0


def _auditor(context: Context, folders: Folders) -> Any:
    """Load what only an audit needs; an endpoint on the network holds no imports to listen to."""
    auditing: Any = importlib.import_module("compute_race.pipeline.auditing")
    store = None if context.is_remote else Path(context.location)
    return auditing.auditor(folders.queries, store)


def _files(paths: tuple[Path, ...]) -> list[Path]:
    """Give the files meant: folders stand for the hand-kept files below them.

    Nothing below a folder with a dot, or of a build, is looked at.
    """
    found: list[Path] = []
    for path in paths:
        found += sorted(_below(path)) or [path]
    return list(dict.fromkeys(found))


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "." and name not in _SKIPPED]
        # A folder that is named like a file is told of as one.
        for name in (*folders, *files):
            if Path(name).suffix in _KINDS:
                yield Path(place, name)


def _rewrite(context: Context, files: list[Path]) -> None:
    for path in files:
        if path.is_file() and path.suffix == ".ttl":
            changed, _ = canonical.fix_format(path)
            if changed:
                context.note(f"{shown(path)}: rewritten")
