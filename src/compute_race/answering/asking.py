"""A stored question asked of a store: bound, run, and its answer held to the declared types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from compute_race.answering.binding import Parameter, bind
from compute_race.answering.lookup import find_document, find_entity
from compute_race.answering.questions import Question, ResultColumn, read_question
from compute_race.answering.table import Column, Kind, Table, Value, table_of
from compute_race.basics.namespaces import ENT, SRC, UNIT
from compute_race.basics.problems import ProblemsError, UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.dataset.store import Solutions, Store, select

_KINDS: Final[dict[str, Kind]] = {
    "iri": "iri",
    "string": "string",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "boolean": "boolean",
    "currency": "string",
    "lang": "string",
    "slug": "string",
    "document": "string",
}
#: Who tells whether what a value names exists.
_FINDERS: Final[dict[str, Callable[[Store, str], str]]] = {
    "slug": find_entity,
    "iri": find_entity,
    "document": find_document,
}
_SHORTENED: Final = {"currency": UNIT + "CCY_", "slug": ENT, "document": SRC}


def find_question(folder: Path, name: str) -> Question:
    """Read the question of a name.

    ``UsageError`` names the nearest ones where there is none, and
    ``ProblemsError`` tells what is wrong with its file.
    """
    path = folder / f"{name}.rq"
    known = [path.stem for path in sorted(folder.glob("*.rq"))]
    if name not in known:
        advice = did_you_mean(name, known, "see: race ask --list")
        raise UsageError(f"there is no question {name}", advice)
    question, problems = read_question(path)
    if question is None:
        raise ProblemsError(problems)
    return question


def answer(store: Store, question: Question, values: Mapping[str, Parameter]) -> Table:
    """Ask a question with some of its parameters set.

    The columns come in declared order. Slugs and currencies come as such
    (``alibaba-group``, ``EUR``). A value of another type than declared is a
    fault of the question or the graph and raises ``UsageError``; so does a
    slug or IRI that names nothing, and a question that asks an endpoint on
    the network, which :mod:`compute_race.answering.federation` does when told to.
    """
    if question.service is not None:
        raise UsageError(
            f"the question {question.name} asks {question.service.address}", "add --online"
        )
    return checked_table(question, select(store, bound_text(store, question, values)))


def bound_text(store: Store, question: Question, values: Mapping[str, Parameter]) -> str:
    """Give the text of a question with some of its parameters set.

    ``UsageError`` for what is no value of its parameter, and where it names nothing in the store.
    """
    text = bind(question.text, question.params, values)
    for param in question.params:
        given = values.get(param.name)
        if given is not None and param.type in _FINDERS:
            _FINDERS[param.type](store, str(given))
    return text


def checked_table(question: Question, solutions: Solutions) -> Table:
    """Give an answer in the declared order, each value held to the declared type."""
    kinds = {column.name: _KINDS[column.type] for column in question.columns}
    found = table_of(solutions, kinds)
    order = [found.columns.index(_named(found, column.name)) for column in question.columns]
    rows = tuple(
        tuple(
            _checked(question, column, row[place])
            for column, place in zip(question.columns, order, strict=True)
        )
        for row in found.rows
    )
    return Table(tuple(found.columns[place] for place in order), rows)


def _named(table: Table, name: str) -> Column:
    for column in table.columns:
        if column.name == name:
            return column
    raise UsageError(f"the answer has no column {name}", "the endpoint left it out")


def _checked(question: Question, column: ResultColumn, value: Value) -> Value:
    if value is None:
        return None
    start = _SHORTENED.get(column.type)
    if start is not None:
        if isinstance(value, str) and value.startswith(start):
            return value.removeprefix(start)
    elif Column(column.name, _KINDS[column.type]).holds(value):
        return value
    raise UsageError(
        f'column {column.name} of {question.name} holds "{value}", not of type {column.type}',
        f"correct the query or the column's type in {question.path.name}",
    )
