"""The polite client: who asks, how patiently, what is kept, and every fault in one line.

A server on this machine answers as Wikidata does; pauses are noted instead of slept.
"""

from __future__ import annotations

import datetime as dt
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from compute_race.basics.asking import Request
from compute_race.basics.manners import AbsentError, Manners
from compute_race.basics.problems import UsageError
from compute_race.basics.version import VERSION
from compute_race.wikidata.answer_cache import AnswerCache
from compute_race.wikidata.client import WIKIDATA_MANNERS, PoliteClient, json_as, one_line
from compute_race.wikidata.mediawiki import API, Api, ApiError
from recorded_server import Answer
from wikidata_server import (
    BROKEN,
    CUT,
    EMPTY,
    JSON,
    LAGGED,
    PAGE,
    SILENT,
    TOO_OFTEN,
    WikidataServer,
    needs_fixtures,
    recorded,
    wikidata_server,
)

AGENT = "Jane Doe jane@example.org"
NOW = dt.datetime(2026, 11, 27, 23, 30, tzinfo=dt.UTC)
GOOD = Answer(b'{"entities": {}}', headers=JSON)


@pytest.fixture
def server() -> Iterator[WikidataServer]:
    with wikidata_server() as running:
        yield running


@pytest.fixture(autouse=True)
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note every pause instead of sleeping it."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


def patient(**more: Any) -> PoliteClient:
    return PoliteClient(AGENT, now=lambda: NOW, **more)


def ask(server: WikidataServer, client: PoliteClient | None = None) -> Any:
    api = Api(client or patient(), server.api)
    return api.ask(dict[str, Any], action="wbgetentities", ids="Q1").value


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as caught:
        act()
    message = str(caught.value)
    assert "\n" not in message
    assert " - " in message, "no advice"
    assert len(message) < 600
    return message


def test_every_request_says_who_asks_and_takes_packed_answers(server: WikidataServer) -> None:
    ask(server)
    [asked] = server.asked
    agent = asked.headers["User-Agent"]
    assert agent.startswith(f"compute-race/{VERSION} ({AGENT}) urllib3/")
    assert "gzip" in asked.headers["Accept-Encoding"]
    assert asked.headers["Accept"] == "application/json"


def test_every_request_to_the_api_says_how_much_lag_it_takes(server: WikidataServer) -> None:
    ask(server)
    assert server.asked[0].fields["maxlag"] == "5"
    assert server.asked[0].fields["format"] == "json"
    assert API == "https://www.wikidata.org/w/api.php"


def test_requests_keep_a_distance(server: WikidataServer, slept: list[float]) -> None:
    api = Api(patient(), server.api)
    for qid in ("Q1", "Q2", "Q3"):
        api.ask(dict[str, Any], action="wbgetentities", ids=qid)
    assert len(slept) == 2
    assert all(0 < pause <= WIKIDATA_MANNERS.pause for pause in slept)
    assert WIKIDATA_MANNERS.pause >= 1


def test_one_request_at_a_time_even_from_several_threads(server: WikidataServer) -> None:
    server.slow = 0.03
    api = Api(patient(), server.api)
    work = [
        threading.Thread(
            target=api.ask,
            args=(dict[str, Any],),
            kwargs={"action": "wbgetentities", "ids": f"Q{number}"},
        )
        for number in range(1, 5)
    ]
    for one in work:
        one.start()
    for one in work:
        one.join()
    assert len(server.asked) == 4
    assert server.most_at_once == 1


def test_too_often_is_asked_again_when_the_server_says(
    server: WikidataServer, slept: list[float]
) -> None:
    server.faults = [TOO_OFTEN]
    ask(server)
    assert len(server.asked) == 2
    assert slept == [7]


def test_too_often_for_good(server: WikidataServer) -> None:
    server.faults = [TOO_OFTEN] * 9
    assert "asked too often (429)" in refused(lambda: ask(server))
    assert len(server.asked) == 1 + WIKIDATA_MANNERS.repeats


def test_a_wait_beyond_patience_is_told_and_not_waited(
    server: WikidataServer, slept: list[float]
) -> None:
    server.faults = [Answer(b"", 429, (("Retry-After", "3600"),))]
    assert "asks to wait 3600 seconds" in refused(lambda: ask(server))
    assert slept == []


def test_how_long_is_too_long_is_said_by_the_manners(server: WikidataServer) -> None:
    server.faults = [TOO_OFTEN]
    client = patient(manners=Manners(longest_wait=5))
    assert "asks to wait 7 seconds" in refused(lambda: ask(server, client))


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_of_the_server_is_asked_again_later_and_later(
    server: WikidataServer, slept: list[float], status: int
) -> None:
    server.faults = [Answer(BROKEN.body, status, BROKEN.headers)] * 3
    ask(server)
    assert len(server.asked) == 4
    assert slept == sorted(slept)
    assert len(slept) == 3, "the first repeat follows at once"


def test_a_fault_for_good(server: WikidataServer) -> None:
    server.faults = [BROKEN] * 9
    message = refused(lambda: ask(server))
    assert "answers with status 500" in message
    assert "work without network: the snapshot" in message


