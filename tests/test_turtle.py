"""Reading Turtle: lines of triples, and every complaint in words."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compute_race.basics.namespaces import ENT, PREFIXES, RACE, SRC
from compute_race.sources.lines import scan
from compute_race.sources.turtle import TurtleFile, read_turtle

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def read(folder: Path, text: str | bytes, *, strict: bool = True) -> TurtleFile:
    """Read a text that has to be understood without a problem."""
    path = folder / "x.ttl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    file, problems = read_turtle(path, "x.ttl", strict=strict)
    assert problems == []
    assert file is not None
    return file


def ent(name: str) -> ox.NamedNode:
    return ox.NamedNode(ENT + name)


def race(name: str) -> ox.NamedNode:
    return ox.NamedNode(RACE + name)


def test_lines_of_subject_predicate_and_object(tmp_path: Path) -> None:
    text = HEAD + (
        "\n# a comment; with . marks\n"
        "ent:a a race:Company ;\n"
        "    race:develops ent:b ,\n"
        '        ent:c ; race:website "x # no comment" .\n'
        "ent:d race:author '''two\n"
        'lines\'\'\' , """a "quoted" word\n'
        '""" ;\n'
        "  race:lower 1.5, -3, .5, 1e3 ; race:approximate true.\n"
        'ent:e.f race:title "t"@en-GB, "d"^^xsd:date . ent:g race:url <http://x/y#z>.\n'
    )
    file = read(tmp_path, text)
    first = len(PREFIXES) + 3
    assert file.line_of(ent("a")) == first
    assert file.line_of(ent("a"), race("develops")) == first + 1
    assert file.line_of(ent("a"), race("develops"), ent("c")) == first + 2
    assert file.line_of(ent("a"), race("website")) == first + 2
    assert file.line_of(ent("d"), race("author"), ox.Literal("two\nlines")) == first + 3
    assert file.line_of(ent("d"), race("author"), ox.Literal('a "quoted" word\n')) == first + 4
    assert file.line_of(ent("d"), race("lower")) == first + 6
    assert file.line_of(ent("d"), race("approximate")) == first + 6
    assert file.line_of(ent("e.f"), race("title"), ox.Literal("t", language="en-gb")) == first + 7
    assert file.line_of(ent("g"), race("url"), ox.NamedNode("http://x/y#z")) == first + 7


def test_what_is_not_stated_has_the_nearest_line(tmp_path: Path) -> None:
    file = read(tmp_path, HEAD + "ent:a a race:Company ;\n    race:develops ent:b .\n")
    line = len(PREFIXES) + 1
    assert file.line_of(ent("a"), race("develops"), ent("z")) == line + 1
    assert file.line_of(ent("a"), race("supplies")) == line
    assert file.line_of(ent("z")) == 1
    assert file.find_line(ent("a"), race("supplies")) is None


def test_lines_among_lists_and_blank_nodes(tmp_path: Path) -> None:
    text = HEAD + (
        "shape:a a sh:NodeShape ;\n"
        "    sh:or ( [ sh:path race:x ; sh:minCount 1 ]\n"
        "            [ sh:path race:y ] ) ;\n"
        "    sh:property shape:b .\n"
        "[] sh:not [ sh:class race:C ] .\n"
        "<https://example.org/a\\u0062> sh:class race:D .\n"
    )
    file = read(tmp_path, text, strict=False)
    first = len(PREFIXES) + 1
    shape = ox.NamedNode(PREFIXES["shape"] + "a")
    assert file.line_of(shape) == first
    assert file.line_of(shape, ox.NamedNode(PREFIXES["sh"] + "or")) == first + 1
    prop = ox.NamedNode(PREFIXES["sh"] + "property")
    assert file.find_line(shape, prop, ox.NamedNode(PREFIXES["shape"] + "b")) == first + 3


def test_triples_come_in_document_order_with_duplicates(tmp_path: Path) -> None:
    file = read(tmp_path, HEAD + "ent:b a race:Company . ent:a a race:Company, race:Company .\n")
    assert [triple.subject for triple in file.triples] == [ent("b"), ent("a"), ent("a")]


def test_the_ontology_may_use_lists_but_not_rdf_1_2(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(HEAD + "ent:a race:b <<( ent:a race:b ent:c )>> .\n", encoding="utf-8")
    file, problems = read_turtle(path, "x.ttl", strict=False)
    assert file is None
    assert [problem.rule for problem in problems] == ["turtle-rdf-12"]


def test_several_flaws_are_told_together(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    text = "\ufeff@prefix ent: <https://w3id.org/compute-race/id/> .\r\nent:a ent:b [] , () .\r\n"
    path.write_bytes(text.encode())
    _, problems = read_turtle(path, "shown.ttl")
    assert [(p.line, p.rule) for p in problems] == [
        (1, "file-bom"),
        (1, "file-line-ends"),
        (1, "turtle-directive"),
        (2, "turtle-blank-node"),
        (2, "turtle-collection"),
    ]


@pytest.mark.parametrize("own", [f"{SRC}x#", "https://w3id.org/compute-race/graph/judgements/x#"])
def test_the_own_prefix_may_be_a_documents_or_a_judgements(tmp_path: Path, own: str) -> None:
    read(tmp_path, f"PREFIX : <{own}>\n{HEAD}:c01 a race:Claim .\n")


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6), st.sampled_from(['"""', "'''"]))
def test_any_string_is_walked_over(strings: list[str], quote: str) -> None:
    """The places agree with the parser's triples, whatever stands in the strings."""
    escaped = [s.replace("\\", "\\\\").replace(quote[0], "\\" + quote[0]) for s in strings]
    blocks = [f"<x:s{i}> <x:p> {quote}{s}{quote}@en , 1.0 ." for i, s in enumerate(escaped)]
    text = "\n# comment\n".join(blocks)
    triples = list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    found = scan(text)
    assert len(found.places) == len(triples)
    assert len(found.comments) == len(strings) - 1
    for place, quad in zip(found.places, triples, strict=True):
        assert f"<{quad.subject.value}>" == found.word(place.subject)
        assert found.line(place.subject) == text.count("\n", 0, place.subject) + 1


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.ttl"
    path.write_bytes(data)
    file, problems = read_turtle(path, "bytes.ttl")
    assert file is not None or problems


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2000), st.text(max_size=3))
def test_no_damage_to_a_good_file_raises(
    tmp_path_factory: pytest.TempPathFactory, at: int, put: str
) -> None:
    """A file with something cut or put in is read, or told of in one line each."""
    background = Path(__file__).parent / "data" / "background" / "sources"
    text = (background / "daily-2025-01-10-acme.ttl").read_text(encoding="utf-8")
    at %= len(text)
    path = tmp_path_factory.getbasetemp() / "daily-2025-01-10-acme.ttl"
    path.write_bytes((text[:at] + put + text[at + 1 :]).encode())
    file, problems = read_turtle(path, "x.ttl")
    assert file is not None or problems
    for problem in problems:
        assert "\n" not in str(problem)
        assert 0 <= problem.line <= text.count("\n") + put.count("\n") + 2
    if file is not None:
        assert all(file.line_of(t.subject, t.predicate, t.object) >= 1 for t in file.triples)
