"""The command ``race``: finds the verb, runs it, and turns every failure into one line.

Exit codes: 0 fine; 1 violations found or no answer; 2 wrong use; 3 the store
is missing, broken or unreachable; 70 a fault of the program itself; 130
interrupted.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, NoReturn, TextIO

import click

from compute_race.basics.problems import ProblemsError, RaceError
from compute_race.basics.version import VERSION
from compute_race.cli.context import Context, shared_options
from compute_race.cli.lazy import LazyGroup

INTERNAL: Final = 70
INTERRUPTED: Final = 130
#: What the system says of an output that takes no more.
_FULL: Final = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF))

#: Each verb: where it is, and its line in ``race --help`` (loading it for that would be slow).
VERBS: Final[dict[str, tuple[str, str]]] = {
    "build": ("build:build", "Read, check, infer, make comparable, and write the store."),
    "check": ("check:check", "Tell everything that is wrong with the hand-kept files."),
    "compare": ("compare:compare", "Rank what was announced, in one currency and per year."),
    "why": (
        "why:why",
        "Walk a number back: rate, division, rule, documents, positions, sentences.",
    ),
    "conflicts": (
        "conflicts:conflicts",
        "List claims that disagree: inside a document and across documents.",
    ),
    "ask": ("ask:ask", "Answer one of the stored questions."),
    "query": ("query:query", "Answer any SPARQL 1.1 query."),
    "show": ("show:show", "Show all that is known of an entity, a document or a claim."),
    "export": ("export:export", "Write the graph in the format of another tool."),
    "link": ("link:link", "Link entities to Wikidata: judge, review, compare, give back."),
    "serve": ("serve:serve", "Serve the graph over HTTP until Ctrl-C."),
    "diff": ("diff:diff", "Tell what changed between two builds, as facts."),
    "import": (
        "importing:import_",
        "Import data sets of others, each into a graph of its own.",
    ),
    "new": ("new:new", "Write a template to fill in: a source, an entity or a question."),
}


class _Verbs(LazyGroup):
    verbs = VERBS


@click.group(
    cls=_Verbs,
    name="race",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Example: race compare --among alibaba-group,amazon --per year --currency EUR",
)
@shared_options
@click.version_option(VERSION, prog_name="race", message="%(prog)s %(version)s")
@click.pass_context
def race(ctx: click.Context) -> None:
    """Who announced how much computing power, by when, and who says so."""
    ctx.ensure_object(Context)


def run(arguments: Sequence[str]) -> int:
    """Run one call of ``race`` and give its exit code; never raises."""
    debug = "--debug" in arguments
    try:
        _unprintable_as_question_mark()
        code = _invoke(list(arguments))
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader had enough, as in `race query ... | head`: nothing to tell.
        _let_go(sys.stdout)
        return 0
    except (KeyboardInterrupt, click.Abort):
        _tell("race: interrupted")
        return INTERRUPTED
    except ProblemsError as error:
        _trace(debug)
        for problem in error.problems:
            _tell(str(problem))
        return error.exit_code
    except RaceError as error:
        _trace(debug)
        _tell(_line(str(error)))
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        _tell(error.ctx.get_help() if error.ctx else error.format_message())
        return 2
    except click.ClickException as error:
        _trace(debug)
        _tell(_line(_usage(error)))
        return 2
    except Exception as error:
        _trace(debug)
        if _is_full(error):
            _let_go(sys.stdout)
            reason = getattr(error, "strerror", "")
            _tell(_line(f"the answer cannot be written: {reason} - free space, or write elsewhere"))
            return 2
        advice = "" if debug else " - run it again with --debug and report what it shows"
        _tell(_line(f"internal error: {type(error).__name__}: {error}{advice}"))
        return INTERNAL


def main() -> NoReturn:
    """Be the entry point of the command."""
    # A process of a moment, with next to no circles to collect: looking for them costs a tenth.
    gc.disable()
    if "_RACE_COMPLETE" in os.environ:
        race.main(prog_name="race")
    code = run(sys.argv[1:])
    # The interpreter looks once more when it ends, unless nothing is left to look at.
    gc.freeze()
    sys.exit(code)


def _invoke(arguments: list[str]) -> int:
    try:
        with race.make_context("race", arguments) as context:
            result = race.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return result if isinstance(result, int) else 0


def _usage(error: click.ClickException) -> str:
    message = error.format_message().rstrip(".")
    if isinstance(error, click.exceptions.NoSuchOption):
        near = error.possibilities or []
        hint = f", did you mean {' or '.join(sorted(near))}?" if near else ""
        message = f"there is no option {error.option_name}{hint}"
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context is not None else "race"
    return f"{message[:1].lower()}{message[1:]} - see: {path} --help"


def _is_full(error: Exception) -> bool:
    """Tell whether an output takes no more; an error with a file's name is of that file."""
    return isinstance(error, OSError) and error.filename is None and error.errno in _FULL


def _tell(text: str) -> None:
    """Say something on stderr, or nothing where that takes no more either."""
    try:
        click.echo(text, err=True)
    except OSError:
        _let_go(sys.stderr)


def _let_go(stream: TextIO) -> None:
    """Send what is still buffered nowhere, so that it does not fail again at the end."""
    # A stream that a test put there has no descriptor.
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _line(text: str) -> str:
    return "race: " + " ".join(text.split())


def _trace(debug: bool) -> None:
    if debug:
        traceback.print_exc()


def _unprintable_as_question_mark() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
