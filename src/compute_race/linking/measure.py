"""How well matching does: precision and recall of automatic matches, by kind of thing.

A question is what is looked for (name, kind, country); several decisions may be about one.
Precision is the share of right ones among the matches made; recall that of questions matched
rightly among those that have an item. A question that has none, and is matched, is a wrong
match. ``rejected`` counts the decisions that name an item which is not meant, and ``mistaken``
those in which it was taken.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final

from compute_race.answering.table import Column, Table
from compute_race.basics.problems import UsageError
from compute_race.linking.gold import GoldDecision
from compute_race.wikidata.items import Item, is_item_id
from compute_race.wikidata.matching import Decision
from compute_race.wikidata.wanted import Wanted

ALL: Final = "all"
#: The counts that are shown, with short headings: ten columns have to fit a terminal.
_COUNTS: Final = {
    "questions": "asked",
    "with_item": "items",
    "right": "right",
    "wrong": "wrong",
    "to_review": "review",
    "rejected": "not it",
    "mistaken": "taken",
}


@dataclass
class Figures:
    """Counts of one kind, and what they come to."""

    questions: int = 0
    with_item: int = 0
    right: int = 0
    wrong: int = 0
    to_review: int = 0
    nothing: int = 0
    rejected: int = 0
    mistaken: int = 0

    @property
    def precision(self) -> float | None:
        """Give the share of right matches; ``None`` where none was made."""
        made = self.right + self.wrong
        return self.right / made if made else None

    @property
    def recall(self) -> float | None:
        """Give the share of items matched; ``None`` where no question has one."""
        return self.right / self.with_item if self.with_item else None


@dataclass
class Measured:
    """Figures by kind (``all`` is their sum), and what was matched wrongly or not at all."""

    by_kind: dict[str, Figures] = field(default_factory=dict)
    wrong: list[tuple[GoldDecision, Decision]] = field(default_factory=list)
    missed: list[tuple[GoldDecision, Decision]] = field(default_factory=list)

    @property
    def all(self) -> Figures:
        """Give the figures of all kinds together."""
        return self.by_kind.get(ALL, Figures())


def measure(gold: Iterable[GoldDecision], decide: Callable[[Wanted], Decision]) -> Measured:
    """Ask each question once, and count."""
    answers: dict[tuple[str, str, str], Decision] = {}
    measured = Measured()
    for one in gold:
        kind = str(one.wanted.kind)
        question = (one.wanted.name, kind, one.wanted.country)
        is_new = question not in answers
        if is_new:
            answers[question] = decide(one.wanted)
        found = answers[question]
        for figures in (measured.by_kind.setdefault(name, Figures()) for name in (kind, ALL)):
            _count(figures, one, found, is_new=is_new)
        if is_new and found.match is not None and found.match.qid != one.item:
            measured.wrong.append((one, found))
        elif is_new and one.item and found.match is None:
            measured.missed.append((one, found))
    return measured


def _count(figures: Figures, one: GoldDecision, found: Decision, *, is_new: bool) -> None:
    match = found.match.qid if found.match is not None else ""
    if one.rejected:
        figures.rejected += 1
        figures.mistaken += match == one.rejected
    if not is_new:
        return
    figures.questions += 1
    figures.with_item += bool(one.item)
    figures.right += bool(one.item) and match == one.item
    figures.wrong += bool(match) and match != one.item
    figures.to_review += found.outcome == "candidates"
    figures.nothing += found.outcome == "none"


def measured_table(measured: Measured) -> Table:
    """Give the figures by kind as a table, all kinds last; shares in percent."""
    columns = (
        Column("kind", whole=True),
        *(Column(name, "integer", label) for name, label in _COUNTS.items()),
        Column("precision", "decimal", "prec. %"),
        Column("recall", "decimal", "rec. %"),
    )
    kinds = [*sorted(set(measured.by_kind) - {ALL}), *([ALL] if measured.by_kind else [])]
    rows = [(kind, measured.by_kind[kind]) for kind in kinds]
    return Table(
        columns,
        tuple(
            (
                kind,
                *(getattr(figures, name) for name in _COUNTS),
                _percent(figures.precision),
                _percent(figures.recall),
            )
            for kind, figures in rows
        ),
    )


def _percent(share: float | None) -> Decimal | None:
    return None if share is None else Decimal(f"{share * 100:.1f}")


def read_noise(path: Path) -> list[Item]:
    """Read firms to match among: JSON with ``entities`` of ``qid``, ``canonical``, ``aliases``.

    ``UsageError`` for another form.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return [_firm(**entity) for entity in data["entities"]]
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError(f"{path} is no list of firms", "see the README, part Wikidata") from None


def _firm(qid: str, canonical: str | None, aliases: list[str], **_: object) -> Item:
    # A text in place of a list would be taken for names of one letter.
    if not is_item_id(qid) or not isinstance(aliases, list):
        raise ValueError
    name = (canonical,) if canonical else ()
    if not all(isinstance(one, str) for one in (*name, *aliases)):
        raise ValueError
    return Item(qid, {"en": name[0]} if name else {}, {"en": tuple(aliases)}, classes=("business",))
