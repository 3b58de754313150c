"""A build after a change to what documents say of themselves and in their claims.

Documents are the leaves of the graph: what one prints bears on the groups of claims that
its own belong to, and on nothing else. So where only documents' files changed, and in them
only what no rule looks at from another file, the build before is amended: the files are
checked against what they rest on, and what follows is worked out for them alone. Wherever
that is in doubt, or a problem has to be told, there is no amendment and everything is built.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import RACE, RDF, SRC
from compute_race.comparison.changes import Changes, changes
from compute_race.comparison.graphs import COMPARABLE
from compute_race.comparison.keeping import kept_records
from compute_race.comparison.reading import read_records
from compute_race.comparison.records import Records
from compute_race.dataset.corpus import Corpus
from compute_race.dataset.generations import kept_lines, read_manifest
from compute_race.dataset.increment import Difference, lines_of
from compute_race.inference.fixpoint import infer, joining_predicates, predicates_of
from compute_race.pipeline.checking import Folders
from compute_race.pipeline.fingerprint import Inputs
from compute_race.pipeline.imported import INFERRED
from compute_race.validation.check import check_documents

#: Files of a generation that tell the next build what this one read.
INPUTS: Final = "inputs.json"
RECORDS: Final = "records.json"

#: Changes to more documents than these are built in the usual way.
MOST: Final = 8
_SOURCES: Final = "graph/sources/"
#: What rules compare across files, so that a change may be told of in another one.
_COMPARED: Final = frozenset(
    (
        *(RACE + name for name in ("url", "cites", "includesFigure")),
        *(RACE + name for name in ("measure", "about", "inDocument")),
        RDF + "type",
    )
)
#: Of these a new claim says something new, which no rule compares.
_OF_NEW: Final = frozenset(
    (*(RACE + name for name in ("measure", "about", "inDocument")), RDF + "type")
)
#: What documents (by their files' names) state of themselves, their claims and entities.
Stated = dict[str, frozenset[ox.Triple]]

_RATE: Final = f"<{COMPARABLE}#rate.".encode()
_USES: Final = f" <{RACE}rate> ".encode()


@dataclass(frozen=True)
class Amendment:
    """What a build changes in the one before: lines of N-Quads, the records, the counts."""

    difference: Difference
    records: Records
    newest: dt.date | None
    manifest: dict[str, object]
    counts: dict[str, int]


def find_amendment(before: Path, inputs: Inputs, places: Folders, lang: str) -> Amendment | None:
    """Give what changes from the generation ``before``; ``None`` where all has to be built."""
    manifest = read_manifest(before)
    names = _changed_documents(_inputs_of(before), inputs)
    lines = kept_lines(before) if names and manifest.get("warnings") == 0 else None
    counts = manifest.get("counts")
    if lines is None or not isinstance(counts, dict):
        return None
    old = _stated(lines, names)
    cited = {term.value for triples in old.values() for term in _sources_named(triples)}
    stems = {iri.removeprefix(SRC).partition("#")[0] for iri in cited}
    checked = check_documents(places.ontology, places.graph, names, stems, lang)
    if checked.problems or checked.engine_used != "native":
        return None
    new = _read(checked.corpus, names)
    if not all(_bears_on_itself(old[name], new[name], name) for name in names):
        return None
    inferred = _inferred(checked.corpus.vocabulary(), old, new)
    if inferred is None:
        return None
    asserted = _quads(old), _quads(new)
    try:
        records = kept_records((before / RECORDS).read_bytes())
    except (OSError, ValueError):
        return None
    after = _replaced(records, names, read_records(asserted[1]))
    if after is None:
        return None
    derived = changes(records, after)
    return _amendment(lines, manifest, counts, asserted, inferred, derived, after)


def _inputs_of(generation: Path) -> Inputs | None:
    try:
        found = json.loads((generation / INPUTS).read_text(encoding="utf-8"))
        return Inputs(found["files"], found["rest"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _changed_documents(before: Inputs | None, now: Inputs) -> list[str]:
    """Give the names of the documents whose files changed; none where anything else did."""
    if before is None or before.rest != now.rest or before.files.keys() != now.files.keys():
        return []
    changed = [path for path, content in now.files.items() if before.files[path] != content]
    if len(changed) > MOST or not all(path.startswith(_SOURCES) for path in changed):
        return []
    return [Path(path).stem for path in changed]


def _stated(lines: Iterable[bytes], names: Collection[str]) -> Stated:
    """Give what documents stated in the build before."""
    found: Stated = {}
    for name in names:
        end = f" <{SRC}{name}> .\n".encode()
        data = b"".join(line for line in lines if line.endswith(end))
        parsed = ox.parse(data, format=ox.RdfFormat.N_QUADS)
        found[name] = frozenset(quad.triple for quad in parsed)
    return found


def _read(corpus: Corpus, names: Collection[str]) -> Stated:
    files = {name: corpus.document(SRC + name) for name in names}
    return {name: frozenset(file.all() if file else ()) for name, file in files.items()}


def _sources_named(triples: Iterable[ox.Triple]) -> Iterator[ox.NamedNode]:
    for triple in triples:
        if isinstance(triple.object, ox.NamedNode) and triple.object.value.startswith(SRC):
            yield triple.object


def _bears_on_itself(old: frozenset[ox.Triple], new: frozenset[ox.Triple], name: str) -> bool:
    """Tell whether a change is one of figures, dates and words that no other file looks at."""
    known = {triple.subject for triple in old}
    for triple in old ^ new:
        subject = triple.subject
        if not isinstance(subject, ox.NamedNode) or not _is_of(subject.value, name):
            return False
        is_new_claim = subject not in known and triple.predicate.value in _OF_NEW
        if triple.predicate.value in _COMPARED and not is_new_claim:
            return False
    return True


def _is_of(iri: str, name: str) -> bool:
    return iri.partition("#")[0] == SRC + name


def _inferred(
    vocabulary: Sequence[ox.Triple], old: Stated, new: Stated
) -> tuple[list[ox.Quad], list[ox.Quad]] | None:
    """Give what followed and what follows from the documents; ``None`` if for others too."""
    differing = {t.predicate.value for name in old for t in old[name] ^ new[name]}
    if not differing & predicates_of(vocabulary):
        return [], []
    if differing & joining_predicates(vocabulary):
        return None
    found = []
    for stated in (old, new):
        # What is related to what, documents state as well: nothing of it changed.
        own = [t for name, triples in stated.items() for t in triples if _is_said_of(t, name)]
        inference = infer(vocabulary, own)
        if inference.contradictions:
            return None
        found.append(frozenset(inference.triples))
    before, after = found
    if any(not str(triple.subject).startswith(f"<{SRC}") for triple in before ^ after):
        return None
    return _in(before), _in(after)


def _is_said_of(triple: ox.Triple, name: str) -> bool:
    return isinstance(triple.subject, ox.NamedNode) and _is_of(triple.subject.value, name)


def _in(triples: Iterable[ox.Triple]) -> list[ox.Quad]:
    return [ox.Quad(t.subject, t.predicate, t.object, INFERRED) for t in triples]


def _quads(stated: Stated) -> list[ox.Quad]:
    return [
        ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(SRC + name))
        for name, triples in stated.items()
        for t in triples
    ]


def _replaced(records: Records, names: Collection[str], part: Records) -> Records | None:
    """Give the records with those of some documents replaced.

    ``None`` where they name an organisation nobody named before: of it more has to be read.
    """
    if not part.organizations() <= records.organizations():
        return None
    own = {SRC + name for name in names}
    claims = [claim for claim in records.claims if claim.document not in own]
    merged = replace(
        records,
        documents=dict(sorted((dict(records.documents) | dict(part.documents)).items())),
        claims=tuple(sorted((*claims, *part.claims), key=lambda claim: claim.iri)),
    )
    named = merged.organizations()
    return replace(
        merged,
        groups={org: head for org, head in records.groups.items() if org in named},
        currencies={org: code for org, code in records.currencies.items() if org in named},
        fiscal_ends={org: end for org, end in records.fiscal_ends.items() if org in named},
    )


def _amendment(
    lines: list[bytes],
    manifest: dict[str, object],
    counts: dict[str, int],
    asserted: tuple[list[ox.Quad], list[ox.Quad]],
    inferred: tuple[list[ox.Quad], list[ox.Quad]],
    derived: Changes,
    records: Records,
) -> Amendment:
    """Put the changes of all graphs together, as lines and as counts."""
    kept = frozenset(lines)
    went, came = frozenset(lines_of(derived.before)), frozenset(lines_of(derived.after))
    gone = went - came
    gone -= _rates_in_use(gone, (line for line in lines if line not in gone), came)
    removed, added = set(gone), set(came - kept)
    grown = {"derived": len(added) - len(removed), "conflicts": derived.conflicts}
    for name, (before, after) in (("asserted", asserted), ("inferred", inferred)):
        one, other = frozenset(lines_of(before)), frozenset(lines_of(after))
        removed |= one - other
        added |= other - one
        grown[name] = len(other) - len(one)
    more = {name: counts[name] + count for name, count in grown.items()}
    sizes = {"documents": len(records.documents), "claims": len(records.claims)}
    difference = Difference(lines, frozenset(removed), frozenset(added))
    return Amendment(difference, records, derived.newest, manifest, counts | more | sizes)


def _rates_in_use(
    gone: Collection[bytes], left: Iterable[bytes], came: Collection[bytes]
) -> frozenset[bytes]:
    """Give the lines of rates that other amounts were converted at as well."""
    of_rates: dict[bytes, list[bytes]] = defaultdict(list)
    for line in gone:
        if line.startswith(_RATE):
            of_rates[line.partition(b" ")[0]].append(line)
    if not of_rates:
        return frozenset()
    used = {line.split(b" ", 3)[2] for line in (*left, *came) if _USES in line}
    return frozenset(line for rate, own in of_rates.items() if rate in used for line in own)
