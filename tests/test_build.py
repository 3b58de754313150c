"""The build: deterministic, incremental, atomic; a broken or killed one changes nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from compute_race.basics.namespaces import GRAPH
from compute_race.basics.problems import ProblemsError, RaceError, Severity, StoreError
from compute_race.dataset.generations import current_generation, read_manifest
from compute_race.dataset.store import EmbeddedStore, select
from compute_race.pipeline.assembly import assemble
from compute_race.pipeline.build import build
from compute_race.pipeline.build_report import BuildReport
from compute_race.pipeline.checking import Folders
from compute_race.pipeline.fingerprint import read_inputs
from foundation import lay_foundation
from support import ROOT, call

LABEL = "Alibaba's plan of 380 billion yuan for cloud and AI"
ANNOUNCEMENTS = Path("entities") / "announcements.ttl"

CHILD = """
import hashlib, sys
from pathlib import Path
from compute_race.pipeline.assembly import assemble
from compute_race.pipeline.build_report import BuildReport
from compute_race.pipeline.checking import Folders
quads = assemble(Folders(), BuildReport("x", changed=True)).kept
assert len(set(quads)) == len(quads)
print(hashlib.sha256("\\n".join(sorted(map(str, quads))).encode()).hexdigest())
"""

KILLED = """
import os, signal, sys
from pathlib import Path
from compute_race.dataset import generations as module
from compute_race.pipeline.build import build
from compute_race.pipeline.checking import Folders

def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)

at, store, source, force = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] == "1"
if at == "bulk":
    real = module.write_anew
    module.write_from = lambda *given: None
    module.write_anew = lambda place, lines: (real(place, list(lines)[:1000]), die())
elif at == "change":
    real = module.write_from
    module.write_from = lambda *given: (real(*given), die())
elif at == "manifest":
    Path.write_text = die
elif at == "rename":
    Path.rename = die
elif at == "pointer":
    Path.replace = die
build(store, Folders(source / "ontology", source / "graph", source / "queries"), force=force)
"""


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), **more}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Lay the foundation where nothing changes it: builds of the whole graph take longer."""
    return lay_foundation(tmp_path_factory.mktemp("laid") / "source")


