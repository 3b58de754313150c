"""Imported graphs: what outside data sets say, one named graph each, beside the built store.

``race import`` writes two files a graph into the folder ``imports`` of the store: sorted
N-Triples, and a manifest in JSON that says where they are from. The hand-kept folders never
hold them. A graph counts as present once its manifest is there: it is written last, and
names the content it belongs to, so that a writer that is killed leaves no half of a graph.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from compute_race.basics.files import write_file
from compute_race.basics.namespaces import ENT, SRC
from compute_race.basics.problems import StoreError, UsageError
from compute_race.basics.suggestions import did_you_mean

#: Key of the manifest that names the bytes it belongs to.
CONTENT: Final = "content"

_FOLDER: Final = "imports"
_STEM: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ENTITY: Final = re.compile(rb"<(" + re.escape(ENT).encode() + rb"[^>]*)>")


@dataclass(frozen=True)
class UnresolvedName:
    """A name of a data set that means nobody of the register: for what, and who was near."""

    name: str
    role: str
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class ImportedGraph:
    """One imported graph: its stem, its file of N-Triples and its manifest."""

    stem: str
    path: Path
    manifest: Mapping[str, Any]

    @property
    def graph(self) -> str:
        """Give the IRI of the named graph, which is that of the document."""
        return SRC + self.stem

    @property
    def content(self) -> str:
        """Give the SHA-256 of the triples that were written."""
        return str(self.manifest.get(CONTENT, ""))

    @property
    def shown(self) -> str:
        """Give the name by which problems tell of it."""
        return f"{_FOLDER}/{self.stem}.nt"

    @property
    def is_compared(self) -> bool:
        """Tell whether its claims take part in what is comparable, preferred and in conflict."""
        return self.manifest.get("compared") is True

    def count(self, name: str) -> int:
        """Give a count of the manifest (``rows``, ``claims``, ``triples``); 0 where it is none."""
        found = self.manifest.get(name)
        return found if isinstance(found, int) else 0

    def unresolved(self) -> tuple[UnresolvedName, ...]:
        """Give the names that did not resolve; ``StoreError`` for a manifest of another form."""
        found = self.manifest.get("unresolved", [])
        try:
            return tuple(
                UnresolvedName(one["name"], one["role"], tuple(one["candidates"])) for one in found
            )
        except (TypeError, KeyError):
            raise _broken(self.stem, "its manifest is not one of this program") from None

    def ntriples(self) -> bytes:
        """Give the triples as sorted N-Triples; ``StoreError`` where they are not those written."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise _broken(self.stem, (error.strerror or "it cannot be read").lower()) from None
        if hashlib.sha256(data).hexdigest() != self.manifest.get(CONTENT):
            raise _broken(self.stem, "its file is not the one that was written")
        return data

    def entities(self) -> frozenset[str]:
        """Give the IRIs of the register's entities that it names; errors as for ``ntriples``."""
        return frozenset(iri.decode() for iri in _ENTITY.findall(self.ntriples()))

    def quads(self) -> Iterator[ox.Quad]:
        """Give the triples in their graph; ``StoreError`` as for ``ntriples``."""
        graph = ox.NamedNode(self.graph)
        for triple in ox.parse(self.ntriples(), format=ox.RdfFormat.N_TRIPLES):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    def quads_about_itself(self) -> Iterator[ox.Quad]:
        """Give what the graph says of its document; errors as for ``ntriples``."""
        subject = f"<{self.graph}> ".encode()
        own = (line for line in self.ntriples().splitlines() if line.startswith(subject))
        graph = ox.NamedNode(self.graph)
        for triple in ox.parse(b"\n".join(own), format=ox.RdfFormat.N_TRIPLES):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def imports_folder(store: Path) -> Path:
    """Give the folder of imported graphs of an embedded store; it need not exist."""
    return store / _FOLDER


def imported_graphs(folder: Path) -> tuple[ImportedGraph, ...]:
    """Give the graphs of a folder, sorted by stem; none where the folder is missing.

    Raises ``StoreError`` for a manifest that cannot be read.
    """
    return tuple(_read(path) for path in sorted(folder.glob("*.json")) if _is_stem(path.stem))


def imported_graph(folder: Path, stem: str) -> ImportedGraph | None:
    """Give one graph of a folder, ``None`` where it is not there."""
    path = folder / f"{stem}.json"
    return _read(path) if path.is_file() else None


def write_import(folder: Path, stem: str, ntriples: bytes, manifest: Mapping[str, object]) -> bool:
    """Write a graph in place of the one of its stem, whole or not at all.

    ``ntriples`` is sorted N-Triples. Gives whether anything changed: the same bytes with
    the same manifest are not written again. ``UsageError`` where the files cannot be written.
    """
    if not _is_stem(stem):
        raise UsageError(f'"{stem}" is no name of a graph', "write lower-case words with hyphens")
    kept = {**manifest, "stem": stem, CONTENT: hashlib.sha256(ntriples).hexdigest()}
    with suppress(StoreError):
        present = imported_graph(folder, stem)
        if present is not None and present.manifest == kept and present.ntriples() == ntriples:
            return False
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made: {error.strerror}") from None
    text = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_file(folder / f"{stem}.nt", ntriples)
    write_file(folder / f"{stem}.json", text.encode())
    return True


def remove_import(folder: Path, stem: str) -> None:
    """Remove a graph; ``UsageError`` where there is none of that name."""
    stems = [path.stem for path in folder.glob("*.json")]
    if stem not in stems:
        hint = did_you_mean(stem, stems, "race import --list shows what is there")
        raise UsageError(f"there is no imported graph {stem}", hint)
    try:
        # The manifest first: without it the graph counts as absent.
        (folder / f"{stem}.json").unlink()
        (folder / f"{stem}.nt").unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{stem} cannot be removed: {error.strerror}") from None


def _read(path: Path) -> ImportedGraph:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise _broken(path.stem, "its manifest cannot be read") from None
    if not isinstance(manifest, dict) or manifest.get("stem") != path.stem:
        raise _broken(path.stem, "its manifest is not one of this program")
    return ImportedGraph(path.stem, path.with_suffix(".nt"), manifest)


def _broken(stem: str, reason: str) -> StoreError:
    advice = f"import the file again, or run: race import --remove {stem}"
    return StoreError(f"the imported graph {stem} is broken: {reason}", advice)


def _is_stem(text: str) -> bool:
    return _STEM.fullmatch(text) is not None
