"""``race ask``: one of the stored questions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from textwrap import wrap

import click

from compute_race.answering.asking import answer, find_question
from compute_race.answering.questions import Question, catalogue_turtle, read_question
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
    context: Context, name: str | None, is_list: bool, settings: tuple[str, ...], form: str
) -> None:
    """Answer one of the stored questions.

    Without a name the questions are listed. JSON and CSV are exact; tables
    and Markdown are rounded for people. Labels are in the language of --lang
    unless a question's own parameter is set.
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
    table = answer(ensure_store(context), question, values)
    asked: dict[str, object] = {
        "name": question.name,
        "summary": question.summary_in(context.lang),
        "params": {p.name: values.get(p.name, p.default) for p in question.params},
    }
    _write(table, form, context.lang, asked)
    if form == "table" and question.params:
        chosen = (f"{p.name}={values.get(p.name, p.default)}" for p in question.params)
        context.note(f"({', '.join(chosen)})")


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
    settings = [f"--set {p.name}={p.default}" for p in question.params]
    for text in (question.summary_in(lang), *([" ".join(settings)] if settings else [])):
        yield from wrap(
            text,
            WIDTH,
            initial_indent="  ",
            subsequent_indent="  ",
            break_on_hyphens=False,
            break_long_words=False,
        )


def _overview(questions: Iterable[Question], lang: str) -> Table:
    columns = (Column("name", whole=True), Column("summary"), Column("parameters"))
    rows = tuple(
        (
            question.name,
            question.summary_in(lang),
            ", ".join(f"{p.name}={p.default}" for p in question.params) or None,
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
