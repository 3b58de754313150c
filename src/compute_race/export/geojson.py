"""GeoJSON, which maps draw: the nodes that have a place on earth.

Source of the format: RFC 7946.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final

from compute_race.export.json_writing import dump, records, write_list
from compute_race.export.palette import colour_of
from compute_race.export.projection import Projection
from compute_race.export.texts import Texts

_HIGHEST: Final = 90.0
_FARTHEST: Final = 180.0
#: So many are named in a note.
_NAMED: Final = 5


def write_geojson(projection: Projection, out: BinaryIO) -> list[str]:
    """Write the nodes that have a place as points; gives what is left out.

    Coordinates are degrees east and north (WGS 84); the properties are all other columns.
    """
    texts = Texts()
    points = _Points()
    about = {"title": projection.title, "asOf": projection.as_of.isoformat()}
    out.write(f'{{"type": "FeatureCollection",\n"metadata": {dump(about)},\n"features": '.encode())
    write_list(out, points.features(records(projection.nodes, texts)))
    out.write(b"}\n")
    notes = [*texts.notes(), *points.notes()]
    return [*notes, "a map holds no edges"] if projection.edges.rows else notes


class _Points:
    """Makes points of nodes, and remembers how many have no place."""

    def __init__(self) -> None:
        self._found = 0
        self._missing = 0
        self._outside: list[str] = []

    def features(self, nodes: Iterator[dict[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """Give the nodes that lie on earth as points."""
        for node in nodes:
            latitude, longitude = node.pop("latitude", None), node.pop("longitude", None)
            if latitude is None or longitude is None:
                self._missing += 1
            # Written so that what is not a number lies outside too.
            elif not (abs(latitude) <= _HIGHEST and abs(longitude) <= _FARTHEST):
                self._outside.append(node["id"])
            else:
                self._found += 1
                yield {
                    "type": "Feature",
                    "id": node["id"],
                    "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
                    "properties": {**node, "marker-color": colour_of(node.get("kind"))},
                }

    def notes(self) -> Iterator[str]:
        """Say which nodes are left out."""
        found, missing = self._found, self._missing
        if missing:
            yield f"a map holds the {found} nodes that have a place: {missing} have none"
        if self._outside:
            more = len(self._outside) - _NAMED
            named = ", ".join(self._outside[:_NAMED]) + (f" and {more} more" if more > 0 else "")
            yield f"places that are not on earth are left out: {named}"
