"""GraphML in files of any size: no value reaches a reader in part, each key has one type."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from compute_race.export.graphml import write_graphml
from compute_race.export.xml_writing import write_whole
from export_readers import texts_of, written
from projections import large, nasty

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"
#: So many bytes Python's XML reader takes at once.
PIECE = 2**16 - 20


@pytest.mark.slow
def test_tulip_reads_no_value_in_part(tmp_path: Path) -> None:
    """Its reader takes a file in pieces, and loses what lies across the end of one."""
    tlp = pytest.importorskip("tulip", reason="Tulip is not installed: the extra readers").tlp
    made = large(3000, 6000)
    file = tmp_path / "x.graphml"
    file.write_bytes(written(write_graphml, made))
    assert file.stat().st_size > 40 * PIECE
    found = tlp.importGraph("GraphML", {"file::filename": str(file)})
    for sheet, elements, columns in (
        (made.nodes, list(found.getNodes()), ("label", "iri", "low", "first_date")),
        (made.edges, list(found.getEdges()), ("relation", "basis", "documents", "weight")),
    ):
        for column in columns:
            absent = 0.0 if column in ("low", "weight") else ""
            expected = [
                absent if value is None else texts_of(value) for value in sheet.values(column)
            ]
            assert [found[column][one] for one in elements] == expected, column


def test_no_element_lies_across_the_end_of_a_piece() -> None:
    lines = [
        f"<a>{'é' * (7 * number % 900)}</a><data k='{number}'>x y</data>\n" for number in range(999)
    ]
    out = io.BytesIO()
    write_whole(out, lines, "data")
    data = out.getvalue()
    assert data.replace(b" ", b"") == "".join(lines).replace(" ", "").encode()
    assert data.count(b">x y</data>") == len(lines)
    for limit in range(PIECE, len(data), PIECE):
        last = data.rfind(b"<data", 0, limit)
        assert data.find(b"</data>", last) <= limit


def test_a_text_longer_than_a_piece_is_written_as_it_is() -> None:
    def lines() -> Iterator[str]:
        yield "<a/>\n"
        yield f"<data k='0'>{'x' * 3 * PIECE}</data>\n"

    out = io.BytesIO()
    write_whole(out, lines(), "data")
    assert out.getvalue() == "".join(lines()).encode()


def test_each_key_is_declared_once_and_each_id_is_unique() -> None:
    root = ET.fromstring(written(write_graphml, nasty()))  # noqa: S314 - our own file
    keys = {key.get("id"): key for key in root.iter(f"{NAMESPACE}key")}
    assert len(keys) == len(list(root.iter(f"{NAMESPACE}key")))
    names = [(key.get("for"), key.get("attr.name")) for key in keys.values()]
    assert len(set(names)) == len(names)
    # Tulip keeps one property a name, whatever it is of: the types must agree.
    types: dict[str | None, set[str | None]] = {}
    for key in keys.values():
        types.setdefault(key.get("attr.name"), set()).add(key.get("attr.type"))
    assert {name: found for name, found in types.items() if len(found) > 1} == {}
    for kind in ("node", "edge"):
        ids = [one.get("id") for one in root.iter(f"{NAMESPACE}{kind}")]
        assert len(set(ids)) == len(ids)
    assert {data.get("key") for data in root.iter(f"{NAMESPACE}data")} <= set(keys)
