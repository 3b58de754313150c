"""CX2, checked by the rules of its specification and read by the client of NDEx.

https://cytoscape.org/cx/cx2/specification/cytoscape-exchange-format-specification-(version-2)/
"""

from __future__ import annotations

import copy
import io
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from compute_race.export.cx2 import IDENTIFIER, write_cx2
from compute_race.export.network import with_metrics
from compute_race.export.palette import colour_of
from compute_race.export.projection import Projection
from export_readers import agree, written
from projections import large, nasty, node, projection

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "double": (int, float),
    "boolean": (bool,),
}
_PARTS: dict[str, tuple[set[str], set[str]]] = {
    "nodes": ({"id"}, {"id", "v", "x", "y", "z"}),
    "edges": ({"id", "s", "t"}, {"id", "s", "t", "v"}),
}


def is_of(value: object, kind: str) -> bool:
    """Tell whether a JSON value is of a declared type; ``true`` is no number."""
    if isinstance(value, bool):
        return kind == "boolean"
    limit = {"integer": 2**31, "long": 2**63}.get(kind, math.inf)
    in_range = not isinstance(value, int | float) or -limit <= value < limit
    return isinstance(value, _TYPES[kind]) and in_range


def faults(document: list[dict[str, Any]]) -> Iterator[str]:
    """Give the rules of the specification that a document breaks."""
    head, *blocks, status = document
    if head.get("CXVersion") != "2.0" or head.get("hasFragments", False) is not False:
        yield "the descriptor comes first"
    if status.keys() != {"status"} or [one.get("success") for one in status["status"]] != [True]:
        yield "the status comes last"
    names = [name for block in blocks for name in block]
    if any(len(block) != 1 for block in blocks) or len(set(names)) != len(names):
        yield "a block is one aspect, and an aspect one block"
    if names[:2] != ["metaData", "attributeDeclarations"]:
        yield "metaData and attributeDeclarations come before what they tell of"
    aspects = {name: elements for block in blocks for name, elements in block.items()}
    for one in aspects.pop("metaData"):
        if one.get("elementCount") != len(aspects.get(one["name"], ())):
            yield f"elementCount of {one['name']}"
    for name in ("attributeDeclarations", "networkAttributes", "visualProperties"):
        if len(aspects[name]) != 1:
            yield f"{name} has one element"
    (declared,) = aspects["attributeDeclarations"]
    for aspect, columns in declared.items():
        if any(one.get("d") not in _TYPES for one in columns.values()):
            yield f"a type of {aspect}"
    yield from broken_values(declared["networkAttributes"], aspects["networkAttributes"][0])
    for name in ("nodes", "edges"):
        yield from broken_elements(name, declared[name], aspects[name])
    ids = {one["id"] for one in aspects["nodes"]}
    if any(one[end] not in ids for one in aspects["edges"] for end in "st"):
        yield "an edge joins nodes"
    placed = [one.keys() & {"x", "y"} for one in aspects["nodes"]]
    if any(placed) and not all(found == {"x", "y"} for found in placed):
        yield "all nodes have x and y, or none"
    yield from broken_style(aspects["visualProperties"][0], declared)


def broken_elements(name: str, declared: Any, elements: list[dict[str, Any]]) -> Iterator[str]:
    """Give what is wrong with nodes or edges."""
    required, allowed = _PARTS[name]
    if any(not required <= one.keys() <= allowed for one in elements):
        yield f"the parts of {name}"
    ids = [one["id"] for one in elements]
    if len(set(ids)) != len(ids) or not all(is_of(one, "long") for one in ids):
        yield f"the ids of {name} are whole numbers, each once"
    if "id" in declared or any("id" in one.get("v", ()) for one in elements):
        yield f"no attribute of {name} is called id"
    for one in elements:
        yield from broken_values(declared, one.get("v", {}))


def broken_values(declared: Any, values: dict[str, Any]) -> Iterator[str]:
    """Give the attributes that are not as they are declared."""
    for name, value in values.items():
        if name not in declared:
            yield f"{name} is not declared"
        elif not is_of(value, declared[name]["d"]):
            yield f"{name} is no {declared[name]['d']}"


def broken_style(style: Any, declared: Any) -> Iterator[str]:
    """Give the mappings that are of an unknown kind or of an unknown attribute."""
    if style["default"].keys() != {"network", "node", "edge"}:
        yield "defaults"
    for aspect, mapping in (("nodes", "nodeMapping"), ("edges", "edgeMapping")):
        for one in style[mapping].values():
            definition = one["definition"]
            if declared[aspect].get(definition["attribute"], {}).get("d") != definition["type"]:
                yield f"a mapping of {definition['attribute']}"
            if one["type"] not in ("DISCRETE", "PASSTHROUGH"):
                yield f"a mapping that is {one['type']}"
            if one["type"] == "DISCRETE" and any(
                pair.keys() != {"v", "vp"} for pair in definition["map"]
            ):
                yield "a discrete mapping"


