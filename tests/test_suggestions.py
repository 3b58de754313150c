"""What somebody who mistyped a name meant, or nothing where nothing is near."""

from __future__ import annotations

import pytest

from compute_race.basics.suggestions import did_you_mean

ENTITIES = (
    *("alibaba-group", "alibaba-cloud", "alibaba-380bn", "amazon", "amazon-2025-100bn"),
    *("europe", "european-union", "openai", "nvidia", "stargate", "eu-investai-200bn"),
)
DOCUMENTS = (
    *("silicon-fr-alibaba-30-milliards", "alibaba-group-2025-02-24-form-6k"),
    *("techzine-2025-02-11-investai", "itweb-2025-01-22-stargate", "neowin-2025-01-22-stargate"),
)


@pytest.mark.parametrize(
    ("typed", "known", "near"),
    [
        ("amazn", ENTITIES, "amazon"),
        ("Amazon", ENTITIES, "amazon"),
        ("europ", ENTITIES, "europe"),
        ("alibaba-380", ENTITIES, "alibaba-380bn"),
        ("alibab", ENTITIES, "alibaba-380bn"),
        ("amazon-2025", ENTITIES, "amazon-2025-100bn"),
        ("investai", ENTITIES, "eu-investai-200bn"),
        ("alibaba-group-holding", ENTITIES, "alibaba-group"),
        ("silicon-fr-alibaba-30-miliards", DOCUMENTS, "silicon-fr-alibaba-30-milliards"),
        ("alibaba-group-2025-02-24", DOCUMENTS, "alibaba-group-2025-02-24-form-6k"),
        ("eur", ("EUR", "USD", "CNY"), "EUR"),
        ("xds", ("rdf", "rdfs", "xsd", "src", "skos"), "xsd"),
        ("queery", ("query", "why", "ask"), "query"),
    ],
)
def test_the_near_name_comes_first(typed: str, known: tuple[str, ...], near: str) -> None:
    assert did_you_mean(typed, known).startswith(f"did you mean {near}")


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("openai-says-to-europe-undated", ENTITIES),
        ("reuters-2025-01-22-apple", DOCUMENTS),
        ("nobody", ENTITIES),
        ("x", ENTITIES),
        ("", ENTITIES),
        ("usa", ENTITIES),
        ("silicon", ()),
    ],
)
def test_what_is_not_near_is_not_named(typed: str, known: tuple[str, ...]) -> None:
    assert did_you_mean(typed, known) == ""
    assert did_you_mean(typed, known, "see the list") == "see the list"


def test_no_more_than_three_are_named() -> None:
    text = did_you_mean("alibaba", [f"alibaba-{number}" for number in range(9)])
    assert text == "did you mean alibaba-0, alibaba-1 or alibaba-2?"
    assert did_you_mean("abcd", ["abce", "abcf"]) == "did you mean abce or abcf?"
    assert did_you_mean("abcd", ["abce", "abce"]) == "did you mean abce?"
