"""Relations that lead back to where they began, and what a thing cannot be to itself."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Final

from compute_race.basics.problems import Problem
from compute_race.sources.turtle import Term
from compute_race.validation.facts import Facts, Stated, last_first, short, value

_GROUP: Final = ("subsidiaryOf", "businessUnitOf", "partOfGroup")

#: Relations nobody has to himself. (A bloc may well be its own bloc.)
_IRREFLEXIVE: Final = (
    *_GROUP,
    "competesWith",
    "memberOf",
    "supplies",
    "customerOf",
    "investsIn",
    "locatedIn",
    "respondsTo",
    "partOf",
    "supersedes",
    "restates",
    "cites",
    "includesFigure",
)


def self_relations(facts: Facts) -> Iterator[Problem]:
    """Things that are said to own, supersede, cite ... themselves."""
    for stated in facts.stated(*_IRREFLEXIVE):
        if stated.subject == stated.object:
            yield stated.problem(
                "relation-self",
                f"{short(stated.subject)} cannot have {short(stated.predicate)} to itself",
                "name the other side, or delete the line",
            )


def group_cycles(facts: Facts) -> Iterator[Problem]:
    """Organisations that own each other in a circle."""
    yield from _cycles(facts, "cycle-group", *_GROUP)


def part_cycles(facts: Facts) -> Iterator[Problem]:
    """Announcements that are part of each other in a circle."""
    yield from _cycles(facts, "cycle-part-of", "partOf")


def supersession_cycles(facts: Facts) -> Iterator[Problem]:
    """Announcements that supersede each other in a circle."""
    yield from _cycles(facts, "cycle-supersedes", "supersedes")


def citation_cycles(facts: Facts) -> Iterator[Problem]:
    """Documents that have their news from each other in a circle."""
    yield from _cycles(facts, "cycle-cites", "cites")


def figure_cycles(facts: Facts) -> Iterator[Problem]:
    """Figures that contain each other in a circle."""
    yield from _cycles(facts, "cycle-includes", "includesFigure")


def place_cycles(facts: Facts) -> Iterator[Problem]:
    """Places that lie in each other in a circle."""
    yield from _cycles(facts, "cycle-located", "locatedIn")


def _cycles(facts: Facts, rule: str, *names: str) -> Iterator[Problem]:
    """Tell of each circle once in every file that has a part in it, at its last line there."""
    edges: dict[Term, dict[Term, list[Stated]]] = defaultdict(lambda: defaultdict(list))
    for stated in facts.stated(*names):
        if stated.subject != stated.object:
            edges[stated.subject][stated.object].append(stated)
    told: set[Term] = set()
    for start in sorted(_core(edges), key=value):
        circle = [] if start in told else _way_back(edges, start)
        if not circle:
            continue
        told.update(circle)
        way = " -> ".join(short(node) for node in [*circle, circle[0]])
        steps = zip(circle, [*circle[1:], circle[0]], strict=True)
        parts = last_first([stated for a, b in steps for stated in edges[a][b]])
        for stated in {stated.file: stated for stated in parts}.values():
            yield stated.problem(
                rule, f"a circle: {way}", "correct or delete one of these relations"
            )


def _core(edges: dict[Term, dict[Term, list[Stated]]]) -> set[Term]:
    """Strip nodes that nothing leads to or from: what is left lies in or between circles."""
    nodes = set(edges)
    while True:
        reached = {target for node in nodes for target in edges[node]}
        kept = {n for n in nodes & reached if any(target in nodes for target in edges[n])}
        if kept == nodes:
            return nodes
        nodes = kept


def _way_back(edges: dict[Term, dict[Term, list[Stated]]], start: Term) -> list[Term]:
    """Give the shortest way from a node back to itself, without the return; empty if none."""
    came: dict[Term, Term] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for target in sorted(edges.get(node, ()), key=value):
            if target == start:
                way = [node]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if target not in came:
                came[target] = node
                queue.append(target)
    return []
