"""What a data extension asks for: entities, properties, and the settings of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from compute_race.serving.entities import MONEY, Catalogue, Entity
from compute_race.serving.errors import RequestError, TooLargeError
from compute_race.serving.terms import Term

#: How many entities and properties are answered at once.
MAX_IDS: Final = 1000
MAX_PROPERTIES: Final = 100

_WHOLE: Final = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True)
class Setting:
    """What can be chosen for a property: id, kind of field, default, choices.

    Words are label and help, in English and French; those of a choice are its label.
    """

    id: str
    kind: Literal["number", "select"]
    default: int | str
    english: tuple[str, str]
    french: tuple[str, str]
    choices: Mapping[str, tuple[str, str]]

    def words(self, lang: str) -> tuple[str, str]:
        """Give label and help in a language."""
        return self.french if lang == "fr" else self.english


SETTINGS: Final = (
    Setting(
        "limit",
        "number",
        0,
        ("Limit", "How many values of a thing at most (0: all)"),
        ("Limite", "Nombre maximal de valeurs par objet (0 : toutes)"),
        {},
    ),
    Setting(
        "content",
        "select",
        "link",
        ("Things as", "How values that are things themselves are written"),
        ("Objets", "Comment écrire les valeurs qui sont elles-mêmes des objets"),
        {
            "link": ("matched cells", "cellules appariées"),
            "name": ("names", "noms"),
            "id": ("ids", "identifiants"),
            "iri": ("IRIs", "IRI"),
        },
    ),
    Setting(
        "currency",
        "select",
        MONEY[0],
        ("Currency", "The currency of amounts"),
        ("Monnaie", "La monnaie des montants"),
        {code: (code, code) for code in MONEY},
    ),
)


class _Property(msgspec.Struct):
    id: str
    settings: dict[str, str | int | float | bool] = {}


class _Extension(msgspec.Struct):
    ids: list[str]
    properties: list[_Property]


@dataclass(frozen=True)
class Column:
    """A property that was asked for, with its settings; ``term`` is ``None`` if unknown."""

    id: str
    term: Term | None
    limit: int
    content: str
    currency: str


@dataclass(frozen=True)
class Extension:
    """What was asked for: entities by the ids given (``None`` where unknown), and columns."""

    entities: Mapping[str, Entity | None]
    columns: Sequence[Column]


def read_extension(catalogue: Catalogue, text: str | bytes) -> Extension:
    """Read a data extension query; ``RequestError`` says what is wrong with it."""
    try:
        asked = msgspec.json.decode(text, type=_Extension)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RequestError(f"the data extension query cannot be read: {error}") from None
    if len(asked.ids) > MAX_IDS or len(asked.properties) > MAX_PROPERTIES:
        raise TooLargeError(
            f"at most {MAX_IDS} ids and {MAX_PROPERTIES} properties are answered at once"
        )
    return Extension(
        {name: catalogue.find(name) for name in asked.ids},
        [_column(catalogue, one, f"$.properties[{i}]") for i, one in enumerate(asked.properties)],
    )


def _column(catalogue: Catalogue, asked: _Property, place: str) -> Column:
    chosen: dict[str, str | int | float | bool] = {one.id: one.default for one in SETTINGS}
    for name, value in asked.settings.items():
        if name not in chosen:
            raise RequestError(
                f'there is no setting "{name}", only {", ".join(chosen)} - at `{place}`'
            )
        # A field that was left empty means the default.
        chosen[name] = chosen[name] if value == "" else value
    for setting in SETTINGS:
        value = chosen[setting.id]
        if setting.choices and value not in setting.choices:
            known = ", ".join(setting.choices)
            raise RequestError(
                f'{setting.id} is one of {known}, not "{value}" - at `{place}.settings`'
            )
    limit = chosen["limit"]
    if isinstance(limit, float) and limit.is_integer():
        limit = int(limit)
    if not _WHOLE.fullmatch(str(limit)):
        raise RequestError(f"limit is no whole number from 0 on - at `{place}.settings`")
    term = catalogue.properties.get(catalogue.property_id(asked.id))
    return Column(asked.id, term, int(limit), str(chosen["content"]), str(chosen["currency"]))
