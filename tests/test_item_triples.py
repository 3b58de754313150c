"""Items in Wikidata's RDF form: each part as the description of the form has it, and read back."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest

from compute_race.basics.manners import Manners
from compute_race.basics.namespaces import OWL, PROV, RDF, RDFS, SKOS, WD, XSD
from compute_race.wikidata.client import PoliteClient
from compute_race.wikidata.entity_json import read_entity
from compute_race.wikidata.item_triples import items_triples
from compute_race.wikidata.items import Item, Snak, Statement
from compute_race.wikidata.sparql_endpoint import Endpoint
from compute_race.wikidata.sparql_items import read_items
from compute_race.wikidata.sparql_text import PROPERTIES
from federated import AGENT, SHARED, recorded_items
from wikidata_endpoint import wikidata_endpoint

PREFIXES = {
    "owl": OWL,
    "p": "http://www.wikidata.org/prop/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "pqv": "http://www.wikidata.org/prop/qualifier/value/",
    "pr": "http://www.wikidata.org/prop/reference/",
    "prov": PROV,
    "prv": "http://www.wikidata.org/prop/reference/value/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "psv": "http://www.wikidata.org/prop/statement/value/",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": "http://schema.org/",
    "skos": SKOS,
    "wd": WD,
    "wdno": "http://www.wikidata.org/prop/novalue/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wikibase": "http://wikiba.se/ontology#",
    "xsd": XSD,
}
FULL = "entitydata_Q182477_NVIDIA_rev2458005940.json"
#: Kinds of values by what Wikidata's JSON calls them.
KINDS = {
    "wikibase-entityid": "iri",
    "string": "literal",
    "monolingualtext": "literal",
    "time": "dateTime",
    "quantity": "decimal",
    "globecoordinate": "wktLiteral",
}


def graph_of(*items: Item, blank: bool = False) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in items_triples(items, blank=blank))
    return store


def acme(*statements: Statement, **more: Any) -> Item:
    """Make an item that says these statements of one property."""
    by_name: dict[str, list[Statement]] = {}
    for one in statements:
        by_name.setdefault(one.property, []).append(one)
    return Item("Q900000001", statements={n: tuple(s) for n, s in by_name.items()}, **more)


def holds(item: Item, pattern: str, blank: bool = False) -> bool:
    """Tell whether what an item says has a pattern; ``?s`` is free, as any variable."""
    found = graph_of(item, blank=blank).query(f"ASK {{ {pattern} }}", prefixes=PREFIXES)
    return bool(found)


def test_names_are_labels_and_aliases_in_their_language() -> None:
    item = acme(
        labels={"en": "Acme", "und": "ACME S.A."},
        aliases={"fr": ("Acmé",), "und": ("acme",)},
        descriptions={"en": "a company"},
    )
    assert holds(
        item,
        'wd:Q900000001 a wikibase:Item ; rdfs:label "Acme"@en ; skos:prefLabel "Acme"@en ;'
        ' schema:name "Acme"@en ; skos:altLabel "Acmé"@fr ; schema:description "a company"@en',
    )
    assert not holds(item, '?s ?p ?name FILTER(LCASE(STR(?name)) IN ("acme s.a.", "acme")'
                     ' && LANG(?name) != "en")')  # fmt: skip


def test_only_the_best_ranked_are_truthy_and_of_best_rank() -> None:
    item = acme(
        Statement("P1128", "1", "normal"),
        Statement("P1128", "2", "preferred"),
        Statement("P1128", "3", "deprecated"),
    )
    store = graph_of(item)
    query = "SELECT ?v ?rank ?best { ?i p:P1128 ?s . ?s ps:P1128 ?v ; wikibase:rank ?rank ." \
        " BIND(EXISTS { ?s a wikibase:BestRank } AS ?best) } ORDER BY ?v"  # fmt: skip
    rows = store.query(query, prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    assert [(row["v"].value, row["rank"].value.rpartition("#")[2], row["best"].value)
            for row in rows] == [
        ("1", "NormalRank", "false"),
        ("2", "PreferredRank", "true"),
        ("3", "DeprecatedRank", "false"),
    ]  # fmt: skip
    assert [t.object.value for t in items_triples([item]) if "direct" in t.predicate.value] == [
        "+2"
    ]


def test_an_unknown_rank_is_written_as_the_normal_one() -> None:
    item = acme(Statement("P749", "Q900000002"))
    assert holds(item, "?s wikibase:rank wikibase:NormalRank ; a wikibase:BestRank")
    assert holds(item, "wd:Q900000001 wdt:P749 wd:Q900000002")


@pytest.mark.parametrize(
    ("value", "written", "precision"),
    [
        ("2019-06-30", "2019-06-30T00:00:00Z", 11),
        ("2019-06", "2019-06-01T00:00:00Z", 10),
        ("2019", "2019-01-01T00:00:00Z", 9),
        # RDF has a year 0, the calendar has none.
        ("-0200", "-0199-01-01T00:00:00Z", 9),
        ("-0001", "0000-01-01T00:00:00Z", 9),
    ],
)
def test_a_time_has_its_precision_in_its_node(value: str, written: str, precision: int) -> None:
    item = acme(Statement("P571", value, qualifiers=(Snak("P585", value),)))
    triples = {
        (t.predicate.value.rpartition("/")[0], t.object.value) for t in items_triples([item])
    }
    assert ("http://www.wikidata.org/prop/statement", written) in triples
    for path in ("psv:P571", "pqv:P585"):
        assert holds(
            item,
            f"?s {path} ?v . ?v a wikibase:TimeValue ; wikibase:timePrecision {precision} ;"
            " wikibase:timeValue ?t ; wikibase:timeCalendarModel wd:Q1985727",
        )


def test_a_quantity_has_its_unit_in_its_node() -> None:
    share = Snak("P1107", "7.8", "Q11229")
    item = acme(Statement("P2139", "-5", unit="Q4917", qualifiers=(share, Snak("P1128", "3"))))
    node = "a wikibase:QuantityValue ; wikibase:quantityUnit"
    assert holds(item, f"?s ps:P2139 -5.0 ; psv:P2139 ?v . ?v {node} wd:Q4917")
    assert holds(item, f"?s pq:P1107 7.8 ; pqv:P1107 ?v . ?v {node} wd:Q11229")
    assert holds(item, f"?s pqv:P1128 ?v . ?v {node} wd:Q199 ; wikibase:quantityAmount 3.0")


def test_coordinates_are_a_point_and_two_numbers() -> None:
    item = acme(Statement("P625", "47.64 -122.128"))
    assert [
        t.object for t in items_triples([item]) if t.predicate.value.endswith("direct/P625")
    ] == [
        ox.Literal(
            "Point(-122.128 47.64)",
            datatype=ox.NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral"),
        )
    ]
    assert holds(
        item,
        "?s psv:P625 ?v . ?v a wikibase:GlobecoordinateValue ; wikibase:geoLatitude 47.64e0 ;"
        " wikibase:geoLongitude -122.128e0 ; wikibase:geoGlobe wd:Q2",
    )


def test_a_reference_is_one_node_for_all_who_rest_on_it() -> None:
    source = (Snak("P854", "https://example.org/a|b"), Snak("P813", "2024-09-24"))
    item = acme(
        Statement("P749", "Q900000002", references=(source, (Snak("P143", "Q328"),))),
        Statement("P127", "Q900000002", references=(source,)),
    )
    assert holds(
        item,
        "?s ps:P749 ?x ; prov:wasDerivedFrom ?r . ?t ps:P127 ?x ; prov:wasDerivedFrom ?r ."
        " ?r a wikibase:Reference ; pr:P854 <https://example.org/a%7Cb> ; prv:P813 ?v ."
        " ?s prov:wasDerivedFrom ?other . ?other pr:P143 wd:Q328",
    )


@pytest.mark.parametrize("blank", [False, True])
def test_unknown_and_none_are_no_values(blank: bool) -> None:
    item = acme(
        Statement("P749", "", "normal", snak="somevalue"),
        Statement("P127", "", "normal", snak="novalue"),
    )
    test = "isBlank(?x)" if blank else 'CONTAINS(STR(?x), "/.well-known/genid/")'
    assert holds(item, f"?i wdt:P749 ?x ; p:P749/ps:P749 ?x FILTER({test})", blank)
    assert holds(item, "wd:Q900000001 a wdno:P127 ; p:P127 ?s . ?s a wdno:P127", blank)
    assert not holds(item, "?s ps:P127|wdt:P127 ?x", blank)


def test_a_merged_item_is_the_same_as_the_one_it_went_into() -> None:
    item = acme(redirects=("Q900000009",), revision=42)
    assert holds(item, "wd:Q900000009 owl:sameAs wd:Q900000001")
    assert holds(item, "?page schema:about wd:Q900000001 ; schema:version 42")


def test_a_value_that_is_not_of_its_propertys_kind_is_a_text() -> None:
    item = acme(Statement("P571", "in spring"), Statement("P1128", "many"), Statement("P625", "x"))
    values = {t.object for t in items_triples([item]) if "/direct/" in t.predicate.value}
    assert values == {ox.Literal("in spring"), ox.Literal("many"), ox.Literal("x")}


def test_equal_statements_have_nodes_of_their_own_that_stay_the_same() -> None:
    item = acme(Statement("P749", "Q900000002"), Statement("P749", "Q900000002"))
    once, again = (list(items_triples([item])) for _ in range(2))
    assert once == again
    assert len({t.object for t in once if t.predicate.value.endswith("prop/P749")}) == 2


def clean(item: Item) -> Item:
    """Leave of an item what both the RDF form and its reader know, in one order."""

    def snaks(found: tuple[Snak, ...]) -> tuple[Snak, ...]:
        # An engine keeps a number, not how it is written: 1.0 comes back as 1.
        kept = [dataclasses.replace(s, value=s.value.removesuffix(".0")) for s in found if s.value]
        return tuple(sorted(kept, key=str))

    def statement(one: Statement) -> Statement:
        references = sorted((snaks(r) for r in one.references), key=str)
        return dataclasses.replace(
            one,
            rank=one.rank or "normal",
            qualifiers=snaks(one.qualifiers),
            references=tuple(references),
        )

    return Item(
        item.qid,
        labels=dict(item.labels),
        aliases={lang: tuple(sorted(names)) for lang, names in item.aliases.items() if names},
        descriptions={k: v for k, v in item.descriptions.items() if k in ("en", "fr", "zh")},
        statements={
            name: tuple(sorted(map(statement, found), key=str))
            for name, found in sorted(item.statements.items())
            if name in PROPERTIES
        },
        redirects=item.redirects,
        revision=item.revision,
    )


@pytest.mark.parametrize("blank", [False, True])
def test_what_is_written_is_read_back_by_the_client(blank: bool) -> None:
    """The client for query services was written on its own: each is the other's proof."""
    items = [*recorded_items(), acme(Statement("P749", "", "normal", snak="somevalue"))]
    with wikidata_endpoint(items, blank=blank) as served:
        client = PoliteClient(AGENT, manners=Manners(pause=0.0))
        found = read_items(Endpoint(client, served.url), [item.qid for item in items])
    assert {q: clean(one) for q, one in found.items()} == {one.qid: clean(one) for one in items}


