"""All that a store says of one thing: an entity, a document or a claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from compute_race.answering.evidence import Evidence, Library, gather
from compute_race.answering.lookup import (
    Node,
    entity_slugs,
    nodes,
    nodes_where,
    said_slugs,
    slug,
    unit_name,
)
from compute_race.answering.relations import (
    OF_STATEMENTS,
    Relation,
    Statements,
    basis_of,
    relations,
    stated_in,
    statements,
    text_of,
)
from compute_race.answering.wording import amount
from compute_race.basics.namespaces import ENT, RACE, RDF, RDFS, SKOS, SRC, UNIT, expand, shorten
from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.dataset.store import Store, Term, select

_ANNOUNCED: Final = frozenset({RACE + "announcedBy", RACE + "announcedByGroup"})
_ANNOUNCES: Final = frozenset({RACE + "announced"})


@dataclass(frozen=True)
class Fact:
    """A claim: the measure's label, the value as people write it, and its evidence."""

    measure: str
    value: str
    evidence: Evidence


@dataclass(frozen=True)
class Announced:
    """An announcement of the thing: its slug, label, first known day, and figure in force."""

    announcement: str
    label: str
    known_from: str | None
    figure: str | None


@dataclass(frozen=True)
class Source:
    """A document that says something of the thing."""

    document: str
    publisher: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True)
class Page:
    """What is known of one thing; ``kind`` is entity, document or claim.

    ``terms`` gives the label of each class, property and other term of the
    ontology that the page names, by its prefixed name.
    """

    iri: str
    kind: str
    label: str
    labels: dict[str, str]
    classes: tuple[str, ...]
    inferred_classes: tuple[str, ...]
    properties: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    relations: tuple[Relation, ...]
    announcements: tuple[Announced, ...]
    sources: tuple[Source, ...]
    terms: dict[str, str] = field(default_factory=dict)

    def term(self, name: str) -> str:
        """Give the label of a term by its prefixed name, or by its local one; else the name."""
        return self.terms.get(name) or self.terms.get(f"race:{name}") or name

    def as_dict(self) -> dict[str, Any]:
        """Give the page for JSON."""
        return {
            **asdict(self),
            "id": shorten(self.iri),
            "properties": _grouped(self.properties),
            "links": _grouped(self.links),
            "facts": [
                {"measure": f.measure, "value": f.value, **f.evidence.as_dict()} for f in self.facts
            ],
        }


def find_thing(store: Store, name: str) -> str:
    """Turn a slug, prefixed name or IRI into the IRI of something the store knows.

    ``UsageError`` names the nearest known ones where there is nothing.
    """
    iri = expand(name)
    for candidate in [iri] if "://" in iri else [ENT + name, SRC + name]:
        try:
            term = ox.NamedNode(candidate)
        except ValueError:
            raise UsageError(f'"{name}" cannot be a name', "use a slug: alibaba-group") from None
        if store.query(f"ASK {{ {term} ?p ?o }}") is True:
            return candidate
    otherwise = "race query lists them: SELECT ?s { ?s rdfs:label ?l }"
    names = [f"src:{slug}" for slug in said_slugs(store, iri)]
    if not iri.startswith(SRC):
        names += entity_slugs(store)
    advice = did_you_mean(shorten(iri), names, otherwise)
    raise UsageError(f'nothing is called "{name}"', advice)


def read_page(store: Store, iri: str, lang: str = "en") -> Page:
    """Read the page of a thing; labels are in ``lang`` where there is one."""
    term = ox.NamedNode(iri)
    outgoing = statements(store, iri, outgoing=True)
    incoming = statements(store, iri, outgoing=False)
    kind = "entity" if not iri.startswith(SRC) else "claim" if "#" in iri else "document"
    claims = _claims(store, term, kind)
    facts = _facts(store, claims, lang)
    related = relations(store, outgoing, incoming, lang)
    if kind == "document":
        related += stated_in(store, term, lang)
    documents = {fact.evidence.document for fact in facts}
    documents |= {expand(document) for row in related for document in row.documents}
    classes = {text_of(o): g for (p, o), g in outgoing.items() if p == RDF + "type"}
    inferred = {name for name, graphs in classes.items() if basis_of(graphs) == "inferred"}
    labels = {
        other.language or "": other.value
        for property_, other in outgoing
        if isinstance(other, ox.Literal) and property_ == RDFS + "label"
    }
    node = nodes(store, [iri])[iri]
    return Page(
        iri=iri,
        kind=kind,
        label=(node.text("title") if kind == "document" else None) or node.label(lang),
        labels=dict(sorted(labels.items())),
        classes=tuple(sorted(slug(c) for c in classes if c not in inferred)),
        inferred_classes=tuple(sorted(slug(c) for c in inferred)),
        properties=_properties(outgoing),
        links=tuple(
            sorted(
                (p.removeprefix(SKOS), text_of(o))
                for p, o in outgoing
                if p.startswith(SKOS) and p.endswith("Match")
            )
        ),
        facts=facts,
        relations=tuple(related),
        announcements=_announcements(store, outgoing, incoming, lang),
        sources=_sources(store, documents - {iri}, lang),
        terms=_terms(store, [*outgoing, *incoming], lang, related),
    )


