"""Problems for people, for scripts, for GitHub's annotations and for code scanners."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from compute_race.basics.problems import Problem, Severity
from compute_race.basics.version import VERSION

FORMATS: Final = ("text", "json", "github", "sarif")

_GITHUB: Final = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
_SARIF: Final = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


def report_text(problems: Sequence[Problem], form: str) -> str:
    """Write problems in one of the ``FORMATS``; text without problems is empty."""
    if form == "json":
        return json.dumps([p.as_dict() for p in problems], ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join(map(_github, problems))
    if form == "sarif":
        return json.dumps(_sarif(problems), ensure_ascii=False, indent=2)
    return "\n".join(map(str, problems))


def _github(problem: Problem) -> str:
    """Write a workflow command (GitHub Actions, "Setting an error message")."""
    message = f"{problem.message} - {problem.advice}" if problem.advice else problem.message
    return (
        f"::{_GITHUB[problem.severity]} file={_property(problem.file)},line={max(problem.line, 1)},"
        f"title={_property(problem.rule)}::{_data(message)}"
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _sarif(problems: Sequence[Problem]) -> dict[str, object]:
    """Give a SARIF 2.1.0 log (OASIS standard) with one run."""
    rules = sorted({problem.rule for problem in problems})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "race check",
                        "version": VERSION,
                        "rules": [{"id": rule} for rule in rules],
                    }
                },
                "results": [
                    {
                        "ruleId": problem.rule,
                        "level": _SARIF[problem.severity],
                        "message": {
                            "text": f"{problem.message} - {problem.advice}"
                            if problem.advice
                            else problem.message
                        },
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": problem.file},
                                    "region": {"startLine": max(problem.line, 1)},
                                }
                            }
                        ],
                    }
                    for problem in problems
                ],
            }
        ],
    }
