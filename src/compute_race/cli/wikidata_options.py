"""What the steps of ``race link`` that may ask the network share: whom to ask, and as whom."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from compute_race.basics.manners import user_agent
from compute_race.basics.paths import default_store
from compute_race.basics.problems import UsageError
from compute_race.cli.context import Context
from compute_race.wikidata.answer_cache import AnswerCache
from compute_race.wikidata.client import PoliteClient, utc_now
from compute_race.wikidata.reconciliation_source import ReconciliationSource
from compute_race.wikidata.search_source import SearchSource
from compute_race.wikidata.sparql_source import SparqlSource
from compute_race.wikidata.wanted import CandidateSource

SOURCES: Final = ("snapshot", "search", "sparql", "reconciliation")
#: Answers of today are as good as new ones for finding candidates.
_AGE: Final = dt.timedelta(days=1)
_F = TypeVar("_F", bound=Callable[..., Any])


def source_options(command: _F) -> _F:
    """Accept whom to ask for candidates: ``source``, ``endpoint`` and ``agent``."""
    for decorate in reversed(
        (
            click.option(
                "--source",
                type=click.Choice(SOURCES),
                default="snapshot",
                show_default=True,
                help="Whom to ask; all but the snapshot need a network.",
            ),
            click.option(
                "--endpoint",
                metavar="URL",
                help="Address of the service, where it is not Wikidata's own.",
            ),
            click.option(
                "--user-agent", "agent", metavar="TEXT", help="Who asks, with an e-mail address."
            ),
        )
    ):
        command = decorate(command)
    return command


def polite_client(context: Context, agent: str | None, *, is_cached: bool = True) -> PoliteClient:
    """Give the client of this call; ``UsageError`` without a user agent."""
    cache = AnswerCache(default_store().parent / "wikidata", _AGE, utc_now) if is_cached else None
    return PoliteClient(user_agent(agent, os.environ), cache=cache, note=context.note)


def source_of(
    context: Context, source: str, endpoint: str | None, agent: str | None
) -> CandidateSource | None:
    """Give the source asked for; ``None`` for the snapshot that ships."""
    if source == "snapshot":
        if endpoint or agent:
            raise UsageError("the snapshot is asked without a network", "add --source search")
        return None
    client = polite_client(context, agent)
    if source == "reconciliation":
        if endpoint is None:
            raise UsageError("a reconciliation service needs its address", "add --endpoint URL")
        return ReconciliationSource(client, endpoint)
    address = () if endpoint is None else (endpoint,)
    return (SearchSource if source == "search" else SparqlSource)(client, *address)
