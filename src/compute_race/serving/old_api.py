"""The routes of version 0.2, which clients of 0.1 can use too.

One address takes everything: without parameters it gives the manifest, with ``queries``
candidates, with ``extend`` values. See https://reconciliation-api.github.io/specs/0.2/.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from compute_race.serving.answers import old_result
from compute_race.serving.columns import read_extension
from compute_race.serving.errors import RequestError
from compute_race.serving.extend import old_extension
from compute_race.serving.manifest import old_manifest
from compute_race.serving.queries import read_old_batch
from compute_race.serving.reconcile import reconcile
from compute_race.serving.requests import callback, form, json_answer, language
from compute_race.serving.shared_api import KINDS, Answer, SharedApi
from compute_race.serving.suggest import flyout


class OldApi(SharedApi):
    """Version 0.2 over one catalogue."""

    def routes(self, path: str) -> list[Route]:
        """Give the routes below a path."""
        root = [Route(f"{path}{end}", self._root, methods=["GET", "POST"]) for end in ("", "/")]
        suggests = [
            Route(f"{path}/suggest/{kind}", self.got(self.suggested(kind, "cursor")))
            for kind in KINDS
        ]
        flyouts = [Route(f"{path}/flyout/{kind}", self.got(self._flyout(kind))) for kind in KINDS]
        return [
            *root,
            *suggests,
            *flyouts,
            Route(f"{path}/preview", self.preview),
            Route(f"{path}/extend/propose", self.got(self.proposed)),
        ]

    async def _root(self, request: Request) -> Response:
        lang, name = language(request, self.lang), callback(request)
        fields: Mapping[str, str] = request.query_params
        if request.method == "POST":
            fields = {**fields, **await form(request)}
        if "queries" in fields:
            data = await run_in_threadpool(self._candidates, fields["queries"], lang)
        elif "extend" in fields:
            data = await run_in_threadpool(self._values, fields["extend"], lang)
        elif request.method == "POST":
            raise RequestError("the form has neither queries nor extend")
        else:
            base = str(request.url.replace(query="", fragment="")).rstrip("/")
            data = old_manifest(self.catalogue, base, lang)
        return json_answer(data, lang, callback=name)

    def _candidates(self, queries: str, lang: str) -> dict[str, Any]:
        return {
            key: old_result(self.catalogue, reconcile(self.catalogue, query), lang)
            for key, query in read_old_batch(queries).items()
        }

    def _values(self, query: str, lang: str) -> dict[str, Any]:
        return old_extension(self.catalogue, read_extension(self.catalogue, query), lang)

    def _flyout(self, kind: str) -> Answer:
        def answer(request: Request, lang: str) -> Mapping[str, Any]:
            return flyout(self.catalogue, kind, request.query_params.get("id", ""), lang)

        return answer
