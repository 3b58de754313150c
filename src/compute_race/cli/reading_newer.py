"""A newer reading of linked items: from a file, or from Wikidata now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from compute_race.basics.problems import UsageError
from compute_race.cli.context import Context
from compute_race.cli.progress import phases
from compute_race.cli.wikidata_options import polite_client
from compute_race.linking.entities import Entity
from compute_race.linking.ledger import Ledger
from compute_race.linking.readings import Reading, read_around, read_file
from compute_race.wikidata.entity_data import BATCH, EntityData
from compute_race.wikidata.mediawiki import API, Api

_F = TypeVar("_F", bound=Callable[..., Any])


def reading_options(command: _F) -> _F:
    """Accept where the newer reading is from: ``against``, ``online``, ``endpoint``, ``agent``."""
    for decorate in reversed(
        (
            click.option(
                "--against",
                type=click.Path(path_type=Path),
                help="A newer reading: items one a line, ours or Wikidata's JSON.",
            ),
            click.option("--online", is_flag=True, help="Read the items from Wikidata now."),
            click.option("--endpoint", metavar="URL", help="Another API than Wikidata's."),
            click.option(
                "--user-agent", "agent", metavar="TEXT", help="Who asks, with an e-mail address."
            ),
        )
    ):
        command = decorate(command)
    return command


def linked_ids(chosen: Sequence[Entity], ledger: Ledger) -> list[str]:
    """Give the ids of the items that some entities are linked with, each once."""
    rows = (row for entity in chosen for row in ledger.of(entity) if row.is_link)
    return list(dict.fromkeys(row.object_id.removeprefix("wd:") for row in rows))


def newer_reading(
    context: Context,
    against: Path | None,
    endpoint: str | None,
    agent: str | None,
    ids: Sequence[str],
    *,
    is_online: bool,
) -> Reading | None:
    """Read items anew; ``None`` where neither a file nor the network was asked for."""
    if against is not None and is_online:
        raise UsageError("--against and --online exclude each other", "give one of them")
    if not is_online and (endpoint or agent):
        raise UsageError("nothing is read from the network", "add --online")
    if against is not None:
        return read_file(against, ids)
    return _online(context, endpoint, agent, ids) if is_online else None


def _online(
    context: Context, endpoint: str | None, agent: str | None, ids: Sequence[str]
) -> Reading:
    client = polite_client(context, agent, is_cached=False)
    data = EntityData(Api(client, endpoint or API))
    found, missing = {}, set()
    with phases(quiet=context.quiet) as progress:
        for at in range(0, len(ids), BATCH):
            progress(f"{at}/{len(ids)} items")
            looked = data.look(ids[at : at + BATCH])
            found.update(looked.found)
            missing.update(looked.missing)
            for qid, reason in looked.faulty.items():
                context.note(f"{qid} cannot be read: {reason}")
        progress(f"{len(ids)} items, and the places they name")
        around = read_around(found.values(), data.look)
    name = f"{endpoint or 'Wikidata'}, {client.today}"
    return Reading(name, found, frozenset(missing), around)
