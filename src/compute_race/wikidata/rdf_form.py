"""Statements out of Wikidata's RDF form: what is said of a statement's node becomes a statement.

A node says its value (``ps:``), the same in parts where precision or unit matter (``psv:``),
its rank, qualifiers (``pq:``, ``pqv:``) and references (``prov:wasDerivedFrom``, whose nodes use
``pr:``, ``prv:``). "No value" is a class of the node (``wdno:``); "some value" is a blank node,
or an IRI that stands for one. See
https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, TypeAlias

import pyoxigraph as ox

from compute_race.basics.namespaces import WD, XSD
from compute_race.wikidata.entity_json import wikidata_time
from compute_race.wikidata.items import Rank, Snak, Statement
from compute_race.wikidata.sparql_endpoint import Term
from compute_race.wikidata.sparql_text import DERIVED, PROP, RANK, TYPE, WIKIBASE

#: What is said of a node: objects by predicate.
Said: TypeAlias = Mapping[str, Sequence[Term]]
#: A value, its unit, and whether it is known or there is none.
_Value: TypeAlias = tuple[str, str, Literal["value", "somevalue", "novalue"]]

_RANKS: Final[Mapping[str, Rank]] = {
    f"{WIKIBASE}PreferredRank": "preferred",
    f"{WIKIBASE}NormalRank": "normal",
    f"{WIKIBASE}DeprecatedRank": "deprecated",
}
_ORDER: Final = ("preferred", "normal", "deprecated", None)
#: IRIs that stand for blank nodes, as the query service writes "some value".
_UNKNOWN: Final = re.compile(r"https?://www\.wikidata\.org/\.well-known/genid/.*")
_ENTITY: Final = re.compile(re.escape(WD) + r"([QP][1-9][0-9]*)")
_NO_VALUE: Final = re.compile(re.escape(PROP) + r"novalue/(P[1-9][0-9]*)")
_SNAK: Final = re.compile(re.escape(PROP) + r"(statement|qualifier|reference)/(value/)?(P\d+)")
#: What ``entity_json`` leaves out too: media, shapes and tables, lexemes and schemas, formulas.
_LEFT_OUT: Final = re.compile(
    r"https?://commons\.wikimedia\.org/(wiki/Special:FilePath|data/main)/.*|"
    + re.escape(WD)
    + r"[LE]\d.*"
)
_TIME: Final = re.compile(r"([+-]?\d{1,16})-(\d\d)-(\d\d)(?:T.*)?")
_PRECISION: Final = re.compile(r"\d{1,2}")
_YEAR: Final = 9
_KNOWN: Final[Literal["value"]] = "value"
_SOME: Final[_Value] = ("", "", "somevalue")
_FORMULA: Final = "http://www.w3.org/1998/Math/MathML"
_POINT: Final = re.compile(r"(?:<[^>]*> )?Point\(([^ ]+) ([^ )]+)\)", re.IGNORECASE)
_DIGITS: Final = 60
_NUMBERS: Final = frozenset((f"{XSD}decimal", f"{XSD}integer", f"{XSD}double"))
#: The unit of a number that has none.
_NO_UNIT: Final = f"{WD}Q199"


def parts_of(said: Iterable[Said]) -> Iterator[str]:
    """Give the IRIs of the values and references that nodes name."""
    for one in said:
        for predicate, objects in one.items():
            named = _SNAK.fullmatch(predicate)
            if predicate == DERIVED or (named and named[2]):
                yield from (node.value for node in objects if isinstance(node, ox.NamedNode))


def statements(name: str, nodes: Mapping[str, Said], parts: Mapping[str, Said]) -> list[Statement]:
    """Read the statements of a property by the IRIs of their nodes, the best rank first.

    ``parts`` says what is said of values and references. What is left out of Wikidata's JSON
    too is left out.
    """
    read = [(_statement(name, said, parts), iri) for iri, said in nodes.items()]
    kept = [(one, iri) for one, iri in read if one is not None]
    kept.sort(key=lambda pair: (_ORDER.index(pair[0].rank), pair[0].value, pair[1]))
    return [one for one, _ in kept]


def _statement(name: str, said: Said, parts: Mapping[str, Said]) -> Statement | None:
    ranks = [_RANKS[term.value] for term in said.get(RANK, ()) if term.value in _RANKS]
    values = _values("statement", name, said, parts)
    lacking = _no_values(said)
    if not values:
        if name not in lacking:
            return None
        lacking.remove(name)
        values = [("", "", "novalue")]
    value, unit, snak = values[0]
    return Statement(
        property=name,
        value=value,
        rank=ranks[0] if ranks else None,
        unit=unit,
        snak=snak,
        qualifiers=_snaks("qualifier", said, lacking, parts),
        references=tuple(sorted(_references(said, parts), key=lambda one: list(map(_order, one)))),
    )


def _references(said: Said, parts: Mapping[str, Said]) -> Iterator[tuple[Snak, ...]]:
    for node in said.get(DERIVED, ()):
        if isinstance(node, ox.NamedNode) and node.value in parts:
            reference = parts[node.value]
            yield _snaks("reference", reference, _no_values(reference), parts)


def _snaks(
    kind: str, said: Said, lacking: Iterable[str], parts: Mapping[str, Said]
) -> tuple[Snak, ...]:
    named = [_SNAK.fullmatch(predicate) for predicate in said]
    found = [Snak(name, "") for name in lacking]
    for name in {match[3] for match in named if match and match[1] == kind}:
        found += [Snak(name, value, unit) for value, unit, _ in _values(kind, name, said, parts)]
    return tuple(sorted(found, key=_order))


def _order(snak: Snak) -> tuple[int, str, str]:
    return int(snak.property[1:]), snak.value, snak.unit


def _no_values(said: Said) -> list[str]:
    """Give the properties of which a node says that there is no value."""
    classes = [_NO_VALUE.fullmatch(term.value) for term in said.get(TYPE, ())]
    return sorted(match[1] for match in classes if match)


def _values(kind: str, name: str, said: Said, parts: Mapping[str, Said]) -> list[_Value]:
    """Give the values of a property, out of the nodes that say them in parts where there are."""
    plain = said.get(f"{PROP}{kind}/{name}", ())
    nodes = said.get(f"{PROP}{kind}/value/{name}", ())
    exact = [value for node in nodes if (value := _in_parts(parts.get(node.value, {})))]
    if exact:
        return sorted(exact) + [_SOME for term in plain if _is_unknown(term)]
    return sorted(value for term in plain if (value := _plain(term)) is not None)


def _in_parts(said: Said) -> _Value | None:
    """Read the node of a value: a quantity, a time or a place; ``None`` for any other."""

    def text(local: str) -> str:
        return next((term.value for term in said.get(WIKIBASE + local, ())), "")

    if amount := text("quantityAmount"):
        unit = text("quantityUnit")
        return _number(amount), "" if unit == _NO_UNIT else unit.rpartition("/")[2], _KNOWN
    if (time := text("timeValue")) and _PRECISION.fullmatch(text("timePrecision")):
        return _time(time, int(text("timePrecision"))), "", _KNOWN
    if text("geoLatitude") and text("geoLongitude"):
        return f"{text('geoLatitude')} {text('geoLongitude')}", "", _KNOWN
    return None


def _plain(term: Term) -> _Value | None:
    """Read a value that is said in one term; ``None`` for what is left out on purpose."""
    if _is_unknown(term):
        return _SOME
    if isinstance(term, ox.NamedNode):
        entity = _ENTITY.fullmatch(term.value)
        if _LEFT_OUT.fullmatch(term.value):
            return None
        return entity[1] if entity else term.value, "", _KNOWN
    if not isinstance(term, ox.Literal) or term.datatype.value == _FORMULA:
        return None
    if term.datatype.value == f"{XSD}dateTime":
        # Its precision stands in the node of the value only: without it the year is certain.
        return _time(term.value, _YEAR), "", _KNOWN
    if term.datatype.value in _NUMBERS:
        return _number(term.value), "", _KNOWN
    if point := _POINT.fullmatch(term.value):
        return f"{point[2]} {point[1]}", "", _KNOWN
    return term.value, "", _KNOWN


def _is_unknown(term: Term) -> bool:
    return isinstance(term, ox.BlankNode) or _UNKNOWN.fullmatch(term.value) is not None


def _number(text: str) -> str:
    """Write a number without its sign of plus, and without the exponent that some engines add."""
    if "e" not in text.lower():
        return text.removeprefix("+")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    # Nothing that anybody counts is longer, and a text of any length would be written.
    return f"{number:f}" if abs(number.adjusted()) <= _DIGITS else text


def _time(text: str, precision: int) -> str:
    """Read a time as ``entity_json`` writes it; RDF counts a year 0, Wikidata's JSON does not."""
    parts = _TIME.fullmatch(text)
    if parts is None:
        return ""
    year = int(parts[1])
    sign, number = ("+", year) if year > 0 else ("-", 1 - year)
    return wikidata_time(f"{sign}{number:04d}-{parts[2]}-{parts[3]}T00:00:00Z", precision)
