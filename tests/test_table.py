"""Tables: values kept exact, shown rounded, and taken elsewhere."""

import datetime as dt
import importlib
import json
import sys
from decimal import Decimal

import pyoxigraph as ox
import pytest

from compute_race.answering.table import Column, Table, display, table_of
from compute_race.answering.values import value_of
from compute_race.basics.namespaces import ENT, XSD
from compute_race.basics.problems import UsageError
from compute_race.cli.output import print_table, width_of
from compute_race.dataset.store import Solutions
from little_store import race, write_store

TABLE = Table(
    (
        Column("rank", "integer"),
        Column("who", "iri"),
        Column("label"),
        Column("low", "decimal", "low, EUR"),
        Column("day", "date"),
        Column("ok", "boolean"),
    ),
    (
        (1, ENT + "acme", "a|b\nc", Decimal("50076436479.97"), dt.date(2025, 2, 24), True),
        (2, "http://else.where/x", None, Decimal("0.00123"), None, False),
    ),
)


def literal(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (ox.NamedNode(ENT + "acme"), ENT + "acme"),
        (literal("007", "integer"), 7),
        (literal("3", "nonNegativeInteger"), 3),
        (literal("3", "unsignedByte"), 3),
        (literal("1.50", "decimal"), Decimal("1.50")),
        (literal("NaN-ish", "decimal"), "NaN-ish"),
        (literal("1e3", "double"), 1000.0),
        (literal("2025-02-24", "date"), dt.date(2025, 2, 24)),
        (literal("2025-02-30", "date"), "2025-02-30"),
        (literal("2025-02", "gYearMonth"), "2025-02"),
        (literal("1", "boolean"), True),
        (literal("maybe", "boolean"), "maybe"),
        (ox.Literal("x", language="en"), "x"),
        (ox.BlankNode("b"), "_:b"),
    ],
)
def test_terms_become_typed_values(term: ox.Literal, value: object) -> None:
    assert value_of(term) == value
    assert type(value_of(term)) is type(value)


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (None, "", ""),
        (2025, "2025", "2025"),
        (12345, "12,345", "12\u202f345"),
        (Decimal("50076436479.97"), "50,076,436,480", "50\u202f076\u202f436\u202f480"),
        (Decimal("16.705"), "16.7", "16,7"),
        (Decimal("0.00123"), "0.0012", "0,0012"),
        (Decimal("-4.50"), "-4.5", "-4,5"),
        (Decimal("Infinity"), "Infinity", "Infinity"),
        (100, "100", "100"),
        (Decimal(0), "0", "0"),
        (1.5, "1.5", "1.5"),
        (True, "yes", "oui"),
        (dt.date(2025, 2, 24), "2025-02-24", "2025-02-24"),
    ],
)
def test_values_as_people_read_them(value: object, english: str, french: str) -> None:
    assert display(value) == english
    assert display(value, lang="fr") == french


def test_json_is_exact() -> None:
    rows = json.loads(TABLE.to_json())
    assert rows[0]["low"] == "50076436479.97"
    assert rows[0]["rank"] == 1
    assert rows[0]["day"] == "2025-02-24"
    assert rows[1]["label"] is None
    assert rows[1]["ok"] is False
    assert Table((Column("x"),), ((float("nan"),),)).to_plain() == [{"x": None}]


def test_csv_is_exact() -> None:
    lines = TABLE.to_csv().split("\n")
    assert lines[0] == "rank,who,label,low,day,ok"
    assert lines[3] == "2,http://else.where/x,,0.00123,,false"
    assert TABLE.shortened().column("who") == ["ent:acme", "http://else.where/x"]


def test_markdown_is_one_line_a_row() -> None:
    lines = TABLE.to_markdown().splitlines()
    assert lines[0] == "| rank | who | label | low, EUR | day | ok |"
    assert lines[1] == "| ---: | --- | --- | ---: | --- | --- |"
    assert lines[2] == "| 1 | ent:acme | a\\|b c | 50,076,436,480 | 2025-02-24 | yes |"


