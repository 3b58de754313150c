"""Candidates for a thing: asked of any source, without what was rejected, and decided on."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from compute_race.basics.paths import links_folder
from compute_race.wikidata.features import World
from compute_race.wikidata.items import Item
from compute_race.wikidata.matching import Decision, decide
from compute_race.wikidata.snapshot import SNAPSHOT, Snapshot, read_shipped
from compute_race.wikidata.snapshot_source import SnapshotSource
from compute_race.wikidata.wanted import CandidateSource, Wanted

#: How many items a source is asked for: enough that a firm's look-alikes do not crowd it out.
LIMIT = 50


class Searcher:
    """Asks one source, and knows of the world what the snapshot knows."""

    def __init__(self, source: CandidateSource | None = None, more: Iterable[Item] = ()) -> None:
        """Take a source, by default the snapshot that ships, with ``more`` items beside it."""
        self.shipped = read_shipped(links_folder() / SNAPSHOT)
        own = SnapshotSource(self.shipped)
        self.world: World = own.world
        if more:
            own = SnapshotSource(_together(self.shipped, more))
        self.source: CandidateSource = source if source is not None else own

    def decide(self, wanted: Wanted, rejected: Collection[str] = ()) -> Decision:
        """Ask for items and decide which is meant; ``rejected`` ids are left out."""
        found = self.source.find(wanted, LIMIT)
        return decide(wanted, [one for one in found if one.qid not in rejected], self.world)


def _together(shipped: Snapshot, more: Iterable[Item]) -> Snapshot:
    """Put a snapshot and further items together; what the snapshot knows of an item wins."""
    return Snapshot(shipped.name, [*more, *shipped])
