"""Epoch AI's tables of staff and use, rule by rule, and what all tables of reports share."""

from __future__ import annotations

from pathlib import Path

import pytest

from epoch_files import needs_epoch, problems_of, read_rows, real, write_rows

STAFF = "ai_companies_staff_reports"
USAGE = "ai_companies_usage_reports"

PEOPLE = "openai.july-2025-3000"
USED = "openai.chatgpt-800m-wau.2025-10-06.active-users"


# ---------------------------------------------------------------- what all reports share


def test_what_a_report_says_beside_its_figure(tmp_path: Path) -> None:
    sentence = "The company said that it had sold a great many machines to a great many people"
    graph = read_rows(
        tmp_path,
        USAGE,
        {
            "Graph note": "All products",
            "Notes": f'Counted twice. "{sentence}"',
            "Source 1": "https://a.example/, https://b.example/",
            "Source 2": "not an address",
            "Report date": "11/2/2025",
            "Confidence": "Likely",
            "Exclude from graph view": "TRUE",
        },
    )
    assert graph.one(USED, "note") == 'All products\nCounted twice. "…"'
    assert graph.all(USED, "sourceUrl") == ["https://a.example/", "https://b.example/"]
    assert graph.one(USED, "reportedOn") == "2025-11-02^^xsd:date"
    assert graph.one(USED, "confidence") == "Likely"
    assert graph.one(USED, "inStandardAnalysis") == "false^^xsd:boolean"


def test_what_a_report_does_not_say_is_not_said(tmp_path: Path) -> None:
    for excluded in ("", "FALSE"):
        graph = read_rows(tmp_path, USAGE, {"Exclude from graph view": excluded})
        for name in ("note", "sourceUrl", "reportedOn", "confidence", "inStandardAnalysis"):
            assert graph.one(USED, name) is None


def test_a_year_before_1000_is_a_slip_and_is_kept_as_printed(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, USAGE, {"Report date": "0202-07-30"})
    assert graph.one(USED, "note") == "report date: 0202-07-30"
    assert graph.one(USED, "reportedOn") is None
    assert problems_of(USAGE, write_rows(tmp_path, USAGE, [{"Date": "0202-07-30"}]))


@pytest.mark.parametrize(
    ("kinds", "modality"),
    [
        ("Company disclosure", "reported"),
        ("Company disclosure,Media report", "reported"),
        ("Media report", "estimated"),
        ("Other", "estimated"),
        ("", "estimated"),
    ],
)
def test_whose_word_it_is_decides_the_modality(kinds: str, modality: str, tmp_path: Path) -> None:
    for table, key in ((USAGE, USED), (STAFF, PEOPLE)):
        graph = read_rows(tmp_path, table, {"Source type": kinds})
        assert graph.one(key, "modality") == f"race:{modality}"
    assert problems_of(USAGE, write_rows(tmp_path, USAGE, [{"Source type": "Hearsay"}]))


@pytest.mark.parametrize("day", ["10/6/2025", "2025-10-06"])
def test_newer_tables_write_their_days_otherwise(day: str, tmp_path: Path) -> None:
    graph = read_rows(tmp_path, USAGE, {"Date": day, "Report date": day})
    assert graph.one(USED, "periodEnd") == "2025-10-06^^xsd:date"
    assert graph.one(USED, "reportedOn") == "2025-10-06^^xsd:date"


# ---------------------------------------------------------------- people


@pytest.mark.parametrize(
    ("kind", "division", "definition"),
    [
        ("Full company", "", None),
        ("Full AI division", "Google DeepMind", "all of the AI division: Google DeepMind"),
        ("Division/role", "FAIR", "only a division or role: FAIR"),
        ("Contractors", "AI tutors", "contractors, who are no staff: AI tutors"),
        ("", "", "the table does not say of which part of the company"),
        ("Full company", "All of it", "All of it"),
    ],
)
def test_of_whom_a_figure_of_staff_is(
    kind: str, division: str, definition: str | None, tmp_path: Path
) -> None:
    graph = read_rows(tmp_path, STAFF, {"Type": kind, "Division name": division})
    assert graph.one(PEOPLE, "about") == "ent:openai"
    expected = [] if definition is None else [f"{definition}@en"]
    assert [text for text in graph.all(PEOPLE, "definition") if text.endswith("@en")] == expected


def test_users_tokens_and_messages_are_three_claims(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, USAGE, {"Daily tokens": "8.6E+12", "Daily messages": "1000000000"})
    key = USED.removesuffix(".active-users")
    assert {name: graph.one(name, "lower") for name in graph.claims()} == {
        USED: "800000000",
        f"{key}.daily-tokens": "8600000000000",
        f"{key}.daily-messages": "1000000000",
    }
    assert graph.all(USED, "definition") == [
        "users in a week, product: ChatGPT@en",
        "utilisateurs en une semaine, produit : ChatGPT@fr",
    ]
    assert graph.all(f"{key}.daily-tokens", "definition")[0] == "product: ChatGPT@en"


def test_users_that_nobody_says_how_they_are_counted_are_refused(tmp_path: Path) -> None:
    rows = [{"Active users time period": ""}]
    [problem] = problems_of(USAGE, write_rows(tmp_path, USAGE, rows))
    assert '"Active users time period" is empty' in problem.message


def test_a_row_without_a_figure_becomes_nothing(tmp_path: Path) -> None:
    graph = read_rows(tmp_path, USAGE, {"Active users": "", "Active users time period": ""})
    assert graph.claims() == {}
    assert graph.imported.manifest["rows"] == 1


# ---------------------------------------------------------------- checked by hand


@needs_epoch
def test_staff_and_use_checked_by_hand() -> None:
    staff, usage = real(STAFF), real(USAGE)
    assert staff.one("google.march-2025-5600", "lower") == "5600"
    assert staff.one("google.march-2025-5600", "about") == "ent:google"
    assert staff.one("openai.2016-52", "modality") == "race:reported"
    assert staff.all("meta.july-2025-3400", "definition")[1].startswith("the table does not say")
    assert usage.one("meta.meta-ai-1b-mau.2025-05-28.active-users", "lower") == "1000000000"
    assert usage.one("meta.meta-ai-1b-mau.2025-10-29.active-users", "lower") == "1000000000"
    assert (
        usage.one("google.google-1.3q-monthly-tokens.2025-09-30.daily-tokens", "lower")
        == "43000000000000"
    )
    assert usage.of_row(30) == usage.of_row(45) == []
