"""Wrong use at the command line: one line that says what to type, and exit 2."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from compute_race.basics.problems import UsageError
from compute_race.cli.query import read_query
from little_store import command, environment, write_store
from support import SEED, Called, call

Race = Callable[..., Called]


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_store(tmp_path_factory.mktemp("wrong") / "store"))


def told(found: Called, says: str) -> None:
    assert (found.code, found.out) == (2, "")
    assert says in found.err
    assert found.err.startswith("race: ")
    assert found.err.count("\n") == 1


@pytest.mark.parametrize("verb", ["compare", "why united-states"])
@pytest.mark.parametrize("empty", ["", ",", " , ,"])
@pytest.mark.parametrize("option", ["among", "modality", "scope"])
def test_a_list_that_names_nothing_is_told(race: Race, verb: str, option: str, empty: str) -> None:
    told(race(*verb.split(), f"--{option}", empty), f"--{option} names nothing - write --{option} ")


def test_an_empty_part_of_a_list_that_names_something_is_left_away(race: Race) -> None:
    asked = ("compare", "--as-of", "2025-03-01", "--format", "json")
    one, other = race(*asked, "--among", "amazon,"), race(*asked, "--among", "amazon")
    assert one.json()["rows"] == other.json()["rows"] != []


@pytest.mark.parametrize("option", ["--about", "--document"])
def test_an_empty_name_is_no_name(race: Race, option: str) -> None:
    told(race("conflicts", option, ""), 'is called ""')


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("currency=GBP", 'currency is "GBP", which is not a currency of the comparison: EUR, USD'),
        ("lang=zz", 'lang is "zz", which is not a language of the labels: en, fr - write lang=en'),
        ("lang=", 'lang is ""'),
        ("curency=EUR", "did you mean currency?"),
    ],
)
def test_a_value_outside_a_closed_set_is_told(race: Race, setting: str, says: str) -> None:
    told(race("ask", "who-plans-most-per-year", "--set", setting), says)


def test_a_documents_slug_needs_no_prefix(race: Race) -> None:
    slug = "alibaba-group-2025-02-24-form-6k"
    answers = {
        race("ask", "what-a-document-says", "--set", f"document={name}", "--format", "csv").out
        for name in (slug, f"src:{slug}", f"https://w3id.org/compute-race/source/{slug}")
    }
    assert len(answers) == 1
    assert f"{slug}#c01" in answers.pop()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["why", "openai-says-to-europe"], "race compare --format json names the ids"),
        (["why", "silicon-fr-alibaba-30-miliards"], f"did you mean {SEED}?"),
        (["why", "silicon-fr-alibaba-30-miliards#c01"], f"did you mean {SEED}?"),
        (["why", f"{SEED}#c99"], f"did you mean {SEED}#c"),
        (["why", "src:openai-says-to-europe"], "race compare --format json"),
        (
            ["why", "preferred#alibaba-380bn.plannedInvestment.2025-02-23"],
            "did you mean preferred#alibaba-380bn.plannedInvestment.",
        ),
        (["why", "preferred#alibaba-380b.plannedInvestment.x"], "did you mean alibaba-380bn"),
        (["why", "preferred#zzz.plannedInvestment.2025-02-24"], "race compare --format json"),
        (["why", "conflicts#alibaba-380bn.plannedInvestment.valeu"], "plannedInvestment.value"),
        (["conflicts", "--document", "openai-says-to-europe"], "the name of its file in graph"),
        (["conflicts", "--document", "silicon-fr-alibaba-30-milliard"], f"did you mean {SEED}?"),
        (["conflicts", "--document", "alibaba-group"], "no document is called"),
        (["conflicts", "--about", "openai-says-to-europe"], "race query lists what there is"),
        (["conflicts", "--about", "alibaba-380b"], "did you mean alibaba-380bn"),
        (
            ["ask", "what-a-document-says", "--set", "document=openai-says-to-europe"],
            "no document is called",
        ),
        (
            ["ask", "what-a-document-says", "--set", "document=silicon-fr-alibaba-30"],
            f"did you mean {SEED}?",
        ),
        (["ask", "competitors-of", "--set", f"organization={SEED}"], "nothing is called"),
        (["show", "openai-says-to-europe"], "race query lists them"),
        (["show", "silicon-fr-alibaba-30-miliards"], f"did you mean src:{SEED}"),
    ],
)
def test_an_unknown_name_gets_near_ones_of_its_kind_or_none(
    race: Race, arguments: list[str], says: str
) -> None:
    told(race(*arguments), says)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT * { rce:x ?p ?o }", "uses the prefix rce: and does not declare it - did you mean"),
        ("SELECT * { ?s a foaf:Person }", "the prefix foaf: and does not declare it - the known"),
        ("PREFIX f: <http://f/> SELECT * { f:x rdf:type xds:date }", "did you mean xsd?"),
        ('SELECT * { ?s ?p "foaf:x" ?o # foaf:y', "the query is malformed"),
        ("SELECT", "the query is malformed"),
        ("", "the query is empty"),
        (" ", "the query is empty"),
        ("./none", "the query file ./none cannot be read: No such file"),
        ("queries/none", "the query file queries/none cannot be read: No such file"),
        ("none.sparql", "the query file none.sparql cannot be read: No such file"),
    ],
)
def test_a_query_that_cannot_be_one_is_told(
    little: str, capsys: pytest.CaptureFixture[str], query: str, says: str
) -> None:
    told(call(capsys, "--store", little, "query", query), says)


def test_a_folder_is_no_query(
    little: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    found = call(capsys, "--store", little, "query", tmp_path)
    told(found, f"the query file {tmp_path} cannot be read: Is a directory")


@pytest.mark.parametrize("given", [b"\xff\xfe", b"ASK {} # caf\xe9"])
def test_a_query_that_is_no_text_is_told(little: str, given: bytes, tmp_path: Path) -> None:
    (tmp_path / "query.rq").write_bytes(given)
    for argument in ("-", str(tmp_path / "query.rq")):
        done = subprocess.run(
            command("--store", little, "query", argument),
            input=given,
            capture_output=True,
            env=environment(),
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"cannot be read: it is no UTF-8 text - byte " in done.stderr
        assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        "DESCRIBE<http://example.org/a/b>",
        "ASK{<http://x/y>?p?o}",
        "SELECT * { ?s ?p ?o } # a/b",
        "x" * 5000,
        "ASK",
    ],
)
def test_a_query_is_not_taken_for_a_path(text: str) -> None:
    assert read_query(text) == text


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "bom").write_bytes("\ufeffASK {}".encode())
    assert read_query(str(tmp_path / "bom")) == "ASK {}"
    with pytest.raises(UsageError):
        read_query(str(tmp_path))


@pytest.mark.parametrize("verb", ["compare", "build", "check", "show amazon", "import --list"])
@pytest.mark.parametrize(
    ("store", "says"),
    [
        ("ftp://x", "ftp://x is no store: only folders and http(s) addresses are - write --store"),
        ("file:///x", "file:///x is no store"),
        ("http://", "http:// is no store"),
        ("", "--store names no store - write --store FOLDER"),
        ("  ", "--store names no store"),
    ],
)
def test_a_store_is_a_folder_or_a_web_address(
    capsys: pytest.CaptureFixture[str], verb: str, store: str, says: str
) -> None:
    told(call(capsys, "--store", store, *verb.split()), says)
    told(call(capsys, *verb.split(), "--store", store), says)


def test_a_store_of_the_environment_is_checked_as_well(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RACE_STORE", "ftp://x")
    found = call(capsys, "compare")
    told(found, "ftp://x is no store: only folders and http(s) addresses are - write RACE_STORE=")


def test_an_address_may_be_in_capitals(capsys: pytest.CaptureFixture[str]) -> None:
    found = call(capsys, "--store", "HTTP://127.0.0.1:9/sparql", "show", "amazon")
    assert found.code == 3
    assert "http://127.0.0.1:9/sparql is out of reach" in found.err
