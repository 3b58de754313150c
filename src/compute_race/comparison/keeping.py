"""The records of a build kept for the next one, so that it need not read every file again.

Written as JSON and read back type by type; what does not fit is no state of this program.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import msgspec

from compute_race.basics.exchange import Rate
from compute_race.basics.rates import known_rates, recall
from compute_race.comparison.records import Records


@dataclass(frozen=True)
class _Known:
    """A rate, or that there is none, with the currencies and days it was asked for."""

    source: str
    target: str
    first: dt.date
    last: dt.date
    rate: Rate | None


@dataclass(frozen=True)
class _Kept:
    records: Records
    rates: tuple[_Known, ...]


_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(_Kept)


def keep_records(records: Records) -> bytes:
    """Write the records, and the exchange rates that were looked up."""
    rates = tuple(_Known(*asked, rate) for asked, rate in sorted(known_rates().items()))
    return _ENCODER.encode(_Kept(records, rates))


def kept_records(data: bytes) -> Records:
    """Read records, and recall the rates kept with them; ``ValueError`` where they are none."""
    kept = _DECODER.decode(data)
    recall({(k.source, k.target, k.first, k.last): k.rate for k in kept.rates})
    return kept.records
