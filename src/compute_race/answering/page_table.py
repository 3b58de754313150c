"""A page as one table for programs: a line for each thing that is said of its subject."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from compute_race.answering.page import Page
from compute_race.answering.table import Column, Kind, Table, Value
from compute_race.basics.namespaces import RACE, SRC, shorten

_COLUMNS: Final[tuple[tuple[str, Kind], ...]] = (
    ("section", "string"),
    ("name", "string"),
    ("value", "string"),
    ("label", "string"),
    ("low", "decimal"),
    ("high", "decimal"),
    ("unit", "string"),
    ("modality", "string"),
    ("period", "string"),
    ("basis", "string"),
    ("claim", "string"),
    ("documents", "string"),
    ("place", "string"),
)
Cells = dict[str, Value]


def page_table(page: Page) -> Table:
    """Give a page with exact values and the names that the graph uses.

    ``section`` says what a line is: a class, label, property, link, announcement,
    fact, relation or source; which of the other columns it fills depends on that.
    """
    columns = tuple(Column(name, kind) for name, kind in _COLUMNS)
    rows = tuple(tuple(cells.get(name) for name, _ in _COLUMNS) for cells in _rows(page))
    return Table(columns, rows)


def _rows(page: Page) -> Iterator[Cells]:
    yield {"section": "id", "value": shorten(page.iri), "label": page.label}
    for basis, names in (("stated", page.classes), ("inferred", page.inferred_classes)):
        for name in names:
            yield {"section": "class", "name": name, "label": page.term(name), "basis": basis}
    for lang, label in page.labels.items():
        yield {"section": "label", "name": lang, "value": label}
    for section, pairs in (("property", page.properties), ("link", page.links)):
        for name, value in pairs:
            yield {"section": section, "name": name, "value": value, "label": page.term(name)}
    for row in page.announcements:
        yield {
            "section": "announcement",
            "name": row.announcement,
            "value": row.figure,
            "label": row.label,
            "period": row.known_from,
        }
    for fact in page.facts:
        found = fact.evidence
        yield {
            "section": "fact",
            "name": found.measure.removeprefix(RACE),
            "value": fact.value,
            "label": fact.measure,
            "low": found.low,
            "high": found.high,
            "unit": found.unit or None,
            "modality": found.modality,
            "period": found.period,
            "claim": found.claim.removeprefix(SRC),
            "documents": shorten(found.document),
            "place": found.where,
        }
    for relation in page.relations:
        yield {
            "section": "relation",
            "name": relation.relation if relation.outgoing else f"^{relation.relation}",
            "value": relation.other,
            "label": relation.label,
            "basis": relation.basis,
            "documents": " ".join(relation.documents) or None,
        }
    for source in page.sources:
        yield {
            "section": "source",
            "name": source.publisher,
            "value": source.url,
            "period": source.published,
            "documents": source.document,
        }
