"""Questions that ask Wikidata too: only when told to, about linked items, whatever goes wrong."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import compute_race
from compute_race.answering import federation
from compute_race.answering.asking import answer, checked_table
from compute_race.answering.federation import answer_online, asking
from compute_race.answering.questions import Question, read_question
from compute_race.answering.services import clauses_of
from compute_race.basics.manners import USER_AGENT, Manners
from compute_race.basics.namespaces import WD
from compute_race.basics.problems import StoreError, UsageError
from compute_race.dataset.store import MemoryStore, open_store
from compute_race.wikidata.item_triples import items_triples
from compute_race.wikidata.items import Item, Statement
from compute_race.wikidata.sparql_endpoint import read_rows
from federated import (
    AGENT,
    LINKS,
    QUESTIONS,
    SHARED,
    ask_at,
    linked_foundation,
    recorded_wikidata,
    shared_items,
)
from hand_written import assert_answers, expected, same
from little_store import endpoint as little_endpoint
from little_store import write_store
from little_wikidata import ACME, CLOUD, ITEMS, OTHER, PARENT, STRANGER, VALLEY, facts, little_facts
from support import Called, call
from wikidata_endpoint import Fault, WikidataEndpoint, store_of, wikidata_endpoint

NAMES = sorted(QUESTIONS)
QUICK = Manners(repeats=1, backoff=0.0, pause=0.0, connect=2.0, read=5.0)
#: How many the little store's Acme employs, by a Wikidata in which it is Q1.
STAFF = """\
#+ summary: How many does it employ?
#+ summary-fr: Combien emploie-t-elle ?
#+ param least: decimal = 0
#+ service item: https://query.wikidata.org/sparql
#+ column organization: slug
#+ column employees: decimal
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

