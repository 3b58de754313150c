"""The documentation is true: every command of it runs and prints what stands there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from compute_race.cli.main import VERBS, race

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DOCUMENTS = ("README.md", "graph/FORMAT.md", "queries/README.md", "ontology/README.md")


def examples(name: str) -> list[tuple[str, str]]:
    """Give each command of a document with the output printed below it."""
    found = []
    for block in BLOCK.findall((ROOT / name).read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


ALL = [(name, *example) for name in DOCUMENTS for example in examples(name)]


def run(command: str, store: Path) -> str:
    words = shlex.split(command)
    assert words[0] == "race", command
    result = subprocess.run(
        [sys.executable, "-m", "compute_race", *words[1:]],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={**_environment(), "RACE_STORE": str(store)},
        check=False,
    )
    assert result.returncode in (0, 1), result.stdout
    return result.stdout


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "RACE_DOCUMENTS")}


def fits(expected: str, actual: str) -> bool:
    """Tell whether output is as documented; a line of three points stands for any lines."""
    parts = [re.escape(line) for line in expected.rstrip("\n").split("\n")]
    pattern = "\n".join(parts).replace(re.escape("..."), "...")
    pattern = re.sub(r"(^|\n)\.\.\.(?=\n|$)", r"\1(?:.*\n)*?.*", pattern)
    return re.fullmatch(pattern, actual.rstrip("\n")) is not None


@pytest.mark.parametrize(("name", "command", "output"), ALL, ids=lambda value: str(value)[:50])
def test_a_documented_command_prints_what_is_documented(
    name: str, command: str, output: str, built: Path
) -> None:
    actual = run(command, built)
    assert fits(output, actual), f"{name}: $ {command} now prints:\n{actual}"


def test_the_readme_shows_output() -> None:
    assert len(examples("README.md")) >= 4
    assert all(output.strip() for _, output in examples("README.md"))


def test_the_readmes_python_runs(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RACE_STORE", str(built))
    blocks = PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - our own documentation


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_has_help_with_an_example(verb: str) -> None:
    with click.Context(race) as context:
        command = race.get_command(context, verb)
    assert command is not None
    assert (command.help or "").strip()
    assert "Example: race " in (command.epilog or ""), verb


#: What writes, and what does not end by itself: both have tests of their own.
WRITING = {"build", "diff", "export", "import", "new", "serve"}


@pytest.mark.parametrize("verb", sorted(set(VERBS) - WRITING))
def test_the_example_of_every_reading_command_runs(verb: str, built: Path) -> None:
    with click.Context(race) as context:
        command = race.get_command(context, verb)
    assert command is not None
    example = (command.epilog or "").removeprefix("Example: ")
    assert run(example, built).strip()


def test_the_readmes_links_lead_somewhere() -> None:
    for name in DOCUMENTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert ((ROOT / name).parent / target).exists(), f"{name}: {target}"


def test_a_wrong_output_would_be_noticed() -> None:
    assert fits("a\n...\nz\n", "a\nb\nc\nz\n")
    assert not fits("a\nb\n", "a\nc\n")
    assert not fits("a\n...\nz\n", "a\nb\n")
