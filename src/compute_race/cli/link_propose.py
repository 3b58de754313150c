"""``race link propose``: what Wikidata lacks and we can cite, as QuickStatements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from compute_race.answering.table import Column, Table
from compute_race.basics.dates import parse_day
from compute_race.basics.files import write_file
from compute_race.basics.problems import UsageError
from compute_race.cli.lines import folded
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import write
from compute_race.cli.reading_newer import linked_ids, newer_reading, reading_options
from compute_race.linking.citing import Citations
from compute_race.linking.entities import find, read_entities
from compute_race.linking.figures import Revenues
from compute_race.linking.giving import proposals
from compute_race.linking.ledger import open_ledger
from compute_race.linking.propose import Proposal, Proposer, Refusal
from compute_race.linking.quickstatements import as_csv, fits_v1, v1
from compute_race.linking.searching import Searcher

_FORMS: Final = {"v1": v1, "csv": as_csv}


@click.command(
    epilog="""Example: race link propose nvidia

\b
More:
  race link propose --online --user-agent "Jane Doe jane@example.org" --out statements.tsv
  race link propose --format csv --retrieved 2026-11-27
  race link propose --refused"""
)
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@reading_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["v1", "csv", "json"]),
    default="v1",
    show_default=True,
    help="QuickStatements' commands, its CSV, or JSON.",
)
@click.option("--retrieved", metavar="DATE", help="The day you opened the pages that are cited.")
@click.option("--out", type=click.Path(path_type=Path), help="Write into a file.")
@click.option("--refused", is_flag=True, help="List what is not proposed, and why.")
@shared_options
@pass_context
def propose(
    context: Context,
    slugs: tuple[str, ...],
    against: Path | None,
    online: bool,
    endpoint: str | None,
    agent: str | None,
    form: str,
    retrieved: str | None,
    out: Path | None,
    refused: bool,
) -> None:
    """Write statements that Wikidata lacks and we can cite; nothing is uploaded.

    Each has reference address, title and date. Only what maps cleanly is proposed, between
    things whose links are sure; never planned investment. An item that was not read whole
    may have the statement: look with --online first.
    """
    day = _past_day(retrieved) if retrieved is not None else None
    ledger = open_ledger()
    store = ensure_store(context)
    entities = read_entities(store)
    chosen = [find(entities, slug) for slug in slugs] or entities
    shipped = Searcher().shipped
    ids = linked_ids(chosen, ledger)
    newer = newer_reading(context, against, endpoint, agent, ids, is_online=online)
    known = {item.qid: item for item in shipped}
    known |= newer.found if newer is not None else {}
    missing = newer.missing if newer is not None else frozenset()
    citations = Citations(store)
    proposer = Proposer(entities, ledger, known, citations, missing)
    names = frozenset(one.name for one in chosen)
    found, left_out = proposals(store, proposer, Revenues(store, citations), names)
    if day is not None:
        _refuse_later(found, day)
    if refused:
        write("\n".join(line for one in left_out for line in _told(one)))
        return
    text = _table(found).to_json() if form == "json" else _FORMS[form](found, day)
    if out is not None:
        write_file(out, text.encode())
    elif text:
        write(text)
    if form == "v1" and (bars := sum(not fits_v1(one) for one in found)):
        context.note(f"({bars} left out: V1 cannot write | in a title; --format csv can)")
    _note(context, found, left_out, day)


def _refuse_later(found: Sequence[Proposal], day: dt.date) -> None:
    later = [one for one in found if one.citation.published > day.isoformat()]
    if later:
        cited = later[0].citation
        raise UsageError(
            f"{cited.document} is of {cited.published}: nobody opened it on {day}",
            "give the day on which you opened the pages",
        )


def _past_day(text: str) -> dt.date:
    try:
        day = parse_day(text)
    except ValueError:
        day = None
    if day is None or day > dt.date.today():
        raise UsageError(f'"{text}" is no day of the past', "write it as 2026-11-27")
    return day


def _told(one: Refusal) -> Iterator[str]:
    count = f" ({one.count})" if one.count > 1 else ""
    yield from folded(f"{one.what}{count}: {one.reason}", indent=0)


def _table(found: Sequence[Proposal]) -> Table:
    columns = (
        *(Column(name) for name in ("item", "property", "value", "unit", "point_in_time")),
        *(Column(name) for name in ("statement", "document", "url", "title", "published")),
    )
    rows = tuple(
        (
            *(one.qid, one.property, one.value, one.unit or None, one.point_in_time or None),
            *(one.told, one.citation.document, one.citation.url, one.citation.title),
            one.citation.published or None,
        )
        for one in found
    )
    return Table(columns, rows)


def _note(
    context: Context, found: Sequence[Proposal], left_out: Sequence[Refusal], day: dt.date | None
) -> None:
    unread = sum("not read" in one.reason for one in left_out)
    context.note(
        f"({len(found)} proposed, {unread} not read, {sum(one.count for one in left_out) - unread}"
        " refused: --refused lists why)"
    )
    if found and day is None:
        context.note(
            "(no retrieved date: our documents do not record one; --retrieved DATE gives the day"
            " on which you opened the pages)"
        )
