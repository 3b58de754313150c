"""Documents as references of statements: address, title with its language, day with precision.

A figure out of the SEC's company facts is cited by the page of the filing that has it, not by
the data set: https://www.sec.gov/search-filings/edgar-search-assistance/accessing-edgar-data
tells its address, and its title is "EDGAR Filing Documents for" and the accession number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from compute_race.answering.lookup import Node, nodes_where, slug
from compute_race.basics.namespaces import RACE, shorten
from compute_race.dataset.store import Store, select
from compute_race.linking.mapping import CITABLE, OWN


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
        """Read all documents that have a kind, and who belongs to which group, once."""
        found = nodes_where(store, f"?s <{RACE}sourceKind> ?kind .")
        self._known = {shorten(iri): node for iri, node in found.items()}
        rows = select(store, f"SELECT ?s ?head WHERE {{ ?s <{RACE}group> ?head }}").rows
        self._groups = {
            shorten(one.value): shorten(head.value)
            for one, head in rows
            if isinstance(one, ox.NamedNode) and isinstance(head, ox.NamedNode)
        }

    def group(self, name: str) -> str:
        """Give the head of a thing's group (``ent:alphabet``), itself where it is in none."""
        return self._groups.get(name, name)

    def best(
        self, documents: Iterable[str], concerned: Iterable[str], kinds: Sequence[str] = CITABLE
    ) -> Citation | None:
        """Give the best of documents (``src:...``) with address and title.

        The one of the best of ``kinds``, a dated one first, then by name; somebody's own
        document only for one of the ``concerned`` (``ent:...``) or of its group. ``None`` if
        none may be cited.
        """
        heads = {self.group(name) for name in concerned}
        found = [
            (kinds.index(kind), not citation.published, name, citation)
            for name in documents
            if (node := self._known.get(name)) is not None
            and (kind := slug(node.link("sourceKind") or "")) in kinds
            and (kind not in OWN or heads & self._speakers(node))
            and (citation := _citation(name, node)) is not None
        ]
        return min(found, key=lambda one: one[:3])[3] if found else None

    def _speakers(self, node: Node) -> set[str]:
        named = (*node.links("publisher"), *node.links("cites"))
        return {self.group(shorten(iri)) for iri in named}


def filing(document: str, cik: str, accession: str, filed: str) -> Citation:
    """Give the page of a filing; ``filed`` is its day."""
    folder = f"https://www.sec.gov/Archives/edgar/data/{int(cik)}/{accession.replace('-', '')}"
    title = f"EDGAR Filing Documents for {accession}"
    return Citation(document, f"{folder}/{accession}-index.htm", title, "en", filed)


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
        (title.language or node.text("language") or "und").lower(),
        node.text("publishedOn") or "",
    )
