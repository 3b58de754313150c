"""Every number walked back: to rate, date, division, rule, document, position, sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from compute_race.answering.evidence import Evidence, Library
from compute_race.answering.options import BYS, CURRENCIES, PERS, CompareOptions
from compute_race.answering.ranking import compare, row_id
from compute_race.answering.reasons import sentence
from compute_race.answering.rows import Row
from compute_race.answering.stories import ConflictStory, SumStory, ValueStory
from compute_race.answering.why import Explainer
from compute_race.basics.namespaces import SRC
from compute_race.basics.problems import UsageError
from compute_race.cli.telling import tell
from compute_race.dataset.store import EmbeddedStore, Store
from foundation import foundation_store
from support import SEED, SEED_TEXT, Called, day, needs_text

ALIBABA = "preferred#alibaba-380bn.plannedInvestment.2025-02-28"
DAYS = ("2025-01-25", "2025-02-24", "2025-03-01", "2025-08-01", "2025-12-01")
#: Power is compared in megawatts.
MEGAWATTS = {"GigaW": 1000, "MegaW": 1}
ADD_UP_TO_NOTHING = ("revenue-growth", "market-share", "market-rank")
MEASURES = (
    "planned-investment",
    "revenue",
    "revenue-growth",
    "market-share",
    "market-rank",
    "social-followers",
)


def ask(store: Store, as_of: str, **more: Any) -> tuple[Row, ...]:
    return compare(store, CompareOptions(as_of=day(as_of), **more)).rows


def printed_numbers(text: str) -> list[Decimal]:
    """Parse the seed's numbers without the program: French digits, scale words, one ordinal."""
    words = {"quatrième": 4}
    if text.lower() in words:
        return [Decimal(words[text.lower()])]
    scale = 9 if "milliards" in text else 0
    found = re.findall(r"\d+(?:\s\d{3})*(?:,\d+)?", text)
    return [Decimal(re.sub(r"\s", "", n).replace(",", ".")).scaleb(scale) for n in found]


def check_place(item: Evidence, text: str | None) -> None:
    """A claim leads to a document and a place; the number stands there."""
    assert item.document.startswith(SRC)
    assert item.claim.startswith(item.document + "#")
    assert item.url
    assert item.where
    if item.start is None:
        assert item.locator or item.stated
        return
    assert item.end is not None
    assert 0 <= item.start < item.end
    if text is not None and item.document == SRC + SEED:
        numbers = printed_numbers(text[item.start : item.end])
        assert numbers[0] == (item.low if item.low is not None else item.high)
        assert numbers[-1] == (item.high if item.high is not None else item.low)


@pytest.fixture(scope="module")
def text() -> str | None:
    """Give the seed as it lies on disk, every kind of space as one, or nothing."""
    if not SEED_TEXT.is_file():
        return None
    with SEED_TEXT.open(encoding="utf-8", newline="") as stream:
        return re.sub(r"[\u00a0\u202f\u2009\t\r]", " ", stream.read())


@pytest.fixture(scope="module")
def explainer(real: EmbeddedStore) -> Explainer:
    return Explainer(real, Library(()))


def close(made: Decimal | None, exact: Fraction) -> None:
    assert made is not None
    assert abs(Fraction(made) - exact) <= abs(exact) / 10**6


def ends(row: Row) -> Iterator[tuple[Decimal | None, Decimal | None]]:
    """Give for each end of a row what was made and what was stated."""
    assert row.stated is not None
    yield row.low, row.stated.low
    yield row.high, row.stated.high


@pytest.mark.parametrize(("per", "currency"), list(product(PERS, CURRENCIES)))
@pytest.mark.parametrize("by", BYS)
def test_every_number_of_every_comparison_is_walked_back(
    text: str | None, by: Any, per: Any, currency: str
) -> None:
    if by == "bloc" and currency == "original":
        with pytest.raises(UsageError):
            ask(foundation_store(), DAYS[0], by=by, per=per, currency=currency)
        return
    options = {"by": by, "per": per, "currency": currency, "scope": ("all",)}
    for as_of, measure in product(DAYS, MEASURES):
        if by != "bloc" or measure not in ADD_UP_TO_NOTHING:
            walk_back(foundation_store(), text, as_of, measure=measure, **options)


