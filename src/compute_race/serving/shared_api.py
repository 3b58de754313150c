"""What both versions of the API do alike: suggestions, previews, proposals of properties."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from compute_race.serving import suggest
from compute_race.serving.columns import MAX_PROPERTIES
from compute_race.serving.entities import Catalogue
from compute_race.serving.extend import propose
from compute_race.serving.preview import missing_page, preview_page
from compute_race.serving.requests import callback, json_answer, language, number, text

Endpoint = Callable[[Request], Awaitable[Response]]
#: From a request and the language of the answer to what is answered.
Answer = Callable[[Request, str], Mapping[str, Any]]

_SUGGESTED: Final = {
    "entity": suggest.suggest_entities,
    "property": suggest.suggest_properties,
    "type": suggest.suggest_types,
}
KINDS: Final = tuple(_SUGGESTED)
#: A preview holds no script and loads nothing; any page may have it in a frame.
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


class SharedApi:
    """Routes over one catalogue; ``lang`` is the language where a client prefers none."""

    def __init__(self, catalogue: Catalogue, lang: str) -> None:
        """Keep what is searched."""
        self.catalogue = catalogue
        self.lang = lang

    def got(self, answer: Answer) -> Endpoint:
        """Make an endpoint for GET of what answers with plain data; JSONP where asked for."""

        async def endpoint(request: Request) -> Response:
            name = callback(request)
            lang = language(request, self.lang)
            data = await run_in_threadpool(answer, request, lang)
            return json_answer(data, lang, callback=name)

        return endpoint

    def suggested(self, kind: str, skip: str) -> Answer:
        """Suggest entities, properties or types; ``skip`` names the number left out before."""

        def answer(request: Request, lang: str) -> Mapping[str, Any]:
            found = _SUGGESTED[kind](
                self.catalogue,
                text(request, "prefix"),
                lang,
                number(request, skip, 0),
                number(request, "limit", suggest.DEFAULT_LIMIT, suggest.MAX_LIMIT),
            )
            return {"result": found}

        return answer

    def proposed(self, request: Request, lang: str) -> Mapping[str, Any]:
        """Propose properties of a type."""
        limit = number(request, "limit", MAX_PROPERTIES, MAX_PROPERTIES)
        return propose(self.catalogue, text(request, "type"), lang, limit)

    async def preview(self, request: Request) -> Response:
        """Show an entity as a small page."""
        name, lang = text(request, "id"), language(request, self.lang)
        entity = self.catalogue.find(name)
        page = (
            missing_page(name, lang)
            if entity is None
            else preview_page(self.catalogue, entity, lang)
        )
        headers = {
            "Content-Language": lang,
            "Content-Security-Policy": _POLICY,
            "X-Content-Type-Options": "nosniff",
        }
        return HTMLResponse(page, 404 if entity is None else 200, headers)
