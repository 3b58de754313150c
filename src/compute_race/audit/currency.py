"""Figures that do not fit their twin: one sum, printed in two currencies of one document.

The day's rate tells what one is in the other. The seed prints 30 billion euros
beside 380 billion yuan, which were 50.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from compute_race.audit.material import Finding, Material, is_ahead, name_of
from compute_race.audit.wording import amount_text, written
from compute_race.basics.money import Amount, gap
from compute_race.basics.rates import NoRateError, rate_on
from compute_race.comparison.conflicts import TOLERANCE
from compute_race.comparison.conversion import Conversion
from compute_race.comparison.grouping import MODALITY_FAMILIES
from compute_race.comparison.preference import Chooser
from compute_race.comparison.records import Claim


def unfit_currencies(material: Material) -> Iterator[Finding]:
    """Figures that no twin of their document fits, within the 5 % that is rounding.

    Twins are two figures in two currencies, of one document, thing, measure
    and kind of modality, whose definitions and resolved periods do not differ.
    One finding for a document and what it speaks of: a headline that repeats
    the figure repeats the fault. What has no day at all cannot be told.
    """
    groups: dict[tuple[str, str, str, str], list[Claim]] = defaultdict(list)
    for claim in material.records.claims:
        if claim.currency is not None:
            family = MODALITY_FAMILIES[claim.modality]
            groups[claim.document, claim.about, claim.measure, family].append(claim)
    for key in sorted(groups):
        claims = groups[key]
        originals, converted = _sides(claims, material.chooser)
        for claim in converted:
            twins = [twin for twin in originals if _are_twins(material, claim, twin)]
            days = {twin.iri: _days(material, claim, twin) for twin in twins}
            told = [twin for twin in twins if days[twin.iri]]
            if told and not any(_fits(claim, twin, days[twin.iri]) for twin in told):
                yield _finding(claim, told[0], days[told[0].iri][0], claims)
                break


def _sides(claims: Sequence[Claim], chooser: Chooser) -> tuple[list[Claim], list[Claim]]:
    """Part claims into what was said and what was converted from it.

    The announcer's own currency was said; where none is the announcer's own,
    the currency that the document uses first.
    """
    own = {claim.currency for claim in claims if chooser.is_own_currency(claim)}
    original = own or {claims[0].currency}
    return (
        [claim for claim in claims if claim.currency in original],
        [claim for claim in claims if claim.currency not in original],
    )


def _are_twins(material: Material, one: Claim, other: Claim) -> bool:
    if one.definition != other.definition:
        return False
    mine, its = material.period(one), material.period(other)
    return mine is None or its is None or mine.same_as(its)


def _days(material: Material, claim: Claim, twin: Claim) -> list[dt.date]:
    """Give the days whose rates may have been used.

    The day of the announcement or document, as everywhere; for what was
    counted over a period also its last day, at whose rate accounts are converted.
    """
    found = []
    for one in (claim, twin):
        euros = material.analysis.conversions[one.iri]["EUR"]
        if isinstance(euros, Conversion):
            found.append(euros.rate.date)
    for one in (claim, twin):
        period = material.period(one)
        if not is_ahead(one) and period is not None and period.last is not None:
            found.append(period.last)
    return list(dict.fromkeys(found))


def _fits(claim: Claim, twin: Claim, days: Sequence[dt.date]) -> bool:
    mine = Amount(claim.amount.low, claim.amount.high, claim.currency or "")
    values = (_converted(twin, claim.currency or "", day) for day in days)
    return any(value is None or gap(mine, value) <= TOLERANCE for value in values)


def _converted(claim: Claim, currency: str, day: dt.date) -> Amount | None:
    try:
        rate = rate_on(claim.currency or "", currency, day)
    except NoRateError:
        return None
    return claim.amount.times(rate.value, currency)


def _finding(claim: Claim, twin: Claim, day: dt.date, claims: Sequence[Claim]) -> Finding:
    currency = claim.currency or ""
    value = _converted(twin, currency, day)
    worth = f", which was {amount_text(value, currency)} on {day}" if value is not None else ""
    return Finding(
        claim.iri,
        "lower" if claim.amount.low is not None else "upper",
        f"{name_of(claim)} says {written(claim)} beside the {written(twin)} of"
        f" {name_of(twin)}{worth}",
        "read both in the document and write race:lower, race:upper and race:unit as printed",
        tuple(one.iri for one in claims),
    )
