"""Who is meant: what speaks for and against an item, and when a person has to decide."""

from __future__ import annotations

from itertools import permutations

import pytest

from compute_race.basics.problems import UsageError
from compute_race.wikidata import items as p
from compute_race.wikidata.features import Candidate, World, domain, score
from compute_race.wikidata.items import Item, Snak, Statement
from compute_race.wikidata.matching import decide
from compute_race.wikidata.sorts import sort_in_words, sort_of
from compute_race.wikidata.wanted import Wanted, kind_of

WORLD = World({"Q30": "US", "Q142": "FR", "Q148": "CN", "Q183": "DE", "Q865": "TW"})


def item(qid: str, label: str = "", *aliases: str, about: str = "", **claims: str) -> Item:
    """Make an item; claims are by property, several values with ``|`` between them."""
    return Item(
        qid,
        {"en": label} if label else {},
        {"en": aliases} if aliases else {},
        {"en": about} if about else {},
        {name: tuple(Statement(name, one) for one in v.split("|")) for name, v in claims.items()},
    )


def points(found: Candidate, name: str) -> float:
    return sum(one.points for one in found.features if one.name == name)


def verdict(found: Candidate, name: str) -> str:
    return next(one.verdict for one in found.features if one.name == name)


FIRM = item("Q1", "Acme", "Acme Inc.", P31="Q4830453", P17="Q30", P571="1999-06-28")


@pytest.mark.parametrize(
    ("wanted", "feature", "expected"),
    [
        (Wanted("Acme", "organization", country="US"), "country", "equal"),
        (Wanted("Acme", "organization", country="FR"), "country", "different"),
        (Wanted("Acme", "organization"), "country", "unknown"),
        (Wanted("Acme", "model", country="US"), "country", "unknown"),
        (Wanted("Acme", "organization"), "sort", "equal"),
        (Wanted("Acme", "model"), "sort", "different"),
        (Wanted("Acme", inception="1999"), "inception", "equal"),
        (Wanted("Acme", inception="2000"), "inception", "unknown"),
        (Wanted("Acme", inception="2002"), "inception", "different"),
        (Wanted("acme, inc"), "name", "equal"),
        (Wanted("Acme Group"), "name", "equal"),
        (Wanted("Acmes"), "name", "similar"),
        (Wanted("Zebra"), "name", "different"),
    ],
)
def test_a_feature_says_what_it_saw(wanted: Wanted, feature: str, expected: str) -> None:
    assert verdict(score(wanted, FIRM, WORLD), feature) == expected


def test_identifiers_decide_both_ways() -> None:
    one = item("Q1", "Acme Corporation", P5531="0001045810", P1278="A" * 20)
    same = score(Wanted("x", identifiers={p.CIK: "1045810"}), one)
    assert points(same, "identifier") > 0.5
    assert points(score(Wanted("x", identifiers={p.LEI: "B" * 20}), one), "identifier") < 0


def test_a_ticker_is_the_qualifier_of_an_exchange() -> None:
    traded = Statement(p.EXCHANGE, "Q82059", qualifiers=(Snak(p.TICKER, "NVDA"),))
    firm = Item("Q2", {"en": "Nvidia"}, statements={p.EXCHANGE: (traded,)})
    assert decide(Wanted("nvda", "ticker"), [firm, FIRM], WORLD).match == firm


def test_a_website_counts_by_its_host() -> None:
    assert domain("https://www.acme.com/about") == domain("acme.com") == "acme.com"
    firm = item("Q1", "Acme", P856="https://www.acme.com/")
    assert verdict(score(Wanted("Acme", website="http://acme.com/x"), firm), "website") == "equal"
    other = score(Wanted("Acme", website="https://acme.org"), firm)
    assert verdict(other, "website") == "unknown"


def test_the_points_add_up_to_the_score() -> None:
    found = score(Wanted("Acme", "organization", country="US"), FIRM, WORLD)
    assert found.score == pytest.approx(sum(one.points for one in found.features))
    assert all(one.detail for one in found.features)


def test_an_equal_name_alone_is_never_a_match() -> None:
    found = decide(Wanted("Acme", "organization"), [item("Q1", "Acme")], WORLD)
    assert found.outcome == "candidates"
    sorted_too = decide(Wanted("Acme", "organization"), [item("Q1", "Acme", P31="Q4830453")], WORLD)
    assert sorted_too.outcome == "candidates"
    assert "only its name and sort" in str(sorted_too.reason)


def test_an_alias_alone_is_never_a_match() -> None:
    found = decide(Wanted("Acme", "organization"), [item("Q1", "Zebra", "Acme")], WORLD)
    assert found.outcome == "candidates"