def document_of(graph: Projection) -> Any:
    """Give what is written, as JSON."""
    return json.loads(written(write_cx2, graph))


@pytest.mark.parametrize(
    "make",
    [
        lambda: with_metrics(nasty(), ["degree", "betweenness", "community"]),
        lambda: projection([], []),
        lambda: projection([node("a", "A", kind=None)], []),
        lambda: large(200, 1000),
    ],
    ids=["nasty", "empty", "without a kind", "larger"],
)
def test_a_document_keeps_the_rules_of_the_specification(make: Callable[[], Projection]) -> None:
    assert list(faults(document_of(make()))) == []


def _block(document: Any, name: str) -> Any:
    return next(block[name] for block in document if name in block)


@pytest.mark.parametrize(
    ("break_it", "fault"),
    [
        (lambda d: d.insert(1, d.pop(0)), "the descriptor comes first"),
        (lambda d: d.insert(-1, d.pop(2)), "come before what they tell of"),
        (lambda d: _block(d, "metaData")[2].update(elementCount=1), "elementCount of nodes"),
        (lambda d: _block(d, "nodes")[0].update(id="n00"), "the ids of nodes are whole numbers"),
        (lambda d: _block(d, "nodes")[0]["v"].update(id="n00"), "no attribute of nodes is"),
        (lambda d: _block(d, "nodes")[0].pop("x"), "all nodes have x and y"),
        (lambda d: _block(d, "nodes")[1]["v"].update(low="1"), "low is no double"),
        (lambda d: _block(d, "nodes")[1]["v"].update(document_count=2**31), "is no integer"),
        (lambda d: _block(d, "edges")[0].update(s=99), "an edge joins nodes"),
        (lambda d: _block(d, "edges")[0]["v"].update(more=1), "more is not declared"),
    ],
)
def test_the_rules_find_what_breaks_them(break_it: Callable[[Any], object], fault: str) -> None:
    document = copy.deepcopy(document_of(nasty()))
    break_it(document)
    assert any(fault in found for found in faults(document))


def test_every_value_is_an_attribute_and_our_ids_are_identifiers() -> None:
    graph = with_metrics(nasty(), ["degree"])
    document = document_of(graph)
    nodes, edges = _block(document, "nodes"), _block(document, "edges")
    agree(graph.nodes, [one["v"] | {"id": one["v"][IDENTIFIER]} for one in nodes])
    names = {one["id"]: one["v"][IDENTIFIER] for one in nodes}
    ends = [{"source": names[one["s"]], "target": names[one["t"]]} for one in edges]
    found = [
        one["v"] | {"id": one["v"][IDENTIFIER]} | end for one, end in zip(edges, ends, strict=True)
    ]
    agree(graph.edges, found)
    assert [one["v"]["name"] for one in nodes] == [one["v"]["label"] for one in nodes]
    assert [one["v"]["interaction"] for one in edges] == list(graph.edges.values("relation"))
    (declared,) = _block(document, "attributeDeclarations")
    kinds = {name: one["d"] for name, one in declared["nodes"].items()}
    assert [kinds[name] for name in ("label", "low", "degree", "first_date")] == [
        "string",
        "double",
        "integer",
        "string",
    ]


def test_each_kind_that_occurs_has_its_colour() -> None:
    graph = projection([node("a", "A", kind="place"), node("b", "B", kind=None)], [])
    (style,) = _block(document_of(graph), "visualProperties")
    colours = style["nodeMapping"]["NODE_BACKGROUND_COLOR"]["definition"]["map"]
    assert colours == [{"v": "place", "vp": colour_of("place")}]


def test_the_client_of_ndex_reads_it(tmp_path: Path) -> None:
    cx2 = pytest.importorskip("ndex2.cx2", reason="ndex2 is not installed: pip install ndex2")
    graph = nasty()
    file = tmp_path / "x.cx2"
    file.write_bytes(written(write_cx2, graph))
    network = cx2.RawCX2NetworkFactory().get_cx2network(str(file))
    nodes, edges = network.get_nodes(), network.get_edges()
    values = [one["v"] | {"id": one["v"][IDENTIFIER]} for one in nodes.values()]
    agree(graph.nodes, values)
    names = {number: one["v"][IDENTIFIER] for number, one in nodes.items()}
    found = sorted((names[one["s"]], names[one["t"]]) for one in edges.values())
    ends = zip(graph.edges.values("source"), graph.edges.values("target"), strict=True)
    assert found == sorted(ends)


def test_what_utf_8_cannot_hold_is_told_and_nothing_else() -> None:
    (note,) = write_cx2(nasty(), io.BytesIO())
    assert note.startswith("3 texts have characters that UTF-8 cannot hold")
    assert write_cx2(large(5, 5), io.BytesIO()) == []
