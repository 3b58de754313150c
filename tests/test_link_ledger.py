"""The judgements on record: written at once, whole or not at all, never two things on one item."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from compute_race.basics.problems import ProblemsError, UsageError
from compute_race.linking import ledger as module
from compute_race.linking.entities import Entity
from compute_race.linking.ledger import (
    Judgement,
    Ledger,
    nothing,
    open_ledger,
    reviewer_id,
    with_prefix,
)

DAY = dt.date(2026, 11, 27)
ACME = Entity("ent:acme", "https://x/acme", "organization", "Company", "Acme", None)
ZEBRA = Entity("ent:zebra", "https://x/zebra", "organization", "Company", "Zebra", None)
WHO = "orcid:0000-0002-1825-0097"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / "wikidata.sssom.tsv")


def keep(ledger: Ledger, entity: Entity, judgement: Judgement, who: str = WHO) -> None:
    ledger.record([(entity, judgement)], who, DAY)


def test_a_judgement_is_on_disk_at_once(ledger: Ledger) -> None:
    assert ledger.state(ACME) == "open"
    keep(ledger, ACME, Judgement("wd:Q1", "Acme", confidence="0.9", source="snapshot x"))
    again = open_ledger(ledger.path)
    assert again.state(ACME) == "linked"
    (row,) = again.rows
    assert (row.object_id, row.reviewer_id, row.mapping_date) == ("wd:Q1", WHO, "2026-11-27")
    assert row.object_source_version == "snapshot x"
    text = ledger.path.read_text(encoding="utf-8")
    assert text.count('#  orcid: "https://orcid.org/"') == 1
    keep(again, ZEBRA, nothing("none", "x"))
    assert again.path.read_text(encoding="utf-8").count("orcid.org/") == 1


def test_states(ledger: Ledger) -> None:
    keep(ledger, ACME, Judgement("wd:Q2", is_unsure=True))
    assert ledger.state(ACME) == "unsure"
    keep(ledger, ACME, Judgement("wd:Q2", is_negative=True))
    assert (ledger.state(ACME), ledger.rejected(ACME)) == ("open", {"Q2"})
    keep(ledger, ACME, nothing("looked", "x", is_likely=True))
    assert ledger.state(ACME) == "none"
    assert module.is_item_likely(ledger.of(ACME)[-1])
    keep(ledger, ACME, Judgement("wd:Q1"))
    assert (ledger.state(ACME), ledger.rejected(ACME)) == ("linked", {"Q2"})
    assert [row.object_id for row in ledger.of(ACME)] == ["wd:Q2", "wd:Q1"]


def test_one_item_is_one_thing(ledger: Ledger) -> None:
    keep(ledger, ACME, Judgement("wd:Q1"))
    before = ledger.path.read_bytes()
    with pytest.raises(UsageError, match="wd:Q1 is ent:acme already"):
        ledger.record([(ZEBRA, Judgement("wd:Q5")), (ZEBRA, Judgement("wd:Q1"))], WHO, DAY)
    assert ledger.path.read_bytes() == before
    assert ledger.state(ZEBRA) == "open"
    keep(ledger, ZEBRA, Judgement("wd:Q1", predicate="skos:broadMatch"))
    assert ledger.state(ZEBRA) == "linked"


def test_a_disk_that_is_full_loses_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(ledger, ACME, Judgement("wd:Q1"))
    before = ledger.path.read_bytes()

    def full(path: Path, data: bytes) -> None:
        raise UsageError(f"{path} cannot be written: no space left on device")

    monkeypatch.setattr(module, "write_file", full)
    with pytest.raises(UsageError, match="no space left"):
        keep(ledger, ZEBRA, Judgement("wd:Q2"))
    assert ledger.path.read_bytes() == before
    assert (ledger.state(ACME), ledger.state(ZEBRA)) == ("linked", "open")


def test_what_holds_of_a_class_holds_of_its_things(tmp_path: Path) -> None:
    path = tmp_path / "x.sssom.tsv"
    path.write_text(
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
        "race:Company\tskos:exactMatch\tsssom:NoTermFound\tsemapv:ManualMappingCuration\n",
        encoding="utf-8",
    )
    ledger = open_ledger(path)
    assert ledger.state(ACME) == "none"


def test_a_table_with_a_bad_row_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "x.sssom.tsv"
    path.write_text("subject_id\nfoo\n", encoding="utf-8")
    with pytest.raises(ProblemsError):
        open_ledger(path)


@pytest.mark.parametrize(
    "text", ["Jane", "orcid:1", "ent:Jane Doe", "", "orcid:٠٠٠٠-0002-1825-0097"]
)
def test_a_reviewer_has_an_id(text: str) -> None:
    with pytest.raises(UsageError, match="no id of a reviewer"):
        reviewer_id(text)


def test_an_orcid_with_a_slip_in_it_is_told() -> None:
    assert reviewer_id("orcid:0000-0002-1694-233X") == "orcid:0000-0002-1694-233X"
    with pytest.raises(UsageError, match="does not fit"):
        reviewer_id("orcid:0000-0002-1825-0098")


def test_what_another_reviewer_judged_meanwhile_stays(ledger: Ledger) -> None:
    other = open_ledger(ledger.path)
    keep(ledger, ACME, Judgement("wd:Q1", comment="mine"))
    keep(other, ZEBRA, Judgement("wd:Q2", comment="theirs"))
    assert [row.comment for row in open_ledger(ledger.path).rows] == ["mine", "theirs"]
    with pytest.raises(UsageError, match="wd:Q2 is ent:zebra already"):
        keep(ledger, ACME, Judgement("wd:Q2"))
    assert [row.object_id for row in open_ledger(ledger.path).of(ACME)] == ["wd:Q1"]


def test_a_table_broken_meanwhile_is_left_to_whoever_broke_it(ledger: Ledger) -> None:
    keep(ledger, ACME, Judgement("wd:Q1"))
    ledger.path.write_text("half of a", encoding="utf-8")
    with pytest.raises(ProblemsError):
        keep(ledger, ZEBRA, Judgement("wd:Q2"))
    assert ledger.path.read_text(encoding="utf-8") == "half of a"


def test_a_table_deleted_meanwhile_is_written_again(ledger: Ledger) -> None:
    keep(ledger, ACME, Judgement("wd:Q1"))
    ledger.path.unlink()
    keep(ledger, ZEBRA, Judgement("wd:Q2"))
    assert [row.object_id for row in open_ledger(ledger.path).rows] == ["wd:Q1", "wd:Q2"]


def test_several_judgements_are_kept_all_or_none(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="wd:Q1 is ent:acme already"):
        ledger.record([(ACME, Judgement("wd:Q1")), (ZEBRA, Judgement("wd:Q1"))], WHO, DAY)
    assert not ledger.path.exists()
    assert ledger.rows == []


def test_no_comment_or_label_can_break_the_table(ledger: Ledger) -> None:
    dirty = 'a\nb\r\tc\0d\x1b[1m "e\u2028f\ud800 ج\u200cج'
    keep(ledger, ACME, Judgement("wd:Q1", object_label=dirty, comment=dirty))
    (row,) = open_ledger(ledger.path).rows
    assert row.comment == row.object_label == 'a b c d [1m "e f ج\u200cج'


@pytest.mark.parametrize("line", ['#  orcid: "https://orcid.org/"', "#  orcid: https://orcid.org/"])
def test_a_prefix_that_is_declared_is_not_declared_again(line: str) -> None:
    head = ("#curie_map:", line)
    assert with_prefix(head, WHO) == head
    assert with_prefix(("#curie_map:",), WHO) == ("#curie_map:", '#  orcid: "https://orcid.org/"')
    assert with_prefix(("#curie_map:",), "ent:acme") == ("#curie_map:",)


def test_a_table_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        keep(open_ledger(tmp_path / "no" / "such.tsv"), ACME, Judgement("wd:Q1"))
    assert list(tmp_path.iterdir()) == []
