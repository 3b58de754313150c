"""Imported graphs in a build: inferred with the register, apart from the hand-kept part."""

from __future__ import annotations

from pathlib import Path

import pytest

from compute_race.basics.namespaces import DATA, ENT, GRAPH, RACE, RDF, RDFS, SRC
from compute_race.basics.problems import ProblemsError
from compute_race.dataset.generations import current_generation, read_manifest
from compute_race.dataset.imports import imports_folder, write_import
from compute_race.dataset.store import EmbeddedStore, select
from compute_race.pipeline.build import build
from compute_race.pipeline.checking import Folders
from foundation import lay_foundation

TYPE, LABEL = RDF + "type", RDFS + "label"
SITE = f"{DATA}test/site/one"
STEM = "test-sites"


def line(subject: str, predicate: str, value: str) -> str:
    """Write a triple; a value that is no IRI is a text in English."""
    term = f"<{value}>" if "://" in value else f'"{value}"@en'
    return f"<{subject}> <{predicate}> {term} .\n"


SITES = (
    line(SRC + STEM, TYPE, RACE + "Dataset"),
    line(SRC + STEM, RACE + "publisher", ENT + "amazon"),
    line(SITE, TYPE, RACE + "DataCentre"),
    line(SITE, LABEL, "Site one"),
    line(SITE, RACE + "ownedBy", ENT + "amazon"),
)


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    return lay_foundation(tmp_path_factory.mktemp("laid") / "source")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def give(store: Path, *lines: str, compared: bool = False) -> None:
    data = "".join(sorted(lines)).encode()
    write_import(imports_folder(store), STEM, data, {"date": "2026-07", "compared": compared})


def graphs_of(store: Path, subject: str, predicate: str, value: str) -> set[str]:
    text = f"SELECT ?g {{ GRAPH ?g {{ <{subject}> <{predicate}> <{value}> }} }}"
    return {str(row[0]).strip("<>") for row in select(EmbeddedStore(store), text).rows}


def base(store: Path) -> object:
    generation = current_generation(store)
    assert generation is not None
    return read_manifest(generation)["base"]


def test_what_follows_from_an_imported_graph_is_inferred(store: Path, laid: Folders) -> None:
    give(store, *SITES)
    report = build(store, laid)
    assert report.counts["imported graphs"] == 1
    assert graphs_of(store, SITE, RACE + "ownedBy", ENT + "amazon") == {SRC + STEM}
    assert graphs_of(store, ENT + "amazon", RACE + "owns", SITE) == {GRAPH + "inferred"}
    assert graphs_of(store, SITE, TYPE, RACE + "Facility") == {GRAPH + "inferred"}


def test_a_build_without_imports_is_the_hand_kept_part_of_one_with(
    store: Path, laid: Folders, tmp_path: Path
) -> None:
    build(tmp_path / "plain", laid)
    give(store, *SITES)
    build(store, laid)
    plain, full = (set(EmbeddedStore(one).quads()) for one in (tmp_path / "plain", store))
    assert plain < full
    rest = {str(quad.subject).strip("<>") for quad in full - plain}
    assert rest == {SRC + STEM, SITE, ENT + "amazon"}


def test_a_changed_figure_leaves_the_imported_layer_as_it_is(store: Path, tmp_path: Path) -> None:
    places = lay_foundation(tmp_path / "source")
    give(store, *SITES)
    build(store, places)
    before = base(store)
    path = next(iter(sorted((places.graph / "sources").glob("*.ttl"))))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('race:language "en"', 'race:language "de"'), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    assert build(store, places).changed
    assert base(store) == before
    assert graphs_of(store, ENT + "amazon", RACE + "owns", SITE) == {GRAPH + "inferred"}


def test_another_register_has_the_layer_worked_out_again(store: Path, tmp_path: Path) -> None:
    places = lay_foundation(tmp_path / "source")
    give(store, *SITES)
    build(store, places)
    before = base(store)
    path = places.graph / "entities" / "organizations.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Amazon"@en', '"Amazon.com"@en'), encoding="utf-8")
    build(store, places)
    assert base(store) != before


def test_a_graph_that_names_an_entity_that_is_gone_is_told(store: Path, laid: Folders) -> None:
    give(store, *SITES, line(SITE, RACE + "usedBy", ENT + "nobody-known"))
    with pytest.raises(ProblemsError) as caught:
        build(store, laid)
    (problem,) = caught.value.problems
    assert str(problem) == (
        "imports/test-sites.nt:0: violation: import-entity: names entities that graph/entities"
        " has no more: nobody-known - import its file again, or run:"
        " race import --remove test-sites"
    )
    assert current_generation(store) is None


def test_a_graph_that_contradicts_the_ontology_is_told(store: Path, laid: Folders) -> None:
    give(store, *SITES, line(SITE, TYPE, RACE + "Company"))
    with pytest.raises(ProblemsError) as caught:
        build(store, laid)
    assert {problem.file for problem in caught.value.problems} == {"imports/test-sites.nt"}
    assert {problem.rule for problem in caught.value.problems} == {"inference-disjoint-classes"}
    assert current_generation(store) is None


def test_only_compared_graphs_take_part_in_the_comparison(store: Path, laid: Folders) -> None:
    claim = f"{SRC}{STEM}#one.capex"
    number = "http://www.w3.org/2001/XMLSchema#integer"
    figure = (
        line(claim, TYPE, RACE + "Claim"),
        line(claim, RACE + "inDocument", SRC + STEM),
        line(claim, RACE + "about", ENT + "amazon"),
        line(claim, RACE + "measure", RACE + "capitalExpenditure"),
        line(claim, RACE + "modality", RACE + "reported"),
        line(claim, RACE + "unit", "http://qudt.org/vocab/unit/CCY_USD"),
        f'<{claim}> <{RACE}lower> "5"^^<{number}> .\n',
        f'<{claim}> <{RACE}upper> "5"^^<{number}> .\n',
    )
    preferred = f"ASK {{ ?row race:preferredClaim <{claim}> }}"
    dated = (f'<{SRC}{STEM}> <{RACE}publishedOn> "2026-07"^^<{number[:-7]}gYearMonth> .\n',)
    for compared in (False, True):
        give(store, *SITES, *figure, *dated, compared=compared)
        build(store, laid)
        assert EmbeddedStore(store).query(preferred) is compared
        known = f"ASK {{ <{SRC}{STEM}> race:knownFrom ?day }}"
        assert EmbeddedStore(store).query(known) is True
