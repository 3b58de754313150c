"""Mermaid, checked by its grammar and drawn by Mermaid itself."""

from __future__ import annotations

import io
import re
import shutil
from typing import Any

import pytest

from compute_race.basics.problems import UsageError
from compute_race.export.mermaid import MOST_EDGES, MOST_TEXT, write_mermaid
from compute_race.export.palette import colour_of
from compute_race.export.projection import Projection
from compute_race.export.texts import Texts
from export_readers import READERS, written
from projections import edge, nasty, node, projection

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
MERMAID = READERS / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
_TEXT = r'"((?:[^\W_]|[ ,]|#\d+;)+)"'
_NODE = re.compile(rf"  (n\d+)\[{_TEXT}\]")
_EDGE = re.compile(rf"  (n\d+) -->\|{_TEXT}\| (n\d+)")
_STYLE = re.compile(r"  classDef (k\d+) fill:(#\w{6})33,stroke:\2")
_CLASS = re.compile(r"  class (n\d+(?:,n\d+)*) (k\d+)")
#: Draws a text and gives what is seen.
_DRAW = """async (text) => {
  mermaid.initialize({ startOnLoad: false });
  await mermaid.parse(text);
  document.body.innerHTML = (await mermaid.render("drawn", text)).svg;
  const texts = (selector) =>
    [...document.querySelectorAll(selector)].map((one) => one.textContent.trim());
  return {
    title: texts(".flowchartTitleText"),
    nodes: texts("g.node"),
    edges: document.querySelectorAll(".edgePaths path").length,
    labels: texts(".edgeLabels .edgeLabel .label"),
    strokes: [...document.querySelectorAll("g.node rect.label-container")].map(
      (one) => getComputedStyle(one).stroke,
    ),
  };
}"""


def shown(text: str) -> str:
    """Give a label as it is seen: in one line, and not too long."""
    line = " ".join(Texts(xml=True).clean(text).split())
    return line if len(line) <= 200 else f"{line[:197]}..."


def unescape(text: str) -> str:
    """Read a label of the grammar."""
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text)


def parts(graph: Projection) -> tuple[list[Any], list[Any], dict[str, str]]:
    """Give nodes, edges and the colour of each node, with no line that is none of these."""
    lines = written(write_mermaid, graph).decode().splitlines()
    assert lines[:4] == ["---", f'title: "{graph.title}"', "---", "flowchart LR"]
    nodes, edges, colours, styles = [], [], {}, {}
    for line in lines[4:]:
        if found := _NODE.fullmatch(line):
            nodes.append((found[1], unescape(found[2])))
        elif found := _EDGE.fullmatch(line):
            edges.append((found[1], unescape(found[2]), found[3]))
        elif found := _STYLE.fullmatch(line):
            styles[found[1]] = found[2]
        else:
            found = _CLASS.fullmatch(line)
            assert found, line
            colours |= dict.fromkeys(found[1].split(","), styles[found[2]])
    return nodes, edges, colours


def test_every_node_and_edge_is_there_in_words_that_mean_nothing_to_mermaid() -> None:
    graph = nasty()
    nodes, edges, colours = parts(graph)
    records = list(graph.nodes.records())
    labels = [shown(str(one["label"])) or str(one["id"]) for one in records]
    assert nodes == [(f"n{place}", label) for place, label in enumerate(labels)]
    names = {one["id"]: f"n{place}" for place, one in enumerate(records)}
    assert edges == [
        (names[one["source"]], shown(str(one["label"])), names[one["target"]])
        for one in graph.edges.records()
    ]
    assert [colours[f"n{place}"] for place in range(len(records))] == [
        colour_of(str(one["kind"])) for one in records
    ]


@pytest.mark.parametrize("blank", ["", "   ", "\n\t", None])
def test_a_blank_label_gives_way_to_the_id(blank: str | None) -> None:
    graph = projection(
        [node("a-b", "A") | {"label": blank}], [edge("a-b", "supplies", "a-b", label=blank)]
    )
    nodes, edges, _ = parts(graph)
    assert nodes == [("n0", "a-b")]
    assert edges == [("n0", "supplies", "n0")]


def test_what_a_flowchart_cannot_hold_is_told() -> None:
    assert write_mermaid(nasty(), io.BytesIO()) == [
        "4 texts have characters that XML cannot hold: they became \ufffd",
        "1 label is cut at 200 characters",
        "Mermaid holds names and relations, no other columns",
    ]


def many(edges: int) -> Projection:
    return projection(
        [node("a", "A"), node("b", "B")], [edge("a", f"r{place}", "b") for place in range(edges)]
    )


def test_as_many_edges_as_mermaid_draws_are_written_and_no_more() -> None:
    assert len(parts(many(MOST_EDGES))[1]) == MOST_EDGES
    out = io.BytesIO()
    with pytest.raises(UsageError, match="500 edges and here are 501") as caught:
        write_mermaid(many(MOST_EDGES + 1), out)
    assert "--around SLUG --hops 1" in caught.value.advice
    assert out.getvalue() == b""


def test_as_much_text_as_mermaid_reads_is_written_and_no_more() -> None:
    """Mermaid counts as browsers do: a character beyond the first plane counts twice."""

    def wide(count: int) -> Projection:
        return projection([node(f"n{place}", "\U00020000" * 190) for place in range(count)], [])

    text = written(write_mermaid, wide(120)).decode()
    assert len(text.encode("utf-16-le")) // 2 <= MOST_TEXT
    out = io.BytesIO()
    with pytest.raises(UsageError, match="50000 characters") as caught:
        write_mermaid(wide(130), out)
    assert "--around SLUG --hops 1" in caught.value.advice
    assert out.getvalue() == b""


def test_mermaid_draws_what_was_written() -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: it is in Debian's chromium")
    if not MERMAID.is_file():
        pytest.skip("Mermaid is not installed: npm install mermaid in tests/readers")
    graph = nasty()
    labels = ["1. first", "- item", "# title", "www.example.com", "`code`", "*a* _b_", "end"]
    nodes = [*graph.nodes.records(), *(node(f"m{n}", label) for n, label in enumerate(labels))]
    graph = projection(nodes, list(graph.edges.records()))
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content("<body></body>")
        page.add_script_tag(path=str(MERMAID))
        found = page.evaluate(_DRAW, written(write_mermaid, graph).decode())
        browser.close()
    records = list(graph.nodes.records())
    assert found["title"] == [graph.title]
    assert found["nodes"] == [shown(str(one["label"])) or str(one["id"]) for one in records]
    assert found["edges"] == len(graph.edges.rows)
    assert found["labels"] == [shown(str(one["label"])) for one in graph.edges.records()]
    seen = [f"#{bytes(map(int, re.findall('[0-9]+', one)[:3])).hex()}" for one in found["strokes"]]
    assert [one.upper() for one in seen] == [colour_of(str(one["kind"])) for one in records]
