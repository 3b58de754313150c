"""``race link status``: how far linking is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from compute_race.answering.table import Value
from compute_race.basics.problems import UsageError
from compute_race.cli.formats import form_option
from compute_race.cli.lines import folded
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import print_table, write
from compute_race.linking.entities import by_kind, read_entities
from compute_race.linking.ledger import open_ledger
from compute_race.linking.status import (
    LISTED,
    Listed,
    entities_table,
    least_certain_table,
    status_table,
    word_in,
)


@click.command(
    epilog="""Example: race link status

\b
More:
  race link status --list open
  race link status --list likely --kind organization
  race link status --least 10"""
)
@click.option("--list", "listed", type=click.Choice(LISTED), help="List entities in this state.")
@click.option("--kind", metavar="KIND", help="Only entities of this kind.")
@click.option(
    "--least", type=click.IntRange(min=1), metavar="N", help="List the N least certain links."
)
@form_option("json", "csv", "markdown")
@shared_options
@pass_context
def status(
    context: Context, listed: Listed | None, kind: str | None, least: int | None, form: str
) -> None:
    """Count by kind what is linked, judged to have no item, and open.

    "close" counts links to a close or broader item, "none" entities for which no item was
    found, "likely" those of them of which an item probably exists, "unsure" those that a
    reviewer could not decide.
    """
    ledger = open_ledger()
    if least is not None:
        if listed or kind:
            raise UsageError("--least takes neither --list nor --kind", "leave them out")
        table = least_certain_table(ledger, least)
    else:
        entities = read_entities(ensure_store(context))
        kinds = by_kind(entities)
        if kind is not None and kind not in kinds:
            raise UsageError(f'there is no kind "{kind}"', f"the kinds are {', '.join(kinds)}")
        chosen = entities if kind is None else kinds[kind]
        table = (
            entities_table(chosen, ledger, listed, context.lang)
            if listed is not None
            else status_table(chosen, ledger, context.lang)
        )
    if form == "json":
        write(table.to_json())
    elif form == "csv":
        write(table.to_csv())
    elif form == "markdown":
        write(table.to_markdown(context.lang))
    elif least is None and listed is None:
        print_table(table, lang=context.lang)
    elif table.rows:
        write("\n".join(line for row in table for line in _paragraph(row, context.lang)))
    else:
        context.note("none" if context.lang == "en" else "aucune")


def _paragraph(row: Mapping[str, Value], lang: str) -> Iterator[str]:
    """Write an entity with its judgement on a line, and the reason below."""
    told = ("kind", "state", "relation", "item")
    facts = [word_in(str(row[name]), lang) for name in told if row.get(name)]
    confidence = f" ({row['confidence']})" if row["confidence"] is not None else ""
    yield f"{row['entity']}: {', '.join(facts)}{confidence}"
    yield from folded(str(row["comment"] or ""))