SELECT ?organization ?employees
WHERE {
  VALUES ?least { 0.0 }
  ?organization skos:exactMatch ?item .
  SERVICE <https://query.wikidata.org/sparql> {
    VALUES ?item { wd:Q1 wd:Q2 }
    ?item p:P1128/ps:P1128 ?employees .
  }
  FILTER (?employees >= ?least)
}
ORDER BY ?organization ?employees
"""
LITTLE = (Item("Q1", statements={"P1128": (Statement("P1128", "12"), Statement("P1128", "7"))}),)


@pytest.fixture
def wikidata() -> Iterator[WikidataEndpoint]:
    """Serve the items of the little world."""
    with wikidata_endpoint(ITEMS) as served:
        yield served


@pytest.fixture
def staff(tmp_path: Path) -> Question:
    folder = tmp_path / "queries" / "compare"
    folder.mkdir(parents=True)
    (folder / "staff.rq").write_text(STAFF, "utf-8")
    question, problems = read_question(folder / "staff.rq")
    assert question is not None, problems
    return question


def rows(endpoint: WikidataEndpoint, name: str, **values: str) -> list[dict[str, object]]:
    return ask_at(endpoint, little_facts(), QUESTIONS[name], **values).table.shortened().records()


def one_linked() -> MemoryStore:
    return facts({"graph:links/wikidata": "ent:a skos:exactMatch wd:Q1 ."})


def test_there_are_questions_that_ask_wikidata_each_with_an_answer_by_hand() -> None:
    assert len(NAMES) >= 3
    for name in NAMES:
        assert "wikidata" in QUESTIONS[name].tags
        assert expected(name)[1]


@pytest.mark.parametrize("name", NAMES)
def test_answer_is_the_one_written_by_hand(name: str) -> None:
    with recorded_wikidata() as served:
        found = ask_at(served, linked_foundation(), QUESTIONS[name])
    table = found.table.shortened()
    assert [column.name for column in table.columns] == expected(name)[0]
    assert_answers(name, [list(row) for row in table.rows])
    assert len(set(table.rows)) == len(table.rows)


@cache
def shared_store() -> ox.Store:
    return store_of(shared_items())


@pytest.mark.skipif(not SHARED.is_dir(), reason="the slice of Wikidata is not at hand")
@pytest.mark.parametrize("name", NAMES)
def test_answer_is_the_same_over_the_whole_slice_and_entities(name: str) -> None:
    """What was cut from them into the recorded items is all that the questions ask for."""
    with wikidata_endpoint([]) as served:
        served.store = shared_store()
        table = ask_at(served, linked_foundation(), QUESTIONS[name]).table.shortened()
    # The slice names some owners that the recorded items do not.
    named = [column.name for column in table.columns if column.name != "parentLabel"]
    kept = [[row[key] for key in named] for row in table.records()]
    header, wanted = expected(name)
    by_hand = [[row[header.index(key)] for key in named] for row in wanted]
    assert len(kept) == len(by_hand)
    assert all(all(map(same, *pair)) for pair in zip(by_hand, kept, strict=True))


@pytest.mark.parametrize("blank", [False, True])
def test_head_offices_are_of_the_best_rank_without_an_end_and_known(blank: bool) -> None:
    with wikidata_endpoint(ITEMS, blank=blank) as served:
        found = rows(served, "where-head-offices-are")
    told = [(r["organization"], r["placeLabel"], r["rank"], r["references"]) for r in found]
    assert told == [
        ("acme", "Hill", "preferred", 2),
        ("cloud", "Stranger", "normal", 0),
        ("parent", "Valley", "normal", 0),
    ]


def test_coordinates_are_the_statements_own_or_else_the_places(wikidata: WikidataEndpoint) -> None:
    found = rows(wikidata, "where-head-offices-are")
    told = [(r["latitude"], r["longitude"], r["coordinatesOf"]) for r in found]
    assert told == [
        (Decimal("10.25"), Decimal("-20.5"), "statement"),
        (None, None, None),
        (Decimal("3.5"), Decimal("-4"), "place"),
    ]


def test_labels_are_french_where_there_are_french_ones(wikidata: WikidataEndpoint) -> None:
    found = rows(wikidata, "where-head-offices-are", lang="fr")
    told = [(r["label"], r["placeLabel"]) for r in found]
    assert told == [("Acmé", "Colline"), ("Nuage", "Étrangère"), ("La mère", "Valley")]
    owners = rows(wikidata, "who-owns-whom-on-wikidata", lang="fr")
    assert {r["parentLabel"] for r in owners} == {"La mère", "Étrangère"}


def test_employees_are_the_latest_of_the_best_rank(wikidata: WikidataEndpoint) -> None:
    found = rows(wikidata, "employees-against-plans")
    told = [(r["group"], r["employees"], r["employeesOn"], r["perEmployee"]) for r in found]
    assert told == [
        ("acme", 200, "2024", Decimal(5000)),
        ("other", 7, None, Decimal(71)),
        ("other", 8, None, Decimal(63)),
    ]


def test_plans_are_those_in_force_on_the_day(wikidata: WikidataEndpoint) -> None:
    assert rows(wikidata, "employees-against-plans", asOf="2026-02-01") == []
    # Without a plan there is nobody to ask about.
    assert wikidata.asked == []
    assert rows(wikidata, "employees-against-plans", currency="USD") == []


def test_owners_are_told_by_who_says_so(wikidata: WikidataEndpoint) -> None:
    found = rows(wikidata, "who-owns-whom-on-wikidata")
    ranks = ("parentRank", "ownerRank", "subsidiaryRank")
    told = [
        (r["organization"], r["parentItem"], r["saidBy"], r["documents"], *(r[k] for k in ranks))
        for r in found
    ]
    assert told == [
        ("acme", f"wd:{PARENT}", "both", 2, "normal", "preferred", None),
        ("acme", f"wd:{STRANGER}", "wikidata", 0, None, "normal", None),
        ("cloud", f"wd:{PARENT}", "documents", 1, None, None, None),
        ("other", f"wd:{PARENT}", "wikidata", 0, None, None, "normal"),
    ]
    assert [(r["parentLabel"], r["parent"], r["references"]) for r in found] == [
        ("Parent", "parent", 2),
        ("Stranger", None, 0),
        ("Parent", "parent", 0),
        ("Parent", "parent", 0),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_only_linked_items_that_are_asked_for_are_sent(
    name: str, wikidata: WikidataEndpoint
) -> None:
    rows(wikidata, name)
    [query] = wikidata.asked
    block = clauses_of(QUESTIONS[name].text)[0].blocks(QUESTIONS[name].text, "item")[0]
    # The items that stand in the file are sent to nobody.
    assert QUESTIONS[name].text[block.start : block.end] not in query
    plans = name == "employees-against-plans"
    meant = {ACME, OTHER} if plans else {ACME, PARENT, CLOUD, OTHER}
    sent = {part.split(">")[0] for part in query.split(f"<{WD}")[1:]}
    assert sent - {""} == meant
    assert VALLEY not in query


@pytest.mark.parametrize("name", NAMES)
def test_the_file_as_it_stands_gives_the_same_in_the_engine_itself(name: str) -> None:
    """An engine that runs SERVICE itself needs nothing of ours but the items."""
    question = QUESTIONS[name]
    with recorded_wikidata() as served:
        text = question.text.replace(f"<{question.service.address}>", f"<{served.url}>")  # type: ignore[union-attr]
        block = clauses_of(text)[0].blocks(text, "item")[0]
        items = " ".join(f"wd:{qid}" for qid in LINKS.values())
        text = f"{text[: block.start]}{{ {items} }}{text[block.end :]}"
        native = checked_table(question, linked_foundation().query(text))  # type: ignore[arg-type]
        assert native.rows == ask_at(served, linked_foundation(), question).table.rows


@pytest.mark.parametrize("name", NAMES)
def test_another_engine_answers_what_wikidata_is_asked_alike(
    name: str, wikidata: WikidataEndpoint
) -> None:
    rows(wikidata, name)
    [query] = wikidata.asked
    graph = rdflib.Graph()
    data = ox.serialize(items_triples(ITEMS), format=ox.RdfFormat.N_TRIPLES) or b""
    graph.parse(data=data.decode(), format="nt")
    other = [
        {str(name): _plain(str(term)) for name, term in row.items()}
        for row in graph.query(query).bindings
    ]
    solutions = wikidata.store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    ours = [{n: _plain(row[n].value) for n in names if row[n] is not None} for row in solutions]
    assert sorted(map(sorted, map(dict.items, other))) == sorted(map(sorted, map(dict.items, ours)))
    assert ours


def _plain(text: str) -> str:
    """Write a term as all engines would: they keep a number or a time, not how it is written."""
    try:
        return str(Decimal(text).normalize())
    except ArithmeticError:
        return text.replace("+00:00", "Z")


def test_items_are_asked_for_in_batches_and_joined_before_sorting(staff: Question) -> None:
    count = 450
    items = [
        Item(f"Q9000{n:05}", statements={"P1128": (Statement("P1128", str(n)),)})
        for n in range(count)
    ]
    links = "\n".join(f"ent:o{n} skos:exactMatch wd:{i.qid} ." for n, i in enumerate(items))
    store = facts({"graph:links/wikidata": links})
    with wikidata_endpoint(items) as served:
        ask = asking(served.url, AGENT, manners=QUICK)
        found = answer_online(store, staff, {}, ask)
        assert [query.count(f"<{WD}Q") for query in served.asked] == [200, 200, 50]
        assert (found.items, found.requests) == (count, 3)
        assert found.table.rows == tuple(
            sorted((f"o{n}", Decimal(n)) for n in range(count))  # by slug
        )
        in_fives = answer_online(store, staff, {}, ask, batch=90)
        assert in_fives.table == found.table
        some = answer_online(store, staff, {"least": "440"}, ask)
        assert [row[1] for row in some.table.rows] == [Decimal(n) for n in range(440, 450)]


def test_an_unknown_value_of_the_endpoint_keeps_a_name_of_its_own(
    staff: Question, tmp_path: Path
) -> None:
    path = tmp_path / "who.rq"
    text = STAFF.replace("p:P1128/ps:P1128", "p:P749/ps:P749")
    text = text.replace("column employees: decimal", "column employees: iri")
    path.write_text(text.replace("  FILTER (?employees >= ?least)\n", ""), encoding="utf-8")
    question, problems = read_question(path)
    assert question is not None, problems
    unknown = tuple(Statement("P749", "", "normal", snak="somevalue") for _ in range(2))
    store = facts(
        {"graph:links/wikidata": "ent:a skos:exactMatch wd:Q1 . ent:b skos:exactMatch wd:Q2 ."}
    )
    items = (Item("Q1", statements={"P749": unknown}), Item("Q2", statements={"P749": unknown}))
    with wikidata_endpoint(items, blank=True) as served:
        found = answer_online(store, question, {}, asking(served.url, AGENT, manners=QUICK), 1)
    assert len({row[1] for row in found.table.rows}) == 4


def test_without_a_linked_item_nobody_is_asked(staff: Question) -> None:
    with wikidata_endpoint([]) as served:
        ask = asking(served.url, AGENT)
        found = answer_online(
            facts({"graph:entities/all": "ent:a a race:Company ."}), staff, {}, ask
        )
        assert (found.table.rows, found.items, found.requests) == ((), 0, 0)
        assert served.asked == []


def test_an_endpoint_that_knows_nothing_gives_no_rows(staff: Question) -> None:
    with wikidata_endpoint([]) as served:
        found = answer_online(one_linked(), staff, {}, asking(served.url, AGENT))
    assert (found.table.rows, found.requests) == ((), 1)
    assert [column.name for column in found.table.columns] == ["organization", "employees"]


def test_a_store_that_is_an_endpoint_itself_need_not_reach_the_other(staff: Question) -> None:
    with wikidata_endpoint(LITTLE) as served, little_endpoint() as url:
        ask = asking(served.url, AGENT, manners=QUICK)
        found = answer_online(open_store(url), staff, {}, ask)
        assert found.table.rows == (("acme", Decimal(7)), ("acme", Decimal(12)))
        assert len(served.asked) == 1


FAULTS: list[tuple[Fault, str]] = [
    ("500", "answers with status 500 - try again later, or ask a mirror: --endpoint URL"),
    ("page", "is a page, not JSON - open it in a browser to see why"),
    ("429", "has been asked too often (429) - try again in ten minutes"),
    ("429 for an hour", "asks to wait 3600 seconds - try again after that"),
    ("cut", "gives "),
    ("hang", "does not answer in time - try again later, or ask a mirror: --endpoint URL"),
    ("stall", "does not answer in time"),
    ("400", "answers with status 400"),
]


@pytest.mark.parametrize(("fault", "message"), FAULTS)
def test_every_fault_of_the_endpoint_is_one_clear_line(
    fault: Fault, message: str, staff: Question
) -> None:
    with wikidata_endpoint(LITTLE) as served:
        served.always = fault
        ask = asking(
            served.url, AGENT, timeout=0.3 if fault in ("hang", "stall") else None, manners=QUICK
        )
        with pytest.raises(StoreError) as caught:
            answer_online(one_linked(), staff, {}, ask)
        assert 1 <= len(served.asked) <= 2
    assert str(caught.value).startswith(f"{served.url} {message}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("fault", ["500", "429"])
def test_a_fault_that_passes_is_overcome(fault: Fault, staff: Question) -> None:
    with wikidata_endpoint(LITTLE) as served:
        served.faults = [fault]
        found = answer_online(
            one_linked(),
            staff,
            {},
            asking(served.url, AGENT, manners=QUICK),
        )
        assert len(served.asked) == 2
    assert len(found.table.rows) == 2


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_answer_of_an_endpoint_becomes_part_of_a_query(text: str) -> None:
    answered = [
        {"a": ox.Literal(text), "b": ox.Literal(text, language="en")},
        {"b": ox.BlankNode()},
    ]
    found = ox.Store().query(f"SELECT ?a ?b {{ {federation._table([answered], 'x')} }}")
    assert isinstance(found, ox.QuerySolutions)
    first, second = found
    assert [first["a"], first["b"], second["a"]] == [*answered[0].values(), None]
    assert isinstance(second["b"], ox.NamedNode)


@pytest.mark.parametrize(
    "term",
    [
        {"type": "uri", "value": "http://x/> } UNION { ?a ?b ?c"},
        {"type": "bnode", "value": "b> }"},
        {"type": "literal", "value": "x", "xml:lang": "en }"},
        {"type": "literal", "value": "x", "datatype": "http://x/> }"},
    ],
)
def test_an_answer_with_terms_that_are_none_is_no_answer(term: dict[str, str]) -> None:
    body = {"head": {"vars": ["a"]}, "results": {"bindings": [{"a": term}]}}
    with pytest.raises(ValueError, match="no SPARQL results"):
        read_rows(json.dumps(body).encode())


def test_nobody_at_the_address_is_told(staff: Question) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ask = asking(f"http://127.0.0.1:{port}/sparql", AGENT, manners=QUICK)
    with pytest.raises(StoreError, match="cannot be reached - check the network, or ask a mirror"):
        answer_online(one_linked(), staff, {}, ask)


def test_who_asks_says_so(staff: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(USER_AGENT, raising=False)
    with pytest.raises(UsageError, match="--user-agent"):
        asking("http://127.0.0.1/sparql")
    with wikidata_endpoint(LITTLE) as served:
        monkeypatch.setenv(USER_AGENT, "env@example.org")
        for agent in (None, AGENT):
            ask = asking(served.url, agent, manners=QUICK)
            answer_online(one_linked(), staff, {}, ask)
        assert ["env@example.org" in a for a in served.agents] == [True, False]
        assert [AGENT in a for a in served.agents] == [False, True]
    with pytest.raises(UsageError, match="is no address"):
        asking("file:///etc/passwd", AGENT)


@pytest.mark.parametrize("name", NAMES)
def test_offline_it_says_whom_it_would_ask(name: str) -> None:
    with pytest.raises(UsageError, match=r"asks https://query.wikidata.org/sparql - add --online"):
        answer(little_facts(), QUESTIONS[name], {})


# -- the command and the library ---------------------------------------------------------------


@pytest.fixture
def little(tmp_path: Path, staff: Question, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the little store, asked the question ``staff`` and one that asks nobody."""
    plain = "#+ summary: Q?\n#+ column x: string\nSELECT ?x { BIND('a' AS ?x) } ORDER BY ?x\n"
    (staff.path.parent / "plain.rq").write_text(plain, encoding="utf-8")
    for module in ("cli.ask", "library"):
        monkeypatch.setattr(f"compute_race.{module}.data_folder", lambda name: tmp_path / name)
    monkeypatch.setattr(federation, "MANNERS", QUICK)
    monkeypatch.delenv(USER_AGENT, raising=False)
    return str(write_store(tmp_path / "store"))


