"""The race for AI compute as a graph that answers: who plans what, by when, says who.

``compute_race.open()`` gives a :class:`~compute_race.library.Graph` over a
built store. Nothing heavy is imported before it is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

from compute_race.basics.version import VERSION as __version__

if TYPE_CHECKING:
    from compute_race.library import Graph as Graph
    from compute_race.library import open as open

__all__ = ["Graph", "__version__", "open"]


_LAZY: Final = ("Graph", "open")


def __getattr__(name: str) -> object:
    """Load the library when one of its names is first asked for (PEP 562)."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module("compute_race.library"), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
