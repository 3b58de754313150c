"""Statements written as quads, tens of thousands of them: plain values become terms here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pyoxigraph as ox

from compute_race.basics.namespaces import PROV, RACE, RDF, XSD

Value = str | bool | int | Decimal | dt.date | ox.NamedNode


def node(
    graph: str,
    iri: str,
    kind: str | None = None,
    sources: tuple[str, ...] = (),
    **values: Value | None,
) -> Iterator[ox.Quad]:
    """Write one thing: its class, its sources, and its properties that have a value."""
    subject, place = ox.NamedNode(iri), named(graph)
    if kind is not None:
        yield ox.Quad(subject, named(RDF + "type"), named(RACE + kind), place)
    for name, value in values.items():
        if value is not None:
            yield ox.Quad(subject, named(RACE + name), _term(value), place)
    for source in sources:
        yield ox.Quad(subject, named(PROV + "wasDerivedFrom"), ox.NamedNode(source), place)


def quad(graph: str, subject: str, name: str, value: Value) -> ox.Quad:
    """Write one statement; ``name`` is the local name of a property of the ontology."""
    return ox.Quad(ox.NamedNode(subject), named(RACE + name), _term(value), named(graph))


@cache
def named(iri: str) -> ox.NamedNode:
    """Give the node of a name of the vocabulary or of a graph: tens of thousands share a few."""
    return ox.NamedNode(iri)


def _term(value: Value) -> ox.NamedNode | ox.Literal:
    if isinstance(value, ox.NamedNode):
        return value
    if isinstance(value, bool):
        return ox.Literal("true" if value else "false", datatype=named(XSD + "boolean"))
    if isinstance(value, int):
        return ox.Literal(str(value), datatype=named(XSD + "integer"))
    if isinstance(value, Decimal):
        return ox.Literal(f"{value:f}", datatype=named(XSD + "decimal"))
    if isinstance(value, dt.date):
        return ox.Literal(value.isoformat(), datatype=named(XSD + "date"))
    return ox.Literal(value)
