"""Which preferred values answer a question as of a day, and what is left out and why."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest

from compute_race.answering.candidates import read_candidates
from compute_race.answering.options import CompareOptions
from compute_race.answering.ranking import compare
from compute_race.answering.reasons import codes
from compute_race.answering.rows import Candidates, LeftOut
from compute_race.basics.namespaces import ENT, GRAPH, PREFIXES, RACE
from compute_race.basics.problems import UsageError
from compute_race.comparison.analysis import analyse
from compute_race.comparison.graphs import derived_quads
from compute_race.comparison.records import Records, StatedPeriod
from compute_race.dataset.store import EmbeddedStore, MemoryStore
from foundation import foundation_store
from support import between, claim, day, document, over, partial, plan, records

LATER = ENT + "later-plan"
ENTITIES = """
ent:acme a race:Organization, race:Company ; rdfs:label "Acme"@en ; race:group ent:acme .
ent:acme-cloud a race:Organization ; rdfs:label "Cloud"@en ; race:partOfGroup ent:acme ;
    race:group ent:acme .
ent:rival a race:Organization ; rdfs:label "Rival"@en .
ent:plan a race:Announcement ; rdfs:label "Plan"@en ; race:announcedBy ent:acme ;
    race:scope race:wholeOrganization .
ent:later-plan a race:Announcement ; rdfs:label "Later"@en ; race:announcedBy ent:acme ;
    race:scope race:wholeOrganization .
