"""The reference engine: pySHACL over an rdflib graph in memory.

Slow and well proven: it is the oracle of the tests, the fallback where the
native wheel is absent, and there for whoever asks for it. Imported by
``engine`` alone, and only then, because pySHACL takes 0.4 s to import.

The data is read by pyoxigraph and not by rdflib, so that literals keep their
lexical form (rdflib would write ``"007"`` as ``"7"``): a result then names the
same terms as the native engine's. It never runs on a graph backed by Oxigraph,
where pySHACL reports false violations.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from warnings import catch_warnings, simplefilter

import pyoxigraph as ox
import rdflib
from pyshacl import validate
from pyshacl.errors import ReportableRuntimeError
from rdflib.namespace import SH
from rdflib.term import Node

from compute_race.basics.problems import RaceError
from compute_race.validation.shapes import ShapesFile

_PARTS: Final = (
    SH.focusNode,
    SH.resultPath,
    SH.value,
    SH.sourceShape,
    SH.sourceConstraintComponent,
)
_STRING: Final = ox.NamedNode(str(rdflib.XSD.string))


class _NoIllTyped(logging.Filter):
    """Drops rdflib's note on each ill-typed literal: the shapes report those."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith("Failed to convert Literal")


class _Literal(rdflib.Literal):
    """A literal that stands in no order with what it cannot be compared with.

    So SHACL has it; rdflib raises there, or Python itself where a decimal is
    compared with NaN, and pySHACL lets it pass through.
    """

    __slots__ = ()

    def eq(self, other: object) -> bool:
        try:
            return super().eq(other) is True
        except ArithmeticError:
            return False

    def __gt__(self, other: object) -> bool:
        try:
            return super().__gt__(other) is True
        except (ArithmeticError, TypeError):
            return False

    def __lt__(self, other: object) -> bool:
        try:
            return super().__lt__(other) is True
        except (ArithmeticError, TypeError):
            return False

    def __le__(self, other: object) -> bool:
        try:
            return super().__le__(other) is True
        except (ArithmeticError, TypeError):
            return False


logging.getLogger("rdflib.term").addFilter(_NoIllTyped())


def results(data: bytes, shapes: ShapesFile) -> Iterator[tuple[str, ...]]:
    """Yield focus node, path, value, shape and component of each result.

    ``data`` is N-Triples without blank nodes. Each part is a term in N-Triples form, or empty: a
    path that is no single property is empty. Raises ``RaceError`` where the
    engine can read neither the shapes nor the data.
    """
    try:
        with catch_warnings():
            # rdflib warns of odd booleans: the shapes report those.
            simplefilter("ignore", UserWarning)
            # In place: nothing is inferred, so nothing is added, and no copy is needed.
            _, report, text = validate(
                _graph(data), shacl_graph=_shapes_graph(shapes.text), inplace=True
            )
    except (ReportableRuntimeError, SyntaxError, ArithmeticError, ValueError) as error:
        raise RaceError(f"the SHACL engine pySHACL stopped: {error}") from error
    if not isinstance(report, rdflib.Graph):
        raise RaceError(f"the SHACL engine pySHACL gave no report: {text}")
    # Only the report's own results: those of nested shapes hang on them as sh:detail.
    for result in report.objects(None, SH.result):
        focus, path, value, shape, component = (report.value(result, part) for part in _PARTS)
        single = path if isinstance(path, rdflib.URIRef) else None
        yield _text(focus), _text(single), _text(value), _text(shape), _text(component)


@lru_cache(maxsize=4)
def _shapes_graph(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="turtle")


def _graph(data: bytes) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in ox.parse(data, format=ox.RdfFormat.N_TRIPLES):
        subject, object_ = _node(triple.subject), _node(triple.object)
        graph.add((subject, rdflib.URIRef(triple.predicate.value), object_))
    return graph


def _node(term: object) -> rdflib.term.IdentifiedNode | rdflib.Literal:
    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.Literal() if term.language is not None:
            return _Literal(term.value, lang=term.language)
        case ox.Literal() if term.datatype == _STRING:
            # rdflib tells "x" from "x"^^xsd:string, and the shapes file has the former.
            return _Literal(term.value)
        case ox.Literal():
            datatype = rdflib.URIRef(term.datatype.value)
            return _Literal(term.value, datatype=datatype, normalize=False)
        case _:
            raise RaceError(f"{term}: neither an IRI nor a literal, so it cannot be validated")


def _text(node: Node | None) -> str:
    match node:
        case None:
            return ""
        case rdflib.URIRef():
            return f"<{node}>"
        case rdflib.Literal():
            if node.datatype is None:
                return str(ox.Literal(str(node), language=node.language))
            datatype = ox.NamedNode(str(node.datatype))
            return str(ox.Literal(str(node), datatype=datatype))
        case _:
            # A blank node of the shapes: one that cannot be named by anybody.
            return "_:"
