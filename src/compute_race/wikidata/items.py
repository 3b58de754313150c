"""Items as all sources give them: names, descriptions and statements with rank and references.

One form for what the snapshot, Wikidata's services and a query service say, so that matching
and drift need not know where an item was read. What was not read is absent; whether an absence
says anything is told by ``complete``: only a property read in full can be lacking
(https://www.mediawiki.org/wiki/Wikibase/DataModel).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from compute_race.basics.namespaces import WD

Rank = Literal["preferred", "normal", "deprecated"]

#: Properties that the project reads, by what they say.
INSTANCE_OF: Final = "P31"
COUNTRY: Final = "P17"
INCEPTION: Final = "P571"
DISSOLVED: Final = "P576"
WEBSITE: Final = "P856"
HEADQUARTERS: Final = "P159"
PARENT: Final = "P749"
SUBSIDIARY: Final = "P355"
REVENUE: Final = "P2139"
EMPLOYEES: Final = "P1128"
DEVELOPER: Final = "P178"
LEI: Final = "P1278"
CIK: Final = "P5531"
ISIN: Final = "P946"
TICKER: Final = "P249"
#: The exchange a share is traded at; the ticker is its qualifier.
EXCHANGE: Final = "P414"
ISO_COUNTRY: Final = "P297"
ISO_CURRENCY: Final = "P498"
POINT_IN_TIME: Final = "P585"

#: The language of names by which a source calls an item, not seen on Wikidata.
NAMED: Final = "und"

#: The class of pages that only list what a name may mean.
DISAMBIGUATION: Final = "Q4167410"

_ID: Final = re.compile(r"Q[1-9][0-9]*")


def is_item_id(text: str) -> bool:
    """Tell whether a text is the id of an item: ``Q`` and a number."""
    return _ID.fullmatch(text) is not None


def item_iri(qid: str) -> str:
    """Give the IRI of an item, as Wikidata writes it (``http``)."""
    return WD + qid


@dataclass(frozen=True)
class Snak:
    """A property and its value, as a qualifier or in a reference.

    ``value`` is as in ``Statement``.
    """

    property: str
    value: str
    unit: str = ""


@dataclass(frozen=True)
class Statement:
    """One statement of an item, read in full.

    ``value`` is the id of an item, a text, an address, a number as printed (``+81462000000``
    without its sign), or a time as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as precise as it
    is stated; empty where Wikidata says that there is none or that it is unknown (``snak``).
    ``unit`` is the id of a quantity's unit. ``rank`` is ``None`` where a source gives values
    without ranks.
    """

    property: str
    value: str
    rank: Rank | None = None
    unit: str = ""
    snak: Literal["value", "somevalue", "novalue"] = "value"
    qualifiers: tuple[Snak, ...] = ()
    references: tuple[tuple[Snak, ...], ...] = ()

    def qualifier(self, name: str) -> str:
        """Give the first value of a qualifier, empty where there is none."""
        return next((snak.value for snak in self.qualifiers if snak.property == name), "")


@dataclass(frozen=True)
class Item:
    """One item as it was read: names by language, and statements by property.

    ``sitelinks`` are titles of its articles by site (``enwiki``); ``classes`` are labels of its
    classes where a source gives no ids.
    ``complete`` names the properties of which all statements were read (``"*"``: of every
    property). ``redirects`` are ids merged into this one. ``revision`` is the number of the
    version read, where known; ``read`` says where and when, as ``source date``.
    """

    qid: str
    labels: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    statements: Mapping[str, tuple[Statement, ...]] = field(default_factory=dict)
    sitelinks: Mapping[str, str] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    complete: frozenset[str] = frozenset()
    redirects: tuple[str, ...] = ()
    revision: int | None = None
    read: tuple[str, ...] = ()

    def label(self, lang: str = "en") -> str:
        """Give the label in a language, else in English, else in any; else the id."""
        for wanted in (lang, "en", "mul"):
            if wanted in self.labels:
                return self.labels[wanted]
        return next(iter(self.labels.values()), self.qid)

    def description(self, lang: str = "en") -> str:
        """Give the description in a language, else in English; empty where there is none."""
        return self.descriptions.get(lang) or self.descriptions.get("en", "")

    def names(self) -> Iterator[tuple[str, str, bool]]:
        """Give every name once with its language, and whether it is a label; labels first."""
        seen = set()
        for lang, label in self.labels.items():
            if label not in seen:
                seen.add(label)
                yield label, lang, True
        for lang, names in self.aliases.items():
            for name in names:
                if name not in seen:
                    seen.add(name)
                    yield name, lang, False

    def best(self, name: str) -> tuple[Statement, ...]:
        """Give the best-ranked statements of a property, as ``wdt:`` does: preferred, else normal.

        Those without a rank count as normal; deprecated ones never count.
        """
        found = [one for one in self.statements.get(name, ()) if one.rank != "deprecated"]
        preferred = [one for one in found if one.rank == "preferred"]
        return tuple(preferred or found)

    def values(self, name: str) -> tuple[str, ...]:
        """Give the best-ranked known values of a property, each once."""
        return tuple(dict.fromkeys(one.value for one in self.best(name) if one.value))

    def is_complete(self, name: str) -> bool:
        """Tell whether all statements of a property were read."""
        return name in self.complete or "*" in self.complete

    @property
    def is_disambiguation(self) -> bool:
        """Tell whether the item is a page that lists what a name may mean.

        Its class says so, by id or by label, else its description in English, which editors
        write alike.
        """
        told = (*self.classes, self.descriptions.get("en", ""))
        return DISAMBIGUATION in self.values(INSTANCE_OF) or any(
            "disambiguation page" in text.lower() for text in told
        )
