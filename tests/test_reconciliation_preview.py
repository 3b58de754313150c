"""The small page of a candidate: what it shows, that it runs nothing, and that it is readable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from compute_race.dataset.store import EmbeddedStore
from compute_race.serving.entities import Catalogue
from compute_race.serving.preview import preview_page
from compute_race.serving.reading import read_catalogue
from reconciliation_server import AS_OF, Service, few, running

VOID = {"meta", "link", "br", "img"}


@pytest.fixture(scope="module")
def whole(real: EmbeddedStore) -> Catalogue:
    return read_catalogue(real, AS_OF)


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running(few()) as found:
        yield found


class Page(HTMLParser):
    """Reads a page: its text, its tags, and whether every tag is closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += f"{data} "


def text_of(catalogue: Catalogue, slug: str, lang: str = "en") -> str:
    page = preview_page(catalogue, catalogue.entities[slug], lang)
    return " ".join(Page(page).words.split()).replace("\u00a0", " ")


def test_a_preview_shows_names_types_place_and_links(service: Service) -> None:
    page = service.call("GET", f"{service.old}/preview?id=acme").data.decode()
    found = Page(page)
    for word in ("Acme", "company", "阿克米", "Lutetia", "Gallia", "acme.example", "Q42"):
        assert word in found.words
    assert ("href", "https://www.acme.example/about") in found.attributes
    assert ("href", "https://www.wikidata.org/entity/Q42") in found.attributes
    assert ("href", "https://w3id.org/compute-race/id/acme") in found.attributes


def test_both_versions_show_the_same_page(service: Service) -> None:
    old = service.call("GET", f"{service.old}/preview?id=acme")
    new = service.call("GET", f"{service.new}/preview?id=acme")
    assert old.data == new.data
    assert old.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_preview_runs_nothing_and_loads_nothing(service: Service) -> None:
    answer = service.call("GET", f"{service.old}/preview?id=oracle")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    found = Page(answer.data.decode())
    assert not found.tags & {"script", "img", "link", "iframe", "form", "b"}
    assert not [name for name, _ in found.attributes if name.startswith("on") or name == "src"]
    assert 'Oracle <b>&"Co"</b>' in found.words


def test_an_address_that_is_none_is_no_link() -> None:
    for page in (preview_page(few(), entity, "en") for entity in few().entities.values()):
        links = [value or "" for name, value in Page(page).attributes if name == "href"]
        assert all(link.startswith(("https://", "http://")) for link in links)


def test_an_unknown_id_is_told_in_a_page(service: Service) -> None:
    answer = service.call("GET", f"{service.old}/preview", fields={"id": "<script>alert(1)"})
    assert answer.status == 404
    found = Page(answer.data.decode())
    assert "Nothing has this id." in found.words
    assert "script" not in found.tags


def test_a_preview_is_in_the_language_of_the_reader(service: Service) -> None:
    answer = service.call(
        "GET", f"{service.old}/preview?id=acme", headers={"Accept-Language": "fr"}
    )
    assert answer.headers["Content-Language"] == "fr"
    page = answer.data.decode()
    assert '<html lang="fr">' in page
    assert "entreprise" in page
    assert "a son siège à" in page


def test_a_preview_has_colours_for_light_and_dark(service: Service) -> None:
    page = service.call("GET", f"{service.old}/preview?id=acme").data.decode()
    assert "color-scheme: light dark" in page
    assert "prefers-color-scheme: dark" in page


def test_an_organisation_shows_what_it_plans_and_its_announcements(whole: Catalogue) -> None:
    text = text_of(whole, "alibaba-group")
    assert "plans a year at least 16.7 bn EUR" in text
    assert "Hangzhou" in text
    assert "about 28 bn USD, 3 years 2020-04-30" in text_of(whole, "alibaba-cloud")


def test_an_announcement_shows_its_figure_as_printed(whole: Catalogue) -> None:
    text = text_of(whole, "alibaba-380bn")
    assert "figure at least 380 bn CNY, 3 years" in text
    assert "announced by Alibaba Group" in text
    assert "plans a year" not in text
    assert "chiffre au moins 380 Md CNY, 3 ans" in text_of(whole, "alibaba-380bn", "fr")


def test_every_preview_is_whole_html(whole: Catalogue) -> None:
    for entity in whole.entities.values():
        for lang in ("en", "fr"):
            page = Page(preview_page(whole, entity, lang))
            assert entity.item.label(lang) in page.words
            assert not re.search(r"\bNone\b", page.words)
