"""Compute Atlas: what is read of its file, and what is refused.

The recorded file is cut from the publisher's; the whole file of the dossier is read too,
where it is at hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from atlas_specimen import FILE, WHOLE, facility, needs_dossier
from compute_race.basics.problems import Problem, ProblemsError, Severity
from compute_race.importing.compute_atlas_facility import NEEDED, Facility
from compute_race.importing.compute_atlas_records import (
    IGNORED,
    IGNORED_INSIDE,
    Facilities,
    read_facilities,
)
from support import partial

Write = Callable[[object], Path]


def read(path: Path, *, lenient: bool = False) -> Facilities:
    return read_facilities(path, path.name, lenient=lenient)


def problems_of(path: Path, *, lenient: bool = False) -> list[Problem]:
    with pytest.raises(ProblemsError) as caught:
        read(path, lenient=lenient)
    assert all(problem.advice and "\n" not in str(problem) for problem in caught.value.problems)
    return caught.value.problems


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(content: object) -> Path:
        path = tmp_path / "facilities_2026-08.json"
        text = content if isinstance(content, str) else json.dumps(content, indent=1)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_recorded_file() -> None:
    found = read(FILE)
    assert found.problems == ()
    assert found.skipped == 0
    data = json.loads(FILE.read_bytes())
    assert [one.id for one in found.facilities] == [entry["id"] for entry in data]
    lines = FILE.read_text(encoding="utf-8").splitlines()
    for one in found.facilities:
        assert f'"{one.id}"' in lines[found.lines[one.number] - 1]


@needs_dossier
def test_the_whole_file_is_read_without_a_problem() -> None:
    found = read(WHOLE)
    assert found.problems == ()
    assert len(found.facilities) == len(json.loads(WHOLE.read_bytes())) == 1095


def test_everything_of_a_facility_is_read(written: Write) -> None:
    place = {"street": "1 Main Street", "county": "Washoe", "postalCode": "89501"}
    entry = facility(
        location={**facility()["location"], **place, "precision": "approximate"},
        capacityMw={"operational": 12.5, "planned": 300},
        aiClassification="likely",
        notes="Large.",
    )
    [one] = read(written([entry])).facilities
    assert one == Facility(
        number=1,
        id="acme-one-reno-nv",
        name="Acme One",
        operator="Acme",
        status="proposed",
        confidence="reported",
        kind="data_center",
        ai_use="likely",
        degrees=(Decimal("39.5"), Decimal("-119.8")),
        precision="approximate",
        address="1 Main Street, Reno, Washoe, NV 89501",
        operational_mw=Decimal("12.5"),
        planned_mw=Decimal(300),
        investment=Decimal(1000000000),
        announced=partial("2025-03"),
        history=one.history,
        urls=("https://example.org/acme",),
        notes="Large.",
    )
    [step] = one.history
    assert (step.status, step.date, step.note) == ("proposed", partial("2025-03-04"), "Filed.")


def test_what_is_not_said_is_absent(written: Write) -> None:
    optional = ("capacityMw", "investmentUsd", "announcedDate")
    entry = facility(**dict.fromkeys(optional, ...), statusHistory=[])
    [one] = read(written([entry])).facilities
    assert (one.operational_mw, one.planned_mw, one.investment) == (None, None, None)
    assert one.announced is None
    assert one.history == ()
    assert one.precision == "exact"
    assert one.address == "Reno, NV"


def test_a_point_for_many_places_is_no_place(written: Write) -> None:
    location = {**facility()["location"], "precision": "representative_multi_site"}
    [one] = read(written([facility(location=location)])).facilities
    assert one.degrees is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"investmentUsd": "1000000000"}, "is no number"),
        ({"investmentUsd": "1,000"}, "is no number"),
        ({"investmentUsd": "1.000,5"}, "is no number"),
        ({"investmentUsd": True}, "is no number"),
        ({"investmentUsd": -1}, "is below zero"),
        ({"capacityMw": {"planned": "300 MW"}}, "is no number"),
        ({"capacityMw": {"operational": -3}}, "is below zero"),
        ({"capacityMw": 300}, "no object"),
        ({"announcedDate": "03/2025"}, "no date such as"),
        ({"announcedDate": "3.4.2025"}, "no date such as"),
        ({"announcedDate": "2025-13"}, "no date such as"),
        ({"announcedDate": "2025-02-30"}, "no date such as"),
        ({"announcedDate": "March 2025"}, "no date such as"),
        ({"announcedDate": 2025}, "is no text"),
        ({"statusHistory": [{"status": "proposed", "date": "early 2025"}]}, "no date such as"),
        ({"statusHistory": [{"status": "proposed"}]}, "without a date"),
        ({"statusHistory": [{"status": "planned", "date": "2025"}]}, "known are"),
        ({"statusHistory": ["proposed"]}, "no list of objects"),
        ({"statusHistory": None}, "has no statusHistory"),
        ({"status": "planned"}, "known are cancelled, operational"),
        ({"facilityType": "campus"}, "known are crypto_mining"),
        ({"operator": " "}, "has no operator"),
        ({"operator": ...}, "has no operator"),
        ({"name": 5}, "is no text"),
        ({"id": "Acme One"}, "an id that is none"),
        ({"id": 7}, "is no text"),
        ({"location": {"lat": 39.5, "lon": -119.8, "state": "XX"}}, "known are AK"),
        ({"location": {"lat": 39.5, "state": "NV"}}, "no latitude or no longitude"),
        ({"location": {"lat": 95, "lon": 0, "state": "NV"}}, "which is nowhere"),
        ({"location": {"lat": "39,5", "lon": -119.8, "state": "NV"}}, "is no number"),
        ({"location": {"lat": 1, "lon": 1, "state": "NV", "precision": "vague"}}, "known are"),
        ({"sources": [{"url": "example.org"}]}, "no web address"),
        ({"sources": [{"url": "https://example.org/a b"}]}, "no web address"),
        ({"sources": [{"label": "Acme files"}]}, "has no url"),
    ],
)
def test_a_bad_facility_refuses_the_file_or_is_left_out_if_told_to(
    written: Write, changes: Mapping[str, object], reason: str
) -> None:
    path = written([facility(id="good"), facility(**changes)])
    [problem] = problems_of(path)
    assert problem.rule == "import-cell"
    assert reason in problem.message
    found = read(path, lenient=True)
    assert [one.id for one in found.facilities] == ["good"]
    assert found.skipped == 1
    assert [p.severity for p in found.problems] == [Severity.WARNING]


def test_a_problem_names_the_facility_and_its_line(written: Write) -> None:
    path = written([facility(id="good"), facility(id="bad", status="planned"), facility(id="")])
    bad, nameless = problems_of(path)
    assert bad.message.startswith("facilities/bad has the status")
    assert path.read_text().splitlines()[bad.line - 1].strip() == '"id": "bad",'
    assert nameless.message == "facilities/number 3 has no id"


def test_two_of_one_id_are_told(written: Write) -> None:
    path = written([facility(), facility(name="Another")])
    [problem] = problems_of(path)
    assert problem.message == "facilities/acme-one-reno-nv is there twice"
    found = read(path, lenient=True)
    assert [one.name for one in found.facilities] == ["Acme One"]
    assert found.skipped == 1


@pytest.mark.parametrize("key", NEEDED)
def test_a_needed_key_that_all_lack_is_told_once(written: Write, key: str) -> None:
    entries = [facility(**{"id": f"a{number}", key: ...}, newName=1) for number in (1, 2, 3)]
    [problem] = problems_of(written(entries), lenient=True)
    assert problem.rule == "import-column-missing"
    assert key in problem.message
    assert "newName" in problem.advice


def test_keys_nobody_knows_are_told_and_not_read(written: Write) -> None:
    entry = facility(emissions={}, location={**facility()["location"], "elevation": 5})
    found = read(written([entry, facility(id="b", emissions={})]))
    assert [(p.rule, p.severity) for p in found.problems] == [
        ("import-column-unknown", Severity.WARNING)
    ] * 2
    assert ['"emissions"', '"location.elevation"'] == [p.message.split()[2] for p in found.problems]
    assert len(found.facilities) == 2


def test_what_is_known_and_not_read_has_a_reason() -> None:
    for reasons in (IGNORED, *IGNORED_INSIDE.values()):
        assert all(reasons.values())
    assert IGNORED.keys().isdisjoint(NEEDED)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ([], "import-empty"),
        ({}, "import-other-data"),
        (["x"], "import-other-data"),
        ({"cik": 789019, "entityName": "x", "facts": {}}, "import-other-data"),
        ([{"Name": "Colossus", "Status": "Existing"}], "import-column-missing"),
        ("", "import-json"),
        ("Name,Status\nColossus,Existing\n", "import-json"),
        ('[{"id": NaN}]', "import-json"),
        ("[" * 100000, "import-json"),
        ([dict.fromkeys(NEEDED)], "import-empty"),
    ],
)
def test_another_file_is_refused_however_lenient(
    written: Write, content: object, rule: str
) -> None:
    assert rule in {problem.rule for problem in problems_of(written(content), lenient=True)}


def test_a_file_that_stops_short_says_on_which_line(written: Write) -> None:
    whole = FILE.read_text(encoding="utf-8")
    half = whole[: len(whole) // 2]
    [problem] = problems_of(written(half), lenient=True)
    assert problem.rule == "import-json"
    assert problem.line == len(half.splitlines())


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "none.json")[0].rule == "import-unreadable"
    (tmp_path / "latin.json").write_bytes(b'[{"id": "\xe9"}]')
    assert problems_of(tmp_path / "latin.json")[0].rule == "import-json"


def test_a_mark_at_the_start_of_the_file_is_no_fault(written: Write) -> None:
    path = written([facility()])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read(path).facilities) == 1
