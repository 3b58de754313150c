"""``race export``: the graph in the format of another tool."""

from __future__ import annotations

from pathlib import Path

import click

from compute_race.basics.files import write_file
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import write_bytes
from compute_race.export.formats import FORMATS, exported


@click.command(epilog="Example: race export graphml --out race.graphml")
@click.argument("form", metavar="FORMAT", type=click.Choice(sorted(FORMATS)))
@click.option(
    "--view",
    type=click.Choice(["entities"]),
    default="entities",
    help="What becomes a node: entities, related to one another.",
)
@click.option("--out", required=True, metavar="FILE", help="Where to write; - is standard output.")
@shared_options
@pass_context
def export(context: Context, form: str, view: str, out: str) -> None:
    """Write the graph in the format of another tool.

    Formats: graphml (Gephi, yEd, Cytoscape, igraph). The file is written
    whole or not at all.
    """
    data = exported(ensure_store(context), form)
    if out == "-":
        write_bytes(data)
        return
    write_file(Path(out), data)
    context.note(f"wrote the {view} as {form} to {out}")
