"""What somebody who mistyped a name probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(typed: str, known: Iterable[str], otherwise: str = "") -> str:
    """Give "did you mean a, b or c?" from the nearest known names, else ``otherwise``.

    A name that contains what was typed, or is contained in it, counts as near.
    """
    names = sorted(set(known))
    near = get_close_matches(typed, names, n=3, cutoff=0.6)
    if not near and len(typed) > 2:
        near = [name for name in names if typed in name or name in typed][:3]
    if not near:
        return otherwise
    head, last = near[:-1], near[-1]
    return f"did you mean {', '.join(head)} or {last}?" if head else f"did you mean {last}?"
