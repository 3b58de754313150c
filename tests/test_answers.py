"""Every stored question against the answer written by hand from the sources.

The expected answers in ``tests/questions/`` were derived from the claims as printed and the
ECB's rates, each row by hand. They are the answers over the foundation (``foundation.py``):
over the whole graph they would be too long to be judged row by row, and rdflib too slow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import pyoxigraph as ox
import pytest
import rdflib

from compute_race.answering.asking import answer
from compute_race.answering.binding import blocks_of
from compute_race.answering.questions import load_questions
from compute_race.basics.namespaces import ENT, GRAPH, RACE, SRC, UNIT, XSD, shorten
from compute_race.basics.rates import rate_on
from compute_race.dataset.store import EmbeddedStore, MemoryStore
from foundation import asserted, foundation_store, laid_foundation, with_all_that_follows
from hand_written import EXPECTED, assert_answers, expected
from support import ROOT

QUESTIONS = ROOT / "queries" / "compare"
ALL = {question.name: question for question in load_questions(QUESTIONS)}
#: Questions on imported facts say nothing of hand-kept documents, and those that ask Wikidata need
#: an endpoint: they have tests of their own.
NAMES = [
    name
    for name, question in ALL.items()
    if "imported" not in question.tags and question.service is None
]

#: Questions that rdflib cannot answer, or not in a test's time, with the reason.
NOT_IN_RDFLIB: dict[str, str] = {}


class Removal(NamedTuple):
    """What to take out of the hand-kept graph: a whole claim, or one statement."""

    subject: str
    predicate: str | None = None
    object: str | None = None

    def hits(self, quad: ox.Quad) -> bool:
        if self.predicate is None:
            return self.subject in (_iri(quad.subject), _iri(quad.object))
        return (_iri(quad.subject), _iri(quad.predicate)) == (self.subject, self.predicate) and (
            self.object is None or _iri(quad.object) == self.object
        )


def _claim(name: str) -> Removal:
    return Removal(SRC + name)


def _relation(subject: str, predicate: str, object_: str | None = None) -> Removal:
    return Removal(ENT + subject, RACE + predicate, None if object_ is None else ENT + object_)


ALIBABA_6K = _claim("alibaba-group-2025-02-24-form-6k#c01")
ONLY_PERIOD_OF_INVESTAI = _claim("businessabc-undated-eu-ai-champions#c02")
SEED = "silicon-fr-alibaba-30-milliards"

#: For each question a claim or statement without which the answer is another one.
RESTS_ON: dict[str, Removal] = {
    "announcements-without-own-document": _claim(
        "longbridge-undated-amazon-third-quarter-call#c01"
    ),
    "balance-between-blocs": ONLY_PERIOD_OF_INVESTAI,
    "competitors-of": _relation("amazon-web-services", "operatesIn", "public-cloud"),
    "followers-deepseek-against-qwen": _claim(f"{SEED}#c10"),
    "groups-with-subsidiaries": _relation("google", "subsidiaryOf", "alphabet"),
    "headline-against-body": _claim(f"{SEED}#c03"),
    "how-far-behind-the-leader": ALIBABA_6K,
    "market-position": _claim(f"{SEED}#c06"),
    "plan-against-revenue": _claim(f"{SEED}#c09"),
    "timeline": _claim("longbridge-undated-amazon-third-quarter-call#c01"),
    "what-a-document-says": _claim(f"{SEED}#c05"),
    "what-each-bloc-counts": ONLY_PERIOD_OF_INVESTAI,
    "what-is-not-known": _relation("eu-ai-champions-150bn", "announcedOn"),
    "which-announcement-answers-which": _relation("alibaba-380bn", "respondsTo", "stargate-500bn"),
    "which-claims-disagree": _claim("alibaba-group-2025-02-20-december-quarter-call#c01"),
    "who-corroborates-whom": _claim(f"{SEED}#c04"),
    "who-develops-which-models": _relation("meta-platforms", "develops", "llama"),
    "who-plans-most-in-total": ALIBABA_6K,
    "who-plans-most-per-year": ONLY_PERIOD_OF_INVESTAI,
    "who-says-so": _claim("outputnews-2025-02-27-guancha-3800-yi#c01"),
    "who-takes-part": _relation("arm", "supplies", "stargate"),
}

#: Another value for each parameter, so that binding is seen to reach the query.
OTHER_VALUES: dict[tuple[str, str], str] = {
    ("announcements-without-own-document", "organization"): "amazon",
    ("competitors-of", "organization"): "microsoft",
    ("followers-deepseek-against-qwen", "one"): "alibaba-qwen",
    ("followers-deepseek-against-qwen", "other"): "deepseek",
    ("headline-against-body", "currency"): "CNY",
    ("what-a-document-says", "document"): "src:technochouette-2025-02-08-amazon-100-milliards",
    ("who-corroborates-whom", "announcement"): "stargate-500bn",
    ("who-says-so", "announcement"): "meta-2025-60-65bn",
    ("who-takes-part", "initiative"): "eu-ai-champions",
}
DEFAULT_OTHERS = {"asOf": "2025-01-22", "currency": "USD", "lang": "fr"}


@pytest.fixture(scope="session")
def store() -> MemoryStore:
    return foundation_store()


@pytest.fixture(scope="session")
def rdflib_dataset(store: MemoryStore) -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    data = ox.serialize(store.quads(), format=ox.RdfFormat.N_QUADS) or b""
    dataset.parse(data=data.decode(), format="nquads")
    return dataset


def test_every_question_has_an_answer_written_by_hand_and_a_removal() -> None:
    assert set(NAMES) <= {path.stem for path in EXPECTED.glob("*.csv")} <= set(ALL)
    assert sorted(RESTS_ON) == NAMES
    assert len(NAMES) >= 15


def test_every_file_is_a_question() -> None:
    assert sorted(path.stem for path in QUESTIONS.glob("*.rq")) == list(ALL)


@pytest.mark.parametrize("name", ALL)
def test_header_is_complete(name: str) -> None:
    found = ALL[name]
    assert found.summary
    assert found.summary_fr
    assert found.tags
    assert found.columns
    # Whoever ranks must say as of when.
    assert "comparison" not in found.tags or "asOf" in {param.name for param in found.params}


@pytest.mark.parametrize("name", NAMES)
def test_answer_is_the_one_written_by_hand(name: str, store: MemoryStore) -> None:
    table = answer(store, ALL[name], {}).shortened()
    assert [column.name for column in table.columns] == expected(name)[0]
    assert_answers(name, [list(row) for row in table.rows])


@pytest.mark.parametrize("name", NAMES)
def test_answer_is_the_same_in_another_engine(name: str, rdflib_dataset: rdflib.Dataset) -> None:
    if name in NOT_IN_RDFLIB:
        pytest.skip(NOT_IN_RDFLIB[name])
    found = ALL[name]
    result = rdflib_dataset.query(found.text)
    assert [str(variable) for variable in result.vars or []] == [c.name for c in found.columns]
    types = {column.name: column.type for column in found.columns}
    rows = [
        [_plain(row[place], types[c.name]) for place, c in enumerate(found.columns)]
        for row in result
        if isinstance(row, rdflib.query.ResultRow)
    ]
    assert_answers(name, rows)


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_distinct_and_in_a_total_order(name: str, real: EmbeddedStore) -> None:
    """Over the whole graph, where more could go wrong."""
    rows = answer(real, ALL[name], {}).rows
    assert rows
    assert len(set(rows)) == len(rows)
    assert "ORDER BY" in ALL[name].text


@pytest.mark.parametrize("name", sorted(RESTS_ON))
def test_answer_rests_on_what_it_cites(name: str) -> None:
    whole = answer(rebuilt(None), ALL[name], {}).rows
    assert whole
    assert answer(rebuilt(RESTS_ON[name]), ALL[name], {}).rows != whole


def _parameters() -> list[tuple[str, str]]:
    return [(name, param.name) for name in NAMES for param in ALL[name].params]


@pytest.fixture(scope="session")
def with_marked_french() -> MemoryStore:
    """Give the foundation with French labels that are none of the English ones."""
    return MemoryStore([_marked(quad) for quad in foundation_store().quads()])


def _marked(quad: ox.Quad) -> ox.Quad:
    label = quad.object
    if not isinstance(label, ox.Literal) or label.language != "fr":
        return quad
    other = ox.Literal(f"{label.value} [fr]", language="fr")
    return ox.Quad(quad.subject, quad.predicate, other, quad.graph_name)


@pytest.mark.parametrize(("name", "param"), _parameters())
def test_parameter_changes_the_answer(
    name: str, param: str, with_marked_french: MemoryStore
) -> None:
    value = OTHER_VALUES.get((name, param)) or DEFAULT_OTHERS[param]
    default = answer(with_marked_french, ALL[name], {}).rows
    assert default
    assert answer(with_marked_french, ALL[name], {param: value}).rows != default


@pytest.mark.parametrize("name", ALL)
def test_parameters_are_single_values_blocks(name: str) -> None:
    found = ALL[name]
    variables = [block.variable for block in blocks_of(found.text)]
    assert all(variables.count(param.name) == 1 for param in found.params)


def test_rates_of_the_expected_answers_are_the_published_ones() -> None:
    """The figures written by hand rest on these quotations, in units for one euro."""
    day = dt.date(2025, 2, 24)
    assert rate_on("EUR", "CNY", day).value == Decimal("7.5879")
    by_hand = {row[1]: (row[0], Decimal(row[4])) for row in expected("who-plans-most-in-total")[1]}
    assert by_hand["alibaba-380bn"][1] == round(Decimal(380 * 10**9) / Decimal("7.5879"))
    per_year = {row[1]: row[4] for row in expected("who-plans-most-per-year")[1]}
    assert per_year["alibaba-380bn"] == str(round(Decimal(380 * 10**9) / Decimal("7.5879") / 3))


def test_alibaba_stands_last_of_five_groups_per_year(store: MemoryStore) -> None:
    rows = answer(store, ALL["who-plans-most-per-year"], {}).records()
    five = ("alibaba-group", "alphabet", "amazon", "meta-platforms", "microsoft")
    ranked = [row for row in rows if row["entity"] in five]
    assert [row["entity"] for row in ranked][-1] == "alibaba-group"
    low = ranked[-1]["low"]
    assert isinstance(low, Decimal)
    assert Decimal("16.6e9") < low < Decimal("16.8e9")


def test_own_groups_share_no_competitor_row(store: MemoryStore) -> None:
    rows = answer(store, ALL["competitors-of"], {"organization": "amazon"}).records()
    assert rows
    assert all(row["group"] != "amazon" for row in rows)


@cache
def rebuilt(removal: Removal | None) -> MemoryStore:
    """Build in memory from the foundation, without one claim or statement."""
    hits: Callable[[ox.Quad], bool] = removal.hits if removal else lambda quad: False
    whole = asserted(laid_foundation())
    kept = [quad for quad in whole if not hits(quad)]
    assert removal is None or len(kept) < len(whole), f"{removal} is not in the graph"
    return MemoryStore(with_all_that_follows(kept))


def test_rebuilding_in_memory_gives_what_the_build_gives(store: MemoryStore) -> None:
    links = GRAPH + "links/"
    built = {quad for quad in store.quads() if not str(quad.graph_name.value).startswith(links)}
    assert set(rebuilt(None).quads()) == built


def _iri(term: object) -> str | None:
    return term.value if isinstance(term, ox.NamedNode) else None


def _plain(term: object, kind: str) -> object:
    """Give a term of rdflib as the value the project's own tables hold."""
    if term is None:
        return None
    text = str(term)
    if isinstance(term, rdflib.URIRef):
        start = {"slug": ENT, "currency": UNIT + "CCY_"}.get(kind)
        return shorten(text) if start is None else text.removeprefix(start)
    assert isinstance(term, rdflib.Literal)
    numeric = str(term.datatype) in (XSD + "integer", XSD + "decimal")
    if kind == "decimal":
        assert numeric
        return Decimal(text)
    if kind == "integer":
        assert numeric
        return int(text)
    if kind == "boolean":
        return text == "true"
    return text
