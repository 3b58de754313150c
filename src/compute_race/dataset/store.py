"""The store that answers: an embedded Oxigraph on disk, or any SPARQL 1.1 endpoint.

On disk a store is a folder of *generations*. A build writes a new generation
beside the old ones and then replaces one small file, ``CURRENT``, that names
the one to read. A reader therefore sees the old build or the new one, and a
build that is killed leaves the old one whole.
"""

from __future__ import annotations

import json
import os
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final, Protocol

import pyoxigraph as ox

from compute_race.basics.namespaces import PREFIXES
from compute_race.basics.problems import StoreError, UsageError

#: Counts up when a store written by an older program can no longer be read.
LAYOUT: Final = 1

_POINTER: Final = "CURRENT"
_GENERATIONS: Final = "generations"
_DATABASE: Final = "oxigraph"
_MANIFEST: Final = "manifest.json"

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Solutions:
    """The rows of a SELECT: variable names without ``?``, one term or ``None`` a cell."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


Answer = Solutions | bool | tuple[ox.Triple, ...]


class Store(Protocol):
    """What the rest of the program needs of a store."""

    def query(self, text: str) -> Answer:
        """Answer a SPARQL 1.1 query; its default graph is the union of all named graphs."""

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

    def __init__(self, folder: Path) -> None:
        """Open the current generation below ``folder``; ``StoreError`` where there is none."""
        generation = current_generation(folder)
        if generation is None:
            raise StoreError(f"there is no built graph in {folder}", "run: race build")
        self.manifest = read_manifest(generation)
        if self.manifest.get("layout") != LAYOUT:
            raise StoreError(
                f"the graph in {folder} was built by another version", "run: race build"
            )
        try:
            self._store = ox.Store.read_only(str(generation / _DATABASE))
        except OSError as error:
            raise StoreError(
                f"the graph in {folder} is broken ({error})", "run: race build --force"
            ) from None

    def query(self, text: str) -> Answer:
        """Answer a query; ``UsageError`` with the parser's words where it is malformed."""
        return run_query(self._store, text)

    def describe(self) -> Mapping[str, object]:
        """Give the manifest of the build."""
        return self.manifest

    def quads(self) -> Iterable[ox.Quad]:
        """Give every quad of the store."""
        return self._store.quads_for_pattern(None, None, None, None)


class RemoteStore:
    """A SPARQL 1.1 endpoint whose default graph is the union of its named graphs."""

    def __init__(self, url: str, timeout: float = 60.0) -> None:
        """Keep the address; nothing is sent before the first query."""
        self._url = url
        self._timeout = timeout

    def query(self, text: str) -> Answer:
        """Send a query by POST; ``StoreError`` if the endpoint is out of reach or fails."""
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked by open_store
            self._url,
            data=urllib.parse.urlencode({"query": _with_prefixes(text)}).encode(),
            headers={
                "Accept": "application/sparql-results+json, application/n-triples;q=0.9",
                "Content-Type": "application/x-www-form-urlencoded",
                "User-Agent": "compute-race",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as response:  # noqa: S310
                kind = response.headers.get_content_type()
                body = response.read()
        except urllib.error.HTTPError as error:
            if error.code == 400:
                detail = error.read().decode("utf-8", "replace").strip().splitlines()
                raise UsageError(f"{self._url} refuses the query: {' '.join(detail[:2])}") from None
            raise StoreError(f"{self._url} answers {error.code} {error.reason}") from None
        except (urllib.error.URLError, TimeoutError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise StoreError(f"{self._url} is out of reach: {reason}") from None
        return _remote_answer(kind, body, self._url)

    def describe(self) -> Mapping[str, object]:
        """Give the address: an endpoint has no manifest."""
        return {"endpoint": self._url}


def open_store(location: str | Path) -> EmbeddedStore | RemoteStore:
    """Open a folder, or the http(s) address of an endpoint."""
    text = str(location)
    if text.startswith(("http://", "https://")):
        return RemoteStore(text)
    return EmbeddedStore(Path(text))


def run_query(store: ox.Store, text: str) -> Answer:
    """Answer a query over the union of all graphs of an Oxigraph store."""
    try:
        result = store.query(text, use_default_graph_as_union=True, prefixes=PREFIXES)
        if isinstance(result, ox.QuerySolutions):
            names = tuple(variable.value for variable in result.variables)
            return Solutions(names, tuple(tuple(row[name] for name in names) for row in result))
        if isinstance(result, ox.QueryBoolean):
            return bool(result)
        return tuple(result)
    except SyntaxError as error:
        raise UsageError(f"the query is malformed: {error.msg}") from None
    except OSError as error:
        raise StoreError(f"the query could not be answered: {error}") from None


def current_generation(folder: Path) -> Path | None:
    """Give the folder of the generation to read, ``None`` where nothing was built."""
    try:
        name = (folder / _POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    generation = folder / _GENERATIONS / name
    return generation if name and generation.is_dir() else None


def read_manifest(generation: Path) -> dict[str, object]:
    """Read the manifest of a generation; empty where it is missing or broken."""
    try:
        found = json.loads((generation / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_generation(
    folder: Path, quads: Sequence[ox.Quad], manifest: Mapping[str, object], name: str
) -> None:
    """Write a new generation and make it the current one.

    ``name`` is the build's id; a second generation of one name gets a number,
    so that nobody's files are pulled away. The one before is kept for readers
    that have it open, older ones are removed.
    """
    before = current_generation(folder)
    work = folder / _GENERATIONS / f".{name}.{os.getpid()}"
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        store = ox.Store(str(work / _DATABASE))
        store.bulk_extend(quads)
        store.flush()
        del store
        text = json.dumps({"layout": LAYOUT, **manifest}, indent=1, sort_keys=True)
        (work / _MANIFEST).write_text(text + "\n", encoding="utf-8")
        target = _settle(work, name)
        pointer = folder / f".{_POINTER}.{os.getpid()}"
        pointer.write_text(target.name + "\n", encoding="utf-8")
        pointer.replace(folder / _POINTER)
    except OSError as error:
        shutil.rmtree(work, ignore_errors=True)
        raise StoreError(f"the graph cannot be written to {folder}: {error.strerror}") from None
    keep = {target.name, before.name if before is not None else target.name}
    for old in (folder / _GENERATIONS).iterdir():
        if old.name not in keep and not old.name.startswith("."):
            with suppress(OSError):
                shutil.rmtree(old)


def _settle(work: Path, name: str) -> Path:
    """Give the finished folder the first free name; another build may be at it too."""
    for number in count():
        target = work.with_name(f"{name}.{number}" if number else name)
        if target.exists():
            continue
        try:
            return work.rename(target)
        except OSError as error:
            if not target.exists():
                raise error from None
    raise AssertionError("count() does not end")


def _with_prefixes(text: str) -> str:
    """Declare the project's prefixes that a query uses and does not declare itself."""
    lines = [
        f"PREFIX {prefix}: <{iri}>"
        for prefix, iri in PREFIXES.items()
        if f"{prefix}:" in text and f"PREFIX {prefix}:" not in text
    ]
    return "\n".join([*lines, text])


def _remote_answer(kind: str, body: bytes, url: str) -> Answer:
    try:
        if kind == "application/n-triples":
            return tuple(
                ox.Triple(quad.subject, quad.predicate, quad.object)
                for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)
            )
        result = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        if isinstance(result, ox.QueryBoolean):
            return bool(result)
        names = tuple(variable.value for variable in result.variables)
        return Solutions(names, tuple(tuple(row[name] for name in names) for row in result))
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{url} gives no SPARQL results: {error}") from None
