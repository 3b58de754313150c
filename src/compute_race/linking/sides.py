"""The two sides of a comparison: what each says in words, and on what it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from compute_race.dataset.sssom import EXACT, MappingRow
from compute_race.linking.places import Places
from compute_race.wikidata import items
from compute_race.wikidata.items import Statement

Verdict = Literal["agree", "differ", "only we", "only Wikidata", "not comparable", "not read"]
START, END = "P580", "P582"
_URL, _STATED_IN = "P854", "P248"
_TIMES: Final = ((START, "from"), (END, "until"), (items.POINT_IN_TIME, "at"))


@dataclass(frozen=True)
class Comparison:
    """One thing that one side or both say: what, each side's words, and each side's evidence."""

    what: str
    verdict: Verdict
    ours: str
    theirs: str
    our_evidence: str
    their_evidence: str


@dataclass(frozen=True)
class Links:
    """Which item is which of our things, what an item is called, and which places hold which."""

    items: Mapping[str, str]
    entities: Mapping[str, str]
    labels: Mapping[str, str]
    places: Places = field(default_factory=Places)

    def name(self, qid: str) -> str:
        """Give what a person calls an item: our slug where it is linked, its label, else its id."""
        ours = self.entities.get(qid)
        label = ours.partition(":")[2] if ours else self.labels.get(qid, "")
        return f"{label} ({qid})" if label else qid


def exact_links(rows: Iterable[MappingRow]) -> dict[str, str]:
    """Give the item of each of our things that has one, by our name (``ent:google``)."""
    return {
        row.subject_id: row.object_id.removeprefix("wd:")
        for row in rows
        if row.is_link and row.predicate_id == EXACT
    }


def in_force(found: Iterable[Statement]) -> list[Statement]:
    """Leave out what is deprecated, and what held until some day only."""
    return [one for one in found if one.rank != "deprecated" and not one.qualifier(END)]


def evidence(statement: Statement) -> str:
    """Say on what a statement of Wikidata stands: rank, time, references with their address."""
    parts = [f"{statement.rank} rank" if statement.rank else "rank not read"]
    for name, word in _TIMES:
        if when := statement.qualifier(name):
            parts.append(f"{word} {when}")
    if statement.rank is not None:
        count = len(statement.references)
        parts.append(f"{count} reference{'' if count == 1 else 's'}")
    for reference in statement.references:
        parts += [snak.value for snak in reference if snak.property in (_URL, _STATED_IN)][:1]
    return ", ".join(parts)


def documents_in_words(documents: tuple[str, ...]) -> str:
    """Name the first of those who say something, and count the others."""
    more = f" and {len(documents) - 1} more" if len(documents) > 1 else ""
    return f"{documents[0]}{more}" if documents else ""
