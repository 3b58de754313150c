"""Which of our statements mean the same on Wikidata, and which do not: the written rule.

A relation or measure is proposed only where Wikidata's property means what ours does, by its
label and description. What has no such property is never proposed, and the reason is said.
Every relation that a document may state, and every measure, is in one of these tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from compute_race.wikidata import items

PUBLISHED: Final = "P577"


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
#: Days that map cleanly, and the kinds of things of which they do.
DAYS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "foundedOn": (items.INCEPTION, ("organization", "medium")),
    "releasedOn": (PUBLISHED, ("model",)),
}
#: Of these an item has one value: where it has another, or we name several, nobody adds one.
SINGLE: Final = frozenset({items.PARENT, items.HEADQUARTERS, items.CIK, items.INCEPTION, PUBLISHED})
_NO_ITEM: Final = "an announcement has no item"
_SITE: Final = "a day of a site's life has qualifiers that ours lack"
#: Relations that do not map, and why.
REFUSED_RELATIONS: Final[Mapping[str, str]] = {
    "businessUnitOf": "a unit that is no firm of its own is a division (P199), which ours need"
    " not be",
    "memberOf": "taking part in an initiative is not membership of an organisation",
    "investsIn": "an announced investment is not one that was made (P1951)",
    "supplies": "no property says that one firm supplies another",
    "customerOf": "no property says that one firm is a customer of another",
    "competesWith": "no property says that two firms compete",
    "operatesIn": "a market of ours is no industry of Wikidata's (P452)",
    "locatedIn": "where an initiative is meant to be is no place of an organisation",
    "fiscalYearEnd": "no property means the day on which a fiscal year closes",
    "announcedOn": _NO_ITEM,
    "forFacility": _NO_ITEM,
    "respondsTo": _NO_ITEM,
    "operationalOn": _SITE,
    "proposedOn": _SITE,
    "permittedOn": _SITE,
    "constructionStartedOn": _SITE,
    "cancelledOn": _SITE,
    "decommissionedOn": _SITE,
}
#: What the register says of identity, and why it is not proposed.
REFUSED_IDENTITY: Final[Mapping[str, str]] = {
    "website": "no document of ours says it: identity is kept without one",
    "lei": "no document of ours says it: identity is kept without one",
}
_ESTIMATE: Final = "a model's figure is mostly an estimate, and of no company's own"
_HARDWARE: Final = "a figure of a chip or site out of a data set, which is not the one to cite"
_USE: Final = "a figure of use out of press reports, of no whole period"
#: Measures that do not map, and why; revenue of a whole year does (P2139).
REFUSED_MEASURES: Final[Mapping[str, str]] = {
    "plannedInvestment": "no property means an investment that is planned",
    "capitalExpenditure": "no property means the capital expenditure of a year",
    "financeLeases": "no property means assets or payments of finance leases",
    "computeSpend": "no property means what is spent on computing",
    "capitalCost": "a planned or estimated cost is not what a thing did cost (P2130)",
    "funding": "a round of funding is no sum that a funder gave (P8324)",
    "valuation": "a price in a round of funding is no market capitalisation (P2226)",
    "marketShare": "no property means a share of a market, and ours are estimates",
    "marketRank": "no property means a rank in a market, and ours are estimates",
    "revenueGrowth": "a growth rate follows from two revenues and is not stated apart",
    "socialFollowers": "a number of followers is of a day that ours do not say",
    "headcount": "ours are estimates out of reports, not of the organisation",
    "powerCapacity": "planned power is not the power of a plant that runs",
    "acceleratorCount": "no property counts the chips of a site or an order",
    "powerDraw": _HARDWARE,
    "unitPrice": _HARDWARE,
    "hardwareCost": _HARDWARE,
    "memoryCapacity": _HARDWARE,
    "memoryBandwidth": _HARDWARE,
    "computePerformance": _HARDWARE,
    "trainingCompute": _ESTIMATE,
    "trainingCost": _ESTIMATE,
    "trainingDuration": _ESTIMATE,
    "trainingDatasetSize": _ESTIMATE,
    "parameterCount": _ESTIMATE,
    "activeUsers": _USE,
    "dailyTokens": _USE,
    "dailyMessages": _USE,
}
#: Documents that are somebody's own: to cite for what concerns him, not others.
OWN: Final = ("officialFiling", "announcersOwn")
#: Kinds of documents that may be cited, best first; blogs and reposts may not, nor the financial
#: portals that write news anew by machine.
CITABLE: Final = (*OWN, "newsAgency", "newspaper", "tradePress")
#: Kinds of documents that may be cited for a figure: those of whoever it is about.
CITABLE_FIGURES: Final = OWN
#: A link has to be this sure before anything is proposed on it.
SURE: Final = "0.75"
