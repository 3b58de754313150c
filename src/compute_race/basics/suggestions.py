"""What somebody who mistyped a name probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

#: How alike two names are that differ by a slip of the hand. Slugs share years, amounts and
#: hyphens, so that names of quite different things reach 0.6.
_ALIKE: Final = 0.72
#: Shorter pieces stand in too many names to mean one of them.
_TELLING: Final = 4
_TOLD: Final = 3


def did_you_mean(typed: str, known: Iterable[str], otherwise: str = "") -> str:
    """Give "did you mean a, b or c?" from the nearest known names, else ``otherwise``.

    Near is a name that is spelled almost alike, whatever the case, or of the
    same letters, one of which whole words were typed, and one that makes up
    most of what was typed.
    """
    found = {name: _likeness(typed.lower(), name.lower()) for name in sorted(set(known))}
    alike = (name for name in found if found[name])
    near = sorted(alike, key=lambda name: (-found[name], name))[:_TOLD]
    if not near:
        return otherwise
    head, last = near[:-1], near[-1]
    return f"did you mean {', '.join(head)} or {last}?" if head else f"did you mean {last}?"


def _likeness(typed: str, name: str) -> float:
    """Give how near a name is to what was typed, from 0 (not at all) to 1."""
    matcher = SequenceMatcher(None, name, typed)
    if matcher.quick_ratio() >= _ALIKE and (ratio := matcher.ratio()) >= _ALIKE:
        return ratio
    if sorted(typed) == sorted(name):
        # Two letters in the wrong order leave little of a short name alike.
        return _ALIKE
    short, long = sorted((typed, name), key=len)
    is_part = len(short) >= _TELLING and f"-{short}" in f"-{long}"
    if is_part and (short == typed or len(short) * 2 >= len(long)):
        return len(short) / len(long)
    return 0.0
