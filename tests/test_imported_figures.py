"""The questions over the whole data sets, where they are at hand, against figures worked out apart.

The figures come from the files as the standard library reads them, by rules written here anew.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from compute_race.answering.asking import answer
from compute_race.answering.questions import load_questions
from compute_race.answering.table import Value
from compute_race.dataset.store import EmbeddedStore
from compute_race.importing.sources import SOURCES
from compute_race.pipeline.build import build
from compute_race.pipeline.importing import import_files
from imported_graph import laid_graph
from support import ROOT

DATA = ROOT.parent / "shared" / "data"
EPOCH = DATA / "epoch"
ATLAS = DATA / "facilities" / "compute_atlas_facilities_2026-08.json"
CAPEX = DATA / "capex"
ALL = {question.name: question for question in load_questions(ROOT / "queries" / "compare")}
TABLES = ("notable_ai_models", "gpu_clusters", "data_centers", "data_center_timelines")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (EPOCH.is_dir() and ATLAS.is_file() and CAPEX.is_dir()),
        reason="the data sets are not at hand",
    ),
]

Row = Mapping[str, str]
Ask = Callable[..., list[dict[str, Value]]]


@cache
def rows(table: str) -> Sequence[Row]:
    csv.field_size_limit(2**30)
    [path] = (path for path in EPOCH.glob("*.csv") if path.stem.rpartition("_")[0] == table)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def facilities() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ATLAS.read_text("utf-8"), parse_float=Decimal)
    return found


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Build the tables that the questions read, and give a function that asks one of them."""
    store = tmp_path_factory.mktemp("figures") / "store"
    epoch = [path for name in TABLES for path in EPOCH.glob(f"{name}_*.csv")]
    for source, paths, date in (
        ("epoch", epoch, None),
        ("compute-atlas", [ATLAS], None),
        ("sec", [CAPEX], "2026-08-06"),
    ):
        import_files(SOURCES[source], paths, store, laid_graph(), date=date)
    build(store, laid_graph())
    opened = EmbeddedStore(store)

    def run(name: str, **values: str) -> list[dict[str, Value]]:
        return answer(opened, ALL[name], values).shortened().records()

    return run


def names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(",") if name.strip()]


def number(cell: str) -> Decimal:
    return Decimal(cell or 0)


def counted_clusters(status: str) -> list[Row]:
    """Leave out what is unlikely, not counted, a duplicate, or taken in by a later stage."""
    good = [
        row
        for row in rows("gpu_clusters")
        if row["Status"] == status
        and row["Certainty"] != "Unlikely"
        and (status == "Planned" or row["Include in Standard Analysis"] == "True")
        and row["Possible Duplicate"] != "True"
    ]
    by_name = {row["Name"].strip('"') for row in good}
    built_upon = {name.strip('"') for row in good for name in names(row["Builds Upon"])}
    # A name may hold a comma, so the whole cell is one too.
    built_upon |= {row["Builds Upon"].strip('"') for row in good}
    return [
        row
        for row in good
        if row["Superseded by"].strip('"') not in by_name
        and row["Name"].strip('"') not in built_upon
    ]


@pytest.mark.parametrize("owner", ["xAI", "Microsoft", "Oracle", "OpenAI", "Google", "Tesla"])
def test_an_owner_has_the_accelerators_of_the_table(ask: Ask, owner: str) -> None:
    (row,) = (
        row
        for row in ask("who-owns-how-many-accelerators")
        if (row["ownerLabel"], row["table"]) == (owner, "epoch-gpu-clusters")
    )
    for status, name in (("Existing", "existing"), ("Planned", "planned")):
        own = [row for row in counted_clusters(status) if owner in names(row["Owner"])]
        power = (
            number(one["Reported Power Capacity (MW)"] or one["Calculated Power Capacity (MW)"])
            for one in own
        )
        assert row[name] == len(own)
        assert row[f"{name}H100"] == sum(number(one["H100 equivalents"]) for one in own)
        assert row[f"{name}MW"] == sum(power)


