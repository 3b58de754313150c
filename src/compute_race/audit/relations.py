"""Which announcements judgements set in relation, however many steps apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from compute_race.audit.material import Material


@dataclass(frozen=True, eq=False)
class Relations:
    """What judgements, and figures that documents call parts of others, say of announcements."""

    material: Material

    def holders(self, announcement: str) -> frozenset[str]:
        """Give an announcement with all that hold its amount.

        What it is part of, what took its place, what says the same, what
        includes its figure, and so on from there.
        """
        if announcement not in self._holders:
            found: set[str] = set()
            waiting = [announcement]
            while waiting:
                place = waiting.pop()
                if place not in found:
                    found.add(place)
                    waiting += self._steps.get(place, ())
            self._holders[announcement] = frozenset(found)
        return self._holders[announcement]

    def are_judged(self, one: str, other: str) -> bool:
        """Tell whether somebody settled how two announcements stand to each other.

        They are where one lies in the other, where both lie in a third (a sum
        counts that), or where what holds one was judged apart from what holds the other.
        """
        mine, its = self.holders(one), self.holders(other)
        return bool(mine & its) or any(
            (a, b) in self._apart or (b, a) in self._apart for a in mine for b in its
        )

    @cached_property
    def _holders(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _apart(self) -> frozenset[tuple[str, str]]:
        facts = self.material.facts
        return frozenset(
            (iri, other)
            for iri in self.material.records.announcements
            for other in facts.iris(iri, "doesNotOverlap")
        )

    @cached_property
    def _steps(self) -> Mapping[str, tuple[str, ...]]:
        facts, records = self.material.facts, self.material.records
        steps: dict[str, set[str]] = defaultdict(set)
        for iri, announcement in records.announcements.items():
            steps[iri].update(announcement.part_of, announcement.superseded_by)
            for other in facts.iris(iri, "restates"):
                steps[iri].add(other)
                steps[other].add(iri)
        about = {claim.iri: claim.about for claim in records.claims}
        for claim in records.claims:
            for part in facts.iris(claim.iri, "includesFigure"):
                if claim.about in records.announcements and part in about:
                    steps[about[part]].add(claim.about)
        return {iri: tuple(sorted(found)) for iri, found in steps.items()}
