"""Which names and identifiers are asked for online, how written: few requests that find much.

The snapshot compares names by their likeness; a server finds what it is asked for to the letter
or by its beginning. So a name is also asked for without its legal form, and only in languages
that are written in its script.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from cleanco import basename

from compute_race.wikidata.items import CIK

#: Languages of the documents and of the companies in them. Servers fall back on ``mul``.
LANGUAGES: Final = ("en", "fr", "de", "zh", "ja", "ko")
#: The scripts of languages that are not written in Latin letters, by the first word of the
#: Unicode names of their letters.
_SCRIPTS: Final[Mapping[str, frozenset[str]]] = {
    "ar": frozenset(("ARABIC",)),
    "el": frozenset(("GREEK",)),
    "fa": frozenset(("ARABIC",)),
    "he": frozenset(("HEBREW",)),
    "hi": frozenset(("DEVANAGARI",)),
    "ja": frozenset(("CJK", "HIRAGANA", "KATAKANA")),
    "ko": frozenset(("HANGUL",)),
    "ru": frozenset(("CYRILLIC",)),
    "th": frozenset(("THAI",)),
    "uk": frozenset(("CYRILLIC",)),
    "zh": frozenset(("CJK",)),
}
_LATIN: Final = frozenset(("LATIN",))
#: A longer text is no name; the search of MediaWiki takes 300 bytes.
_LONGEST: Final = 250


def spellings(names: Iterable[str], most: int) -> tuple[str, ...]:
    """Give at most so many names, each followed by itself without its legal form."""
    found: dict[str, None] = {}
    for name in names:
        for written in (name, basename(name)):
            line = " ".join(written.split())
            if line and len(line.encode()) <= _LONGEST:
                found[line] = None
    return tuple(found)[:most]


def languages_for(name: str, languages: Sequence[str]) -> tuple[str, ...]:
    """Give those languages that a name may be written in; the first where none fits."""
    letters = {unicodedata.name(one, "").split(" ")[0] for one in name if one.isalpha()} or _LATIN
    fitting = [lang for lang in languages if letters & _SCRIPTS.get(lang.split("-")[0], _LATIN)]
    return tuple(fitting or languages[:1])


def identifier_forms(name: str, value: str) -> tuple[str, ...]:
    """Give the ways in which an identifier may be written; a CIK with its leading zeros and not."""
    value = value.strip()
    if not value:
        return ()
    if name == CIK and value.isdecimal():
        return tuple(dict.fromkeys((value.zfill(10), value.lstrip("0"))))
    return tuple(dict.fromkeys((value, value.upper())))
