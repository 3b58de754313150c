"""``race link``: what each step prints, and every wrong use in one line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import click
import pytest

from compute_race.basics.paths import links_folder
from compute_race.linking import explained
from compute_race.linking.ledger import TABLE, open_ledger
from compute_race.wikidata import client
from compute_race.wikidata.features import POINTS
from compute_race.wikidata.matching import Reason, Why
from support import Called
from wikidata_server import BROKEN, wikidata_server

Race = Callable[..., Called]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Give a copy of the judgements in which three things are open."""
    lines = (links_folder() / TABLE).read_text(encoding="utf-8").splitlines(keepends=True)
    left_out = ("ent:nvidia\t", "ent:openai\t", "ent:mgx\t")
    path = tmp_path / "wikidata.sssom.tsv"
    path.write_text("".join(line for line in lines if not line.startswith(left_out)))
    return path


def test_status_shows_every_kind_and_nothing_open(race: Race) -> None:
    rows = {row["kind"]: row for row in race("link", "status", "--format", "json").json()}
    assert {"organization", "medium", "initiative", "model", "place", "currency"} <= set(rows)
    assert rows["all"]["open"] == rows["all"]["unsure"] == 0
    assert rows["all"]["linked"] + rows["all"]["none"] == rows["all"]["all"]
    for name in rows["all"]:
        if name != "kind":
            assert rows["all"][name] == sum(rows[k][name] for k in rows if k != "all")
    printed = race("link", "status", "--lang", "fr").out
    assert "à juger" in printed
    assert max(map(len, printed.splitlines())) <= 80


def test_lists_and_the_least_certain(race: Race) -> None:
    assert race("link", "status", "--list", "open").err.strip() == "none"
    likely = race("link", "status", "--list", "likely", "--kind", "initiative").out
    assert likely.startswith("paris-ai-action-summit: initiative, none")
    least = race("link", "status", "--least", 10, "--format", "json").json()
    assert len(least) == 10
    assert [row["confidence"] for row in least] == ["0.6"] * 10
    assert all(row["comment"] for row in least)


def test_candidates_are_explained(race: Race) -> None:
    (found,) = race("link", "candidates", "openai", "--rejected", "--format", "json").json()
    assert (found["outcome"], found["source"]) == ("match", "snapshot 2026-11-27")
    best, second = found["candidates"][:2]
    assert (best["id"], second["id"]) == ("Q21708200", "Q124605186")
    assert {"name", "verdict", "points", "detail"} == set(best["features"][0])
    (again,) = race("link", "candidates", "openai", "--format", "json").json()
    assert "Q124605186" not in {one["id"] for one in again["candidates"]}


def test_candidates_fit_a_terminal(race: Race) -> None:
    for arguments in (
        ("nvidia", "openai", "--rejected"),
        ("--name", "Acme"),
        ("--name", "x" * 500),
    ):
        found = race("link", "candidates", *arguments)
        assert found.code == 0
        whole = [line for line in found.out.splitlines() if " " in line.strip()]
        assert max(map(len, whole), default=0) <= 80
        assert "()" not in found.out


def test_a_thing_named_twice_is_looked_for_once(race: Race) -> None:
    asked = race("link", "candidates", "nvidia", "ent:nvidia", "nvidia", "--format", "json").json()
    assert [one["about"] for one in asked] == ["nvidia"]


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", 2, "has no column name"),
        (b"name\tcolour\nx\tred\n", 2, 'there is no column "colour"'),
        (bytes(range(256)), 2, "not UTF-8"),
        (b"name\n" + b"x" * 200_000, 2, ":2: a line of 200,"),
        (b'name\n"open\n', 2, ":2: unexpected end"),
        (
            b"name\tkind\nx\tmodel\n\nx\tfirm\n",
            1,
            ':4: violation: names-row: there is no kind "firm"',
        ),
        (b"name\n", 0, "nothing is open"),
    ],
)
def test_a_file_of_names_is_told_where_it_is_wrong(
    race: Race, tmp_path: Path, data: bytes, code: int, said: str
) -> None:
    path = tmp_path / "names.tsv"
    path.write_bytes(data)
    called = race("link", "candidates", "--from", path)
    assert (called.code, called.out, called.err.count("\n")) == (code, "", 1)
    assert said in called.err


