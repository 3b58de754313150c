"""The real OpenRefine, driven over its HTTP API, reconciles a table against the service.

It needs the Debian package ``openrefine`` (3.6.2): ``apt-get install openrefine``. The program
is started without a browser, in a folder of its own, and ends with the tests.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
import urllib3

from compute_race.basics.namespaces import ENT, RACE
from compute_race.dataset.store import EmbeddedStore
from compute_race.serving.reading import read_catalogue
from reconciliation_server import AS_OF, Service, running

HOME: Final = Path("/usr/share/openrefine")
#: How long it may take to start, and to finish one piece of work, in seconds.
START, WORK = 60.0, 30.0
#: Names as tables have them, a country beside, and which organisation is meant, if any.
NAMES: Final = (
    ("Alibaba", "CN", "alibaba-group"),
    ("阿里巴巴集团控股有限公司", "China", "alibaba-group"),
    ("Meta Platforms, Inc.", "", "meta-platforms"),
    ("AMAZON.COM INC", "United States", "amazon"),
    ("microsoft corp.", "US", "microsoft"),
    ("aws", "", "amazon-web-services"),
    ("零一万物", "", "01-ai"),
    ("DEUTSCHE TELEKOM AG", "", "deutsche-telekom"),
    # Spelt otherwise, part of a longer name, another sort of thing, in another country.
    ("Open AI", "", None),
    ("Alibaba Pictures", "", None),
    ("Gemini", "", None),
    ("Oracle", "France", None),
)
#: One value a thing: OpenRefine makes rows of their own of more.
SEAT: Final = {"content": "name", "limit": "1"}
ENGINE: Final = json.dumps({"facets": [], "mode": "row-based"})

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not HOME.is_dir() or shutil.which("java") is None, reason="OpenRefine is not installed"
    ),
]


@dataclass
class Refine:
    """A running OpenRefine, and one project in it."""

    url: str
    project: str = ""
    http: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(timeout=20, retries=False)
    )

    def get(self, command: str, **fields: str) -> Any:
        """Read what a command gives."""
        where = f"{self.url}/command/core/{command}"
        return self.http.request("GET", where, fields={"project": self.project, **fields}).json()

    def post(self, command: str, **fields: str) -> urllib3.BaseHTTPResponse:
        """Run a command, with the token that keeps others from doing so."""
        token = self.get("get-csrf-token")["token"]
        where = f"{self.url}/command/core/{command}?project={self.project}"
        answer = self.http.request_encode_body(
            "POST", where, fields={**fields, "csrf_token": token}, encode_multipart=False
        )
        assert answer.status == 200, answer.data
        return answer

    def work(self, command: str, **fields: str) -> None:
        """Run a command that takes time, and wait until it is done."""
        told = self.post(command, engine=ENGINE, **fields).json()
        assert told["code"] in ("ok", "pending"), told
        deadline = time.monotonic() + WORK
        while self.get("get-processes")["processes"]:
            assert time.monotonic() < deadline, f"{command} does not end"
            time.sleep(0.1)

    def open(self, table: str) -> None:
        """Make a project of a table in CSV."""
        token = self.get("get-csrf-token")["token"]
        options = {
            "encoding": "UTF-8",
            "separator": ",",
            "headerLines": 1,
            "guessCellValueTypes": False,
        }
        answer = self.http.request(
            "POST",
            f"{self.url}/command/core/create-project-from-upload?csrf_token={token}",
            fields={
                "project-file": ("names.csv", table.encode(), "text/csv"),
                "project-name": "names",
                "format": "text/line-based/*sv",
                "options": json.dumps(options),
            },
            redirect=False,
        )
        assert answer.status == 302, answer.data
        self.project = answer.headers["Location"].partition("project=")[2]
        assert self.project.isdecimal()

    def column(self, expression: str) -> list[Any]:
        """Export one value a row, as a GREL expression finds it."""
        answer = self.post(
            "export-rows/rows.json",
            engine=ENGINE,
            format="template",
            prefix="[",
            template=f"{{{{jsonize({expression})}}}}",
            separator=",",
            suffix="]",
        )
        return list(json.loads(answer.data))


@pytest.fixture(scope="module")
def refine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Refine]:
    folder = tmp_path_factory.mktemp("openrefine")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {
        "refine.headless": "true",
        "refine.data_dir": str(folder),
        "refine.webapp": str(HOME / "webapp"),
        "refine.interface": "127.0.0.1",
        "refine.host": "127.0.0.1",
        "refine.port": str(port),
        "refine.display.new.version.notice": "false",
        "java.io.tmpdir": str(folder),
    }
    command = ["java", "-Xms64m", "-Xmx512m", *(f"-D{k}={v}" for k, v in settings.items())]
    command += ["-cp", str(HOME / "server" / "*"), "com.google.refine.Refine"]
    log = folder / "openrefine.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, cwd=folder
        )
    try:
        found = Refine(f"http://127.0.0.1:{port}")
        deadline = time.monotonic() + START
        while not is_up(found):
            assert process.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < deadline, log.read_text(errors="replace")
            time.sleep(0.2)
        yield found
    finally:
        process.kill()
        process.wait(timeout=30)


def is_up(refine: Refine) -> bool:
    try:
        return bool(refine.get("get-version")["version"])
    except (urllib3.exceptions.HTTPError, ValueError):
        return False


@pytest.fixture(scope="module")
def service(real: EmbeddedStore) -> Iterator[Service]:
    with running(read_catalogue(real, AS_OF)) as found:
        yield found


@pytest.fixture(scope="module")
def reconciled(refine: Refine, service: Service) -> Refine:
    """Reconcile a table of names as the dialogue of OpenRefine does."""
    rows = "".join(f'"{name}","{country}"\n' for name, country, _ in NAMES)
    refine.open(f"name,country\n{rows}")
    manifest = service.get(service.old)
    guessed = refine.post("guess-types-of-column", columnName="name", service=service.old).json()
    assert guessed["code"] == "ok"
    assert guessed["types"][0]["id"] == "Organization"
    configuration = {
        "mode": "standard-service",
        "service": service.old,
        "identifierSpace": manifest["identifierSpace"],
        "schemaSpace": manifest["schemaSpace"],
        "type": {"id": "Organization", "name": "organisation"},
        "autoMatch": True,
        "limit": 5,
        "columnDetails": [
            {"column": "country", "property": {"id": "country", "name": "country"}},
        ],
    }
    refine.work("reconcile", columnName="name", config=json.dumps(configuration))
    return refine


def test_it_is_the_real_one(refine: Refine) -> None:
    assert refine.get("get-version")["version"].startswith("3.")


def test_openrefine_matches_the_names_that_are_ours_and_no_others(reconciled: Refine) -> None:
    names = reconciled.column('cells["name"].value')
    matches = reconciled.column('cells["name"].recon.match.id')
    assert dict(zip(names, matches, strict=True)) == {name: slug for name, _, slug in NAMES}


def test_openrefine_shows_candidates_where_it_matches_nothing(reconciled: Refine) -> None:
    best = reconciled.column('cells["name"].recon.candidates[0].id')
    told = dict(zip(reconciled.column('cells["name"].value'), best, strict=True))
    assert told["Open AI"] == "openai"
    assert told["Oracle"] == "oracle"


def test_openrefine_keeps_the_spaces_that_make_ids_of_the_slugs(reconciled: Refine) -> None:
    expression = 'cells["name"].recon.identifierSpace + cells["name"].recon.match.id'
    assert reconciled.column(expression)[0] == f"{ENT}alibaba-group"
    assert reconciled.column('cells["name"].recon.schemaSpace')[0] == RACE


def test_openrefine_fetches_values_of_the_matches(reconciled: Refine, service: Service) -> None:
    wanted = [
        {"id": "wikidata", "name": "Wikidata"},
        {"id": "headquarteredIn", "name": "seat", "settings": SEAT},
        {"id": "country", "name": "country"},
        {"id": "plannedPerYearLow", "name": "plan", "settings": {"currency": "USD"}},
    ]
    reconciled.work(
        "extend-data",
        baseColumnName="name",
        columnInsertIndex="2",
        endpoint=service.old,
        identifierSpace=ENT,
        schemaSpace=RACE,
        extension=json.dumps({"properties": wanted}),
    )
    columns = reconciled.get("get-models")["columnModel"]["columns"]
    names = [column["name"] for column in columns]
    assert names[2:4] == ["Wikidata item", "headquartered in"]
    assert names[-1] == "planned investment a year, at least (USD)"
    by_name = {name: reconciled.column(f"cells[{json.dumps(name)}].value") for name in names}
    assert by_name["Wikidata item"][:4] == ["Q1359568", "Q1359568", "Q380", "Q3884"]
    assert by_name["headquartered in"][0] == "Hangzhou"
    # Billions are more than 32 bits can hold.
    assert by_name[names[-1]][3] == 100_000_000_000
    assert by_name[names[-1]][0] == pytest.approx(17.47e9, rel=0.02)
    country = next(name for name in names if name.startswith("country") and name != "country")
    assert reconciled.column(f"cells[{json.dumps(country)}].recon.match.id")[0] == "china"


def test_nothing_went_wrong_in_the_service(reconciled: Refine, service: Service) -> None:
    assert service.faults == []
