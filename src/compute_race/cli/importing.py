"""``race import``: outside data sets become named graphs beside the hand-kept ones."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Sequence
from pathlib import Path

import click

from compute_race.basics.problems import UsageError
from compute_race.cli.imported import graphs_table, unresolved_table
from compute_race.cli.options import Context, pass_context, shared_options
from compute_race.cli.output import print_table, write
from compute_race.cli.progress import phases
from compute_race.dataset.imports import imports_folder, remove_import
from compute_race.importing.addresses import addresses
from compute_race.importing.download import Fetcher, user_agent
from compute_race.importing.sources import SOURCES, Source
from compute_race.pipeline.build import build
from compute_race.pipeline.importing import ImportedFile, import_files

_DOWNLOADS = "downloads"


@click.command(
    "import",
    epilog="""Example: race import epoch data/epoch

\b
More:
  race import sec sec_companyfacts_msft.json --date 2025-12
  race import sec --download 789019 --user-agent "Jane Doe jane@example.org"
  race import --unresolved""",
)
@click.argument("source", required=False, type=click.Choice(sorted(SOURCES)))
@click.argument("what", nargs=-1, metavar="[PATH]...")
@click.option("--date", metavar="DATE", help="Month or day of the snapshot, if the name lacks it.")
@click.option("--lenient", is_flag=True, help="Leave out rows that cannot be read, and tell.")
@click.option(
    "--download", is_flag=True, help="Fetch first; PATH then names CIKs, tables, or nothing."
)
@click.option("--user-agent", "agent", metavar="TEXT", help="Who asks, with an e-mail address.")
@click.option("--base-url", metavar="URL", help="Ask this host instead of the official one.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for what is downloaded.  [default: downloads beside the store]",
)
@click.option("--list", "listed", is_flag=True, help="List the imported graphs.")
@click.option("--unresolved", is_flag=True, help="List names that mean no known organisation.")
@click.option("--remove", metavar="GRAPH", help="Remove an imported graph.")
@click.option("--no-build", is_flag=True, help="Do not build the store afterwards.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@shared_options
@pass_context
def import_(
    context: Context,
    source: str | None,
    what: tuple[str, ...],
    date: str | None,
    lenient: bool,
    download: bool,
    agent: str | None,
    base_url: str | None,
    into: Path | None,
    listed: bool,
    unresolved: bool,
    remove: str | None,
    no_build: bool,
    as_json: bool,
) -> None:
    """Import data sets of others, each into a graph of its own.

    SOURCE is epoch, sec or compute-atlas; PATH a file, or a folder whose known
    files are read. Everything is read and checked before anything is written:
    a file that cannot be understood changes nothing. A newer snapshot replaces
    the graph of its own name, and race diff says what that changed.
    """
    if context.is_remote:
        raise UsageError("imported graphs lie beside an embedded store", "write --store FOLDER")
    store = Path(context.location)
    asked = [listed, unresolved, remove is not None, source is not None]
    if sum(asked) != 1:
        raise UsageError("say one thing to do", "see: race import --help")
    if listed or unresolved:
        table = (graphs_table if listed else unresolved_table)(imports_folder(store))
        if as_json:
            write(table.to_json())
        else:
            nothing = "nothing is imported" if listed else "every name is resolved"
            print_table(table, lang=context.lang, empty=nothing)
        return
    if remove is not None:
        remove_import(imports_folder(store), remove)
        context.note(f"removed {remove}")
    elif source is not None:
        paths = [Path(name) for name in what]
        if download:
            paths = _download(
                context, source, what, agent, base_url, into or store.parent / _DOWNLOADS
            )
        elif not paths:
            raise UsageError("no file is named", "name files or a folder, or write --download")
        done = _import(context, SOURCES[source], paths, store, date, lenient)
        if as_json:
            write(json.dumps([_as_dict(one) for one in done], ensure_ascii=False, indent=2))
    if not no_build:
        with phases(quiet=context.quiet) as progress:
            report = build(store, lang=context.lang, progress=progress)
        seconds = sum(report.seconds.values())
        context.note(f"built in {seconds:.1f} s: {store}" if report.changed else "nothing changed")


def _download(
    context: Context,
    source: str,
    wanted: Sequence[str],
    agent: str | None,
    base_url: str | None,
    folder: Path,
) -> list[Path]:
    asked = addresses(source, wanted)
    fetcher = Fetcher(user_agent(agent, os.environ), base_url=base_url)
    with phases(quiet=context.quiet) as progress:
        return list(fetcher.save(asked, folder, dt.date.today(), progress))


def _import(
    context: Context,
    source: Source,
    paths: Sequence[Path],
    store: Path,
    date: str | None,
    lenient: bool,
) -> tuple[ImportedFile, ...]:
    with phases(quiet=context.quiet) as progress:
        done = import_files(source, paths, store, date=date, lenient=lenient, progress=progress)
    for one in done:
        for problem in one.problems:
            context.note(str(problem))
        context.note(_told(one))
    return done


def _told(one: ImportedFile) -> str:
    """Say in one line what became of a file."""
    manifest = one.manifest
    if not one.changed:
        return f"{one.stem}: the same as before"
    parts = [f"{manifest['rows']} rows", f"{manifest['claims']} claims"]
    if manifest["skipped"]:
        parts.append(f"{manifest['skipped']} rows left out")
    if manifest["unresolved"]:
        parts.append(f"{len(manifest['unresolved'])} names unresolved")
    replaced = f", in place of {one.before}" if one.before is not None else ""
    return f"{one.stem} of {manifest['date']}: {', '.join(parts)}{replaced}"


def _as_dict(one: ImportedFile) -> dict[str, object]:
    kept = ("date", "rows", "skipped", "claims", "triples", "compared")
    return {
        "file": one.shown,
        "graph": one.stem,
        **{key: one.manifest[key] for key in kept},
        "unresolved": len(one.manifest["unresolved"]),
        "changed": one.changed,
        "replaced": one.before,
        "problems": [problem.as_dict() for problem in one.problems],
    }
