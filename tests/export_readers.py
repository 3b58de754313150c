"""What a reader found in an export, compared with the projection that was written."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from compute_race.export.projection import Projection, Sheet, Value
from compute_race.export.texts import Texts
from support import ROOT

READERS = ROOT / "tests" / "readers"
Writer = Callable[[Projection, BinaryIO], list[str]]

needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (READERS / "node_modules").is_dir(),
    reason="Node, or what tests/readers/package.json names, is not installed: npm ci there",
)


def needs(program: str, package: str) -> pytest.MarkDecorator:
    """Skip where a program is not installed."""
    reason = f"{program} is not installed: it is in Debian's {package}"
    return pytest.mark.skipif(shutil.which(program) is None, reason=reason)


def written(writer: Writer, projection: Projection) -> bytes:
    """Give what a writer writes, which must be the same twice."""
    outs = [io.BytesIO(), io.BytesIO()]
    notes = [writer(projection, out) for out in outs]
    assert outs[0].getvalue() == outs[1].getvalue()
    assert notes[0] == notes[1]
    return outs[0].getvalue()


def run_node(script: str, *arguments: str | Path) -> Any:
    """Run a script of ``tests/readers`` and read the JSON it prints."""
    done = subprocess.run(
        ["node", str(READERS / script), *map(str, arguments)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def texts_of(value: Value, *, xml: bool = False) -> object:
    """Give a value as formats without days hold it, with what cannot be written replaced."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return Texts(xml=xml).clean(value) if isinstance(value, str) else value


def agree(
    sheet: Sheet,
    found: Sequence[Mapping[str, Any]],
    *,
    xml: bool = False,
    but: Sequence[str] = (),
    name: str = "id",
    convert: Callable[[object], object] = lambda value: value,
) -> None:
    """Compare every value of every row of a sheet with what a reader found, by id.

    ``but`` are columns that the reader gives in another way. An absent value may be absent,
    empty, or not a number with the reader.
    """
    by_id = {str(one[name]): one for one in found}
    assert len(by_id) == len(found) == len(sheet.rows)
    for record in sheet.records():
        other = by_id[str(texts_of(record["id"], xml=xml))]
        for column in sheet.columns:
            if column.name in (*but, "id"):
                continue
            expected = texts_of(record.get(column.name), xml=xml)
            given = other.get(column.name)
            if expected is None:
                absent = given is None or given == "" or given != given or given in (0, False)
                assert absent, (record["id"], column.name, given)
            elif expected != "" or given is not None:
                assert convert(given) == expected, (record["id"], column.name)
                same = isinstance(given, bool) == isinstance(expected, bool)
                assert same, (record["id"], column.name)
