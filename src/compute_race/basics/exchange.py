"""An exchange rate, and who publishes it.

Apart from the history of rates, which takes time to load and which only a build needs.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

SOURCE: Final = "European Central Bank, euro foreign exchange reference rates"


@dataclass(frozen=True)
class Rate:
    """How many units of ``target`` one unit of ``source`` was worth on ``date``.

    ``date`` is the day of publication, which may lie before the day asked for.
    ``method`` says what was done: ``published``, ``last-published`` (the day
    itself has no rate) or ``month-mean`` (``date`` is then the month's last
    publication), each with ``-peg`` where a currency goes through its peg.
    ``value`` is rounded to 12 significant digits, and amounts are converted
    with that rounded rate, so that whoever multiplies by hand gets our figure.
    """

    source: str
    target: str
    value: Decimal
    date: dt.date
    method: str
    origin: str = SOURCE
