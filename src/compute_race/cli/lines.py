"""Lines of a story: a word at the left, what it says beside it, 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Final

WIDTH: Final = 80
#: Keeps a figure and its unit in one line until the story is finished.
TIE: Final = "\u00a0"
_LABEL: Final = 14

_FRENCH: Final = {
    "stated": "\u00e9nonc\u00e9",
    "rate": "taux",
    "converted": "converti",
    "per year": "par an",
    "period": "p\u00e9riode",
    "rule": "r\u00e8gle",
    "said by": "dit par",
    "set aside": "\u00e9cart\u00e9",
    "conflict": "contradiction",
    "valid": "valable",
    "known": "connu",
    "source": "source",
    "place": "endroit",
    "sentence": "phrase",
    "gap": "\u00e9cart",
    "counted": "compt\u00e9",
    "sum": "somme",
    "at most": "au plus",
    "left out": "\u00e9cart\u00e9",
    "with these": "avec ceux-ci",
    "not added": "non compt\u00e9",
}


def label(name: str, lang: str) -> str:
    """Give the word at the left of a line; ``KeyError`` for an unknown one in French."""
    return _FRENCH[name] if lang == "fr" else name


def line(name: str, text: str, lang: str) -> Iterator[str]:
    """Write a word and what it says, folded beside it."""
    yield from wrap(
        text,
        WIDTH,
        initial_indent=f"  {label(name, lang):<{_LABEL}}",
        subsequent_indent=" " * (_LABEL + 2),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [f"  {label(name, lang)}"]


def indented(text: str, *, deep: bool = False) -> Iterator[str]:
    """Write a text below what a line says."""
    indent = " " * (_LABEL + (4 if deep else 2))
    yield from wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def folded(text: str, indent: int = 2) -> Iterator[str]:
    """Write a text folded below a heading, further lines deeper."""
    yield from wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def colon(lang: str) -> str:
    """Give a colon as the language sets it."""
    return f"{TIE}:" if lang == "fr" else ":"
