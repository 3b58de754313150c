"""Single values: from RDF terms to Python, and from Python to what people and files read."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, get_args

import pyoxigraph as ox

from compute_race.basics.namespaces import XSD, shorten
from compute_race.dataset.store import Term

Value = str | int | Decimal | float | bool | dt.date | None
Kind = Literal["iri", "string", "integer", "decimal", "date", "boolean"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

_DECIMALS: Final = 2
#: Numbers of this size are rounded to whole ones for people.
_WHOLE_FROM: Final = 1000
#: Smaller whole numbers are written without separators: most of them are years.
_GROUPED_FROM: Final = 10_000
_SIZES: Final = ("Int", "Long", "Short", "Byte")
_SIGNS: Final = ("nonNegative", "positive", "negative", "nonPositive")
_INTEGERS: Final = frozenset(
    XSD + name
    for name in (
        "integer",
        *(size.lower() for size in _SIZES),
        *(f"unsigned{size}" for size in _SIZES),
        *(f"{sign}Integer" for sign in _SIGNS),
    )
)


def value_of(term: Term | None) -> Value:
    """Give the Python value of a term; a literal no Python type fits stays its text."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return term.value
    if not isinstance(term, ox.Literal):
        return str(term)
    kind, text = term.datatype.value, term.value
    try:
        if kind in _INTEGERS:
            return int(text)
        if kind == XSD + "decimal":
            return Decimal(text)
        if kind in (XSD + "double", XSD + "float"):
            return float(text)
        if kind == XSD + "date":
            return dt.date.fromisoformat(text)
    except (ValueError, InvalidOperation):
        return text
    if kind == XSD + "boolean" and text in ("true", "false", "1", "0"):
        return text in ("true", "1")
    return text


def display(value: Value, kind: Kind = "string", lang: str = "en") -> str:
    """Write a value for people.

    From 1,000 on numbers are rounded to whole ones, below to two decimals
    (small ones keep two significant digits); thousands are parted from
    10,000 on, in French by a narrow no-break space.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return {"en": ("no", "yes"), "fr": ("non", "oui")}[lang][value]
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, int | Decimal):
        return _number(value, lang)
    if isinstance(value, dt.date):
        return value.isoformat()
    return shorten(value) if kind == "iri" else value


def plain(value: Value) -> object:
    """Give a value ready for JSON: decimals and days as text, a number that is none as ``None``."""
    if isinstance(value, Decimal | dt.date):
        return exact(value)
    if isinstance(value, float) and (not math.isfinite(value)):
        return None
    return value


def exact(value: Value) -> str:
    """Write a value as a file holds it: nothing is rounded, ``None`` is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _number(value: int | Decimal, lang: str) -> str:
    number = Decimal(value)
    if not number.is_finite():
        return str(value)
    if abs(number) >= _WHOLE_FROM:
        number = number.to_integral_value()
    elif number and abs(number) < Decimal("0.1"):
        number = number.quantize(Decimal(1).scaleb(number.adjusted() - 1))
    else:
        number = round(number, _DECIMALS)
    text = f"{number:,f}"
    if abs(number) < _GROUPED_FROM:
        text = text.replace(",", "")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate({ord(","): "\u202f", ord("."): ","}) if lang == "fr" else text
