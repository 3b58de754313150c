"""Candidates as both versions of the API write them, each score explained by its features."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from compute_race.serving.describing import description
from compute_race.serving.entities import Catalogue, Entity
from compute_race.serving.reconcile import BY_ID, PROPERTY, Match

_LIKENESS: Final = "name_likeness"
#: What the features are called in English and French.
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "name": ("name", "nom"),
    "identifier": ("identifier", "identifiant"),
    "ticker": ("ticker symbol", "symbole boursier"),
    "website": ("website", "site web"),
    "sort": ("kind of thing", "nature"),
    "country": ("country", "pays"),
    "inception": ("year of foundation", "année de fondation"),
    "dissolved": ("dissolved", "dissolution"),
    "only one": ("nothing else of this name", "rien d'autre de ce nom"),
    BY_ID: ("identifier of the register", "identifiant du registre"),
    _LIKENESS: ("likeness of the nearest name", "ressemblance du nom le plus proche"),
}


def old_result(catalogue: Catalogue, found: Iterable[Match], lang: str) -> dict[str, Any]:
    """Write the candidates of a query as version 0.2 has them."""
    return {
        "result": [
            _candidate(catalogue, one, lang)
            | {"features": [{"id": name, "value": value} for name, value in features(one)]}
            for one in found
        ]
    }


def new_result(catalogue: Catalogue, found: Iterable[Match], lang: str) -> dict[str, Any]:
    """Write the candidates of a query as the draft of 1.0 has them: features have names."""
    return {
        "candidates": [
            _candidate(catalogue, one, lang)
            | {
                "features": [
                    {"id": name, "name": _feature_name(catalogue, name, lang), "value": value}
                    for name, value in features(one)
                ]
            }
            for one in found
        ]
    }


def type_objects(catalogue: Catalogue, entity: Entity, lang: str) -> list[dict[str, str]]:
    """Write the types of an entity, those that are not above another one first."""
    return [{"id": name, "name": catalogue.types[name].label(lang)} for name in entity.types]


def features(match: Match) -> list[tuple[str, float]]:
    """Give the features that say something, each id once: their points are of 100.

    The points add up to the score, held between 0 and 100; the likeness of the names, of 100
    as well, is told beside them.
    """
    points: dict[str, float] = {}
    for one in match.features:
        if one.verdict != "unknown":
            name = one.name.replace(" ", "_")
            points[name] = round(points.get(name, 0.0) + 100 * one.points, 2)
    if match.likeness is not None:
        points[_LIKENESS] = match.likeness
    return list(points.items())


def _candidate(catalogue: Catalogue, match: Match, lang: str) -> dict[str, Any]:
    entity = match.entity
    return {
        "id": entity.slug,
        "name": entity.item.label(lang),
        "description": description(catalogue, entity, lang),
        "score": match.score,
        "match": match.is_match,
        "type": type_objects(catalogue, entity, lang),
    }


def _feature_name(catalogue: Catalogue, name: str, lang: str) -> str:
    known = name.removeprefix(PROPERTY.replace(" ", "_"))
    if known != name:
        term = catalogue.properties.get(known)
        return term.label(lang) if term is not None else known
    words = _WORDS.get(name) or _WORDS.get(name.replace("_", " "))
    return words[lang == "fr"] if words is not None else name
