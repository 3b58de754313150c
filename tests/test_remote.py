"""A SPARQL endpoint as the store: the same answers, and every fault in one clear line."""

import socket
from pathlib import Path

import pytest

from compute_race.basics.problems import StoreError, UsageError
from compute_race.dataset.remote import RemoteStore
from compute_race.dataset.store import EmbeddedStore, open_store
from little_store import endpoint, race, write_store

QUERIES = [
    "SELECT ?s ?l { ?s rdfs:label ?l } ORDER BY ?s ?l",
    "SELECT ?v ?missing { ?s race:upper ?v OPTIONAL { ?s race:none ?missing } }",
    "ASK { ent:acme a race:Company }",
    "ASK { ent:acme a race:Nothing }",
    "SELECT ?g { GRAPH ?g { ent:acme ?p ?o } } ORDER BY ?g",
]


def test_the_same_answers_as_the_embedded_store(tmp_path: Path) -> None:
    embedded = EmbeddedStore(write_store(tmp_path / "store"))
    with endpoint() as url:
        remote = open_store(url)
        assert isinstance(remote, RemoteStore)
        assert remote.describe() == {"endpoint": url}
        for text in QUERIES:
            assert remote.query(text) == embedded.query(text)
        built = "CONSTRUCT { ?s rdfs:label ?l } { ?s rdfs:label ?l }"
        assert sorted(map(str, remote.query(built))) == sorted(  # type: ignore[arg-type]
            map(str, embedded.query(built))  # type: ignore[arg-type]
        )


def test_a_malformed_query_is_the_callers_fault() -> None:
    with endpoint() as url, pytest.raises(UsageError, match="refuses the query: bad query: error"):
        RemoteStore(url).query("SELECT")


@pytest.mark.parametrize(
    ("manner", "message"),
    [
        ("500", "answers 500 Internal Server Error"),
        ("html", "gives no SPARQL results"),
        ("cut", "gives no SPARQL results"),
    ],
)
def test_faults_of_the_endpoint(manner: str, message: str) -> None:
    with endpoint(manner) as url, pytest.raises(StoreError, match=message):
        RemoteStore(url).query("SELECT ?s { ?s ?p ?o }")


def test_an_endpoint_that_is_not_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StoreError, match="is out of reach"):
        RemoteStore(f"http://127.0.0.1:{port}/sparql").query("ASK {}")


def test_an_endpoint_that_is_slow() -> None:
    with endpoint("slow") as url, pytest.raises(StoreError, match="is out of reach: timed out"):
        RemoteStore(url, timeout=0.3).query("ASK {}")


def test_the_commands_over_an_endpoint() -> None:
    with endpoint() as url:
        done = race("--store", url, "query", QUERIES[0], "--format", "csv")
        assert done.returncode == 0
        assert "Acme Nuage" in done.stdout
        assert race("show", "acme", "--store", url).stdout.startswith("Acme\n")
        assert race("query", "ASK {}", RACE_STORE=url).stdout == "true\n"
        done = race("--store", url, "query", "SELECT")
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
    done = race("--store", url, "show", "acme")
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    with endpoint("html") as url:
        done = race("--store", url, "query", "ASK {}")
        assert done.returncode == 3
        assert done.stderr.count("\n") == 1


def test_a_slow_endpoint_is_given_up_when_the_time_is_over() -> None:
    with endpoint("slow") as url:
        done = race("--store", url, "query", "ASK {}", "--timeout", "1")
    assert done.returncode == 2
    assert "took longer than 1 s" in done.stderr
