"""Items read from an endpoint: names and redirects, then statements, then what these point to."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import WD
from compute_race.wikidata.items import Item, Statement, is_item_id
from compute_race.wikidata.rdf_form import Said, parts_of, statements
from compute_race.wikidata.sparql_endpoint import Endpoint, Row, Term
from compute_race.wikidata.sparql_text import (
    PROP,
    PROPERTIES,
    about_query,
    nodes_query,
    statements_query,
)

#: Items, and nodes, asked for at once: a query of that length every engine takes.
_ITEMS, _NODES = 50, 200
_REVISION: Final = re.compile(r"[0-9]{1,18}")


@dataclass
class _About:
    """What is said of an item beside its statements; ``into`` is what it was merged into."""

    labels: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    descriptions: dict[str, str] = field(default_factory=dict)
    sitelinks: dict[str, str] = field(default_factory=dict)
    revision: int | None = None
    into: str = ""

    def hear(self, what: str, term: Term) -> None:
        """Take one row of ``about_query``; of two labels in one language the first counts."""
        if what == "merged":
            self.into = item_id(term)
        elif isinstance(term, ox.Literal):
            lang = term.language or ""
            if what == "label":
                self.labels[lang] = min(term.value, self.labels.get(lang, term.value))
            elif what == "alias":
                self.aliases[lang].add(term.value)
            elif what == "description":
                self.descriptions[lang] = min(term.value, self.descriptions.get(lang, term.value))
            elif what.startswith("revision"):
                if _REVISION.fullmatch(term.value):
                    self.revision = int(term.value)
            else:
                self.sitelinks[what] = term.value


def item_id(term: Term) -> str:
    """Give the id of the item that a term names; empty where it names none."""
    text = term.value.removeprefix(WD) if isinstance(term, ox.NamedNode) else ""
    return text if is_item_id(text) else ""


def by_number(qid: str) -> int:
    """Order ids by their number: the lower one was there first."""
    return int(qid[1:])


def read_items(endpoint: Endpoint, qids: Iterable[str]) -> dict[str, Item]:
    """Read items by the ids asked for, merged ones followed; unknown ones are left out."""
    asked = list(dict.fromkeys(qids))
    found: dict[str, Item] = {}
    for at in range(0, len(asked), _ITEMS):
        found |= _batch(endpoint, asked[at : at + _ITEMS])
    return found


def _batch(endpoint: Endpoint, asked: Sequence[str]) -> dict[str, Item]:
    about, day = _about(endpoint, asked)
    into = {qid: about[qid].into for qid in asked if qid in about and about[qid].into}
    targets = sorted({target for target in into.values() if target not in asked}, key=by_number)
    if targets:
        about |= _about(endpoint, targets)[0]
    wanted = [qid for qid in (*asked, *targets) if qid not in into]
    claims = _claims(endpoint, wanted) if wanted else {}
    old = defaultdict(list)
    for qid, target in into.items():
        old[target].append(qid)
    read = f"{endpoint.host} {day}"
    items = {
        qid: _item(qid, about.get(qid, _About()), claims.get(qid, {}), old[qid], read)
        for qid in wanted
        if (qid in about and not about[qid].into) or qid in claims
    }
    given = {qid: items.get(into.get(qid, qid)) for qid in asked}
    return {qid: item for qid, item in given.items() if item is not None}


def _item(
    qid: str,
    about: _About,
    claims: Mapping[str, tuple[Statement, ...]],
    old: Iterable[str],
    read: str,
) -> Item:
    return Item(
        qid=qid,
        labels=dict(sorted(about.labels.items())),
        aliases={lang: tuple(sorted(names)) for lang, names in sorted(about.aliases.items())},
        descriptions=dict(sorted(about.descriptions.items())),
        statements=claims,
        sitelinks=dict(sorted(about.sitelinks.items())),
        complete=frozenset(PROPERTIES),
        redirects=tuple(old),
        revision=about.revision,
        read=(read,),
    )


def _about(endpoint: Endpoint, qids: Sequence[str]) -> tuple[dict[str, _About], dt.date]:
    answer = endpoint.select(about_query(qids))
    found: dict[str, _About] = defaultdict(_About)
    for row in answer.value:
        if {"item", "what", "value"} <= row.keys():
            found[item_id(row["item"])].hear(row["what"].value, row["value"])
    return dict(found), answer.day


def _claims(endpoint: Endpoint, qids: Sequence[str]) -> dict[str, dict[str, tuple[Statement, ...]]]:
    """Read the statements of items by id and property, values and references included."""
    rows = endpoint.select(statements_query(qids)).value
    said = _said(rows)
    parts = _nodes(endpoint, parts_of(said.values()))
    # References state times too: what precision these have stands in nodes of their own.
    parts |= _nodes(endpoint, [iri for iri in parts_of(parts.values()) if iri not in parts])
    nodes: dict[str, dict[str, dict[str, Said]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        if {"item", "claim", "node"} <= row.keys():
            name, node = row["claim"].value.removeprefix(PROP), row["node"].value
            nodes[item_id(row["item"])][name][node] = said[node]
    return {
        qid: {
            name: tuple(read)
            for name in PROPERTIES
            if (read := statements(name, claims.get(name, {}), parts))
        }
        for qid, claims in nodes.items()
    }


def _nodes(endpoint: Endpoint, iris: Iterable[str]) -> dict[str, Said]:
    wanted = sorted(set(iris))
    found: dict[str, Said] = {}
    for at in range(0, len(wanted), _NODES):
        found |= _said(endpoint.select(nodes_query(wanted[at : at + _NODES])).value)
    return found


def _said(rows: Iterable[Row]) -> dict[str, Said]:
    """Give what rows ``?node ?p ?o`` say, by node and predicate."""
    found: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if {"node", "p", "o"} <= row.keys():
            found[row["node"].value][row["p"].value].append(row["o"])
    return {node: dict(said) for node, said in found.items()}
