"""How many independent witnesses stand behind a figure.

Fifty pages that copy one agency are one witness. A document that says from
where it has its news (``race:cites``) is followed to the end of that chain;
what stands there - a medium, or the publisher of an original - is the witness.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from compute_race.comparison.records import Document


class Witnesses:
    """Counts the independent originals behind sets of documents."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        """Keep the documents by IRI; witnesses are looked up as needed."""
        self._documents = documents
        self._found: dict[str, frozenset[str]] = {}

    def of(self, document: str) -> frozenset[str]:
        """Give the IRIs of the media at the end of a document's chain of citations.

        A circle of citations is one witness: the first of its publishers by name.
        """
        if document not in self._found:
            self._found[document] = frozenset(self._follow(document, ()))
        return self._found[document]

    def count(self, documents: Iterable[str]) -> int:
        """Count the distinct witnesses behind several documents.

        Never more than there are documents: one that names two agencies shows
        that it is no original, not that there are two.
        """
        distinct = set(documents)
        return min(len(distinct), len(frozenset().union(*map(self.of, distinct))))

    def behind(self, documents: Iterable[str]) -> tuple[str, ...]:
        """Give the IRIs of the distinct witnesses behind several documents, sorted."""
        return tuple(sorted(frozenset().union(*map(self.of, set(documents)))))

    def _follow(self, node: str, path: tuple[str, ...]) -> set[str]:
        record = self._documents.get(node)
        if record is None:
            return {node}
        if not record.cites:
            return {record.publisher or node}
        path = (*path, node)
        found: set[str] = set()
        for cited in record.cites:
            if cited in path:
                found.add(min(map(self._publisher, path[path.index(cited) :])))
            else:
                found |= self._follow(cited, path)
        return found

    def _publisher(self, document: str) -> str:
        record = self._documents.get(document)
        return (record.publisher if record is not None else None) or document
