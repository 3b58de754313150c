"""``race link sssom``: the judgements, for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from compute_race.basics.files import write_file
from compute_race.cli.options import Context, pass_context, shared_options
from compute_race.cli.output import write
from compute_race.dataset.sssom import MappingRow, table_text
from compute_race.linking.ledger import open_ledger

_TESTS: Final[Mapping[str, Callable[[MappingRow], bool]]] = {
    "links": lambda row: row.is_link,
    "not": lambda row: row.is_negative,
    "none": lambda row: row.is_nothing,
    "unsure": lambda row: row.is_unsure,
}


@click.command(epilog="Example: race link sssom --only links --out wikidata.sssom.tsv")
@click.option(
    "--only",
    type=click.Choice(["all", *_TESTS]),
    default="all",
    show_default=True,
    help="Which rows.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["tsv", "json"]),
    default="tsv",
    show_default=True,
    help="SSSOM/TSV with its head, or JSON by the names of its slots.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write into a file.")
@shared_options
@pass_context
def sssom(context: Context, only: str, form: str, out: Path | None) -> None:
    """Write the judgements on Wikidata: links, what things are not, and what has no item."""
    ledger = open_ledger()
    rows = [row for row in ledger.rows if only == "all" or _TESTS[only](row)]
    if form == "json":
        plain = [{slot: value for slot, value in asdict(row).items() if value} for row in rows]
        text = json.dumps(plain, ensure_ascii=False, indent=2) + "\n"
    else:
        text = table_text(ledger.head, rows)
    if out is None:
        write(text)
    else:
        write_file(out, text.encode())
        context.note(f"{len(rows)} rows in {out}")
