"""What a build depends on, as one hash: if it is the same, there is nothing to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

#: Libraries whose version changes what a build contains.
LIBRARIES: Final = ("pyoxigraph", "shacl", "pyshacl", "owlrl", "rdflib", "currencyconverter")

_SUFFIXES: Final = frozenset((".ttl", ".rq", ".tsv", ".py"))
_PACKAGE: Final = Path(__file__).resolve().parent.parent


def fingerprint(folders: Iterable[Path], options: Iterable[str] = ()) -> str:
    """Give a SHA-256 over all inputs of a build: files, program, libraries, options.

    Files count by path below their folder and by content, never by time.
    """
    digest = hashlib.sha256()
    for name in (*sorted(options), *_versions()):
        digest.update(name.encode() + b"\0")
    for folder in (*folders, _PACKAGE):
        for path in _files(folder):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            content = path.read_bytes() if path.is_file() else b"no file"
            digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SUFFIXES and "__pycache__" not in path.parts:
            yield path


def _versions() -> Iterator[str]:
    for library in LIBRARIES:
        try:
            yield f"{library}=={metadata.version(library)}"
        except metadata.PackageNotFoundError:
            yield f"{library} absent"
