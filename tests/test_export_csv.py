"""CSV: what a spreadsheet or a database makes of the hardest cells, and what is told of them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pandas as pd
import polars as pl
import pytest

from compute_race.export.csv_tables import csv_files, write_csv
from compute_race.export.projection import Column, Projection, Sheet
from projections import nasty, node, projection

TEXTS = ["", None, "a\rb", "a\nb", 'a "b"', "a,b", "\r", '"', " a ", "a\r\n,b"]


def written(graph: Projection, name: str) -> tuple[str, list[str]]:
    """Give a file as text, and its notes."""
    out = io.BytesIO()
    notes = dict(csv_files(graph))[f"{name}.csv"](out)
    return out.getvalue().decode("utf-8"), notes


def test_no_cell_breaks_its_row_and_an_empty_text_is_no_absent_one() -> None:
    out = io.BytesIO()
    write_csv(out, ["a", "b"], [[text, "x"] for text in TEXTS])
    data = out.getvalue().decode("utf-8")
    rows = list(csv.reader(io.StringIO(data, newline=""), strict=True))
    assert rows == [["a", "b"], *([text or "", "x"] for text in TEXTS)]
    lines = data.split("\n")
    assert lines[1:3] == ['"",x', ",x"]
    assert pl.read_csv(data.encode())["a"].to_list() == TEXTS


def test_pandas_and_polars_read_every_nasty_label() -> None:
    graph = nasty()
    text, _ = written(graph, "nodes")
    ids = list(graph.nodes.values("id"))
    by_pandas = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    assert by_pandas["id"].to_list() == pl.read_csv(text.encode())["id"].to_list() == ids
    as_read = [row["label"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    by_polars = pl.read_csv(text.encode(), infer_schema=False)
    assert by_pandas["label"].to_list() == by_polars["label"].to_list() == as_read


def test_formulas_are_harmless_and_numbers_stay_numbers() -> None:
    labels = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "1-1"]
    nodes = [node(f"n{place}", label, low=-2.5) for place, label in enumerate(labels)]
    text, notes = written(projection(nodes, []), "nodes")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["label"] for row in rows] == [*(f"'{one}" for one in labels[:6]), *labels[6:]]
    assert {row["low"] for row in rows} == {"-2.5"}
    # The label in English is such a text too.
    assert notes == ["nodes: 12 texts begin like a formula and got an apostrophe before it"]


def test_nul_is_replaced_and_told() -> None:
    text, notes = written(projection([node("n", "nul\x00byte", label_en="x")], []), "nodes")
    assert "nul\ufffdbyte" in text
    assert "\x00" not in text
    assert notes == ["1 text has NUL, which ends a text for many readers: it became \ufffd"]


def test_gephi_finds_its_columns() -> None:
    for name, wanted in (("nodes", ["id", "label"]), ("edges", ["id", "source", "target"])):
        header = written(nasty(), name)[0].partition("\n")[0].split(",")
        # Gephi compares names without their case, and refuses one that comes twice.
        lower = [column.lower() for column in header]
        assert set(wanted) <= set(lower)
        assert len(set(lower)) == len(lower)


def test_a_value_of_no_type_is_refused() -> None:
    graph = nasty()
    wrong = Sheet((Column("id", "string", "Name"),), [(b"bytes",)])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="no type"):
        written(replace(graph, nodes=wrong), "nodes")
