"""The judgements on record: written at once, whole or not at all, never two things on one item."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from compute_race.basics.problems import ProblemsError, UsageError
from compute_race.linking import ledger as module
from compute_race.linking.entities import Entity
from compute_race.linking.ledger import Judgement, Ledger, nothing, open_ledger, reviewer_id

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


@pytest.mark.parametrize("text", ["Jane", "orcid:1", "ent:Jane Doe", ""])
def test_a_reviewer_has_an_id(text: str) -> None:
    with pytest.raises(UsageError, match="no id of a reviewer"):
        reviewer_id(text)
