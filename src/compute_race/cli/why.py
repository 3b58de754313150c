"""``race why``: a number, sum, claim or conflict walked back to its source."""

from __future__ import annotations

import json
from typing import Any, Final

import click

from compute_race.answering.ranking import find_measure
from compute_race.answering.stories import Story, SumStory, ValueStory
from compute_race.answering.story_tables import stories_markdown, stories_table
from compute_race.answering.why import Explainer
from compute_race.basics.problems import UsageError
from compute_race.cli.comparing import comparison_options, day_text, read_options
from compute_race.cli.formats import form_option
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import write
from compute_race.cli.telling import tell

#: What only a sum can be asked for: which figures it is of.
_OF_SUMS: Final = ("among", "modality", "scope", "period")


@click.command(epilog="Example: race why united-states --as-of 2025-03-01")
@click.argument("name", metavar="ID|SLUG|IRI")
@comparison_options
@form_option("json", "csv", "markdown")
@shared_options
@pass_context
def why(context: Context, /, name: str, form: str, **asked: Any) -> None:
    """Walk a number back: rate, division, rule, documents, positions, sentences.

    Takes the id of a row of race compare, a conflict, a claim such as
    silicon-fr-alibaba-30-milliards#c04, a document, or the slug of an
    announcement or organisation. A sum (of a bloc, a group, an initiative) is
    told with what it counts and leaves out: give the options that race compare
    had. Without --as-of a figure is told as it stood last, a sum as of today.
    The sentence is shown where the document lies on disk (RACE_DOCUMENTS
    names the folders); the graph stores none.
    """
    options = read_options(asked)
    store = ensure_store(context)
    measure = find_measure(store, options).iri
    explainer = Explainer(store, lang=context.lang)
    stories = explainer.why(name, day_text(asked["as_of"]), options, asked["by"])
    if not any(isinstance(story, SumStory) for story in stories):
        idle = next((option for option in _OF_SUMS if asked[option]), None)
        if idle is not None:
            raise UsageError(f"{name} is no sum, and --{idle} is for sums", "leave it out")
        stories = _chosen(stories, measure if asked["measure"] else None, name)
        stories = [_narrowed(story, asked["currency"], asked["per"]) for story in stories]
    if form == "json":
        write(json.dumps([story.as_dict() for story in stories], ensure_ascii=False, indent=2))
    elif form == "csv":
        write(stories_table(stories).to_csv())
    elif form == "markdown":
        write(stories_markdown(stories, context.lang))
    else:
        write("\n\n".join(tell(story, context.lang) for story in stories))


def _chosen(stories: list[Story], measure: str | None, name: str) -> list[Story]:
    """Keep the stories of one measure, all where none is asked for."""
    kept = [
        story
        for story in stories
        if measure is None or isinstance(story, SumStory) or story.measure == measure
    ]
    if not kept:
        raise UsageError(f"there is no such figure about {name}", "leave out --measure")
    return kept


def _narrowed(story: Story, currency: str | None, per: str | None) -> Story:
    return story.narrowed(currency, per) if isinstance(story, ValueStory) else story
