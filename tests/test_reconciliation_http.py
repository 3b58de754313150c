"""The service on the wire: addresses, kinds of bodies, other origins, JSONP, and every refusal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from compute_race.serving import old_api
from compute_race.serving.queries import MAX_BATCH
from compute_race.serving.requests import MAX_BODY
from reconciliation_server import Service, few, running

QUERIES = json.dumps({"q": {"query": "Acme"}})
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running(few()) as found:
        yield found
        assert found.faults == []


def refused(answer: Any, status: int) -> str:
    """Give the one line of a refusal, which is JSON and nothing else."""
    assert answer.status == status, answer.data
    assert answer.headers["Content-Type"].startswith("application/json")
    told = answer.json()
    assert list(told) == ["error"]
    assert "\n" not in told["error"]
    assert "Traceback" not in told["error"]
    return str(told["error"])


def test_the_manifest_names_its_own_addresses(service: Service) -> None:
    manifest = service.get(service.old)
    assert manifest["versions"] == ["0.1", "0.2"]
    assert manifest["identifierSpace"] == "https://w3id.org/compute-race/id/"
    assert manifest["schemaSpace"] == "https://w3id.org/compute-race/ontology#"
    assert manifest["view"]["url"] == "https://w3id.org/compute-race/id/{{id}}"
    for kind, prefix in (("entity", "acme"), ("property", "cik"), ("type", "Company")):
        place = manifest["suggest"][kind]
        found = service.get(place["service_url"] + place["service_path"], prefix=prefix)
        name = found["result"][0]["id"]
        path = place["flyout_service_path"].replace("${id}", quote(name, safe=""))
        assert service.get(place["flyout_service_url"] + path)["id"] == name
    place = manifest["extend"]["propose_properties"]
    assert service.get(place["service_url"] + place["service_path"], type="Company")["properties"]
    page = service.call("GET", manifest["preview"]["url"].replace("{{id}}", "acme"))
    assert page.status == 200


def test_the_manifest_names_the_address_it_was_asked_at(service: Service) -> None:
    answer = service.call("GET", service.old, headers={"Host": "race.example:8443"})
    assert answer.json()["preview"]["url"].startswith("http://race.example:8443/reconcile/preview")
    behind = {"Host": "race.example", "X-Forwarded-Proto": "https"}
    answer = service.call("GET", service.old, headers=behind)
    assert answer.json()["preview"]["url"].startswith("https://race.example/reconcile/preview")


def test_the_root_leads_to_the_service(service: Service) -> None:
    answer = service.call("GET", service.root + "/")
    assert answer.status == 307
    assert answer.headers["Location"].endswith("/reconcile")


def test_a_slash_at_the_end_changes_nothing(service: Service) -> None:
    assert service.get(service.old + "/") == service.get(service.old)
    assert service.get(service.new + "/") == service.get(service.new)


def test_queries_come_by_get_and_by_post(service: Service) -> None:
    by_get = service.get(service.old, queries=QUERIES)
    assert by_get == service.post({"queries": QUERIES}).json()
    assert by_get["q"]["result"][0]["match"] is True
    values = json.dumps({"ids": ["acme"], "properties": [{"id": "cik"}]})
    assert service.get(service.old, extend=values) == service.post({"extend": values}).json()


def test_a_form_may_name_its_character_set(service: Service) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    body = "queries=" + quote('{"q": {"query": "阿克米"}}')
    answer = service.call("POST", service.old, body=body, headers=kind)
    assert answer.json()["q"]["result"][0]["id"] == "acme"


def test_other_origins_may_read_every_address(service: Service) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    for path in (
        "",
        "/suggest/entity?prefix=a",
        "/preview?id=acme",
        "/preview?id=none",
        "/nowhere",
    ):
        for root in (service.old, service.new):
            answer = service.call("GET", root + path, headers=origin)
            assert answer.headers["Access-Control-Allow-Origin"] == "*", path
    asked = origin | {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
        "Access-Control-Request-Private-Network": "true",
    }
    answer = service.call("OPTIONS", f"{service.new}/match", headers=asked)
    assert answer.status == 200
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert answer.headers["Access-Control-Allow-Private-Network"] == "true"


@pytest.mark.parametrize("name", ["jQuery360_12", "a.b.c", "$", "_x1"])
def test_jsonp_wraps_the_answer_in_a_call(service: Service, name: str) -> None:
    for path in ("", "/suggest/type", "/flyout/type", "/extend/propose"):
        fields = {"callback": name, "prefix": "", "id": "Company", "type": "Company", "_": "1"}
        answer = service.call("GET", service.old + path, fields=fields)
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/javascript")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        text = answer.data.decode("ascii")
        assert text.startswith(f"/**/{name}(")
        assert text.endswith(");")
        assert json.loads(text[len(f"/**/{name}(") : -2])


@pytest.mark.parametrize(
    "name", ["alert(1)", "a;b", "<script>", "1a", "a..b", "a.", "a b", "ä", "a\n", "x" * 121]
)
def test_jsonp_takes_only_the_name_of_a_function(service: Service, name: str) -> None:
    refused(service.call("GET", service.old, fields={"callback": name}), 400)
    text = refused(
        service.call("GET", f"{service.old}/suggest/type", fields={"callback": name, "prefix": ""}),
        400,
    )
    assert name not in text


@pytest.mark.parametrize(
    "queries",
    [
        "",
        "{",
        "[]",
        "null",
        '"x"',
        '{"q": {"query": 1}}',
        '{"q": {"query": "a", "limit": 0}}',
        '{"q": {"query": "a", "limit": 1.5}}',
        '{"q": {"query": "a", "limit": -1}}',
        '{"q": {"query": "a", "limit": 1e999}}',
        '{"q": {"query": "a", "type_strict": "perhaps"}}',
        '{"q": {"query": "a", "colour": "blue"}}',
        '{"q": {"query": "a", "properties": [{"pid": "cik"}]}}',
        '{"q": {"query": "a", "properties": [{"pid": "cik", "v": null}]}}',
        '{"q": {"query": "a", "properties": [{"pid": "cik", "v": {"name": "x"}}]}}',
        json.dumps({"q": {"query": "a" * 1001}}),
        "[" * 100_000,
    ],
    ids=lambda text: text[:60],
)
def test_wrong_queries_of_0_2_are_refused_in_one_line(service: Service, queries: str) -> None:
    refused(service.post({"queries": queries}), 400)


def test_a_refusal_names_the_place(service: Service) -> None:
    text = refused(service.post({"queries": '{"q7": {"query": "a", "limit": 0}}'}), 400)
    assert "`$.q7.limit`" in text
    text = refused(service.call("POST", f"{service.new}/match", json={"queries": [{}]}), 400)
    assert "conditions" in text
    assert "$.queries[0]" in text


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"queries": {}},
        {"queries": [{"conditions": [{"matchType": "name"}]}]},
        {"queries": [{"conditions": [{"matchType": "odour", "propertyValue": "x"}]}]},
        {"queries": [{"conditions": [{"matchType": "property", "propertyValue": "x"}]}]},
        {"queries": [{"limit": 0, "conditions": [{"matchType": "name", "propertyValue": "x"}]}]},
    ],
    ids=str,
)
def test_wrong_queries_of_the_draft_are_refused_in_one_line(service: Service, body: object) -> None:
    refused(service.call("POST", f"{service.new}/match", json=body), 400)


def test_bodies_of_another_kind_are_refused(service: Service) -> None:
    text = refused(service.call("POST", service.old, json={"q": {"query": "a"}}), 415)
    assert "x-www-form-urlencoded" in text
    refused(service.call("POST", service.old, fields={"queries": QUERIES}), 415)
    body = QUERIES.encode()
    refused(service.call("POST", f"{service.new}/match", body=body, headers=FORM), 415)
    refused(service.call("POST", f"{service.new}/extend", body=body, headers=FORM), 415)
    refused(service.call("POST", service.old, body=b"queries=\xff", headers=FORM), 400)
    refused(service.call("POST", service.old, body=b"a=1&" * 100, headers=FORM), 400)
    refused(service.call("POST", f"{service.new}/match", body=b"\xff\xfe"), 400)
    refused(service.post({"other": "x"}), 400)


def test_too_much_at_once_is_refused(service: Service) -> None:
    many = json.dumps({f"q{n}": {"query": "a"} for n in range(MAX_BATCH + 1)})
    assert str(MAX_BATCH) in refused(service.post({"queries": many}), 413)
    one = {"conditions": [{"matchType": "name", "propertyValue": "a"}]}
    batch = {"queries": [one] * (MAX_BATCH + 1)}
    refused(service.call("POST", f"{service.new}/match", json=batch), 413)
    values = {"q": {"query": "a", "properties": [{"pid": "cik", "v": ["1"] * 101}]}}
    refused(service.post({"queries": json.dumps(values)}), 413)
    values = {"q": {"query": "a", "properties": [{"pid": "cik", "v": "1"}] * 101}}
    refused(service.post({"queries": json.dumps(values)}), 413)
    batch = {"queries": [{"conditions": [{"matchType": "name", "propertyValue": ["a"] * 101}]}]}
    refused(service.call("POST", f"{service.new}/match", json=batch), 413)
    ids = {"ids": ["acme"] * 1001, "properties": []}
    refused(service.post({"extend": json.dumps(ids)}), 413)


def test_a_body_larger_than_the_limit_is_not_read(service: Service) -> None:
    large = b"queries=" + b"a" * MAX_BODY
    refused(service.call("POST", service.old, body=large, headers=FORM), 413)
    parts = (b"a" * 100_000 for _ in range(MAX_BODY // 100_000 + 2))
    refused(service.call("POST", service.old, body=parts, headers=FORM), 413)
    assert service.get(service.old)["versions"]


def test_unknown_places_and_methods_are_told(service: Service) -> None:
    assert "/reconcile" in refused(service.call("GET", service.root + "/nowhere"), 404)
    refused(service.call("GET", f"{service.new}/match"), 405)
    refused(service.call("DELETE", service.old), 405)
    answer = service.call("PUT", service.old)
    refused(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/suggest/entity", 400),
        ("/suggest/entity?prefix=a&limit=x", 400),
        ("/suggest/entity?prefix=a&limit=-1", 400),
        ("/suggest/entity?prefix=a&limit=99999999999999999999", 400),
        ("/extend/propose", 400),
        ("/extend/propose?type=Company&limit=%C2%B2", 400),
        ("/preview", 400),
    ],
)
def test_wrong_parameters_are_refused(service: Service, path: str, status: int) -> None:
    for root in (service.old, service.new):
        refused(service.call("GET", root + path), status)


def test_an_unknown_flyout_is_not_found(service: Service) -> None:
    for kind in ("entity", "type", "property"):
        refused(service.call("GET", f"{service.old}/flyout/{kind}?id=none"), 404)


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("fr", "fr"),
        ("fr-CH, en;q=0.9", "fr"),
        ("en;q=0.2, fr;q=0.8", "fr"),
        ("de, en;q=0.5, fr;q=0.4", "en"),
        ("de", "en"),
        ("fr;q=0", "en"),
        ("fr;q=lots, *", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_the_one_the_client_prefers(
    service: Service, asked: str, lang: str
) -> None:
    answer = service.call("GET", service.new, headers={"Accept-Language": asked})
    assert answer.headers["Content-Language"] == answer.json()["lang"] == lang


def test_a_service_has_a_language_of_its_own() -> None:
    with running(few(), "fr") as service:
        assert service.get(service.new)["lang"] == "fr"
        found = service.get(f"{service.old}/suggest/entity", prefix="gallia")["result"]
        assert found[0]["name"] == "Gaule"


def test_a_fault_of_the_program_is_one_line_and_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr(old_api, "reconcile", fail)
    with running(few()) as service:
        answer = service.call(
            "GET",
            service.old,
            fields={"queries": QUERIES},
            headers={"Origin": "https://elsewhere.example"},
        )
        assert "secret" not in refused(answer, 500)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert [str(fault) for fault in service.faults] == ["secret of the house"]
        assert service.get(service.old)["versions"]
    assert "Traceback" not in capsys.readouterr().err
