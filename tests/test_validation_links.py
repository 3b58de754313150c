"""Links against the shapes: each rule shown at the row that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from compute_race.dataset.links import read_links
from compute_race.pipeline import checking
from compute_race.validation.links import link_problems
from compute_race.validation.shapes import ShapesFile
from compute_race.wikidata.items import Item, Statement
from compute_race.wikidata.snapshot import Snapshot
from support import ROOT, Called

HEADER = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
SNAPSHOT = Snapshot(
    "small",
    [
        Item("Q7", statements={"P31": (Statement("P31", "Q4167410"),)}),
        Item("Q8", redirects=("Q9",)),
    ],
)


def found(folder: Path, *rows: tuple[str, str, str]) -> list[tuple[int, str]]:
    path = folder / "wikidata.sssom.tsv"
    lines = ("\t".join((*row, "semapv:ManualMappingCuration")) for row in rows)
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    links, problems = read_links([path])
    assert problems == []
    shapes = ShapesFile.read(ROOT / "ontology" / "shapes.ttl")
    return [(one.line, one.rule) for one in link_problems(links, SNAPSHOT, shapes)]


def test_good_links_break_nothing(tmp_path: Path) -> None:
    rows = [("ent:a", "skos:exactMatch", "wd:Q1"), ("ent:b", "skos:broadMatch", "wd:Q1")]
    assert found(tmp_path, *rows, ("ent:a", "skos:closeMatch", "wd:Q8")) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [("ent:a", "skos:exactMatch", "wd:Q1"), ("ent:a", "skos:exactMatch", "wd:Q2")],
            [(2, "links-exact-twice"), (3, "links-exact-twice")],
        ),
        (
            [("ent:a", "skos:exactMatch", "wd:Q1"), ("ent:b", "skos:exactMatch", "wd:Q1")],
            [(2, "links-item-twice"), (3, "links-item-twice")],
        ),
        (
            [
                ("ent:a", "skos:exactMatch", "wd:Q1"),
                ("ent:a", "skos:closeMatch", "wd:Q3"),
                ("ent:a", "skos:exactMatch", "wd:Q2"),
                ("ent:b", "skos:broadMatch", "wd:Q1"),
            ],
            [(2, "links-exact-twice"), (4, "links-exact-twice")],
        ),
        (
            [
                ("ent:a", "skos:exactMatch", "wd:Q1"),
                ("ent:b", "skos:closeMatch", "wd:Q1"),
                ("ent:c", "skos:exactMatch", "wd:Q1"),
            ],
            [(2, "links-item-twice"), (4, "links-item-twice")],
        ),
        (
            [("ent:a", "skos:exactMatch", "wd:Q7"), ("ent:b", "skos:broadMatch", "wd:Q7")],
            [(2, "links-disambiguation"), (3, "links-disambiguation")],
        ),
        ([("ent:a", "skos:closeMatch", "wd:Q7")], [(2, "links-disambiguation")]),
        ([("ent:a", "skos:exactMatch", "wd:Q9")], [(2, "links-redirect")]),
    ],
)
def test_a_rule_is_shown_at_its_rows(
    tmp_path: Path, rows: list[tuple[str, str, str]], expected: list[tuple[int, str]]
) -> None:
    assert found(tmp_path, *rows) == expected


def test_race_check_tells_of_links(race: Callable[..., Called], tmp_path: Path) -> None:
    path = tmp_path / "more.sssom.tsv"
    row = "ent:google\tskos:exactMatch\twd:Q1\tsemapv:ManualMappingCuration\n"
    path.write_text(HEADER + row + row.replace("google", "no-such-thing"), encoding="utf-8")
    called = race("check", path)
    assert called.code == 1
    said = called.out + called.err
    assert ":2: violation: links-exact-twice" in said
    assert ":3: violation: links-entity: there is no entity no-such-thing" in said


def test_race_check_tells_of_a_page_of_meanings_and_of_a_merged_item(
    race: Callable[..., Called], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "read_shipped", lambda path: SNAPSHOT)
    path = tmp_path / "more.sssom.tsv"
    row = "ent:{}\tskos:closeMatch\twd:{}\tsemapv:ManualMappingCuration\n"
    path.write_text(HEADER + row.format("google", "Q7") + row.format("openai", "Q9"))
    called = race("check", path)
    assert called.code == 1
    said = called.out + called.err
    assert f"{path.as_posix()}:2: violation: links-disambiguation: wd:Q7" in said
    assert f"{path.as_posix()}:3: violation: links-redirect: wd:Q9" in said
    french = race("check", path, "--lang", "fr")
    assert "l'élément a été fusionné avec un autre" in french.out + french.err
