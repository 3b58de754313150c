"""A page of the explorer, opened in headless Chromium from a file with the network cut."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SIZE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
#: Draws with the processor where there is no graphics card.
ARGUMENTS = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
_LOCAL = ("file:", "data:", "blob:")


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the browser, or skip where it or what drives it is missing."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: the extra readers"
    )
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: it is in Debian's chromium")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        yield started
        started.close()


class Visit:
    """A page that is open, with all it said and all it asked the network for."""

    def __init__(
        self, browser: Any, file: Path, hash_: str = "", before: str = "", **options: Any
    ) -> None:
        """Open a file; the script ``before`` runs before those of the page."""
        self.told: list[str] = []
        self.asked: list[str] = []
        self.context = browser.new_context(**{"viewport": SIZE, "offline": True, **options})
        self.context.route("**/*", self._answer)
        self.page = self.context.new_page()
        self.page.add_init_script(before)
        self.page.on("console", lambda message: self.told.append(message.text))
        self.page.on("pageerror", lambda error: self.told.append(str(error)))
        self.page.goto(f"{file.as_uri()}{hash_}")
        self.until("window.explorer !== undefined")

    def _answer(self, route: Any) -> None:
        if route.request.url.startswith(_LOCAL):
            route.continue_()
        else:
            self.asked.append(route.request.url)
            route.abort()

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Close the page, which must have said nothing and asked for nothing."""
        self.context.close()
        if kind is None:
            assert (self.told, self.asked) == ([], [])

    def until(self, expression: str) -> None:
        """Wait for something; Playwright's own way would be refused by the page's policy."""
        for _ in range(100):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never came to be: {expression}; the page says {self.told}")

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector)).replace("\u00a0", " ")

    def count(self) -> int:
        """Give how many nodes the page says it shows."""
        return int(self.text("#count").split()[0].replace(",", ""))

    def hash(self) -> str:
        return str(self.page.evaluate("location.hash"))

    def focused(self) -> str:
        return str(
            self.page.evaluate("document.activeElement.id || document.activeElement.tagName")
        )

    def find(self, text: str) -> None:
        """Choose the first name that is found, by keyboard alone."""
        self.page.keyboard.press("/")
        self.page.keyboard.type(text)
        self.page.wait_for_selector("#found [data-id]")
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def point(self, name: str) -> dict[str, float]:
        """Give where a node is on the page, once the picture has come to rest."""
        before = None
        while (point := self.page.evaluate("id => window.explorer.where(id)", name)) != before:
            before = point
            self.page.wait_for_timeout(120)
        assert isinstance(point, dict)
        return point
