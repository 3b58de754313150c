"""Where each node stands on a picture, how large and in which colour: the same each time.

Small graphs are laid out by forces (ForceAtlas2 of networkx), each connected part on its
own, and the parts stand beside each other. Large ones are laid out on a spiral, which every
tool that opens them can undo: there forces would take minutes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import networkx as nx

from compute_race.export.palette import colour_of
from compute_race.export.projection import Projection

#: Beyond so many nodes a layout by forces takes longer than a reader waits.
BY_FORCES: Final = 1200
_SEED: Final = 20250224
_ROUNDS: Final = 120
#: Room for a node, in the units of the picture.
_ROOM: Final = 40.0
_SMALLEST: Final = 4.0
_LARGEST: Final = 30.0
_GOLDEN: Final = math.pi * (3 - math.sqrt(5))

Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """Where a node stands: ``x`` and ``y`` (up), its diameter, its colour as ``#RRGGBB``."""

    x: float
    y: float
    size: float
    colour: str


def placed(projection: Projection) -> Mapping[str, Place]:
    """Give each node of a projection (by id) its place."""
    names = [str(name) for name in projection.nodes.values("id")]
    ends = zip(projection.edges.values("source"), projection.edges.values("target"), strict=True)
    edges = sorted({(str(a), str(b)) if str(a) < str(b) else (str(b), str(a)) for a, b in ends})
    degrees = Counter(end for edge in edges for end in edge)
    points = _by_forces(names, edges) if len(names) <= BY_FORCES else _spiral(names, degrees)
    lows = list(projection.nodes.values("low"))
    sizes = _sizes(names, lows, degrees)
    kinds = projection.nodes.values("kind")
    return {
        name: Place(
            round(points[name][0], 2),
            round(points[name][1], 2),
            size,
            colour_of(str(kind) if kind is not None else None),
        )
        for name, size, kind in zip(names, sizes, kinds, strict=True)
    }


def _sizes(names: Sequence[str], lows: Sequence[object], degrees: Mapping[str, int]) -> list[float]:
    """Give diameters: areas follow the value where there is one, else the number of edges."""
    values = [low if isinstance(low, float) and low > 0 else 0.0 for low in lows]
    most, busiest = max(values, default=0.0), max(degrees.values(), default=0)
    found = []
    for name, value in zip(names, values, strict=True):
        share = value / most if value else (degrees.get(name, 0) / busiest / 6 if busiest else 0.0)
        found.append(round(_SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(share), 2))
    return found


def _spiral(names: Sequence[str], degrees: Mapping[str, int]) -> dict[str, Point]:
    """Set nodes on a sunflower's spiral, those with the most edges in the middle."""
    ordered = sorted(names, key=lambda name: (-degrees.get(name, 0), name))
    return {
        name: (
            _ROOM * math.sqrt(number) * math.cos(number * _GOLDEN),
            _ROOM * math.sqrt(number) * math.sin(number * _GOLDEN),
        )
        for number, name in enumerate(ordered)
    }


def _by_forces(names: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, Point]:
    """Lay out each connected part by forces, and set the parts beside each other."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(names)
    graph.add_edges_from(edge for edge in edges if edge[0] != edge[1])
    parts = sorted(map(sorted, nx.connected_components(graph)), key=lambda p: (-len(p), p))
    laid = [_part(graph, part) for part in parts]
    return _beside(laid)


def _part(graph: nx.Graph[str], part: Sequence[str]) -> dict[str, Point]:
    """Lay out a connected part in a square that grows with its nodes, from 0 up."""
    side = _side(part)
    if len(part) == 1:
        return {part[0]: (side / 2, side / 2)}
    own: nx.Graph[str] = nx.Graph()
    own.add_nodes_from(part)
    own.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.subgraph(part).edges()))
    start = {name: list(point) for name, point in _spiral(part, dict(own.degree())).items()}
    forced = nx.forceatlas2_layout(
        own, pos=start, max_iter=_ROUNDS, scaling_ratio=2.0, strong_gravity=False, seed=_SEED
    )
    xs, ys = ([float(point[axis]) for point in forced.values()] for axis in (0, 1))
    left, low = min(xs), min(ys)
    width = max(max(xs) - left, max(ys) - low) or 1.0
    return {
        name: (
            (float(point[0]) - left) / width * side,
            (float(point[1]) - low) / width * side,
        )
        for name, point in forced.items()
    }


def _side(part: Collection[str]) -> float:
    """Give the side of the square for a connected part: who stands alone needs little."""
    return _ROOM if len(part) == 1 else _ROOM * 2.2 * math.sqrt(len(part))


def _beside(parts: Sequence[Mapping[str, Point]]) -> dict[str, Point]:
    """Set parts into rows, the largest first; a row is as wide as the largest part at least."""
    sides = [_side(part) * 1.1 for part in parts]
    wide = max(max(sides, default=0.0), math.sqrt(sum(side * side for side in sides)) * 1.2)
    found: dict[str, Point] = {}
    x = y = tall = 0.0
    for part, side in zip(parts, sides, strict=True):
        if x and x + side > wide:
            x, y, tall = 0.0, y - tall, 0.0
        tall = max(tall, side)
        found |= {name: (x + px, y - side + py) for name, (px, py) in part.items()}
        x += side
    return found