race:plannedInvestment a race:Measure ; rdfs:label "planned investment"@en .
race:revenue a race:Measure ; rdfs:label "revenue"@en .
race:powerCapacity a race:Measure ; rdfs:label "power"@en .
"""


def store_of(kept: Records, entities: str = ENTITIES) -> MemoryStore:
    """Make a store of small records: who and what there is, the claims, what follows."""
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    body = [
        f"<{item.iri}> a race:Claim ; race:inDocument <{item.document}> ;"
        f" race:about <{item.about}> ; race:measure <{item.measure}> ;"
        f" race:unit <{item.amount.unit}> ."
        for item in kept.claims
    ]
    graph = ox.NamedNode(GRAPH + "asserted")
    asserted = [
        ox.Quad(q.subject, q.predicate, q.object, graph)
        for q in ox.parse((head + entities + "\n".join(body)).encode(), format=ox.RdfFormat.TURTLE)
    ]
    return MemoryStore([*asserted, *derived_quads(analyse(kept))])


def candidates(kept: Records, as_of: str = "2025-03-01", **more: Any) -> Candidates:
    return read_candidates(store_of(kept), CompareOptions(as_of=day(as_of), **more))


def reasons(found: Candidates) -> dict[str, str]:
    assert {item.reason for item in found.left_out} <= codes()
    return {item.announcement.removeprefix(ENT): item.reason for item in found.left_out}


def one(period: StatedPeriod | None = None, **more: Any) -> Records:
    return records(
        [claim("c", 30, unit_code="USD", period=period, **more)],
        [document("d", "2025-02-24")],
        [plan(on={"d": "2025-02-24"})],
    )


def test_a_plan_that_is_known_and_running_is_a_row() -> None:
    found = candidates(one(over(3)))
    (row,) = found.rows
    assert row.entity == ENT + "acme"
    assert (row.years, row.first_day, row.last_day) == (3, day("2025-02-24"), day("2028-02-23"))
    assert row.stated is not None
    assert (row.stated.unit, row.stated.low) == ("USD", 30)
    assert row.rate is not None
    assert (row.rate.date, row.rate.basis) == (day("2025-02-24"), "stated-day")
    assert reasons(found) == {}


@pytest.mark.parametrize(
    ("kept", "more", "reason"),
    [
        (one(), {}, "period-not-stated"),
        (one(StatedPeriod(text="soon")), {}, "period-in-words"),
        (one(StatedPeriod(fiscal_year=2025)), {}, "fiscal-year-unknown"),
        (one(over(3)), {"scope": ("country",)}, "other-scope"),
        (one(over(3), modality="estimated"), {}, "other-modality"),
        (one(between("2025-01", "2025-02")), {}, "expired"),
        (one(over(3)), {"as_of": "2028-02-24"}, "expired"),
        (one(over(3)), {"period": "2030"}, "other-period"),
    ],
)
def test_why_a_plan_is_left_out(kept: Records, more: dict[str, Any], reason: str) -> None:
    given = more | ({"period": partial(more["period"])} if "period" in more else {})
    found = candidates(kept, **given)
    assert found.rows == ()
    assert reasons(found) == {"plan": reason}


def test_the_last_day_of_a_plan_still_counts() -> None:
    assert candidates(one(over(3)), as_of="2028-02-23").rows


def test_before_its_day_a_plan_does_not_exist() -> None:
    found = candidates(one(over(3)), as_of="2025-02-23")
    assert (found.rows, found.left_out) == ((), ())


def test_in_total_no_period_is_needed() -> None:
    (row,) = candidates(one(), per="total").rows
    assert row.per == "total"
    assert row.years is None


def test_what_has_no_rate_is_left_out_and_listed_as_printed() -> None:
    kept = records(
        [claim("c", 30, unit_code="INR", period=over(300))],
        [document("d", "1995-02-24")],
        [plan(on={"d": "1995-02-24"})],
    )
    assert reasons(candidates(kept)) == {"plan": "no-rate"}
    (row,) = candidates(kept, currency="original").rows
    assert (row.currency, row.low) == ("INR", 30)


def test_the_reason_is_that_of_the_question() -> None:
    """In total the missing rate counts, not the missing calendar."""
    kept = records(
        [claim("c", 30, unit_code="INR", period=StatedPeriod(fiscal_year=1996))],
        [document("d", "1995-02-24")],
        [plan(on={"d": "1995-02-24"})],
    )
    assert reasons(candidates(kept, per="total")) == {"plan": "no-rate"}


def test_without_any_period_a_plan_does_not_miss_the_one_asked_for() -> None:
    found = candidates(one(), period=partial("2025"))
    assert reasons(found) == {"plan": "period-not-stated"}


def test_a_superseded_plan_is_left_out() -> None:
    kept = records(
        [
            claim("c", 30, period=over(3)),
            claim("c", 50, about=LATER, doc="n", period=over(3)),
        ],
        [document("d", "2025-02-24"), document("n", "2025-02-26")],
        [
            plan(on={"d": "2025-02-24"}, superseded_by=(LATER,)),
            plan(LATER, on={"n": "2025-02-26"}),
        ],
    )
    store = store_of(kept)
    before = read_candidates(store, CompareOptions(as_of=day("2025-02-25")))
    assert [row.about for row in before.rows] == [ENT + "plan"]
    after = read_candidates(store, CompareOptions(as_of=day("2025-02-26")))
    assert [row.about for row in after.rows] == [LATER]
    assert reasons(after) == {"plan": "superseded"}


def test_a_plan_first_heard_of_when_it_was_superseded_is_listed() -> None:
    """The only document came after the later word."""
    kept = records(
        [claim("c", 30, period=over(3)), claim("c", 50, about=LATER, doc="n", period=over(3))],
        [document("d", "2025-02-27"), document("n", "2025-02-26")],
        [
            plan(on={"n": "2025-02-24"}, superseded_by=(LATER,)),
            plan(LATER, on={"n": "2025-02-26"}),
        ],
    )
    assert reasons(candidates(kept)) == {"plan": "superseded"}


def left(found: Candidates) -> LeftOut:
    (item,) = found.left_out
    return item


def test_what_a_plain_sum_would_count_is_kept_with_the_reason() -> None:
    item = left(candidates(one(over(3)), by="group", scope=("country",)))
    assert (item.reason, item.scope) == ("other-scope", RACE + "wholeOrganization")
    assert item.row is not None
    assert item.row.low is not None
    assert round(item.row.low) == round(Decimal(10) / Decimal("1.0466"))


def test_where_nothing_is_added_only_the_reason_is_read() -> None:
    item = left(candidates(one(over(3)), scope=("country",)))
    assert (item.reason, item.row) == ("other-scope", None)


@pytest.mark.parametrize(
    ("kept", "more"),
    [
        (one(over(3), modality="estimated"), {}),
        (one(between("2025-01", "2025-02")), {"scope": ("country",)}),
        (one(), {"scope": ("country",)}),
    ],
)
def test_what_is_no_running_plan_is_not_kept_for_a_sum(kept: Records, more: dict[str, Any]) -> None:
    """It would not be counted for another reason either: no plan, over, not yearly."""
    assert left(candidates(kept, by="group", **more)).row is None


def test_a_plan_that_nobody_judged_has_no_scope() -> None:
    bare = ENTITIES.replace(
        """ent:acme ;
    race:scope race:wholeOrganization .
