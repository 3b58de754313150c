"""Every bad input gives exactly its problems: one clear line each, with file, line and rule.

``tests/data/invalid/expected.tsv`` has a row for each problem. The files are
checked against the small graph of ``tests/data/background``, so that the
real graph may change; files below ``pairs/X/`` are checked together, and
those below ``generated/`` are made here, because git cannot hold them.
"""

from __future__ import annotations

import contextlib
import csv
import os
import re
import socket
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from compute_race.basics.problems import Problem, Severity
from compute_race.validation.check import run_checks
from compute_race.validation.rules import RULES
from compute_race.validation.shapes import ShapesFile

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
ONTOLOGY = ROOT / "ontology"
BACKGROUND = TESTS / "data" / "background"
INVALID = TESTS / "data" / "invalid"

Row = tuple[str, int, str]


def expected() -> dict[str, list[Row]]:
    """Give the expected problems of each case: a file, or a folder of files given together."""
    cases: dict[str, list[Row]] = defaultdict(list)
    with (INVALID / "expected.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            parts = row["file"].split("/")
            case = "/".join(parts[:2]) if parts[0] == "pairs" else row["file"]
            cases[case].append((row["file"], int(row["line"]), row["rule"]))
    return dict(cases)


EXPECTED = expected()


def five_megabytes(path: Path) -> None:
    """Write a document with a text of five million letters on its eighteenth line."""
    text = (INVALID / "sources" / "claim-said-twice.ttl").read_text(encoding="utf-8")
    text = text.replace("claim-said-twice", path.stem)
    long_text = "a " * 2_500_000
    path.write_text(text.replace(" ent:bravo .", f'\n    "{long_text}" .'), encoding="utf-8")


def not_a_folder(path: Path) -> None:
    """Put a file where the path needs a folder."""
    path.parent.write_text("a file", encoding="utf-8")


def unreadable(path: Path) -> None:
    """Write a file; the fixture below refuses to read it."""
    path.write_text("# may not be read\n", encoding="utf-8")


def listening(path: Path) -> None:
    """Make a socket, by a path short enough for one."""
    with socket.socket(socket.AF_UNIX) as made, contextlib.chdir(path.parent):
        made.bind(path.name)


GENERATED: dict[str, Callable[[Path], None]] = {
    "generated/folder.ttl": Path.mkdir,
    "generated/missing.ttl": lambda path: None,
    "generated/pipe.ttl": os.mkfifo,
    "generated/socket.ttl": listening,
    "generated/device.ttl": lambda path: path.symlink_to("/dev/zero"),
    "generated/unreadable.ttl": unreadable,
    "generated/five-megabytes.ttl": five_megabytes,
    "generated/not-a-folder.ttl/inside.ttl": not_a_folder,
}


@pytest.fixture(autouse=True)
def _documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RACE_DOCUMENTS", str(BACKGROUND / "texts"))


@pytest.fixture(autouse=True)
def _privileges_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse the unreadable file to everybody, the superuser included."""
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "unreadable.ttl":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Give size and time of every file below a folder."""
    return {
        str(path): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def paths_of(case: str, folder: Path) -> list[Path]:
    """Give the paths of a case, making what has to be made below ``folder``."""
    if case.startswith("generated/"):
        path = folder / case
        (folder / "generated").mkdir()
        GENERATED[case](path)
        return [path]
    path = INVALID / case
    return sorted(path.rglob("*.ttl")) if path.is_dir() else [path]


def rows(problems: list[Problem], folder: Path) -> list[Row]:
    """Give problems as rows of the table."""
    return sorted(
        (
            Path(p.file)
            .relative_to(folder if folder in Path(p.file).parents else INVALID)
            .as_posix(),
            p.line,
            p.rule,
        )
        for p in problems
    )


@pytest.mark.parametrize("case", sorted(EXPECTED))
def test_bad_input_gives_its_problems(case: str, tmp_path: Path) -> None:
    paths = paths_of(case, tmp_path)
    folders = [BACKGROUND, INVALID / Path(case).parent, tmp_path]
    before = [snapshot(folder) for folder in folders]
    result = run_checks(ONTOLOGY, BACKGROUND, paths)
    assert rows(result.problems, tmp_path) == sorted(EXPECTED[case])
    assert [snapshot(folder) for folder in folders] == before, "nothing may be written"
    for problem in result.problems:
        line = str(problem)
        assert "\n" not in line
        assert problem.advice, "the advice says what to type"
        assert not re.search(r"Traceback|Error\(|object at 0x|<class|rust", line)
        assert len(line) < 700


def test_every_bad_input_is_in_the_table() -> None:
    files = {path.relative_to(INVALID).as_posix() for path in INVALID.rglob("*.ttl")}
    cases = {"/".join(f.split("/")[:2]) if f.startswith("pairs/") else f for f in files}
    assert cases | set(GENERATED) == set(EXPECTED)
    assert len(EXPECTED) >= 60


def test_the_background_is_sound() -> None:
    result = run_checks(ONTOLOGY, BACKGROUND)
    assert result.problems == []
    assert result.notes == []
    assert result.engine_used in ("native", "pyshacl")


def rule_ids() -> Iterator[str]:
    """Give the ids of all rules, Python's and SHACL's."""
    yield from (rule.id for rule in RULES)
    yield from ShapesFile.read(ONTOLOGY / "shapes.ttl").rules


def test_every_rule_is_in_the_table() -> None:
    told = {rule for problems in EXPECTED.values() for _, _, rule in problems}
    # Links are tables of their own: tests/test_validation_links.py breaks their rules.
    turtle = {rule for rule in rule_ids() if not rule.startswith("links-")}
    assert sorted(turtle - told) == []


def test_the_table_names_registered_rules_only() -> None:
    told = {rule for problems in EXPECTED.values() for _, _, rule in problems}
    assert told <= set(rule_ids())
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_warnings_are_no_violations() -> None:
    paths = [INVALID / "sources" / "document-says-nothing.ttl"]
    result = run_checks(ONTOLOGY, BACKGROUND, paths)
    assert [p.severity for p in result.problems] == [Severity.WARNING]
    assert result.violations == 0


@pytest.mark.parametrize("engine", ["native", "pyshacl"])
@pytest.mark.parametrize("name", ["sources/unit-missing.ttl", "entities/label-french-missing.ttl"])
def test_both_engines_and_languages(name: str, engine: str) -> None:
    result = run_checks(ONTOLOGY, BACKGROUND, [INVALID / name], engine=engine, lang="fr")  # type: ignore[arg-type]
    (problem,) = result.problems
    assert (problem.line, problem.rule) == EXPECTED[name][0][1:]
    assert re.search(r"écri", problem.advice)
