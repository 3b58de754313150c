"""Sums walked back: exactly what a row counts, the addition, and what is left out and why."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import product
from typing import Any

import pyoxigraph as ox
import pytest

from compute_race.answering.evidence import Library
from compute_race.answering.lookup import slug
from compute_race.answering.options import By, CompareOptions
from compute_race.answering.ranking import compare, row_id
from compute_race.answering.rows import Row
from compute_race.answering.stories import SumStory, ValueStory
from compute_race.answering.story_tables import stories_markdown, stories_table
from compute_race.answering.why import Explainer
from compute_race.basics.namespaces import ENT, GRAPH, RACE
from compute_race.basics.problems import UsageError
from compute_race.cli.telling import tell
from compute_race.dataset.store import MemoryStore
from foundation import foundation_store
from support import Called, day

DAYS = ("2025-02-24", "2025-03-01", "2025-12-01")
LATE = "2025-12-01"
Race = Callable[..., Called]


@pytest.fixture(scope="module")
def explainer() -> Explainer:
    return Explainer(foundation_store(), Library(()))


@pytest.fixture(scope="module")
def added() -> MemoryStore:
    """Give the foundation with two judgements that let a group and an initiative add up."""
    pairs = [
        ("meta-2025-60-65bn", "doesNotOverlap", "meta-2025-70-72bn"),
        ("alibaba-380bn", "forInitiative", "stargate"),
        ("alibaba-380bn", "doesNotOverlap", "stargate-500bn"),
    ]
    graph = ox.NamedNode(GRAPH + "judgements/of-the-test")
    judged = [
        ox.Quad(ox.NamedNode(ENT + one), ox.NamedNode(RACE + name), ox.NamedNode(ENT + two), graph)
        for one, name, two in pairs
    ]
    return MemoryStore([*foundation_store().quads(), *judged])


def the_sum(explainer: Explainer, name: str, options: CompareOptions, by: By | None) -> SumStory:
    (story,) = explainer.why(name, options.as_of.isoformat(), options, by)
    assert isinstance(story, SumStory)
    return story


def same(row: Row, story: SumStory) -> None:
    """A story is its row's: the parts, their addition and its unit."""
    parts = row.parts or (row.about,)
    assert sorted(part.story.about for part in story.parts) == sorted(parts)
    assert (story.low, story.high) == (row.low, row.high)
    assert (story.unit, story.per) == (row.currency, row.per)
    assert story.low == sum((part.low or Decimal(0) for part in story.parts), Decimal(0))
    highs = [part.high for part in story.parts]
    assert story.high == (None if None in highs else sum(h for h in highs if h is not None))


@pytest.mark.parametrize(("per", "currency"), list(product(("year", "total"), ("EUR", "CNY"))))
@pytest.mark.parametrize("as_of", DAYS)
def test_a_blocs_story_is_its_row(
    explainer: Explainer, as_of: str, per: Any, currency: str
) -> None:
    options = CompareOptions(as_of=day(as_of), per=per, currency=currency, by="bloc")
    ranking = compare(foundation_store(), options)
    assert ranking.rows
    for row in ranking.rows:
        for name in (row_id(row), slug(row.iri)):
            same(row, the_sum(explainer, name, options, None))


@pytest.mark.parametrize("scope", [("whole", "initiative"), ("all",)])
def test_what_a_bloc_leaves_out_is_what_the_ranking_says(
    explainer: Explainer, scope: tuple[str, ...]
) -> None:
    options = CompareOptions(as_of=day("2025-03-01"), by="bloc", scope=scope)
    ranking = compare(foundation_store(), options)
    seen = 0
    for row in ranking.rows:
        story = the_sum(explainer, row_id(row), options, None)
        expected = [item for item in ranking.left_out if item.total == row.iri]
        assert list(story.missed) == expected
        assert set(story.left_out) <= set(ranking.left_out)
        assert story.all_added == row.all_added
        assert story.all_added is not None
        missed = [item.row.low for item in expected if item.row is not None]
        counted = story.low or Decimal(0)
        assert story.all_added.low == counted + sum(low or Decimal(0) for low in missed)
        seen += len(expected)
    assert seen


