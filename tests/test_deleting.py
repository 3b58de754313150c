"""One document says what it says: without it, only that is gone; its place changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
import pytest

from compute_race.basics.namespaces import ENT, GRAPH, RACE, SRC
from compute_race.dataset.corpus import Corpus, read_corpus
from compute_race.pipeline.checking import Folders
from foundation import DOCUMENTS, asserted, laid_foundation, with_all_that_follows

#: Documents of the whole graph that are taken away, each from another publisher and subject.
SAMPLE = (
    "alibaba-group-2025-02-24-form-6k",
    "cryptonewshub-2025-10-31-amazon-2025-125bn",
    "techzine-2025-02-11-investai",
    "wonderful-engineering-undated-microsoft-fiscal-2025",
)
DERIVED = frozenset(GRAPH + name for name in ("dates", "comparable", "preferred", "conflicts"))


@dataclass(frozen=True)
class Built:
    """Quads of a build, and what of them tells who depends on whom."""

    quads: frozenset[ox.Quad]

    def objects(self, property_: str) -> dict[str, set[str]]:
        """Give by subject the values of a property of the ontology."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.quads:
            if text(quad.predicate) == RACE + property_:
                found[text(quad.subject)].add(text(quad.object))
        return found

    def derived(self) -> set[ox.Quad]:
        """Give what the comparison made."""
        return {quad for quad in self.quads if text(quad.graph_name) in DERIVED}


def text(term: object) -> str:
    return str(getattr(term, "value", term))


def places(whole: bool) -> Folders:
    return Folders() if whole else laid_foundation()


@cache
def built(whole: bool) -> Built:
    return Built(frozenset(with_all_that_follows(asserted(places(whole)))))


def without(document: str, whole: bool) -> Built:
    graph = ox.NamedNode(document)
    kept = [quad for quad in asserted(places(whole)) if quad.graph_name != graph]
    return Built(frozenset(with_all_that_follows(kept)))


def spoken_of(quads: Iterable[ox.Quad], document: str) -> set[str]:
    """Give the entities that a document says anything of."""
    own = [quad for quad in quads if text(quad.graph_name) == document]
    named = {text(term) for quad in own for term in (quad.subject, quad.object)}
    return {name for name in named if name.startswith(ENT)}


def reached(before: Built, after: Built, document: str) -> tuple[set[str], set[str]]:
    """Give the entities and documents on which a missing document may have a bearing.

    Those it speaks of itself. Then, since a document without a date counts from the
    announcements it reports, those documents whose day is another one now, and what a
    later word superseded whose day is; and documents that had their news from it.
    """
    days_before, days_after = before.objects("knownFrom"), after.objects("knownFrom")
    moved = {
        thing
        for thing in {*days_before, *days_after}
        if days_before.get(thing) != days_after.get(thing)
    }
    documents = {thing for thing in moved if thing.startswith(SRC) and "#" not in thing}
    documents |= {thing for thing, cited in before.objects("cites").items() if document in cited}
    entities = spoken_of(before.quads, document)
    for one in documents:
        entities |= spoken_of(before.quads, one)
    for old, new in before.objects("supersededBy").items():
        if new & moved:
            entities.add(old)
    return entities, {document, *documents}


def subject_of(quad: ox.Quad, about: Mapping[str, set[str]]) -> str:
    """Give the entity that a derived statement is on, or the document whose day it is."""
    stem, _, name = text(quad.subject).partition("#")
    if stem == GRAPH + "comparable":
        # Named after the claim, or else the preferred value, that was converted.
        document, _, claim = name.rpartition(".")[0].rpartition(".")
        stem, name = (SRC + document, claim) if f"{SRC}{document}#{claim}" in about else ("", name)
    if stem.startswith(SRC):
        (thing,) = about.get(f"{stem}#{name}", {stem})
        return thing
    return ENT + name.partition(".")[0] if name else stem


def only_its_own(name: str, whole: bool) -> tuple[set[str], set[str]]:
    """Take a document away; give the entities and documents that it may have a bearing on."""
    document = SRC + name
    before, after = built(whole), without(document, whole)
    assert len(after.quads) < len(before.quads)
    entities, documents = reached(before, after, document)
    about = before.objects("about")
    strangers = {
        subject_of(quad, about)
        for quad in before.derived() ^ after.derived()
        if "#rate." not in text(quad.subject)
    }
    assert strangers <= entities | documents, sorted(strangers - entities - documents)[:5]
    # What others state is stated still.
    gone = {text(quad.graph_name) for quad in before.quads - after.quads}
    assert {graph for graph in gone if graph.startswith(SRC)} == {document}
    # A missing document adds no statement to anybody's graph.
    grown = {text(quad.graph_name) for quad in after.quads - before.quads}
    assert grown <= DERIVED | {GRAPH + "inferred", GRAPH + "rules"}
    return entities, documents


@pytest.mark.parametrize("name", DOCUMENTS)
def test_without_one_document_of_the_foundation_only_what_it_said_is_gone(name: str) -> None:
    only_its_own(name, whole=False)


@pytest.mark.parametrize("name", SAMPLE)
def test_without_one_document_of_the_whole_graph_only_what_it_said_is_gone(name: str) -> None:
    entities, documents = only_its_own(name, whole=True)
    # What it may have a bearing on is no excuse for everything: most is out of its reach.
    announcements = set(built(True).objects("announcedBy"))
    assert len(entities & announcements) < len(announcements) / 4
    assert len(documents) < 40


@pytest.mark.parametrize("whole", [False, True])
def test_the_order_of_files_changes_nothing(whole: bool) -> None:
    folders = places(whole)
    corpus, problems = read_corpus(folders.ontology, folders.graph)
    assert not problems
    backwards = list(dict.fromkeys(Corpus(corpus.files[::-1]).quads()))
    assert [*map(str, backwards)] != [*map(str, asserted(folders))]
    again = with_all_that_follows(backwards)
    assert sorted(map(str, again)) == sorted(map(str, built(whole).quads))