def told(found: Called, code: int, says: str) -> None:
    assert (found.code, found.out) == (code, "")
    line = found.err.splitlines()[-1]
    assert line.startswith("race: ")
    assert says in line


def test_the_command_asks_online_only_when_told(
    little: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told(
        call(capsys, "ask", "staff", "--store", little),
        2,
        "asks https://query.wikidata.org/sparql - add --online",
    )
    with wikidata_endpoint(LITTLE) as served:
        asked = ("ask", "staff", "--store", little, "--endpoint", served.url)
        told(call(capsys, *asked, "--user-agent", AGENT), 2, "add --online")
        told(call(capsys, *asked, "--online"), 2, "say who you are: --user-agent")
        assert served.asked == []
        found = call(capsys, *asked, "--online", "--user-agent", AGENT, "--format", "json")
        assert found.code == 0
        assert found.err == f"asking {served.url} ...\n"
        answered = found.json()
        assert answered["rows"] == [
            {"organization": "acme", "employees": "7"},
            {"organization": "acme", "employees": "12"},
        ]
        assert answered["question"]["service"] == {
            "endpoint": served.url,
            "items": 1,
            "requests": 1,
        }
        some = call(
            capsys, *asked, "--online", "--user-agent", AGENT, "--set", "least=8", "--format", "csv"
        )
        assert some.out == "organization,employees\nacme,12\n"
    told(
        call(capsys, *asked, "--online", "--user-agent", AGENT), 3, "cannot be reached - check the"
    )


@pytest.mark.parametrize("option", ["--online", "--endpoint=http://x/", "--timeout=3"])
def test_a_question_that_asks_nobody_takes_no_endpoint(
    little: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told(call(capsys, "ask", "plain", "--store", little, option), 2, "plain asks nobody online - ")


def test_a_slow_endpoint_is_given_up_after_the_time_given(
    little: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with wikidata_endpoint(LITTLE) as served:
        served.always = "hang"
        asked = ("ask", "staff", "--store", little, "--endpoint", served.url, "--online")
        found = call(capsys, *asked, "--user-agent", AGENT, "--timeout", "0.3")
    told(found, 3, "does not answer in time")


def test_the_list_says_which_questions_go_online(
    little: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = call(capsys, "ask", "--list", "--store", little)
    assert "  --online asks https://query.wikidata.org/sparql\n" in found.out
    assert found.out.count("--online") == 1
    listed = call(capsys, "ask", "--list", "--format", "json", "--store", little).json()
    assert [row["online"] for row in listed] == [None, "https://query.wikidata.org/sparql"]


def test_the_library_asks_online_by_a_method_of_its_own(little: str) -> None:
    graph = compute_race.open(little)
    with pytest.raises(UsageError, match="add --online"):
        graph.ask("staff")
    with wikidata_endpoint(LITTLE) as served:
        table = graph.ask_online("staff", {"least": 8}, endpoint=served.url, user_agent=AGENT)
        assert table.rows == (("acme", Decimal(12)),)
    with pytest.raises(UsageError, match="plain asks nobody online"):
        graph.ask_online("plain", user_agent=AGENT)


# -- any query ---------------------------------------------------------------------------------

EMPLOYED = "SELECT ?n {{ ent:acme skos:exactMatch ?item . SERVICE <{}> {{ ?item ?claim ?s . ?s <http://www.wikidata.org/prop/statement/P1128> ?n }} }} ORDER BY ?n"  # noqa: E501


def test_a_query_asks_the_network_only_when_told(
    little: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with wikidata_endpoint(LITTLE) as served:
        asked = ("query", EMPLOYED.format(served.url), "--store", little, "--format", "csv")
        told(call(capsys, *asked), 2, f"the query asks {served.url} - add --online if it may")
        with pytest.raises(UsageError, match=f"asks {served.url} - say online=True"):
            compute_race.open(little).query(EMPLOYED.format(served.url))
        assert served.asked == []
        assert call(capsys, *asked, "--online").out.split() == ["n", "7", "12"]
        found = compute_race.open(little).query(EMPLOYED.format(served.url), online=True)
        assert len(found) == 2  # type: ignore[arg-type]
    told(call(capsys, *asked, "--online"), 3, "")


def test_a_query_that_only_speaks_of_services_needs_no_network(
    little: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "SELECT ?service { ?service rdfs:label 'Earth'@en } # SERVICE <http://x/> { }"
    found = call(capsys, "query", text, "--store", little, "--format", "csv")
    assert found.out.split() == ["service", "https://w3id.org/compute-race/id/earth"]


def test_a_query_to_an_endpoint_that_hangs_is_given_up(
    little: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("compute_race.cli.query._ONLINE_PATIENCE", 1.0)
    with wikidata_endpoint(LITTLE) as served:
        served.always = "hang"
        text = EMPLOYED.format(served.url)
        told(call(capsys, "query", text, "--store", little, "--online"), 2, "longer than 1 s")


@pytest.mark.parametrize("fault", ["500", "page", "429", "cut"])
def test_a_query_to_a_faulty_endpoint_is_one_line(
    little: str, fault: Fault, capsys: pytest.CaptureFixture[str]
) -> None:
    with wikidata_endpoint(LITTLE) as served:
        served.always = fault
        found = call(capsys, "query", EMPLOYED.format(served.url), "--store", little, "--online")
    told(found, 3, "")
    assert found.err.count("\n") == 1
