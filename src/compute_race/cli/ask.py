"""``race ask``: one of the stored questions."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from typing import Any

import click

from compute_race.answering.asking import answer, find_question
from compute_race.answering.binding import Parameter
from compute_race.answering.catalogue import catalogue_turtle
from compute_race.answering.questions import Question, read_question
from compute_race.answering.table import Column, Table
from compute_race.basics.paths import data_folder
from compute_race.basics.problems import UsageError
from compute_race.cli.formats import form_option
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import WIDTH, print_table, write


@click.command(epilog="Example: race ask competitors-of --set organization=alibaba-cloud")
@click.argument("name", required=False)
@click.option("--list", "is_list", is_flag=True, help="List the questions and their parameters.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a parameter; may be given several times.",
)
@click.option("--online", is_flag=True, help="Ask the network too.")
@click.option("--endpoint", metavar="URL", help="Ask this one in its place, such as a mirror.")
@click.option("--user-agent", "agent", metavar="TEXT", help="Who asks, with an e-mail address.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Wait so long for an answer of the endpoint.  [default: 70]",
)
@form_option(
    "json",
    "csv",
    "markdown",
    "turtle",
    text="How to write the answer; turtle is the list as a SHACL catalogue for other tools.",
)
@shared_options
@pass_context
def ask(
    context: Context,
    name: str | None,
    is_list: bool,
    settings: tuple[str, ...],
    online: bool,
    endpoint: str | None,
    agent: str | None,
    timeout: float | None,
    form: str,
) -> None:
    """Answer one of the stored questions.

    Without a name the questions are listed. JSON and CSV are exact; tables
    and Markdown are rounded for people. Labels are in the language of --lang
    unless a question's own parameter is set.

    A question that asks an endpoint on the network, as the list says, does so
    with --online only, about the items that the graph links to what is asked:
    race ask where-head-offices-are --online. Whoever asks says who he is, with
    --user-agent or the variable RACE_USER_AGENT.
    """
    folder = data_folder("queries") / "compare"
    if name is None or is_list:
        if name is not None or settings:
            raise UsageError("--list takes no question and no parameter", "run: race ask --list")
        read = [read_question(path) for path in sorted(folder.glob("*.rq"))]
        _list([question for question, _ in read if question is not None], form, context.lang)
        for problem in (problem for _, problems in read for problem in problems):
            context.note(str(problem))
        return
    if form == "turtle":
        raise UsageError("an answer is a table, turtle is for --list", "run: race ask --list")
    question = find_question(folder, name)
    values: dict[str, str] = {p.name: context.lang for p in question.params if p.type == "lang"}
    values |= parse_settings(settings)
    asked: dict[str, object] = {
        "name": question.name,
        "summary": question.summary_in(context.lang),
        "params": {p.name: values.get(p.name, p.default) for p in question.params},
    }
    if online:
        table, asked["service"] = _answer_online(
            context, question, values, endpoint, agent, timeout
        )
    else:
        if question.service is None and (endpoint or agent or timeout):
            advice = "leave --endpoint, --user-agent and --timeout out"
            raise UsageError(f"the question {name} asks nobody online", advice)
        table = answer(ensure_store(context), question, values)
    _write(table, form, context.lang, asked)
    if form == "table" and question.params:
        chosen = (f"{p.name}={values.get(p.name, p.default)}" for p in question.params)
        context.note(f"({', '.join(chosen)})")


def _answer_online(
    context: Context,
    question: Question,
    values: Mapping[str, Parameter],
    endpoint: str | None,
    agent: str | None,
    timeout: float | None,
) -> tuple[Table, dict[str, object]]:
    """Ask a question of the store and of an endpoint; tell whom, and for how much."""
    # What speaks HTTP is loaded by whoever goes online, and slows down nobody else.
    online: Any = importlib.import_module("compute_race.answering.federation")
    address = endpoint or online.service_of(question).address
    ask_it = online.asking(address, agent, timeout)
    context.note(f"asking {address} ...")
    found = online.answer_online(ensure_store(context), question, values, ask_it)
    return found.table, {"endpoint": address, "items": found.items, "requests": found.requests}


def parse_settings(settings: Iterable[str]) -> dict[str, str]:
    """Read ``NAME=VALUE`` settings; ``UsageError`` for another form or a name given twice."""
    values: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        name = name.strip()
        if not equals or not name:
            raise UsageError(f'"{setting}" is no setting', "write --set NAME=VALUE")
        if name in values:
            raise UsageError(f"{name} is set twice", "give it once")
        values[name] = value
    return values


def _list(questions: list[Question], form: str, lang: str) -> None:
    if form == "turtle":
        write(catalogue_turtle(questions))
    elif form == "table":
        write("\n".join(line for question in questions for line in _entry(question, lang)))
    else:
        _write(_overview(questions, lang), form, lang, None)


def _entry(question: Question, lang: str) -> Iterator[str]:
    """Write a question as its name and, indented below, what it asks and takes."""
    yield question.name
    settings = " ".join(f"--set {p.name}={p.default}" for p in question.params)
    asks = f"--online asks {question.service.address}" if question.service else ""
    for text in filter(None, (question.summary_in(lang), settings, asks)):
        yield from wrap(
            text,
            WIDTH,
            initial_indent="  ",
            subsequent_indent="  ",
            break_on_hyphens=False,
            break_long_words=False,
        )


def _overview(questions: Iterable[Question], lang: str) -> Table:
    named = (Column("summary"), Column("parameters"), Column("online"))
    columns = (Column("name", whole=True), *named)
    rows = tuple(
        (
            question.name,
            question.summary_in(lang),
            ", ".join(f"{p.name}={p.default}" for p in question.params) or None,
            question.service.address if question.service else None,
        )
        for question in questions
    )
    return Table(columns, rows)


def _write(table: Table, form: str, lang: str, asked: dict[str, object] | None) -> None:
    if form == "table":
        print_table(table, lang=lang, title=str(asked["summary"]) if asked else "")
    elif form == "csv":
        write(table.to_csv())
    elif form == "markdown":
        write(table.to_markdown(lang))
    elif asked is None:
        write(table.to_json())
    else:
        document = {"question": asked, "rows": table.to_plain()}
        write(json.dumps(document, ensure_ascii=False, indent=2))
