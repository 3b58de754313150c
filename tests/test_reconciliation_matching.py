"""Which entity a query means: names, types, properties and ids, and when nothing is decided."""

from __future__ import annotations

from typing import Any

import pytest

from compute_race.serving.answers import features, new_result, old_result
from compute_race.serving.queries import Condition, Query
from compute_race.serving.reconcile import Match, reconcile
from reconciliation_server import few


def ask(*names: str, **more: Any) -> list[Match]:
    """Put a query to the few things."""
    return reconcile(few(), Query(names=names, **more))


def told(name: str, *values: str, **more: Any) -> Condition:
    """Make a condition; ``ids=True`` marks all values as ids."""
    ids = (bool(more.pop("ids", False)),) * len(values)
    return Condition(name, values, ids, **more)


def slugs(found: list[Match]) -> list[str]:
    return [one.entity.slug for one in found]


def matched(found: list[Match]) -> str | None:
    """Give the one that is matched; more than one is a failure."""
    matches = [one.entity.slug for one in found if one.is_match]
    assert len(matches) <= 1
    return matches[0] if matches else None


@pytest.mark.parametrize(
    "name", ["Acme", "ACME, Inc.", "acmé", "阿克米", "Acme Holdings Ltd", "ACM", "阿克米有限公司"]
)
def test_a_name_in_any_language_with_or_without_legal_form_is_matched(name: str) -> None:
    assert matched(ask(name)) == "acme"


def test_a_longer_name_is_only_a_candidate() -> None:
    found = ask("Acme Pictures")
    assert "acme" in slugs(found)
    assert matched(found) is None


def test_an_unknown_name_has_no_candidate() -> None:
    assert ask("Wholly Unheard Of") == []


@pytest.mark.parametrize("name", ["", "   ", "???", "\x00"])
def test_a_name_without_letters_has_no_candidate(name: str) -> None:
    assert ask(*filter(str.strip, [name])) == []


def test_namesakes_are_both_candidates_and_neither_is_matched() -> None:
    found = ask("Twin")
    assert set(slugs(found)) == {"twin-one", "twin-two"}
    assert matched(found) is None


def test_a_namesake_of_another_type_is_left_out() -> None:
    assert slugs(ask("Gemini")) == ["gemini", "gemini-news"]
    assert matched(ask("Gemini", types=("Publisher",))) == "gemini-news"
    assert slugs(ask("Gemini", types=("Publisher",))) == ["gemini-news"]
    assert matched(ask("Gemini", types=("ModelFamily",))) == "gemini"


def test_a_type_above_is_a_type_too() -> None:
    assert matched(ask("Acme", types=("Organization",))) == "acme"
    assert matched(ask("Gallia", types=("Place",))) == "gallia"


@pytest.mark.parametrize(
    "name", ["Company", "company", "race:Company", "https://w3id.org/compute-race/ontology#Company"]
)
def test_a_type_may_be_written_as_id_label_or_iri(name: str) -> None:
    assert matched(ask("Acme", types=(name,), strict="any")) == "acme"


def test_where_nothing_is_of_the_type_others_are_shown_and_not_matched() -> None:
    found = ask("Acme", types=("Publisher",))
    assert slugs(found)[0] == "acme"
    assert matched(found) is None


@pytest.mark.parametrize("strict", ["any", "all"])
def test_where_types_are_strict_nothing_else_is_shown(strict: str) -> None:
    assert ask("Acme", types=("Publisher",), strict=strict) == []


def test_any_needs_one_of_the_types_and_all_needs_each() -> None:
    types = ("Company", "Publisher")
    assert matched(ask("Acme", types=types, strict="any")) == "acme"
    assert ask("Acme", types=types, strict="all") == []
    assert matched(ask("Acme", types=("Company", "Organization"), strict="all")) == "acme"


