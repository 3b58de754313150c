"""Every rule of the audit, with its id and one line on what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from compute_race.audit.currency import unfit_currencies
from compute_race.audit.material import Finding, Material
from compute_race.audit.nested import nested_pairs
from compute_race.audit.orphans import orphans
from compute_race.audit.past import past_periods
from compute_race.audit.stale import stale_guidance
from compute_race.audit.thousandfold import thousandfold
from compute_race.audit.weak import weak_announcements


@dataclass(frozen=True)
class Rule:
    """A rule of the audit.

    ``passable`` tells whether a judgement ``race:passesAudit`` settles its
    findings; those of pairs are settled by saying how the two stand.
    """

    id: str
    summary: str
    find: Callable[[Material], Iterator[Finding]]
    passable: bool = True


RULES: Final = (
    Rule("audit-thousandfold", "A number is a thousand times off its neighbours.", thousandfold),
    Rule("audit-currency", "A figure does not fit its twin in a currency.", unfit_currencies),
    Rule("audit-past-period", "A plan's period ends before anybody told of it.", past_periods),
    Rule("audit-orphan", "Nothing speaks of an entity.", orphans),
    Rule("audit-weak", "An announcement rests on one weak document.", weak_announcements),
    Rule("audit-stale", "Guidance was replaced, or ended without a result.", stale_guidance),
    Rule("audit-nested", "A pair that looks nested is not judged.", nested_pairs, passable=False),
)
