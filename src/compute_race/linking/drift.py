"""Drift: what became of the items linked, and where Wikidata and our documents part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from compute_race.answering.table import Column, Table, Value
from compute_race.dataset.sssom import EXACT
from compute_race.linking.changes import Change, changes
from compute_race.linking.compared import compare
from compute_race.linking.entities import Entity
from compute_race.linking.ledger import Ledger
from compute_race.linking.places import Ground
from compute_race.linking.readings import Reading
from compute_race.linking.said import Said
from compute_race.linking.sides import Comparison, Links, exact_links
from compute_race.wikidata.snapshot import Snapshot

Part = Literal["changes", "values"]
PARTS: Final[tuple[Part, ...]] = ("changes", "values")


@dataclass(frozen=True)
class Finding:
    """What was found about one entity: its id there, and a change or a comparison."""

    entity: Entity
    qid: str
    what: Change | Comparison


def drift(
    entities: Iterable[Entity],
    ledger: Ledger,
    shipped: Snapshot,
    newer: Reading | None,
    said: Mapping[str, Said],
    ground: Ground,
    parts: Iterable[Part] = PARTS,
) -> list[Finding]:
    """Find what drifted; without a newer reading we are compared with the shipped one.

    Sorted by entity; changes first, then what differs, then the rest. A thing that is linked
    otherwise than as the same is looked at for changes only.
    """
    wanted = set(parts)
    links = _links(ledger, shipped, newer, ground)
    findings: list[Finding] = []
    for entity in entities:
        for row in ledger.of(entity):
            if not row.is_link:
                continue
            qid = row.object_id.removeprefix("wd:")
            old = shipped.item(qid)
            item = newer.found.get(qid) if newer is not None else old
            if "changes" in wanted and newer is not None:
                if qid in newer.missing:
                    advice = f"race link review {entity.slug}"
                    gone = Change("deleted", qid, "no such item any more", advice)
                    findings.append(Finding(entity, qid, gone))
                elif item is not None:
                    told = sorted(changes(entity.slug, row, old, item))
                    findings += [Finding(entity, qid, one) for one in told]
            if "values" in wanted and item is not None and row.predicate_id == EXACT:
                compared = compare(said.get(entity.name), item, links)
                findings += [Finding(entity, qid, one) for one in compared]
    return findings


def _links(ledger: Ledger, shipped: Snapshot, newer: Reading | None, ground: Ground) -> Links:
    read = {item.qid: item for item in shipped}
    if newer is not None:
        read |= {**newer.around, **{item.qid: item for item in newer.found.values()}}
    labels = {qid: item.label() for qid, item in read.items() if item.label() != qid}
    ids = exact_links(ledger.rows)
    names = {qid: name for name, qid in ids.items()}
    return Links(ids, names, labels, ground.places(ids, read.get))


def drift_table(findings: Iterable[Finding]) -> Table:
    """Give findings as a table: a change has what was before and after, a comparison two sides."""
    columns = (
        Column("entity", whole=True),
        Column("item", whole=True),
        Column("what"),
        Column("verdict"),
        Column("ours"),
        Column("theirs"),
        Column("our_evidence"),
        Column("their_evidence"),
        Column("advice"),
    )
    return Table(columns, tuple(map(_row, findings)))


def _row(finding: Finding) -> tuple[Value, ...]:
    head = (finding.entity.slug, finding.qid)
    one = finding.what
    if isinstance(one, Change):
        cells = (one.what, "changed", one.before, one.after, "", "", one.advice)
    else:
        evidence = (one.our_evidence, one.their_evidence, "")
        cells = (one.what, one.verdict, one.ours, one.theirs, *evidence)
    return (*head, *(cell or None for cell in cells))
