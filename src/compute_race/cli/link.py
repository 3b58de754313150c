"""``race link``: our entities and Wikidata's items, judgement by judgement."""

from __future__ import annotations

from typing import Final

import click

from compute_race.cli.lazy import LazyGroup
from compute_race.cli.options import shared_options

#: Each step: where it is, and its line in ``race link --help``.
STEPS: Final = {
    "status": ("link_status:status", "Count what is linked, judged to have no item, and open."),
    "candidates": ("link_candidates:candidates", "Find items that may be meant, and say why."),
    "review": ("link_review:review", "Judge candidates one by one, or many from a file."),
    "drift": (
        "link_drift:drift_",
        "Compare with a newer reading of Wikidata, and with what we say.",
    ),
    "propose": ("link_propose:propose", "Write statements that Wikidata lacks and we can cite."),
    "sssom": ("link_sssom:sssom", "Write the judgements as SSSOM, a table or JSON."),
    "measure": ("link_measure:measure_", "Measure matching against decisions that are known."),
}


class _Steps(LazyGroup):
    verbs = STEPS


@click.group(cls=_Steps, name="link", epilog="Example: race link status")
@shared_options
def link() -> None:
    """Link entities to Wikidata: judge, review, compare, give back.

    Every judgement is kept in graph/links/wikidata.sssom.tsv. All works without a network;
    what asks Wikidata itself is told to (--online, --source).
    """
