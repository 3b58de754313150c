"""Links to other bases: one row is one judgement, a bad row is one line."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.basics.namespaces import ENT, GRAPH, SKOS, WD
from compute_race.basics.problems import Problem
from compute_race.dataset.links import Link, link_tables, read_links
from support import ROOT

HEADER = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
GOOD = "ent:acme\tskos:exactMatch\twd:Q1\tsemapv:ManualMappingCuration\n"


def read(folder: Path, text: str | bytes) -> tuple[list[Link], list[Problem]]:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "wikidata.sssom.tsv").write_bytes(data)
    return read_links(link_tables(folder))


def test_a_row_is_a_triple_in_the_graph_of_its_table(tmp_path: Path) -> None:
    (link,), problems = read(tmp_path, f"# a comment\n\n{HEADER}{GOOD}")
    assert problems == []
    assert (link.line, link.file.endswith("wikidata.sssom.tsv")) == (4, True)
    assert link.quad == (
        ox.Quad(
            ox.NamedNode(ENT + "acme"),
            ox.NamedNode(SKOS + "exactMatch"),
            ox.NamedNode(WD + "Q1"),
            ox.NamedNode(GRAPH + "links/wikidata"),
        )
    )


def test_a_negated_row_states_nothing(tmp_path: Path) -> None:
    header = HEADER.rstrip("\n") + "\tpredicate_modifier\n"
    links, problems = read(tmp_path, header + GOOD.rstrip("\n") + "\tNot\n")
    assert (links, problems) == ([], [])


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("", 0, "links-header"),
        ("# only a comment\n", 0, "links-header"),
        ("subject_id\tobject_id\n" + GOOD, 1, "links-header"),
        ("# one\n" + HEADER.replace("_", "-"), 2, "links-header"),
        (HEADER + "ent:acme\tskos:exactMatch\twd:Q1\n", 2, "links-row"),
        (HEADER + GOOD.rstrip("\n") + "\tmore\n", 2, "links-row"),
        (HEADER + GOOD.replace("skos:exactMatch", "owl:sameAs"), 2, "links-predicate"),
        (HEADER + GOOD.replace("skos:exactMatch", ""), 2, "links-predicate"),
        (HEADER + GOOD.replace("wd:Q1", "Q1"), 2, "links-name"),
        (HEADER + GOOD.replace("wd:Q1", "foo:Q1"), 2, "links-name"),
        (HEADER + GOOD.replace("ent:acme", ""), 2, "links-name"),
        (HEADER + GOOD.replace("wd:Q1", "wd:Q 1"), 2, "links-name"),
        (HEADER + GOOD.replace("ent:acme", "ent:ac me"), 2, "links-name"),
        (HEADER + GOOD.replace("wd:Q1", "wd:<Q1>"), 2, "links-name"),
        (HEADER + GOOD.replace("wd:Q1", "wd:"), 2, "links-name"),
        (b"\xff\xfe", 1, "file-encoding"),
    ],
)
def test_a_bad_table_is_told_by_line(
    tmp_path: Path, text: str | bytes, line: int, rule: str
) -> None:
    links, problems = read(tmp_path, text)
    assert links == []
    (problem,) = problems
    assert (problem.line, problem.rule) == (line, rule)
    assert problem.file.endswith("wikidata.sssom.tsv")
    assert problem.advice


def test_good_rows_beside_a_bad_one_are_read(tmp_path: Path) -> None:
    links, problems = read(tmp_path, HEADER + GOOD + "bad\n" + GOOD.replace("Q1", "Q2"))
    assert len(links) == 2
    assert [problem.line for problem in problems] == [3]


def test_a_folder_in_place_of_a_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.sssom.tsv").mkdir()
    _, (problem,) = read_links(link_tables(tmp_path))
    assert problem.rule == "file-directory"


def test_without_a_folder_there_are_no_links(tmp_path: Path) -> None:
    assert read_links(link_tables(tmp_path / "none")) == ([], [])


def test_the_real_links_are_good() -> None:
    links, problems = read_links(link_tables(ROOT / "graph" / "links"))
    assert problems == []
    assert links
