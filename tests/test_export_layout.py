"""Places on a picture: none covers another, what is joined stands near, always the same."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from itertools import pairwise

import pytest

from compute_race.export.layout import BY_FORCES, Place, placed
from compute_race.export.projection import Projection
from projections import edge, large, nasty, node, projection
from support import ROOT


def between(one: Place, other: Place) -> float:
    return math.hypot(one.x - other.x, one.y - other.y)


@pytest.mark.parametrize("size", [0, 1, 2, 300, BY_FORCES + 1])
def test_no_node_covers_another(size: int) -> None:
    for made in (nasty(), large(size, 3 * size)):
        places = list(placed(made).values())
        assert len(places) == len(made.nodes.rows)
        for number, one in enumerate(places):
            for other in places[number + 1 :]:
                assert between(one, other) >= (one.size + other.size) / 2


def test_what_is_joined_stands_near() -> None:
    """Two stars that one edge joins: each node is nearer to its own middle."""
    names = [f"{star}{number}" for star in "ab" for number in range(9)]
    edges = [
        edge(f"{star}0", "supplies", f"{star}{number}") for star in "ab" for number in range(1, 9)
    ]
    edges.append(edge("a1", "supplies", "b1"))
    places = placed(projection([node(name, name) for name in names], edges))
    for name in names:
        own, other = ("a0", "b0") if name[0] == "a" else ("b0", "a0")
        assert between(places[name], places[own]) < between(places[name], places[other])


def hubs_and_leaves() -> tuple[Projection, list[tuple[str, str]]]:
    """Give a large graph of twelve hubs in a row, the leaves of each, and two nodes alone."""
    hubs = [f"hub{number:02}" for number in range(12)]
    leaves = [(f"leaf{number:04}", hubs[number % 12]) for number in range(BY_FORCES)]
    names = [*hubs, *(leaf for leaf, _ in leaves), "alone", "by itself"]
    edges = [edge(hub, "supplies", leaf) for leaf, hub in leaves]
    edges += [edge(one, "supplies", other) for one, other in pairwise(hubs)]
    edges.append(edge("alone", "competesWith", "alone"))
    return projection([node(name, name) for name in names], edges), leaves


def test_in_a_large_graph_each_hub_stands_among_its_own() -> None:
    made, leaves = hubs_and_leaves()
    places = placed(made)
    for leaf, hub in leaves:
        away = {f"hub{number:02}": 0.0 for number in range(12)}
        away = {other: between(places[leaf], places[other]) for other in away}
        assert min(away, key=lambda other: away[other]) == hub
    assert len({(place.x, place.y) for place in places.values()}) == len(places)


def test_a_large_graph_is_as_wide_as_it_is_high_more_or_less() -> None:
    for made in (hubs_and_leaves()[0], large(3000, 9000), large(3000, 0)):
        places = placed(made).values()
        wide = max(p.x for p in places) - min(p.x for p in places)
        high = max(p.y for p in places) - min(p.y for p in places)
        assert 1 / 3 < wide / high < 3


def test_places_are_the_same_in_every_process() -> None:
    """Neither the order of hashes nor the number of threads moves a node."""
    program = (
        "from projections import large; from compute_race.export.layout import placed\n"
        "for made in (large(200, 400), large(1500, 3000)):\n"
        "    print(placed(made))\n"
    )
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
    told = set()
    for seed, threads in (("0", "1"), ("1", "2")):
        more = {"PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads, "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, **more},
            capture_output=True,
            check=True,
        )
        told.add(done.stdout)
    assert len(told) == 1
    assert told != {b""}