ent:later-plan""",
        "ent:acme .\nent:later-plan",
    )
    options = CompareOptions(as_of=day("2025-03-01"))
    item = left(read_candidates(store_of(one(over(3)), bare), options))
    assert (item.reason, item.scope) == ("no-scope", None)
    everything = CompareOptions(as_of=day("2025-03-01"), scope=("all",))
    assert read_candidates(store_of(one(over(3)), bare), everything).rows


FUND = """
ent:fund a race:Initiative ; rdfs:label "Fund"@en ; race:inBloc ent:sea .
ent:sea a race:Bloc ; rdfs:label "Sea"@en .
ent:land a race:Bloc ; rdfs:label "Land"@en .
ent:acme race:inBloc ent:land .
ent:rival race:inBloc ent:sea ; race:group ent:rival .
"""
BY_FUND = ENTITIES.replace(
    "race:wholeOrganization .\nent:later", "race:initiativeScope .\nent:later"
)


def rows_of(entities: str, **more: Any) -> Candidates:
    options = CompareOptions(as_of=day("2025-03-01"), **more)
    return read_candidates(store_of(one(over(3)), entities), options)


def test_a_plan_of_an_initiatives_scope_needs_its_initiative() -> None:
    item = left(rows_of(BY_FUND))
    assert item.reason == "initiative-unknown"
    (row,) = rows_of(BY_FUND, scope=("all",)).rows
    assert (row.entity_label, row.initiative) == ("Acme", None)


def test_an_initiatives_plan_is_named_and_placed_by_the_initiative() -> None:
    (row,) = rows_of(BY_FUND + FUND + "ent:plan race:forInitiative ent:fund .").rows
    assert (row.entity_label, row.initiative_label) == ("Fund", "Fund")
    assert (row.entity, row.bloc, row.bloc_label) == (ENT + "acme", ENT + "sea", "Sea")


def test_an_announcers_plan_for_an_initiative_is_the_announcers() -> None:
    (row,) = rows_of(ENTITIES + FUND + "ent:plan race:forInitiative ent:fund .").rows
    assert (row.entity_label, row.initiative_label) == ("Acme", "Fund")
    assert (row.bloc, row.blocs) == (ENT + "land", (ENT + "land",))


def test_where_nobody_knows_the_announcers_bloc_it_is_the_initiatives() -> None:
    placeless = FUND.replace("ent:acme race:inBloc ent:land .", "")
    (row,) = rows_of(ENTITIES + placeless + "ent:plan race:forInitiative ent:fund .").rows
    assert row.bloc == ENT + "sea"
    (row,) = rows_of(ENTITIES).rows
    assert (row.bloc, row.bloc_label) == (None, "")


def test_who_announces_together_is_named_together_and_in_no_one_bloc() -> None:
    (row,) = rows_of(ENTITIES + FUND + "ent:plan race:announcedBy ent:rival .").rows
    assert row.entity_label == "Acme, Rival"
    assert row.entities == row.groups == (ENT + "acme", ENT + "rival")
    assert row.blocs == (ENT + "land", ENT + "sea")
    assert (row.bloc, row.bloc_label) == (None, "")


def test_a_subsidiarys_plan_is_its_groups() -> None:
    cloud = ENTITIES.replace("ent:plan a", "ent:plan race:announcedBy ent:acme-cloud ; a").replace(
        '"Plan"@en ; race:announcedBy ent:acme ;', '"Plan"@en ;'
    )
    (row,) = rows_of(cloud).rows
    assert (row.entity, row.entity_label) == (ENT + "acme-cloud", "Cloud")
    assert (row.group, row.groups, row.group_label) == (ENT + "acme", (ENT + "acme",), "Acme")


def test_a_superseded_plan_leads_to_the_last_word_known_by_the_day() -> None:
    third = ENT + "third-plan"
    kept = records(
        [
            claim("c", 30, period=over(3)),
            claim("c", 50, about=LATER, doc="n", period=over(3)),
            claim("c", 70, about=third, doc="t", period=over(3)),
        ],
        [
            document("d", "2025-01-01"),
            document("n", "2025-02-01"),
            document("t", "2025-02-10"),
        ],
        [
            plan(on={"d": "2025-01-01"}, superseded_by=(LATER, third)),
            plan(LATER, on={"n": "2025-02-01"}, superseded_by=(third,)),
            plan(third, on={"t": "2025-02-10"}),
        ],
    )
    more = """ent:plan race:supersededBy ent:later-plan, ent:third-plan .
        ent:third-plan a race:Announcement ; race:announcedBy ent:acme ."""
    store = store_of(kept, ENTITIES + more)

    def way(as_of: str) -> tuple[tuple[str, str], ...]:
        found = read_candidates(store, CompareOptions(as_of=day(as_of))).left_out
        return next(item.way for item in found if item.announcement == ENT + "plan")

    assert way("2025-02-05") == (("superseded", LATER),)
    assert way("2025-02-28") == (("superseded", third),)


@pytest.mark.parametrize("among", [(), ("acme",)])
def test_what_nobody_dates_is_listed(among: tuple[str, ...]) -> None:
    kept = records([claim("c", 30, period=over(3))])
    assert reasons(candidates(kept, among=among)) == {"plan": "undated"}


def test_what_nobody_dates_and_nobody_asks_for_is_not_listed() -> None:
    kept = records([claim("c", 30, period=over(3))])
    assert reasons(candidates(kept, among=("rival",))) == {}


def test_a_figure_of_an_undated_document_is_listed() -> None:
    """The announcement is dated; the only document with its figure also reports an undated one."""
    kept = records(
        [claim("c", 30, period=over(3)), claim("e", 50, about=LATER, period=over(3))],
        [document("d")],
        [plan(on={"x": "2025-02-24"}), plan(LATER)],
    )
    assert reasons(candidates(kept)) == {"plan": "undated", "later-plan": "undated"}


def test_among_means_each_with_its_group() -> None:
    store = store_of(one(over(3)))

    def rows(*among: str) -> int:
        options = CompareOptions(as_of=day("2025-03-01"), among=among)
        return len(read_candidates(store, options).rows)

    assert rows("acme") == rows("rival", "acme") == rows("plan") == rows(ENT + "acme") == 1
    assert rows("rival") == 0
    with pytest.raises(UsageError, match='nothing is called "acm" - did you mean acme'):
        rows("acm")


def test_of_repeated_measurements_the_latest_stands_for_the_organisation() -> None:
    revenue = RACE + "revenue"
    kept = records(
        [
            claim(
                "a", 9, about=ENT + "acme", measure=revenue, period=between("2024-07", "2024-09")
            ),
            claim(
                "b", 4, about=ENT + "acme", measure=revenue, period=between("2024-10", "2024-12")
            ),
        ],
        [document("d", "2025-02-20")],
        [],
    )
    options = CompareOptions(
        as_of=day("2025-03-01"), measure="revenue", by="organization", per="total"
    )
    (row,) = compare(store_of(kept), options).rows
    assert row.last_day == day("2024-12-31")


def test_power_of_two_units_stands_in_one_order() -> None:
    """1 GW is more than 500 MW, whatever the numbers say."""
    power = RACE + "powerCapacity"
    kept = records(
        [
            claim("a", 1, unit_code="GigaW", about=ENT + "acme", measure=power),
            claim("b", 500, unit_code="MegaW", about=ENT + "rival", measure=power),
        ],
        [document("d", "2025-02-20")],
        [],
    )
    options = CompareOptions(as_of=day("2025-03-01"), measure="power-capacity")
    found = compare(store_of(kept), options).rows
    assert [row.label for row in found] == ["Acme", "Rival"]
    assert [row.stated.unit for row in found if row.stated] == ["GigaW", "MegaW"]


def test_the_foundations_rows_are_those_read_by_hand() -> None:
    found = read_candidates(foundation_store(), CompareOptions(as_of=day("2025-03-01")))
    assert sorted(row.about.removeprefix(ENT) for row in found.rows) == [
        "alibaba-380bn",
        "alphabet-2025-75bn",
        "amazon-2025-100bn",
        "eu-ai-champions-150bn",
        "eu-investai-200bn",
        "meta-2025-60-65bn",
        "microsoft-fy25-80bn",
        "stargate-500bn",
    ]
    assert reasons(found) == {
        "alphabet": "other-modality",
        "aws-georgia-11bn": "undated",
        "eu-gigafactories-20bn": "period-not-stated",
        "france-109bn": "other-scope",
        "meta-2025-64-72bn": "undated",
        "meta-2025-72bn-upper": "undated",
        "softbank-us-100bn-2024": "other-scope",
        "stargate-100bn-initial": "period-in-words",
    }
    assert found.notes == (
        "meta-2025-60-65bn: superseded by meta-2025-64-72bn, which nobody dates",
    )


@pytest.mark.parametrize("as_of", ["2025-03-01", "2026-03-01"])
def test_the_real_rows_have_all_they_rest_on(real: EmbeddedStore, as_of: str) -> None:
    found = read_candidates(real, CompareOptions(as_of=day(as_of)))
    assert len(found.rows) >= 8
    for row in found.rows:
        assert row.claims
        assert row.period_claims
        assert row.documents
        assert row.originals <= len(row.documents)
        assert row.rate is not None
        assert row.stated is not None
        assert row.bloc_label
        assert row.group_label
