"""``race export`` as a user meets it: what is written, what is said, and what is left behind."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

import compute_race
from compute_race.basics.files import write_file, write_files, writing
from compute_race.basics.problems import UsageError
from compute_race.export.formats import FORMATS
from compute_race.export.network import to_networkx
from compute_race.pipeline.build import build
from foundation import laid_foundation
from little_store import command, environment
from support import Called, call

Race = Callable[..., Called]
AS_OF = ("--as-of", "2025-03-01")
#: Formats of one file that hold the whole network.
WHOLE = [name for name, form in FORMATS.items() if form.takes == "projection"]
PARTS = ("mermaid", "svg", "png")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the foundation: sixteen exports of the whole graph take a minute."""
    folder = tmp_path_factory.mktemp("exported") / "store"
    build(folder, laid_foundation())
    return folder


@pytest.mark.parametrize("form", [name for name in FORMATS if name not in PARTS])
def test_every_format_of_the_whole_graph_is_written(
    capsys: pytest.CaptureFixture[str], small: Path, tmp_path: Path, form: str
) -> None:
    done = call(capsys, "export", form, *AS_OF, "--out", tmp_path / "out", "--store", small)
    assert (done.code, done.out) == (0, "")
    assert f"wrote {form} for {FORMATS[form].tools}" in done.err
    files = [path for path in (tmp_path / "out", *(tmp_path / "out").glob("*")) if path.is_file()]
    assert all(path.stat().st_size for path in files)
    assert len(files) == (1 if FORMATS[form].takes != "folder" else len(files))
    assert files


@pytest.mark.parametrize("form", PARTS)
def test_a_part_of_the_graph_as_a_picture(race: Race, tmp_path: Path, form: str) -> None:
    part = ("--around", "alibaba-380bn", "--hops", "1")
    files = [tmp_path / "one", tmp_path / "two"]
    for file in files:
        done = race("export", form, *AS_OF, *part, "--out", file)
        assert done.code == 0, done.err
    assert files[0].read_bytes() == files[1].read_bytes()
    refused = race("export", form, *AS_OF, "--out", tmp_path / "all")
    assert refused.code == 2
    assert "--around SLUG" in refused.err
    assert sorted(os.listdir(tmp_path)) == ["one", "two"]


def test_a_picture_names_its_colours_and_sources(race: Race, tmp_path: Path) -> None:
    race("export", "svg", *AS_OF, "--around", "alibaba-380bn", "--out", tmp_path / "x.svg")
    text = (tmp_path / "x.svg").read_text(encoding="utf-8")
    for expected in ("organization", "announcement", "Sources:", "Alibaba Group", "2025-03-01"):
        assert expected in text


def test_networkx_is_the_same_graph(built: Path, race: Race, tmp_path: Path) -> None:
    race("export", "node-link", *AS_OF, "--out", tmp_path / "x.json")
    graph = compute_race.open(built)
    mine = graph.networkx(as_of="2025-03-01")
    assert nx.utils.graphs_equal(mine, to_networkx(graph.projection(as_of="2025-03-01")))
    assert mine.nodes["alibaba-380bn"]["kind"] == "announcement"
    assert mine.has_edge(
        "alibaba-380bn", "alibaba-group", "alibaba-380bn|announcedBy|alibaba-group"
    )
    around = graph.networkx(as_of="2025-03-01", around="alibaba-group", metrics=("degree",))
    assert around.nodes["alibaba-group"]["degree"] == around.degree("alibaba-group")
    with pytest.raises(ValueError, match="there is no view claim"):
        graph.networkx("claim")  # type: ignore[arg-type]


def test_the_library_warns_of_what_a_format_cannot_hold(built: Path, tmp_path: Path) -> None:
    graph = compute_race.open(built)
    with pytest.warns(UserWarning, match="place"):
        out = graph.export("geojson", tmp_path / "x.geojson", as_of="2025-03-01")
    assert out.read_bytes().startswith(b"{")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        graph.export("gexf", tmp_path / "x.gexf", as_of="2025-03-01")


