"""What follows but OWL 2 RL cannot say: CONSTRUCT rules, run until nothing is new.

The rules lie in ``queries/rules/*.rq`` and read asserted and inferred facts
together; what they yield is kept apart from both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from compute_race.basics.problems import RaceError

#: More rounds than any honest rule set needs; beyond, the rules feed on what they make.
MOST_ROUNDS = 20


def apply_rules(facts: Iterable[ox.Triple], rule_texts: Sequence[str]) -> tuple[ox.Triple, ...]:
    """Give what the rules add to the facts, sorted.

    ``rule_texts`` are SPARQL CONSTRUCT queries over one default graph. All
    rules of a round see the same facts, so their order does not matter; a rule
    may build on another's results, and a negation in a rule should ask only
    about what no rule makes. Raises `RaceError` for a text that is no
    CONSTRUCT, makes blank nodes, or does not come to an end.
    """
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in facts)
    known: set[ox.Triple] = {quad.triple for quad in store}
    added: set[ox.Triple] = set()
    for _ in range(MOST_ROUNDS):
        made = {triple for text in rule_texts for triple in _construct(store, text)} - known
        if not made:
            return tuple(sorted(added, key=str))
        added |= made
        known |= made
        store.extend(ox.Quad(*triple) for triple in made)
    raise RaceError(
        f"the rules still make new facts after {MOST_ROUNDS} rounds",
        "look for a rule that builds IRIs or literals from its own results",
    )


def _construct(store: ox.Store, text: str) -> list[ox.Triple]:
    name = next((line for line in text.splitlines() if line.strip()), "empty text")
    try:
        result = store.query(text)
    except SyntaxError as error:
        raise RaceError(f"rule is no SPARQL ({name}): {error}", "correct its text") from None
    if not isinstance(result, ox.QueryTriples):
        raise RaceError(f"rule is no CONSTRUCT ({name})", "write CONSTRUCT { } WHERE { }")
    made = list(result)
    if any(isinstance(term, ox.BlankNode) for triple in made for term in triple):
        raise RaceError(f"rule makes blank nodes ({name})", "give what it makes an IRI")
    return made
