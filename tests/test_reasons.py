"""Every reason that is a code in the data has its sentence in both languages."""

from __future__ import annotations

import ast

import pyoxigraph as ox
import pytest

from compute_race.answering.reasons import codes, sentence
from compute_race.dataset.store import EmbeddedStore, select
from support import ROOT

COMPARISON = ROOT / "src" / "compute_race" / "comparison"


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


def test_every_reason_in_the_program_has_a_sentence() -> None:
    """``NoPeriod``, ``NotConvertible`` and ``_left`` are given codes as plain strings."""
    used: set[str] = set()
    for path in sorted(COMPARISON.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                at = {"NoPeriod": 0, "NotConvertible": 0, "_left": 1, "LeftOut": 2}.get(
                    node.func.id
                )
                if at is not None and len(node.args) > at:
                    used |= {
                        part.value
                        for part in ast.walk(node.args[at])
                        if isinstance(part, ast.Constant) and isinstance(part.value, str)
                    }
    assert len(used) > 8
    assert used <= codes()