def snaks_in(entity: Any) -> Iterator[Any]:
    for claims in entity["claims"].values():
        for claim in claims:
            yield claim["mainsnak"]
            for group in (claim.get("qualifiers"), *(r["snaks"] for r in claim["references"])):
                for snaks in (group or {}).values():
                    yield from snaks


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recorded entities are not at hand")
def test_every_value_of_a_recorded_entity_is_of_the_kind_that_wikidata_says() -> None:
    text = (SHARED / "fixtures" / FULL).read_text(encoding="utf-8")
    [entity] = json.loads(text)["entities"].values()
    entity["claims"] = {
        name: [{"references": [], **claim} for claim in claims]
        for name, claims in entity["claims"].items()
    }
    kinds: dict[str, set[str]] = {}
    for triple in items_triples([read_entity(entity)]):
        path, _, name = triple.predicate.value.rpartition("/")
        if path in {
            f"http://www.wikidata.org/prop/{w}" for w in ("statement", "qualifier", "reference")
        }:
            kinds.setdefault(name, set()).add(kind_of(triple.object))
    said: dict[str, set[str]] = {}
    for snak in snaks_in(entity):
        if snak["snaktype"] == "value" and snak["property"] in kinds:
            is_address = snak.get("datatype") == "url"
            kind = "iri" if is_address else KINDS[snak["datavalue"]["type"]]
            said.setdefault(snak["property"], set()).add(kind)
    assert len(kinds) > 140
    assert kinds == said


def kind_of(term: object) -> str:
    if not isinstance(term, ox.Literal):
        return "iri"
    kind = term.datatype.value.replace("#", "/").rpartition("/")[2]
    return "literal" if kind == "string" else kind
