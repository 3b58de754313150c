"""Who belongs to whose group, over all files: no rival, and no successor, across that line."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator

from compute_race.basics.problems import Problem
from compute_race.sources.turtle import Term
from compute_race.validation.facts import Facts, Stated, short, value

Chain = tuple[Stated, ...]


class Groups:
    """The statements that put organisations into groups, by the one that belongs."""

    def __init__(self, facts: Facts) -> None:
        """Read them from every file and judgement."""
        self._above: dict[Term, list[Stated]] = defaultdict(list)
        for stated in facts.stated("subsidiaryOf", "businessUnitOf", "partOfGroup"):
            self._above[stated.subject].append(stated)

    def heads(self, organization: Term) -> dict[Term, Chain]:
        """Give an organisation and all that it belongs to, each with the shortest way there."""
        found: dict[Term, Chain] = {organization: ()}
        waiting = deque([organization])
        while waiting:
            below = waiting.popleft()
            for stated in self._above.get(below, ()):
                if stated.object not in found:
                    found[stated.object] = (*found[below], stated)
                    waiting.append(stated.object)
        return found

    def share(self, some: set[Term], others: set[Term]) -> bool:
        """Tell whether one of some organisations is of one group with one of others."""
        mine = {head for organization in some for head in self.heads(organization)}
        return any(head in mine for other in others for head in self.heads(other))


def own_rivals(facts: Facts) -> Iterator[Problem]:
    """Organisations of one group that are said to compete.

    Told where that is said. Where a file was given by path that puts the two
    into one group, and not the one that makes them rivals, it is told there.
    """
    groups = Groups(facts)
    for stated in facts.stated("competesWith"):
        if stated.subject == stated.object:
            # Told of as relation-self.
            continue
        mine, others = groups.heads(stated.subject), groups.heads(stated.object)
        shared = sorted(mine.keys() & others.keys(), key=value)
        if not shared:
            continue
        head = min(shared, key=lambda head: len(mine[head]) + len(others[head]))
        chain = (*mine[head], *others[head])
        pair = f"{short(stated.subject)} and {short(stated.object)}"
        links = ", ".join(
            "{} {} {} ({}:{})".format(
                short(link.subject), short(link.predicate), short(link.object), *link.place
            )
            for link in chain
        )
        message = f"{pair} are one group and no rivals: {links}"
        advice = "delete race:competesWith, or correct the relation that puts them into one group"
        yield stated.problem("rival-own-group", message, advice)
        for link in chain if not stated.file.given else ():
            if link.file.given:
                yield link.problem("rival-own-group", message, advice)