@pytest.mark.parametrize(
    ("condition", "slug"),
    [
        (told("cik", "2"), "twin-two"),
        (told("cik", "0000000001"), "twin-one"),
        (told("country", "Germania"), "twin-two"),
        (told("country", "DE"), "twin-two"),
        (told("country", "gallia", ids=True), "twin-one"),
        (told("headquarteredIn", "Gaule"), "twin-one"),
        (told("headquarteredIn", "https://w3id.org/compute-race/id/germania"), "twin-two"),
        (told("wikidata", "Q43"), "twin-one"),
        (told("wikidata", "http://www.wikidata.org/entity/Q43", ids=True), "twin-one"),
        (told("headquarteredIn", "Gallia", quantifier="none"), "twin-two"),
    ],
    ids=lambda value: str(getattr(value, "values", value)),
)
def test_a_property_tells_namesakes_apart(condition: Condition, slug: str) -> None:
    found = ask("Twin", conditions=(condition,))
    assert matched(found) == slug
    assert slugs(found)[0] == slug


def test_a_property_that_speaks_against_the_only_namesake_prevents_a_match() -> None:
    for condition in (told("cik", "999"), told("country", "Germania"), told("wikidata", "Q999")):
        assert matched(ask("Acme", conditions=(condition,))) is None


def test_an_unknown_property_changes_nothing() -> None:
    assert matched(ask("Acme", conditions=(told("favouriteColour", "blue"),))) == "acme"


def test_a_required_property_filters() -> None:
    needed = told("headquarteredIn", "Germania", required=True)
    assert slugs(ask("Twin", conditions=(needed,))) == ["twin-two"]
    assert ask("Acme", conditions=(needed,)) == []
    assert ask("Acme", conditions=(told("favouriteColour", "blue", required=True),)) == []


def test_any_all_and_none_of_several_values() -> None:
    both = ("Gallia", "Germania")
    any_of = told("headquarteredIn", *both, required=True)
    all_of = told("headquarteredIn", *both, required=True, quantifier="all")
    none_of = told("headquarteredIn", *both, required=True, quantifier="none")
    assert slugs(ask("Twin", conditions=(any_of,))) == ["twin-one", "twin-two"]
    assert ask("Twin", conditions=(all_of,)) == []
    assert ask("Twin", conditions=(none_of,)) == []
    assert "acme-cloud" in slugs(ask("Acme Cloud", conditions=(none_of,)))


@pytest.mark.parametrize(
    ("name", "value", "is_met"),
    [
        ("website", "http://acme.example", True),
        ("website", "acme.example/other", True),
        ("website", "https://acme.example:99999999/x", True),
        ("website", "http://[broken", False),
        ("releasedOn", "2025-02", True),
        ("releasedOn", "2025-02-24T00:00:00Z", True),
        ("releasedOn", "2025-03", False),
        ("releasedOn", "202", False),
        ("latitude", "48.50", True),
        ("latitude", "north", False),
        ("name", "ACMÉ", True),
        ("otherName", "acm", True),
        ("group", "nobody", False),
    ],
)
def test_values_are_compared_by_their_sort(name: str, value: str, is_met: bool) -> None:
    found = ask("Acme", conditions=(told(name, value, required=True),))
    assert ("acme" in slugs(found)) is is_met


def test_exact_compares_letter_by_letter() -> None:
    assert "acme" in slugs(ask("Acme", conditions=(told("otherName", "ACM", exact=True),)))
    strict = told("otherName", "acm", exact=True, required=True)
    assert "acme" not in slugs(ask("Acme", conditions=(strict,)))
    seat = told("headquarteredIn", "gallia", exact=True, required=True)
    assert slugs(ask("Twin", conditions=(seat,))) == ["twin-one"]


