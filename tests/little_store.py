"""A store of a dozen facts, and an HTTP server that answers from it, well or badly."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox

from compute_race.basics.namespaces import PREFIXES
from compute_race.dataset.generations import write_generation
from compute_race.dataset.increment import with_default_graph

SOURCE = Path(__file__).resolve().parent.parent / "src"

ENTITIES = """
ent:acme a race:Company ; rdfs:label "Acme"@en, "Acmé"@fr, "阿克米"@zh ;
    skos:altLabel "Acme Inc."@en ; race:cik "0000000001" .
ent:acme-cloud a race:BusinessUnit ; rdfs:label "Acme Cloud"@en, "Acme Nuage"@fr .
ent:the-paper a race:Publisher ; rdfs:label "The Paper"@en, "The Paper"@fr .
ent:acme-10bn a race:Announcement ;
    rdfs:label "Acme's 10 billion"@en, "Les 10 milliards d'Acme"@fr ;
    race:announcedBy ent:acme .
ent:earth a race:Place ; rdfs:label "Earth"@en, "Terre"@fr .
"""
DOCUMENT = """
src:the-paper-acme a race:Article ; race:publisher ent:the-paper ; race:title "Big plan"@en ;
    race:publishedOn "2025-02"^^xsd:gYearMonth ; race:url "https://paper.example/acme"^^xsd:anyURI .
ent:acme-cloud race:subsidiaryOf ent:acme .
src:the-paper-acme\\#c01 a race:Claim ; race:inDocument src:the-paper-acme ;
    race:about ent:acme-10bn ;
    race:measure race:plannedInvestment ; race:lower 10000000000 ; race:upper 10000000000.50 ;
    race:unit unit:CCY_EUR ; race:modality race:planned ; race:duration "P3Y"^^xsd:duration ;
    race:periodText "over three years"@en ; race:attributedTo ent:acme ; race:stated race:body ;
    race:charStart 10 ; race:charEnd 20 .
src:the-paper-acme\\#c02 a race:RelativeClaim ; race:inDocument src:the-paper-acme ;
    race:about ent:acme ; race:measure race:capitalExpenditure ; race:greaterThan ent:acme-cloud ;
    race:comparedMeasure race:revenue ; race:modality race:planned ; race:locator "opening" .
src:the-paper-acme\\#c03 a race:Claim ; race:inDocument src:the-paper-acme ; race:about ent:acme ;
    race:saidOf ent:acme-cloud ; race:measure race:marketShare ; race:lower 4 ;
    race:unit unit:PERCENT ; race:approximate true ; race:modality race:estimated ;
    race:locator "table 1" .
"""
GRAPHS = {
    "graph:entities/organizations": ENTITIES,
    "src:the-paper-acme": DOCUMENT,
    "graph:judgements/places": "ent:acme race:locatedIn ent:earth .",
    "graph:links/wikidata": "ent:acme skos:exactMatch wd:Q1 .",
    "graph:dates": 'ent:acme-10bn race:knownFrom "2025-02-24"^^xsd:date .',
    "graph:inferred": """
        ent:acme race:hasSubsidiary ent:acme-cloud .
        ent:acme-cloud a race:Subsidiary, race:Organization .
        ent:acme-cloud race:locatedIn ent:earth .""",
    "graph:preferred": """
        <https://w3id.org/compute-race/graph/preferred#a> a race:PreferredValue ;
        race:about ent:acme-10bn ; race:measure race:plannedInvestment ;
        race:modality race:planned ; race:preferredClaim src:the-paper-acme\\#c01 ;
        race:statedLow 10000000000 ; race:statedHigh 10000000000 ; race:statedUnit unit:CCY_EUR ;
        race:validFrom "2025-02-24"^^xsd:date .""",
    "graph:ontology": """
        race:plannedInvestment a race:Measure ; rdfs:label "planned investment"@en .
        race:capitalExpenditure a race:Measure ; rdfs:label "capital expenditure"@en .
        race:revenue a race:Measure ; rdfs:label "revenue"@en .
        race:marketShare a race:Measure ; rdfs:label "market share"@en .""",
}
ENDLESS = """SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o
  FILTER(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j), STR(?m)) = "x") }"""


def quads() -> list[ox.Quad]:
    """Give the facts."""
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    found = []
    for name, text in GRAPHS.items():
        prefix, _, local = name.partition(":")
        graph = ox.NamedNode(PREFIXES[prefix] + local)
        parsed = ox.parse((head + text).encode(), format=ox.RdfFormat.TURTLE)
        found += [ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed]
    return found


def write_store(folder: Path) -> Path:
    """Write the facts as a store and give its folder."""
    write_generation(folder, quads(), {"id": "little"}, "one")
    return folder


def command(*arguments: str) -> list[str]:
    """Give the command line of ``race`` in a process of its own."""
    return [sys.executable, "-m", "compute_race", *arguments]


def environment(**more: str) -> dict[str, str]:
    """Give an environment in which the sources are found."""
    clean = {k: v for k, v in os.environ.items() if k not in ("RACE_STORE", "COLUMNS", "NO_COLOR")}
    return {**clean, "PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8", **more}


def race(*arguments: str, given: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run ``race`` in a process of its own."""
    return subprocess.run(
        command(*arguments),
        input=given,
        capture_output=True,
        encoding="utf-8",
        env=environment(**more),
        timeout=60,
        check=False,
    )


@contextmanager
def endpoint(manner: str = "well") -> Iterator[str]:
    """Serve the facts on 127.0.0.1; ``manner`` names the fault to answer with."""
    store = ox.Store()
    store.extend(with_default_graph(quads()))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            query = urllib.parse.parse_qs(self.rfile.read(length).decode())["query"][0]
            if manner == "slow":
                time.sleep(3)
            if manner == "500":
                self._answer(500, "text/plain", b"boom")
            elif manner == "html":
                self._answer(200, "text/html", b"<html>hello</html>")
            elif manner == "cut":
                self._answer(200, "application/sparql-results+json", b'{"head":{"vars":["x"]},')
            else:
                self._query(query)

        def _query(self, query: str) -> None:
            try:
                result = store.query(query)
            except SyntaxError as error:
                self._answer(400, "text/plain", f"bad query: {error.msg}\nsecond line".encode())
                return
            if isinstance(result, ox.QueryTriples):
                body = result.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
                self._answer(200, "application/n-triples", body)
            else:
                body = result.serialize(format=ox.QueryResultsFormat.JSON) or b""
                self._answer(200, "application/sparql-results+json", body)

        def _answer(self, code: int, kind: str, body: bytes) -> None:
            try:
                self.send_response(code)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()
