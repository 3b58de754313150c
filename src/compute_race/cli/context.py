"""What every verb is told: which store, which language, how much to say.

Imports click and nothing heavy, so that ``race --help`` stays quick.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeVar

import click

from compute_race.basics.paths import default_store
from compute_race.basics.problems import UsageError

Lang = Literal["en", "fr"]
LANGUAGES: Final[tuple[Lang, ...]] = ("en", "fr")

_F = TypeVar("_F", bound=Callable[..., Any])


def _default_location() -> str:
    # Read here too, because a path cannot hold the address of an endpoint.
    named = os.environ.get("RACE_STORE")
    return _location(named, "RACE_STORE=") if named else str(default_store())


def _location(given: str, option: str) -> str:
    """Check where a store is said to be; ``UsageError`` for what is no folder and no endpoint."""
    if not given.strip():
        raise UsageError(f"{option.strip()} names no store", f"write {option}FOLDER")
    scheme, is_address, rest = given.partition("://")
    if not is_address:
        return given
    if scheme.lower() not in ("http", "https") or not rest:
        raise UsageError(
            f"{given} is no store: only folders and http(s) addresses are",
            f"write {option}FOLDER or {option}https://...",
        )
    return f"{scheme.lower()}://{rest}"


@dataclass
class Context:
    """The global options of one call.

    ``location`` is the folder of an embedded store or the address of a SPARQL
    1.1 endpoint; ``lang`` the language of labels and summaries.
    """

    location: str = field(default_factory=_default_location)
    lang: Lang = "en"
    quiet: bool = False
    debug: bool = False

    @property
    def is_remote(self) -> bool:
        """Tell whether the store is an endpoint on the network."""
        return self.location.startswith(("http://", "https://"))

    def note(self, text: str) -> None:
        """Say something beside the answer: on stderr, and not at all with ``--quiet``."""
        if not self.quiet:
            click.echo(text, err=True)


pass_context = click.make_pass_decorator(Context, ensure=True)


def _store(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.ensure_object(Context).location = _location(value, "--store ")


def _lang(context: click.Context, _: click.Parameter, value: Lang | None) -> None:
    if value is not None:
        context.ensure_object(Context).lang = value


def _quiet(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.ensure_object(Context).quiet = True


def _debug(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.ensure_object(Context).debug = True


def shared_options(command: _F) -> _F:
    """Accept the global options; used on ``race`` itself and on each verb, so both places work."""
    for decorate in reversed(
        (
            click.option(
                "--store",
                metavar="PATH-or-URL",
                callback=_store,
                expose_value=False,
                help="Folder of the built graph, or the URL of a SPARQL endpoint.",
            ),
            click.option(
                "--lang",
                type=click.Choice(LANGUAGES),
                callback=_lang,
                expose_value=False,
                help="Language of labels and summaries.",
            ),
            click.option(
                "--quiet",
                is_flag=True,
                callback=_quiet,
                expose_value=False,
                help="No progress and no notes.",
            ),
            click.option(
                "--debug",
                is_flag=True,
                callback=_debug,
                expose_value=False,
                help="Show the traceback of a failure.",
            ),
        )
    ):
        command = decorate(command)
    return command
