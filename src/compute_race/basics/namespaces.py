"""Every namespace of the project, once.

The prefixes here are the only ones the hand-kept Turtle files may use (beside
a document's own ``:``), and the ones every answer is written with.
"""

from __future__ import annotations

from typing import Final

RACE: Final = "https://w3id.org/compute-race/ontology#"
ENT: Final = "https://w3id.org/compute-race/id/"
SRC: Final = "https://w3id.org/compute-race/source/"
#: Things that outside data sets name and the hand-kept register does not have.
DATA: Final = "https://w3id.org/compute-race/dataset/"
GRAPH: Final = "https://w3id.org/compute-race/graph/"
SHAPE: Final = "https://w3id.org/compute-race/shapes#"
UNIT: Final = "http://qudt.org/vocab/unit/"

OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
WD: Final = "http://www.wikidata.org/entity/"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

#: Prefixes of the hand-kept files, in the order the canonical form writes them.
PREFIXES: Final[dict[str, str]] = {
    "data": DATA,
    "ent": ENT,
    "graph": GRAPH,
    "owl": OWL,
    "prov": PROV,
    "race": RACE,
    "rdf": RDF,
    "rdfs": RDFS,
    "sh": SH,
    "shape": SHAPE,
    "skos": SKOS,
    "src": SRC,
    "unit": UNIT,
    "wd": WD,
    "xsd": XSD,
}


def shorten(iri: str) -> str:
    """Write an IRI as ``prefix:local`` where a known prefix fits, else unchanged."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str:
    """Turn ``prefix:local`` into an IRI; a name without a known prefix is returned unchanged."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        return PREFIXES[prefix] + local
    return name