@pytest.mark.parametrize("measure", ["planned-investment", "capital-expenditure", "power-capacity"])
@pytest.mark.parametrize("as_of", ["2025-03-01", "2026-03-01"])
@pytest.mark.parametrize("by", BYS)
def test_every_number_of_the_whole_graph_is_walked_back(
    real: EmbeddedStore, text: str | None, by: Any, as_of: str, measure: str
) -> None:
    for scope in ((), ("all",)):
        walk_back(real, text, as_of, by=by, measure=measure, **({"scope": scope} if scope else {}))


def walk_back(store: Store, text: str | None, as_of: str, **more: Any) -> None:
    """Walk every row of a comparison back to the places of its figures."""
    options = CompareOptions(as_of=day(as_of), **more)
    explainer = Explainer(store, Library(()))
    for row in compare(store, options).rows:
        (story,) = explainer.why(row_id(row), as_of, options, options.by)
        if isinstance(story, SumStory):
            assert (story.low, story.high, story.unit) == (row.low, row.high, row.currency)
            assert story.all_added == row.all_added
            counted = {part.about: part for part in row.counted}
            assert {part.story.about for part in story.parts} == set(counted)
            told = [(counted[part.story.about], part.story) for part in story.parts]
        else:
            assert isinstance(story, ValueStory)
            assert row.counted == ()
            told = [(row, story)]
        for figure, behind in told:
            by_hand(figure, behind)
            for item in (*behind.evidence, *behind.period_evidence):
                check_place(item, text)
            for aside in behind.set_aside:
                check_place(aside.evidence, text)


def by_hand(row: Row, story: ValueStory) -> None:
    """Recompute a row from what it states: stated x rate / years."""
    assert {item.claim for item in story.evidence} == set(row.claims)
    assert {item.claim for item in story.period_evidence} == set(row.period_claims)
    assert row.stated is not None
    scale = MEGAWATTS.get(row.stated.unit, 1)
    for made, stated in ends(row):
        if stated is None:
            assert made is None
            continue
        rate = Fraction(row.rate.value) if row.rate is not None else Fraction(1)
        years = Fraction(row.years) if row.per == "year" and row.years is not None else Fraction(1)
        close(made, Fraction(stated) * scale * rate / years)
    if row.rate is not None:
        (found,) = [made for made in story.conversions if made.currency == row.currency]
        yearly = row.per == "year"
        assert row.low == (found.per_year_low if yearly else found.low)
        assert row.high == (found.per_year_high if yearly else found.high)
        assert found.rate.value == row.rate.value
        assert found.rate.date == row.rate.date


@pytest.mark.parametrize("as_of", DAYS)
@pytest.mark.parametrize("by", ["bloc", "group"])
def test_a_sum_is_that_of_its_parts(real: EmbeddedStore, as_of: str, by: Any) -> None:
    alone = {row.about: row for row in ask(real, as_of, scope=("all",))}
    for total in ask(real, as_of, by=by, scope=("all",)):
        parts = [alone[part] for part in total.parts or (total.about,)]
        highs = [part.high for part in parts]
        lows = [part.low for part in parts]
        if total.counted:
            assert total.low == sum((low or Decimal(0) for low in lows), Decimal(0))
            expected = None if None in highs else sum((h for h in highs if h), Decimal(0))
            assert total.high == expected
        else:
            assert [total.low, total.high] == [*lows, *highs]
        assert set(total.claims) == {claim for part in parts for claim in part.claims}


