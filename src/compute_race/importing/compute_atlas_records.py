"""The facilities of Compute Atlas, read strictly from their JSON: one record a facility.

The form, from the file itself: a list of objects with ``id``, ``name``, ``operator``,
``status``, ``confidence``, ``facilityType``, ``location``, ``statusHistory`` and ``sources``,
and often ``capacityMw``, ``investmentUsd``, ``announcedDate``, ``aiClassification`` and
``notes``. Numbers are JSON numbers and dates are ISO, to the year, month or day: a number in
quotation marks or a date of another form is refused, whatever it may mean.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NoReturn

from compute_race.basics.problems import Problem, ProblemsError, Severity
from compute_race.importing.compute_atlas_facility import (
    NEEDED,
    BadRecordError,
    Facility,
    read_facility,
)

#: Keys of a facility that are known and not read, each with the reason.
IGNORED: Final[Mapping[str, str]] = {
    "community": "how neighbours take it; its notes retell articles",
    "energy": "where the power comes from; what the site may draw is in capacityMw",
    "environmental": "carbon, water stress and efficiency, which no question asks for",
    "generation": "technology and customers of power plants, not compute",
    "jobs": "jobs promised, which no question asks for",
    "landAcres": "land, which says nothing of compute",
    "lastUpdated": "when the publisher last edited the record, not since when it holds",
    "mining": "hardware that mines coins, not compute for AI",
    "poweredBy": "where the power comes from, in prose",
    "subsidies": "public aid, mostly without a sum",
    "water": "cooling and water use, which no question asks for",
}
#: Likewise within ``location``, ``statusHistory`` and ``sources``.
IGNORED_INSIDE: Final[Mapping[str, Mapping[str, str]]] = {
    "location": {"multiSite": "in words that many places are meant; precision says so too"},
    "capacityMw": {},
    "statusHistory": {"sourceIndex": "which source; all of them stand with the facility"},
    "sources": {
        "kind": "follows from the address",
        "label": "headlines and sentences of the source, which are not republished",
        "publisher": "follows from the address",
        "retrievedAt": "when the publisher looked",
    },
}
_READ: Final[Mapping[str, frozenset[str]]] = {
    "location": frozenset(
        {"lat", "lon", "precision", "street", "city", "county", "state", "postalCode"}
    ),
    "capacityMw": frozenset({"operational", "planned"}),
    "statusHistory": frozenset({"status", "date", "note"}),
    "sources": frozenset({"url"}),
}
OPTIONAL: Final = ("capacityMw", "investmentUsd", "announcedDate", "aiClassification", "notes")
_ID: Final = re.compile(r'"id"\s*:\s*"([^"\\]*)"')
_ADVICE: Final = "fetch the file again, or leave such facilities out with --lenient"
_OTHER: Final = "give facilities.json of Compute Atlas"


@dataclass(frozen=True)
class Facilities:
    """What was read of a file: facilities, how many were left out, and what was odd.

    ``lines`` gives for each record, by its number, the line of its id.
    """

    facilities: tuple[Facility, ...]
    lines: Mapping[int, int]
    skipped: int
    problems: tuple[Problem, ...]


def read_facilities(path: Path, shown: str, *, lenient: bool = False) -> Facilities:
    """Read a file; ``shown`` is its path as the user typed it.

    Raises ``ProblemsError`` for a file that is no JSON, another data set's or empty, and for any
    facility that cannot be read, unless ``lenient``, which leaves it out and warns. Keys
    nobody knows are warnings.
    """
    text, data = _load(path, shown)
    if not data:
        _stop(shown, 1, "import-empty", "there is no facility in it", _OTHER)
    missing = [key for key in NEEDED if not any(key in entry for entry in data)]
    if missing:
        known = {*NEEDED, *OPTIONAL, *IGNORED}
        found = sorted({key for entry in data for key in entry} - known)
        advice = f"{_OTHER}; keys nobody knows: {', '.join(found)}" if found else _OTHER
        _stop(shown, 1, "import-column-missing", f"no facility has {', '.join(missing)}", advice)
    problems = list(_unknown(data, shown))
    lines = _lines(text, data)
    severity = Severity.WARNING if lenient else Severity.VIOLATION
    kept: dict[str, Facility] = {}
    for number, entry in enumerate(data, start=1):
        name = entry.get("id") or f"number {number}"
        try:
            facility = read_facility(number, entry)
            if facility.id in kept:
                raise BadRecordError("is there twice")
            kept[facility.id] = facility
        except BadRecordError as error:
            message = f"facilities/{name} {error}"
            problems.append(
                Problem(shown, lines[number], "import-cell", message, _ADVICE, severity=severity)
            )
    if any(problem.severity is Severity.VIOLATION for problem in problems):
        raise ProblemsError(problems)
    if not kept:
        message = "no facility of the file can be read"
        problems.append(Problem(shown, 1, "import-empty", message, "fetch the file again"))
        raise ProblemsError(problems)
    skipped = len(data) - len(kept)
    return Facilities(tuple(kept.values()), lines, skipped, tuple(sorted(problems)))


def _lines(text: str, data: list[dict[str, Any]]) -> dict[int, int]:
    """Find the line of each facility's id, of the first where two are alike; 0 for none."""
    lines: dict[str, int] = {}
    line, place = 1, 0
    for match in _ID.finditer(text):
        line += text.count("\n", place, match.start())
        place = match.start()
        lines.setdefault(match[1], line)
    return {number: lines.get(str(entry.get("id")), 0) for number, entry in enumerate(data, 1)}


def _load(path: Path, shown: str) -> tuple[str, list[dict[str, Any]]]:
    again = "fetch the file again"
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        _stop(shown, 0, "import-unreadable", f"cannot be read: {reason}", "check the path")
    except UnicodeDecodeError:
        _stop(shown, 0, "import-json", "this is not UTF-8", again)
    except json.JSONDecodeError as error:
        _stop(shown, error.lineno, "import-json", f"no JSON: {error.msg}", again)
    except (ValueError, RecursionError) as error:
        _stop(shown, 0, "import-json", f"no JSON: {error}", again)
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        _stop(shown, 1, "import-other-data", "this is no list of facilities", _OTHER)
    return text, data


def _unknown(data: list[dict[str, Any]], shown: str) -> Iterator[Problem]:
    """Warn of keys nobody knows, each once."""
    found: set[str] = set()
    for entry in data:
        found.update(entry.keys() - {*NEEDED, *OPTIONAL, *IGNORED})
        for key, ignored in IGNORED_INSIDE.items():
            inside = entry.get(key)
            for part in inside if isinstance(inside, list) else [inside]:
                if isinstance(part, dict):
                    found.update(f"{key}.{name}" for name in part.keys() - _READ[key] - {*ignored})
    for name in sorted(found):
        message = f'the key "{name}" is unknown and was not read'
        advice = "see whether it matters, and teach the importer"
        yield Problem(shown, 1, "import-column-unknown", message, advice, severity=Severity.WARNING)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _stop(shown: str, line: int, rule: str, message: str, advice: str) -> NoReturn:
    raise ProblemsError([Problem(shown, line, rule, message, advice)])
