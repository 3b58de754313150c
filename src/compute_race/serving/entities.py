"""The register as a service searches it: things, their types and their values, in memory.

Each entity is an item too, with its slug as id and statements under properties of Wikidata, so
that the matching which links us to others also links others to us.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from compute_race.answering.options import CURRENCIES
from compute_race.answering.rows import Row
from compute_race.basics.namespaces import ENT, RACE, WD, expand
from compute_race.serving import terms
from compute_race.serving.terms import Sort, Term
from compute_race.wikidata.items import Item
from compute_race.wikidata.snapshot import Snapshot
from compute_race.wikidata.snapshot_source import SnapshotSource

#: Currencies in which planned figures are kept, the default one first.
MONEY: Final = tuple(code for code in CURRENCIES if code != "original")


@dataclass(frozen=True)
class Value:
    """One value of a property.

    ``text`` is the slug of a thing, the id of an item, a number, a day as precise as known
    (``2025-02``), an address, a code or a text, by the ``sort``; ``lang`` is the language of
    a text, empty where none is told.
    """

    text: str
    sort: Sort
    lang: str = ""


@dataclass(frozen=True)
class Entity:
    """A thing of the register.

    ``types`` are the ids of all its types, those that are not above another one first;
    ``own_types`` are only these. ``planned`` is what is planned a year, by currency.
    """

    item: Item
    types: tuple[str, ...]
    own_types: tuple[str, ...]
    values: Mapping[str, tuple[Value, ...]]
    planned: Mapping[str, Row]

    @property
    def slug(self) -> str:
        """Give the id."""
        return self.item.qid

    @property
    def properties(self) -> tuple[str, ...]:
        """Give the ids of the properties that have a value."""
        low, high = self.a_year(MONEY[0])
        figures = ((terms.PLAN_LOW, low), (terms.PLAN_HIGH, high))
        return (*self.values, *(name for name, end in figures if end is not None))

    def a_year(self, currency: str) -> tuple[Decimal | None, Decimal | None]:
        """Give both ends of what is planned a year, in a currency; ``None`` if open or unknown."""
        row = self.planned.get(currency)
        return (row.low, row.high) if row is not None and row.per == "year" else (None, None)

    def texts(self, name: str) -> tuple[str, ...]:
        """Give the texts of all values of a property."""
        return tuple(value.text for value in self.values.get(name, ()))

    def first(self, name: str) -> str:
        """Give the text of the first value of a property; empty where there is none."""
        return next(iter(self.texts(name)), "")


class Catalogue:
    """All entities with their types and properties, and the index by which they are found."""

    def __init__(
        self,
        name: str,
        entities: Iterable[Entity],
        types: Mapping[str, Term],
        properties: Mapping[str, Term],
    ) -> None:
        """Keep entities under a name for their state; types without any are left out."""
        self.entities = {entity.slug: entity for entity in entities}
        used = {name for entity in self.entities.values() for name in entity.types}
        self.types = {name: types.get(name, Term(name, {}, {})) for name in sorted(used)}
        self.properties = properties
        every = (entity.item for entity in self.entities.values())
        self.source = SnapshotSource(Snapshot(name, every))

    def find(self, text: str) -> Entity | None:
        """Give an entity by its slug, its IRI, or its item of Wikidata (id or IRI)."""
        name = expand(text.strip()).removeprefix(ENT)
        return self.entities.get(name) or self._by_item.get(name.removeprefix(WD))

    def label(self, slug: str, lang: str) -> str:
        """Give the label of a thing by its slug; the slug where there is no such thing."""
        entity = self.entities.get(slug)
        return entity.item.label(lang) if entity is not None else slug

    def type_id(self, text: str) -> str:
        """Give the id of a type by its id, IRI or label; empty where nothing is of such a type."""
        return _id_of(text, self.types, self._types_by_name)

    def property_id(self, text: str) -> str:
        """Give the id of a property by its id, IRI or label; empty for an unknown one."""
        return _id_of(text, self.properties, self._properties_by_name)

    def of_type(self, type_id: str) -> list[Entity]:
        """Give the entities of a type, by its id."""
        return [entity for entity in self.entities.values() if type_id in entity.types]

    @cached_property
    def _by_item(self) -> Mapping[str, Entity]:
        return {
            qid: entity for entity in self.entities.values() for qid in entity.texts(terms.WIKIDATA)
        }

    @cached_property
    def _types_by_name(self) -> Mapping[str, str]:
        return _by_names(self.types)

    @cached_property
    def _properties_by_name(self) -> Mapping[str, str]:
        return _by_names(self.properties)


def _id_of(text: str, known: Mapping[str, Term], by_names: Mapping[str, str]) -> str:
    name = expand(text.strip()).removeprefix(RACE)
    return name if name in known else by_names.get(name.casefold(), "")


def _by_names(known: Mapping[str, Term]) -> dict[str, str]:
    labels = {
        label.casefold(): term.id for term in known.values() for label in term.labels.values()
    }
    return labels | {name.casefold(): name for name in known}
