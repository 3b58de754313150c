"""From a store to a projection: the only place where exports read the graph.

Nothing is in it that became known only after the day asked for. What nobody dates stays:
it has no first date by which to judge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from compute_race.answering.lookup import Node
from compute_race.answering.options import PLAN, CompareOptions
from compute_race.answering.rows import Row
from compute_race.answering.wording import amount
from compute_race.dataset.store import Store
from compute_race.export.figures import read_comparables, read_figures, read_preferred
from compute_race.export.projection import (
    CLAIM_COLUMNS,
    EDGE_COLUMNS,
    NODE_COLUMNS,
    Column,
    Projection,
    Sheet,
    View,
)
from compute_race.export.rows import claim_row, document_row, edge_row, kind_of, thing_row
from compute_race.export.statements import (
    Edge,
    name_of,
    read_claims,
    read_documents,
    read_edges,
    read_reports,
    read_things,
    words,
)

_CLAIM_RELATIONS: Final = ("about", "inDocument")
_DOCUMENT_RELATIONS: Final = ("publisher", "cites")


@dataclass(frozen=True)
class Asked:
    """What is to be exported.

    ``measure`` limits the claims where it is given. ``with_claims``: the table of claims is
    wanted, which takes longer to read than all the rest.
    """

    as_of: dt.date
    view: View = "entities"
    measure: str | None = None
    currency: str = "EUR"
    lang: str = "en"
    with_claims: bool = True


def project(store: Store, asked: Asked) -> Projection:
    """Read the projection of a store; ``UsageError`` for an unknown measure or currency."""
    measure = asked.measure or PLAN
    wanted = CompareOptions(asked.as_of, measure, currency=asked.currency).measure_iri
    figures = read_figures(store, asked.as_of, measure, asked.currency, asked.lang)
    documents = _known(read_documents(store), asked.as_of)
    things = _known(read_things(store), asked.as_of)
    limit = wanted if asked.measure else None
    every = read_claims(store, limit) if asked.with_claims or asked.view == "claims" else {}
    claims = {iri: node for iri, node in every.items() if node.link("inDocument") in documents}
    reports = {
        about: found
        for about, printed in read_reports(store, limit).items()
        if (found := printed & documents.keys())
    }
    edges = [edge for edge in read_edges(store) if _holds(edge, things, documents)]
    if asked.view == "entities":
        things = _without_lone_publishers(things, edges, reports)
    else:
        edges += _edges_of_claims(claims, documents, things)
    return Projection(
        asked.view,
        asked.as_of,
        asked.lang,
        measure,
        asked.currency,
        _sheet(NODE_COLUMNS, _nodes(things, claims, documents, figures, reports, asked)),
        _sheet(EDGE_COLUMNS, _edges(store, edges, figures, documents, asked.lang)),
        _sheet(CLAIM_COLUMNS, _claims(store, claims, documents, asked.currency)),
    )


def _known(nodes: Mapping[str, Node], as_of: dt.date) -> dict[str, Node]:
    """Leave out what became known, or was announced, only later."""
    return {
        iri: node
        for iri, node in nodes.items()
        if (day := node.day("knownFrom")) is None or day <= as_of
    }


def _holds(edge: Edge, things: Mapping[str, Node], documents: Mapping[str, Node]) -> bool:
    """Tell whether both ends are known, and one of the documents where only they say so."""
    is_known = edge.basis != "stated" or any(one in documents for one in edge.documents)
    return is_known and edge.source in things and edge.target in things


def _without_lone_publishers(
    things: Mapping[str, Node], edges: Iterable[Edge], reported: Iterable[str]
) -> dict[str, Node]:
    """Leave out media of which nothing is said but that they published something."""
    related = {end for edge in edges for end in (edge.source, edge.target)}
    related.update(reported)
    return {
        iri: node for iri, node in things.items() if iri in related or kind_of(node) != "publisher"
    }


def _edges_of_claims(
    claims: Mapping[str, Node], documents: Mapping[str, Node], things: Mapping[str, Node]
) -> list[Edge]:
    known = things.keys() | documents.keys()
    relations = [
        (iri, relation, target, (node.link("inDocument") or "",))
        for iri, node in claims.items()
        for relation in _CLAIM_RELATIONS
        for target in node.links(relation)
    ]
    relations += [
        (iri, relation, target, (iri,))
        for iri, node in documents.items()
        for relation in _DOCUMENT_RELATIONS
        for target in node.links(relation)
    ]
    return [
        Edge(source, relation, target, "stated", said)
        for source, relation, target, said in relations
        if target in known
    ]


def _nodes(
    things: Mapping[str, Node],
    claims: Mapping[str, Node],
    documents: Mapping[str, Node],
    figures: Mapping[str, Row],
    reports: Mapping[str, set[str]],
    asked: Asked,
) -> list[dict[str, Any]]:
    rows = [
        thing_row(iri, node, figures.get(iri), reports.get(iri, ()), things, asked.lang)
        for iri, node in things.items()
    ]
    if asked.view == "claims":
        rows += [document_row(iri, node, asked.lang) for iri, node in documents.items()]
        rows += [
            _claim_node(iri, node, documents, things, asked.lang) for iri, node in claims.items()
        ]
    return rows


def _claim_node(
    iri: str, node: Node, documents: Mapping[str, Node], things: Mapping[str, Node], lang: str
) -> dict[str, Any]:
    document = node.link("inDocument") or ""
    row = claim_row(iri, node, documents.get(document), (None, None), "", preferred=False)
    about = things.get(node.link("about") or "")
    figure = amount(node.number("lower"), node.number("upper"), row["stated_unit"] or "", lang)
    name = about.label(lang) if about is not None else row["about"]
    return {
        "id": row["id"],
        "iri": iri,
        "label": f"{name}: {figure}",
        "kind": "claim",
        "classes": "Claim",
        "first_date": row["known_from"],
        "last_date": row["last_date"],
        "documents": name_of(document),
        "document_count": 1,
    }


def _edges(
    store: Store,
    edges: Iterable[Edge],
    figures: Mapping[str, Row],
    documents: Mapping[str, Node],
    lang: str,
) -> list[dict[str, Any]]:
    found = list(edges)
    labels = words(store, {edge.relation for edge in found}, lang)
    return [
        edge_row(
            edge,
            labels[edge.relation],
            figures.get(edge.source) if edge.relation == "announcedBy" else None,
            documents,
        )
        for edge in found
    ]


def _claims(
    store: Store, claims: Mapping[str, Node], documents: Mapping[str, Node], currency: str
) -> list[dict[str, Any]]:
    comparable, preferred = read_comparables(store, currency), read_preferred(store)
    return [
        claim_row(
            iri,
            node,
            documents.get(node.link("inDocument") or ""),
            comparable.get(iri, (None, None)),
            currency,
            preferred=iri in preferred,
        )
        for iri, node in claims.items()
    ]


def _sheet(columns: tuple[Column, ...], rows: Iterable[Mapping[str, Any]]) -> Sheet:
    made = {row["id"]: tuple(row.get(column.name) for column in columns) for row in rows}
    return Sheet(columns, [made[name] for name in sorted(made)])
