"""Both versions of the Reconciliation API against the suite: its schemas and its examples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from compute_race.dataset.store import EmbeddedStore
from compute_race.serving.reading import read_catalogue
from reconciliation_server import (
    AS_OF,
    NEW,
    OLD,
    SUITE,
    Service,
    check,
    examples,
    needs_suite,
    running,
)

pytestmark = needs_suite

NAMES = ["Alibaba", "Meta Inc", "阿里巴巴集团", "Stargate", "nobody at all", "france", "Gemini"]
PROPERTIES = ["wikidata", "country", "website", "announced", "name", "otherName", "cik"]
PROPERTIES += ["plannedPerYearLow", "plannedPerYearHigh", "knownFrom", "announcedOn", "nothing"]
THINGS = ["alibaba-group", "alibaba-380bn", "openai", "france", "no-such-thing"]


@pytest.fixture(scope="module")
def service(real: EmbeddedStore) -> Iterator[Service]:
    with running(read_catalogue(real, AS_OF)) as found:
        yield found


def kept(version: str, schema: str, kind: str) -> list[Any]:
    """Give examples as parameters of a test; none where the suite is not at hand."""
    if not SUITE.is_dir():
        return []
    return [pytest.param(one, id=name) for name, one in examples(version, schema, kind).items()]


def test_the_schemas_tell_right_from_wrong() -> None:
    for version in (OLD, NEW):
        for schema in ("manifest", "reconciliation-result-batch", "data-extension-response"):
            for example in examples(version, schema, "valid").values():
                check(version, schema, example)
            for example in examples(version, schema, "invalid").values():
                with pytest.raises(AssertionError):
                    check(version, schema, example)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_manifests_are_as_their_schemas_say(service: Service, lang: str) -> None:
    for version, url in ((OLD, service.old), (NEW, service.new)):
        answer = service.call("GET", url, headers={"Accept-Language": lang})
        check(version, "manifest", answer.json())
        assert version in answer.json()["versions"]
        assert answer.headers["Content-Language"] == lang


def test_candidates_of_0_2_are_as_the_schema_says(service: Service) -> None:
    queries: dict[str, Any] = {f"q{n}": {"query": name} for n, name in enumerate(NAMES)}
    queries["typed"] = {"query": "Alibaba", "type": ["Company", "Model"], "type_strict": "all"}
    queries["told"] = {
        "query": "Alibaba",
        "properties": [{"pid": "country", "v": {"id": "china"}}, {"pid": "cik", "v": 1577552}],
    }
    check(OLD, "reconciliation-query-batch", queries)
    answer = service.form(queries=queries)
    check(OLD, "reconciliation-result-batch", answer)
    assert list(answer) == list(queries)
    assert answer["q4"] == {"result": []}
    assert answer["told"]["result"][0]["id"] == "alibaba-group"


def test_candidates_of_the_draft_are_as_the_schema_says(service: Service) -> None:
    batch: dict[str, Any] = {
        "queries": [
            {"conditions": [{"matchType": "name", "propertyValue": name}]} for name in NAMES
        ]
    }
    told = {"matchType": "property", "propertyId": "country", "propertyValue": "China"}
    batch["queries"].append({"type": "Company", "limit": 3, "conditions": [told]})
    check(NEW, "reconciliation-query-batch", batch)
    answer = service.json("/match", batch)
    check(NEW, "reconciliation-result-batch", answer)
    assert len(answer["results"]) == len(batch["queries"])
    assert answer["results"][0]["candidates"][0]["id"] == "alibaba-group"
    assert len(answer["results"][-1]["candidates"]) == 3


@pytest.mark.parametrize("kind", ["entity", "property", "type"])
@pytest.mark.parametrize("prefix", ["", "al", "Comp", "country", "zzzz", "阿里"])
def test_suggestions_are_as_their_schemas_say(service: Service, kind: str, prefix: str) -> None:
    schema = {"entity": "entities", "property": "properties", "type": "types"}[kind]
    for version, url in ((OLD, service.old), (NEW, service.new)):
        answer = service.get(f"{url}/suggest/{kind}", prefix=prefix)
        check(version, f"suggest-{schema}-response", answer)


@pytest.mark.parametrize("content", ["link", "name", "id", "iri"])
def test_values_are_as_their_schemas_say(service: Service, content: str) -> None:
    settings = {"content": content, "limit": 2, "currency": "USD"}
    query = {
        "ids": THINGS,
        "properties": [{"id": name, "settings": settings} for name in PROPERTIES],
    }
    check(OLD, "data-extension-query", query)
    old, new = service.form(extend=query), service.json("/extend", query)
    check(OLD, "data-extension-response", old)
    check(NEW, "data-extension-response", new)
    assert list(old["rows"]) == [row["id"] for row in new["rows"]] == THINGS
    assert [column["id"] for column in new["meta"]] == PROPERTIES


@pytest.mark.parametrize("type_id", ["Company", "Announcement", "", "Nothing"])
def test_proposals_are_as_their_schema_says(service: Service, type_id: str) -> None:
    for version, url in ((OLD, service.old), (NEW, service.new)):
        answer = service.get(f"{url}/extend/propose", type=type_id, limit=5)
        check(version, "data-extension-property-proposal", answer)
        assert answer["type"] == type_id
        assert answer["limit"] == 5


@pytest.mark.parametrize("example", kept(OLD, "reconciliation-query-batch", "valid"))
def test_valid_queries_of_0_2_are_answered(service: Service, example: Any) -> None:
    answer = service.form(queries=example)
    check(OLD, "reconciliation-result-batch", answer)
    assert set(answer) == set(example)


@pytest.mark.parametrize("example", kept(OLD, "reconciliation-query-batch", "invalid"))
def test_invalid_queries_of_0_2_are_refused(service: Service, example: Any) -> None:
    answer = service.post({"queries": json.dumps(example)})
    assert answer.status == 400
    assert list(answer.json()) == ["error"]


@pytest.mark.parametrize("example", kept(NEW, "reconciliation-query-batch", "valid"))
def test_valid_queries_of_the_draft_are_answered(service: Service, example: Any) -> None:
    answer = service.json("/match", example)
    check(NEW, "reconciliation-result-batch", answer)
    assert len(answer["results"]) == len(example["queries"])


@pytest.mark.parametrize("example", kept(NEW, "reconciliation-query-batch", "invalid"))
def test_invalid_queries_of_the_draft_are_refused(service: Service, example: Any) -> None:
    answer = service.call("POST", f"{service.new}/match", json=example)
    assert answer.status == 400
    assert list(answer.json()) == ["error"]


@pytest.mark.parametrize("example", kept(OLD, "data-extension-query", "valid"))
def test_valid_extensions_of_0_2_are_answered(service: Service, example: Any) -> None:
    check(OLD, "data-extension-response", service.form(extend=example))


@pytest.mark.parametrize("example", kept(NEW, "data-extension-query", "valid"))
def test_valid_extensions_of_the_draft_are_answered(service: Service, example: Any) -> None:
    check(NEW, "data-extension-response", service.json("/extend", example))
