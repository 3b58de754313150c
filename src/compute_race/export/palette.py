"""Colours that the colour-blind tell apart, by what a node is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

#: After Okabe and Ito (2008), the grey last.
COLOURS: Final = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#F0E442",
    "#7F7F7F",
)
#: The kinds that have a colour of their own; all others share the last one.
_KINDS: Final = (
    "organization",
    "announcement",
    "initiative",
    "claim",
    "model",
    "place",
    "document",
)
_OTHER: Final = COLOURS[-1]


def colour_of(kind: str | None) -> str:
    """Give the colour of a kind of node, as ``#RRGGBB``."""
    return COLOURS[_KINDS.index(kind)] if kind in _KINDS else _OTHER


def legend(kinds: Iterable[str]) -> Mapping[str, str]:
    """Give the colour of each kind that occurs, in the order of the palette, others last."""
    present = set(kinds)
    known = [kind for kind in _KINDS if kind in present]
    return {kind: colour_of(kind) for kind in (*known, *sorted(present - set(_KINDS)))}


def rgb(colour: str) -> tuple[int, int, int]:
    """Split ``#RRGGBB`` into its three parts from 0 to 255."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue
