"""A stored question asked of the graph and of one endpoint elsewhere.

The SERVICE clause is not left to the engine, which would ask without saying who asks, would
wait for ever, and would send the few items that stand in the file. Instead

1. the graph says which items are meant: what stands before the clause in its group;
2. the endpoint is asked for the clause alone, with these items in its VALUES block, a batch at
   a time and as patiently as ``wikidata/client`` asks anybody;
3. what it answers is put in the place of the clause as a table, and the graph is asked.

So the same question goes to an embedded store and to one that is itself an endpoint, which need
not reach the network; and a batch is joined before the question sorts and adds up.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox

from compute_race.answering.asking import bound_text, checked_table
from compute_race.answering.binding import Parameter
from compute_race.answering.questions import Question
from compute_race.answering.service_key import Service, linked_items, prologue
from compute_race.answering.services import Clause, clauses_of
from compute_race.answering.table import Table
from compute_race.basics.manners import Manners, user_agent
from compute_race.basics.problems import StoreError, UsageError
from compute_race.dataset.store import Solutions, Store, select
from compute_race.wikidata.client import PoliteClient
from compute_race.wikidata.sparql_endpoint import Endpoint, Row, Term

#: So many items are asked for at once: a query of a few kilobytes, and an answer in seconds.
BATCH: Final = 200
#: Wikidata's query service gives up after a minute, and a query that runs so long is not cheap for
#: who answers it: it is asked again only twice.
MANNERS: Final = Manners(repeats=2, backoff=2.0, first_wait=2.0, pause=1.0, read=70.0)
_INSTEAD: Final = "ask a mirror: --endpoint URL"
#: Names for what an endpoint leaves nameless: a table of values can hold names only.
_NAMELESS: Final = "https://w3id.org/compute-race/.well-known/genid/"

#: Whoever answers a SELECT elsewhere.
Ask = Callable[[str], Sequence[Row]]


@dataclass(frozen=True)
class Federated:
    """An answer, how many items the endpoint was asked for, and in how many requests."""

    table: Table
    items: int
    requests: int


def asking(
    address: str,
    agent: str | None = None,
    timeout: float | None = None,
    manners: Manners | None = None,
) -> Ask:
    """Give who asks an endpoint, waiting ``timeout`` seconds for each answer (70 if not given).

    ``agent`` says who asks, the environment where it does not. ``UsageError`` where neither
    does, and where the address is none; the function given raises ``StoreError`` in one line
    where no answer comes, or none whole, or no rows.
    """
    kept = manners or MANNERS
    kept = replace(kept, read=timeout or kept.read)
    client = PoliteClient(user_agent(agent, os.environ), manners=kept, instead=_INSTEAD)
    endpoint = Endpoint(client, address)

    def ask(query: str) -> Sequence[Row]:
        try:
            return endpoint.select(query).value
        except UsageError as error:
            raise StoreError(error.message, error.advice) from None

    return ask


def service_of(question: Question) -> Service:
    """Give whom a question asks; ``UsageError`` where it asks nobody."""
    if question.service is None:
        raise UsageError(f"the question {question.name} asks nobody online", "ask it offline")
    return question.service


def answer_online(
    store: Store,
    question: Question,
    values: Mapping[str, Parameter],
    ask: Ask,
    batch: int = BATCH,
) -> Federated:
    """Ask a question of a store and of the endpoint that ``ask`` stands for.

    The table is as that of ``asking.answer``. ``UsageError`` where the question asks no
    endpoint, besides what that function raises, and what ``ask`` does. Nobody is asked where no
    item is linked.
    """
    variable = service_of(question).variable
    text = bound_text(store, question, values)
    clause = clauses_of(text)[0]
    items = sorted(_named(select(store, linked_items(text, clause, variable))))
    found = [
        ask(_clause_query(text, clause, variable, items[start : start + batch]))
        for start in range(0, len(items), batch)
    ]
    joined = f"{text[: clause.start]}{_table(found, variable)}{text[clause.end :]}"
    return Federated(checked_table(question, select(store, joined)), len(items), len(found))


def _named(solutions: Solutions) -> list[str]:
    """Give the IRIs of an answer with one column."""
    return [term.value for (term,) in solutions.rows if isinstance(term, ox.NamedNode)]


def _clause_query(text: str, clause: Clause, variable: str, items: Iterable[str]) -> str:
    """Give what a clause asks, as a query of its own about some items."""
    (block,) = clause.blocks(text, variable)
    listed = " ".join(str(ox.NamedNode(item)) for item in items)
    body = f"{text[clause.body : block.start]}{{ {listed} }}{text[block.end : clause.end]}"
    return f"{prologue(text)}SELECT * WHERE {body}"


def _table(found: Iterable[Sequence[Row]], variable: str) -> str:
    """Write answers as one block of values; without answers it has no row."""
    rows = [(number, row) for number, answer in enumerate(found) for row in answer]
    names = list(dict.fromkeys(name for _, row in rows for name in row)) or [variable]
    lines = [
        f"    ({' '.join(_written(row.get(name), number) for name in names)})"
        for number, row in rows
    ]
    return "\n".join([f"VALUES ({' '.join(f'?{name}' for name in names)}) {{", *lines, "  }"])


def _written(term: Term | None, answer: int) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.BlankNode):
        return str(ox.NamedNode(f"{_NAMELESS}{answer}-{term.value}"))
    return str(term)
