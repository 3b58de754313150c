"""A graph in the making: terms as text, names of records, claims, and what is taken back."""

from __future__ import annotations

import itertools
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.basics.namespaces import DATA, ENT, RACE, SRC, UNIT, XSD
from compute_race.basics.problems import UsageError
from compute_race.importing import terms
from compute_race.importing.snapshot import (
    Imported,
    Snapshot,
    finish,
    parse_snapshot_date,
    snapshot_date,
    table_name,
)
from compute_race.importing.writer import GraphWriter, key_of
from epoch_files import Graph
from support import partial

ACME = ENT + "acme"
EURO = UNIT + "CCY_EUR"


@pytest.fixture
def writer() -> GraphWriter:
    return GraphWriter("epoch-test", "epoch")


def graph_of(writer: GraphWriter) -> Graph:
    return Graph(Imported(writer.stem, writer.ntriples(), {}))


def value(term: terms.Term) -> ox.Literal | ox.NamedNode:
    """Read a term back with a parser of RDF."""
    [triple] = ox.parse(f"<x:s> <x:p> {term} .", format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(triple.object, ox.Literal | ox.NamedNode)
    return triple.object


# ---------------------------------------------------------------- terms


@pytest.mark.parametrize(
    "text", ["plain", 'a "b" \\ c', "two\nlines\r\n", "tab\there", "é 嗨 🤯", "\\n", "\x07", ""]
)
def test_text_reads_back_as_it_was(text: str) -> None:
    assert value(terms.text(text)) == ox.Literal(text)
    assert value(terms.text(text, "fr")) == ox.Literal(text, language="fr")


@pytest.mark.parametrize(
    ("number", "lexical", "datatype"),
    [
        (Decimal("1E+3"), "1000", "integer"),
        (Decimal("1.50"), "1.5", "decimal"),
        (Decimal("2E-7"), "0.0000002", "decimal"),
        (Decimal("3.8e25"), "38000000000000000000000000", "integer"),
        (Decimal("1000.0"), "1000", "integer"),
        (Decimal("-0.5"), "-0.5", "decimal"),
        (Decimal(0), "0", "integer"),
        (7, "7", "integer"),
    ],
)
def test_numbers_are_written_in_full(number: Decimal | int, lexical: str, datatype: str) -> None:
    found = ox.Literal(lexical, datatype=ox.NamedNode(XSD + datatype))
    assert value(terms.number(number)) == found


def test_what_is_no_number_is_not_written() -> None:
    for text in ("NaN", "Infinity", "-Infinity"):
        with pytest.raises(ValueError, match="no number"):
            terms.number(Decimal(text))


def test_degrees_are_decimals_even_where_they_are_whole() -> None:
    assert value(terms.decimal(Decimal("32.40"))).value == "32.4"
    assert value(terms.decimal(Decimal("-82"))).value == "-82.0"
    assert value(terms.decimal(Decimal("1E+2"))).value == "100.0"


@pytest.mark.parametrize(
    ("text", "datatype"), [("2025", "gYear"), ("2025-02", "gYearMonth"), ("2025-02-24", "date")]
)
def test_dates_are_as_precise_as_they_are(text: str, datatype: str) -> None:
    found = value(terms.date(partial(text)))
    assert found == ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


def test_other_terms() -> None:
    assert value(terms.iri(ACME)) == ox.NamedNode(ACME)
    assert value(terms.term("planned")) == ox.NamedNode(RACE + "planned")
    assert value(terms.boolean(True)).value == "true"
    assert value(terms.boolean(False)).value == "false"
    assert value(terms.typed("P1Y", "duration")).value == "P1Y"
    assert (
        value(terms.address("https://a.example/x?y=(z)#w")).value == "https://a.example/x?y=(z)#w"
    )
    assert terms.encoded("a b/c#d%é") == "a%20b%2Fc%23d%25%C3%A9"


@pytest.mark.parametrize("text", ["", "a.example", "ftp://a.example", "https://a b", 'https://"x"'])
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no web address"):
        terms.address(text)


# ---------------------------------------------------------------- names of records


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        (("GPT-4", "training-compute"), "gpt-4.training-compute"),
        (("Llama 3.1 405B",), "llama-3.1-405b"),
        (("R&D / cloud",), "r-d-cloud"),
        (("C++",), "c-plus-plus"),
        (("Café Noël",), "cafe-noel"),
        (("  ",), "_"),
        (("???", "x"), "_.x"),
        (("字节",), "_5b57__8282_"),
        (("snake_case",), "snake_case"),
    ],
)
def test_names_of_records(parts: tuple[str, ...], key: str) -> None:
    assert key_of(*parts) == key


