"""A part of a projection: nodes of some kinds, or those around one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.export.projection import Projection, Sheet, Value


def of_kinds(projection: Projection, kinds: Collection[str]) -> Projection:
    """Keep the nodes of some kinds, and the edges between them; ``UsageError`` for an unknown."""
    known = sorted({str(kind) for kind in projection.nodes.values("kind")})
    for kind in kinds:
        if kind not in known:
            advice = did_you_mean(kind, known, f"one of {', '.join(known)}")
            raise UsageError(f'--kind does not know "{kind}"', advice)
    rows = zip(projection.nodes.values("id"), projection.nodes.values("kind"), strict=True)
    return _only(projection, {name for name, kind in rows if kind in kinds})


def around(projection: Projection, name: str, hops: int) -> Projection:
    """Keep the nodes that lie within some steps of one (its id), whichever way edges lead.

    ``UsageError`` for a name that is no node, with the nearest ones.
    """
    names = {str(found) for found in projection.nodes.values("id")}
    if name not in names:
        advice = did_you_mean(name, names, "race query lists what there is")
        raise UsageError(f'nothing is called "{name}"', advice)
    neighbours: dict[Value, set[Value]] = defaultdict(set)
    ends = zip(projection.edges.values("source"), projection.edges.values("target"), strict=True)
    for source, target in ends:
        neighbours[source].add(target)
        neighbours[target].add(source)
    reached: set[Value] = {name}
    edge: set[Value] = {name}
    for _ in range(hops):
        edge = {other for one in edge for other in neighbours[one]} - reached
        reached |= edge
    return _only(projection, reached)


def _only(projection: Projection, names: Collection[Value]) -> Projection:
    """Keep some nodes with what lies between them and what is claimed about them."""
    return replace(
        projection,
        nodes=_where(projection.nodes, ["id"], names),
        edges=_where(projection.edges, ["source", "target"], names),
        claims=_where(projection.claims, ["about"], names),
    )


def _where(sheet: Sheet, columns: Iterable[str], names: Collection[Value]) -> Sheet:
    places = [sheet.places[column] for column in columns]
    return replace(
        sheet, rows=[row for row in sheet.rows if all(row[place] in names for place in places)]
    )
