"""``race compare``: the contract of options, JSON, exit codes; the issue's own example."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from compute_race.basics.namespaces import GRAPH, SRC
from support import ROOT, SEED, Called, call

Race = Callable[..., Called]
FIVE = "alibaba-group,amazon,microsoft,alphabet,meta-platforms"
ISSUE = ("--among", FIVE, "--as-of", "2025-03-01", "--per", "year", "--currency", "EUR")
KEYS = {
    "rank",
    "rank_low",
    "rank_high",
    "id",
    "entity",
    "announcement",
    "label",
    "group",
    "bloc",
    "measure",
    "modality",
    "scope",
    "low",
    "high",
    "currency",
    "per",
    "stated",
    "rate",
    "claims",
    "period_claims",
    "documents",
    "originals",
    "conflicts",
    "ratio_to_leader",
}


def asked(race: Race, *options: object) -> Any:
    found = race("compare", *options, "--format", "json")
    assert found.code == 0, found.err
    return found.json()


def entities(answer: Any) -> list[str]:
    return [row["entity"] for row in answer["rows"]]


def left_out(answer: Any) -> dict[str, str]:
    return {item["announcement"]: item["reason"] for item in answer["left_out"]}


def test_the_command_of_the_issue(race: Race) -> None:
    answer = asked(race, *ISSUE)
    assert entities(answer) == [
        "amazon",
        "microsoft",
        "alphabet",
        "meta-platforms",
        "alibaba-group",
    ]
    last = answer["rows"][-1]
    assert Decimal("16.6e9") <= Decimal(last["low"]) <= Decimal("16.8e9")
    assert last["high"] is None
    assert (last["stated"]["low"], last["stated"]["high"]) == ("380000000000", None)
    assert last["stated"]["unit"] == "CNY"
    assert last["years"] == "3"
    assert (last["currency"], last["per"], last["rank"]) == ("EUR", "year", 5)
    assert last["rate"]["date"] == "2025-02-24"
    assert {iri.removeprefix(GRAPH) for iri in last["conflicts"]} == {
        "conflicts#alibaba-380bn.plannedInvestment.value",
        "conflicts#alibaba-380bn.plannedInvestment.period",
    }
    assert f"{SRC}{SEED}#c04" in last["claims"]
    assert 7 <= last["originals"] <= len(last["documents"])
    (story,) = race("why", last["id"], "--format", "json").json()
    aside = {a["claim"]["claim"].removeprefix(SRC): a["reason"] for a in story["set_aside"]}
    assert {f"{SEED}#c01", f"{SEED}#c02", f"{SEED}#c03"} <= set(aside)


def test_the_day_before_nobody_knows_of_it(race: Race) -> None:
    answer = asked(race, "--as-of", "2025-02-23")
    assert "alibaba-group" not in entities(answer)
    assert "alibaba-380bn" not in json.dumps(answer)
    assert "alibaba-group" in entities(asked(race, "--as-of", "2025-02-24"))


def test_the_keys_are_those_promised(race: Race) -> None:
    answer = asked(race, *ISSUE)
    assert set(answer) >= {"question", "as_of", "rates", "rows", "left_out", "notes"}
    assert answer["as_of"] == "2025-03-01"
    assert answer["question"]["among"] == FIVE.split(",")
    assert answer["question"]["modality"] == ["planned", "guided"]
    assert answer["rates"]["source"].startswith("European Central Bank")
    for row in answer["rows"]:
        assert set(row) >= KEYS
        assert set(row["stated"]) >= {"low", "high", "unit", "approximate", "period"}
        assert set(row["stated"]["period"]) >= {"start", "end", "duration", "text"}
        assert set(row["rate"]) >= {"from", "to", "value", "date", "source", "method"}
        assert Decimal(row["ratio_to_leader"]) <= 1
        for end in ("low", "high"):
            assert row[end] is None or isinstance(row[end], str)
    for item in answer["left_out"]:
        assert {"claim", "reason"} <= set(item)


@pytest.mark.parametrize("by", ["announcement", "organization", "group", "initiative", "bloc"])
def test_every_answer_names_the_source_of_its_rates(race: Race, by: str) -> None:
    rates = asked(race, "--as-of", "2025-03-01", "--by", by)["rates"]
    assert rates["source"].startswith("European Central Bank")
    assert "2025-01" < rates["latest"] <= "2025-03-01"


def test_a_superseded_plan_is_not_ranked(race: Race) -> None:
    before = asked(race, "--as-of", "2025-07-22")
    assert "alphabet-2025-75bn" in {row["announcement"] for row in before["rows"]}
    after = asked(race, "--as-of", "2025-11-01")
    announcements = {row["announcement"] for row in after["rows"]}
    assert "alphabet-2025-91-93bn" in announcements
    for old in ("alphabet-2025-75bn", "alphabet-2025-85bn", "amazon-2025-100bn"):
        assert old not in announcements
        assert left_out(after)[old] == "superseded"


def test_an_expired_plan_is_left_out_with_the_reason(race: Race) -> None:
    answer = asked(race, "--as-of", "2025-07-01")
    assert left_out(answer)["microsoft-fy25-80bn"] == "expired"
    assert "microsoft" in entities(asked(race, "--as-of", "2025-06-30"))


def test_among_takes_a_group_with_its_members(race: Race) -> None:
    for name in ("amazon", "alibaba-group"):
        assert entities(asked(race, "--as-of", "2025-03-01", "--among", name)) == [name]
    both = asked(race, "--as-of", "2025-03-01", "--among", "amazon", "--among", "microsoft")
    assert entities(both) == ["amazon", "microsoft"]
    cloud = asked(
        race, "--measure", "market-share", "--as-of", "2025-03-01", "--among", "alibaba-group"
    )
    assert entities(cloud) == ["alibaba-cloud"]


def test_among_still_lists_what_nobody_dates(race: Race) -> None:
    answer = asked(race, "--among", "meta-platforms", "--as-of", "2025-12-01")
    assert left_out(answer)["meta-2025-64-72bn"] == "undated"


def test_by_bloc_nothing_is_counted_twice(race: Race) -> None:
    answer = asked(race, "--by", "bloc", "--per", "total", "--as-of", "2025-03-01")
    blocs = {row["bloc"]: row for row in answer["rows"]}
    assert set(blocs) == {"united-states", "european-union", "china"}
    assert blocs["european-union"]["parts"] == ["eu-investai-200bn"]
    assert blocs["european-union"]["low"] == "200000000000"
    assert "stargate-100bn-initial" not in blocs["united-states"]["parts"]
    left = left_out(answer)
    nested = ("eu-ai-champions-150bn", "eu-gigafactories-20bn", "stargate-100bn-initial")
    assert {left[name] for name in nested} == {"part-of"}
    assert any("counted once" in note for note in answer["notes"])


def test_by_bloc_a_sum_comes_with_and_without(race: Race) -> None:
    """Europe: 200 bn EUR of InvestAI, and 150 and 20 that are in it already."""
    answer = asked(race, "--by", "bloc", "--per", "total", "--as-of", "2025-03-01")
    europe = next(row for row in answer["rows"] if row["bloc"] == "european-union")
    assert [item["announcement"] for item in europe["counted"]] == ["eu-investai-200bn"]
    missed = {
        item["announcement"]: (item["low"], item["way"][0]["to"] if item["way"] else item["scope"])
        for item in answer["left_out"]
        if item["left_out_of"] == "european-union"
    }
    assert missed["eu-ai-champions-150bn"] == ("150000000000", "eu-investai-200bn")
    assert missed["eu-gigafactories-20bn"] == ("20000000000", "eu-investai-200bn")
    added = europe["all_added"]
    assert added["announcements"] == 1 + len(missed)
    assert Decimal(added["difference_low"]) == sum(Decimal(low or 0) for low, _ in missed.values())
    assert Decimal(added["low"]) == Decimal(europe["low"]) + Decimal(added["difference_low"])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_by_bloc_the_table_names_what_it_leaves_out(race: Race, lang: str) -> None:
    found = race("--lang", lang, "compare", "--by", "bloc", "--as-of", "2025-03-01")
    assert found.code == 0
    assert max(map(len, found.out.splitlines())) <= 80
    flat = " ".join(found.out.split())
    for part in {
        "en": ("all from", "1 of 2", "part of eu-investai-200bn", "stargate-500bn 120.69 120.69"),
        "fr": ("tout de", "1 sur 2", "partie de eu-investai-200bn", "stargate-500bn 120,69"),
    }[lang]:
        assert part in flat


def test_by_bloc_csv_names_what_it_leaves_out(race: Race) -> None:
    options = ("--by", "bloc", "--as-of", "2025-03-01", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(race("compare", *options).out)))
    europe = next(row for row in rows if row["bloc"] == "european-union")
    assert europe["left_out"] == "eu-ai-champions-150bn:part-of:eu-investai-200bn"
    assert europe["all_added_low"] == "70000000000"


@pytest.mark.parametrize("by", ["organization", "group", "initiative"])
def test_rolled_up_there_is_one_row_for_each(race: Race, by: str) -> None:
    answer = asked(race, "--by", by, "--per", "total", "--as-of", "2025-03-01")
    names = [row["entity_label"] for row in answer["rows"]]
    assert names
    assert len(names) == len(set(names))


class Ranked(NamedTuple):
    """A row as a person in the field expects it, read by hand in the dossier's pages.

    In ``data/rankings/`` one file a day: figures in billions as stated, ``quote`` the
    units of the currency for one euro on the day of the announcement (European Central
    Bank), the period, and a ``page`` that says so, part of its address.
    """

    who: str
    announcement: str
    low: str
    high: str
    currency: str
    quote: str
    years: str
    first: str
    last: str
    page: str


DAYS = ("2025-03-01", "2026-03-01")
DOSSIER = ROOT.parent / "shared" / "data"


def expected(as_of: str) -> list[Ranked]:
    path = ROOT / "tests" / "data" / "rankings" / f"{as_of}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return [Ranked(**row) for row in csv.DictReader(stream)]


def by_group(race: Race, as_of: str) -> list[tuple[Any, Ranked]]:
    """Give each row of the ranking of groups with the one expected in its place."""
    options = ("--measure", "planned-investment", "--by", "group", "--per", "year")
    rows = asked(race, *options, "--as-of", as_of)["rows"]
    wanted = expected(as_of)
    assert [(row["entity_label"], row["announcement"]) for row in rows] == [
        (line.who, line.announcement) for line in wanted
    ]
    return list(zip(rows, wanted, strict=True))


@pytest.mark.parametrize("as_of", DAYS)
def test_the_race_reads_as_whoever_follows_it_expects(race: Race, as_of: str) -> None:
    for row, line in by_group(race, as_of):
        assert row["stated"]["unit"] == line.currency
        assert row["period"] == {"first": line.first, "last": line.last}
        assert row["years"] == line.years
        for end, stated in (("low", line.low), ("high", line.high)):
            if not stated:
                assert row[end] is row["stated"][end] is None
                continue
            billions = Decimal(stated).scaleb(9)
            assert Decimal(row["stated"][end]) == billions
            euros = billions / Decimal(line.quote) / Decimal(line.years)
            assert abs(Decimal(row[end]) - euros) < 1, line


@pytest.mark.parametrize("as_of", DAYS)
def test_every_row_of_the_race_walks_back_to_its_pages(race: Race, as_of: str) -> None:
    """Down to the claim in the hand-kept file: its figure is written there."""
    for row, line in by_group(race, as_of):
        (story,) = race("why", row["id"], "--as-of", as_of, "--format", "json").json()
        assert {item["claim"] for item in story["claims"]} == set(row["claims"])
        assert {item["document"] for item in story["claims"]} == set(row["documents"])
        assert any(line.page in item["url"] for item in story["claims"]), line
        assert all(item["known_from"] <= as_of for item in story["claims"])
        for item in (*story["claims"], *story["period_claims"]):
            name, _, claim = item["claim"].removeprefix(SRC).partition("#")
            text = (ROOT / "graph" / "sources" / f"{name}.ttl").read_text(encoding="utf-8")
            (block,) = [b for b in text.split("\n\n") if f":{claim} a race:Claim" in b]
            assert f"race:about ent:{line.announcement} ;" in block
            figures = {item["low"], item["high"]} - {None}
            assert figures
            assert all(re.search(rf"race:(lower|upper) {figure} ;", block) for figure in figures)


def dossier() -> list[tuple[str, int | None, int | None, str, str]]:
    """Give the facts of the dossier: announcement, low, high, unit, address of the page."""
    keys = {
        "corroboration": ("announcement_id", "value_low", "value_high", "unit", "source_url"),
        "announcements": (
            "id",
            "amount_low",
            "amount_high",
            "currency",
            "source_url_or_repo_path",
        ),
    }
    return [
        tuple(map(json.loads(line).get, names))
        for name, names in keys.items()
        for line in (DOSSIER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


@pytest.mark.skipif(not DOSSIER.is_dir(), reason="the dossier is not at hand")
@pytest.mark.parametrize("as_of", DAYS)
def test_every_row_of_the_race_is_in_the_dossier(race: Race, as_of: str) -> None:
    read = dossier()
    for row, line in by_group(race, as_of):
        (story,) = race("why", row["id"], "--as-of", as_of, "--format", "json").json()
        # The seed is a text of its own.
        urls = {item["url"] for item in story["claims"] if item["document"] != SRC + SEED}
        told = {
            (low, high)
            for announcement, low, high, unit, url in read
            if (announcement, unit) == (line.announcement, line.currency) and url in urls
        }
        low, high = (int(end) * 10**9 if end else None for end in (line.low, line.high))
        assert (low, high) in told, line
        pages = {url for announcement, *_, url in read if announcement == line.announcement}
        assert urls <= pages, line


def test_as_printed_nothing_is_converted(race: Race) -> None:
    answer = asked(race, "--currency", "original", "--as-of", "2025-03-01")
    for row in answer["rows"]:
        assert row["rate"] is None
        assert (row["low"], row["high"]) == (row["stated"]["low"], row["stated"]["high"])
        assert row["currency"] == row["stated"]["unit"]
        assert row["rank"] is None
    assert {row["currency"] for row in answer["rows"]} == {"EUR", "USD", "CNY"}


@pytest.mark.parametrize("currency", ["EUR", "USD", "CNY"])
def test_every_currency_gives_one_order_but_for_the_days_rates(race: Race, currency: str) -> None:
    answer = asked(race, *ISSUE[:-1], currency)
    assert entities(answer)[-1] == "alibaba-group"
    assert {row["currency"] for row in answer["rows"]} == {currency}


def test_a_period_narrows(race: Race) -> None:
    answer = asked(race, "--as-of", "2025-03-01", "--period", "2027")
    assert "amazon" not in entities(answer)
    assert "alibaba-group" in entities(answer)
    assert left_out(answer)["amazon-2025-100bn"] == "other-period"
    assert answer["question"]["period"] == "2027"


def test_the_table_is_for_people(race: Race) -> None:
    found = race("compare", "--as-of", "2025-03-01")
    assert found.code == 0
    assert max(map(len, found.out.splitlines())) <= 80
    assert "Alibaba Group" in found.out
    told = " ".join(found.err.split())
    assert "left out, no document states a period: eu-gigafactories-20bn" in told
    assert "left out, neither the announcement nor its documents have a date: " in told
    assert "left out, of another scope (country): amazon-france-6bn, apple-us-500bn, " in told
    assert "left out, of another scope (site): " in told
    # Each reason once, whatever it is the reason for.
    reasons = [line.partition(":")[0] for line in found.err.splitlines() if line[:4] == "left"]
    assert len(reasons) == len(set(reasons))
    assert race("--quiet", "compare", "--as-of", "2025-03-01").err == ""


def test_csv_is_exact(race: Race) -> None:
    found = race("compare", *ISSUE, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(found.out)))
    answer = asked(race, *ISSUE)
    assert [row["low"] for row in rows] == [row["low"] for row in answer["rows"]]
    assert [row["id"] for row in rows] == [row["id"] for row in answer["rows"]]


@pytest.mark.parametrize(("lang", "figure"), [("en", "| 16.69 |"), ("fr", "| 16,69 |")])
def test_markdown_is_in_the_readers_language(race: Race, lang: str, figure: str) -> None:
    found = race("--lang", lang, "compare", *ISSUE, "--format", "markdown")
    assert found.out.startswith("| # |")
    assert figure in found.out


def test_before_everything_there_is_nothing_to_rank(race: Race) -> None:
    found = race("compare", "--as-of", "2020-01-01")
    assert found.code == 0
    assert "nothing to rank" in found.err
    assert asked(race, "--as-of", "2020-01-01")["rows"] == []
    assert race("compare", "--as-of", "2020-01-01", "--format", "csv").out.startswith("rank,")


@pytest.mark.parametrize("form", ["json", "csv", "markdown", "table", "html", "svg", "png"])
def test_every_format_goes_to_a_file_whole(race: Race, tmp_path: Path, form: str) -> None:
    out = tmp_path / "answer"
    found = race("compare", *ISSUE, "--format", form, "--out", out)
    assert (found.code, found.out) == (0, "")
    assert out.stat().st_size > 100
    assert [path.name for path in tmp_path.iterdir()] == ["answer"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--measure", "investmnt"], "--measure does not know"),
        (["--measure", "planned investment"], "--measure does not know"),
        (["--per", "month"], "--per does not know"),
        (["--currency", "eur"], "--currency does not know"),
        (["--currency", "GBP"], "--currency does not know"),
        (["--by", "company"], "--by does not know"),
        (["--among", "alibab"], 'nothing is called "alibab" - did you mean alibaba'),
        (["--among", "a b"], "cannot be a slug"),
        (["--among", "<x>"], "cannot be a slug"),
        (["--among", "amazon,nobody"], 'nothing is called "nobody"'),
        (["--modality", "planed"], "did you mean planned"),
        (["--scope", "hole"], "did you mean whole"),
        (["--as-of", "yesterday"], "--as-of"),
        (["--as-of", "2025-02-30"], "--as-of"),
        (["--period", "2025-13"], "--period"),
        (["--period", "soon"], "--period"),
        (["--format", "xml"], "xml"),
        (["--format", "png"], "--out"),
        (["--by", "bloc", "--currency", "original"], "original"),
        (["--crrency", "EUR"], "there is no option --crrency, did you mean --currency"),
        (["extra"], "extra"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(race: Race, options: list[str], says: str) -> None:
    found = race("compare", *options)
    assert (found.code, found.out) == (2, "")
    assert says in found.err
    assert found.err.startswith("race: ")
    assert found.err.count("\n") == 1


def test_nothing_is_written_when_it_fails(race: Race, tmp_path: Path) -> None:
    out = tmp_path / "answer.json"
    assert race("compare", "--among", "nobody", "--format", "json", "--out", out).code == 2
    assert not out.exists()
    assert race("compare", "--out", tmp_path / "none" / "x").code == 2
    assert race("compare", "--out", tmp_path).code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command", [["compare"], ["why", "alibaba-380bn"], ["conflicts"], ["show", "amazon"]]
)
def test_without_a_store_it_is_exit_3(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str]
) -> None:
    found = call(capsys, *command, "--store", tmp_path / "none")
    assert (found.code, found.out) == (3, "")
    assert "run: race build" in found.err
    assert found.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
