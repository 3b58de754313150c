"""Matching measured: enough decisions, figures that hold, with and without noise."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from compute_race.basics.problems import ProblemsError, UsageError
from compute_race.linking.gold import read_gold
from compute_race.linking.measure import measure, measured_table, read_noise
from compute_race.linking.searching import Searcher
from support import ROOT

GOLD = ROOT / "tests" / "data" / "gold_links.tsv"
SHARED = ROOT.parent / "shared" / "data" / "wikidata"
NOISE = SHARED / "companies_2026-07.json"
OPEN_HALF = SHARED / "gold_links_open_half.tsv"
needs_shared = pytest.mark.skipif(not NOISE.is_file(), reason="the list of firms is not at hand")


def check(gold: Path, noise: Path | None) -> None:
    searcher = Searcher(more=read_noise(noise) if noise is not None else ())
    found = measure(read_gold(gold), searcher.decide).all
    assert found.right > 50
    assert found.precision is not None
    assert found.recall is not None
    assert found.precision >= 0.98, found
    assert found.recall >= 0.80, found


def test_there_are_enough_decisions_of_all_kinds() -> None:
    gold = read_gold(GOLD)
    assert len(gold) >= 160
    assert len({(one.wanted, one.item, one.rejected)[1:] for one in gold}) > 100
    halves = Counter(one.half for one in gold)
    assert min(halves["tuned"], halves["checked"]) >= 80
    assert sum(bool(one.rejected) for one in gold) >= 60
    assert sum(not one.item for one in gold) >= 10


def test_the_figures_hold_on_the_snapshot() -> None:
    check(GOLD, None)


@needs_shared
def test_the_figures_hold_among_firms_to_be_mistaken_for() -> None:
    check(GOLD, NOISE)


@needs_shared
def test_the_figures_hold_on_the_open_half_as_it_was_given() -> None:
    check(OPEN_HALF, NOISE)


def test_a_wrong_match_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text(
        "id\tname\tkind\tcountry\titem\trejected\n"
        "1\tGoogle\torganization\tUS\tQ1\tQ95\n"
        "2\tGoogle\torganization\tUS\tQ1\tQ2\n"
        "3\tNo Such Firm At All\torganization\tUS\t\t\n"
        "4\tGemini\tmodel\tUS\tQ123688361\t\n",
        encoding="utf-8",
    )
    found = measure(read_gold(path), Searcher().decide)
    figures = found.all
    assert (figures.questions, figures.with_item) == (3, 2)
    assert (figures.right, figures.wrong, figures.to_review, figures.nothing) == (0, 1, 1, 1)
    assert (figures.rejected, figures.mistaken) == (2, 1)
    assert (figures.precision, figures.recall) == (0, 0)
    assert [len(found.wrong), len(found.missed)] == [1, 1]
    assert measured_table(found).rows[-1][0] == "all"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1\tx\tfirm\tUS\tQ1", 'no kind "firm"'),
        ("1\tx\torganization\tUS\tGoogle", "no id of an item"),
        ("1\t\torganization\tUS\tQ1", "without a name"),
        ("1\tx", "cells where the header has"),
    ],
)
def test_a_bad_decision_is_told_by_line(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text(f"id\tname\tkind\tcountry\titem\n{row}\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        read_gold(path)
    (problem,) = caught.value.problems
    assert (problem.line, said in problem.message) == (2, True)


def test_files_of_another_form_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("a\tb\n", encoding="utf-8")
    with pytest.raises(UsageError, match="has no column name"):
        read_gold(path)
    with pytest.raises(UsageError, match="no list of firms"):
        read_noise(path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_noise(tmp_path / "none")


@pytest.mark.parametrize(
    "text",
    [
        "5",
        "null",
        "[" * 100_000,
        '{"entities": [{"qid": 5, "canonical": "a", "aliases": []}]}',
        '{"entities": [{"qid": "Q5", "canonical": "a", "aliases": "abc"}]}',
        '{"entities": [{"qid": "Q5", "canonical": 7, "aliases": []}]}',
        '{"entities": [{"qid": "Q5", "aliases": []}]}',
    ],
)
def test_firms_of_another_form_are_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="no list of firms"):
        read_noise(path)
