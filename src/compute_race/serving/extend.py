"""Values of properties for entities that were found: data extension, in both versions.

A thing of the register is a value with id and name, numbers and whole days are what they are,
all else is text. An item of Wikidata belongs to another service, which the draft of 1.0 names.
Version 0.2 can name it too, but OpenRefine does not read that: it would take the item for a
thing of ours, so that there an item is text.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from compute_race.basics.namespaces import ENT, WD
from compute_race.serving import terms
from compute_race.serving.columns import Column, Extension
from compute_race.serving.entities import Catalogue, Entity, Value
from compute_race.serving.suggest import property_counts

#: The reconciliation service of Wikidata, to which its items belong.
WIKIDATA_SERVICE: Final = "https://wikidata.reconci.link/{lang}/api"

#: How many letters a whole day has, and which whole numbers are too large for some clients.
_DAY: Final = 10
_LARGE: Final = 2**31
_FIGURES: Final = (terms.PLAN_LOW, terms.PLAN_HIGH)


def old_extension(catalogue: Catalogue, asked: Extension, lang: str) -> dict[str, Any]:
    """Write the values as version 0.2 has them: rows by id, cells by property."""
    columns = [
        replace(column, content="id") if _is_elsewhere(column) else column
        for column in asked.columns
    ]
    return {
        "meta": [_meta(catalogue, column, lang) for column in columns],
        "rows": {
            name: {
                column.id: _without_lang(_cells(catalogue, entity, column, lang))
                for column in columns
            }
            for name, entity in asked.entities.items()
        },
    }


def new_extension(catalogue: Catalogue, asked: Extension, lang: str) -> dict[str, Any]:
    """Write the values as the draft of 1.0 has them: lists in the order asked."""
    return {
        "meta": [_meta(catalogue, column, lang) for column in asked.columns],
        "rows": [
            {
                "id": name,
                "properties": [
                    {"id": column.id, "values": _cells(catalogue, entity, column, lang)}
                    for column in asked.columns
                ],
            }
            for name, entity in asked.entities.items()
        ],
    }


def propose(catalogue: Catalogue, type_name: str, lang: str, limit: int) -> dict[str, Any]:
    """Propose properties for a type, those that most of its entities have first.

    Without a type, those of all; for a type of which there is nothing, none.
    """
    type_id = catalogue.type_id(type_name)
    counts = property_counts(catalogue, type_id) if type_id or not type_name else {}
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    return {
        "type": type_name,
        "limit": limit,
        "properties": [
            {
                "id": name,
                "name": catalogue.properties[name].label(lang),
                "description": catalogue.properties[name].definition(lang),
            }
            for name in ranked[:limit]
        ],
    }


def _is_elsewhere(column: Column) -> bool:
    """Tell whether a column would hold ids of another service."""
    return column.content == "link" and column.term is not None and column.term.sort == "item"


def _without_lang(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out languages, and texts that then are the same as another one."""
    kept: list[dict[str, Any]] = []
    for cell in cells:
        plain = {name: value for name, value in cell.items() if name != "lang"}
        if plain not in kept:
            kept.append(plain)
    return kept


def _meta(catalogue: Catalogue, column: Column, lang: str) -> dict[str, Any]:
    if column.term is None:
        return {"id": column.id, "name": column.id}
    found: dict[str, Any] = {"id": column.id, "name": column.term.label(lang)}
    if column.term.id in _FIGURES:
        found["name"] += f" ({column.currency})"
    if column.content == "link" and column.term.range in catalogue.types:
        above = catalogue.types[column.term.range]
        found["type"] = {"id": above.id, "name": above.label(lang)}
    if _is_elsewhere(column):
        found["service"] = WIKIDATA_SERVICE.format(lang=lang)
    return found


def _cells(
    catalogue: Catalogue, entity: Entity | None, column: Column, lang: str
) -> list[dict[str, Any]]:
    if entity is None or column.term is None:
        return []
    if column.term.id in _FIGURES:
        end = entity.a_year(column.currency)[_FIGURES.index(column.term.id)]
        return [] if end is None else [_number(end)]
    values = entity.values.get(column.term.id, ())
    kept = values[: column.limit] if column.limit else values
    return [_cell(catalogue, entity, value, column, lang) for value in kept]


def _cell(
    catalogue: Catalogue, entity: Entity, value: Value, column: Column, lang: str
) -> dict[str, Any]:
    if value.sort in ("entity", "item"):
        is_item = value.sort == "item"
        # What Wikidata calls an item is not known here; it was judged to be this very thing.
        label = catalogue.label(entity.slug if is_item else value.text, lang)
        cells = {
            "link": {"id": value.text, "name": label},
            "name": {"str": label},
            "id": {"str": value.text},
            "iri": {"str": (WD if is_item else ENT) + value.text},
        }
        return cells[column.content]
    if value.sort == "number":
        return _number(Decimal(value.text))
    if value.sort == "day" and len(value.text) == _DAY:
        return {"date": f"{value.text}T00:00:00Z"}
    return {"str": value.text, "lang": value.lang} if value.lang else {"str": value.text}


def _number(value: Decimal) -> dict[str, Any]:
    # OpenRefine keeps 32 bits of a whole number and drops the rest without a word.
    if value == value.to_integral_value() and abs(value) < _LARGE:
        return {"int": int(value)}
    return {"float": float(value)}
