"""Figures as the findings of the audit write them: short, exact, in one line."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from compute_race.basics.money import Amount
from compute_race.basics.namespaces import UNIT
from compute_race.comparison.records import Claim

_SCALES: Final = (
    (Decimal(10) ** 12, "tn"),
    (Decimal(10) ** 9, "bn"),
    (Decimal(10) ** 6, "million"),
)
_SYMBOLS: Final = {UNIT + "KiloW": "kW", UNIT + "MegaW": "MW", UNIT + "GigaW": "GW"}
_DIGITS: Final = Context(prec=4, rounding=ROUND_HALF_EVEN)


def written(claim: Claim) -> str:
    """Write a claim's figure with its unit, such as ``30 bn EUR`` or ``up to 40,000``."""
    return amount_text(claim.amount, claim.currency or _SYMBOLS.get(claim.amount.unit, ""))


def amount_text(amount: Amount, unit: str) -> str:
    """Write both ends of an amount, to four digits, and the name of its unit."""
    low, high = amount.low, amount.high
    if low is not None and high is not None:
        text = number(low) if low == high else f"{number(low)} to {number(high)}"
    elif low is not None:
        text = f"at least {number(low)}"
    else:
        text = f"up to {number(amount.main)}"
    return f"{text} {unit}".rstrip()


def number(value: Decimal) -> str:
    """Write a number to four digits, with a scale from a million on."""
    for scale, name in _SCALES:
        if abs(value) >= scale:
            return f"{_plain(_DIGITS.divide(value, scale))} {name}"
    return _plain(_DIGITS.plus(value)) if abs(value) < 1 else _plain(value)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
