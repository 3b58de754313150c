"""The written rule of preferring, stage by stage, with the smallest records that show it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.answering.reasons import codes
from compute_race.basics.namespaces import ENT, SRC
from compute_race.comparison.preference import Choice, stated_value
from compute_race.comparison.records import Claim, Document
from support import ACME, chooser, claim, document, over, plan, records

CURRENCIES = {"currencies": {ACME: "CNY"}}
PARENT = ENT + "acme-group"


def choose(
    claims: Sequence[Claim], documents: Sequence[Document] = (), **more: object
) -> tuple[str, dict[str, str], Choice]:
    """Give the preferred claim's name, why each other was set aside, and the choice."""
    found = chooser(records(claims, documents, **more)).value(claims)
    return name(found.claim), {name(a.claim): a.reason for a in found.set_aside}, found


def name(found: Claim) -> str:
    return found.iri.removeprefix(SRC)


OWN = document("own", publisher="acme")


def test_one_claim_is_preferred() -> None:
    best, aside, found = choose([claim("c", 30)])
    assert (best, aside, found.originals) == ("d#c", {}, 1)
    assert found.agreeing == (found.claim,)


def test_1_the_announcers_own_document_comes_first() -> None:
    others = [claim("c", 50, doc=d, own=True) for d in ("a", "b", "e")]
    best, aside, _ = choose([claim("c", 30, doc="own"), *others], [OWN])
    assert best == "own#c"
    assert set(aside.values()) == {"not-own-document"}


def test_1_a_document_of_the_group_is_its_own() -> None:
    kept = [claim("c", 50), claim("c", 30, doc="own")]
    documents = [document("own", publisher="acme-group")]
    best, _, _ = choose(kept, documents, groups={ACME: PARENT})
    assert best == "own#c"


def test_1_of_a_stranger_it_is_not() -> None:
    kept = [claim("c", 50), claim("c", 30, doc="own")]
    best, aside, _ = choose(kept, [document("own", publisher="rival")])
    assert (best, aside) == ("d#c", {"own#c": "tie"})


def test_2_then_what_is_attributed_to_the_announcer() -> None:
    best, aside, _ = choose(
        [claim("c", 50), claim("c", 50, doc="e"), claim("c", 30, doc="z", own=True)]
    )
    assert best == "z#c"
    assert aside == {"d#c": "not-attributed", "e#c": "not-attributed"}


def test_3_then_the_announcers_own_currency() -> None:
    kept = [claim("c", 50), claim("c", 50, doc="e"), claim("c", 380, unit_code="CNY", doc="z")]
    best, aside, _ = choose(kept, **CURRENCIES)
    assert best == "z#c"
    assert aside == {"d#c": "other-currency", "e#c": "other-currency"}


def test_3_figures_that_are_no_money_have_no_currency() -> None:
    kept = [claim("c", 4, unit_code="NUM"), claim("c", 5, unit_code="NUM", doc="e")]
    _, aside, _ = choose(kept, **CURRENCIES)
    assert "other-currency" not in aside.values()


def test_3_of_an_announcer_without_a_seat_every_currency_is_as_good() -> None:
    _, aside, _ = choose([claim("c", 50), claim("c", 380, unit_code="CNY", doc="z")])
    assert "other-currency" not in aside.values()


@pytest.mark.parametrize("place", ["headline", "standfirst"])
def test_4_a_headline_loses_to_the_body_of_the_same_document(place: str) -> None:
    best, aside, _ = choose([claim("c", 30, stated=place), claim("e", 50, stated="body")])
    assert (best, aside) == ("d#e", {"d#c": "headline"})


def test_4_a_document_whose_body_says_otherwise_is_no_witness_of_its_headline() -> None:
    """One document stands behind each value; the headline of the first has lost."""
    kept = [
        claim("c", 30, stated="headline"),
        claim("e", 50, stated="body"),
        claim("c", 30, doc="x", stated="body"),
    ]
    best, aside, found = choose(kept)
    assert (best, found.originals) == ("d#e", 1)
    assert aside == {"d#c": "headline", "x#c": "tie"}


