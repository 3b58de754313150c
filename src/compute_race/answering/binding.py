"""Parameters of stored questions: found as ``VALUES`` blocks, replaced by serialised terms.

A value never becomes part of a query as text: it is made a term first, and
the term is written by the RDF library.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

import pyoxigraph as ox

from compute_race.answering.options import CURRENCIES
from compute_race.basics.namespaces import ENT, PREFIXES, SRC, UNIT, XSD, expand
from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean

Parameter = str | int | Decimal | dt.date | bool
Node = ox.NamedNode | ox.Literal

#: What figures are converted into.
_CURRENCIES: Final = tuple(name for name in CURRENCIES if name != "original")
_EXPECTED: Final = {
    "iri": "an IRI or a prefixed name such as ent:alibaba-group",
    "string": "a text",
    "integer": "a whole number such as 2025",
    "decimal": "a number such as 0.05",
    "date": "a day such as 2025-03-01",
    "boolean": "true or false",
    "currency": f"a currency of the comparison: {', '.join(_CURRENCIES)}",
    "lang": "a language of the labels: en, fr",
    "slug": "a slug such as alibaba-group",
    "document": "a document's slug such as silicon-fr-alibaba-30-milliards",
}
#: What to type where the words above do not end in it.
_EXAMPLES: Final = {"currency": _CURRENCIES[0], "lang": "en", "boolean": "true"}
#: The types with few values, all of which are known.
_CLOSED: Final = {"currency": _CURRENCIES, "lang": ("en", "fr")}
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DOCUMENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DECIMAL: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_SKIPPED: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r'|<[^<>"{}|^`\\\s]*>'
    r"|#[^\n]*"
)
_BLOCK: Final = re.compile(r"\bVALUES\s+[?$]([A-Za-z_]\w*)\s*(\{[^{}]*\})", re.IGNORECASE)
_PREFIXED: Final = re.compile(r"(?<![\w?$@:.-])([A-Za-z_][\w.-]*):(?=[\w%\\])")
_PREFIX: Final = re.compile(r"\bPREFIX\s+([\w.-]*):\s*<([^<>]*)>", re.IGNORECASE)


class Declared(Protocol):
    """A parameter as a question declares it."""

    @property
    def name(self) -> str:
        """Give the name, which is that of a variable of the query."""

    @property
    def type(self) -> str:
        """Give the type, one of those of :mod:`compute_race.answering.questions`."""


@dataclass(frozen=True)
class Block:
    """A ``VALUES ?variable { ... }`` of a query: its line from 1, and where the braces lie."""

    variable: str
    line: int
    start: int
    end: int


def blocks_of(text: str) -> list[Block]:
    """Find the VALUES blocks over one variable, in order; not those in comments or strings."""
    return [
        Block(match[1], text.count("\n", 0, match.start()) + 1, match.start(2), match.end(2))
        for match in _BLOCK.finditer(masked(text))
    ]


def masked(text: str) -> str:
    """Give a query with comments, strings and IRIs blanked, every place as it was."""
    return _SKIPPED.sub(_blank, text)


def iris_in(text: str) -> list[str]:
    """Give the IRIs in angle brackets, in order; not those in comments or strings."""
    found = (match[0] for match in _SKIPPED.finditer(text))
    return [token[1:-1] for token in found if token.startswith("<")]


def undeclared_prefixes(text: str) -> list[str]:
    """Give the prefixes a query uses that neither it nor the project declares, in order."""
    declared = {*PREFIXES, "_", *(prefix for prefix, _ in _PREFIX.findall(text))}
    used = dict.fromkeys(_PREFIXED.findall(masked(text)))
    return [prefix for prefix in used if prefix not in declared]


def terms_in(text: str, block: Block) -> list[Node | None] | None:
    """Read the terms of a block (``None`` for UNDEF); ``None`` where it is no valid SPARQL."""
    declared = {**PREFIXES, **dict(_PREFIX.findall(text))}
    query = f"SELECT ?x {{ VALUES ?x {text[block.start : block.end]} }}"
    try:
        result = ox.Store().query(query, prefixes=declared)
    except SyntaxError:
        return None
    return [row["x"] for row in result] if isinstance(result, ox.QuerySolutions) else None


def bind(text: str, params: Iterable[Declared], values: Mapping[str, Parameter]) -> str:
    """Give a query with some of its parameters set, the others at their defaults.

    Raises ``UsageError`` for a value that does not fit its parameter's type,
    and for a parameter the question does not have.
    """
    declared = {param.name: param for param in params}
    for name in values:
        if name not in declared:
            takes = f"it takes {', '.join(sorted(declared)) or 'none'}"
            advice = did_you_mean(name, declared, takes)
            raise UsageError(f"the question has no parameter {name}", advice)
    for block in reversed(blocks_of(text)):
        if block.variable in values and block.variable in declared:
            param = declared[block.variable]
            try:
                term = term_of(param.type, values[param.name], param.name)
            except ValueError as error:
                advice = f"write {param.name}={_example(param.type)}"
                raise UsageError(str(error), advice) from None
            text = f"{text[: block.start]}{{ {term} }}{text[block.end :]}"
    return text


def term_of(type_: str, value: Parameter, name: str) -> Node:
    """Make the term of a parameter; ``ValueError`` says what was expected of which parameter."""
    try:
        return _term(type_, value)
    except (ValueError, ArithmeticError):
        wanted = _EXPECTED[type_]
        raise ValueError(f'{name} is "{value}", which is not {wanted}') from None


def _term(type_: str, value: Parameter) -> Node:
    text = f"{value:f}" if isinstance(value, Decimal) else str(value).strip()
    if type_ == "string":
        return ox.Literal(str(value))
    if type_ == "iri":
        iri = expand(text.removeprefix("<").removesuffix(">"))
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri):
            raise ValueError(text)
        return ox.NamedNode(iri)
    if type_ == "slug":
        return ox.NamedNode(ENT + _matching(_SLUG, text.removeprefix("ent:").removeprefix(ENT)))
    if type_ == "document":
        return ox.NamedNode(SRC + _matching(_DOCUMENT, expand(text).removeprefix(SRC)))
    if type_ == "currency":
        code = text.removeprefix("unit:CCY_").removeprefix(UNIT + "CCY_").upper()
        return ox.NamedNode(f"{UNIT}CCY_{_one_of(type_, code)}")
    if type_ == "lang":
        return ox.Literal(_one_of(type_, text.lower()))
    if type_ == "integer":
        return _literal(str(int(_matching(re.compile(r"[+-]?[0-9]+"), text))), type_)
    if type_ == "decimal":
        return _literal(f"{Decimal(_matching(_DECIMAL, text)):f}", type_)
    if type_ == "date":
        return _literal(dt.date.fromisoformat(text).isoformat(), type_)
    if type_ == "boolean":
        return _literal(_matching(re.compile("true|false"), text.lower()), type_)
    raise TypeError(f"no such type: {type_}")


def _literal(text: str, type_: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + type_))


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if pattern.fullmatch(text) is None:
        raise ValueError(text)
    return text


def _one_of(type_: str, text: str) -> str:
    if text not in _CLOSED[type_]:
        raise ValueError(text)
    return text


def _example(type_: str) -> str:
    return _EXAMPLES.get(type_) or _EXPECTED[type_].rpartition(" ")[2]


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
