"""The graph on which questions over imported facts are tested: small enough to answer by hand.

It is the foundation with the documents and entities named below, and the recorded data sets
(``recorded/``), built into a store as ``race import`` and ``race build`` do it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from compute_race.dataset.store import EmbeddedStore
from compute_race.importing.sources import SOURCES
from compute_race.pipeline.build import build
from compute_race.pipeline.checking import Folders
from compute_race.pipeline.importing import import_files
from foundation import lay_foundation
from support import ROOT

#: What the foundation lacks: plans for 2026, sites with their power, a company's valuation,
#: leases, the group of a developer.
DOCUMENTS = (
    "arrahmah-netlify-app-undated-big-techs-ai-investments-set-to",
    "daily-times-2025-07-31-meta-2025-66-72bn",
    "microsoft-2025-07-30-form-10-k-leases",
    "stacker-news-undated-how-the-big-tech-companies-are",
    "techcrunch-2026-02-05-amazon-and-google-are-winning-the",
    "the-high-street-journal-undated-meta-2025-66-72bn",
    "the-spokesman-review-2025-09-22-nvidia-openai-100bn",
)
#: Publishers of the data sets, and some whom they name.
ENTITIES = (
    *("anthropic", "compute-atlas", "epoch-ai", "italy", "sec", "south-korea"),
    *("united-kingdom", "xai"),
)
#: The data sets with the date of each snapshot that its files do not name.
RECORDED = {"epoch": None, "compute-atlas": None, "sec": "2026-08-06"}

_HOME = TemporaryDirectory(prefix="race-imported-")
_GRAPH = ROOT / "graph"
_NAMED = re.compile(r"\bent:([a-z0-9-]+)")
_RESTS_ON = re.compile(r"    race:basedOn .* ;\n")


@cache
def laid_graph() -> Folders:
    """Lay the hand-kept part once in a process, in a folder that goes when it ends."""
    return lay_graph(Path(_HOME.name) / "source")


@cache
def imported_store() -> EmbeddedStore:
    """Give the store with all data sets, built once in a process."""
    return build_store(Path(_HOME.name) / "store", laid_graph())


@cache
def plain_store() -> EmbeddedStore:
    """Give the store of the hand-kept part without any import, built once in a process."""
    build(Path(_HOME.name) / "plain", laid_graph())
    return EmbeddedStore(Path(_HOME.name) / "plain")


def build_store(store: Path, folders: Folders) -> EmbeddedStore:
    """Import the recorded data sets and build."""
    for name, date in RECORDED.items():
        recorded = ROOT / "tests" / "recorded" / name
        import_files(SOURCES[name], [recorded], store, folders, date=date)
    build(store, folders)
    return EmbeddedStore(store)


def lay_graph(place: Path) -> Folders:
    """Lay the hand-kept part into a folder that must not exist; give what a build reads."""
    folders = lay_foundation(place)
    for document in DOCUMENTS:
        shutil.copy(_GRAPH / "sources" / f"{document}.ttl", folders.graph / "sources")
    added = _needed()
    for path in sorted((_GRAPH / "entities").glob("*.ttl")):
        _add(folders.graph / "entities" / path.name, path, added)
    scopes = Path("judgements") / "scopes.ttl"
    _add(folders.graph / scopes, _GRAPH / scopes, added)
    return folders


def _needed() -> set[str]:
    """Give the slugs of the entities to add, and of those without which they cannot be said."""
    named: dict[str, set[str]] = {}
    for path in (_GRAPH / "entities").glob("*.ttl"):
        for _, block in _blocks(path):
            subject, *others = _NAMED.findall(block)
            named.setdefault(subject, set()).update(others)
    sources = (_GRAPH / "sources" / f"{document}.ttl" for document in DOCUMENTS)
    found = {*ENTITIES, *(s for path in sources for s in _NAMED.findall(path.read_text("utf-8")))}
    needed: set[str] = set()
    while found:
        needed |= found
        found = {other for slug in found for other in named[slug]} - needed
    return needed


def _add(to: Path, path: Path, added: set[str]) -> None:
    """Add the blocks on some entities to a file in canonical form, each once and in order."""
    kept = dict(_blocks(to)) if to.is_file() else {}
    for key, block in _blocks(path):
        if _NAMED.findall(block)[0] in added and key not in kept:
            kept[key] = _RESTS_ON.sub("", block)
    text = "\n\n".join(kept[key] for key, _ in _blocks(path) if key in kept)
    head = path.read_text("utf-8").partition("\n\n")[0].splitlines()
    used = [line for line in head if line.split()[1] in text]
    if kept:
        to.write_text("\n".join(used) + f"\n\n{text}\n", "utf-8")


def _blocks(path: Path) -> Iterator[tuple[str, str]]:
    """Give the blocks of a file with their first words, which name them."""
    for block in path.read_text("utf-8").rstrip("\n").split("\n\n")[1:]:
        yield block.split()[0], block
