"""GeoJSON, which maps draw: the nodes that have a place on earth.

Source of the format: RFC 7946.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from compute_race.export.json_writing import dump, records, write_list
from compute_race.export.palette import colour_of
from compute_race.export.projection import Projection
from compute_race.export.texts import Texts

_HIGHEST: Final = 90.0
_FARTHEST: Final = 180.0


def write_geojson(projection: Projection, out: BinaryIO) -> list[str]:
    """Write the nodes that have a place as points; gives what is left out."""
    texts = Texts()
    outside: list[str] = []
    found = list(_features(projection, texts, outside))
    about = {"title": projection.title, "asOf": projection.as_of.isoformat()}
    out.write(f'{{"type": "FeatureCollection",\n"metadata": {dump(about)},\n"features": '.encode())
    write_list(out, found)
    out.write(b"}\n")
    return [*texts.notes(), *_left_out(projection, len(found), outside)]


def _features(projection: Projection, texts: Texts, outside: list[str]) -> Iterator[dict[str, Any]]:
    for record in records(projection.nodes, texts):
        latitude, longitude = record.pop("latitude", None), record.pop("longitude", None)
        if latitude is None or longitude is None:
            continue
        if not (abs(latitude) <= _HIGHEST and abs(longitude) <= _FARTHEST):
            outside.append(record["id"])
            continue
        record["marker-color"] = colour_of(record.get("kind"))
        yield {
            "type": "Feature",
            "id": record["id"],
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
            "properties": record,
        }


def _left_out(projection: Projection, found: int, outside: list[str]) -> Iterator[str]:
    missing = len(projection.nodes.rows) - found - len(outside)
    if missing:
        yield f"a map holds the {found} nodes that have a place: {missing} have none"
    if outside:
        yield f"places that are not on earth are left out: {', '.join(outside)}"
    if projection.edges.rows:
        yield "a map holds no edges"