@needs_text
def test_every_position_of_the_seed_is_read_again(
    real: EmbeddedStore, explainer: Explainer, text: str | None
) -> None:
    seen = 0
    for number in range(1, 16):
        if number == 5:
            continue
        (item,) = explainer.why(f"{SEED}#c{number:02}")
        assert isinstance(item, Evidence)
        assert item.start is not None
        check_place(item, text)
        seen += 1
    assert seen == 14


def test_the_seeds_row_is_told_whole(race: Callable[..., Called]) -> None:
    found = race("why", ALIBABA)
    assert found.code == 0
    flat = " ".join(found.out.split())
    for part in (
        "at least 380 bn CNY",
        "1 CNY = 0.131788768961 EUR, 7.5879 CNY per EUR (2025-02-24, published that day;",
        "the day is stated; European Central Bank",
        "380,000,000,000 CNY x 0.131788768961 = 50,079,732,205.2 EUR",
        "50,079,732,205.2 / 3 = 16,693,244,068.4 EUR",
        "3 years, 2025-02-24 to 2028-02-23 (stated as a length, counted from the announcement)",
        "the announcer's own document states the figure",
        f"{SEED}#c04, characters 801 to 823, body",
        "alibaba-group-2025-02-24-form-6k#c01, headline",
        f'30 bn EUR, "en 2025": {SEED}#c01, characters 45 to 59, headline',
        "[conflicts#alibaba-380bn.plannedInvestment.value]",
        "[conflicts#alibaba-380bn.plannedInvestment.period]",
    ):
        assert " ".join(part.split()) in flat
    assert max(map(len, found.out.splitlines())) <= 80


@needs_text
def test_the_sentence_is_shown_where_the_document_is_at_hand(race: Callable[..., Called]) -> None:
    flat = " ".join(race("why", ALIBABA).out.split())
    with SEED_TEXT.open(encoding="utf-8", newline="") as stream:
        around = " ".join(stream.read()[780:838].split())
    assert around in flat


