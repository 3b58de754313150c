"""The whole store as an ``rdflib.Dataset`` in memory."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox
import rdflib

from compute_race.dataset.store import Store, Term, select

_ALL: Final = "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }"


def rdflib_dataset(store: Store) -> rdflib.Dataset:
    """Copy a store: its named graphs, the union as default graph, literals as they are written."""
    dataset = rdflib.Dataset(default_union=True)
    for s, p, o, g in select(store, _ALL).rows:
        dataset.addN([(_node(s), _node(p), _node(o), dataset.graph(_graph(g)))])
    return dataset


def _node(term: Term | None) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    if isinstance(term, ox.Literal):
        if term.language is not None:
            return rdflib.Literal(term.value, lang=term.language)
        # rdflib would rewrite the lexical form of what it understands.
        return rdflib.Literal(
            term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False
        )
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    raise TypeError(f"rdflib has no triple terms: {term}")


def _graph(term: Term | None) -> rdflib.URIRef:
    return rdflib.URIRef(getattr(term, "value", ""))
