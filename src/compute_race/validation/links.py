"""Links to Wikidata by the shapes: one item a thing, one thing an item, and no item that is none.

The shapes see the links and what the snapshot knows of the items they lead to, as triples in
Wikidata's own form. Nothing is said of items that the snapshot does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import OWL, SKOS, WD
from compute_race.basics.problems import Problem
from compute_race.dataset.links import Link
from compute_race.validation.engine import Engine, Violation, to_problem, validate
from compute_race.validation.shapes import ShapesFile
from compute_race.wikidata.items import INSTANCE_OF
from compute_race.wikidata.snapshot import Snapshot
from compute_race.wikidata.sparql_text import PROP

#: Rules that only rows of ``skos:exactMatch`` can break.
_ON_EXACT: Final = ("links-exact-twice", "links-item-twice")
_EXACT: Final = ox.NamedNode(f"{SKOS}exactMatch")


def link_problems(
    links: Sequence[Link],
    snapshot: Snapshot,
    shapes: ShapesFile,
    engine: Engine = "native",
    lang: str = "en",
) -> list[Problem]:
    """Check links against the shapes; each problem stands at the row that is at fault."""
    triples = {link.triple for link in links}
    triples |= {triple for link in links for triple in _known(link.triple.object, snapshot)}
    data = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.N_TRIPLES) or b""
    return sorted(
        {
            to_problem(violation, shapes, place, lang=lang)
            for violation in validate(data, shapes, engine)
            for place in _places(violation, links, shapes.rule_of(violation.shape))
        }
    )


def _known(item: object, snapshot: Snapshot) -> Iterator[ox.Triple]:
    """Give what the snapshot knows of an item: its classes, and what it was merged into."""
    if not isinstance(item, ox.NamedNode) or not item.value.startswith(WD):
        return
    qid = item.value.removeprefix(WD)
    if merged := snapshot.redirects.get(qid):
        yield ox.Triple(item, ox.NamedNode(f"{OWL}sameAs"), ox.NamedNode(WD + merged))
    known = snapshot.item(qid)
    for value in known.values(INSTANCE_OF) if known is not None else ():
        yield ox.Triple(item, ox.NamedNode(f"{PROP}direct/{INSTANCE_OF}"), ox.NamedNode(WD + value))


def _places(violation: Violation, links: Iterable[Link], rule: str) -> Iterator[tuple[str, int]]:
    """Give the rows with the entity or item that a shape is about."""
    focus = ox.NamedNode(violation.focus)
    for link in links:
        if rule in _ON_EXACT and link.triple.predicate != _EXACT:
            continue
        if focus in (link.triple.subject, link.triple.object):
            yield link.file, link.line