def test_without_the_document_there_is_no_sentence(
    race: Callable[..., Called], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("compute_race.answering.evidence.document_folders", tuple)
    found = race("why", ALIBABA)
    assert "«" not in found.out
    assert "characters 801 to 823" in " ".join(found.out.split())


@pytest.mark.parametrize(
    "name", ["alibaba-380bn", "ent:alibaba-380bn", ALIBABA, f"graph:{ALIBABA}"]
)
def test_a_row_has_many_names(race: Callable[..., Called], name: str) -> None:
    found = race("why", name, "--as-of", "2025-03-01", "--format", "json").json()
    assert [story["id"] for story in found] == [ALIBABA]


def test_a_group_leads_to_all_its_rows(race: Callable[..., Called]) -> None:
    found = race("why", "alibaba-group", "--as-of", "2025-03-01", "--format", "json").json()
    assert ALIBABA in [story["id"] for story in found]


def test_json_has_what_the_text_tells(race: Callable[..., Called]) -> None:
    (story,) = race("why", ALIBABA, "--format", "json").json()
    assert story["stated"] == {"low": "380000000000", "high": None, "unit": "CNY"}
    assert story["period"]["years"] == "3"
    euros = next(item for item in story["conversions"] if item["currency"] == "EUR")
    assert euros["per_year_low"] == "16693244068.4"
    assert euros["rate"]["date"] == "2025-02-24"
    reasons = {(a["reason"], a["claim"]["claim"].removeprefix(SRC)) for a in story["set_aside"]}
    assert ("not-own-document", f"{SEED}#c01") in reasons
    assert {c["kind"] for c in story["conflicts"]} == {"value", "period"}


def test_as_of_a_day_the_answer_of_that_day(race: Callable[..., Called]) -> None:
    (story,) = race("why", "alibaba-380bn", "--as-of", "2025-02-24", "--format", "json").json()
    assert story["id"] == "preferred#alibaba-380bn.plannedInvestment.2025-02-24"
    assert all(item["known_from"] <= "2025-02-24" for item in story["claims"])


def test_a_story_of_a_day_cites_nothing_printed_later(race: Callable[..., Called]) -> None:
    (story,) = race("why", "alibaba-380bn", "--as-of", "2025-02-24", "--format", "json").json()
    told = [
        item
        for conflict in story["conflicts"]
        for side in conflict["sides"]
        for item in side["claims"]
    ]
    assert told
    assert all(item["known_from"] <= "2025-02-24" for item in told)


@pytest.mark.parametrize("kind", ["value", "period"])
def test_a_conflict_is_told_with_its_sides(race: Callable[..., Called], kind: str) -> None:
    name = f"conflicts#alibaba-380bn.plannedInvestment.{kind}"
    (story,) = race("why", name, "--format", "json").json()
    assert story["id"] == name
    assert story["within_documents"] == [SRC + SEED]
    assert len(story["sides"]) == 2
    text = race("why", name).out
    assert f"[{name}]" in text
    assert ("apart" in text) == (kind == "value")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_claim_is_told(race: Callable[..., Called], lang: str) -> None:
    found = race("--lang", lang, "why", f"{SEED}#c04")
    assert found.code == 0
    place = {"en": "characters 801 to 823, body", "fr": "caractères 801 à 823, corps du texte"}
    assert place[lang] in found.out
    assert ("énoncé" in found.out) == (lang == "fr")


@pytest.mark.parametrize(
    "name",
    [
        "conflicts#alibaba-380bn.plannedInvestment.value.1",
        f"{ALIBABA}.value.{SEED}.c01",
        f"comparable#{SEED}.c01.EUR",
        "race:plannedInvestment",
    ],
)
def test_every_other_thing_of_the_graph_is_told_or_refused(
    race: Callable[..., Called], name: str
) -> None:
    found = race("why", name)
    assert found.code in (0, 2)
    assert found.out.strip() if found.code == 0 else found.err.startswith("race: ")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("alibaba-380", "did you mean alibaba-380bn"),
        ("preferred#alibaba-380bn.plannedInvestment.2025-02-23", "nothing is called"),
        (f"{SEED}#c99", "nothing is called"),
        ("nowhere at all", "cannot be a slug"),
        ("#", "nothing is called"),
        ('preferred#a"b', "nothing is called"),
        ("preferred#a\nb", "nothing is called"),
        ("https://example.org/x", "nothing is called"),
        ("silicon-fr", "there is no figure about silicon-fr"),
        ("", "nothing is called"),
    ],
)
def test_an_unknown_name_is_one_line(race: Callable[..., Called], name: str, says: str) -> None:
    found = race("why", name)
    assert (found.code, found.out) == (2, "")
    assert says in found.err
    assert found.err.count("\n") == 1


def test_before_its_day_there_is_nothing_to_tell(race: Callable[..., Called]) -> None:
    found = race("why", "alibaba-380bn", "--as-of", "2025-02-23")
    assert found.code == 2
    assert "there is no figure about alibaba-380bn as of 2025-02-23" in found.err
    assert race("why", "alibaba-380bn", "--as-of", "yesterday").code == 2


def test_the_conflicts_of_the_foundation_are_those_found_by_hand() -> None:
    found = Explainer(foundation_store(), Library(())).conflicts(as_of="2025-03-01")
    assert [story.iri.partition("#")[2] for story in found] == [
        "alibaba-380bn.plannedInvestment.period",
        "alibaba-380bn.plannedInvestment.value",
        "alibaba-cloud.revenueGrowth.2024-10-01_2024-12-31.definition",
        "amazon.capitalExpenditure.2024-10-01_2024-12-31.value",
        "microsoft-fy25-80bn.plannedInvestment.period",
    ]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_conflict_of_the_real_graph_can_be_told(
    race: Callable[..., Called], explainer: Explainer, lang: str
) -> None:
    found = explainer.conflicts()
    assert len(found) > 20
    for story in found:
        assert isinstance(story, ConflictStory)
        assert len(story.sides) >= 2
        assert all(side.evidence for side in story.sides)
    text = race("--lang", lang, "conflicts")
    assert text.code == 0
    assert "None" not in text.out
    for story in found:
        assert f"[{story.iri.rpartition('/')[2]}]" in text.out, "an id must not be broken"


