"""One made-up company as Wikidata would hold it, in its JSON and in its RDF: both say the same."""

from __future__ import annotations

from typing import Any

WD = "http://www.wikidata.org/entity/"


def item(qid: str) -> dict[str, Any]:
    """Make the value that is another item."""
    value = {"entity-type": "item", "numeric-id": int(qid[1:]), "id": qid}
    return {"type": "wikibase-entityid", "value": value}


def text(value: str) -> dict[str, Any]:
    """Make a text, an address or an identifier."""
    return {"type": "string", "value": value}


def time(value: str, precision: int) -> dict[str, Any]:
    """Make a time: precision 11 is a day, 10 a month, 9 a year, 8 a decade."""
    calendar = WD + "Q1985727"
    more = {"timezone": 0, "before": 0, "after": 0, "calendarmodel": calendar}
    return {"type": "time", "value": {"time": value, "precision": precision, **more}}


def quantity(amount: str, unit: str = "1") -> dict[str, Any]:
    """Make a number; the unit is an id."""
    written = unit if unit == "1" else WD + unit
    return {"type": "quantity", "value": {"amount": amount, "unit": written}}


def place(latitude: float, longitude: float) -> dict[str, Any]:
    """Make a point on the earth."""
    value = {"latitude": latitude, "longitude": longitude, "precision": 0.01, "globe": WD + "Q2"}
    return {"type": "globecoordinate", "value": value}


def snak(name: str, value: dict[str, Any] | str) -> dict[str, Any]:
    """Make a snak of a value, or of the words ``somevalue`` and ``novalue``."""
    if isinstance(value, str):
        return {"snaktype": value, "property": name}
    return {"snaktype": "value", "property": name, "datavalue": value}


