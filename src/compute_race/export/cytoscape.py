"""Cytoscape.js JSON, which Cytoscape.js draws and Cytoscape imports.

Cytoscape shows the ``name`` of a node and the ``interaction`` of an edge: its label, and its
relation.
Source of the format: https://js.cytoscape.org/#notation/elements-json
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from compute_race.export.json_writing import dump, records, write_list
from compute_race.export.layout import placed
from compute_race.export.projection import Projection
from compute_race.export.texts import Texts, told


def write_cytoscape(projection: Projection, out: BinaryIO) -> list[str]:
    """Write a projection as Cytoscape.js JSON; gives what it cannot hold.

    Ids are unique across nodes and edges there: that of an edge which is called like a node
    gets ``edge|`` before it.
    """
    texts = Texts()
    about = {"name": projection.title, "asOf": projection.as_of.isoformat()}
    out.write(f'{{"data": {dump(about)},\n"elements": {{"nodes": '.encode())
    write_list(out, _nodes(projection, texts))
    out.write(b',\n"edges": ')
    renamed: list[str] = []
    write_list(out, _edges(projection, texts, renamed))
    out.write(b"}}\n")
    rest = "called like a node: edge| stands before the id"
    one, several = f"1 edge is {rest}", f"{{}} edges are {rest}"
    return [*texts.notes(), *told(len(renamed), one, several)]


def _nodes(projection: Projection, texts: Texts) -> Iterator[Mapping[str, Any]]:
    places = placed(projection)
    for data in records(projection.nodes, texts):
        place = places[data["id"]]
        # There y grows downwards.
        position = {"x": place.x, "y": -place.y}
        shown = {"name": data.get("label", data["id"]), "size": place.size, "color": place.colour}
        yield {"data": {**data, **shown}, "position": position}


def _edges(projection: Projection, texts: Texts, renamed: list[str]) -> Iterator[Mapping[str, Any]]:
    nodes = set(projection.nodes.values("id"))
    taken = nodes | set(projection.edges.values("id"))
    for data in records(projection.edges, texts):
        if data["id"] in nodes:
            renamed.append(data["id"])
            while data["id"] in taken:
                data["id"] = f"edge|{data['id']}"
        yield {"data": {**data, "interaction": data["relation"]}}
