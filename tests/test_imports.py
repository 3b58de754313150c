"""Imported graphs on disk: whole or absent, each beside the others."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.basics.namespaces import ENT, SRC
from compute_race.basics.problems import StoreError, UsageError
from compute_race.dataset.imports import (
    UnresolvedName,
    imported_graph,
    imported_graphs,
    imports_folder,
    remove_import,
    write_import,
)

LINE = f"<{ENT}acme> <http://x.example/says> <{ENT}bravo> .\n".encode()
MANIFEST = {
    "date": "2026-07",
    "rows": 1,
    "claims": 0,
    "compared": False,
    "unresolved": [{"name": "Acme Labs", "role": "owner", "candidates": ["acme"]}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = imports_folder(tmp_path)
    assert write_import(place, "data-one", LINE, MANIFEST) is True
    return place


def test_what_is_written_is_read(folder: Path) -> None:
    (graph,) = imported_graphs(folder)
    assert (graph.stem, graph.graph, graph.shown) == (
        "data-one",
        SRC + "data-one",
        "imports/data-one.nt",
    )
    assert graph.ntriples() == LINE
    assert [str(quad.graph_name) for quad in graph.quads()] == [f"<{SRC}data-one>"]
    assert graph.entities() == {ENT + "acme", ENT + "bravo"}
    assert graph.unresolved() == (UnresolvedName("Acme Labs", "owner", ("acme",)),)
    assert (graph.count("rows"), graph.count("nothing"), graph.is_compared) == (1, 0, False)


def test_the_same_again_is_not_written(folder: Path) -> None:
    assert write_import(folder, "data-one", LINE, MANIFEST) is False
    assert write_import(folder, "data-one", LINE, {**MANIFEST, "date": "2026-08"}) is True


def test_a_graph_replaces_its_own_and_no_other(folder: Path) -> None:
    write_import(folder, "data-two", LINE + LINE, MANIFEST)
    before = (folder / "data-two.nt").read_bytes()
    write_import(folder, "data-one", b"", MANIFEST)
    assert (folder / "data-two.nt").read_bytes() == before
    assert [graph.ntriples() for graph in imported_graphs(folder)] == [b"", LINE + LINE]


def test_a_graph_without_its_manifest_is_absent(folder: Path) -> None:
    """As a writer that was killed leaves it."""
    (folder / "data-one.json").unlink()
    assert imported_graphs(folder) == ()
    assert imported_graph(folder, "data-one") is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"stem": "data-two"}', "{"])
def test_a_manifest_that_is_none_is_told(folder: Path, text: str) -> None:
    (folder / "data-one.json").write_text(text)
    with pytest.raises(StoreError, match=r"data-one is broken.*race import --remove data-one"):
        imported_graphs(folder)


def test_triples_that_are_not_those_written_are_told(folder: Path) -> None:
    (folder / "data-one.nt").write_bytes(LINE + LINE)
    (graph,) = imported_graphs(folder)
    with pytest.raises(StoreError, match="not the one that was written"):
        graph.ntriples()
    (folder / "data-one.nt").unlink()
    with pytest.raises(StoreError, match="no such file"):
        list(graph.quads())


def test_unresolved_names_of_another_form_are_told(folder: Path) -> None:
    manifest = json.loads((folder / "data-one.json").read_text())
    (folder / "data-one.json").write_text(json.dumps({**manifest, "unresolved": [1]}))
    (graph,) = imported_graphs(folder)
    with pytest.raises(StoreError, match="manifest"):
        graph.unresolved()


def test_a_graph_is_removed_by_its_name(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no imported graph data-on.*data-one"):
        remove_import(folder, "data-on")
    remove_import(folder, "data-one")
    assert list(folder.iterdir()) == []


def test_a_name_that_is_none_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="no name of a graph"):
        write_import(folder, "../data", LINE, MANIFEST)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "imports").write_text("a file")
    with pytest.raises(UsageError, match="cannot be made"):
        write_import(tmp_path / "imports", "data-one", LINE, MANIFEST)


def test_the_graphs_are_rdf(folder: Path) -> None:
    """What stands on disk is N-Triples that any program reads."""
    assert len(list(ox.parse(path=str(folder / "data-one.nt")))) == 1