@pytest.fixture(scope="module")
def built(places: Folders, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "store"
    build(folder, places)
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Copy what a build reads."""
    lay_foundation(tmp_path / "source")
    return tmp_path / "source"


def folders(source: Path) -> Folders:
    return Folders(source / "ontology", source / "graph", source / "queries")


def relabel(source: Path, text: str) -> None:
    path = source / "graph" / ANNOUNCEMENTS
    path.write_text(path.read_text(encoding="utf-8").replace(LABEL, text), encoding="utf-8")


def label(store: Path) -> str:
    found = select(
        EmbeddedStore(store),
        'SELECT ?l { ent:alibaba-380bn rdfs:label ?l FILTER(LANG(?l) = "en") }',
    )
    return str(getattr(found.rows[0][0], "value", ""))


def lines(store: Path) -> list[str]:
    return sorted(map(str, EmbeddedStore(store).quads()))


def test_a_build_does_not_depend_on_hash_order() -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD],
            env=environment(PYTHONHASHSEED=seed),
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "4242")
    ]
    found = [child.communicate(timeout=120)[0] for child in children]
    assert [child.returncode for child in children] == [0, 0]
    assert found[0] == found[1] != ""


def test_two_builds_are_equal_and_have_every_quad_once(
    built: Path, places: Folders, tmp_path: Path
) -> None:
    build(tmp_path / "store", places)
    again = lines(tmp_path / "store")
    assert again == lines(built)
    assert len(again) == len(set(again))


def test_where_files_lie_changes_nothing(built: Path, source: Path, tmp_path: Path) -> None:
    build(tmp_path / "store", folders(source))
    assert lines(tmp_path / "store") == lines(built)


def test_an_unchanged_build_does_nothing(source: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = build(store, folders(source))
    assert first.changed
    assert set(first.seconds) == {"check", "infer", "rules", "compare", "imports", "write"}
    before = {path: path.stat().st_mtime_ns for path in store.rglob("*")}
    os.utime(source / "graph" / ANNOUNCEMENTS)
    phases: list[str] = []
    second = build(store, folders(source), progress=phases.append)
    assert (second.changed, second.name, second.seconds, phases) == (False, first.name, {}, [])
    assert second.counts == first.counts
    assert {path: path.stat().st_mtime_ns for path in store.rglob("*")} == before


def test_a_changed_file_is_built(source: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(store, folders(source))
    relabel(source, "Another label")
    assert build(store, folders(source)).changed
    assert label(store) == "Another label"


def test_a_removed_file_is_built_away(source: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = build(store, folders(source))
    (source / "graph" / "links" / "wikidata.sssom.tsv").unlink()
    assert build(store, folders(source)).name != first.name
    assert (
        EmbeddedStore(store).query(f"ASK {{ GRAPH <{GRAPH}links/wikidata> {{ ?s ?p ?o }} }}")
        is False
    )


@pytest.mark.parametrize("manifest", [None, "", "{}"])
def test_a_build_without_a_good_manifest_is_done_again(
    source: Path, tmp_path: Path, manifest: str | None
) -> None:
    """What ``race compare`` advises then must help."""
    store = tmp_path / "store"
    build(store, folders(source))
    generation = current_generation(store)
    assert generation is not None
    path = generation / "manifest.json"
    path.unlink() if manifest is None else path.write_text(manifest)
    with pytest.raises(StoreError, match="run: race build"):
        EmbeddedStore(store)
    assert build(store, folders(source)).changed
    assert label(store) == LABEL


def test_a_build_can_be_forced(source: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(store, folders(source))
    before = lines(store)
    assert build(store, folders(source), force=True).changed
    assert lines(store) == before


BROKEN: dict[str, Callable[[Path], None]] = {
    "cut off": lambda s: (s / "graph" / ANNOUNCEMENTS).write_text("PREFIX ent: <"),
    "no text": lambda s: (s / "graph" / ANNOUNCEMENTS).write_bytes(b"\xff\xfe\x00"),
    "a folder": lambda s: (s / "graph" / "sources" / "x.ttl").mkdir(),
    "no ontology": lambda s: shutil.rmtree(s / "ontology"),
    "no graph": lambda s: shutil.rmtree(s / "graph"),
    "a bad link": lambda s: (s / "graph" / "links" / "x.sssom.tsv").write_text("nothing\n"),
    "a bad shape": lambda s: (s / "ontology" / "shapes.ttl").write_text("nonsense"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_input_leaves_the_old_build(
    built: Path, source: Path, tmp_path: Path, how: str
) -> None:
    store = tmp_path / "store"
    shutil.copytree(built, store)
    before = sorted(path.relative_to(store) for path in store.rglob("*"))
    BROKEN[how](source)
    with pytest.raises(ProblemsError) as error:
        build(store, folders(source), force=True)
    assert error.value.exit_code == 1
    assert all(problem.severity is Severity.VIOLATION for problem in error.value.problems)
    assert all(problem.file for problem in error.value.problems)
    assert sorted(path.relative_to(store) for path in store.rglob("*")) == before
    assert label(store) == LABEL


def test_a_broken_rule_leaves_the_old_build(built: Path, source: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(built, store)
    (source / "queries" / "rules" / "x.rq").write_text("CONSTRUCT nonsense")
    with pytest.raises(RaceError):
        build(store, folders(source))
    assert label(store) == LABEL


@pytest.mark.parametrize(
    ("at", "force"),
    # A forced build changes nothing of the one before: it writes everything.
    [*product(("bulk", "manifest", "rename", "pointer"), (False, True)), ("change", False)],
)
def test_a_killed_build_leaves_the_old_one_whole(
    source: Path, tmp_path: Path, at: str, force: bool
) -> None:
    store = tmp_path / "store"
    build(store, folders(source))
    before = lines(store)
    if not force:
        relabel(source, "Another label")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, at, str(store), str(source), str(int(force))],
        env=environment(),
        timeout=120,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert lines(store) == before
    after = build(store, folders(source), force=force)
    assert after.changed
    assert label(store) == (LABEL if force else "Another label")


def test_readers_see_the_old_build_or_the_new(source: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(store, folders(source))
    seen: set[str] = set()
    faults: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.add(label(store))
            except BaseException as fault:
                faults.append(fault)
                return

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        relabel(source, "Another label")
        build(store, folders(source))
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert faults == []
    assert seen <= {LABEL, "Another label"}
    assert label(store) == "Another label"


def test_where_nothing_can_be_written_it_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be written"):
        build(tmp_path / "file" / "store")


def test_the_fingerprint_is_of_content_and_options(source: Path) -> None:
    places = folders(source).by_name()
    first = read_inputs(places, ("a",)).fingerprint
    assert read_inputs(places, ("a",)).fingerprint == first
    assert read_inputs(places, ("b",)).fingerprint != first
    (source / "graph" / "notes.txt").write_text("not read by a build")
    assert read_inputs(places, ("a",)).fingerprint == first
    path = source / "queries" / "rules" / "new.rq"
    path.write_text("#")
    assert read_inputs(places, ("a",)).fingerprint != first
    path.unlink()
    assert read_inputs(places, ("a",)).fingerprint == first


def test_the_reference_reasoner_gives_the_same_graph(built: Path, places: Folders) -> None:
    owlrl = assemble(places, BuildReport("x", changed=True), reasoner="owlrl").kept
    assert sorted(map(str, owlrl)) == lines(built)


@pytest.mark.slow
def test_the_reference_engine_finds_nothing_either(places: Folders) -> None:
    report = BuildReport("x", changed=True)
    assemble(places, report, engine="pyshacl")
    assert report.engine == "pyshacl"
    assert report.warnings == []


def test_the_manifest_tells_what_was_built(built: Path) -> None:
    generation = current_generation(built)
    assert generation is not None
    counts = read_manifest(generation)["counts"]
    assert isinstance(counts, dict)
    assert (counts["announcements"], counts["claims"]) == (26, 131)
    quads = len(list(EmbeddedStore(built).quads()))
    links = select(
        EmbeddedStore(built),
        f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}links/wikidata> {{ ?s ?p ?o }} }}",
    ).rows[0][0]
    told = counts["asserted"] + counts["inferred"] + counts["derived"]
    assert told + int(getattr(links, "value", 0)) == quads


def test_the_command_tells_what_it_did(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    first = call(capsys, "build", "--store", tmp_path / "s", "--json")
    assert first.code == 0
    told = json.loads(first.out)
    assert told["changed"] is True
    assert set(told["seconds"]) == {"check", "infer", "rules", "compare", "imports", "write"}
    second = call(capsys, "build", "--store", tmp_path / "s")
    assert (second.code, second.out) == (0, "")
    assert second.err.startswith("nothing changed: ")
    assert call(capsys, "--quiet", "build", "--store", tmp_path / "s").err == ""


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--store", "http://127.0.0.1:9/sparql"], 2),
        (["--reasoner", "magic"], 2),
        (["--engine", "magic"], 2),
        (["extra"], 2),
        (["--store", "/dev/null/store"], 3),
    ],
)
def test_the_command_refuses_in_one_line(
    capsys: pytest.CaptureFixture[str], options: list[str], code: int
) -> None:
    found = call(capsys, "build", *options)
    assert (found.code, found.out) == (code, "")
    assert found.err.count("\n") == 1
    assert found.err.startswith("race: ")
