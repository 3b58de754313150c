"""SEC company facts: what is read of them, what refused, and which claims they become.

The recorded files are cut from the official ones; the whole excerpts of the dossier are read
too, where they are at hand.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from compute_race.basics.problems import Problem, ProblemsError, Severity
from compute_race.importing.sec_concepts import BY_NAME, CONCEPTS
from compute_race.importing.sec_facts import CompanyFacts, read_company_facts
from compute_race.importing.sec_figures import Figure, figures
from compute_race.importing.sec_periods import FiscalCalendar, Label
from support import ROOT, day

RECORDED = ROOT / "tests" / "recorded" / "sec"
DOSSIER = ROOT.parent / "shared" / "data" / "capex"
MICROSOFT, ALPHABET, META = "CIK0000789019.json", "CIK0001652044.json", "CIK0001326801.json"
#: The excerpts of the dossier, by ticker.
COMPANIES = ("googl", "meta", "msft")
CAPEX = "us-gaap:PaymentsToAcquirePropertyPlantAndEquipment"

needs_dossier = pytest.mark.skipif(not DOSSIER.is_dir(), reason="the dossier is not at hand")

Write = Callable[[object], Path]


def read(path: Path, *, lenient: bool = False) -> CompanyFacts:
    return read_company_facts(path, path.name, lenient=lenient)


def problems_of(path: Path) -> list[Problem]:
    with pytest.raises(ProblemsError) as caught:
        read(path)
    assert all(problem.advice and "\n" not in str(problem) for problem in caught.value.problems)
    return caught.value.problems


def fact(**changes: Any) -> dict[str, Any]:
    """Make a good fact, with some keys changed; ``...`` takes a key away."""
    good = {
        "start": "2024-07-01",
        "end": "2025-06-30",
        "val": 64551000000,
        "accn": "0000950170-25-100235",
        "fy": 2025,
        "fp": "FY",
        "form": "10-K",
        "filed": "2025-07-30",
        "frame": "CY2025",
    }
    return {key: value for key, value in {**good, **changes}.items() if value is not ...}


def facts_file(*entries: object, name: str = CAPEX, unit: str = "USD", **top: Any) -> Any:
    taxonomy, _, tag = name.partition(":")
    body = {taxonomy: {tag: {"label": "x", "description": "y", "units": {unit: list(entries)}}}}
    return {"cik": 789019, "entityName": "MICROSOFT CORPORATION", "facts": body, **top}


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(content: object) -> Path:
        path = tmp_path / "facts.json"
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        return path

    return write


# ---------------------------------------------------------------- reading


def test_a_recorded_file() -> None:
    found = read(RECORDED / MICROSOFT)
    assert (found.cik, found.name) == ("0000789019", "MICROSOFT CORPORATION")
    assert found.problems == ()
    assert found.skipped == 0
    assert found.left == 2
    assert {item.concept.measure for item in found.facts} == {
        "capitalExpenditure",
        "financeLeases",
        "revenue",
    }


@needs_dossier
@pytest.mark.parametrize("company", COMPANIES)
def test_the_excerpts_of_the_dossier(company: str) -> None:
    path = DOSSIER / f"sec_companyfacts_{company}.json"
    found = read(path)
    assert found.problems == ()
    total = sum(
        len(entries)
        for tags in json.loads(path.read_bytes())["facts"].values()
        for entry in tags.values()
        for entries in entry["units"].values()
    )
    assert len(found.facts) + found.left == total
    assert len(found.facts) > 75


@needs_dossier
def test_the_series_of_the_dossier_is_found_again() -> None:
    """Somebody else drew a table from the same files: each of its rows is one of our figures."""
    ours = {
        (found.cik, item.fact.concept.tag, item.fact.start, item.fact.end, item.fact.value)
        for company in COMPANIES
        if (found := read(DOSSIER / f"sec_companyfacts_{company}.json"))
        for item in figures(found.facts)
    }
    with (DOSSIER / "capex_series.csv").open(encoding="utf-8", newline="") as stream:
        theirs = [
            row
            for row in csv.DictReader(stream)
            if row["origin"] == "reported" and f"us-gaap:{row['concept']}" in BY_NAME
        ]
    assert len(theirs) > 100
    missing = [
        row
        for row in theirs
        if (
            row["cik"].zfill(10),
            row["concept"],
            day(row["period_start"]),
            day(row["period_end"]),
            Decimal(row["value"]),
        )
        not in ours
    ]
    assert missing == []


def test_keys_nobody_knows_are_told_and_not_read(written: Write) -> None:
    found = read(written(facts_file(fact(scale=6), fact(scale=3), currency="USD")))
    assert [(p.rule, p.severity) for p in found.problems] == [
        ("import-column-unknown", Severity.WARNING)
    ] * 2
    assert {'"scale" of a fact', '"currency" of the file'} == {
        p.message.partition("key ")[2].partition(" is")[0] for p in found.problems
    }
    assert len(found.facts) == 2


@pytest.mark.parametrize("key", ["start", "end", "val", "accn", "form", "filed"])
@pytest.mark.parametrize("value", [..., None])
def test_a_missing_key_refuses_the_file_and_names_the_fact(
    written: Write, key: str, value: object
) -> None:
    [problem] = problems_of(written(facts_file(fact(), fact(**{key: value}))))
    assert problem.rule == "import-fact"
    assert problem.message == f"{CAPEX} USD 2 has no {key}"
    assert "--lenient" in problem.advice


def test_a_renamed_key_is_a_missing_one(written: Write) -> None:
    rules = {p.rule: p.message for p in problems_of(written(facts_file(fact(val=..., value=1))))}
    assert "has no val" in rules["import-fact"]
    assert '"value"' in rules["import-column-unknown"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"val": "64551000000"}, "is no number"),
        ({"val": "64,551"}, "is no number"),
        ({"val": "64.551,0"}, "is no number"),
        ({"val": True}, "is no number"),
        ({"val": [1]}, "is no number"),
        ({"val": -1}, "is below zero"),
        ({"start": "07/01/2024"}, "is not a day"),
        ({"start": "2024-13-01"}, "is not a day"),
        ({"end": "30.06.2025"}, "is not a day"),
        ({"end": 20250630}, "is not a day"),
        ({"filed": "2025-07"}, "is not a day"),
        ({"end": "2024-06-30"}, "before it starts"),
        ({"filed": "2025-06-29"}, "before its period ended"),
        ({"accn": "950170-25-100235"}, "accession number"),
        ({"accn": 5}, "accession number"),
        ({"form": " "}, "has no form"),
    ],
)
def test_a_wrong_value_refuses_the_file_or_is_left_out_if_told_to(
    written: Write, changes: Mapping[str, object], reason: str
) -> None:
    path = written(facts_file(fact(**changes), fact()))
    [problem] = problems_of(path)
    assert problem.rule == "import-fact"
    assert f"{CAPEX} USD 1 " in problem.message
    assert reason in problem.message
    found = read(path, lenient=True)
    assert len(found.facts) == found.skipped == 1
    assert [p.severity for p in found.problems] == [Severity.WARNING]


@pytest.mark.parametrize("unit", ["USD/shares", "pure", "usd", "shares"])
def test_what_is_no_money(written: Write, unit: str) -> None:
    [problem] = problems_of(written(facts_file(fact(), unit=unit)))
    assert "which is no currency" in problem.message


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ([], "import-other-data"),
        ([{"id": "a-facility", "name": "x"}], "import-other-data"),
        ({"cik": 789019, "taxonomy": "us-gaap", "tag": "Assets"}, "import-other-data"),
        ({"facts": {}}, "import-other-data"),
        ({"cik": 789019, "facts": {}}, "import-other-data"),
        ({"cik": "MSFT", "entityName": "x", "facts": {}}, "import-other-data"),
        ({"cik": 789019, "entityName": "x", "facts": {}}, "import-empty"),
        (facts_file(), "import-empty"),
        (facts_file(fact(), name="us-gaap:Assets"), "import-empty"),
        (facts_file(fact(), name="dei:Revenues"), "import-empty"),
        ({"cik": 789019, "entityName": "x", "facts": []}, "import-fact"),
        ({"cik": 1, "entityName": "x", "facts": {"us-gaap": {"Revenues": {}}}}, "import-fact"),
        (facts_file("no fact"), "import-fact"),
        (
            {
                "cik": 1,
                "entityName": "x",
                "facts": {"ifrs-full": {"Revenue": {"units": {"EUR": 5}}}},
            },
            "import-fact",
        ),
        ('"text"', "import-other-data"),
        ("", "import-json"),
        ("Name,Owner\nx,y\n", "import-json"),
        ('{"cik": NaN}', "import-json"),
        ("[" * 100000, "import-json"),
    ],
)
def test_another_file_is_told(written: Write, content: object, rule: str) -> None:
    assert {problem.rule for problem in problems_of(written(content))} == {rule}


def test_no_fact_is_left_when_all_are_bad(written: Write) -> None:
    with pytest.raises(ProblemsError) as caught:
        read(written(facts_file(fact(val="x"))), lenient=True)
    assert [p.rule for p in caught.value.problems if p.severity is Severity.VIOLATION] == [
        "import-empty"
    ]


def test_a_file_that_stops_short_says_on_which_line(tmp_path: Path) -> None:
    whole = (RECORDED / MICROSOFT).read_text(encoding="utf-8")
    path = tmp_path / "short.json"
    path.write_text(whole[: len(whole) // 2], encoding="utf-8")
    [problem] = problems_of(path)
    assert problem.rule == "import-json"
    assert problem.line == len(whole[: len(whole) // 2].splitlines())


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "none.json")[0].rule == "import-unreadable"
    (tmp_path / "latin.json").write_bytes(b'{"cik": "\xe9"}')
    assert problems_of(tmp_path / "latin.json")[0].rule == "import-json"


def test_numbers_are_exact(written: Write) -> None:
    text = json.dumps(facts_file(fact())).replace("64551000000", "6.4551000000000001E+10")
    [item] = read(written(text)).facts
    assert item.value == Decimal("64551000000.000001")


def test_every_concept_says_in_both_languages_what_it_counts() -> None:
    assert len(BY_NAME) == len(CONCEPTS)
    for concept in CONCEPTS:
        assert concept.english
        assert concept.french
        assert concept.english != concept.french
    assert len({concept.english for concept in CONCEPTS}) == len(CONCEPTS)
    assert BY_NAME["us-gaap:PaymentsToAcquireProductiveAssets"].measure == "capitalExpenditure"


# ---------------------------------------------------------------- fiscal periods


def calendar_of(*closes: str, form: str = "10-K") -> FiscalCalendar:
    """Make the calendar of a company whose years closed on these days."""
    return FiscalCalendar(
        (day(close) - dt.timedelta(days=363), day(close), form) for close in closes
    )


@pytest.mark.parametrize(
    ("closes", "start", "end", "label"),
    [
        # Microsoft: closes on 30 June.
        (["2024-06-30"], "2023-07-01", "2024-06-30", Label(year=2024)),
        (["2024-06-30"], "2023-07-01", "2023-09-30", Label(2024, 1)),
        (["2024-06-30"], "2023-10-01", "2023-12-31", Label(2024, 2)),
        (["2024-06-30"], "2024-01-01", "2024-03-31", Label(2024, 3)),
        (["2024-06-30"], "2024-04-01", "2024-06-30", Label(2024, 4)),
        (["2024-06-30"], "2023-07-01", "2023-12-31", Label(months=6)),
        (["2024-06-30"], "2023-07-01", "2024-03-31", Label(months=9)),
        # Beyond the years that are known, on either side.
        (["2024-06-30"], "2025-10-01", "2025-12-31", Label(2026, 2)),
        (["2024-06-30"], "2019-07-01", "2019-09-30", Label(2020, 1)),
        # Amazon reports the last twelve months beside each quarter.
        (["2024-12-31"], "2024-07-01", "2025-06-30", Label(months=12)),
        # Nvidia: the last Sunday of January.
        (["2025-01-26"], "2024-01-29", "2025-01-26", Label(year=2025)),
        (["2025-01-26"], "2024-01-29", "2024-04-28", Label(2025, 1)),
        (["2025-01-26"], "2024-07-29", "2024-10-27", Label(2025, 3)),
        (["2025-01-26"], "2025-01-27", "2025-04-27", Label(2026, 1)),
        # Intel: the last Saturday of December, which one year is in January's stead.
        (["2022-12-31"], "2020-12-27", "2021-12-25", Label(year=2021)),
        (["2022-12-31"], "2021-12-26", "2022-12-31", Label(year=2022)),
        # A close in the first days of January belongs to the year that ended.
        (["2021-01-03"], "2020-01-01", "2021-01-03", Label(year=2020)),
        # Broadcom: the Sunday nearest to 31 October.
        (["2024-11-03"], "2023-10-30", "2024-11-03", Label(year=2024)),
        (["2024-11-03"], "2024-11-04", "2025-02-02", Label(2025, 1)),
        # Three months across two quarters, one month, the time since the foundation.
        (["2024-06-30"], "2023-08-01", "2023-10-31", Label(months=3)),
        (["2024-06-30"], "2023-07-01", "2023-07-31", Label(months=1)),
        (["2024-06-30"], "2010-07-01", "2024-06-30", Label(months=168)),
        (["2024-06-30"], "2023-07-15", "2024-06-30", Label()),
        # Nobody knows the calendar yet.
        ([], "2024-07-01", "2024-09-30", Label(months=3)),
    ],
)
def test_a_period_is_named_by_its_own_days(
    closes: list[str], start: str, end: str, label: Label
) -> None:
    assert calendar_of(*closes).label(day(start), day(end)) == label


def test_only_yearly_reports_tell_when_the_year_closes() -> None:
    assert calendar_of("2024-06-30", form="10-Q").closing_month is None
    assert calendar_of("2024-06-30", form="10-K/A").closing_month == 6
    assert calendar_of("2024-03-31", form="20-F").closing_month == 3


def test_a_company_that_changed_its_year() -> None:
    """From a close in September to one in December: each period by the close that followed it."""
    changed = calendar_of("2021-09-30", "2022-09-30", "2023-12-31")
    assert changed.label(day("2022-07-01"), day("2022-09-30")) == Label(2022, 4)
    assert changed.label(day("2023-07-01"), day("2023-09-30")) == Label(2023, 3)
    assert changed.closing_month == 12


@pytest.mark.parametrize(("file", "month"), [(MICROSOFT, 6), (ALPHABET, 12), (META, 12)])
def test_the_year_is_not_that_of_the_filing(file: str, month: int) -> None:
    """``fy`` says 2025 of three years in one report; the days say which year each is."""
    found = read(RECORDED / file)
    calendar = FiscalCalendar((item.start, item.end, item.form) for item in found.facts)
    assert calendar.closing_month == month
    for item in found.facts:
        label = calendar.label(item.start, item.end)
        length = (item.end - item.start).days
        assert (label.months is None) == (length < 100 or length > 300), item.place
        if label.year is not None and label.quarter is None:
            assert (item.end.year, item.end.month) == (label.year, month)


# ---------------------------------------------------------------- figures


def figures_of(path: Path) -> dict[str, Figure]:
    return {item.key: item for item in figures(read(path).facts)}


def test_a_figure_that_is_repeated_is_one_and_names_its_latest_filing() -> None:
    item = figures_of(RECORDED / MICROSOFT)[
        "payments-to-acquire-property-plant-and-equipment.2024-07-01.2025-06-30"
    ]
    assert item.fact.value == 64_551_000_000
    assert item.fact.accession == "0001193125-26-323660"
    assert item.fact.filed == day("2026-07-29")
    assert item.first_filed == day("2025-07-30")
    assert item.restated is None


def test_a_restated_figure_stays_beside_the_new_one() -> None:
    found = figures_of(RECORDED / META)
    key = "payments-to-acquire-property-plant-and-equipment.2023-01-01.2023-12-31"
    new, old = found[key], found[f"{key}.27266000000"]
    assert (new.fact.value, new.first_filed) == (27_045_000_000, day("2025-01-30"))
    assert (old.fact.value, old.first_filed) == (27_266_000_000, day("2024-02-02"))
    assert (new.restated, old.restated) == (None, day("2025-01-30"))
    assert sum(item.restated is not None for item in found.values()) == 4


def test_a_figure_that_comes_back_is_not_restated(written: Write) -> None:
    filings = [("2024-02-01", 10), ("2025-02-01", 12), ("2026-02-01", 10)]
    path = written(
        facts_file(
            *(
                fact(start="2023-01-01", end="2023-12-31", filed=filed, val=val)
                for filed, val in filings
            )
        )
    )
    found = [
        (item.fact.value, item.first_filed, item.restated) for item in figures(read(path).facts)
    ]
    assert found == [
        (10, day("2024-02-01"), None),
        (12, day("2025-02-01"), day("2026-02-01")),
    ]


def test_of_two_values_in_one_filing_the_rounded_one_stands_aside(written: Write) -> None:
    path = written(facts_file(fact(), fact(val=64600000000)))
    exact, rounded = figures(read(path).facts)
    assert (exact.fact.value, rounded.fact.value) == (64551000000, 64600000000)
    assert rounded.key == f"{exact.key}.64600000000"
    assert exact.restated is rounded.restated is None


def test_quarters_that_nobody_reports_are_no_figures() -> None:
    ends = {item.fact.end for item in figures_of(RECORDED / MICROSOFT).values()}
    assert day("2025-06-30") in ends
    quarters = {
        item.fact.end
        for item in figures_of(RECORDED / MICROSOFT).values()
        if (item.fact.end - item.fact.start).days < 100
    }
    assert day("2025-06-30") not in quarters


def test_keys_are_alike_from_one_snapshot_to_the_next(written: Write) -> None:
    older = [
        fact(),
        fact(start="2023-07-01", end="2024-06-30", filed="2024-07-30", val=44477000000),
    ]
    newer = [*older, fact(filed="2026-07-29", accn="0001193125-26-323660")]
    before = figures_of(written(facts_file(*older)))
    after = figures_of(written(facts_file(*newer)))
    assert before.keys() == after.keys()


def test_figures_of_two_currencies_have_two_keys(written: Write) -> None:
    content = facts_file(fact(), unit="CNY")
    content["facts"]["us-gaap"][CAPEX.partition(":")[2]]["units"]["USD"] = [fact(val=9)]
    assert {key.rpartition("-30")[2] for key in figures_of(written(content))} == {"", ".cny"}


def test_ifrs_and_us_gaap_have_keys_of_their_own(written: Write) -> None:
    content = facts_file(fact(), name="ifrs-full:Revenue")
    assert list(figures_of(written(content))) == ["ifrs-full.revenue.2024-07-01.2025-06-30"]


def test_the_order_of_facts_changes_nothing(written: Write) -> None:
    content = json.loads((RECORDED / META).read_bytes())
    before = figures_of(written(content))
    for tags in content["facts"].values():
        for entry in tags.values():
            for entries in entry["units"].values():
                entries.reverse()
    after = figures_of(written(content))
    assert [
        (k, f.fact.value, f.fact.accession, f.first_filed, f.restated) for k, f in before.items()
    ] == [(k, f.fact.value, f.fact.accession, f.first_filed, f.restated) for k, f in after.items()]
