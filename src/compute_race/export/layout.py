"""Where each node stands on a picture, how large and in which colour: the same each time.

Small graphs are laid out by forces, each connected part on its own, and the parts stand
beside each other. In larger ones, where forces would take minutes, nodes stand around their
hub like the seeds of a sunflower, and forces move the hubs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from compute_race.export.forces import Array, apart, by_forces, scaled
from compute_race.export.palette import colour_of
from compute_race.export.projection import Projection

#: Beyond so many nodes, or hubs, a layout by forces takes longer than a reader waits.
BY_FORCES: Final = 1000
#: Whom so many nodes follow is a hub.
_FOLLOWERS: Final = 5
#: Room for a node, in the units of the picture.
_ROOM: Final = 40.0
_SMALLEST: Final = 4.0
_LARGEST: Final = 30.0
_GOLDEN: Final = math.pi * (3 - math.sqrt(5))


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
    edges = _edges(names, projection)
    degrees = np.bincount(edges.ravel(), minlength=len(names))
    sizes = _sizes(list(projection.nodes.values("low")), degrees)
    if len(names) <= BY_FORCES:
        points = _laid_out(edges, degrees + 1.0, sizes / 2 + _ROOM / 4)
    else:
        points = _around_hubs(edges, degrees)
    kinds = projection.nodes.values("kind")
    rows = zip(names, points.round(2).tolist(), sizes.tolist(), kinds, strict=True)
    return {
        name: Place(x + 0.0, y + 0.0, size, colour_of(str(kind) if kind is not None else None))
        for name, (x, y), size, kind in rows
    }


def _edges(names: Sequence[str], projection: Projection) -> Array:
    """Give each pair of joined nodes once, by their numbers; none with itself."""
    numbers = {name: number for number, name in enumerate(names)}
    ends = [
        np.array([numbers[str(name)] for name in projection.edges.values(end)], dtype=np.int64)
        for end in ("source", "target")
    ]
    return _once(np.stack(ends, 1), len(names))


def _once(edges: Array, count: int) -> Array:
    low, high = edges.min(1), edges.max(1)
    keys = np.unique((low * count + high)[low != high])
    return np.stack(np.divmod(keys, max(count, 1)), 1)


def _sizes(lows: Sequence[object], degrees: Array) -> Array:
    """Give diameters: areas follow the value where there is one, else the number of edges."""
    values = np.array([low if isinstance(low, float) and low > 0 else 0.0 for low in lows])
    by_value = values / (values.max(initial=0.0) or 1.0)
    by_degree = degrees / (degrees.max(initial=0) or 1) / 6
    share = np.where(values > 0, by_value, by_degree)
    return (_SMALLEST + (_LARGEST - _SMALLEST) * np.sqrt(share)).round(2)


def _around_hubs(edges: Array, degrees: Array) -> Array:
    """Set nodes around their hub, the busiest in the middle, and lay out the hubs."""
    heads, hub = np.unique(_hubs(edges, degrees), return_inverse=True)
    members = np.bincount(hub, minlength=len(heads))
    links = _once(hub[edges], len(heads))
    radii = _ROOM * (np.sqrt(members) + 1)
    centres = _laid_out(links, members.astype(float), radii)
    order = np.lexsort((np.arange(len(hub)), -degrees, hub))
    starts = np.cumsum(members) - members
    turn = np.empty(len(hub), dtype=np.int64)
    turn[order] = np.arange(len(hub)) - np.repeat(starts, members)
    return centres[hub] + _sunflower(turn)


def _hubs(edges: Array, degrees: Array) -> Array:
    """Give each node's hub: follow the busiest neighbour until one that many follow.

    Nodes that nothing joins have one hub together.
    """
    count = len(degrees)
    rank = np.empty(count, dtype=np.int64)
    rank[np.lexsort((-np.arange(count), degrees))] = np.arange(count)
    best = rank.copy()
    for one, other in ((0, 1), (1, 0)):
        np.maximum.at(best, edges[:, one], rank[edges[:, other]])
    step = np.argsort(rank)[best]
    followed = np.bincount(step[best != rank], minlength=count) >= _FOLLOWERS
    step[followed] = np.flatnonzero(followed)
    hub = _followed(step)
    alone = np.flatnonzero(degrees == 0)
    hub[alone] = alone[:1]
    return hub


def _followed(step: Array) -> Array:
    """Follow steps from number to number until they stay."""
    while True:
        further = step[step]
        if np.array_equal(further, step):
            return step
        step = further


def _parts(edges: Array, count: int) -> list[Array]:
    """Give the connected parts as numbers of their members, the largest part first."""
    part = np.arange(count)
    while True:
        lowest = part.copy()
        for one, other in ((0, 1), (1, 0)):
            np.minimum.at(lowest, part[edges[:, one]], part[edges[:, other]])
        lowest = _followed(lowest)
        if np.array_equal(lowest[part], part):
            break
        part = lowest[part]
    order = np.argsort(part, kind="stable")
    found = np.split(order, np.flatnonzero(np.diff(part[order])) + 1) if count else []
    return sorted(found, key=lambda members: (-len(members), int(members[0])))


def _laid_out(edges: Array, masses: Array, radii: Array) -> Array:
    """Lay out circles: each connected part by forces, and the parts beside each other.

    Of a part with more than ``BY_FORCES`` circles each stands for itself, without forces.
    """
    points = np.zeros((len(masses), 2))
    own = np.zeros(len(masses), dtype=np.int64)
    parts: list[Array] = []
    for part in _parts(edges, len(masses)):
        if len(part) > BY_FORCES:
            parts.extend(part[np.argsort(-radii[part], kind="stable")][:, None])
            continue
        parts.append(part)
        if len(part) > 1:
            own[part] = np.arange(len(part))
            inside = own[edges[np.isin(edges[:, 0], part)]]
            start = _sunflower(own[part]) * float(radii[part].mean()) / _ROOM
            forced = by_forces(start, inside, masses[part], _ROOM)
            points[part] = apart(scaled(forced, radii[part]), radii[part])
    return _beside(points, radii, parts)


def _sunflower(turn: Array) -> Array:
    """Give the points with these numbers on a sunflower's spiral, 0 in the middle."""
    radius, angle = _ROOM * np.sqrt(turn), turn * _GOLDEN
    return np.stack((radius * np.cos(angle), radius * np.sin(angle)), 1)


def _beside(points: Array, radii: Array, parts: Sequence[Array]) -> Array:
    """Set parts into rows; a row is as wide as the widest part at least."""
    boxes = [
        (
            (points[part] - radii[part][:, None]).min(0),
            (points[part] + radii[part][:, None]).max(0) + _ROOM / 2,
        )
        for part in parts
    ]
    areas = sum(float(np.prod(top - low)) for low, top in boxes)
    wide = max([math.sqrt(areas) * 1.2, *(float(top[0] - low[0]) for low, top in boxes)])
    found = np.zeros_like(points)
    x = y = tall = 0.0
    for part, (low, top) in zip(parts, boxes, strict=True):
        width, height = top - low
        if x and x + width > wide:
            x, y, tall = 0.0, y - tall, 0.0
        tall = max(tall, float(height))
        found[part] = points[part] - low + (x, y - height)
        x += float(width)
    return found
