"""What changed between two builds, told as facts: claims whole, relations in words."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.answering.differences import Build, Change, differences
from compute_race.basics.namespaces import ENT, GRAPH, PREFIXES, SRC
from compute_race.dataset.generations import write_generation
from support import call

PREFERRED = GRAPH + "preferred"


def build(**graphs: str) -> Build:
    return Build(quads(**graphs))


def quads(**graphs: str) -> list[ox.Quad]:
    """Read Turtle by the local name of its graph: ``d`` is a document, ``entities`` a folder."""
    heads = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    names = {"preferred": PREFERRED, "conflicts": GRAPH + "conflicts", "dates": GRAPH + "dates"}
    return [
        ox.Quad(
            quad.subject,
            quad.predicate,
            quad.object,
            ox.NamedNode(names.get(graph, (SRC if graph == "d" else GRAPH) + graph)),
        )
        for graph, text in graphs.items()
        for quad in ox.parse(heads + text, format=ox.RdfFormat.TURTLE)
    ]


ENTITIES = """
ent:acme rdfs:label "Acme"@en, "Acmé"@fr .
race:plannedInvestment rdfs:label "planned investment"@en .
race:locatedIn rdfs:label "located in"@en .
"""
CLAIM = """
<https://w3id.org/compute-race/source/d> a race:Article ; race:title "Acme plans" .
<https://w3id.org/compute-race/source/d#c01> a race:Claim ; race:about ent:acme ;
  race:measure race:plannedInvestment ; race:unit unit:CCY_EUR ; race:locator "headline" ;
  race:lower {} ; race:upper {} ; race:modality race:planned .
"""


def told(
    before: Build, after: Build, lang: str = "en"
) -> list[tuple[str, str, str, object, object]]:
    return [(c.kind, c.label, c.what, c.before, c.after) for c in differences(before, after, lang)]


def test_nothing_changed() -> None:
    one = build(entities=ENTITIES, d=CLAIM.format(1, 1))
    assert differences(one, build(entities=ENTITIES, d=CLAIM.format(1, 1))) == []


def test_a_figure_is_one_fact() -> None:
    old = build(entities=ENTITIES, d=CLAIM.format(30000000000, 30000000000))
    new = build(entities=ENTITIES, d=CLAIM.format(50000000000, 53000000000))
    assert differences(old, new) == [
        Change(
            SRC + "d",
            ENT + "acme",
            "planned investment",
            "changed",
            "Acme",
            "30\u00a0bn\u00a0EUR",
            "50 to 53\u00a0bn\u00a0EUR",
        )
    ]


def test_what_else_is_said_of_a_claim_is_told_where_the_figure_stays() -> None:
    text = CLAIM.format(1, 1)
    new = build(entities=ENTITIES, d=text.replace("race:planned .", "race:guided ."))
    old = build(entities=ENTITIES, d=text)
    assert told(old, new) == [
        ("changed", "Acme", "planned investment: modality", "planned", "guided")
    ]


def test_a_row_that_moved_says_nothing() -> None:
    text = CLAIM.format(1, 1)
    old = build(entities=ENTITIES, d=text)
    assert differences(old, build(entities=ENTITIES, d=text.replace("headline", "row 3"))) == []


def test_a_document_comes_and_goes() -> None:
    without, with_it = build(entities=ENTITIES), build(entities=ENTITIES, d=CLAIM.format(1, 1))
    come = ("added", "Acme plans", "document", None, "Acme plans")
    claim = ("added", "Acme", "planned investment", None, "1\u00a0EUR")
    assert told(without, with_it) == [claim, come]
    gone = [(kind.replace("added", "removed"), *rest, b, a) for kind, *rest, a, b in (claim, come)]
    assert told(with_it, without) == gone


def test_relations_are_told_in_words_and_in_the_language() -> None:
    old = build(entities=ENTITIES, d="ent:acme race:locatedIn ent:here .")
    new = build(entities=ENTITIES, d="ent:acme race:locatedIn ent:there, ent:here .")
    assert told(old, new, "fr") == [("added", "Acmé", "located in", None, "there")]


ANSWER = """
<https://w3id.org/compute-race/graph/preferred#acme.plannedInvestment.{day}> a race:PreferredValue ;
  race:about ent:acme ; race:measure race:plannedInvestment ; race:statedUnit unit:CCY_EUR ;
  race:statedLow {low} ; race:validFrom "{day}"^^xsd:date {end} .
