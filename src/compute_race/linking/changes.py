"""What changed of an item between two readings of it.

Absence says something only where a property was read whole: a value that the newer reading
lacks was taken away only if that reading is complete there, and one that the older lacks is new
only if the older was. Best-ranked values are compared, for a deprecated one counts no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from compute_race.dataset.sssom import MappingRow
from compute_race.wikidata import items
from compute_race.wikidata.items import Item

#: What is compared, and how it is called.
PROPERTIES: Final[Mapping[str, str]] = {
    items.INSTANCE_OF: "class",
    items.PARENT: "parent",
    items.COUNTRY: "country",
    items.WEBSITE: "website",
    items.INCEPTION: "inception",
    items.DISSOLVED: "dissolved",
}
LANGUAGES: Final = ("en", "fr")


@dataclass(frozen=True, order=True)
class Change:
    """One thing that is otherwise now: what, before and after, and what to do about it."""

    what: str
    before: str
    after: str
    advice: str = ""


def changes(slug: str, row: MappingRow, old: Item | None, new: Item) -> Iterator[Change]:
    """Tell what is otherwise in the newer reading of a linked item.

    ``row`` is the judgement that links it: an id that was merged, and a label that is not the
    one on record, are told even where there is no older reading.
    """
    qid = row.object_id.removeprefix("wd:")
    review = f"race link review {slug}"
    if new.qid != qid:
        yield Change("merged", qid, new.qid, review)
    if new.is_disambiguation:
        yield Change("disambiguation", qid, "a page that lists what a name may mean", review)
    label = new.labels.get("en")
    is_first = old is None or "en" not in old.labels
    if is_first and label and row.object_label and label != row.object_label:
        yield Change("label on record", row.object_label, label, review)
    for lang in LANGUAGES:
        before = old.labels.get(lang) if old is not None else None
        after = new.labels.get(lang)
        if before and after and before != after:
            yield Change(f"label ({lang})", before, after)
    if old is not None:
        for name, what in PROPERTIES.items():
            yield from _values(name, what, old, new)


def _values(name: str, what: str, old: Item, new: Item) -> Iterator[Change]:
    before, after = old.values(name), new.values(name)
    lost = [value for value in before if value not in after] if new.is_complete(name) else []
    gained = [value for value in after if value not in before] if old.is_complete(name) else []
    if name == items.INCEPTION:
        lost, gained = _less_precise(lost, after), _less_precise(gained, before)
    if lost or gained:
        # Where the newer reading replaced a value, it is shown beside what it replaced.
        now = gained or ([value for value in after if value not in before] if lost else [])
        yield Change(f"{what} ({name})", ", ".join(lost), ", ".join(now))


def _less_precise(values: list[str], others: tuple[str, ...]) -> list[str]:
    """Leave out dates that another one says more or less precisely."""
    return [
        value
        for value in values
        if not any(one.startswith(value) or value.startswith(one) for one in others)
    ]
