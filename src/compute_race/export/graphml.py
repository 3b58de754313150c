"""GraphML, which Gephi, yEd, Cytoscape and igraph read."""

from __future__ import annotations

import io

import networkx as nx

from compute_race.dataset.store import Store
from compute_race.export.entities_view import entities_graph


def graphml(store: Store) -> bytes:
    """Write the graph of entities as GraphML, equal byte for byte for equal stores.

    Every attribute is a text and present on every node or edge. An edge's id
    is its key, ``from|relation|to``, so unique in the file.
    """
    out = io.BytesIO()
    nx.write_graphml_xml(entities_graph(store), out, prettyprint=True)
    return out.getvalue() + b"\n"
