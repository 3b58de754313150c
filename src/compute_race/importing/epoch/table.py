"""What all tables of Epoch AI have in common: how one is read and what its graph says of it.

A row is written whole or not at all. One that cannot be read refuses the file, unless the
import is lenient: then it is left out and told of by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from compute_race.basics.dates import PartialDate
from compute_race.basics.problems import Problem, ProblemsError, Severity
from compute_race.importing.cells import BadCellError, Row
from compute_race.importing.names import Names
from compute_race.importing.register import Register
from compute_race.importing.snapshot import Imported, Importer, Snapshot, finish
from compute_race.importing.tables import Column, read_table
from compute_race.importing.writer import GraphWriter

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
ADDRESS: Final = "https://epoch.ai/data/"
_ADVICE: Final = "correct the row, or leave such rows out with --lenient"

#: Writes one row; ``BadCellError`` for what it cannot read. The date is that of the snapshot.
WriteRow = Callable[[Row, GraphWriter, Names, PartialDate], None]


@dataclass(frozen=True)
class EpochTable:
    """One table: what it is called, which columns it has, what becomes of a row.

    ``name`` is that of the file without date, ``path`` where it lies below Epoch's
    data folder; ``ignored`` gives the reason for each column that is not read; ``compared``
    says whether its figures are compared with those of other documents.
    """

    name: str
    title: str
    columns: Sequence[Column]
    ignored: Mapping[str, str]
    write: WriteRow
    path: str = ""
    marks: Sequence[str] = ()
    compared: bool = False
    in_folder: bool = True
    version: int = field(default=1, kw_only=True)

    @property
    def stem(self) -> str:
        """Give the stem of the graph: ``epoch-gpu-clusters``."""
        return f"epoch-{self.name.replace('_', '-')}"

    @property
    def address(self) -> str:
        """Give the web address of the table."""
        return f"{ADDRESS}{self.path}{self.name}.csv"

    def importer(self) -> Importer:
        """Give the table as one of the importers."""
        needed = tuple(column.name for column in self.columns if column.needed)
        return Importer(self.name, self.read, needed, self.marks, self.in_folder)

    def read(self, snapshot: Snapshot, register: Register) -> Imported:
        """Read a file of the table; ``ProblemsError`` for what is wrong with it."""
        table = read_table(snapshot.path, snapshot.shown, self.columns, self.ignored)
        graph = GraphWriter(self.stem, "epoch")
        names = Names(register, graph)
        problems = table.warnings()
        severity = Severity.WARNING if snapshot.lenient else Severity.VIOLATION

        def refuse(number: int, line: int, rule: str, message: object) -> None:
            text = f"row {number}: {message}"
            problems.append(Problem(snapshot.shown, line, rule, text, _ADVICE, severity=severity))

        for broken in table.broken:
            refuse(broken.number, broken.line, "import-row", broken.message)
        read = 0
        for row in table.rows:
            try:
                with names.whole():
                    self.write(row, graph, names, snapshot.date)
                read += 1
            except BadCellError as error:
                refuse(row.number, row.line, "import-cell", error)
        if any(problem.severity is Severity.VIOLATION for problem in problems):
            raise ProblemsError(problems)
        if not read:
            message = "no row of the file can be read"
            other = Problem(snapshot.shown, 1, "import-empty", message, "fetch the file again")
            raise ProblemsError([*problems, other])
        graph.document(
            title=f"Epoch AI: {self.title}",
            publisher="epoch-ai",
            url=self.address,
            date=snapshot.date,
            sha256=table.sha256,
            licence=LICENCE,
            credit=f"Epoch AI, {self.title}, epoch.ai, CC BY 4.0",
        )
        return finish(
            graph,
            snapshot,
            source="epoch",
            version=self.version,
            rows=read,
            skipped=len(table.rows) + len(table.broken) - read,
            sha256=table.sha256,
            unresolved=names.unresolved(),
            compared=self.compared,
            problems=sorted(problems),
            lines={row.number: row.line for row in table.rows},
        )


def ignored(reasons: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Turn reasons with their columns into columns with their reason."""
    return {column: reason for reason, columns in reasons.items() for column in columns}
