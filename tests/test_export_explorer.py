"""The explorer in a real browser: search, filters, picture, table, keyboard and address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from compute_race.export.explorer_page import write_html
from compute_race.export.reading import Asked, project
from explorer_visits import PHONE, Visit, chromium
from export_readers import written
from foundation import foundation_store
from projections import AS_OF, edge, large, node, projection

PICTURE = {"x": 260, "y": 70, "width": 900, "height": 700}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def real_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("explorer") / "race.html"
    file.write_bytes(written(write_html, project(foundation_store(), Asked(AS_OF))))
    return file


@pytest.fixture
def visit(browser: Any, real_page: Path) -> Iterator[Visit]:
    with Visit(browser, real_page) as opened:
        yield opened


def test_search_by_keyboard_shows_the_facts(visit: Visit) -> None:
    visit.find("\u963f\u91cc\u5df4\u5df4")
    assert visit.text("#facts h2") == "Alibaba Group"
    facts = visit.text("#facts")
    for expected in ("organization", "at least 16.7 bn EUR", "Q1359568", "announced by", "China"):
        assert expected in facts
    links = visit.page.eval_on_selector_all("#facts dl a", "all => all.map(one => one.href)")
    assert links[-2:] == [
        "https://w3id.org/compute-race/id/alibaba-group",
        "https://www.wikidata.org/wiki/Q1359568",
    ]
    source = "https://w3id.org/compute-race/source/alibaba-group-2025-02-24-form-6k"
    assert visit.page.locator(f"#facts ul a[href='{source}']").count() == 1
    # From the field to the facts, and back with Escape.
    assert visit.focused() == "H2"
    visit.page.keyboard.press("Escape")
    assert not visit.page.is_visible("#facts")
    assert visit.focused() == "search"


@pytest.mark.parametrize("text", ["alibaba-380bn", "ALIBABA'S PLAN OF", "plan d'alibaba de 380"])
def test_names_are_found_by_id_and_in_every_language(visit: Visit, text: str) -> None:
    visit.find(text)
    assert visit.hash() == "#node=alibaba-380bn"


def test_names_are_found_without_their_accents(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    names = [node("a", "Minist\u00e8re de l'\u00c9conomie"), node("b", "Other")]
    file.write_bytes(written(write_html, projection(names, [])))
    with Visit(browser, file) as visit:
        visit.find("economie")
        assert visit.hash() == "#node=a"
        visit.page.keyboard.press("/")
        visit.page.keyboard.type("nothing like it")
        assert visit.text("#found") == "No name fits."
        visit.page.keyboard.press("Enter")
        assert visit.hash() == "#node=a"


def test_claims_say_document_place_and_value(visit: Visit) -> None:
    visit.find("alibaba-380bn")
    claim = visit.text("#facts .claim >> nth=0")
    assert "at least 380 bn CNY" in claim
    assert "planned investment, planned; 2025-02-24 \u2013 2028-02-23" in claim
    assert "= at least 16.7 bn EUR a year" in claim
    assert "alibaba-group-2025-02-24-form-6k headline" in claim


def test_a_click_on_the_picture_selects(visit: Visit) -> None:
    visit.find("alibaba-380bn")
    visit.point("alibaba-380bn")
    visit.page.click("#facts .close")
    point = visit.point("alibaba-380bn")
    visit.page.mouse.click(point["x"], point["y"])
    visit.page.wait_for_selector("#facts h2")
    assert visit.text("#facts h2").startswith("Alibaba's plan of 380 billion yuan")
    # Two clicks at once would be a double one, which zooms.
    visit.page.wait_for_timeout(400)
    visit.page.mouse.click(300, 780)
    assert not visit.page.is_visible("#facts")


def test_a_node_under_the_pointer_is_shown_with_its_neighbours(visit: Visit) -> None:
    point = visit.point("alibaba-group")
    before = visit.page.screenshot(clip=PICTURE)
    visit.page.mouse.move(point["x"], point["y"])
    visit.page.wait_for_timeout(300)
    assert visit.page.screenshot(clip=PICTURE) != before


def test_the_keyboard_goes_from_node_to_node(visit: Visit) -> None:
    visit.page.focus("#network")
    visit.page.keyboard.press("ArrowRight")
    first = visit.text("#said")
    visit.page.keyboard.press("ArrowDown")
    second = visit.text("#said")
    assert first
    assert second
    assert first != second
    visit.page.keyboard.press("Enter")
    assert second.startswith(visit.text("#facts h2"))
    assert visit.focused() == "H2"
    visit.page.keyboard.press("Escape")
    assert visit.focused() == "network"


def test_tab_reaches_everything_in_order(visit: Visit) -> None:
    reached = []
    for _ in range(40):
        visit.page.keyboard.press("Tab")
        reached.append(visit.focused())
    wanted = ["search", "tab-network", "tab-table", "theme", "bloc", "until", "reset", "network"]
    places = [reached.index(name) for name in wanted]
    assert places == sorted(places)


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
    visit.find("alibaba-380bn")
    with Visit(browser, real_page, visit.hash()) as again:
        again.page.reload()
        again.until("window.explorer !== undefined")
        assert again.count() == visit.count()
        assert again.text("#facts h2") == visit.text("#facts h2")
        chosen = [again.page.input_value(f"#{name}") for name in ("bloc", "measure")]
        assert chosen == ["china", "plannedInvestment"]
        assert not again.page.is_checked("label:has-text('organization') input")
    visit.page.click("#reset")
    assert visit.count() == every


def test_an_address_of_something_unknown_shows_all(browser: Any, real_page: Path) -> None:
    with Visit(browser, real_page, "#node=nobody&bloc=mars&measure=luck") as visit:
        assert not visit.page.is_visible("#facts")
        assert visit.count() == len(project(foundation_store(), Asked(AS_OF)).nodes.rows)


def test_back_leads_to_what_was_looked_at_before(visit: Visit) -> None:
    visit.find("alibaba-380bn")
    visit.page.click("#facts a.name:has-text('Alibaba Group') >> nth=0")
    assert visit.text("#facts h2") == "Alibaba Group"
    visit.page.go_back()
    visit.until("document.querySelector('#facts h2').innerText.includes('380')")
    visit.page.go_forward()
    visit.until("document.querySelector('#facts h2').innerText.endsWith('Group')")


def test_the_date_slider_hides_what_came_later(visit: Visit) -> None:
    every = visit.count()
    visit.page.focus("#until")
    visit.page.keyboard.press("Home")
    assert visit.count() < every
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", visit.text("output"))
    visit.page.keyboard.press("End")
    assert visit.count() == every


def test_what_is_stated_later_is_hidden_too(browser: Any, tmp_path: Path) -> None:
    days = [AS_OF.replace(year=2023), AS_OF.replace(year=2024)]
    nodes = [
        node(name, name.upper(), first_date=day)
        for name, day in zip("abc", [*days, None], strict=True)
    ]
    edges = [
        edge("a", "supplies", "c", first_date=days[0]),
        edge("a", "competesWith", "c", first_date=days[1]),
    ]
    file = tmp_path / "x.html"
    file.write_bytes(written(write_html, projection(nodes, edges)))
    with Visit(browser, file, "#node=a") as visit:
        assert "Relations (2)" in visit.text("#facts")
    with Visit(browser, file, f"#node=a&until={days[0].isoformat()}") as visit:
        assert visit.count() == 2
        assert "Relations (1)" in visit.text("#facts")
        assert "competesWith" not in visit.text("#facts")


def test_the_table_says_the_same_as_text(visit: Visit) -> None:
    visit.page.click("#tab-table")
    assert visit.page.is_hidden("#network")
    assert visit.text("#table caption").split()[0] == str(visit.count())
    visit.page.click("th[data-column=low] button")
    assert visit.page.get_attribute("th[data-column=low]", "aria-sort") == "descending"
    assert visit.page.evaluate("document.activeElement.parentElement.dataset.column") == "low"
    values = visit.page.locator("#table tbody tr > td:nth-child(4)").all_inner_texts()
    texts = [text.replace("\u00a0", " ") for text in values]
    numbers = [float(text.split(" bn")[0].split()[-1]) for text in texts if " bn " in text]
    assert len(numbers) > 5
    assert texts[0].endswith("bn EUR")
    assert texts[-1] == ""
    visit.page.locator("#table tbody .name").first.click()
    assert visit.page.is_visible("#facts h2")


def test_the_table_has_pages(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    file.write_bytes(written(write_html, large(250, 10)))
    with Visit(browser, file, "#view=table") as visit:
        rows = visit.page.locator("#table tbody tr")
        assert rows.count() == 100
        for _ in range(2):
            visit.page.click("[data-turn=next]")
        assert rows.count() == 50
        assert visit.page.is_disabled("[data-turn=next]")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_is_not_blank(browser: Any, real_page: Path, scheme: str) -> None:
    with Visit(browser, real_page, color_scheme=scheme) as visit:
        visit.point("alibaba-group")
        drawn = visit.page.screenshot(clip=PICTURE)
        for box in visit.page.locator("fieldset input").all():
            box.uncheck()
        assert visit.text("#empty") == "Nothing fits these filters."
        empty = visit.page.screenshot(clip=PICTURE)
        assert len(drawn) > 5 * len(empty)
        colour = "getComputedStyle(document.body).backgroundColor"
        background = visit.page.evaluate(colour)
        red = int(re.findall(r"\d+", background)[0])
        assert red > 240 if scheme == "light" else red < 30
        visit.page.click("#theme")
        assert visit.page.evaluate(colour) != background
        assert visit.page.screenshot(clip=PICTURE) != empty


def test_a_phone_has_room_for_all_of_it(browser: Any, real_page: Path) -> None:
    with Visit(browser, real_page, "#node=alibaba-380bn", viewport=PHONE, has_touch=True) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert visit.page.is_hidden("aside")
        assert visit.page.locator("#network").bounding_box()["height"] > 250
        visit.page.click("#facts .close")
        visit.page.click("#show-filters")
        visit.page.uncheck("label:has-text('organization') input")
        assert visit.page.is_visible("#reset")


def test_whoever_wants_no_motion_sees_none(browser: Any, real_page: Path) -> None:
    with Visit(browser, real_page, reduced_motion="reduce") as visit:
        where = "window.explorer.where('alibaba-group').x"
        # The page itself comes to rest first.
        before = visit.point("alibaba-group")["x"]
        visit.page.click("#zoom-in")
        visit.until(f"{where} !== {before}")
        soon = visit.page.evaluate(where)
        visit.page.wait_for_timeout(400)
        assert visit.page.evaluate(where) == soon


@pytest.mark.slow
def test_a_large_graph_is_drawn_and_moves(browser: Any, tmp_path: Path) -> None:
    """How fast is measured by the benchmarks."""
    file = tmp_path / "x.html"
    file.write_bytes(written(write_html, large(5000, 20_000)))
    with Visit(browser, file) as visit:
        assert visit.count() == 5000
        before = visit.page.evaluate("window.explorer.where('node-000001')")
        visit.page.focus("#network")
        visit.page.keyboard.press("Shift+ArrowRight")
        visit.until(f"window.explorer.where('node-000001').x !== {before['x']}")
