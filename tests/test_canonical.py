"""The canonical form: one text for one set of facts, whatever the facts are."""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compute_race.basics.namespaces import ENT, PREFIXES, RACE, RDF, SRC, XSD
from compute_race.basics.problems import UsageError
from compute_race.sources.canonical import fix_format, format_problems, render
from compute_race.sources.order import block_key, predicate_key
from compute_race.sources.turtle import TurtleFile, read_turtle

OWN = f"{SRC}x#"
HEAD = f"PREFIX : <{OWN}>\n" + "".join(f"PREFIX {n}: <{iri}>\n" for n, iri in PREFIXES.items())


def file_of(folder: Path, text: str, name: str = "x.ttl") -> TurtleFile:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    file, problems = read_turtle(path, name)
    assert file is not None, problems
    return file


NAMES = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,8}", fullmatch=True)
ODD_IRIS = st.sampled_from(
    ["http://example.org/a/b", "https://example.org/?q=1#f", "urn:isbn:1", f"{RACE}", f"{SRC}y#c01"]
)
SUBJECTS = st.one_of(NAMES.map(lambda n: ENT + n), NAMES.map(lambda n: OWN + n), ODD_IRIS)
PREDICATES = st.one_of(
    st.sampled_from([RDF + "type", RACE + "lower", RACE + "title", RACE + "zzz"]),
    NAMES.map(lambda n: RACE + n),
)
DATES = st.sampled_from(
    [("2025", "gYear"), ("2025-02", "gYearMonth"), ("2025-02-24", "date"), ("--12", "gMonth")]
)
NUMBERS = st.one_of(
    st.integers().map(lambda n: (str(n), "integer")),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(
        lambda n: (f"{n:f}", "decimal")
    ),
    st.sampled_from([("+1", "integer"), ("01", "integer"), (".5", "decimal"), ("NaN", "decimal")]),
    st.sampled_from(
        [("1E3", "double"), ("true", "boolean"), ("1", "boolean"), ("P3Y", "duration")]
    ),
)
TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from('"\\\n\r\t#<>@^.;,\u202e\u05d0\u0627\U0001f600\u200d\ufeff'),
    ),
    max_size=20,
)
OBJECTS = st.one_of(
    SUBJECTS.map(ox.NamedNode),
    TEXTS.map(ox.Literal),
    st.tuples(TEXTS, st.sampled_from(["en", "fr", "zh-hans"])).map(
        lambda pair: ox.Literal(pair[0], language=pair[1])
    ),
    st.one_of(DATES, NUMBERS).map(
        lambda pair: ox.Literal(pair[0], datatype=ox.NamedNode(XSD + pair[1]))
    ),
)
TRIPLES = st.lists(
    st.builds(ox.Triple, SUBJECTS.map(ox.NamedNode), PREDICATES.map(ox.NamedNode), OBJECTS),
    min_size=1,
    max_size=15,
)


