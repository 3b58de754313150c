"""The one form of a text that positions count over."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.basics.problems import UsageError
from compute_race.basics.text import normalise, read_document, sentence_around, sha256
from support import SEED_TEXT, needs_text


@given(st.text())
def test_normalising_keeps_the_length_and_is_done_once(raw: str) -> None:
    found = normalise(raw)
    assert len(found) == len(raw)
    assert normalise(found) == found


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_what_is_no_space_stays(raw: str) -> None:
    assert normalise(raw) == raw


@pytest.mark.parametrize("space", "\t\r\u00a0\u2009\u202f\u3000")
def test_every_space_is_one(space: str) -> None:
    assert normalise(f"30{space}milliards") == "30 milliards"


@pytest.mark.parametrize("end", "\u2028\u2029\x85")
def test_every_line_end_is_one(end: str) -> None:
    assert normalise(f"a{end}b") == "a\nb"


def test_positions_do_not_move_with_windows_line_ends() -> None:
    raw = "titre\r\n30\u00a0milliards"
    assert normalise(raw).index("30") == raw.index("30")


def test_the_hash_is_of_the_bytes() -> None:
    assert sha256("é") == hashlib.sha256("é".encode()).hexdigest()
    assert len(sha256("")) == 64


def test_a_document_is_read_as_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "d.txt"
    path.write_bytes("a\r\nb\u00a0c".encode())
    assert read_document(path) == "a \nb c"


@pytest.mark.parametrize("data", [b"\xff\xfe", b"caf\xe9", b"\x80"])
def test_what_is_not_utf_8_is_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "d.txt"
    path.write_bytes(data)
    with pytest.raises(UsageError, match="is not UTF-8"):
        read_document(path)


def test_what_is_not_there_or_no_file_is_one_line(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(UsageError, match="cannot be read"):
            read_document(path)


@pytest.mark.parametrize(
    ("text", "figure", "sentence"),
    [
        ("It is so. It spends 4.3 bn. Then more.", "4.3 bn", "It spends 4.3 bn."),
        ("Title\n30 bn for it\nBody.", "30 bn", "30 bn for it"),
        ("30 bn", "30 bn", "30 bn"),
        ("One. « So 30 bn » ? Two.", "30 bn", "« So 30 bn » ?"),
        ("阿里巴巴。投资3800亿元。完", "3800亿", "投资3800亿元。"),
        ("Ends with 30 bn. ", "30 bn", "Ends with 30 bn."),
        ("No capital. after it 30 bn stays. Next", "30 bn", "No capital. after it 30 bn stays."),
    ],
)
def test_the_sentence_around_a_figure(text: str, figure: str, sentence: str) -> None:
    start = text.index(figure)
    assert sentence_around(text, start, start + len(figure)) == sentence


@given(st.text(max_size=60), st.data())
def test_a_sentence_holds_its_figure(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    figure = text[start:end]
    if "\n" not in figure:
        assert figure.strip() in sentence_around(text, start, end)


@needs_text
def test_the_seed_is_read_without_moving_a_character() -> None:
    raw = SEED_TEXT.read_bytes().decode("utf-8")
    assert len(read_document(SEED_TEXT)) == len(raw)
