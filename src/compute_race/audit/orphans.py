"""Entities that nothing speaks of: left over, or named twice under two ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from compute_race.audit.material import Finding, Material
from compute_race.basics.namespaces import ENT, RACE, shorten
from compute_race.dataset.corpus import TYPE, Kind
from compute_race.sources.turtle import Term

_JUDGED_BY: Final = ox.NamedNode(RACE + "judgedBy")


def orphans(material: Material) -> Iterator[Finding]:
    """Entities of the register that neither a document nor an import names.

    What an entity that is spoken of is judged or said to belong to - the
    announcer of an announcement, the country of a seat - is spoken of too.
    """
    corpus = material.corpus
    waiting = [*material.named_elsewhere, *_named(material)]
    leads: dict[str, set[str]] = defaultdict(set)
    for file in corpus.of_kind(Kind.ENTITIES, Kind.JUDGEMENTS):
        for triple in file.all():
            for target in _entities(triple.object):
                leads[getattr(triple.subject, "value", "")].add(target)
    spoken: set[str] = set()
    while waiting:
        iri = waiting.pop()
        if iri not in spoken:
            spoken.add(iri)
            waiting += sorted(leads[iri])
    for file in corpus.of_kind(Kind.ENTITIES):
        for triple in file.triples:
            for iri in _entities(triple.subject) if triple.predicate == TYPE else ():
                if iri not in spoken:
                    spoken.add(iri)
                    yield Finding(
                        iri,
                        "",
                        f"nothing speaks of {shorten(iri)}",
                        "state what a document says of it in graph/sources/, or delete the block",
                    )


def _named(material: Material) -> Iterator[str]:
    """Give every entity that a document names, and who judges."""
    for file in material.corpus.of_kind(Kind.DOCUMENT):
        for triple in file.triples:
            yield from _entities(triple.subject)
            yield from _entities(triple.object)
    for file in material.corpus.of_kind(Kind.JUDGEMENTS):
        for triple in file.triples:
            if triple.predicate == _JUDGED_BY:
                yield from _entities(triple.object)


def _entities(term: Term) -> tuple[str, ...]:
    if isinstance(term, ox.NamedNode) and term.value.startswith(ENT):
        return (term.value,)
    return ()
