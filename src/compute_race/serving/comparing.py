"""Whether an entity says what a condition asks: by the sort of the values, not letter by letter.

A thing is named by its id, IRI, item of Wikidata, any of its names, or the code of a country;
an address is as good as another one of the same site; a day may be less precise than another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from compute_race.basics.namespaces import WD, expand
from compute_race.serving import terms
from compute_race.serving.entities import Catalogue, Entity, Value
from compute_race.serving.queries import Condition
from compute_race.serving.terms import Sort
from compute_race.wikidata.features import Verdict, domain
from compute_race.wikidata.names import key

#: How many letters a day has: "2025-02-24T00:00:00Z" is how some clients write one.
_DAY: Final = 10


def is_met(catalogue: Catalogue, condition: Condition, entity: Entity) -> bool:
    """Tell whether an entity meets a condition; without a value it meets only ``none``."""
    values = _values(catalogue, condition, entity)
    hits = [
        any(_is_same(catalogue, value, asked, is_id, condition.exact) for value in values)
        for asked, is_id in zip(condition.values, condition.ids, strict=True)
    ]
    if condition.quantifier == "none":
        return not any(hits)
    return all(hits) if condition.quantifier == "all" else any(hits)


def verdict(catalogue: Catalogue, condition: Condition, entity: Entity) -> Verdict:
    """Tell whether an entity meets a condition; ``unknown`` where it has no such value."""
    if not _values(catalogue, condition, entity):
        return "unknown"
    return "equal" if is_met(catalogue, condition, entity) else "different"


def is_called(entity: Entity, name: str) -> bool:
    """Tell whether a name is one of an entity's, legal forms, case and accents apart."""
    return bool(key(name)) and any(key(name) == key(one) for one, _, _ in entity.item.names())


def _values(catalogue: Catalogue, condition: Condition, entity: Entity) -> tuple[Value, ...]:
    return entity.values.get(catalogue.property_id(condition.property), ())


def _is_same(catalogue: Catalogue, value: Value, asked: str, is_id: bool, exact: bool) -> bool:
    if value.sort == "entity":
        return _is_thing(catalogue, value.text, asked, is_id, exact)
    if value.sort == "item":
        return value.text == expand(asked.strip()).removeprefix(WD)
    return value.text == asked if exact else _SAME[value.sort](value.text, asked.strip())


def _is_thing(catalogue: Catalogue, slug: str, asked: str, is_id: bool, exact: bool) -> bool:
    entity = catalogue.entities.get(slug)
    if entity is None:
        return slug == asked
    if catalogue.find(asked) is entity:
        return True
    if is_id:
        return False
    if exact:
        return any(asked == name for name, _, _ in entity.item.names())
    return is_called(entity, asked) or entity.first(terms.ISO_CODE) == asked.strip()


def _same_number(ours: str, asked: str) -> bool:
    try:
        return Decimal(ours) == Decimal(asked)
    except InvalidOperation:
        return False


def _same_day(ours: str, asked: str) -> bool:
    short, long = sorted((ours, asked[:_DAY]), key=len)
    return bool(short) and f"{long}-".startswith(f"{short}-")


def _same_address(ours: str, asked: str) -> bool:
    return bool(site(ours)) and site(ours) == site(asked)


def site(address: str) -> str:
    """Give the host of an address; empty for what is none."""
    try:
        return domain(address)
    except ValueError:
        return ""


def _same_code(ours: str, asked: str) -> bool:
    # A CIK is written with and without its leading zeros.
    return ours.upper().lstrip("0") == asked.upper().lstrip("0")


def _same_text(ours: str, asked: str) -> bool:
    return key(ours) == key(asked) if key(ours) else ours == asked


_SAME: Final[Mapping[Sort, Callable[[str, str], bool]]] = {
    "number": _same_number,
    "day": _same_day,
    "address": _same_address,
    "code": _same_code,
    "text": _same_text,
}
