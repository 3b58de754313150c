"""The same inference by owlrl: slow, independent, and what ours is measured against."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from compute_race.basics.namespaces import shorten
from compute_race.basics.problems import RaceError
from compute_race.inference.axioms import Axioms, read_axioms
from compute_race.inference.contradictions import Contradiction
from compute_race.inference.fixpoint import Inference, counts

_NEXT = "# next graph\n"
_ERROR = "http://www.daml.org/2002/03/agents/agent-ont#error"
#: How owlrl words what it finds, by our names for it.
_WORDINGS = {
    "disjoint-classes": re.compile(
        r"Disjoint classes (\S+) and (\S+) have a common individual (?P<subject>\S+)$"
    ),
    "irreflexive": re.compile(r"Irreflexive property used on (?P<subject>\S+) with (\S+)$"),
    "asymmetric": re.compile(
        r"Erroneous usage of asymmetric property (\S+) on (?P<subject>\S+) and (?P<other>\S+)$"
    ),
    "disjoint-properties": re.compile(
        r"Erroneous usage of disjoint properties (\S+) and (\S+) on (?P<subject>\S+) and (.+)$"
    ),
}
OntologyAndData: TypeAlias = tuple[Iterable[ox.Triple], Iterable[ox.Triple]]


def infer_with_owlrl(ontology: Iterable[ox.Triple], data: Iterable[ox.Triple]) -> Inference:
    """Derive by owlrl what `fixpoint.infer` derives; about 15 s for 10,000 triples.

    Counted and refused are the same triples and axioms. The contradictions
    carry owlrl's own words and no triples; those that we do not look for (an
    ill-formed literal, say) have the kind ``owlrl``. Raises `RaceError` where
    owlrl is not installed or fails.
    """
    return infer_many_with_owlrl([(ontology, data)])[0]


def infer_many_with_owlrl(pairs: Sequence[OntologyAndData]) -> list[Inference]:
    """Derive for several pairs of ontology and data in one process, each pair alone."""
    inputs = []
    for ontology, data in pairs:
        terms = frozenset(ontology)
        inputs.append((read_axioms(terms), terms | frozenset(data)))
    texts = ["".join(f"{line} .\n" for line in sorted(map(str, given))) for _, given in inputs]
    answers = _run(_NEXT.join(texts)).split(_NEXT)
    if len(answers) != len(inputs):
        raise RaceError(f"owlrl answered {len(answers)} of {len(inputs)} graphs")
    return [
        _inference(axioms, given, answer)
        for (axioms, given), answer in zip(inputs, answers, strict=True)
    ]


def _run(text: str) -> str:
    program = Path(__file__).with_name("reference.py")
    # -P: the folder of the program would else hide library modules of the same names.
    done = subprocess.run(  # noqa: S603 - our own program, no shell, nothing from the user
        [sys.executable, "-P", str(program)],
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise RaceError(f"owlrl failed: {last}", "pip install owlrl==7.6.2")
    return done.stdout


def _inference(axioms: Axioms, given: frozenset[ox.Triple], answer: str) -> Inference:
    closure = {quad.triple for quad in ox.parse(answer.encode(), ox.RdfFormat.N_TRIPLES)}
    entailed = {triple for triple in closure - given if counts(triple, axioms)}
    errors = sorted(t.object.value for t in closure if t.predicate.value == _ERROR)
    return Inference(tuple(sorted(entailed, key=str)), [_contradiction(e) for e in errors], 0)


def _contradiction(message: str) -> Contradiction:
    for kind, wording in _WORDINGS.items():
        match = wording.match(message)
        if match:
            # owlrl reports both ends of a clash of two relations, we report the first.
            ends = match.groupdict().values()
            return Contradiction(kind, shorten(min(ends, key=lambda end: f"<{end}>")), message, ())
    return Contradiction("owlrl", "", message, ())
