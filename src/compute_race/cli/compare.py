"""``race compare``: who plans most, in one currency, per year, as of a day."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill
from typing import Any, Final

import click

from compute_race.answering.lookup import slug
from compute_race.answering.ranking import Ranking
from compute_race.answering.ranking import compare as run_compare
from compute_race.answering.ranking_table import people_table, plain_table, sums_table, title
from compute_race.answering.reasons import explained
from compute_race.basics.files import write_file
from compute_race.basics.problems import UsageError
from compute_race.cli.comparing import comparison_options, read_options
from compute_race.cli.formats import ENDINGS, FOR_PEOPLE, form_of_file, form_option
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import WIDTH, print_table, table_text, write, write_bytes
from compute_race.dataset.store import Store

_STDOUT: Final = Path("-")


@click.command(
    epilog="Example: race compare --among alibaba-group,amazon --as-of 2025-03-01 --currency EUR"
)
@comparison_options
@form_option(
    *(form for form in ENDINGS.values() if form != "table"),
    text="How to write the answer (default: as --out's name ends, else a table).",
    default=None,
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help=f"Write to this file: {', '.join(ENDINGS)} (- is stdout).",
)
@shared_options
@pass_context
def compare(context: Context, /, form: str | None, out: Path | None, **asked: Any) -> None:
    """Rank what was announced, in one currency and per year.

    Only what was announced by the day counts, in documents known by then (one
    without a date: from the latest announcement it reports). Figures are
    converted at the ECB reference rate of the day they were announced; the
    rank is by the low end of each interval. What is left out is told with its
    reason, and race why walks every row back to its documents.
    """
    options = read_options(asked)
    file = None if out == _STDOUT else out
    chosen = form_of_file(file, form) if file is not None else form or "table"
    if chosen == "png" and out is None:
        raise UsageError("a picture needs a file", "write --out ranking.png")
    store = ensure_store(context)
    ranking = run_compare(store, options, context.lang)
    if file is not None:
        write_file(file, _rendered(ranking, store, chosen, context.lang))
        context.note(str(file))
    elif chosen == "table":
        _print(context, ranking)
    elif out is not None:
        write_bytes(_rendered(ranking, store, chosen, context.lang))
    else:
        write(_rendered(ranking, store, chosen, context.lang).decode())


def _print(context: Context, ranking: Ranking) -> None:
    lang = context.lang
    print_table(
        people_table(ranking),
        lang=lang,
        title=title(ranking),
        empty="nothing to rank" if lang == "en" else "rien \u00e0 classer",
    )
    sums = sums_table(ranking)
    if sums is not None and sums.rows:
        write("")
        print_table(sums, lang=lang)
    for note in (*ranking.notes, *_left_out(ranking, lang)):
        context.note(
            fill(
                note,
                WIDTH,
                subsequent_indent="  ",
                break_on_hyphens=False,
                break_long_words=False,
            )
        )


def _for_people(ranking: Ranking, form: str) -> str:
    """Give the ranking, and what its sums count where it has some, as Markdown or as printed."""
    lang, sums = ranking.lang, sums_table(ranking)
    tables = [people_table(ranking), *([sums] if sums is not None and sums.rows else [])]
    if form == "markdown":
        return "\n".join(table.to_markdown(lang) for table in tables)
    heads = [title(ranking), *("" for _ in tables[1:])]
    texts = (table_text(t, lang=lang, title=head) for t, head in zip(tables, heads, strict=True))
    return "\n".join(texts)


def _left_out(ranking: Ranking, lang: str) -> Iterator[str]:
    """Say once for each reason what is left out for it."""
    left = "left out" if lang == "en" else "hors classement"
    named: dict[str, dict[str, None]] = {}
    for item in ranking.left_out:
        named.setdefault(explained(item, lang), {})[slug(item.announcement)] = None
    for reason, slugs in named.items():
        yield f"{left}, {reason}: {', '.join(slugs)}"


def _rendered(ranking: Ranking, store: Store, form: str, lang: str) -> bytes:
    if form == "json":
        return (json.dumps(ranking.as_dict(), ensure_ascii=False, indent=2) + "\n").encode()
    if form == "csv":
        return plain_table(ranking).to_csv().encode()
    if form in FOR_PEOPLE:
        return _for_people(ranking, form).encode()
    # The plotting library takes half a second to import, so it is loaded when asked for.
    if form == "html":
        report: Any = importlib.import_module("compute_race.export.report")
        page: bytes = report.report_page(ranking, store, lang)
        return page
    chart: Any = importlib.import_module("compute_race.export.chart")
    picture: bytes = chart.ranking_chart(ranking, form)
    return picture
