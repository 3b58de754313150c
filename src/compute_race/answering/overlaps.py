"""Which announcements are within, the same as, or apart from one another.

What the judgements, and the figures that documents call parts of others, say
together: a part of what is restated or superseded is a part of what took its
place. Nothing is guessed here; two announcements that nobody judged have no
relation.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from compute_race.answering.lookup import slug
from compute_race.answering.options import CompareOptions
from compute_race.dataset.store import Store, select

#: Steps that lead from an announcement to another that plans the same and no more.
_SAME: Final = "restates"


@dataclass(frozen=True)
class Step:
    """One step from an announcement towards what holds its amount.

    ``code`` is ``part-of``, ``included-figure``, ``restates`` or ``superseded``,
    ``to`` the IRI of the announcement it leads to.
    """

    code: str
    to: str


@dataclass(frozen=True)
class Overlaps:
    """The relations between announcements, by IRI.

    ``steps`` gives the steps that lead away from each, ``apart`` the pairs
    judged not to overlap (both ways), ``members`` who takes part in each initiative.
    """

    steps: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def are_apart(self, one: str, other: str) -> bool:
        """Tell whether two announcements were judged not to overlap."""
        return (one, other) in self.apart or (other, one) in self.apart

    def within(self, announcement: str, others: Collection[str]) -> tuple[Step, ...]:
        """Give the shortest way to one of the others that holds more; empty where there is none.

        A way of restatements alone leads to the same amount and is no such way.
        """
        return self._way(announcement, others, larger=True)

    def same(self, announcement: str, others: Collection[str]) -> tuple[Step, ...]:
        """Give the shortest way to one of the others that is the same plan; empty if none."""
        return self._way(announcement, others, larger=False)

    def _way(self, start: str, others: Collection[str], *, larger: bool) -> tuple[Step, ...]:
        seen = {(start, False)}
        queue: deque[tuple[str, bool, tuple[Step, ...]]] = deque([(start, False, ())])
        while queue:
            place, is_larger, way = queue.popleft()
            if way and place != start and is_larger is larger and place in others:
                return way
            for step in self.steps.get(place, ()):
                state = (step.to, is_larger or step.code != _SAME)
                if state not in seen and (larger or not state[1]):
                    seen.add(state)
                    queue.append((*state, (*way, step)))
        return ()


def overlaps_of(pairs: Iterable[tuple[str, str, str]]) -> Overlaps:
    """Make relations of triples: subject, a code or ``apart`` or ``member``, object."""
    steps: dict[str, set[Step]] = defaultdict(set)
    members: dict[str, set[str]] = defaultdict(set)
    apart: set[tuple[str, str]] = set()
    for one, code, other in pairs:
        if code == "apart":
            apart.add((one, other))
        elif code == "member":
            members[other].add(one)
        else:
            steps[one].add(Step(code, other))
            if code == _SAME:
                steps[other].add(Step(code, one))
    return Overlaps(
        {one: tuple(sorted(found, key=_order)) for one, found in steps.items()},
        frozenset(apart),
        {initiative: frozenset(found) for initiative, found in members.items()},
    )


def read_overlaps(store: Store, options: CompareOptions) -> Overlaps:
    """Read the relations from a store.

    Judgements hold for every day. Words that came later than ``options.as_of``
    supersede nothing yet, and documents of later days contain no figures yet.
    """
    by_that_day = f'FILTER(?day <= "{options.as_of}"^^xsd:date)'
    measure = ox.NamedNode(options.measure_iri)
    rows = select(
        store,
        f"""SELECT DISTINCT ?one ?code ?other WHERE {{
          {{ ?one race:partOf ?other BIND("part-of" AS ?code) }} UNION
          {{ ?one race:restates ?other BIND("restates" AS ?code) }} UNION
          {{ ?one race:doesNotOverlap ?other BIND("apart" AS ?code) }} UNION
          {{ ?one race:memberOf ?other BIND("member" AS ?code) }} UNION
          {{ ?other race:supersedes ?one ; race:knownFrom ?day {by_that_day}
             BIND("superseded" AS ?code) }} UNION
          {{ ?whole race:includesFigure ?part ; race:about ?other ; race:measure {measure} ;
               race:inDocument/race:knownFrom ?day .
             ?part race:about ?one ; race:measure {measure} {by_that_day}
             FILTER(?one != ?other) BIND("included-figure" AS ?code) }}
        }}""",
    ).rows
    return overlaps_of(
        (one.value, code.value, other.value)
        for one, code, other in rows
        if isinstance(one, ox.NamedNode)
        and isinstance(code, ox.Literal)
        and isinstance(other, ox.NamedNode)
    )


def _order(step: Step) -> tuple[int, str]:
    """Prefer, of several steps to one announcement, the judged one."""
    codes = ("part-of", "superseded", "restates", "included-figure")
    return codes.index(step.code), slug(step.to)
