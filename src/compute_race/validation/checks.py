"""The closed-world checks: what needs all files, the calendar or a document's text."""

from __future__ import annotations

from compute_race.basics.problems import Problem
from compute_race.validation.facts import Facts
from compute_race.validation.rules import RULES


def check(facts: Facts) -> list[Problem]:
    """Run every check of the registry; problems sorted by place, each once.

    Checks that need a document's text skip documents whose text is not at
    hand (``basics.paths.document_folders``).
    """
    found: set[Problem] = set()
    for function in dict.fromkeys(rule.check for rule in RULES):
        if function is not None:
            found.update(function(facts))
    return sorted(found)