def test_candidates_of_names_from_a_file(race: Race, tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("name\tkind\tcountry\tP5531\nNVIDIA Corp.\torganization\tUS\t1045810\n")
    (found,) = race("link", "candidates", "--from", path, "--format", "json").json()
    assert (found["outcome"], found["candidates"][0]["id"]) == ("match", "Q182477")
    printed = race("link", "candidates", "--name", "Gemini", "--kind", "model").out
    assert "candidates: the best reaches" in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["statu"], "there is no command statu, did you mean status?"),
        (["status", "--kind", "firm"], 'there is no kind "firm"'),
        (["status", "--least", "3", "--list", "open"], "--least takes neither"),
        (["candidates", "no-such"], "there is no entity no-such"),
        (["candidates", "alibaba-380bn"], "is an announcement"),
        (["candidates", "--country", "FR"], "what is known is of a --name"),
        (["candidates", "x", "--name", "y"], "exclude each other"),
        (["candidates", "--name", "x", "--id", "P1=2"], "is no identifier"),
        (["candidates", "--name", "x", "--inception", "May"], "is no date"),
        (["candidates", "--name", "x", "--inception", "1999-13"], "is no date"),
        (["candidates", "--name", "x", "--country", "FRA"], "is no code of a country"),
        (["candidates", "--name", "x", "--kind", "compny"], "did you mean company?"),
        (["candidates", "--name", "x", "--id", "P5531="], "is no identifier"),
        (["candidates", "--name", " "], "a row without a name"),
        (["candidates", "--from", "x", "--kind", "model"], "what is known is of a --name"),
        (["candidates", "--from", "/no/such"], "cannot be read"),
        (["candidates", "mgx", "--source", "search"], "needs a user agent"),
        (["candidates", "mgx", "--endpoint", "http://x"], "asked without a network"),
        (
            ["candidates", "mgx", "--source", "reconciliation", "--user-agent", "a b@c.org"],
            "needs its address",
        ),
        (["review", "--to", "a", "--from", "b"], "exclude each other"),
        (["review", "--reviewer", "Jane"], "no id of a reviewer"),
        (["review", "--kind", "firm"], 'there is no kind "firm"'),
        (["drift", "--only", "changes"], "changes need a newer reading"),
        (["drift", "--save", "x"], "nothing is read from the network"),
        (["drift", "--against", "a", "--online"], "exclude each other"),
        (["drift", "--online"], "needs a user agent"),
        (["propose", "--retrieved", "soon"], "is no day of the past"),
        (["propose", "--retrieved", "2999-01-01"], "is no day of the past"),
        (["measure", "/no/such"], "cannot be read"),
    ],
)
def test_wrong_use_is_one_line(race: Race, arguments: list[str], said: str) -> None:
    called = race("link", *arguments)
    assert called.code == 2, called
    assert said in called.err
    assert called.err.count("\n") == 1


def test_sssom_in_parts(race: Race, tmp_path: Path) -> None:
    whole = (links_folder() / TABLE).read_text(encoding="utf-8")
    assert race("link", "sssom").out == whole
    links = race("link", "sssom", "--only", "links", "--format", "json").json()
    assert {row["predicate_id"] for row in links} == {
        "skos:exactMatch",
        "skos:closeMatch",
        "skos:broadMatch",
    }
    out = tmp_path / "x.tsv"
    assert "rows in" in race("link", "sssom", "--only", "not", "--out", out).err
    assert all(
        "\tNot\t" in line
        for line in out.read_text(encoding="utf-8").splitlines()
        if line.startswith("ent:")
    )


def test_measure_prints_figures_by_kind(race: Race) -> None:
    called = race("link", "measure", Path(__file__).parent / "data" / "gold_links.tsv")
    assert called.out.splitlines()[-1].startswith("all")
    assert max(map(len, called.out.splitlines())) <= 80


def answers(monkeypatch: pytest.MonkeyPatch, *texts: str) -> list[str]:
    """Answer the questions of a review; an exception's name in capitals is raised."""
    left = list(texts)

    def prompt(*_: Any, **__: Any) -> str:
        if not left:
            raise click.Abort
        text = left.pop(0)
        if text == "CTRL-C":
            raise click.Abort
        return text

    monkeypatch.setattr(click, "prompt", prompt)
    return left


