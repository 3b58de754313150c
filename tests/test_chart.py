"""The picture of a ranking: every row with its ends, the same bytes on every run."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest

from compute_race.answering.options import CompareOptions
from compute_race.answering.ranking import Ranking, compare
from compute_race.dataset.store import EmbeddedStore
from compute_race.export.chart import PALETTE, ranking_chart
from support import ROOT, day, row

CHILD = """
import hashlib, sys
from compute_race.cli.main import run
code = run(["compare", "--as-of", "2025-03-01", "--format", sys.argv[1], "--out", sys.argv[2],
            "--store", sys.argv[3]])
assert code == 0
"""


def asked(real: EmbeddedStore, lang: str = "en", **more: Any) -> Ranking:
    return compare(real, CompareOptions(as_of=day("2025-03-01"), **more), lang)


def made(*rows: Any) -> Ranking:
    options = CompareOptions(as_of=day("2025-03-01"), per="total")
    return Ranking(options, rows, (), (), "Planned investment")


def texts(svg: bytes) -> list[str]:
    return [
        "".join(node.itertext()).strip()
        for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314
    ]


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_bytes_twice(real: EmbeddedStore, form: str) -> None:
    ranking = asked(real)
    assert ranking_chart(ranking, form) == ranking_chart(ranking, form)


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_bytes_in_another_process(built: Path, tmp_path: Path, form: str) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, form, str(tmp_path / seed), str(built)],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": seed},
            stderr=subprocess.DEVNULL,
        )
        for seed in ("1", "99")
    ]
    assert [child.wait(timeout=60) for child in children] == [0, 0]
    one, other = (hashlib.sha256((tmp_path / s).read_bytes()).hexdigest() for s in ("1", "99"))
    assert one == other


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_row_is_named_with_its_figure(real: EmbeddedStore, lang: str) -> None:
    ranking = asked(real, lang)
    found = texts(ranking_chart(ranking, "svg"))
    for item in ranking.rows:
        assert item.entity_label in found
    flat = [text.replace("\u00a0", " ") for text in found]
    assert ("at least 16.7 bn EUR" if lang == "en" else "au moins 16,7 Md EUR") in flat
    assert ("57.3 to 62.1 bn EUR" if lang == "en" else "57,3 à 62,1 Md EUR") in flat


def test_every_bloc_is_named_with_its_sum(real: EmbeddedStore) -> None:
    ranking = asked(real, by="bloc")
    found = texts(ranking_chart(ranking, "svg"))
    assert {"United States", "European Union", "China"} <= set(found)
    assert "40\u00a0bn\u00a0EUR" in found


def test_the_palette_has_no_colour_twice() -> None:
    assert len(set(PALETTE)) == len(PALETTE) >= 3


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (row("a", 0),),
        (row("a", 1, None),),
        (row("a", None, 1),),
        (row("a$b$", 10**9, bloc=None, bloc_label=""),),
        (row("<&>", 10**9),),
        tuple(row(f"r{n}", n + 1, bloc=f"b{n}", bloc_label=f"B{n}") for n in range(30)),
    ],
)
@pytest.mark.parametrize("form", ["svg", "png"])
def test_odd_rankings_are_drawn_without_complaint(rows: tuple[Any, ...], form: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = ranking_chart(made(*rows), form)
    if form == "svg":
        ElementTree.fromstring(data)  # noqa: S314
        for item in rows:
            assert item.entity_label in texts(data)
    else:
        assert data.startswith(b"\x89PNG")


def test_measures_that_are_no_money_are_drawn(real: EmbeddedStore) -> None:
    found = texts(ranking_chart(asked(real, measure="social-followers"), "svg"))
    assert "932,000" in found


def test_nothing_is_loaded_from_elsewhere(real: EmbeddedStore) -> None:
    svg = ranking_chart(asked(real), "svg")
    for node in ElementTree.fromstring(svg).iter():  # noqa: S314
        assert not node.tag.endswith(("script", "image", "foreignObject"))
        for name, value in node.attrib.items():
            if name.endswith("href"):
                assert value.startswith("#")
    assert b"@import" not in svg


def test_drawing_leaves_the_settings_of_others_alone(real: EmbeddedStore) -> None:
    before = dict(mpl.rcParams)
    ranking_chart(asked(real))
    assert dict(mpl.rcParams) == before


def test_the_title_can_be_left_to_the_page(real: EmbeddedStore) -> None:
    ranking = asked(real)
    heading = "Planned investment a year, in bn EUR, as of 2025-03-01"
    assert heading in texts(ranking_chart(ranking))
    assert heading not in texts(ranking_chart(ranking, title=False))
