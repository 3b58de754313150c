"""``race why``: a number, claim or conflict walked back to its source."""

from __future__ import annotations

import json

import click

from compute_race.answering.why import Explainer
from compute_race.basics.dates import parse_day
from compute_race.basics.problems import UsageError
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import write
from compute_race.cli.telling import tell


@click.command(epilog="Example: race why alibaba-380bn")
@click.argument("name", metavar="ID|SLUG|IRI")
@click.option("--as-of", metavar="DATE", help="The preferred value as of this day.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@shared_options
@pass_context
def why(context: Context, name: str, as_of: str | None, form: str) -> None:
    """Walk a number back: rate, division, rule, documents, positions, sentences.

    Takes the id of a row of race compare, a conflict, a claim such as
    silicon-fr-alibaba-30-milliards#c04, or the slug of an announcement or
    organisation. The sentence is shown where the document lies on disk
    (RACE_DOCUMENTS names the folders); the graph stores none.
    """
    stories = Explainer(ensure_store(context), lang=context.lang).why(name, day_text(as_of))
    if form == "json":
        write(json.dumps([story.as_dict() for story in stories], ensure_ascii=False, indent=2))
        return
    write("\n\n".join(tell(story, context.lang) for story in stories))


def day_text(given: str | None) -> str | None:
    """Check a day given on the command line; ``UsageError`` where it is none."""
    if given is None:
        return None
    try:
        return parse_day(given).isoformat()
    except ValueError as error:
        raise UsageError(f"--as-of: {error}", "write --as-of 2025-03-01") from None