def test_a_review_keeps_each_judgement_and_goes_on(
    race: Race, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "?", "foo", "9", "x2 a twin", "CTRL-C")
    called = race("link", "review", "openai", "mgx", "--table", table)
    assert "1 judgement on record" in called.err
    assert "there is no candidate 9" in called.err
    assert '"foo" is no answer' in called.err
    assert "candidate 1 is the same thing" in called.out
    (row,) = (row for row in open_ledger(table).rows if row.subject_id == "ent:openai")
    assert (row.is_negative, row.comment) == (True, "a twin")
    assert called.out.count("1/2  openai") == 2

    answers(monkeypatch, "l none found", "1 right", "u")
    called = race("link", "review", "mgx", "openai", "nvidia", "--table", table)
    assert "3 judgements on record" in called.err
    rows = {row.subject_id: row for row in open_ledger(table).rows if not row.is_negative}
    assert rows["ent:mgx"].is_nothing
    assert (rows["ent:openai"].object_id, rows["ent:openai"].comment) == ("wd:Q21708200", "right")
    assert rows["ent:nvidia"].is_unsure

    answers(monkeypatch)
    called = race("link", "review", "--table", table)
    assert "1/1  nvidia" in called.out


def test_a_fault_of_a_service_loses_no_judgement(
    race: Race, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manners = replace(client.WIKIDATA_MANNERS, repeats=0, pause=0.0, first_wait=0.0, read=2.0)
    monkeypatch.setitem(client.PoliteClient.__init__.__kwdefaults__, "manners", manners)
    with wikidata_server() as server:

        def prompt(*_: Any, **__: Any) -> str:
            # The first question came up; the service breaks before the second.
            server.faults += [BROKEN] * 50
            return "l not found yet"

        monkeypatch.setattr(click, "prompt", prompt)
        service = ("--source", "search", "--endpoint", server.api)
        who = ("--user-agent", "Jane Doe jane@example.org")
        asked = ("link", "review", "mgx", "openai", "--table", table, *service, *who)
        called = race(*asked)
    assert called.code == 2
    assert "answers with status 500" in called.err.splitlines()[-1]
    (row,) = (row for row in open_ledger(table).rows if row.subject_id == "ent:mgx")
    assert (row.is_nothing, row.comment) == (True, "not found yet")
    assert row.object_source_version.startswith("search 127.0.0.1")


def test_a_file_is_recorded_whole_or_not_at_all(race: Race, table: Path, tmp_path: Path) -> None:
    todo = tmp_path / "todo.tsv"
    called = race("link", "review", "--to", todo, "--table", table)
    assert "3 entities to decide on" in called.err
    lines = todo.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("entity\tdecision\titem")
    edited = []
    for line in lines:
        cells = line.split("\t")
        if cells[0] == "mgx":
            cells[1] = "none"
        elif cells[2] == "Q21708200":
            cells[1] = "same"
        elif cells[0] == "openai":
            cells[1] = "not"
        elif cells[0] == "nvidia":
            cells[1] = "sme"
        edited.append("\t".join(cells))
    todo.write_text("\n".join(edited) + "\n", encoding="utf-8")
    before = table.read_bytes()
    called = race("link", "review", "--from", todo, "--table", table)
    assert called.code == 1
    assert 'there is no decision "sme" - did you mean same?' in called.err
    assert table.read_bytes() == before

    todo.write_text("\n".join(edited).replace("sme", "same") + "\n", encoding="utf-8")
    assert race("link", "review", "--from", todo, "--table", table).code == 0
    ledger = open_ledger(table)
    linked = {row.subject_id: row.object_id for row in ledger.rows if row.is_link}
    assert (linked["ent:openai"], linked["ent:nvidia"]) == ("wd:Q21708200", "wd:Q182477")


def test_json_is_json_in_every_step(race: Race) -> None:
    for step in (["status"], ["drift", "nvidia"], ["propose", "nvidia"], ["sssom"]):
        json.loads(race("link", *step, "--format", "json").out)


def test_people_are_told_in_their_language(race: Race) -> None:
    told = race("link", "candidates", "openai", "--rejected", "--lang", "fr").out
    assert "trouvé\u00a0: " in told
    assert "devant le suivant" in told
    assert re.search(r"^ +nom +\+0\.60", told, re.M)
    assert (
        "organisation, liée, Q182477"
        in race("link", "status", "--list", "linked", "--lang", "fr").out
    )
    assert "élément" in race("link", "drift", "google", "--lang", "fr").err


def test_every_reason_and_feature_has_a_french_word() -> None:
    assert set(explained._REASONS) == set(get_args(Why))
    named = {name for name, _ in POINTS} | {"name", "only one of this name"}
    assert named == set(explained._FEATURES)
    for why in get_args(Why):
        values = ("1", "2") if why in ("low", "ahead") else ("1",) if why == "close" else ()
        assert explained.reason_in(Reason(why, values), "fr") != str(Reason(why, values))
