"""Projections to write: one with the nastiest labels, and one of any size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from compute_race.export.projection import (
    CLAIM_COLUMNS,
    EDGE_COLUMNS,
    NODE_COLUMNS,
    Column,
    Projection,
    Sheet,
    Value,
)

AS_OF = dt.date(2025, 3, 1)

#: Names that break exports: quotes, markup, control characters, formulas, keywords, scripts.
NASTY = (
    'double "quoted"',
    "single 'quoted'",
    "two\nlines",
    "carriage\r\nreturn",
    "tab\tstop",
    "<![CDATA[ x ]]>",
    "]]>",
    "<script>alert(1)</script>",
    "&amp; &lt; & <",
    "nul\x00byte",
    "bell\x07 and \x0b",
    "lone \ud800 surrogate",
    "not a character \uffff",
    "emoji \U0001f680\U0001f1ea\U0001f1fa",
    "end",
    "graph",
    "node",
    "subgraph",
    "=cmd()",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "|pipe|and;semi,comma",
    "back\\slash",
    "http://example.org/a:b#c",
    "\u0634\u0631\u0643\u0629 \u0639\u0644\u064a \u0628\u0627\u0628\u0627",
    "\u963f\u91cc\u5df4\u5df4\u96c6\u56e2",
    "combining e\u0301 \u200b\u200fmarks",
    "x" * 10_000,
    "twin",
    "twin",
    "  spaces  ",
    "",
)


def sheet(columns: tuple[Column, ...], rows: list[Mapping[str, Any]]) -> Sheet:
    """Make a sheet of rows by column name, sorted by id."""
    made: list[tuple[Value, ...]] = [
        tuple(row.get(column.name) for column in columns) for row in rows
    ]
    return Sheet(columns, sorted(made, key=lambda row: str(row[0])))


def node(name: str, label: str, **more: Any) -> dict[str, Any]:
    """Make a node with what every node has."""
    return {
        "id": name,
        "iri": f"https://w3id.org/compute-race/id/{name}",
        "label": label,
        "label_en": label,
        "kind": "organization",
        "document_count": 0,
        **more,
    }


def edge(source: str, relation: str, target: str, **more: Any) -> dict[str, Any]:
    """Make an edge with what every edge has."""
    return {
        "id": f"{source}|{relation}|{target}",
        "source": source,
        "target": target,
        "relation": relation,
        "label": relation,
        "basis": "stated",
        "document_count": 1,
        "documents": "a-document",
        **more,
    }


def projection(
    nodes: list[Mapping[str, Any]],
    edges: list[Mapping[str, Any]],
    claims: list[Mapping[str, Any]] | None = None,
) -> Projection:
    """Make a projection of rows by column name."""
    return Projection(
        view="entities",
        as_of=AS_OF,
        lang="en",
        measure="planned-investment",
        currency="EUR",
        nodes=sheet(NODE_COLUMNS, nodes),
        edges=sheet(EDGE_COLUMNS, edges),
        claims=sheet(CLAIM_COLUMNS, claims or []),
    )


def nasty() -> Projection:
    """Make a graph of the nastiest names, with a loop, parallel edges and absent values."""
    nodes = [
        node(
            f"n{place:02}",
            label,
            kind=("organization", "announcement", "place", "model")[place % 4],
            label_fr=label if place % 2 else None,
            label_zh="\u963f\u91cc" if place % 3 == 0 else None,
            low=16693244068.4 if place % 2 else None,
            high=float(place) * 1e9 if place % 3 else None,
            currency="EUR" if place % 2 else None,
            first_date=dt.date(2025, 2, 24) if place % 2 else None,
            last_date=dt.date(2028, 2, 23) if place % 4 else None,
            wikidata="Q1359568" if place % 5 == 0 else None,
            latitude=48.8566 if place % 4 == 2 else None,
            longitude=-2.3522 if place % 4 == 2 else None,
            group="n00" if place % 2 else None,
            bloc="n01|n02" if place % 3 else None,
            documents="a-document|b-document" if place % 2 else None,
            document_count=2 if place % 2 else 0,
        )
        for place, label in enumerate(NASTY)
    ]
    names = [str(one["id"]) for one in nodes]
    edges = [edge(a, "supplies", b) for a, b in pairwise(names)]
    edges += [
        edge("n00", "competesWith", "n00", label="to itself"),
        edge("n00", "customerOf", "n01", weight=1.5, low=1.5, currency="EUR"),
        edge("n00", "investsIn", "n01", weight=38e9, high=38e9, currency="EUR"),
        edge("n01", "supplies", "n00", label='a "label" | <b>', first_date=dt.date(2025, 1, 1)),
    ]
    claims = [
        {
            "id": f"a-document#c{place:02}",
            "about": names[place],
            "document": "a-document",
            "measure": "plannedInvestment",
            "modality": "planned",
            "stated_low": 380e9,
            "stated_unit": "CNY",
            "approximate": place % 2 == 0,
            "low": 16693244068.4,
            "currency": "EUR",
            "first_date": dt.date(2025, 2, 24),
            "locator": NASTY[place],
            "preferred": place == 0,
        }
        for place in range(4)
    ]
    return projection(nodes, edges, claims)


def large(nodes: int = 20_000, edges: int = 100_000) -> Projection:
    """Make a graph of some size, the same each time."""
    made = [
        node(
            f"node-{place:06}",
            f"Node number {place}",
            low=float(place) * 1e6 if place % 3 else None,
            currency="EUR",
            first_date=dt.date(2024, 1, 1) + dt.timedelta(days=place % 700),
        )
        for place in range(nodes)
    ]
    relations = ("supplies", "competesWith", "investsIn", "customerOf", "memberOf")
    joined = [
        edge(
            f"node-{place % nodes:06}",
            relations[place % 5],
            f"node-{(place * 7919 + place // nodes * 31 + 1) % nodes:06}",
            weight=float(place) if place % 2 else None,
        )
        for place in range(edges)
    ]
    return projection(made, list({one["id"]: one for one in joined}.values()))
