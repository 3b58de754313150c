"""``race query``: any SPARQL 1.1 query, in any format, stoppable."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from compute_race.answering.table import table_of
from compute_race.basics.problems import UsageError
from compute_race.cli.guard import GuardedStore
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import print_table, write
from compute_race.cli.results import RDF_FORMATS, RESULT_FORMATS, graph_text, serialise
from compute_race.dataset.store import Solutions

_SUFFIXES: Final = (".rq", ".sparql")


@click.command(
    epilog="Example: race query 'SELECT ?name { ent:alibaba-group rdfs:label ?name }' --format csv"
)
@click.argument("query", metavar="TEXT|FILE|-")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *RESULT_FORMATS, *RDF_FORMATS]),
    default="table",
    help="How to write the answer; turtle and nt are for CONSTRUCT and DESCRIBE.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Give up after so many seconds (default: never).",
)
@shared_options
@pass_context
def query(context: Context, query: str, form: str, timeout: float | None) -> None:
    """Answer any SPARQL 1.1 query.

    The query is given as text, as a file (which exists, or ends in .rq or
    .sparql), or as - for standard input. The project's prefixes need not be
    declared, and the default graph is the union of all graphs.
    """
    text = read_query(query)
    # Opened here too, so that a missing store is told before a process is started.
    ensure_store(context)
    answer = GuardedStore(context.location, timeout).query(text)
    if form != "table":
        write(serialise(answer, form).decode())
    elif isinstance(answer, Solutions):
        print_table(table_of(answer), lang=context.lang)
    elif isinstance(answer, bool):
        write("true" if answer else "false")
    else:
        write(graph_text(answer, "turtle").decode())


def read_query(given: str) -> str:
    """Give the text of a query that was given as text, as a path, or as ``-``."""
    if given == "-":
        return sys.stdin.read()
    path = Path(given)
    is_named = given.endswith(_SUFFIXES) and "{" not in given
    try:
        if not is_named and not path.is_file():
            return given
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        if not is_named and not isinstance(error, UnicodeDecodeError):
            # A query can be longer than any path may be.
            return given
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise UsageError(f"the query file {given} cannot be read: {reason}") from None
