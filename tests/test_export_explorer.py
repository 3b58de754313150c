"""The explorer in a real browser, opened from a file with the network cut."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from compute_race.export.explorer_page import write_html
from compute_race.export.network import with_metrics
from compute_race.export.projection import Projection
from compute_race.export.reading import Asked, project
from export_readers import READERS, written
from foundation import foundation_store
from projections import AS_OF, NASTY, large, nasty
from support import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = READERS / "node_modules" / "axe-core" / "axe.min.js"
#: The README's picture, which this test makes.
PICTURE = ROOT / "tests" / "data" / "explorer.png"

needs_axe = pytest.mark.skipif(
    not AXE.is_file(), reason="axe-core is not installed: npm ci in tests/readers"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: the extra readers"
    )
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: it is in Debian's chromium")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def real_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("explorer") / "race.html"
    file.write_bytes(written(write_html, project(foundation_store(), Asked(AS_OF))))
    return file


class Visit:
    """A page that is open, with all it said and all it asked the network for."""

    def __init__(self, browser: Any, file: Path, hash_: str = "", **options: Any) -> None:
        self.told: list[str] = []
        self.asked: list[str] = []
        size = {"width": 1280, "height": 800}
        self.context = browser.new_context(**{"viewport": size, "offline": True, **options})
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.told.append(message.text))
        self.page.on("pageerror", lambda error: self.told.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(f"{file.as_uri()}{hash_}")
        self.page.wait_for_function("window.explorer !== undefined")

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def count(self) -> int:
        return int(self.text("#count").split()[0])


@pytest.fixture
def visit(browser: Any, real_page: Path) -> Iterator[Visit]:
    visit = Visit(browser, real_page)
    yield visit
    assert visit.told == []
    assert [url for url in visit.asked if not url.startswith(("file:", "data:", "blob:"))] == []
    visit.context.close()


def find(visit: Visit, text: str) -> None:
    visit.page.keyboard.press("/")
    visit.page.keyboard.type(text)
    visit.page.wait_for_selector("#found li")
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Enter")


def test_search_by_keyboard_shows_the_facts(visit: Visit) -> None:
    find(visit, "\u963f\u91cc\u5df4\u5df4")
    assert visit.text("#facts h2") == "Alibaba Group"
    facts = visit.text("#facts")
    for expected in ("organization", "at least 16.7 bn EUR", "Q1359568", "announced by", "China"):
        assert expected in facts
    links = visit.page.eval_on_selector_all("#facts a", "all => all.map(one => one.href)")
    assert links == [
        "https://w3id.org/compute-race/id/alibaba-group",
        "https://www.wikidata.org/wiki/Q1359568",
    ]
    visit.page.keyboard.press("Escape")
    assert not visit.page.is_visible("#facts")


def test_a_click_on_the_picture_selects(visit: Visit) -> None:
    find(visit, "alibaba-380bn")
    visit.page.wait_for_timeout(500)
    visit.page.click("#facts .close")
    point = visit.page.evaluate("window.explorer.where('alibaba-380bn')")
    visit.page.mouse.move(point["x"], point["y"])
    visit.page.mouse.click(point["x"], point["y"])
    visit.page.wait_for_selector("#facts h2")
    assert visit.text("#facts h2").startswith("Alibaba's plan of 380 billion yuan")
    assert "headline" in visit.text("#facts")
    assert "380 bn CNY" in visit.text("#facts")


def test_filters_leave_out_and_the_address_leads_back(
    visit: Visit, browser: Any, real_page: Path
) -> None:
    every = visit.count()
    visit.page.uncheck("label:has-text('organization') input")
    without = visit.count()
    assert without < every
    visit.page.select_option("#bloc", "china")
    of_china = visit.count()
    assert 0 < of_china < without
    visit.page.select_option("#measure", "plannedInvestment")
    assert 0 < visit.count() < of_china
    visit.page.check("#valued")
    assert 0 < visit.count() < of_china
    find(visit, "alibaba-380bn")
    address = visit.page.evaluate("location.hash")
    again = Visit(browser, real_page, address)
    assert again.count() == visit.count()
    assert again.text("#facts h2") == visit.text("#facts h2")
    chosen = [again.page.input_value(f"#{name}") for name in ("bloc", "measure")]
    assert chosen == ["china", "plannedInvestment"]
    again.context.close()
    visit.page.click("text=Show all")
    assert visit.count() == every


def test_the_date_slider_hides_what_came_later(visit: Visit) -> None:
    every = visit.count()
    visit.page.focus("#until")
    visit.page.keyboard.press("Home")
    assert visit.count() < every
    first = visit.text("output")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", first)
    visit.page.keyboard.press("End")
    assert visit.count() == every


def test_the_table_says_the_same_as_text(visit: Visit) -> None:
    visit.page.click("#tab-table")
    assert visit.page.is_hidden("#network")
    assert visit.text("#table caption").split()[0] == str(visit.count())
    visit.page.click("th[data-column=low] button")
    head = visit.page.get_attribute("th[data-column=low]", "aria-sort")
    assert head == "descending"
    values = visit.page.locator("#table td.number").all_inner_texts()
    numbers = [float(text.split(" bn")[0].split()[-1]) for text in values if " bn " in text]
    assert len(numbers) > 5
    assert numbers[:5] == sorted(numbers[:5], reverse=True)
    visit.page.locator("#table tbody .name").first.click()
    assert visit.page.is_visible("#facts h2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_is_not_blank(browser: Any, real_page: Path, scheme: str) -> None:
    visit = Visit(browser, real_page, color_scheme=scheme)
    visit.page.wait_for_timeout(400)
    drawn = visit.page.screenshot(clip={"x": 240, "y": 60, "width": 1000, "height": 700})
    for box in visit.page.locator("fieldset input").all():
        box.uncheck()
    visit.page.wait_for_timeout(300)
    empty = visit.page.screenshot(clip={"x": 240, "y": 60, "width": 1000, "height": 700})
    assert len(drawn) > 5 * len(empty)
    background = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 24, 27)"}[scheme]
    visit.page.click("#theme")
    assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") != background
    assert visit.told == []
    visit.context.close()


def test_the_picture_for_the_readme(browser: Any, real_page: Path, tmp_path: Path) -> None:
    """Kept in the repository: it is made anew where it is missing."""
    visit = Visit(browser, real_page, "#node=alibaba-group")
    visit.page.wait_for_timeout(800)
    made = tmp_path / "explorer.png"
    visit.page.screenshot(path=str(made))
    assert made.stat().st_size > 20_000
    if not PICTURE.exists():
        shutil.copy(made, PICTURE)
    visit.context.close()


@needs_axe
@pytest.mark.parametrize("hash_", ["", "#node=alibaba-380bn", "#view=table"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, real_page: Path, hash_: str, scheme: str) -> None:
    # The page's own policy would refuse the tool that looks at it.
    visit = Visit(browser, real_page, hash_, color_scheme=scheme, bypass_csp=True)
    visit.page.add_script_tag(path=str(AXE))
    found = visit.page.evaluate("axe.run()")
    serious = [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
    visit.context.close()


def test_names_are_text_whatever_is_in_them(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    file.write_bytes(written(write_html, with_metrics(nasty(), ["degree"])))
    visit = Visit(browser, file, "#view=table")
    rows = visit.page.locator("#table tbody .name").all_text_contents()
    assert len(rows) == len(NASTY)
    assert {"<script>alert(1)</script>", "<![CDATA[ x ]]>", "=cmd()", "&amp; &lt; & <"} <= set(rows)
    for name in ("n07", "n28", "n25"):
        visit.page.evaluate(f"location.hash = '#node={name}'")
        visit.page.wait_for_selector("#facts h2")
    assert visit.told == []
    visit.context.close()


def test_the_data_is_the_projection() -> None:
    graph = nasty()
    text = written(write_html, graph).decode()
    (data,) = re.findall(r'<script type="application/json" id="data">\n(.*?)</script>', text, re.S)
    found = json.loads(data)
    assert [one["id"] for one in found["nodes"]] == list(graph.nodes.values("id"))
    assert [one["id"] for one in found["edges"]] == list(graph.edges.values("id"))
    assert [one["id"] for one in found["claims"]] == list(graph.claims.values("id"))
    assert "<" not in data
    assert "default-src 'none'" in text
    (note,) = write_html(graph, io.BytesIO())
    assert "UTF-8 cannot hold" in note


@pytest.mark.slow
def test_a_large_graph_is_drawn_and_moves(browser: Any, tmp_path: Path) -> None:
    """How fast is measured by the benchmarks."""
    file = tmp_path / "x.html"
    file.write_bytes(written(write_html, large(5000, 20_000)))
    visit = Visit(browser, file)
    assert visit.count() == 5000
    before = visit.page.evaluate("window.explorer.where('node-000001')")
    visit.page.focus("#network")
    visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_function(
        "x => window.explorer.where('node-000001').x !== x", arg=before["x"]
    )
    assert visit.told == []
    visit.context.close()


def test_a_french_page(browser: Any, tmp_path: Path) -> None:
    graph: Projection = project(foundation_store(), Asked(AS_OF, lang="fr"))
    file = tmp_path / "x.html"
    file.write_bytes(written(write_html, graph))
    visit = Visit(browser, file, "#node=alibaba-380bn")
    assert "au moins 16,7 Md EUR" in visit.text("#facts").replace("\u00a0", " ")
    assert visit.text("#tab-table") == "Tableau"
    visit.context.close()
