"""A layout by forces: what is joined pulls, everything pushes, and nothing lies on another.

After Fruchterman and Reingold (1991), with the masses of ForceAtlas2 (Jacomy et al., 2014).
Of libraries, networkx takes ten seconds for a thousand nodes, rustworkx is as quick as this
but has no masses, so that what belongs together does not come to stand together.
Only sums in a fixed order are used: a matrix product may differ with the number of threads,
and a hundred rounds make a rounding error visible.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

#: Points as rows of x and y, or a value for each of them.
Array = Any

_ROUNDS: Final = 100
#: A large graph has fewer rounds: each takes as many steps as there are pairs.
_STEPS: Final = 70_000_000
_GRAVITY: Final = 0.1
_ROUNDS_APART: Final = 50
#: How far from the middle circles lie, against the radius of one circle as large as all.
_SPREAD: Final = 1.6
_NEAR: Final = 1e-9


def by_forces(start: Array, edges: Array, masses: Array, room: float) -> Array:
    """Move points from where they start until those that ``edges`` join are near each other.

    ``edges`` are rows of two point numbers, ``masses`` are positive, and two joined points
    of mass 1 come to stand ``room`` apart. Memory is that of a few matrices of all pairs.
    """
    x, y = (np.array(start[:, axis], dtype=np.float64) for axis in (0, 1))
    count = len(x)
    rounds = min(_ROUNDS, _STEPS // count**2 + 1)
    one, other = edges[:, 0], edges[:, 1]
    pairs = room**2 * masses[:, None]
    hottest = room * np.sqrt(count) / 4
    for number in range(rounds):
        dx, dy = x[:, None] - x, y[:, None] - y
        pushes = dx * dx
        pushes += dy * dy
        np.maximum(pushes, _NEAR, out=pushes)
        np.divide(pairs, pushes, out=pushes)
        # Masses divide out: pushed by the mass of the other, pulled by each edge per own mass.
        fx = np.einsum("ij,ij->j", pushes, dx) * -1.0
        fy = np.einsum("ij,ij->j", pushes, dy) * -1.0
        for force, place in ((fx, x), (fy, y)):
            pull = place[other] - place[one]
            force += np.bincount(one, pull, count) / masses
            force -= np.bincount(other, pull, count) / masses
            force -= _GRAVITY * (place - place.mean())
        length = np.maximum(np.hypot(fx, fy), _NEAR)
        step = np.minimum(length, hottest * (1 - number / rounds)) / length
        x, y = x + fx * step, y + fy * step
    return np.stack((x, y), 1)


def scaled(points: Array, radii: Array) -> Array:
    """Scale points until their circles fill a good part of the picture, and move them to 0."""
    middle = points - points.mean(0)
    spread = np.sqrt((middle * middle).sum())
    wanted = _SPREAD * np.sqrt(len(points) * (radii * radii).sum())
    return middle * (wanted / max(float(spread), _NEAR))


def apart(points: Array, radii: Array) -> Array:
    """Push circles apart until hardly any lie on one another."""
    points = points.copy()
    sums = radii[:, None] + radii
    np.fill_diagonal(sums, 0.0)
    for _ in range(_ROUNDS_APART):
        x, y = points[:, 0], points[:, 1]
        dx, dy = x[:, None] - x, y[:, None] - y
        distances = np.sqrt(dx * dx + dy * dy)
        first, second = np.nonzero(distances < sums)
        if not len(first):
            break
        distance = np.maximum(distances[first, second], _NEAR)
        # The smaller of two gives way.
        share = radii[second] / (radii[first] + radii[second])
        push = (sums[first, second] - distance) / distance * share * 1.02
        for axis, difference in enumerate((dx, dy)):
            points[:, axis] += np.bincount(first, push * difference[first, second], len(points))
    return points
