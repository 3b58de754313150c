"""Proposals: only what maps, is sure, cited and lacking; written so that it reads back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from compute_race.dataset.sssom import MappingRow
from compute_race.dataset.store import EmbeddedStore
from compute_race.linking.citing import Citation, Citations
from compute_race.linking.entities import Entity
from compute_race.linking.ledger import Ledger
from compute_race.linking.mapping import REFUSED_MEASURES, RELATIONS
from compute_race.linking.propose import Proposal, Proposer, Refusal
from compute_race.linking.quickstatements import as_csv, time, v1
from compute_race.linking.said import Revenue
from compute_race.wikidata import items as p
from compute_race.wikidata.items import Item, Rank, Snak, Statement
from support import Called

Race = Callable[..., Called]
CITED = Citation("src:a", "https://a.example/x", "A title", "en", "2025-02-24")
WHOLE = frozenset({"*"})
COMPANY = ("Company", "organization")
KINDS = {"ent:acme": COMPANY, "ent:mother": COMPANY, "ent:paris": ("Place", "place")}


class Cited(Citations):
    """Documents that may be cited, all but ``src:blog``."""

    def __init__(self) -> None:
        """Read nothing."""

    def best(self, documents: object, kinds: object = ()) -> Citation | None:
        """Give the one citation there is."""
        return CITED if "src:a" in tuple(documents) else None  # type: ignore[arg-type]


def proposer(known: Mapping[str, Item], confidence: str = "0.9") -> Proposer:
    def row(name: str, qid: str, sure: str) -> MappingRow:
        manual = "semapv:ManualMappingCuration"
        return MappingRow(name, "skos:exactMatch", f"wd:{qid}", manual, confidence=sure)

    rows = [
        row("ent:acme", "Q1", confidence),
        row("ent:mother", "Q2", "0.9"),
        row("ent:paris", "Q90", "0.9"),
        row("unit:CCY_USD", "Q4917", "0.9"),
    ]
    entities = [
        Entity(name, f"https://x/{name}", kind, cls, name, None)
        for name, (cls, kind) in KINDS.items()
    ]
    return Proposer(entities, Ledger(Path("x"), (), rows), known, Cited())


EMPTY = {qid: Item(qid, complete=WHOLE) for qid in ("Q1", "Q2")}


def decided(one: Proposer, name: str, subject: str, value: str, *documents: str) -> list[object]:
    return list(one.relation(name, subject, value, documents or ("src:a",)))


def test_a_subsidiary_is_proposed_from_both_sides() -> None:
    found = decided(proposer(EMPTY), "subsidiaryOf", "ent:acme", "ent:mother")
    assert [(one.qid, one.property, one.value) for one in found if isinstance(one, Proposal)] == [
        ("Q1", "P749", "Q2"),
        ("Q2", "P355", "Q1"),
    ]


def reasons(found: list[object]) -> set[str]:
    assert all(isinstance(one, Refusal) for one in found)
    return {one.reason for one in found if isinstance(one, Refusal)}


def has(name: str, value: str, rank: Rank = "normal") -> Mapping[str, Item]:
    statements = {name: (Statement(name, value, rank),)}
    return {**EMPTY, "Q1": Item("Q1", statements=statements, complete=WHOLE)}


def test_what_is_refused_says_why() -> None:
    parent = ("subsidiaryOf", "ent:acme", "ent:mother")
    unread = proposer({"Q1": Item("Q1"), "Q2": Item("Q2")})
    (reason,) = reasons(decided(unread, *parent))
    assert reason.startswith("not read whole")
    (reason,) = reasons(decided(proposer(EMPTY, "0.6"), *parent))
    assert "not sure enough (0.6)" in reason
    (reason,) = reasons(decided(proposer(EMPTY), "subsidiaryOf", "ent:acme", "ent:other"))
    assert reason == "other is not linked as the same thing"
    (reason,) = reasons(decided(proposer(EMPTY), *parent, "src:blog"))
    assert reason == "no document that may be cited says it (of 1)"
    (reason,) = reasons(decided(proposer(EMPTY), "headquarteredIn", "ent:acme", "ent:mother"))
    assert reason == "a country is no head office"


@pytest.mark.parametrize(
    ("value", "rank", "reason"),
    [
        ("Q2", "normal", "Wikidata has it"),
        ("Q2", "deprecated", "Wikidata has it"),
        ("Q3", "normal", "Wikidata says another one: race link drift"),
    ],
)
def test_what_wikidata_has_or_says_otherwise_is_not_proposed(
    value: str, rank: Rank, reason: str
) -> None:
    first = decided(proposer(has(p.PARENT, value, rank)), "subsidiaryOf", "ent:acme", "ent:mother")
    assert first[0] == Refusal("acme subsidiaryOf mother (P749)", reason)


def test_revenue_of_a_year_that_is_lacking() -> None:
    ours = Revenue(Decimal("75000000000.0"), "unit:CCY_USD", dt.date(2025, 6, 30), ("src:a",))
    found = proposer(EMPTY).revenue("ent:acme", ours)
    assert isinstance(found, Proposal)
    assert (found.value, found.unit, found.point_in_time) == ("75000000000", "Q4917", "2025-06-30")
    assert "75000000000U4917\tP585\t+2025-06-30T00:00:00Z/11\tS854" in v1([found], None)
    stated = Statement(p.REVENUE, "1", qualifiers=(Snak(p.POINT_IN_TIME, "2025"),))
    known = {"Q1": Item("Q1", statements={p.REVENUE: (stated,)}, complete=WHOLE)}
    refused = proposer(known).revenue("ent:acme", ours)
    assert isinstance(refused, Refusal)
    assert "one for that year" in refused.reason


def test_planned_investment_is_never_proposed(real: EmbeddedStore, race: Race) -> None:
    assert "plannedInvestment" in REFUSED_MEASURES
    assert set(RELATIONS) == {"subsidiaryOf", "headquarteredIn", "develops"}
    refused = race("link", "propose", "--refused").out
    assert re.search(r"^plannedInvestment \(\d+\): no property means", refused, re.M)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2025", "+2025-00-00T00:00:00Z/9"),
        ("2025-02", "+2025-02-00T00:00:00Z/10"),
        ("2025-02-24", "+2025-02-24T00:00:00Z/11"),
    ],
)
def test_a_date_is_as_precise_as_it_is(date: str, expected: str) -> None:
    assert time(date) == expected


TIME = r"\+\d{4}-\d{2}-\d{2}T00:00:00Z/(?:9|10|11)"
CELLS = {
    "S854": r'"https?://[^"\s]+"',
    "S1476": r'[a-z-]+:"[^\t\n]+"',
    "S577": TIME,
    "S813": TIME,
    "P585": TIME,
}


def read_back(line: str) -> list[str]:
    """Read a command strictly: item, property, value, then pairs of what qualifies and cites."""
    qid, name, value, *rest = line.split("\t")
    assert re.fullmatch(r"Q[1-9]\d*", qid)
    assert re.fullmatch(r"P[1-9]\d*", name)
    assert re.fullmatch(r"Q[1-9]\d*|\d+(\.\d+)?U[1-9]\d*", value)
    assert len(rest) % 2 == 0
    for key, cell in zip(rest[::2], rest[1::2], strict=True):
        assert re.fullmatch(CELLS[key], cell), (key, cell)
    assert "S854" in rest
    return rest[::2]


@pytest.mark.parametrize(
    "title", ['He said "no"', "a | b", "😀 🤖", "שלום", "x" * 300, "it's; #1, 50%"]
)
def test_titles_of_every_kind_read_back(title: str) -> None:
    cited = Citation("src:a", "https://a.example/x", title, "en", "2025")
    one = Proposal("Q1", "P749", "Q2", "", "", "acme", "told", cited)
    (line,) = v1([one], dt.date(2026, 11, 27)).splitlines()
    assert read_back(line) == ["S854", "S1476", "S577", "S813"]
    rows = list(csv.DictReader(io.StringIO(as_csv([one], None))))
    assert rows[0]["S1476"] == f'en:"{title}"'
    assert "S813" not in rows[0]


def newer(folder: Path) -> Path:
    """Give a reading in which some items were read whole and have nothing."""
    path = folder / "newer.jsonl"
    ids = ("Q95", "Q20800404", "Q1359568", "Q17062154", "Q55606242", "Q725967", "Q116709136")
    lines = (f'{{"type": "item", "id": "{qid}", "labels": {{}}, "claims": {{}}}}\n' for qid in ids)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_what_the_real_graph_proposes_reads_back(race: Race, tmp_path: Path) -> None:
    file = newer(tmp_path)
    called = race("link", "propose", "--against", file, "--retrieved", "2026-11-27")
    lines = called.out.splitlines()
    assert len(lines) >= 5
    for line in lines:
        assert read_back(line)[-1] == "S813"
    assert {line.split("\t")[1] for line in lines} <= {"P749", "P355", "P159", "P178", "P2139"}
    assert called.out == race("link", "propose", "--against", file, "--retrieved", "2026-11-27").out
    without = race("link", "propose", "--against", file)
    assert "no retrieved date" in without.err
    assert "S813" not in without.out


def test_the_table_has_columns_for_each_property(race: Race, tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    race("link", "propose", "--against", newer(tmp_path), "--format", "csv", "--out", out)
    header, *rows = csv.reader(out.read_text(encoding="utf-8").splitlines())
    assert header[0] == "qid"
    assert all(len(row) == len(header) for row in rows)
    for row in rows:
        used = [name for name, cell in zip(header, row, strict=True) if cell]
        assert [name[0] for name in used[:2]] == ["q", "P"]
        assert used[2] in ("S854", "qal585")


def test_of_what_was_not_read_nothing_is_proposed(race: Race) -> None:
    called = race("link", "propose", "alibaba-cloud")
    assert called.out == ""
    assert re.search(r"\(0 proposed, [1-9]\d* not read", called.err)