def _claims(store: Store, term: ox.NamedNode, kind: str) -> list[str]:
    if kind == "claim":
        return [term.value]
    paths = {"entity": "race:about|race:saidOf", "document": "race:inDocument"}
    text = f"SELECT DISTINCT ?c {{ ?c {paths[kind]} {term} ; race:inDocument ?d }}"
    return sorted(text_of(claim) for (claim,) in select(store, text).rows)


def _facts(store: Store, claims: list[str], lang: str) -> tuple[Fact, ...]:
    evidence = gather(store, claims, Library(()), lang)
    raw = nodes(store, evidence)
    named = {item.measure for item in evidence.values()}
    named |= {iri for node in raw.values() for iri in _compared(node)}
    names = nodes(store, named)
    facts = []
    for iri, item in evidence.items():
        value = amount(item.low, item.high, item.unit, lang, approximate=item.approximate)
        if item.low is None and item.high is None:
            value = _comparison(raw[iri], names, lang)
        facts.append(Fact(names[item.measure].label(lang), value, item))
    return tuple(sorted(facts, key=lambda f: (f.evidence.measure, f.evidence.claim)))


def _compared(node: Node) -> tuple[str, ...]:
    links = ("greaterThan", "lessThan", "comparedMeasure")
    return tuple(iri for name in links for iri in node.links(name))


def _comparison(node: Node, names: Mapping[str, Node], lang: str) -> str:
    sign = ">" if node.links("greaterThan") else "<"
    parts = [names[iri].label(lang) for iri in _compared(node)]
    period = node.text("comparedPeriodText")
    return f"{sign} {', '.join([*parts, *([period] if period else [])])}"


def _announcements(
    store: Store, outgoing: Statements, incoming: Statements, lang: str
) -> tuple[Announced, ...]:
    found = {text_of(s) for p, s in incoming if p in _ANNOUNCED}
    found |= {text_of(o) for p, o in outgoing if p in _ANNOUNCES}
    if not found:
        return ()
    values = " ".join(str(ox.NamedNode(iri)) for iri in sorted(found))
    figures: dict[str, Node] = {}
    pattern = f"VALUES ?a {{ {values} }} ?s a race:PreferredValue ; race:about ?a ."
    for node in nodes_where(store, pattern).values():
        about = node.link("about") or ""
        if about not in figures or (node.text("validFrom") or "") >= (
            figures[about].text("validFrom") or ""
        ):
            figures[about] = node
    rows = [
        Announced(
            slug(iri), node.label(lang), node.text("knownFrom"), _figure(figures.get(iri), lang)
        )
        for iri, node in nodes(store, found).items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.known_from or "9", row.announcement)))


def _figure(node: Node | None, lang: str) -> str | None:
    if node is None:
        return None
    unit = unit_name(node.link("statedUnit") or "")
    about = node.text("approximate") == "true"
    low, high = node.number("statedLow"), node.number("statedHigh")
    return amount(low, high, unit, lang, approximate=about)


def _sources(store: Store, documents: set[str], lang: str) -> tuple[Source, ...]:
    found = nodes(store, documents)
    names = nodes(store, [iri for node in found.values() for iri in node.links("publisher")])
    return tuple(
        Source(
            shorten(iri),
            names[publisher].label(lang) if (publisher := node.link("publisher")) else None,
            node.text("publishedOn"),
            node.text("url"),
        )
        for iri, node in found.items()
    )


def _properties(outgoing: Statements) -> tuple[tuple[str, str], ...]:
    """Give the literals and the terms (kind of source, measure ...) that describe the thing."""
    rows = []
    for property_, value in outgoing:
        if property_ == SKOS + "altLabel":
            rows.append(("altLabel", text_of(value)))
        elif not property_.startswith(RACE):
            continue
        elif isinstance(value, ox.Literal):
            rows.append((slug(property_), value.value))
        elif property_ in OF_STATEMENTS or text_of(value).startswith((RACE, UNIT)):
            rows.append((slug(property_), shorten(text_of(value))))
    return tuple(sorted(set(rows)))


def _terms(
    store: Store,
    said: Iterable[tuple[str, Term]],
    lang: str,
    related: Iterable[Relation],
) -> dict[str, str]:
    """Give the labels of the ontology's terms among properties, values and relations."""
    named = {iri for property_, other in said for iri in (property_, text_of(other))}
    named |= {RACE + row.relation.rpartition(" ")[2] for row in related}
    found = nodes(store, (iri for iri in named if iri.startswith(RACE) and " " not in iri))
    return {shorten(iri): label for iri, node in found.items() if (label := node.label(lang))}


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        found[name].append(value)
    return dict(found)
