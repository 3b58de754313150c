"""``race diff``: what changed between two builds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from textwrap import fill
from typing import Final

import click

from compute_race.answering.differences import Build, Change, differences
from compute_race.answering.lookup import slug
from compute_race.answering.table import Column, Table
from compute_race.basics.namespaces import SRC, shorten
from compute_race.basics.problems import StoreError, UsageError
from compute_race.cli.options import Context, pass_context, shared_options
from compute_race.cli.output import WIDTH, write
from compute_race.dataset.generations import generation_before
from compute_race.dataset.store import EmbeddedStore

#: How many facts of one graph are told on a terminal unless all are asked for.
_TOLD: Final = 12
_SIGNS: Final = {"added": "+", "removed": "-", "changed": "~"}


@click.command(epilog="Example: race diff")
@click.argument("old", required=False, type=click.Path(path_type=Path))
@click.argument("new", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "markdown"]),
    default="table",
    help="How to write it.",
)
@click.option("--all", "whole", is_flag=True, help="Tell every fact, also of long lists.")
@shared_options
@pass_context
def diff(context: Context, old: Path | None, new: Path | None, form: str, whole: bool) -> None:
    """Tell what changed between two builds, as facts.

    OLD and NEW are folders of stores. Without NEW, OLD is compared with the
    store of this call; without both, the build before with the current one.
    """
    if context.is_remote:
        raise UsageError("builds lie in folders", "write --store FOLDER")
    here = Path(context.location)
    before = EmbeddedStore(old) if old is not None else _before(here)
    after = EmbeddedStore(new if new is not None else here)
    found = differences(Build(before.quads()), Build(after.quads()), context.lang)
    if form == "table":
        kept = found if whole else _some(found)
        if kept:
            write("\n".join(_lines(kept)))
        if len(kept) < len(found):
            context.note(f"and {len(found) - len(kept)} more: race diff --all")
    else:
        table = _table(found)
        texts = {"json": table.to_json, "csv": table.to_csv, "markdown": table.to_markdown}
        write(texts[form]())
    context.note(_summary(found))


def _before(folder: Path) -> EmbeddedStore:
    store = generation_before(folder)
    if store is None:
        raise StoreError(
            f"there is no build before the current one in {folder}",
            "name the folder of another store: race diff OLD",
        )
    return EmbeddedStore(folder, store)


def _summary(found: Sequence[Change]) -> str:
    if not found:
        return "nothing changed"
    counts = Counter(str(change.kind) for change in found)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in _SIGNS if counts[kind])
    graphs = len({change.graph for change in found})
    return f"{told} in {graphs} graphs" if graphs > 1 else f"{told} in one graph"


def _some(found: Sequence[Change]) -> list[Change]:
    """Keep the first facts of each graph."""
    told: Counter[str] = Counter()
    kept = []
    for change in found:
        told[change.graph] += 1
        if told[change.graph] <= _TOLD:
            kept.append(change)
    return kept


def _lines(found: Sequence[Change]) -> Iterator[str]:
    """Write the facts below the name of their graph, one line each, folded."""
    for graph, changes in groupby(found, key=lambda change: change.graph):
        yield _graph(graph)
        for change in changes:
            about = "" if change.about == graph else f"{change.label}: "
            value = " -> ".join(filter(None, (change.before, change.after)))
            yield fill(
                f"{_SIGNS[change.kind]} {about}{change.what}: {value}",
                WIDTH,
                initial_indent="  ",
                subsequent_indent="      ",
                break_long_words=False,
                break_on_hyphens=False,
            )


def _table(found: Sequence[Change]) -> Table:
    columns = (
        Column("kind"),
        Column("graph", "iri"),
        Column("about", "iri"),
        Column("label"),
        Column("what"),
        Column("before"),
        Column("after"),
    )
    rows = tuple((c.kind, c.graph, c.about, c.label, c.what, c.before, c.after) for c in found)
    return Table(columns, rows)


def _graph(iri: str) -> str:
    return iri.removeprefix(SRC) if iri.startswith(SRC) else slug(shorten(iri).rpartition(":")[2])
