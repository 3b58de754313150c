"""``race compare``: the contract of options, JSON, exit codes; the issue's own example."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from compute_race.basics.namespaces import GRAPH, SRC
from support import SEED, Called, call

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
    assert last["originals"] == len(last["documents"]) == 7
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
    assert "alphabet-2025-85bn" in announcements
    assert "alphabet-2025-75bn" not in announcements
    assert left_out(after)["alphabet-2025-75bn"] == "superseded"
    assert left_out(after)["amazon-2025-100bn"] == "superseded"


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


@pytest.mark.parametrize("by", ["organization", "group", "initiative"])
def test_rolled_up_there_is_one_row_for_each(race: Race, by: str) -> None:
    answer = asked(race, "--by", by, "--per", "total", "--as-of", "2025-03-01")
    names = [row["entity_label"] for row in answer["rows"]]
    assert names
    assert len(names) == len(set(names))


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
    assert "left out: meta-2025-64-72bn: neither the announcement" in found.err
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
