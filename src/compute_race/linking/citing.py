"""Documents as references of statements: address, title with its language, day with precision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from compute_race.answering.lookup import Node, nodes_where, slug
from compute_race.basics.namespaces import RACE, shorten
from compute_race.dataset.store import Store
from compute_race.linking.mapping import CITABLE


@dataclass(frozen=True)
class Citation:
    """One document: ``published`` is as precise as known (``2025``, ``2025-02``), or empty."""

    document: str
    url: str
    title: str
    lang: str
    published: str


class Citations:
    """Gives of several documents the one to cite."""

    def __init__(self, store: Store) -> None:
        """Read all documents that have a kind once."""
        found = nodes_where(store, f"?s <{RACE}sourceKind> ?kind .")
        self._known = {shorten(iri): node for iri, node in found.items()}

    def best(self, documents: Iterable[str], kinds: Sequence[str] = CITABLE) -> Citation | None:
        """Give the best of documents (``src:...``) with address and title.

        The one of the best of ``kinds``, a dated one first, then by name; ``None`` if none may
        be cited.
        """
        found = [
            (kinds.index(kind), not citation.published, name, citation)
            for name in documents
            if (node := self._known.get(name)) is not None
            and (kind := slug(node.link("sourceKind") or "")) in kinds
            and (citation := _citation(name, node)) is not None
        ]
        return min(found, key=lambda one: one[:3])[3] if found else None


def _citation(name: str, node: Node) -> Citation | None:
    url = node.text("url")
    titles = [one for one in node.values(f"{RACE}title") if isinstance(one, ox.Literal)]
    if not url or not titles:
        return None
    title = min(titles, key=lambda one: (one.language or "", one.value))
    return Citation(
        name,
        url,
        " ".join(title.value.split()),
        title.language or node.text("language") or "und",
        node.text("publishedOn") or "",
    )
