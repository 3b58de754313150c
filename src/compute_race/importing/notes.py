"""What data sets add in prose: their own words kept, the sentences of others left out.

Notes are data of the data set, under its licence. Many quote an article word for
word, which no licence of the data set covers; the figure and the address of the article say
where to read on. So a longer passage between quotation marks becomes an ellipsis. Names and
terms in quotation marks are no sentences and stay.

A quotation within one is part of it. One of several paragraphs opens each of them anew and is
closed once; one that is never closed goes to the end: rather too little is kept than a
sentence of an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

#: What is shorter, between quotation marks, is a name, a term or a figure.
LONGEST_QUOTATION: Final = 50

#: Doubled marks open one quotation, and close as many as they are.
_MARK: Final = re.compile('"+|[“”]')
#: A straight mark opens a quotation behind one of these, and closes one otherwise.
_BEFORE_AN_OPENING: Final = frozenset("([{<:=/*>-–—“‘'")
_AFTER_A_CLOSING: Final = frozenset(")]}.,;:!?")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+")


def own_words(text: str | None) -> str | None:
    """Leave out quoted sentences of a note; ``None`` where nothing else stands in it."""
    if text is None:
        return None
    kept, end = [], 0
    for first, last in _quotations(text):
        if last - first - 2 > LONGEST_QUOTATION:
            kept += [text[end:first], '"…"']
            end = last
    kept.append(text[end:])
    words = "".join(kept)
    return words.strip() if re.search(r"\w", words) else None


def web_addresses(*texts: str | None) -> tuple[str, ...]:
    """Give the web addresses that stand in some texts, in order, each once."""
    found = (_trimmed(match[0]) for text in texts for match in _ADDRESS.finditer(text or ""))
    return tuple(dict.fromkeys(found))


def _trimmed(address: str) -> str:
    """Take away what stands behind an address and is none of it: ``(see https://x.org/a)``."""
    address = address.rstrip(",;")
    unopened = address.endswith(")") and address.count(")") > address.count("(")
    return address[:-1].rstrip(",;") if unopened else address


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """Give where each quotation begins and ends, its marks included."""
    first, depth = 0, 0
    for match in _MARK.finditer(text):
        if _opens(text, match, within=depth > 0):
            if not depth:
                first = match.start()
            start = text[: match.start()].rstrip(" \t")
            again = match[0] == text[first : first + len(match[0])] and start.endswith("\n")
            depth = 1 if again else depth + 1
        elif depth:
            # A closing mark outside a quotation is none: 36" is a length.
            depth = max(0, depth - len(match[0]))
            if not depth:
                yield first, match.end()
    if depth:
        yield first, len(text)


def _opens(text: str, match: re.Match[str], *, within: bool) -> bool:
    """Tell whether a mark opens a quotation; ``within`` says whether one is open."""
    before, after = text[: match.start()][-1:], text[match.end() : match.end() + 1]
    if match[0] == "”":
        return False
    if within and (not after or after.isspace() or after in _AFTER_A_CLOSING):
        return False
    return match[0] == "“" or not before or before.isspace() or before in _BEFORE_AN_OPENING
