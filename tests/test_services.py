"""SERVICE clauses are found where they are, and nothing is asked by looking for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from compute_race.answering.questions import read_question
from compute_race.answering.service_key import prologue
from compute_race.answering.services import clauses_of, refuse_services, rehearse, without_services
from compute_race.basics.problems import UsageError
from support import ROOT
from wikidata_endpoint import WikidataEndpoint, wikidata_endpoint

ADDRESS = "https://query.wikidata.org/sparql"
HEADER = f"""\
#+ summary: How many does it employ?
#+ service item: {ADDRESS}
#+ column organization: slug
#+ column employees: decimal
"""
BODY = f"""\
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wd: <http://www.wikidata.org/entity/>

# SERVICE <http://comment.test/> {{ }} is none
SELECT ?organization ?employees
WHERE {{
  ?organization skos:exactMatch ?item .
  SERVICE <{ADDRESS}> {{
    VALUES ?item {{ wd:Q2283 }}
    ?item p:P1128/ps:P1128 ?employees .
  }}
}}
ORDER BY ?organization
"""


@pytest.fixture
def endpoint() -> Iterator[WikidataEndpoint]:
    with wikidata_endpoint([]) as served:
        yield served


def test_a_clause_has_its_address_line_body_and_group() -> None:
    [clause] = clauses_of(BODY)
    assert (clause.address, clause.silent, clause.line) == (ADDRESS, False, 10)
    assert clause.text(BODY).startswith("{\n    VALUES ?item {")
    assert clause.text(BODY).endswith("?employees .\n  }")
    assert BODY[clause.start : clause.body] == f"SERVICE <{ADDRESS}> "
    assert clause.before(BODY).strip() == "?organization skos:exactMatch ?item ."
    [block] = clause.blocks(BODY, "item")
    assert BODY[block.start : block.end] == "{ wd:Q2283 }"


def test_the_group_is_the_innermost() -> None:
    text = (
        "SELECT * { ?a ?b ?c { ?d ?e ?f { ?x ?y ?z } SERVICE <http://x/> { ?f ?g ?h } } ?i ?j ?k }"
    )
    [clause] = clauses_of(text)
    assert clause.before(text) == " ?d ?e ?f { ?x ?y ?z } "


@pytest.mark.parametrize(
    ("pattern", "address", "silent"),
    [
        ("SERVICE <http://x/> { ?a ?b ?c }", "http://x/", False),
        ("service<http://x/>{ ?a ?b ?c }", "http://x/", False),
        ("Service Silent <http://x/> { ?a ?b ?c }", "http://x/", True),
        ("?a ?b ?c .SERVICE <http://x/> { ?a ?b ?c }", "http://x/", False),
        ("SERVICE # <http://not.this/>\n <http://x/>\n{ ?a ?b '}' }", "http://x/", False),
        ("SERVICE ?where { ?a ?b ?c }", "", False),
        ("SERVICE ent:x { ?a ?b ?c }", "", False),
    ],
)
def test_every_way_to_write_one_is_found_and_refused(
    pattern: str, address: str, silent: bool
) -> None:
    text = f"SELECT * {{ {pattern} }}"
    [clause] = clauses_of(text)
    assert (clause.address, clause.silent, clause.end) == (address, silent, len(text) - 2)
    with pytest.raises(UsageError, match=f"asks {address or 'an address'}.* - say so"):
        refuse_services(text, "say so")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service a race:Service }",
        "SELECT * { ?s ?p 'SERVICE <http://x/> { ?a ?b ?c }' } # SERVICE <http://x/> { }",
        'SELECT * { ?s ?p """SERVICE\n<http://x/> { }""" }',
        "SELECT * { ?s <http://x/service> ?o . ?o race:service ?service }",
        "PREFIX service: <http://x/> SELECT * { ?s service:service service:a.service }",
        "SELECT * { ?s ?p 'x'@service FILTER (?s < 5 && ?service > 3) }",
        "SELECT * { ?s ?p ?o }",
    ],
)
def test_the_word_elsewhere_is_no_service(text: str) -> None:
    refuse_services(text, "")
    assert clauses_of(text) == []


def test_a_clause_that_only_the_parser_finds_is_not_run_either(endpoint: WikidataEndpoint) -> None:
    """``<?b)SERVICE#>`` looks like an IRI to whoever does not parse."""
    hidden = "SELECT * { VALUES ?e { <URL> } FILTER (1 <?b)SERVICE#>\n?e { ?a ?b ?c } }"
    text = hidden.replace("URL", endpoint.url)
    assert clauses_of(text) == []
    with pytest.raises(UsageError, match="the query is malformed"):
        refuse_services(text, "")
    with pytest.raises(SyntaxError):
        rehearse(text)
    assert endpoint.asked == []


def test_the_declarations_of_a_query_are_those_that_count() -> None:
    text = "# PREFIX a: <http://a/>\nBASE <http://b/> prefix c: <http://c/> "
    text += "SELECT ('PREFIX d: <x>' AS ?d) {}"
    assert prologue(text) == "BASE <http://b/>\nprefix c: <http://c/>\n"


