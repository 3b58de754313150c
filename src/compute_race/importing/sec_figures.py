"""Which reported figures become claims, and what each is called.

Every filing repeats the figures of earlier periods for comparison. One claim is made
of all filings that give one value for one concept, currency and period: it names the
latest of them and the day of the first. Where a later filing gives another value
(restated), both stay: the one of the latest filing has the plain key, the other says
from which day on it was replaced.

Only what was reported is claimed. A fourth quarter that nobody reports (a year less
its first nine months) is left to the questions that need it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from compute_race.importing.sec_facts import Fact

_WORD: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Figure:
    """One value for one concept, currency and period: where it was filed last and when first.

    ``key`` names it within the company's facts, the same from one snapshot to the next;
    ``restated`` is the day from which filings give another value, if they do.
    """

    key: str
    fact: Fact
    first_filed: dt.date
    restated: dt.date | None = None


def figures(facts: Iterable[Fact]) -> list[Figure]:
    """Put filings of one value together; give the figures in order of their keys."""
    periods: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        periods[_key(fact)].append(fact)
    return [figure for key in sorted(periods) for figure in _values(key, periods[key])]


def _values(key: str, facts: list[Fact]) -> list[Figure]:
    """Give the figures of one period, the one of the latest filing first."""
    filings = sorted(facts, key=_age, reverse=True)
    found: dict[str, list[Fact]] = {}
    for fact in filings:
        found.setdefault(f"{fact.value.normalize():f}", []).append(fact)
    made: list[Figure] = []
    for value, same in found.items():
        later = [fact.filed for fact in filings if fact.filed > same[0].filed]
        name = f"{key}.{value}" if made else key
        made.append(Figure(name, same[0], same[-1].filed, min(later, default=None)))
    return made


def _age(fact: Fact) -> tuple[dt.date, str, int, Decimal]:
    """Order filings by day; of two values in one filing the one with more digits comes last."""
    return fact.filed, fact.accession, len(fact.value.normalize().as_tuple().digits), fact.value


def _key(fact: Fact) -> str:
    """Name a concept and period: ``payments-to-...-equipment.2024-07-01.2025-06-30``."""
    parts = ["" if fact.concept.taxonomy == "us-gaap" else fact.concept.taxonomy]
    parts.append("-".join(_WORD.split(fact.concept.tag)))
    parts += [fact.start.isoformat(), fact.end.isoformat()]
    # Foreign filers also give the latest year in dollars, for convenience.
    parts.append("" if fact.currency == "USD" else fact.currency)
    return ".".join(filter(None, parts)).lower()
