"""How far linking is: by kind of thing, and entity by entity."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, Literal, get_args

from compute_race.answering.table import Column, Table, Value
from compute_race.dataset.sssom import EXACT
from compute_race.linking.entities import Entity, by_kind
from compute_race.linking.ledger import Ledger, is_item_likely, least_certain

Listed = Literal["linked", "none", "likely", "unsure", "open", "all"]
LISTED: Final[tuple[Listed, ...]] = get_args(Listed)

_KIND_FR: Final = {
    "medium": "média",
    "organization": "organisation",
    "initiative": "initiative",
    "facility": "site",
    "model": "modèle",
    "accelerator": "accélérateur",
    "market": "marché",
    "country": "pays",
    "bloc": "bloc",
    "place": "lieu",
    "currency": "monnaie",
    "announcement": "annonce",
}
_HEADINGS: Final = {
    "en": ("kind", "linked", "same", "close", "none", "likely", "unsure", "open", "all"),
    "fr": (
        *("genre", "liées", "mêmes", "proches", "aucun", "probable", "incertain", "à juger"),
        "toutes",
    ),
}

#: States and relations, as an entity's line says them.
_WORDS_FR: Final = {
    **_KIND_FR,
    "linked": "liée",
    "none": "aucun",
    "unsure": "incertain",
    "open": "à juger",
    "exact": "même chose",
    "close": "proche",
    "broad": "plus large",
}


def word_in(word: str, lang: str) -> str:
    """Give a kind, state or relation in a language; another word as it is."""
    return _WORDS_FR.get(word, word) if lang == "fr" else word


def status_table(entities: Iterable[Entity], ledger: Ledger, lang: str = "en") -> Table:
    """Count by kind: linked (as the same, or close or broader), judged none, not sure, open."""
    labels = _HEADINGS["fr" if lang == "fr" else "en"]
    names = ("kind", "linked", "exact", "close_or_broad", "none", "likely", "unsure", "open", "all")
    columns = tuple(
        Column(name, "string" if name == "kind" else "integer", label)
        for name, label in zip(names, labels, strict=True)
    )
    rows = [(kind, _counts(found, ledger)) for kind, found in by_kind(entities).items()]
    total = [sum(column) for column in zip(*(counts for _, counts in rows), strict=True)]
    every = [*rows, ({"fr": "toutes"}.get(lang, "all"), total)] if rows else []
    return Table(
        columns,
        tuple((word_in(kind, lang), *counts) for kind, counts in every),
    )


def _counts(entities: Iterable[Entity], ledger: Ledger) -> list[int]:
    counts = [0] * 8
    for entity in entities:
        state, row = ledger.state(entity), ledger.settled(entity)
        exact = row is not None and row.is_link and row.predicate_id == EXACT
        counts[0] += state == "linked"
        counts[1] += exact
        counts[2] += state == "linked" and not exact
        counts[3] += state == "none"
        counts[4] += row is not None and is_item_likely(row)
        counts[5] += state == "unsure"
        counts[6] += state == "open"
        counts[7] += 1
    return counts


def entities_table(
    entities: Iterable[Entity], ledger: Ledger, listed: Listed, lang: str = "en"
) -> Table:
    """List entities with their judgement; ``likely`` are those without one that probably exists."""
    columns = (
        Column("entity", whole=True, label="entité" if lang == "fr" else ""),
        Column("kind", label="genre" if lang == "fr" else ""),
        Column("state", label="état" if lang == "fr" else ""),
        Column("item", label="élément" if lang == "fr" else ""),
        Column("confidence", "decimal", label="confiance" if lang == "fr" else ""),
        Column("comment", label="remarque" if lang == "fr" else ""),
    )
    return Table(
        columns,
        tuple(_row(entity, ledger) for entity in entities if _is_listed(entity, ledger, listed)),
    )


def _is_listed(entity: Entity, ledger: Ledger, listed: Listed) -> bool:
    row = ledger.settled(entity)
    if listed == "likely":
        return row is not None and is_item_likely(row)
    return listed == "all" or ledger.state(entity) == listed


def _row(entity: Entity, ledger: Ledger) -> tuple[Value, ...]:
    row = ledger.settled(entity) or next(iter(ledger.of(entity)), None)
    if row is None:
        return entity.slug, entity.kind, ledger.state(entity), None, None, None
    item = f"{row.object_id.removeprefix('wd:')} {row.object_label}".strip()
    return (
        entity.slug,
        entity.kind,
        ledger.state(entity),
        None if row.is_nothing else item,
        Decimal(row.confidence) if row.confidence else None,
        row.comment or None,
    )


def least_certain_table(ledger: Ledger, count: int) -> Table:
    """List the links that are least certain, and why they stand."""
    columns = (
        Column("entity", whole=True),
        Column("relation"),
        Column("item"),
        Column("confidence", "decimal"),
        Column("comment"),
    )
    return Table(
        columns,
        tuple(
            (
                row.subject_id.partition(":")[2],
                row.predicate_id.removeprefix("skos:").removesuffix("Match"),
                f"{row.object_id.removeprefix('wd:')} {row.object_label}".strip(),
                Decimal(row.confidence) if row.confidence else None,
                row.comment,
            )
            for row in least_certain(ledger.rows, count)
        ),
    )
