"""What an imported graph says, read with another parser's eyes, for tests of importers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, TypeVar

import pyoxigraph as ox

from compute_race.basics.namespaces import RACE, RDFS, XSD, shorten
from compute_race.importing.check import Checker
from compute_race.importing.register import Register
from compute_race.importing.snapshot import Imported
from support import ROOT

_Item = TypeVar("_Item")

#: Values of a subject by the local name of the predicate.
Facts = dict[str, dict[str, set[str]]]


def real_register() -> Register:
    """Read the register of the real graph."""
    return Register.read(ROOT / "ontology", ROOT / "graph")


def real_checker(register: Register) -> Checker:
    """Make the check that the real import ends with."""
    return Checker(register, ROOT / "ontology" / "shapes.ttl")


def facts_of(imported: Imported) -> Facts:
    """Give all triples, short: ``race:planned``, ``2025-06^^xsd:gYearMonth``, ``word@en``."""
    found: Facts = {}
    for triple in ox.parse(imported.ntriples, format=ox.RdfFormat.N_TRIPLES):
        name = str(triple.predicate.value)
        for namespace in (RACE, RDFS):
            name = name.removeprefix(namespace)
        subject = found.setdefault(_short(triple.subject), {})
        subject.setdefault(shorten(name), set()).add(_short(triple.object))
    return found


def drawn(items: Sequence[_Item], count: int = 40) -> list[_Item]:
    """Draw at random, the same ones in every run."""
    return random.Random(20260806).sample(items, count)  # noqa: S311 - a seeded case, no secret


def unresolved_of(imported: Imported) -> dict[str, list[str]]:
    """Give the names that did not resolve, with their candidates."""
    entries: Any = imported.manifest["unresolved"]
    return {entry["name"]: entry["candidates"] for entry in entries}


def _short(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    assert isinstance(term, ox.Literal), "no blank nodes in imported graphs"
    if term.language is not None:
        return f"{term.value}@{term.language}"
    datatype = term.datatype.value.removeprefix(XSD)
    return term.value if datatype == "string" else f"{term.value}^^{datatype}"
