"""The graph of entities: who is related to whom, as a ``networkx.MultiDiGraph``.

Organisations, initiatives, announcements, places, models and markets are the
nodes; every relation between two of them is one edge, whoever states it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

import networkx as nx
import pyoxigraph as ox

from compute_race.answering.relations import basis_of, text_of
from compute_race.basics.namespaces import ENT, RACE, RDF, RDFS, SRC
from compute_race.dataset.store import Store, select

_NODES: Final = """
SELECT ?entity ?property ?value ?graph {{
  GRAPH ?graph {{ ?entity ?property ?value }}
  VALUES ?property {{ <{type}> <{label}> }}
  FILTER(STRSTARTS(STR(?entity), "{ent}"))
}}
"""
_EDGES: Final = """
SELECT ?from ?property ?to ?graph {{
  GRAPH ?graph {{ ?from ?property ?to }}
  FILTER(STRSTARTS(STR(?from), "{ent}") && STRSTARTS(STR(?to), "{ent}")
    && STRSTARTS(STR(?property), "{race}"))
}}
"""
#: Classes that say less than another that the same entity has.
_BROAD: Final = frozenset({"Organization", "Place", "Facility"})


def entities_graph(store: Store) -> nx.MultiDiGraph[str]:
    """Make the graph, the same each time.

    A node is named by its slug and has ``iri``, ``label``, ``label_fr`` and
    ``kinds`` (class names, joined by ``|``). An edge's key is
    ``from|relation|to``; it has ``relation``, ``documents`` (slugs of those
    that state it, joined by ``|``) and ``basis``: ``stated`` by a document,
    ``declared`` by a hand-kept entity file, ``judged`` by the editors, or
    ``inferred`` where it only follows.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="compute-race entities")
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    kinds: dict[str, set[str]] = defaultdict(set)
    text = _NODES.format(type=RDF + "type", label=RDFS + "label", ent=ENT)
    for entity, kind, value, _ in select(store, text).rows:
        name = text_of(entity).removeprefix(ENT)
        if isinstance(value, ox.Literal):
            known = labels[name].setdefault(value.language or "", value.value)
            labels[name][value.language or ""] = min(known, value.value)
        elif text_of(kind) == RDF + "type" and text_of(value).startswith(RACE):
            kinds[name].add(text_of(value).removeprefix(RACE))
    edges: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for from_, relation, to, source in select(store, _EDGES.format(ent=ENT, race=RACE)).rows:
        ends = (text_of(from_).removeprefix(ENT), text_of(to).removeprefix(ENT))
        edges[(*ends, text_of(relation).removeprefix(RACE))].add(text_of(source))
    for name in sorted({*kinds, *labels, *(end for edge in edges for end in edge[:2])}):
        graph.add_node(name, **_node(name, labels[name], kinds[name]))
    for (from_name, to_name, relation_name), sources in sorted(edges.items()):
        key = f"{from_name}|{relation_name}|{to_name}"
        graph.add_edge(from_name, to_name, key=key, **_edge(relation_name, sources))
    return graph


def _node(name: str, labels: dict[str, str], kinds: set[str]) -> dict[str, Any]:
    label = labels.get("en") or next((labels[key] for key in sorted(labels)), name)
    telling = kinds - _BROAD or kinds
    return {
        "iri": ENT + name,
        "label": label,
        "label_fr": labels.get("fr", label),
        "kinds": "|".join(sorted(telling)),
    }


def _edge(relation: str, sources: set[str]) -> dict[str, Any]:
    documents = sorted(iri.removeprefix(SRC) for iri in sources if iri.startswith(SRC))
    return {"relation": relation, "documents": "|".join(documents), "basis": basis_of(sources)}
