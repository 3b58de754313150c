"""``race check``: one line for each problem, exit codes, formats; nothing is written unasked."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from compute_race.basics.problems import ProblemsError
from compute_race.pipeline.build import build
from compute_race.pipeline.checking import Folders
from support import ROOT, Called, call

ACME = "PREFIX ent: <https://w3id.org/compute-race/id/>\n"
GOOD = ROOT / "graph" / "entities" / "places.ttl"


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.chdir(ROOT)

    def run_check(*arguments: object) -> Called:
        return call(capsys, "check", *arguments)

    return run_check


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "entities" / "broken.ttl"
    path.parent.mkdir()
    path.write_text(ACME + "\nent:acme a ent:\n", encoding="utf-8")
    return path


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_real_graph_has_nothing_wrong(check) -> None:  # type: ignore[no-untyped-def]
    before = contents(ROOT / "graph")
    found = check()
    assert (found.code, found.out) == (0, "")
    assert found.err.rstrip().endswith("files checked, nothing wrong")
    assert contents(ROOT / "graph") == before
    assert check("--quiet").err == ""


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_a_problem_in_every_format(check, broken: Path, form: str) -> None:  # type: ignore[no-untyped-def]
    found = check(broken, "--format", form)
    assert found.code == 1
    assert broken.name in found.out
    if form == "json":
        assert all(item["file"].endswith("broken.ttl") for item in json.loads(found.out))
    elif form == "sarif":
        assert json.loads(found.out)["runs"][0]["results"]
    elif form == "github":
        assert all(line.startswith("::error file=") for line in found.out.splitlines())
    else:
        assert f"{broken.as_posix()}:" in found.out
        assert ": violation: " in found.out
        assert "problem" in found.err


@pytest.mark.parametrize("name", ["none.ttl", "none.tsv", "none.rq"])
def test_what_is_not_there_is_told(check, tmp_path: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    found = check(tmp_path / name)
    assert found.code in (1, 2)
    assert name in found.out + found.err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.sssom.tsv", "nothing\n"),
        ("x.rq", "SELECT nonsense"),
        ("x.ttl", "nonsense"),
    ],
)
def test_every_kind_of_file_given_by_path_is_read(  # type: ignore[no-untyped-def]
    check, tmp_path: Path, name: str, text: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    found = check(path)
    assert found.code == 1
    assert name in found.out


def test_a_folder_stands_for_its_files(check, broken: Path) -> None:  # type: ignore[no-untyped-def]
    found = check(broken.parent.parent)
    assert found.code == 1
    assert broken.name in found.out
    assert check("graph/entities").code == 0


def test_hidden_and_built_folders_are_passed_over(  # type: ignore[no-untyped-def]
    check, tmp_path: Path
) -> None:
    for name in (".venv/lib", "build", "dist", "a/node_modules/b", "entities"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "broken.ttl").write_text("nonsense\n", encoding="utf-8")
    found = check(tmp_path, "--format", "json")
    files = {item["file"] for item in json.loads(found.out)}
    assert files == {(tmp_path / "entities" / "broken.ttl").as_posix()}
    assert check(tmp_path / ".venv").code == 1, "what is named is read"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("ent:alibaba-group race:hasSubsidiary ent:alibaba-cloud .", "relation-direction"),
        ("ent:alibaba-380bn race:answeredBy ent:stargate-500bn .", "relation-direction"),
        ("ent:stargate race:hasMember ent:oracle .", "relation-direction"),
        ("ent:qwen race:competesWith ent:alibaba-group .", "organization-only"),
        ("ent:alibaba-qwen race:competesWith ent:alibaba-group .", "rival-own-group"),
        ("ent:alibaba-380bn race:announcedBy ent:microsoft .", "identity-misplaced"),
        ("ent:microsoft race:partOfGroup ent:alibaba-group .", "judgement-misplaced"),
        ("ent:microsoft race:subsidiaryOf ent:alphabet .", "rival-own-group"),
    ],
)
def test_the_file_at_fault_is_told_with_its_line(  # type: ignore[no-untyped-def]
    check, tmp_path: Path, line: str, rule: str
) -> None:
    source = ROOT / "graph" / "sources" / "watson-ch-2025-02-alibaba-47-milliarden-franken.ttl"
    before, claims, after = source.read_text(encoding="utf-8").partition("\n:c01 a")
    path = tmp_path / "sources" / source.name
    path.parent.mkdir()
    path.write_text(f"{before}\n{line}\n{claims}{after}", encoding="utf-8")
    found = check(path, "--format", "json")
    assert found.code == 1
    told = {(item["line"], item["rule"]) for item in json.loads(found.out)}
    assert (before.count("\n") + 2, rule) in told


@pytest.mark.parametrize("name", ["pipe.ttl", "device.ttl"])
def test_a_pipe_or_device_is_one_line(check, tmp_path: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / name
    if name == "pipe.ttl":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    found = check(path)
    assert (found.code, found.out.count("\n")) == (1, 1)
    assert f"{path.as_posix()}:0: violation: file-special: this is a {name[:-4]}" in found.out
    assert check(tmp_path, "--fix-format").out == found.out


def test_a_build_does_not_wait_for_a_pipe(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    shutil.copytree(ROOT / "tests" / "data" / "background", graph)
    os.mkfifo(graph / "sources" / "pipe.ttl")
    with pytest.raises(ProblemsError) as raised:
        build(tmp_path / "store", Folders(graph=graph))
    assert [problem.rule for problem in raised.value.problems] == ["file-special"]


def test_an_empty_path_is_refused(check) -> None:  # type: ignore[no-untyped-def]
    found = check("")
    assert (found.code, found.out) == (2, "")
    assert "the path is empty" in found.err


def test_problems_in_other_files_are_told(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "organizations.ttl"
    path.write_text(
        ACME + "PREFIX race: <https://w3id.org/compute-race/ontology#>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n\n"
        'ent:acme a race:Company ;\n    rdfs:label "Acme"@en, "Acme"@fr ;\n'
        '    race:identifierNote "none is known" .\n',
        encoding="utf-8",
    )
    # It takes the place of the file that defines every organisation.
    found = check(path)
    assert "lie in other files: race check" in found.err


def test_an_empty_folder_is_told(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    found = check(tmp_path)
    assert found.code in (1, 2)
    assert found.out or found.err


def test_nothing_is_written_unless_asked(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "entities" / "places.ttl"
    path.parent.mkdir()
    text = GOOD.read_text(encoding="utf-8")
    untidy = text.replace(" ;\n    ", " ; ", 1)
    path.write_text(untidy, encoding="utf-8")
    assert check(path).code == 1
    assert path.read_text(encoding="utf-8") == untidy
    fixed = check(path, "--fix-format")
    assert fixed.code == 0
    assert "rewritten" in fixed.err
    assert path.read_text(encoding="utf-8") == text
    assert "rewritten" not in check(path, "--fix-format").err


def test_what_cannot_be_read_is_not_rewritten(check, broken: Path) -> None:  # type: ignore[no-untyped-def]
    before = broken.read_bytes()
    assert check(broken, "--fix-format").code == 1
    assert broken.read_bytes() == before


@pytest.mark.parametrize("options", [["--format", "xml"], ["--engine", "magic"], ["--fix"]])
def test_wrong_use_is_one_line(check, options: list[str]) -> None:  # type: ignore[no-untyped-def]
    found = check(*options)
    assert (found.code, found.out) == (2, "")
    assert found.err.count("\n") == 1


def test_messages_are_in_the_readers_language(  # type: ignore[no-untyped-def]
    check, tmp_path: Path
) -> None:
    path = tmp_path / "entities" / "places.ttl"
    path.parent.mkdir()
    shutil.copy(GOOD, path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"China"@en, ', ""), encoding="utf-8")
    english, french = check(path).out, check(path, "--lang", "fr").out
    assert english
    assert english != french