def test_a_lagging_server_is_asked_again_when_it_says(
    server: WikidataServer, slept: list[float]
) -> None:
    server.faults = [LAGGED, LAGGED]
    ask(server)
    assert len(server.asked) == 3
    assert slept == [9, 9]


@pytest.mark.parametrize("code", ["maxlag", "ratelimited", "readonly", "internal_api_error_DBQ"])
def test_what_passes_is_waited_for_though_nobody_says_how_long(
    server: WikidataServer, slept: list[float], code: str
) -> None:
    body = json.dumps({"error": {"code": code, "info": "later"}}).encode()
    server.faults = [Answer(body, headers=JSON)]
    ask(server)
    assert len(server.asked) == 2
    assert slept[0] >= 5


def test_a_server_that_lags_for_good(server: WikidataServer) -> None:
    server.faults = [LAGGED] * 9
    message = refused(lambda: ask(server))
    assert "asks to come back later: maxlag: Waiting for db: 7 seconds lagged" in message
    assert len(server.asked) == 1 + WIKIDATA_MANNERS.repeats


@needs_fixtures
@pytest.mark.parametrize("name", ["maxlag_error_wikibase_cloud", "maxlag_error_wikidata_shape"])
def test_recorded_lag_is_known_as_such(
    server: WikidataServer, slept: list[float], name: str
) -> None:
    server.faults = [Answer(json.dumps(recorded(name)).encode(), headers=JSON)]
    ask(server)
    assert len(server.asked) == 2
    assert slept[0] >= 5


@needs_fixtures
@pytest.mark.parametrize(
    ("name", "code", "about"),
    [
        ("wbsearchentities_badvalue_error", "badvalue", ""),
        ("wbgetentities_no_such_entity_error", "no-such-entity", "pop"),
    ],
)
def test_recorded_refusals_are_final(
    server: WikidataServer, name: str, code: str, about: str
) -> None:
    server.faults = [Answer(json.dumps(recorded(name)).encode(), headers=JSON)]
    with pytest.raises(ApiError, match=f"refuses: {code}: ") as caught:
        ask(server)
    assert (caught.value.code, caught.value.about) == (code, about)
    assert len(server.asked) == 1


def test_a_refusal_of_many_lines_is_told_in_one(server: WikidataServer) -> None:
    body = json.dumps({"error": {"code": "x", "info": "<b>\n no\t" + "o" * 999}}).encode()
    server.faults = [Answer(body, headers=JSON)]
    assert "refuses: x: <b> no oooo" in refused(lambda: ask(server))


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (PAGE, "is a page, not JSON"),
        (EMPTY, "is empty"),
        (CUT, "gives no whole JSON: Input data was truncated"),
        (Answer(b'{"entities": {"Q1": "\xff"}}'), "gives no whole JSON"),
        (
            Answer(b'{"entities": {"Q1": ' + b"[" * 9999),
            "gives no whole JSON: maximum recursion depth",
        ),
        (Answer(b"[1, 2]"), "gives an answer of another form: Expected `object`, got `array`"),
        (Answer(b'{"error": "down"}'), "another form: Object missing required field `entities`"),
        (Answer(b'{"error": {"info": 5}}'), "another form: Object missing required field"),
        (Answer(b"", 403), "refuses the request (403)"),
        (Answer(b"", 400), "answers with status 400"),
    ],
)
def test_answers_that_are_none(server: WikidataServer, answer: Answer, message: str) -> None:
    server.faults = [answer]
    api = Api(patient(), server.api)
    told = refused(lambda: api.client.ask(Request(server.api), json_as(_Strict)))
    assert message in told
    assert len(server.asked) == 1


class _Strict(msgspec.Struct):
    entities: dict[str, Any]


def test_nothing_at_the_address(server: WikidataServer) -> None:
    with pytest.raises(AbsentError, match=r"there is nothing at .*/else \(404\)"):
        patient().ask(Request(server.url + "/else"), json_as(dict[str, Any]))


def test_a_body_that_breaks_off_is_asked_again(server: WikidataServer) -> None:
    server.faults = [Answer(GOOD.body, headers=JSON, short=5)]
    assert ask(server)["entities"]["Q1"]["missing"] == ""
    assert len(server.asked) == 2


def test_no_answer_in_time(server: WikidataServer) -> None:
    server.faults = [SILENT, SILENT]
    client = patient(manners=Manners(read=0.05, repeats=1))
    assert "does not answer in time" in refused(lambda: ask(server, client))
    assert len(server.asked) == 2


def test_a_redirect_is_followed(server: WikidataServer) -> None:
    server.faults = [
        Answer(status=301, headers=(("Location", "/w/api.php?action=wbgetentities&ids=Q2"),))
    ]
    assert "Q2" in ask(server)["entities"]


def test_an_answer_beyond_the_limit(server: WikidataServer) -> None:
    server.faults = [Answer(b"[" + b" " * 2**21, headers=JSON)]
    client = patient(manners=Manners(size=2**20))
    assert "is longer than 1 MiB" in refused(lambda: ask(server, client))


