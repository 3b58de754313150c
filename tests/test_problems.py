"""One type for what is wrong, in one line; failures and their exit codes."""

from __future__ import annotations

import json

import pytest

from compute_race.basics.problems import (
    Problem,
    ProblemsError,
    RaceError,
    Severity,
    StoreError,
    UsageError,
)
from compute_race.cli.reports import FORMATS, report_text

ONE = Problem("graph/x.ttl", 14, "claim-unit", "c03 has no unit", "write race:unit unit:CCY_EUR")
TWO = Problem("a, b:c.ttl", 0, "file-missing", "50 % gone\nreally", severity=Severity.WARNING)


def test_a_problem_is_one_line_an_editor_can_jump_to() -> None:
    assert str(ONE) == (
        "graph/x.ttl:14: violation: claim-unit: c03 has no unit - write race:unit unit:CCY_EUR"
    )
    assert str(TWO).startswith("a, b:c.ttl:0: warning: file-missing: ")
    assert not str(TWO).endswith(" - ")


def test_problems_sort_by_place() -> None:
    later = Problem("graph/x.ttl", 15, "a", "b")
    error = ProblemsError([later, ONE])
    assert error.problems == [ONE, later]
    assert error.exit_code == 1
    assert str(error) == "2 problems found"
    assert str(ProblemsError([ONE])) == "1 problem found"


@pytest.mark.parametrize(
    ("kind", "code"), [(RaceError, 2), (UsageError, 2), (StoreError, 3), (ProblemsError, 1)]
)
def test_exit_codes(kind: type[RaceError], code: int) -> None:
    assert kind.exit_code == code


def test_advice_follows_what_went_wrong() -> None:
    assert str(UsageError("no", "do this")) == "no - do this"
    assert str(UsageError("no")) == "no"


@pytest.mark.parametrize("form", FORMATS)
def test_without_problems_every_format_is_readable(form: str) -> None:
    text = report_text([], form)
    if form in ("json", "sarif"):
        json.loads(text)
    else:
        assert text == ""


def test_json_has_one_key_for_each_field() -> None:
    (found,) = json.loads(report_text([ONE], "json"))
    assert found == {
        "file": "graph/x.ttl",
        "line": 14,
        "rule": "claim-unit",
        "message": "c03 has no unit",
        "advice": "write race:unit unit:CCY_EUR",
        "node": "",
        "severity": "violation",
    }


def test_github_annotations_are_escaped() -> None:
    one, two = report_text([ONE, TWO], "github").split("\n")
    assert one == (
        "::error file=graph/x.ttl,line=14,title=claim-unit"
        "::c03 has no unit - write race:unit unit:CCY_EUR"
    )
    assert two == "::warning file=a%2C b%3Ac.ttl,line=1,title=file-missing::50 %25 gone%0Areally"


def test_sarif_names_every_rule_it_uses() -> None:
    log = json.loads(report_text([ONE, TWO], "sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {"claim-unit", "file-missing"}
    assert [result["level"] for result in run["results"]] == ["error", "warning"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert [place["region"]["startLine"] for place in places] == [14, 1]
