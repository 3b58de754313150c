"""Stories as tables: one line for each figure, claim or conflict that a story tells of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from compute_race.answering import words
from compute_race.answering.evidence import Evidence
from compute_race.answering.lookup import slug
from compute_race.answering.reasons import explained, sentence
from compute_race.answering.stories import ConflictStory, Story, SumStory, ValueStory
from compute_race.answering.table import Column, Kind, Table, Value
from compute_race.basics.namespaces import GRAPH, SRC, shorten

_COLUMNS: Final[tuple[tuple[str, Kind, tuple[str, str]], ...]] = (
    ("story", "string", ("story", "r\u00e9cit")),
    ("about", "string", ("about", "sujet")),
    ("measure", "string", ("measure", "mesure")),
    ("role", "string", ("what", "quoi")),
    ("id", "string", ("id", "id")),
    ("low", "decimal", ("from", "de")),
    ("high", "decimal", ("to", "\u00e0")),
    ("approximate", "boolean", ("about", "environ")),
    ("unit", "string", ("unit", "unit\u00e9")),
    ("rate", "decimal", ("rate", "taux")),
    ("rate_date", "date", ("rate of", "taux du")),
    ("period", "string", ("period", "p\u00e9riode")),
    ("reason", "string", ("reason", "raison")),
    ("document", "string", ("document", "document")),
    ("published", "string", ("published", "paru")),
    ("place", "string", ("place", "endroit")),
)
#: What a line says of its story.
_ROLES: Final[dict[str, tuple[str, str]]] = {
    "stated": ("stated", "\u00e9nonc\u00e9"),
    "converted": ("converted", "converti"),
    "per-year": ("per year", "par an"),
    "said-by": ("said by", "dit par"),
    "period": ("period stated by", "p\u00e9riode \u00e9nonc\u00e9e par"),
    "set-aside": ("set aside", "\u00e9cart\u00e9"),
    "period-set-aside": ("period set aside", "p\u00e9riode \u00e9cart\u00e9e"),
    "conflict": ("conflict", "contradiction"),
    "side": ("side", "c\u00f4t\u00e9"),
    "claim": ("claim", "affirmation"),
    "counted": ("counted", "compt\u00e9"),
    "sum": ("sum", "somme"),
    "left-out": ("left out", "\u00e9cart\u00e9"),
    "all-added": ("everything added", "tout additionn\u00e9"),
}
Cells = dict[str, Value]


def stories_table(stories: Iterable[Story]) -> Table:
    """Give stories for programs: exact values, codes for roles and reasons, ids for ``why``."""
    columns = tuple(Column(name, kind) for name, kind, _ in _COLUMNS)
    rows = [cells for story in stories for cells in _rows(story, "en")]
    return Table(columns, tuple(tuple(row.get(c.name) for c in columns) for row in rows))


def stories_markdown(stories: Iterable[Story], lang: str = "en") -> str:
    """Give stories for people: below a heading each, a table in words and rounded figures."""
    return "\n".join(
        f"## {_heading(story)}\n\n{_people_table(story, lang).to_markdown(lang)}"
        for story in stories
    )


def _people_table(story: Story, lang: str) -> Table:
    """Give a story's lines with words for codes, without the columns that hold nothing."""
    french = lang == "fr"
    rows = [{**cells, **_worded(cells, lang)} for cells in _rows(story, lang)]
    used = [
        Column(name, kind, label[french])
        for name, kind, label in _COLUMNS
        if name != "story" and any(row.get(name) is not None for row in rows)
    ]
    return Table(tuple(used), tuple(tuple(row.get(c.name) for c in used) for row in rows))


def _worded(cells: Cells, lang: str) -> Cells:
    """Give the words for the codes of a line."""
    role, reason, measure = str(cells["role"]), cells.get("reason"), cells.get("measure")
    if role in ("set-aside", "period-set-aside") and isinstance(reason, str):
        reason = sentence(reason, lang)
    elif role in ("left-out", "conflict"):
        reason = cells.get("told")
    return {
        "role": _ROLES[role][lang == "fr"],
        "reason": reason,
        "measure": words.measure(str(measure), lang) if measure else None,
    }


def _heading(story: Story) -> str:
    if isinstance(story, Evidence):
        return story.claim.removeprefix(SRC)
    return f"{story.label} [{_id(story)}]"


