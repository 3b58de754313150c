"""CX2, which Cytoscape (from 3.10) and NDEx open.

Nodes and edges have whole numbers for ids there, and no attribute may be called ``id``: ours
are the attribute ``identifier`` of both. The ``name`` of a node is its label.
Source of the format: https://cytoscape.org/cx/cx2/specification/cytoscape-exchange-format-specification-(version-2)/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final

from compute_race.export.json_writing import dump, records, write_list
from compute_race.export.layout import placed
from compute_race.export.palette import legend
from compute_race.export.projection import Column, Projection, Type
from compute_race.export.texts import Texts

#: What CX2 calls our types. It knows no days.
_TYPES: Final[Mapping[Type, str]] = {
    "string": "string",
    "integer": "integer",
    "double": "double",
    "boolean": "boolean",
    "date": "string",
}
#: Named by their nodes' numbers instead.
_ENDS: Final = ("source", "target")
#: What the attribute of our ids is called.
IDENTIFIER: Final = "identifier"


def write_cx2(projection: Projection, out: BinaryIO) -> list[str]:
    """Write a projection as CX2; gives what UTF-8 cannot hold."""
    texts = Texts()
    numbers = {str(name): place for place, name in enumerate(projection.nodes.values("id"))}
    counts = {"nodes": len(projection.nodes.rows), "edges": len(projection.edges.rows)}
    about = {"name": projection.title, "version": projection.as_of.isoformat()}
    head: list[Mapping[str, Any]] = [
        {"CXVersion": "2.0", "hasFragments": False},
        {"metaData": [{"name": name, "elementCount": n} for name, n in _counted(counts)]},
        {"attributeDeclarations": [_declarations(projection)]},
        {"networkAttributes": [about]},
    ]
    out.write(b"[\n" + b"".join(f"{dump(aspect)},\n".encode() for aspect in head))
    out.write(b'{"nodes": ')
    write_list(out, _nodes(projection, texts, numbers))
    out.write(b'},\n{"edges": ')
    write_list(out, _edges(projection, texts, numbers))
    out.write(f"}},\n{dump({'visualProperties': [_style(projection)]})},\n".encode())
    out.write(b'{"status": [{"success": true}]}\n]\n')
    return texts.notes()


def _counted(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    ones = ("attributeDeclarations", "networkAttributes")
    return [*((name, 1) for name in ones), *counts.items(), ("visualProperties", 1)]


def _declarations(projection: Projection) -> dict[str, Any]:
    def declared(columns: tuple[Column, ...]) -> dict[str, Any]:
        return {_name(c.name): {"d": _TYPES[c.type]} for c in columns if c.name not in _ENDS}

    return {
        "networkAttributes": {"name": {"d": "string"}, "version": {"d": "string"}},
        "nodes": {
            "name": {"d": "string"},
            **declared(projection.nodes.columns),
            "size": {"d": "double"},
        },
        "edges": {"interaction": {"d": "string"}, **declared(projection.edges.columns)},
    }


def _name(column: str) -> str:
    return IDENTIFIER if column == "id" else column


def _values(record: Mapping[str, Any]) -> dict[str, Any]:
    return {_name(name): value for name, value in record.items()}


def _nodes(
    projection: Projection, texts: Texts, numbers: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    places = placed(projection)
    for data in records(projection.nodes, texts):
        place = places[data["id"]]
        # There y grows downwards.
        yield {
            "id": numbers[data["id"]],
            "x": place.x,
            "y": -place.y,
            "v": {"name": data.get("label", data["id"]), **_values(data), "size": place.size},
        }


def _edges(
    projection: Projection, texts: Texts, numbers: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    for number, data in enumerate(records(projection.edges, texts)):
        source, target = (numbers[data.pop(end)] for end in _ENDS)
        values = {"interaction": data["relation"], **_values(data)}
        yield {"id": number, "s": source, "t": target, "v": values}


def _style(projection: Projection) -> dict[str, Any]:
    kinds = {str(kind) for kind in projection.nodes.values("kind") if kind is not None}
    colours = [{"v": kind, "vp": colour} for kind, colour in legend(kinds).items()]
    return {
        "default": {
            "network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"},
            "node": {"NODE_SHAPE": "ellipse", "NODE_LABEL_FONT_SIZE": 10},
            "edge": {"EDGE_LINE_COLOR": "#B0B0B0", "EDGE_TARGET_ARROW_SHAPE": "triangle"},
        },
        "nodeMapping": {
            "NODE_LABEL": _taken_from("name", "string"),
            "NODE_BACKGROUND_COLOR": {
                "type": "DISCRETE",
                "definition": {"attribute": "kind", "type": "string", "map": colours},
            },
            "NODE_HEIGHT": _taken_from("size", "double"),
            "NODE_WIDTH": _taken_from("size", "double"),
        },
        "edgeMapping": {},
    }


def _taken_from(attribute: str, kind: str) -> dict[str, Any]:
    return {"type": "PASSTHROUGH", "definition": {"attribute": attribute, "type": kind}}
