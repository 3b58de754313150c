"""What we say of linked things that Wikidata says too: relations and yearly revenue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import GRAPH, RACE, SRC, shorten
from compute_race.dataset.store import Store, select
from compute_race.linking.revenues import Revenue, read_revenue

#: Relations by what they are called here: (predicate, whether the thing is the object of it).
_RELATIONS: Final = {
    "parent": (("subsidiaryOf", False), ("businessUnitOf", False)),
    "subsidiary": (("subsidiaryOf", True), ("businessUnitOf", True)),
    "head office": (("headquarteredIn", False),),
}
#: Where our own judgements are, such as in which country a firm has its head office.
_JUDGED: Final = GRAPH + "judgements/"


@dataclass(frozen=True)
class Said:
    """What we say of one thing: related things by relation, and revenue, with who says it.

    Who says it is a document (``src:``), or our own judgement (``graph:judgements/places``).
    """

    related: Mapping[str, Mapping[str, tuple[str, ...]]]
    revenue: tuple[Revenue, ...]


def read_said(store: Store) -> Mapping[str, Said]:
    """Read what all documents and judgements say, by the thing's name (``ent:alphabet``)."""
    related: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(set))
    )
    for what, relations in _RELATIONS.items():
        for predicate, is_inverse in relations:
            for subject, other, document in _stated(store, predicate):
                one, two = (other, subject) if is_inverse else (subject, other)
                related[one][what][two].add(document)
    revenue = read_revenue(store)
    return {
        name: Said(
            {
                what: {other: tuple(sorted(found)) for other, found in sorted(others.items())}
                for what, others in related[name].items()
            },
            revenue.get(name, ()),
        )
        for name in sorted({*related, *revenue})
    }


def _stated(store: Store, predicate: str) -> list[tuple[str, str, str]]:
    text = (
        f"SELECT DISTINCT ?s ?o ?g WHERE {{ GRAPH ?g {{ ?s <{RACE}{predicate}> ?o }}"
        f' FILTER(STRSTARTS(STR(?g), "{SRC}") || STRSTARTS(STR(?g), "{_JUDGED}")) }}'
    )
    return [
        (shorten(s.value), shorten(o.value), shorten(g.value))
        for s, o, g in select(store, text).rows
        if isinstance(s, ox.NamedNode)
        and isinstance(o, ox.NamedNode)
        and isinstance(g, ox.NamedNode)
    ]
