"""Names made comparable: case, accents, punctuation and legal forms do not tell two things apart.

Legal forms in Latin letters are those of cleanco (https://github.com/psolin/cleanco); those
written in Chinese, Japanese and Korean stand here, because they are joined to the name without
a space. A name that is nothing but a legal form keeps it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from cleanco import basename, prepare_default_terms
from rapidfuzz import fuzz

#: Legal forms that are written before or after a name without a space; longest first.
_JOINED: Final = (
    "控股股份有限公司",
    "股份有限公司",
    "有限责任公司",
    "有限責任公司",
    "控股有限公司",
    "有限公司",
    "株式会社",
    "有限会社",
    "合同会社",
    "주식회사",
    "유한회사",
    "公司",
    "控股",
)
_KANA_MARKS: Final = "\u3099\u309a"
#: Last words of the legal forms, by which those few names are found that may end in one.
_LAST_WORDS: Final = frozenset(words[-1] for _, words in prepare_default_terms())
_FORM_MARKS: Final = re.compile(r"[.,-]")
#: A form of Ukraine for cleanco, and a country for everybody else.
_COUNTRIES: Final = ("uk",)
_NO_WORD: Final = re.compile(r"[\W_]+")
_ARTICLE: Final = re.compile(r"^(the|les?|la|die|der|das) (?=.)")
#: Words that name a whole group, and tell it from a part of the same name.
_GROUP: Final = frozenset(("group", "groupe", "gruppe", "holding", "holdings", "集团", "集團"))


@lru_cache(maxsize=2**17)
def key(name: str) -> str:
    """Give the form in which names are compared: ``Facebook, Inc.`` is ``facebook``.

    Empty only where the name has no letter and no digit.
    """
    plain = plain_key(name)
    stripped = _unjoined(name)
    # One form may follow another: "Acme Co., Ltd." and cleanco takes one at a time.
    while _may_end_in_form(stripped):
        shorter = basename(stripped)
        if shorter == stripped or not plain_key(shorter):
            break
        stripped = shorter
    return plain_key(stripped) or plain


def plain_key(name: str) -> str:
    """Give a name without case, accents and punctuation, legal forms kept."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    # The marks of Japanese kana tell letters apart, others only dress them.
    letters = "".join(c for c in folded if not unicodedata.combining(c) or c in _KANA_MARKS)
    # Hangul and kana are taken apart by the first step.
    words = _NO_WORD.sub(" ", unicodedata.normalize("NFC", letters.replace("&", " and ")))
    return _ARTICLE.sub("", words.strip())


def group_key(name: str) -> str:
    """Give the key without words for a group: ``Alibaba Group Holding Limited`` is ``alibaba``."""
    whole = key(name)
    for word in ("集团", "集團"):
        whole = whole.removesuffix(word).strip() or whole
    words = [word for word in whole.split() if word not in _GROUP]
    return " ".join(words) or whole


def likeness(one: str, other: str) -> float:
    """Give how alike two names are, 0 to 1: by their letters, and by their words in any order."""
    a, b = key(one), key(other)
    if not a or not b:
        return 0.0
    return max(fuzz.ratio(a, b), fuzz.token_sort_ratio(a, b)) / 100


def _unjoined(name: str) -> str:
    stripped = name.strip()
    for form in _JOINED:
        if stripped in _JOINED:
            break
        shorter = stripped.removeprefix(form).removesuffix(form).strip()
        if plain_key(shorter):
            stripped = shorter
    return stripped


def _may_end_in_form(name: str) -> bool:
    """Tell whether the last word is one of a legal form's, so that cleanco is worth its time."""
    first, _, last = name.rstrip(" .,").rpartition(" ")
    form = _FORM_MARKS.sub("", last.casefold())
    return bool(first) and form in _LAST_WORDS and form not in _COUNTRIES
