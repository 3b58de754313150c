"""``race link review`` at a real terminal and from files: what was judged is on record."""

from __future__ import annotations

import fcntl
import os
import pty
import resource
import select
import signal
import subprocess
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from compute_race.basics.paths import links_folder
from compute_race.basics.problems import ProblemsError, UsageError
from compute_race.linking.decisions import decisions_text, read_decisions, reviewed
from compute_race.linking.entities import Entity
from compute_race.linking.ledger import TABLE, open_ledger
from compute_race.linking.rows import Rows
from compute_race.wikidata.items import Item, Statement
from compute_race.wikidata.matching import decide
from compute_race.wikidata.wanted import Wanted
from little_store import command, environment
from support import Called

Race = Callable[..., Called]
OPEN = ("openai", "mgx", "nvidia")
#: What is asked before each answer.
PROMPT = b"help): "
CTRL_C, CTRL_D = "\x03", "\x04"
_PATIENCE = 30.0


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Give a copy of the judgements in which three things are open."""
    lines = (links_folder() / TABLE).read_text(encoding="utf-8").splitlines(keepends=True)
    left_out = tuple(f"ent:{slug}\t" for slug in OPEN)
    path = tmp_path / "wikidata.sssom.tsv"
    path.write_text("".join(line for line in lines if not line.startswith(left_out)))
    return path


def judged(table: Path) -> list[tuple[str, str]]:
    """Give what is on record of the three things, in the order of the table."""
    subjects = tuple(f"ent:{slug}" for slug in OPEN)
    return [
        (row.subject_id.removeprefix("ent:"), f"{row.predicate_modifier} {row.object_id}".strip())
        for row in open_ledger(table).rows
        if row.subject_id in subjects
    ]


def at_terminal(store: Path, table: Path, slugs: Sequence[str], *answers: str) -> tuple[int, str]:
    """Review at a terminal of its own, an answer a question; give the exit code and the screen."""
    ours, theirs = pty.openpty()

    def take_terminal() -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    child = subprocess.Popen(
        command("--store", str(store), "link", "review", *slugs, "--table", str(table)),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(TERM="dumb"),
        start_new_session=True,
        preexec_fn=take_terminal,
    )
    os.close(theirs)
    seen, asked, left = b"", 0, list(answers)
    until = time.monotonic() + _PATIENCE
    try:
        while time.monotonic() < until:
            if not select.select([ours], [], [], 0.5)[0]:
                if not left and answers[-1] == CTRL_C:
                    # Pressed just before the program began to wait for a line.
                    os.write(ours, CTRL_C.encode())
                continue
            try:
                got = os.read(ours, 4096)
            except OSError:
                break
            if not got:
                break
            seen += got
            if left and seen[asked:].endswith(PROMPT):
                asked = len(seen)
                text = left.pop(0)
                os.write(ours, (text if text in (CTRL_C, CTRL_D) else f"{text}\n").encode())
        return child.wait(timeout=1), seen.decode("utf-8", "replace")
    finally:
        child.kill()
        child.wait()
        os.close(ours)


@pytest.mark.parametrize("stop", [CTRL_C, CTRL_D])
def test_an_interruption_keeps_what_was_judged_and_the_next_call_goes_on(
    built: Path, table: Path, stop: str
) -> None:
    code, screen = at_terminal(built, table, OPEN, "1 the company", stop)
    assert code == 0, screen
    assert "1 judgement on record" in screen.splitlines()[-1]
    assert judged(table) == [("openai", "wd:Q21708200")]
    assert "Traceback" not in screen

    code, screen = at_terminal(built, table, (), "s", "skip")
    assert code == 0, screen
    assert ("1/2  " in screen, "2/2  " in screen, "/3" in screen) == (True, True, False)
    assert len(judged(table)) == 1


def test_every_answer_is_taken_or_refused_in_one_line(built: Path, table: Path) -> None:
    wrong = ("foo", "²", "0", "9" * 5000, "x", "Qabc", "n1", "not", "q1", "same", "Q21708200x", "c")
    code, screen = at_terminal(
        built, table, OPEN, *wrong, "x2 a twin", "same 1 by its site", "none in print", "u"
    )
    assert code == 0, screen
    assert "internal error" not in screen
    refusals = [line for line in screen.splitlines() if line.startswith("  ") and " - " in line]
    assert len([line for line in refusals if "type ? for" in line or "write " in line]) == len(
        wrong
    )
    assert max(map(len, refusals)) <= 120
    assert judged(table) == [
        ("mgx", "sssom:NoTermFound"),
        ("nvidia", "wd:Q182477"),
        ("openai", "wd:Q21708200"),
        ("openai", "Not wd:Q124605186"),
    ]
    rows = {row.object_id: row for row in open_ledger(table).rows if row.subject_id == "ent:openai"}
    assert rows["wd:Q21708200"].comment == "by its site"
    assert rows["wd:Q124605186"].comment == "a twin"
    (nothing,) = (row for row in open_ledger(table).rows if row.subject_id == "ent:mgx")
    assert (nothing.is_nothing, nothing.comment) == (True, "in print")


def test_a_full_disk_in_the_middle_loses_nothing(built: Path, table: Path) -> None:
    """A limit on the size of files stands for the disk."""
    before = table.read_bytes()

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run(
        command("--store", str(built), "link", "review", "openai", "--table", str(table)),
        input="1\nq\n",
        # What counts lines would meet the same limit.
        env={name: value for name, value in environment().items() if "COV" not in name},
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "cannot be written: file too large" in done.stderr
    assert "0 judgements on record" in done.stderr
    assert "Traceback" not in done.stderr
    assert table.read_bytes() == before
    assert [path.name for path in table.parent.iterdir()] == [table.name]


def test_what_may_be_judged_is_told(race: Race, table: Path, tmp_path: Path) -> None:
    for arguments, said in (
        (("alibaba-380bn",), "is an announcement: Wikidata has no such items"),
        (("mgx", "--kind", "model"), "slugs and --kind exclude each other"),
        (("mgx", "--from", tmp_path / "x"), "a file of decisions names what it is about"),
        (("no-such",), "there is no entity no-such"),
        (("--from", tmp_path / "none"), "cannot be read"),
        (("mgx", "--reviewer", "orcid:0000-0002-1825-0098"), "does not fit the others"),
    ):
        called = race("link", "review", *arguments, "--table", table)
        assert (called.code, called.err.count("\n")) == (2, 1)
        assert said in called.err


def test_a_file_without_decisions_changes_nothing(race: Race, table: Path, tmp_path: Path) -> None:
    todo = tmp_path / "todo.tsv"
    assert race("link", "review", *OPEN, "--to", todo, "--table", table).code == 0
    stamp = table.stat().st_mtime_ns
    called = race("link", "review", "--from", todo, "--table", table)
    assert (called.code, "0 judgements on record" in called.err) == (0, True)
    assert table.stat().st_mtime_ns == stamp


ACME = Entity("ent:acme", "x", "organization", "Company", "Acme", Wanted("Acme", "organization"))
ZEBRA = Entity("ent:zebra", "x", "organization", "Company", "Zebra", Wanted("Zebra"))
MERGED = Item("Q2", {"en": "New Acme"}, redirects=("Q1",))
MEANINGS = Item("Q3", {"en": "Acme"}, statements={"P31": (Statement("P31", "Q4167410"),)})


def known(qid: str) -> Item | None:
    return {"Q1": MERGED, "Q2": MERGED, "Q3": MEANINGS}.get(qid)


@pytest.mark.parametrize(
    ("word", "item", "said"),
    [
        ("Same", "Q9", "did you mean same"),
        ("foo", "", "no decision"),
        ("same", "", "needs an item"),
        ("not", "", "needs an item"),
        ("none", "Q9", "takes no item"),
        ("likely", "Q9", "takes no item"),
        ("same", "9", "no id of an item"),
        ("same", "Q0", "no id of an item"),
        ("same", "Q1", "was merged into Q2"),
        ("close", "Q1", "was merged into Q2"),
        ("broad", "Q3", "only lists what a name may mean"),
    ],
)
def test_what_cannot_go_on_record_is_told(word: str, item: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        reviewed(ACME, word, item, known)


@pytest.mark.parametrize("item", ["Q9", "wd:Q9", "https://www.wikidata.org/wiki/Q9"])
def test_an_item_may_be_written_in_several_ways(item: str) -> None:
    assert reviewed(ACME, "same", item, known).item == "Q9"
    assert reviewed(ACME, "not", "Q3", known).judgement("x").is_negative


def decisions(folder: Path, *rows: str, header: str = "entity\tdecision\titem\tcomment") -> Path:
    path = folder / "decisions.tsv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        (("acme\tsame\tQ5\t", "acme\tsame\tQ6\t"), 3, "acme is judged same Q5 in line 2"),
        (("acme\tsame\tQ5\t", "", "acme\tnone\t\t"), 4, "acme is judged same Q5 in line 2"),
        (("acme\tnot\tQ5\t", "acme\tsame\tQ5\t"), 3, "acme is judged not Q5 in line 2"),
        (("acme\tlikely\tQ5\t", "acme\tunsure\t\t"), 3, "acme is judged likely in line 2"),
        (('acme\t\tQ5\t"two\nlines"', "acme\tsame\tx\t"), 4, "no id of an item"),
        (("acme\tsame", ""), 2, "cells where the header has"),
        (("acne\tsame\tQ5\t",), 2, "did you mean acme"),
    ],
)
def test_a_row_that_cannot_stand_is_told_by_its_line(
    tmp_path: Path, rows: tuple[str, ...], line: int, said: str
) -> None:
    with pytest.raises(ProblemsError) as caught:
        read_decisions(decisions(tmp_path, *rows), [ACME, ZEBRA], known)
    (problem,) = caught.value.problems
    assert (problem.line, problem.rule) == (line, "review-row")
    assert said in problem.message + problem.advice


def test_one_answer_in_every_row_of_an_entity_is_one_decision(tmp_path: Path) -> None:
    rows = ("acme\tnone\tQ5\tlooked", "acme\tnone\tQ6\t", "zebra\tnot\tQ7\t", "zebra\tsame\tQ8\t")
    found = read_decisions(decisions(tmp_path, *rows), [ACME, ZEBRA], known)
    assert [(one.entity.slug, one.word, one.item, one.comment) for one in found] == [
        ("acme", "none", "", "looked"),
        ("zebra", "not", "Q7", ""),
        ("zebra", "same", "Q8", ""),
    ]


def test_names_with_quotation_marks_come_back_from_a_file_to_decide_in(tmp_path: Path) -> None:
    wanted = Wanted('"Acme"', "organization")
    items = [Item("Q5", {"en": '"Acme'}, {}, {"en": 'a "firm"\tof\n"tricks'}), Item("Q6")]
    path = tmp_path / "decisions.tsv"
    text = decisions_text([(ACME, decide(wanted, items)), (ZEBRA, decide(wanted, []))], 5)
    path.write_text(text, encoding="utf-8")
    found = Rows(path).each("x", lambda row, line: (line, row["entity"], row["label"]))
    assert found == [(2, "acme", '"Acme, a "firm" of "tricks'), (3, "zebra", "")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "has no column entity, decision, item"),
        (b"\n\n", "has no column"),
        (bytes(range(256)), "not UTF-8"),
        (b"entity\tdecision\titem\titem\n", "two columns item"),
        (b'entity\tdecision\titem\nacme\t"same\tQ5\n', ":2: unexpected end"),
        (b'entity\tdecision\titem\nacme\tsame\t"Q5"x\n', ":2: "),
        (b"entity\tdecision\titem\nacme\tsame\t" + b"Q" * 200_000 + b"\n", ":2: a line of 200,"),
    ],
)
def test_a_file_that_is_no_table_is_told(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=said):
        read_decisions(path, [ACME], known)


def test_a_mark_at_the_start_and_other_line_ends_are_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes("\ufeffentity\tdecision\titem\r\nacme\tsame\tQ5\r\n\r\n".encode())
    (found,) = read_decisions(path, [ACME], known)
    assert (found.word, found.item) == ("same", "Q5")
