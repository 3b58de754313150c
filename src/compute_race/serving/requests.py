"""What the routes share: reading of addresses and bodies, and answers in JSON.

Bodies are read up to a limit, languages as the client prefers them. An answer can be wrapped
in a call (JSONP), which version 0.2 allows for clients without cross-origin requests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from compute_race.serving.errors import RequestError, TooLargeError

#: The largest body that is read, in bytes.
MAX_BODY: Final = 2_000_000
LANGUAGES: Final = ("en", "fr")

_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"
_MAX_FIELDS: Final = 20
#: The name of a function, as JSONP libraries make them; nothing else of a script gets in.
_CALLBACK: Final = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*", re.ASCII)
_MAX_CALLBACK: Final = 120
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


def language(request: Request, default: str) -> str:
    """Give the language the client prefers (``Accept-Language``) of those that there are."""
    best, best_weight = default, 0.0
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, rest = part.strip().partition(";")
        name = tag.partition("-")[0].lower()
        try:
            weight = float(rest.strip().removeprefix("q=")) if rest.strip() else 1.0
        except ValueError:
            continue
        if name in LANGUAGES and weight > best_weight:
            best, best_weight = name, weight
    return best


def number(request: Request, name: str, default: int, most: int | None = None) -> int:
    """Read a whole number of the address; ``RequestError`` for anything else."""
    text = request.query_params.get(name, "")
    if not text:
        return default
    if not _NUMBER.fullmatch(text):
        raise RequestError(f'{name} is no whole number: "{text[:40]}"')
    return int(text) if most is None else min(int(text), most)


def text(request: Request, name: str) -> str:
    """Read a text of the address that has to be there, though it may be empty."""
    found = request.query_params.get(name)
    if found is None:
        raise RequestError(f"the parameter {name} is missing")
    return found


async def form(request: Request) -> Mapping[str, str]:
    """Read a body of form fields, each once; ``RequestError`` for another kind of body."""
    kind = _kind(request)
    if kind not in ("", _FORM):
        raise RequestError(f"the body has to be {_FORM}, not {kind}", status=415)
    try:
        fields = parse_qs(
            (await body(request)).decode(), keep_blank_values=True, max_num_fields=_MAX_FIELDS
        )
    except (UnicodeDecodeError, ValueError):
        raise RequestError("the body is no form in UTF-8") from None
    return {name: values[0] for name, values in fields.items()}


async def json_body(request: Request) -> bytes:
    """Read a body of JSON, not yet decoded; ``RequestError`` for another kind of body."""
    kind = _kind(request)
    if kind not in ("", _JSON):
        raise RequestError(f"the body has to be {_JSON}, not {kind}", status=415)
    return await body(request)


async def body(request: Request) -> bytes:
    """Read a body; ``TooLargeError`` as soon as it is larger than what is read."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_BODY:
        raise TooLargeError(f"the body is larger than {MAX_BODY} bytes")
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > MAX_BODY:
            raise TooLargeError(f"the body is larger than {MAX_BODY} bytes")
    return bytes(found)


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def json_answer(
    data: Mapping[str, Any], lang: str = "", *, status: int = 200, callback: str = ""
) -> Response:
    """Answer in JSON, or in a call of ``callback`` with it; ``lang`` is that of its texts."""
    headers = {"Content-Language": lang} if lang else {}
    headers["X-Content-Type-Options"] = "nosniff"
    if callback:
        # What stands before the call keeps the answer from being read as something else; the
        # letters that end a line in a script but not in JSON are all escaped.
        text = f"/**/{callback}({json.dumps(data)});"
        return Response(text, status, headers, "text/javascript; charset=utf-8")
    text = json.dumps(data, ensure_ascii=False)
    return Response(text, status, headers, "application/json; charset=utf-8")


def callback(request: Request) -> str:
    """Read the name of the function to call (JSONP); empty where none is asked for."""
    name = request.query_params.get("callback", "")
    if name and (len(name) > _MAX_CALLBACK or not _CALLBACK.fullmatch(name)):
        raise RequestError("callback is no name of a function")
    return name
