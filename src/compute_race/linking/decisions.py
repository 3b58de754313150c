"""What a reviewer decides, in words: one vocabulary for the terminal and for files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.linking.entities import Entity, find_wanted
from compute_race.linking.ledger import Judgement, item_name, nothing
from compute_race.linking.rows import Rows
from compute_race.wikidata.items import Item, is_item_id
from compute_race.wikidata.matching import Decision

#: Words that a decision is written with, and what they say.
WORDS: Final[Mapping[str, str]] = {
    "same": "the item is the same thing",
    "close": "the item is nearly the same thing",
    "broad": "the item is something wider that holds it",
    "not": "the item is something else",
    "none": "there is no item",
    "likely": "no item was found, though one probably exists",
    "unsure": "cannot be decided",
}
_PREDICATES: Final = {
    "same": "skos:exactMatch",
    "close": "skos:closeMatch",
    "broad": "skos:broadMatch",
    "not": "skos:exactMatch",
    "unsure": "skos:exactMatch",
}
#: Those of them that are about an item.
NEED_ITEM: Final = ("same", "close", "broad", "not")
#: Decisions of which an entity gets one.
_SETTLING: Final = ("same", "close", "broad", "none", "likely")
#: How sure a reviewer is who accepts or rejects after looking, by default.
_CONFIDENCE: Final = "0.9"
_TOOL: Final = "race link review"
COLUMNS: Final = ("entity", "decision", "item", "label", "score", "why", "comment")


@dataclass(frozen=True)
class Reviewed:
    """One decision: about which entity, in which word, on which item, and why."""

    entity: Entity
    word: str
    item: str
    label: str
    comment: str

    def judgement(self, source: str) -> Judgement:
        """Give what goes on record; ``source`` names where candidates were looked for."""
        if self.word in ("none", "likely"):
            return nothing(self.comment, source, is_likely=self.word == "likely")
        return Judgement(
            object_id=item_name(self.item) if self.item else "sssom:NoTermFound",
            object_label=self.label,
            predicate=_PREDICATES[self.word],
            is_negative=self.word == "not",
            is_unsure=self.word == "unsure",
            confidence="" if self.word in ("not", "unsure") else _CONFIDENCE,
            source=source,
            tool=_TOOL,
            comment=self.comment,
        )


def reviewed(
    entity: Entity, word: str, item: str, known: Callable[[str], Item | None], comment: str = ""
) -> Reviewed:
    """Check a decision; ``UsageError`` for one that cannot go on record.

    ``known`` gives what is known of an item: one that was merged into another is refused, and
    so is a page that lists what a name may mean.
    """
    if word not in WORDS:
        hint = did_you_mean(word, WORDS, f"the decisions are {', '.join(WORDS)}")
        raise UsageError(f'there is no decision "{word}"', hint)
    qid = item.removeprefix("wd:").rpartition("/")[2]
    if word in NEED_ITEM and not qid:
        raise UsageError(f'"{word}" needs an item', "write its id, as Q95")
    if word in ("none", "likely") and qid:
        raise UsageError(f'"{word}" takes no item', "leave it out")
    if qid and not is_item_id(qid):
        raise UsageError(f'"{item}" is no id of an item', "write Q and a number, as Q95")
    found = known(qid) if qid else None
    if found is not None and word in ("same", "close", "broad"):
        if found.qid != qid:
            raise UsageError(f"{qid} was merged into {found.qid}", f"write {found.qid}")
        if found.is_disambiguation:
            raise UsageError(f"{qid} only lists what a name may mean", "write the thing itself")
    label = found.label() if found is not None and found.label() != found.qid else ""
    return Reviewed(entity, word, qid, label, comment.strip())


def read_decisions(
    path: Path, entities: Sequence[Entity], known: Callable[[str], Item | None]
) -> list[Reviewed]:
    """Read a file of decisions; rows without one are left out.

    ``ProblemsError`` names every row that cannot go on record; then none does.
    """
    rows = Rows(path)
    if missing := [name for name in ("entity", "decision", "item") if name not in rows.header]:
        advice = "make the file with: race link review --to FILE"
        raise UsageError(f"{path} has no column {', '.join(missing)}", advice)

    made: dict[str, list[tuple[int, Reviewed]]] = {}

    def decision(row: Mapping[str, str], line: int) -> Reviewed | None:
        word = row["decision"].strip()
        if not word:
            return None
        entity = find_wanted(entities, row["entity"].strip())
        # A row made for a candidate may be decided on as a whole: then it has no item.
        item = "" if word in ("none", "likely") else row["item"].strip()
        one = reviewed(entity, word, item, known, row.get("comment", ""))
        earlier = made.setdefault(entity.name, [])
        _refuse_contradiction(one, earlier)
        # "none" in every row of an entity is one decision; the first reason given stands.
        is_again = any((one.word, one.item) == (other.word, other.item) for _, other in earlier)
        earlier.append((line, one))
        return None if is_again and not one.comment else one

    return rows.each("review-row", decision)


def _refuse_contradiction(one: Reviewed, earlier: Iterable[tuple[int, Reviewed]]) -> None:
    """Refuse a second answer to what one file has answered already."""
    for line, other in earlier:
        both_settle = one.word in _SETTLING and other.word in _SETTLING
        is_other = (one.word, one.item) != (other.word, other.item)
        if is_other and (both_settle or one.item == other.item):
            was = f"{other.word} {other.item}".strip()
            raise UsageError(
                f"{one.entity.slug} is judged {was} in line {line}", "keep one of them"
            )


def decisions_text(searched: Iterable[tuple[Entity, Decision]], shown: int) -> str:
    """Write a file to decide in: a row for each candidate, or one where there is none."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for entity, decision in searched:
        for one in decision.candidates[:shown]:
            why = "; ".join(
                f"{feature.name} {feature.points:+.2f} {feature.detail}"
                for feature in one.features
                if feature.points
            )
            what = f"{one.item.label()}, {one.item.description()}".rstrip(", ")
            cells = (entity.slug, "", one.item.qid, what, f"{one.score:.2f}", why, "")
            writer.writerow(" ".join(cell.split()) for cell in cells)
        if not decision.candidates:
            writer.writerow((entity.slug, *[""] * 4, str(decision.reason), ""))
    return out.getvalue()