def test_each_part_leads_on_to_its_own_conversion(explainer: Explainer) -> None:
    options = CompareOptions(as_of=day("2025-03-01"), by="bloc")
    story = the_sum(explainer, "united-states", options, None)
    for part in story.parts:
        assert part.story.evidence
        (made,) = part.story.conversions
        assert (made.currency, made.per_year_low) == ("EUR", part.low)


def test_what_is_the_blocs_without_a_figure_is_named(explainer: Explainer) -> None:
    """What nobody dates or gives a period is of no sum, and still of the bloc."""
    options = CompareOptions(as_of=day("2025-03-01"), by="bloc")
    story = the_sum(explainer, "european-union", options, None)
    reasons = {slug(item.announcement): item.reason for item in story.left_out}
    assert reasons["eu-ai-champions-150bn"] == "part-of"
    assert reasons["eu-gigafactories-20bn"] == "period-not-stated"
    assert "meta-2025-64-72bn" not in reasons
    assert all(item.row is not None for item in story.missed)


@pytest.mark.parametrize(
    ("by", "name", "parts"),
    [
        ("group", "meta-platforms", ["meta-2025-60-65bn", "meta-2025-70-72bn"]),
        ("organization", "meta-platforms", ["meta-2025-60-65bn", "meta-2025-70-72bn"]),
        ("initiative", "stargate", ["alibaba-380bn", "stargate-500bn"]),
    ],
)
def test_other_sums_are_told_as_well(
    added: MemoryStore, by: By, name: str, parts: list[str]
) -> None:
    explainer = Explainer(added, Library(()))
    options = CompareOptions(as_of=day(LATE), by=by, per="total", scope=("all",))
    (row,) = [row for row in compare(added, options).rows if row.iri == ENT + name]
    assert [slug(part) for part in row.parts] == parts
    for asked in (by, None):
        story = the_sum(explainer, row_id(row), options, asked)
        same(row, story)
        assert story.question.by == (by if by != "organization" or asked else "group")


def test_what_adds_nothing_up_is_no_sum_unless_it_is_asked_for(explainer: Explainer) -> None:
    options = CompareOptions(as_of=day("2025-03-01"))
    plain = explainer.why("alibaba-group", "2025-03-01", options)
    assert plain
    assert all(isinstance(story, ValueStory) for story in plain)
    story = the_sum(explainer, "alibaba-group", options, "group")
    assert [slug(part.story.about) for part in story.parts] == ["alibaba-380bn"]
    each = explainer.why("united-states", "2025-03-01", options, "announcement")
    assert all(isinstance(story, ValueStory) for story in each)


def test_an_owner_without_a_row_is_told(explainer: Explainer) -> None:
    with pytest.raises(UsageError, match=r"united-states has no figure .* by bloc as of 2020"):
        explainer.why("united-states", "2020-01-01")
    with pytest.raises(UsageError, match="silicon-fr has no figure in the ranking by group"):
        explainer.why("silicon-fr", "2025-03-01", by="group")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_addition_is_written_out(lang: str) -> None:
    explainer = Explainer(foundation_store(), Library(()), lang)
    options = CompareOptions(as_of=day("2025-03-01"), per="total", currency="USD", by="bloc")
    story = the_sum(explainer, "united-states", options, None)
    text = tell(story, lang)
    assert max(map(len, text.splitlines())) <= 80
    flat = " ".join(text.split())
    lows = [part.low for part in story.parts]
    written = [_written(low or Decimal(0), lang) for low in (*lows, story.low)]
    assert f"{' + '.join(written[:-1])} = {written[-1]} USD" in flat
    assert ("somme" if lang == "fr" else "sum") in flat
    highs = [_written(high, lang) for part in story.parts if (high := part.high) is not None]
    assert f"{' + '.join(highs)} = {_written(story.high or Decimal(0), lang)} USD" in flat
    for part in story.parts:
        assert f"[{part.story.iri.removeprefix(GRAPH)}]" in text


def test_an_open_end_is_told_with_whom_it_is_open_for(explainer: Explainer) -> None:
    options = CompareOptions(as_of=day("2025-03-01"), by="bloc")
    story = the_sum(explainer, "china", options, None)
    assert story.high is None
    flat = " ".join(tell(story).split())
    assert "at most open: no upper end is stated for alibaba-380bn" in flat


def _written(value: Decimal, lang: str) -> str:
    text = f"{value:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(",", " ").replace(".", ",") if lang == "fr" else text


