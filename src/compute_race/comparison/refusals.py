"""The codes that say why an amount has no value in another currency.

Apart from the conversion itself, so that whoever reads what was built needs no rates.
"""

from __future__ import annotations

from typing import Final

NO_DATE: Final = "no-date"
NO_RATE: Final = "no-rate"
#: Reasons of ``conversion.NotConvertible``; all others are about periods.
NOT_CONVERTIBLE: Final = frozenset((NO_DATE, NO_RATE))
