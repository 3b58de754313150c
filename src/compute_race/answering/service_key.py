"""The header key ``#+ service VARIABLE: ADDRESS``, and whether the query keeps what it says.

Such a question asks one endpoint beside the graph. Its SERVICE clause holds a block
``VALUES ?VARIABLE { a few items }``, so that the file runs as it stands; whoever runs it for the
graph puts all items there that the graph links to what is asked for, which is what the group
says before the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from compute_race.answering.binding import Node, masked, terms_in
from compute_race.answering.services import Clause, clauses_of

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_ADDRESS: Final = re.compile(r"https?://[^<>\"{}|^`\\\s]+")
_DECLARATION: Final = re.compile(r"\b(?:PREFIX\s+[\w.-]*:|BASE)\s*<[^<>]*>", re.IGNORECASE)
_RULE: Final = "question-service"

#: A line from 1, a rule, a message and an advice.
Fault = tuple[int, str, str, str]


@dataclass(frozen=True)
class Service:
    """The endpoint that a question asks, and the variable whose items it is asked about."""

    variable: str
    address: str


def read_service(name: str, value: str) -> Service | None:
    """Read the two halves of the key; ``None`` where one of them is none."""
    if _NAME.fullmatch(name) and _ADDRESS.fullmatch(value):
        return Service(name, value)
    return None


def faults_of(text: str, declared: tuple[int, Service] | None) -> Iterator[Fault]:
    """Tell what a query does otherwise than its key says; ``declared`` has the key's line."""
    clauses = clauses_of(text)
    if declared is None:
        for clause in clauses:
            advice = f"write #+ service VARIABLE: {clause.address or 'ADDRESS'}"
            yield clause.line, _RULE, "SERVICE, and no header line says so", advice
        return
    line, service = declared
    if not clauses:
        advice = f"write SERVICE <{service.address}> {{ ... }}, or delete the line"
        yield line, _RULE, "the query has no SERVICE", advice
        return
    for clause in clauses[1:]:
        yield clause.line, _RULE, "a second SERVICE", "a question asks one endpoint, once"
    yield from _of_clause(text, clauses[0], line, service)


def linked_items(text: str, clause: Clause, variable: str) -> str:
    """Give the query for the items of which a clause is asked: what its group says before it."""
    return f"{prologue(text)}SELECT DISTINCT ?{variable} WHERE {{ {clause.before(text)}\n}}"


def prologue(text: str) -> str:
    """Give the declarations that a query begins with, a line each."""
    plain = masked(text)
    # The keyword of one in a comment is blank there.
    found = [m[0] for m in _DECLARATION.finditer(text) if plain[m.start()] == text[m.start()]]
    return "".join(f"{declaration}\n" for declaration in found)


def _of_clause(text: str, clause: Clause, line: int, service: Service) -> Iterator[Fault]:
    if clause.address != service.address:
        advice = f"write SERVICE <{service.address}>, or correct the header"
        asked = f"asks {clause.address}" if clause.address else "names no address"
        yield clause.line, _RULE, f"SERVICE {asked}, not that of the header", advice
    if clause.silent:
        advice = "delete SILENT: it would give a failing endpoint's silence as an answer"
        yield clause.line, _RULE, "SERVICE is SILENT", advice
    blocks = clause.blocks(text, service.variable)
    if len(blocks) != 1:
        message = f"the SERVICE has {len(blocks)} VALUES blocks over ?{service.variable}"
        advice = f"write VALUES ?{service.variable} {{ wd:Q2283 }} in it exactly once"
        yield line, _RULE, message, advice
    for block in blocks:
        stands: list[Node | None] | None = terms_in(text, block)
        if stands is not None and not (stands and all(isinstance(t, ox.NamedNode) for t in stands)):
            advice = "name a few items there, so that the file runs as it stands"
            yield block.line, _RULE, f"the VALUES block of {service.variable} has no item", advice
    if not re.search(rf"[?$]{service.variable}\b", clause.before(text)):
        message = f"nothing before the SERVICE says which ?{service.variable} is meant"
        yield clause.line, _RULE, message, f"write ... skos:exactMatch ?{service.variable} . there"
