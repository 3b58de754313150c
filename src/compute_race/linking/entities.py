"""The things of the hand-kept graph that want an item: what they are called and known by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from compute_race.answering.lookup import Node, nodes_where
from compute_race.basics.namespaces import ENT, GRAPH, RACE, RDFS, SKOS, UNIT, shorten
from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.dataset.store import Store, select
from compute_race.wikidata import items
from compute_race.wikidata.wanted import Kind, Wanted

#: A kind of thing that Wikidata does not have.
ANNOUNCEMENT: Final = "announcement"
#: The first class that fits tells the kind: a publisher is a medium and Stargate an initiative,
#: though both are organisations too.
_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("Announcement", ANNOUNCEMENT),
    ("Publisher", "medium"),
    ("Facility", "facility"),
    ("Initiative", "initiative"),
    ("Organization", "organization"),
    ("ModelFamily", "model"),
    ("Model", "model"),
    ("Accelerator", "accelerator"),
    ("Market", "market"),
    ("Country", "country"),
    ("Bloc", "bloc"),
    ("Place", "place"),
    ("Currency", "currency"),
)
#: The kinds in the order they are shown.
_ORDER: Final = (
    *("organization", "initiative", "medium", "model", "accelerator", "facility", "market"),
    *("country", "bloc", "place", "currency", ANNOUNCEMENT),
)
_ENTITY_GRAPHS: Final = f"{GRAPH}entities/"
_PLACES_UP: Final = 6


@dataclass(frozen=True)
class Entity:
    """One thing of ours: its name in tables of links (``ent:slug``), kind, class and names."""

    name: str
    iri: str
    kind: str
    cls: str
    label: str
    wanted: Wanted | None

    @property
    def slug(self) -> str:
        """Give what people type: the local name."""
        return self.name.partition(":")[2]


def read_entities(store: Store) -> list[Entity]:
    """Read all hand-kept entities and the currencies of claims, sorted by kind and name."""
    pattern = f'GRAPH ?g {{ ?s a ?c }} FILTER(STRSTARTS(STR(?g), "{_ENTITY_GRAPHS}"))'
    found = nodes_where(store, pattern)
    found |= nodes_where(store, f"?s a <{RACE}Currency> . ?claim <{RACE}unit> ?s .")
    country = _Countries(store)
    entities = [
        entity for iri, node in found.items() if (entity := _entity(iri, node, country)) is not None
    ]
    return sorted(entities, key=lambda entity: (_ORDER.index(entity.kind), entity.name))


def find(entities: Iterable[Entity], name: str) -> Entity:
    """Give the entity of a slug; ``UsageError`` with the nearest ones where there is none."""
    every = {entity.slug: entity for entity in entities}
    wanted = name.removeprefix("ent:").removeprefix("unit:").removeprefix(ENT)
    if wanted in every:
        return every[wanted]
    hint = did_you_mean(wanted, every, "see: race link status --list all")
    raise UsageError(f"there is no entity {wanted} of the hand-kept graph", hint)


def find_wanted(entities: Iterable[Entity], name: str) -> Entity:
    """Give the entity of a slug, as ``find``; ``UsageError`` for what Wikidata has no items of."""
    entity = find(entities, name)
    if entity.wanted is None:
        raise UsageError(
            f"{entity.slug} is an announcement: Wikidata has no such items",
            "see: race link status --kind announcement",
        )
    return entity


def find_all(entities: Iterable[Entity], names: Iterable[str]) -> list[Entity]:
    """Give the entities of slugs, each once, as ``find_wanted``."""
    every = list(entities)
    found = [find_wanted(every, name) for name in names]
    return list({entity.name: entity for entity in found}.values())


def _entity(iri: str, node: Node, country: _Countries) -> Entity | None:
    if not iri.startswith((ENT, UNIT)):
        return None
    cls, kind = next(((c, k) for c, k in _KINDS if c in node.types), ("", ""))
    if not kind:
        return None
    label = node.label("en")
    wanted = None if kind == ANNOUNCEMENT else _wanted(iri, node, label, kind, country)
    return Entity(shorten(iri), iri, kind, cls, label, wanted)


def _wanted(iri: str, node: Node, label: str, kind: str, country: _Countries) -> Wanted:
    labels = [*_literals(node, f"{RDFS}label"), *_literals(node, f"{SKOS}altLabel")]
    identifiers = {
        items.LEI: node.text("lei") or "",
        items.CIK: node.text("cik") or "",
        items.ISIN: node.text("isin") or "",
        items.ISO_COUNTRY: (node.text("isoCode") or "") if kind in ("country", "bloc") else "",
        items.ISO_CURRENCY: (node.text("isoCode") or "") if kind == "currency" else "",
    }
    known: Kind = kind  # type: ignore[assignment]
    return Wanted(
        name=label,
        kind=known,
        other_names=tuple(name for name in dict.fromkeys(labels) if name != label),
        country=country.of(iri),
        identifiers={name: value for name, value in identifiers.items() if value},
        website=node.text("website") or "",
        inception=node.text("foundedOn") or "",
    )


def _literals(node: Node, predicate: str) -> Iterator[str]:
    for value in node.values(predicate):
        if isinstance(value, ox.Literal):
            yield value.value


class _Countries:
    """Codes of the countries in which things lie or have their head office."""

    def __init__(self, store: Store) -> None:
        text = (
            f"SELECT DISTINCT ?s ?place ?code WHERE {{"
            f" ?s <{RACE}headquarteredIn>|<{RACE}locatedIn> ?place ."
            f" OPTIONAL {{ ?place <{RACE}isoCode> ?code ; a <{RACE}Country> }} }}"
        )
        self._places: dict[str, set[str]] = {}
        self._codes: dict[str, str] = {}
        for subject, place, code in select(store, text).rows:
            if isinstance(subject, ox.NamedNode) and isinstance(place, ox.NamedNode):
                self._places.setdefault(subject.value, set()).add(place.value)
                if isinstance(code, ox.Literal):
                    self._codes[place.value] = code.value

    def of(self, iri: str) -> str:
        """Give the code of the one country a thing lies in; empty where none or several."""
        near, codes = {iri}, set()
        for _ in range(_PLACES_UP):
            near = {place for one in near for place in self._places.get(one, ())}
            codes |= {self._codes[place] for place in near if place in self._codes}
        return codes.pop() if len(codes) == 1 else ""


def by_kind(entities: Iterable[Entity]) -> Mapping[str, list[Entity]]:
    """Give entities by their kind, in their order."""
    found: dict[str, list[Entity]] = {}
    for entity in entities:
        found.setdefault(entity.kind, []).append(entity)
    return found
