"""Texts made writable: what a format cannot hold is replaced, and counted."""

from __future__ import annotations

import re
from typing import Final

#: What stands for a character that cannot be written.
REPLACEMENT: Final = "\ufffd"
_LONE: Final = re.compile("[\ud800-\udfff]")
#: What XML 1.0 has no way to write (https://www.w3.org/TR/xml/#charsets).
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Texts:
    """Makes texts writable and remembers how many were changed."""

    def __init__(self, *, xml: bool = False, nul: bool = True) -> None:
        """Replace what UTF-8 cannot hold; with ``xml`` also what XML 1.0 cannot.

        Without ``nul`` NUL is replaced too: programs that are written in C end a text there.
        """
        self._keeps_nul = nul
        self._nuls = 0
        self._wrong = _NO_XML if xml else _LONE
        self._what = "XML" if xml else "UTF-8"
        self.changed = 0

    def clean(self, text: str) -> str:
        """Give a text with each character that cannot be written replaced."""
        if text.isprintable():
            return text
        if not self._keeps_nul and "\x00" in text:
            self._nuls += 1
            text = text.replace("\x00", REPLACEMENT)
        if self._wrong.search(text) is None:
            return text
        self.changed += 1
        return self._wrong.sub(REPLACEMENT, text)

    def notes(self) -> list[str]:
        """Say what was lost, if anything was."""
        lost = f"characters that {self._what} cannot hold: they became {REPLACEMENT}"
        nul = f"NUL, which ends a text for many readers: it became {REPLACEMENT}"
        return [
            *told(self.changed, f"1 text has {lost}", f"{{}} texts have {lost}"),
            *told(self._nuls, f"1 text has {nul}", f"{{}} texts have {nul}"),
        ]


def told(count: int, one: str, several: str) -> list[str]:
    """Give the note on so many changes: none, that on one, or that on several (``{}``)."""
    if not count:
        return []
    return [one if count == 1 else several.format(count)]
