"""An openCypher script, which Neo4j and Memgraph run: one statement a line.

Source of the format: openCypher 9, https://opencypher.org/resources/
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from compute_race.export.projection import Projection, Value
from compute_race.export.texts import Texts
from compute_race.export.writing import write_lines

_ESCAPES: Final = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OWN: Final = ("source", "target", "relation")
#: The index by which ends are found. As it is no part of openCypher, Memgraph knew it by
#: another name until it took that of Neo4j. First, so that a script that is run again stops
#: at it and doubles nothing.
_INDEX: Final = "CREATE INDEX thing_id FOR (n:Thing) ON (n.id);\n"
_OLD_INDEX: Final = "a Memgraph that does not take the index wants CREATE INDEX ON :Thing(id)"


def write_cypher(projection: Projection, out: BinaryIO) -> list[str]:
    """Write a projection as a script of CREATE statements; gives what it cannot hold.

    A node has the label ``Thing`` and that of its kind; a relation is the type of its
    relationship, and ``id`` is a property of both. ``ValueError`` for a number that openCypher
    does not have.
    """
    texts = Texts(nul=False)
    write_lines(out, _lines(projection, texts))
    return texts.notes()


def label_of(kind: str) -> str:
    """Give the label of a kind of node: ``Organization``."""
    return kind[:1].upper() + kind[1:]


def type_of(relation: str) -> str:
    """Give the type of a relation as Cypher writes types: ``SUBSIDIARY_OF``."""
    return _WORDS.sub("_", relation).upper()


def _lines(projection: Projection, texts: Texts) -> Iterator[str]:
    yield f"// {projection.title} ({_OLD_INDEX})\n"
    yield _INDEX
    for record in projection.nodes.records():
        kind = record.get("kind")
        label = "" if kind is None else f":{_name(label_of(str(kind)))}"
        yield f"CREATE (:Thing{label} {_map(record, texts)});\n"
    for record in projection.edges.records():
        source, target, relation = (str(record.pop(name)) for name in _OWN)
        yield (
            f"MATCH (a:Thing {{id: {_text(source, texts)}}}),"
            f" (b:Thing {{id: {_text(target, texts)}}})"
            f" CREATE (a)-[:{_name(type_of(relation))} {_map(record, texts)}]->(b);\n"
        )


def _name(text: str) -> str:
    return "`" + text.replace("`", "``") + "`"


def _map(record: Mapping[str, Value], texts: Texts) -> str:
    pairs = (f"{_name(name)}: {_literal(value, texts)}" for name, value in record.items())
    return "{" + ", ".join(pairs) + "}"


def _text(text: str, texts: Texts) -> str:
    return f"'{texts.clean(text).translate(_ESCAPES)}'"


def _literal(value: Value, texts: Texts) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value, texts)
    if isinstance(value, int):
        return repr(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"openCypher has no number {value!r}")
        # openCypher has exponents without a sign or with a minus, none with a plus.
        return repr(value).replace("+", "")
    if isinstance(value, dt.date):
        return f"date('{value.isoformat()}')"
    raise TypeError(f"there is no type for {value!r}")
