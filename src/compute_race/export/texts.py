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

    def __init__(self, *, xml: bool = False) -> None:
        """Replace what UTF-8 cannot hold; with ``xml`` also what XML 1.0 cannot."""
        self._wrong = _NO_XML if xml else _LONE
        self._what = "XML" if xml else "UTF-8"
        self.changed = 0

    def clean(self, text: str) -> str:
        """Give a text with each character that cannot be written replaced."""
        if self._wrong.search(text) is None:
            return text
        self.changed += 1
        return self._wrong.sub(REPLACEMENT, text)

    def notes(self) -> list[str]:
        """Say what was lost, if anything was."""
        if not self.changed:
            return []
        what = "1 text has" if self.changed == 1 else f"{self.changed} texts have"
        return [f"{what} characters that {self._what} cannot hold: they became {REPLACEMENT}"]
