"""How well and how fast names are matched with items: for ``make bench``."""

from __future__ import annotations

import time

from compute_race.linking.gold import read_gold
from compute_race.linking.measure import measure, measured_table, read_noise
from compute_race.linking.searching import Searcher
from compute_race.wikidata.features import score
from compute_race.wikidata.wanted import Wanted
from support import ROOT

GOLD = ROOT / "tests" / "data" / "gold_links.tsv"
#: 15,538 firms of Wikidata beside the snapshot, to be mistaken for what is meant.
NOISE = ROOT.parent / "shared" / "data" / "wikidata" / "companies_2026-07.json"
HEADS = ("kind", "asked", "items", "right", "wrong", "review", "not it", "taken", "prec.", "recall")


def quality() -> None:
    """Print precision and recall by kind, for each half of the decisions and for both."""
    noise = read_noise(NOISE) if NOISE.is_file() else []
    searcher = Searcher(more=noise)
    gold = read_gold(GOLD)
    halves = {half: [one for one in gold if one.half == half] for half in ("tuned", "checked")}
    for name, decisions in (*halves.items(), ("both halves", gold)):
        table = measured_table(measure(decisions, searcher.decide))
        print(f"matching, {name}: {len(decisions)} decisions, {len(noise)} firms as noise")
        print("  " + "".join(f"{head:>13}" if not place else f"{head:>8}"
                             for place, head in enumerate(HEADS)))  # fmt: skip
        for row in table.rows:
            cells = ["" if cell is None else str(cell) for cell in row]
            print("  " + f"{cells[0]:>13}" + "".join(f"{cell:>8}" for cell in cells[1:]))


def speed() -> tuple[float, float, int]:
    """Give seconds for one question: with the index, and by comparing with every item."""
    noise = read_noise(NOISE) if NOISE.is_file() else []
    searcher = Searcher(more=noise)
    asked = [one.wanted for one in read_gold(GOLD)]
    searcher.decide(Wanted("warm up"))
    start = time.perf_counter()
    for wanted in asked:
        searcher.decide(wanted)
    ours = (time.perf_counter() - start) / len(asked)
    every = [*noise, *searcher.shipped]
    start = time.perf_counter()
    for item in every:
        score(asked[0], item, searcher.world)
    return ours, time.perf_counter() - start, len(every)
