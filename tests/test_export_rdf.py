"""RDF: what is written is read back as the same graph, by two libraries, forms and all."""

from __future__ import annotations

import io
from collections.abc import Callable

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.compare

from compute_race.dataset.store import MemoryStore, Solutions, Store, open_store, select
from compute_race.export.rdf import write_jsonld, write_nquads, write_turtle
from foundation import foundation_store
from little_store import endpoint
from little_store import quads as little_quads

WRITERS = {"nquads": write_nquads, "turtle": write_turtle, "jsonld": write_jsonld}
FORMATS = {
    "nquads": (ox.RdfFormat.N_QUADS, "nquads"),
    "turtle": (ox.RdfFormat.TURTLE, "turtle"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
}
ODD = "http://x.example/odd"


def odd_quads() -> list[ox.Quad]:
    """Give values whose form is lost easily."""
    subject, graph = ox.NamedNode("http://x.example/a b".replace(" ", "%20")), ox.NamedNode(ODD)
    xsd = "http://www.w3.org/2001/XMLSchema#"
    values = [
        ox.Literal("P36M", datatype=ox.NamedNode(xsd + "duration")),
        ox.Literal("1.50", datatype=ox.NamedNode(xsd + "decimal")),
        ox.Literal("2025-02", datatype=ox.NamedNode(xsd + "gYearMonth")),
        ox.Literal("007", datatype=ox.NamedNode(xsd + "integer")),
        ox.Literal("1", datatype=ox.NamedNode(xsd + "boolean")),
        ox.Literal('quote " and \\ and\nline'),
        ox.Literal("\u963f\u91cc", language="zh"),
        ox.Literal("^^<x>"),
        ox.Literal('say "^^<http://www.w3.org/2001/XMLSchema#date'),
        ox.Literal('"2025"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ox.NamedNode("data:,x"),
        ox.NamedNode("https://w3id.org/compute-race/id/x.y."),
        ox.NamedNode("https://w3id.org/compute-race/source/a#c01"),
    ]
    return [
        ox.Quad(subject, ox.NamedNode("http://x.example/says"), value, graph) for value in values
    ]


class Written(MemoryStore):
    """A store that gives terms as they were written, not in the engine's form."""

    def __init__(self, quads: list[ox.Quad]) -> None:
        super().__init__(quads)
        self.kept = quads

    def query(self, text: str):  # type: ignore[no-untyped-def]
        if "GRAPH ?g" not in text:
            return super().query(text)
        rows = tuple((q.subject, q.predicate, q.object, q.graph_name) for q in self.kept)
        return Solutions(("s", "p", "o", "g"), rows)


STORES: dict[str, Callable[[], Store]] = {
    "odd": lambda: Written(odd_quads()),
    "little": lambda: MemoryStore(little_quads()),
    "foundation": foundation_store,
}


def written(form: str, store: Store) -> bytes:
    outs = [io.BytesIO(), io.BytesIO()]
    for out in outs:
        WRITERS[form](store, out)
    assert outs[0].getvalue() == outs[1].getvalue()
    return outs[0].getvalue()


def expected(form: str, store: Store) -> set[tuple[object, ...]]:
    rows = select(store, "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }").rows
    return {row[:3] if form == "turtle" else row for row in rows}


@pytest.mark.parametrize("name", STORES)
@pytest.mark.parametrize("form", WRITERS)
def test_oxigraph_reads_the_same_graph(form: str, name: str) -> None:
    store = STORES[name]()
    found = {
        (q.subject, q.predicate, q.object)
        if form == "turtle"
        else (q.subject, q.predicate, q.object, q.graph_name)
        for q in ox.parse(written(form, store), format=FORMATS[form][0])
    }
    wanted = expected(form, store)
    has_blank = any(isinstance(term, ox.BlankNode) for row in wanted for term in row)
    if not has_blank:
        assert found == wanted
        return
    assert len(found) == len(wanted)
    one, other = (
        ox.Dataset(
            ox.Quad(*row) if len(row) == 4 else ox.Quad(*row, ox.DefaultGraph()) for row in rows
        )  # type: ignore[arg-type]
        for rows in (found, wanted)
    )
    for dataset in (one, other):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert one == other


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("name", ["odd", "little"])
def test_rdflib_reads_the_same_graph_as_written(
    form: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    store = STORES[name]()
    dataset = rdflib.Dataset()
    dataset.parse(data=written(form, store), format=FORMATS[form][1])
    found = {
        (
            str(s),
            str(p),
            str(o),
            str(getattr(o, "language", None)),
            str(getattr(o, "datatype", None)),
        )
        for s, p, o, _ in dataset.quads((None, None, None, None))
    }
    wanted = set()
    for s, p, o, *_ in expected(form, store):
        is_plain = isinstance(o, ox.Literal) and (
            o.language is not None or o.datatype.value.endswith("#string")
        )
        language = o.language if isinstance(o, ox.Literal) else None
        datatype = None if is_plain or not isinstance(o, ox.Literal) else o.datatype.value
        wanted.add((s.value, p.value, o.value, str(language), str(datatype)))  # type: ignore[attr-defined]
    assert found == wanted


def names_of(term: object) -> tuple[str, ...]:
    """Give a term of rdflib as texts, with the form of a literal as it is written."""
    language, datatype = (getattr(term, name, None) for name in ("language", "datatype"))
    return (type(term).__name__, str(term), str(language), str(datatype))


@pytest.mark.parametrize("form", WRITERS)
def test_rdflib_reads_the_foundation_with_its_graphs_and_blank_nodes(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    store = foundation_store()
    quads = [ox.Quad(*row) for row in expected("nquads", store)]  # type: ignore[arg-type]
    # Two of the graphs: rdflib takes long for all of them.
    kept = [quad for quad in quads if quad.graph_name.value.endswith(("/ontology", "/dates"))]
    assert any(isinstance(quad.subject, ox.BlankNode) for quad in kept)
    given, wanted = rdflib.Dataset(), rdflib.Dataset()
    given.parse(data=written(form, MemoryStore(kept)), format=FORMATS[form][1])
    plain = [str(quad.triple if form == "turtle" else quad) for quad in kept]
    # At once: each call would name its blank nodes anew.
    wanted.parse(data="".join(f"{line} .\n" for line in plain), format="nquads")
    for one in (given, wanted):
        assert len(list(one.quads((None, None, None, None)))) == len(kept)
    ground, blank = [], []
    for one in (given, wanted):
        found = set(one.quads((None, None, None, None)))
        blanks = {quad for quad in found if any(isinstance(t, rdflib.BNode) for t in quad[:3])}
        ground.append(
            {(*map(names_of, quad[:3]), *names_of(quad[3])[1:2]) for quad in found - blanks}
        )
        graph = rdflib.Graph()
        for subject, predicate, value, _ in blanks:
            graph.add((subject, predicate, value))
        blank.append(graph)
    assert ground[0] == ground[1]
    assert len(blank[0]) > 50
    assert rdflib.compare.isomorphic(*blank)


def test_an_endpoint_gives_the_same_bytes() -> None:
    local = MemoryStore(little_quads())
    with endpoint() as address:
        remote = open_store(address)
        for form in WRITERS:
            assert written(form, remote) == written(form, local)


def test_lines_of_n_quads_are_sorted_and_once() -> None:
    lines = written("nquads", foundation_store()).splitlines()
    assert lines == sorted(set(lines))
    assert all(line.endswith(b"> .") for line in lines)


def test_turtle_says_that_it_holds_one_graph() -> None:
    (note,) = write_turtle(STORES["little"](), io.BytesIO())
    assert "one graph" in note
    text = written("turtle", STORES["little"]()).decode()
    assert "ent:acme a race:Company ;" in text
    assert 'race:duration "P3Y"^^xsd:duration' in text
