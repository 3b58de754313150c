"""All files as one dataset: graphs, what the loader adds, and the way back to a line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.basics.namespaces import ENT, GRAPH, RACE, RDF, SRC
from compute_race.dataset.corpus import Corpus, Kind, read_corpus

TESTS = Path(__file__).resolve().parent
ONTOLOGY = TESTS.parent / "ontology"
BACKGROUND = TESTS / "data" / "background"
DAILY = f"{SRC}daily-2025-01-10-acme"


def read(*given: Path, graph: Path = BACKGROUND) -> Corpus:
    """Read a corpus that has to be without problems."""
    corpus, problems = read_corpus(ONTOLOGY, graph, given)
    assert problems == []
    return corpus


def node(namespace: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(namespace + name)


def test_kinds_and_graphs() -> None:
    graphs = {file.turtle.path.stem: (file.kind, file.graph) for file in read().files}
    assert graphs["race"] == (Kind.ONTOLOGY, GRAPH + "ontology")
    assert graphs["units"] == (Kind.TERMS, GRAPH + "ontology")
    assert graphs["shapes"][0] is Kind.SHAPES
    assert graphs["daily-2025-01-10-acme"] == (Kind.DOCUMENT, DAILY)
    assert graphs["places"] == (Kind.ENTITIES, GRAPH + "entities/places")
    assert graphs["nesting"] == (Kind.JUDGEMENTS, GRAPH + "judgements/nesting")


def test_what_the_loader_adds() -> None:
    quads = set(read().quads())
    claim, document = ox.NamedNode(f"{DAILY}#c01"), ox.NamedNode(DAILY)
    assert ox.Quad(claim, node(RACE, "inDocument"), document, document) in quads
    part = (node(ENT, "acme-4bn"), node(RACE, "partOf"), node(ENT, "acme-10bn"))
    assert ox.Quad(*part, node(GRAPH, "judgements/nesting")) in quads
    assert not any(quad.graph_name == node(GRAPH, "shapes") for quad in quads)


def test_the_union_has_no_shapes_and_no_alignments(tmp_path: Path) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(ONTOLOGY, ontology)
    (ontology / "alignments.ttl").write_text(
        "PREFIX x: <http://example.org/>\nx:a x:b [ x:c ( 1 2 ) ] .\n", encoding="utf-8"
    )
    corpus, problems = read_corpus(ontology, BACKGROUND)
    assert problems == []
    assert not any("example.org" in str(t.predicate) for t in corpus.union())
    assert not any(
        str(t.predicate).startswith("<http://www.w3.org/ns/shacl") for t in corpus.union()
    )
    aligned = [q for q in corpus.quads() if q.graph_name == node(GRAPH, "alignments")]
    assert len(aligned) == 6


def test_two_readings_are_equal_byte_for_byte() -> None:
    first, second = read().ntriples(), read().ntriples()
    assert first == second
    lines = first.splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == len(read().union())


def test_locate() -> None:
    corpus = read()
    daily = "daily-2025-01-10-acme.ttl"
    c02 = ox.NamedNode(f"{DAILY}#c02")

    def at(*terms: ox.NamedNode | None) -> tuple[str, int]:
        file, line = corpus.locate(*terms)  # type: ignore[arg-type]
        return Path(file).name, line

    assert at(c02) == (daily, 39)
    assert at(c02, node(RACE, "unit"), ox.NamedNode("http://qudt.org/vocab/unit/CCY_EUR")) == (
        daily,
        43,
    )
    assert at(c02, node(RACE, "unit"), node(ENT, "acme")) == (daily, 43)
    assert at(c02, node(RACE, "duration")) == (daily, 39), "what is missing is told at its block"
    assert at(c02, node(RACE, "inDocument"), ox.NamedNode(DAILY)) == (daily, 39)
    assert at(node(ENT, "acme")) == ("organizations.ttl", 6), "the block that says what it is"
    assert at(node(ENT, "acme"), node(RACE, "develops")) == (daily, 20)
    judged = at(node(ENT, "acme-4bn"), node(RACE, "partOf"), node(ENT, "acme-10bn"))
    assert judged == ("nesting.ttl", 11)
    assert at(node(RACE, "planned")) == ("modalities.ttl", at(node(RACE, "planned"))[1])
    assert corpus.locate(node(ENT, "nobody")) == ("", 0)


def test_everybody_who_states_it() -> None:
    """Files, judgements for the triple they make, and the loader where no file does."""
    corpus = read()

    def lines(*terms: ox.NamedNode) -> list[tuple[str, int]]:
        return [(Path(file).name, line) for file, line in corpus.stated(*terms)]

    rivals = (node(ENT, "acme"), node(RACE, "competesWith"))
    assert lines(*rivals) == [("daily-2025-01-10-acme.ttl", 19)]
    assert lines(*rivals, node(ENT, "bravo")) == [("daily-2025-01-10-acme.ttl", 19)]
    assert lines(*rivals, node(ENT, "nobody")) == []
    assert lines(node(ENT, "acme-4bn"), node(RACE, "partOf")) == [("nesting.ttl", 11)]
    names = [Path(file.shown).name for file in corpus.about(node(ENT, "acme"))]
    assert names == ["daily-2025-01-10-acme.ttl", "organizations.ttl"]
    assert corpus.about(node(ENT, "nobody")) == []


def test_a_document_named_by_hand_is_found_where_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sources" / "daily-2025-05-05.ttl"
    path.parent.mkdir()
    path.write_text(
        f"PREFIX : <{SRC}{path.stem}#>\nPREFIX race: <{RACE}>\nPREFIX src: <{SRC}>\n\n"
        ":c01 a race:Claim ;\n    race:inDocument src:other .\n",
        encoding="utf-8",
    )
    claim = ox.NamedNode(f"{SRC}{path.stem}#c01")
    places = list(read(path).stated(claim, node(RACE, "inDocument")))
    assert places == [(path.as_posix(), 6)]


def test_a_link_in_the_graph_is_shown_by_its_own_name(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    shutil.copytree(BACKGROUND, graph)
    places = graph / "entities" / "places.ttl"
    elsewhere = places.rename(tmp_path / "elsewhere.ttl")
    places.symlink_to(elsewhere)
    corpus = read(elsewhere, graph=graph)
    assert [file.shown for file in corpus.files if file.given] == [elsewhere.as_posix()]
    assert places.as_posix() in {file.shown for file in read(graph=graph).files}


def test_what_is_only_named_is_found_where_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sources" / "daily-2025-05-05.ttl"
    path.parent.mkdir()
    path.write_text(
        f"PREFIX ent: <{ENT}>\nPREFIX race: <{RACE}>\n\nent:acme race:competesWith ent:nobody .\n",
        encoding="utf-8",
    )
    assert read(path).locate(node(ENT, "nobody")) == (path.as_posix(), 4)


def test_a_given_file_takes_the_place_of_its_namesake(tmp_path: Path) -> None:
    path = tmp_path / "places.ttl"
    path.write_text(
        f"PREFIX ent: <{ENT}>\nPREFIX race: <{RACE}>\n\nent:lemuria a race:Place .\n",
        encoding="utf-8",
    )
    corpus = read(path)
    assert corpus.files[0].given
    assert corpus.files[0].kind is Kind.ENTITIES
    assert corpus.locate(node(ENT, "port-city")) == ("", 0)
    assert sum(file.turtle.path.stem == "places" for file in corpus.files) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<https://w3id.org/compute-race/source/x> a race:Article .", Kind.DOCUMENT),
        (
            "<https://w3id.org/compute-race/graph/judgements/x#a> a race:Judgement .",
            Kind.JUDGEMENTS,
        ),
        ("ent:a a race:Company .", Kind.ENTITIES),
    ],
)
def test_what_a_file_from_elsewhere_is_for(tmp_path: Path, text: str, kind: Kind) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(f"PREFIX ent: <{ENT}>\nPREFIX race: <{RACE}>\n{text}\n", encoding="utf-8")
    assert read(path).files[0].kind is kind


def test_a_file_from_a_folder_of_terms_is_one_of_terms(tmp_path: Path) -> None:
    path = tmp_path / "terms" / "more-units.ttl"
    path.parent.mkdir()
    path.write_text(f"PREFIX race: <{RACE}>\nrace:bushel a race:Unit .\n", encoding="utf-8")
    corpus = read(path)
    assert corpus.files[0].kind is Kind.TERMS
    assert node(RACE, "bushel") in {triple.subject for triple in corpus.vocabulary()}


def test_a_file_of_the_graph_given_by_path_is_read_once() -> None:
    path = BACKGROUND / "entities" / "places.ttl"
    corpus = read(path)
    assert [file.shown for file in corpus.files if file.given] == [path.as_posix()]
    assert len(corpus.files) == len(read().files)


def test_missing_folders_are_told(tmp_path: Path) -> None:
    corpus, problems = read_corpus(tmp_path / "no", tmp_path / "none")
    assert corpus.files == ()
    assert [problem.rule for problem in problems] == ["file-missing", "file-missing"]


def test_incomplete_judgements_add_nothing(tmp_path: Path) -> None:
    path = tmp_path / "judgements" / "x.ttl"
    path.parent.mkdir()
    path.write_text(
        f"PREFIX : <{GRAPH}judgements/x#>\nPREFIX race: <{RACE}>\nPREFIX rdf: <{RDF}>\n\n"
        ":a a race:Judgement ;\n    rdf:subject :b .\n",
        encoding="utf-8",
    )
    assert read(path).files[0].added == {}


def test_documents_by_iri() -> None:
    corpus = read()
    file = corpus.document(DAILY)
    assert file is not None
    assert file.turtle.path.stem == "daily-2025-01-10-acme"
    assert corpus.document(DAILY + "#c01") is None
