"""The strict reader of tables: what a file, a header, a row and a cell may be."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from compute_race.basics.problems import Problem, ProblemsError, Severity
from compute_race.importing.cells import BadCellError, Row
from compute_race.importing.tables import Broken, Column, Table, read_header, read_table

COLUMNS = [Column("Name", needed=True), Column("Power", needed=True), Column("Note")]
IGNORED = {"Quote": "a sentence of a source"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def written(path: Path, text: str | bytes) -> Table:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_table(path, "shown.csv", COLUMNS, IGNORED)


def refused(path: Path, text: str | bytes) -> Problem:
    with pytest.raises(ProblemsError) as caught:
        written(path, text)
    [problem] = caught.value.problems
    assert problem.file == "shown.csv"
    assert problem.advice
    assert "\n" not in str(problem)
    return problem


def cell(text: str) -> Row:
    """Make a row of one cell, in the column ``X``; a column ``Y`` is not in the file."""
    return Row(2, 2, [text], {"X": 0, "Y": -1})


# ---------------------------------------------------------------- files


def test_columns_are_matched_by_name_and_in_any_order(path: Path) -> None:
    table = written(path, "Note,Power,Quote,Name\nfast,5,no,Colossus\n")
    [row] = table.rows
    assert [row.text(name) for name in ("Name", "Power", "Note")] == ["Colossus", "5", "fast"]
    assert (row.number, row.line) == (2, 2)
    assert (table.broken, table.unknown, table.warnings()) == ((), (), [])
    assert table.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_column_that_is_not_needed_may_be_missing_and_is_empty(path: Path) -> None:
    [row] = written(path, "Name,Power\nColossus,5\n").rows
    assert row.text("Note") is None


@pytest.mark.parametrize("text", ["\ufeffName,Power\nA,1\n", "Name,Power\r\nA,1\r\n"])
def test_a_mark_at_the_start_and_other_line_ends_are_read(path: Path, text: str) -> None:
    [row] = written(path, text).rows
    assert (row.text("Name"), row.text("Power")) == ("A", "1")


def test_rows_are_counted_as_a_spreadsheet_does_and_lines_as_an_editor(path: Path) -> None:
    text = 'Name,Power\n"two\nlines",1\n\nB,2\n"say ""hello"", you",3\n'
    rows = written(path, text).rows
    assert [(row.number, row.line, row.text("Name")) for row in rows] == [
        (2, 2, "two\nlines"),
        (4, 5, "B"),
        (5, 6, 'say "hello", you'),
    ]


def test_unknown_columns_are_told_and_not_read(path: Path) -> None:
    table = written(path, "Name,Power,Colour,Quote\nA,1,blue,x\n")
    [warning] = table.warnings()
    assert warning.severity is Severity.WARNING
    assert (warning.rule, warning.line) == ("import-column-unknown", 1)
    assert warning.message == 'the column "Colour" is unknown and was not read'


def test_columns_without_a_name_are_told_only_where_they_hold_something(path: Path) -> None:
    assert written(path, "Name,Power,,\nA,1,,\nB,2,,\n").warnings() == []
    warnings = written(path, "Name,Power,,\nA,1,,\nB,2,, lost \nC,3,,lost\n").warnings()
    assert [one.message for one in warnings] == [
        "the column number 4, which has no name, is unknown and was not read"
    ]


def test_a_missing_column_says_which_one_it_may_have_become(path: Path) -> None:
    problem = refused(path, "Name,Powr\nA,1\n")
    assert problem.rule == "import-column-missing"
    assert problem.message == 'the column "Power" is missing'
    assert "did you mean Powr?" in problem.advice


def test_a_file_that_lacks_most_is_another_data_set(path: Path) -> None:
    problem = refused(path, "id,facility\n1,x\n")
    assert problem.rule == "import-other-data"
    assert problem.message == "of the 2 columns that it needs 2 are missing"


def test_a_column_that_is_there_twice_is_refused(path: Path) -> None:
    assert refused(path, "Name,Power,Name\nA,1,B\n").rule == "import-column-twice"


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_file(path: Path, text: str) -> None:
    problem = refused(path, text)
    assert (problem.rule, problem.message) == ("import-empty", "the file is empty")


@pytest.mark.parametrize("text", ["Name,Power\n", "Name,Power", "Name,Power\n\n\n"])
def test_a_file_of_no_rows(path: Path, text: str) -> None:
    problem = refused(path, text)
    assert problem.rule == "import-empty"
    assert problem.message == "there is no row below the header"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('Name,Power\nA,1\n"Colos', 3),
        ('Name,Power\nA,1\n"Colos\nsus', 3),
        ("Name,Power\nA,1\nColos", 3),
        ("Name,Power\nA,1\nColossus,10", 3),
    ],
)
def test_a_file_that_stops_short(path: Path, text: str, line: int) -> None:
    problem = refused(path, text)
    assert (problem.rule, problem.line) == ("import-truncated", line)


def test_rows_that_do_not_fit_are_told_apart(path: Path) -> None:
    table = written(path, "Name,Power\nA,1\nB,1,5\nC\nD,4\n")
    assert [row.number for row in table.rows] == [2, 5]
    assert table.broken == (
        Broken(3, 3, "it has 3 cells, and the header 2"),
        Broken(4, 4, "it has 1 cells, and the header 2"),
    )


def test_quotation_marks_inside_a_cell_must_be_doubled(path: Path) -> None:
    problem = refused(path, 'Name,Power\nA,1\n"a "b" c",2\n')
    assert (problem.rule, problem.line) == ("import-row", 3)


def test_only_utf_8_is_read(path: Path) -> None:
    problem = refused(path, b"Name,Power\nA,1\nCaf\xe9,2\n")
    assert (problem.rule, problem.line) == ("import-encoding", 3)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as caught:
        read_table(tmp_path / "no.csv", "no.csv", COLUMNS, IGNORED)
    assert caught.value.problems[0].rule == "import-unreadable"
    with pytest.raises(ProblemsError):
        read_table(tmp_path, "a folder", COLUMNS, IGNORED)


def test_the_header_alone(path: Path) -> None:
    path.write_text("\ufeff Name ,Power\nA", encoding="utf-8")
    assert read_header(path, "shown.csv") == ("Name", "Power")
    path.write_text("", encoding="utf-8")
    with pytest.raises(ProblemsError, match="1 problem"):
        read_header(path, "shown.csv")


def test_a_very_long_cell_is_read(path: Path) -> None:
    [row] = written(path, f"Name,Power\n{'x' * 200_000},1\n").rows
    assert len(row.needed("Name")) == 200_000


# ---------------------------------------------------------------- cells


def test_text_has_no_spaces_around_it_and_is_nothing_where_it_is_empty() -> None:
    assert cell("  two words ").text("X") == "two words"
    assert cell("   ").text("X") is None
    assert cell("a").text("Y") is None
    with pytest.raises(BadCellError, match='"X" is empty'):
        cell(" ").needed("X")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", "5"),
        ("1000.0", "1000"),
        ("1.5e22", "15000000000000000000000"),
        ("2E+11", "200000000000"),
        ("+3", "3"),
        ("0", "0"),
        ("0.1", "0.1"),
        ("30000.000000000004", "30000.000000000004"),
    ],
)
def test_numbers_are_exact(text: str, value: str) -> None:
    assert cell(text).decimal("X") == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        *("1,5", "1.234,5", "1,234.5", "1,000", "1 000", "1'000", "1.000.000", "١٢", "5 %"),
        *("$5", "5 bn", "NaN", "Infinity", "-Infinity", "1e", "0x10", "1_000", ".5", "5.", "--5"),
        *("1e999", "1e-999", "-1", "~5", "5-10"),
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(BadCellError, match="which is"):
        cell(text).decimal("X")


def test_below_zero_only_where_it_may_be() -> None:
    assert cell("-97.9").decimal("X", negative=True) == Decimal("-97.9")
    assert cell("-0").decimal("X") == 0
    assert cell("unknown").decimal("X", ignore=["unknown"]) is None
    assert cell("").decimal("X") is None


def test_whole_numbers() -> None:
    assert cell("1000.0").integer("X") == 1000
    assert cell("").integer("X") is None
    with pytest.raises(BadCellError, match="no whole number"):
        cell("1.5").integer("X")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        ("1.5e9", ["1.5e9"]),
        ("12", ["12"]),
        ("14180000,14180000", ["14180000", "14180000"]),
        ("1000,20000,300000", ["1000", "20000", "300000"]),
    ],
)
def test_one_size_or_several(text: str, values: list[str]) -> None:
    assert cell(text).sizes("X") == tuple(map(Decimal, values))


@pytest.mark.parametrize(
    "text", ["1,5", "12,500", "1,234,567", "14180000,5", "1000, 2000", "1e5,1"]
)
def test_a_comma_that_may_mean_something_else_is_no_list(text: str) -> None:
    with pytest.raises(BadCellError, match="is no number"):
        cell(text).sizes("X")


@pytest.mark.parametrize(
    ("text", "found", "precision"),
    [
        ("2025-02-24", "2025-02-24", "day"),
        ("2025-2-4", "2025-02-04", "day"),
        ("2025-02", "2025-02", "month"),
        ("2025", "2025", "year"),
    ],
)
def test_dates_are_as_precise_as_they_are(text: str, found: str, precision: str) -> None:
    for order in ("ymd", "mdy"):
        date = cell(text).date("X", order)  # type: ignore[arg-type]
        assert date is not None
        assert (date.text, date.precision) == (found, precision)


def test_us_dates_only_where_the_table_has_them() -> None:
    date = cell("2/4/2025").date("X", "mdy")
    assert date is not None
    assert date.text == "2025-02-04"
    with pytest.raises(BadCellError, match="2025-02-24, 2025-02 or 2025"):
        cell("2/4/2025").date("X")
    assert cell("").date("X", "mdy") is None


@pytest.mark.parametrize("order", ["ymd", "mdy"])
@pytest.mark.parametrize(
    "text",
    [
        *("24.02.2025", "24/02/2025", "2025/02/24", "24 February 2025", "Feb 24, 2025", "2/24/25"),
        *("2025-02-30", "2/30/2025", "2025-13-01", "13/1/2025", "0202-07-30", "1899-12-31"),
        *("45712", "2100-01-01", "2025-02-24T00:00:00", "2025-02-24Z", "Q1 2025", "2025?"),
    ],
)
def test_what_is_no_date_is_refused(text: str, order: str) -> None:
    with pytest.raises(BadCellError, match=r"no date such|does not exist|in no year"):
        cell(text).date("X", order)  # type: ignore[arg-type]


def test_names_of_a_list() -> None:
    assert cell("OpenAI,Microsoft").names("X") == ("OpenAI", "Microsoft")
    assert cell("Qilin Hesheng Co., Ltd.,Baidu").names("X") == ("Qilin Hesheng Co., Ltd.", "Baidu")
    assert cell('"Quoted",two   spaces ,a,a').names("X") == ("Quoted", "two spaces", "a")
    assert cell("").names("X") == ()


@pytest.mark.parametrize("text", ["True", "TRUE", "yes", "checked", "1"])
def test_what_is_true(text: str) -> None:
    assert cell(text).flag("X") is True


@pytest.mark.parametrize("text", ["False", "no", "unchecked", "0"])
def test_what_is_false(text: str) -> None:
    assert cell(text).flag("X") is False


def test_flags_and_words_that_nobody_knows_are_refused() -> None:
    assert cell("").flag("X") is None
    with pytest.raises(BadCellError, match="neither true nor false"):
        cell("wahr").flag("X")
    assert cell("Closed").one_of("X", ("Closed", "Open")) == "Closed"
    assert cell("").one_of("X", ("Closed", "Open")) is None
    with pytest.raises(BadCellError, match="is not one of Closed, Open"):
        cell("closed").one_of("X", ("Closed", "Open"))


def test_a_bad_cell_is_shown_in_one_short_line() -> None:
    with pytest.raises(BadCellError) as caught:
        cell("two\nlines and " + "x" * 100).decimal("X")
    message = str(caught.value)
    assert message.startswith('"X" holds "two lines and xxx')
    assert len(message) < 120
    assert "\n" not in message
