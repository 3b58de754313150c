"""GraphML, which yEd, Cytoscape, igraph, Tulip and Gephi open.

Each key is declared once with one type, and each edge has an id of its own. Written as it
goes, so that size costs no memory.
Source of the format: http://graphml.graphdrawing.org/specification.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final, Literal

from compute_race.export.layout import Place, placed
from compute_race.export.projection import Column, Projection, Sheet, Type, Value
from compute_race.export.texts import Texts
from compute_race.export.xml_writing import in_quotes, in_text, write_whole

#: What GraphML calls our types: it knows no days.
_TYPES: Final[Mapping[Type, str]] = {
    "string": "string",
    "integer": "int",
    "double": "double",
    "boolean": "boolean",
    "date": "string",
}
#: Columns of the picture, under the names that Gephi and its relatives take them from.
_PICTURE: Final = (
    Column("x", "double", "Place to the right"),
    Column("y", "double", "Place up"),
    Column("size", "double", "Diameter"),
    Column("color", "string", "Colour as #RRGGBB"),
)
_OWN: Final = ("id", "source", "target")


def write_graphml(projection: Projection, out: BinaryIO) -> list[str]:
    """Write a projection as GraphML; gives what XML cannot hold."""
    texts = Texts(xml=True)
    write_whole(out, _lines(projection, texts), "data")
    return texts.notes()


def _lines(projection: Projection, texts: Texts) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
        ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
    )
    yield from _keys("node", (*projection.nodes.columns, *_PICTURE))
    yield from _keys("edge", projection.edges.columns)
    yield '  <graph id="compute-race" edgedefault="directed">\n'
    yield from _nodes(projection.nodes, placed(projection), texts)
    yield from _edges(projection.edges, texts)
    yield "  </graph>\n</graphml>\n"


def _keys(kind: Literal["node", "edge"], columns: tuple[Column, ...]) -> Iterator[str]:
    for column in columns:
        if column.name not in _OWN:
            yield (
                f'  <key id="{kind}-{column.name}" for="{kind}"'
                f' attr.name="{column.name}" attr.type="{_TYPES[column.type]}"/>\n'
            )


def _nodes(sheet: Sheet, places: Mapping[str, Place], texts: Texts) -> Iterator[str]:
    for row in sheet.rows:
        name = str(row[sheet.places["id"]])
        place = places[name]
        picture: tuple[Value, ...] = (place.x, place.y, place.size, place.colour)
        yield (
            f'    <node id="{in_quotes(name, texts)}">\n'
            f"{_data('node', sheet.columns, row, texts)}"
            f"{_data('node', _PICTURE, picture, texts)}    </node>\n"
        )


def _edges(sheet: Sheet, texts: Texts) -> Iterator[str]:
    for row in sheet.rows:
        name, source, target = (
            in_quotes(str(row[sheet.places[own]]), texts) for own in ("id", "source", "target")
        )
        yield (
            f'    <edge id="{name}" source="{source}" target="{target}">\n'
            f"{_data('edge', sheet.columns, row, texts)}    </edge>\n"
        )


def _data(
    kind: Literal["node", "edge"],
    columns: tuple[Column, ...],
    row: tuple[Value, ...],
    texts: Texts,
) -> str:
    return "".join(
        f'      <data key="{kind}-{column.name}">{in_text(value, texts)}</data>\n'
        for column, value in zip(columns, row, strict=True)
        if value is not None and column.name not in _OWN
    )
