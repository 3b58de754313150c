"""The project as a library: open a graph, ask it, take the answer elsewhere."""

from __future__ import annotations

import datetime as dt
import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from compute_race.answering.asking import answer, find_question
from compute_race.answering.binding import Parameter
from compute_race.answering.lookup import find_entity
from compute_race.answering.options import By, CompareOptions
from compute_race.answering.ranking import Ranking, compare
from compute_race.answering.ranking_table import plain_table
from compute_race.answering.stories import ConflictStory, Story
from compute_race.answering.table import Table, table_of
from compute_race.answering.why import Explainer
from compute_race.basics.dates import parse_day
from compute_race.basics.files import write_file
from compute_race.basics.paths import data_folder, default_store
from compute_race.dataset.store import Solutions, Store, open_store
from compute_race.export.formats import exported

if TYPE_CHECKING:
    import networkx
    import pyoxigraph
    import rdflib

_VIEWS: Final = {"entities": "compute_race.export.entities_view:entities_graph"}


class Graph:
    """An open graph. Get one with :func:`open`."""

    def __init__(self, store: Store) -> None:
        """Keep the store."""
        self._store = store

    def query(self, sparql: str) -> Table | bool | list[pyoxigraph.Triple]:
        """Answer a SPARQL 1.1 query over the union of all graphs.

        SELECT gives a table, ASK a truth value, CONSTRUCT and DESCRIBE a
        sorted list of triples. ``UsageError`` where the query is malformed.
        """
        found = self._store.query(sparql)
        if isinstance(found, Solutions):
            return table_of(found)
        return found if isinstance(found, bool) else sorted(set(found), key=str)

    def ask(self, name: str, /, **params: Parameter) -> Table:
        """Answer a stored question (``race ask --list``) with some of its parameters set."""
        question = find_question(data_folder("queries") / "compare", name)
        return answer(self._store, question, params)

    def ranking(
        self, as_of: str | dt.date | None = None, lang: str = "en", **options: Any
    ) -> Ranking:
        """Rank as ``race compare`` does, with the names of its options.

        ``as_of`` is a day, today if none is given; several slugs or names are given as a tuple
        (``among=("amazon", "alibaba-group")``). ``UsageError`` for an unknown one.
        """
        chosen = CompareOptions(as_of=_day(as_of), **options)
        return compare(self._store, chosen, lang)

    def compare(
        self, as_of: str | dt.date | None = None, lang: str = "en", **options: Any
    ) -> Table:
        """Rank as ``race compare`` does, as a table of exact values."""
        return plain_table(self.ranking(as_of, lang, **options))

    def why(
        self,
        name: str,
        as_of: str | dt.date | None = None,
        lang: str = "en",
        by: By | None = None,
        **options: Any,
    ) -> list[Story]:
        """Tell what stands behind a row, conflict, claim or thing: rates, rule, sources.

        ``options`` are those of ``ranking``: which sum is meant where the name is a bloc's or
        a group's; ``by`` asks for the row of one way to add up, ``"announcement"`` for no sum.
        """
        chosen = CompareOptions(as_of=_day(as_of), **options)
        day = chosen.as_of.isoformat() if as_of is not None else None
        return Explainer(self._store, lang=lang).why(name, day, chosen, by)

    def conflicts(self, about: str | None = None, lang: str = "en") -> list[ConflictStory]:
        """Tell the claims that disagree, all of them or those about one thing (a slug)."""
        thing = find_entity(self._store, about) if about is not None else None
        return Explainer(self._store, lang=lang).conflicts(thing)

    def networkx(self, view: str = "entities") -> networkx.MultiDiGraph[str]:
        """Give the graph of entities and their relations as a ``networkx.MultiDiGraph``."""
        if view not in _VIEWS:
            raise ValueError(f"there is no view {view}; the views are {', '.join(_VIEWS)}")
        module, _, function = _VIEWS[view].partition(":")
        graph: networkx.MultiDiGraph[str] = getattr(importlib.import_module(module), function)(
            self._store
        )
        return graph

    def rdflib(self) -> rdflib.Dataset:
        """Give a copy in memory as an ``rdflib.Dataset``, literals as they are written."""
        module = importlib.import_module("compute_race.export.rdflib_view")
        dataset: rdflib.Dataset = module.rdflib_dataset(self._store)
        return dataset

    def export(self, format: str, out: str | Path) -> Path:
        """Write the graph in the format of another tool, whole or not at all."""
        path = Path(out)
        write_file(path, exported(self._store, format))
        return path


def _day(given: str | dt.date | None) -> dt.date:
    day = parse_day(given) if isinstance(given, str) else given
    return day or dt.date.today()


def open(path_or_url: str | Path | None = None) -> Graph:
    """Open the graph of a folder or of a SPARQL 1.1 endpoint, by default the one ``race`` uses.

    ``StoreError`` where there is none.
    """
    location = path_or_url or os.environ.get("RACE_STORE") or default_store()
    return Graph(open_store(location))