def test_a_sum_as_json_has_what_the_text_tells(explainer: Explainer) -> None:
    options = CompareOptions(as_of=day("2025-03-01"), by="bloc")
    found = the_sum(explainer, "european-union", options, None).as_dict()
    assert found["id"] == ENT + "european-union"
    assert found["question"]["by"] == "bloc"
    assert [part["announcement"] for part in found["parts"]] == ["eu-investai-200bn"]
    assert found["parts"][0]["story"]["claims"]
    nested = {item["announcement"]: item for item in found["left_out"]}["eu-ai-champions-150bn"]
    assert nested["left_out_of"] == "european-union"
    assert nested["explanation"] == "part of eu-investai-200bn"
    assert found["all_added"]["difference_low"] == nested["low"]


def test_a_sum_as_a_table_adds_up(explainer: Explainer) -> None:
    options = CompareOptions(as_of=day("2025-03-01"), by="bloc")
    story = the_sum(explainer, "united-states", options, None)
    rows = [row for row in stories_table([story]).records() if row["story"] == "united-states"]
    roles = {role: [row for row in rows if row["role"] == role] for role in ("sum", "counted")}
    (whole,) = roles["sum"]
    assert whole["low"] == sum(Decimal(str(row["low"])) for row in roles["counted"])
    for row in roles["counted"]:
        assert explainer.why(str(row["id"]))
    assert "| counted |" in stories_markdown([story])
    assert "| compté |" in stories_markdown([story], "fr")


def test_at_the_command_line_the_row_and_its_story_agree(race: Race) -> None:
    asked = ("--as-of", "2025-03-01", "--currency", "USD", "--scope", "all", "--per", "total")
    ranking = race("compare", "--by", "bloc", *asked, "--format", "json").json()
    for row in ranking["rows"]:
        (story,) = race("why", row["id"], *asked, "--format", "json").json()
        assert sorted(part["announcement"] for part in story["parts"]) == sorted(row["parts"])
        assert (story["low"], story["high"]) == (row["low"], row["high"])
        theirs = [i for i in ranking["left_out"] if i["left_out_of"] == row["bloc"]]
        found = [item for item in story["left_out"] if item["left_out_of"]]
        keys = ("claim", "announcement", "reason", "explanation", "way", "left_out_of", "low")
        assert [{k: i[k] for k in keys} for i in found] == [{k: i[k] for k in keys} for i in theirs]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--scope", "all"], "alibaba-380bn is no sum, and --scope is for sums"),
        (["--among", "amazon"], "--among is for sums"),
        (["--period", "2025"], "--period is for sums"),
        (["--measure", "revenue"], "there is no such figure about alibaba-380bn"),
        (["--measure", "x"], "--measure does not know"),
        (["--currency", "GBP"], "--currency does not know"),
        (["--by", "group"], "alibaba-380bn has no figure in the ranking by group"),
        (["--by", "blocs"], "--by does not know"),
    ],
)
def test_options_that_do_not_fit_are_told(race: Race, options: list[str], says: str) -> None:
    found = race("why", "alibaba-380bn", *options)
    assert (found.code, found.out) == (2, "")
    assert says in found.err
    assert found.err.count("\n") == 1


def test_a_figure_is_told_in_one_currency_and_as_a_whole(race: Race) -> None:
    def conversions(*more: str) -> dict[str, str | None]:
        (story,) = race("why", "alibaba-380bn", *more, "--format", "json").json()
        return {made["currency"]: made["per_year_low"] for made in story["conversions"]}

    assert set(conversions()) == {"CNY", "EUR", "USD"}
    assert set(conversions("--currency", "EUR")) == {"EUR"}
    assert conversions("--currency", "EUR", "--per", "total") == {"EUR": None}
    assert conversions("--currency", "original") == {}
    every = race("why", "alibaba-cloud", "--format", "json").json()
    some = race("why", "alibaba-cloud", "--measure", "market-share", "--format", "json").json()
    assert {story["measure"] for story in some} == {"marketShare"}
    assert len(some) < len(every)


def test_a_document_is_told_claim_by_claim(race: Race) -> None:
    name = "silicon-fr-alibaba-30-milliards"
    found = race("why", name, "--format", "json").json()
    assert len(found) > 10
    assert {item["document"] for item in found} == {f"https://w3id.org/compute-race/source/{name}"}
    assert race("why", f"src:{name}", "--format", "json").json() == found
