"""The foundation: the part of the graph on which tests rest that read every row of an answer.

It has the whole ontology, the documents listed in ``data/foundation.txt`` (on the
announcements of the seed article), and what entities and judgements say of the things these
documents name. So expected answers stay small enough to be written by hand while the graph
grows, and builds stay quick.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from compute_race.basics.namespaces import GRAPH
from compute_race.comparison.analysis import analyse
from compute_race.comparison.graphs import derived_quads
from compute_race.comparison.reading import read_records
from compute_race.dataset.corpus import read_corpus
from compute_race.dataset.store import MemoryStore
from compute_race.inference.fixpoint import infer
from compute_race.inference.rules import apply_rules
from compute_race.pipeline.assembly import assemble, rule_texts
from compute_race.pipeline.build_report import BuildReport
from compute_race.pipeline.checking import Folders
from compute_race.pipeline.imported import INFERRED, RULES
from support import ROOT

DOCUMENTS = (ROOT / "tests" / "data" / "foundation.txt").read_text(encoding="utf-8").split()

_HOME = TemporaryDirectory(prefix="race-foundation-")
_GRAPH = ROOT / "graph"
_NAMED = re.compile(r"\bent:([a-z0-9-]+)")
_DOCUMENT = re.compile(r"(?:\bsrc:|/source/)([a-z0-9-]+)")
_RESTS_ON = re.compile(r"    race:basedOn (.*) ;\n")


def lay_foundation(place: Path) -> Folders:
    """Copy the foundation into a folder that must not exist; give what a build reads."""
    shutil.copytree(ROOT / "ontology", place / "ontology")
    shutil.copytree(ROOT / "queries", place / "queries")
    sources = place / "graph" / "sources"
    sources.mkdir(parents=True)
    for document in DOCUMENTS:
        shutil.copy(_GRAPH / "sources" / f"{document}.ttl", sources)
    known = _known(path.read_text(encoding="utf-8") for path in sources.iterdir())
    for name in ("entities", "judgements", "links"):
        (place / "graph" / name).mkdir()
    for path in sorted((_GRAPH / "entities").glob("*.ttl")):
        head, *blocks = _blocks(path)
        kept = [block for block in blocks if _subject(block) in known]
        _write(place / "graph" / "entities" / path.name, head, kept)
    for path in sorted((_GRAPH / "judgements").glob("*.ttl")):
        head, *blocks = _blocks(path)
        kept = [block for block in map(_resting, blocks) if _is_founded(block, known)]
        _write(place / "graph" / "judgements" / path.name, head, kept)
    for path in sorted((_GRAPH / "links").glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        text = "".join(
            line for line in lines if not line.startswith("ent:") or _subject(line) in known
        )
        (place / "graph" / "links" / path.name).write_text(text, encoding="utf-8")
    return Folders(place / "ontology", place / "graph", place / "queries")


@cache
def laid_foundation() -> Folders:
    """Lay the foundation once in a process, in a folder that goes when the process ends."""
    return lay_foundation(Path(_HOME.name) / "foundation")


@cache
def foundation_store() -> MemoryStore:
    """Give a store of the foundation as built, once in a process."""
    return MemoryStore(assemble(laid_foundation(), BuildReport("foundation", changed=True)).kept)


@cache
def asserted(folders: Folders) -> tuple[ox.Quad, ...]:
    """Give what the hand-kept files of some folders say, each statement once, unchecked."""
    corpus, problems = read_corpus(folders.ontology, folders.graph)
    assert not problems
    return tuple(dict.fromkeys(corpus.quads()))


def with_all_that_follows(kept: Sequence[ox.Quad]) -> list[ox.Quad]:
    """Give statements and all that a build derives from them, without checking anything.

    So a test can take statements away that the files could not do without.
    """
    seen = [quad for quad in kept if quad.graph_name != ox.NamedNode(GRAPH + "alignments")]
    is_term = ox.NamedNode(GRAPH + "ontology")
    ontology = list(dict.fromkeys(q.triple for q in seen if q.graph_name == is_term))
    known = set(ontology)
    data = list(dict.fromkeys(q.triple for q in seen if q.triple not in known))
    inferred = infer(ontology, data).triples
    ruled = apply_rules([*ontology, *data, *inferred], rule_texts(ROOT / "queries"))
    facts = [
        *kept,
        *(ox.Quad(t.subject, t.predicate, t.object, INFERRED) for t in inferred),
        *(ox.Quad(t.subject, t.predicate, t.object, RULES) for t in ruled),
    ]
    return [*facts, *derived_quads(analyse(read_records(facts)))]


def _known(documents: Iterable[str]) -> set[str]:
    """Give the slugs of what the documents name, and of what those things need to be said.

    An announcement needs who announced it, an organisation the country it is of, and so on;
    a judgement on a known thing may name others, as the place it lies in.
    """
    named: dict[str, set[str]] = {}
    for path in sorted((_GRAPH / "entities").glob("*.ttl")):
        for block in _blocks(path)[1:]:
            named.setdefault(_subject(block), set()).update(_NAMED.findall(block))
    for block in _blocks(_GRAPH / "judgements" / "places.ttl")[1:]:
        subject, *others = _NAMED.findall(block)
        named[subject].update(others)
    known: set[str] = set()
    found = {slug for text in documents for slug in _NAMED.findall(text)}
    while found:
        known |= found
        found = {other for slug in found for other in named[slug]} - known
    return known


def _blocks(path: Path) -> list[str]:
    """Give the prefixes of a file in canonical form, then its blocks."""
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")


def _subject(block: str) -> str:
    found = _NAMED.search(block)
    assert found is not None, block
    return found[1]


def _is_founded(judgement: str, known: set[str]) -> bool:
    """Tell whether a judgement speaks only of what is in the foundation."""
    documents = set(_DOCUMENT.findall(judgement))
    return set(_NAMED.findall(judgement)) <= known and documents <= set(DOCUMENTS)


def _resting(judgement: str) -> str:
    """Leave out of a judgement the documents that are not of the foundation."""
    found = _RESTS_ON.search(judgement)
    if found is None:
        return judgement
    kept = [src for src in found[1].split(", ") if src.removeprefix("src:") in DOCUMENTS]
    line = f"    race:basedOn {', '.join(kept)} ;\n" if kept else ""
    return judgement.replace(found[0], line)


def _write(path: Path, head: str, blocks: list[str]) -> None:
    """Write a file in canonical form: only prefixes that its blocks use; none without blocks."""
    text = "\n\n".join(blocks)
    used = [line for line in head.splitlines() if line.split()[1] in text]
    if blocks:
        path.write_text("\n".join(used) + f"\n\n{text}\n", encoding="utf-8")
