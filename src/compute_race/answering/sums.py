"""The sums of a ranking found again by their owner, with what they leave out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pyoxigraph as ox

from compute_race.answering.lookup import Node, slug
from compute_race.answering.options import By, CompareOptions
from compute_race.answering.ranking import Ranking, compare
from compute_race.answering.rollup import owners
from compute_race.answering.rows import LeftOut, Row
from compute_race.basics.problems import UsageError
from compute_race.dataset.store import Store, select


@dataclass(frozen=True)
class FoundSum:
    """A row of a ranking, the rows that it adds up, and all that is left out of it.

    A row that adds nothing up counts itself.
    """

    ranking: Ranking
    row: Row
    counted: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]


def find_sum(
    store: Store, owner: Node, options: CompareOptions, lang: str, by: By | None = None
) -> FoundSum | None:
    """Find the sum of an owner (a bloc, group, organisation or initiative) as ``options`` ask.

    ``by`` is how the ranking was rolled up, in place of ``options.by``. Where it is
    not given, the owner's class tells, and a row of one figure alone is no sum:
    ``None``. ``UsageError`` where a ranking that was asked for has no row of the owner.
    """
    for kind in [by] if by is not None else _kinds(owner):
        ranking = compare(store, replace(options, by=kind), lang)
        row = next((row for row in ranking.rows if _is_of(row, kind, owner.iri)), None)
        if row is not None and (by is not None or kind == "bloc" or row.counted):
            return _found(store, ranking, row, owner.iri)
        if row is None and (by is not None or kind == "bloc"):
            day = options.as_of.isoformat()
            raise UsageError(
                f"{slug(owner.iri)} has no figure in the ranking by {kind} as of {day}",
                f"race compare --by {kind} --as-of {day} tells what is left out",
            )
    return None


def _is_of(row: Row, by: By, owner: str) -> bool:
    """Tell whether a row is an owner's: its sum, or its only figure."""
    return row.iri == owner or (by != "bloc" and owners(row, by) == (owner,))


def _kinds(owner: Node) -> list[By]:
    """Give the ways to roll up that may have a row of this owner, the likeliest first."""
    types = owner.types
    kinds: list[tuple[str, By]] = [("Bloc", "bloc"), ("Initiative", "initiative")]
    kinds += [("Organization", "group"), ("Organization", "organization")]
    return [by for kind, by in kinds if kind in types]


def _found(store: Store, ranking: Ranking, row: Row, owner: str) -> FoundSum:
    counted = row.counted or (row,)
    cited = {claim for part in counted for claim in part.claims}
    rest = [i for i in ranking.left_out if i.total is None and i.claim not in cited]
    theirs = _belonging(store, {item.announcement for item in rest}, owner)
    missed = [item for item in ranking.left_out if item.total == owner]
    others = [item for item in rest if item.announcement in theirs]
    return FoundSum(ranking, row, counted, (*missed, *others))


def _belonging(store: Store, things: Iterable[str], owner: str) -> set[str]:
    """Give those of some things that are the owner's, announced by it, or in its bloc."""
    term = ox.NamedNode(owner)
    values = " ".join(str(ox.NamedNode(iri)) for iri in sorted(things))
    rows = select(
        store,
        f"""SELECT DISTINCT ?thing WHERE {{ VALUES ?thing {{ {values} }}
          {{ ?thing race:announcedBy|race:announcedByGroup|race:forInitiative {term} }} UNION
          {{ ?thing race:announcedBy|race:forInitiative ?other . ?other race:inBloc {term} }} UNION
          {{ ?thing race:inBloc|race:partOfGroup {term} }} UNION
          {{ ?thing a ?class FILTER(?thing = {term}) }}
        }}""",
    ).rows
    return {term.value for (term,) in rows if isinstance(term, ox.NamedNode)}
