"""One answer in every format: for people rounded, for programs exact, in files by their name."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from compute_race.answering.story_tables import stories_markdown, stories_table
from compute_race.answering.why import Explainer
from compute_race.basics.problems import UsageError
from compute_race.cli.formats import ENDINGS, form_of_file
from compute_race.dataset.store import EmbeddedStore
from little_store import command, environment, write_store
from support import SEED, Called, call

AS_OF = ("--as-of", "2025-03-01")
Race = Callable[..., Called]

#: Each verb that answers, and something it answers to.
VERBS = [
    ("compare", *AS_OF),
    ("why", "alibaba-380bn"),
    ("why", "european-union", *AS_OF),
    ("why", f"{SEED}#c04"),
    ("conflicts", "--inside"),
    ("ask", "competitors-of"),
    ("ask", "--list"),
    ("query", "SELECT ?label { ent:alibaba-group rdfs:label ?label } ORDER BY ?label"),
    ("show", "alibaba-380bn"),
]


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_verb_answers_in_every_format(race: Race, verb: tuple[str, ...]) -> None:
    texts = {form: race(*verb, "--format", form) for form in ("table", "json", "csv", "markdown")}
    assert {found.code for found in texts.values()} == {0}
    assert json.loads(texts["json"].out)
    rows = list(csv.reader(io.StringIO(texts["csv"].out)))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert "| --- |" in texts["markdown"].out.replace("---:", "---")
    assert "|" not in texts["table"].out
    assert race(*verb, "--format", "text").out == texts["table"].out


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_a_table_of_markdown_has_cells_for_its_columns(race: Race, verb: tuple[str, ...]) -> None:
    lines = race(*verb, "--format", "markdown").out.splitlines()
    columns = 0
    for line in lines:
        if line.startswith("|"):
            cells = line.replace("\\|", "").count("|") - 1
            assert cells == (columns or cells), line
            columns = cells
        else:
            columns = 0


def test_a_story_as_a_table_has_every_claim_and_reason(real: EmbeddedStore) -> None:
    (story,) = Explainer(real).why("alibaba-380bn")
    told: dict[str, Any] = story.as_dict()
    rows = stories_table([story]).records()
    ids = {(row["role"], row["id"]) for row in rows}
    for role, key in (("said-by", "claims"), ("period", "period_claims")):
        for item in told[key]:
            assert (role, item["claim"].rpartition("/")[2]) in ids
    aside = {row["reason"] for row in rows if row["role"] in ("set-aside", "period-set-aside")}
    assert aside == {item["reason"] for item in told["set_aside"]}
    (stated,) = [row for row in rows if row["role"] == "stated"]
    assert stated["id"] == told["id"]
    rates = {row["unit"]: row["rate"] for row in rows if row["role"] == "converted"}
    assert {u: str(r) for u, r in rates.items()} == {
        made["currency"]: made["rate"]["value"]
        for made in told["conversions"]
        if made["currency"] != told["stated"]["unit"]
    }


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_for_people_no_code_is_left(real: EmbeddedStore, lang: str) -> None:
    explainer = Explainer(real, lang=lang)
    text = stories_markdown([*explainer.why("alibaba-380bn"), *explainer.conflicts()], lang)
    cells = {cell.strip() for line in text.splitlines() for cell in line.split("|")}
    for code in ("said-by", "set-aside", "plannedInvestment", "not-own-document", "value"):
        assert code not in cells
    assert ("dit par" in cells) == (lang == "fr")


def test_conflicts_as_a_table_are_by_their_sides(race: Race) -> None:
    rows = list(csv.DictReader(io.StringIO(race("conflicts", "--format", "csv").out)))
    found = race("conflicts", "--format", "json").json()
    for conflict in found:
        lines = [row for row in rows if row["story"] == conflict["id"]]
        sides = [row for row in lines if row["role"] == "side"]
        assert len(sides) == len(conflict["sides"])
        claims = sum(len(side["claims"]) for side in conflict["sides"])
        assert len([row for row in lines if row["role"] == "said-by"]) == claims


def test_a_page_as_csv_has_all_its_parts(race: Race) -> None:
    page = race("show", "alibaba-group", "--format", "json").json()
    rows = list(csv.DictReader(io.StringIO(race("show", "alibaba-group", "--format", "csv").out)))
    count = {name: len([r for r in rows if r["section"] == name]) for name in ("fact", "source")}
    assert count == {"fact": len(page["facts"]), "source": len(page["sources"])}
    relations = [row for row in rows if row["section"] == "relation"]
    assert len(relations) == len(page["relations"])
    assert any(row["name"].startswith("^") for row in relations)
    for row, fact in zip((r for r in rows if r["section"] == "fact"), page["facts"], strict=True):
        assert (row["low"], row["high"]) == (fact["low"] or "", fact["high"] or "")
        assert fact["claim"].endswith(row["claim"])


def test_a_query_for_triples_is_no_table(race: Race) -> None:
    found = race("query", "DESCRIBE ent:amazon", "--format", "markdown")
    assert (found.code, found.out) == (2, "")
    assert "use --format turtle, nt" in found.err
    assert race("query", "ASK {}", "--format", "markdown").out == "true\n"


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.png", b"\x89PNG"),
        ("a.svg", b"<?xml"),
        ("a.html", b"<!doctype html>"),
        ("a.csv", b"rank,"),
        ("a.json", b"{"),
        ("a.md", b"| # |"),
        ("a.MD", b"| # |"),
        ("a.txt", b"Planned investment a year"),
    ],
)
def test_a_files_name_chooses_the_format(
    race: Race, tmp_path: Path, name: str, start: bytes
) -> None:
    out = tmp_path / name
    assert race("compare", *AS_OF, "--out", out).code == 0
    assert out.read_bytes().lower().startswith(start.lower())


@pytest.mark.parametrize("by", ["announcement", "bloc"])
def test_a_text_file_holds_the_table_as_it_is_printed(race: Race, tmp_path: Path, by: str) -> None:
    out = tmp_path / "a.txt"
    printed = race("compare", *AS_OF, "--by", by)
    race("compare", *AS_OF, "--by", by, "--out", out)
    assert out.read_text(encoding="utf-8") == printed.out
    assert race("compare", *AS_OF, "--by", by, "--out", "-").out == printed.out


def test_a_blocs_table_says_what_it_counts(race: Race) -> None:
    found = race("compare", *AS_OF, "--by", "bloc")
    row = race("compare", *AS_OF, "--by", "bloc", "--format", "json").json()["rows"][0]
    assert all(part in found.out for part in row["parts"])
    assert found.out.count("  counted\n") >= len(row["parts"])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--out", "a.xml"], "a.xml: .xml is no known format - write --format, or end in .txt"),
        (["--out", "a.jsn"], "did you mean .json?"),
        (["--out", "a"], "a: its name has no ending"),
        (["--out", "a.md", "--format", "csv"], "a.md is a file of markdown, and --format asks for"),
        (["--out", "a.txt", "--format", "markdown"], "a.txt is a file of table"),
        (["--format", "png"], "a picture needs a file - write --out ranking.png"),
    ],
)
def test_a_name_that_says_nothing_or_another_thing_is_told(
    race: Race,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    found = race("compare", *AS_OF, *options)
    assert (found.code, found.out) == (2, "")
    assert says in found.err
    assert found.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_format_asked_for_decides_where_a_name_says_nothing() -> None:
    assert form_of_file(Path("answer"), "csv") == "csv"
    assert form_of_file(Path("answer.dat"), "png") == "png"
    for ending, form in ENDINGS.items():
        assert form_of_file(Path(f"answer{ending}"), form) == form
        assert form_of_file(Path(f"answer{ending}"), None) == form
    with pytest.raises(UsageError):
        form_of_file(Path(".json"), None)


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_store(tmp_path_factory.mktemp("formats") / "store"))


FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


@needs_full
@pytest.mark.parametrize(
    "verb",
    [
        ("query", "SELECT * { ?s ?p ?o }"),
        ("query", "DESCRIBE ent:acme", "--format", "turtle"),
        ("query", "ASK {}", "--format", "markdown"),
        ("show", "acme"),
        ("show", "acme", "--format", "json"),
        ("why", "src:the-paper-acme#c01"),
        ("conflicts", "--format", "csv"),
        ("ask", "--list"),
        ("export", "graphml", "--out", "-"),
        ("--help",),
        ("--version",),
    ],
    ids=" ".join,
)
def test_where_nothing_more_fits_it_is_told(little: str, verb: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            command("--store", little, *verb),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=environment(),
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("race: the answer cannot be written: No space left")
    assert done.stderr.count("\n") == 1


@needs_full
def test_a_full_place_for_notes_is_no_traceback(little: str) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            command("--store", little, "show", "nobody"),
            stdout=subprocess.PIPE,
            stderr=full,
            env=environment(),
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.parametrize("verb", ["show acme", "query 'ASK {}'", "conflicts --format csv"])
def test_a_closed_output_is_told(little: str, verb: str) -> None:
    line = " ".join(command("--store", little)) + f" {verb} >&-"
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(),
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "race: the answer cannot be written: standard output is closed\n"


def test_an_answer_that_is_empty_is_still_a_table(
    little: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = call(capsys, "--store", little, "conflicts", "--format", "csv")
    assert found.out.startswith("story,about,measure,role,id,")
    assert found.out.count("\n") == 1
    for form in ("markdown", "table"):
        found = call(capsys, "--store", little, "conflicts", "--format", form)
        assert (found.code, found.out, found.err) == (0, "", "no conflict\n")
    assert call(capsys, "--store", little, "conflicts", "--format", "json").json() == []
