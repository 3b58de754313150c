"""Fifty pages that copy one agency are one witness."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compute_race.basics.namespaces import ENT, SRC
from compute_race.comparison.independence import Witnesses
from compute_race.comparison.records import Document
from support import document


def witnesses(*documents: Document) -> Witnesses:
    return Witnesses({item.iri: item for item in documents})


def test_an_original_is_its_publishers() -> None:
    found = witnesses(document("a", publisher="paper"), document("b", publisher="paper"))
    assert found.of(SRC + "a") == {ENT + "paper"}
    assert found.count([SRC + "a", SRC + "b"]) == 1


def test_pages_that_copy_one_agency_are_one() -> None:
    found = witnesses(*(document(name, cites=[ENT + "agency"]) for name in "abc"))
    assert found.count(SRC + name for name in "abc") == 1


def test_the_agency_itself_and_its_copies_are_one() -> None:
    found = witnesses(
        document("wire", publisher="agency"), document("copy", cites=[ENT + "agency"])
    )
    assert found.count([SRC + "wire", SRC + "copy"]) == 1


def test_a_chain_is_followed_to_its_end() -> None:
    found = witnesses(
        document("a", cites=[SRC + "b"]), document("b", cites=[SRC + "c"]), document("c")
    )
    assert found.of(SRC + "a") == {ENT + "c-press"}
    assert found.count([SRC + "a", SRC + "b", SRC + "c"]) == 1


def test_one_page_with_two_agencies_is_one_witness() -> None:
    found = witnesses(document("a", cites=[ENT + "one", ENT + "two"]))
    assert found.of(SRC + "a") == {ENT + "one", ENT + "two"}
    assert found.count([SRC + "a"]) == 1


def test_a_circle_of_two_counts_as_one() -> None:
    found = witnesses(document("a", cites=[SRC + "b"]), document("b", cites=[SRC + "a"]))
    assert found.count([SRC + "a", SRC + "b"]) == 1


def test_a_document_that_cites_itself_is_an_original() -> None:
    assert witnesses(document("a", cites=[SRC + "a"])).of(SRC + "a") == {ENT + "a-press"}


def test_a_document_nobody_publishes_is_its_own_witness() -> None:
    alone = Document(SRC + "a", None, None, None)
    assert witnesses(alone).of(SRC + "a") == {SRC + "a"}


def test_nothing_has_no_witness() -> None:
    assert witnesses().count([]) == 0


def test_twenty_layers_of_copies_are_followed_quickly() -> None:
    layers = [
        document(f"{side}{depth}", cites=[SRC + f"a{depth + 1}", SRC + f"b{depth + 1}"])
        for depth in range(20)
        for side in "ab"
    ]
    found = witnesses(*layers, document("a20"), document("b20"))
    assert found.of(SRC + "a0") == {ENT + "a20-press", ENT + "b20-press"}


@given(
    st.dictionaries(
        st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdefxy"), max_size=3), max_size=6
    )
)
def test_there_are_never_more_witnesses_than_documents(cites: dict[str, set[str]]) -> None:
    kept = [document(name, cites=[SRC + c for c in sorted(cited)]) for name, cited in cites.items()]
    found = witnesses(*kept)
    iris = [item.iri for item in kept]
    assert (found.count(iris) >= 1) == bool(iris)
    assert found.count(iris) <= len(iris)
    assert found.count(reversed(iris)) == found.count(iris * 2) == found.count(iris)
