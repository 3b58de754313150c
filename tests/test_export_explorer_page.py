"""What is in the page of the explorer: its data, its policy, and who can use it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from compute_race.export import explorer_page
from compute_race.export.explorer_page import write_html
from compute_race.export.network import with_metrics
from compute_race.export.reading import Asked, project
from explorer_visits import PHONE, SIZE, Visit, chromium
from export_readers import READERS, texts_of, written
from foundation import foundation_store
from projections import AS_OF, NASTY, nasty
from support import ROOT

AXE = READERS / "node_modules" / "axe-core" / "axe.min.js"
BUILT = Path(explorer_page.__file__).with_name("explorer")
#: The README's picture, which a test here makes.
PICTURE = ROOT / "tests" / "data" / "explorer.png"

needs_axe = pytest.mark.skipif(
    not AXE.is_file(), reason="axe-core is not installed: npm ci in tests/readers"
)
needs_vite = pytest.mark.skipif(
    shutil.which("npm") is None or not (ROOT / "src/web/node_modules").is_dir(),
    reason="Node, or what src/web/package.json names, is not installed: npm ci there",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def real_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("explorer") / "race.html"
    file.write_bytes(written(write_html, project(foundation_store(), Asked(AS_OF))))
    return file


@pytest.fixture(scope="module")
def nasty_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("explorer") / "nasty.html"
    file.write_bytes(written(write_html, with_metrics(nasty(), ["degree"])))
    return file


def test_the_data_is_the_projection() -> None:
    graph = nasty()
    text = written(write_html, graph).decode()
    (data,) = re.findall(r'<script type="application/json" id="data">\n(.*?)</script>', text, re.S)
    found = json.loads(data)
    for name in ("nodes", "edges", "claims"):
        records = list(getattr(graph, name).records())
        assert len(found[name]) == len(records)
        for one, expected in zip(found[name], records, strict=True):
            texts = {column: texts_of(value) for column, value in expected.items()}
            # A node without a name is called by its id.
            texts |= {"label": expected["id"]} if texts.get("label") == "" else {}
            assert {column: one[column] for column in texts} == texts
    assert "<" not in data
    (note,) = write_html(graph, io.BytesIO())
    assert "UTF-8 cannot hold" in note


def test_the_policy_lets_in_nothing_but_what_the_page_holds() -> None:
    text = written(write_html, nasty()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="(.*?)"', text)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert set(rules) == {
        "default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"
    }  # fmt: skip
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"


def test_what_was_built_can_stand_in_a_page_and_names_whose_it_is() -> None:
    script, style = ((BUILT / name).read_text("utf-8") for name in ("explorer.js", "explorer.css"))
    assert not re.search(r"</script|<!--|sourceMappingURL", script, re.I)
    assert "</style" not in style.lower()
    head = script[: script.index("*/")]
    for name in ("sigma", "graphology", "graphology-utils", "events"):
        assert re.search(rf"^{name} \d", head, re.M)
    assert head.count("Permission is hereby granted") == 4


@needs_vite
def test_what_was_built_is_what_the_source_says(tmp_path: Path) -> None:
    web = ROOT / "src" / "web"
    done = subprocess.run(
        ["npm", "run", "--silent", "build", "--", "--outDir", str(tmp_path), "--emptyOutDir"],
        cwd=web,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("explorer.js", "explorer.css"):
        same = (tmp_path / name).read_bytes() == (BUILT / name).read_bytes()
        assert same, f"{name} is older than src/web: npm run build there"


def test_names_are_text_whatever_is_in_them(browser: Any, nasty_page: Path) -> None:
    with Visit(browser, nasty_page, "#view=table") as visit:
        dialogs: list[str] = []
        visit.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        rows = visit.page.locator("#table tbody .name").all_text_contents()
        assert len(rows) == len(NASTY)
        assert {
            "<script>alert(1)</script>", "<![CDATA[ x ]]>", "=cmd()", "&amp; &lt; & <"
        } <= set(rows)  # fmt: skip
        for place in (0, 7, 9, 11, 12, 28, len(NASTY) - 1):
            visit.page.evaluate(f"location.hash = '#node=n{place:02}'")
            visit.page.wait_for_selector("#facts h2")
        assert visit.page.locator("body script").count() == 2
        assert dialogs == []


def test_long_and_foreign_names_stay_in_their_places(browser: Any, nasty_page: Path) -> None:
    long, arabic = NASTY.index("x" * 10_000), 25
    for size in (SIZE, PHONE):
        with Visit(browser, nasty_page, f"#node=n{long:02}", viewport=size) as visit:
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            box = visit.page.locator("#facts h2").bounding_box()
            assert box["height"] < 200
            visit.page.keyboard.press("/")
            visit.page.keyboard.type("xxxx")
            field = visit.page.locator("#found").bounding_box()
            assert field["x"] + field["width"] <= size["width"]
    with Visit(browser, nasty_page, f"#node=n{arabic:02}") as visit:
        direction = "getComputedStyle(document.querySelector('#facts h2')).direction"
        assert visit.page.evaluate(direction) == "rtl"


@needs_axe
@pytest.mark.parametrize("hash_", ["", "#node=alibaba-380bn", "#view=table"])
@pytest.mark.parametrize(("scheme", "size"), [("light", SIZE), ("dark", SIZE), ("dark", PHONE)])
def test_axe_finds_nothing_serious(
    browser: Any, real_page: Path, hash_: str, scheme: str, size: dict[str, int]
) -> None:
    # The page's own policy would refuse the tool that looks at it.
    options = {"color_scheme": scheme, "viewport": size, "bypass_csp": True}
    with Visit(browser, real_page, hash_, **options) as visit:
        if not hash_:
            visit.page.keyboard.press("/")
            visit.page.keyboard.type("ali")
        visit.page.add_script_tag(path=str(AXE))
        found = visit.page.evaluate("axe.run()")
    serious = [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize(
    "without",
    [
        "HTMLCanvasElement.prototype.getContext = () => null",
        "delete window.WebGLRenderingContext; delete window.WebGL2RenderingContext;"
        "HTMLCanvasElement.prototype.getContext = () => null",
    ],
)
def test_without_webgl_there_is_the_table(browser: Any, real_page: Path, without: str) -> None:
    with Visit(browser, real_page, "#node=alibaba-group", without) as visit:
        assert "cannot draw" in visit.text("#note")
        assert visit.page.is_visible("#table tbody tr >> nth=0")
        assert visit.page.is_disabled("#tab-network")
        assert visit.text("#facts h2") == "Alibaba Group"


def test_a_french_page(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    file.write_bytes(written(write_html, project(foundation_store(), Asked(AS_OF, lang="fr"))))
    with Visit(browser, file, "#node=alibaba-380bn") as visit:
        facts = visit.text("#facts")
        for expected in ("au moins 16,7 Md EUR", "investissement pr\u00e9vu", "annonce", "Depuis"):
            assert expected in facts
        assert "organisation" in visit.text("fieldset")
        assert visit.text("#tab-table") == "Tableau"
        assert visit.page.get_attribute("html", "lang") == "fr"


def test_the_picture_for_the_readme(browser: Any, real_page: Path, tmp_path: Path) -> None:
    """Kept in the repository: it is made anew where it is missing."""
    with Visit(browser, real_page, "#node=alibaba-group") as visit:
        visit.point("alibaba-group")
        made = tmp_path / "explorer.png"
        visit.page.screenshot(path=str(made))
    assert made.stat().st_size > 20_000
    if not PICTURE.exists():
        shutil.copy(made, PICTURE)