def test_offline_says_what_works_without_network() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/w/api.php"
        client = patient(manners=Manners(repeats=1))
        message = refused(lambda: Api(client, url).ask(dict[str, Any], action="x"))
    assert "cannot be reached - check the network" in message
    assert "the snapshot, review, status and propose need none" in message


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    client = patient(manners=Manners(repeats=0))
    message = refused(lambda: Api(client).ask(dict[str, Any], action="x"))
    assert f"{API} cannot be reached - check the network" in message


def test_an_answer_knows_its_day_in_utc(server: WikidataServer) -> None:
    tokyo = dt.timezone(dt.timedelta(hours=9))
    client = PoliteClient(AGENT, now=lambda: NOW.astimezone(tokyo))
    assert client.today == dt.date(2026, 11, 27)
    answer = Api(client, server.api).ask(dict[str, Any], action="wbgetentities", ids="Q1")
    assert answer.day == dt.date(2026, 11, 27)


# What is kept on disk


def cached(folder: Path, now: dt.datetime = NOW, **more: Any) -> PoliteClient:
    cache = AnswerCache(folder, dt.timedelta(days=2), lambda: now)
    return PoliteClient(AGENT, cache=cache, now=lambda: now, **more)


def test_nothing_is_asked_twice(server: WikidataServer, tmp_path: Path) -> None:
    first = ask(server, cached(tmp_path / "new" / "cache"))
    again = cached(tmp_path / "new" / "cache", NOW + dt.timedelta(days=1))
    assert ask(server, again) == first
    assert len(server.asked) == 1
    answer = Api(again, server.api).ask(dict[str, Any], action="wbgetentities", ids="Q1")
    assert answer.day == NOW.date(), "the day it was given, not that on which it was read again"


def test_another_request_is_another_answer(server: WikidataServer, tmp_path: Path) -> None:
    api = Api(cached(tmp_path), server.api)
    api.ask(dict[str, Any], action="wbgetentities", ids="Q1")
    answer = api.ask(dict[str, Any], action="wbgetentities", ids="Q2")
    assert list(answer.value["entities"]) == ["Q2"]
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("days", [3, -1])
def test_what_is_too_old_or_of_the_future_is_asked_again(
    server: WikidataServer, tmp_path: Path, days: int
) -> None:
    ask(server, cached(tmp_path))
    ask(server, cached(tmp_path, NOW + dt.timedelta(days=days)))
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "content", [b"", b"{", b"null", b'{"at": 5}', b"\xff\xfe", b'{"x": ' + b"[" * 9999, None]
)
def test_a_broken_file_counts_as_absent(
    server: WikidataServer, tmp_path: Path, content: bytes | None
) -> None:
    ask(server, cached(tmp_path))
    [path] = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:-20] if content is None else content)
    ask(server, cached(tmp_path))
    assert len(server.asked) == 2
    assert path.read_bytes() == whole, "it was not written anew"


def test_a_time_without_zone_and_another_request_count_as_absent(
    server: WikidataServer, tmp_path: Path
) -> None:
    ask(server, cached(tmp_path))
    [path] = tmp_path.iterdir()
    for key, value in (("at", "2026-11-27T10:00:00"), ("url", "https://else.example")):
        path.write_text(json.dumps({**json.loads(path.read_bytes()), key: value}))
        ask(server, cached(tmp_path))
    assert len(server.asked) == 3


def test_a_kept_answer_that_cannot_be_read_any_more_is_asked_again(
    server: WikidataServer, tmp_path: Path
) -> None:
    request = Request(server.api, (("action", "wbgetentities"), ("ids", "Q1")))
    cache = AnswerCache(tmp_path, dt.timedelta(days=2), lambda: NOW)
    for body in (b"<html>", b'{"entities": 5}', b'{"enti', b""):
        cache.put(request, body, NOW)
        read = PoliteClient(AGENT, cache=cache, now=lambda: NOW).ask(request, json_as(_Strict))
        assert "Q1" in read.value.entities
    assert len(server.asked) == 4


def test_a_fault_is_not_kept(server: WikidataServer, tmp_path: Path) -> None:
    refusal = Answer(b'{"error": {"code": "badvalue", "info": "no"}}', headers=JSON)
    for fault in (PAGE, CUT, EMPTY, refusal):
        server.faults = [fault]
        refused(lambda: ask(server, cached(tmp_path)))
    assert not list(tmp_path.glob("*"))


def test_an_answer_that_cannot_be_kept_is_told_and_given(
    server: WikidataServer, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    told: list[str] = []
    assert ask(server, cached(tmp_path / "file" / "cache", note=told.append))
    [note] = told
    assert note.startswith("an answer is not kept: ")


def test_the_kept_answers_name_nobody(server: WikidataServer, tmp_path: Path) -> None:
    ask(server, cached(tmp_path))
    [path] = tmp_path.iterdir()
    assert "jane" not in path.read_text()


def test_long_texts_of_servers_are_cut() -> None:
    assert one_line(" a\n\tb ") == "a b"
    assert len(one_line("x" * 999)) == 300
