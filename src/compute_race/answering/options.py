"""What a comparison is asked for, checked once, so that the work below need not."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Final, Literal

from compute_race.basics.dates import PartialDate
from compute_race.basics.namespaces import RACE
from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean

Per = Literal["year", "total"]
By = Literal["announcement", "organization", "group", "initiative", "bloc"]

PERS: Final = ("year", "total")
BYS: Final = ("announcement", "organization", "group", "initiative", "bloc")
CURRENCIES: Final = ("EUR", "USD", "CNY", "original")
PLAN: Final = "planned-investment"
MODALITIES: Final = ("planned", "guided", "reported", "estimated", "target", "contracted")

#: What people type for a scope, and the ontology's term for it.
SCOPES: Final[dict[str, str]] = {
    "whole": RACE + "wholeOrganization",
    "initiative": RACE + "initiativeScope",
    "country": RACE + "countryScope",
    "site": RACE + "siteScope",
    "contract": RACE + "contractScope",
    "aggregate": RACE + "aggregateScope",
}


@dataclass(frozen=True)
class CompareOptions:
    """The options of ``race compare``; defaults are the command's.

    ``among`` are slugs; empty means everybody. ``modality`` empty means what
    is meant to come (planned, guided) for planned investment, and all of them
    for other measures. ``period`` limits to figures whose period overlaps it.
    """

    as_of: dt.date
    measure: str = PLAN
    per: Per = "year"
    currency: str = "EUR"
    by: By = "announcement"
    among: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    scope: tuple[str, ...] = ("whole", "initiative")
    period: PartialDate | None = None

    def __post_init__(self) -> None:
        """Refuse a value that is none of the known ones, naming the nearest."""
        _known("per", [self.per], PERS)
        _known("currency", [self.currency], CURRENCIES)
        _known("by", [self.by], BYS)
        _known("modality", self.modality, MODALITIES)
        if not self.modality:
            is_plan = self.measure == PLAN
            object.__setattr__(self, "modality", ("planned", "guided") if is_plan else MODALITIES)
        _known("scope", self.scope, (*SCOPES, "all"))

    @property
    def measure_iri(self) -> str:
        """Give the measure's IRI: ``planned-investment`` is ``race:plannedInvestment``."""
        head, *tail = self.measure.split("-")
        return RACE + head + "".join(part.capitalize() for part in tail)

    @property
    def scope_iris(self) -> frozenset[str]:
        """Give the IRIs of the scopes asked for; empty means all."""
        if "all" in self.scope:
            return frozenset()
        return frozenset(SCOPES[name] for name in self.scope)

    def as_dict(self) -> dict[str, object]:
        """Give the options as JSON-ready values, all defaults filled in."""
        found = asdict(self)
        found["as_of"] = self.as_of.isoformat()
        found["period"] = self.period.text if self.period else None
        for name in ("among", "modality", "scope"):
            found[name] = list(found[name])
        return found


def _known(option: str, values: list[str] | tuple[str, ...], known: tuple[str, ...]) -> None:
    for value in values:
        if value not in known:
            raise UsageError(
                f'--{option} does not know "{value}"',
                did_you_mean(value, known) or f"one of {', '.join(known)}",
            )
