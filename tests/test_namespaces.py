"""Prefixes, each once, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compute_race.basics import namespaces
from compute_race.basics.namespaces import ENT, GRAPH, PREFIXES, RACE, SRC, expand, shorten


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (ENT + "alibaba-group", "ent:alibaba-group"),
        (RACE + "Claim", "race:Claim"),
        (SRC + "doc#c01", "src:doc#c01"),
        (GRAPH + "preferred", "graph:preferred"),
        ("http://qudt.org/vocab/unit/CCY_EUR", "unit:CCY_EUR"),
    ],
)
def test_there_and_back(iri: str, name: str) -> None:
    assert shorten(iri) == name
    assert expand(name) == iri


@pytest.mark.parametrize("text", ["https://example.org/x", "nothing", "x:y", "", "ent", "ent://x"])
def test_what_has_no_known_prefix_stays(text: str) -> None:
    assert shorten(text) == text
    assert expand(text) == text


@given(
    st.sampled_from(sorted(PREFIXES)), st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9_.#-]*", fullmatch=True)
)
def test_every_prefix_goes_there_and_back(prefix: str, local: str) -> None:
    assert shorten(expand(f"{prefix}:{local}")) == f"{prefix}:{local}"


def test_every_prefix_is_sorted_once_and_none_is_within_another() -> None:
    assert list(PREFIXES) == sorted(PREFIXES)
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    for one in PREFIXES.values():
        assert not any(one != other and other.startswith(one) for other in PREFIXES.values())


def test_every_namespace_has_its_prefix() -> None:
    constants = {
        value for name, value in vars(namespaces).items() if name.isupper() and name != "PREFIXES"
    }
    assert constants == set(PREFIXES.values())
