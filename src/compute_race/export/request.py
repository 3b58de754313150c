"""What is asked of an export, and what its writer gets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from compute_race.basics.problems import UsageError
from compute_race.dataset.store import Store
from compute_race.export.formats import Format
from compute_race.export.network import with_metrics
from compute_race.export.projection import Projection, View
from compute_race.export.reading import Asked, project
from compute_race.export.selection import around, of_kinds


@dataclass(frozen=True)
class Request:
    """A view of the graph as of a day, limited to some kinds or to what lies around a node.

    ``kinds`` empty means all. ``hops`` are steps from ``around`` (an id). ``metrics`` are
    columns that are counted in what is left.
    """

    as_of: dt.date
    view: View = "entities"
    measure: str | None = None
    currency: str = "EUR"
    lang: str = "en"
    kinds: tuple[str, ...] = ()
    around: str | None = None
    hops: int = 1
    metrics: tuple[str, ...] = ()

    @property
    def is_limited(self) -> bool:
        """Tell whether less than the whole graph is asked for."""
        return bool(self.kinds or self.around or self.measure or self.metrics)


def requested(store: Store, form: Format, request: Request) -> Projection | Store:
    """Give what the writer of a format takes; ``UsageError`` for what cannot be asked.

    Formats of RDF hold the whole graph: a part of it has no document behind each statement.
    """
    if form.takes == "store":
        if request.is_limited:
            raise UsageError(
                f"{form.name} holds the whole graph",
                "ask for a part of it: race query 'CONSTRUCT ...' --format turtle",
            )
        return store
    return projected(store, request, with_claims=form.claims)


def projected(store: Store, request: Request, *, with_claims: bool = True) -> Projection:
    """Read the projection that is asked for; ``UsageError`` for an unknown name."""
    if request.currency == "original":
        raise UsageError("an export has one currency for all values", "write --currency EUR")
    asked = Asked(
        request.as_of,
        request.view,
        request.measure,
        request.currency,
        request.lang,
        with_claims,
    )
    found = project(store, asked)
    if request.around is not None:
        found = around(found, request.around, request.hops)
    if request.kinds:
        found = of_kinds(found, request.kinds)
    return with_metrics(found, request.metrics) if request.metrics else found
