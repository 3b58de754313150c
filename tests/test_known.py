"""From which day something counts as known, rule by rule."""

from __future__ import annotations

from dataclasses import replace

from compute_race.basics.namespaces import ENT, RACE, SRC
from compute_race.comparison.independence import Witnesses
from compute_race.comparison.known import Calendar, derive_calendar
from compute_race.comparison.records import Dated, Records
from compute_race.dataset.store import EmbeddedStore, select
from support import ACME, PLAN, between, claim, day, document, partial, plan, records

OTHER = ENT + "other-plan"


def calendar(kept: Records) -> Calendar:
    return derive_calendar(kept, Witnesses(kept.documents))


def test_a_documents_own_date_comes_first() -> None:
    kept = records([claim("c", 1)], [document("d", "2025-03-05")], [plan(on={"d": "2025-02-24"})])
    found = calendar(kept)
    assert found.documents[SRC + "d"] == Dated(day("2025-03-05"), "stated")
    assert found.announcements[PLAN] == Dated(day("2025-02-24"), "stated")
    assert found.stated[PLAN] == (partial("2025-02-24"), (SRC + "d",))


def test_a_month_or_year_counts_from_its_last_day() -> None:
    kept = records([], [document("m", "2024-02"), document("y", "2025")], [])
    found = calendar(kept)
    assert found.day_of(SRC + "m") == day("2024-02-29")
    assert found.day_of(SRC + "y") == day("2025-12-31")


def test_an_undated_document_counts_from_the_latest_announcement_it_reports() -> None:
    kept = records(
        [claim("c", 1), claim("e", 2, about=OTHER)],
        [document("d")],
        [plan(on={"x": "2025-02-24"}), plan(OTHER, on={"x": "2025-03-10"})],
    )
    assert calendar(kept).documents[SRC + "d"] == Dated(day("2025-03-10"), "latest-announcement")


def test_a_document_reports_what_it_only_dates() -> None:
    kept = records([], [document("d")], [plan(on={"d": "2025-02-24"})])
    assert calendar(kept).documents[SRC + "d"] == Dated(day("2025-02-24"), "latest-announcement")


def test_an_undated_document_about_an_undated_announcement_is_not_known() -> None:
    kept = records(
        [claim("c", 1), claim("e", 2, about=OTHER)],
        [document("d")],
        [plan(on={"x": "2025-02-24"}), plan(OTHER)],
    )
    found = calendar(kept)
    assert found.announcements[OTHER] == Dated(None, "unknown")
    assert found.documents[SRC + "d"] == Dated(None, "unknown")


def test_a_document_about_no_announcement_and_without_date_is_not_known() -> None:
    kept = records([claim("c", 1, about=ACME)], [document("d")])
    assert calendar(kept).documents[SRC + "d"] == Dated(None, "unknown")
    assert calendar(kept).day_of(SRC + "nowhere") is None


def test_an_announcement_nobody_dates_is_of_its_first_dated_document() -> None:
    kept = records(
        [claim("c", 1, doc="late"), claim("c", 1, doc="early"), claim("c", 1, doc="undated")],
        [document("late", "2025-02-26"), document("early", "2025-02-25"), document("undated")],
    )
    found = calendar(kept)
    assert found.announcements[PLAN] == Dated(day("2025-02-25"), "first-document")
    assert found.documents[SRC + "undated"] == Dated(day("2025-02-25"), "latest-announcement")
    assert PLAN not in found.stated


def test_a_stated_month_takes_the_first_document_within_it() -> None:
    documents = [document("before", "2025-01-30"), document("d", "2025-02-12")]
    kept = records(
        [claim("c", 1, doc="before"), claim("c", 1)], documents, [plan(on={"d": "2025-02"})]
    )
    assert calendar(kept).announcements[PLAN] == Dated(day("2025-02-12"), "first-document")


def test_a_stated_month_without_document_within_is_its_last_day() -> None:
    kept = records([claim("c", 1)], [document("d", "2025-03-12")], [plan(on={"d": "2025-02"})])
    assert calendar(kept).announcements[PLAN] == Dated(day("2025-02-28"), "stated")


def test_a_document_known_to_the_month_gives_no_day_within_the_month() -> None:
    kept = records([claim("c", 1)], [document("d", "2025-02")], [plan(on={"d": "2025-02"})])
    assert calendar(kept).announcements[PLAN] == Dated(day("2025-02-28"), "stated")


def test_most_independent_sources_decide_between_two_days() -> None:
    kept = records(
        [],
        [document(name) for name in "abc"],
        [plan(on={"a": "2025-02-25", "b": "2025-02-24", "c": "2025-02-24"})],
    )
    assert calendar(kept).stated[PLAN] == (partial("2025-02-24"), (SRC + "b", SRC + "c"))


def test_copies_of_one_agency_do_not_outvote() -> None:
    copies = [document(name, cites=[ENT + "agency"]) for name in "abc"]
    kept = records(
        [],
        [*copies, document("x"), document("y")],
        [plan(on=dict.fromkeys("abc", "2025-02-25") | dict.fromkeys("xy", "2025-02-24"))],
    )
    assert calendar(kept).stated[PLAN][0] == partial("2025-02-24")


def test_the_announcers_own_date_comes_before_all_others() -> None:
    kept = records(
        [],
        [document("own", publisher="acme"), document("b"), document("c")],
        [plan(on={"own": "2025-02-25", "b": "2025-02-24", "c": "2025-02-24"})],
    )
    assert calendar(kept).stated[PLAN] == (partial("2025-02-25"), (SRC + "own",))


def test_a_vaguer_date_supports_the_more_precise_it_holds() -> None:
    kept = records([], announcements=[plan(on={"a": "2025-02-24", "b": "2025-02", "c": "2025"})])
    assert calendar(kept).stated[PLAN] == (
        partial("2025-02-24"),
        (SRC + "a", SRC + "b", SRC + "c"),
    )


def test_at_a_draw_the_earlier_day() -> None:
    kept = records([], announcements=[plan(on={"a": "2025-02-25", "b": "2025-02-24"})])
    assert calendar(kept).stated[PLAN][0] == partial("2025-02-24")


def test_the_real_seed_counts_from_the_announcement_it_reports(real: EmbeddedStore) -> None:
    found = select(
        real,
        "SELECT ?day ?basis { src:silicon-fr-alibaba-30-milliards race:knownFrom ?day ;"
        " race:knownFromBasis ?basis }",
    )
    texts = [[getattr(term, "value", None) for term in row] for row in found.rows]
    assert texts == [["2025-02-24", "latest-announcement"]]


def test_an_undated_document_is_not_known_before_what_it_counts_has_ended() -> None:
    """It tells of a quarter of 2025, beside a plan of February."""
    counted = claim(
        "c02",
        9,
        about=ACME,
        measure=RACE + "capitalExpenditure",
        modality="reported",
        period=between("2025-07", "2025-09"),
    )
    kept = records([claim("c01", 1), counted], announcements=[plan(on={"other": "2025-02-24"})])
    assert calendar(kept).documents[SRC + "d"] == Dated(day("2025-09-30"), "period-end")
    ahead = replace(counted, modality=RACE + "planned")
    kept = records([claim("c01", 1), ahead], announcements=[plan(on={"other": "2025-02-24"})])
    assert calendar(kept).documents[SRC + "d"] == Dated(day("2025-02-24"), "latest-announcement")