def test_a_malformed_query_is_told_as_such() -> None:
    with pytest.raises(UsageError, match="the query is malformed: error at 1:"):
        refuse_services("SELECT ?service { ?service ?p }", "")


def test_taking_clauses_away_moves_nothing(endpoint: WikidataEndpoint) -> None:
    silent = f"SERVICE SILENT\n <{endpoint.url}>"
    text = BODY.replace(f"SERVICE <{ADDRESS}>", silent)
    plain = without_services(text)
    assert len(plain) == len(text)
    assert plain.count("\n") == text.count("\n")
    rehearse(text)
    assert endpoint.asked == []
    with pytest.raises(SyntaxError, match="error at 12:"):
        rehearse(text.replace("VALUES ?item", "VALUES item"))


def test_reading_a_question_asks_nobody(endpoint: WikidataEndpoint, tmp_path: Path) -> None:
    path = tmp_path / "what.rq"
    for text in (HEADER + BODY, BODY, HEADER + BODY.replace("SERVICE <", "SERVICE SILENT <")):
        path.write_text(text.replace(ADDRESS, endpoint.url), encoding="utf-8")
        read_question(path)
    assert endpoint.asked == []


def test_the_key_is_read(tmp_path: Path) -> None:
    path = tmp_path / "what.rq"
    path.write_text(HEADER + BODY, encoding="utf-8")
    question, problems = read_question(path)
    assert problems == []
    assert question is not None
    assert question.service is not None
    assert (question.service.variable, question.service.address) == ("item", ADDRESS)


def test_the_example_of_the_readme_is_a_question(tmp_path: Path) -> None:
    readme = (ROOT / "queries" / "README.md").read_text(encoding="utf-8")
    blocks = [part.partition("```")[0] for part in readme.split("```sparql\n")[1:]]
    [example] = [block for block in blocks if "#+ service" in block]
    path = tmp_path / "example.rq"
    path.write_text(example, encoding="utf-8")
    assert read_question(path)[1] == []


KEY = f"#+ service item: {ADDRESS}\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "rule", "message"),
    [
        (KEY, "", 13, "question-service", "SERVICE, and no header line says so"),
        (KEY, "#+ service: https://x.test/\n", 2, "question-header", "without name or address"),
        (KEY, "#+ service item: ftp://x.test/\n", 2, "question-header", "without name or address"),
        (KEY, "#+ service item: https://x y\n", 2, "question-header", "without name or address"),
        (KEY, KEY + KEY, 3, "question-twice", "a second service"),
        (KEY, KEY.replace("item", "thing"), 2, "question-service", "0 VALUES blocks over ?thing"),
        (f"<{ADDRESS}>", "<https://x.test/>", 14, "question-service", "asks https://x.test/, not"),
        (f"<{ADDRESS}>", "?where", 14, "question-service", "SERVICE names no address, not"),
        (f"SERVICE <{ADDRESS}>", "GRAPH <http://x/>", 2, "question-service", "has no SERVICE"),
        ("SERVICE <https://q", "SERVICE SILENT <https://q", 14, "question-service", "is SILENT"),
        (
            "?employees .\n  }",
            f"?employees .\n  }}\n  SERVICE <{ADDRESS}> {{ ?x ?y ?z }}",
            18,
            "question-service",
            "a second SERVICE",
        ),
        ("VALUES ?item { wd:Q2283 }", "", 2, "question-service", "0 VALUES blocks over ?item"),
        (
            "  SERVICE",
            "  VALUES ?item { wd:Q1 wd:Q2 }\n  SERVICE",
            None,
            "",
            "",
        ),
        (
            "{ wd:Q2283 }",
            "{ wd:Q1 } VALUES ?item { wd:Q2 }",
            2,
            "question-service",
            "2 VALUES blocks over ?item",
        ),
        ("{ wd:Q2283 }", "{ }", 15, "question-service", "has no item"),
        ("{ wd:Q2283 }", "{ UNDEF }", 15, "question-service", "has no item"),
        ("{ wd:Q2283 }", '{ "Q2283" }', 15, "question-service", "has no item"),
        (
            "skos:exactMatch ?item",
            "skos:exactMatch ?other",
            14,
            "question-service",
            "nothing before",
        ),
    ],
)
def test_a_file_that_does_not_keep_its_key_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int | None, rule: str, message: str
) -> None:
    assert old in HEADER + BODY
    path = tmp_path / "what.rq"
    path.write_text((HEADER + BODY).replace(old, new, 1), encoding="utf-8")
    question, problems = read_question(path)
    if line is None:
        assert (problems, question is not None) == ([], True)
        return
    assert question is None
    found = [p for p in problems if (p.line, p.rule) == (line, rule) and message in p.message]
    assert found, problems
    assert all(problem.advice for problem in problems)
