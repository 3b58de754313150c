"""``race conflicts``: claims that disagree, by how much, and where."""

from __future__ import annotations

import json

import click

from compute_race.answering.lookup import find_document, find_entity
from compute_race.answering.story_tables import stories_markdown, stories_table
from compute_race.answering.why import Explainer
from compute_race.cli.comparing import day_text
from compute_race.cli.formats import form_option
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import write
from compute_race.cli.telling import tell


@click.command(epilog="Example: race conflicts --about alibaba-380bn")
@click.option("--about", metavar="SLUG", help="Only conflicts about this announcement or thing.")
@click.option("--document", metavar="SLUG", help="Only conflicts this document takes part in.")
@click.option("--inside", is_flag=True, help="Only documents that contradict themselves.")
@click.option("--as-of", metavar="DATE", help="Only conflicts known by this day.")
@form_option("json", "csv", "markdown")
@shared_options
@pass_context
def conflicts(
    context: Context,
    about: str | None,
    document: str | None,
    inside: bool,
    as_of: str | None,
    form: str,
) -> None:
    """List claims that disagree: inside a document and across documents.

    Values disagree when they miss each other by more than 5 % in one
    currency, periods when they resolve to different days. Claims are cited
    with their place; nothing is deleted.
    """
    day = day_text(as_of)
    store = ensure_store(context)
    thing = find_entity(store, about) if about is not None else None
    source = find_document(store, document) if document is not None else None
    found = Explainer(store, lang=context.lang).conflicts(thing, source, day)
    if inside:
        found = [item for item in found if item.within]
    if form == "json":
        write(json.dumps([item.as_dict() for item in found], ensure_ascii=False, indent=2))
    elif form == "csv":
        write(stories_table(found).to_csv())
    elif not found:
        context.note("no conflict" if context.lang == "en" else "aucune contradiction")
    elif form == "markdown":
        write(stories_markdown(found, context.lang))
    else:
        write("\n\n".join(tell(item, context.lang) for item in found))
