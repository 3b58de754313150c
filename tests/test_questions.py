"""Stored questions: a strict header, parameters as terms, answers held to their types."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.answering.asking import answer, find_question
from compute_race.answering.binding import bind, blocks_of, term_of, undeclared_prefixes
from compute_race.answering.catalogue import catalogue, catalogue_turtle
from compute_race.answering.questions import Param, Question, load_questions, read_question
from compute_race.basics.namespaces import ENT, SRC, UNIT, XSD
from compute_race.basics.problems import ProblemsError, UsageError
from compute_race.dataset.store import EmbeddedStore
from little_store import write_store

HEADER = """\
#+ summary: What did it announce?
#+ summary-fr: Qu'a-t-il annoncé ?
#+ tags: announcements, test
#+ param organization: slug = acme
#+ column announcement: slug
#+ column label: string
"""
BODY = """\
PREFIX ent: <https://w3id.org/compute-race/id/>
PREFIX race: <https://w3id.org/compute-race/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?announcement ?label
WHERE {
  # VALUES ?organization { in a comment } is none
  VALUES ?organization { ent:acme }
  ?announcement race:announcedBy ?organization ; rdfs:label ?label .
  FILTER (LANG(?label) = "en" && ?label != "VALUES ?organization { ent:x }")
}
"""
Write = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "what.rq"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def good(path: Path) -> Question:
    question, problems = read_question(path)
    assert problems == []
    assert question is not None
    return question


def test_a_good_question(written: Write) -> None:
    question = good(written(HEADER + BODY))
    assert question.name == "what"
    assert question.tags == ("announcements", "test")
    assert question.params == (Param("organization", "slug", "acme"),)
    assert [column.name for column in question.columns] == ["announcement", "label"]
    assert question.summary_in("fr") == "Qu'a-t-il annoncé ?"
    assert question.summary_in("en") == "What did it announce?"


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ("#+ summary: What did it announce?\n", "", 1, "question-summary"),
        ("What did it announce?", "TODO", 1, "question-summary"),
        ("#+ tags", "#+ tag", 3, "question-key"),
        ("#+ tags: announcements, test", "#+ tags", 3, "question-header"),
        ("#+ tags: announcements, test", "#+ tags:", 3, "question-header"),
        ("#+ tags: announcements, test", "#+ summary: again", 3, "question-twice"),
        ("#+ tags: announcements, test", "#+ column label: string", 6, "question-twice"),
        ("#+ tags: announcements, test", "#+ param organization: slug = acme", 4, "question-twice"),
        ("organization: slug = acme", "organization: slug", 4, "question-header"),
        ("organization: slug = acme", "organization: name = acme", 4, "question-type"),
        ("organization: slug = acme", "organization: slug = A B", 4, "question-default"),
        ("organization: slug = acme", "organization: slug = other", 14, "question-default"),
        ("organization: slug = acme", "organization: lang = acme", 4, "question-default"),
        ("organization: slug = acme", "organization: document = acme", 14, "question-default"),
        ("organization: slug = acme", "organization: slug = UNDEF", 14, "question-default"),
        ("organization: slug = acme", "organisation: slug = acme", 4, "question-values"),
        ("#+ param organization: slug = acme\n", "", 13, "question-parameter"),
        ("column label: string", "column label: text", 6, "question-type"),
        ("column label: string", "column label-en: string", 6, "question-header"),
        ("column label: string", "column lable: string", 6, "question-column"),
        ("#+ column label: string\n", "", 10, "question-column"),
        ("{ ent:acme }", "{ ent:acme ent:acme-cloud }", 14, "question-values"),
        ("{ ent:acme }", "{ ent:acme } VALUES ?organization { ent:acme }", 4, "question-values"),
        ("SELECT ?announcement ?label", "ASK", 1, "question-form"),
        ("PREFIX rdfs", "# PREFIX rdfs", 15, "question-syntax"),
        ("FILTER (", "FILTER ((", 18, "question-syntax"),
        ("\nSELECT", "#+ tags: late\nSELECT", 10, "question-header"),
    ],
)
def test_each_fault_is_told_with_its_line(
    written: Write, old: str, new: str, line: int, rule: str
) -> None:
    assert old in HEADER + BODY
    question, problems = read_question(written((HEADER + BODY).replace(old, new, 1)))
    assert question is None
    assert (line, rule) in [(problem.line, problem.rule) for problem in problems], problems
    assert all(problem.advice for problem in problems)


def test_an_unreadable_file_is_a_problem(tmp_path: Path) -> None:
    question, problems = read_question(tmp_path / "none.rq")
    assert question is None
    assert problems[0].rule == "file-missing"
    (tmp_path / "latin.rq").write_bytes(b"#+ summary: \xe9")
    assert read_question(tmp_path / "latin.rq")[1][0].rule == "file-encoding"


def test_all_questions_of_a_folder(written: Write) -> None:
    path = written(HEADER + BODY)
    assert [question.name for question in load_questions(path.parent)] == ["what"]
    (path.parent / "bad.rq").write_text("SELECT", encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load_questions(path.parent)
    assert {problem.rule for problem in caught.value.problems} == {
        "question-summary",
        "question-syntax",
    }


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("slug", "acme", f"<{ENT}acme>"),
        ("slug", "ent:acme", f"<{ENT}acme>"),
        ("iri", "ent:acme", f"<{ENT}acme>"),
        ("iri", "<http://x.y/z>", "<http://x.y/z>"),
        ("currency", "eur", f"<{UNIT}CCY_EUR>"),
        ("currency", "unit:CCY_CNY", f"<{UNIT}CCY_CNY>"),
        ("lang", "FR", '"fr"'),
        ("document", "a-paper-2025", f"<{SRC}a-paper-2025>"),
        ("document", "src:a-paper-2025", f"<{SRC}a-paper-2025>"),
        ("document", f"{SRC}a-paper-2025", f"<{SRC}a-paper-2025>"),
        ("string", 'a "b" \\', '"a \\"b\\" \\\\"'),
        ("integer", "+07", f'"7"^^<{XSD}integer>'),
        ("integer", 7, f'"7"^^<{XSD}integer>'),
        ("decimal", Decimal("1E+2"), f'"100"^^<{XSD}decimal>'),
        ("decimal", ".5", f'"0.5"^^<{XSD}decimal>'),
        ("date", dt.date(2025, 3, 1), f'"2025-03-01"^^<{XSD}date>'),
        ("boolean", True, f'"true"^^<{XSD}boolean>'),
    ],
)
def test_values_become_terms(kind: str, value: str, term: str) -> None:
    assert str(term_of(kind, value, "x")) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("slug", "Acme"),
        ("slug", "a } UNION { ?s ?p ?o"),
        ("iri", "no iri"),
        ("iri", "http://x.y/> ?p ?o"),
        ("currency", "EURO"),
        ("currency", "GBP"),
        ("currency", "original"),
        ("lang", "de"),
        ("lang", ""),
        ("document", "ent:acme"),
        ("document", "a paper"),
        ("document", "a-paper#c01"),
        ("integer", "1.5"),
        ("integer", "²"),
        ("decimal", "1e5"),
        ("decimal", "NaN"),
        ("date", "2025-02-30"),
        ("date", "2025"),
        ("boolean", "maybe"),
    ],
)
def test_a_bad_value_names_parameter_and_expectation(written: Write, kind: str, value: str) -> None:
    params = [Param("organization", kind, "x")]  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"organization is .* which is not .* - write"):
        bind(BODY, params, {"organization": value})


def test_an_unknown_parameter_names_the_nearest(written: Write) -> None:
    question = good(written(HEADER + BODY))
    with pytest.raises(UsageError, match="no parameter organisation - did you mean organization"):
        bind(question.text, question.params, {"organisation": "acme"})
    with pytest.raises(UsageError, match="it takes organization"):
        bind(question.text, question.params, {"x": "acme"})


def test_binding_replaces_the_block_and_nothing_else(written: Write) -> None:
    question = good(written(HEADER + BODY))
    text = bind(question.text, question.params, {"organization": "meta"})
    assert text.replace(f"{{ <{ENT}meta> }}", "{ ent:acme }") == question.text
    assert len(blocks_of(text)) == 1


def test_an_optional_parameter_is_unbound(written: Write) -> None:
    text = HEADER.replace("slug = acme", "slug = UNDEF") + BODY.replace("{ ent:acme }", "{ UNDEF }")
    assert good(written(text)).params[0].default == "UNDEF"


@given(st.text())
def test_no_text_escapes_its_literal(value: str) -> None:
    """Whatever the text, the bound query gives that text back and nothing more."""
    query = 'SELECT ?x WHERE { VALUES ?x { "default" } }'
    try:
        value.encode()
    except UnicodeEncodeError:
        return
    bound = bind(query, [Param("x", "string", "default")], {"x": value})
    rows = [row["x"] for row in ox.Store().query(bound)]  # type: ignore[union-attr, index]
    assert rows == [ox.Literal(value)]


def test_answer_comes_typed_and_in_declared_order(written: Write, tmp_path: Path) -> None:
    store = EmbeddedStore(write_store(tmp_path / "store"))
    question = good(written(HEADER + BODY))
    table = answer(store, question, {})
    assert table.records() == [{"announcement": "acme-10bn", "label": "Acme's 10 billion"}]
    assert answer(store, question, {"organization": "acme-cloud"}).rows == ()


def test_a_column_of_another_type_is_told(written: Write, tmp_path: Path) -> None:
    store = EmbeddedStore(write_store(tmp_path / "store"))
    question = good(written((HEADER + BODY).replace("label: string", "label: integer")))
    with pytest.raises(UsageError, match=r"column label of what holds .* not of type integer"):
        answer(store, question, {})
    question = good(written((HEADER + BODY).replace("label: string", "label: currency")))
    with pytest.raises(UsageError, match="column label of what holds"):
        answer(store, question, {})


def test_an_unknown_question_names_the_nearest(written: Write) -> None:
    folder = written(HEADER + BODY).parent
    assert find_question(folder, "what").name == "what"
    with pytest.raises(UsageError, match="there is no question whot - did you mean what"):
        find_question(folder, "whot")
    written("SELECT")
    with pytest.raises(ProblemsError):
        find_question(folder, "what")


def test_catalogue_describes_each_question(written: Write) -> None:
    questions = [good(written(HEADER + BODY))]
    text = catalogue_turtle(questions)
    assert text == catalogue_turtle(questions)
    assert text.count("a sh:SPARQLExecutable") == 1
    assert len(list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))) == len(
        catalogue(questions)
    )


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("SELECT * { ent:a foaf:b 'x:y' . foaf:c dc:d <http://e:f> }", ["foaf", "dc"]),
        ("PREFIX dc: <http://d/> SELECT * { ?a:b dc:x ?y ; _:z 'q'@en }", []),
        ("# dc:x\nSELECT ('a' AS ?b) { ?s rdf:type race:Claim }", []),
    ],
)
def test_prefixes_that_nobody_declares_are_found(text: str, prefixes: list[str]) -> None:
    assert undeclared_prefixes(text) == prefixes


def test_a_document_is_asked_of_by_its_slug(written: Write, tmp_path: Path) -> None:
    store = EmbeddedStore(write_store(tmp_path / "store"))
    text = (
        "#+ summary: What does it say?\n#+ param document: document = the-paper-acme\n"
        "#+ column document: document\n#+ column count: integer\n"
        "PREFIX race: <https://w3id.org/compute-race/ontology#>\n"
        "PREFIX src: <https://w3id.org/compute-race/source/>\n"
        "SELECT ?document (COUNT(?claim) AS ?count) { VALUES ?document { src:the-paper-acme }\n"
        "  ?claim race:inDocument ?document } GROUP BY ?document ORDER BY ?document\n"
    )
    question = good(written(text))
    assert answer(store, question, {}).rows == (("the-paper-acme", 3),)
    with pytest.raises(UsageError, match="no document is called .the-paper-acm. - did you mean"):
        answer(store, question, {"document": "the-paper-acm"})
