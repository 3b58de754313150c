"""What the verbs that read the graph share: the context, and the store it names."""

from __future__ import annotations

from compute_race.cli.context import LANGUAGES, Context, Lang, pass_context, shared_options
from compute_race.dataset.store import EmbeddedStore, RemoteStore, open_store

__all__ = [
    "LANGUAGES",
    "Context",
    "Lang",
    "ensure_store",
    "open_store",
    "pass_context",
    "shared_options",
]


def ensure_store(context: Context) -> EmbeddedStore | RemoteStore:
    """Open the store of this call; ``StoreError`` (exit 3) where there is none.

    The one place through which verbs come to a store, so that a build on
    first use has one place to go.
    """
    return open_store(context.location)
