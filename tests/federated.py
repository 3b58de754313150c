"""What the questions that ask Wikidata are tested with: linked facts here, recorded items there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pyoxigraph as ox

from compute_race.answering.federation import Federated, answer_online, asking
from compute_race.answering.questions import Question, load_questions
from compute_race.basics.namespaces import ENT, GRAPH, SKOS, WD
from compute_race.dataset.store import MemoryStore, Store
from compute_race.wikidata.entity_json import read_entity
from compute_race.wikidata.items import (
    COUNTRY,
    EMPLOYEES,
    INSTANCE_OF,
    PARENT,
    SUBSIDIARY,
    WEBSITE,
    Item,
    Statement,
)
from compute_race.wikidata.snapshot import Snapshot, read_snapshot
from foundation import foundation_store
from support import ROOT
from wikidata_endpoint import WikidataEndpoint, wikidata_endpoint

QUESTIONS: dict[str, Question] = {
    question.name: question
    for question in load_questions(ROOT / "queries" / "compare")
    if question.service is not None
}
RECORDED = ROOT / "tests" / "recorded" / "wikidata" / "items.jsonl"
SHARED = ROOT.parent / "shared" / "data" / "wikidata"
AGENT = "compute-race tests test@example.org"

#: The links that the expected answers rest on, whatever else becomes linked in the graph.
LINKS = {
    "alibaba-cloud": "Q17062154",
    "alibaba-group": "Q1359568",
    "alphabet": "Q20800404",
    "amazon": "Q3884",
    "amazon-web-services": "Q456157",
    "google": "Q95",
    "meta-platforms": "Q380",
    "microsoft": "Q2283",
    "microsoft-azure": "Q725967",
    "nvidia": "Q182477",
    "sap": "Q552581",
}


def linked(quads: Iterator[ox.Quad], links: dict[str, str]) -> MemoryStore:
    """Give facts with these links to Wikidata and no other."""
    place = ox.NamedNode(GRAPH + "links/wikidata")
    match = ox.NamedNode(SKOS + "exactMatch")
    kept = [quad for quad in quads if not str(quad.graph_name).startswith(f"<{GRAPH}links/")]
    kept += [
        ox.Quad(ox.NamedNode(ENT + slug), match, ox.NamedNode(WD + qid), place)
        for slug, qid in links.items()
    ]
    return MemoryStore(kept)


@cache
def linked_foundation() -> MemoryStore:
    """Give the foundation with the links above, once in a process."""
    return linked(iter(foundation_store().quads()), LINKS)


@cache
def recorded_items() -> Snapshot:
    """Give the recorded items, once in a process."""
    return read_snapshot(RECORDED)


@contextmanager
def recorded_wikidata() -> Iterator[WikidataEndpoint]:
    """Serve the recorded items."""
    with wikidata_endpoint(recorded_items()) as endpoint:
        yield endpoint


def shared_items() -> list[Item]:
    """Give the items of the shared slice, those of which there is a whole entity as it is."""
    items = {}
    for line in (SHARED / "slice.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        items[row["qid"]] = Item(
            row["qid"],
            labels=row["labels"],
            aliases={lang: tuple(names) for lang, names in (row["aliases"] or {}).items()},
            descriptions={"en": row["description"]} if row["description"] else {},
            statements=dict(_said(row)),
        )
    for path in sorted((SHARED / "fixtures").glob("entity*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        for entity in data["entities"].values() if "entities" in data else [data]:
            items[entity["id"]] = read_entity(entity)
    return list(items.values())


def _said(row: dict[str, Any]) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    for name, key in (
        (INSTANCE_OF, "instance_of"),
        (COUNTRY, "country"),
        (WEBSITE, "website"),
        (PARENT, "parent"),
        (SUBSIDIARY, "subsidiaries"),
        (EMPLOYEES, "employees"),
    ):
        values = row.get(key) or []
        listed = values if isinstance(values, list) else [values]
        if listed:
            yield name, tuple(Statement(name, str(value)) for value in listed)


def ask_at(
    endpoint: WikidataEndpoint, store: Store, question: Question, **values: str
) -> Federated:
    """Ask a question of a store and of a local endpoint."""
    return answer_online(store, question, values, asking(endpoint.url, AGENT, 10))
