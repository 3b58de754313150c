"""Downloads: good manners, patience, and nothing kept that did not come whole.

A server on this machine gives recorded answers and faults; nothing leaves it, and the
pauses are noted instead of slept.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import gzip
import io
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from urllib3.util.retry import RequestHistory, Retry

from compute_race.basics.problems import UsageError
from compute_race.importing.addresses import (
    COMPUTE_ATLAS,
    EPOCH,
    addresses,
    cik_digits,
    company_facts,
)
from compute_race.importing.download import USER_AGENT, Address, Fetcher, Manners, user_agent
from compute_race.importing.snapshot import Snapshot, snapshot_date
from compute_race.importing.sources import SOURCES
from imported_facts import real_register
from recorded_server import Answer, Recorded, recorded_server

RECORDED = Path(__file__).resolve().parent / "recorded" / "sec"
ATLAS = "compute_atlas_facilities_2026-08.json"
AGENT = "Jane Doe jane@example.org"
DAY = dt.date(2026, 8, 6)
MICROSOFT = company_facts("789019")
PATH = "/api/xbrl/companyfacts/CIK0000789019.json"
BODY = (RECORDED / "CIK0000789019.json").read_bytes()
PAGE = Answer(b"<!DOCTYPE html><title>Undeclared tool</title>", headers=(("Content-Type", "text"),))


@pytest.fixture
def server() -> Iterator[Recorded]:
    with recorded_server() as running:
        yield running


@pytest.fixture(autouse=True)
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note every pause instead of sleeping it."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


def fetcher(server: Recorded, **manners: float) -> Fetcher:
    return Fetcher(AGENT, base_url=server.url, manners=Manners(**manners))  # type: ignore[arg-type]


def refused(server: Recorded, folder: Path, **manners: float) -> str:
    """Try to save Microsoft's facts; give the reason why not, having seen that nothing is there."""
    with pytest.raises(UsageError) as caught:
        fetcher(server, **manners).save([MICROSOFT], folder, DAY)
    assert not folder.exists() or not list(folder.iterdir())
    message = str(caught.value)
    assert "\n" not in message
    assert " - " in message, "no advice"
    return message


def test_a_file_comes_whole_under_its_official_path(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(BODY))
    [path] = fetcher(server).save([MICROSOFT], tmp_path / "new" / "folder", DAY)
    assert path.name == "sec_companyfacts_0000789019_2026-08-06.json"
    assert path.read_bytes() == BODY
    assert server.asked == [PATH]
    assert server.agents == [AGENT]


def test_a_packed_answer_is_unpacked(server: Recorded, tmp_path: Path) -> None:
    packed = Answer(gzip.compress(BODY), headers=(("Content-Encoding", "gzip"),))
    server.will(PATH, packed)
    [path] = fetcher(server).save([MICROSOFT], tmp_path, DAY)
    assert path.read_bytes() == BODY


def test_too_many_requests_is_asked_again_when_the_server_says(
    server: Recorded, tmp_path: Path, slept: list[float]
) -> None:
    server.will(PATH, Answer(status=429, headers=(("Retry-After", "7"),)), Answer(BODY))
    fetcher(server).save([MICROSOFT], tmp_path, DAY)
    assert len(server.asked) == 2
    assert slept == [7]


def test_a_wait_beyond_patience_is_told_and_not_waited(
    server: Recorded, tmp_path: Path, slept: list[float]
) -> None:
    server.will(PATH, Answer(status=429, headers=(("Retry-After", "600"),)))
    assert "asks to wait 600 seconds" in refused(server, tmp_path)
    assert len(server.asked) == 1
    assert slept == []


def test_the_wait_may_be_told_as_a_date(
    server: Recorded, tmp_path: Path, slept: list[float]
) -> None:
    date = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=60))
    server.will(PATH, Answer(status=503, headers=(("Retry-After", date),)), Answer(BODY))
    fetcher(server).save([MICROSOFT], tmp_path, DAY)
    assert len(slept) == 1
    assert 0 < slept[0] <= 60