def test_properties_alone_find_and_only_an_identifier_decides() -> None:
    found = ask(conditions=(told("cik", "7"),))
    assert slugs(found) == ["acme"]
    assert matched(found) == "acme"
    assert found[0].likeness is None
    by_seat = ask(conditions=(told("country", "Gallia"),))
    assert set(slugs(by_seat)) == {"acme", "twin-one", "lutetia"}
    assert matched(by_seat) is None
    assert ask(conditions=(told("country", "Nowhere"),)) == []


def test_an_identifier_contradicted_by_another_property_does_not_decide() -> None:
    found = ask(conditions=(told("cik", "1"), told("country", "Germania")))
    assert slugs(found)[0] == "twin-one"
    assert matched(found) is None


@pytest.mark.parametrize(
    "name",
    [
        "https://w3id.org/compute-race/id/twin-two",
        "ent:twin-two",
        "twin-two",
    ],
)
def test_an_id_given_as_name_is_the_thing(name: str) -> None:
    found = ask(name)
    assert matched(found) == "twin-two"
    assert found[0].score == 100


def test_an_item_of_wikidata_given_as_name_is_the_thing() -> None:
    assert matched(ask("Q42")) == matched(ask("wd:Q42")) == "acme"


def test_a_slug_that_is_a_word_decides_only_where_nothing_else_is_called_so() -> None:
    found = ask("gemini")
    assert slugs(found)[0] == "gemini"
    assert matched(found) is None
    assert matched(ask("acme")) == "acme"


def test_an_id_of_the_wrong_type_is_no_match() -> None:
    assert matched(ask("ent:acme", types=("Publisher",))) is None


def test_ids_of_the_draft() -> None:
    assert matched(ask(ids=("twin-one",))) == "twin-one"
    assert slugs(ask(ids=("no-such-thing",))) == []
    assert slugs(ask("Twin", ids=("twin-two",), needs_id=True)) == ["twin-two"]
    assert matched(ask(ids=("twin-one", "twin-two"))) is None


def test_names_of_the_draft() -> None:
    assert "acme" not in slugs(ask("Acme Cloud", not_named=("Acmé",)))
    assert slugs(ask("Acme Pictures", needs_name=True)) == []
    assert matched(ask("Nothing", "Acme", needs_name=False)) is None


def test_the_limit_is_kept() -> None:
    assert len(ask("Acme")) > 1
    assert slugs(ask("Acme", limit=1)) == ["acme"]


def test_the_points_of_the_features_add_up_to_the_score() -> None:
    for found in (ask("Acme"), ask("Twin", conditions=(told("headquarteredIn", "Gallia"),))):
        for one in found:
            points = dict(features(one))
            alike = points.pop("name_likeness")
            assert 0 <= alike <= 100
            assert one.score == pytest.approx(min(100, max(0, sum(points.values()))))


def test_scores_fall_and_lie_between_0_and_100() -> None:
    for name in ("Acme", "Twin", "Gemini", "Acme Clout"):
        scores = [one.score for one in ask(name)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)


def test_features_have_unique_ids_and_names_in_the_draft() -> None:
    found = ask("Twin", conditions=(told("headquarteredIn", "Gallia"), told("cik", "1")))
    for lang, name in (("en", "headquartered in"), ("fr", "a son siège à")):
        told_features = new_result(few(), found, lang)["candidates"][0]["features"]
        ids = [one["id"] for one in told_features]
        assert len(ids) == len(set(ids))
        assert {"name", "identifier", "property_headquarteredIn"} <= set(ids)
        assert name in [one["name"] for one in told_features]


def test_a_candidate_tells_what_it_is() -> None:
    (found, *_) = old_result(few(), ask("Acme"), "en")["result"]
    assert found["id"] == "acme"
    assert found["name"] == "Acme"
    assert found["description"] == "company, Gallia, 2025-02-24"
    assert found["type"] == [
        {"id": "Company", "name": "company"},
        {"id": "Organization", "name": "organisation"},
    ]
    assert old_result(few(), ask("Acme"), "fr")["result"][0]["name"] == "Acmé"
