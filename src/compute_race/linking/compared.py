"""We say, Wikidata says: parents, subsidiaries, head offices, revenue, each with its evidence.

Statements are read in full: each of Wikidata's is shown with its rank, the number of its
references and what qualifies it; a deprecated one never agrees. Only where a property was read
whole can Wikidata be said to lack something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from compute_race.dataset.sssom import EXACT, MappingRow
from compute_race.linking.said import Revenue, Said
from compute_race.linking.years import may_be_of
from compute_race.wikidata import items
from compute_race.wikidata.items import Item, Statement

Verdict = Literal["agree", "differ", "only we", "only Wikidata", "not read"]
VERDICTS: Final[tuple[Verdict, ...]] = ("differ", "only we", "only Wikidata", "agree", "not read")
#: Figures nearer than this say the same (as conflicts among our own claims).
_ROUNDING: Final = Decimal("0.05")
_RELATIONS: Final = {
    "parent": items.PARENT,
    "subsidiary": items.SUBSIDIARY,
    "head office": items.HEADQUARTERS,
}
_OWNED_BY: Final = "P127"
_START, _END = "P580", "P582"
_URL, _STATED_IN = "P854", "P248"


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
    """Which item is which of our things, and what an item is called."""

    items: Mapping[str, str]
    entities: Mapping[str, str]
    labels: Mapping[str, str]

    def name(self, qid: str) -> str:
        """Give what a person calls an item: our slug where it is linked, its label, else its id."""
        ours = self.entities.get(qid)
        label = ours.partition(":")[2] if ours else self.labels.get(qid, "")
        return f"{label} ({qid})" if label else qid


def links_of(rows: list[MappingRow], labels: Mapping[str, str]) -> Links:
    """Give the exact links both ways."""
    exact = [row for row in rows if row.is_link and row.predicate_id == EXACT]
    ids = {row.subject_id: row.object_id.removeprefix("wd:") for row in exact}
    return Links(ids, {qid: name for name, qid in ids.items()}, labels)


def compare(said: Said | None, item: Item, links: Links) -> Iterator[Comparison]:
    """Compare what we say of a thing with the item that it is."""
    for what, name in _RELATIONS.items():
        ours = dict(said.related.get(what, {})) if said is not None else {}
        yield from _related(what, name, ours, item, links)
    owners = dict(said.related.get("parent", {})) if said is not None else {}
    for statement in item.statements.get(_OWNED_BY, ()):
        if statement.value and statement.rank != "deprecated":
            agrees = statement.value in {links.items.get(one) for one in owners}
            verdict: Verdict = "agree" if agrees else "only Wikidata"
            if agrees or statement.value in links.entities:
                theirs = links.name(statement.value)
                yield Comparison("owner", verdict, "", theirs, "", evidence(statement))
    for revenue in said.revenue if said is not None else ():
        yield _compared_revenue(revenue, item, links)


def _related(
    what: str, name: str, ours: dict[str, tuple[str, ...]], item: Item, links: Links
) -> Iterator[Comparison]:
    theirs: dict[str, list[Statement]] = {}
    for statement in item.statements.get(name, ()):
        if statement.value:
            theirs.setdefault(statement.value, []).append(statement)
    for other, documents in ours.items():
        qid = links.items.get(other, "")
        stated = theirs.pop(qid, [])
        in_force = [one for one in stated if one.rank != "deprecated"]
        verdict: Verdict
        is_wider = what == "head office" and qid in item.values(items.COUNTRY)
        if in_force or is_wider:
            # A country of ours is no other place than a city of theirs that lies in it.
            verdict = "agree"
        elif stated or (
            what != "subsidiary" and any(_in_force(found) for found in theirs.values())
        ):
            verdict = "differ"
        else:
            verdict = "only we" if item.is_complete(name) else "not read"
        others = stated or [one for found in theirs.values() for one in found]
        shown = others if verdict == "differ" else stated
        yield Comparison(
            what,
            verdict,
            _named(other, qid),
            ", ".join(dict.fromkeys(links.name(one.value) for one in shown)),
            _documents(documents),
            "; ".join(map(evidence, shown)),
        )
    if what != "subsidiary" and ours:
        return
    unknown = 0
    for qid, found in theirs.items():
        if qid in links.entities or what == "head office" or what == "parent":
            if _in_force(found):
                told = "; ".join(map(evidence, found))
                yield Comparison(what, "only Wikidata", "", links.name(qid), "", told)
        else:
            unknown += 1
    if unknown:
        yield Comparison(what, "only Wikidata", "", f"{unknown} that we do not have", "", "")


def _in_force(found: list[Statement]) -> bool:
    return any(one.rank != "deprecated" for one in found)


def _compared_revenue(ours: Revenue, item: Item, links: Links) -> Comparison:
    currency = links.items.get(ours.unit, "")
    theirs = [
        one
        for one in item.statements.get(items.REVENUE, ())
        if one.unit == currency and may_be_of(one, ours.end)
    ]
    in_force = [one for one in theirs if one.rank != "deprecated"]
    # A year that closes in spring may be dated by the year before: that alone is no difference.
    year = str(ours.end.year)
    dated = [one for one in in_force if one.qualifier(items.POINT_IN_TIME)[:4] in ("", year)]
    verdict: Verdict
    if any(_is_near(ours.amount, one) for one in in_force):
        verdict = "agree"
    elif dated:
        verdict = "differ"
    else:
        verdict = "only we" if item.is_complete(items.REVENUE) else "not read"
    money = ours.unit.rpartition("_")[2]
    return Comparison(
        f"revenue {ours.end.isoformat()}",
        verdict,
        f"{ours.amount:,} {money}",
        ", ".join(f"{Decimal(one.value):,} {money}" for one in theirs),
        _documents(ours.documents),
        "; ".join(map(evidence, theirs)),
    )


def _is_near(ours: Decimal, statement: Statement) -> bool:
    try:
        theirs = Decimal(statement.value)
    except InvalidOperation:
        return False
    high = max(ours, theirs)
    return high == 0 or abs(ours - theirs) / high <= _ROUNDING


def evidence(statement: Statement) -> str:
    """Say on what a statement of Wikidata stands: rank, time, references with their address."""
    parts = [f"{statement.rank} rank" if statement.rank else "rank not read"]
    for name, word in ((_START, "from"), (_END, "until"), (items.POINT_IN_TIME, "at")):
        if when := statement.qualifier(name):
            parts.append(f"{word} {when}")
    if statement.rank is not None:
        count = len(statement.references)
        parts.append(f"{count} reference{'' if count == 1 else 's'}")
    for reference in statement.references:
        parts += [snak.value for snak in reference if snak.property in (_URL, _STATED_IN)][:1]
    return ", ".join(parts)


def _named(name: str, qid: str) -> str:
    slug = name.partition(":")[2]
    return f"{slug} ({qid})" if qid else f"{slug} (no exact item)"


def _documents(documents: tuple[str, ...]) -> str:
    more = f" and {len(documents) - 1} more" if len(documents) > 1 else ""
    return f"{documents[0]}{more}" if documents else ""
