"""The embedded store: generations, one pointer, and what is wrong with it in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.basics.namespaces import ENT, RDFS
from compute_race.basics.problems import StoreError, UsageError
from compute_race.dataset import generations as module
from compute_race.dataset.generations import (
    LAYOUT,
    current_generation,
    read_manifest,
    write_generation,
)
from compute_race.dataset.remote import RemoteStore
from compute_race.dataset.store import (
    EmbeddedStore,
    MemoryStore,
    Solutions,
    Store,
    open_store,
    select,
)


def quad(text: str, graph: str = "g") -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(ENT + "acme"),
        ox.NamedNode(RDFS + "label"),
        ox.Literal(text),
        ox.NamedNode("http://x.example/" + graph),
    )


def labels(store: Store) -> list[str]:
    found = select(store, "SELECT ?l { ent:acme rdfs:label ?l } ORDER BY ?l").rows
    return [term.value for (term,) in found if isinstance(term, ox.Literal)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_generation(tmp_path / "store", [quad("one")], {"name": "first"}, "first")
    return tmp_path / "store"


def test_what_is_written_is_answered(folder: Path) -> None:
    store = EmbeddedStore(folder)
    assert labels(store) == ["one"]
    assert store.describe() == {"base": "", "layout": LAYOUT, "name": "first", "size": 2}
    assert list(store.quads()) == [quad("one")]


@pytest.mark.parametrize("embedded", [True, False])
def test_the_default_graph_is_the_merge(folder: Path, embedded: bool) -> None:
    """What two documents state is one fact there, and two statements in their graphs."""
    told = [quad("one"), quad("one", "h"), quad("two", "h"), quad("two", "h")]
    write_generation(folder, told, {}, "both")
    store = EmbeddedStore(folder) if embedded else MemoryStore(told)
    assert labels(store) == ["one", "two"]
    assert len(select(store, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }").rows) == 3
    assert sorted(map(str, store.quads())) == sorted({str(item) for item in told})


def test_every_form_of_query(folder: Path) -> None:
    store = EmbeddedStore(folder)
    assert store.query("ASK { ent:acme ?p ?o }") is True
    assert store.query("ASK { ent:nobody ?p ?o }") is False
    triples = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(triples, tuple)
    assert [type(triple) for triple in triples] == [ox.Triple]
    found = store.query("SELECT ?s ?none { ?s ?p ?o }")
    assert isinstance(found, Solutions)
    assert found.variables == ("s", "none")
    assert found.rows[0][1] is None


def test_a_malformed_query_is_one_line(folder: Path) -> None:
    with pytest.raises(UsageError, match="the query is malformed") as error:
        EmbeddedStore(folder).query("SELECT nonsense")
    assert "\n" not in str(error.value).strip()


def test_a_select_is_needed_where_rows_are(folder: Path) -> None:
    with pytest.raises(UsageError, match="needs a SELECT"):
        select(EmbeddedStore(folder), "ASK {}")


def test_an_open_store_is_not_written_to(folder: Path) -> None:
    with pytest.raises(UsageError):
        EmbeddedStore(folder).query("INSERT DATA { ent:a ent:b ent:c }")


@pytest.mark.parametrize("pointer", [None, b"", b"garbage\n", b"\xff\xfe", b"first/../none", b"\0"])
def test_without_a_build_there_is_nothing_to_read(folder: Path, pointer: bytes | None) -> None:
    if pointer is None:
        (folder / "CURRENT").unlink()
    else:
        (folder / "CURRENT").write_bytes(pointer)
    assert current_generation(folder) is None
    with pytest.raises(StoreError, match="there is no built graph in .* - run: race build"):
        EmbeddedStore(folder)


def test_a_file_in_place_of_the_folder_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file", tmp_path / "none"):
        with pytest.raises(StoreError, match="there is no built graph"):
            EmbeddedStore(path)
    with pytest.raises(StoreError, match="cannot be written"):
        write_generation(tmp_path / "file", [quad("one")], {}, "x")


@pytest.mark.parametrize("manifest", ["", "[]", "{", '{"layout": 0}', "{}", '{"layout": "1"}'])
def test_a_store_of_another_layout_is_refused(folder: Path, manifest: str) -> None:
    (folder / "generations" / "first" / "manifest.json").write_text(manifest)
    with pytest.raises(StoreError, match="another version"):
        EmbeddedStore(folder)


def test_a_missing_manifest_is_empty(folder: Path) -> None:
    generation = current_generation(folder)
    assert generation is not None
    (generation / "manifest.json").unlink()
    assert read_manifest(generation) == {}


def test_a_store_without_its_database_is_broken(folder: Path) -> None:
    for path in (folder / "generations" / "first" / "oxigraph").iterdir():
        path.unlink()
    with pytest.raises(StoreError, match=r"is broken .* run: race build --force"):
        EmbeddedStore(folder)


def test_a_damaged_table_is_a_broken_store(folder: Path) -> None:
    for path in (folder / "generations" / "first" / "oxigraph").glob("*.sst"):
        path.write_bytes(b"damaged" * 20)
    with pytest.raises(StoreError, match="broken"):
        labels(EmbeddedStore(folder))


def test_readers_of_the_old_build_keep_it(folder: Path) -> None:
    reader = EmbeddedStore(folder)
    write_generation(folder, [quad("two")], {}, "second")
    assert labels(reader) == ["one"]
    assert labels(EmbeddedStore(folder)) == ["two"]


def test_the_one_before_is_kept_and_older_ones_go(folder: Path) -> None:
    write_generation(folder, [quad("two")], {}, "second")
    write_generation(folder, [quad("three")], {}, "third")
    names = {path.name for path in (folder / "generations").iterdir()}
    assert names == {"second", "third"}
    assert {path.name for path in folder.iterdir()} == {"generations", "CURRENT"}


def test_what_killed_builds_left_is_cleared_away(folder: Path) -> None:
    left = folder / "generations" / ".dead.99999999"
    (left / "oxigraph").mkdir(parents=True)
    write_generation(folder, [quad("two")], {}, "second")
    assert not left.exists()


def test_a_build_of_the_same_name_replaces_it(folder: Path) -> None:
    write_generation(folder, [quad("again")], {"name": "first"}, "first")
    assert labels(EmbeddedStore(folder)) == ["again"]


def test_the_manifest_is_the_same_for_the_same_build(folder: Path) -> None:
    generation = current_generation(folder)
    assert generation is not None
    text = (generation / "manifest.json").read_text()
    assert json.loads(text) == {"base": "", "layout": LAYOUT, "name": "first", "size": 2}
    write_generation(folder, [quad("one")], {"name": "first"}, "first")
    assert (folder / "generations" / "first" / "manifest.json").read_text() == text


def test_a_failure_while_writing_leaves_the_old_build(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.Path, "replace", full)
    with pytest.raises(StoreError, match="cannot be written .*: No space left"):
        write_generation(folder, [quad("two")], {}, "second")
    assert labels(EmbeddedStore(folder)) == ["one"]


def test_where_a_store_is_decides_what_it_is(folder: Path) -> None:
    assert isinstance(open_store(folder), EmbeddedStore)
    assert isinstance(open_store(str(folder)), EmbeddedStore)
    for address in ("http://127.0.0.1:9/sparql", "https://example.org/sparql"):
        found = open_store(address)
        assert isinstance(found, RemoteStore)
        assert found.describe() == {"endpoint": address}
