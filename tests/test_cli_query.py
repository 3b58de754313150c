"""The command line: one-line failures, exit codes, formats, and queries that can be stopped."""

import json
import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import compute_race
from compute_race.basics.problems import Problem, ProblemsError, StoreError
from compute_race.cli import main as cli
from compute_race.cli.context import Context
from compute_race.cli.guard import GuardedStore
from compute_race.cli.options import ensure_store
from compute_race.cli.query import read_query
from little_store import ENDLESS, command, environment, race, write_store

NAMES = 'SELECT ?s ?l { ?s rdfs:label ?l FILTER(LANG(?l) = "fr") } ORDER BY ?s'


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_store(tmp_path_factory.mktemp("cli") / "store"))


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield (*path, name), found
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))


def test_help_of_the_program_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from compute_race.cli.main import run\n"
        "code = run(['--help'])\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    loaded = set(done.stderr.split())
    assert "click" in loaded
    assert not loaded & {"pyoxigraph", "rdflib", "networkx", "rich", "pandas", "matplotlib"}
    assert all(name in done.stdout for name in cli.VERBS)


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import compute_race, sys; print('pyoxigraph' in sys.modules, compute_race.__version__)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.split() == ["False", compute_race.__version__]


def test_every_command_has_help_with_an_example() -> None:
    for path, found in commands(cli.race):
        assert found.help, path
        assert found.epilog is not None, path
        assert found.epilog.startswith("Example: race " + " ".join(path)), path
        assert "--store" in [o for p in found.params for o in p.opts] or path[0] == "new", path


