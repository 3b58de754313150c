"""Rows of the three tables, made of what a store says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import pyoxigraph as ox

from compute_race.answering.lookup import Node, slug, unit_name
from compute_race.answering.rows import Row
from compute_race.basics.dates import PARTIAL_DATATYPES, parse_partial
from compute_race.basics.namespaces import DATA, RACE, RDFS, SKOS
from compute_race.export.projection import SEPARATOR
from compute_race.export.statements import Edge, days_of, name_of, wikidata_of

#: The kind of a thing by the first of its classes that is listed here.
_KINDS: Final = {
    "Announcement": "announcement",
    "Initiative": "initiative",
    "Model": "model",
    "ModelFamily": "model",
    "Facility": "site",
    "Bloc": "bloc",
    "Place": "place",
    "Market": "market",
    "Accelerator": "accelerator",
    "Organization": "organization",
    # Where nothing was inferred, only what was written is there.
    "Company": "organization",
    "BusinessUnit": "organization",
    "Subsidiary": "organization",
    "PublicBody": "organization",
    "ResearchFirm": "organization",
    "Consortium": "organization",
    "Publisher": "publisher",
    "Cluster": "site",
    "DataCentre": "site",
    "Country": "place",
}
#: Classes that say less than another that a thing has.
_BROAD: Final = frozenset({"Organization", "Place", "Facility", "Model"})
_PUBLISHER: Final = frozenset({"Organization", "Publisher"})
#: When a thing began, by what is said of it, the first that is there.
_BEGINNINGS: Final = ("announcedEarliest", "knownFrom", "releasedOn", "operationalOn", "foundedOn")


def thing_row(
    iri: str,
    node: Node,
    figure: Row | None,
    documents: Iterable[str],
    things: Mapping[str, Node],
    lang: str,
) -> dict[str, Any]:
    """Make the row of an entity, with the value in force where it has one.

    ``things`` are all entities: an announcement is of the group and blocs of who made it.
    """
    kind = kind_of(node)
    is_plan = kind == "announcement"
    said = sorted({*documents, *(figure.documents if figure is not None else ())})
    heads = figure.groups if figure is not None and figure.groups else _groups(node, things)
    blocs = figure.blocs if figure is not None and figure.blocs else _blocs(node, things)
    return {
        "id": name_of(iri),
        "iri": iri,
        **_labels(node, lang),
        "kind": kind,
        "classes": SEPARATOR.join(sorted(node.types - _BROAD or node.types)),
        "group": name_of(heads[0]) if heads and kind in ("organization", "announcement") else None,
        "bloc": SEPARATOR.join(map(name_of, blocs)) or None,
        **_value(figure),
        "first_date": _beginning(node),
        "last_date": figure.last_day if figure is not None and is_plan else None,
        "wikidata": wikidata_of(node, SKOS + "exactMatch"),
        "latitude": _double(node.number("latitude")),
        "longitude": _double(node.number("longitude")),
        "documents": SEPARATOR.join(map(name_of, said)) or None,
        "document_count": len(said),
    }


def _groups(node: Node, things: Mapping[str, Node]) -> tuple[str, ...]:
    """Give the heads of the groups of a thing, or of those who announced it."""
    makers = [things[one] for one in node.links("announcedBy") if one in things]
    heads = (head for one in makers for head in one.links("group"))
    return node.links("group") or tuple(dict.fromkeys(heads))


def _blocs(node: Node, things: Mapping[str, Node]) -> tuple[str, ...]:
    """Give the blocs of a thing, else of its group, of who announced it, of its initiative."""
    near = [*_groups(node, things), *node.links("announcedBy"), *node.links("forInitiative")]
    named = {bloc for one in near if one in things for bloc in things[one].links("inBloc")}
    return node.links("inBloc") or tuple(sorted(named))


def kind_of(node: Node) -> str:
    """Give the kind of a thing; a class that has none here is a kind of its own."""
    if node.types <= _PUBLISHER and "Publisher" in node.types:
        return "publisher"
    known = next((kind for name, kind in _KINDS.items() if name in node.types), None)
    if known is not None:
        return known
    first = min(node.types)
    return first[:1].lower() + first[1:]


def document_row(iri: str, node: Node, lang: str) -> dict[str, Any]:
    """Make the row of a document; one without a title is named by its file."""
    title = node.text("title")
    return {
        "id": name_of(iri),
        "iri": iri,
        "label": title or slug(iri),
        "kind": "document",
        "classes": SEPARATOR.join(sorted(node.types - {"Document"} or node.types)),
        "first_date": node.day("knownFrom"),
        "documents": name_of(iri),
        "document_count": 1,
    }


def claim_row(
    iri: str,
    node: Node,
    document: Node | None,
    ends: tuple[float | None, float | None],
    currency: str,
    preferred: bool,
) -> dict[str, Any]:
    """Make the row of a claim."""
    unit = unit_name(node.link("unit") or "")
    known = node.day("firstFiledOn") or (document.day("knownFrom") if document else None)
    has_value = ends != (None, None)
    return {
        "id": name_of(iri),
        "about": name_of(node.link("about") or ""),
        "document": name_of(node.link("inDocument") or ""),
        "measure": slug(node.link("measure") or ""),
        "modality": slug(node.link("modality") or ""),
        "stated_low": _double(node.number("lower")),
        "stated_high": _double(node.number("upper")),
        "stated_unit": unit or None,
        "approximate": node.text("approximate") in ("true", "1"),
        "low": ends[0],
        "high": ends[1],
        "currency": currency if has_value else None,
        "first_date": node.day("periodEarliest"),
        "last_date": node.day("periodLatest"),
        "known_from": known,
        "locator": node.text("locator"),
        "preferred": preferred,
    }


def edge_row(
    edge: Edge, label: str, figure: Row | None, documents: Mapping[str, Node]
) -> dict[str, Any]:
    """Make the row of a relation; ``figure`` is the value of the announcement at its source."""
    source, target = name_of(edge.source), name_of(edge.target)
    days = days_of(documents, edge.documents)
    value = _value(figure)
    low, high = value.get("low"), value.get("high")
    return {
        "id": f"{source}|{edge.relation}|{target}",
        "source": source,
        "target": target,
        "relation": edge.relation,
        "label": label,
        "weight": low if low is not None else high,
        **value,
        "basis": edge.basis,
        "first_date": days[0] if days else None,
        "last_date": days[-1] if days else None,
        "documents": SEPARATOR.join(map(name_of, edge.documents)) or None,
        "document_count": len(edge.documents),
    }


def _labels(node: Node, lang: str) -> dict[str, str | None]:
    by_lang = {
        term.language or "": term.value
        for term in sorted(node.values(RDFS + "label"), key=str)
        if isinstance(term, ox.Literal)
    }
    name = node.label(lang)
    if name == slug(node.iri) and node.iri.startswith(DATA):
        name = by_lang.get("", name)
    return {
        "label": name,
        "label_en": by_lang.get("en", by_lang.get("")),
        "label_fr": by_lang.get("fr"),
        "label_zh": next((by_lang[key] for key in sorted(by_lang) if key.startswith("zh")), None),
    }


def _value(figure: Row | None) -> dict[str, Any]:
    if figure is None or (figure.low is None and figure.high is None):
        return {}
    return {
        "low": _double(figure.low),
        "high": _double(figure.high),
        "currency": figure.currency,
    }


def _double(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _beginning(node: Node) -> dt.date | None:
    """Give the earliest day that the first stated beginning can mean."""
    for name in _BEGINNINGS:
        for term in sorted(node.values(RACE + name), key=str):
            if isinstance(term, ox.Literal) and term.datatype.value in PARTIAL_DATATYPES:
                return parse_partial(term.value, term.datatype.value).earliest
    return None
