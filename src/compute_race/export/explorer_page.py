"""The explorer: one page that holds the network, its facts and what draws them.

Nothing is loaded from anywhere: script, style and data stand in the page, whose policy
forbids every connection. The script is built from ``src/web``.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Final

from compute_race.answering.words import LOCATORS, MEASURES, MODALITIES
from compute_race.basics.namespaces import DATA, SRC
from compute_race.export.json_writing import dump, records
from compute_race.export.layout import placed
from compute_race.export.palette import legend
from compute_race.export.projection import Projection
from compute_race.export.texts import Texts
from compute_race.export.writing import write_lines

_FOLDER: Final = Path(__file__).with_name("explorer")
_HALF_MOON: Final = (
    '<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="8" fill="none"'
    ' stroke="currentColor" stroke-width="2"/><path d="M10 2a8 8 0 0 1 0 16z"'
    ' fill="currentColor"/></svg>'
)
_CORNERS: Final = (
    '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4"'
    ' fill="none" stroke="currentColor" stroke-width="2"/></svg>'
)
#: Words that stand in the page before its script runs; the others are in ``src/web/src/words.ts``.
_WORDS: Final = {
    "en": {
        "as_of": "as of {}",
        "search": "Search a name",
        "results": "Names that were found",
        "view": "View",
        "network": "Network",
        "table": "Table",
        "theme": "Dark colours",
        "filters": "Filters",
        "legend": "Filters and legend",
        "size": "Size: {measure}, {currency} a year; without a figure, the number of relations.",
        "facts": "Facts",
        "zoom": "Zoom",
        "in": "Closer",
        "out": "Farther",
        "whole": "The whole network",
        "picture": "The network as a picture. Arrow keys go from node to node, Enter shows the"
        " facts, plus and minus zoom, 0 shows all; the table has the same as text.",
        "noscript": "This page needs JavaScript. The same as tables: race export csv",
    },
    "fr": {
        "as_of": "au {}",
        "search": "Chercher un nom",
        "results": "Noms trouv\u00e9s",
        "view": "Vue",
        "network": "R\u00e9seau",
        "table": "Tableau",
        "theme": "Couleurs sombres",
        "filters": "Filtres",
        "legend": "Filtres et l\u00e9gende",
        "size": "Taille : {measure}, {currency} par an ; sans chiffre, le nombre de relations.",
        "facts": "Faits",
        "zoom": "Zoom",
        "in": "Plus pr\u00e8s",
        "out": "Plus loin",
        "whole": "Tout le r\u00e9seau",
        "picture": "Le r\u00e9seau en image. Les fl\u00e8ches vont d'un n\u0153ud \u00e0 l'autre,"
        " Entr\u00e9e montre les faits, plus et moins zooment, 0 montre tout ; le tableau dit"
        " la m\u00eame chose en texte.",
        "noscript": "Cette page a besoin de JavaScript. En tableaux : race export csv",
    },
}


def write_html(projection: Projection, out: BinaryIO) -> list[str]:
    """Write a projection as a page to explore; gives what UTF-8 cannot hold."""
    texts = Texts()
    script, style = _asset("explorer.js"), _asset("explorer.css")
    out.write(_head(projection, script, style).encode())
    write_lines(out, _data(projection, texts))
    out.write(f"</script>\n<script>{script}</script>\n</body>\n</html>\n".encode())
    return texts.notes()


@cache
def _asset(name: str) -> str:
    """Read a built file; its text must not end the element it stands in."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return text.replace("</script", "<\\/script").replace("</style", "<\\/style")