def test_every_cluster_that_counts_is_somebodys_or_nobodys(ask: Ask) -> None:
    """Each is in as many rows as it has owners, at least one."""
    found = ask("who-owns-how-many-accelerators")
    for status, name in (("Existing", "existing"), ("Planned", "planned")):
        told = sum(int(str(r[name])) for r in found if r["table"] == "epoch-gpu-clusters")
        wanted = (max(1, len(set(names(row["Owner"])))) for row in counted_clusters(status))
        assert told == sum(wanted)


def test_the_data_centres_of_an_owner_add_up(ask: Ask) -> None:
    (amazon,) = (
        row
        for row in ask("who-owns-how-many-accelerators")
        if (row["owner"], row["table"]) == ("ent:amazon", "epoch-data-centers")
    )
    own = [row for row in rows("data_centers") if row["Owner"].startswith("Amazon #confident")]
    assert amazon["existingMW"] == sum(number(row["Current power (MW)"]) for row in own)
    handles = {row["Handle"] for row in own}
    ahead = {
        handle: max(
            number(row["Power (MW)"])
            for row in rows("data_center_timelines")
            if row["Data center"] == handle and row["Date"].rpartition("/")[2] >= "2026"
        )
        for handle in handles
    }
    assert (amazon["planned"], amazon["plannedMW"]) == (len(ahead), sum(ahead.values()))


@pytest.mark.parametrize(
    "developer",
    [
        *("OpenAI", "Anthropic", "DeepSeek", "Mistral AI", "xAI", "Stanford University"),
        *("Tsinghua University", "University of Toronto", "IBM", "Baidu"),
    ],
)
def test_a_developer_has_the_models_of_the_table(ask: Ask, developer: str) -> None:
    (row,) = (
        row for row in ask("models-by-developer-and-group") if row["developerLabel"] == developer
    )
    own = [r for r in rows("notable_ai_models") if developer in names(r["Organization"])]
    years = sorted(int(row["Publication date"][:4]) for row in own if row["Publication date"])
    assert row["models"] == len({row["Model"] for row in own})
    assert (row["firstYear"], row["lastYear"]) == (years[0], years[-1])


@pytest.mark.parametrize("year", [2020, 2023, 2024, 2025])
@pytest.mark.parametrize(
    ("bloc", "country"), [("china", "China"), ("united-states", "United States of America")]
)
def test_a_bloc_has_the_compute_of_its_models(ask: Ask, year: int, bloc: str, country: str) -> None:
    """The graph of these tests knows of three blocs, and of two countries in the third."""
    others = {"China", "United States of America", "France", "Germany"} - {country}
    own = [
        row
        for row in rows("notable_ai_models")
        if row["Publication date"].startswith(str(year))
        and country in names(row["Country (of organization)"])
        and others.isdisjoint(names(row["Country (of organization)"]))
    ]
    figures = [
        Decimal(row["Training compute (FLOP)"]) for row in own if row["Training compute (FLOP)"]
    ]
    (row,) = (
        row
        for row in ask("training-compute-by-bloc-and-year", since=str(year))
        if (row["year"], row["bloc"]) == (year, bloc)
    )
    assert (row["models"], row["estimated"]) == (len(own), len(figures))
    assert abs(Decimal(str(row["sum1e24"])) - sum(figures) / 10**24) < Decimal("1e-9")
    assert abs(Decimal(str(row["most1e24"])) - max(figures) / 10**24) < Decimal("1e-9")


def test_planned_sites_cost_what_the_atlas_says(ask: Ask) -> None:
    own = [
        (Decimal(one["investmentUsd"]), Decimal(one["capacityMw"]["planned"]))
        for one in facilities()
        if one["facilityType"] == "data_center"
        and one["status"] != "cancelled"
        and one.get("investmentUsd")
        and (one.get("capacityMw") or {}).get("planned", 0) >= 10
        and (one.get("capacityMw") or {}).get("operational") is None
    ]
    (row,) = (
        row
        for row in ask("cost-per-megawatt")
        if (row["table"], row["modality"]) == ("compute-atlas", "race:planned")
    )
    cost, power = (sum(column) for column in zip(*own, strict=True))
    assert (row["things"], row["cost"], row["megawatts"]) == (len(own), cost, power)
    assert row["perMegawatt"] == round(cost / power)
    ratios = [round(dollars / megawatts) for dollars, megawatts in own]
    assert (row["lowest"], row["highest"]) == (min(ratios), max(ratios))


