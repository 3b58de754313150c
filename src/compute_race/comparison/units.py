"""Amounts in different units of one kind, brought to one unit.

Money is not among them: it needs a day and a rate (``conversion``).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from compute_race.basics.money import Amount
from compute_race.basics.namespaces import UNIT

#: Unit IRI to base unit and factor (QUDT conversion multipliers).
BASE_UNITS: Final[dict[str, tuple[str, Decimal]]] = {
    UNIT + "KiloW": (UNIT + "MegaW", Decimal("0.001")),
    UNIT + "MegaW": (UNIT + "MegaW", Decimal(1)),
    UNIT + "GigaW": (UNIT + "MegaW", Decimal(1000)),
}


def in_base_unit(amount: Amount) -> Amount:
    """Give an amount in the base unit of its kind; unchanged where it has only one."""
    if amount.unit not in BASE_UNITS:
        return amount
    base, factor = BASE_UNITS[amount.unit]
    return amount.times(factor, base)
