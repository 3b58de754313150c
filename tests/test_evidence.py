"""Where a claim stands in its document, and the sentence for whoever has the document."""

from __future__ import annotations

from pathlib import Path

import pytest

from compute_race.answering.evidence import Evidence, Library, gather
from compute_race.basics.namespaces import SRC
from compute_race.basics.text import normalise, sha256
from compute_race.dataset.store import EmbeddedStore
from support import SEED, TEXTS, needs_text

C04 = f"{SRC}{SEED}#c04"
FORM = f"{SRC}alibaba-group-2025-02-24-form-6k#c01"


def one(store: EmbeddedStore, claim: str, library: Library, lang: str = "en") -> Evidence:
    return gather(store, [claim], library, lang)[claim]


def test_a_claim_with_a_position(real: EmbeddedStore) -> None:
    found = one(real, C04, Library(()))
    assert found.anchored
    assert (found.start, found.end) == (801, 823)
    assert found.where == "characters 801 to 823, body"
    assert (found.unit, found.low, found.high) == ("CNY", 380 * 10**9, 380 * 10**9)
    assert found.period == "sur trois ans"
    assert (found.printed, found.sentence) == (None, None)
    assert found.published is None
    assert found.known_from == "2025-02-24"


def test_the_place_is_told_in_the_readers_language(real: EmbeddedStore) -> None:
    assert one(real, C04, Library(())).place("fr") == "caractères 801 à 823, corps du texte"
    assert one(real, FORM, Library(())).place("fr") == "titre"


def test_a_claim_with_a_named_place(real: EmbeddedStore) -> None:
    found = one(real, FORM, Library(()))
    assert not found.anchored
    assert found.where == "headline"
    assert found.published == "2025-02-24"
    assert found.high is None


@needs_text
def test_the_sentence_comes_from_the_text_on_disk(real: EmbeddedStore) -> None:
    found = one(real, C04, Library([TEXTS]))
    assert found.printed == "380 milliards de yuans"
    assert found.sentence is not None
    assert found.printed in found.sentence
    assert found.sentence.endswith("sur trois ans.")


def test_labels_are_in_the_readers_language(real: EmbeddedStore) -> None:
    assert (
        one(real, C04, Library(()), "fr").attributed_to
        == one(real, C04, Library(())).attributed_to
        == ("Alibaba Group",)
    )


def test_what_is_no_claim_is_left_out(real: EmbeddedStore) -> None:
    assert gather(real, [SRC + "nothing#c01", SRC + SEED], Library(())) == {}
    assert gather(real, [], Library(())) == {}


def test_a_relative_claim_has_no_figure(real: EmbeddedStore) -> None:
    found = one(real, f"{SRC}{SEED}#c05", Library(()))
    assert (found.low, found.high, found.unit) == (None, None, "")


def test_evidence_is_ready_for_json(real: EmbeddedStore) -> None:
    found = one(real, C04, Library(())).as_dict()
    assert found["low"] == "380000000000"
    assert found["where"] == "characters 801 to 823, body"
    assert found["attributed_to"] == ["Alibaba Group"]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "other-name.txt").write_bytes("30\u00a0milliards\r\n".encode())
    (tmp_path / "broken.txt").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "notes.md").write_text("30 milliards")
    return tmp_path


def test_a_text_is_found_by_its_hash_and_never_by_name(texts: Path) -> None:
    library = Library([texts])
    text = normalise("30\u00a0milliards\r\n")
    assert library.text(sha256(text)) == text
    assert library.text(sha256("another")) is None
    assert library.text(None) is None


def test_by_default_the_folders_of_documents_are_read(
    texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RACE_DOCUMENTS", str(texts))
    assert Library().text(sha256("30 milliards \n")) == "30 milliards \n"
