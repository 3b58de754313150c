"""Epoch AI's tables of models and of hardware, rule by rule; and facts checked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from epoch_files import MODEL, needs_epoch, problems_of, read_rows, real, write_rows

NOTABLE = "notable_ai_models"
FRONTIER = "frontier_ai_models"
HARDWARE = "ml_hardware"
KEY = "llama-3.1-405b"
NODE = "data:epoch/model/Llama%203.1-405B"
CHIP = "data:epoch/accelerator/NVIDIA%20B200"
MODELS = (NOTABLE, FRONTIER, "large_scale_ai_models", "all_ai_models")


# ---------------------------------------------------------------- models


@pytest.mark.parametrize("table", MODELS)
def test_a_model_is_one_node_in_all_tables(table: str, tmp_path: Path) -> None:
    graph = read_rows(tmp_path, table, {})
    node = graph[NODE]
    assert node["rdf:type"] == ["race:Model"]
    assert node["race:releasedOn"] == ["2024-07-23^^xsd:date"]
    assert node["race:domain"] == ["Language"]
    assert graph.has("ent:meta-platforms", "race:develops", NODE)
    assert {key: claim["race:lower"] for key, claim in graph.claims().items()} == {
        f"{KEY}.parameters": ["405000000000"],
        f"{KEY}.training-compute": ["38000000000000000000000000"],
    }
    assert graph.one(f"{KEY}.training-compute", "unit") == "race:FLOP"


def test_a_model_of_the_register_is_the_entity(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, NOTABLE, {"Model": "GPT-4"})
    assert graph.one("gpt-4.parameters", "about") == "ent:gpt-4"
    assert not any(name.startswith("data:epoch/model") for name in graph.nodes)


def test_everything_of_a_model_is_estimated_and_sure_only_where_the_table_says_so(
    tmp_path: Path,
) -> None:
    figures = {
        "Training time (hours)": "2142.0",
        "Hardware quantity": "16384",
        "Training compute cost (2023 USD)": "52885433.95",
        "Training compute cost (cloud)": "175966627.18",
        "Training compute cost (upfront)": "928433368.18",
        "Hardware acquisition cost": "582299563.04",
        "Training power draw (W)": "22622532.16",
        "Training dataset size (total)": "15600000000000",
    }
    graph = read_rows(tmp_path, NOTABLE, figures)
    assert {claim["race:modality"][0] for claim in graph.claims().values()} == {"race:estimated"}
    sure = {key for key, claim in graph.claims().items() if "race:confidence" in claim}
    assert sure == {f"{KEY}.{name}" for name in ("parameters", "training-compute", "training-data")}
    assert len(graph.claims()) == 2 + len(figures)
    costs = [
        claim for claim in graph.claims().values() if claim["race:measure"] == ["race:trainingCost"]
    ]
    assert len({claim["race:definition"][0] for claim in costs}) == 3


def test_notes_stand_with_their_figure_or_else_with_the_model(tmp_path: Path) -> None:
    notes = {
        "Parameters notes": "Counted by hand.",
        "Training compute notes": "Six times the product.",
        "Dataset size notes": 'Unknown. "It was trained on a number of books that is not small"',
        "Compute cost notes": "Nobody says.",
    }
    graph = read_rows(tmp_path, NOTABLE, notes)
    assert graph.one(f"{KEY}.parameters", "note") == "Counted by hand."
    assert graph.one(f"{KEY}.training-compute", "note") == "Six times the product."
    assert graph.all(NODE, "note") == ["training cost: Nobody says.", 'training data: Unknown. "…"']


def test_bounds_beside_an_estimate_are_a_claim_of_their_own(tmp_path: Path) -> None:
    bounds = {"Training compute lower bound": "2.1e25", "Training compute upper bound": "1e26"}
    graph = read_rows(tmp_path, FRONTIER, bounds)
    claim = graph[f"{KEY}.training-compute-bounds"]
    assert (claim["race:lower"], claim["race:upper"]) == (["21" + "0" * 24], ["1" + "0" * 26])
    assert len(claim["race:definition"]) == 2
    assert graph.one(f"{KEY}.training-compute", "lower") == "38" + "0" * 24
    assert graph.one(f"{KEY}.training-compute", "definition") is None


@pytest.mark.parametrize(
    ("lower", "upper"), [("2.1e25", "1e26"), ("2.1e25", ""), ("", "1e26"), ("1e26", "1e26")]
)
def test_bounds_without_an_estimate_are_the_claim(lower: str, upper: str, tmp_path: Path) -> None:
    row = {
        "Training compute (FLOP)": "",
        "Training compute lower bound": lower,
        "Training compute upper bound": upper,
        "Training compute notes": "Between two others.",
    }
    graph = read_rows(tmp_path, FRONTIER, row)
    claim = graph[f"{KEY}.training-compute"]
    assert ("race:lower" in claim, "race:upper" in claim) == (bool(lower), bool(upper))
    assert claim["race:note"] == ["Between two others."]
    assert graph.all(NODE, "note") == []


def test_bounds_the_wrong_way_round_are_refused(tmp_path: Path) -> None:
    bounds = {"Training compute lower bound": "2e26", "Training compute upper bound": "1e26"}
    [problem] = problems_of(FRONTIER, write_rows(tmp_path, FRONTIER, [bounds]))
    assert "is above the upper bound, 1E+26" in problem.message


def test_several_data_sets_have_several_sizes(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, NOTABLE, {"Training dataset size (total)": "14180000,192851506176"})
    sizes = {key: node for key, node in graph.claims().items() if "training-data" in key}
    assert {key: node["race:lower"] for key, node in sizes.items()} == {
        f"{KEY}.training-data": ["14180000"],
        f"{KEY}.training-data-2": ["192851506176"],
    }
    assert all(len(node["race:definition"]) == 2 for node in sizes.values())


def test_hardware_that_cost_nothing_is_hardware_of_unknown_cost(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, NOTABLE, {"Hardware acquisition cost": "0.0"})
    assert f"{KEY}.hardware-cost" not in graph.claims()


def test_who_where_on_what_and_from_what(tmp_path: Path) -> None:
    row = {
        "Organization": "OpenAI,Bell Laboratories,Qilin Co., Ltd.",
        "Country (of organization)": "China,Multinational,United States of America,Atlantis",
        "Training hardware": "NVIDIA H100 SXM5 80GB,Abacus",
        "Base model": "Llama 3.1-405B,GPT-4",
        "Model accessibility": "Open weights (unrestricted)",
        "Link": "https://a.example/ and https://b.example/",
    }
    graph = read_rows(tmp_path, NOTABLE, row)
    assert graph.all(NODE, "developedIn") == ["ent:china", "ent:united-states"]
    assert graph.all(NODE, "trainedOn") == ["data:epoch/accelerator/Abacus", "ent:h100"]
    assert graph.all(NODE, "baseModel") == ["ent:gpt-4"]
    assert graph.all(NODE, "sourceUrl") == ["https://a.example/", "https://b.example/"]
    assert graph.one(NODE, "accessibility") == "Open weights (unrestricted)"
    developers = [
        name for name, node in graph.nodes.items() if NODE in node.get("race:develops", ())
    ]
    assert sorted(developers) == [
        "data:epoch/organization/Bell%20Laboratories",
        "data:epoch/organization/Qilin%20Co.%2C%20Ltd.",
        "ent:openai",
    ]
    unresolved = graph.imported.manifest["unresolved"]
    assert isinstance(unresolved, list)
    assert [(one["name"], one["role"]) for one in unresolved] == [
        ("Atlantis", "country"),
        ("Bell Laboratories", "developer"),
        ("Qilin Co., Ltd.", "developer"),
    ]


def test_a_model_without_a_name_is_refused(tmp_path: Path) -> None:
    assert MODEL["Model"]
    [problem] = problems_of(NOTABLE, write_rows(tmp_path, NOTABLE, [{"Model": " "}]))
    assert problem.message == 'row 2: "Model" is empty'


# ---------------------------------------------------------------- hardware


def test_an_accelerator_has_a_figure_for_each_number_format(tmp_path: Path) -> None:
    row = {
        "INT8 performance (OP/s)": "9e15",
        "Memory (bytes)": "180000000000.0",
        "Memory bandwidth (byte/s)": "7700000000000",
        "Notes": "Without sparsity.",
        "Link to datasheet": "https://a.example/\nhttps://b.example/",
    }
    graph = read_rows(tmp_path, HARDWARE, row)
    assert {
        key: (node["race:lower"][0], node["race:unit"][0]) for key, node in graph.claims().items()
    } == {
        "nvidia-b200.memory": ("180000000000", "unit:BYTE"),
        "nvidia-b200.memory-bandwidth": ("7700000000000", "race:BytePerSecond"),
        "nvidia-b200.performance.fp8": ("4500000000000000", "unit:FLOPS"),
        "nvidia-b200.performance.int8": ("9000000000000000", "unit:FLOPS"),
        "nvidia-b200.power-draw": ("1000", "unit:W"),
    }
    assert graph.all("nvidia-b200.performance.fp8", "definition") == ["FP8@en", "FP8@fr"]
    assert {node["race:modality"][0] for node in graph.claims().values()} == {"race:reported"}
    assert graph.all(CHIP, "sourceUrl") == ["https://a.example/", "https://b.example/"]
    assert graph.one(CHIP, "note") == "Without sparsity."
    assert graph.one(CHIP, "releasedOn") == "2024-11-15^^xsd:date"
    assert graph.has("ent:nvidia", "race:develops", CHIP)


def test_a_price_is_estimated_and_has_its_own_source(tmp_path: Path) -> None:
    row = {"Release price (USD)": "30000.0", "Source for the price": "https://p.example/"}
    claim = read_rows(tmp_path, HARDWARE, row)["nvidia-b200.price"]
    assert claim["race:modality"] == ["race:estimated"]
    assert claim["race:sourceUrl"] == ["https://p.example/"]
    assert claim["race:unit"] == ["unit:CCY_USD"]


def test_an_accelerator_of_the_register_is_the_entity(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, HARDWARE, {"Hardware name": "NVIDIA H100 SXM5 80GB"})
    assert graph.one("nvidia-h100-sxm5-80gb.power-draw", "about") == "ent:h100"


# ---------------------------------------------------------------- checked by hand


@needs_epoch
def test_models_checked_by_hand() -> None:
    graph = real(NOTABLE)
    key = "deepseek-v3"
    assert graph.one(f"{key}.training-compute", "lower") == "33" + "0" * 23
    assert graph.one(f"{key}.training-compute", "confidence") == "Confident"
    assert graph.one(f"{key}.training-compute", "locator") == "row 147"
    assert graph.one(f"{key}.training-data", "lower") == "14800000000000"
    assert graph.one(f"{key}.hardware-quantity", "lower") == "2048"
    assert graph.one(f"{key}.training-cost", "lower") == "5390000"
    assert f"{key}.hardware-cost" not in graph.claims()
    assert graph.one("data:epoch/model/DeepSeek-V3", "developedIn") == "ent:china"
    assert graph.has("ent:deepseek", "race:develops", "data:epoch/model/DeepSeek-V3")
    sizes = [key for key in graph.claims() if key.startswith("efficientnetv2-xl.training-data")]
    assert len(sizes) == 2
    assert graph.all("data:epoch/model/Gemini%203%20Pro", "note") == [
        "training compute: Almost certainly >1e25"
    ]


@needs_epoch
def test_bounds_checked_by_hand() -> None:
    graph = real(FRONTIER)
    bounds = graph["grok-3.training-compute-bounds"]
    assert bounds["race:lower"] == ["21" + "0" * 25]
    assert bounds["race:upper"] == ["113" + "0" * 25]
    assert graph.one("grok-3.training-compute", "lower") == "35" + "0" * 25
    assert "race:upper" not in graph["grok-2.training-compute-bounds"]


@needs_epoch
def test_hardware_checked_by_hand() -> None:
    graph = real(HARDWARE)
    assert graph.one("nvidia-b200.performance.fp4", "lower") == "9000000000000000"
    assert graph.one("amd-instinct-mi355x.price", "modality") == "race:estimated"
    assert graph.has("ent:amd", "race:develops", "data:epoch/accelerator/AMD%20Instinct%20MI355X")
    assert graph.one("nvidia-a100-sxm4-40-gb.memory", "lower") == "40000000000"
