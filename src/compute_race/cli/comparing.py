"""The options that say what is compared, for the verbs that rank and that walk a sum back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import click

from compute_race.answering.options import BYS, CURRENCIES, PERS, PLAN, SCOPES, CompareOptions
from compute_race.basics.dates import PartialDate, parse_day, parse_partial
from compute_race.basics.namespaces import XSD
from compute_race.basics.problems import UsageError

_DATATYPES: Final = {4: "gYear", 7: "gYearMonth", 10: "date"}
_SCOPES: Final = ("whole", "initiative")

_F = TypeVar("_F", bound=Callable[..., Any])


def comparison_options(command: _F) -> _F:
    """Add the options of a comparison; each is ``None`` or empty where it is not given."""
    for decorate in reversed(
        (
            click.option("--measure", help=f"What is compared (default: {PLAN})."),
            click.option("--per", help=f"{' or '.join(PERS)} (default: {PERS[0]})."),
            click.option("--currency", help=f"{', '.join(CURRENCIES)} (default: {CURRENCIES[0]})."),
            click.option("--by", help=f"A row for each: {', '.join(BYS)} (default: {BYS[0]})."),
            click.option(
                "--among", multiple=True, metavar="SLUG,...", help="Only these and their groups."
            ),
            click.option(
                "--modality", help="planned, guided, reported ... (default: plans and guidance)."
            ),
            click.option(
                "--scope",
                help=f"{', '.join(SCOPES)}, or several, or all (default: {','.join(_SCOPES)}).",
            ),
            click.option(
                "--as-of", metavar="DATE", help="As the world stood that day (default: today)."
            ),
            click.option(
                "--period", metavar="YEAR", help="Only figures for this year, month or day."
            ),
        )
    ):
        command = decorate(command)
    return command


def read_options(asked: Mapping[str, Any]) -> CompareOptions:
    """Make the options of a comparison from what was typed, with the defaults for the rest.

    ``UsageError`` for an unknown value, and for a list that names nothing.
    """
    among = [
        name
        for given in asked["among"]
        for name in read_names("among", given, "amazon,alphabet") or ()
    ]
    chosen: dict[str, Any] = {
        "measure": asked["measure"],
        "per": asked["per"],
        "currency": asked["currency"],
        "by": asked["by"],
        "among": tuple(dict.fromkeys(among)) or None,
        "modality": read_names("modality", asked["modality"], "planned,guided"),
        "scope": read_names("scope", asked["scope"], ",".join(_SCOPES)),
        "period": _period(asked["period"]),
    }
    given = {name: value for name, value in chosen.items() if value is not None}
    return CompareOptions(as_of=read_day(asked["as_of"]) or dt.date.today(), **given)


def day_text(given: str | None) -> str | None:
    """Check the day of ``--as-of``, ``None`` where it is not given; ``UsageError`` for no day."""
    day = read_day(given)
    return None if day is None else day.isoformat()


def read_day(given: str | None) -> dt.date | None:
    """Read the day of ``--as-of``, ``None`` where it is not given; ``UsageError`` for no day."""
    if given is None:
        return None
    try:
        return parse_day(given)
    except ValueError as error:
        raise UsageError(f"--as-of: {error}", "write --as-of 2025-03-01") from None


def _period(given: str | None) -> PartialDate | None:
    if given is None:
        return None
    try:
        return parse_partial(given, XSD + _DATATYPES.get(len(given), "gYear"))
    except ValueError as error:
        raise UsageError(f"--period: {error}", "write --period 2025") from None


def read_names(option: str, given: str | None, example: str) -> tuple[str, ...] | None:
    """Split a list at its commas; ``UsageError`` where it names nothing."""
    if given is None:
        return None
    names = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
    if not names:
        raise UsageError(
            f"--{option} names nothing", f"write --{option} {example}, or leave it out"
        )
    return names
