"""A server on this machine that answers as Wikidata's services do, well or badly.

It replays recorded answers, puts together answers about the entities it is given, runs queries
over a store, and speaks as a reconciliation service. Faults it is told come first, one after the
other. It notes every request, and how many it had at once.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
import threading
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pyoxigraph as ox
import pytest

from compute_race.wikidata.client import PoliteClient
from recorded_server import Answer
from support import ROOT

FIXTURES = ROOT.parent / "shared" / "data" / "wikidata" / "fixtures"
needs_fixtures = pytest.mark.skipif(
    not FIXTURES.is_dir(), reason="the recorded answers of Wikidata are not at hand"
)

JSON = (("Content-Type", "application/json; charset=utf-8"),)
HTML = (("Content-Type", "text/html"),)
#: Faults as the services show them.
TOO_OFTEN = Answer(b"<html>429</html>", 429, (*HTML, ("Retry-After", "7")))
BROKEN = Answer(b"<!DOCTYPE html><title>Wikimedia Error</title>", 500, HTML)
LAGGED = Answer(
    json.dumps(
        {"error": {"code": "maxlag", "info": "Waiting for db: 7 seconds lagged", "lag": 7}}
    ).encode(),
    headers=(*JSON, ("Retry-After", "9"), ("X-Database-Lag", "7")),
)
PAGE = Answer(b"<!DOCTYPE html><title>Wikidata</title>", headers=HTML)
SILENT = Answer(silent=True)
CUT = Answer(b'{"entities": {"Q1001": {"id": "Q10')
EMPTY = Answer(b"")

#: When the tests ask, and as whom.
NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
AGENT = "Jane Doe jane@example.org"

_PATIENCE = 30.0
_QID = re.compile(r"Q[1-9]\d{0,9}")


@dataclass(frozen=True)
class Asked:
    """One request: how, where, with what."""

    method: str
    path: str
    fields: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass
class WikidataServer:
    """A running server: what it knows, the faults it will answer with, what it was asked."""

    url: str
    entities: dict[str, Any] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    searches: dict[tuple[str, str], Any] = field(default_factory=dict)
    store: ox.Store | None = None
    manifest: Any = None
    candidates: dict[str, list[Any]] = field(default_factory=dict)
    faults: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    slow: float = 0.0
    #: An answer holds no more entities than this; the others are silently left out.
    room: int = 50
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def api(self) -> str:
        """Give the address of the action API."""
        return f"{self.url}/w/api.php"

    @property
    def sparql(self) -> str:
        """Give the address of the query service."""
        return f"{self.url}/sparql"

    @property
    def reconciliation(self) -> str:
        """Give the address of the reconciliation service."""
        return f"{self.url}/reconcile"

    def recorded(self) -> None:
        """Know the recorded entities, redirect and searches."""
        for path in sorted(FIXTURES.glob("entity*.json")):
            read = json.loads(path.read_bytes())
            self.entities |= read.get("entities", {read.get("id"): read})
        redirect = recorded("wbgetentities_redirect_Q53265341_to_Q11036")
        [(old, target)] = redirect["entities"].items()
        self.entities[target["id"]] = {k: v for k, v in target.items() if k != "redirects"}
        self.redirects[old] = target["id"]
        self.searches["attila the hun", "en"] = recorded("wbsearchentities_attila_the_hun")
        self.searches["jdsakjdnmasdda", "en"] = recorded("wbsearchentities_empty")
        for path in sorted(FIXTURES.glob("openrefine_wbsearchentities_*.json")):
            read = json.loads(path.read_bytes())
            fields = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(read["url"]).query))
            if fields["type"] == "item":
                self.searches[fields["search"], fields["language"]] = read["response"]

    def answer(self, asked: Asked) -> Answer:
        """Answer a request as the service at its path would."""
        fields = asked.fields
        if asked.path == "/w/api.php":
            return _json(self._api(fields))
        if asked.path.startswith("/wiki/Special:EntityData/"):
            return self._entity_data(asked.path.rpartition("/")[2].removesuffix(".json"))
        if asked.path == "/sparql" and self.store is not None:
            result = self.store.query(fields["query"])
            body = result.serialize(format=ox.QueryResultsFormat.JSON)
            return Answer(body, headers=(("Content-Type", "application/sparql-results+json"),))
        if asked.path == "/reconcile" and "queries" not in fields:
            return _json(self.manifest)
        if asked.path == "/reconcile":
            queries = json.loads(fields["queries"])
            return _json(
                {
                    k: {"result": self.candidates.get(q["query"], [])[: q["limit"]]}
                    for k, q in queries.items()
                }
            )
        return Answer(b"<html>nothing here</html>", 404, HTML)

    def _api(self, fields: Mapping[str, str]) -> Any:
        if fields["action"] == "wbgetentities":
            return self._entities(fields["ids"].split("|"))
        if fields["action"] == "query":
            wanted = fields["srsearch"].removeprefix("haswbstatement:").split("|")
            return {"query": {"search": [{"ns": 0, "title": qid} for qid in self._having(wanted)]}}
        if fields["language"] == "xx":
            info = 'Unrecognized value for parameter "language": xx.'
            return {"error": {"code": "badvalue", "info": info}}
        found = self.searches.get((fields["search"], fields["language"]), [])
        if isinstance(found, list):
            found = {"search": [{"id": qid} for qid in found], "success": 1}
        return found

    def _entities(self, qids: list[str]) -> Any:
        for qid in qids:
            if _QID.fullmatch(qid) is None:
                info = f"Could not find such an entity. (Invalid id: {qid})"
                return {"error": {"code": "no-such-entity", "info": info, "id": qid}}
        found: dict[str, Any] = {}
        for qid in qids[: self.room]:
            entity = self.entities.get(self.redirects.get(qid, qid))
            found[qid] = {"id": qid, "missing": ""} if entity is None else entity
        return {"entities": found, "success": 1}

    def _entity_data(self, qid: str) -> Answer:
        target = self.redirects.get(qid, qid)
        if target not in self.entities:
            return Answer(b"<html>No entity with this ID was found.</html>", 404, HTML)
        return _json({"entities": {target: self.entities[target]}})

    def _having(self, wanted: list[str]) -> list[str]:
        return [
            qid
            for qid, entity in self.entities.items()
            if isinstance(entity.get("claims"), dict)
            for name, claims in entity["claims"].items()
            for one in claims
            if f"{name}={one['mainsnak'].get('datavalue', {}).get('value')}" in wanted
        ]


def recorded(name: str) -> Any:
    """Read a recorded answer."""
    return json.loads((FIXTURES / f"{name}.json").read_bytes())


def polite(**more: Any) -> PoliteClient:
    """Give a client to whom it is always the same noon."""
    return PoliteClient(AGENT, now=lambda: NOW, **more)


def _json(value: Any) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode(), headers=JSON)


@contextmanager
def wikidata_server() -> Iterator[WikidataServer]:
    """Serve on a free port of the loopback interface for as long as the block runs."""
    counting = threading.Lock()
    busy = 0

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            self._do(urllib.parse.urlsplit(self.path).query)

        def do_POST(self) -> None:
            self._do(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _do(self, form: str) -> None:
            nonlocal busy
            path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
            fields = dict(urllib.parse.parse_qsl(form, keep_blank_values=True))
            asked = Asked(self.command, path, fields, dict(self.headers))
            with counting:
                busy += 1
                server.asked.append(asked)
                server.most_at_once = max(server.most_at_once, busy)
                answer = server.faults.pop(0) if server.faults else None
            try:
                server.over.wait(server.slow)
                self._send(answer or server.answer(asked))
            except OSError:
                self.close_connection = True
            finally:
                with counting:
                    busy -= 1

        def _send(self, answer: Answer) -> None:
            if answer.silent:
                server.over.wait(_PATIENCE)
                self.close_connection = True
                return
            body, packed = answer.body, ()
            if not answer.short and "gzip" in self.headers.get("Accept-Encoding", ""):
                body, packed = gzip.compress(body, 1), (("Content-Encoding", "gzip"),)
            self.send_response(answer.status)
            for name, value in (*answer.headers, *packed):
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) - answer.short])
            self.close_connection = bool(answer.short)

        def log_message(self, format: str, *args: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    server = WikidataServer(f"http://127.0.0.1:{httpd.server_address[1]}")
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        httpd.shutdown()
        thread.join()
        httpd.server_close()


def load(turtle: str) -> ox.Store:
    """Make a store of triples."""
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    return store
