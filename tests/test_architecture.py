"""The house: who may import whom, read from the sources and not from a run.

Floors are packages; a module imports from its own floor or a lower one, never in a circle.
An import hidden in a function counts, and so does a module named in a string for
``importlib.import_module``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx
import pytest

from support import ROOT

SRC = ROOT / "src"
PACKAGE = "compute_race"

FLOORS = {
    "basics": 0,
    "sources": 1,
    "wikidata": 1,
    "dataset": 2,
    "validation": 3,
    "importing": 4,
    "inference": 4,
    "comparison": 5,
    "answering": 6,
    "audit": 6,
    "export": 7,
    "linking": 7,
    "pipeline": 7,
    "serving": 8,
    "library": 8,
    "": 8,
    "cli": 9,
    "__main__": 9,
}
#: Outlets of one floor that know nothing of each other.
APART = [("answering", "audit"), ("export", "pipeline"), ("importing", "inference")]
APART += [("sources", "wikidata"), ("export", "linking"), ("linking", "pipeline")]
#: Who may load a module by its name when it is asked for, so that a start stays quick.
LAZY = ("compute_race.cli", "compute_race.export.formats", "compute_race.answering.table")
LAZY += (
    "compute_race.basics.rates",
    "compute_race.dataset.store",
    "compute_race.validation.engine",
    "compute_race.library",
    "compute_race",
)
ADVISED, HARD = 300, 500


def name_of(path: Path) -> str:
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for path in sorted(SRC.rglob("*.py"))}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def named(module: str, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Give the project's modules that an import statement names."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        assert node.level == 0, f"{module}:{node.lineno}: relative import - write the full name"
        base = node.module or ""
        names = [
            f"{base}.{alias.name}" if f"{base}.{alias.name}" in FILES else base
            for alias in node.names
        ]
    yield from (name for name in names if name.split(".")[0] == PACKAGE)


def strings(module: str) -> Iterator[tuple[str, int]]:
    """Give the project's modules named in strings of a module that loads by name."""
    loads = any(
        isinstance(node, ast.Attribute) and node.attr == "import_module"
        for node in ast.walk(tree(module))
    )
    for node in ast.walk(tree(module)) if loads else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            target = node.value.partition(":")[0]
            if target in FILES and target != PACKAGE:
                yield target, node.lineno


@cache
def imports(module: str) -> frozenset[tuple[str, int]]:
    """Give what a module imports, wherever in it, with the lines."""
    found = {
        (target, node.lineno)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for target in named(module, node)
    }
    return frozenset(found | set(strings(module)))


def test_every_room_has_a_floor() -> None:
    assert {room(module) for module in FILES} == set(FLOORS)


@pytest.mark.parametrize("module", FILES)
def test_imports_go_downwards(module: str) -> None:
    floor = FLOORS[room(module)]
    upward = [
        f"{FILES[module].relative_to(ROOT)}:{line}: {target} is on floor"
        f" {FLOORS[room(target)]}, this is floor {floor}"
        for target, line in sorted(imports(module))
        if FLOORS[room(target)] > floor
    ]
    assert upward == []


def test_there_is_no_circle() -> None:
    graph = networkx.DiGraph()
    graph.add_edges_from((module, target) for module in FILES for target, _ in imports(module))
    circles = [sorted(found) for found in networkx.strongly_connected_components(graph)]
    circles = [found for found in circles if len(found) > 1]
    assert circles == []
    assert [module for module in graph if graph.has_edge(module, module)] == []


@pytest.mark.parametrize(("one", "other"), APART)
def test_outlets_do_not_know_each_other(one: str, other: str) -> None:
    across = [
        (module, target)
        for module in FILES
        for target, _ in imports(module)
        if {room(module), room(target)} == {one, other}
    ]
    assert across == []


@pytest.mark.parametrize("module", FILES)
def test_no_import_is_hidden_in_a_function(module: str) -> None:
    hidden = [
        f"{FILES[module].relative_to(ROOT)}:{inner.lineno}"
        for node in ast.walk(tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_only_some_load_modules_by_name() -> None:
    loading = {
        module
        for module in FILES
        for node in ast.walk(tree(module))
        if (isinstance(node, ast.Name) and node.id in ("import_module", "__import__"))
        or (isinstance(node, ast.Attribute) and node.attr == "import_module")
    }
    assert {m for m in loading if m not in LAZY and room(m) != "cli"} == set()


@pytest.mark.parametrize("module", FILES)
def test_nothing_inside_a_package_imports_from_its_init(module: str) -> None:
    packages = {name_of(path) for path in SRC.rglob("__init__.py")}
    inside = [
        f"{FILES[module].relative_to(ROOT)}:{line}: imports {target}"
        for target, line in sorted(imports(module))
        if target in packages and module.startswith(target + ".")
    ]
    assert inside == []


@pytest.mark.parametrize("path", sorted(SRC.rglob("__init__.py")), ids=name_of)
def test_an_init_holds_its_docstring_and_names(path: Path) -> None:
    module = name_of(path)
    assert ast.get_docstring(tree(module))
    if module == PACKAGE:
        return
    rest = tree(module).body[1:]
    assert all(
        isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
        for node in rest
    )


@pytest.mark.parametrize("module", FILES)
def test_modules_are_of_a_size_to_read(module: str) -> None:
    lines = len(FILES[module].read_text(encoding="utf-8").splitlines())
    assert lines <= HARD, f"{lines} lines - split it"
    assert lines <= ADVISED, f"{lines} lines - is it two things?"


@pytest.mark.parametrize("module", [module for module in FILES if room(module) != "cli"])
def test_only_the_command_line_speaks(module: str) -> None:
    spoken = [
        node.lineno
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("print", "input")
    ]
    assert spoken == []


@pytest.mark.parametrize("module", FILES)
def test_every_module_says_what_it_is_for(module: str) -> None:
    assert ast.get_docstring(tree(module))


def test_only_one_module_knows_the_names_of_folders() -> None:
    """``shared`` and ``bundled`` stand in ``basics/paths`` alone."""
    knowing = {
        module
        for module in FILES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and node.value in ("shared", "bundled")
    }
    assert knowing == {"compute_race.basics.paths"}
