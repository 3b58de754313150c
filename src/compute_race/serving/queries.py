"""Batches of queries as both versions of the API write them, read into one form.

Version 0.2 has a name and properties (https://reconciliation-api.github.io/specs/0.2/), the
draft of 1.0 has conditions (https://reconciliation-api.github.io/specs/draft/). Types and
properties that the register does not have are no error: nothing is of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

import msgspec

from compute_race.serving.errors import RequestError, TooLargeError

#: How many queries a batch may have, how many candidates a query may ask for, and how many
#: it gets that says nothing.
MAX_BATCH: Final = 100
MAX_LIMIT: Final = 100
DEFAULT_LIMIT: Final = 10
#: The longest name that is looked for, and the most values a query may have, all in all.
_MAX_TEXT: Final = 1000
_MAX_VALUES: Final = 100

Quantifier = Literal["any", "all", "none"]
Strictness = Literal["any", "all", "should"]

_T = TypeVar("_T")


@dataclass(frozen=True)
class Condition:
    """What a property of the thing should say.

    ``values`` are texts, or ids where ``ids`` says so at the same place. ``exact``: a text
    has to be the same letter by letter.
    """

    property: str
    values: tuple[str, ...]
    ids: tuple[bool, ...]
    required: bool = False
    quantifier: Quantifier = "any"
    exact: bool = False


@dataclass(frozen=True)
class Query:
    """What is looked for. ``names`` and ``ids`` may both be empty, then only conditions count.

    ``not_named`` are names a candidate must not have; ``needs_name`` leaves out what is not
    called so, ``needs_id`` what is not one of ``ids``. ``limit`` is the number of candidates.
    """

    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    strict: Strictness = "should"
    conditions: tuple[Condition, ...] = ()
    limit: int = DEFAULT_LIMIT
    not_named: tuple[str, ...] = ()
    needs_name: bool = False
    needs_id: bool = False


class _Thing(msgspec.Struct):
    id: str
    name: str = ""


_One = str | int | float | bool | _Thing
_Some = str | int | float | bool | _Thing | list[str | int | float | bool | _Thing]


class _Property(msgspec.Struct):
    pid: str
    v: _Some


class _Old(msgspec.Struct, forbid_unknown_fields=True):
    query: str | None = None
    type: str | list[str] = []
    limit: float | None = None
    properties: list[_Property] = []
    type_strict: Strictness = "should"


class _Condition(msgspec.Struct, rename="camel"):
    match_type: Literal["name", "id", "property"]
    property_value: _Some
    property_id: str = ""
    required: bool = False
    match_quantifier: Quantifier = "any"
    match_qualifier: str = ""


class _New(msgspec.Struct, forbid_unknown_fields=True):
    conditions: list[_Condition]
    type: str | None = None
    limit: float | None = None
    lang: str = ""
    dir: Literal["ltr", "rtl", "auto"] = "ltr"


class _Batch(msgspec.Struct):
    queries: list[_New]


#: How the draft calls the comparison of texts letter by letter.
EXACT: Final = "ExactMatch"


def read_old_batch(text: str | bytes) -> dict[str, Query]:
    """Read a batch of version 0.2: queries by their keys.

    ``RequestError`` names the place of what is wrong, ``TooLargeError`` is for too many queries.
    """
    batch = _decoded(text, dict[str, _Old])
    _check_size(batch)
    return {key: _old(query, f"$.{key}") for key, query in batch.items()}


def read_new_batch(text: str | bytes) -> list[Query]:
    """Read a batch of the draft of 1.0: queries in their order; errors as in version 0.2."""
    batch = _decoded(text, _Batch).queries
    _check_size(batch)
    return [_new(query, f"$.queries[{place}]") for place, query in enumerate(batch)]


def _old(query: _Old, place: str) -> Query:
    if query.query is None and not query.properties:
        raise RequestError(f"the query has neither query nor properties - at `{place}`")
    name = (query.query or "").strip()
    types = [query.type] if isinstance(query.type, str) else query.type
    conditions = tuple(Condition(one.pid, *_values(one.v)) for one in query.properties)
    _check_values(sum(len(one.values) for one in conditions), place)
    return Query(
        names=_names([name], place),
        types=tuple(filter(None, types)),
        strict=query.type_strict,
        conditions=conditions,
        limit=_limit(query.limit, place),
    )


def _new(query: _New, place: str) -> Query:
    if not query.conditions:
        raise RequestError(f"the query has no condition - at `{place}.conditions`")
    names: list[str] = []
    ids: list[str] = []
    not_named: list[str] = []
    conditions = []
    count = 0
    for number, one in enumerate(query.conditions):
        values, are_ids = _values(one.property_value)
        count += len(values)
        if one.match_type == "name":
            (not_named if one.match_quantifier == "none" else names).extend(values)
        elif one.match_type == "id":
            ids.extend(values)
        elif not one.property_id:
            where = f"{place}.conditions[{number}]"
            raise RequestError(f"the condition on a property has no propertyId - at `{where}`")
        else:
            conditions.append(
                Condition(
                    one.property_id,
                    values,
                    are_ids,
                    one.required,
                    one.match_quantifier,
                    one.match_qualifier == EXACT,
                )
            )
    _check_values(count, place)
    return Query(
        names=_names(names, place),
        ids=tuple(ids),
        types=(query.type,) if query.type else (),
        conditions=tuple(conditions),
        limit=_limit(query.limit, place),
        not_named=tuple(not_named),
        needs_name=_is_required(query.conditions, "name"),
        needs_id=_is_required(query.conditions, "id"),
    )


def _is_required(conditions: Iterable[_Condition], match_type: str) -> bool:
    return any(
        one.required and one.match_quantifier != "none"
        for one in conditions
        if one.match_type == match_type
    )


def _names(names: Iterable[str], place: str) -> tuple[str, ...]:
    kept = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    if any(len(name) > _MAX_TEXT for name in kept):
        raise RequestError(f"a name has more than {_MAX_TEXT} characters - at `{place}`")
    return kept


def _values(given: _Some) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """Give values as texts, and for each whether it is an id."""
    every: Sequence[_One] = given if isinstance(given, list) else [given]
    return tuple(map(_text, every)), tuple(isinstance(one, _Thing) for one in every)


def _check_values(count: int, place: str) -> None:
    if count > _MAX_VALUES:
        raise TooLargeError(f"the query has more than {_MAX_VALUES} values - at `{place}`")


def _text(value: _One) -> str:
    if isinstance(value, _Thing):
        return value.id
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _limit(limit: float | None, place: str) -> int:
    if limit is None:
        return DEFAULT_LIMIT
    if limit < 1 or limit != int(limit):
        raise RequestError(f"limit is no whole number above 0 - at `{place}.limit`")
    return min(int(limit), MAX_LIMIT)


def _check_size(batch: Sequence[_New] | dict[str, _Old]) -> None:
    if len(batch) > MAX_BATCH:
        raise TooLargeError(f"the batch has {len(batch)} queries, at most {MAX_BATCH} are answered")


def _decoded(text: str | bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RequestError(f"the queries cannot be read: {error}") from None
