"""A small page that shows at a glance whether a candidate is the thing meant.

It holds no script and asks the network for nothing; it is as wide as the frame it is in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

import jinja2

from compute_race.answering.wording import amount, years
from compute_race.basics.namespaces import ENT, WD
from compute_race.serving import terms
from compute_race.serving.comparing import site
from compute_race.serving.describing import owners, type_labels, when
from compute_race.serving.entities import MONEY, Catalogue, Entity

_TEMPLATE: Final = Path(__file__).with_name("preview.html.jinja")
#: How many other names, values and announcements are shown; the rest is counted.
_NAMES: Final = 6
_SHOWN: Final = 3
_TOLD: Final = 2
#: Relations that are shown by the names of what they lead to.
_SEAT: Final = "headquarteredIn"
_LISTED: Final = (_SEAT, terms.COUNTRY, "develops", "operatesIn", "memberOf", "hasMember")
_LINKABLE: Final = ("https://", "http://")
_PLANNED: Final = ("plans a year", "prévoit par an")
_STATED: Final = ("figure", "chiffre")
_DATE: Final = "date"


@dataclass(frozen=True)
class Fact:
    """One line: what it is, the value, and where it leads, if anywhere."""

    label: str
    value: str
    address: str = ""


@dataclass(frozen=True)
class Told:
    """An announcement: its title, day and figure as printed, empty where not known."""

    label: str
    day: str
    figure: str


def preview_page(catalogue: Catalogue, entity: Entity, lang: str) -> str:
    """Write the page of an entity in HTML."""
    label = entity.item.label(lang)
    names = [name for name, _, _ in entity.item.names() if name != label]
    told = list(_announcements(catalogue, entity, lang))
    return _template().render(
        lang=lang,
        label=label,
        iri=ENT + quote(entity.slug),
        slug=entity.slug,
        types=type_labels(catalogue, entity, lang),
        names=names[:_NAMES],
        more_names=len(names[_NAMES:]),
        facts=list(_facts(catalogue, entity, lang)),
        links=list(_links(catalogue, entity, lang)),
        announcements=told[:_TOLD],
        more_announcements=len(told[_TOLD:]),
    )


def missing_page(name: str, lang: str) -> str:
    """Write the page that says that there is no such entity."""
    return _template().render(lang=lang, label=name, slug="")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))


def _facts(catalogue: Catalogue, entity: Entity, lang: str) -> Iterator[Fact]:
    if planned := _planned(entity, lang):
        yield Fact(_PLANNED[lang == "fr"], planned)
    if figure := _figure(entity, lang):
        yield Fact(_STATED[lang == "fr"], figure)
    owned, whose = owners(entity)
    country = entity.texts(terms.COUNTRY)
    for name in dict.fromkeys(filter(None, (owned, *_LISTED))):
        slugs = [slug for slug in entity.texts(name) if name != _SEAT or slug not in country]
        shown = [catalogue.label(slug, lang) for slug in slugs[:_SHOWN]]
        rest = len(slugs) - len(shown)
        if shown and (name == owned or not set(slugs) <= set(whose)):
            label = catalogue.properties[name].label(lang)
            yield Fact(label, ", ".join(shown) + (f" + {rest}" if rest else ""))
    if day := when(entity):
        yield Fact(_DATE, day)


def _links(catalogue: Catalogue, entity: Entity, lang: str) -> Iterator[Fact]:
    for address in entity.texts(terms.WEBSITE)[:1]:
        href = address if address.startswith(_LINKABLE) else ""
        yield Fact("", site(address) or address, href)
    for item in entity.texts(terms.WIKIDATA):
        yield Fact("Wikidata", item, WD.replace("http:", "https:") + quote(item))
    for name in (terms.LEI, terms.CIK, terms.ISO_CODE):
        for code in entity.texts(name):
            yield Fact(catalogue.properties[name].label(lang), code)


def _planned(entity: Entity, lang: str) -> str:
    """Write what an organisation or initiative plans a year."""
    low, high = entity.a_year(MONEY[0])
    if _is_announcement(entity) or (low is None and high is None):
        return ""
    return amount(low, high, MONEY[0], lang)


def _figure(entity: Entity, lang: str) -> str:
    """Write the figure of an announcement as printed, with the length of its period."""
    row = next(iter(entity.planned.values()), None)
    if row is None or row.stated is None or not _is_announcement(entity):
        return ""
    stated = row.stated
    text = amount(stated.low, stated.high, stated.unit, lang, approximate=stated.approximate)
    return f"{text}, {years(row.years, lang)}" if row.years is not None else text


def _is_announcement(entity: Entity) -> bool:
    return "Announcement" in entity.types


def _announcements(catalogue: Catalogue, entity: Entity, lang: str) -> Iterator[Told]:
    """Give the announcements of a thing, the latest first; undated ones at the end."""
    found = [
        catalogue.entities[slug]
        for slug in dict.fromkeys(entity.texts("announced"))
        if slug in catalogue.entities
    ]
    for one in sorted(found, key=lambda one: (when(one), one.slug), reverse=True):
        yield Told(one.item.label(lang), when(one), _figure(one, lang))
