"""``race serve``: the graph over HTTP, today as a reconciliation service."""

from __future__ import annotations

import datetime as dt
import gc
import traceback

import click

from compute_race.basics.problems import UsageError
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.serving.application import RECONCILE, application
from compute_race.serving.reading import read_catalogue
from compute_race.serving.server import address, listen
from compute_race.serving.server import serve as serve_until_stopped


@click.command(epilog="Example: race serve --reconcile --port 8000")
@click.option(
    "--reconcile", is_flag=True, help="The reconciliation service, for OpenRefine and others."
)
@click.option("--host", metavar="NAME", default="127.0.0.1", show_default=True, help="Where.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="At which port; 0 takes any that is free.",
)
@shared_options
@pass_context
def serve(context: Context, reconcile: bool, host: str, port: int) -> None:
    """Serve the graph over HTTP until Ctrl-C.

    With --reconcile other tools match names against the register: OpenRefine
    and whatever else speaks the Reconciliation API, version 0.2 at /reconcile
    and the draft of 1.0 at /reconcile/1.0. The graph is read once; after a
    new build the service is started again. Only this machine reaches it
    unless --host says otherwise.
    """
    if not reconcile:
        raise UsageError("nobody said what to serve", "write --reconcile, the one service today")
    store = ensure_store(context)
    with listen(host, port) as listening:
        catalogue = read_catalogue(store, dt.date.today())
        # A command of a moment does without; a server has to clean up.
        gc.enable()
        context.note(
            f"race: reconciliation service at {address(host, listening)}{RECONCILE}"
            " - give this address to OpenRefine; Ctrl-C ends it"
        )
        serve_until_stopped(
            application(catalogue, context.lang, lambda error: _tell(error, context.debug)),
            listening,
        )


def _tell(error: Exception, debug: bool) -> None:
    if debug:
        traceback.print_exception(error)
    words = " ".join(f"{type(error).__name__}: {error}".split())
    click.echo(f"race: internal error: {words}", err=True)
