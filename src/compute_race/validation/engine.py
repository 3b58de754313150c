"""Validation by SHACL: one small interface, two engines behind it.

The native engine (PyPI ``shacl``, compiled) is the daily one, pySHACL the
reference. Measured with 20 core and 3 SPARQL shapes at 10,000, 100,000 and
1,000,000 triples: pySHACL 14.5 s, minutes, not tried; ``pyshacl-turbo`` 1.2,
16 and 90 s; ``shacl`` 0.06, 0.43 and 4.8 s. All pass the 98 core tests of the
W3C suite; of the 23 SPARQL tests the native engine passes 22, and there a SPARQL
constraint that compares ``xsd:date`` passes silently. Hence the limits:

- ``ontology/shapes.ttl`` keeps to SHACL Core that both engines do alike; its
  head says how. ``tests/test_engines.py`` holds both to the same results.
- Partial dates are never compared in shapes; ``checks`` does that.
- Validation runs before inference, over the union of the hand-kept graphs and
  the ontology: inferred types would hide what was forgotten, and one document
  alone, or a graph without the subclass axioms, gives false results.

Blank nodes get IRIs for the time of the run, because the native engine renames
them (nobody could tell which node is meant) and pySHACL stops where it should
compare one. To a shape that asks for ``sh:nodeKind sh:IRI`` they would pass
for IRIs: the shapes use ``sh:pattern`` instead, which no such IRI matches.

Without the native wheel pySHACL takes over; ``available_engine`` says so
beforehand, so that whoever prints the result can tell the user.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Literal, Protocol, TypeVar, cast

import pyoxigraph as ox

from compute_race.basics.namespaces import shorten
from compute_race.basics.problems import Problem, RaceError
from compute_race.validation.shapes import ShapesFile

Engine = Literal["native", "pyshacl"]
_Term = TypeVar("_Term")

# The engines are loaded by name: importing both would cost every command the 0.4 s of
# pySHACL, and the native wheel may not exist for a platform. This is the only such place.
_MODULES: Final[dict[Engine, str]] = {
    "native": "compute_race.validation.native",
    "pyshacl": "compute_race.validation.reference",
}
_BLANK: Final = "urn:compute-race:blank-node:"
_SHOWN_VALUE: Final = 60

#: Gives file and line of a statement by focus node, path and value as in ``Violation``.
Locate = Callable[[str, str | None, str | None], tuple[str, int]]


@dataclass(frozen=True, order=True)
class Violation:
    """One SHACL result, written alike whichever engine found it.

    IRIs are bare, literals are N-Triples terms (``"2025-13"^^<...>``, language
    tags in lower case), blank nodes ``_:label`` as in the data. ``path`` is
    empty for a node shape's own constraint, ``value`` where the constraint
    names none (a missing value). ``shape`` and ``component`` are IRIs.
    """

    focus: str
    path: str
    value: str
    shape: str
    component: str


class _EngineModule(Protocol):
    def results(self, data: bytes, shapes: ShapesFile) -> Iterator[tuple[str, ...]]: ...


def available_engine(wanted: Engine = "native") -> Engine:
    """Give the engine that ``validate`` will use where ``wanted`` is asked for.

    It is another one only where the native wheel is not installed: then
    pySHACL, which the caller should tell the user. Raises ``RaceError`` where
    there is no engine at all.
    """
    return _load(wanted)[0]


def validate(data: bytes, shapes: ShapesFile, engine: Engine = "native") -> list[Violation]:
    """Validate N-Triples against shapes; results are sorted, each once.

    ``data`` is the union of all hand-kept graphs, the ontology and its terms.
    Raises ``RaceError`` where the data or shapes cannot be read, or where no
    engine is installed; falls back as ``available_engine`` says.
    """
    module = _load(engine)[1]
    if b"_:" in data:
        data = _without_blank_nodes(data)
    found = [tuple(map(_plain, result)) for result in module.results(data, shapes)]
    return sorted({Violation(*parts) for parts in found})


def to_problems(
    violations: Iterable[Violation], shapes: ShapesFile, locate: Locate, lang: str = "en"
) -> list[Problem]:
    """Say each violation as a problem at one place, sorted, each once.

    ``locate`` is asked with the violation's focus node, path (or the property
    that the shape names as the place) and value, None for what there is not.
    Messages are in ``lang``, else in English.
    """
    problems = set()
    for violation in violations:
        path = violation.path or shapes.places.get(violation.shape)
        value = violation.value if violation.path else ""
        place = locate(violation.focus, path, value or None)
        problems.add(to_problem(violation, shapes, place, value, lang))
    return sorted(problems)


def to_problem(
    violation: Violation,
    shapes: ShapesFile,
    place: tuple[str, int],
    said: str = "",
    lang: str = "en",
) -> Problem:
    """Say a violation as a problem at a file and line.

    The message names the focus node by its short form, and in brackets
    ``said``: the value, or the predicate, at which it is shown.
    """
    wrong, advice = shapes.message(violation.shape, lang)
    here = f" ({_cut(_short(said))})" if said else ""
    message = f"{_short(violation.focus)}: {wrong}{here}"
    return Problem(*place, shapes.rule_of(violation.shape), message, advice, violation.focus)


def _load(wanted: Engine) -> tuple[Engine, _EngineModule]:
    order: tuple[Engine, ...] = ("native", "pyshacl") if wanted == "native" else ("pyshacl",)
    for name in order:
        try:
            return name, cast(_EngineModule, import_module(_MODULES[name]))
        except ImportError as error:
            if error.name is not None and error.name.startswith("compute_race"):
                raise
    raise RaceError("no SHACL engine is installed", "type: pip install pyshacl")


def _without_blank_nodes(data: bytes) -> bytes:
    # A line without the two signs has no blank node; of the others some only have them in a text.
    kept: list[bytes] = []
    renamed: list[bytes] = []
    for line in data.splitlines(keepends=True):
        (renamed if b"_:" in line else kept).append(line)
    try:
        named = [
            ox.Triple(_named(triple.subject), triple.predicate, _named(triple.object))
            for triple in ox.parse(b"".join(renamed), format=ox.RdfFormat.N_TRIPLES)
        ]
    except SyntaxError as error:
        raise RaceError(f"the data to validate is no N-Triples: {error}") from error
    return (ox.serialize(named, format=ox.RdfFormat.N_TRIPLES) or b"") + b"".join(kept)


def _named(term: _Term) -> _Term | ox.NamedNode:
    return ox.NamedNode(_BLANK + term.value) if isinstance(term, ox.BlankNode) else term


def _plain(term: str) -> str:
    if term.startswith(f"<{_BLANK}"):
        return f"_:{term[len(_BLANK) + 1 : -1]}"
    if term.startswith("<"):
        return term[1:-1]
    if not term.startswith('"'):
        return term
    # Engines differ in escapes and in the case of language tags: one reader, one writer.
    (triple,) = ox.parse(f"<x:s> <x:p> {term} .", format=ox.RdfFormat.N_TRIPLES)
    literal = cast(ox.Literal, triple.object)
    if literal.language is not None:
        return str(ox.Literal(literal.value, language=literal.language.lower()))
    return str(literal)


def _short(term: str) -> str:
    if term.startswith('"'):
        text, _, datatype = term.rpartition("^^")
        return f"{text}^^{shorten(datatype[1:-1])}" if text and datatype.endswith(">") else term
    return shorten(term)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_VALUE else f"{line[:_SHOWN_VALUE]}..."
