"""What a store says of things that can be nodes, as plain indexes for a projection.

Read with few queries over the whole store: an export looks at everything anyway.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from compute_race.answering.lookup import Node, nodes_where, slug
from compute_race.answering.relations import OF_STATEMENTS, basis_of, mirrors, text_of
from compute_race.basics.namespaces import DATA, ENT, RACE, RDF, RDFS, SKOS, SRC, shorten
from compute_race.dataset.store import Store, select

#: Relations that say again what a column or a shorter way says.
_SAID_ELSEWHERE: Final = OF_STATEMENTS | {RACE + "announcedByGroup"}
_OF_NODES: Final = " || ".join(f'STRSTARTS(STR(?s), "{space}")' for space in (ENT, DATA))
#: What is read of things that can be nodes, of documents and of claims.
_OF_THINGS: Final = (
    *(RDF + "type", RDFS + "label", SKOS + "exactMatch", "group", "inBloc", "latitude"),
    *("announcedBy", "forInitiative"),
    *("longitude", "announcedEarliest", "knownFrom", "releasedOn", "operationalOn", "foundedOn"),
)
_DOCUMENTS: Final = frozenset({"Document", "Article", "PressRelease", "Filing", "Dataset"})
_OF_DOCUMENTS: Final = (RDF + "type", "title", "knownFrom", "publisher", "cites")
_OF_CLAIMS: Final = (
    *(RDF + "type", "about", "inDocument", "measure", "modality", "lower", "upper", "unit"),
    *("approximate", "periodEarliest", "periodLatest", "firstFiledOn", "locator"),
)
_OF_TARGETS: Final = _OF_NODES.replace("?s", "?o")


@dataclass(frozen=True)
class Edge:
    """A relation between two things (IRIs), on what it rests, and the documents that state it."""

    source: str
    relation: str
    target: str
    basis: str
    documents: tuple[str, ...]


def name_of(iri: str) -> str:
    """Give the id of a node: the slug of an entity, else the IRI with its prefix."""
    return iri.removeprefix(ENT) if iri.startswith(ENT) else shorten(iri)


def gather(store: Store, properties: Iterable[str], *spaces: str) -> dict[str, Node]:
    """Give what is said with some properties of all things of some namespaces, by IRI, sorted.

    Properties are the ontology's by their local names, others by IRI. One plain query for
    each: a join over all things takes many times longer.
    """
    found: dict[str, Node] = {}
    for name in properties:
        iri = name if "://" in name else RACE + name
        for subject, value in select(store, f"SELECT ?s ?o {{ ?s <{iri}> ?o }}").rows:
            if isinstance(subject, ox.NamedNode) and value and subject.value.startswith(spaces):
                found.setdefault(subject.value, Node(subject.value)).add(iri, value)
    return dict(sorted(found.items()))


def read_things(store: Store) -> dict[str, Node]:
    """Give what an export says of entities, of the register and of data sets, by IRI."""
    found = gather(store, _OF_THINGS, ENT, DATA)
    return {iri: node for iri, node in found.items() if node.types}


def read_documents(store: Store) -> dict[str, Node]:
    """Give what an export says of documents, by IRI."""
    found = gather(store, _OF_DOCUMENTS, SRC)
    return {iri: node for iri, node in found.items() if node.types & _DOCUMENTS}


def read_claims(store: Store, measure: str | None) -> dict[str, Node]:
    """Give what an export says of claims, of all measures or of one (its IRI), by IRI."""
    found = gather(store, _OF_CLAIMS, SRC)
    return {
        iri: node
        for iri, node in found.items()
        if "Claim" in node.types and (measure is None or node.link("measure") == measure)
    }


def read_reports(store: Store, measure: str | None) -> dict[str, set[str]]:
    """Give the documents (IRIs) that print a figure of each thing (IRI)."""
    limit = f" ; race:measure {ox.NamedNode(measure)}" if measure is not None else ""
    rows = select(
        store, f"SELECT ?about ?in {{ ?c race:about ?about ; race:inDocument ?in{limit} }}"
    ).rows
    found: dict[str, set[str]] = defaultdict(set)
    for about, document in rows:
        found[text_of(about)].add(text_of(document))
    return found


def read_edges(store: Store) -> list[Edge]:
    """Give each relation between two entities once, sorted.

    One that follows only because it is another one seen from its other end is left out.
    """
    rows = select(
        store,
        f"SELECT ?s ?p ?o ?g {{ GRAPH ?g {{ ?s ?p ?o FILTER(isIRI(?o)) }}"
        f" FILTER(({_OF_NODES}) && ({_OF_TARGETS})) }}",
    ).rows
    graphs: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rows:
        subject, predicate, target, graph = map(text_of, row)
        if predicate.startswith(RACE) and predicate not in _SAID_ELSEWHERE:
            graphs[subject, predicate, target].add(graph)
    mirror = mirrors(store)
    asserted = {edge[1] for edge, held in graphs.items() if basis_of(held) != "inferred"}
    return [
        Edge(
            subject,
            predicate.removeprefix(RACE),
            target,
            basis_of(held),
            tuple(sorted(graph for graph in held if graph.startswith(SRC))),
        )
        for (subject, predicate, target), held in sorted(graphs.items())
        if not _is_echo((subject, predicate, target), mirror.get(predicate), graphs, asserted)
    ]


def _is_echo(
    edge: tuple[str, str, str],
    back: str | None,
    graphs: Mapping[tuple[str, str, str], set[str]],
    asserted: Container[str],
) -> bool:
    subject, predicate, target = edge
    held = graphs.get((target, back, subject)) if back is not None else None
    if held is None or basis_of(graphs[edge]) != "inferred" or subject == target:
        return False
    # Of two that both only follow, the one with the property that people write is enough.
    mine, its = (
        (predicate not in asserted, predicate, subject),
        (back not in asserted, back, target),
    )
    return basis_of(held) != "inferred" or its < mine


def days_of(documents: Mapping[str, Node], names: Iterable[str]) -> list[dt.date]:
    """Give the days from which some documents are known, sorted; nothing for undated ones."""
    days = (documents[name].day("knownFrom") for name in names if name in documents)
    return sorted(day for day in days if day is not None)


def words(store: Store, relations: Iterable[str], lang: str) -> dict[str, str]:
    """Give the label of each relation (local name) in a language."""
    known = nodes_where(store, "{ ?s a owl:ObjectProperty } UNION { ?s a owl:DatatypeProperty }")
    found = {slug(iri): node.label(lang) for iri, node in known.items()}
    return {relation: found.get(relation, relation) for relation in relations}


def wikidata_of(node: Node, match: str) -> str | None:
    """Give the item of Wikidata that is judged to be the same; ``match`` is the property's IRI."""
    items = sorted(_items(node, match))
    return items[0] if items else None


def _items(node: Node, match: str) -> Iterator[str]:
    for term in node.values(match):
        if isinstance(term, ox.NamedNode) and "wikidata.org/entity/" in term.value:
            yield term.value.rpartition("/")[2]
