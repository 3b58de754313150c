"""What is kept of a data set's prose, and the addresses in it. All sentences here are invented."""

from __future__ import annotations

import pytest

from compute_race.importing.notes import LONGEST_QUOTATION, own_words, web_addresses

SENTENCE = "The company said that it would spend forty coins on some very small machines"
OTHER = "A person who knows the matter counted the machines twice and found sixty of them"


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        (None, None),
        ("", None),
        ("  \n ", None),
        ("Rounded to the nearest ten.", "Rounded to the nearest ten."),
        (f'"{SENTENCE}"', None),
        (f"“{SENTENCE}”", None),
        (f'Counted by hand.\n\n"{SENTENCE}"', 'Counted by hand.\n\n"…"'),
        (f'"{SENTENCE}" - the mayor', '"…" - the mayor'),
        (f'A: "{SENTENCE}"\nB: "{OTHER}". So 40.', 'A: "…"\nB: "…". So 40.'),
        # Names, terms and figures are no sentences.
        (
            'They call it "phase 2" of the "Big Machine".',
            'They call it "phase 2" of the "Big Machine".',
        ),
        ('The rack is 36" wide, the next 40" wide.', 'The rack is 36" wide, the next 40" wide.'),
        # A quotation within a quotation is part of it.
        (
            f'Mine. "{SENTENCE}, the "wheel of fire" of our time, {OTHER}" Mine too.',
            'Mine. "…" Mine too.',
        ),
        (f'"{SENTENCE}. “{OTHER},” he said." Mine.', '"…" Mine.'),
        (f'"“{SENTENCE},” she said." Mine.', '"…" Mine.'),
        # Each paragraph opens the quotation anew, and the last one closes it.
        (f'"{SENTENCE}.\n\n"{OTHER}" Mine.', '"…" Mine.'),
        (f"“{SENTENCE}.\n\n“{OTHER}.” Mine.", '"…" Mine.'),
        # Never closed: to the end. Closed with the wrong mark, or behind a space.
        (f'Mine. "{SENTENCE}. Who knows where it ends.', 'Mine. "…"'),
        (f"Mine. “{SENTENCE} “\nMine too.", 'Mine. "…"\nMine too.'),
        (f'Mine ("{SENTENCE} ") and more.', 'Mine ("…") and more.'),
        # Doubled marks are slips.
        (f'""{SENTENCE}" Mine.', '"…" Mine.'),
        (f'Mine: "{SENTENCE}, "{OTHER}"" and more.', 'Mine: "…" and more.'),
    ],
)
def test_own_words_stay_and_sentences_of_others_go(note: str | None, kept: str | None) -> None:
    assert own_words(note) == kept


def test_how_long_a_quotation_may_be() -> None:
    assert own_words(f'see "{"x" * LONGEST_QUOTATION}"') == f'see "{"x" * LONGEST_QUOTATION}"'
    assert own_words(f'see "{"x" * (LONGEST_QUOTATION + 1)}"') == 'see "…"'


def test_no_mark_makes_a_note_longer_or_stops() -> None:
    """Whatever the marks are, what is kept was there, but for the ellipses."""
    for text in ('"', '""', '"""" "', "”", "“", '“"”"', ' " " " ', f'"{SENTENCE}”{OTHER}“"'):
        kept = own_words(f"start {text} end")
        assert kept is not None
        assert kept.startswith("start ")
        assert len(kept) <= len(f"start {text} end")


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((None, "", "no address"), ()),
        (("https://a.example/x",), ("https://a.example/x",)),
        (
            ("https://a.example/x, https://b.example/y;",),
            ("https://a.example/x", "https://b.example/y"),
        ),
        (("https://a.example/x", None, "again https://a.example/x"), ("https://a.example/x",)),
        (("(see https://a.example/x)",), ("https://a.example/x",)),
        (("https://a.example/wiki/Chip_(unit)",), ("https://a.example/wiki/Chip_(unit)",)),
        (("http://a.example/x\nhttp://b.example",), ("http://a.example/x", "http://b.example")),
        (("ftp://a.example/x mailto:b@example.org",), ()),
    ],
)
def test_addresses_in_order_each_once(
    texts: tuple[str | None, ...], found: tuple[str, ...]
) -> None:
    assert web_addresses(*texts) == found
