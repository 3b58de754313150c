"""The stored questions as a SHACL catalogue, for editors that offer stored queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from compute_race.answering.questions import Question
from compute_race.basics.namespaces import PREFIXES, RDF, RDFS, SH

#: The questions' own names: ``https://w3id.org/compute-race/query/<name>``.
QUESTION: Final = "https://w3id.org/compute-race/query/"

_KEYWORDS: Final = "https://schema.org/keywords"


def catalogue(questions: Iterable[Question]) -> list[ox.Triple]:
    """Describe the questions as ``sh:SPARQLExecutable``."""
    found: dict[ox.Triple, None] = {}
    for question in sorted(questions, key=lambda item: item.name):
        subject = ox.NamedNode(QUESTION + question.name)
        pairs: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            (RDF + "type", ox.NamedNode(SH + "SPARQLExecutable")),
            (RDF + "type", ox.NamedNode(SH + "SPARQLSelectExecutable")),
            (RDFS + "label", ox.Literal(question.name)),
            (RDFS + "comment", ox.Literal(question.summary, language="en")),
            (SH + "select", ox.Literal(question.text)),
            *((_KEYWORDS, ox.Literal(tag)) for tag in question.tags),
        ]
        if question.summary_fr:
            pairs.append((RDFS + "comment", ox.Literal(question.summary_fr, language="fr")))
        for predicate, value in pairs:
            found[ox.Triple(subject, ox.NamedNode(predicate), value)] = None
    return list(found)


def catalogue_turtle(questions: Iterable[Question]) -> str:
    """Give the catalogue as Turtle."""
    used = {prefix: PREFIXES[prefix] for prefix in ("rdf", "rdfs", "sh")}
    data = ox.serialize(catalogue(questions), format=ox.RdfFormat.TURTLE, prefixes=used)
    return (data or b"").decode()
