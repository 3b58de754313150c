"""Templates: in canonical form, in the right place, never over something."""

from pathlib import Path

import pytest

from compute_race.answering.questions import read_question
from compute_race.basics.paths import shown
from compute_race.cli.main import run
from compute_race.cli.templates import KINDS
from compute_race.sources.canonical import format_problems
from compute_race.sources.turtle import read_turtle
from little_store import race

ORGANIZATIONS = """\
PREFIX ent: <https://w3id.org/compute-race/id/>
PREFIX race: <https://w3id.org/compute-race/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# A comment of its own
ent:bravo a race:Company ;
    rdfs:label "Bravo Inc."@en, "Bravo"@fr ;
    race:identifierNote "none read" .

ent:the-paper a race:Publisher ;
    rdfs:label "The Paper"@en, "The Paper"@fr ;
    race:website "https://www.paper.example/"^^xsd:anyURI .
"""
URL = "https://paper.example/2025/Big_plan-of-Acme-and-all-the-others.html?x=1"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "graph" / "entities").mkdir(parents=True)
    (tmp_path / "queries").mkdir()
    (tmp_path / "graph" / "entities" / "organizations.ttl").write_text(ORGANIZATIONS, "utf-8")
    return tmp_path


def make(root: Path, *arguments: str) -> int:
    return run(["new", *arguments, "--into", str(root)])


def assert_canonical(path: Path) -> None:
    file, problems = read_turtle(path, shown(path))
    assert problems == []
    assert file is not None
    assert format_problems(file) == []


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ((), "the-paper-undated-big-plan-of-acme-and"),
        (("--date", "2025-02", "--slug", "plan"), "the-paper-2025-02-plan"),
        (("--publisher", "xinhua", "--date", "2025", "--slug", "p"), "xinhua-2025-p"),
        (("--date", "2025-02-24", "--language", "zh", "--slug", "p"), "the-paper-2025-02-24-p"),
    ],
)
def test_a_source(
    root: Path, options: tuple[str, ...], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make(root, "source", URL, *options) == 0
    path = root / "graph" / "sources" / f"{name}.ttl"
    assert_canonical(path)
    captured = capsys.readouterr()
    assert captured.out == f"{shown(path)}\n"
    assert captured.err.startswith("next: fill in")
    assert URL in path.read_text("utf-8")


def test_a_source_of_an_unknown_publisher(root: Path) -> None:
    assert make(root, "source", "https://www.other-site.org/") == 2
    assert make(root, "source", "https://www.other-site.org/a.html") == 0
    path = root / "graph" / "sources" / "other-site-org-undated-a.ttl"
    assert "race:publisher ent:TODO ;" in path.read_text("utf-8")


def test_nothing_is_ever_overwritten(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert make(root, "source", URL, "--slug", "p") == 0
    path = root / "graph" / "sources" / "the-paper-undated-p.ttl"
    path.write_text("mine", "utf-8")
    assert make(root, "source", URL, "--slug", "p") == 2
    assert path.read_text("utf-8") == "mine"
    assert "exists - choose another name" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("source", "not-a-url"),
        ("source", "ftp://paper.example/x"),
        ("source", "https://paper.example/a b"),
        ("source", URL, "--date", "2025-02-30"),
        ("source", URL, "--date", "yesterday"),
        ("source", URL, "--language", "french"),
        ("source", URL, "--slug", "Big Plan"),
        ("source", URL, "--publisher", "../x"),
        ("entity", "Acme", "--kind", "Company"),
        ("entity", "bravo", "--kind", "Place"),
        ("entity", "acme", "--kind", "Planet"),
        ("question", "a/b"),
    ],
)
def test_a_bad_call_writes_nothing(
    root: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(root.rglob("*"))
    assert make(root, *arguments) == 2
    assert sorted(root.rglob("*")) == before
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert captured.out == ""


@pytest.mark.parametrize("kind", [kind for kinds in KINDS.values() for kind in kinds])
def test_an_entity_of_each_kind(root: Path, kind: str) -> None:
    assert make(root, "entity", "acme", "--kind", kind) == 0
    name = next(name for name, kinds in KINDS.items() if kind in kinds)
    path = root / "graph" / "entities" / f"{name}.ttl"
    assert_canonical(path)
    assert f"ent:acme a race:{kind} ;" in path.read_text("utf-8")


@pytest.mark.parametrize(("slug", "before"), [("acme", "ent:bravo"), ("charlie", "ent:the-paper")])
def test_an_entity_stands_in_order_and_keeps_the_rest(
    root: Path, slug: str, before: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "graph" / "entities" / "organizations.ttl"
    assert make(root, "entity", slug, "--kind", "Company") == 0
    text = path.read_text("utf-8")
    start = text.index(f"ent:{slug} ")
    end = text.index("\n\n", start) + 2
    assert text[:start] + text[end:] == ORGANIZATIONS
    assert before in text[end : end + 60]
    line = int(capsys.readouterr().out.rpartition(":")[2])
    assert text.splitlines()[line - 1].startswith(f"ent:{slug} ")


def test_a_file_that_is_not_canonical_is_left_alone(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "graph" / "entities" / "organizations.ttl"
    path.write_text(ORGANIZATIONS + "\n", "utf-8")
    assert make(root, "entity", "acme", "--kind", "Company") == 2
    assert "race check --fix-format" in capsys.readouterr().err
    assert path.read_text("utf-8") == ORGANIZATIONS + "\n"


def test_a_question_runs_but_wants_its_summary(root: Path) -> None:
    assert make(root, "question", "my-question") == 0
    path = root / "queries" / "compare" / "my-question.rq"
    _, problems = read_question(path)
    assert [(problem.rule, problem.line) for problem in problems] == [("question-summary", 1)]
    path.write_text(path.read_text("utf-8").replace("TODO", "What?"), "utf-8")
    assert read_question(path)[1] == []
    assert make(root, "question", "my-question") == 2


def test_without_a_checkout_it_says_where_to_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("compute_race.cli.new.checkout", lambda: None)
    assert run(["new", "question", "x"]) == 2
    assert "give --into FOLDER" in capsys.readouterr().err
    assert make(tmp_path, "question", "x") == 2


def test_new_alone_prints_its_help() -> None:
    done = race("new")
    assert done.returncode == 2
    assert "entity" in done.stderr
