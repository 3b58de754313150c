"""What a person who has typed a few letters may mean: entities, properties, types.

A name that begins so comes before one of which only a later word does; an id is always found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any, Final, TypeVar

from compute_race.serving.answers import type_objects
from compute_race.serving.describing import description
from compute_race.serving.entities import Catalogue
from compute_race.serving.errors import NotFoundError
from compute_race.serving.queries import EXACT
from compute_race.serving.terms import Term
from compute_race.wikidata.names import plain_key

#: How many are suggested where nobody says, and at most.
DEFAULT_LIMIT: Final = 20
MAX_LIMIT: Final = 200

_EXACT: Final = ("the same letter by letter", "identique à la lettre près")
_T = TypeVar("_T")


def suggest_entities(
    catalogue: Catalogue, prefix: str, lang: str, skip: int, limit: int
) -> list[dict[str, Any]]:
    """Suggest entities whose id, item of Wikidata or any name begins so."""
    ranked = _ranked(
        catalogue.entities.values(),
        prefix,
        lambda entity: (entity.slug, [name for name, _, _ in entity.item.names()]),
        lambda entity: len(entity.item.label(lang)),
    )
    told = catalogue.find(prefix)
    if told is not None:
        ranked = [told, *(one for one in ranked if one is not told)]
    return [
        {
            "id": entity.slug,
            "name": entity.item.label(lang),
            "description": description(catalogue, entity, lang),
            "notable": type_objects(catalogue, entity, lang)[: len(entity.own_types)],
        }
        for entity in ranked[skip : skip + limit]
    ]


def suggest_types(
    catalogue: Catalogue, prefix: str, lang: str, skip: int, limit: int
) -> list[dict[str, Any]]:
    """Suggest types, those with most entities first where names are equally near."""
    ranked = _ranked(
        catalogue.types.values(),
        prefix,
        _names_of_term,
        lambda term: -len(catalogue.of_type(term.id)),
    )
    return [type_object(catalogue, term, lang) for term in ranked[skip : skip + limit]]


def suggest_properties(
    catalogue: Catalogue, prefix: str, lang: str, skip: int, limit: int
) -> list[dict[str, Any]]:
    """Suggest properties, those that most entities have first where names are equally near."""
    counts = property_counts(catalogue, "")
    ranked = _ranked(
        catalogue.properties.values(),
        prefix,
        _names_of_term,
        lambda term: -counts.get(term.id, 0),
    )
    return [_property_object(term, lang) for term in ranked[skip : skip + limit]]


def match_qualifiers(lang: str) -> list[dict[str, str]]:
    """Give the ways to compare that the draft of 1.0 can ask for, beside the usual one."""
    return [{"id": EXACT, "name": _EXACT[lang == "fr"]}]


def property_counts(catalogue: Catalogue, type_id: str) -> dict[str, int]:
    """Count the entities of a type, or all, that have a value of each property."""
    entities = catalogue.of_type(type_id) if type_id else catalogue.entities.values()
    counts: dict[str, int] = {}
    for entity in entities:
        for name in entity.properties:
            if name in catalogue.properties:
                counts[name] = counts.get(name, 0) + 1
    return counts


def type_object(catalogue: Catalogue, term: Term, lang: str) -> dict[str, Any]:
    """Write a type with its definition and the types directly above it."""
    found: dict[str, Any] = {"id": term.id, "name": term.label(lang)}
    if term.definition(lang):
        found["description"] = term.definition(lang)
    above = [catalogue.types[name] for name in term.broader if name in catalogue.types]
    if above:
        found["broader"] = [{"id": one.id, "name": one.label(lang)} for one in above]
    return found


def flyout(catalogue: Catalogue, what: str, name: str, lang: str) -> dict[str, str]:
    """Write the small text beside a suggestion; ``NotFoundError`` for an unknown id."""
    if what == "entity":
        entity = catalogue.entities.get(name)
        if entity is not None:
            title, text = entity.item.label(lang), description(catalogue, entity, lang)
            return {"id": name, "html": _flyout_html(title, text)}
    else:
        known: Mapping[str, Term] = catalogue.types if what == "type" else catalogue.properties
        if name in known:
            term = known[name]
            return {"id": name, "html": _flyout_html(term.label(lang), term.definition(lang))}
    raise NotFoundError(f'no {what} has the id "{name}"')


def _flyout_html(title: str, text: str) -> str:
    return f"<p><strong>{escape(title)}</strong></p><p>{escape(text)}</p>"


def _property_object(term: Term, lang: str) -> dict[str, Any]:
    found = {"id": term.id, "name": term.label(lang)}
    if term.definition(lang):
        found["description"] = term.definition(lang)
    return found


def _names_of_term(term: Term) -> tuple[str, list[str]]:
    return term.id, list(term.labels.values())


def _ranked(
    every: Iterable[_T],
    prefix: str,
    names: Callable[[_T], tuple[str, list[str]]],
    weight: Callable[[_T], int],
) -> list[_T]:
    """Give what fits a prefix, the nearest first; an empty one fits all.

    ``names`` gives the id and the names of one; of equally near ones the lighter comes first.
    """
    wanted = plain_key(prefix)
    if not wanted and prefix.strip():
        return []
    found = []
    for one in every:
        name, others = names(one)
        place = _place(wanted, prefix.strip(), name, others) if wanted else 0
        if place is not None:
            found.append((place, weight(one), name, one))
    return [one for *_, one in sorted(found, key=lambda entry: entry[:3])]


def _place(wanted: str, prefix: str, name: str, others: list[str]) -> int | None:
    """Tell how near a prefix is, 0 the nearest; ``None`` if it is none."""
    keys = [plain_key(other) for other in others]
    if name == prefix:
        return 0
    if wanted in keys:
        return 1
    if any(key.startswith(wanted) for key in keys):
        return 2
    if name.casefold().startswith(prefix.casefold()):
        return 3
    return 4 if any(f" {wanted}" in key for key in keys) else None
