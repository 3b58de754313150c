"""Items in Wikidata's own RDF form: the reverse of ``rdf_form``, for an endpoint of one's own.

The form is that of https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format: the
shortcuts ``wdt:`` hold the best-ranked values only; ``p:`` leads to a node for each statement
with its value (``ps:``, in parts ``psv:``), rank, qualifiers (``pq:``, ``pqv:``) and references
(``prov:wasDerivedFrom``, ``pr:``, ``prv:``). What an ``Item`` does not say is written so:

* Statements have no ids there: a node's IRI is made of what it says, so it stays the same.
* A rank that the source does not give is written as the normal rank, which most statements have.
* What kind a value is of is known by its unit, by the properties below, or else by its look: an
  item, a day, an address, or a text.
* Times are in the Gregorian calendar; coordinates are on Earth, their precision is left out;
  texts have no language; a value less precise than a year is left out, and the statement stays.
* Qualifiers and references without a value are left out: an ``Item`` does not tell "unknown"
  from "none" there. So are articles (``sitelinks``) and names that were not seen on Wikidata.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal
from urllib.parse import quote

import pyoxigraph as ox

from compute_race.basics.namespaces import OWL, PROV, RDF, RDFS, SKOS, WD, XSD
from compute_race.wikidata.items import Item, Rank, Snak, Statement, item_iri
from compute_race.wikidata.sparql_text import PROP, SCHEMA, WIKIBASE

Subject = ox.NamedNode | ox.BlankNode
Object = ox.NamedNode | ox.BlankNode | ox.Literal
_Kind = Literal["item", "text", "time", "quantity", "coordinates", "address"]

_KINDS: Final[dict[_Kind, tuple[str, ...]]] = {
    "time": ("P571", "P576", "P577", "P580", "P582", "P585", "P813", "P5017"),
    # One is known by its unit, and these have none.
    "quantity": ("P1082", "P1107", "P1128", "P3740", "P3744", "P5436", "P5592", "P8687"),
    "coordinates": ("P625",),
    "text": ("P4354",),
}
_KIND: Final = {name: kind for kind, names in _KINDS.items() for name in names}
#: What a value of a kind looks like; one that looks otherwise is written as a text.
_FORM: Final[dict[_Kind, re.Pattern[str]]] = {
    "item": re.compile(r"[QP][1-9]\d*"),
    "text": re.compile(".*", re.DOTALL),
    "time": re.compile(r"-?\d{4,}(-\d\d){0,2}"),
    "quantity": re.compile(r"-?\d+(\.\d+)?"),
    "coordinates": re.compile(r"-?[\d.e-]+ -?[\d.e-]+"),
    "address": re.compile(r"[a-z]+://\S+"),
}
_DAY: Final = re.compile(r"-?\d{4,}-\d\d-\d\d")
_PRECISION: Final = {0: 9, 1: 10, 2: 11}
_RANKS: Final[dict[Rank | None, str]] = {
    "preferred": "PreferredRank",
    "normal": "NormalRank",
    "deprecated": "DeprecatedRank",
    None: "NormalRank",
}
#: The language under which a snapshot keeps names that were not seen on Wikidata.
_NOT_SEEN: Final = "und"
#: What Wikidata calls a language where that is no language tag, and the tag it writes in RDF.
_TAGS: Final = {"zh-classical": "lzh"}
_ENTITY_DATA: Final = "https://www.wikidata.org/wiki/Special:EntityData/"
_UNKNOWN: Final = "http://www.wikidata.org/.well-known/genid/"
_WKT: Final = "http://www.opengis.net/ont/geosparql#wktLiteral"
_NO_UNIT: Final = WD + "Q199"
_GREGORIAN: Final = WD + "Q1985727"
_EARTH: Final = WD + "Q2"
_TYPE: Final = RDF + "type"


def items_triples(items: Iterable[Item], *, blank: bool = False) -> Iterator[ox.Triple]:
    """Give what items say in Wikidata's RDF form; a triple may come twice.

    An unknown value is an IRI that stands for a blank node, as in Wikidata's query service, and
    with ``blank`` a blank node, as in its dumps.
    """
    for item in items:
        yield from _Writer(item, blank).triples()


class _Writer:
    """Writes one item."""

    def __init__(self, item: Item, blank: bool) -> None:
        self._item = item
        self._blank = blank
        self._iri = ox.NamedNode(item_iri(item.qid))

    def triples(self) -> Iterator[ox.Triple]:
        yield _triple(self._iri, _TYPE, ox.NamedNode(WIKIBASE + "Item"))
        yield from self._names()
        for old in self._item.redirects:
            yield _triple(ox.NamedNode(item_iri(old)), OWL + "sameAs", self._iri)
        if self._item.revision is not None:
            page = ox.NamedNode(_ENTITY_DATA + self._item.qid)
            version = ox.Literal(self._item.revision)
            yield _triple(page, _TYPE, ox.NamedNode(SCHEMA + "Dataset"))
            yield _triple(page, SCHEMA + "about", self._iri)
            yield _triple(page, SCHEMA + "version", version)
        for name, statements in self._item.statements.items():
            best = set(map(id, self._item.best(name)))
            for place, statement in enumerate(statements):
                # Two statements may say the same: the place among equals tells them apart.
                equals = sum(one == statement for one in statements[:place])
                yield from self._statement(statement, id(statement) in best, equals)

    def _names(self) -> Iterator[ox.Triple]:
        for lang, label in self._item.labels.items():
            if lang != _NOT_SEEN:
                for predicate in (RDFS + "label", SKOS + "prefLabel", SCHEMA + "name"):
                    yield _triple(self._iri, predicate, _in(lang, label))
        for lang, names in self._item.aliases.items():
            if lang != _NOT_SEEN:
                for name in names:
                    yield _triple(self._iri, SKOS + "altLabel", _in(lang, name))
        for lang, text in self._item.descriptions.items():
            yield _triple(self._iri, SCHEMA + "description", _in(lang, text))

    def _statement(self, said: Statement, is_best: bool, equals: int) -> Iterator[ox.Triple]:
        name, key = said.property, _hash(self._item.qid, said, equals)
        node = ox.NamedNode(f"{WD}statement/{self._item.qid}-{key}")
        yield _triple(self._iri, PROP + name, node)
        yield _triple(node, _TYPE, ox.NamedNode(WIKIBASE + "Statement"))
        rank = ox.NamedNode(WIKIBASE + _RANKS[said.rank])
        yield _triple(node, WIKIBASE + "rank", rank)
        if is_best:
            yield _triple(node, _TYPE, ox.NamedNode(WIKIBASE + "BestRank"))
        if said.snak == "novalue":
            none = ox.NamedNode(f"{PROP}novalue/{name}")
            yield _triple(node, _TYPE, none)
            if is_best:
                yield _triple(self._iri, _TYPE, none)
        elif said.snak == "somevalue":
            unknown = self._unknown(key)
            yield _triple(node, f"{PROP}statement/{name}", unknown)
            if is_best:
                yield _triple(self._iri, f"{PROP}direct/{name}", unknown)
        elif said.value:
            main = Snak(name, said.value, said.unit)
            yield from _snak(node, "statement", main)
            if is_best:
                yield _triple(self._iri, f"{PROP}direct/{name}", _term(main))
        for qualifier in said.qualifiers:
            yield from _snak(node, "qualifier", qualifier)
        for reference in said.references:
            source = ox.NamedNode(f"http://www.wikidata.org/reference/{_hash(reference)}")
            yield _triple(node, PROV + "wasDerivedFrom", source)
            yield _triple(source, _TYPE, ox.NamedNode(WIKIBASE + "Reference"))
            for snak in reference:
                yield from _snak(source, "reference", snak)

    def _unknown(self, key: str) -> Subject:
        return ox.BlankNode(key) if self._blank else ox.NamedNode(_UNKNOWN + key)


def _in(lang: str, text: str) -> ox.Literal:
    return ox.Literal(text, language=_TAGS.get(lang, lang))


def _snak(node: Subject, where: str, snak: Snak) -> Iterator[ox.Triple]:
    """Write a value of a statement, qualifier or reference, and the same in parts."""
    if not snak.value:
        return
    yield _triple(node, f"{PROP}{where}/{snak.property}", _term(snak))
    parts = dict(_parts(snak))
    if parts:
        value = ox.NamedNode(f"http://www.wikidata.org/value/{_hash(_kind(snak), snak)}")
        yield _triple(node, f"{PROP}{where}/value/{snak.property}", value)
        for local, part in parts.items():
            yield _triple(value, _TYPE if local == "type" else WIKIBASE + local, part)


def _term(snak: Snak) -> Object:
    """Write a value as one term."""
    kind = _kind(snak)
    if kind == "item":
        return ox.NamedNode(item_iri(snak.value))
    if kind == "address":
        return ox.NamedNode(quote(snak.value, safe="%/:=&?~#+!$,;'@()*[]"))
    if kind == "time":
        return _date_time(snak.value)
    if kind == "quantity":
        return _decimal(snak.value)
    if kind == "coordinates":
        latitude, longitude = snak.value.split()
        point = f"Point({longitude} {latitude})"
        return ox.Literal(point, datatype=ox.NamedNode(_WKT))
    return ox.Literal(snak.value)


def _parts(snak: Snak) -> Iterator[tuple[str, Object]]:
    """Give the node of a time, a quantity or a place: local names of properties, and values."""
    kind = _kind(snak)
    if kind == "time":
        yield "type", ox.NamedNode(WIKIBASE + "TimeValue")
        yield "timeValue", _date_time(snak.value)
        yield "timePrecision", ox.Literal(_PRECISION[snak.value.lstrip("-").count("-")])
        yield "timeTimezone", ox.Literal(0)
        yield "timeCalendarModel", ox.NamedNode(_GREGORIAN)
    elif kind == "quantity":
        yield "type", ox.NamedNode(WIKIBASE + "QuantityValue")
        yield "quantityAmount", _decimal(snak.value)
        yield "quantityUnit", ox.NamedNode(item_iri(snak.unit) if snak.unit else _NO_UNIT)
    elif kind == "coordinates":
        latitude, longitude = snak.value.split()
        yield "type", ox.NamedNode(WIKIBASE + "GlobecoordinateValue")
        yield "geoLatitude", _typed(latitude, "double")
        yield "geoLongitude", _typed(longitude, "double")
        yield "geoGlobe", ox.NamedNode(_EARTH)


def _kind(snak: Snak) -> _Kind:
    kind = _KIND.get(snak.property) or _guessed(snak)
    return kind if _FORM[kind].fullmatch(snak.value) else "text"


def _guessed(snak: Snak) -> _Kind:
    if snak.unit:
        return "quantity"
    if _DAY.fullmatch(snak.value):
        return "time"
    if _FORM["item"].fullmatch(snak.value):
        return "item"
    return "address" if _FORM["address"].fullmatch(snak.value) else "text"


def _date_time(value: str) -> ox.Literal:
    """Write a time; RDF counts a year 0, Wikidata's JSON does not."""
    sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value)
    year, month, day = [*digits.split("-"), "01", "01"][:3]
    if sign:
        before = int(year) - 1
        year = f"-{before:04d}" if before else "0000"
    return _typed(f"{year}-{month}-{day}T00:00:00Z", "dateTime")


def _decimal(value: str) -> ox.Literal:
    return _typed(value if value.startswith("-") else f"+{value}", "decimal")


def _typed(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


def _triple(subject: Subject, predicate: str, value: Object) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)


def _hash(*said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