def test_4_a_headline_loses_to_no_other_document() -> None:
    kept = [claim("c", 30, stated="headline"), claim("c", 50, doc="e", stated="body")]
    _, aside, _ = choose(kept)
    assert "headline" not in aside.values()


@pytest.mark.parametrize("place", [None, "table", "record"])
def test_4_where_the_place_is_not_a_body_it_is_neutral(place: str | None) -> None:
    kept = [claim("c", 30, stated="headline"), claim("e", 50, stated=place)]
    best, aside, _ = choose(kept)
    assert (best, aside) == ("d#c", {"d#e": "tie"})
    also = [claim("c", 30, stated=place), claim("e", 50, stated="body")]
    assert "headline" not in choose(also)[1].values()


def test_4_a_body_that_restates_the_headline_in_another_currency_refutes_nothing() -> None:
    """As Alibaba's own filing: 380 bn CNY above, 53 bn USD below."""
    kept = [
        claim("c", 380, None, "CNY", doc="own", stated="headline"),
        claim("e", 53, None, "USD", doc="own", stated="body"),
        claim("c", 380, unit_code="CNY", doc="z", stated="body"),
    ]
    best, aside, found = choose(kept, [OWN], **CURRENCIES)
    assert (best, aside, found.originals) == ("own#c", {"own#e": "other-currency"}, 2)


def test_4_a_headline_that_says_the_same_as_the_body_stays() -> None:
    kept = [claim("c", 30, stated="headline"), claim("e", 30, stated="body")]
    _, aside, found = choose(kept)
    assert aside == {}
    assert len(found.agreeing) == 2


def test_5_then_most_independent_originals() -> None:
    kept = [claim("c", 50, doc="a"), claim("c", 30, doc="x"), claim("c", 30, doc="y")]
    best, aside, found = choose(kept)
    assert (best, aside, found.originals) == ("x#c", {"a#c": "fewer-originals"}, 2)


def test_5_copies_of_one_agency_are_one_original() -> None:
    copies = [document(d, cites=[ENT + "agency"]) for d in "abc"]
    kept = [
        *(claim("c", 50, doc=d) for d in "abc"),
        claim("c", 30, doc="x"),
        claim("c", 30, doc="y"),
    ]
    best, aside, found = choose(kept, copies)
    assert (best, found.originals) == ("x#c", 2)
    assert set(aside.values()) == {"fewer-originals"}


def test_5_one_document_that_says_it_twice_is_one_original() -> None:
    kept = [claim("c", 30), claim("e", 30), claim("c", 50, doc="a")]
    best, aside, found = choose(kept)
    assert (best, aside, found.originals) == ("a#c", {"d#c": "tie", "d#e": "tie"}, 1)


def test_6_then_the_more_careful_bound() -> None:
    kept = [claim("c", 50), claim("c", 30, None, doc="z")]
    best, aside, found = choose(kept)
    assert (best, aside) == ("z#c", {"d#c": "less-careful"})
    assert found.claim.amount.high is None


def test_6_at_least_and_exactly_one_number_say_the_same() -> None:
    kept = [claim("c", 380), claim("c", 380, None, doc="z")]
    best, aside, found = choose(kept)
    assert (best, aside) == ("z#c", {})
    assert {name(c) for c in found.agreeing} == {"d#c", "z#c"}
    assert found.originals == 2


def test_6_up_to_is_the_boldest() -> None:
    kept = [claim("c", None, 30), claim("c", 50, doc="z")]
    assert choose(kept)[:2] == ("z#c", {"d#c": "less-careful"})


def test_6_at_least_and_up_to_one_number_do_not_say_the_same() -> None:
    _, aside, found = choose([claim("c", 380, None), claim("c", None, 380, doc="z")])
    assert [name(c) for c in found.agreeing] == ["d#c"]
    assert aside == {"z#c": "less-careful"}


