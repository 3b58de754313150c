"""The words for codes in the data and in derived graphs, in English and French.

Terms of the ontology have here the words of its labels. Strict: ``KeyError``
for a code that has no words, so that none is shown raw.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from compute_race.basics.exchange import SOURCE

Words = Mapping[str, tuple[str, str]]

MEASURES: Final[Words] = {
    "plannedInvestment": ("planned investment", "investissement pr\u00e9vu"),
    "capitalExpenditure": ("capital expenditure", "d\u00e9penses d'investissement"),
    "revenue": ("revenue", "chiffre d'affaires"),
    "revenueGrowth": ("revenue growth", "croissance du chiffre d'affaires"),
    "marketShare": ("market share", "part de march\u00e9"),
    "marketRank": ("market rank", "rang sur le march\u00e9"),
    "socialFollowers": ("followers", "abonn\u00e9s"),
    "funding": ("funding", "financement"),
    "valuation": ("valuation", "valorisation"),
    "powerCapacity": ("power capacity", "puissance \u00e9lectrique"),
    "acceleratorCount": ("number of accelerators", "nombre d'acc\u00e9l\u00e9rateurs"),
    "trainingCompute": ("training compute", "calcul d'entra\u00eenement"),
    "computePerformance": ("compute performance", "performance de calcul"),
    "financeLeases": ("finance leases", "locations-financements"),
    "computeSpend": ("compute spending", "d\u00e9penses de calcul"),
    "trainingCost": ("training cost", "co\u00fbt d'entra\u00eenement"),
    "hardwareCost": ("cost of hardware", "co\u00fbt du mat\u00e9riel"),
    "capitalCost": ("capital cost of a site", "co\u00fbt en capital d'un site"),
    "unitPrice": ("price of one", "prix unitaire"),
    "parameterCount": ("number of parameters", "nombre de param\u00e8tres"),
    "trainingDatasetSize": (
        "size of the training data",
        "taille des donn\u00e9es d'entra\u00eenement",
    ),
    "trainingDuration": ("training time", "dur\u00e9e d'entra\u00eenement"),
    "powerDraw": ("power draw", "puissance appel\u00e9e"),
    "memoryCapacity": ("memory", "m\u00e9moire"),
    "memoryBandwidth": ("memory bandwidth", "d\u00e9bit de la m\u00e9moire"),
    "headcount": ("staff", "effectif"),
    "activeUsers": ("active users", "utilisateurs actifs"),
    "dailyTokens": ("tokens a day", "jetons par jour"),
    "dailyMessages": ("messages a day", "messages par jour"),
}
MODALITIES: Final[Words] = {
    "planned": ("planned", "pr\u00e9vu"),
    "guided": ("guided", "indiqu\u00e9 aux investisseurs"),
    "reported": ("reported", "publi\u00e9"),
    "estimated": ("estimated", "estim\u00e9"),
    "target": ("target", "objectif"),
    "contracted": ("contracted", "contractualis\u00e9"),
}
PLACEMENTS: Final[Words] = {
    "headline": ("headline", "titre"),
    "standfirst": ("standfirst", "chapeau"),
    "body": ("body", "corps du texte"),
    "table": ("table", "tableau"),
    "record": ("record", "enregistrement"),
}
SOURCE_KINDS: Final[Words] = {
    "announcersOwn": ("announcer's own", "de l'auteur de l'annonce"),
    "officialFiling": ("official filing", "d\u00e9p\u00f4t officiel"),
    "newsAgency": ("news agency", "agence de presse"),
    "newspaper": ("newspaper", "journal"),
    "tradePress": ("trade press", "presse sp\u00e9cialis\u00e9e"),
    "financialPress": ("financial press", "presse financi\u00e8re"),
    "researchNote": ("research note", "note de recherche"),
    "blog": ("blog", "blog"),
    "repost": ("repost", "reprise"),
    "dataset": ("data set", "jeu de donn\u00e9es"),
}
SCOPES: Final[Words] = {
    "wholeOrganization": ("whole organisation", "organisation enti\u00e8re"),
    "initiativeScope": ("initiative", "initiative"),
    "countryScope": ("country", "pays"),
    "siteScope": ("site", "site"),
    "contractScope": ("contract", "contrat"),
    "aggregateScope": ("aggregate", "agr\u00e9gat"),
}
#: Which rate was taken (``basics.rates``).
RATE_METHODS: Final[Words] = {
    "published": ("published that day", "publi\u00e9 ce jour-l\u00e0"),
    "last-published": ("the last published by then", "le dernier publi\u00e9 alors"),
    "month-mean": ("the mean of the month", "la moyenne du mois"),
    "mean": ("the mean of those days", "la moyenne de ces jours"),
}
_PEG: Final = (", through a fixed rate", ", par une parit\u00e9 fixe")
#: Why the rate is of that day (``comparison.conversion``).
RATE_BASES: Final[Words] = {
    "stated-day": ("the day is stated", "le jour est indiqu\u00e9"),
    "stated-month": ("only the month is stated", "seul le mois est indiqu\u00e9"),
    "first-document": (
        "the day of the first dated document that reports it",
        "le jour du premier document dat\u00e9 qui en parle",
    ),
    "period-end": (
        "the end of the latest period it reports on",
        "fin de la derni\u00e8re p\u00e9riode dont il rend compte",
    ),
    "latest-announcement": (
        "the day of the latest announcement the document reports",
        "le jour de la derni\u00e8re annonce dont parle le document",
    ),
}
#: How a period was resolved to days (``comparison.periods``).
PERIOD_BASES: Final[Words] = {
    "duration": (
        "stated as a length, counted from the announcement",
        "indiqu\u00e9e en dur\u00e9e, compt\u00e9e \u00e0 partir de l'annonce",
    ),
    "dates": ("stated in dates", "indiqu\u00e9e en dates"),
    "fiscal-year": ("a fiscal year of the organisation", "un exercice de l'organisation"),
    "fiscal-quarter": (
        "a fiscal quarter of the organisation",
        "un trimestre de l'exercice de l'organisation",
    ),
    "month-before-document": (
        "the latest such month before the document",
        "le dernier mois de ce nom avant le document",
    ),
    "quarter-by-document": (
        "the quarter of that number nearest to the document",
        "le trimestre de ce rang le plus proche du document",
    ),
}
#: What kind of disagreement it is, with how far values are apart (``comparison.conflicts``).
CONFLICT_KINDS: Final[Words] = {
    "value": ("values {} % apart", "valeurs \u00e0 {} % d'\u00e9cart"),
    "period": ("different periods", "p\u00e9riodes diff\u00e9rentes"),
    "definition": (
        "values {} % apart, by different definitions",
        "valeurs \u00e0 {} % d'\u00e9cart, selon des d\u00e9finitions diff\u00e9rentes",
    ),
}
#: Places in a document that have a name of their own.
LOCATORS: Final[Words] = {**PLACEMENTS, "opening": ("opening", "d\u00e9but du texte")}
_NUMBERED: Final[Words] = {
    "table": ("table", "tableau"),
    "page": ("page", "page"),
    "paragraph": ("paragraph", "paragraphe"),
    "section": ("section", "section"),
}
#: Who publishes rates (``basics.rates``): the parts of an origin, which ``; `` joins.
RATE_ORIGINS: Final[Words] = {
    SOURCE: (
        SOURCE,
        "Banque centrale europ\u00e9enne, taux de change de r\u00e9f\u00e9rence de l'euro",
    ),
    "Central Bank of the UAE, peg to the dollar": (
        "Central Bank of the UAE, peg to the dollar",
        "Banque centrale des \u00c9mirats arabes unis, parit\u00e9 fixe avec le dollar",
    ),
    "Saudi Central Bank, peg to the dollar": (
        "Saudi Central Bank, peg to the dollar",
        "Banque centrale saoudienne, parit\u00e9 fixe avec le dollar",
    ),
}


def measure(code: str, lang: str = "en") -> str:
    """Give the word for a measure by its local name; ``KeyError`` for an unknown one."""
    return _pick(MEASURES[code], lang)


def modality(code: str, lang: str = "en") -> str:
    """Give the word for a modality by its local name; ``KeyError`` for an unknown one."""
    return _pick(MODALITIES[code], lang)


def placement(code: str, lang: str = "en") -> str:
    """Give the word for a placement by its local name; ``KeyError`` for an unknown one."""
    return _pick(PLACEMENTS[code], lang)


def scope(code: str, lang: str = "en") -> str:
    """Give the word for a scope by its local name; ``KeyError`` for an unknown one."""
    return _pick(SCOPES[code], lang)


def source_kind(code: str, lang: str = "en") -> str:
    """Give the word for a kind of source by its local name; ``KeyError`` for an unknown one."""
    return _pick(SOURCE_KINDS[code], lang)


def rate_method(code: str, lang: str = "en") -> str:
    """Give the words for which rate was taken; ``KeyError`` for an unknown code."""
    plain = code.removesuffix("-peg")
    return _pick(RATE_METHODS[plain], lang) + (_pick(_PEG, lang) if plain != code else "")


def rate_basis(code: str, lang: str = "en") -> str:
    """Give the words for why a rate is of its day; ``KeyError`` for an unknown code."""
    return _pick(RATE_BASES[code], lang)


def period_basis(code: str, lang: str = "en") -> str:
    """Give the words for how a period was resolved; ``KeyError`` for an unknown code."""
    return _pick(PERIOD_BASES[code], lang)


def disagreement(kind: str, gap: Decimal | None, lang: str = "en") -> str:
    """Give how claims disagree and how far apart they are; ``KeyError`` for an unknown kind."""
    return _pick(CONFLICT_KINDS[kind], lang).format(f"{(gap or Decimal(0)) * 100:.0f}")


def rate_origin(origin: str, lang: str = "en") -> str:
    """Give who published a rate; ``KeyError`` for an unknown publisher."""
    return "; ".join(_pick(RATE_ORIGINS[part], lang) for part in origin.split("; "))


def locator(text: str, lang: str = "en") -> str:
    """Give a named place in words: a known name, or one with a number such as ``table 2``.

    A locator is free text of whoever wrote the claim, so any other is given as written.
    """
    if text in LOCATORS:
        return _pick(LOCATORS[text], lang)
    numbered = re.fullmatch(r"([a-z]+) (\d+)", text)
    if numbered and numbered[1] in _NUMBERED:
        return f"{_pick(_NUMBERED[numbered[1]], lang)} {numbered[2]}"
    return text


def _pick(words: tuple[str, str], lang: str) -> str:
    return words[lang == "fr"]
