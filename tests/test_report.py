"""The report: one page that needs no network, and republishes no sentence of a source."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from compute_race.answering.options import CompareOptions
from compute_race.answering.ranking import compare
from compute_race.dataset.store import EmbeddedStore
from compute_race.export.report import report_page
from support import SEED_TEXT, Called, day, needs_text

VOID = {"meta", "link", "br", "hr", "img", "input", "path", "use", "rect", "line", "circle"}


class Page(HTMLParser):
    """A page read strictly: every element is closed in order; what it loads is kept."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.ids: list[str] = []
        self.feed(data.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        self._attributes(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._attributes(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            assert not name.startswith("on")
            if name == "id" and value:
                self.ids.append(value)
            if name in ("src", "srcset", "data", "poster", "action") or (
                name in ("href", "xlink:href") and tag != "a"
            ):
                self.loads.append(value or "")
            elif name == "href":
                self.links.append(value or "")
            if name == "style":
                assert "url(http" not in (value or "")


def page(real: EmbeddedStore, lang: str = "en", as_of: str = "2025-03-01", **more: Any) -> bytes:
    ranking = compare(real, CompareOptions(as_of=day(as_of), **more), lang)
    return report_page(ranking, real, lang)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("by", ["announcement", "bloc", "group"])
def test_the_page_stands_alone(real: EmbeddedStore, lang: str, by: Any) -> None:
    data = page(real, lang, by=by)
    found = Page(data)
    assert data.lower().startswith(b"<!doctype html>")
    assert f'<html lang="{lang}">'.encode() in data
    assert not {"script", "iframe", "img", "link", "object", "embed", "base"} & set(found.tags)
    assert all(target.startswith("#") for target in found.loads)
    assert b"@import" not in data
    assert not re.search(rb"url\(\s*['\"]?(?!#)", data)
    assert len(found.ids) == len(set(found.ids))
    assert all(link.startswith(("http://", "https://")) for link in found.links)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_same_bytes_twice(real: EmbeddedStore, lang: str) -> None:
    assert page(real, lang) == page(real, lang)


def test_the_page_has_what_was_promised(real: EmbeddedStore) -> None:
    words = " ".join(" ".join(Page(page(real)).words).split())
    for part in (
        "Planned investment a year, in bn EUR, as of 2025-03-01",
        "Alibaba Group",
        "values 41 % apart",
        "different periods",
        "Inside one document: silicon-fr-alibaba-30-milliards",
        "Meta's 2025 guidance of 64 to 72 billion dollars: neither the announcement nor its",
        "European Central Bank",
        "Stargate plans most: 120.7 bn EUR a year.",
        "Alibaba Group stands last, with at least 16.7 bn EUR a year.",
        "How to read: from and to are in bn EUR a year",
        "Alibaba's plan of 380 billion yuan for cloud and AI",
        "7.5879 CNY per EUR",
        "alibaba-group-2025-02-24-form-6k",
    ):
        assert part in words
    assert "None" not in words


def test_numbers_are_written_as_the_readers_language_does(real: EmbeddedStore) -> None:
    words = " ".join(Page(page(real, "fr")).words)
    assert "16,69" in words
    assert "16.69" not in words


def test_the_french_page_is_french(real: EmbeddedStore) -> None:
    words = " ".join(" ".join(Page(page(real, "fr")).words).split())
    for part in (
        "Stargate prévoit le plus : 120,7 Md EUR par an.",
        "1 CNY = 0,131788768961 EUR, 7,5879 CNY pour 1 EUR",
        "caractères 45 à 59, titre",
        "presse spécialisée",
        "Banque centrale européenne",
    ):
        assert part in words
    for part in ("characters", "tradePress", "stated-day", "European Central Bank"):
        assert part not in words


def test_the_title_is_printed_once_and_long_lists_are_folded(real: EmbeddedStore) -> None:
    found = Page(page(real))
    heading = "Planned investment a year, in bn EUR, as of 2025-03-01"
    assert [word.strip() for word in found.words].count(heading) == 2  # <title> and <h1>
    assert "details" in found.tags


def test_a_page_of_sums_shows_them_with_and_without(real: EmbeddedStore) -> None:
    words = " ".join(" ".join(Page(page(real, by="bloc")).words).split())
    for part in (
        "United States plans most: at least 424.5 bn EUR a year",
        "all from",
        "European Union",
        "1 of 2",
        "counted once: eu-ai-champions-150bn (already in another announcement)",
        "EU AI Champions: 150 billion euros: part of eu-investai-200bn",
    ):
        assert part in words


def test_without_rows_the_lead_says_so(real: EmbeddedStore) -> None:
    assert "No figure can be compared on that day." in Page(page(real, as_of="2020-01-01")).words


def test_every_source_is_linked(real: EmbeddedStore) -> None:
    found = Page(page(real))
    assert len({link for link in found.links if link}) > 20


@pytest.mark.parametrize("more", [{"as_of": "2020-01-01"}, {"measure": "market-rank"}])
def test_other_questions_have_a_page_too(real: EmbeddedStore, more: dict[str, Any]) -> None:
    Page(page(real, **more))


def test_a_page_of_a_day_cites_nothing_printed_later(real: EmbeddedStore) -> None:
    """The guancha page is of 27 February, the Swiss one of the end of the month."""
    words = " ".join(Page(page(real, as_of="2025-02-24")).words)
    assert "alibaba-group-2025-02-24-form-6k" in words
    assert "outputnews-2025-02-27" not in words
    assert "watson-ch-2025-02" not in words


def test_the_command_writes_the_page(race: Callable[..., Called], tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    found = race("compare", "--as-of", "2025-03-01", "--format", "html", "--out", out)
    assert found.code == 0
    Page(out.read_bytes())


def sentences() -> list[str]:
    """Give the seed's sentences, long enough to be somebody's words and not a figure."""
    with SEED_TEXT.open(encoding="utf-8", newline="") as stream:
        text = " ".join(stream.read().split())
    parts = [part.strip() for part in re.split(r"(?<=[.!?»])\s+", text)]
    return [part for part in parts if len(part.split()) >= 8]


@needs_text
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_sentence_of_the_seed_is_in_the_report(real: EmbeddedStore, lang: str) -> None:
    words = " ".join(" ".join(Page(page(real, lang)).words).split())
    assert len(sentences()) > 8
    assert [part for part in sentences() if part in words] == []


@needs_text
def test_no_sentence_of_the_seed_is_in_the_store(real: EmbeddedStore) -> None:
    dump = " ".join(" ".join(map(str, real.quads())).split())
    assert [part for part in sentences() if part in dump] == []
