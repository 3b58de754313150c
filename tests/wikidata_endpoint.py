"""A SPARQL endpoint on this machine that serves items in Wikidata's own RDF form, and faults.

It speaks the SPARQL 1.1 protocol as far as clients need it: SELECT and ASK by GET or by POST (a
form, or the query itself), results as JSON or XML as the client asks.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from compute_race.wikidata.item_triples import items_triples
from compute_race.wikidata.items import Item

#: Faults: a page with status 500, a page with status 200, "too many requests" with and without
#: a time to wait, an answer that is cut, one that stops on the way, none at all, and a refusal.
Fault = Literal["500", "page", "429", "429 for an hour", "cut", "stall", "hang", "400"]

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
#: How long one that never answers holds a line that nobody gives up, in seconds.
_PATIENCE = 30.0


@dataclass
class WikidataEndpoint:
    """A running endpoint: its address, the faults to come, and what it was asked.

    ``faults`` are used up one a request; ``always`` is the fault of every request after them.
    """

    url: str
    store: ox.Store
    faults: list[Fault] = field(default_factory=list)
    always: Fault | None = None
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def next_fault(self) -> Fault | None:
        """Give the fault of this request, if any."""
        return self.faults.pop(0) if self.faults else self.always


def store_of(items: Iterable[Item], *, blank: bool = False) -> ox.Store:
    """Give a store that holds items in Wikidata's RDF form."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in items_triples(items, blank=blank))
    return store


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Tell of a fault of its own, and not of a client that left."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def wikidata_endpoint(items: Iterable[Item], *, blank: bool = False) -> Iterator[WikidataEndpoint]:
    """Serve items on a free port of the loopback interface for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(parse_qs(urlsplit(self.path).query).get("query", [""])[0])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            is_form = self.headers.get_content_type() == "application/x-www-form-urlencoded"
            self._answer(parse_qs(body).get("query", [""])[0] if is_form else body)

        def _answer(self, query: str) -> None:
            endpoint.asked.append(query)
            endpoint.agents.append(self.headers.get("User-Agent", ""))
            fault = endpoint.next_fault()
            if fault == "hang":
                endpoint.over.wait(_PATIENCE)
                self.close_connection = True
            elif fault == "500":
                self._send(500, "text/html", b"<html>java.util.concurrent.TimeoutException</html>")
            elif fault == "page":
                self._send(200, "text/html", b"<!DOCTYPE html><html>Wikimedia Error</html>")
            elif fault == "429":
                self._send(429, "text/plain", b"slow down", ("Retry-After", "0"))
            elif fault == "429 for an hour":
                self._send(429, "text/plain", b"slow down", ("Retry-After", "3600"))
            else:
                self._results(query, fault)

        def _results(self, query: str, fault: Fault | None) -> None:
            try:
                if fault == "400":
                    raise SyntaxError("refused")
                result = endpoint.store.query(query)
            except SyntaxError as error:
                self._send(400, "text/plain", f"bad query: {error.msg}".encode())
                return
            assert not isinstance(result, ox.QueryTriples)
            kind = XML if XML in self.headers.get("Accept", "").split(",")[0] else JSON
            form = ox.QueryResultsFormat.XML if kind == XML else ox.QueryResultsFormat.JSON
            body = result.serialize(format=form) or b""
            half = body[: len(body) // 2]
            if fault == "stall":
                self._send(200, kind, half, ("Content-Length", str(len(body))))
                endpoint.over.wait(_PATIENCE)
                self.close_connection = True
            else:
                self._send(200, kind, half if fault == "cut" else body)

        def _send(self, status: int, kind: str, body: bytes, *headers: tuple[str, str]) -> None:
            length = ("Content-Length", str(len(body)))
            if length[0] not in dict(headers):
                headers = (*headers, length)
            try:
                self.send_response(status)
                for name, value in (("Content-Type", kind), *headers):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
                self.wfile.flush()
            except OSError:
                return

        def log_message(self, format: str, *args: object) -> None:
            pass

    httpd = _Server(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    url = f"http://127.0.0.1:{httpd.server_address[1]}/sparql"
    endpoint = WikidataEndpoint(url, store_of(items, blank=blank))
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.over.set()
        httpd.shutdown()
        thread.join()
        httpd.server_close()
