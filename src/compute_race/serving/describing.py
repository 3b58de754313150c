"""A thing in half a line, to tell it from its namesakes: what it is, whose, where, when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from compute_race.serving import terms
from compute_race.serving.entities import Catalogue, Entity

#: To whom a thing belongs, the nearest relation first; a thing shows the first it has.
_OWNERS: Final = ("announcedBy", "businessUnitOf", "subsidiaryOf", "group", "developedBy")
#: Days of a thing; documents may state several for an announcement, the first known one is one.
_WHEN: Final = ("knownFrom", "announcedOn", "releasedOn")


def description(catalogue: Catalogue, entity: Entity, lang: str) -> str:
    """Describe a thing: ``business unit, Alibaba Group, China``; empty if it has no type."""
    return ", ".join(dict.fromkeys(_parts(catalogue, entity, lang)))


def type_labels(catalogue: Catalogue, entity: Entity, lang: str) -> list[str]:
    """Give the labels of the types of a thing that are not above another one of it."""
    return [catalogue.types[name].label(lang) for name in entity.own_types]


def owners(entity: Entity) -> tuple[str, list[str]]:
    """Give to whom a thing belongs, or who announced it: the relation, and their slugs."""
    for relation in _OWNERS:
        found = [slug for slug in entity.texts(relation) if slug != entity.slug]
        if found:
            return relation, found
    return "", []


def when(entity: Entity) -> str:
    """Give the day of an announcement or a release, as precise as known; empty if unknown."""
    return next(filter(None, map(entity.first, _WHEN)), "")


def _parts(catalogue: Catalogue, entity: Entity, lang: str) -> Iterator[str]:
    yield from type_labels(catalogue, entity, lang)
    yield from (catalogue.label(slug, lang) for slug in owners(entity)[1])
    if country := entity.first(terms.COUNTRY):
        yield catalogue.label(country, lang)
    if day := when(entity):
        yield day