def test_the_line_of_each_verb_is_that_of_its_help() -> None:
    for (name, *rest), found in commands(cli.race):
        if not rest and found.help is not None:
            assert found.help.splitlines()[0] == cli.VERBS[name][1], name


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["quer"], "race: there is no command quer, did you mean query? - see: race --help"),
        (["--stor", "x"], "race: there is no option --stor, did you mean --store? - see: race"),
        (["query"], "race: missing argument 'TEXT|FILE|-' - see: race query --help"),
        (["query", "ASK{}", "--format", "yaml"], "race: invalid value for '--format': 'yaml' is"),
        (["query", "ASK{}", "--timeout", "0"], "race: invalid value for '--timeout': 0.0 is not"),
        (["query", "--fromat", "x"], "race: there is no option --fromat, did you mean --format?"),
        (["--lang", "de", "query", "ASK{}"], "race: invalid value for '--lang': 'de' is not one"),
        (["query", "none.rq"], "race: the query file none.rq cannot be read: No such file"),
        (["query", "SELECT"], "race: the query is malformed: error at 1:"),
        (["query", "ASK {}", "--format", "turtle"], "race: turtle is for CONSTRUCT and DESCRIBE"),
        (["query", "DESCRIBE ent:acme", "--format", "csv"], "race: csv is for SELECT and ASK"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(store: str, arguments: list[str], message: str) -> None:
    done = race("--store", store, *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_no_verb_prints_the_help() -> None:
    done = race()
    assert done.returncode == 2
    assert "Usage: race" in done.stderr


def test_a_missing_store_is_exit_3(tmp_path: Path) -> None:
    done = race("query", "ASK {}", "--store", str(tmp_path / "none"))
    assert done.returncode == 3
    assert done.stderr.endswith(f" - run: race build --store {tmp_path / 'none'}\n")
    assert done.stderr.count("\n") == 1


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    done = race("--debug", "--store", str(tmp_path), "query", "ASK {}")
    assert done.returncode == 3
    assert "Traceback" in done.stderr
    assert "Traceback" in race("query", "ASK {}", "--debug", "--store", str(tmp_path)).stderr


def test_the_store_can_come_from_the_environment(store: str) -> None:
    assert race("query", "ASK {}", RACE_STORE=store).stdout == "true\n"


def test_select_in_every_format(store: str) -> None:
    def answer(form: str) -> str:
        done = race("--store", store, "query", NAMES, "--format", form)
        assert done.stderr == ""
        return done.stdout

    assert "ent:acme-cloud  Acme Nuage" in answer("table")
    bindings = json.loads(answer("json"))["results"]["bindings"]
    assert bindings[1]["l"] == {
        "type": "literal",
        "value": "Les 10 milliards d'Acme",
        "xml:lang": "fr",
    }
    row = "https://w3id.org/compute-race/id/acme-10bn,Les 10 milliards d'Acme"
    assert answer("csv").splitlines()[2] == row
    assert answer("tsv").startswith("?s\t?l\n")
    tag = "{http://www.w3.org/2005/sparql-results#}result"
    assert len(ET.fromstring(answer("xml")).findall(f".//{tag}")) == 5  # noqa: S314


def test_ask_in_every_format(store: str) -> None:
    for form, text in [("table", "true\n"), ("csv", "true\n"), ("tsv", "true\n")]:
        assert race("--store", store, "query", "ASK {}", "--format", form).stdout == text
    done = race("--store", store, "query", "ASK { ?s a race:Nothing }", "--format", "json")
    assert json.loads(done.stdout)["boolean"] is False


def test_construct_is_sorted_and_the_same_each_time(store: str) -> None:
    text = "CONSTRUCT { ?s a [ rdfs:label ?l ] } { ?s rdfs:label ?l }"
    first = race("--store", store, "query", text, PYTHONHASHSEED="1").stdout
    assert first == race("--store", store, "query", text, PYTHONHASHSEED="2").stdout
    assert first.startswith("PREFIX ent: <")
    lines = race("--store", store, "query", text, "--format", "nt").stdout.splitlines()
    assert lines == sorted(lines)
    described = race("--store", store, "query", "DESCRIBE ent:earth").stdout
    assert 'ent:earth a race:Place ;\n\trdfs:label "Earth"@en , "Terre"@fr' in described


def test_query_from_file_and_standard_input(store: str, tmp_path: Path) -> None:
    path = tmp_path / "names.rq"
    path.write_text(NAMES, encoding="utf-8")
    texts = {race("--store", store, "query", given).stdout for given in (NAMES, str(path))} | {
        race("--store", store, "query", "-", given=NAMES).stdout
    }
    assert len(texts) == 1


def test_what_is_a_file_and_what_a_query(tmp_path: Path) -> None:
    long = "ASK { " + "?s ?p ?o . " * 1000 + "}"
    assert read_query(long) == long
    assert read_query("ASK { ?s ?p <x.rq> }") == "ASK { ?s ?p <x.rq> }"
    (tmp_path / "bad.sparql").write_bytes(b"\xff\xfe\x00")
    done = race("query", str(tmp_path / "bad.sparql"))
    assert done.returncode == 2
    assert "it is no UTF-8 text" in done.stderr


def test_a_long_query_is_stopped_when_its_time_is_over(store: str) -> None:
    before = time.monotonic()
    done = race("--store", store, "query", ENDLESS, "--timeout", "0.7")
    assert done.returncode == 2
    assert done.stderr.startswith("race: the query took longer than 0.7 s - ")
    assert time.monotonic() - before < 60


@pytest.mark.skipif(os.name == "nt", reason="signals are sent the POSIX way")
def test_control_c_stops_a_long_query(store: str) -> None:
    process = subprocess.Popen(
        command("--store", store, "query", ENDLESS),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        # A shell starts what it runs in the background with the signal ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    out, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (out, complaint) == ("", "race: interrupted\n")


def test_a_reader_that_has_enough_is_no_failure(store: str) -> None:
    many = "SELECT ?a ?b { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z } LIMIT 60000"
    process = subprocess.Popen(
        command("--store", store, "query", many, "--format", "csv"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == "a,b\n"
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


def test_the_guard_gives_terms_back_whole(store: str) -> None:
    text = 'SELECT * { VALUES (?a ?b ?c) { ("x"@en 1.50 UNDEF) (<http://x> true "n\\n") } }'
    direct = ensure_store(Context(location=store)).query(text)
    guarded = GuardedStore(store)
    assert guarded.query(text) == direct
    assert guarded.describe()["id"] == "little"
    triples = guarded.query("CONSTRUCT { ent:acme ?p ?o } { ent:acme ?p ?o }")
    assert isinstance(triples, tuple)
    assert len(triples) > 3


def test_the_guard_tells_of_a_broken_child(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compute_race.cli.guard._MODULE", "compute_race.no_such_module")
    with pytest.raises(StoreError, match=r"was not answered: .*no_such_module"):
        GuardedStore(store).query("ASK {}")


def failing(error: BaseException) -> click.Command:
    @click.command()
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (KeyboardInterrupt(), 130, "race: interrupted\n"),
        (
            ValueError("odd\nthing"),
            70,
            "race: internal error: ValueError: odd thing - run it again",
        ),
        (
            ProblemsError([Problem("b.ttl", 2, "r", "m", "do"), Problem("a.ttl", 1, "r", "m")]),
            1,
            "a.ttl:1: violation: r: m\nb.ttl:2: violation: r: m - do\n",
        ),
    ],
)
def test_failures_of_a_command(
    error: BaseException,
    code: int,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cli.LazyGroup, "get_command", lambda *_: failing(error))
    assert cli.run(["query"]) == code
    assert capsys.readouterr().err.startswith(line)


def test_version_and_help_end_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"race {compute_race.__version__}\n"
    assert cli.run(["query", "-h"]) == 0
    assert "Example: race query" in capsys.readouterr().out


def test_list_of_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str) -> None:
    questions = tmp_path / "queries" / "compare"
    questions.mkdir(parents=True)
    (questions / "names.rq").write_text(
        "#+ summary: What is it called?\n#+ summary-fr: Quel est son nom ?\n"
        "#+ param thing: slug = acme\n#+ column label: string\n"
        "SELECT ?label { VALUES ?thing { <https://w3id.org/compute-race/id/acme> }\n"
        "?thing <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?label\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("compute_race.cli.ask.data_folder", lambda name: tmp_path / name)

    def ask(*arguments: str, code: int = 0) -> str:
        out = tmp_path / "out"
        with out.open("w", encoding="utf-8") as file, monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", file)
            assert cli.run(["--store", store, *arguments]) == code
        return out.read_text(encoding="utf-8")

    assert "names\n  What is it called?\n  --set thing=acme\n" in ask("ask", "--list")
    assert "Quel est son nom ?" in ask("--lang", "fr", "ask")
    assert json.loads(ask("ask", "--list", "--format", "json"))[0]["name"] == "names"
    assert ask("ask", "names", "--set", "thing=earth", "--format", "csv") == "label\nEarth\nTerre\n"
    assert ask("ask", "names", "--format", "markdown").startswith("| label |\n")
    found = json.loads(ask("ask", "names", "--set", "thing=earth", "--format", "json"))
    assert found["question"]["params"] == {"thing": "earth"}
    assert found["rows"] == [{"label": "Earth"}, {"label": "Terre"}]
    assert ask("ask", "names").startswith("What is it called?\n")
    for wrong in (
        ["namse"],
        ["names", "--set", "x"],
        ["names", "--set", "thing=A"],
        ["x", "--list"],
    ):
        assert ask("ask", *wrong, code=2) == ""
    assert ask("ask", "names", "--set", "thing=a", "--set", "thing=b", code=2) == ""
