"""GEXF 1.3, which Gephi and Gephi Lite open: typed columns, colours, places and days.

Written as it goes, so that size costs no memory. Days stand twice: as the time at which a
node or edge begins, for timelines, and as columns, for reading.
Source of the format: https://gexf.net/schema.html
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from compute_race.export.layout import Place, placed
from compute_race.export.palette import rgb
from compute_race.export.projection import Column, Projection, Type, Value
from compute_race.export.texts import Texts
from compute_race.export.writing import write_lines
from compute_race.export.xml_writing import in_quotes, in_text

#: What GEXF calls our types. A day is a text for whoever reads columns: readers know no other.
_TYPES: Final[Mapping[Type, str]] = {
    "string": "string",
    "integer": "integer",
    "double": "double",
    "boolean": "boolean",
    "date": "string",
}
#: Written as attributes of the element itself.
_OF_NODES: Final = ("id", "label")
_OF_EDGES: Final = ("id", "source", "target", "label", "weight")


def write_gexf(projection: Projection, out: BinaryIO) -> list[str]:
    """Write a projection as GEXF; gives what XML cannot hold."""
    texts = Texts(xml=True)
    day = projection.as_of.isoformat()
    write_lines(out, _head(projection, texts, day))
    places = placed(projection)
    write_lines(out, _nodes(projection, texts, places))
    out.write(b"    </nodes>\n    <edges>\n")
    write_lines(out, _edges(projection, texts))
    out.write(b"    </edges>\n  </graph>\n</gexf>\n")
    return texts.notes()


def _head(projection: Projection, texts: Texts, day: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    about = f"{projection.title}; {projection.measure} per year, {projection.currency}"
    yield (
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
        f'  <meta lastmodifieddate="{day}">\n    <creator>compute-race</creator>\n'
        f"    <description>{in_text(about, texts)}</description>\n  </meta>\n"
        '  <graph defaultedgetype="directed" mode="dynamic" timeformat="date"'
        ' timerepresentation="interval">\n'
    )
    for kind, columns in (
        ("node", _attributes(projection.nodes.columns, _OF_NODES)),
        ("edge", _attributes(projection.edges.columns, _OF_EDGES)),
    ):
        yield f'    <attributes class="{kind}" mode="static">\n'
        for place, column in columns:
            yield (
                f'      <attribute id="{place}" title="{column.name}"'
                f' type="{_TYPES[column.type]}"/>\n'
            )
        yield "    </attributes>\n"
    yield "    <nodes>\n"


def _attributes(columns: tuple[Column, ...], own: tuple[str, ...]) -> list[tuple[int, Column]]:
    return [(place, column) for place, column in enumerate(columns) if column.name not in own]


def _nodes(projection: Projection, texts: Texts, places: Mapping[str, Place]) -> Iterator[str]:
    sheet = projection.nodes
    at = sheet.places
    columns = _attributes(sheet.columns, _OF_NODES)
    for row in sheet.rows:
        name, label = str(row[at["id"]]), row[at["label"]]
        place = places[name]
        red, green, blue = rgb(place.colour)
        yield (
            f'      <node id="{in_quotes(name, texts)}"'
            f' label="{in_quotes(str(label if label is not None else name), texts)}"'
            f"{_span(row[at['first_date']], row[at['last_date']])}>\n"
            f"{_values(row, columns, texts)}"
            f'        <viz:color r="{red}" g="{green}" b="{blue}"/>\n'
            f'        <viz:position x="{place.x!r}" y="{place.y!r}" z="0.0"/>\n'
            f'        <viz:size value="{place.size!r}"/>\n'
            "      </node>\n"
        )


def _edges(projection: Projection, texts: Texts) -> Iterator[str]:
    sheet = projection.edges
    at = sheet.places
    columns = _attributes(sheet.columns, _OF_EDGES)
    for row in sheet.rows:
        weight = row[at["weight"]]
        heavy = f' weight="{weight!r}"' if isinstance(weight, float) and weight > 0 else ""
        relation = in_quotes(str(row[at["relation"]]), texts)
        label = row[at["label"]]
        yield (
            f'      <edge id="{in_quotes(str(row[at["id"]]), texts)}"'
            f' source="{in_quotes(str(row[at["source"]]), texts)}"'
            f' target="{in_quotes(str(row[at["target"]]), texts)}"'
            f' kind="{relation}"'
            f' label="{in_quotes(str(label), texts) if label is not None else relation}"'
            f"{heavy}{_span(row[at['first_date']], None)}>\n"
            f"{_values(row, columns, texts)}      </edge>\n"
        )


def _values(row: tuple[Value, ...], columns: list[tuple[int, Column]], texts: Texts) -> str:
    found = [
        f'          <attvalue for="{place}" value="{in_quotes(row[place], texts)}"/>\n'
        for place, _ in columns
        if row[place] is not None
    ]
    return f"        <attvalues>\n{''.join(found)}        </attvalues>\n" if found else ""


def _span(first: Value, last: Value) -> str:
    """Give from when to when an element is there; one that nobody dates always is."""
    start = f' start="{first.isoformat()}"' if isinstance(first, dt.date) else ""
    runs = isinstance(last, dt.date) and not (isinstance(first, dt.date) and last < first)
    return f'{start} end="{last.isoformat()}"' if runs and isinstance(last, dt.date) else start
