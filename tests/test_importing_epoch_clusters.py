"""Epoch AI's table of clusters, rule by rule; and facts checked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from epoch_files import needs_epoch, problems_of, read_rows, real, write_rows

CLUSTERS = "gpu_clusters"
NODE = "data:epoch/cluster/Colossus"


# ---------------------------------------------------------------- clusters


def test_a_cluster_says_whose_it_is_what_it_has_and_since_when(tmp_path: Path) -> None:
    row = {
        "Owner": "xAI,Somebody Else",
        "Users": "OpenAI,Cloud",
        "Note": "Counted from the air.",
        "Hardware note": "H100",
        "Source 1": "https://a.example/",
        "Source 5": "https://b.example/",
        "Decommissioned Date (if applicable)": "2026-01",
    }
    graph = read_rows(tmp_path, CLUSTERS, row)
    assert {name.removeprefix("race:"): values for name, values in graph[NODE].items()} == {
        "rdf:type": ["race:Cluster"],
        "rdfs:label": ["Colossus@en", "Colossus@fr"],
        "confidence": ["Confirmed"],
        "decommissionedOn": ["2026-01^^xsd:gYearMonth"],
        "facilityStatus": ["Existing"],
        "hasAccelerator": ["ent:h100"],
        "inStandardAnalysis": ["true^^xsd:boolean"],
        "locatedIn": ["ent:united-states"],
        "note": ["Counted from the air.", "hardware: H100", "users: OpenAI,Cloud"],
        "operationalOn": ["2024-09-03^^xsd:date"],
        "ownedBy": ["data:epoch/organization/Somebody%20Else", "ent:xai"],
        "sourceUrl": ["https://a.example/", "https://b.example/"],
        "usedBy": ["ent:openai"],
    }


@pytest.mark.parametrize(
    ("status", "published", "calculated"),
    [
        ("Existing", "reported", "estimated"),
        ("Planned", "planned", "planned"),
        ("Decommissioned", "reported", "estimated"),
    ],
)
def test_what_is_planned_reported_and_estimated_of_a_cluster(
    status: str, published: str, calculated: str, tmp_path: Path
) -> None:
    row = {
        "Status": status,
        "Reported Power Capacity (MW)": "150",
        "Calculated Power Capacity (MW)": "140.5",
        "Reported Cost": "4000000000",
        "Calculated Cost": "3500000000.5",
        "8-bit OP/s": "1.979e20",
    }
    graph = read_rows(tmp_path, CLUSTERS, row)
    modalities = {
        key: node["race:modality"][0].removeprefix("race:") for key, node in graph.claims().items()
    }
    assert modalities == {
        "colossus.chips": calculated,
        "colossus.cost-calculated": calculated,
        "colossus.cost-reported": published,
        "colossus.h100-equivalents": calculated,
        "colossus.performance-8-bit": calculated,
        "colossus.power-calculated": calculated,
        "colossus.power-reported": published,
    }
    definitions = {
        graph.all(f"colossus.power-{kind}", "definition")[0] for kind in ("reported", "calculated")
    }
    assert len(definitions) == 2


def test_chips_of_two_types_are_parts_of_all(tmp_path: Path) -> None:
    row = {
        "Total number of AI chips": "70000",
        "Chip quantity (primary)": "50000",
        "Chip quantity (secondary)": "20000",
    }
    graph = read_rows(tmp_path, CLUSTERS, row)
    assert graph.all("colossus.chips", "includesFigure") == [
        "src:epoch-gpu-clusters#colossus.chips-primary",
        "src:epoch-gpu-clusters#colossus.chips-secondary",
    ]
    assert graph.all("colossus.chips", "definition")[0] == "AI chips of all types@en"
    assert "NVIDIA H100" in graph.all("colossus.chips-primary", "definition")[0]
    assert graph.all("colossus.chips-secondary", "definition")[0] == "AI chips of one type@en"


def test_chips_of_one_type_are_one_claim(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, CLUSTERS, {})
    assert set(graph.claims()) == {"colossus.chips", "colossus.h100-equivalents"}
    assert graph.one("colossus.h100-equivalents", "unit") == "race:H100Equivalent"


def test_of_a_rumour_owners_and_users_are_notes(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, CLUSTERS, {"Certainty": "Unlikely", "Users": "OpenAI"})
    assert graph.all(NODE, "ownedBy") == graph.all(NODE, "usedBy") == []
    assert graph.all(NODE, "note") == ["owner: xAI", "users: OpenAI"]
    assert graph.one(NODE, "confidence") == "Unlikely"


def test_users_that_are_nobody_make_no_node(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, CLUSTERS, {"Users": "Cloud,Academia,Swiss Universities"})
    assert graph.all(NODE, "usedBy") == []
    assert graph.all(NODE, "note") == ["users: Cloud,Academia,Swiss Universities"]
    unresolved = graph.imported.manifest["unresolved"]
    assert isinstance(unresolved, list)
    assert [(one["name"], one["role"]) for one in unresolved] == [("Swiss Universities", "user")]


@pytest.mark.parametrize(
    ("day", "note", "operational", "kept"),
    [
        ("2024-09-02", "2024-09-02", "2024-09-02^^xsd:date", []),
        ("2024-09-02", "Roughly", "2024-09-02^^xsd:date", ["first operational: Roughly"]),
        ("", "Planned 2027", "2027^^xsd:gYear", ["first operational: Planned 2027"]),
        ("", "Planned H2 2026", "2026^^xsd:gYear", ["first operational: Planned H2 2026"]),
        ("", "Planned 2029-02", "2029-02^^xsd:gYearMonth", ["first operational: Planned 2029-02"]),
        ("", "Planned", None, ["first operational: Planned"]),
        ("", "", None, []),
    ],
)
def test_when_a_planned_cluster_opens(
    day: str, note: str, operational: str | None, kept: list[str], tmp_path: Path
) -> None:
    row = {"Status": "Planned", "First Operational Date": day, "First Operational Date Note": note}
    graph = read_rows(tmp_path, CLUSTERS, row)
    assert graph.one(NODE, "operationalOn") == operational
    assert graph.all(NODE, "note") == kept


def test_a_place_and_the_middle_of_a_country(tmp_path: Path) -> None:
    degrees = {"latitude": "35.06", "longitude": "-90.15"}
    graph = read_rows(tmp_path, CLUSTERS, {"Location": "Memphis", **degrees})
    assert (graph.one(NODE, "latitude"), graph.one(NODE, "longitude")) == ("35.06", "-90.15")
    assert graph.one(NODE, "address") == "Memphis"
    for place in ("", "United States of America"):
        graph = read_rows(tmp_path, CLUSTERS, {"Location": place, **degrees})
        assert graph.one(NODE, "latitude") is graph.one(NODE, "address") is None


def test_what_totals_have_to_know(tmp_path: Path) -> None:
    row = {
        "Include in Standard Analysis": "",
        "Possible Duplicate": "True",
        "Possible Duplicate Of": "Other,Third",
        "Superseded by": "Colossus 2",
        "Builds Upon": "Colossus 0",
        "Single cluster?": "Unclear",
    }
    graph = read_rows(tmp_path, CLUSTERS, row)
    assert graph.one(NODE, "inStandardAnalysis") == "false^^xsd:boolean"
    assert graph.all(NODE, "possibleDuplicateOf") == [
        "data:epoch/cluster/Other",
        "data:epoch/cluster/Third",
    ]
    assert graph.one(NODE, "replacedBy") == "data:epoch/cluster/Colossus%202"
    assert graph.one(NODE, "extends") == "data:epoch/cluster/Colossus%200"
    assert graph.all(NODE, "note") == ["single cluster: Unclear"]
    graph = read_rows(tmp_path, CLUSTERS, {"Possible Duplicate": "True"})
    assert graph.all(NODE, "note") == ["possible duplicate"]


def test_clusters_of_one_name_are_told_apart_by_their_row(tmp_path: Path) -> None:
    graph = read_rows(
        tmp_path, CLUSTERS, {"Superseded by": "Same"}, {"Name": "Same"}, {"Name": "Same"}
    )
    assert graph.one("same.chips", "about") == "data:epoch/cluster/Same"
    assert graph.one("same.chips-row4", "about") == "data:epoch/cluster/Same-row4"
    assert graph["data:epoch/cluster/Same-row4"]["rdfs:label"] == ["Same@en", "Same@fr"]


@pytest.mark.parametrize(
    "cells",
    [
        *({"Status": "Dreamt of"}, {"Status": ""}, {"Certainty": "Sure"}, {"Name": ""}),
        *({"Single cluster?": "Perhaps"}, {"Possible Duplicate": "maybe"}, {"latitude": "35,06"}),
    ],
)
def test_words_that_nobody_knows_are_refused(cells: dict[str, str], tmp_path: Path) -> None:
    [problem] = problems_of(CLUSTERS, write_rows(tmp_path, CLUSTERS, [cells]))
    assert problem.rule == "import-cell"


# ---------------------------------------------------------------- checked by hand


@needs_epoch
def test_clusters_checked_by_hand() -> None:
    graph = real(CLUSTERS)
    memphis = "data:epoch/cluster/xAI%20Colossus%20Memphis%20Phase%202"
    assert graph.one(memphis, "operationalOn") == "2025-02-18^^xsd:date"
    assert (
        graph.one(memphis, "replacedBy")
        == "data:epoch/cluster/xAI%20Colossus%20Memphis%20Phase%203"
    )
    assert (
        graph.one(memphis, "extends") == "data:epoch/cluster/xAI%20Colossus%20Memphis%20Phase%201"
    )
    rumour = "data:epoch/cluster/Meta%20%24200B%20Campus%20Rumor"
    assert graph.all(rumour, "ownedBy") == []
    assert graph.one("meta-200b-campus-rumor.cost-reported", "modality") == "race:planned"
    assert graph.one("meta-200b-campus-rumor.power-reported", "lower") == "5000"
    paper = "data:epoch/cluster/Paper%20on%20Llama%203.1"
    assert len(graph.all(paper, "possibleDuplicateOf")) == 2
    anonymous = [name for name in graph.nodes if "Anonymized%20Chinese%20System" in name]
    assert len(anonymous) > 200
    assert sum("-row" in name for name in anonymous) == len(anonymous) - 1
