"""The whole graph as RDF: N-Quads, Turtle and JSON-LD, each the same bytes every time.

Lexical forms stay as they are in the store: an RDF library that parses and writes again would
turn ``P36M`` into ``P3Y``. Blank nodes keep the names that the store has for them, which a build
gives by file and place, so they are the same every time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, BinaryIO, Final

import pyoxigraph as ox

from compute_race.basics.namespaces import PREFIXES, RDF, XSD
from compute_race.dataset.store import Store, Term, select
from compute_race.export.json_writing import dump
from compute_race.export.writing import write_lines

_TYPE: Final = f"<{RDF}type>"
_ALL: Final = "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }"
_NAMES: Final = PREFIXES | {
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
}
#: An IRI in brackets that can be written with a prefix: its local name needs no escape.
_NAMED: Final = re.compile(
    "<(" + "|".join(map(re.escape, sorted(_NAMES.values(), reverse=True))) + ")"
    r"([A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9_-]))*)>"
)
_PREFIX_OF: Final = {space: name for name, space in _NAMES.items()}
Triple = tuple[str, str, str]


def write_nquads(store: Store, out: BinaryIO) -> list[str]:
    """Write every quad of the named graphs, sorted, each once."""
    lines = {
        f"{subject} {predicate} {value} {graph} .\n"
        for subject, predicate, value, graph in select(store, _ALL).rows
    }
    write_lines(out, iter(sorted(lines, key=str.encode)))
    return []


def write_turtle(store: Store, out: BinaryIO) -> list[str]:
    """Write the merge of all named graphs, sorted; which graph says what is not in it."""
    triples = sorted({(str(s), str(p), str(o)) for s, p, o, _ in select(store, _ALL).rows})
    used = {name for triple in triples for term in triple if (name := _prefix(term))}
    heads = (f"PREFIX {name}: <{_NAMES[name]}>\n" for name in sorted(used))
    write_lines(out, heads)
    write_lines(out, _blocks(triples))
    return ["Turtle holds one graph: which document says what is in nquads and jsonld"]


def write_jsonld(store: Store, out: BinaryIO) -> list[str]:
    """Write every named graph with its things, sorted, under a context of prefixes."""
    # Every IRI is written in full. "data:" begins IRIs of its own, which would be rewritten.
    context = {name: iri for name, iri in sorted(_NAMES.items()) if name != "data"}
    out.write(f'{{"@context": {dump(context)},\n"@graph": ['.encode())
    graphs: dict[str, dict[str, dict[str, list[Any]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for subject, predicate, value, place in select(store, _ALL).rows:
        graphs[_id(place)][_id(subject)][_id(predicate)].append(_json(value))
    separator = "\n"
    for graph in sorted(graphs):
        things = [_thing(iri, graphs[graph][iri]) for iri in sorted(graphs[graph])]
        body = ",\n  ".join(map(dump, things))
        out.write(f'{separator}{{"@id": {dump(graph)}, "@graph": [\n  {body}]}}'.encode())
        separator = ",\n"
    out.write(b"\n]}\n")
    return []


def _blocks(triples: Iterable[Triple]) -> Iterator[str]:
    for subject, group in groupby(triples, key=lambda triple: triple[0]):
        lines = []
        by_predicate = groupby(group, key=lambda triple: triple[1])
        pairs = [(predicate, [value for *_, value in held]) for predicate, held in by_predicate]
        for predicate, values in sorted(pairs, key=lambda pair: (pair[0] != _TYPE, pair[0])):
            name = "a" if predicate == _TYPE else _short(predicate)
            lines.append(f"{name} {', '.join(map(_short, values))}")
        yield f"\n{_short(subject)} " + " ;\n    ".join(lines) + " .\n"


def _prefix(term: str) -> str | None:
    """Give the prefix that a term of N-Triples can be written with, if one fits."""
    found = _NAMED.fullmatch(term, _start(term))
    return _PREFIX_OF[found[1]] if found else None


def _short(term: str) -> str:
    """Write a term of N-Triples with its prefix, where one fits."""
    start = _start(term)
    found = _NAMED.fullmatch(term, start)
    return f"{term[:start]}{_PREFIX_OF[found[1]]}:{found[2]}" if found else term


def _start(term: str) -> int:
    """Give where the IRI of a term begins: its own, or that of the datatype of a literal."""
    # Without its bracket at the end the mark is part of a text.
    return term.rfind("^^<") + 2 if term[0] == '"' and term[-1] == ">" else 0


def _thing(iri: str, properties: dict[str, list[Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": iri}
    for predicate in sorted(properties):
        values = sorted(properties[predicate], key=dump)
        if predicate == RDF + "type":
            found["@type"] = [value["@id"] for value in values]
        else:
            found[predicate] = values
    return found


def _id(term: Term | None) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    raise TypeError(f"JSON-LD has no name for {term}")


def _json(term: Term | None) -> dict[str, str]:
    """Give a value in full form: a plain number would be read back in another lexical form."""
    if isinstance(term, ox.NamedNode | ox.BlankNode):
        return {"@id": _id(term)}
    if isinstance(term, ox.Literal):
        if term.language is not None:
            return {"@value": term.value, "@language": term.language}
        if term.datatype.value == XSD + "string":
            return {"@value": term.value}
        return {"@value": term.value, "@type": term.datatype.value}
    raise TypeError(f"JSON-LD has no value for {term}")
