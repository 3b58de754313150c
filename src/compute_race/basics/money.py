"""An interval of an amount in one unit: the two ends belong together and stay together.

``low`` or ``high`` is ``None`` where a source leaves that end open ("at
least", "up to"). Arithmetic carries both ends through, so that an open end
stays open and a range stays a range.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from typing import Final

#: Digits kept in derived amounts; the ECB publishes five to six significant ones.
PRECISION: Final = 12
_CONTEXT: Final = Context(prec=PRECISION, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True)
class Amount:
    """A closed or half-open interval of numbers with a unit (ISO 4217 code or unit IRI).

    Raises ``ValueError`` when both ends are open or the low end lies above the high one.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str

    def __post_init__(self) -> None:
        """Refuse what is no interval."""
        if self.low is None and self.high is None:
            raise ValueError("an amount needs a low or a high end")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"the low end {self.low} lies above the high end {self.high}")

    @property
    def main(self) -> Decimal:
        """Give the end to sort by: the low one, else the only known one."""
        if self.low is not None:
            return self.low
        if self.high is None:
            raise ValueError("an amount needs a low or a high end")
        return self.high

    def times(self, factor: Decimal, unit: str | None = None) -> Amount:
        """Multiply both ends by a positive factor and, if given, change the unit."""
        return Amount(
            None if self.low is None else round_derived(self.low * factor),
            None if self.high is None else round_derived(self.high * factor),
            unit or self.unit,
        )

    def over(self, years: Fraction) -> Amount:
        """Divide both ends by a length in years."""
        if years <= 0:
            raise ValueError("a period has a positive length")
        share = Fraction(years.denominator, years.numerator)
        return Amount(
            _times_fraction(self.low, share), _times_fraction(self.high, share), self.unit
        )


def gap(one: Amount, other: Amount) -> Decimal:
    """Give how far two intervals miss each other: (higher low - lower high) / higher low.

    Of negative figures (a revenue that shrinks) the larger by amount divides.
    Zero where they touch or overlap; an open end reaches without limit, so "at
    least 380" misses "30" and does not miss "400". Both must have one unit.
    """
    if one.unit != other.unit:
        raise ValueError(f"{one.unit} and {other.unit} do not compare")
    upper, lower = (one, other) if _floor(one) >= _floor(other) else (other, one)
    if upper.low is None or lower.high is None or lower.high >= upper.low:
        return Decimal(0)
    return (upper.low - lower.high) / max(abs(upper.low), abs(lower.high))


def round_derived(value: Decimal) -> Decimal:
    """Round a derived number half-even to 12 significant digits, without trailing zeros."""
    rounded = _CONTEXT.create_decimal(value).normalize(_CONTEXT)
    exponent = rounded.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        with localcontext(Context(prec=60)):
            return rounded.quantize(Decimal(1))
    return rounded


def _floor(amount: Amount) -> Decimal:
    return Decimal("-Infinity") if amount.low is None else amount.low


def _times_fraction(value: Decimal | None, share: Fraction) -> Decimal | None:
    if value is None:
        return None
    with localcontext(Context(prec=60)):
        return round_derived(value * share.numerator / share.denominator)
