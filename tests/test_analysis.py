"""All derived knowledge of small records: values over time, occasions, conflicts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from compute_race.basics.namespaces import ENT, RACE, SRC, UNIT
from compute_race.comparison.analysis import analyse
from compute_race.comparison.conversion import Conversion, NotConvertible
from compute_race.comparison.grouping import MODALITY_FAMILIES
from compute_race.comparison.periods import NoPeriod, Period
from compute_race.comparison.records import Records, StatedPeriod
from compute_race.comparison.validity import Preferred
from support import ACME, PLAN, between, claim, day, document, over, plan, records

LATER = ENT + "later-plan"
REVENUE = RACE + "revenue"


def spans(rows: tuple[Preferred, ...]) -> list[tuple[str, str, str | None]]:
    return [
        (
            row.choice.claim.iri.removeprefix(SRC),
            str(row.valid_from),
            str(row.valid_until) if row.valid_until else None,
        )
        for row in rows
    ]


def two_documents(**more: object) -> Records:
    return records(
        [claim("c", 30), claim("c", 50, doc="own", period=over(3))],
        [document("d", "2025-02-24"), document("own", "2025-02-26", publisher="acme")],
        [plan(on={"d": "2025-02-24"}, **more)],
    )


def test_a_value_is_the_answer_from_the_day_it_is_known() -> None:
    found = analyse(two_documents()).preferred
    assert spans(found) == [("d#c", "2025-02-24", "2025-02-26"), ("own#c", "2025-02-26", None)]
    assert [type(row.period) for row in found] == [NoPeriod, Period]
    assert [row.period_choice is None for row in found] == [True, False]


def test_a_document_printed_before_the_announcement_waits_for_it() -> None:
    kept = records([claim("c", 30)], [document("d", "2025-02-20")], [plan(on={"d": "2025-02-24"})])
    assert spans(analyse(kept).preferred) == [("d#c", "2025-02-24", None)]


def test_an_undated_announcement_has_no_answer() -> None:
    kept = records([claim("c", 30)])
    found = analyse(kept)
    assert found.preferred == ()
    assert found.conversions[f"{SRC}d#c"]["EUR"] == NotConvertible("no-date")


def test_a_document_that_only_agrees_changes_the_answers_sources() -> None:
    kept = records(
        [claim("c", 30), claim("c", 30, doc="e")],
        [document("d", "2025-02-24"), document("e", "2025-03-01")],
        [plan(on={"d": "2025-02-24"})],
    )
    first, second = analyse(kept).preferred
    assert (first.choice.originals, second.choice.originals) == (1, 2)


def test_a_superseded_plan_is_the_answer_until_then() -> None:
    kept = records(
        [claim("c", 30), claim("n", 50, about=LATER, doc="n")],
        [document("d", "2025-02-24"), document("n", "2025-07-23")],
        [plan(on={"d": "2025-02-24"}, superseded_by=(LATER,)), plan(LATER, on={"n": "2025-07-23"})],
    )
    assert spans(analyse(kept).preferred) == [
        ("n#n", "2025-07-23", None),
        ("d#c", "2025-02-24", "2025-07-23"),
    ]


def test_an_undated_later_word_supersedes_nothing_yet() -> None:
    kept = records(
        [claim("c", 30)],
        [document("d", "2025-02-24")],
        [plan(on={"d": "2025-02-24"}, superseded_by=(LATER,)), plan(LATER)],
    )
    assert spans(analyse(kept).preferred) == [("d#c", "2025-02-24", None)]


def test_all_figures_about_one_announcement_share_one_rate_day() -> None:
    kept = records(
        [claim("c", 30, unit_code="USD"), claim("c", 30, unit_code="USD", doc="e")],
        [document("d", "2025-02-24"), document("e", "2025-06-01")],
        [plan(on={"d": "2025-02-24"})],
    )
    found = analyse(kept).conversions
    one, other = (found[f"{SRC}{d}#c"]["EUR"] for d in "de")
    assert one == other
    assert isinstance(one, Conversion)
    assert (one.rate.date, one.basis) == (day("2025-02-24"), "stated-day")


def test_a_month_alone_takes_the_months_mean() -> None:
    """Neither the announcement nor its document is known to the day."""
    kept = records(
        [claim("c", 30, unit_code="USD")], [document("d", "2025-02")], [plan(on={"d": "2025-02"})]
    )
    found = analyse(kept).conversions[f"{SRC}d#c"]["EUR"]
    assert isinstance(found, Conversion)
    assert (found.rate.method, found.basis) == ("month-mean", "stated-month")


def test_a_figure_about_an_organisation_takes_its_documents_day() -> None:
    kept = records(
        [claim("c", 30, unit_code="USD", about=ACME, measure=REVENUE)],
        [document("d", "2025-03-01")],
    )
    found = analyse(kept).conversions[f"{SRC}d#c"]["EUR"]
    assert isinstance(found, Conversion)
    assert (found.rate.date, found.rate.method) == (day("2025-02-28"), "last-published")


def test_fiscal_periods_go_through_the_announcers_calendar() -> None:
    kept = records(
        [claim("c", 80, period=StatedPeriod(fiscal_year=2025))],
        [document("d", "2025-01-03")],
        fiscal_ends={ACME: (6, 30)},
    )
    period = analyse(kept).periods[f"{SRC}d#c"]
    assert isinstance(period, Period)
    assert (period.first, period.last) == (day("2024-07-01"), day("2025-06-30"))


def test_repeated_measurements_are_separate_occasions() -> None:
    kept = records(
        [
            claim("q2", 3, about=ACME, measure=REVENUE, period=between("2024-07", "2024-09")),
            claim("q3", 4, about=ACME, measure=REVENUE, period=between("2024-10", "2024-12")),
        ],
        [document("d", "2025-02-20")],
    )
    found = analyse(kept)
    assert len({row.occasion for row in found.preferred}) == 2
    assert all(row.occasion for row in found.preferred)
    assert found.conflicts == ()


def test_a_quarter_and_its_year_are_no_two_words_on_one_thing() -> None:
    """Both close on one day; neither contradicts nor replaces the other."""
    kept = records(
        [
            claim("q", 4, about=ACME, measure=REVENUE, period=between("2024-10", "2024-12")),
            claim("y", 16, about=ACME, measure=REVENUE, period=between("2024", "2024")),
        ],
        [document("d", "2025-02-20")],
    )
    found = analyse(kept)
    assert found.conflicts == ()
    assert len(found.preferred) == 2


def test_what_is_meant_and_what_was_counted_do_not_contradict() -> None:
    kept = records(
        [claim("c", 30), claim("e", 90, modality="reported"), claim("f", 60, modality="estimated")],
        [document("d", "2025-02-24")],
    )
    assert analyse(kept).conflicts == ()
    assert set(MODALITY_FAMILIES.values()) == {"ahead", "counted", "reckoned"}


def test_every_modality_has_its_family() -> None:
    names = {name.removeprefix(RACE) for name in MODALITY_FAMILIES}
    assert names == {"planned", "guided", "reported", "estimated", "target", "contracted"}


def test_value_and_period_may_conflict_at_once() -> None:
    """The seed: 30 against 50 bn EUR, one year against three, inside one document."""
    kept = records(
        [
            claim("c1", 30, stated="headline", period=between("2025", "2025")),
            claim("c3", 30, stated="body", period=over(3)),
            claim("c4", 380, unit_code="CNY", stated="body", period=over(3)),
        ],
        [document("d", "2025-02-24")],
        [plan(on={"d": "2025-02-24"})],
    )
    found = {item.kind: item for item in analyse(kept).conflicts}
    assert set(found) == {"value", "period"}
    assert found["value"].within == found["period"].within == (SRC + "d",)
    assert found["value"].gap is not None
    by_hand = 1 - 30 / (380 / Decimal("7.5879"))
    assert abs(found["value"].gap - by_hand) < Decimal("1e-9")


def test_figures_in_units_that_do_not_compare_are_no_failure() -> None:
    """A count of chips and one of H100 equivalents are both accelerator counts."""
    count = RACE + "acceleratorCount"
    kept = records(
        [
            claim("c", 100, unit_code="NUM", measure=count, about=ACME),
            claim("c", 30, unit_code="H100Equivalent", measure=count, about=ACME, doc="e"),
        ],
        [document(name, "2025-02-24") for name in "de"],
    )
    assert analyse(kept).conflicts == ()


def test_power_is_compared_in_one_unit() -> None:
    kept = records(
        [
            claim("c", 1, unit_code="GigaW", measure=RACE + "powerCapacity", about=ACME),
            claim(
                "c", 1000, unit_code="MegaW", measure=RACE + "powerCapacity", about=ACME, doc="e"
            ),
            claim("c", 500, unit_code="MegaW", measure=RACE + "powerCapacity", about=ACME, doc="f"),
        ],
        [document(name, "2025-02-24") for name in "def"],
    )
    (conflict,) = analyse(kept).conflicts
    assert [len(side.claims) for side in conflict.sides] == [1, 2]
    assert conflict.sides[0].value is not None
    assert conflict.sides[0].value.unit == UNIT + "MegaW"


def test_the_order_of_the_records_does_not_matter() -> None:
    kept = two_documents()
    turned = Records(
        dict(reversed(kept.documents.items())),
        dict(reversed(kept.announcements.items())),
        kept.claims[::-1],
    )
    one, other = analyse(kept), analyse(turned)
    assert one.preferred == other.preferred
    assert one.conflicts == other.conflicts
    assert one.calendar == other.calendar


def test_a_length_is_divided_exactly() -> None:
    found = analyse(two_documents()).preferred[1]
    assert isinstance(found.period, Period)
    assert found.period.years == Fraction(3)
    made = found.conversions["EUR"]
    assert isinstance(made, Conversion)
    assert made.amount.over(found.period.years).low == Decimal("16.6666666667")
    assert found.about == PLAN
