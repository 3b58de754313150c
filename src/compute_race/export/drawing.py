"""How matplotlib draws here: the same bytes on every run, text as text, no formulas."""

from __future__ import annotations

from typing import Any, BinaryIO, Final

from matplotlib.figure import Figure

#: Settings of every picture.
STYLE: Final[dict[str, Any]] = {
    "svg.hashsalt": "compute-race",
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": "sans-serif",
}
_DPI: Final = 150


def save(figure: Figure, out: BinaryIO, form: str) -> None:
    """Write a figure as ``svg`` or ``png``, without the day and the program's version."""
    metadata = {"Date": None} if form == "svg" else {"Software": None}
    figure.savefig(out, format=form, metadata=metadata, dpi=_DPI)
