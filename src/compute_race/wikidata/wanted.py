"""What is looked for, and whoever can be asked for it: one interface, several sources."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, get_args

from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.wikidata.countries import country_called
from compute_race.wikidata.items import ISO_COUNTRY, ISO_CURRENCY, TICKER, Item

Kind = Literal[
    "organization",
    "medium",
    "initiative",
    "facility",
    "place",
    "country",
    "bloc",
    "model",
    "product",
    "service",
    "accelerator",
    "market",
    "currency",
    "person",
    "ticker",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
#: What other tables call the kinds.
_ALSO: Final[Mapping[str, Kind]] = {
    "ai_model": "model",
    "ai_product": "product",
    "cloud_service": "service",
    "company": "organization",
    "publisher": "medium",
    "supranational": "bloc",
}
_CODE: Final = re.compile(r"[A-Z]{3}")


def kind_of(text: str) -> Kind:
    """Read a kind by its name or one that other tables use; ``UsageError`` for an unknown one."""
    if text in _ALSO:
        return _ALSO[text]
    for kind in KINDS:
        if text == kind:
            return kind
    hint = did_you_mean(text, (*KINDS, *_ALSO), f"the kinds are {', '.join(KINDS)}")
    raise UsageError(f'there is no kind "{text}"', hint)


@dataclass(frozen=True)
class Wanted:
    """A thing to be found: what it is called, what it is, and what else is known of it.

    ``name`` is the name asked for, ``other_names`` those of the same thing in all languages;
    ``country`` is an ISO 3166-1 code of two letters; ``identifiers`` are by Wikidata property
    (``P1278`` LEI, ``P5531`` CIK, ``P946`` ISIN, ``P249`` ticker); ``website`` an address;
    ``inception`` as precise as known (``1999-06``). What is not known is empty.
    """

    name: str
    kind: Kind | None = None
    other_names: tuple[str, ...] = ()
    country: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    website: str = ""
    inception: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Give every name once, the one asked for first."""
        return tuple(dict.fromkeys((self.name, *self.other_names)))

    def identifier(self, name: str) -> str:
        """Give an identifier by its property: the one known, or the one that the name is.

        The name of a ticker is one; a currency may be called by its ISO 4217 code, and a country
        by a name that has an ISO 3166-1 code.
        """
        if given := self.identifiers.get(name, ""):
            return given
        if self.kind == "ticker" and name == TICKER:
            return self.name
        if self.kind == "currency" and name == ISO_CURRENCY and _CODE.fullmatch(self.name):
            return self.name
        if self.kind == "country" and name == ISO_COUNTRY:
            return country_called(self.name)
        return ""


class CandidateSource(Protocol):
    """Whoever can be asked for items: the snapshot, a search, a query or another service."""

    @property
    def name(self) -> str:
        """Name the source and its version, for the record: ``snapshot 2026-11-27``."""
        ...

    def find(self, wanted: Wanted, limit: int) -> Sequence[Item]:
        """Give at most ``limit`` items that may be meant, those it holds likeliest first."""
        ...

    def items(self, qids: Collection[str]) -> Mapping[str, Item]:
        """Give items by the ids asked for; an id that was merged gives the item merged into.

        Those that do not exist, or not any more, are left out.
        """
        ...