def test_data_centres_cost_what_epoch_says(ask: Ask) -> None:
    own = [row for row in rows("data_centers") if number(row["Current power (MW)"]) >= 10]
    (row,) = (row for row in ask("cost-per-megawatt") if row["table"] == "epoch-data-centers")
    billions = sum(number(one["Current total capital cost (2025 USD billions)"]) for one in own)
    power = sum(number(one["Current power (MW)"]) for one in own)
    assert (row["things"], row["megawatts"]) == (len(own), power)
    assert row["cost"] == round(billions * 10**9)


@pytest.mark.parametrize(("group", "printed"), [("meta-platforms", "Meta"), ("openai", "OpenAI")])
def test_the_sites_of_a_group_add_up(ask: Ask, group: str, printed: str) -> None:
    found = ask("announced-sites-against-announced-sums", group=group)
    own = [
        one
        for one in facilities()
        if one["facilityType"] == "data_center"
        and one["status"] != "cancelled"
        and printed in [part.partition("(")[0].strip() for part in one["operator"].split(" / ")]
    ]
    costs = [one["investmentUsd"] for one in own if one.get("investmentUsd") is not None]
    planned = [(one.get("capacityMw") or {}).get("planned", 0) for one in own]
    assert found
    for row in found:
        assert (row["sites"], row["costKnownOf"]) == (len(own), len(costs))
        assert (row["sitesCost"], row["plannedMW"]) == (sum(costs), sum(planned))


def test_the_press_and_epoch_differ_on_a_site(ask: Ask) -> None:
    """The press says 5 gigawatts of Meta's Hyperion, Epoch AI's last line on it less than half."""
    last = [row for row in rows("data_center_timelines") if "Hyperion" in row["Data center"]][-1]
    found = ask("where-epoch-and-the-press-disagree")
    (row,) = (row for row in found if row["about"] == "meta-hyperion-5gw")
    assert (row["epoch"], row["pressLow"]) == (number(last["Power (MW)"]), 5000)
    assert row["gap"] == round(1 - number(last["Power (MW)"]) / 5000, 4)


def filed(company: str, tag: str, start: str, end: str) -> int:
    """Give what a company filed last for a period."""
    path = CAPEX / f"sec_companyfacts_{company}.json"
    facts = json.loads(path.read_text("utf-8"))["facts"]["us-gaap"][tag]["units"]["USD"]
    own = [fact for fact in facts if (fact.get("start"), fact["end"]) == (start, end)]
    return int(max(own, key=lambda fact: str(fact["filed"]))["val"])


def test_what_was_filed_is_what_is_asked_for(ask: Ask) -> None:
    """By 1 March 2026 Microsoft had filed half a fiscal year, Alphabet a whole one."""
    paid = "PaymentsToAcquirePropertyPlantAndEquipment"
    year = filed("msft", paid, "2024-07-01", "2025-06-30")
    half = filed("msft", paid, "2025-07-01", "2025-12-31")
    before = filed("msft", paid, "2024-07-01", "2024-12-31")
    (rate,) = (r for r in ask("run-rate-of-four-quarters") if r["organization"] == "microsoft")
    assert rate["fourQuarters"] == year + half - before
    spent = {row["spent"] for row in ask("planned-against-spent", organization="microsoft")}
    assert year in spent
    revenue = filed("googl", "Revenues", "2025-01-01", "2025-12-31")
    (share,) = (r for r in ask("planned-share-of-revenue") if r["organization"] == "alphabet")
    assert share["shareLow"] == round(Decimal(175 * 10**9) / revenue, 4)
    explained = ask("which-definition-explains", organization="microsoft")
    assert {row["cash"] for row in explained if row["explains"]} == {year}
    figures = ask("which-figures-of-a-thing", about="microsoft")
    assert {year, half, before} <= {row["low"] for row in figures}