def test_a_wait_that_nobody_understands_is_told(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(status=429, headers=(("Retry-After", "soon"),)))
    assert "cannot be read whole (InvalidHeader)" in refused(server, tmp_path)


def test_all_faults_one_after_the_other(
    server: Recorded, tmp_path: Path, slept: list[float]
) -> None:
    server.will(
        PATH,
        Answer(status=429, headers=(("Retry-After", "3"),)),
        Answer(status=500),
        Answer(BODY, short=100),
        Answer(BODY),
    )
    [path] = fetcher(server).save([MICROSOFT], tmp_path, DAY)
    assert path.read_bytes() == BODY
    assert len(server.asked) == 4
    assert slept[0] == 3


def test_repeats_are_counted_over_all_faults(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(status=500), Answer(BODY, short=100), Answer(status=502), Answer(BODY))
    assert "answers with status 502" in refused(server, tmp_path, repeats=2)
    assert len(server.asked) == 3


def test_too_many_requests_for_good(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(status=429))
    assert "asked too often (429)" in refused(server, tmp_path, repeats=3)
    assert len(server.asked) == 4


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_of_the_server_is_asked_again_later_and_later(
    server: Recorded, tmp_path: Path, slept: list[float], status: int
) -> None:
    server.will(PATH, *[Answer(status=status)] * 3, Answer(BODY))
    [path] = fetcher(server).save([MICROSOFT], tmp_path, DAY)
    assert path.read_bytes() == BODY
    assert slept == sorted(set(slept))
    assert slept


def test_a_fault_for_good(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(status=500))
    assert "answers with status 500" in refused(server, tmp_path, repeats=2)
    assert len(server.asked) == 3


def test_a_refusal_is_not_asked_again_and_says_what_is_wanted(
    server: Recorded, tmp_path: Path
) -> None:
    server.will(PATH, Answer(b"<html>Undeclared automated tool</html>", status=403))
    message = refused(server, tmp_path)
    assert "refuses the request (403)" in message
    assert "--user-agent" in message
    assert len(server.asked) == 1


def test_not_found(server: Recorded, tmp_path: Path) -> None:
    assert f"there is nothing at {server.url}{PATH} (404)" in refused(server, tmp_path)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [200, 202, 304])
def test_a_page_or_nothing_is_no_data(server: Recorded, tmp_path: Path, status: int) -> None:
    server.will(PATH, Answer(PAGE.body, status=status))
    message = refused(server, tmp_path)
    assert "is a page, not JSON" in message if status == 200 else f"status {status}" in message


def test_an_empty_answer(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(b"\n"))
    assert "is empty" in refused(server, tmp_path)


def test_a_body_that_breaks_off_is_asked_again(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(BODY, short=100), Answer(BODY))
    [path] = fetcher(server).save([MICROSOFT], tmp_path, DAY)
    assert path.read_bytes() == BODY
    assert len(server.asked) == 2


def test_a_body_that_always_breaks_off(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(BODY, short=100))
    assert "cannot be read whole" in refused(server, tmp_path, repeats=2)
    assert len(server.asked) == 3


def test_json_that_stops_short_without_saying_so(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(BODY[:-100]))
    assert "is not whole JSON" in refused(server, tmp_path)


def test_a_packed_body_that_is_garbled(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(b"not gzip", headers=(("Content-Encoding", "gzip"),)))
    assert "cannot be read whole" in refused(server, tmp_path, repeats=1)


def test_a_body_beyond_the_limit(server: Recorded, tmp_path: Path) -> None:
    server.will(
        PATH, Answer(gzip.compress(b"[" + b" " * 2**21), headers=(("Content-Encoding", "gzip"),))
    )
    assert "is longer than 1 MiB" in refused(server, tmp_path, size=2**20)


def test_no_answer_in_time(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(silent=True))
    assert "does not answer in time" in refused(server, tmp_path, read=0.1, repeats=1)
    assert len(server.asked) == 2


def test_an_answer_that_stalls(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(BODY, short=100, stalled=True))
    assert "does not answer in time" in refused(server, tmp_path, read=0.1, repeats=1)
    assert len(server.asked) == 2