WRONG = {
    "an unknown format": (("visio",), "there is no format visio"),
    "a mistyped format": (("graphlm",), "did you mean graphml"),
    "nowhere to write": (("gexf",), "write --out FILE"),
    "no folder": (("csv",), "write --out FOLDER"),
    "an unknown kind": (("gexf", "--kind", "company", "--out", "x"), "--kind does not know"),
    "an unknown node": (("gexf", "--around", "alibaba-grup", "--out", "x"), "alibaba-group"),
    "hops from nowhere": (("gexf", "--hops", "2", "--out", "x"), "--around SLUG"),
    "an unknown metric": (("gexf", "--metrics", "degrees", "--out", "x"), "degree"),
    "an unknown measure": (("gexf", "--measure", "capx", "--out", "x"), "--measure does not know"),
    "no one currency": (("gexf", "--currency", "original", "--out", "x"), "--currency EUR"),
    "an unknown currency": (("gexf", "--currency", "XYZ", "--out", "x"), "does not know"),
    "no day": (("gexf", "--as-of", "yesterday", "--out", "x"), "write --as-of 2025-03-01"),
    "several files to one stream": (("csv", "--out", "-"), "write --out FOLDER"),
    "a part of all triples": (("nquads", "--kind", "place", "--out", "x"), "CONSTRUCT"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_use_is_one_line_and_writes_nothing(
    race: Race, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, expected = WRONG[what]
    done = race("export", *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done.err
    assert expected in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["gexf", "csv", "nquads"])
def test_an_unwritable_place_is_one_line(race: Race, tmp_path: Path, form: str) -> None:
    done = race("export", form, *AS_OF, "--out", tmp_path / "no" / "such" / "x")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "cannot be written" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["gexf", "graphml", "csv", "html", "nquads"])
def test_a_full_disk_leaves_no_half_of_a_file(built: Path, tmp_path: Path, form: str) -> None:
    """A limit on the size of files stands for the disk; the old file stays."""
    out = tmp_path / "x"
    if FORMATS[form].takes == "folder":
        out.mkdir()
        (out / "nodes.csv").write_text("old")
    else:
        out.write_text("old")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run(
        command("--store", str(built), "export", form, *AS_OF, "--out", str(out)),
        # What counts lines would meet the same limit.
        env={name: value for name, value in environment().items() if "COV" not in name},
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "cannot be written: file too large" in done.stderr
    assert "Traceback" not in done.stderr
    left = {path.name: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"nodes.csv" if out.is_dir() else "x": "old"}


def test_an_interrupt_leaves_no_half_of_a_file(built: Path, tmp_path: Path) -> None:
    """It comes when the file has been begun, before the picture is laid out."""
    child = subprocess.Popen(
        command("--store", str(built), "export", "gexf", "--out", str(tmp_path / "x")),
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    while not os.listdir(tmp_path) and child.poll() is None:
        time.sleep(0.001)
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=60)
    assert (child.returncode, os.listdir(tmp_path)) == (130, []), told


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fails() -> None:
        with writing(tmp_path / "x") as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert list(tmp_path.iterdir()) == []


def test_of_several_files_all_are_written_or_none(tmp_path: Path) -> None:
    def fails(_: object) -> int:
        raise UsageError("no", "x")

    made = write_files(tmp_path / "good", [("a", lambda f: f.write(b"1")), ("b", lambda f: 0)])
    assert made == [1, 0]
    assert sorted(os.listdir(tmp_path / "good")) == ["a", "b"]
    write_file(tmp_path / "good" / "a", b"old")
    for folder in ("bad", "good"):
        with pytest.raises(UsageError):
            write_files(tmp_path / folder, [("a", lambda f: f.write(b"2")), ("b", fails)])
    assert not (tmp_path / "bad").exists()
    assert (tmp_path / "good" / "a").read_bytes() == b"old"
    with pytest.raises(UsageError, match="cannot be written"):
        write_files(tmp_path / "good" / "a", [("a", lambda f: f.write(b"2"))])


def test_standard_output_gets_what_a_file_would(built: Path, tmp_path: Path) -> None:
    arguments = ["--store", str(built), "export", "dot", *AS_OF, "--around", "alibaba-group"]
    run = [command(*arguments, "--out", out) for out in ("-", str(tmp_path / "x"))]
    streamed, _ = (
        subprocess.run(one, env=environment(PYTHONHASHSEED=seed), capture_output=True, check=True)
        for one, seed in zip(run, ("1", "2"), strict=True)
    )
    assert streamed.stdout == (tmp_path / "x").read_bytes()
