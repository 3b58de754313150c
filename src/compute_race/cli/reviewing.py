"""The reviewer's desk: one entity and its candidates side by side, a question, an answer kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import click

from compute_race.answering.table import Column, Table
from compute_race.basics.problems import UsageError
from compute_race.cli.output import print_heading, print_table, write
from compute_race.linking.decisions import NEED_ITEM, WORDS, Reviewed, reviewed
from compute_race.linking.entities import Entity
from compute_race.linking.explained import lines
from compute_race.linking.ledger import Ledger
from compute_race.linking.searching import Searcher
from compute_race.wikidata import items
from compute_race.wikidata.items import Item
from compute_race.wikidata.matching import Decision

#: Candidates beside each other: more do not fit eighty columns.
_BESIDE: Final = 3
#: No list of candidates is longer than the numbers with as many digits.
_DIGITS: Final = 3
#: How much of a wrong answer is said back.
_TOLD: Final = 40
_KEYS: Final = {
    "c": "close",
    "b": "broad",
    "x": "not",
    "n": "none",
    "l": "likely",
    "u": "unsure",
}
_HELP: Final = {
    "en": """  1        candidate 1 is the same thing (also an id: Q95)
  c1 b1    it is close to it, or something broader
  x1       it is something else
  n l      there is no item; none was found, but one is likely
  u        not sure: asked again next time
  s q      skip; stop""",
    "fr": """  1        le candidat 1 est la même chose (ou un identifiant : Q95)
  c1 b1    il en est proche, ou plus large
  x1       c'est autre chose
  n l      il n'y a pas d'élément ; aucun trouvé, mais probable
  u        pas sûr : la question reviendra
  s q      passer ; arrêter""",
}
_LABELS: Final = {
    "en": ("", "ours", "names", "what", "sort", "country", "website", "ids", "since", "score"),
    "fr": ("", "nous", "noms", "quoi", "sorte", "pays", "site", "codes", "depuis", "score"),
}


@dataclass(frozen=True)
class Desk:
    """What a review needs: the ledger, whom to ask, who decides, and when."""

    ledger: Ledger
    searcher: Searcher
    reviewer: str
    day: dt.date
    lang: str

    def search(self, entity: Entity, progress: Callable[[str], None]) -> Decision:
        """Find the candidates of an entity, without those that were rejected."""
        if entity.wanted is None:
            raise UsageError(f"{entity.slug} is nothing that Wikidata has items for")
        progress(entity.slug)
        return self.searcher.decide(entity.wanted, self.ledger.rejected(entity))

    def known(self, qid: str) -> Item | None:
        """Give what the snapshot knows of an item."""
        return self.searcher.shipped.item(qid)

    def label(self, qid: str) -> str:
        """Give the label of an item where the snapshot knows it, else the id."""
        found = self.known(qid)
        return found.label(self.lang) if found is not None else qid

    def record(self, found: Sequence[Reviewed]) -> None:
        """Put decisions on record, all or none."""
        source = self.searcher.source.name
        judgements = [(one.entity, one.judgement(source)) for one in found]
        self.ledger.record(judgements, self.reviewer, self.day)


def review_on_terminal(desk: Desk, entities: Sequence[Entity]) -> int:
    """Ask about each entity until all are judged or the reviewer stops; give how many were."""
    made = 0
    for place, entity in enumerate(entities, start=1):
        while True:
            decision = desk.search(entity, lambda name: None)
            print_heading(f"{place}/{len(entities)}  {entity.slug}")
            _show(entity, decision, desk)
            answer = _ask(desk, entity, decision)
            if answer is None:
                return made
            if isinstance(answer, str):
                break
            try:
                desk.record([answer])
            except UsageError as error:
                click.echo(f"  {error}", err=True)
                continue
            made += 1
            # What it is not leaves the question open: the next candidate comes up.
            if answer.word != "not":
                break
    return made


def _ask(desk: Desk, entity: Entity, decision: Decision) -> Reviewed | str | None:
    """Ask until there is an answer: a decision, ``skip``, or ``None`` to stop."""
    prompt = {"en": "judgement (? for help)", "fr": "jugement (? pour l'aide)"}[desk.lang]
    while True:
        try:
            text = click.prompt(prompt, prompt_suffix=": ", default="s", show_default=False)
        except click.Abort:
            # The cursor still stands behind the question.
            click.echo(err=True)
            return None
        text = text.strip()
        if text in ("q", "quit"):
            return None
        if text in ("s", "skip", ""):
            return "skip"
        if text == "?":
            write(_HELP[desk.lang])
            continue
        try:
            return _answer(text, entity, decision, desk)
        except UsageError as error:
            click.echo(f"  {error}", err=True)


def _answer(text: str, entity: Entity, decision: Decision, desk: Desk) -> Reviewed:
    short, _, comment = text.partition(" ")
    wrong = f'"{text[:_TOLD]}" is no answer'
    if short in WORDS:
        word, what = short, ""
        if short in NEED_ITEM:
            what, _, comment = comment.strip().partition(" ")
    else:
        word, what = ("same", short) if short[:1] not in _KEYS else (_KEYS[short[0]], short[1:])
    if word in ("none", "likely", "unsure"):
        if what:
            raise UsageError(wrong, "type ? for the answers")
        item = decision.candidates[0].item.qid if word == "unsure" and decision.candidates else ""
        return reviewed(entity, word, item, desk.known, comment)
    if what.isdecimal():
        number = int(what) if len(what) <= _DIGITS else 0
        if not 1 <= number <= len(decision.candidates):
            raise UsageError(f"there is no candidate {what[:_TOLD]}", "type ? for the answers")
        found = decision.candidates[number - 1].item
        return reviewed(entity, word, found.qid, lambda _: found, comment)
    if not what.startswith("Q"):
        raise UsageError(wrong, "type ? for the answers")
    return reviewed(entity, word, what, desk.known, comment)


def _show(entity: Entity, decision: Decision, desk: Desk) -> None:
    """Show what is known side by side, then what speaks for each candidate."""
    labels = _LABELS[desk.lang]
    beside = list(decision.candidates[:_BESIDE])
    heads = [f"{place}: {one.item.qid}" for place, one in enumerate(beside, start=1)]
    columns = (Column("what", label=" "), Column("ours", label=labels[1]), *map(Column, heads))
    theirs = [[*_facts(one.item, desk), f"{one.score:.2f}"] for one in beside]
    ours = [*_ours(entity), ""]
    rows = tuple(
        (label, mine or None, *(cells[place] or None for cells in theirs))
        for place, (label, mine) in enumerate(zip(labels[2:], ours, strict=True))
        if mine or any(cells[place] for cells in theirs)
    )
    print_table(Table(columns, rows), lang=desk.lang)
    write("\n".join(lines(entity.slug, decision, desk.lang)))


def _ours(entity: Entity) -> list[str]:
    wanted = entity.wanted
    if wanted is None:
        return [""] * 7
    ids = ", ".join(f"{name} {value}" for name, value in wanted.identifiers.items())
    names = ", ".join(wanted.names[:4])
    site = _site(wanted.website)
    return [names, "", entity.kind, wanted.country, site, ids, wanted.inception]


def _facts(item: Item, desk: Desk) -> list[str]:
    named = list(dict.fromkeys(name for name, _, _ in item.names()))
    countries = desk.searcher.world.countries
    ids = (items.LEI, items.CIK, items.ISIN, items.ISO_COUNTRY, items.ISO_CURRENCY)
    return [
        ", ".join(named[:4]),
        item.description(desk.lang),
        ", ".join((*map(desk.label, item.values(items.INSTANCE_OF)[:3]), *item.classes[:2])),
        ", ".join(countries.get(qid, qid) for qid in item.values(items.COUNTRY)),
        ", ".join(map(_site, item.values(items.WEBSITE)[:2])),
        ", ".join(f"{p} {value}" for p in ids for value in item.values(p)[:1]),
        ", ".join(item.values(items.INCEPTION)),
    ]


def _site(address: str) -> str:
    """Give an address as short as it is told apart by, so that it fits a column."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")
