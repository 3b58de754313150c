"""The types and properties a service offers: the ontology's, with labels and definitions.

Ids are the ontology's local names (``Company``, ``headquarteredIn``). A few properties are not
the ontology's own: names, the country a place lies in, the item of Wikidata, and figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import pyoxigraph as ox

from compute_race.answering.lookup import Node, nodes_where
from compute_race.basics.namespaces import RACE, RDFS, SKOS
from compute_race.dataset.store import Store

#: What the values of a property are: things of the register, items of Wikidata, numbers,
#: days, addresses of sites, codes of registers, or texts.
Sort = Literal["entity", "item", "number", "day", "address", "code", "text"]

NAME: Final = "name"
OTHER_NAME: Final = "otherName"
WIKIDATA: Final = "wikidata"
COUNTRY: Final = "country"
PLAN_LOW: Final = "plannedPerYearLow"
PLAN_HIGH: Final = "plannedPerYearHigh"
WEBSITE: Final = "website"
LEI: Final = "lei"
CIK: Final = "cik"
ISO_CODE: Final = "isoCode"

#: Sorts of values that the ontology's datatypes do not tell.
SORTS: Final[Mapping[str, Sort]] = {
    WEBSITE: "address",
    LEI: "code",
    CIK: "code",
    ISO_CODE: "code",
}
#: Book-keeping of the project, of no use to who looks for a thing.
_KEPT_BACK: Final = frozenset(
    (
        "announcedEarliest",
        "announcedLatest",
        "doesNotOverlap",
        "identifierNote",
        "knownFromBasis",
        "passesAudit",
        "possibleDuplicateOf",
    )
)


@dataclass(frozen=True)
class Term:
    """A type or a property: its id, and labels and definitions by language.

    ``broader`` are ids of the types directly above a type. ``sort`` says what the values of a
    property are, ``range`` of what type the things are that it leads to, empty if not told.
    """

    id: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    broader: tuple[str, ...] = ()
    sort: Sort = "text"
    range: str = ""

    def label(self, lang: str) -> str:
        """Give the label in a language, else in English, else the id."""
        return self.labels.get(lang) or self.labels.get("en") or self.id

    def definition(self, lang: str) -> str:
        """Give the definition in a language, else in English; empty where there is none."""
        return self.definitions.get(lang) or self.definitions.get("en", "")


#: Properties that are not the ontology's own.
_OWN: Final = (
    Term(
        NAME,
        {"en": "name", "fr": "nom"},
        {"en": "The name, in each language.", "fr": "Le nom, dans chaque langue."},
    ),
    Term(
        OTHER_NAME,
        {"en": "other name", "fr": "autre nom"},
        {
            "en": "Another name: a short form, a legal name, an abbreviation.",
            "fr": "Un autre nom : forme courte, raison sociale, sigle.",
        },
    ),
    Term(
        WIKIDATA,
        {"en": "Wikidata item", "fr": "élément Wikidata"},
        {
            "en": "The item of Wikidata that was judged to be the same thing.",
            "fr": "L'élément de Wikidata jugé désigner la même chose.",
        },
        sort="item",
    ),
    Term(
        COUNTRY,
        {"en": "country", "fr": "pays"},
        {
            "en": "The country in which the head office, or the place, lies.",
            "fr": "Le pays où se trouve le siège, ou le lieu.",
        },
        sort="entity",
        range="Country",
    ),
    Term(
        PLAN_LOW,
        {
            "en": "planned investment a year, at least",
            "fr": "investissement prévu par an, au moins",
        },
        {
            "en": "The lower end of what is planned a year, in the currency asked for.",
            "fr": "Le bas de ce qui est prévu par an, dans la monnaie demandée.",
        },
        sort="number",
    ),
    Term(
        PLAN_HIGH,
        {
            "en": "planned investment a year, at most",
            "fr": "investissement prévu par an, au plus",
        },
        {
            "en": "The upper end of what is planned a year, in the currency asked for.",
            "fr": "Le haut de ce qui est prévu par an, dans la monnaie demandée.",
        },
        sort="number",
    ),
)


def read_types(store: Store) -> dict[str, Term]:
    """Read the classes of the ontology, by id (local name), sorted."""
    known = nodes_where(store, "?s a owl:Class .")
    above = {
        iri: _iris(node, RDFS + "subClassOf") & known.keys() - {iri} for iri, node in known.items()
    }
    found = {}
    for iri, node in known.items():
        if not iri.startswith(RACE):
            continue
        direct = set(above[iri])
        # A reasoner adds what follows: only the nearest are wanted.
        for parent in above[iri]:
            direct -= above[parent]
        found[iri.removeprefix(RACE)] = replace(
            _term(node), broader=tuple(sorted(name.removeprefix(RACE) for name in direct))
        )
    return found


def read_properties(store: Store, used: Mapping[str, Sort]) -> dict[str, Term]:
    """Read the properties in use: the ontology's (local names, with what their values are).

    The service's own are among them; book-keeping is not.
    """
    kinds = "{ ?s a owl:ObjectProperty } UNION { ?s a owl:DatatypeProperty }"
    known = nodes_where(store, kinds)
    found = {term.id: term for term in _OWN}
    for name, sort in used.items():
        if name not in _KEPT_BACK and name not in found:
            node = known.get(RACE + name, Node(RACE + name))
            ranges = sorted(iri for iri in _iris(node, RDFS + "range") if iri.startswith(RACE))
            found[name] = replace(
                _term(node),
                sort=sort,
                range=ranges[0].removeprefix(RACE) if ranges and sort == "entity" else "",
            )
    return dict(sorted(found.items()))


def _iris(node: Node, name: str) -> set[str]:
    return {value.value for value in node.values(name) if isinstance(value, ox.NamedNode)}


def _term(node: Node) -> Term:
    return Term(
        node.iri.removeprefix(RACE),
        _words(node, RDFS + "label"),
        _words(node, SKOS + "definition"),
    )


def _words(node: Node, name: str) -> dict[str, str]:
    texts = [value for value in node.values(name) if isinstance(value, ox.Literal)]
    return {text.language: text.value for text in texts if text.language}
