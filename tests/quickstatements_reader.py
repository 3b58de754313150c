"""A strict little reader of QuickStatements: what its own readers would do with a file of ours.

It follows version 3 where that is the stricter one: in V1 a vertical bar is a tab wherever it
stands, and curly quotes are straight ones; in CSV a column ``S854`` begins a reference and
``s1476`` goes on with it, and empty cells are passed over.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field

_VALUES = {
    "item": re.compile(r"Q[1-9]\d*"),
    "monolingual": re.compile(r'([a-z_-]+):"([^\n]*)"'),
    "string": re.compile(r'"([^\n]*)"'),
    "time": re.compile(r"\+(\d{4})-(\d\d)-(\d\d)T00:00:00Z/(9|10|11)"),
    "quantity": re.compile(r"\d+(\.\d+)?U[1-9]\d*"),
}
#: The kind of value that each property has on Wikidata.
KINDS = {
    **dict.fromkeys(("P749", "P355", "P159", "P178"), "item"),
    **dict.fromkeys(("P585", "P577", "P813", "P571"), "time"),
    **dict.fromkeys(("P854", "P5531"), "string"),
    "P2139": "quantity",
    "P1476": "monolingual",
}


@dataclass
class Command:
    """One statement as it was understood: references are blocks of property and value."""

    qid: str
    property: str
    value: str
    qualifiers: dict[str, str] = field(default_factory=dict)
    references: list[dict[str, str]] = field(default_factory=list)


def read_v1(text: str) -> list[Command]:
    """Read commands; an assertion fails for what is none."""
    lines = text.replace("||", "\n").replace("|", "\t").split("\n")
    return [_command(line.split("\t")) for line in lines if line.strip()]


def _command(cells: list[str]) -> Command:
    qid, name, value, *rest = cells
    assert re.fullmatch(r"Q[1-9]\d*", qid), cells
    assert len(rest) % 2 == 0, cells
    command = Command(qid, name, checked(name, value))
    for key, cell in zip(rest[::2], rest[1::2], strict=True):
        assert re.fullmatch(r"[PS][1-9]\d*", key), key
        found = checked(f"P{key[1:]}", cell)
        if key.startswith("P"):
            assert not command.references, "a qualifier after the reference"
            command.qualifiers[key] = found
        else:
            if not command.references:
                command.references.append({})
            command.references[0][f"P{key[1:]}"] = found
    return command


def read_csv(text: str) -> list[Command]:
    """Read a table; an assertion fails for what is none."""
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert header[0] == "qid"
    commands: list[Command] = []
    for row in rows:
        assert len(row) == len(header)
        for column, cell in zip(header[1:], row[1:], strict=True):
            if not cell:
                continue
            number = re.sub(r"\D", "", column)
            if column.startswith("P"):
                commands.append(Command(row[0], column, checked(column, cell)))
            elif column.startswith("qal"):
                commands[-1].qualifiers[f"P{number}"] = checked(f"P{number}", cell)
            else:
                if column.startswith("S"):
                    commands[-1].references.append({})
                commands[-1].references[-1][f"P{number}"] = checked(f"P{number}", cell)
    return commands


def checked(name: str, cell: str) -> str:
    """Give the value of a cell; an assertion fails where it is of another kind."""
    assert cell == cell.strip()
    told = _VALUES[KINDS[name]].fullmatch(cell.replace("“", '"').replace("”", '"'))
    assert told is not None, (name, cell)
    if KINDS[name] == "time":
        _year, month, day, precision = told.groups()
        assert (month == "00", day == "00") == (precision == "9", precision != "11")
    if name == "P854":
        assert re.fullmatch(r"https?://[^\s\"|<>]+", told[1])
    return cell