def _head(projection: Projection, script: str, style: str) -> str:
    title = html.escape(projection.title)
    word = {name: html.escape(text) for name, text in _WORDS[projection.lang].items()}
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}';"
        " img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    size = word["size"].format(
        measure=html.escape(_measure(projection)), currency=html.escape(projection.currency)
    )
    return f"""<!doctype html>
<html lang="{projection.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header>
<div class="brand">
<h1>compute-race</h1>
<p>{word["as_of"].format(projection.as_of.isoformat())}</p>
</div>
<div class="field">
<input type="text" id="search" role="combobox" autocomplete="off" spellcheck="false"
 aria-label="{word["search"]}" aria-controls="found" aria-expanded="false"
 aria-autocomplete="list" placeholder="{word["search"]}">
<kbd aria-hidden="true">/</kbd>
<ul id="found" role="listbox" aria-label="{word["results"]}" hidden></ul>
</div>
<button type="button" id="show-filters" aria-expanded="false">{word["filters"]}</button>
<div class="tabs" role="group" aria-label="{word["view"]}">
<button type="button" id="tab-network" aria-pressed="true">{word["network"]}</button>
<button type="button" id="tab-table" aria-pressed="false">{word["table"]}</button>
</div>
<button type="button" id="theme" class="icon" aria-pressed="false" aria-label="{word["theme"]}"
 title="{word["theme"]}">{_HALF_MOON}</button>
</header>
<aside aria-label="{word["legend"]}">
<p id="count" role="status"></p>
<p id="note"></p>
<div id="filters"></div>
<p class="size">{size}</p>
</aside>
<main>
<div id="stage">
<div id="network" role="application" tabindex="0" aria-label="{word["picture"]}"></div>
<p id="empty"></p>
<div id="zoom" role="group" aria-label="{word["zoom"]}">
<button type="button" id="zoom-in" class="icon" aria-label="{word["in"]}">+</button>
<button type="button" id="zoom-out" class="icon" aria-label="{word["out"]}">\u2212</button>
<button type="button" id="zoom-whole" class="icon" aria-label="{word["whole"]}">{_CORNERS}</button>
</div>
</div>
<div id="table" tabindex="0" role="region" aria-label="{word["table"]}" hidden></div>
<noscript><p>{word["noscript"]}</p></noscript>
</main>
<section id="facts" tabindex="0" aria-label="{word["facts"]}" hidden></section>
<p id="said" class="said" role="status"></p>
<script type="application/json" id="data">
"""


def _measure(projection: Projection) -> str:
    """Give the word for the measure of the values, or its own name where there is none."""
    first, *others = projection.measure.split("-")
    code = first + "".join(other.capitalize() for other in others)
    return _words(projection.lang).get(code, projection.measure)


def _words(lang: str) -> dict[str, str]:
    """Give the codes of claims in words: measures, modalities and named places."""
    codes = {**MEASURES, **MODALITIES, **LOCATORS}
    return {code: words[lang == "fr"] for code, words in codes.items()}


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _data(projection: Projection, texts: Texts) -> Iterator[str]:
    """Give the data as JSON in which nothing ends the element it stands in."""
    places = placed(projection)
    kinds = {str(kind) for kind in projection.nodes.values("kind") if kind is not None}
    about = {
        "title": projection.title,
        "asOf": projection.as_of.isoformat(),
        "lang": projection.lang,
        "prefixes": {"data": DATA, "src": SRC},
        "words": _words(projection.lang),
        "kinds": dict(legend(kinds)),
    }

    def nodes() -> Iterator[dict[str, Any]]:
        for record in records(projection.nodes, texts):
            place = places[str(record["id"])]
            label = record.get("label") or record["id"]
            yield {**record, "label": label, "x": place.x, "y": place.y, "size": place.size}

    yield _safe(about)[:-1]
    for name, rows in (
        ("nodes", nodes()),
        ("edges", records(projection.edges, texts)),
        ("claims", records(projection.claims, texts)),
    ):
        yield f',\n"{name}": ['
        separator = "\n"
        for row in rows:
            yield separator + _safe(row)
            separator = ",\n"
        yield "\n]"
    yield "}\n"


def _safe(value: object) -> str:
    return dump(value).replace("<", "\\u003c")