def test_7_then_the_latest_and_undated_last() -> None:
    documents = [document("d", "2025-03-01"), document("z", "2025-03-02"), document("u")]
    kept = [claim("c", 30), claim("c", 50, doc="z"), claim("c", 40, doc="u")]
    best, aside, _ = choose(kept, documents, announcements=[])
    assert (best, aside) == ("z#c", {"d#c": "earlier", "u#c": "earlier"})


def test_8_at_the_very_end_the_iri() -> None:
    best, aside, _ = choose([claim("c", 30, doc="b"), claim("c", 50, doc="a")])
    assert (best, aside) == ("a#c", {"b#c": "tie"})


def test_the_stages_come_in_the_written_order() -> None:
    """Each claim is beaten at one stage only, by the one that is best there."""
    documents = [
        document("own1", "2025-03-02", publisher="acme"),
        document("own2", "2025-03-01", publisher="acme"),
        document("rest", "2025-04-01"),
    ]
    kept = [
        claim("a", 380, None, "CNY", doc="own1", stated="body"),
        claim("b", 370, None, "CNY", doc="own1", stated="headline"),
        claim("c", 53, None, "USD", doc="own1", stated="body"),
        claim("d", 380, "same", "CNY", doc="own2", stated="body"),
        claim("e", 390, "same", "CNY", doc="own2", stated="body"),
        claim("f", 400, None, "CNY", doc="rest", own=True),
        claim("g", 400, None, "CNY", doc="rest2"),
    ]
    best, aside, found = choose(kept, documents, **CURRENCIES)
    assert best == "own1#a"
    assert {name(c) for c in found.agreeing} == {"own1#a", "own2#d"}
    assert aside == {
        "own1#b": "headline",
        "own1#c": "other-currency",
        "own2#e": "fewer-originals" if found.originals > 1 else "less-careful",
        "rest#f": "not-own-document",
        "rest2#g": "not-own-document",
    }


def test_claims_that_agree_are_cited_those_with_a_position_first() -> None:
    kept = [
        claim("c", 30, doc="own"),
        claim("c", 30, doc="b", anchored=True),
        claim("c", 30, doc="a"),
        claim("c", 30, doc="e", anchored=True),
    ]
    _, _, found = choose(kept, [OWN])
    assert [name(c) for c in found.agreeing] == ["own#c", "b#c", "e#c", "a#c"]


def test_numbers_that_are_written_differently_are_one_value() -> None:
    assert stated_value(claim("c", "30.0")) == stated_value(claim("c", 30))
    assert stated_value(claim("c", 30)) != stated_value(claim("c", 30, unit_code="USD"))
    assert stated_value(claim("c", 30, 40)) != stated_value(claim("c", 30))


def test_the_period_is_chosen_on_its_own() -> None:
    """The value from the own document, the period from another: the own one states none."""
    kept = [
        claim("c", 30, doc="own"),
        claim("c", 50, unit_code="USD", doc="x", period=over(3)),
        claim("c", 50, unit_code="USD", doc="y", period=over(3)),
        claim("c", 30, doc="z", period=over(4)),
    ]
    rule = chooser(records(kept, [OWN], **CURRENCIES))
    assert name(rule.value(kept).claim) == "own#c"
    usable = [c for c in kept if c.period.duration]
    chosen = rule.period(usable, lambda c: c.period.duration)
    assert name(chosen.claim) == "x#c"
    assert {name(a.claim): a.reason for a in chosen.set_aside} == {"z#c": "fewer-originals"}
    assert chosen.originals == 2


def test_a_period_has_no_currency() -> None:
    kept = [
        claim("c", 380, unit_code="CNY", doc="z", period=over(4)),
        claim("c", 50, doc="a", period=over(3)),
    ]
    rule = chooser(records(kept, **CURRENCIES))
    assert name(rule.period(kept, lambda c: c.period.duration).claim) == "a#c"


