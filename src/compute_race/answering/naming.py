"""What people type to have something explained, turned into the IRI of what it names."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from compute_race.answering.lookup import document_slugs, entity_slugs, is_known, said_slugs, slug
from compute_race.basics.namespaces import ENT, GRAPH, SRC, expand
from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.dataset.store import Store, select

#: The derived graphs whose rows have names of their own, as answers give them.
_GRAPHS: Final = ("preferred#", "conflicts#", "comparable#")
_OTHERWISE: Final = "race compare --format json names the ids"


def find_named(store: Store, name: str) -> str:
    """Turn a name into the IRI of something that exists.

    ``name`` is the id of a row, conflict or claim, the slug of a thing or of a
    document, a prefixed name or an IRI. ``UsageError`` with the nearest known
    names of that kind where there is none.
    """
    iri = GRAPH + name if name.startswith(_GRAPHS) else expand(name)
    if "://" not in iri:
        if "#" not in iri:
            return _find_slug(store, iri)
        iri = SRC + iri
    if _exists(store, iri):
        return iri
    raise UsageError(f'nothing is called "{name}"', _nearest(store, iri))


def _find_slug(store: Store, name: str) -> str:
    for namespace in (ENT, SRC):
        if is_known(store, namespace + name, name):
            return namespace + name
    known = [*entity_slugs(store), *document_slugs(store)]
    raise UsageError(f'nothing is called "{name}"', did_you_mean(name, known, _OTHERWISE))


def _nearest(store: Store, iri: str) -> str:
    """Name what is near an IRI that does not exist: of its thing, document or kind."""
    if iri.startswith(GRAPH):
        return _nearest_row(store, *iri.removeprefix(GRAPH).split("#", 1))
    if iri.startswith(SRC):
        return did_you_mean(iri.removeprefix(SRC), said_slugs(store, iri), _OTHERWISE)
    return did_you_mean(slug(iri), entity_slugs(store), _OTHERWISE)


def _nearest_row(store: Store, graph: str, local: str = "") -> str:
    start = f"{GRAPH}{graph}#".replace("\\", "\\\\").replace('"', '\\"')
    text = f'SELECT DISTINCT ?s {{ ?s a ?class FILTER(STRSTARTS(STR(?s), "{start}")) }}'
    rows = select(store, text).rows
    known = [t.value.rpartition("#")[2] for (t,) in rows if isinstance(t, ox.NamedNode)]
    about = local.partition(".")[0]
    of_it = [f"{graph}#{name}" for name in known if name.partition(".")[0] == about]
    if of_it:
        return did_you_mean(f"{graph}#{local}", of_it, _OTHERWISE)
    return did_you_mean(about, {name.partition(".")[0] for name in known}, _OTHERWISE)


def _exists(store: Store, iri: str) -> bool:
    try:
        return store.query(f"ASK {{ {ox.NamedNode(iri)} ?p ?o }}") is True
    except ValueError:
        return False
