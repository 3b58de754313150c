"""What a name of a data set means: an entity of the register, or nobody, never the nearest."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.basics.namespaces import DATA, ENT, RDF
from compute_race.basics.problems import UsageError
from compute_race.importing.names import Names
from compute_race.importing.register import Register, Resolved, Unresolved, plain_name
from compute_race.importing.writer import GraphWriter
from epoch_files import little_register
from support import ROOT


def meant(name: str, *kinds: str) -> str | None:
    """Give the slug of the entity that a name means, ``None`` for nobody."""
    found = little_register().resolve(name, kinds=kinds or ("Organization",))
    return found.iri.removeprefix(ENT) if isinstance(found, Resolved) else None


def near(name: str) -> tuple[str, ...]:
    """Give the candidates for a name that means nobody."""
    found = little_register().resolve(name)
    assert isinstance(found, Unresolved)
    assert found.name == name
    return found.candidates


# ---------------------------------------------------------------- the register


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("OpenAI", "openai"),
        ("openai", "openai"),
        ("Open-AI", None),
        ("Meta", "meta-platforms"),
        ("Meta Platforms, Inc.", "meta-platforms"),
        ("META PLATFORMS INC", "meta-platforms"),
        ("Microsoft", "microsoft"),
        ("Microsoft Corp.", "microsoft"),
        ("Google LLC", "google"),
        ("Anthropic PBC", "anthropic"),
        ("Societe Generale", "societe-generale"),
        ("SOCIÉTÉ GÉNÉRALE SA", "societe-generale"),
        ("北京智源人工智能研究院", "beijing-academy"),
        ("BAAI", "beijing-academy"),
    ],
)
def test_a_name_means_whoever_is_called_so(name: str, slug: str | None) -> None:
    assert meant(name) == slug


@pytest.mark.parametrize(
    "name", ["Metabolic", "OpenAI Startup Fund", "Micro", "Googl", "Mistral", "", "???", "China"]
)
def test_nobody_is_glued_to_the_nearest(name: str) -> None:
    assert meant(name) is None


def test_a_name_that_two_have_means_neither_and_lists_both() -> None:
    assert near("Apex Computing") == ("apex-one", "apex-two")
    assert meant("Apex Computing", "Publisher") == "apex-two"


def test_who_was_near_is_listed_for_a_person() -> None:
    assert near("Mistral") == ("mistral-ai",)
    assert near("Googles") == ("google",)
    assert near("OpenAI Startup Fund") == ("openai",)
    assert near("Bell Laboratories") == ()


def test_words_that_everybody_has_make_nobody_near() -> None:
    assert near("Shanghai Artificial Intelligence Laboratory") == ()


def test_a_name_means_only_things_of_its_kind() -> None:
    assert meant("GPT-4") is None
    assert meant("GPT-4", "Model") == "gpt-4"
    assert meant("OpenAI", "Model") is None
    assert meant("NVIDIA H100 SXM5 80GB", "Accelerator") == "h100"
    assert meant("Beijing Academy of Artificial Intelligence", "ResearchFirm") == "beijing-academy"


def test_an_announcement_is_nobody() -> None:
    assert meant("A Plan", "Announcement") is None
    assert meant("A Plan") is None


def test_an_identifier_decides_before_the_name() -> None:
    register = little_register()
    assert register.resolve("Whoever", cik="0000789019") == Resolved(ENT + "microsoft")
    assert register.resolve("Google", lei="BQ4BKCS1HXDV9HN80Z93") == Resolved(
        ENT + "meta-platforms"
    )
    assert register.resolve("Google", cik="9999999999") == Resolved(ENT + "google")
    assert register.filer("0000789019") == Resolved(ENT + "microsoft")
    assert register.filer("9999999999") is None


def test_countries_by_name_and_by_code() -> None:
    register = little_register()
    for name in ("United States of America", "États-Unis", "US", "united states"):
        assert register.country(name) == Resolved(ENT + "united-states")
    assert isinstance(register.country("us"), Unresolved)
    assert isinstance(register.country("OpenAI"), Unresolved)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Meta Platforms, Inc.", "meta platforms"),
        ("Alphabet Inc", "alphabet"),
        ("AT&T", "at and t"),
        ("Société Générale S.A.", "societe generale"),
        ("U.S. Steel", "us steel"),
        ("x.ai", "x ai"),
        ("01.AI", "01 ai"),
        ("Co", "co"),
        ("Inc. Ltd.", "inc"),
        ("Company of Heroes", "company of heroes"),
        ("  Two   words ", "two words"),
        ("Ａlphabet", "alphabet"),
    ],
)
def test_names_without_what_tells_nothing(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_the_real_register_knows_who_everybody_knows() -> None:
    register = Register.read(ROOT / "ontology", ROOT / "graph")
    for name in ("OpenAI", "Microsoft", "Alibaba Cloud", "Nvidia"):
        assert isinstance(register.resolve(name), Resolved), name
    assert register.country("CN") == Resolved(ENT + "china")


def test_a_register_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "broken.ttl").write_text("ent:x a", encoding="utf-8")
    with pytest.raises(UsageError, match=r"broken\.ttl cannot be read"):
        Register.read(ROOT / "ontology", tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        Register.read(tmp_path, tmp_path)


# ---------------------------------------------------------------- names of one file


@pytest.fixture
def writer() -> GraphWriter:
    return GraphWriter("epoch-test", "epoch")


@pytest.fixture
def names(writer: GraphWriter) -> Names:
    return Names(little_register(), writer)


def lines(writer: GraphWriter) -> list[str]:
    return writer.ntriples().decode().splitlines()


def test_what_resolves_makes_no_node(names: Names, writer: GraphWriter) -> None:
    assert names.organization("Meta", "owner", 2) == ENT + "meta-platforms"
    assert names.known("OpenAI", "user") == ENT + "openai"
    assert names.model("GPT-4", 2) == ENT + "gpt-4"
    assert names.accelerator("NVIDIA H100", 2) == ENT + "h100"
    assert names.country("China") == ENT + "china"
    assert (names.unresolved(), lines(writer)) == ([], [])


def test_what_does_not_resolve_is_a_node_of_its_own_and_is_listed(
    names: Names, writer: GraphWriter
) -> None:
    iri = names.organization("Mistral", "developer", 5)
    assert iri == f"{DATA}epoch/organization/Mistral"
    assert names.organization("Mistral", "developer", 9) == iri
    assert names.organization("Mistral", "owner", 9) == iri
    assert names.unresolved() == [
        {"name": "Mistral", "role": "developer", "candidates": ["mistral-ai"]},
        {"name": "Mistral", "role": "owner", "candidates": ["mistral-ai"]},
    ]
    assert writer.rows[iri] == 5
    assert len(lines(writer)) == 3
    assert f"<{iri}> <{RDF}type> " in lines(writer)[0]
    assert lines(writer)[0].endswith("UnresolvedOrganization> .")


def test_models_and_accelerators_are_nodes_and_not_listed(
    names: Names, writer: GraphWriter
) -> None:
    assert names.model("Llama 4", 2) == f"{DATA}epoch/model/Llama%204"
    assert names.accelerator("A/B 100%", 2) == f"{DATA}epoch/accelerator/A%2FB%20100%25"
    assert names.unresolved() == []
    assert len(lines(writer)) == 6


def test_words_that_are_nobody_make_no_node_but_are_listed(
    names: Names, writer: GraphWriter
) -> None:
    assert names.known("everybody in town", "user") is None
    assert names.country("Atlantis") is None
    assert [(one["name"], one["role"]) for one in names.unresolved()] == [
        ("Atlantis", "country"),
        ("everybody in town", "user"),
    ]
    assert lines(writer) == []


def test_a_row_that_fails_leaves_no_name_and_no_node(names: Names, writer: GraphWriter) -> None:
    names.organization("Early", "owner", 2)
    before = writer.ntriples()

    def fail() -> None:
        with names.whole():
            names.organization("Early", "user", 3)
            names.organization("Late", "owner", 3)
            names.known("Nobody", "user")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert [one["name"] for one in names.unresolved()] == ["Early"]
    assert names.unresolved()[0]["role"] == "owner"
    assert writer.ntriples() == before
    with names.whole():
        assert writer.rows[names.organization("Late", "owner", 4)] == 4
    assert len(names.unresolved()) == 2


def test_every_node_is_triples_that_can_be_read(names: Names, writer: GraphWriter) -> None:
    for name in ('A "B" \\ C', "line\nbreak", "嗨", "a b>c", "x#y?z", "\x07bell"):
        names.organization(name, "owner", 2)
    labels = {
        triple.object.value
        for triple in ox.parse(writer.ntriples(), format=ox.RdfFormat.N_TRIPLES)
        if isinstance(triple.object, ox.Literal)
    }
    assert labels == {'A "B" \\ C', "line\nbreak", "嗨", "a b>c", "x#y?z", "\x07bell"}
