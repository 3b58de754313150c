"""The cells of a row, each read as what its column holds, strictly.

Numbers are those of the publisher: a point for decimals, digits without groups, an exponent
where need be. Days are 2025-02-24, or, in the tables that say so, also 2/24/2025 as US
spreadsheets write them; the two cannot be mistaken for each other. ``1,5``, ``1.234,5`` and
``24.02.2025`` are refused: nobody can say what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal, NoReturn

from compute_race.basics.dates import PartialDate, parse_partial
from compute_race.basics.namespaces import XSD

_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SIZES: Final = re.compile(r"[0-9]{4,}(?:,[0-9]{4,})+")
_YMD: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_MDY: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
#: A name may hold a comma and a space ("Qilin Hesheng Co., Ltd."); the list itself has none.
_SEPARATOR: Final = re.compile(r",(?=\S)")
_TRUE: Final = frozenset({"true", "yes", "checked", "1"})
_FALSE: Final = frozenset({"false", "no", "unchecked", "0"})
#: No model or cluster needs more digits; a slip of the keyboard does.
_LONGEST_EXPONENT: Final = 60


class BadCellError(Exception):
    """A cell that cannot be read: its column, and what is wrong with what it holds."""

    def __init__(self, column: str, message: str) -> None:
        """Keep both."""
        super().__init__(f'"{column}" {message}')


class Row:
    """One row. ``number`` is the spreadsheet's, ``line`` where it begins in the file."""

    __slots__ = ("_cells", "_places", "line", "number")

    def __init__(
        self, number: int, line: int, cells: Sequence[str], places: Mapping[str, int]
    ) -> None:
        """Keep the cells; ``places`` gives the position of each column that is read."""
        self.number = number
        self.line = line
        self._cells = cells
        self._places = places

    def text(self, column: str) -> str | None:
        """Give the cell's text without spaces around it, ``None`` where it is empty.

        A column that is not needed and that the file lacks is empty in every row.
        """
        place = self._places[column]
        return self._cells[place].strip() or None if place >= 0 else None

    def needed(self, column: str) -> str:
        """Give the cell's text; ``BadCellError`` where it is empty."""
        found = self.text(column)
        if found is None:
            raise BadCellError(column, "is empty")
        return found

    def decimal(
        self, column: str, *, ignore: Sequence[str] = (), negative: bool = False
    ) -> Decimal | None:
        """Give a number, not below zero unless ``negative``; ``ignore`` lists words for none."""
        text = self.text(column)
        if text is None or text in ignore:
            return None
        if _NUMBER.fullmatch(text) is None:
            self._bad(column, text, "is no number such as 1.5 or 1e22")
        value = Decimal(text)
        if abs(value.adjusted()) > _LONGEST_EXPONENT:
            self._bad(column, text, "is beyond every number of its kind")
        if value < 0 and not negative:
            self._bad(column, text, "is below zero")
        return value

    def integer(self, column: str, *, ignore: Sequence[str] = ()) -> int | None:
        """Give a whole number, not below zero (``1000.0`` is one)."""
        value = self.decimal(column, ignore=ignore)
        if value is not None and value != value.to_integral_value():
            self._bad(column, str(value), "is no whole number")
        return None if value is None else int(value)

    def sizes(self, column: str) -> tuple[Decimal, ...]:
        """Give a number, or several whole ones between commas (``14180000,14180000``).

        Each of several has four digits or more: with fewer, a comma may also group
        thousands or stand for the decimal point, so ``1,5`` and ``12,500`` are refused.
        """
        if _SIZES.fullmatch(self.text(column) or "") is None:
            value = self.decimal(column)
            return () if value is None else (value,)
        return tuple(Decimal(part) for part in (self.text(column) or "").split(","))

    def date(self, column: str, order: Literal["ymd", "mdy"] = "ymd") -> PartialDate | None:
        """Give a date: ``2025``, ``2025-02`` or ``2025-02-24``; with ``mdy`` also ``2/24/2025``."""
        text = self.text(column)
        if text is None:
            return None
        us = _MDY.fullmatch(text) if order == "mdy" else None
        match = us or _YMD.fullmatch(text)
        if match is None:
            expected = "2025-02-24, 2025-02 or 2025" if order == "ymd" else "2/24/2025"
            self._bad(column, text, f"is no date such as {expected}")
        parts = [match[3], match[1], match[2]] if us else [*filter(None, match.groups())]
        lexical = "-".join(part.zfill(2) for part in parts)
        try:
            found = parse_partial(lexical, XSD + ("gYear", "gYearMonth", "date")[len(parts) - 1])
        except ValueError:
            self._bad(column, text, "does not exist in the calendar")
        if not 1900 <= found.earliest.year <= 2099:
            self._bad(column, text, "is in no year from 1900 to 2099")
        return found

    def names(self, column: str) -> tuple[str, ...]:
        """Give the names of a list, each once; they are separated by a comma without a space."""
        text = self.text(column)
        if text is None:
            return ()
        parts = (" ".join(part.split()) for part in _SEPARATOR.split(text))
        return tuple(dict.fromkeys(part.strip('"') for part in parts if part))

    def flag(self, column: str) -> bool | None:
        """Give true or false (``True``, ``Yes``, ``checked`` ...), ``None`` where it is empty."""
        text = self.text(column)
        if text is None:
            return None
        if text.casefold() not in _TRUE | _FALSE:
            self._bad(column, text, "is neither true nor false")
        return text.casefold() in _TRUE

    def one_of(self, column: str, known: Sequence[str]) -> str | None:
        """Give a word that must be one of ``known``."""
        text = self.text(column)
        if text is not None and text not in known:
            self._bad(column, text, f"is not one of {', '.join(known)}")
        return text

    def _bad(self, column: str, text: str, reason: str) -> NoReturn:
        short = " ".join(text.split())
        short = short if len(short) <= 40 else f"{short[:40]}..."
        raise BadCellError(column, f'holds "{short}", which {reason}')
