"""The routes of the draft of version 1.0: bodies in JSON, every service at a fixed place.

See https://reconciliation-api.github.io/specs/draft/.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from compute_race.serving.answers import new_result
from compute_race.serving.columns import read_extension
from compute_race.serving.extend import new_extension
from compute_race.serving.manifest import new_manifest
from compute_race.serving.queries import read_new_batch
from compute_race.serving.reconcile import reconcile
from compute_race.serving.requests import json_answer, json_body, language
from compute_race.serving.shared_api import KINDS, SharedApi
from compute_race.serving.suggest import match_qualifiers


class NewApi(SharedApi):
    """The draft of version 1.0 over one catalogue."""

    def routes(self, path: str) -> list[Route]:
        """Give the routes below a path."""
        suggests = {kind: self.suggested(kind, "offset") for kind in KINDS}
        suggests["property"] = self._properties
        return [
            *(Route(f"{path}{end}", self.got(self._manifest)) for end in ("", "/")),
            Route(f"{path}/match", self._match, methods=["POST"]),
            *(Route(f"{path}/suggest/{kind}", self.got(one)) for kind, one in suggests.items()),
            Route(f"{path}/preview", self.preview),
            Route(f"{path}/extend", self._extend, methods=["POST"]),
            Route(f"{path}/extend/propose", self.got(self.proposed)),
        ]

    def _manifest(self, request: Request, lang: str) -> Mapping[str, Any]:
        return new_manifest(self.catalogue, lang)

    def _properties(self, request: Request, lang: str) -> Mapping[str, Any]:
        found = self.suggested("property", "offset")(request, lang)["result"]
        qualifiers = {"matchQualifiers": match_qualifiers(lang)}
        return {"result": [one | qualifiers for one in found]}

    async def _match(self, request: Request) -> Response:
        lang, body = language(request, self.lang), await json_body(request)
        return json_answer(await run_in_threadpool(self._candidates, body, lang), lang)

    async def _extend(self, request: Request) -> Response:
        lang, body = language(request, self.lang), await json_body(request)
        return json_answer(await run_in_threadpool(self._values, body, lang), lang)

    def _candidates(self, body: bytes, lang: str) -> dict[str, Any]:
        return {
            "results": [
                new_result(self.catalogue, reconcile(self.catalogue, query), lang)
                for query in read_new_batch(body)
            ]
        }

    def _values(self, body: bytes, lang: str) -> dict[str, Any]:
        return new_extension(self.catalogue, read_extension(self.catalogue, body), lang)
