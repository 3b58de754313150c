"""Answers written by hand (``tests/questions``), and how a cell of one is compared."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from support import ROOT

EXPECTED = ROOT / "tests" / "questions"


def expected(name: str) -> tuple[list[str], list[list[str]]]:
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    return header, rows


def same(text: str, value: object) -> bool:
    """Compare a hand-written cell with a value: decimals to the digits that were written."""
    if value is None or text == "":
        return value is None and text == ""
    if isinstance(value, bool):
        return text == str(value).lower()
    if isinstance(value, Decimal):
        return Decimal(text) == value.quantize(
            Decimal(1).scaleb(-len(text.partition(".")[2])), ROUND_HALF_UP
        )
    if isinstance(value, dt.date):
        return text == value.isoformat()
    return text == str(value)


def assert_answers(name: str, rows: list[list[object]]) -> None:
    _, wanted = expected(name)
    wrong = [
        (line, want, got)
        for line, (want, got) in enumerate(zip(wanted, rows, strict=False), start=2)
        if len(want) != len(got) or not all(map(same, want, got))
    ]
    assert not wrong, f"{name}.csv:{wrong[0][0]}: by hand {wrong[0][1]}, the query {wrong[0][2]}"
    assert len(rows) == len(wanted)
