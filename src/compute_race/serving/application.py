"""The application that serves: routes, cross-origin access, and errors in one line of JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from compute_race.serving.entities import Catalogue
from compute_race.serving.errors import RequestError
from compute_race.serving.new_api import NewApi
from compute_race.serving.old_api import OldApi
from compute_race.serving.requests import json_answer

#: Where the versions of the API are. They differ in their manifests, so that one address
#: cannot serve both.
RECONCILE: Final = "/reconcile"
RECONCILE_DRAFT: Final = "/reconcile/1.0"

#: What is told of a fault of the program: the error, for whoever watches the server.
Report = Callable[[Exception], None]


def application(catalogue: Catalogue, lang: str, report: Report) -> Starlette:
    """Make the application; ``report`` is told of every fault of the program itself."""
    return Starlette(
        routes=[
            *NewApi(catalogue, lang).routes(RECONCILE_DRAFT),
            *OldApi(catalogue, lang).routes(RECONCILE),
            Route("/", _home),
        ],
        middleware=[
            # Public data, to be read from any page; nobody is signed in here.
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["*"],
                allow_private_network=True,
            ),
            Middleware(_Guard, report=report),
        ],
        exception_handlers={RequestError: _refused, HTTPException: _no_route},
    )


async def _home(request: Request) -> Response:
    return RedirectResponse(RECONCILE)


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status if isinstance(error, RequestError) else 400
    return json_answer({"error": str(error)}, status=status)


async def _no_route(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    words = {
        404: f"there is nothing at {request.url.path}, the service is at {RECONCILE}",
        405: f"{request.method} is not for {request.url.path}",
    }
    answer = json_answer(
        {"error": words.get(error.status_code, error.detail)}, status=error.status_code
    )
    answer.headers.update(error.headers or {})
    return answer


class _Guard:
    """Answers a fault of the program in one line, and tells it."""

    def __init__(self, app: ASGIApp, report: Report) -> None:
        self._app = app
        self._report = report

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_begun = False

        async def watched(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            self._report(error)
            if is_begun:
                raise
            answer = json_answer(
                {"error": "internal error, told where the server runs"}, status=500
            )
            await answer(scope, receive, send)
