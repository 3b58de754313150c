"""Cytoscape.js JSON, which Cytoscape.js draws and Cytoscape imports.

Source of the format: https://js.cytoscape.org/#notation/elements-json
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from compute_race.export.json_writing import dump, records, write_list
from compute_race.export.layout import placed
from compute_race.export.projection import Projection
from compute_race.export.texts import Texts


def write_cytoscape(projection: Projection, out: BinaryIO) -> list[str]:
    """Write a projection as Cytoscape.js JSON; gives what UTF-8 cannot hold.

    Nodes and edges share their ids there; those of edges have ``|``, which none of a node has.
    """
    texts = Texts()
    about = {"name": projection.title, "asOf": projection.as_of.isoformat()}
    out.write(f'{{"data": {dump(about)},\n"elements": {{"nodes": '.encode())
    write_list(out, _nodes(projection, texts))
    out.write(b',\n"edges": ')
    write_list(out, ({"data": data} for data in records(projection.edges, texts)))
    out.write(b"}}\n")
    return texts.notes()


def _nodes(projection: Projection, texts: Texts) -> Iterator[Mapping[str, Any]]:
    places = placed(projection)
    for data in records(projection.nodes, texts):
        place = places[data["id"]]
        # There y grows downwards.
        position = {"x": place.x, "y": -place.y}
        yield {"data": {**data, "size": place.size, "color": place.colour}, "position": position}
