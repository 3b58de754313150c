"""RDF terms written as N-Triples text, for graphs of tens of thousands of triples.

Making term objects and serialising them costs ten times what writing the text does. Every
function gives a term as it stands in a line of N-Triples.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NewType
from urllib.parse import quote

from compute_race.basics.dates import PartialDate
from compute_race.basics.namespaces import RACE, XSD

#: A term in N-Triples.
Term = NewType("Term", str)

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+")
_DATES: Final = {"year": XSD + "gYear", "month": XSD + "gYearMonth", "day": XSD + "date"}


def iri(value: str) -> Term:
    """Write an IRI."""
    return Term(f"<{value}>")


def term(name: str) -> Term:
    """Write a term of the vocabulary by its local name, ``estimated``."""
    return Term(f"<{RACE}{name}>")


def text(value: str, language: str | None = None) -> Term:
    """Write text, plain or in a language."""
    escaped = f'"{value.translate(_ESCAPES)}"'
    return Term(f"{escaped}@{language}" if language else escaped)


def typed(lexical: str, datatype: str) -> Term:
    """Write a literal of an XSD datatype by its local name, ``duration``."""
    return Term(f'"{lexical.translate(_ESCAPES)}"^^<{XSD}{datatype}>')


def number(value: Decimal | int) -> Term:
    """Write a number in full, without exponent: ``1E+3`` is the integer 1000."""
    if isinstance(value, int):
        return typed(str(value), "integer")
    if not value.is_finite():
        raise ValueError(f"{value} is no number")
    if value == value.to_integral_value():
        return typed(f"{value.to_integral_value():f}", "integer")
    return typed(f"{value.normalize():f}", "decimal")


def decimal(value: Decimal | int) -> Term:
    """Write a number as an ``xsd:decimal``, whole ones too (degrees)."""
    digits = f"{Decimal(value).normalize():f}"
    return typed(digits if "." in digits else f"{digits}.0", "decimal")


def boolean(value: bool) -> Term:
    """Write true or false."""
    return typed("true" if value else "false", "boolean")


def date(value: PartialDate) -> Term:
    """Write a date as precise as it is."""
    return Term(f'"{value.text}"^^<{_DATES[value.precision]}>')


def is_address(text: str) -> bool:
    """Tell whether a text is a web address."""
    return _WEB_ADDRESS.fullmatch(text) is not None


def address(url: str) -> Term:
    """Write a web address; ``ValueError`` where it is none."""
    if not is_address(url):
        raise ValueError(f'"{url}" is no web address')
    return typed(url, "anyURI")


def encoded(key: str) -> str:
    """Percent-encode a key as one step of an IRI's path."""
    return quote(key, safe="")