def test_two_names_in_chinese_stay_two() -> None:
    names = ["文心一言", "通义千问", "豆包", "讯飞星火"]
    assert len({key_of(name) for name in names}) == len(names)


# ---------------------------------------------------------------- nodes and claims


def test_a_node_is_of_the_first_row_that_has_it(writer: GraphWriter) -> None:
    named = writer.node("cluster", "Big One", "Cluster", "Big One")
    assert named == f"{DATA}epoch/cluster/Big%20One"
    assert named not in writer.rows
    assert writer.node("cluster", "Big One", "Cluster", "Big One", 5) == named
    assert writer.node("cluster", "Big One", "Cluster", "Big One", 7) == named
    assert writer.rows[named] == 5
    node = graph_of(writer)["data:epoch/cluster/Big%20One"]
    assert node["rdf:type"] == ["race:Cluster"]
    assert sorted(node["rdfs:label"]) == ["Big One@en", "Big One@fr"]


def test_a_claim_says_all_that_it_is_given(writer: GraphWriter) -> None:
    iri = writer.claim(
        *("acme.revenue", ACME, "revenue", EURO, Decimal("1.5"), None),
        row=7,
        modality="reported",
        approximate=True,
        start=partial("2024"),
        end=partial("2025-02"),
        duration="P1Y",
        fiscal_year=2025,
        fiscal_quarter=2,
        period_text="last year",
        confidence="Likely",
        note="a note",
        definition=("by the book", "selon les règles"),
        attribution="the mayor",
        attributed_to=ACME,
        sources=["https://a.example/", "https://b.example/"],
    )
    assert iri == f"{SRC}epoch-test#acme.revenue"
    assert writer.rows[iri] == 7
    assert writer.counts["claims"] == 1
    assert graph_of(writer)["acme.revenue"] == {
        "rdf:type": ["race:Claim"],
        "race:about": ["ent:acme"],
        "race:approximate": ["true^^xsd:boolean"],
        "race:attributedTo": ["ent:acme"],
        "race:attribution": ["the mayor@en"],
        "race:confidence": ["Likely"],
        "race:definition": ["by the book@en", "selon les règles@fr"],
        "race:duration": ["P1Y^^xsd:duration"],
        "race:fiscalQuarter": ["2"],
        "race:fiscalYear": ["2025^^xsd:gYear"],
        "race:inDocument": ["src:epoch-test"],
        "race:locator": ["row 7"],
        "race:lower": ["1.5"],
        "race:measure": ["race:revenue"],
        "race:modality": ["race:reported"],
        "race:note": ["a note"],
        "race:periodEnd": ["2025-02^^xsd:gYearMonth"],
        "race:periodStart": ["2024^^xsd:gYear"],
        "race:periodText": ["last year@en"],
        "race:sourceUrl": ["https://a.example/", "https://b.example/"],
        "race:stated": ["race:record"],
        "race:unit": ["unit:CCY_EUR"],
    }


def test_what_is_not_given_is_not_said(writer: GraphWriter) -> None:
    writer.claim("x", ACME, "revenue", EURO, None, 5, row="fact 3", modality="estimated")
    claim = graph_of(writer)["x"]
    assert claim["race:locator"] == ["fact 3"]
    assert claim["race:upper"] == ["5"]
    assert len(claim) == 9


def test_a_claim_without_a_figure_is_a_mistake(writer: GraphWriter) -> None:
    with pytest.raises(ValueError, match="has no figure"):
        writer.claim("x", ACME, "revenue", EURO, None, None, row=2, modality="reported")


def test_records_of_one_name_are_told_apart_by_their_row(writer: GraphWriter) -> None:
    def claim(row: int | str) -> str:
        return writer.claim("x", ACME, "revenue", EURO, 1, 1, row=row, modality="reported")

    assert [claim(row).partition("#")[2] for row in (2, 5, "fact 3")] == [
        "x",
        "x-row5",
        "x-fact-3",
    ]
    for row in (2, 5):
        with pytest.raises(ValueError, match="two claims"):
            claim(row)


def test_the_document_says_whose_it_is(writer: GraphWriter) -> None:
    writer.document(
        title="Epoch AI: Test",
        publisher="epoch-ai",
        url="https://epoch.ai/data/test.csv",
        date=partial("2026-01"),
        sha256="0" * 64,
        licence="https://creativecommons.org/licenses/by/4.0/",
        credit="Epoch AI",
    )
    assert graph_of(writer)["src:epoch-test"] == {
        "rdf:type": ["race:Dataset"],
        "race:credit": ["Epoch AI"],
        "race:language": ["en"],
        "race:licence": ["https://creativecommons.org/licenses/by/4.0/"],
        "race:publishedOn": ["2026-01^^xsd:gYearMonth"],
        "race:publisher": ["ent:epoch-ai"],
        "race:readAs": ["race:fullText"],
        "race:sourceKind": ["race:dataset"],
        "race:textSha256": ["0" * 64],
        "race:title": ["Epoch AI: Test@en"],
        "race:url": ["https://epoch.ai/data/test.csv"],
    }