def test_no_item_of_that_name_is_none() -> None:
    found = decide(Wanted("Acme"), [item("Q1", "Zebra")], WORLD)
    assert (found.outcome, found.candidates, found.match) == ("none", (), None)


def test_a_page_that_lists_meanings_is_no_candidate() -> None:
    assert decide(Wanted("Acme"), [item("Q1", "Acme", P31="Q4167410")], WORLD).outcome == "none"
    described = item("Q1", "Acme", about="Wikimedia disambiguation page")
    assert decide(Wanted("Acme"), [described], WORLD).outcome == "none"


#: What is looked for, the item that is meant (none: a person decides), and all that is known.
LOOK_ALIKES = {
    "the trading platform beside the group": (
        Wanted("Alibaba", "organization", country="CN"),
        "Q1",
        item("Q1", "Alibaba Group", "Alibaba", P31="Q4830453", P17="Q148"),
        item("Q2", "alibaba.com", "Alibaba.com Limited"),
    ),
    "the Chinese subsidiary with the alias of the parent": (
        Wanted("TSMC", "organization", country="TW"),
        "Q1",
        item("Q1", "TSMC", P31="Q891723", P17="Q865"),
        item("Q2", "Taiwan Semiconductor Manufacturing Company (China)", "TSMC"),
    ),
    "the cycling team with the alias of its sponsor": (
        Wanted("Deutsche Telekom", "organization", country="DE"),
        "Q1",
        item("Q1", "Deutsche Telekom", about="privatized German telecommunications company"),
        item("Q2", "T-Mobile", "Deutsche Telekom", about="cycling team"),
    ),
    "the pharmacy chain beside the model": (
        Wanted("Gemini", "model"),
        "Q1",
        item("Q1", "Gemini", about="large language model family"),
        item("Q2", "Gemini", about="Polish pharmacy chain"),
        item("Q3", "Gemini", about="constellation"),
    ),
    "a model and a chatbot of one name": (
        Wanted("Gemini", "model"),
        "",
        item("Q1", "Gemini"),
        item("Q2", "Gemini", "Bard"),
    ),
    "twins that nothing tells apart": (
        Wanted("OpenAI", "organization", country="US"),
        "",
        item("Q1", "OpenAI", P31="Q43229", P17="Q30"),
        item("Q2", "OpenAI", about="American laboratory"),
        item("Q3", "OpenAI OpCo", "OpenAI LP"),
    ),
    "the film of a person's name": (
        Wanted("Steve Jobs", "person"),
        "Q1",
        item("Q1", "Steve Jobs", P31="Q5"),
        item("Q2", "Steve Jobs", P31="Q11424"),
    ),
    "the national firm": (
        Wanted("Microsoft", "organization", country="US"),
        "Q1",
        item("Q1", "Microsoft", P31="Q4830453", P17="Q30"),
        item("Q2", "Microsoft (France)", P31="Q4830453", P17="Q142"),
    ),
    "a namesake of another country": (
        Wanted("Iren", "organization", country="US"),
        "",
        item("Q2", "Iren", about="Italian multi-utility company"),
    ),
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_look_alikes_are_told_apart_or_left_to_a_person(name: str) -> None:
    wanted, meant, *known = LOOK_ALIKES[name]
    found = decide(wanted, known, WORLD)
    assert (found.match.qid if found.match else "") == meant, (found.reason, found.candidates)


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_the_order_of_the_items_does_not_matter(name: str) -> None:
    wanted, _, *known = LOOK_ALIKES[name]
    first, *others = (decide(wanted, order, WORLD) for order in permutations(known))
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("American multinational technology company", "organization"),
        ("company in Issy-les-Moulineaux, France", "organization"),
        ("chatbot search engine", "software"),
        ("Python web framework", "code"),
        ("country in Asia", "country"),
        ("political and economic union of 27 states", "union"),
        ("fruit", "other"),
        ("blue thing", None),
        ("", None),
    ],
)
def test_the_head_of_a_description_tells_the_sort(text: str, sort: str | None) -> None:
    assert sort_in_words(text) == sort


def test_a_class_tells_more_than_words() -> None:
    found = sort_of(item("Q1", "Acme", about="fruit", P31="Q4830453"))
    assert found is not None
    assert found[0] == "organization"
    assert sort_of(item("Q1", "Acme"), is_child=True) is not None
    assert sort_of(item("Q1", "Acme")) is None


def test_kinds_have_other_names_and_unknown_ones_are_told() -> None:
    assert kind_of("ai_model") == "model"
    with pytest.raises(UsageError, match="did you mean organization"):
        kind_of("organisation")
