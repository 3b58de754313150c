"""The snapshot: two forms read, one written, and found in by identifier, name and likeness."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from compute_race.basics.problems import UsageError
from compute_race.wikidata import items as p
from compute_race.wikidata.items import Item, Snak, Statement
from compute_race.wikidata.snapshot import (
    SNAPSHOT,
    Snapshot,
    read_shipped,
    read_snapshot,
    snapshot_text,
)
from compute_race.wikidata.snapshot_source import SnapshotSource
from compute_race.wikidata.wanted import Wanted
from support import ROOT

LINKS = ROOT / "graph" / "links"
FULL = Item(
    "Q95",
    {"en": "Google"},
    {"en": ("Google LLC",)},
    {"en": "company"},
    {
        p.REVENUE: (
            Statement(
                p.REVENUE,
                "100",
                "preferred",
                "Q4917",
                qualifiers=(Snak(p.POINT_IN_TIME, "2024"),),
                references=((Snak("P854", "https://a.example"),),),
            ),
            Statement(p.REVENUE, "", "normal", snak="somevalue"),
        )
    },
    {"enwiki": "Google"},
    ("business",),
    frozenset({p.REVENUE}),
    ("Q9",),
    7,
    ("nsi 2026-09-18",),
)


def test_the_shipped_file_is_what_would_be_written() -> None:
    text = (LINKS / SNAPSHOT).read_text(encoding="utf-8")
    head, _, body = text.partition("\n")
    assert re.fullmatch(r"# version: \d{4}-\d{2}-\d{2}", head)
    assert snapshot_text(read_shipped(LINKS / SNAPSHOT)) == body


def test_the_shipped_snapshot_is_named_and_says_where_it_was_read() -> None:
    shipped = read_shipped(LINKS / SNAPSHOT)
    assert shipped.name == "snapshot 2026-11-27"
    assert len(shipped) > 1000
    with (LINKS / "wikidata.sources.tsv").open(encoding="utf-8") as file:
        sources = {row["id"] for row in csv.DictReader(file, delimiter="\t")}
    short = re.compile(r"([a-z]+) \d{4}-\d{2}-\d{2}")
    for item in shipped:
        assert item.read, item.qid
        for read in item.read:
            if found := short.fullmatch(read):
                assert found[1] in sources, item.qid


def test_a_full_item_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl"
    path.write_text(snapshot_text([FULL]), encoding="utf-8")
    (found,) = read_snapshot(path)
    assert found == FULL


def test_only_some_properties_are_written() -> None:
    assert json.loads(snapshot_text([FULL], ()))["id"] == "Q95"
    assert "claims" not in json.loads(snapshot_text([FULL], ()))


def test_wikidatas_own_form_is_read_as_dump_or_lines(tmp_path: Path) -> None:
    entity = {"type": "item", "id": "Q1", "labels": {"en": {"language": "en", "value": "One"}}}
    path = tmp_path / "dump.json"
    path.write_text(f"[\n{json.dumps(entity)},\n{json.dumps({**entity, 'id': 'Q2'})}\n]\n")
    assert [item.label() for item in read_snapshot(path)] == ["One", "One"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "no item"),
        ('{"id": "Q1", "foo": 1}', "unknown key foo"),
        ('{"id": "X1"}', "no id of an item"),
        ('{"labels": {}}', "no item"),
        ('{"id": "Q1", "claims": {"P1": [{"value": "x", "rank": "best"}]}}', "no rank"),
        ("[1, 2]", "no item"),
        ('{"id": "Q1", "claims": {"P17": "Q30"}}', "claims of P17 is no list"),
        ('{"id": "Q1", "labels": {"en": 5}}', "is no text"),
        ('{"id": "Q1", "redirects": "Q2"}', "redirects is no list"),
        ("null", "one item in braces"),
        ("[" * 100_000, "recursion"),
        ('{"labels": {}}', "is no id of an item"),
        ('{"id": "Q1", "aliases": {"en": [5]}}', "an alias is no text"),
        ('{"id": "Q1", "redirects": ["x"]}', "a redirect is no id"),
        ('{"id": "Q1", "claims": {"P1": [5]}}', "a claim of P1: 5 is no text"),
        ('{"id": "Q1", "claims": {"P1": [{"value": 5}]}}', "the value 5 of P1 is no text"),
        ('{"id": "Q1", "claims": {"P1": [{"value": "x", "foo": 1}]}}', "unknown key foo"),
        ('{"id": "Q1", "claims": {"P1": [{"value": "x", "snak": "y"}]}}', "no kind of value"),
        ('{"id": "Q1", "claims": {"P1": [{"value": "x", "qualifiers": ["ab"]}]}}', "is no list of"),
    ],
)
def test_a_line_that_is_no_item_is_told_by_its_number(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "items.jsonl"
    path.write_text(f'{{"id": "Q5"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=rf"items\.jsonl:2: .*{said}"):
        read_snapshot(path)


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_snapshot(tmp_path / "none")
    (tmp_path / "x").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="not UTF-8"):
        read_snapshot(tmp_path / "x")
    with pytest.raises(UsageError, match="not UTF-8"):
        read_shipped(tmp_path / "x")
    assert len(read_shipped(tmp_path / "none")) == 0


def test_an_id_that_was_merged_gives_what_it_was_merged_into() -> None:
    snapshot = Snapshot("x", [FULL])
    assert snapshot.item("Q9") == FULL
    assert snapshot.items(["Q9", "Q95", "Q8"]) == {"Q9": FULL, "Q95": FULL}


def statement(name: str, value: str) -> dict[str, tuple[Statement, ...]]:
    return {name: (Statement(name, value),)}


KNOWN = Snapshot(
    "small",
    [
        Item("Q1", {"en": "Nvidia"}, statements=statement(p.CIK, "0001045810")),
        Item("Q2", {"en": "Alibaba Group"}, statements=statement(p.WEBSITE, "https://a.example/")),
        Item("Q3", {"en": "Meta Platforms"}, {"zh": ("元平台",)}),
        Item("Q4", {"en": "China"}, statements=statement(p.ISO_COUNTRY, "CN")),
        Item("Q5", {"en": "Zebra"}, statements=statement(p.SUBSIDIARY, "Q1")),
    ],
)


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        (Wanted("x", identifiers={p.CIK: "1045810"}), "Q1"),
        (Wanted("x", website="http://www.a.example"), "Q2"),
        (Wanted("Alibaba"), "Q2"),
        (Wanted("元平台"), "Q3"),
        (Wanted("Meta"), "Q3"),
        (Wanted("Nvidea"), "Q1"),
        (Wanted("People's Republic of China", "country"), "Q4"),
    ],
)
def test_an_item_is_found(wanted: Wanted, first: str) -> None:
    assert SnapshotSource(KNOWN).find(wanted, 10)[0].qid == first


def test_no_more_than_asked_for_and_nothing_for_nothing() -> None:
    source = SnapshotSource(KNOWN)
    assert len(source.find(Wanted("Alibaba", other_names=("Nvidia", "China")), 2)) == 2
    assert list(source.find(Wanted("🤗"), 5)) == []
    assert source.world.countries == {"Q4": "CN"}
    assert source.world.children == {"Q1"}
