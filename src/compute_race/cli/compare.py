"""``race compare``: who plans most, in one currency, per year, as of a day."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import sys
from pathlib import Path
from textwrap import fill
from typing import Any, Final

import click

from compute_race.answering.lookup import slug
from compute_race.answering.options import BYS, CURRENCIES, PERS, SCOPES, CompareOptions
from compute_race.answering.ranking import Ranking
from compute_race.answering.ranking import compare as run_compare
from compute_race.answering.ranking_table import people_table, plain_table, title
from compute_race.answering.reasons import sentence
from compute_race.basics.dates import PartialDate, parse_day, parse_partial
from compute_race.basics.files import write_file
from compute_race.basics.namespaces import XSD
from compute_race.basics.problems import UsageError
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import WIDTH, print_table, write
from compute_race.dataset.store import Store

_FORMATS: Final = ("table", "json", "csv", "markdown", "html", "svg", "png")
_DATATYPES: Final = {4: "gYear", 7: "gYearMonth", 10: "date"}


@click.command(
    epilog="Example: race compare --among alibaba-group,amazon --as-of 2025-03-01 --currency EUR"
)
@click.option("--measure", default="planned-investment", help="What is compared.")
@click.option("--per", default="year", help=f"{' or '.join(PERS)}.")
@click.option("--currency", default="EUR", help=f"{', '.join(CURRENCIES)}.")
@click.option("--by", default="announcement", help=f"A row for each: {', '.join(BYS)}.")
@click.option("--among", multiple=True, metavar="SLUG,...", help="Only these and their groups.")
@click.option(
    "--modality", default="", help="planned, guided, reported ... (default: plans and guidance)."
)
@click.option(
    "--scope", default="whole,initiative", help=f"{', '.join(SCOPES)}, or several, or all."
)
@click.option("--as-of", metavar="DATE", help="As the world stood that day (default: today).")
@click.option("--period", metavar="YEAR", help="Only figures for this year, month or day.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file (- is stdout).")
@shared_options
@pass_context
def compare(
    context: Context,
    measure: str,
    per: str,
    currency: str,
    by: str,
    among: tuple[str, ...],
    modality: str,
    scope: str,
    as_of: str | None,
    period: str | None,
    form: str,
    out: Path | None,
) -> None:
    """Rank what was announced, in one currency and per year.

    Only what was announced by the day counts, in documents known by then (one
    without a date: from the latest announcement it reports). Figures are
    converted at the ECB reference rate of the day they were announced; the
    rank is by the low end of each interval. What is left out is told with its
    reason, and race why walks every row back to its documents.
    """
    options = CompareOptions(
        as_of=_as_of(as_of),
        measure=measure,
        per=per,  # type: ignore[arg-type]
        currency=currency,
        by=by,  # type: ignore[arg-type]
        among=_split(",".join(among)),
        modality=_split(modality),
        scope=_split(scope),
        period=_period(period),
    )
    store = ensure_store(context)
    ranking = run_compare(store, options, context.lang)
    if form == "table" and out is None:
        _print(context, ranking)
        return
    data = _rendered(ranking, store, form, context.lang)
    if out is not None and str(out) == "-":
        sys.stdout.buffer.write(data)
    elif out is not None:
        write_file(out, data)
        context.note(str(out))
    elif form == "png":
        raise UsageError("a picture needs a file", "write --out ranking.png")
    else:
        write(data.decode())


def _print(context: Context, ranking: Ranking) -> None:
    lang = context.lang
    print_table(
        people_table(ranking),
        lang=lang,
        title=title(ranking),
        empty="nothing to rank" if lang == "en" else "rien \u00e0 classer",
    )
    left = "left out" if lang == "en" else "hors classement"
    reasons = (
        f"{left}: {slug(item.announcement)}: {sentence(item.reason, lang)}"
        for item in ranking.left_out
    )
    for note in (*ranking.notes, *reasons):
        context.note(fill(note, WIDTH, subsequent_indent="  ", break_on_hyphens=False))


def _rendered(ranking: Ranking, store: Store, form: str, lang: str) -> bytes:
    if form == "json":
        return (json.dumps(ranking.as_dict(), ensure_ascii=False, indent=2) + "\n").encode()
    if form == "csv":
        return plain_table(ranking).to_csv().encode()
    if form in ("markdown", "table"):
        return people_table(ranking).to_markdown(lang).encode()
    # The plotting library takes half a second to import, so it is loaded when asked for.
    if form == "html":
        report: Any = importlib.import_module("compute_race.export.report")
        page: bytes = report.report_page(ranking, store, lang)
        return page
    chart: Any = importlib.import_module("compute_race.export.chart")
    picture: bytes = chart.ranking_chart(ranking, form)
    return picture


def _as_of(given: str | None) -> dt.date:
    if given is None:
        return dt.date.today()
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


def _split(given: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
