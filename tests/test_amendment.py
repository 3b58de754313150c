"""A build that amends the one before leaves what a build from nothing would.

What one document prints changes little; all the rest is taken over. Each test changes files
of the foundation, builds upon what was built, and compares with a build of the same files
into an empty folder.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.basics.problems import ProblemsError
from compute_race.dataset.generations import DATABASE, current_generation, kept_lines, read_manifest
from compute_race.pipeline.amendment import INPUTS, RECORDS
from compute_race.pipeline.build import build
from compute_race.pipeline.build_report import BuildReport
from compute_race.pipeline.checking import Folders
from foundation import DOCUMENTS, lay_foundation

FILING = "alibaba-group-2025-02-24-form-6k"


class Place:
    """A copy of the foundation with a store built of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folders = Folders(root / "ontology", root / "graph", root / "queries")
        self.store = root / "store"

    def path(self, document: str = FILING) -> Path:
        return self.root / "graph" / "sources" / f"{document}.ttl"

    def change(self, pattern: str, by: str, document: str = FILING) -> None:
        path = self.path(document)
        text, count = re.subn(pattern, by, path.read_text(encoding="utf-8"), count=1)
        assert count == 1, f"{document} has no {pattern}"
        path.write_text(text, encoding="utf-8")

    def build(self) -> BuildReport:
        return build(self.store, self.folders)

    @property
    def generation(self) -> Path:
        found = current_generation(self.store)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("amendment") / "source"
    lay_foundation(root)
    Place(root).build()
    return root


@pytest.fixture
def place(built: Path, tmp_path: Path) -> Place:
    shutil.copytree(built, tmp_path / "source")
    return Place(tmp_path / "source")


def is_amended(report: BuildReport) -> bool:
    assert report.changed
    return "check" not in report.seconds


def everything(generation: Path) -> set[str]:
    return set(map(str, ox.Store.read_only(str(generation / DATABASE))))


def assert_as_from_nothing(place: Place) -> None:
    """Compare all that the next build or a reader would see."""
    fresh = Place(place.root)
    fresh.store = place.root / "fresh"
    fresh.build()
    mine, its = place.generation, fresh.generation
    assert kept_lines(mine) == kept_lines(its)
    assert everything(mine) == everything(its)
    assert read_manifest(mine) == read_manifest(its)
    assert (mine / INPUTS).read_bytes() == (its / INPUTS).read_bytes()
    records = [json.loads((one / RECORDS).read_bytes())["records"] for one in (mine, its)]
    assert records[0] == records[1]


AMENDED = {
    "a figure": (r"380000000000", "390000000000"),
    "another currency": (r"unit:CCY_CNY", "unit:CCY_USD"),
    "an upper end": (
        r"(    race:lower 380000000000 ;\n)",
        r"\1    race:upper 400000000000 ;" + "\n",
    ),
    "the period": (r'"P3Y"', '"P4Y"'),
    "the day of publication": (r'publishedOn "2025-02-24"', 'publishedOn "2025-02-26"'),
    "who says so": (r"    race:attributedTo [^\n]*\n", ""),
    "the modality": (r"race:modality race:planned", "race:modality race:guided"),
    "the language": (r'race:language "en"', 'race:language "zh"'),
}


@pytest.mark.parametrize("what", AMENDED)
def test_a_change_to_what_a_document_prints_amends_the_build(place: Place, what: str) -> None:
    place.change(*AMENDED[what])
    assert is_amended(place.build())
    assert_as_from_nothing(place)


def test_a_new_claim_amends_the_build(place: Place) -> None:
    text = place.path().read_text(encoding="utf-8")
    claim = text[text.index(":c02 a ") :].replace(":c02 a ", ":c03 a ")
    claim = claim.replace("53000000000", "50000000000").replace("CCY_USD", "CCY_EUR")
    place.path().write_text(f"{text}\n{claim}", encoding="utf-8")
    assert is_amended(place.build())
    assert_as_from_nothing(place)


def test_many_amendments_in_a_row_leave_what_one_build_would(place: Place) -> None:
    """Each builds on the one before, so that nothing may be left over or go astray."""
    amended = 0
    for document in DOCUMENTS:
        text = place.path(document).read_text(encoding="utf-8")
        figures = re.findall(r"race:lower ([1-9][0-9]+) ", text)
        # Where the text is at hand, a position must be on the number that it says.
        if figures and "race:charStart" not in text:
            place.change(f" {figures[0]} ", f" {int(figures[0]) - 1} ", document)
            amended += is_amended(place.build())
    assert amended >= 30
    assert_as_from_nothing(place)


