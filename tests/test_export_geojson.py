"""GeoJSON, read back and checked by the rules of RFC 7946."""

from __future__ import annotations

import io
import json
import math
from typing import Any

import pytest

from compute_race.export.geojson import write_geojson
from compute_race.export.network import with_metrics
from compute_race.export.projection import Projection
from export_readers import texts_of, written
from projections import edge, nasty, node, projection


def features_of(graph: Projection) -> list[dict[str, Any]]:
    """Give the features, checked by what RFC 7946 says of them."""
    found = json.loads(written(write_geojson, graph))
    assert found["type"] == "FeatureCollection"
    # A member of another geometry type would make it something else (7.1).
    assert not found.keys() & {"coordinates", "geometries", "geometry", "properties"}
    features: list[dict[str, Any]] = found["features"]
    for feature in features:
        assert feature.keys() == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert isinstance(feature["id"], str)
        assert feature["geometry"].keys() == {"type", "coordinates"}
        assert feature["geometry"]["type"] == "Point"
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
    return features


def test_every_node_with_a_place_has_all_its_other_columns() -> None:
    graph = with_metrics(nasty(), ["degree", "closeness"])
    features = features_of(graph)
    placed = [one for one in graph.nodes.records() if "latitude" in one]
    assert len(features) == len(placed) == 8
    for feature, record in zip(features, placed, strict=True):
        values = {name: texts_of(value) for name, value in record.items()}
        place = [values.pop("longitude"), values.pop("latitude")]
        assert feature["geometry"]["coordinates"] == place
        assert feature["id"] == values["id"]
        colour = feature["properties"].pop("marker-color")
        assert colour.startswith("#")
        assert feature["properties"] == values
        for name, value in values.items():
            assert type(feature["properties"][name]) is type(value), name


def test_longitude_comes_first_and_the_ends_of_the_ranges_are_on_earth() -> None:
    nodes = [
        node("fiji", "Fiji", latitude=-18.0, longitude=180.0),
        node("pole", "Pole", latitude=-90.0, longitude=-180.0),
    ]
    found = [one["geometry"]["coordinates"] for one in features_of(projection(nodes, []))]
    assert found == [[180.0, -18.0], [-180.0, -90.0]]
    assert write_geojson(projection(nodes, []), io.BytesIO()) == []


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(90.1, 0.0), (-90.1, 0.0), (0.0, 180.1), (0.0, -180.1), (math.nan, 0.0), (0.0, math.inf)],
)
def test_a_place_that_is_not_on_earth_is_left_out_and_told(
    latitude: float, longitude: float
) -> None:
    graph = projection([node("away", "Away", latitude=latitude, longitude=longitude)], [])
    assert features_of(graph) == []
    notes = write_geojson(graph, io.BytesIO())
    assert notes == ["places that are not on earth are left out: away"]


def test_what_is_left_out_is_told() -> None:
    nodes = [node(f"away-{place}", "Away", latitude=91.0, longitude=0.0) for place in range(7)]
    nodes += [node("here", "Here", latitude=1.0, longitude=2.0), node("half", "Half", latitude=1.0)]
    notes = write_geojson(projection(nodes, [edge("here", "supplies", "half")]), io.BytesIO())
    assert notes == [
        "a map holds the 1 nodes that have a place: 1 have none",
        "places that are not on earth are left out:"
        " away-0, away-1, away-2, away-3, away-4 and 2 more",
        "a map holds no edges",
    ]


def test_a_graph_without_places_is_an_empty_collection() -> None:
    assert features_of(projection([node("a", "A")], [])) == []
    assert features_of(projection([], [])) == []


def test_a_number_that_json_does_not_have_is_refused() -> None:
    graph = projection([node("a", "A", latitude=1.0, longitude=1.0, low=math.nan)], [])
    with pytest.raises(ValueError, match="JSON"):
        write_geojson(graph, io.BytesIO())
