"""What a store answers: rows, a truth value or triples."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Solutions:
    """The rows of a SELECT: variable names without ``?``, one term or ``None`` a cell."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


Answer = Solutions | bool | tuple[ox.Triple, ...]


def solutions(found: ox.QuerySolutions) -> Solutions:
    """Read all rows of an engine's answer to a SELECT."""
    names = tuple(variable.value for variable in found.variables)
    return Solutions(names, tuple(map(tuple, found)))
