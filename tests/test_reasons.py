"""Every reason that is a code in the data has its sentence in both languages."""

from __future__ import annotations

import ast
import re

import pyoxigraph as ox
import pytest

from compute_race.answering.options import By, CompareOptions
from compute_race.answering.ranking import compare
from compute_race.answering.reasons import codes, explained, sentence
from compute_race.answering.rows import LeftOut
from compute_race.basics.namespaces import ENT, RACE
from compute_race.comparison.refusals import NOT_CONVERTIBLE
from compute_race.dataset.store import EmbeddedStore, select
from support import ROOT, day


@pytest.mark.parametrize("code", sorted(codes()))
def test_each_code_has_two_sentences(code: str) -> None:
    english, french = sentence(code), sentence(code, "fr")
    assert english != french
    assert english[0].islower()
    assert not english.endswith(".")
    assert not french.endswith(".")
    assert english == sentence(code, "en")


def test_a_code_without_sentence_is_a_fault() -> None:
    with pytest.raises(KeyError):
        sentence("because")


def test_every_reason_of_the_real_graph_has_a_sentence(real: EmbeddedStore) -> None:
    found = select(
        real, "SELECT DISTINCT ?r { ?s ?p ?r VALUES ?p { race:setAsideReason race:notComparable } }"
    ).rows
    told = {term.value for (term,) in found if isinstance(term, ox.Literal)}
    assert told
    assert told <= codes()


#: Where a code is a plain string: by module, the place of it in the calls of a name.
CALLS = {
    "comparison/periods.py": {"NoPeriod": 0},
    "answering/candidates.py": {"LeftOut": 2},
    "answering/rollup.py": {"LeftOut": 2, "_left": 1},
}
#: Functions that give codes, by module.
GIVING = {
    "answering/standing.py": ("_reasons_against", "_without_period"),
    "answering/rollup.py": ("_nobodys",),
    "answering/choosing.py": ("_rival", "_code", "_reason"),
}


def texts(node: ast.AST) -> set[str]:
    """Give the texts in a piece of a program that can be codes."""
    found = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
    return {text for text in found if isinstance(text, str) and re.fullmatch("[a-z-]+", text)}


def codes_of(module: str) -> set[str]:
    """Give the codes that a module of the program writes, read from its source."""
    found: set[str] = set()
    places, giving = CALLS.get(module, {}), GIVING.get(module, ())
    source = (ROOT / "src" / "compute_race" / module).read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = places.get(node.func.id)
            if place is not None and len(node.args) > place:
                found |= texts(node.args[place])
        elif isinstance(node, ast.FunctionDef) and node.name in giving:
            for part in ast.walk(node):
                # A condition names other codes: only what is given counts.
                if isinstance(part, ast.Yield | ast.Return) and part.value is not None:
                    given = part.value
                    ends = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
                    found |= {text for end in ends for text in texts(end)}
    return found


@pytest.mark.parametrize("module", sorted({*CALLS, *GIVING}))
def test_every_reason_in_the_program_has_a_sentence(module: str) -> None:
    found = codes_of(module)
    assert len(found) >= (1 if module == "answering/candidates.py" else 3)
    assert found <= codes()


def test_every_reason_why_nothing_is_converted_has_a_sentence() -> None:
    assert codes() >= NOT_CONVERTIBLE


def test_no_sentence_is_of_a_code_that_nobody_writes() -> None:
    """But for those of ``preference``, which are names of its rules."""
    written = {code for module in {*CALLS, *GIVING} for code in codes_of(module)}
    written |= NOT_CONVERTIBLE | {"part-of", "included-figure", "superseded", "restates"}
    rules = (ROOT / "src/compute_race/comparison/preference.py").read_text(encoding="utf-8")
    assert {code for code in codes() - written if f'"{code}"' not in rules} == set()


def gone(reason: str, *way: tuple[str, str], scope: str | None = None) -> LeftOut:
    steps = tuple((code, ENT + to) for code, to in way)
    return LeftOut("c", ENT + "plan", reason, steps, scope=RACE + scope if scope else None)


@pytest.mark.parametrize(
    ("item", "english", "french"),
    [
        (gone("undated"), sentence("undated"), sentence("undated", "fr")),
        (gone("part-of", ("part-of", "whole")), "part of whole", "partie de whole"),
        (
            gone("part-of", ("part-of", "old"), ("superseded", "new")),
            "part of old, itself superseded by new",
            "partie de old, elle-même remplacée par new",
        ),
        (
            gone("restates", ("restates", "first")),
            "a restatement of first",
            "répétition de first",
        ),
        (
            gone("included-figure", ("included-figure", "sum")),
            "contained in the figure of sum",
            "comprise dans le chiffre de sum",
        ),
        (
            gone("same-group", ("same-group", "acme")),
            "acme is counted for the same group",
            "acme est compté pour le même groupe",
        ),
        (
            gone("aggregate", ("aggregate", "one")),
            "adds up several organisations, of which one is counted",
            "additionne plusieurs organisations, dont one est comptée",
        ),
        (
            gone("other-scope", scope="countryScope"),
            "of another scope (country)",
            "d'une autre portée (pays)",
        ),
        (gone("other-scope"), "of another scope", "d'une autre portée"),
    ],
)
def test_what_stands_instead_is_named(item: LeftOut, english: str, french: str) -> None:
    assert explained(item) == english
    assert explained(item, "fr") == french


def test_another_plan_is_named_with_what_nobody_judged() -> None:
    item = gone("other-plan", ("other-plan", "new-plan"))
    assert explained(item).startswith("new-plan stands for the same organisation")
    assert explained(item, "fr").startswith("new-plan vaut pour la même organisation")


def test_a_step_without_words_is_a_fault() -> None:
    with pytest.raises(KeyError):
        explained(gone("part-of", ("because", "of")))


@pytest.mark.parametrize("by", ["bloc", "group", "organization", "initiative"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_everything_left_out_of_the_real_graph_is_explained(
    real: EmbeddedStore, by: By, lang: str
) -> None:
    options = CompareOptions(as_of=day("2026-03-01"), by=by, scope=("all",))
    left_out = compare(real, options, lang).left_out
    assert len({item.reason for item in left_out}) > 5
    for item in left_out:
        text = explained(item, lang)
        assert " " in text
        assert all(to.removeprefix(ENT) in text for _, to in item.way)
