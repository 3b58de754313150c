"""``race query``: any SPARQL 1.1 query, in any format, stoppable."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

import click

from compute_race.answering.binding import undeclared_prefixes
from compute_race.answering.services import refuse_services
from compute_race.answering.table import table_of
from compute_race.basics.namespaces import PREFIXES
from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.cli.formats import FOR_PEOPLE, form_option
from compute_race.cli.guard import GuardedStore
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import print_table, write
from compute_race.cli.results import RDF_FORMATS, RESULT_FORMATS, graph_text, serialise
from compute_race.dataset.store import Answer, Solutions

#: Seconds after which a query that asks the network is given up where nothing else is said.
_ONLINE_PATIENCE: Final = 120.0
_SUFFIXES: Final = (".rq", ".sparql")
#: What a query cannot do without, and a path hardly ever has.
_OF_A_QUERY: Final = re.compile(r"[\s{}<>]")


@click.command(
    epilog="Example: race query 'SELECT ?name { ent:alibaba-group rdfs:label ?name }' --format csv"
)
@click.argument("query", metavar="TEXT|FILE|-")
@form_option(
    *RESULT_FORMATS,
    "markdown",
    *RDF_FORMATS,
    text="How to write the answer; turtle and nt are for CONSTRUCT and DESCRIBE.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Give up after so many seconds (default: never; 120 with --online).",
)
@click.option("--online", is_flag=True, help="Let SERVICE clauses ask the network.")
@shared_options
@pass_context
def query(context: Context, query: str, form: str, timeout: float | None, online: bool) -> None:
    """Answer any SPARQL 1.1 query.

    The query is given as text, as a file (what exists, looks like a path, or
    ends in .rq or .sparql), or as - for standard input. The project's
    prefixes need not be declared, and the default graph is the union of all
    graphs. A SERVICE clause is run with --online only, by the engine that
    holds the graph.
    """
    text = read_query(query)
    # Opened here too, so that a missing store is told before a process is started.
    ensure_store(context)
    try:
        if not online:
            refuse_services(text, "add --online if it may")
        elif timeout is None:
            # An engine waits for ever for an endpoint that does not answer.
            timeout = _ONLINE_PATIENCE
        answer = GuardedStore(context.location, timeout).query(text)
    except UsageError:
        _check_prefixes(text)
        raise
    if form in FOR_PEOPLE:
        _print(answer, form, context.lang)
    else:
        write(serialise(answer, form).decode())


def read_query(given: str) -> str:
    """Give the text of a query that was given as text, as a path, or as ``-``."""
    if given == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    if not given.strip():
        raise UsageError("the query is empty", "see: race query --help")
    if not _is_path(given):
        return given
    try:
        return _decoded(Path(given).read_bytes(), f"the query file {given}")
    except OSError as error:
        advice = "name a file, or write the query itself in quotes"
        raise UsageError(
            f"the query file {given} cannot be read: {error.strerror}", advice
        ) from None


def _is_path(given: str) -> bool:
    """Tell whether a query is given as the path of a file, there or not."""
    if given.endswith(_SUFFIXES) and "{" not in given:
        return True
    try:
        if Path(given).exists():
            return True
    except (OSError, ValueError):
        # A query can be longer than any path may be.
        return False
    return "/" in given and not _OF_A_QUERY.search(given)


def _decoded(data: bytes, what: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        advice = f"byte {error.start + 1} is no UTF-8: save it as UTF-8"
        raise UsageError(f"{what} cannot be read: it is no UTF-8 text", advice) from None


def _check_prefixes(text: str) -> None:
    """Name a prefix that nobody declares; the engine tells only where it stopped reading."""
    for prefix in undeclared_prefixes(text):
        otherwise = f"the known ones are {', '.join(PREFIXES)}; or write PREFIX {prefix}: <...>"
        advice = did_you_mean(prefix, PREFIXES, otherwise)
        raise UsageError(f"the query uses the prefix {prefix}: and does not declare it", advice)


def _print(answer: Answer, form: str, lang: str) -> None:
    if isinstance(answer, bool):
        write("true" if answer else "false")
    elif not isinstance(answer, Solutions):
        if form == "markdown":
            raise UsageError("markdown is for SELECT and ASK queries", "use --format turtle, nt")
        write(graph_text(answer, "turtle").decode())
    elif form == "markdown":
        write(table_of(answer).to_markdown(lang))
    else:
        print_table(table_of(answer), lang=lang)
