"""``race link measure``: precision and recall of matching on decisions that are known."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from compute_race.cli.formats import form_option
from compute_race.cli.options import Context, pass_context, shared_options
from compute_race.cli.output import print_table, write
from compute_race.linking.gold import GoldDecision, read_gold
from compute_race.linking.measure import Measured, measure, measured_table, read_noise
from compute_race.linking.searching import Searcher
from compute_race.wikidata.matching import Decision


@click.command(epilog="Example: race link measure gold_links.tsv --noise companies.json")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--noise", type=click.Path(path_type=Path), help="Firms to match among: JSON of names by id."
)
@form_option("json", "csv", "markdown")
@shared_options
@pass_context
def measure_(context: Context, gold: Path, noise: Path | None, form: str) -> None:
    """Measure automatic matching: GOLD names things, and the items that are meant.

    Its columns, tab-separated: id, name, kind, country, item (empty where there is none),
    rejected (an item that is not meant). Precision is the share of right ones among automatic
    matches, recall that of things matched among those that have an item.
    """
    decisions = read_gold(gold)
    searcher = Searcher(more=read_noise(noise) if noise is not None else ())
    found = measure(decisions, searcher.decide)
    table = measured_table(found)
    if form == "json":
        write(json.dumps(_as_dict(found), ensure_ascii=False, indent=2))
    elif form == "csv":
        write(table.to_csv())
    elif form == "markdown":
        write(table.to_markdown(context.lang))
    else:
        print_table(table, lang=context.lang)
        for name, cases in (("wrong", found.wrong), ("missed", found.missed)):
            for one, decision in cases:
                context.note(f"{name}: {_told(one, decision)}")


def _told(one: GoldDecision, decision: Decision) -> str:
    got = decision.match.qid if decision.match is not None else decision.outcome
    return f"{one.id} {one.wanted.name}: {one.item or 'none'} expected, {got}: {decision.reason}"


def _as_dict(found: Measured) -> dict[str, object]:
    return {
        "by_kind": {
            kind: {**asdict(figures), "precision": figures.precision, "recall": figures.recall}
            for kind, figures in sorted(found.by_kind.items())
        },
        "wrong": [_told(*case) for case in found.wrong],
        "missed": [_told(*case) for case in found.missed],
    }
