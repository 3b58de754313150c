"""Auto-completion: who types a few letters of a name, an id or a type finds it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from compute_race.serving.suggest import property_counts
from reconciliation_server import Service, few, running


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running(few()) as found:
        yield found


def ids(service: Service, kind: str, prefix: str, **more: object) -> list[str]:
    """Give the ids that both versions suggest; they have to be the same."""
    skipped = more.pop("skip", 0)
    old = service.get(f"{service.old}/suggest/{kind}", prefix=prefix, cursor=skipped, **more)
    new = service.get(f"{service.new}/suggest/{kind}", prefix=prefix, offset=skipped, **more)
    found = [one["id"] for one in old["result"]]
    assert found == [one["id"] for one in new["result"]]
    return found


@pytest.mark.parametrize("prefix", ["acm", "ACMÉ", "阿克", "Acme Hold", "  acme "])
def test_any_name_is_completed_whatever_its_case_and_accents(service: Service, prefix: str) -> None:
    assert "acme" in ids(service, "entity", prefix)


def test_the_whole_name_comes_before_longer_ones(service: Service) -> None:
    assert ids(service, "entity", "acme")[:2] == ["acme", "acme-cloud"]


def test_a_later_word_is_completed_too(service: Service) -> None:
    assert ids(service, "entity", "cloud") == ["acme-cloud"]


@pytest.mark.parametrize("prefix", ["twin-two", "ent:twin-two", "Q42", "gemini-n"])
def test_an_id_is_completed(service: Service, prefix: str) -> None:
    wanted = {"Q42": "acme", "gemini-n": "gemini-news"}.get(prefix, "twin-two")
    assert ids(service, "entity", prefix)[0] == wanted


def test_nothing_is_made_up(service: Service) -> None:
    for kind in ("entity", "property", "type"):
        assert ids(service, kind, "zzz") == []
        assert ids(service, kind, "!?") == []


def test_an_empty_prefix_gives_all(service: Service) -> None:
    assert set(ids(service, "entity", "")) == set(few().entities)
    assert set(ids(service, "type", "")) == set(few().types)
    assert set(ids(service, "property", "", limit=200)) == set(few().properties)


def test_pages_follow_each_other_without_gap(service: Service) -> None:
    every = ids(service, "entity", "")
    pages = [ids(service, "entity", "", skip=start, limit=3) for start in range(0, len(every), 3)]
    assert [name for page in pages for name in page] == every
    assert ids(service, "entity", "", skip=1000) == []


def test_entities_tell_what_they_are(service: Service) -> None:
    (found,) = service.get(f"{service.old}/suggest/entity", prefix="twin-two")["result"]
    assert found == {
        "id": "twin-two",
        "name": "Twin",
        "description": "company, Germania",
        "notable": [{"id": "Company", "name": "company"}],
    }


def test_types_tell_what_they_mean_and_what_is_above(service: Service) -> None:
    (found,) = service.get(f"{service.old}/suggest/type", prefix="comp")["result"]
    assert found["broader"] == [{"id": "Organization", "name": "organisation"}]
    (above,) = service.get(f"{service.old}/suggest/type", prefix="Organization")["result"]
    assert above["description"] == "A body of people."
    assert "broader" not in above


def test_types_come_with_those_of_most_entities_first(service: Service) -> None:
    found = ids(service, "type", "")
    counts = [len(few().of_type(name)) for name in found]
    assert counts == sorted(counts, reverse=True)


def test_properties_are_those_that_are_used_and_no_book_keeping(service: Service) -> None:
    found = ids(service, "property", "", limit=200)
    assert {"cik", "website", "headquarteredIn", "country", "wikidata", "name"} <= set(found)
    assert "knownFromBasis" not in found
    counts = property_counts(few(), "")
    assert [counts.get(name, 0) for name in found] == sorted(
        (counts.get(name, 0) for name in found), reverse=True
    )


def test_only_the_draft_offers_ways_to_compare(service: Service) -> None:
    new = service.get(f"{service.new}/suggest/property", prefix="cik")["result"]
    assert [one["id"] for one in new[0]["matchQualifiers"]] == ["ExactMatch"]
    old = service.get(f"{service.old}/suggest/property", prefix="cik")["result"]
    assert "matchQualifiers" not in old[0]


def test_a_flyout_is_html_in_which_names_are_only_text(service: Service) -> None:
    found = service.get(f"{service.old}/flyout/entity", id="oracle")
    assert found["id"] == "oracle"
    assert "<b>" not in found["html"]
    assert "Oracle &lt;b&gt;&amp;" in found["html"]
    assert (
        "A body of people." in service.get(f"{service.old}/flyout/type", id="Organization")["html"]
    )
    assert (
        "headquartered"
        in service.get(f"{service.old}/flyout/property", id="headquarteredIn")["html"]
    )
