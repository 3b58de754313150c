"""The project as a library: open a graph, ask it, take the answer elsewhere."""

from __future__ import annotations

import datetime as dt
import importlib
import os
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compute_race.answering.asking import answer, find_question
from compute_race.answering.binding import Parameter
from compute_race.answering.lookup import find_entity
from compute_race.answering.options import By, CompareOptions
from compute_race.answering.ranking import Ranking, compare
from compute_race.answering.ranking_table import plain_table
from compute_race.answering.services import refuse_services
from compute_race.answering.stories import ConflictStory, Story
from compute_race.answering.table import Table, table_of
from compute_race.answering.why import Explainer
from compute_race.basics.dates import parse_day
from compute_race.basics.paths import data_folder, default_store
from compute_race.dataset.store import Solutions, Store, open_store
from compute_race.export.formats import find_format, write_export
from compute_race.export.projection import VIEWS, Projection, View

if TYPE_CHECKING:
    import networkx
    import pyoxigraph
    import rdflib


class Graph:
    """An open graph. Get one with :func:`open`."""

    def __init__(self, store: Store) -> None:
        """Keep the store."""
        self._store = store

    def query(self, sparql: str, *, online: bool = False) -> Table | bool | list[pyoxigraph.Triple]:
        """Answer a SPARQL 1.1 query over the union of all graphs.

        SELECT gives a table, ASK a truth value, CONSTRUCT and DESCRIBE a
        sorted list of triples. ``UsageError`` where the query is malformed,
        and where a SERVICE clause asks the network without ``online``.
        """
        if not online:
            refuse_services(sparql, "say online=True if it may")
        found = self._store.query(sparql)
        if isinstance(found, Solutions):
            return table_of(found)
        return found if isinstance(found, bool) else sorted(set(found), key=str)

    def ask(self, name: str, /, **params: Parameter) -> Table:
        """Answer a stored question (``race ask --list``) with some of its parameters set."""
        question = find_question(data_folder("queries") / "compare", name)
        return answer(self._store, question, params)

    def ask_online(
        self,
        name: str,
        params: Mapping[str, Parameter] | None = None,
        *,
        endpoint: str | None = None,
        user_agent: str | None = None,
        timeout: float | None = None,
    ) -> Table:
        """Answer a stored question that asks an endpoint on the network beside the graph.

        ``endpoint`` is asked in place of the one that the question names; ``user_agent`` says
        who asks, with an e-mail address, where the variable ``RACE_USER_AGENT`` does not;
        ``timeout`` is how many seconds to wait for each answer. ``StoreError`` where none comes.
        """
        question = find_question(data_folder("queries") / "compare", name)
        online: Any = importlib.import_module("compute_race.answering.federation")
        address = endpoint or online.service_of(question).address
        found: Table = online.answer_online(
            self._store, question, params or {}, online.asking(address, user_agent, timeout)
        ).table
        return found

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

    def networkx(
        self, view: View = "entities", as_of: str | dt.date | None = None, **options: Any
    ) -> networkx.MultiDiGraph[str]:
        """Give the graph as a ``networkx.MultiDiGraph``: nodes and edges by id, with attributes.

        ``view`` is ``entities``, or ``claims`` for claims and documents as nodes too; options
        are those of ``race export``: measure, currency, lang, kinds, around, hops, metrics.
        """
        module = importlib.import_module("compute_race.export.network")
        found: networkx.MultiDiGraph[str] = module.to_networkx(
            self.projection(view, as_of, **options)
        )
        return found

    def projection(
        self, view: View = "entities", as_of: str | dt.date | None = None, **options: Any
    ) -> Projection:
        """Give the tables of nodes, edges and claims that exports are made of."""
        if view not in VIEWS:
            raise ValueError(f"there is no view {view}; the views are {', '.join(VIEWS)}")
        module = importlib.import_module("compute_race.export.request")
        request = module.Request(as_of=_day(as_of), view=view, **options)
        found: Projection = module.projected(self._store, request)
        return found

    def rdflib(self) -> rdflib.Dataset:
        """Give a copy in memory as an ``rdflib.Dataset``, literals as they are written."""
        module = importlib.import_module("compute_race.export.rdflib_view")
        dataset: rdflib.Dataset = module.rdflib_dataset(self._store)
        return dataset

    def export(
        self,
        format: str,
        out: str | Path,
        view: View = "entities",
        as_of: str | dt.date | None = None,
        **options: Any,
    ) -> Path:
        """Write the graph in the format of another tool, whole or not at all.

        ``out`` is a folder for csv, neo4j, neptune and parquet; options are those of
        ``networkx``. What the format cannot hold is told as a warning.
        """
        module = importlib.import_module("compute_race.export.request")
        chosen, path = find_format(format), Path(out)
        request = module.Request(as_of=_day(as_of), view=view, **options)
        for note in write_export(chosen, module.requested(self._store, chosen, request), path):
            warnings.warn(note, stacklevel=2)
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