def documents(story: dict[str, Any]) -> set[str]:
    return {item["document"] for side in story["sides"] for item in side["claims"]}


NARROWED: list[tuple[list[str], Callable[[dict[str, Any]], bool]]] = [
    (["--about", "alibaba-380bn"], lambda story: story["about"] == "alibaba-380bn"),
    (["--document", SEED], lambda story: SRC + SEED in documents(story)),
    (["--document", f"src:{SEED}"], lambda story: SRC + SEED in documents(story)),
    (["--inside"], lambda story: bool(story["within_documents"])),
    (["--as-of", "2025-02-23"], lambda story: (story["known_from"] or "never") <= "2025-02-23"),
    (["--about", "amazon-2025-100bn"], lambda story: story["about"] == "amazon-2025-100bn"),
]


@pytest.mark.parametrize(("options", "is_meant"), NARROWED, ids=[str(n[0]) for n in NARROWED])
def test_conflicts_are_narrowed(
    race: Callable[..., Called], options: list[str], is_meant: Callable[[dict[str, Any]], bool]
) -> None:
    every = race("conflicts", "--format", "json").json()
    found = race("conflicts", *options, "--format", "json")
    assert found.code == 0
    meant = [story["id"] for story in every if is_meant(story)]
    assert [story["id"] for story in found.json()] == meant
    assert len(meant) < len(every)


@pytest.mark.parametrize(
    "options",
    [["--about", "nobody"], ["--document", "none"], ["--as-of", "x"], ["--format", "xml"]],
)
def test_conflicts_refuse_what_they_do_not_know(
    race: Callable[..., Called], options: list[str]
) -> None:
    found = race("conflicts", *options)
    assert (found.code, found.out) == (2, "")
    assert found.err.count("\n") == 1


NAMES = ("alibaba-cloud", "united-states", "european-union", "china", f"{SEED}#c04", f"{SEED}#c09")


@pytest.mark.parametrize("name", [*NAMES, None])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_code_is_told_raw(race: Callable[..., Called], lang: str, name: str | None) -> None:
    out = race("--lang", lang, *(["why", name] if name else ["conflicts"])).out
    told = re.sub(r"\[[^\]]*\]|https?:\S+|[\w-]+#\w+|«[^»]*»", "", out)
    assert not re.search(r"\b[a-z]+[A-Z]", told)
    for code in ("stated-day", "first-document", "last-published", "month-before-document"):
        assert code not in told
    if lang == "fr":
        english = r"characters|headline|opening|standfirst|body|European Central|conflit\b"
        assert not re.search(english, told)
    assert not re.search(r"\b1 (documents|independent originals|sources)", told)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "(stated in dates); stated by 1 of 4 documents"),
        ("fr", "(indiquée en dates); énoncée par 1 des 4 documents"),
    ],
)
def test_a_period_of_few_documents_says_so(lang: str, told: str) -> None:
    explainer = Explainer(foundation_store(), Library(()), lang)
    (story,) = explainer.why("alphabet-2025-75bn", "2025-03-01")
    assert told in " ".join(tell(story, lang).split())


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("code", ["no-rate", "no-date"])
def test_a_rate_that_is_missing_is_told(explainer: Explainer, code: str, lang: str) -> None:
    (story,) = explainer.why(ALIBABA)
    assert isinstance(story, ValueStory)
    bare = replace(story, conversions=(), not_comparable=(code,), years=None)
    lines = " ".join(tell(bare, lang).split())
    assert f"{'taux' if lang == 'fr' else 'rate'} {sentence(code, lang)}" in lines
    assert f"{'période' if lang == 'fr' else 'period'} {sentence(code, lang)}" not in lines
