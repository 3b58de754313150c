"""Every stored question over imported facts against the answer written by hand.

The expected answers in ``tests/questions/`` were worked out from the rows of the recorded data
sets and the documents, each figure by hand, for the graph of ``imported_graph.py``.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple

import pyoxigraph as ox
import pytest
import rdflib

from compute_race.answering.asking import answer
from compute_race.answering.questions import load_questions
from compute_race.answering.table import Value
from compute_race.basics.namespaces import DATA, ENT, RACE, SRC, UNIT, XSD, shorten
from compute_race.dataset.store import MemoryStore, Store
from hand_written import EXPECTED, assert_answers, expected
from imported_graph import imported_store, plain_store
from support import ROOT

ALL = {question.name: question for question in load_questions(ROOT / "queries" / "compare")}
NAMES = [name for name, question in ALL.items() if "imported" in question.tags]
#: These ask hand-kept documents too, and so have an answer without any import.
ASK_DOCUMENTS_TOO = {"planned-against-spent", "which-figures-of-a-thing"}
#: Questions that rdflib cannot answer in a test's time, with the reason.
NOT_IN_RDFLIB = {
    "run-rate-of-four-quarters": "it tries every four periods of a company: most of a minute",
    "where-epoch-and-the-press-disagree": "it tries every pair of figures: minutes",
}


class Removal(NamedTuple):
    """What to take out of the built graph: a whole claim, or one statement."""

    subject: str
    predicate: str | None = None
    object: str | None = None

    def hits(self, quad: ox.Quad) -> bool:
        if self.predicate is None:
            return _iri(quad.subject) == self.subject
        stated = (_iri(quad.subject), _iri(quad.predicate), _iri(quad.object))
        return stated == (self.subject, self.predicate, self.object)


def _claim(name: str) -> Removal:
    return Removal(SRC + name)


PHASES = f"{DATA}epoch/cluster/xAI%20Colossus%20Memphis%20Phase%20"
PAID = "payments-to-acquire-property-plant-and-equipment"
DEEPSEEK_V3 = _claim("epoch-notable-ai-models#deepseek-v3.training-compute")
TENDER = _claim("epoch-ai-companies-funding-rounds#openai.2025-500b-tender.valuation")

#: For each question a claim or statement without which the answer is another one.
RESTS_ON: dict[str, Removal] = {
    "announced-sites-against-announced-sums": _claim(
        "epoch-data-center-timelines"
        "#anthropic-amazon-project-rainier-new-carlisle-indiana.2026-06-09.capital-cost"
    ),
    "cost-per-megawatt": _claim("compute-atlas#meta-hyperion-richland-parish-la.investment"),
    "models-by-developer-and-group": Removal(
        ENT + "deepseek", RACE + "develops", f"{DATA}epoch/model/DeepSeek-R1"
    ),
    "planned-against-spent": _claim(f"sec-microsoft#{PAID}.2024-07-01.2025-06-30"),
    "planned-share-of-revenue": _claim("sec-alphabet#revenues.2025-01-01.2025-12-31"),
    "run-rate-of-four-quarters": _claim(f"sec-microsoft#{PAID}.2025-07-01.2025-12-31"),
    "training-compute-by-bloc-and-year": DEEPSEEK_V3,
    "where-epoch-and-the-press-disagree": TENDER,
    "which-definition-explains": _claim("microsoft-2025-07-30-form-10-k-leases#c01"),
    "which-figures-of-a-thing": _claim("longbridge-2025-02-07-wallstreetcn-amazon-call#c02"),
    "who-owns-how-many-accelerators": _claim("epoch-gpu-clusters#meta-100k.h100-equivalents"),
}

#: Another value for each parameter, so that binding is seen to reach the query.
OTHER_VALUES: dict[tuple[str, str], str] = {
    ("announced-sites-against-announced-sums", "asOf"): "2026-02-04",
    ("announced-sites-against-announced-sums", "group"): "openai",
    ("cost-per-megawatt", "by"): "thing",
    ("cost-per-megawatt", "least"): "1000",
    ("models-by-developer-and-group", "by"): "group",
    ("models-by-developer-and-group", "year"): "2025",
    ("planned-against-spent", "asOf"): "2025-09-01",
    ("planned-against-spent", "organization"): "microsoft",
    ("planned-share-of-revenue", "asOf"): "2025-09-01",
    ("run-rate-of-four-quarters", "asOf"): "2025-11-15",
    ("run-rate-of-four-quarters", "measure"): "race:revenue",
    ("training-compute-by-bloc-and-year", "since"): "2012",
    ("where-epoch-and-the-press-disagree", "tolerance"): "0.3",
    ("which-definition-explains", "asOf"): "2025-07-29",
    ("which-definition-explains", "organization"): "microsoft",
    ("which-figures-of-a-thing", "about"): "microsoft",
    ("which-figures-of-a-thing", "measure"): "race:revenue",
    ("who-owns-how-many-accelerators", "by"): "group",
}


@pytest.fixture(scope="module")
def rdflib_dataset() -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    data = ox.serialize(imported_store().quads(), format=ox.RdfFormat.N_QUADS) or b""
    dataset.parse(data=data.decode(), format="nquads")
    return dataset


@cache
def without(*removals: Removal) -> MemoryStore:
    """Give the built graph without some claims or statements."""
    whole = list(imported_store().quads())
    for removal in removals:
        assert any(map(removal.hits, whole)), f"{removal} is not in the graph"
    return MemoryStore(q for q in whole if not any(r.hits(q) for r in removals))


def records(store: Store, name: str, **values: str) -> list[dict[str, Value]]:
    return answer(store, ALL[name], values).shortened().records()


def test_every_question_has_an_answer_written_by_hand_and_a_removal() -> None:
    assert sorted(RESTS_ON) == NAMES
    assert set(NAMES) <= {path.stem for path in EXPECTED.glob("*.csv")}
    assert set(NOT_IN_RDFLIB) | ASK_DOCUMENTS_TOO < set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_answer_is_the_one_written_by_hand(name: str) -> None:
    table = answer(imported_store(), ALL[name], {}).shortened()
    assert [column.name for column in table.columns] == expected(name)[0]
    assert_answers(name, [list(row) for row in table.rows])


@pytest.mark.parametrize("name", NAMES)
def test_answer_is_the_same_in_another_engine(name: str, rdflib_dataset: rdflib.Dataset) -> None:
    if name in NOT_IN_RDFLIB:
        pytest.skip(NOT_IN_RDFLIB[name])
    result = rdflib_dataset.query(ALL[name].text)
    types = [column.type for column in ALL[name].columns]
    rows = [
        list(map(_plain, row, types)) for row in result if isinstance(row, rdflib.query.ResultRow)
    ]
    assert_answers(name, rows)


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_distinct_and_ordered(name: str) -> None:
    rows = answer(imported_store(), ALL[name], {}).rows
    assert len(set(rows)) == len(rows)
    assert "ORDER BY" in ALL[name].text


@pytest.mark.parametrize("name", NAMES)
def test_answer_rests_on_what_it_cites(name: str) -> None:
    whole = records(imported_store(), name)
    assert whole
    assert records(without(RESTS_ON[name]), name) != whole


@pytest.mark.parametrize("name", NAMES)
def test_without_an_import_there_is_no_answer_and_no_error(name: str) -> None:
    rows = records(plain_store(), name)
    if name not in ASK_DOCUMENTS_TOO:
        assert rows == []
    claims = [str(row["claim"]) for row in rows]
    assert not [claim for claim in claims if claim.startswith(("src:sec-", "src:epoch-"))]


@pytest.mark.parametrize(
    ("name", "param"), [(name, param.name) for name in NAMES for param in ALL[name].params]
)
def test_parameter_changes_the_answer(name: str, param: str) -> None:
    other = records(imported_store(), name, **{param: OTHER_VALUES[name, param]})
    assert other != records(imported_store(), name)


def test_an_older_table_gives_the_estimate_that_the_newest_lacks() -> None:
    """DeepSeek-V3 is in two tables, with 3.3 and 3.4078 times 10^24 FLOP."""
    rows = records(without(DEEPSEEK_V3), "training-compute-by-bloc-and-year")
    (row,) = (row for row in rows if (row["year"], row["bloc"]) == (2024, "china"))
    assert (row["models"], row["estimated"], row["sum1e24"]) == (1, 1, Decimal("3.4078"))


def test_the_rows_of_a_year_add_up_to_its_models() -> None:
    """A model of developers of two blocs is in one row: the nine of 2024 and 2025 are nine."""
    rows = records(imported_store(), "training-compute-by-bloc-and-year", since="2024")
    models = [(row["year"], row["models"]) for row in rows]
    assert sum(int(str(count)) for year, count in models if year in (2024, 2025)) == 9


def test_a_stage_counts_once_nothing_has_taken_it_in() -> None:
    taken_in = (
        Removal(PHASES + "1", RACE + "replacedBy", PHASES + "2"),
        Removal(PHASES + "2", RACE + "replacedBy", PHASES + "3"),
        Removal(PHASES + "2", RACE + "extends", PHASES + "1"),
        Removal(PHASES + "3", RACE + "extends", PHASES + "2"),
    )
    rows = records(without(*taken_in), "who-owns-how-many-accelerators")
    (row,) = (r for r in rows if (r["owner"], r["table"]) == ("ent:xai", "epoch-gpu-clusters"))
    assert (row["existing"], row["existingH100"]) == (3, Decimal("575795.85650165499"))
    one_says_it_is_enough = without(taken_in[0], taken_in[3])
    assert records(one_says_it_is_enough, "who-owns-how-many-accelerators") == records(
        imported_store(), "who-owns-how-many-accelerators"
    )


def test_a_group_counts_a_model_of_two_members_once() -> None:
    """Google has three, Google DeepMind two, one of which is of both."""
    rows = records(imported_store(), "models-by-developer-and-group", by="group")
    (row,) = (row for row in rows if row["developer"] == "ent:alphabet")
    assert (row["models"], row["withOthers"]) == (4, 1)


def test_one_figure_that_agrees_is_enough() -> None:
    """The press says 500 billion dollars in September 2025, Epoch AI 300 before and 500 after."""
    about = [
        row["about"] for row in records(imported_store(), "where-epoch-and-the-press-disagree")
    ]
    assert "openai" not in about
    rows = records(without(TENDER), "where-epoch-and-the-press-disagree")
    (row,) = (row for row in rows if row["about"] == "openai")
    assert (row["epoch"], row["pressLow"], row["gap"]) == (300 * 10**9, 500 * 10**9, Decimal("0.4"))
    assert row["epochDay"] == "2025-08-01"


def test_leases_explain_what_lies_between_two_definitions() -> None:
    """64.6 billion dollars were paid, 88.7 are capital expenditure with finance leases."""
    rows = records(imported_store(), "which-definition-explains", organization="microsoft")
    (row,) = (r for r in rows if r["explains"] and r["other"] == 88_700_000_000)
    assert (row["cash"], row["leases"]) == (64_551_000_000, 20_511_000_000)
    assert str(row["leasesAre"]).startswith("assets obtained under new finance leases")


def _iri(term: object) -> str | None:
    return term.value if isinstance(term, ox.NamedNode) else None


def _plain(term: object, kind: str) -> object:
    """Give a term of rdflib as the value the project's own tables hold."""
    if term is None:
        return None
    text = str(term)
    if isinstance(term, rdflib.URIRef):
        start = {"slug": ENT, "document": SRC, "currency": UNIT + "CCY_"}.get(kind)
        return shorten(text) if start is None else text.removeprefix(start)
    assert isinstance(term, rdflib.Literal)
    if kind in ("decimal", "integer"):
        assert str(term.datatype) in (XSD + "integer", XSD + "decimal")
        return Decimal(text) if kind == "decimal" else int(text)
    return text == "true" if kind == "boolean" else text
