"""A query in the words of matching: names, country, identifiers, website.

What matching has no word for stays a condition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from compute_race.serving import terms
from compute_race.serving.comparing import is_called, site
from compute_race.serving.entities import Catalogue
from compute_race.serving.queries import Condition, Query
from compute_race.wikidata import items
from compute_race.wikidata.wanted import Wanted

_IDENTIFIERS: Final[Mapping[str, str]] = {
    terms.LEI: items.LEI,
    terms.CIK: items.CIK,
    terms.ISO_CODE: items.ISO_COUNTRY,
}
_COUNTRY: Final = "Country"


def wanted_of(catalogue: Catalogue, query: Query) -> tuple[Wanted, list[Condition]]:
    """Give what matching compares, and the conditions it does not; the query has a name."""
    # Types were looked at before. Matching reads the sort of a thing from Wikidata's classes,
    # and asks for more than a name among all the firms of the world; here only names of countries
    # mean more where a country is asked for.
    is_country = any(catalogue.type_id(name) == _COUNTRY for name in query.types)
    wanted = Wanted(query.names[0], "country" if is_country else None, query.names[1:])
    rest = []
    for condition in query.conditions:
        told = _told(catalogue, condition, wanted)
        wanted = told or wanted
        if told is None:
            rest.append(condition)
    return wanted, rest


def _told(catalogue: Catalogue, condition: Condition, wanted: Wanted) -> Wanted | None:
    """Add what a condition asks to what is wanted; ``None`` where matching has no place for it."""
    name = catalogue.property_id(condition.property)
    if len(condition.values) != 1 or condition.quantifier != "any" or condition.exact:
        return None
    value = condition.values[0].strip()
    if name in _IDENTIFIERS and _IDENTIFIERS[name] not in wanted.identifiers:
        return replace(wanted, identifiers={**wanted.identifiers, _IDENTIFIERS[name]: value})
    if name == terms.WEBSITE and not wanted.website and site(value):
        return replace(wanted, website=value)
    if name == terms.COUNTRY and not wanted.country and (code := _country_code(catalogue, value)):
        return replace(wanted, country=code)
    return None


def _country_code(catalogue: Catalogue, text: str) -> str:
    """Give the code of a country by slug, IRI, name or code; empty for an unknown one."""
    countries = catalogue.of_type(_COUNTRY)
    if (found := catalogue.find(text)) is not None and found in countries:
        return found.first(terms.ISO_CODE)
    named = [one for one in countries if is_called(one, text) or one.first(terms.ISO_CODE) == text]
    return named[0].first(terms.ISO_CODE) if len(named) == 1 else ""
