"""A database made of the one before: what changed is taken out and put in, the rest is shared.

The large part of a build, the imported graphs, seldom changes. So a generation keeps beside
its database the lines of its changing part (``kept.nq``), sorted N-Quads. The next
generation begins as a copy of the database, whose files it shares with the one before (the
store's own backup makes hard links), and only the difference of the lines is applied.
"""

from __future__ import annotations

import shutil
from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

KEPT: Final = "kept.nq"


def lines_of(quads: Iterable[ox.Quad]) -> list[bytes]:
    """Give quads as lines of N-Quads, sorted, each once."""
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return sorted(set(data.splitlines(keepends=True)))


def with_default_graph(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Give the quads, and each of their triples once in the default graph.

    A query over the union of named graphs sees a relation that two documents
    state twice, and counts it twice; over their merge, as RDF means it, once.
    """
    named = list(dict.fromkeys(quads))
    merged = dict.fromkeys(quad.triple for quad in named)
    return [*named, *(ox.Quad(t.subject, t.predicate, t.object) for t in merged)]


def write_anew(database: Path, lines: Iterable[bytes]) -> int:
    """Write a database of named graphs and their merge; give how many quads it holds.

    ``lines`` are N-Quads of named graphs. The store reads text several times faster than
    terms made here.
    """
    named = dict.fromkeys(lines)
    everything = (*named, *dict.fromkeys(map(_triple, named)))
    # Reading text, the store gives nameless nodes new names; what names them must stay.
    nameless = [line for line in everything if b"_:" in line]
    store = ox.Store(str(database))
    store.bulk_load(
        b"".join(line for line in everything if b"_:" not in line), format=ox.RdfFormat.N_QUADS
    )
    store.bulk_extend(_quads(nameless))
    store.flush()
    return len(store)


def write_from(
    before: Path, database: Path, old: Collection[bytes], new: Collection[bytes], size: int
) -> int | None:
    """Write a database as a copy of another with ``old`` lines of N-Quads made ``new``.

    ``size`` is how many quads the other holds. Gives how many the new one holds, or ``None``,
    with nothing written, where the other cannot be read or is not what it should be.
    """
    try:
        ox.Store.read_only(str(before)).backup(str(database))
        store = ox.Store(str(database))
        if len(store) == size:
            _apply(store, frozenset(old), frozenset(new))
            return len(store)
    except (OSError, RuntimeError):
        # Damaged: the caller writes everything anew, as if there had been nothing.
        pass
    shutil.rmtree(database, ignore_errors=True)
    return None


@dataclass(frozen=True)
class Difference:
    """What changes in sorted lines of N-Quads: some go, others come that were not there."""

    lines: Sequence[bytes]
    removed: frozenset[bytes]
    added: frozenset[bytes]

    def applied(self) -> list[bytes]:
        """Give the lines with the change applied, sorted."""
        kept = [line for line in self.lines if line not in self.removed]
        for line in self.added:
            insort(kept, line)
        return kept


def amend(before: Path, database: Path, difference: Difference) -> int | None:
    """Write a database as a copy of another with a difference applied; give how it grew.

    ``None``, with nothing written, where the other cannot be read.
    """
    lines = difference.removed | difference.added
    touched = dict.fromkeys((*_quads(lines), *_quads(map(_triple, lines))))
    try:
        ox.Store.read_only(str(before)).backup(str(database))
        store = ox.Store(str(database))
        there = sum(quad in store for quad in touched)
        _apply(store, difference.removed, difference.added)
        return sum(quad in store for quad in touched) - there
    except (OSError, RuntimeError):
        # Damaged: the caller builds everything.
        shutil.rmtree(database, ignore_errors=True)
        return None


def _apply(store: ox.Store, old: frozenset[bytes], new: frozenset[bytes]) -> None:
    """Apply the difference to the named graphs, then to their merge."""
    for quad in _quads(old - new):
        store.remove(quad)
    store.extend(_quads(_to_add(old, new)))
    merged_old, merged_new = frozenset(map(_triple, old)), frozenset(map(_triple, new))
    for quad in _quads(merged_old - merged_new):
        # A graph outside the changing part may say the same.
        graphs = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        if all(isinstance(other.graph_name, ox.DefaultGraph) for other in graphs):
            store.remove(quad)
    store.extend(_quads(_to_add(merged_old, merged_new)))
    store.flush()


def _to_add(old: frozenset[bytes], new: frozenset[bytes]) -> Iterator[bytes]:
    """Give the new lines, and those that share a subject with one that was removed.

    The store writes literals in a form of its own, so that removing ``1.50`` takes a
    ``1.5`` that stays along.
    """
    touched = {line.partition(b" ")[0] for line in old - new}
    return (line for line in new if line not in old or line.partition(b" ")[0] in touched)


def _quads(lines: Iterable[bytes]) -> list[ox.Quad]:
    return list(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS))


def _triple(line: bytes) -> bytes:
    """Give a line without its graph: an IRI holds no space."""
    return line.rsplit(b" ", 2)[0] + b" .\n"
