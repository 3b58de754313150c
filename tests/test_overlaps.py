"""Which announcements lie within others, are the same, or are judged apart."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest

from compute_race.answering.options import CompareOptions
from compute_race.answering.overlaps import Overlaps, Step, overlaps_of, read_overlaps
from compute_race.basics.namespaces import ENT, GRAPH, PREFIXES
from compute_race.dataset.store import EmbeddedStore, MemoryStore
from support import day


def known(*pairs: str) -> Overlaps:
    """Make relations of lines such as ``part part-of whole``."""
    triples = (line.split() for line in pairs)
    return overlaps_of((ENT + one, code, ENT + other) for one, code, other in triples)


def within(overlaps: Overlaps, one: str, *others: str) -> list[str]:
    return told(overlaps.within(ENT + one, {ENT + other for other in others}))


def same(overlaps: Overlaps, one: str, *others: str) -> list[str]:
    return told(overlaps.same(ENT + one, {ENT + other for other in others}))


def told(way: tuple[Step, ...]) -> list[str]:
    return [f"{step.code} {step.to.removeprefix(ENT)}" for step in way]


def test_what_nobody_judged_has_no_relation() -> None:
    nothing = Overlaps()
    assert within(nothing, "a", "b") == same(nothing, "a", "b") == []
    assert not nothing.are_apart(ENT + "a", ENT + "b")


@pytest.mark.parametrize("code", ["part-of", "included-figure", "superseded"])
def test_a_part_is_within_its_whole_and_not_the_other_way_round(code: str) -> None:
    overlaps = known(f"part {code} whole")
    assert within(overlaps, "part", "whole") == [f"{code} whole"]
    assert within(overlaps, "whole", "part") == []
    assert same(overlaps, "part", "whole") == []


def test_a_part_of_a_part_is_within_the_whole() -> None:
    overlaps = known("room part-of floor", "floor part-of house")
    assert within(overlaps, "room", "house") == ["part-of floor", "part-of house"]
    assert within(overlaps, "room", "floor", "house") == ["part-of floor"]


def test_what_says_the_same_is_within_neither_but_the_same_both_ways() -> None:
    overlaps = known("again restates first", "third restates again")
    assert within(overlaps, "again", "first") == []
    assert same(overlaps, "again", "first") == ["restates first"]
    assert same(overlaps, "first", "again") == ["restates again"]
    assert same(overlaps, "third", "first") == ["restates again", "restates first"]


def test_a_part_of_what_says_the_same_is_a_part_too() -> None:
    overlaps = known("part part-of again", "again restates first", "whole-again restates part")
    assert within(overlaps, "part", "first") == ["part-of again", "restates first"]
    assert within(overlaps, "whole-again", "first") == [
        "restates part",
        "part-of again",
        "restates first",
    ]
    assert same(overlaps, "part", "first") == []


def test_a_part_of_what_was_superseded_is_a_part_of_what_took_its_place() -> None:
    overlaps = known("part part-of old", "old superseded new")
    assert within(overlaps, "part", "new") == ["part-of old", "superseded new"]


def test_the_shortest_way_is_told_and_the_judged_one_before_the_documents() -> None:
    overlaps = known(
        "a part-of b", "b part-of c", "a included-figure c", "x included-figure y", "x part-of y"
    )
    assert within(overlaps, "a", "c") == ["included-figure c"]
    assert within(overlaps, "x", "y") == ["part-of y"]


def test_a_circle_ends() -> None:
    overlaps = known("a part-of b", "b part-of a")
    assert within(overlaps, "a", "b") == ["part-of b"]
    assert within(overlaps, "a", "a") == within(overlaps, "a", "z") == []


def test_apart_holds_both_ways() -> None:
    overlaps = known("a apart b")
    assert overlaps.are_apart(ENT + "a", ENT + "b")
    assert overlaps.are_apart(ENT + "b", ENT + "a")
    assert not overlaps.are_apart(ENT + "a", ENT + "c")


def test_members_are_kept_by_initiative() -> None:
    overlaps = known("acme member race-fund", "rival member race-fund")
    assert overlaps.members == {ENT + "race-fund": {ENT + "acme", ENT + "rival"}}


FACTS = """
GRAPH graph:judgements {
  ent:part race:partOf ent:whole .
  ent:again race:restates ent:whole .
  ent:acme race:doesNotOverlap ent:other .
  ent:oracle race:memberOf ent:fund .
  ent:new race:supersedes ent:whole .
}
GRAPH graph:dates {
  ent:new race:knownFrom "2025-07-01"^^xsd:date .
  src:one race:knownFrom "2025-02-01"^^xsd:date .
  src:two race:knownFrom "2025-08-01"^^xsd:date .
}
GRAPH graph:claims {
  src:one\\#c1 race:includesFigure src:one\\#c2 .
  src:one\\#c3 race:includesFigure src:one\\#c2 .
  src:one\\#c4 race:includesFigure src:one\\#c2 .
  src:two\\#c1 race:includesFigure src:one\\#c2 .
  src:one\\#c1 race:about ent:sum ; race:measure race:plannedInvestment .
  src:one\\#c2 race:about ent:slice ; race:measure race:plannedInvestment .
  src:one\\#c3 race:about ent:slice ; race:measure race:plannedInvestment .
  src:one\\#c4 race:about ent:site ; race:measure race:powerCapacity .
  src:two\\#c1 race:about ent:late ; race:measure race:plannedInvestment .
  src:one\\#c1 race:inDocument src:one . src:one\\#c2 race:inDocument src:one .
  src:one\\#c3 race:inDocument src:one . src:one\\#c4 race:inDocument src:one .
  src:two\\#c1 race:inDocument src:two .
}
"""


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    inner = ox.Store()
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    inner.update(f"{head} PREFIX graph: <{GRAPH}> INSERT DATA {{ {FACTS} }}")
    return MemoryStore(list(inner))


def read(store: MemoryStore, as_of: str, **more: Any) -> Overlaps:
    return read_overlaps(store, CompareOptions(as_of=day(as_of), **more))


def test_judgements_hold_for_every_day(store: MemoryStore) -> None:
    found = read(store, "2020-01-01")
    assert within(found, "part", "whole") == ["part-of whole"]
    assert same(found, "again", "whole") == ["restates whole"]
    assert found.are_apart(ENT + "other", ENT + "acme")
    assert found.members == {ENT + "fund": {ENT + "oracle"}}


def test_a_later_word_supersedes_from_its_day(store: MemoryStore) -> None:
    assert within(read(store, "2025-06-30"), "part", "new") == []
    assert within(read(store, "2025-07-01"), "part", "new") == ["part-of whole", "superseded new"]


def test_a_figure_holds_another_from_the_day_of_its_document(store: MemoryStore) -> None:
    assert within(read(store, "2025-01-31"), "slice", "sum", "late") == []
    assert within(read(store, "2025-02-01"), "slice", "sum", "late") == ["included-figure sum"]
    assert within(read(store, "2025-08-01"), "slice", "late") == ["included-figure late"]


def test_figures_of_other_measures_and_of_the_thing_itself_hold_nothing(store: MemoryStore) -> None:
    found = read(store, "2025-12-31")
    assert within(found, "slice", "site", "slice") == []
    assert within(read(store, "2025-12-31", measure="power-capacity"), "slice", "site") == []


def test_the_real_judgements_are_read(real: EmbeddedStore) -> None:
    found = read_overlaps(real, CompareOptions(as_of=day("2026-03-01")))
    assert within(found, "eu-gigafactories-20bn", "eu-investai-200bn") == [
        "part-of eu-investai-200bn"
    ]
    assert within(found, "data4-15bn", "france-109bn") == ["part-of france-109bn"]
    assert within(found, "apple-us-500bn", "apple-us-600bn") == ["superseded apple-us-600bn"]
    assert found.are_apart(ENT + "stargate-uae", ENT + "stargate-500bn")
    assert ENT + "oracle" in found.members[ENT + "stargate"]
