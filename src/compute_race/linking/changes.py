"""What changed of an item between two readings of it.

Absence says something only where a property was read whole: a value that the newer reading
lacks was taken away only if that reading is complete there, and one that the older lacks is new
only if the older was. Best-ranked values are compared, for a deprecated one counts no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import eq
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
#: Tells whether two values say the same.
_Same = Callable[[str, str], bool]


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
        # The rest is about another item; whether it is ours has to be judged anew.
        yield Change("merged", qid, new.qid, review)
        return
    if new.is_disambiguation and not (old is not None and old.is_disambiguation):
        yield Change("disambiguation", qid, "a page that lists what a name may mean", review)
    label = _label(new, "en")
    is_first = old is None or _label(old, "en") is None
    if is_first and label and row.object_label and label != row.object_label:
        yield Change("label on record", row.object_label, label, review)
    for lang in LANGUAGES:
        before = _label(old, lang) if old is not None else None
        after = _label(new, lang)
        if before and after and before != after:
            yield Change(f"label ({lang})", before, after)
    if old is not None:
        for name, what in PROPERTIES.items():
            yield from _values(name, what, old, new)


def _label(item: Item, lang: str) -> str | None:
    """Give the label in a language, else the one that holds for all languages."""
    return item.labels.get(lang) or item.labels.get("mul")


def _values(name: str, what: str, old: Item, new: Item) -> Iterator[Change]:
    before, after = old.values(name), new.values(name)
    same = _SAME.get(name, eq)
    lost = _without(before, after, same) if new.is_complete(name) else []
    gained = _without(after, before, same) if old.is_complete(name) else []
    if lost or gained:
        # Where the newer reading replaced a value, it is shown beside what it replaced.
        now = gained or (_without(after, before, same) if lost else [])
        yield Change(f"{what} ({name})", ", ".join(lost), ", ".join(now))


def _without(values: Iterable[str], others: Iterable[str], same: _Same) -> list[str]:
    return [value for value in values if not any(same(value, one) for one in others)]


def _is_same_date(one: str, other: str) -> bool:
    """Tell whether two dates say the same, one perhaps less precisely."""
    return one.startswith(other) or other.startswith(one)


def _is_same_site(one: str, other: str) -> bool:
    """Tell whether two addresses are one but for the scheme, ``www.`` and a last slash."""
    return _site(one) == _site(other)


def _site(address: str) -> str:
    rest = address.partition("://")[2] or address
    host, slash, path = rest.rstrip("/").partition("/")
    return f"{host.lower().removeprefix('www.')}{slash}{path}"


_SAME: Final[Mapping[str, _Same]] = {
    items.INCEPTION: _is_same_date,
    items.DISSOLVED: _is_same_date,
    items.WEBSITE: _is_same_site,
}
