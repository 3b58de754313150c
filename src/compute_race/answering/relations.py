"""How things are related, who says so, and what only follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from compute_race.answering.lookup import nodes, slug
from compute_race.basics.namespaces import ENT, GRAPH, RACE, SRC, shorten
from compute_race.dataset.store import Store, Term, select

#: Statements with one end fixed: by property and other end, the graphs that hold them.
Statements = Mapping[tuple[str, Term], set[str]]

#: Properties of statements and derived rows: what they say is shown as a fact, not a relation.
OF_STATEMENTS: Final = frozenset(
    RACE + name
    for names in (
        ("about", "attributedTo", "saidOf", "greaterThan", "lessThan", "comparedMeasure"),
        ("inDocument", "measure", "unit", "modality", "stated", "includesFigure"),
        ("judgedBy", "basedOn", "comparableOf", "ofClaim", "preferredClaim", "valueClaim"),
        ("periodClaim", "agreeingDocument", "withinDocument", "group"),
    )
    for name in names
)


@dataclass(frozen=True)
class Relation:
    """A statement that relates the thing to another.

    ``outgoing`` tells whether the thing is its subject. ``basis`` is
    ``stated`` (by ``documents``), ``declared``, ``judged`` or ``inferred``.
    """

    relation: str
    outgoing: bool
    other: str
    label: str
    basis: str
    documents: tuple[str, ...]


def basis_of(graphs: Iterable[str]) -> str:
    """Tell on what a statement rests, by the graphs that hold it: the strongest ground wins."""
    held = list(graphs)
    if any(iri.startswith(SRC) for iri in held):
        return "stated"
    if any(iri.startswith(GRAPH + "entities/") for iri in held):
        return "declared"
    return "judged" if any(iri.startswith(GRAPH + "judgements/") for iri in held) else "inferred"


def statements(store: Store, iri: str, *, outgoing: bool) -> Statements:
    """Read all that a store says with a thing as subject (``outgoing``) or as object."""
    term = ox.NamedNode(iri)
    pattern = f"{term} ?p ?other" if outgoing else f"?other ?p {term}"
    found: dict[tuple[str, Term], set[str]] = defaultdict(set)
    rows = select(store, f"SELECT ?p ?other ?g {{ GRAPH ?g {{ {pattern} }} }}").rows
    for property_, other, graph in sorted(rows, key=str):
        if other is not None:
            found[text_of(property_), other].add(text_of(graph))
    return found


def text_of(term: Term | None) -> str:
    """Give the IRI of a node, the lexical form of a literal."""
    return str(getattr(term, "value", term))


def relations(
    store: Store, outgoing: Statements, incoming: Statements, lang: str
) -> list[Relation]:
    """Give the relations of a thing, its own first; what its claims say is none of them.

    What follows only because a relation that is given has an inverse, or is
    symmetric, is left out: it would say the same twice.
    """
    mirror = mirrors(store)
    wanted = [
        (slug(property_), is_out, other.value, graphs)
        for is_out, found in ((True, outgoing), (False, incoming))
        for (property_, other), graphs in found.items()
        if isinstance(other, ox.NamedNode)
        and property_.startswith(RACE)
        and property_ not in OF_STATEMENTS
        and other.value.startswith((ENT, SRC))
        and "#" not in other.value
        and not _is_echo(property_, other, is_out, graphs, (outgoing, incoming), mirror)
    ]
    names = nodes(store, [other for _, _, other, _ in wanted])
    return sorted(
        (
            Relation(
                relation,
                is_out,
                shorten(other),
                names[other].label(lang),
                basis_of(graphs),
                tuple(sorted(shorten(g) for g in graphs if g.startswith(SRC))),
            )
            for relation, is_out, other, graphs in wanted
        ),
        key=lambda row: (not row.outgoing, row.relation, row.other),
    )


def mirrors(store: Store) -> dict[str, str]:
    """Give the inverse of each property that has one; a symmetric one is its own."""
    text = """SELECT ?p ?q { { ?p owl:inverseOf ?q } UNION { ?q owl:inverseOf ?p }
        UNION { ?p a owl:SymmetricProperty BIND(?p AS ?q) } }"""
    return {text_of(p): text_of(q) for p, q in sorted(select(store, text).rows, key=str)}


def _is_echo(
    property_: str,
    other: Term,
    is_out: bool,
    graphs: set[str],
    both: tuple[Statements, Statements],
    mirror: Mapping[str, str],
) -> bool:
    back = both[1 if is_out else 0].get((mirror.get(property_, ""), other))
    if back is None or basis_of(graphs) != "inferred":
        return False
    return basis_of(back) != "inferred" or not is_out


def stated_in(store: Store, document: ox.NamedNode, lang: str) -> list[Relation]:
    """Give the relations a document states between other things, as ``subject relation``."""
    text = f"SELECT ?s ?p ?o {{ GRAPH {document} {{ ?s ?p ?o FILTER(isIRI(?o)) }} }}"
    rows = sorted(tuple(map(text_of, row)) for row in select(store, text).rows)
    wanted = [row for row in rows if row[0].startswith(ENT) and row[1].startswith(RACE)]
    names = nodes(store, [o for _, _, o in wanted])
    return [
        Relation(f"{slug(s)} {slug(p)}", True, shorten(o), names[o].label(lang), "stated", ())
        for s, p, o in wanted
    ]
