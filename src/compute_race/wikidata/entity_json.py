"""Items out of Wikidata's own JSON: ``wbgetentities``, ``Special:EntityData``, and dumps.

The form is that of https://www.mediawiki.org/wiki/Wikibase/DataModel/JSON. Every kind of value
is read or left out on purpose (``_LEFT_OUT``); a kind that nobody knows raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from compute_race.wikidata.items import Item, Rank, Snak, Statement

#: Kinds of values that say nothing the project compares: shapes, formulas, scores, lexemes.
_LEFT_OUT: Final = frozenset(
    {
        "commonsMedia",
        "entity-schema",
        "geo-shape",
        "math",
        "musical-notation",
        "tabular-data",
        "wikibase-form",
        "wikibase-lexeme",
        "wikibase-sense",
    }
)
_RANKS: Final[Mapping[str, Rank]] = {
    "preferred": "preferred",
    "normal": "normal",
    "deprecated": "deprecated",
}
#: Precision of a time in Wikibase: day, month, year; coarser ones are no date here.
_DAY, _MONTH, _YEAR = 11, 10, 9
_TIME: Final = re.compile(r"([+-])(\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?")


class EntityError(ValueError):
    """What was read is no entity in Wikidata's JSON."""


def read_entity(entity: Mapping[str, Any], read: str = "") -> Item:
    """Read one entity as an item; all of its statements are in it, so it is ``complete``.

    ``read`` says where and when it was read. ``EntityError`` for another form, and for the mark
    of an entity that does not exist (``missing``).
    """
    try:
        qid = _text(entity["id"])
        if "missing" in entity:
            raise EntityError(f"{qid} does not exist")
        revision = entity.get("lastrevid")
        claims = _mapping(entity.get("claims", entity.get("statements")))
        return Item(
            qid=qid,
            labels=_texts(entity.get("labels"), "value"),
            aliases={
                k: tuple(_text(one["value"]) for one in v)
                for k, v in _mapping(entity.get("aliases")).items()
            },
            descriptions=_texts(entity.get("descriptions"), "value"),
            statements={
                name: kept
                for name, found in claims.items()
                if (kept := tuple(filter(None, map(_statement, found))))
            },
            sitelinks=_texts(entity.get("sitelinks"), "title"),
            complete=frozenset({"*"}) if "claims" in entity else frozenset(),
            revision=None if revision is None else int(revision),
            read=(read,) if read else (),
        )
    except KeyError as error:
        raise EntityError(f"no entity in Wikidata's JSON: {error} is lacking or new") from None
    except EntityError:
        raise
    except (TypeError, ValueError, AttributeError) as error:
        raise EntityError(f"no entity in Wikidata's JSON: {error}") from None


def _mapping(value: Any) -> Mapping[str, Any]:
    # PHP writes an empty mapping as an empty list.
    return value if value else {}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise EntityError(f"not a text: {value!r}")
    return value


def _texts(found: Any, name: str) -> dict[str, str]:
    return {key: _text(one[name]) for key, one in _mapping(found).items()}


def _statement(claim: Mapping[str, Any]) -> Statement | None:
    snak = claim["mainsnak"]
    if snak.get("datatype") in _LEFT_OUT:
        return None
    value, unit = _value(snak)
    return Statement(
        property=_text(snak["property"]),
        value=value,
        rank=_RANKS[claim["rank"]],
        unit=unit,
        snak=snak["snaktype"],
        qualifiers=_snaks(claim.get("qualifiers")),
        references=tuple(_snaks(one["snaks"]) for one in claim.get("references", ())),
    )


def _snaks(found: Any) -> tuple[Snak, ...]:
    return tuple(
        Snak(name, *_value(snak))
        for name, snaks in _mapping(found).items()
        for snak in snaks
        if snak.get("datatype") not in _LEFT_OUT
    )


def _value(snak: Mapping[str, Any]) -> tuple[str, str]:
    """Give the value of a snak and its unit, both empty where it has none."""
    if snak["snaktype"] in ("somevalue", "novalue"):
        return "", ""
    if snak["snaktype"] != "value":
        raise EntityError(f"a snak of the type {snak['snaktype']!r} is not known")
    data = snak["datavalue"]
    kind, value = data["type"], data["value"]
    if kind == "string":
        return _text(value), ""
    if kind == "wikibase-entityid":
        return _text(value.get("id") or f"Q{value['numeric-id']}"), ""
    if kind == "monolingualtext":
        return _text(value["text"]), ""
    if kind == "quantity":
        unit = value["unit"].rpartition("/")[2]
        return value["amount"].removeprefix("+"), "" if unit == "1" else unit
    if kind == "time":
        return wikidata_time(value["time"], int(value["precision"])), ""
    if kind == "globecoordinate":
        return f"{value['latitude']} {value['longitude']}", ""
    raise EntityError(f'a value of the kind "{kind}" is not known')


def wikidata_time(time: str, precision: int) -> str:
    """Write Wikidata's ``+1999-06-28T00:00:00Z`` as precise as it is stated.

    ``1999-06-28``, ``1999-06`` or ``1999``; years before our era keep their sign, and what is
    less precise than a year is empty.
    """
    told = _TIME.fullmatch(time)
    if told is None:
        raise EntityError(f"not a time: {time!r}")
    sign, year, month, day = (part or "" for part in told.groups())
    year = f"{int(year):04d}"
    # A part that is not known is written as zero, or left out.
    known = _YEAR + (month not in ("", "00")) * (1 + (day not in ("", "00")))
    written = {_DAY: f"{year}-{month}-{day}", _MONTH: f"{year}-{month}", _YEAR: year}.get(
        min(precision, known), ""
    )
    return f"-{written}" if sign == "-" and written else written