def test_a_change_taken_back_leaves_what_was_there(place: Place) -> None:
    lines, quads = kept_lines(place.generation), everything(place.generation)
    before = place.path().read_text(encoding="utf-8")
    place.change(*AMENDED["another currency"])
    place.build()
    assert kept_lines(place.generation) != lines
    place.path().write_text(before, encoding="utf-8")
    assert is_amended(place.build())
    assert (kept_lines(place.generation), everything(place.generation)) == (lines, quads)


NOT_AMENDED = {
    "an address, which no two documents share": (r'race:url "', 'race:url "https://x.example/?'),
    "what a figure is of": (r"race:measure race:\w+", "race:measure race:operatingExpenditure"),
    "a claim less": (r"(?s)\n:c01 a .*?\n(?=\n:|\Z)", ""),
    "what it cites": (r"(    race:url [^\n]*\n)", r"\1    race:cites ent:reuters ;" + "\n"),
}


@pytest.mark.parametrize("what", NOT_AMENDED)
def test_what_other_files_may_look_at_is_built_as_usual(place: Place, what: str) -> None:
    """It may be a violation too: also then nothing is amended."""
    place.change(*NOT_AMENDED[what])
    try:
        assert not is_amended(place.build())
    except ProblemsError:
        return
    assert_as_from_nothing(place)


def test_another_kind_of_file_is_built_as_usual(place: Place) -> None:
    path = place.root / "graph" / "entities" / "organizations.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Alibaba Group"@en', '"Alibaba"@en', 1), encoding="utf-8")
    place.change(*AMENDED["a figure"])
    assert not is_amended(place.build())


def test_a_relation_of_a_documents_file_is_built_as_usual(place: Place) -> None:
    with place.path().open("a", encoding="utf-8") as file:
        file.write("\nent:amazon race:competesWith ent:microsoft .\n")
    try:
        assert not is_amended(place.build())
    except ProblemsError as error:
        assert "format-canonical" in {problem.rule for problem in error.problems}  # noqa: PT017


def test_a_document_less_is_built_as_usual(place: Place) -> None:
    place.path(DOCUMENTS[-1]).unlink()
    try:
        assert not is_amended(place.build())
    except ProblemsError:
        return


def test_a_violation_is_told_and_the_build_stays(place: Place) -> None:
    before = place.generation
    place.change(r"380000000000", "-380000000000")
    with pytest.raises(ProblemsError) as caught:
        place.build()
    assert {problem.file for problem in caught.value.problems} == {place.path().as_posix()}
    assert place.generation == before


def test_a_warning_is_told_at_every_build(place: Place) -> None:
    """Of the file that changed now, and of the one that changed before."""
    wide = "race:lower 38 ;\n    race:upper 380000000000"
    place.change(r"race:lower 380000000000", wide)
    report = place.build()
    assert not is_amended(report)
    assert [problem.rule for problem in report.warnings] == ["claim-range"]
    other = next(d for d in DOCUMENTS if d != FILING and "race:title" in place.path(d).read_text())
    place.change(r'race:title "', 'race:title "A ', other)
    report = place.build()
    assert not is_amended(report)
    assert [problem.rule for problem in report.warnings] == ["claim-range"]


@pytest.mark.parametrize("content", [None, b"", b'{"files": 1}', b"[]", b"{"])
@pytest.mark.parametrize("file", [INPUTS, RECORDS])
def test_without_what_the_build_before_kept_all_is_built(
    place: Place, file: str, content: bytes | None
) -> None:
    kept = place.generation / file
    kept.unlink()
    if content is not None:
        kept.write_bytes(content)
    place.change(*AMENDED["a figure"])
    assert not is_amended(place.build())
    assert_as_from_nothing(place)


def test_a_damaged_database_is_not_built_upon(place: Place) -> None:
    for path in (place.generation / DATABASE).glob("*"):
        path.write_bytes(b"damaged")
    place.change(*AMENDED["a figure"])
    place.build()
    left = [path.name for path in place.generation.parent.iterdir() if path.name.startswith(".")]
    assert left == []
    assert_as_from_nothing(place)
