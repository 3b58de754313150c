"""Where a result of SHACL stands: at the statements that break the rule, in whichever file.

An entity is defined in one file and spoken of in many. A result names the
entity alone where a rule is on the subjects of some predicates; then the
statements with these predicates are at fault, not the block that says what
the entity is. So whoever checks one file hears of what this file says.
"""

from __future__ import annotations

import pyoxigraph as ox

from compute_race.basics.problems import Problem
from compute_race.dataset.corpus import TYPE, Corpus
from compute_race.sources.turtle import Term
from compute_race.validation.engine import Violation, to_problem
from compute_race.validation.shapes import ShapesFile


def problems_of(
    violation: Violation, shapes: ShapesFile, corpus: Corpus, lang: str = "en"
) -> list[list[Problem]]:
    """Say a violation at every place that has a part in it, at least one.

    With a value that is each file that states exactly this; with a property
    alone (two values where one may be) each that states any value; of a rule
    on the subjects of some predicates each statement with such a predicate. What
    is missing is told at the block that defines the thing.

    Problems that are one fault together, as two values are, stand in one
    list, the others each in one of their own.
    """
    focus = _term(violation.focus)
    path = violation.path or shapes.places.get(violation.shape)
    value = violation.value if violation.path else ""
    if path is None:
        found = _targeted(focus, shapes.targets.get(violation.shape, []), corpus)
    else:
        places = list(corpus.stated(focus, _term(path), _optional(value)))
        places = places or list(corpus.stated(focus, _term(path)))
        found = [(place, value) for place in places]
    problems = [
        to_problem(violation, shapes, place, said, lang)
        for place, said in found or [(corpus.locate(focus), value)]
    ]
    return [[problem] for problem in problems] if path is None or value else [problems]


def _targeted(
    focus: Term, predicates: list[str], corpus: Corpus
) -> list[tuple[tuple[str, int], str]]:
    """Give the places of statements with some predicates, each with the predicate."""
    files = corpus.about(focus)
    if any(file.turtle.find_line(focus, TYPE) is not None for file in files):
        return [
            (place, predicate)
            for predicate in predicates
            for place in corpus.stated(focus, ox.NamedNode(predicate))
        ]
    # Whatever is said of a thing without a class has one fault, not one in each line.
    return [((file.shown, file.turtle.line_of(focus)), "") for file in files if predicates]


def _optional(text: str) -> Term | None:
    return _term(text) if text else None


def _term(text: str) -> Term:
    """Read a term as SHACL results write it: IRIs bare, the rest as in N-Triples."""
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    if text.startswith('"'):
        (quad,) = ox.parse(f"<x:s> <x:p> {text} .", format=ox.RdfFormat.N_TRIPLES)
        found: Term = quad.object
        return found
    return ox.NamedNode(text)
