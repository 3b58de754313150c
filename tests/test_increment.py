"""A database made of the one before holds what one made from nothing would."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compute_race.dataset.generations import Base, read_manifest, write_generation
from compute_race.dataset.increment import lines_of, write_anew, write_from
from compute_race.dataset.store import EmbeddedStore

_SUBJECTS = ("acme", "bravo")
_VALUES = ("1.50", "1.5", "x", "y", "z")
_GRAPHS = ("g", "h", "far")
_DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


def quad(subject: str, value: str, graph: str) -> ox.Quad:
    literal = ox.Literal(value) if value.isalpha() else ox.Literal(value, datatype=_DECIMAL)
    return ox.Quad(
        ox.NamedNode(f"http://x.example/{subject}"),
        ox.NamedNode("http://x.example/says"),
        literal,
        ox.NamedNode(f"http://x.example/{graph}"),
    )


ALL = [quad(s, v, g) for s in _SUBJECTS for v in _VALUES for g in _GRAPHS]
FAR = [one for one in ALL if str(one.graph_name).endswith("far>")]
NEAR = [one for one in ALL if one not in FAR]
#: What the store writes as it was given.
FAR_TEXTS = [one for one in FAR if one.object.value.isalpha()]
TEXTS = [one for one in NEAR if one.object.value.isalpha()]


def everything(database: Path) -> set[str]:
    return set(map(str, ox.Store.read_only(str(database))))


@settings(max_examples=40, deadline=None)
@given(
    old=st.sets(st.sampled_from(NEAR)),
    new=st.sets(st.sampled_from(NEAR)),
    far=st.sets(st.sampled_from(FAR)),
)
def test_the_difference_leads_to_the_same_database(
    tmp_path_factory: pytest.TempPathFactory,
    old: set[ox.Quad],
    new: set[ox.Quad],
    far: set[ox.Quad],
) -> None:
    """Also where graphs say the same, and where two literals are one in the store."""
    place = tmp_path_factory.mktemp("increment")
    size = write_anew(place / "before", lines_of((*old, *far)))
    made = write_from(place / "before", place / "now", lines_of(old), lines_of(new), size)
    expected = write_anew(place / "anew", lines_of((*new, *far)))
    assert made == expected
    assert everything(place / "now") == everything(place / "anew")


def test_nameless_nodes_keep_their_names(tmp_path: Path) -> None:
    """Or a later build would not find them again."""
    nameless = ox.Quad(
        ox.BlankNode("x1"),
        ox.NamedNode("http://x.example/says"),
        ox.BlankNode("x2"),
        ox.NamedNode("http://x.example/g"),
    )
    write_anew(tmp_path / "before", lines_of([nameless, *NEAR[:2]]))
    assert str(nameless) in everything(tmp_path / "before")
    size = write_anew(tmp_path / "again", lines_of([nameless]))
    old = lines_of([nameless])
    assert write_from(tmp_path / "again", tmp_path / "now", old, [], size) == 0


def test_a_database_of_another_size_is_not_built_upon(tmp_path: Path) -> None:
    size = write_anew(tmp_path / "before", lines_of(NEAR[:3]))
    old = lines_of(NEAR[:3])
    assert write_from(tmp_path / "before", tmp_path / "now", old, old, size + 1) is None
    assert not (tmp_path / "now").exists()


def test_a_damaged_database_is_not_built_upon(tmp_path: Path) -> None:
    size = write_anew(tmp_path / "before", lines_of(NEAR[:3]))
    for path in (tmp_path / "before").glob("MANIFEST*"):
        path.write_bytes(b"damaged")
    old = lines_of(NEAR[:3])
    assert write_from(tmp_path / "before", tmp_path / "now", old, old, size) is None
    assert not (tmp_path / "now").exists()


class Asked:
    """A base that counts how often its lines are asked for."""

    def __init__(self) -> None:
        self.times = 0

    def lines(self) -> list[bytes]:
        self.times += 1
        return lines_of(FAR_TEXTS)


def test_the_base_is_asked_for_only_when_its_key_changes(tmp_path: Path) -> None:
    asked = Asked()
    for name, key, quads in (("1", "a", TEXTS[:2]), ("2", "a", TEXTS[1:4]), ("3", "b", TEXTS[1:4])):
        write_generation(tmp_path, quads, {}, name, Base(key, asked.lines))
        assert set(EmbeddedStore(tmp_path).quads()) == {*quads, *FAR_TEXTS}
    assert asked.times == 2


def test_a_forced_build_takes_nothing_over(tmp_path: Path) -> None:
    asked = Asked()
    for anew in (False, True):
        write_generation(tmp_path, TEXTS, {}, "1", Base("a", asked.lines), anew=anew)
    assert asked.times == 2


def test_without_the_lines_of_the_one_before_everything_is_written(tmp_path: Path) -> None:
    asked = Asked()
    write_generation(tmp_path, TEXTS[:2], {}, "1", Base("a", asked.lines))
    (tmp_path / "generations" / "1" / "kept.nq").unlink()
    write_generation(tmp_path, TEXTS[:3], {}, "2", Base("a", asked.lines))
    assert asked.times == 2
    assert set(EmbeddedStore(tmp_path).quads()) == {*TEXTS[:3], *FAR_TEXTS}


def test_a_build_does_not_change_the_one_it_began_from(tmp_path: Path) -> None:
    write_generation(tmp_path, TEXTS[:2], {}, "1", Base("a", Asked().lines))
    before = tmp_path / "generations" / "1" / "oxigraph"
    told = everything(before)
    write_generation(tmp_path, TEXTS[2:], {}, "2", Base("a", Asked().lines))
    assert everything(before) == told


def test_the_manifest_tells_size_and_base(tmp_path: Path) -> None:
    write_generation(tmp_path, TEXTS[:1], {}, "1", Base("a", tuple))
    manifest = read_manifest(tmp_path / "generations" / "1")
    assert (manifest["size"], manifest["base"]) == (2, "a")


def test_a_generation_may_hold_nothing(tmp_path: Path) -> None:
    """Nothing is a size, too: the database is not written a second time into its place."""
    write_generation(tmp_path, TEXTS[:1], {}, "1", Base("a", tuple))
    write_generation(tmp_path, [], {}, "2", Base("a", tuple))
    assert list(EmbeddedStore(tmp_path).quads()) == []
    write_generation(tmp_path, TEXTS[:1], {}, "3", Base("a", tuple))
    assert len(list(EmbeddedStore(tmp_path).quads())) == 1
