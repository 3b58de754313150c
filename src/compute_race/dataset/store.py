"""The store that answers: an embedded Oxigraph on disk, or any SPARQL 1.1 endpoint."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, Protocol

import pyoxigraph as ox

from compute_race.basics.namespaces import PREFIXES
from compute_race.basics.problems import StoreError, UsageError
from compute_race.dataset.answers import Answer, Solutions, Term, solutions
from compute_race.dataset.generations import (
    DATABASE,
    LAYOUT,
    current_generation,
    read_manifest,
)
from compute_race.dataset.increment import with_default_graph

__all__ = [
    "Answer",
    "EmbeddedStore",
    "MemoryStore",
    "Solutions",
    "Store",
    "Term",
    "named_quads",
    "open_store",
    "run_query",
    "select",
]


ADVICE: Final = "run: race build --force"
_LONGEST: Final = 240
_UPDATE: Final = re.compile(
    r"(?is)^(?:\s|#[^\n]*\n|PREFIX\s+\S*\s*<[^>]*>)*(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b"
)


class Store(Protocol):
    """What the rest of the program needs of a store."""

    def query(self, text: str) -> Answer:
        """Answer a SPARQL 1.1 query; its default graph is the merge of all named graphs."""

    def describe(self) -> Mapping[str, object]:
        """Give what is known of the build: its id and the counts of its manifest."""


def select(store: Store, text: str) -> Solutions:
    """Answer a SELECT; ``UsageError`` for another form of query."""
    answer = store.query(text)
    if not isinstance(answer, Solutions):
        raise UsageError("this place needs a SELECT query")
    return answer


class EmbeddedStore:
    """One generation of an embedded store, opened read-only."""

    def __init__(self, folder: Path, generation: Path | None = None) -> None:
        """Open a generation below ``folder``, by default the current one.

        ``StoreError`` where there is none.
        """
        generation = generation or current_generation(folder)
        if generation is None:
            raise StoreError(
                f"there is no built graph in {folder}", f"run: race build --store {folder}"
            )
        self.manifest = read_manifest(generation)
        if self.manifest.get("layout") != LAYOUT:
            raise StoreError(
                f"the graph in {folder} was built by another version", "run: race build"
            )
        try:
            self._store = ox.Store.read_only(str(generation / DATABASE))
        except (OSError, RuntimeError) as error:
            raise StoreError(f"the graph in {folder} is broken ({error})", ADVICE) from None

    def query(self, text: str) -> Answer:
        """Answer a query; ``UsageError`` with the parser's words where it is malformed."""
        return run_query(self._store, text)

    def describe(self) -> Mapping[str, object]:
        """Give the manifest of the build."""
        return self.manifest

    def quads(self) -> Iterable[ox.Quad]:
        """Give every quad of the named graphs."""
        return named_quads(self._store)


class MemoryStore:
    """Quads in memory that answer as a built store does."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        """Load the quads of named graphs."""
        self._store = ox.Store()
        self._store.bulk_extend(with_default_graph(quads))

    def query(self, text: str) -> Answer:
        """Answer a query; ``UsageError`` with the parser's words where it is malformed."""
        return run_query(self._store, text)

    def describe(self) -> Mapping[str, object]:
        """Give nothing: there was no build."""
        return {}

    def quads(self) -> Iterable[ox.Quad]:
        """Give every quad of the named graphs."""
        return named_quads(self._store)


def named_quads(store: ox.Store) -> Iterator[ox.Quad]:
    """Give the quads of an Oxigraph store without those of its default graph."""
    every = store.quads_for_pattern(None, None, None, None)
    return (quad for quad in every if not isinstance(quad.graph_name, ox.DefaultGraph))


def open_store(location: str | Path) -> Store:
    """Open a folder, or the http(s) address of an endpoint."""
    text = str(location)
    scheme, is_address, _ = text.partition("://")
    if is_address and scheme not in ("http", "https"):
        raise UsageError(f"{text} is no store", "give a folder, or an http(s) address")
    if is_address:
        # Loaded for addresses only: what it takes to speak HTTP costs every start 20 ms.
        remote = importlib.import_module("compute_race.dataset.remote")
        store: Store = remote.RemoteStore(text)
        return store
    return EmbeddedStore(Path(text))


def run_query(store: ox.Store, text: str) -> Answer:
    """Answer a query over an Oxigraph store whose default graph holds the merge of all others."""
    try:
        result = store.query(text, prefixes=PREFIXES)
        if isinstance(result, ox.QuerySolutions):
            return solutions(result)
        if isinstance(result, ox.QueryBoolean):
            return bool(result)
        return tuple(result)
    except SyntaxError as error:
        if _UPDATE.match(text):
            raise UsageError(
                "the graph is read only", "change the files, then: race build"
            ) from None
        raise UsageError(f"the query is malformed: {error.msg[:_LONGEST]}") from None
    except RuntimeError as error:
        if "service" in text.lower():
            # The endpoint of a SERVICE clause answered with something else than results.
            raise StoreError(f"the query could not be answered: {error}") from None
        raise StoreError(f"the graph is broken: {error}", ADVICE) from None
    except OSError as error:
        # A SERVICE clause that reaches nobody ends here too.
        raise StoreError(f"the query could not be answered: {error}") from None
