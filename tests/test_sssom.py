"""Judgements as SSSOM: every row strictly read, written one way, the shipped table whole."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.dataset.sssom import (
    COLUMNS,
    EXACT,
    NOTHING_FOUND,
    MappingRow,
    read_table,
    replaced,
    table_text,
)
from compute_race.dataset.store import EmbeddedStore
from compute_race.linking.entities import read_entities
from compute_race.linking.ledger import open_ledger
from compute_race.wikidata.snapshot import SNAPSHOT, read_shipped
from support import ROOT

TABLE = ROOT / "graph" / "links" / "wikidata.sssom.tsv"
ROW = MappingRow("ent:acme", "skos:exactMatch", "wd:Q1", "semapv:ManualMappingCuration")
REQUIRED = "subject_id\tpredicate_id\tobject_id\tmapping_justification"


def read(folder: Path, *rows: str, header: str = REQUIRED) -> tuple[list[MappingRow], list[str]]:
    path = folder / "x.sssom.tsv"
    path.write_text("\n".join(["#a: b", header, *rows]) + "\n", encoding="utf-8")
    table, problems = read_table(path)
    return [row for _, row in table.rows], [f"{one.line} {one.rule}" for one in problems]


GOOD = "ent:acme\tskos:exactMatch\twd:Q1\tsemapv:ManualMappingCuration"


@pytest.mark.parametrize(
    ("more", "cell", "rule"),
    [
        ("predicate_modifier", "not", "links-modifier"),
        ("mapping_date", "2026-11", "links-date"),
        ("mapping_date", "yesterday", "links-date"),
        ("confidence", "1.5", "links-confidence"),
        ("confidence", "sure", "links-confidence"),
        ("reviewer_agreement", "-2", "links-confidence"),
        ("confidence", "NaN", "links-confidence"),
    ],
)
def test_a_value_of_a_wrong_form_is_told(tmp_path: Path, more: str, cell: str, rule: str) -> None:
    rows, problems = read(tmp_path, f"{GOOD}\t{cell}", header=f"{REQUIRED}\t{more}")
    assert (rows, problems) == ([], [f"3 {rule}"])


def test_a_justification_and_a_column_have_to_be_known(tmp_path: Path) -> None:
    _, problems = read(tmp_path, GOOD.replace("semapv:ManualMappingCuration", "because"))
    assert problems == ["3 links-justification"]
    _, problems = read(tmp_path, f"{GOOD}\tx", header=f"{REQUIRED}\tfoo")
    assert problems == ["2 links-header"]


def test_nothing_is_not_negated(tmp_path: Path) -> None:
    row = GOOD.replace("wd:Q1", NOTHING_FOUND) + "\tNot"
    _, problems = read(tmp_path, row, header=f"{REQUIRED}\tpredicate_modifier")
    assert problems == ["3 links-modifier"]


def test_quoted_cells_are_read_and_written(tmp_path: Path) -> None:
    row = replace(ROW, comment='he said "no"\tand left', object_label="a|b")
    path = tmp_path / "x.sssom.tsv"
    path.write_text(table_text(["#a: b"], [row]), encoding="utf-8")
    table, problems = read_table(path)
    assert problems == []
    assert table.head == ("#a: b",)
    assert [one for _, one in table.rows] == [row]


def test_rows_are_sorted_and_empty_columns_left_out() -> None:
    later, number = replace(ROW, object_id="wd:Q10"), replace(ROW, object_id="wd:Q9")
    text = table_text([], [later, number, ROW])
    assert text.splitlines()[0] == REQUIRED
    assert re.findall(r"wd:Q\d+", text) == ["wd:Q1", "wd:Q9", "wd:Q10"]


def test_a_judgement_replaces_what_it_settles() -> None:
    other = replace(ROW, object_id="wd:Q2")
    negative = replace(ROW, object_id="wd:Q3", predicate_modifier="Not")
    nothing = replace(ROW, object_id=NOTHING_FOUND)
    elsewhere = replace(ROW, subject_id="ent:zebra")
    assert replaced([other, negative, elsewhere], ROW) == [negative, elsewhere, ROW]
    assert replaced([ROW, negative], nothing) == [negative, nothing]
    rejected = replace(ROW, predicate_modifier="Not")
    assert replaced([ROW, other], rejected) == [other, rejected]


def test_what_a_row_says() -> None:
    assert ROW.is_link
    unsure = replace(ROW, reviewer_agreement="0.0")
    assert (unsure.is_unsure, unsure.is_link) == (True, False)
    nothing = replace(ROW, object_id=NOTHING_FOUND)
    assert (nothing.is_nothing, nothing.is_link) == (True, False)
    negative = replace(ROW, predicate_modifier="Not")
    assert (negative.is_negative, negative.is_link) == (True, False)


def test_the_shipped_table_is_written_in_its_one_form() -> None:
    table, problems = read_table(TABLE)
    assert problems == []
    text = TABLE.read_text(encoding="utf-8")
    assert table_text(table.head, [row for _, row in table.rows]) == text
    # A judgement stands on something that others can look at.
    assert [row.subject_id for _, row in table.rows if not row.comment] == []
    assert re.search(r"public file|localhost|(?<![\w/])/(home|root|Users)/", text) is None


def test_everything_hand_kept_is_settled(real: EmbeddedStore) -> None:
    ledger = open_ledger(TABLE)
    entities = read_entities(real)
    assert len(entities) > 900
    assert [one.name for one in entities if ledger.state(one) not in ("linked", "none")] == []


def test_every_linked_item_is_in_the_snapshot() -> None:
    shipped = read_shipped(TABLE.with_name(SNAPSHOT))
    ids = {row.object_id.removeprefix("wd:") for _, row in read_table(TABLE)[0].rows if row.is_link}
    assert {qid for qid in ids if shipped.item(qid) is None} == set()


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('"open', "unexpected end"),
        ('"a"b', "expected after"),
        ("x" * 200_000, "a line of 200,"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_by_its_line(
    tmp_path: Path, cell: str, said: str
) -> None:
    path = tmp_path / "x.sssom.tsv"
    path.write_text(f"{REQUIRED}\tcomment\n{GOOD}\t{cell}\n{GOOD}\tfine\n", encoding="utf-8")
    table, (problem,) = read_table(path)
    assert (problem.line, problem.rule, said in problem.message) == (2, "links-row", True)
    assert [line for line, _ in table.rows] == [3]


@pytest.mark.parametrize("sign", ["\u2028", "\u0085", "\x0c", "\x1e"])
def test_a_row_ends_at_a_line_feed_and_nowhere_else(tmp_path: Path, sign: str) -> None:
    row = f"{GOOD}\ta{sign}b"
    (found,), problems = read(tmp_path, row, header=f"{REQUIRED}\tcomment")
    assert (found.comment, problems) == (f"a{sign}b", [])


def test_a_column_stands_once(tmp_path: Path) -> None:
    header = f"{REQUIRED}\tcomment\tcomment"
    assert read(tmp_path, f"{GOOD}\ta\tb", header=header) == ([], ["2 links-header"])


def test_nothing_is_no_subject(tmp_path: Path) -> None:
    row = GOOD.replace("ent:acme", NOTHING_FOUND).replace("wd:Q1", NOTHING_FOUND)
    assert read(tmp_path, row) == ([], ["3 links-name"])


#: What a cell of a good row may hold, by its column; any text without a line break elsewhere.
_TEXT = st.text(st.characters(exclude_characters="\n\r\0", exclude_categories=["Cs"]), max_size=12)
_CELLS = {
    "subject_id": st.sampled_from(("ent:a", "ent:b", "race:Announcement", "unit:CCY_EUR")),
    "predicate_id": st.sampled_from(("skos:exactMatch", "skos:closeMatch", "skos:broadMatch")),
    "object_id": st.sampled_from(("wd:Q1", "wd:Q9", "wd:Q10", "wd:Q100", NOTHING_FOUND)),
    "mapping_justification": st.just("semapv:ManualMappingCuration"),
    "predicate_modifier": st.just(""),
    "mapping_date": st.sampled_from(("", "2026-11-27")),
    "confidence": st.sampled_from(("", "0", "0.75", "1")),
    "reviewer_agreement": st.sampled_from(("", "0", "-1", "1.0")),
}
ROWS = st.lists(
    st.builds(MappingRow, **{name: _CELLS.get(name, _TEXT) for name in COLUMNS}),
    max_size=6,
    unique_by=lambda row: (row.subject_id, row.object_id, row.predicate_id),
)


@given(ROWS, st.randoms())
def test_what_is_written_comes_back_and_the_order_given_is_no_matter(rows, random) -> None:  # type: ignore[no-untyped-def]
    text = table_text(["#a: b"], rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.sssom.tsv"
        path.write_text(text, encoding="utf-8", newline="\n")
        table, problems = read_table(path)
    assert problems == []
    back = [row for _, row in table.rows]
    assert sorted(map(str, back)) == sorted(map(str, rows))
    assert table_text(table.head, back) == text
    random.shuffle(back)
    assert table_text(table.head, back) == text


@given(ROWS)
def test_replacing_twice_is_replacing_once(rows: list[MappingRow]) -> None:
    kept: list[MappingRow] = []
    for row in rows:
        kept = replaced(kept, row)
        assert replaced(kept, row) == kept
    by_subject = Counter(row.subject_id for row in kept if row.is_link or row.is_nothing)
    assert max(by_subject.values(), default=1) == 1


def test_no_item_is_two_things_and_no_pair_is_judged_twice() -> None:
    rows = [row for _, row in read_table(TABLE)[0].rows]
    exact = Counter(row.object_id for row in rows if row.is_link and row.predicate_id == EXACT)
    assert [name for name, times in exact.items() if times > 1] == []
    pairs = Counter((row.subject_id, row.object_id) for row in rows)
    assert [pair for pair, times in pairs.items() if times > 1] == []


def test_every_judgement_says_who_when_and_why() -> None:
    rows = [row for _, row in read_table(TABLE)[0].rows]
    assert [row for row in rows if not (row.reviewer_id and row.mapping_date)] == []
    assert [row for row in rows if row.is_link and not row.comment] == []
    unsettled = [row for row in rows if (row.is_link or row.is_nothing) and not row.confidence]
    assert unsettled == []
