"""Numbers that Turtle reads otherwise than a person does: 47,000 is a list of two to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import XSD
from compute_race.basics.problems import Problem
from compute_race.sources.turtle import Term, TurtleFile

_NUMBERS: Final = frozenset({XSD + "integer", XSD + "decimal"})
_ZEROS: Final = re.compile(r"[+-]?0[0-9][0-9.]*")
_GROUPS: Final = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


def has_zeros(text: str, datatype: str) -> bool:
    """Tell whether a literal is a number with leading zeros."""
    return datatype in _NUMBERS and _ZEROS.fullmatch(text) is not None


def misread_numbers(file: TurtleFile) -> Iterator[Problem]:
    """Tell of numbers with leading zeros, or cut up by commas; once a list of objects.

    Rule ``number-form``; the whole file is walked for it.
    """
    lists: dict[int, list[tuple[int, str, Term]]] = defaultdict(list)
    for place, triple in zip(file.scan.places, file.triples, strict=True):
        number = triple.object
        if isinstance(number, ox.Literal) and number.datatype.value in _NUMBERS:
            lists[place.predicate].append((place.object, number.value, triple.subject))
    for numbers in lists.values():
        words = [word for _, word, _ in numbers]
        first = next((i for i, word in enumerate(words) if _ZEROS.fullmatch(word)), -1)
        whole = ",".join(words)
        # Groups written without spaces are one number; with a space they are a list.
        grouped = _GROUPS.fullmatch(whole) and not _ZEROS.fullmatch(words[0])
        if first < 0 and not (grouped and file.text.startswith(whole, numbers[0][0])):
            continue
        if grouped:
            bad = words[first] if first >= 0 else whole
            advice = f"write the number without commas: {whole.replace(',', '')}"
        elif len(words) > 1:
            bad, advice = words[first], "write one number, in full units and without commas"
        else:
            bad = words[first]
            sign = bad[0] if bad[0] in "+-" else ""
            mended = re.sub(r"^0+(?=[0-9])", "", bad.removeprefix(sign))
            advice = f"write the number without leading zeros: {sign}{mended}"
        offset, _, subject = numbers[max(first, 0)]
        yield Problem(
            file.shown,
            file.scan.line(offset),
            "number-form",
            f"{bad} is no number as this graph writes them",
            advice,
            getattr(subject, "value", ""),
        )
