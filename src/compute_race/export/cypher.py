"""An openCypher script, which Neo4j and Memgraph run: one statement a line.

Source of the format: openCypher 9, https://opencypher.org/resources/
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from compute_race.export.projection import Projection, Value
from compute_race.export.texts import Texts
from compute_race.export.xml_writing import write_lines

_ESCAPES: Final = str.maketrans(
    {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x00": "\ufffd"}
)
_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OWN: Final = ("source", "target", "relation")


def write_cypher(projection: Projection, out: BinaryIO) -> list[str]:
    """Write a projection as a script of CREATE statements; gives what UTF-8 cannot hold."""
    texts = Texts()
    write_lines(out, _lines(projection, texts))
    return texts.notes()


def label_of(kind: str) -> str:
    """Give the label of a kind of node: ``Organization``."""
    return kind[:1].upper() + kind[1:]


def type_of(relation: str) -> str:
    """Give the type of a relation as Cypher writes types: ``SUBSIDIARY_OF``."""
    return _WORDS.sub("_", relation).upper()


def _lines(projection: Projection, texts: Texts) -> Iterator[str]:
    yield f"// {projection.title}\n"
    for record in projection.nodes.records():
        label = label_of(str(record.get("kind", "thing")))
        yield f"CREATE (:Thing:`{label}` {_map(record, texts)});\n"
    yield "CREATE INDEX thing_id IF NOT EXISTS FOR (n:Thing) ON (n.id);\n"
    for record in projection.edges.records():
        source, target, relation = (record.pop(name) for name in _OWN)
        yield (
            f"MATCH (a:Thing {{id: {_literal(source, texts)}}}),"
            f" (b:Thing {{id: {_literal(target, texts)}}})"
            f" CREATE (a)-[:`{type_of(str(relation))}` {_map(record, texts)}]->(b);\n"
        )


def _map(record: Mapping[str, Value], texts: Texts) -> str:
    pairs = (f"`{name}`: {_literal(value, texts)}" for name, value in record.items())
    return "{" + ", ".join(pairs) + "}"


def _literal(value: Value, texts: Texts) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{texts.clean(value).translate(_ESCAPES)}'"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dt.date):
        return f"date('{value.isoformat()}')"
    raise TypeError(f"there is no type for {value!r}")