def test_printed_the_columns_are_aligned() -> None:
    assert str(TABLE).splitlines() == [
        "| rank | who                 | label  |       low, EUR | day        | ok  |",
        "| ---: | ------------------- | ------ | -------------: | ---------- | --- |",
        "|    1 | ent:acme            | a\\|b c | 50,076,436,480 | 2025-02-24 | yes |",
        "|    2 | http://else.where/x |        |         0.0012 |            | no  |",
    ]
    wide = Table((Column("t"), Column("u")), (("阿里", "x"), ("ab", "y")))
    assert str(wide).splitlines()[2:] == ["| 阿里 | x   |", "| ab   | y   |"]
    assert str(Table((Column("a"),), ())) == "| a   |\n| --- |"


def test_html_is_escaped() -> None:
    page = Table((Column("x"),), (("<b>",),))._repr_html_()
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_rows_as_dictionaries() -> None:
    assert len(TABLE) == 2
    assert next(iter(TABLE))["who"] == ENT + "acme"
    with pytest.raises(UsageError, match="there is no column nothing"):
        TABLE.column("nothing")


def test_pandas_and_polars_keep_the_values() -> None:
    frame = TABLE.to_pandas()
    assert frame["low"][0] == Decimal("50076436479.97")
    assert frame["rank"].tolist() == [1, 2]
    polars = TABLE.to_polars()
    assert polars["low"].to_list() == [Decimal("50076436479.97"), Decimal("0.00123")]
    assert polars["day"].to_list() == [dt.date(2025, 2, 24), None]


def test_a_missing_library_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pandas is not installed - run: pip install pandas"):
        TABLE.to_pandas()


def test_kinds_are_read_off_the_values() -> None:
    rows = (
        (literal("1", "integer"), literal("1", "integer"), ox.NamedNode(ENT + "a"), None),
        (literal("2.5", "decimal"), ox.Literal("x"), ox.NamedNode(ENT + "b"), None),
    )
    table = table_of(Solutions(("a", "b", "c", "d"), rows))
    assert [column.kind for column in table.columns] == ["decimal", "string", "iri", "string"]
    assert table.column("a") == [Decimal(1), Decimal("2.5")]
    assert table.column("b") == ["1", "x"]


def test_double_becomes_decimal() -> None:
    table = table_of(Solutions(("a",), ((literal("0.1", "double"),),)))
    assert table.column("a") == [Decimal("0.1")]


@pytest.mark.parametrize("columns", [1, 2])
def test_tables_fit_80_columns_and_numbers_stay_whole(
    columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    long = "many words that have to fold somewhere 阿里巴巴集团 " * 3
    row = (1, ENT + "a-very-long-slug-of-an-organisation", long, Decimal("50076436479.97"))
    wide = Table(TABLE.columns[:4] * columns, (row * columns,) * 3)
    print_table(wide)
    out = capsys.readouterr().out
    assert max(map(width_of, out.splitlines())) <= 80
    assert out.count("50,076,436,480") == 3 * columns
    assert "\x1b" not in out
    assert not any(line.endswith(" ") for line in out.splitlines())


def test_numbers_stand_to_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table((Column("n", "integer"), Column("t")), ((5, "x"), (12345, "y")))
    print_table(table, title="Heading")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Heading"
    assert lines[3:] == ["     5  x", "12,345  y"]


def test_an_empty_table_says_so_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(Table(TABLE.columns, ()), lang="fr")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "aucune ligne\n"


def test_no_colour_in_a_pipe_even_where_forced(tmp_path: object) -> None:
    store = write_store(tmp_path / "store")  # type: ignore[operator]
    done = race("--store", str(store), "query", "SELECT ?s { ?s a race:Company }", FORCE_COLOR="1")
    assert "\x1b" not in done.stdout
    assert "ent:acme" in done.stdout


def test_table_does_not_import_rich() -> None:
    module = importlib.import_module("compute_race.cli.output")
    assert "rich" not in vars(module)
