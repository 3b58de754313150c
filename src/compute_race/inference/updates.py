"""Horn rules as SPARQL text, built from serialised terms only."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from compute_race.basics.namespaces import GRAPH
from compute_race.inference.horn import Pattern, Rule

#: Where an update puts what it found, until the caller moves it to the facts.
FRESH = ox.NamedNode(GRAPH + "fresh")


def _text(patterns: Iterable[Pattern]) -> str:
    return " . ".join(" ".join(str(term) for term in pattern) for pattern in patterns)


def update_of(rule: Rule) -> str:
    """Write a rule as an INSERT that puts what is new, and only that, into `FRESH`.

    Reads the default graph. Raises `ValueError` for a constraint, which inserts nothing.
    """
    if rule.head is None:
        raise ValueError(f"a constraint has no update: {rule.axiom}")
    head, body = _text([rule.head]), _text(rule.body)
    known = f"FILTER NOT EXISTS {{ {head} }}"
    return f"INSERT {{ GRAPH {FRESH} {{ {head} }} }} WHERE {{ {body} {known} }}"


def query_of(rule: Rule) -> str:
    """Write a constraint as the SELECT that finds what violates it."""
    return f"SELECT DISTINCT * WHERE {{ {_text(rule.body)} }}"
