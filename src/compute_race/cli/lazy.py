"""A group of commands whose modules are imported when they are called, so that help is quick."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import ClassVar

import click

from compute_race.basics.suggestions import did_you_mean


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called.

    ``verbs`` gives, by name, where a command is (``module:name`` below ``cli``), and its line in
    the help, which would be slow to load.
    """

    verbs: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the verbs in the order of the work."""
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a verb and give its command."""
        if cmd_name not in self.verbs:
            return None
        module, _, name = self.verbs[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(f"compute_race.cli.{module}"), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.verbs[cmd_name][0]} is no command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; an unknown one is told with its nearest neighbours."""
        name = args[0]
        if name not in self.verbs and not name.startswith("-"):
            hint = did_you_mean(name, self.verbs)
            raise click.UsageError(f"there is no command {name}{hint and ', ' + hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.verbs.items()])
