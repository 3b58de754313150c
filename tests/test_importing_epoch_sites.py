"""Epoch AI's tables of data centres, rule by rule; and facts checked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from epoch_files import needs_epoch, problems_of, read_rows, real, write_rows

SITES = "data_centers"
TIMELINES = "data_center_timelines"
SITE = "data:epoch/data-centre/Abilene"


def test_a_data_centre_as_it_stands_in_the_month_of_the_snapshot(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, SITES, {"Title": "Stargate", "Address": "5502 Spinks Rd"})
    assert graph[SITE]["rdf:type"] == ["race:DataCentre"]
    assert graph[SITE]["skos:altLabel"] == ["Stargate"]
    assert (graph.one(SITE, "latitude"), graph.one(SITE, "longitude")) == (
        "32.499722",
        "-99.783889",
    )
    assert graph.one(SITE, "address") == "5502 Spinks Rd"
    assert {key: node["race:lower"][0] for key, node in graph.claims().items()} == {
        "abilene.now.capital-cost": "8000000000",
        "abilene.now.chips": "254674.1",
        "abilene.now.power": "295",
    }
    for node in graph.claims().values():
        assert node["race:periodStart"] == node["race:periodEnd"] == ["2026-01^^xsd:gYearMonth"]
        assert node["race:modality"] == ["race:estimated"]
        assert len(node["race:definition"]) == 2


def test_only_what_is_confident_is_a_relation(tmp_path: Path) -> None:
    row = {
        "Owner": "Microsoft #confident",
        "Users": "OpenAI #likely, Microsoft #confident, Meta #speculative",
        "Project": "Stargate #confident",
        "Investors": "Softbank,OpenAI",
        "Energy companies": "A Power",
    }
    graph = read_rows(tmp_path, SITES, row)
    assert graph.all(SITE, "ownedBy") == graph.all(SITE, "usedBy") == ["ent:microsoft"]
    assert graph.all(SITE, "note") == [
        "Energy companies: A Power",
        "Project: Stargate #confident",
        f"Users: {row['Users']}",
    ]
    assert graph.has("ent:openai", "race:investsIn", SITE)
    assert graph.has("data:epoch/organization/Softbank", "race:investsIn", SITE)


def test_an_owner_without_a_mark_is_a_note(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, SITES, {"Owner": "Microsoft"})
    assert graph.all(SITE, "ownedBy") == []
    assert graph.all(SITE, "note") == ["Owner: Microsoft"]


@pytest.mark.parametrize(
    "cells",
    [
        *({"Owner": "Microsoft #certain"}, {"Latitude": "32.5"}, {"Latitude": ""}),
        *({"Latitude": "99°00'00\"N"}, {"Latitude": "32°61'00\"N"}, {"Latitude": "32°00'60\"N"}),
        *({"Latitude": "32°00'00\"E"}, {"Longitude": "181°00'00\"W"}),
    ],
)
def test_marks_and_angles_that_nobody_knows_are_refused(
    cells: dict[str, str], tmp_path: Path
) -> None:
    [problem] = problems_of(SITES, write_rows(tmp_path, SITES, [cells]))
    assert problem.rule == "import-cell"


@pytest.mark.parametrize(("side", "degrees"), [("N", "35.017139"), ("S", "-35.017139")])
def test_degrees_have_a_side_and_typographic_marks(side: str, degrees: str, tmp_path: Path) -> None:
    graph = read_rows(tmp_path, SITES, {"Latitude": f" 35° 01′ 01.7″ {side} "})
    assert graph.one(SITE, "latitude") == degrees


@pytest.mark.parametrize(
    ("day", "modality"),
    [
        ("8/27/2025", "estimated"),
        ("1/31/2026", "estimated"),
        ("2/1/2026", "planned"),
        ("2027-06-30", "planned"),
    ],
)
def test_what_lies_ahead_of_the_snapshot_is_planned(
    day: str, modality: str, tmp_path: Path
) -> None:
    graph = read_rows(tmp_path, TIMELINES, {"Date": day})
    assert {node["race:modality"][0] for node in graph.claims().values()} == {f"race:{modality}"}


def test_a_day_of_a_timeline_nests_its_costs_and_has_one_note(tmp_path: Path) -> None:
    row = {
        "Compute cost (2025 USD billions)": "5.5",
        "Construction cost (2025 USD billions)": "2.5",
        "Construction status": "Roof on.",
    }
    graph = read_rows(tmp_path, TIMELINES, row)
    key = "abilene.2025-08-27"
    assert graph.one(f"{key}.capital-cost", "lower") == "8000000000"
    assert graph.all(f"{key}.capital-cost", "includesFigure") == [
        f"src:epoch-data-center-timelines#{key}.construction-cost",
        f"src:epoch-data-center-timelines#{key}.hardware-cost",
    ]
    assert graph.one(f"{key}.hardware-cost", "measure") == "race:hardwareCost"
    assert [name for name, node in graph.claims().items() if "race:note" in node] == [
        f"{key}.power"
    ]
    assert problems_of(TIMELINES, write_rows(tmp_path, TIMELINES, [{"Date": ""}]))


@needs_epoch
def test_data_centres_checked_by_hand() -> None:
    sites, timelines = real(SITES), real(TIMELINES)
    abilene = "data:epoch/data-centre/OpenAI-Oracle%20Stargate%20Abilene%20Texas"
    assert sites.one(abilene, "usedBy") == "ent:openai"
    assert sites.one(abilene, "latitude") == "32.499722"
    assert sites.one("openai-oracle-stargate-abilene-texas.now.power", "lower") == "295"
    assert (
        sites.one("openai-oracle-stargate-abilene-texas.now.power", "periodEnd")
        == "2025-12^^xsd:gYearMonth"
    )
    key = "google-new-albany-ohio.2026-04-01"
    assert timelines.one(f"{key}.power", "modality") == "race:planned"
    assert timelines.one(f"{key}.capital-cost", "lower") == "36402938670"
    assert not any(
        "airtable" in value
        for node in sites.nodes.values()
        for values in node.values()
        for value in values
    )
