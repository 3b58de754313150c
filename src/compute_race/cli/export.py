"""``race export``: the graph in the format of another tool."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import click

from compute_race.answering.options import CURRENCIES, PLAN
from compute_race.basics.problems import UsageError
from compute_race.cli.comparing import read_day, read_names
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import binary_output
from compute_race.export.formats import FORMATS, find_format, stream_export, write_export
from compute_race.export.projection import VIEWS, View
from compute_race.export.request import Request, requested

_HOPS: Final = 1


@click.command(
    epilog="Example: race export gexf --around alibaba-group --hops 2 --out alibaba.gexf"
)
@click.argument("form", metavar="FORMAT")
@click.option(
    "--view",
    type=click.Choice(VIEWS),
    default=VIEWS[0],
    help="What becomes a node: entities; or claims and documents too.",
)
@click.option("--out", metavar="FILE", help="Where to write; - is standard output.")
@click.option("--measure", help=f"Values and claims of this measure (values: {PLAN}).")
@click.option("--currency", help=f"{', '.join(CURRENCIES[:3])} (default: {CURRENCIES[0]}).")
@click.option("--as-of", metavar="DATE", help="As the world stood that day (default: today).")
@click.option("--kind", metavar="KIND,...", help="Only nodes of these kinds.")
@click.option("--around", metavar="SLUG", help="Only what lies around one node.")
@click.option(
    "--hops", type=click.IntRange(0, 20), help=f"How many steps around (default: {_HOPS})."
)
@click.option(
    "--metrics",
    metavar="NAME,...",
    help="Columns with degree, betweenness, closeness, community, component.",
)
@shared_options
@pass_context
def export(
    context: Context,
    form: str,
    view: View,
    out: str | None,
    measure: str | None,
    currency: str | None,
    as_of: str | None,
    kind: str | None,
    around: str | None,
    hops: int | None,
    metrics: str | None,
) -> None:
    """Write the graph in the format of another tool.

    Formats: gexf (Gephi), graphml (yEd, Cytoscape, igraph), cytoscape, cx2,
    dot, node-link (D3), cypher, geojson, html (an explorer), csv, neo4j,
    neptune and parquet (several files: --out is their folder), turtle,
    nquads, jsonld; of a part also mermaid, svg and png. Files are written
    whole or not at all; what a format cannot hold is said.
    """
    chosen = find_format(form)
    if out is None:
        raise UsageError("nobody said where to write", f"write --out {_suggested(form)}")
    if hops is not None and around is None:
        raise UsageError("--hops counts steps around a node", "write --around SLUG too")
    request = Request(
        as_of=read_day(as_of) or dt.date.today(),
        view=view,
        measure=measure,
        currency=currency or CURRENCIES[0],
        lang=context.lang,
        kinds=read_names("kind", kind, "organization,announcement") or (),
        around=around,
        hops=_HOPS if hops is None else hops,
        metrics=read_names("metrics", metrics, "degree,community") or (),
    )
    what = requested(ensure_store(context), chosen, request)
    if out == "-":
        notes = stream_export(chosen, what, binary_output())
    else:
        notes = write_export(chosen, what, Path(out))
    for note in notes:
        context.note(note)
    if out != "-":
        context.note(f"wrote {chosen.name} for {chosen.tools}: {out}")


def _suggested(form: str) -> str:
    return "FOLDER" if FORMATS[form].takes == "folder" else "FILE"
