"""The names in a data set and what they become: entities of the register, or nodes of its own.

What resolves is the entity. What does not is kept apart, never glued to the nearest: a
node in the data set's own namespace, and an entry in the manifest with who was near.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter

from compute_race.importing.register import Register, Resolved, Unresolved
from compute_race.importing.writer import GraphWriter, Place


class Names:
    """Resolves the names of one file, and remembers those that did not resolve."""

    def __init__(self, register: Register, writer: GraphWriter) -> None:
        """Resolve by ``register``; nodes for the rest are made in ``writer``."""
        self._register = register
        self._writer = writer
        self._found: dict[tuple[str, str], Resolved | Unresolved] = {}
        self._unresolved: dict[tuple[str, str], Unresolved] = {}

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Keep the graph and the names of what is within, or, where that raises, none of them."""
        before = len(self._unresolved)
        try:
            with self._writer.whole():
                yield
        except BaseException:
            while len(self._unresolved) > before:
                self._unresolved.popitem()
            raise

    def organization(self, name: str, role: str, row: Place | None = None) -> str:
        """Give the IRI of an organisation; ``role`` says what for: developer, owner, user.

        One that is not in the register is a ``race:UnresolvedOrganization`` of the data set.
        """
        found = self._resolve(name, "Organization")
        if isinstance(found, Resolved):
            return found.iri
        self._unresolved.setdefault((name, role), found)
        return self._writer.node("organization", name, "UnresolvedOrganization", name, row)

    def known(self, name: str, role: str) -> str | None:
        """Give the IRI of an organisation of the register; ``None`` (and remembered) otherwise.

        For columns that hold other words than organisations: what is unknown makes no node.
        """
        found = self._resolve(name, "Organization")
        if isinstance(found, Resolved):
            return found.iri
        self._unresolved.setdefault((name, role), found)
        return None

    def model(self, name: str, row: Place | None = None) -> str:
        """Give the IRI of a model; one that the register lacks is a node of the data set."""
        found = self._resolve(name, "Model")
        if isinstance(found, Resolved):
            return found.iri
        return self._writer.node("model", name, "Model", name, row)

    def accelerator(self, name: str, row: Place | None = None) -> str:
        """Give the IRI of a type of accelerator, likewise."""
        found = self._resolve(name, "Accelerator")
        if isinstance(found, Resolved):
            return found.iri
        return self._writer.node("accelerator", name, "Accelerator", name, row)

    def country(self, name: str) -> str | None:
        """Give the IRI of a country, ``None`` (and remembered) where the register lacks it."""
        found = self._resolve(name, "Country")
        if isinstance(found, Resolved):
            return found.iri
        self._unresolved.setdefault((name, "country"), found)
        return None

    def unresolved(self) -> list[dict[str, object]]:
        """Give what did not resolve, for the manifest: name, role, candidates."""
        return [
            {"name": name, "role": role, "candidates": list(found.candidates)}
            for (name, role), found in sorted(self._unresolved.items(), key=itemgetter(0))
        ]

    def _resolve(self, name: str, kind: str) -> Resolved | Unresolved:
        found = self._found.get((name, kind))
        if found is None:
            register = self._register
            found = (
                register.country(name)
                if kind == "Country"
                # Chips and models are too alike for near names to be candidates.
                else register.resolve(name, kinds=(kind,), near=kind == "Organization")
            )
            self._found[name, kind] = found
        return found
