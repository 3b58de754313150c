"""A query service as a source: standard SPARQL over Wikidata's RDF form, statements in full."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from compute_race.basics.manners import Manners
from compute_race.basics.problems import UsageError
from compute_race.wikidata.client import FormError, PoliteClient
from compute_race.wikidata.entity_json import read_entity
from compute_race.wikidata.items import Item, Snak, Statement
from compute_race.wikidata.rdf_form import statements
from compute_race.wikidata.sparql_endpoint import read_rows
from compute_race.wikidata.sparql_source import SparqlSource
from compute_race.wikidata.sparql_text import (
    PROP,
    PROPERTIES,
    WIKIBASE,
    about_query,
    identifiers_query,
    names_query,
    nodes_query,
    statements_query,
    website_forms,
)
from compute_race.wikidata.wanted import CandidateSource, Wanted
from recorded_server import Answer
from wikidata_examples import ACME, RDF
from wikidata_server import (
    AGENT,
    BROKEN,
    CUT,
    FIXTURES,
    JSON,
    PAGE,
    SILENT,
    TOO_OFTEN,
    WikidataServer,
    load,
    needs_fixtures,
    polite,
    wikidata_server,
)

pytestmark = pytest.mark.usefixtures("no_pause")
STORE = load(RDF)


@pytest.fixture
def server() -> Iterator[WikidataServer]:
    with wikidata_server() as running:
        running.store = STORE
        yield running


def source(server: WikidataServer, **more: Any) -> SparqlSource:
    client = polite(**more)
    return SparqlSource(client, server.sparql)


def found(server: WikidataServer, wanted: Wanted, limit: int = 10) -> list[str]:
    return [item.qid for item in source(server).find(wanted, limit)]


def in_order(item: Item) -> Item:
    """Give an item whose lists stand in one order, as those of a graph have none."""

    def snaks(found: tuple[Snak, ...]) -> tuple[Snak, ...]:
        return tuple(sorted(found, key=lambda one: (int(one.property[1:]), one.value, one.unit)))

    def ordered(one: Statement) -> Statement:
        return replace(
            one,
            qualifiers=snaks(one.qualifiers),
            references=tuple(snaks(reference) for reference in one.references),
        )

    claims = {name: tuple(map(ordered, every)) for name, every in item.statements.items()}
    return replace(item, statements=claims, complete=frozenset(), read=())


def test_it_is_a_source_with_a_name_and_a_day(server: WikidataServer) -> None:
    given: CandidateSource = source(server)
    assert given.name == f"sparql {server.url.removeprefix('http://')} 2026-11-27"


def test_an_item_is_the_same_as_out_of_wikidatas_json(server: WikidataServer) -> None:
    """Ranks, units, precision, unknown and lacking values, qualifiers and references."""
    item = source(server).items(["Q1001"])["Q1001"]
    assert in_order(item) == in_order(read_entity(ACME))
    assert item.complete == frozenset(PROPERTIES)
    assert item.read == (f"{server.url.removeprefix('http://')} 2026-11-27",)


def test_statements_are_read_in_full(server: WikidataServer) -> None:
    item = source(server).items(["Q1001"])["Q1001"]
    revenue, loss = item.statements["P2139"]
    assert (revenue.value, revenue.unit, revenue.rank) == ("81462000000", "Q4917", "preferred")
    assert revenue.qualifiers == (Snak("P582", ""), Snak("P585", "2025"))
    assert revenue.references == (
        (Snak("P813", "2026-02-03"), Snak("P854", "https://acme.example/report")),
    )
    assert (loss.value, loss.unit, loss.qualifiers) == (
        "-5",
        "Q4916",
        (Snak("P585", ""), Snak("P585", "2024")),
    )
    assert [(one.value, one.rank) for one in item.statements["P571"]] == [
        ("1999-06-28", "normal"),
        ("1998", "deprecated"),
    ]
    assert [one.snak for one in item.statements["P749"]] == ["somevalue"]
    assert [one.snak for one in item.statements["P355"]] == ["novalue"]
    assert item.statements["P414"][0].qualifier("P249") == "ACM"
    assert item.statements["P159"][0].qualifier("P625") == "34.5 -118.25"


def test_a_merged_id_gives_what_it_was_merged_into(server: WikidataServer) -> None:
    given = source(server).items(["Q1003", "Q404", "Q1002"])
    assert {asked: item.qid for asked, item in given.items()} == {
        "Q1003": "Q1001",
        "Q1002": "Q1002",
    }
    assert given["Q1003"].redirects == ("Q1003",)
    assert given["Q1003"].label() == "Acme"
    assert given["Q1002"].redirects == ()


def test_a_redirect_to_a_redirect_is_nothing(server: WikidataServer) -> None:
    assert source(server).items(["Q1004"]) == {}


def test_an_item_without_any_name_is_one_all_the_same(server: WikidataServer) -> None:
    assert source(server).items(["Q902"])["Q902"].values("P31") == ("Q1",)


def test_what_is_no_id_is_left_out(server: WikidataServer) -> None:
    assert source(server).items(["P31", "x> } DROP ALL {", ""]) == {}
    assert server.asked == []


def test_items_cost_few_requests(server: WikidataServer) -> None:
    source(server).items([f"Q{number}" for number in range(1000, 1050)])
    assert len(server.asked) == 4
    assert all(asked.method == "POST" for asked in server.asked)
    assert all("jane@example.org" in asked.headers["User-Agent"] for asked in server.asked)
    assert {asked.headers["Accept"] for asked in server.asked} == {
        "application/sparql-results+json"
    }
    assert server.most_at_once == 1


def test_found_by_label_then_by_alias_older_items_first(server: WikidataServer) -> None:
    assert found(server, Wanted("Acme")) == ["Q1001", "Q1002", "Q900"]
    assert found(server, Wanted("Acme"), 1) == ["Q1001"]
    assert found(server, Wanted("Ajax Web", other_names=("Ajax",))) == ["Q900", "Q901"]
    assert found(server, Wanted("Acme Inc.")) == ["Q1001", "Q1002", "Q900"]
    assert found(server, Wanted("阿克米")) == ["Q1001"]
    assert found(server, Wanted("acm")) == []
    assert found(server, Wanted(" ")) == []


def test_labels_are_found_however_many_things_have_the_name_as_alias(
    server: WikidataServer,
) -> None:
    also = "".join(f'wd:Q{n} skos:altLabel "Acme"@en .\n' for n in range(300, 600))
    server.store = load(RDF + also)
    assert found(server, Wanted("Acme"), 3) == ["Q1001", "Q1002", "Q300"]


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("x", identifiers={"P1278": "5493001kjtiigc8y1r12"}),
        Wanted("x", identifiers={"P5531": "42"}),
        Wanted("x", identifiers={"P249": "ACM"}),
        Wanted("ACM", kind="ticker"),
        Wanted("x", website="acme.example"),
        Wanted("x", website="http://www.acme.example"),
    ],
)
def test_found_by_identifier(server: WikidataServer, wanted: Wanted) -> None:
    assert "Q1001" in found(server, wanted)


def test_identifiers_come_before_names(server: WikidataServer) -> None:
    wanted = Wanted("Acme", website="http://acme.example/")
    assert found(server, wanted) == ["Q901", "Q1001", "Q1002", "Q900"]


def test_nothing_is_asked_for_no_candidates(server: WikidataServer) -> None:
    assert found(server, Wanted("Acme"), 0) == []
    assert server.asked == []


QUERIES = {
    "identifiers": identifiers_query(
        Wanted("x", identifiers={"P1278": 'a"b', "P249": "ACM"}, website="https://acme.example/x")
    ),
    "names": names_query([('Say "Acme"\\\n', "en"), ("阿克米", "zh-hans")]),
    "about": about_query(["Q1", "Q2"]),
    "statements": statements_query(["Q1", "Q2"]),
    "nodes": nodes_query(["http://www.wikidata.org/value/0", "http://x.example/a"]),
}


@pytest.mark.parametrize("name", QUERIES)
def test_queries_are_standard(name: str) -> None:
    """Two parsers that know only the standard take them; nothing of one engine stands in them."""
    prepareQuery(QUERIES[name])
    ox.Store().query(QUERIES[name])
    for word in (
        "SERVICE",
        "wikibase:label",
        "bd:",
        "hint:",
        "ql:",
        "isBlank",
        "prop/direct",
        "[]",
    ):
        assert word not in QUERIES[name]
    assert "_:" not in QUERIES[name]


@pytest.mark.parametrize("name", QUERIES)
def test_every_branch_starts_from_given_values(name: str) -> None:
    """An engine that joins from the inside out must not start from all of Wikidata."""
    branches = re.split(r"\bUNION\b", QUERIES[name])
    assert all("VALUES" in branch for branch in branches)


def test_nothing_to_ask_for() -> None:
    assert identifiers_query(Wanted("Acme")) == ""


@pytest.mark.parametrize(
    "site", ["", "https://", "mailto:x@y.example", "https://bad host/ <x>", "http://[x"]
)
def test_what_is_no_website(site: str) -> None:
    assert [form for form in website_forms(site) if "<" in form or " " in form] == []


def test_ways_to_write_a_website() -> None:
    forms = website_forms("https://www.acme.example/fr/")
    assert forms[0] == "https://www.acme.example/fr/"
    assert {"http://acme.example", "https://acme.example/", "https://acme.example/fr"} <= set(forms)
    assert len(set(forms)) == len(forms)


# What the terms of an engine may look like


def term(value: str, kind: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{kind}"))


def one(name: str, *objects: ox.Literal | ox.NamedNode | ox.BlankNode, **parts: Any) -> Statement:
    said = {f"{PROP}statement/{name}": list(objects), **parts.pop("more", {})}
    [read] = statements(name, {"node": said}, parts.pop("nodes", {}))
    return read


def test_a_time_without_its_precision_is_certain_to_the_year_only() -> None:
    assert one("P571", term("1999-06-28T00:00:00Z", "dateTime")).value == "1999"


@pytest.mark.parametrize(
    ("time", "precision", "value"),
    [
        ("1999-06-28T00:00:00Z", "11", "1999-06-28"),
        ("1999-06-28T00:00:00Z", "10", "1999-06"),
        ("1999-06-28T00:00:00Z", "8", ""),
        ("-0043-03-15T00:00:00Z", "11", "-0044-03-15"),
        ("0000-01-01T00:00:00Z", "9", "-0001"),
        ("-13798000000-00-00T00:00:00Z", "3", ""),
        ("soon", "11", ""),
    ],
)
def test_times(time: str, precision: str, value: str) -> None:
    said = {
        f"{WIKIBASE}timeValue": [term(time, "dateTime")],
        f"{WIKIBASE}timePrecision": [term(precision, "integer")],
    }
    node = ox.NamedNode("http://www.wikidata.org/value/v")
    read = one(
        "P571",
        term(time, "dateTime"),
        more={f"{PROP}statement/value/P571": [node]},
        nodes={node.value: said},
    )
    assert (read.value, read.snak) == (value, "value")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (ox.NamedNode("http://www.wikidata.org/entity/Q5"), "Q5"),
        (ox.NamedNode("https://acme.example/"), "https://acme.example/"),
        (ox.Literal("text"), "text"),
        (ox.Literal("text", language="en"), "text"),
        (term("+12.50", "decimal"), "12.50"),
        (term("8.1462E+10", "decimal"), "81462000000"),
        (term("1e-3", "double"), "0.001"),
        (term("many", "decimal"), "many"),
        (term("1e999999999", "decimal"), "1e999999999"),
        (ox.BlankNode(), ""),
        (ox.NamedNode("http://www.wikidata.org/.well-known/genid/1"), ""),
    ],
)
def test_values(value: Any, read: str) -> None:
    statement = one("P1", value)
    assert statement.value == read
    assert statement.snak == ("value" if read else "somevalue")
    assert statement.rank is None


@pytest.mark.parametrize(
    "value",
    [
        ox.NamedNode("http://commons.wikimedia.org/wiki/Special:FilePath/A.svg"),
        ox.NamedNode("http://commons.wikimedia.org/data/main/Data:A.map"),
        ox.NamedNode("http://www.wikidata.org/entity/L7"),
        ox.NamedNode("http://www.wikidata.org/entity/E7"),
        ox.Literal("<m/>", datatype=ox.NamedNode("http://www.w3.org/1998/Math/MathML")),
    ],
)
def test_what_json_leaves_out_is_left_out(value: Any) -> None:
    assert statements("P1", {"node": {f"{PROP}statement/P1": [value]}}, {}) == []


# Faults


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (BROKEN, "answers with status 500"),
        (TOO_OFTEN, "asked too often"),
        (SILENT, "does not answer in time"),
    ],
)
def test_a_fault_that_passes_and_one_that_stays(
    server: WikidataServer, fault: Answer, message: str
) -> None:
    asking = source(server, manners=Manners(repeats=1, read=0.05, pause=0))
    server.faults = [fault]
    assert list(asking.items(["Q1001"])) == ["Q1001"]
    server.faults = [fault, fault]
    with pytest.raises(UsageError, match=message):
        asking.items(["Q1001"])


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (PAGE.body, "is a page"),
        (b"", "is empty"),
        (CUT.body, "another form: no SPARQL results"),
        (b'{"head": {"vars": ["item"]}, "results": {"bindings": [', "another form"),
        (
            b'{"head": {}, "boolean": true}',
            "another form: no SPARQL results: an answer of yes or no",
        ),
        (b'{"results": {"bindings": [{"item": {"value": "x"}}]}}', "another form"),
        (b'{"head": {"vars": ["item"]}, "results": {"bindings": 5}}', "another form"),
        (b'{"head": {"vars": ["item"]}}', "another form"),
        (b"[1]", "another form"),
        (b'{"error": "java.util.concurrent.TimeoutException"}', "another form"),
    ],
)
def test_an_answer_of_another_form(server: WikidataServer, body: bytes, message: str) -> None:
    server.faults = [Answer(body, headers=JSON)]
    with pytest.raises(UsageError, match=message) as caught:
        source(server).items(["Q1001"])
    assert "\n" not in str(caught.value)


def test_what_is_no_iri_is_refused(server: WikidataServer) -> None:
    """What an endpoint says is asked for again: it may not end a query and begin another."""
    row = {name: {"type": "uri", "value": "http://x.example/> } # "} for name in ("node", "o")}
    rows = {"head": {"vars": ["node", "o"]}, "results": {"bindings": [row]}}
    server.faults = [Answer(json.dumps(rows).encode(), headers=JSON)]
    with pytest.raises(UsageError, match="no SPARQL results: Invalid uri value"):
        source(server).items(["Q1001"])


def test_rows_that_lack_something_are_no_items(server: WikidataServer) -> None:
    rows = {"head": {"vars": ["item", "what", "value", "claim", "node", "p", "o"]}}
    rows |= {"results": {"bindings": [{}, {"item": {"type": "uri", "value": "http://x.example"}}]}}
    server.faults = [Answer(json.dumps(rows).encode(), headers=JSON)] * 2
    assert source(server).items(["Q1001"]) == {}


def test_an_endpoint_that_is_no_address_and_a_language_that_is_none() -> None:
    client = PoliteClient(AGENT)
    for url in ("query.wikidata.org", "ftp://x.example", "https://", "http://[x", ""):
        with pytest.raises(UsageError, match="is no address - write an address such as https://"):
            SparqlSource(client, url)
    for tag in ("zh-classical", "", 'en" . }'):
        with pytest.raises(UsageError, match="is no tag of a language"):
            SparqlSource(client, languages=["en", tag])


# The recorded answers


@needs_fixtures
@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("wikibase-sdk_multi_vars_sparql_results", 3),
        ("wikibase-sdk_no_datatype_sparql_results", 1),
        ("wikibase-sdk_results_with_labels_descriptions_and_aliases", 50),
        ("wikibase-sdk_single_var_sparql_results", 5),
        ("wikibase-sdk_sparql_results_with_optional_values", 1),
    ],
)
def test_recorded_rows(name: str, rows: int) -> None:
    read = read_rows((FIXTURES / f"{name}.json").read_bytes())
    assert len(read) == rows
    assert all(row for row in read)


@needs_fixtures
def test_recorded_rows_that_others_changed_are_refused() -> None:
    """One has no kinds of terms, in the other a value is no text."""
    for name in ("sparql_company_details", "sparql_nvidia_report"):
        with pytest.raises(FormError, match="no SPARQL results"):
            read_rows((FIXTURES / f"{name}.json").read_bytes())
