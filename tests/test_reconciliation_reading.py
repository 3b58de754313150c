"""What a service reads of a store, and of the queries of both versions of the API."""

from __future__ import annotations

from pathlib import Path

import pytest

from compute_race.dataset.store import EmbeddedStore, open_store
from compute_race.serving.comparing import site
from compute_race.serving.queries import DEFAULT_LIMIT, MAX_LIMIT, read_new_batch, read_old_batch
from compute_race.serving.reading import read_catalogue
from little_store import endpoint, write_store
from reconciliation_server import AS_OF, few


def test_an_endpoint_gives_what_a_folder_gives(tmp_path: Path) -> None:
    embedded = read_catalogue(EmbeddedStore(write_store(tmp_path / "store")), AS_OF)
    with endpoint() as url:
        remote = read_catalogue(open_store(url), AS_OF)
    assert remote.entities == embedded.entities
    assert remote.types == embedded.types
    assert remote.properties == embedded.properties


def test_the_whole_register_is_read_the_same_twice(real: EmbeddedStore) -> None:
    one, two = read_catalogue(real, AS_OF), read_catalogue(real, AS_OF)
    assert list(one.entities) == list(two.entities)
    assert one.entities == two.entities
    assert len(one.entities) > 900


def test_every_type_and_property_of_the_register_has_words(real: EmbeddedStore) -> None:
    catalogue = read_catalogue(real, AS_OF)
    for term in (*catalogue.types.values(), *catalogue.properties.values()):
        for lang in ("en", "fr"):
            assert term.labels.get(lang), term.id
            assert term.definitions.get(lang), term.id


def test_the_country_is_found_through_the_places_between() -> None:
    assert few().entities["acme"].first("country") == "gallia"
    assert few().entities["lutetia"].first("country") == "gallia"
    assert few().entities["gallia"].first("country") == ""


def test_types_above_are_added_and_told_apart() -> None:
    acme = few().entities["acme"]
    assert acme.own_types == ("Company",)
    assert acme.types == ("Company", "Organization")


@pytest.mark.parametrize("name", ["acme", "ent:acme", "Q42", "wd:Q42", " acme "])
def test_a_thing_is_found_by_its_names_for_machines(name: str) -> None:
    assert few().find(name) is few().entities["acme"]
    assert few().find("Acme") is None


@pytest.mark.parametrize(
    ("address", "host"),
    [("https://www.a.example/x", "a.example"), ("a.example", "a.example"), ("http://[", "")],
)
def test_a_site_is_the_host_of_an_address(address: str, host: str) -> None:
    assert site(address) == host


def test_both_versions_are_read_into_one_form() -> None:
    old = read_old_batch(
        '{"q": {"query": " Acme ", "type": "Company", "limit": 3, "type_strict": "any",'
        ' "properties": [{"pid": "cik", "v": [7, true, 1.5, {"id": "x", "name": "y"}]}]}}'
    )["q"]
    assert old.names == ("Acme",)
    assert (old.types, old.strict, old.limit) == (("Company",), "any", 3)
    assert old.conditions[0].values == ("7", "true", "1.5", "x")
    assert old.conditions[0].ids == (False, False, False, True)
    new = read_new_batch(
        '{"queries": [{"type": "Company", "limit": 3, "conditions": ['
        '{"matchType": "name", "propertyValue": "Acme", "required": true},'
        '{"matchType": "name", "propertyValue": "Twin", "matchQuantifier": "none"},'
        '{"matchType": "id", "propertyValue": {"id": "acme"}},'
        '{"matchType": "property", "propertyId": "cik", "propertyValue": [7, 8],'
        ' "required": true, "matchQuantifier": "all", "matchQualifier": "ExactMatch"}]}]}'
    )[0]
    assert new.names == ("Acme",)
    assert new.not_named == ("Twin",)
    assert new.ids == ("acme",)
    assert (new.needs_name, new.needs_id) == (True, False)
    (condition,) = new.conditions
    assert (condition.required, condition.quantifier, condition.exact) == (True, "all", True)


def test_limits_are_held() -> None:
    queries = '{"a": {"query": "x"}, "b": {"query": "x", "limit": 100000}}'
    found = read_old_batch(queries)
    assert found["a"].limit == DEFAULT_LIMIT
    assert found["b"].limit == MAX_LIMIT


def test_a_blank_cell_does_not_spoil_the_batch() -> None:
    found = read_old_batch('{"a": {"query": "  "}, "b": {"query": "Acme"}}')
    assert found["a"].names == ()
    assert found["b"].names == ("Acme",)
