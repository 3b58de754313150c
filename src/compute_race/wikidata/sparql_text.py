"""The questions put to a query service that holds Wikidata's RDF, as texts of SPARQL 1.1.

They use nothing but the standard, so that Blazegraph, QLever and Oxigraph answer alike: no
label service, no functions of one engine, nothing about blank nodes, and a block of ``VALUES``
in every branch, so that no engine starts from all of Wikidata. Statements are read in full by
their nodes (``p:``, ``ps:``), never by the shortcut ``wdt:``. The form of the data is that of
https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

import pyoxigraph as ox

from compute_race.basics.namespaces import OWL, PROV, RDF, RDFS, SKOS
from compute_race.wikidata import items
from compute_race.wikidata.asked_names import identifier_forms
from compute_race.wikidata.items import item_iri
from compute_race.wikidata.wanted import Wanted

WIKIBASE: Final = "http://wikiba.se/ontology#"
SCHEMA: Final = "http://schema.org/"
PROP: Final = "http://www.wikidata.org/prop/"
#: Names of what nodes say, used to read the answers.
RANK: Final = f"{WIKIBASE}rank"
DERIVED: Final = f"{PROV}wasDerivedFrom"
TYPE: Final = f"{RDF}type"

#: The properties read of an item: all that the project knows by name.
PROPERTIES: Final = (
    items.INSTANCE_OF,
    items.COUNTRY,
    items.INCEPTION,
    items.DISSOLVED,
    items.WEBSITE,
    items.HEADQUARTERS,
    items.PARENT,
    items.SUBSIDIARY,
    items.REVENUE,
    items.EMPLOYEES,
    items.DEVELOPER,
    items.LEI,
    items.CIK,
    items.ISIN,
    items.TICKER,
    items.EXCHANGE,
    items.ISO_COUNTRY,
    items.ISO_CURRENCY,
)
_IDENTIFIERS: Final = (
    items.LEI,
    items.CIK,
    items.ISIN,
    items.TICKER,
    items.ISO_COUNTRY,
    items.ISO_CURRENCY,
)
#: Languages in which descriptions are read.
_DESCRIBED: Final = ("en", "fr", "zh")
#: Sites whose articles are read, by the address of their pages.
_SITES: Final = {"enwiki": "https://en.wikipedia.org/", "frwiki": "https://fr.wikipedia.org/"}
#: More items of one name than this tell nothing.
_MOST: Final = 200


def iri(text: str) -> str:
    """Write an IRI for a query; ``ValueError`` for what is none."""
    return str(ox.NamedNode(text))


def is_language(tag: str) -> bool:
    """Tell whether a text can stand in a query as the language of a name."""
    try:
        ox.Literal("", language=tag)
    except ValueError:
        return False
    return True


def identifiers_query(wanted: Wanted) -> str:
    """Ask for ``?item`` by identifiers and website; empty where none is known."""
    branches = [
        f"{{ VALUES ?value {{ {_texts(forms)} }} ?item {path} ?value }}"
        for name in _IDENTIFIERS
        if (forms := identifier_forms(name, wanted.identifier(name)))
        for path in _paths(name)
    ]
    if sites := website_forms(wanted.website):
        values = " ".join(map(iri, sites))
        [path] = _paths(items.WEBSITE)
        branches.append(f"{{ VALUES ?value {{ {values} }} ?item {path} ?value }}")
    if not branches:
        return ""
    where = "\n  UNION ".join(branches)
    return f"SELECT DISTINCT ?item WHERE {{\n  {where}\n}} ORDER BY ?item LIMIT {_MOST}"


def names_query(names: Iterable[tuple[str, str]]) -> str:
    """Ask for ``?item`` by names with their languages, and ``?what`` the name is of it."""
    values = " ".join(str(ox.Literal(name, language=lang)) for name, lang in names)
    where = "\n  UNION ".join(
        f'{{ VALUES ?name {{ {values} }} ?item {iri(predicate)} ?name . BIND("{what}" AS ?what) }}'
        for what, predicate in (("label", f"{RDFS}label"), ("alias", f"{SKOS}altLabel"))
    )
    order = f"ORDER BY DESC(?what) ?item LIMIT {_MOST}"
    return f"SELECT DISTINCT ?item ?what WHERE {{\n  {where}\n}} {order}"


def about_query(qids: Iterable[str]) -> str:
    """Ask for names, articles, revision and what each item was merged into.

    Rows are ``?item ?what ?value``; ``?what`` is ``label``, ``alias``, ``description``,
    ``revision``, ``merged``, or the name of a site.
    """
    given = f"VALUES ?item {{ {' '.join(iri(item_iri(qid)) for qid in qids)} }}"
    langs = ", ".join(f'"{lang}"' for lang in _DESCRIBED)
    version = iri(f"{SCHEMA}version")
    about = iri(f"{SCHEMA}about")
    parts = {
        "merged": f"?item {iri(f'{OWL}sameAs')} ?value .",
        "label": f"?item {iri(f'{RDFS}label')} ?value .",
        "alias": f"?item {iri(f'{SKOS}altLabel')} ?value .",
        "description": f"?item {iri(f'{SCHEMA}description')} ?value ."
        f" FILTER(LANG(?value) IN ({langs}))",
        "revision": f"?item {version} ?value .",
        # Dumps say it of the page about the item, the query service of the item itself.
        "revision of the page": f"?page {about} ?item ; {version} ?value .",
    }
    for site, address in _SITES.items():
        parts[site] = (
            f"?page {about} ?item ; {iri(f'{SCHEMA}isPartOf')} {iri(address)} ;"
            f" {iri(f'{SCHEMA}name')} ?value ."
        )
    where = "\n  UNION ".join(
        f'{{ {given} {pattern} BIND("{what}" AS ?what) }}' for what, pattern in parts.items()
    )
    return f"SELECT DISTINCT ?item ?what ?value WHERE {{\n  {where}\n}}"


def statements_query(qids: Iterable[str]) -> str:
    """Ask for everything said of the statements of items: ``?item ?claim ?node ?p ?o``."""
    values = " ".join(iri(item_iri(qid)) for qid in qids)
    # A second block of values would make some engines join all statements of Wikidata.
    claims = ", ".join(iri(PROP + name) for name in PROPERTIES)
    return (
        "SELECT DISTINCT ?item ?claim ?node ?p ?o WHERE {\n"
        f"  VALUES ?item {{ {values} }}\n"
        f"  ?item ?claim ?node . FILTER(?claim IN ({claims}))\n  ?node ?p ?o .\n}}"
    )


def nodes_query(nodes: Iterable[str]) -> str:
    """Ask for everything said of values and references: ``?node ?p ?o``."""
    values = " ".join(map(iri, nodes))
    return (
        f"SELECT DISTINCT ?node ?p ?o WHERE {{\n  VALUES ?node {{ {values} }}\n  ?node ?p ?o .\n}}"
    )


def website_forms(address: str) -> tuple[str, ...]:
    """Give the addresses by which Wikidata may know a site: with ``www.`` or not, and so on."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    if not host:
        return ()
    given = [address] if parts.scheme in ("http", "https") else []
    forms = [
        f"{scheme}://{www}{host}{path}"
        for scheme in ("https", "http")
        for www in ("www.", "")
        for path in dict.fromkeys((parts.path.rstrip("/"), parts.path.rstrip("/") + "/", "", "/"))
    ]
    return tuple(form for form in dict.fromkeys((*given, *forms)) if _is_iri(form))


def _paths(name: str) -> tuple[str, ...]:
    """Give the ways from an item to a property's value, of whatever rank."""
    paths = [(PROP + name, f"{PROP}statement/{name}")]
    if name == items.TICKER:
        # A ticker stands as a qualifier of the exchange it is traded at.
        paths.append((PROP + items.EXCHANGE, f"{PROP}qualifier/{name}"))
    return tuple("/".join(map(iri, path)) for path in paths)


def _texts(values: Iterable[str]) -> str:
    return " ".join(str(ox.Literal(value)) for value in values)


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
