"""``race link review``: candidates judged one by one on a terminal, or many from a file."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path

import click

from compute_race.basics.files import write_file
from compute_race.basics.paths import checkout, shown
from compute_race.basics.problems import UsageError
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.progress import phases
from compute_race.cli.reviewing import Desk, review_on_terminal
from compute_race.cli.wikidata_options import source_of, source_options
from compute_race.linking.decisions import decisions_text, read_decisions
from compute_race.linking.entities import Entity, find_all, read_entities
from compute_race.linking.explained import SHOWN
from compute_race.linking.ledger import REVIEWER, Ledger, open_ledger, reviewer_id
from compute_race.linking.searching import Searcher

_REVIEWER = "RACE_REVIEWER"


@click.command(
    epilog="""Example: race link review mgx

\b
More:
  race link review --to decisions.tsv
  race link review --from decisions.tsv --reviewer orcid:0000-0002-1825-0097"""
)
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--again", is_flag=True, help="Also entities that are judged already.")
@click.option("--kind", metavar="KIND", help="Only entities of this kind.")
@click.option(
    "--to", "out", type=click.Path(path_type=Path), help="Write a file to decide in, and end."
)
@click.option(
    "--from", "file", type=click.Path(path_type=Path), help="Record the decisions of a file."
)
@click.option(
    "--reviewer", metavar="ID", help="Who decides: an ORCID.  [default: ent:compute-race]"
)
@click.option(
    "--table", type=click.Path(path_type=Path), help="Keep judgements in this table instead."
)
@source_options
@shared_options
@pass_context
def review(
    context: Context,
    slugs: tuple[str, ...],
    again: bool,
    kind: str | None,
    out: Path | None,
    file: Path | None,
    reviewer: str | None,
    table: Path | None,
    source: str,
    endpoint: str | None,
    agent: str | None,
) -> None:
    """Judge candidates: the same thing, close, broader, something else, none, not sure.

    Every judgement is written at once, so that an interruption loses none; the next call goes
    on with what is open. Run race build afterwards.
    """
    if out is not None and file is not None:
        raise UsageError("--to and --from exclude each other", "first --to, then --from")
    if file is not None and (slugs or kind or again):
        raise UsageError("a file of decisions names what it is about", "leave the rest out")
    if slugs and kind:
        raise UsageError("slugs and --kind exclude each other", "give one of them")
    if table is None and checkout() is None and out is None:
        raise UsageError(
            "an installed program keeps the links it came with", "name your own: --table FILE"
        )
    who = reviewer_id(reviewer or os.environ.get(_REVIEWER) or REVIEWER)
    ledger = open_ledger(table)
    entities = read_entities(ensure_store(context))
    searcher = Searcher(source_of(context, source, endpoint, agent))
    desk = Desk(ledger, searcher, who, dt.date.today(), context.lang)
    if file is not None:
        found = read_decisions(file, entities, desk.known)
        if found:
            desk.record(found)
        context.note(_told(len(found), ledger, context.lang))
        return
    chosen = _chosen(entities, ledger, slugs, kind, again=again)
    if not chosen:
        context.note("nothing is open" if context.lang == "en" else "rien à juger")
    elif out is not None:
        with phases(quiet=context.quiet) as progress:
            searched = [(one, desk.search(one, progress)) for one in chosen]
        write_file(out, decisions_text(searched, SHOWN).encode())
        context.note(f"{len(searched)} entities to decide on in {out}")
    else:
        made = review_on_terminal(desk, chosen)
        context.note(_told(made, ledger, context.lang))


def _told(count: int, ledger: Ledger, lang: str) -> str:
    more = "" if count == 1 else "s"
    place = shown(ledger.path)
    if lang == "fr":
        return f"{count} jugement{more} dans {place}{' - puis : race build' if count else ''}"
    return f"{count} judgement{more} on record in {place}{' - then: race build' if count else ''}"


def _chosen(
    entities: Sequence[Entity],
    ledger: Ledger,
    slugs: tuple[str, ...],
    kind: str | None,
    *,
    again: bool,
) -> list[Entity]:
    if slugs:
        return find_all(entities, slugs)
    entities = [one for one in entities if one.wanted is not None]
    if kind is not None and kind not in (kinds := sorted({one.kind for one in entities})):
        raise UsageError(f'there is no kind "{kind}"', f"the kinds are {', '.join(kinds)}")
    return [
        one
        for one in entities
        if (kind is None or one.kind == kind) and (again or ledger.state(one) in ("open", "unsure"))
    ]
