"""The last gate of an import: the shapes of the ontology, over the graph and the register.

The graph sees the vocabulary and the entities, as a hand-kept file would. Rules on how
hand-kept files name things do not bind the nodes of a data set (its own namespace, claims
called after their records), and only there: a hand-kept file that uses such a name is refused.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import DATA, SRC
from compute_race.basics.problems import ProblemsError
from compute_race.importing.register import Register
from compute_race.importing.snapshot import Imported
from compute_race.validation.engine import Violation, to_problems, validate
from compute_race.validation.shapes import ShapesFile

#: Rules on the form of hand-kept files that do not bind nodes of a data set, and its claims.
_NOT_FOR_NODES: Final = frozenset({"entity-iri", "organization-identifier"})
_NOT_FOR_CLAIMS: Final = frozenset({"claim-iri"})


class Checker:
    """Checks imported graphs against the shapes, one after the other."""

    def __init__(self, register: Register, shapes: Path) -> None:
        """Check with the entities and vocabulary of ``register`` and the file ``shapes``."""
        self._shapes = ShapesFile.read(shapes)
        self._base = ox.serialize(register.triples, format=ox.RdfFormat.N_TRIPLES) or b""

    def check(self, imported: Imported, shown: str) -> None:
        """Raise ``ProblemsError`` where the graph breaks a rule, each with its row's line."""
        found = validate(self._base + imported.ntriples, self._shapes)
        wrong = [
            violation
            for violation in found
            if self._is_for(violation, imported) and violation not in self._known
        ]
        if not wrong:
            return

        def locate(focus: str, path: str | None, value: str | None) -> tuple[str, int]:
            place = imported.places.get(focus)
            return shown, imported.lines.get(place, 0) if isinstance(place, int) else 0

        raise ProblemsError(to_problems(wrong, self._shapes, locate))

    @cached_property
    def _known(self) -> frozenset[Violation]:
        """What the register breaks by itself, without its documents; asked for when need be."""
        return frozenset(validate(self._base, self._shapes))

    def _is_for(self, violation: Violation, imported: Imported) -> bool:
        rule = self._shapes.rule_of(violation.shape)
        if violation.focus.startswith(DATA):
            return rule not in _NOT_FOR_NODES
        if violation.focus.startswith(f"{SRC}{imported.stem}#"):
            return rule not in _NOT_FOR_CLAIMS
        return True
