"""SPARQL answers as bytes: the W3C result formats, and RDF in a fixed order."""

from __future__ import annotations

import json
import re
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import PREFIXES
from compute_race.basics.problems import UsageError
from compute_race.dataset.store import Answer, Solutions, Term

RESULT_FORMATS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
RDF_FORMATS: Final = {"turtle": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES}


def serialise(answer: Answer, name: str) -> bytes:
    """Write an answer in a format of the two tables above.

    Raises ``UsageError`` where the form of the query does not fit: rows are
    no triples, and triples are no rows.
    """
    if isinstance(answer, Solutions | bool):
        if name not in RESULT_FORMATS:
            advice = f"use --format {', '.join(['table', *RESULT_FORMATS])}"
            raise UsageError(f"{name} is for CONSTRUCT and DESCRIBE queries", advice)
        if isinstance(answer, bool) and name in ("csv", "tsv"):
            return b"true\n" if answer else b"false\n"
        results = ox.parse_query_results(_json(answer), format=ox.QueryResultsFormat.JSON)
        return results.serialize(format=RESULT_FORMATS[name]) or b""
    if name not in RDF_FORMATS:
        raise UsageError(f"{name} is for SELECT and ASK queries", "use --format turtle, nt")
    return graph_text(answer, name)


def graph_text(triples: tuple[ox.Triple, ...], name: str) -> bytes:
    """Write triples sorted, each once; blank nodes get names that depend on the graph alone."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in set(triples))
    if any(isinstance(part, ox.BlankNode) for t in triples for part in (t.subject, t.object)):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    ordered = sorted((quad.triple for quad in dataset), key=str)
    if name == "nt":
        return ox.serialize(ordered, format=ox.RdfFormat.N_TRIPLES) or b""
    text = (ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()
    # The library writes every prefix it is given, in no fixed order.
    lines = text.splitlines(keepends=True)
    body = "".join(line for line in lines if not line.startswith("@prefix"))
    used = [
        f"PREFIX {prefix}: <{iri}>\n"
        for prefix, iri in PREFIXES.items()
        if re.search(rf"(?:^|[\s,^]){prefix}:", body)
    ]
    return ("".join(used) + ("\n" if used else "") + body).encode()


def pack(answer: Answer) -> bytes:
    """Write an answer so that another process of the program can read it back whole."""
    if isinstance(answer, Solutions | bool):
        return b"R" + _json(answer)
    return b"G" + (ox.serialize(answer, format=ox.RdfFormat.N_TRIPLES) or b"")


def unpack(data: bytes) -> Answer:
    """Read what :func:`pack` wrote; ``ValueError`` or ``SyntaxError`` for anything else."""
    kind, body = data[:1], data[1:]
    if kind == b"G":
        quads = ox.parse(body, format=ox.RdfFormat.N_TRIPLES)
        return tuple(quad if isinstance(quad, ox.Triple) else quad.triple for quad in quads)
    if kind != b"R":
        raise ValueError("no packed answer")
    results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    names = tuple(variable.value for variable in results.variables)
    return Solutions(names, tuple(tuple(row[name] for name in names) for row in results))


def _json(answer: Solutions | bool) -> bytes:
    if isinstance(answer, bool):
        return json.dumps({"head": {}, "boolean": answer}).encode()
    rows = [
        {
            name: _term(term)
            for name, term in zip(answer.variables, row, strict=True)
            if term is not None
        }
        for row in answer.rows
    ]
    document = {"head": {"vars": list(answer.variables)}, "results": {"bindings": rows}}
    return json.dumps(document, ensure_ascii=False).encode()


def _term(term: Term) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        value = {name: _term(part) for name, part in parts.items()}
        return {"type": "triple", "value": value}
    found: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language is not None:
        return {**found, "xml:lang": term.language}
    return {**found, "datatype": term.datatype.value}