def claim(
    name: str,
    value: dict[str, Any] | str,
    rank: str = "normal",
    qualifiers: dict[str, list[Any]] | None = None,
    references: tuple[dict[str, list[Any]], ...] = (),
) -> dict[str, Any]:
    """Make a statement; qualifiers and references are values by property."""

    def snaks(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
        return {key: [snak(key, one) for one in values] for key, values in found.items()}

    made: dict[str, Any] = {
        "mainsnak": snak(name, value),
        "type": "statement",
        "id": f"Q1001${name}",
        "rank": rank,
    }
    if qualifiers:
        made["qualifiers"] = snaks(qualifiers)
    if references:
        made["references"] = [{"snaks": snaks(found)} for found in references]
    return made


def entity(qid: str, label: str = "", **more: Any) -> dict[str, Any]:
    """Make an entity with an English label; an empty mapping is a list, as PHP writes it."""
    labels = {"en": {"language": "en", "value": label}} if label else []
    made: dict[str, Any] = {"type": "item", "id": qid, "labels": labels, "lastrevid": 7}
    return {**made, "descriptions": [], "aliases": [], "claims": [], **more}


def _terms(**found: str) -> dict[str, Any]:
    return {lang: {"language": lang, "value": value} for lang, value in found.items()}


_FILED = {
    "P854": [text("https://acme.example/report")],
    "P813": [time("+2026-02-03T00:00:00Z", 11)],
}

ACME: dict[str, Any] = {
    "type": "item",
    "id": "Q1001",
    "lastrevid": 77,
    "labels": _terms(en="Acme", fr="Acmé", zh="阿克米"),
    "descriptions": _terms(en="company", fr="entreprise"),
    "aliases": {"en": [{"language": "en", "value": name} for name in ("Acme Corp", "Acme Inc.")]},
    "sitelinks": {"enwiki": {"site": "enwiki", "title": "Acme (company)", "badges": []}},
    "claims": {
        "P31": [claim("P31", item("Q891723"))],
        "P17": [claim("P17", item("Q30"), "preferred"), claim("P17", item("Q16"))],
        "P571": [
            claim("P571", time("+1999-06-28T00:00:00Z", 11)),
            claim("P571", time("+1998-00-00T00:00:00Z", 9), "deprecated"),
        ],
        "P856": [claim("P856", text("https://www.acme.example/"))],
        "P159": [claim("P159", item("Q65"), qualifiers={"P625": [place(34.5, -118.25)]})],
        "P749": [claim("P749", "somevalue")],
        "P355": [claim("P355", "novalue")],
        "P2139": [
            claim(
                "P2139",
                quantity("+81462000000", "Q4917"),
                "preferred",
                {"P585": [time("+2025-00-00T00:00:00Z", 9)], "P582": ["novalue"]},
                (_FILED,),
            ),
            claim(
                "P2139",
                quantity("-5", "Q4916"),
                qualifiers={"P585": [time("+2024-00-00T00:00:00Z", 9), "somevalue"]},
            ),
        ],
        "P1128": [claim("P1128", quantity("+140473"))],
        "P1278": [claim("P1278", text("5493001KJTIIGC8Y1R12"))],
        "P5531": [claim("P5531", text("0000000042"))],
        "P414": [claim("P414", item("Q82059"), qualifiers={"P249": [text("ACM")]})],
    },
}

RDF = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <http://schema.org/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdata: <http://www.wikidata.org/wiki/Special:EntityData/> .
@prefix wds: <http://www.wikidata.org/entity/statement/> .
@prefix wdref: <http://www.wikidata.org/reference/> .
@prefix wdv: <http://www.wikidata.org/value/> .
@prefix wdno: <http://www.wikidata.org/prop/novalue/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix p: <http://www.wikidata.org/prop/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix psv: <http://www.wikidata.org/prop/statement/value/> .
@prefix psn: <http://www.wikidata.org/prop/statement/value-normalized/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix pr: <http://www.wikidata.org/prop/reference/> .
@prefix prv: <http://www.wikidata.org/prop/reference/value/> .

wdata:Q1001 schema:about wd:Q1001 ; schema:version 77 .
<https://en.wikipedia.org/wiki/Acme> schema:about wd:Q1001 ;
    schema:isPartOf <https://en.wikipedia.org/> ; schema:name "Acme (company)"@en .
<https://de.wikipedia.org/wiki/Acme> schema:about wd:Q1001 ;
    schema:isPartOf <https://de.wikipedia.org/> ; schema:name "Acme"@de .
wd:Q1001 a wikibase:Item ;
    rdfs:label "Acme"@en, "Acmé"@fr, "阿克米"@zh ;
    skos:altLabel "Acme Inc."@en, "Acme Corp"@en ;
    schema:description "company"@en, "entreprise"@fr, "Unternehmen"@de ;
    wdt:P31 wd:Q891723 ;
    p:P31 wds:a ; p:P17 wds:b, wds:c ; p:P571 wds:d, wds:e ; p:P856 wds:f ; p:P159 wds:g ;
    p:P749 wds:h ; p:P355 wds:i ; p:P2139 wds:j, wds:k ; p:P1128 wds:l ; p:P1278 wds:m ;
    p:P5531 wds:n ; p:P414 wds:o ; p:P18 wds:p .
wds:a a wikibase:Statement, wikibase:BestRank ; wikibase:rank wikibase:NormalRank ;
    ps:P31 wd:Q891723 .
wds:b wikibase:rank wikibase:PreferredRank ; ps:P17 wd:Q30 .
wds:c wikibase:rank wikibase:NormalRank ; ps:P17 wd:Q16 .
wds:d wikibase:rank wikibase:NormalRank ; ps:P571 "1999-06-28T00:00:00Z"^^xsd:dateTime ;
    psv:P571 wdv:day .
wds:e wikibase:rank wikibase:DeprecatedRank ; ps:P571 "1998-01-01T00:00:00Z"^^xsd:dateTime ;
    psv:P571 wdv:year .
wds:f wikibase:rank wikibase:NormalRank ; ps:P856 <https://www.acme.example/> .
wds:g wikibase:rank wikibase:NormalRank ; ps:P159 wd:Q65 ;
    pq:P625 "Point(-118.25 34.5)"^^geo:wktLiteral ; pqv:P625 wdv:point .
wds:h wikibase:rank wikibase:NormalRank ; ps:P749 _:unknown .
wds:i a wdno:P355 ; wikibase:rank wikibase:NormalRank .
wds:j a wdno:P582 ; wikibase:rank wikibase:PreferredRank ; ps:P2139 "+81462000000"^^xsd:decimal ;
    psv:P2139 wdv:dollars ; psn:P2139 wdv:euros ;
    pq:P585 "2025-01-01T00:00:00Z"^^xsd:dateTime ; pqv:P585 wdv:year2025 ;
    prov:wasDerivedFrom wdref:filed .
wds:k wikibase:rank wikibase:NormalRank ; ps:P2139 "-5"^^xsd:decimal ; psv:P2139 wdv:loss ;
    pq:P585 "2024-01-01T00:00:00Z"^^xsd:dateTime,
        <http://www.wikidata.org/.well-known/genid/0123> ; pqv:P585 wdv:year2024 .
wds:l wikibase:rank wikibase:NormalRank ; ps:P1128 "+140473"^^xsd:decimal ; psv:P1128 wdv:staff .
wds:m wikibase:rank wikibase:NormalRank ; ps:P1278 "5493001KJTIIGC8Y1R12" .
wds:n wikibase:rank wikibase:NormalRank ; ps:P5531 "0000000042" .
wds:o wikibase:rank wikibase:NormalRank ; ps:P414 wd:Q82059 ; pq:P249 "ACM" .
wds:p wikibase:rank wikibase:NormalRank ;
    ps:P18 <http://commons.wikimedia.org/wiki/Special:FilePath/Acme.svg> .
wdref:filed a wikibase:Reference ; pr:P854 <https://acme.example/report> ;
    pr:P813 "2026-02-03T00:00:00Z"^^xsd:dateTime ; prv:P813 wdv:retrieved .
wdv:day a wikibase:TimeValue ; wikibase:timePrecision 11 ;
    wikibase:timeValue "1999-06-28T00:00:00Z"^^xsd:dateTime .
wdv:year a wikibase:TimeValue ; wikibase:timePrecision 9 ;
    wikibase:timeValue "1998-01-01T00:00:00Z"^^xsd:dateTime .
wdv:year2024 a wikibase:TimeValue ; wikibase:timePrecision 9 ;
    wikibase:timeValue "2024-01-01T00:00:00Z"^^xsd:dateTime .
wdv:year2025 a wikibase:TimeValue ; wikibase:timePrecision 9 ;
    wikibase:timeValue "2025-01-01T00:00:00Z"^^xsd:dateTime .
wdv:retrieved a wikibase:TimeValue ; wikibase:timePrecision 11 ;
    wikibase:timeValue "2026-02-03T00:00:00Z"^^xsd:dateTime .
wdv:dollars a wikibase:QuantityValue ; wikibase:quantityAmount "+81462000000"^^xsd:decimal ;
    wikibase:quantityUnit wd:Q4917 .
wdv:loss a wikibase:QuantityValue ; wikibase:quantityAmount "-5"^^xsd:decimal ;
    wikibase:quantityUnit wd:Q4916 .
wdv:staff a wikibase:QuantityValue ; wikibase:quantityAmount "+140473"^^xsd:decimal ;
    wikibase:quantityUnit wd:Q199 .
wdv:point a wikibase:GlobecoordinateValue ; wikibase:geoLatitude "34.5"^^xsd:double ;
    wikibase:geoLongitude "-118.25"^^xsd:double ; wikibase:geoGlobe wd:Q2 .

wd:Q1002 rdfs:label "Acme"@en ; schema:description "comic"@en ; schema:version 5 .
wd:Q900 rdfs:label "Ajax"@en ; skos:altLabel "Acme"@mul .
wd:Q901 rdfs:label "Ajax Web"@en ; p:P856 wds:q .
wds:q wikibase:rank wikibase:DeprecatedRank ; ps:P856 <http://acme.example> .
wd:Q902 p:P31 wds:r .
wds:r wikibase:rank wikibase:NormalRank ; ps:P31 wd:Q1 .
wd:Q1003 owl:sameAs wd:Q1001 .
wd:Q1004 owl:sameAs wd:Q1003 .
"""
