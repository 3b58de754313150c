"""The page of an entity, a document and a claim."""

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.answering.page import find_thing, read_page
from compute_race.basics.problems import UsageError
from compute_race.cli.output import width_of
from compute_race.dataset.generations import write_generation
from compute_race.dataset.store import EmbeddedStore
from little_store import quads, race, write_store


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("show") / "store")


@pytest.fixture(scope="module")
def store(folder: Path) -> EmbeddedStore:
    return EmbeddedStore(folder)


@pytest.mark.parametrize("name", ["acme", "ent:acme", "https://w3id.org/compute-race/id/acme"])
def test_an_entity_by_any_of_its_names(store: EmbeddedStore, name: str) -> None:
    page = read_page(store, find_thing(store, name))
    assert page.kind == "entity"
    assert page.label == "Acme"
    assert page.labels == {"en": "Acme", "fr": "Acmé", "zh": "阿克米"}
    assert page.classes == ("Company",)
    assert page.links == (("exactMatch", "http://www.wikidata.org/entity/Q1"),)
    assert ("cik", "0000000001") in page.properties
    assert ("altLabel", "Acme Inc.") in page.properties


def test_facts_are_as_the_documents_have_them(store: EmbeddedStore) -> None:
    facts = read_page(store, find_thing(store, "acme")).facts
    values = [
        (fact.measure, fact.value.replace("\u00a0", " "), fact.evidence.where) for fact in facts
    ]
    assert values == [
        ("capital expenditure", "> Acme Cloud, revenue", "opening"),
        ("market share", "about at least 4 %", "table 1"),
    ]
    # What was said of the subsidiary is on its page too.
    assert len(read_page(store, find_thing(store, "acme-cloud")).facts) == 1


def test_relations_in_both_directions_with_their_ground(store: EmbeddedStore) -> None:
    rows = {
        (row.relation, row.outgoing, row.other): (row.basis, row.documents)
        for row in read_page(store, find_thing(store, "acme")).relations
    }
    assert rows == {
        ("announcedBy", False, "ent:acme-10bn"): ("declared", ()),
        ("hasSubsidiary", True, "ent:acme-cloud"): ("inferred", ()),
        ("locatedIn", True, "ent:earth"): ("judged", ()),
        ("subsidiaryOf", False, "ent:acme-cloud"): ("stated", ("src:the-paper-acme",)),
    }


def test_announcements_with_their_figure(store: EmbeddedStore) -> None:
    (row,) = read_page(store, find_thing(store, "acme"), "fr").announcements
    assert (row.announcement, row.known_from) == ("acme-10bn", "2025-02-24")
    assert row.label == "Les 10 milliards d'Acme"
    assert row.figure is not None
    assert "EUR" in row.figure


def test_inferred_classes_are_marked(store: EmbeddedStore) -> None:
    page = read_page(store, find_thing(store, "acme-cloud"))
    assert page.classes == ("BusinessUnit",)
    assert page.inferred_classes == ("Organization", "Subsidiary")


def test_a_document_has_its_claims_and_relations(store: EmbeddedStore) -> None:
    for name in ("src:the-paper-acme", "the-paper-acme"):
        page = read_page(store, find_thing(store, name))
        assert page.kind == "document"
        assert page.label == "Big plan"
        assert len(page.facts) == 3
        assert ("publishedOn", "2025-02") in page.properties
        assert "acme-cloud subsidiaryOf" in [row.relation for row in page.relations]


def test_a_claim_has_its_place(store: EmbeddedStore) -> None:
    page = read_page(store, find_thing(store, "src:the-paper-acme#c01"))
    assert page.kind == "claim"
    assert ("duration", "P3Y") in page.properties
    assert page.facts[0].evidence.where == "characters 10 to 20, body"
    assert page.sources[0].publisher == "The Paper"


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("acmee", "did you mean acme"),
        ("the-paper-acmee", "did you mean src:the-paper-acme"),
        ("src:the-paper-acme#c09", "did you mean src:the-paper-acme#c0"),
        ("zzz", "race query lists them"),
        ("a b", "use a slug"),
        ("<x>", "use a slug"),
    ],
)
def test_an_unknown_name_gives_the_nearest(store: EmbeddedStore, name: str, advice: str) -> None:
    with pytest.raises(UsageError, match=advice):
        find_thing(store, name)


def test_the_page_in_the_terminal(folder: Path) -> None:
    done = race("--store", str(folder), "show", "acme")
    assert done.returncode == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[:2] == ["Acme", "ent:acme: Company"]
    assert "exactMatch: wd:Q1" in lines
    assert max(map(width_of, lines)) <= 80
    for part in ("Announcements", "Facts", "Relations", "Sources"):
        assert part in lines
    assert re.search(r"hasSubsidiary → Acme Cloud +inferred", done.stdout)
    french = race("--store", str(folder), "--lang", "fr", "show", "acme").stdout
    assert french.startswith("Acmé\n")
    assert "déduit" in french


def test_the_page_as_json_is_the_same_each_time(folder: Path) -> None:
    texts = {
        race("show", "acme", "--format", "json", "--store", str(folder), PYTHONHASHSEED=seed).stdout
        for seed in ("1", "2")
    }
    assert len(texts) == 1
    page = json.loads(texts.pop())
    assert page["id"] == "ent:acme"
    assert page["links"] == {"exactMatch": ["http://www.wikidata.org/entity/Q1"]}
    assert page["facts"][1]["low"] == "4"


def test_an_unknown_slug_is_exit_2(folder: Path) -> None:
    done = race("--store", str(folder), "show", "acmee")
    assert done.returncode == 2
    assert done.stderr.startswith('race: nothing is called "acmee" - did you mean acme')


def test_an_inverse_that_only_echoes_is_left_out(tmp_path: Path) -> None:
    owl = "http://www.w3.org/2002/07/owl#inverseOf"
    race_ = "https://w3id.org/compute-race/ontology#"
    pair = (ox.NamedNode(f"{race_}hasSubsidiary"), ox.NamedNode(f"{race_}subsidiaryOf"))
    graph = ox.NamedNode("https://w3id.org/compute-race/graph/ontology")
    axiom = ox.Quad(pair[0], ox.NamedNode(owl), pair[1], graph)
    write_generation(tmp_path, [*quads(), axiom], {}, "two")
    page = read_page(EmbeddedStore(tmp_path), "https://w3id.org/compute-race/id/acme")
    names = {row.relation for row in page.relations}
    assert "subsidiaryOf" in names
    assert "hasSubsidiary" not in names
