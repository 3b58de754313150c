"""The report: one self-contained page with chart, table, conflicts and sources.

No script and no network; nothing of a source but its figures, title and
address is in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2

from compute_race.answering.evidence import Evidence, Library, gather
from compute_race.answering.lookup import nodes, slug
from compute_race.answering.ranking import Ranking
from compute_race.answering.ranking_table import is_money, people_table, title
from compute_race.answering.reasons import explained
from compute_race.answering.rows import LeftOut, RateUsed, Row
from compute_race.answering.stories import ConflictStory
from compute_race.answering.table import Column
from compute_race.answering.why import Explainer
from compute_race.answering.wording import amount, counted, grouped, quoted_rate, word, years
from compute_race.answering.words import (
    disagreement,
    measure,
    rate_basis,
    rate_method,
    rate_origin,
    source_kind,
)
from compute_race.dataset.store import Store
from compute_race.export.chart import ranking_chart

_TEMPLATE = Path(__file__).with_name("report.html.jinja")
#: Claims of a side of a conflict that are shown at once; the others are folded.
_SHOWN: Final = 5
_OF_WHAT: Final = ("announcement", "annonce")
_PLANNED: Final = "plannedInvestment"


def report_page(ranking: Ranking, store: Store, lang: str = "en") -> bytes:
    """Write the page of a ranking: HTML in UTF-8, the same for the same build and question."""
    wanted = dict.fromkeys(conflict for row in ranking.rows for conflict in row.conflicts)
    explainer = Explainer(store, Library(()), lang)
    as_of = ranking.options.as_of.isoformat()
    conflicts = [_conflict(explainer.conflict(iri, as_of), lang) for iri in wanted]
    claims = [c for row in ranking.rows for c in (*row.claims, *row.period_claims)]
    evidence = gather(store, claims, Library(()), lang)
    chart = ranking_chart(ranking, "svg", title=False).decode()
    columns, rows = _table(ranking)
    page = _template().render(
        lang=lang,
        title=title(ranking),
        lead=_lead(ranking),
        unit=_unit(ranking),
        chart=chart[chart.index("<svg") :],
        columns=columns,
        rows=rows,
        conflicts=conflicts,
        sources=_sources(list(evidence.values()), lang),
        rates=[_rate(rate, lang) for rate in ranking.rates if rate.source != rate.target],
        left_out=_left_out(ranking.left_out, store, lang),
        notes=ranking.notes,
    )
    return page.encode()


def _lead(ranking: Ranking) -> str:
    """Say in a sentence or two who stands first and who last."""
    french = ranking.lang == "fr"
    if not ranking.rows:
        return (
            "Aucun chiffre n'est comparable \u00e0 cette date."
            if french
            else "No figure can be compared on that day."
        )
    first, last = ranking.rows[0], ranking.rows[-1]
    if slug(first.measure) == _PLANNED:
        most = "{} pr\u00e9voit le plus : {}." if french else "{} plans most: {}."
    else:
        most = "{} arrive en t\u00eate : {}." if french else "{} stands first: {}."
    text = most.format(first.entity_label, _figure(first, ranking.lang))
    if len(ranking.rows) > 1:
        least = " {} vient en dernier, avec {}." if french else " {} stands last, with {}."
        text += least.format(last.entity_label, _figure(last, ranking.lang))
    return text


def _figure(row: Row, lang: str) -> str:
    text = amount(row.low, row.high, row.currency, lang)
    if not is_money(row):
        return text
    return f"{text} {word('per year' if row.per == 'year' else 'in total', lang)}"


def _unit(ranking: Ranking) -> str | None:
    """Give the unit of the numbers in the table, ``None`` where they are no money."""
    if not any(map(is_money, ranking.rows)):
        return None
    lang, options = ranking.lang, ranking.options
    per = word("per year" if options.per == "year" else "in total", lang)
    return f"{'Md' if lang == 'fr' else 'bn'} {options.currency} {per}"


def _table(ranking: Ranking) -> tuple[list[Column], list[list[str]]]:
    """Give the ranking for people with what each figure is about beside who it is of."""
    table = people_table(ranking)
    columns, rows = list(table.columns), table.texts(ranking.lang)
    if any(row.label != row.entity_label for row in ranking.rows):
        place = [column.name for column in columns].index("who") + 1
        columns.insert(place, Column("label", label=_OF_WHAT[ranking.lang == "fr"]))
        for row, cells in zip(ranking.rows, rows, strict=True):
            cells.insert(place, row.label)
    # A period or a figure with its unit reads badly in two lines.
    rigid = ("stated", "period", "conflicts")
    return [replace(c, whole=c.is_rigid or c.name in rigid) for c in columns], rows


def _left_out(items: Iterable[LeftOut], store: Store, lang: str) -> list[tuple[str, str]]:
    found = list(items)
    things = nodes(store, {item.announcement for item in found})
    told = [(things[i.announcement].label(lang), explained(i, lang)) for i in found]
    return list(dict.fromkeys(told))


def _conflict(story: ConflictStory, lang: str) -> dict[str, Any]:
    sides = []
    for side in story.sides:
        claims = [_claim(item, lang) for item in side.evidence]
        folded = claims[_SHOWN:]
        sides.append(
            {
                "text": amount(side.low, side.high, story.unit, lang)
                if story.kind != "period"
                else f"{years(side.years, lang)} ({side.first_day} \u2013 {side.last_day})"
                if side.years is not None
                else "",
                "claims": claims[:_SHOWN],
                "folded": folded,
                "more": f"+ {counted(len(folded), 'claim', lang)}",
            }
        )
    return {
        "label": story.label,
        "measure": measure(slug(story.measure), lang),
        "kind": disagreement(story.kind, story.gap, lang),
        "inside": [slug(document) for document in story.within],
        "sides": sides,
    }


def _claim(item: Evidence, lang: str) -> dict[str, Any]:
    return {
        "text": amount(item.low, item.high, item.unit, lang, approximate=item.approximate),
        "period": item.period,
        "definition": item.definition,
        "document": slug(item.document),
        "where": item.place(lang),
        "url": item.url,
    }


def _sources(evidence: list[Evidence], lang: str) -> list[dict[str, Any]]:
    found = {item.document: item for item in evidence}
    return [
        {
            "name": slug(document),
            "publisher": item.publisher,
            "title": item.title,
            "published": item.published,
            "url": item.url,
            "kind": source_kind(item.source_kind, lang) if item.source_kind else "",
        }
        for document, item in sorted(found.items())
    ]


def _rate(rate: RateUsed, lang: str) -> dict[str, Any]:
    is_euro = rate.target == "EUR"
    return {
        "from": rate.source,
        "value": grouped(rate.value, lang),
        "to": rate.target,
        "quoted": quoted_rate(rate.value, lang) if is_euro else None,
        "date": rate.date.isoformat(),
        "taken": f"{rate_method(rate.method, lang)}; {rate_basis(rate.basis, lang)}",
        "origin": rate_origin(rate.origin, lang),
    }


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
