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

from compute_race.export.json_writing import dump, records
from compute_race.export.layout import placed
from compute_race.export.palette import legend
from compute_race.export.projection import Projection
from compute_race.export.texts import Texts
from compute_race.export.xml_writing import write_lines

_FOLDER: Final = Path(__file__).with_name("explorer")
_HOME: Final = "https://w3id.org/compute-race/"
#: Words that stand in the page before its script runs; the others are in ``src/web/src/words.ts``.
_WORDS: Final = {
    "en": {
        "search": "Search a name",
        "network": "Network",
        "table": "Table",
        "theme": "Dark or light",
        "filters": "Filters and legend",
        "facts": "Facts",
        "picture": "The network as a picture. Arrow keys move it, plus and minus zoom;"
        " the table has the same as text.",
        "noscript": "This page needs JavaScript. The same as tables: race export csv",
        "results": "Names that were found",
    },
    "fr": {
        "search": "Chercher un nom",
        "network": "R\u00e9seau",
        "table": "Tableau",
        "theme": "Sombre ou clair",
        "filters": "Filtres et l\u00e9gende",
        "facts": "Faits",
        "picture": "Le r\u00e9seau en image. Les fl\u00e8ches le d\u00e9placent, plus et moins"
        " zooment ; le tableau dit la m\u00eame chose en texte.",
        "noscript": "Cette page a besoin de JavaScript. En tableaux : race export csv",
        "results": "Noms trouv\u00e9s",
    },
}


def write_html(projection: Projection, out: BinaryIO) -> list[str]:
    """Write a projection as a page to explore; gives what UTF-8 cannot hold."""
    texts = Texts()
    script, style = _asset("explorer.js"), _asset("explorer.css")
    words = {name: html.escape(text) for name, text in _WORDS[projection.lang].items()}
    out.write(_head(projection, script, style, words).encode())
    write_lines(out, _data(projection, texts))
    out.write(f"</script>\n<script>{script}</script>\n</body>\n</html>\n".encode())
    return texts.notes()


@cache
def _asset(name: str) -> str:
    """Read a built file; its text must not end the element it stands in."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return text.replace("</script", "<\\/script").replace("</style", "<\\/style")


def _head(projection: Projection, script: str, style: str, words: dict[str, str]) -> str:
    title = html.escape(projection.title)
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}';"
        " img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return f"""<!doctype html>
<html lang="{projection.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<div class="field">
<input type="text" id="search" role="combobox" autocomplete="off" aria-label="{words["search"]}"
 aria-controls="found" aria-expanded="false" aria-autocomplete="list"
 placeholder="{words["search"]} ( / )">
<ul id="found" role="listbox" aria-label="{words["results"]}" hidden></ul>
</div>
<button type="button" id="tab-network" aria-pressed="true">{words["network"]}</button>
<button type="button" id="tab-table" aria-pressed="false">{words["table"]}</button>
<button type="button" id="theme">{words["theme"]}</button>
</header>
<aside aria-label="{words["filters"]}">
<p id="count" role="status"></p>
<p id="note"></p>
<div id="filters"></div>
</aside>
<main>
<div id="network" role="application" tabindex="0" aria-label="{words["picture"]}"></div>
<div id="table" tabindex="0" role="region" aria-label="{words["table"]}" hidden></div>
<noscript><p>{words["noscript"]}</p></noscript>
</main>
<section id="facts" tabindex="0" aria-label="{words["facts"]}" hidden></section>
<script type="application/json" id="data">
"""


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
        "measure": projection.measure,
        "currency": projection.currency,
        "home": _HOME,
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
