"""The report: one self-contained page with chart, table, conflicts and sources.

No script and no network; nothing of a source but its figures, title and
address is in it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from compute_race.answering.evidence import Evidence, Library, gather
from compute_race.answering.lookup import slug
from compute_race.answering.ranking import Ranking
from compute_race.answering.ranking_table import people_table, title
from compute_race.answering.reasons import sentence
from compute_race.answering.stories import ConflictStory
from compute_race.answering.why import Explainer
from compute_race.answering.wording import amount, years
from compute_race.dataset.store import Store
from compute_race.export.chart import ranking_chart

_TEMPLATE = Path(__file__).with_name("report.html.jinja")


def report_page(ranking: Ranking, store: Store, lang: str = "en") -> bytes:
    """Write the page of a ranking: HTML in UTF-8, the same for the same build and question."""
    wanted = dict.fromkeys(conflict for row in ranking.rows for conflict in row.conflicts)
    explainer = Explainer(store, Library(()), lang)
    as_of = ranking.options.as_of.isoformat()
    conflicts = [_conflict(explainer.conflict(iri, as_of), lang) for iri in wanted]
    claims = [c for row in ranking.rows for c in (*row.claims, *row.period_claims)]
    evidence = gather(store, claims, Library(()), lang)
    chart = ranking_chart(ranking, "svg").decode()
    table = people_table(ranking)
    page = _template().render(
        lang=lang,
        title=title(ranking),
        chart=chart[chart.index("<svg") :],
        columns=table.columns,
        rows=table.texts(lang),
        conflicts=conflicts,
        sources=_sources(list(evidence.values())),
        rates=_rates(ranking),
        left_out=[
            (slug(item.announcement), sentence(item.reason, lang)) for item in ranking.left_out
        ],
        notes=ranking.notes,
    )
    return page.encode()


def _conflict(story: ConflictStory, lang: str) -> dict[str, Any]:
    return {
        "label": story.label,
        "kind": story.kind,
        "gap": None if story.gap is None else f"{story.gap * 100:.0f}",
        "inside": [slug(document) for document in story.within],
        "sides": [
            {
                "text": amount(side.low, side.high, story.unit, lang)
                if story.kind == "value"
                else f"{years(side.years, lang)} ({side.first_day} \u2013 {side.last_day})"
                if side.years is not None
                else "",
                "claims": [
                    {
                        "text": amount(
                            item.low, item.high, item.unit, lang, approximate=item.approximate
                        ),
                        "period": item.period,
                        "document": slug(item.document),
                        "where": item.where,
                        "url": item.url,
                    }
                    for item in side.evidence
                ],
            }
            for side in story.sides
        ],
    }


def _sources(evidence: list[Evidence]) -> list[dict[str, Any]]:
    found = {item.document: item for item in evidence}
    return [
        {
            "name": slug(document),
            "publisher": item.publisher,
            "title": item.title,
            "published": item.published,
            "url": item.url,
            "kind": item.source_kind,
        }
        for document, item in sorted(found.items())
    ]


def _rates(ranking: Ranking) -> list[dict[str, Any]]:
    return [rate.as_dict() for rate in ranking.rates if rate.source != rate.target]


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
