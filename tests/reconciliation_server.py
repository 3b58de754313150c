"""A catalogue of a few things, a running reconciliation service, and the suite's schemas."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pyoxigraph as ox
import pytest
import urllib3
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from compute_race.basics.namespaces import PREFIXES
from compute_race.dataset.store import MemoryStore
from compute_race.serving.application import RECONCILE, RECONCILE_DRAFT, application
from compute_race.serving.entities import Catalogue
from compute_race.serving.reading import read_catalogue
from compute_race.serving.server import address, listen, make_server
from support import ROOT

SUITE = ROOT.parent / "shared" / "suites" / "reconciliation"
OLD, NEW = "0.2", "1.0-draft"
AS_OF = dt.date(2025, 3, 1)

needs_suite = pytest.mark.skipif(
    not SUITE.is_dir(), reason="the suite of the Reconciliation API is not at hand"
)

ONTOLOGY = """
race:plannedInvestment a race:Measure .
race:Organization a owl:Class ; rdfs:label "organisation"@en, "organisation"@fr ;
    skos:definition "A body of people."@en .
race:Company a owl:Class ; rdfs:label "company"@en, "entreprise"@fr ;
    rdfs:subClassOf race:Organization .
race:Publisher a owl:Class ; rdfs:label "publisher"@en ; rdfs:subClassOf race:Organization .
race:ModelFamily a owl:Class ; rdfs:label "model family"@en .
race:Place a owl:Class ; rdfs:label "place"@en .
race:Country a owl:Class ; rdfs:label "country"@en ; rdfs:subClassOf race:Place .
race:headquarteredIn a owl:ObjectProperty ; rdfs:label "headquartered in"@en, "a son siège à"@fr ;
    rdfs:range race:Place .
race:cik a owl:DatatypeProperty ; rdfs:label "CIK"@en .
race:website a owl:DatatypeProperty ; rdfs:label "website"@en .
race:group a owl:ObjectProperty ; rdfs:label "group"@en ; rdfs:range race:Organization .
"""
THINGS = """
ent:acme a race:Company ; rdfs:label "Acme"@en, "Acmé"@fr, "阿克米"@zh ;
    skos:altLabel "Acme Holdings"@en, "ACM"@en ; race:cik "0000000007" ;
    race:website "https://www.acme.example/about"^^xsd:anyURI ;
    race:headquarteredIn ent:lutetia ; race:foundedOn "1999-06"^^xsd:gYearMonth ;
    race:releasedOn "2025-02-24"^^xsd:date ; race:latitude 48.5 ; race:knownFromBasis "none" ;
    race:employees 3000000000 ; race:sites 12 .
ent:acme-cloud a race:Company ; rdfs:label "Acme Cloud"@en ; race:group ent:acme .
ent:gemini a race:ModelFamily ; rdfs:label "Gemini"@en .
ent:gemini-news a race:Publisher ; rdfs:label "Gemini"@en ;
    race:website "https://gemini.example/"^^xsd:anyURI .
ent:twin-one a race:Company ; rdfs:label "Twin"@en ; race:headquarteredIn ent:gallia ;
    race:cik "0000000001" .
ent:twin-two a race:Company ; rdfs:label "Twin"@en ; race:headquarteredIn ent:germania ;
    race:cik "0000000002" .
