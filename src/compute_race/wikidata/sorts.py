"""Of what sort an item is: by its classes, else by what only such things have, else in words.

Few sorts, coarse on purpose: they keep a pharmacy chain from being taken for a language model.
The classes are those read as ``instance of`` in the sources of the snapshot; one that is not
here says nothing. Of a description in English the head noun is read ("American multinational
technology *company*"), and one that is not here says nothing either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from compute_race.wikidata import items
from compute_race.wikidata.items import Item
from compute_race.wikidata.wanted import Kind

Sort = Literal[
    "organization",
    "software",
    "code",
    "hardware",
    "place",
    "country",
    "union",
    "currency",
    "person",
    "medium",
    "field",
    "other",
]

#: Which sorts a thing of some kind can be.
FITTING: Final[Mapping[Kind, frozenset[Sort]]] = {
    "organization": frozenset(("organization", "medium")),
    "ticker": frozenset(("organization", "medium")),
    "medium": frozenset(("organization", "medium")),
    "initiative": frozenset(("organization",)),
    "facility": frozenset(("place",)),
    "place": frozenset(("place",)),
    "country": frozenset(("country",)),
    "bloc": frozenset(("union", "country", "organization")),
    "model": frozenset(("software",)),
    "product": frozenset(("software", "hardware")),
    "service": frozenset(("software", "organization")),
    "accelerator": frozenset(("hardware",)),
    "market": frozenset(("field",)),
    "currency": frozenset(("currency",)),
    "person": frozenset(("person",)),
}

#: Classes by their ids, as they were read.
_CLASSES: Final[Mapping[str, Sort]] = {
    "Q43229": "organization",
    "Q783794": "organization",
    "Q4830453": "organization",
    "Q6881511": "organization",
    "Q891723": "organization",
    "Q18388277": "organization",
    "Q1058914": "organization",
    "Q167037": "organization",
    "Q778575": "organization",
    "Q11691": "organization",
    "Q2401749": "organization",
    "Q115305900": "software",
    "Q1057059": "software",
    "Q133284163": "software",
    "Q116777014": "software",
    "Q131406845": "software",
    "Q483639": "software",
    "Q1346018": "software",
    "Q241317": "software",
    "Q6256": "country",
    "Q3624078": "country",
    "Q8142": "currency",
    "Q5": "person",
    "Q1153191": "medium",
    "Q11424": "other",
    "Q4167410": "other",
}
#: Properties that only things of one sort have.
_TELLING: Final[Mapping[str, Sort]] = {
    items.SUBSIDIARY: "organization",
    items.PARENT: "organization",
    items.LEI: "organization",
    items.CIK: "organization",
    items.ISIN: "organization",
    items.EXCHANGE: "organization",
    items.ISO_CURRENCY: "currency",
    items.ISO_COUNTRY: "country",
}
#: Head nouns of descriptions and labels of classes.
_WORDS: Final[tuple[tuple[Sort, str], ...]] = (
    (
        "organization",
        "agency airline army association bank business chain commission company conglomerate"
        " consortium cooperative corporation developer division enterprise firm foundation"
        " foundry fund government group institute institution lab laboratory maker manufacturer"
        " ministry nonprofit operator organisation organization producer provider publisher"
        " retailer school startup subsidiary supplier trust university utility vendor",
    ),
    (
        "software",
        "app application assistant chatbot engine llm model models platform"
        " program service software suite system tool website",
    ),
    ("code", "framework library package"),
    ("hardware", "accelerator card chip computer microarchitecture processor supercomputer"),
    (
        "place",
        "borough building campus capital center centre city commune complex county district"
        " facility island location metropolis municipality neighborhood parish port prefecture"
        " province region river settlement state suburb town township village",
    ),
    ("country", "country"),
    ("union", "confederation union"),
    ("currency", "currency money"),
    ("person", "human man person woman"),
    ("medium", "agency blog broadcaster channel magazine newspaper portal station weekly"),
    ("field", "discipline field industry market sector"),
    (
        "other",
        "album animal article asteroid award book brand character constellation day emoji event"
        " family-name film fruit game genus given-name mammal missile name neologism novel page"
        " painting plant series ship song species team template word",
    ),
)
_NOUNS: Final[Mapping[str, Sort]] = {noun: sort for sort, nouns in _WORDS for noun in nouns.split()}
#: Where the head noun of a description ends: "company in France", "software, a part of ...".
_AFTER_HEAD: Final = re.compile(
    r"[,;(]|\b(?:of|for|that|which|who|in|by|from|around|with|based|located|headquartered|owned"
    r"|operated|developed|providing|founded)\b",
    re.IGNORECASE,
)
_IN_BRACKETS: Final = re.compile(r"\(([^()]+)\)$")


def sort_of(item: Item, is_child: bool = False) -> tuple[Sort, str] | None:
    """Tell the sort of an item and by what; ``None`` where nothing read says.

    ``is_child``: another item names it as its subsidiary, which only organisations are.
    """
    return next(_evidence(item, is_child), None)


def _evidence(item: Item, is_child: bool) -> Iterator[tuple[Sort, str]]:
    for qid in item.values(items.INSTANCE_OF):
        if qid in _CLASSES:
            yield _CLASSES[qid], f"instance of {qid}"
    for label in item.classes:
        if found := sort_in_words(label):
            yield found, f'instance of "{label}"'
    for name, sort in _TELLING.items():
        if item.statements.get(name):
            yield sort, f"has {name}"
    if is_child:
        yield "organization", f"is {items.SUBSIDIARY} of another"
    for text in (item.description(), *_brackets(item)):
        if found := sort_in_words(text):
            yield found, f'"{text}"'
    label = item.label()
    if len(label.split()) > 2 and sort_in_words(label) == "organization":
        yield "organization", f'called "{label}"'


def _brackets(item: Item) -> Iterator[str]:
    """Give what names add in brackets to tell things apart: "Claude (language model)"."""
    for name, _, _ in item.names():
        if found := _IN_BRACKETS.search(name):
            yield found[1]


def sort_in_words(text: str) -> Sort | None:
    """Read the head noun of a description or of a class; ``None`` where it says nothing."""
    head = head_of(text).lower().split()
    return _NOUNS.get(head[-1].strip(".'\"")) if head else None


def head_of(description: str) -> str:
    """Give a description up to its head noun: "company in France" is "company "."""
    return _AFTER_HEAD.split(description, maxsplit=1)[0]
