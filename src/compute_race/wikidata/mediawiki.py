"""The action API of a Wikibase (``api.php``): how it is asked, and the errors it says in words.

Every request carries ``maxlag=5`` (https://www.mediawiki.org/wiki/Manual:Maxlag_parameter): a
server whose copies lag answers with an error object, with status 200 and ``Retry-After``, and is
asked again later. So are limits of speed and faults inside the server; other errors are final.
"""

from __future__ import annotations

from typing import Final, TypeVar

import msgspec

from compute_race.basics.asking import Later, Request
from compute_race.basics.problems import UsageError
from compute_race.wikidata.client import Answer, PoliteClient, host_of, json_as, one_line

_T = TypeVar("_T")

#: Where Wikidata's API is.
API: Final = "https://www.wikidata.org/w/api.php"

_MAX_LAG: Final = "5"
#: Errors that pass: https://www.mediawiki.org/wiki/API:Errors_and_warnings.
_PASSING: Final = ("maxlag", "ratelimited", "readonly")
_INSIDE: Final = "internal_api_error_"
#: Seconds to wait where the server names none.
_PAUSE: Final = 5.0


class ApiError(UsageError):
    """The API refuses in words: ``code`` is its own, ``about`` the id that it is about, if any."""

    def __init__(self, url: str, code: str, info: str, about: str) -> None:
        """Keep what it said; the message is one line."""
        said = f"{code}: {info}" if info else code
        super().__init__(f"{url} refuses: {one_line(said)}", "check what is asked for")
        self.code, self.about = code, about


class _Error(msgspec.Struct):
    code: str
    info: str = ""
    id: str = ""


class _Envelope(msgspec.Struct):
    error: _Error | None = None


class Api:
    """One API, asked through one client."""

    def __init__(self, client: PoliteClient, url: str = API) -> None:
        """Keep whom to ask; ``UsageError`` for what is no address. Nothing is asked yet."""
        self.client, self.url, self.host = client, url, host_of(url)

    def ask(self, form: type[_T], **fields: str) -> Answer[_T]:
        """Ask, and read the answer as a form; ``ApiError`` where the API refuses in words."""
        every = {**fields, "format": "json", "maxlag": _MAX_LAG}
        request = Request(self.url, tuple(every.items()), accept="application/json")
        return self.client.ask(request, json_as(form), later=_later, refuse=self._refuse)

    def _refuse(self, body: bytes) -> None:
        error = _error(body)
        if error is not None:
            raise ApiError(self.url, error.code, error.info, error.id)


def _later(body: bytes) -> Later | None:
    error = _error(body)
    if error is None or not (error.code in _PASSING or error.code.startswith(_INSIDE)):
        return None
    return Later(one_line(f"{error.code}: {error.info}"), _PAUSE)


def _error(body: bytes) -> _Error | None:
    """Give the error object of an answer; what is no JSON mapping has none."""
    try:
        return msgspec.json.decode(body, type=_Envelope).error
    except (ValueError, RecursionError):
        return None