"""
ENDED = '; race:validUntil "2025-03-01"^^xsd:date'


def test_only_answers_in_force_are_told() -> None:
    first = ANSWER.format(day="2025-01-01", low=5, end="")
    ended = ANSWER.format(day="2025-01-01", low=5, end=ENDED)
    second = ANSWER.format(day="2025-03-01", low=7, end="")
    old = build(entities=ENTITIES, preferred=first)
    new = build(entities=ENTITIES, preferred=ended + second)
    assert told(old, new) == [
        (
            "changed",
            "Acme",
            "answer: planned investment",
            "at least 5\u00a0EUR",
            "at least 7\u00a0EUR",
        )
    ]


def test_contradictions_come_and_go() -> None:
    text = f"<{GRAPH}conflicts#x> a race:Conflict ; race:about ent:acme ; "
    text += 'race:measure race:plannedInvestment ; race:conflictKind "value" .'
    old, new = build(entities=ENTITIES), build(entities=ENTITIES, conflicts=text)
    what = "contradiction: planned investment"
    assert told(old, new) == [("added", "Acme", what, None, "value")]
    assert told(new, old) == [("removed", "Acme", what, "value", None)]


def test_what_is_only_derived_is_not_told() -> None:
    old = build(entities=ENTITIES)
    assert differences(old, build(entities=ENTITIES, dates="ent:acme race:years 1 .")) == []


@pytest.fixture
def store(tmp_path: Path) -> Path:
    for name, low in (("one", 1), ("two", 2)):
        text = CLAIM.format(low, low)
        write_generation(tmp_path / "store", quads(entities=ENTITIES, d=text), {}, name)
    return tmp_path / "store"


def test_the_command_compares_with_the_build_before(
    capsys: pytest.CaptureFixture[str], store: Path
) -> None:
    done = call(capsys, "diff", "--store", store)
    assert (done.code, done.err) == (0, "1 changed in one graph\n")
    assert done.out == "d\n  ~ Acme: planned investment: 1\u00a0EUR -> 2\u00a0EUR\n"
    as_json = call(capsys, "diff", "--store", store, "--format", "json").out
    assert '"about": "https://w3id.org/compute-race/id/acme"' in as_json


def test_the_command_compares_two_folders(
    capsys: pytest.CaptureFixture[str], store: Path, tmp_path: Path
) -> None:
    write_generation(tmp_path / "other", quads(entities=ENTITIES), {}, "one")
    done = call(capsys, "diff", tmp_path / "other", store)
    assert done.err == "2 added in one graph\n"
    assert call(capsys, "diff", store, "--store", store).err == "nothing changed\n"


def test_long_lists_are_cut_unless_all_is_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    many = "".join(f"ent:x{number} race:locatedIn ent:here .\n" for number in range(20))
    write_generation(tmp_path / "s", quads(entities=ENTITIES), {}, "one")
    write_generation(tmp_path / "s", quads(entities=ENTITIES, d=many), {}, "two")
    done = call(capsys, "diff", "--store", tmp_path / "s")
    assert done.out.count("  + ") == 12
    assert done.err == "and 8 more: race diff --all\n20 added in one graph\n"
    assert call(capsys, "diff", "--store", tmp_path / "s", "--all").out.count("  + ") == 20


def test_a_first_build_has_none_before(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_generation(tmp_path / "s", quads(entities=ENTITIES), {}, "one")
    done = call(capsys, "diff", "--store", tmp_path / "s")
    assert (done.code, done.out) == (3, "")
    assert "there is no build before the current one" in done.err
    nowhere = call(capsys, "diff", tmp_path / "nowhere", "--store", tmp_path / "s")
    assert (nowhere.code, nowhere.err.count("\n")) == (3, 1)
    remote = call(capsys, "diff", "--store", "http://127.0.0.1:9/sparql")
    assert remote.code == 2