@settings(max_examples=300, deadline=None)
@given(TRIPLES)
def test_render_keeps_every_triple_and_is_stable(
    tmp_path_factory: pytest.TempPathFactory, triples: list[ox.Triple]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    source = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    text = render(file_of(folder, source.decode(), "a.ttl"))
    again = file_of(folder, text, "a.ttl")
    assert set(again.triples) == set(triples)
    assert len(again.triples) == len(set(triples))
    assert render(again) == text
    assert [p for p in format_problems(again) if p.rule != "number-form"] == []
    assert "\r" not in text
    assert text.endswith(" .\n")


@settings(max_examples=100, deadline=None)
@given(TRIPLES, st.randoms(use_true_random=False))
def test_the_form_does_not_depend_on_the_order_typed(
    tmp_path_factory: pytest.TempPathFactory, triples: list[ox.Triple], random: object
) -> None:
    folder = tmp_path_factory.getbasetemp()
    shuffled = list(triples)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    texts = [
        render(file_of(folder, (ox.serialize(t, format=ox.RdfFormat.N_TRIPLES) or b"").decode()))
        for t in (triples, shuffled)
    ]
    assert texts[0] == texts[1]


def test_the_form_as_the_contract_shows_it(tmp_path: Path) -> None:
    file = file_of(
        tmp_path,
        HEAD + "# claims\n:c10 a race:Claim . :c2 race:lower 3.50, 1 ; a race:Claim .\n"
        "#about b\nent:b race:memberOf ent:z, ent:a .\n"
        'src:x race:title "t"@fr, "u"@en ; a race:Article .\n',
    )
    own, ent, race, src = OWN, PREFIXES["ent"], PREFIXES["race"], PREFIXES["src"]
    assert render(file) == (
        f"PREFIX : <{own}>\nPREFIX ent: <{ent}>\nPREFIX race: <{race}>\nPREFIX src: <{src}>\n\n"
        'src:x a race:Article ;\n    race:title "u"@en, "t"@fr .\n\n'
        "#about b\nent:b race:memberOf ent:a, ent:z .\n\n"
        ":c2 a race:Claim ;\n    race:lower 1, 3.50 .\n\n"
        "# claims\n:c10 a race:Claim .\n"
    )


def test_fix_format_mends_what_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    text = "\ufeff@prefix ent: <https://w3id.org/compute-race/id/> .\r\nent:b ent:p ent:c.\r\n"
    path.write_bytes(text.encode())
    os.chmod(path, 0o640)
    assert fix_format(path) == (True, [])
    assert path.read_text(encoding="utf-8") == f"PREFIX ent: <{ENT}>\n\nent:b ent:p ent:c .\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert fix_format(path) == (False, [])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.ttl"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("# before the prefixes\n" + HEAD + "ent:a a race:Company .\n", "format-comment"),
        (HEAD + "ent:a a race:Company . # behind\n", "format-comment"),
        (HEAD + "ent:a a race:Company .\n\n# at the end\n", "format-comment"),
        (HEAD + ":c01 a race:Claim .\n:c01 a race:Claim .\n", "block-twice"),
        (HEAD + ":c01 race:lower 12,000,000,000 .\n", "number-form"),
        (HEAD + ":c01 race:lower 1,250,500 .\n", "number-form"),
        (HEAD + ":c01 race:lower 007 .\n", "number-form"),
        (HEAD + ":c01 race:lower -00.5 .\n", "number-form"),
        (HEAD + ':c01 race:lower "012"^^xsd:integer .\n', "number-form"),
        (HEAD + "ent:a a [] .\n", "turtle-blank-node"),
        (HEAD + "ent:a a race:Company\n", "turtle-truncated"),
        ("PREFIX foo: <http://foo/>\nfoo:a foo:b foo:c .\n", "prefix-unknown"),
    ],
)
def test_fix_format_leaves_alone_what_it_would_lose(tmp_path: Path, text: str, rule: str) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(text, encoding="utf-8")
    changed, problems = fix_format(path, "x.ttl")
    assert not changed
    assert [problem.rule for problem in problems] == [rule]
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("12,000,000,000", "without commas: 12000000000"),
        ("12, 000", "without commas: 12000"),
        ("1,250.50", ""),
        ("1,250,500.5", "without commas: 1250500.5"),
        ("012", "without leading zeros: 12"),
        ("-00.5", "without leading zeros: -0.5"),
        ("000", "without leading zeros: 0"),
        ("000, 12", "one number, in full units"),
    ],
)
def test_a_number_as_no_person_means_it(tmp_path: Path, written: str, advice: str) -> None:
    file = file_of(tmp_path, HEAD + f":c01 race:lower {written} .\n")
    found = [p for p in format_problems(file) if p.rule == "number-form"]
    assert found
    assert all(advice in problem.advice for problem in found)


@pytest.mark.parametrize("written", ["0", "0.5", "-0.5", "10", "100, 200", "3.50, 1", '"007"'])
def test_a_number_as_it_is_meant(tmp_path: Path, written: str) -> None:
    file = file_of(tmp_path, HEAD + f":c01 race:lower {written} .\n")
    assert "number-form" not in {problem.rule for problem in format_problems(file)}


def test_fix_format_that_cannot_write_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(f"PREFIX ent: <{ENT}>\nent:b ent:p ent:c.\n", encoding="utf-8")
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    changed, problems = fix_format(path, "x.ttl")
    assert not changed
    assert [problem.rule for problem in problems] == ["file-unreadable"]
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.ttl"]


def test_a_file_with_blank_nodes_has_no_form(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(HEAD + "ent:a a [] .\n", encoding="utf-8")
    file, _ = read_turtle(path, "x.ttl", strict=False)
    assert file is not None
    with pytest.raises(UsageError, match="blank node"):
        render(file)


def test_order_of_blocks_and_predicates() -> None:
    subjects = [f"{SRC}x#c10", f"{SRC}x#c9", f"{ENT}a", f"{SRC}x", f"{SRC}x#odd"]
    assert sorted(subjects, key=block_key) == [
        f"{SRC}x",
        f"{ENT}a",
        f"{SRC}x#c9",
        f"{SRC}x#c10",
        f"{SRC}x#odd",
    ]
    names = ["urn:z", RACE + "charEnd", RACE + "about", RDF + "type", "urn:a"]
    assert sorted(names, key=predicate_key) == [
        RDF + "type",
        RACE + "about",
        RACE + "charEnd",
        "urn:a",
        "urn:z",
    ]
