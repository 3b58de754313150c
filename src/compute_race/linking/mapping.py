"""Which of our statements mean the same on Wikidata, and which do not: the written rule.

A relation or measure is proposed only where Wikidata's property means what ours does, by its
label and description. What has no such property is never proposed, and the reason is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from compute_race.wikidata import items


@dataclass(frozen=True)
class Mapped:
    """A property of Wikidata for a relation of ours; ``is_inverse`` swaps subject and value."""

    property: str
    is_inverse: bool = False


#: Relations that map cleanly. A subsidiary is stated from both sides, as Wikidata does.
RELATIONS: Final[Mapping[str, tuple[Mapped, ...]]] = {
    "subsidiaryOf": (Mapped(items.PARENT), Mapped(items.SUBSIDIARY, is_inverse=True)),
    "headquarteredIn": (Mapped(items.HEADQUARTERS),),
    "develops": (Mapped(items.DEVELOPER, is_inverse=True),),
}
#: Relations that do not, and why.
REFUSED_RELATIONS: Final[Mapping[str, str]] = {
    "businessUnitOf": "a unit that is no firm of its own is a division (P199), which ours need"
    " not be",
    "memberOf": "taking part in an initiative is not membership of an organisation",
    "investsIn": "an announced investment is not one that was made (P1951)",
    "supplies": "no property says that one firm supplies another",
    "customerOf": "no property says that one firm is a customer of another",
    "competesWith": "no property says that two firms compete",
    "operatesIn": "a market of ours is no industry of Wikidata's (P452)",
}
#: Measures that do not map, and why; revenue of a whole year does (P2139).
REFUSED_MEASURES: Final[Mapping[str, str]] = {
    "plannedInvestment": "no property means an investment that is planned",
    "capitalExpenditure": "no property means the capital expenditure of a year",
    "marketShare": "no property means a share of a market, and ours are estimates",
    "marketRank": "no property means a rank in a market, and ours are estimates",
    "revenueGrowth": "a growth rate follows from two revenues and is not stated apart",
    "powerCapacity": "planned power is not the power of a plant that runs",
    "acceleratorCount": "no property counts the chips of a site or an order",
}
#: Kinds of documents that may be cited, best first; blogs and reposts may not.
CITABLE: Final = (
    *("officialFiling", "announcersOwn", "newsAgency", "newspaper", "financialPress"),
    *("tradePress", "researchNote"),
)
#: Kinds of documents that may be cited for a figure: those of whoever it is about.
CITABLE_FIGURES: Final = CITABLE[:2]
#: A link has to be this sure before anything is proposed on it.
SURE: Final = "0.75"
