"""The outlets by name; each is imported when it is asked for."""

from __future__ import annotations

import importlib
from typing import Final

from compute_race.basics.problems import UsageError
from compute_race.dataset.store import Store

#: Format, and the function that gives a store's graph in it as bytes.
FORMATS: Final[dict[str, str]] = {"graphml": "compute_race.export.graphml:graphml"}


def exported(store: Store, name: str) -> bytes:
    """Give the graph of a store in a format; ``UsageError`` for an unknown one."""
    if name not in FORMATS:
        raise UsageError(f"there is no format {name}", f"use {', '.join(sorted(FORMATS))}")
    module, _, function = FORMATS[name].partition(":")
    data: bytes = getattr(importlib.import_module(module), function)(store)
    return data
