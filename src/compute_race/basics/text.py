"""The text of a document, in the one form that positions count over.

A claim gives character positions. They are only worth something if everybody
counts the same characters, so the text is normalised by a rule that never adds
or removes one: position *n* of the normalised text is position *n* of the file.
"""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

from compute_race.basics.problems import UsageError


def normalise(raw: str) -> str:
    """Map every kind of space and line end to one character each, and nothing else.

    Space separators (no-break, narrow, ideographic ...), tabs and carriage
    returns become U+0020; line and paragraph separators become a line feed.
    The result has exactly as many characters as ``raw``.
    """
    return "".join(map(_normal, raw))


def _normal(character: str) -> str:
    if character in "\t\r" or unicodedata.category(character) == "Zs":
        return " "
    if character in "\u2028\u2029\x85":
        return "\n"
    return character


def sha256(text: str) -> str:
    """Give the SHA-256 of a text's UTF-8 bytes as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_document(path: Path) -> str:
    """Read a document from disk and normalise it; ``UsageError`` where that cannot be done."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return normalise(stream.read())
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None


def sentence_around(text: str, start: int, end: int) -> str:
    """Give the sentence or heading of ``text`` that holds the characters ``start`` to ``end``.

    A sentence ends at a line feed, or at a full stop, question or exclamation
    mark before a space and a capital; a decimal point does not end one.
    """
    left = start
    while left > 0 and text[left - 1] != "\n" and not _is_end(text, left - 1):
        left -= 1
    right = end
    while right < len(text) and text[right] != "\n" and not _is_end(text, right):
        right += 1
    if right < len(text) and text[right] != "\n":
        right += 1
    return text[left:right].strip()


_OPENING = " \u00ab\u201c\"'("


def _is_end(text: str, index: int) -> bool:
    if text[index] in "\u3002\uff01\uff1f":
        return True
    if text[index] not in ".!?":
        return False
    after = text[index + 1 : index + 8].partition("\n")[0]
    if not after.strip():
        return True
    return after[0] == " " and after.lstrip(_OPENING)[:1].isupper()