ent:oracle a race:Company ; rdfs:label "Oracle <b>&\\"Co\\"</b>"@en .
ent:lutetia a race:Place ; rdfs:label "Lutetia"@en ; race:locatedIn ent:gallia .
ent:gallia a race:Country ; rdfs:label "Gallia"@en, "Gaule"@fr ; race:isoCode "FR" .
ent:germania a race:Country ; rdfs:label "Germania"@en ; race:isoCode "DE" .
"""
LINKS = "ent:acme skos:exactMatch wd:Q42 . ent:twin-one skos:exactMatch wd:Q43 ."
GRAPHS = {
    "graph:ontology": ONTOLOGY,
    "graph:entities/organizations": THINGS,
    "graph:links/wikidata": LINKS,
}


@cache
def few() -> Catalogue:
    """Give a catalogue of the things above."""
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    quads = []
    for name, text in GRAPHS.items():
        prefix, _, local = name.partition(":")
        graph = ox.NamedNode(PREFIXES[prefix] + local)
        parsed = ox.parse((head + text).encode(), format=ox.RdfFormat.TURTLE)
        quads += [ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed]
    return read_catalogue(MemoryStore(quads), AS_OF)


@dataclass
class Service:
    """A running service: its root, and the faults of the program it told of."""

    root: str
    faults: list[Exception]

    @property
    def old(self) -> str:
        """Give the address of version 0.2."""
        return self.root + RECONCILE

    @property
    def new(self) -> str:
        """Give the address of the draft of 1.0."""
        return self.root + RECONCILE_DRAFT

    def call(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> urllib3.BaseHTTPResponse:
        """Send a request; redirects are not followed."""
        return urllib3.request(
            method, url, headers=headers, redirect=False, retries=False, timeout=20, **more
        )

    def get(self, url: str, **fields: object) -> Any:
        """Get JSON that is there."""
        answer = self.call("GET", url, fields={name: str(value) for name, value in fields.items()})
        assert answer.status == 200, answer.data
        return answer.json()

    def form(self, **fields: object) -> Any:
        """Send a form to version 0.2, values as JSON, and read what comes back."""
        answer = self.post({name: json.dumps(value) for name, value in fields.items()})
        assert answer.status == 200, answer.data
        return answer.json()

    def post(self, fields: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        """Send a form to version 0.2."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.call("POST", self.old, body=urlencode(fields), headers=headers)

    def json(self, path: str, data: object) -> Any:
        """Send JSON to the draft of 1.0, and read what comes back."""
        answer = self.call("POST", self.new + path, json=data)
        assert answer.status == 200, answer.data
        return answer.json()


@contextmanager
def running(catalogue: Catalogue, lang: str = "en") -> Iterator[Service]:
    """Serve a catalogue on a free port of this machine for as long as the block runs."""
    faults: list[Exception] = []
    listening = listen("127.0.0.1", 0)
    server = make_server(application(catalogue, lang, faults.append))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield Service(address("127.0.0.1", listening), faults)
    finally:
        # It looks for the end ten times a second, and has to have begun for that.
        deadline = time.monotonic() + 10
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        server.should_exit = True
        thread.join(timeout=10)
        listening.close()
        assert not thread.is_alive()


@cache
def validator(version: str, schema: str) -> jsonschema.Draft7Validator:
    """Give what checks an answer of a version of the API against a schema of the suite."""
    folder = SUITE / version / "schemas"
    known: list[tuple[str, Resource[Any]]] = []
    for path in sorted(folder.glob("*.json")):
        resource = Resource.from_contents(_read(path), default_specification=DRAFT7)
        # A schema names the others beside it: by the address of the folder, or by their own.
        base = f"https://reconciliation-api.github.io/specs/{_folder(version)}/schemas/"
        known += [(base + path.name, resource), (str(_read(path)["$id"]), resource)]
    registry: Registry[Any] = Registry().with_resources(known)
    return jsonschema.Draft7Validator(_read(folder / f"{schema}.json"), registry=registry)


def _folder(version: str) -> str:
    return {OLD: "0.2", NEW: "draft"}[version]


def check(version: str, schema: str, answer: object) -> None:
    """Fail where an answer is not as the schema says, with the place and the reason."""
    found = validator(version, schema).iter_errors(answer)
    assert [f"{error.json_path}: {error.message}" for error in found] == []


def examples(version: str, schema: str, kind: str) -> dict[str, Any]:
    """Give the examples of the suite, ``valid`` or ``invalid``, by file name."""
    folder = SUITE / version / "examples" / schema / kind
    return {path.name: _read(path) for path in sorted(folder.glob("*.json"))}


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
