"""The graph of entities in networkx, rdflib and GraphML."""

import os
import stat
from pathlib import Path

import networkx as nx
import pytest

import compute_race
from compute_race.answering.table import Table
from compute_race.basics.files import write_file
from compute_race.basics.problems import StoreError, UsageError
from little_store import endpoint, quads, race, write_store


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("graphml") / "store")


def test_nodes_and_edges(folder: Path) -> None:
    graph = compute_race.open(folder).networkx()
    assert sorted(graph) == ["acme", "acme-10bn", "acme-cloud", "earth"]
    assert graph.nodes["acme"] == {
        "iri": "https://w3id.org/compute-race/id/acme",
        "label": "Acme",
        "label_en": "Acme",
        "label_fr": "Acm\u00e9",
        "label_zh": "\u963f\u514b\u7c73",
        "kind": "organization",
        "classes": "Company",
        "wikidata": "Q1",
        "documents": "src:the-paper-acme",
        "document_count": 1,
    }
    assert graph.nodes["acme-cloud"]["classes"] == "BusinessUnit|Subsidiary"
    edges = {(a, b, d["relation"]): d for a, b, d in graph.edges(data=True)}
    stated = edges["acme-cloud", "acme", "subsidiaryOf"]
    assert (stated["documents"], stated["basis"]) == ("src:the-paper-acme", "stated")
    assert edges["acme", "earth", "locatedIn"]["basis"] == "judged"
    assert edges["acme-10bn", "acme", "announcedBy"]["basis"] == "declared"
    assert edges["acme-cloud", "earth", "locatedIn"]["basis"] == "inferred"
    assert len(edges) == 5


def test_graphml_is_read_back_and_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    files = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.graphml"
        done = race(
            "--store", str(folder), "export", "graphml", "--out", str(out), PYTHONHASHSEED=seed
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
        files.append(out.read_bytes())
    assert files[0] == files[1]
    graph = nx.read_graphml(tmp_path / "1.graphml", force_multigraph=True)
    assert len(graph) == 4
    keys = [key for _, _, key in graph.edges(keys=True)]
    assert len(set(keys)) == len(keys) == 5
    to_pipe = race("--store", str(folder), "export", "graphml", "--out", "-")
    assert to_pipe.stdout.encode() == files[0]


def test_the_same_over_an_endpoint(folder: Path) -> None:
    local = compute_race.open(folder).networkx()
    with endpoint() as url:
        remote = compute_race.open(url).networkx()
    assert nx.utils.graphs_equal(local, remote)


@pytest.mark.parametrize("place", ["no/such/folder/x.graphml", "."])
def test_an_unwritable_place_is_one_line(folder: Path, tmp_path: Path, place: str) -> None:
    out = str(tmp_path / place)
    done = race("--store", str(folder), "export", "graphml", "--out", out)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_wrong_use(folder: Path) -> None:
    assert race("--store", str(folder), "export", "visio", "--out", "x").returncode == 2
    with pytest.raises(UsageError, match="there is no format visio"):
        compute_race.open(folder).export("visio", "x")


def test_files_are_written_whole_with_the_usual_rights(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write_file(path, b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["x"]
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask


def test_the_library(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RACE_STORE", str(folder))
    graph = compute_race.open()
    assert isinstance(graph, compute_race.Graph)
    assert graph.query("ASK { ent:acme a race:Company }") is True
    table = graph.query("SELECT ?v { ?s race:lower ?v } ORDER BY ?v")
    assert isinstance(table, Table)
    assert table.column("v") == [4, 10_000_000_000]
    triples = graph.query("CONSTRUCT { ?s rdfs:label ?l } { ?s rdfs:label ?l }")
    assert isinstance(triples, list)
    assert triples == sorted(triples, key=str)
    out = graph.export("graphml", tmp_path / "x.graphml")
    assert out.read_bytes().startswith(b"<?xml")
    with pytest.raises(ValueError, match="there is no view claim;"):
        graph.networkx("claim")
    with pytest.raises(StoreError):
        compute_race.open(tmp_path / "none")
    with pytest.raises(AttributeError):
        compute_race.nothing  # noqa: B018
    assert "open" in dir(compute_race)


def test_a_question_through_the_library(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = tmp_path / "queries" / "compare"
    questions.mkdir(parents=True)
    (questions / "q.rq").write_text(
        "#+ summary: Q?\n#+ param name: string = a\n#+ column x: string\n"
        'SELECT ?x { VALUES ?name { "a" } BIND(?name AS ?x) }\n',
        "utf-8",
    )
    monkeypatch.setattr("compute_race.library.data_folder", lambda name: tmp_path / name)
    assert compute_race.open(folder).ask("q", name="b").rows == (("b",),)


def test_rdflib_has_every_quad_as_written(folder: Path) -> None:
    dataset = compute_race.open(folder).rdflib()
    assert sum(1 for _ in dataset.quads((None, None, None, None))) == len(quads())
    found = dataset.query(
        "SELECT (STR(?d) AS ?s) (DATATYPE(?d) AS ?t)"
        " { ?c <https://w3id.org/compute-race/ontology#publishedOn> ?d }"
    )
    assert [(str(row[0]), str(row[1])) for row in found] == [  # type: ignore[index]
        ("2025-02", "http://www.w3.org/2001/XMLSchema#gYearMonth")
    ]
