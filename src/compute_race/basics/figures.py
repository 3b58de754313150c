"""Numbers as they are printed: "30 milliards \u20ac", "$53 billion", "quatri\u00e8me".

Used to check that a claim's position really stands on its number. It reads
English, French and Chinese scale words and ordinals up to ten; it is a check,
not an extractor, so what it does not know it does not guess.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_SCALES: Final[dict[str, int]] = {
    "thousand": 3,
    "mille": 3,
    "million": 6,
    "millions": 6,
    "mn": 6,
    "billion": 9,
    "billions": 9,
    "bn": 9,
    "bln": 9,
    "milliard": 9,
    "milliards": 9,
    "mrd": 9,
    "mds": 9,
    "trillion": 12,
    "trillions": 12,
    "tn": 12,
    "\u4e07": 4,
    "\u4ebf": 8,
    "\u5104": 8,
}

_ORDINALS: Final[dict[str, int]] = {
    word: rank
    for rank, words in enumerate(
        (
            ("premier", "premi\u00e8re", "first"),
            ("deuxi\u00e8me", "second", "seconde"),
            ("troisi\u00e8me", "third"),
            ("quatri\u00e8me", "fourth"),
            ("cinqui\u00e8me", "fifth"),
            ("sixi\u00e8me", "sixth"),
            ("septi\u00e8me", "seventh"),
            ("huiti\u00e8me", "eighth"),
            ("neuvi\u00e8me", "ninth"),
            ("dixi\u00e8me", "tenth"),
        ),
        start=1,
    )
    for word in words
}

_FIGURE: Final = re.compile(
    r"(?P<number>(?P<whole>\d{1,3}(?P<mark>[ ,.])\d{3}(?:(?P=mark)\d{3})*)(?!\d)"
    r"(?:(?!(?P=mark))[.,](?P<rest>\d+))?|\d+(?:[.,]\d+)?)"
    r"(?:\s*(?P<scale>[A-Za-z]+|[\u4e07\u4ebf\u5104]))?"
)
_WORD: Final = re.compile(r"[^\W\d_]+")


def figures(text: str) -> list[Decimal]:
    """Read every number of a short text, scale words applied, in the order printed.

    A group of exactly three digits after a space, comma or point is a
    thousands group ("932 000", "1,101"), anything else after a comma or point
    a fraction ("4,3", "52.4"). One-letter words such as "a" are no scale.
    """
    found: list[tuple[int, Decimal]] = []
    for match in _FIGURE.finditer(text):
        scale = _SCALES.get((match["scale"] or "").lower(), 0)
        found.append((match.start(), _number(match).scaleb(scale)))
    for match in _WORD.finditer(text):
        rank = _ORDINALS.get(match[0].lower())
        if rank is not None:
            found.append((match.start(), Decimal(rank)))
    return [value for _, value in sorted(found)]


def _number(match: re.Match[str]) -> Decimal:
    if match["whole"] is None:
        return Decimal(match["number"].replace(",", "."))
    whole = match["whole"].replace(match["mark"], "")
    return Decimal(f"{whole}.{match['rest']}" if match["rest"] else whole)