def test_offline(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = Recorded(f"http://127.0.0.1:{unused.getsockname()[1]}")
        message = refused(closed, tmp_path, repeats=1)
    assert "cannot be reached" in message
    assert "import a file you have" in message


def test_a_name_that_nobody_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    message = refused(Recorded("http://nowhere.invalid"), tmp_path, repeats=0)
    assert "cannot be reached" in message


def test_one_that_cannot_be_had_leaves_none(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(BODY))
    with pytest.raises(UsageError, match="CIK0000000001"):
        fetcher(server).save([MICROSOFT, company_facts("1")], tmp_path, DAY)
    assert list(tmp_path.iterdir()) == []


def test_requests_keep_a_distance(server: Recorded, tmp_path: Path, slept: list[float]) -> None:
    """The SEC allows ten a second; a pause of a fifth of one between two keeps well below."""
    server.will(PATH, Answer(BODY))
    fetcher(server).save([MICROSOFT, MICROSOFT, MICROSOFT], tmp_path, DAY)
    assert len(slept) == 2
    assert all(0 < pause <= Manners().pause for pause in slept)
    assert Manners().pause > 0.1


def test_each_address_is_told_before_it_is_asked(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(BODY))
    told: list[str] = []
    fetcher(server).save([MICROSOFT], tmp_path, DAY, told.append)
    assert told == [server.url + PATH]


def test_a_folder_that_cannot_be_made(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(BODY))
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be made"):
        fetcher(server).save([MICROSOFT], tmp_path / "file" / "folder", DAY)


def test_a_redirect_is_followed(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(status=302, headers=(("Location", "/elsewhere"),)))
    server.will("/elsewhere", Answer(BODY))
    [path] = fetcher(server).save([MICROSOFT], tmp_path, DAY)
    assert path.read_bytes() == BODY


def test_redirects_in_a_circle(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(status=302, headers=(("Location", PATH),)))
    assert "cannot be read whole" in refused(server, tmp_path)
    assert len(server.asked) == 4


def test_a_redirect_to_nothing_or_to_a_page(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(status=302, headers=(("Location", "/elsewhere"),)))
    assert "(404)" in refused(server, tmp_path)
    server.will("/elsewhere", PAGE)
    assert "is a page, not JSON" in refused(server, tmp_path)


def test_a_redirect_away_from_encryption_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is one that urllib3 gives after it followed such a redirect."""
    step = RequestHistory("GET", MICROSOFT.url, None, 302, "http://mirror.example.org/x.json")

    def answer(*_: object, **__: object) -> urllib3.HTTPResponse:
        return urllib3.HTTPResponse(
            io.BytesIO(BODY), status=200, preload_content=False, retries=Retry(history=(step,))
        )

    monkeypatch.setattr(urllib3.PoolManager, "request", answer)
    with pytest.raises(UsageError, match="leads to an address without encryption"):
        Fetcher(AGENT).save([MICROSOFT], tmp_path, DAY)
    assert list(tmp_path.iterdir()) == []


def test_without_a_base_the_official_address_is_asked() -> None:
    assert Fetcher(AGENT).url(MICROSOFT) == MICROSOFT.url
    assert Fetcher(AGENT, base_url="https://mirror.example.org/").url(MICROSOFT) == (
        f"https://mirror.example.org{PATH}"
    )


def test_what_was_downloaded_can_be_imported(server: Recorded, tmp_path: Path) -> None:
    server.will(PATH, Answer(BODY))
    atlas = "/ek33450505/compute-atlas/main/data/facilities.json"
    server.will(atlas, Answer((RECORDED.parent / "compute-atlas" / ATLAS).read_bytes()))
    for address, source in ((MICROSOFT, "sec"), (COMPUTE_ATLAS, "compute-atlas")):
        [path] = fetcher(server).save([address], tmp_path / source, DAY)
        assert SOURCES[source].files([tmp_path / source]) == [path]
        snapshot = Snapshot(path, path.name, snapshot_date(path, None))
        assert snapshot.date.text == "2026-08-06"
        imported = SOURCES[source].importer(path, "x").read(snapshot, real_register())
        assert imported.manifest["file"] == path.name


def test_tables_are_held_to_less_than_json(server: Recorded, tmp_path: Path) -> None:
    server.will("/data/gpu_clusters.csv", Answer(b"Name,Status\nx,y\n"))
    [path] = fetcher(server).save([EPOCH["gpu_clusters"]], tmp_path, DAY)
    assert path.name == "gpu_clusters_2026-08-06.csv"
    server.will("/data/gpu_clusters.csv", PAGE)
    with pytest.raises(UsageError, match="is a page, not CSV"):
        fetcher(server).save([EPOCH["gpu_clusters"]], tmp_path / "other", DAY)


@pytest.mark.parametrize(
    ("option", "environment", "expected"),
    [
        (AGENT, {}, AGENT),
        (None, {USER_AGENT: f" {AGENT} "}, AGENT),
        ("Other other@example.org", {USER_AGENT: AGENT}, "Other other@example.org"),
    ],
)
def test_the_user_agent_is_the_users(
    option: str | None, environment: dict[str, str], expected: str
) -> None:
    assert user_agent(option, environment) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "asking others needs a user agent"),
        ("  ", "asking others needs a user agent"),
        ("curl/8", "has no e-mail address"),
        ("Zoë zoe@example.org", "printable ASCII"),
        ("x\r\nHost: y a@b.c", "printable ASCII"),
    ],
)
def test_nobody_asks_without_saying_who(text: str | None, reason: str) -> None:
    with pytest.raises(UsageError, match=f"{reason}.* - say who you are"):
        user_agent(text, {})


@pytest.mark.parametrize("base", ["ftp://host", "host", "file:///etc/passwd"])
def test_a_base_that_is_no_address(base: str) -> None:
    with pytest.raises(UsageError, match="is no address"):
        Fetcher(AGENT, base_url=base)


@pytest.mark.parametrize("text", ["789019", "0000789019", "CIK0000789019", "cik789019", " 789019 "])
def test_a_cik_as_people_write_it(text: str) -> None:
    assert cik_digits(text) == "0000789019"


@pytest.mark.parametrize("text", ["", "0", "MSFT", "12345678901", "78-9019", "٧٨٩"])
def test_what_is_no_cik(text: str) -> None:
    with pytest.raises(UsageError, match="is no CIK"):
        cik_digits(text)


def test_official_addresses() -> None:
    every = [*EPOCH.values(), COMPUTE_ATLAS, MICROSOFT]
    assert all(address.url.startswith("https://") for address in every)
    assert len({address.name for address in every}) == len(every)
    assert MICROSOFT == Address(
        "sec_companyfacts_0000789019",
        "https://data.sec.gov/api/xbrl/companyfacts/CIK0000789019.json",
        "json",
    )


def test_addresses_of_each_source() -> None:
    assert addresses("sec", ["789019", "CIK0000789019"]) == (MICROSOFT,)
    assert addresses("epoch", []) == tuple(EPOCH.values())
    assert addresses("epoch", ["ml_hardware"]) == (EPOCH["ml_hardware"],)
    assert addresses("compute-atlas", []) == (COMPUTE_ATLAS,)


@pytest.mark.parametrize(
    ("source", "wanted", "reason"),
    [
        ("sec", [], "no company is named"),
        ("sec", ["MSFT"], "MSFT is no CIK"),
        ("epoch", ["gpu_cluster"], "no table gpu_cluster - did you mean gpu_clusters"),
        ("compute-atlas", ["x"], "one file"),
        ("wikidata", [], "nobody knows where wikidata lies"),
    ],
)
def test_what_has_no_address(source: str, wanted: list[str], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        addresses(source, wanted)


def test_the_recorded_answers_are_whole() -> None:
    for path in RECORDED.glob("*.json"):
        assert json.loads(path.read_bytes())["facts"]["us-gaap"]
