"""What a build depends on, as one hash: if it is the same, there is nothing to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

#: Libraries whose version changes what a build contains.
LIBRARIES: Final = ("pyoxigraph", "shacl", "pyshacl", "owlrl", "rdflib", "currencyconverter")

_SUFFIXES: Final = frozenset((".ttl", ".rq", ".tsv", ".jsonl", ".py"))
_PACKAGE: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Inputs:
    """All a build depends on: the SHA-256 of each file, and one of everything else.

    ``files`` are the hand-kept ones, by folder and path below it; ``rest`` is of the
    program, its libraries and the options.
    """

    files: dict[str, str]
    rest: str

    @property
    def fingerprint(self) -> str:
        """Give one SHA-256 of everything."""
        digest = hashlib.sha256(self.rest.encode())
        for name, content in self.files.items():
            digest.update(f"{name} {content}\n".encode())
        return digest.hexdigest()


def read_inputs(folders: Mapping[str, Path], options: Iterable[str] = ()) -> Inputs:
    """Read what a build of some folders would depend on.

    Files count by the name of their folder, by path below it and by content, never by time.
    """
    files = {
        f"{name}/{path.relative_to(folder).as_posix()}": _digest(path)
        for name, folder in folders.items()
        for path in _files(folder)
    }
    rest = hashlib.sha256()
    for name in (*sorted(options), *_versions()):
        rest.update(name.encode() + b"\0")
    for path in _files(_PACKAGE):
        name = path.relative_to(_PACKAGE).as_posix()
        rest.update(f"{name} {_digest(path)}\n".encode())
    return Inputs(files, rest.hexdigest())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes() if path.is_file() else b"no file").hexdigest()


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
