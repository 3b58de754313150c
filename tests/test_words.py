"""No code is without words: those of the ontology, and those the comparison can produce."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import get_args

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS

from compute_race.answering import words
from compute_race.basics.exchange import SOURCE
from compute_race.basics.namespaces import RACE
from compute_race.basics.rates import PEGS
from compute_race.comparison.conflicts import Kind
from support import ROOT

SOURCES = ROOT / "src" / "compute_race"


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("Measure", words.MEASURES),
        ("Modality", words.MODALITIES),
        ("Placement", words.PLACEMENTS),
        ("SourceKind", words.SOURCE_KINDS),
        ("Scope", words.SCOPES),
    ],
)
def test_terms_have_the_words_of_their_labels(
    kind: str, table: Mapping[str, tuple[str, str]]
) -> None:
    graph = Graph()
    for path in sorted((ROOT / "ontology" / "terms").glob("*.ttl")):
        graph.parse(path)
    labels = {}
    for term in graph.subjects(RDF.type, URIRef(RACE + kind)):
        named = {label.language: str(label) for label in graph.objects(term, RDFS.label)}  # type: ignore[attr-defined]
        labels[str(term).removeprefix(RACE)] = (named["en"], named["fr"])
    assert labels == dict(table)


def constants(module: str, call: str, place: int) -> Iterator[str]:
    """Give the texts in one place of the calls of a name in a module's source."""
    for node in ast.walk(ast.parse((SOURCES / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == call:
            for part in ast.walk(node.args[place]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def test_every_period_basis_has_words() -> None:
    assert set(constants("comparison/periods.py", "Period", 3)) == set(words.PERIOD_BASES)


def test_every_rate_basis_has_words() -> None:
    days = set(constants("comparison/conversion.py", "RateDay", 2))
    days |= set(constants("comparison/known.py", "Dated", 1)) - {"stated", "unknown"}
    assert days == set(words.RATE_BASES)


def test_every_rate_method_has_words() -> None:
    text = (SOURCES / "basics" / "rates.py").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip().startswith("method")]
    found = {code for line in lines for code in re.findall(r'"([a-z-]+)"', line)} - {"-peg"}
    assert found == set(words.RATE_METHODS)
    assert words.rate_method("published-peg") == "published that day, through a fixed rate"


def test_every_publisher_of_rates_has_words() -> None:
    assert set(words.RATE_ORIGINS) == {SOURCE, *(origin for _, _, origin in PEGS.values())}
    for _, _, origin in PEGS.values():
        assert words.rate_origin(f"{SOURCE}; {origin}", "fr").startswith("Banque centrale europ")
        assert words.rate_origin(f"{SOURCE}; {origin}") == f"{SOURCE}; {origin}"


def test_every_kind_of_disagreement_has_words() -> None:
    assert set(get_args(Kind)) == set(words.CONFLICT_KINDS)
    assert words.disagreement("value", Decimal("0.4074")) == "values 41 % apart"
    assert words.disagreement("period", None, "fr") == "p\u00e9riodes diff\u00e9rentes"


@pytest.mark.parametrize(
    "say",
    [
        words.measure,
        words.modality,
        words.placement,
        words.scope,
        words.source_kind,
        words.rate_method,
        words.rate_basis,
        words.period_basis,
        words.rate_origin,
        lambda code: words.disagreement(code, None),
    ],
)
def test_an_unknown_code_is_an_error(say: object) -> None:
    with pytest.raises(KeyError):
        say("no-such-code")  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("headline", "headline", "titre"),
        ("opening", "opening", "d\u00e9but du texte"),
        ("standfirst", "standfirst", "chapeau"),
        ("body", "body", "corps du texte"),
        ("table", "table", "tableau"),
        ("record", "record", "enregistrement"),
        ("table 2", "table 2", "tableau 2"),
        ("page 9", "page 9", "page 9"),
        ("row 14, column C", "row 14, column C", "row 14, column C"),
    ],
)
def test_places_with_a_name(text: str, english: str, french: str) -> None:
    assert words.locator(text) == english
    assert words.locator(text, "fr") == french
