"""A store elsewhere: any SPARQL 1.1 endpoint.

Its default graph has to be the merge of its named graphs, as most engines
offer it and as the embedded store has it.
"""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping

import pyoxigraph as ox

from compute_race.basics.namespaces import PREFIXES
from compute_race.basics.problems import StoreError, UsageError
from compute_race.dataset.answers import Answer, solutions


class RemoteStore:
    """A SPARQL 1.1 endpoint whose default graph is the merge of its named graphs."""

    def __init__(self, url: str, timeout: float = 60.0) -> None:
        """Keep the address; nothing is sent before the first query."""
        self._url = url
        self._timeout = timeout

    def query(self, text: str) -> Answer:
        """Send a query by POST; ``StoreError`` if the endpoint is out of reach or fails."""
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked by open_store
            self._url,
            data=urllib.parse.urlencode({"query": _with_prefixes(text)}).encode(),
            headers={
                "Accept": "application/sparql-results+json, application/n-triples;q=0.9",
                "Content-Type": "application/x-www-form-urlencoded",
                "User-Agent": "compute-race",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as response:  # noqa: S310
                kind = response.headers.get_content_type()
                body = response.read()
        except urllib.error.HTTPError as error:
            if error.code == 400:
                detail = error.read().decode("utf-8", "replace").strip().splitlines()
                raise UsageError(f"{self._url} refuses the query: {' '.join(detail[:2])}") from None
            raise StoreError(f"{self._url} answers {error.code} {error.reason}") from None
        except (urllib.error.URLError, TimeoutError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise StoreError(f"{self._url} is out of reach: {reason}") from None
        return _remote_answer(kind, body, self._url)

    def describe(self) -> Mapping[str, object]:
        """Give the address: an endpoint has no manifest."""
        return {"endpoint": self._url}


def _with_prefixes(text: str) -> str:
    """Declare the project's prefixes that a query uses and does not declare itself."""
    lines = [
        f"PREFIX {prefix}: <{iri}>"
        for prefix, iri in PREFIXES.items()
        if f"{prefix}:" in text and f"PREFIX {prefix}:" not in text
    ]
    return "\n".join([*lines, text])


def _remote_answer(kind: str, body: bytes, url: str) -> Answer:
    try:
        if kind == "application/n-triples":
            return tuple(
                ox.Triple(quad.subject, quad.predicate, quad.object)
                for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)
            )
        result = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        if isinstance(result, ox.QueryBoolean):
            return bool(result)
        return solutions(result)
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{url} gives no SPARQL results: {error}") from None