def _id(story: Story) -> str:
    if isinstance(story, Evidence):
        return story.claim.removeprefix(SRC)
    return slug(story.iri) if isinstance(story, SumStory) else story.iri.removeprefix(GRAPH)


def _rows(story: Story, lang: str) -> Iterator[Cells]:
    """Give the lines of a story by column; ``told`` is a reason in words."""
    if isinstance(story, SumStory):
        about, lines = slug(story.iri), _of_sum(story, lang)
    elif isinstance(story, ValueStory):
        about, lines = slug(story.about), _of_value(story, lang)
    elif isinstance(story, ConflictStory):
        about, lines = slug(story.about), _of_conflict(story, lang)
    else:
        about, lines = slug(story.about), iter([_claim(story, "claim", lang)])
    head = {"story": _id(story), "about": about, "measure": slug(story.measure)}
    yield from ({**head, **line} for line in lines)
    if isinstance(story, SumStory):
        for part in story.parts:
            yield from _rows(part.story, lang)


def _of_value(story: ValueStory, lang: str) -> Iterator[Cells]:
    days = " / ".join(day for day in (story.first_day, story.last_day) if day)
    yield {
        **_figure("stated", story.low, story.high, story.unit),
        "id": story.iri.removeprefix(GRAPH),
        "approximate": story.approximate,
        "period": days or None,
    }
    for made in story.conversions:
        rate: Cells = {"rate": made.rate.value, "rate_date": made.rate.date}
        if made.currency != story.unit:
            yield {**_figure("converted", made.low, made.high, made.currency), **rate}
        if made.per_year_low is not None or made.per_year_high is not None:
            yield _figure("per-year", made.per_year_low, made.per_year_high, made.currency)
    yield from (_claim(item, "said-by", lang) for item in story.evidence)
    yield from (_claim(item, "period", lang) for item in story.period_evidence)
    for aside in story.set_aside:
        role = "period-set-aside" if aside.kind == "period" else "set-aside"
        yield {**_claim(aside.evidence, role, lang), "reason": aside.reason}
    yield from (_disagreement(conflict, lang) for conflict in story.conflicts)


def _of_conflict(story: ConflictStory, lang: str) -> Iterator[Cells]:
    yield _disagreement(story, lang)
    for side in story.sides:
        days = " / ".join(day for day in (side.first_day, side.last_day) if day)
        unit = story.unit if story.kind != "period" else None
        yield {**_figure("side", side.low, side.high, unit), "period": days or None}
        yield from (_claim(item, "said-by", lang) for item in side.evidence)


def _of_sum(story: SumStory, lang: str) -> Iterator[Cells]:
    yield {**_figure("sum", story.low, story.high, story.unit), "id": slug(story.iri)}
    for part in story.parts:
        figure = _figure("counted", part.low, part.high, story.unit)
        yield {**figure, "id": part.story.iri.removeprefix(GRAPH), "about": slug(part.story.about)}
    for item in story.left_out:
        row = item.row if item.total is not None else None
        ends = (row.low, row.high, story.unit) if row is not None else (None, None, None)
        yield {
            **_figure("left-out", *ends),
            "about": slug(item.announcement),
            "id": item.claim.removeprefix(SRC),
            "reason": item.reason,
            "told": explained(item, lang),
        }
    if story.all_added is not None:
        yield _figure("all-added", story.all_added.low, story.all_added.high, story.unit)


def _figure(role: str, low: Decimal | None, high: Decimal | None, unit: str | None) -> Cells:
    return {"role": role, "low": low, "high": high, "unit": unit}


def _claim(item: Evidence, role: str, lang: str) -> Cells:
    return {
        **_figure(role, item.low, item.high, item.unit or None),
        "id": item.claim.removeprefix(SRC),
        "approximate": item.approximate,
        "period": item.period,
        "document": shorten(item.document),
        "published": item.published,
        "place": item.place(lang) or None,
    }


def _disagreement(story: ConflictStory, lang: str) -> Cells:
    return {
        "role": "conflict",
        "id": story.iri.removeprefix(GRAPH),
        "reason": story.kind,
        "told": words.disagreement(story.kind, story.gap, lang),
    }