def test_a_headlines_period_never_wins_over_the_body() -> None:
    """As the seed: "en 2025" above, "sur trois ans" below."""
    kept = [
        claim("c1", 30, stated="headline", period=over(1)),
        claim("c2", 30, stated="standfirst", period=over(1)),
        claim("c3", 30, stated="body", period=over(3)),
    ]
    chosen = chooser(records(kept)).period(kept, lambda c: c.period.duration)
    assert name(chosen.claim) == "d#c3"
    assert {a.reason for a in chosen.set_aside} == {"headline"}


def test_a_headlines_period_does_not_win_because_only_it_is_attributed() -> None:
    kept = [
        claim("c1", 30, stated="headline", period=over(1), own=True),
        claim("c3", 30, stated="body", period=over(3)),
    ]
    chosen = chooser(records(kept)).period(kept, lambda c: c.period.duration)
    assert name(chosen.claim) == "d#c3"


@given(st.permutations(range(6)))
def test_the_order_of_the_claims_does_not_matter(order: list[int]) -> None:
    kept = [
        claim("c", 30, stated="headline"),
        claim("e", 50, stated="body"),
        claim("c", 50, None, doc="x"),
        claim("c", 30, doc="y"),
        claim("c", 380, unit_code="CNY", doc="z"),
        claim("c", 30, doc="own"),
    ]
    whole = records(kept, [OWN], **CURRENCIES)
    rule = chooser(whole)
    assert rule.value([kept[place] for place in order]) == rule.value(kept)


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from([(30, 30), (50, 50), (30, None), (None, 50), (30, 50)]),
            st.sampled_from(["EUR", "CNY"]),
            st.sampled_from([None, "headline", "standfirst", "body"]),
            st.booleans(),
        ),
        min_size=1,
        max_size=7,
    )
)
def test_every_claim_is_agreed_with_or_set_aside_with_a_reason(
    drawn: list[tuple[str, tuple[int | None, int | None], str, str | None, bool]],
) -> None:
    kept = [
        claim(f"c{n}", *ends, code, doc=doc, stated=place, own=own)
        for n, (doc, ends, code, place, own) in enumerate(drawn)
    ]
    found = chooser(records(kept, **CURRENCIES)).value(kept)
    aside = {a.claim.iri for a in found.set_aside}
    agreeing = {c.iri for c in found.agreeing}
    assert found.agreeing[0] == found.claim
    assert aside | agreeing == {c.iri for c in kept}
    assert not aside & agreeing
    assert {a.reason for a in found.set_aside} <= codes()
    assert 1 <= found.originals <= len({c.document for c in found.agreeing})


def test_the_plan_of_a_thing_that_is_no_announcement_is_its_own() -> None:
    kept = [claim("c", 50, about=ACME), claim("c", 30, doc="own", about=ACME)]
    assert choose(kept, [OWN], announcements=[plan()])[0] == "own#c"


def test_0_a_definition_of_its_own_loses_to_the_measure_as_such() -> None:
    """As Alibaba Cloud's growth: 11 % without subsidiaries, in its own words, and 13 % in all."""
    kept = [
        claim("c", 11, doc="own", definition="excluding consolidated subsidiaries"),
        claim("c", 13, doc="z"),
    ]
    best, aside, _ = choose(kept, [OWN])
    assert (best, aside) == ("z#c", {"own#c": "other-definition"})


def test_0_where_all_follow_definitions_the_rest_of_the_rule_decides() -> None:
    kept = [
        claim("c", 11, doc="own", definition="excluding consolidated subsidiaries"),
        claim("c", 13, doc="z", definition="at constant rates"),
    ]
    assert choose(kept, [OWN])[0] == "own#c"


def test_5_more_originals_come_before_more_care() -> None:
    kept = [
        claim("c", 30, doc="x"),
        claim("c", 30, doc="y"),
        claim("c", 50, None, doc="a"),
    ]
    best, aside, _ = choose(kept)
    assert (best, aside) == ("x#c", {"a#c": "fewer-originals"})


def test_6_about_is_more_careful_than_exact() -> None:
    kept = [claim("c", 75, doc="a"), claim("c", 75, doc="z", approximate=True)]
    best, aside, found = choose(kept)
    assert (best, aside) == ("z#c", {})
    assert len(found.agreeing) == 2