def test_a_document_without_a_licence_names_none(writer: GraphWriter) -> None:
    writer.document(
        title="x",
        publisher="sec",
        url="https://a.example/",
        date=partial("2026"),
        sha256="0" * 64,
        licence=None,
        credit="x",
        source_kind="filing",
        language="fr",
    )
    document = graph_of(writer)["src:epoch-test"]
    assert "race:licence" not in document
    assert document["race:title"] == ["x@fr"]


def test_triples_are_sorted_each_once(writer: GraphWriter) -> None:
    facts = [(ACME, RACE + "note", terms.text(str(number))) for number in range(5)]
    outputs = set()
    for order in itertools.permutations(facts):
        one = GraphWriter("epoch-test", "epoch")
        for fact in (*order, *order):
            one.fact(*fact)
        outputs.add(one.ntriples())
        assert one.triples() == 5
    assert len(outputs) == 1


def test_what_fails_within_leaves_nothing(writer: GraphWriter) -> None:
    writer.claim("kept", ACME, "revenue", EURO, 1, 1, row=2, modality="reported")
    before, rows = writer.ntriples(), dict(writer.rows)

    def fail() -> None:
        with writer.whole():
            writer.node("cluster", "x", "Cluster", "x", 3)
            writer.claim("lost", ACME, "revenue", EURO, 1, 1, row=3, modality="reported")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert (writer.ntriples(), writer.rows) == (before, rows)
    assert writer.counts["claims"] == 1
    with writer.whole():
        iri = writer.claim("lost", ACME, "revenue", EURO, 1, 1, row=4, modality="reported")
    assert iri.endswith("#lost")
    assert writer.counts["claims"] == 2


# ---------------------------------------------------------------- snapshots


@pytest.mark.parametrize(
    ("name", "given", "date"),
    [
        ("gpu_clusters_2026-04.csv", None, "2026-04"),
        ("gpu_clusters_2026-04-15.csv", None, "2026-04-15"),
        ("gpu_clusters_2026-04.csv", "2026-05", "2026-05"),
        ("gpu_clusters.csv", "2026-05-01", "2026-05-01"),
        ("gpu_clusters.csv", "2026", "2026"),
    ],
)
def test_of_which_month_a_snapshot_is(name: str, given: str | None, date: str) -> None:
    assert snapshot_date(Path(name), given).text == date


@pytest.mark.parametrize("name", ["gpu_clusters.csv", "gpu_clusters_2026.csv", "2026-04.csv"])
def test_it_is_never_guessed(name: str) -> None:
    with pytest.raises(UsageError, match=r"nobody says of which month .* - write --date"):
        snapshot_date(Path(name), None)


@pytest.mark.parametrize("text", ["", "April 2026", "2026-13", "26-04", "2026-04-31", "2026-1-1-1"])
def test_what_is_no_date_of_a_snapshot(text: str) -> None:
    with pytest.raises(UsageError, match="is no date of a snapshot"):
        parse_snapshot_date(text)


def test_the_name_of_a_table() -> None:
    assert table_name(Path("x/gpu_clusters_2026-04.csv")) == "gpu_clusters"
    assert table_name(Path("gpu_clusters_2026-04-15.csv")) == "gpu_clusters"
    assert table_name(Path("gpu_clusters.csv")) == "gpu_clusters"


def test_the_manifest_says_what_was_read(writer: GraphWriter) -> None:
    iri = writer.claim("x", ACME, "revenue", EURO, 1, 1, row=2, modality="reported")
    snapshot = Snapshot(Path("folder/table_2026-04.csv"), "table_2026-04.csv", partial("2026-04"))
    imported = finish(
        writer,
        snapshot,
        source="epoch",
        version=3,
        rows=1,
        skipped=2,
        sha256="0" * 64,
        unresolved=[{"name": "Mistral", "role": "owner", "candidates": []}],
        lines={2: 7},
    )
    assert imported.manifest == {
        "source": "epoch",
        "file": "table_2026-04.csv",
        "sha256": "0" * 64,
        "date": "2026-04",
        "rows": 1,
        "skipped": 2,
        "claims": 1,
        "triples": 10,
        "compared": False,
        "unresolved": [{"name": "Mistral", "role": "owner", "candidates": []}],
        "version": 3,
    }
    assert (imported.stem, imported.ntriples) == ("epoch-test", writer.ntriples())
    assert imported.places == {iri: 2}
    assert imported.lines == {2: 7}
