"""A SPARQL 1.1 endpoint of others, asked politely; rows come as terms by variable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

import pyoxigraph as ox

from compute_race.basics.asking import Request
from compute_race.wikidata.client import Answer, FormError, PoliteClient, host_of

#: Where Wikidata's query service is.
ENDPOINT: Final = "https://query.wikidata.org/sparql"

_RESULTS: Final = "application/sparql-results+json"

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
#: The terms of one solution; a variable without a value is absent.
Row: TypeAlias = Mapping[str, Term]


class Endpoint:
    """One endpoint, asked through one client."""

    def __init__(self, client: PoliteClient, url: str = ENDPOINT) -> None:
        """Keep whom to ask; ``UsageError`` for what is no address. Nothing is asked yet."""
        self.client, self.url, self.host = client, url, host_of(url)

    def select(self, query: str) -> Answer[list[Row]]:
        """Give the rows of a ``SELECT``, sent by POST: queries with many ids are long."""
        request = Request(self.url, (("query", query),), "POST", accept=_RESULTS)
        return self.client.ask(request, read_rows)


def read_rows(body: bytes) -> list[Row]:
    """Read the JSON of SPARQL results; ``FormError`` for another form, or none whole."""
    try:
        return _rows(body)
    except (SyntaxError, OSError, ValueError) as error:
        fault = str(error)
    # Raised here and not above: a failure that is kept would keep the parser alive, and the
    # parser may only be let go of in its own thread.
    raise FormError(f"no SPARQL results: {fault}")


def _rows(body: bytes) -> list[Row]:
    results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if not isinstance(results, ox.QuerySolutions):
        raise ValueError("an answer of yes or no instead of rows")
    names = [variable.value for variable in results.variables]
    return [_row(names, solution) for solution in results]


def _row(names: list[str], solution: ox.QuerySolution) -> Row:
    row: dict[str, Term] = {}
    for name in names:
        term = solution[name]
        if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal):
            row[name] = term
        elif term is not None:
            raise ValueError(f"a triple as the value of ?{name}")
    return row
