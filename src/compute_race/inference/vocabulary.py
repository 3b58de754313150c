"""Which parts of the RDF, RDFS and OWL vocabularies an ontology here may use.

Every predicate and class of these vocabularies is handled, ignored by name, or
refused with the reason: an axiom that is silently skipped would be a silent
hole in what is inferred. Source: OWL 2 RL profile,
https://www.w3.org/TR/owl2-profiles/#OWL_2_RL
"""

from __future__ import annotations

from typing import Final

from compute_race.basics.namespaces import OWL, RDF, RDFS, XSD

BUILT_IN: Final = (OWL, RDF, RDFS, XSD)
THING: Final = OWL + "Thing"

#: Predicates that only describe terms; nothing follows from them.
IGNORED_PREDICATES: Final = frozenset(
    [RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy", "member")]
    + [RDF + name for name in ("subject", "predicate", "object", "value")]
    + [OWL + name for name in ("versionInfo", "versionIRI", "priorVersion", "deprecated")]
    + [OWL + name for name in ("backwardCompatibleWith", "incompatibleWith")]
)

#: Classes that declare a term of the ontology's vocabulary.
DECLARATIONS: Final = frozenset(
    [OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")]
    + [OWL + "Ontology", RDFS + "Class", RDFS + "Datatype", RDF + "Property"]
)

#: Classes of nodes that are read where another axiom refers to them.
STRUCTURES: Final = frozenset([OWL + "Restriction", RDF + "List"])

#: Classes that say nothing beyond what the triple's subject already is.
IGNORED_CLASSES: Final = frozenset([OWL + "NamedIndividual", OWL + "Thing", RDF + "Statement"])

#: Predicates and classes that are refused, with the reason.
REFUSED: Final = {
    OWL + "FunctionalProperty": "functional property not allowed: it glues entities together",
    OWL + "InverseFunctionalProperty": (
        "inverse functional property not allowed: it glues entities together"
    ),
    OWL + "hasKey": "a key is not allowed: it glues entities together",
    OWL + "maxCardinality": "a maximum cardinality is not allowed: it glues entities together",
    OWL + "maxQualifiedCardinality": (
        "a maximum cardinality is not allowed: it glues entities together"
    ),
    OWL + "sameAs": "owl:sameAs is not allowed: it glues entities together",
    OWL + "imports": "owl:imports is not allowed: the axioms of another file would not be read",
    OWL + "ReflexiveProperty": "a reflexive property is outside OWL 2 RL",
}

#: What to do instead, for the refused terms that have one answer.
ADVICE: Final = {
    OWL + "FunctionalProperty": "remove the axiom and write sh:maxCount 1 in the shapes",
    OWL + "InverseFunctionalProperty": "remove the axiom and write a check in queries/checks",
    OWL + "hasKey": "remove the axiom and write a check in queries/checks",
    OWL + "maxCardinality": "write sh:maxCount in the shapes",
    OWL + "maxQualifiedCardinality": "write sh:qualifiedMaxCount in the shapes",
    OWL + "sameAs": "merge the two entities, or write skos:exactMatch",
    OWL + "imports": "copy the axioms that are needed into the ontology",
    OWL + "ReflexiveProperty": "remove the axiom",
}


def is_built_in(iri: str) -> bool:
    """Tell whether an IRI belongs to OWL, RDF, RDFS or XML Schema."""
    return iri.startswith(BUILT_IN)


def is_datatype(iri: str) -> bool:
    """Tell whether an IRI names a built-in datatype rather than a class."""
    literals = (RDFS + "Literal", RDF + "langString", RDF + "PlainLiteral", RDF + "HTML")
    return iri.startswith(XSD) or iri in literals
