"""What the verbs that read the graph share: the context, and the store it names."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from compute_race.basics.paths import checkout, default_store
from compute_race.basics.version import VERSION
from compute_race.cli.context import LANGUAGES, Context, Lang, pass_context, shared_options
from compute_race.cli.progress import phases
from compute_race.dataset.generations import current_generation, read_manifest
from compute_race.dataset.store import Store, open_store

__all__ = [
    "LANGUAGES",
    "Context",
    "Lang",
    "ensure_store",
    "open_store",
    "pass_context",
    "shared_options",
]


def ensure_store(context: Context) -> Store:
    """Open the store of this call; ``StoreError`` (exit 3) where there is none.

    The default store is built where it is missing, so that the first command
    after an installation answers; an installed program also replaces the
    build of an older version. A store named by --store is only opened.
    """
    if context.location == str(default_store()) and _is_stale(Path(context.location)):
        context.note("building the graph, once ...")
        # The build needs every floor; a verb that finds its store built does not pay for them.
        build: Any = importlib.import_module("compute_race.pipeline.build")
        with phases(quiet=context.quiet) as progress:
            build.build(Path(context.location), lang=context.lang, progress=progress)
    return open_store(context.location)


def _is_stale(folder: Path) -> bool:
    generation = current_generation(folder)
    if generation is None:
        return True
    return checkout() is None and read_manifest(generation).get("version") != VERSION
