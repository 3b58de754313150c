"""The company facts of the SEC, read from their JSON.

The form, by the SEC's own description ("EDGAR Application Programming Interfaces")
and the files: ``cik``, ``entityName``, and ``facts`` by taxonomy, tag and unit; each fact with
``start`` and ``end`` (a flow), ``val``, ``accn`` (accession number), ``form`` and ``filed``.
``fy`` and ``fp`` are those of the filing and ``frame`` is a calendar label; none of
the three is read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NoReturn

from compute_race.basics.dates import parse_day
from compute_race.basics.problems import Problem, ProblemsError, Severity
from compute_race.importing.sec_concepts import BY_NAME, Concept

_KEYS: Final = frozenset({"cik", "entityName", "facts"})
_CONCEPT_KEYS: Final = frozenset({"label", "description", "units"})
_NEEDED: Final = ("start", "end", "val", "accn", "form", "filed")
#: Known and not read, with the reason at the top of this module.
_IGNORED: Final = frozenset({"fy", "fp", "frame"})
_ACCESSION: Final = re.compile(r"[0-9]{10}-[0-9]{2}-[0-9]{6}")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_ADVICE: Final = "fetch the file again, or leave such facts out with --lenient"


@dataclass(frozen=True)
class Fact:
    """One reported figure: what, how much of which currency, for which days, filed where and when.

    ``place`` is where it stands in the file.
    """

    concept: Concept
    currency: str
    start: dt.date
    end: dt.date
    value: Decimal
    accession: str
    form: str
    filed: dt.date
    place: str


@dataclass(frozen=True)
class CompanyFacts:
    """What was read of a file. ``left`` counts facts under concepts nobody takes."""

    cik: str
    name: str
    facts: tuple[Fact, ...]
    left: int
    skipped: int
    problems: tuple[Problem, ...]


class _FactError(Exception):
    """A fact that cannot be read, with the reason."""


def read_company_facts(path: Path, shown: str, *, lenient: bool = False) -> CompanyFacts:
    """Read a file of company facts; ``shown`` is its path as the user typed it.

    Raises ``ProblemsError`` for a file that is no JSON, another data set's, or has no
    fact of a known concept; also for any fact that cannot be read, unless ``lenient``,
    which leaves it out and tells of it as a warning. Keys nobody knows are warnings.
    """
    return _Reading(shown, lenient).read(path)


class _Reading:
    def __init__(self, shown: str, lenient: bool) -> None:
        self.shown = shown
        self.bad = Severity.WARNING if lenient else Severity.VIOLATION
        self.problems: list[Problem] = []
        self.unknown: dict[str, str] = {}
        self.left = 0
        self.skipped = 0

    def read(self, path: Path) -> CompanyFacts:
        data = self._json(path)
        if not isinstance(data, dict) or "facts" not in data or "cik" not in data:
            advice = "give the JSON of data.sec.gov/api/xbrl/companyfacts"
            self._stop(0, "import-other-data", "this is no file of SEC company facts", advice)
        self._known("the file", data, _KEYS)
        cik = str(data["cik"]).strip()
        name = data.get("entityName")
        if not re.fullmatch("[0-9]{1,10}", cik) or not isinstance(name, str):
            advice = "give the JSON of data.sec.gov/api/xbrl/companyfacts"
            self._stop(0, "import-other-data", "cik or entityName is missing or odd", advice)
        facts = tuple(self._facts(data["facts"]))
        for key, where in sorted(self.unknown.items()):
            message = f'the key "{key}" of {where} is unknown and was not read'
            advice = "see whether it matters, and teach the importer"
            self._problem("import-column-unknown", message, advice, Severity.WARNING)
        if any(problem.severity is Severity.VIOLATION for problem in self.problems):
            raise ProblemsError(self.problems)
        if not facts:
            names = ", ".join(sorted(BY_NAME))
            self._stop(0, "import-empty", "no fact of a known concept", f"known are {names}")
        return CompanyFacts(
            cik.zfill(10), name, facts, self.left, self.skipped, tuple(sorted(self.problems))
        )

    def _json(self, path: Path) -> Any:
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            self._stop(0, "import-unreadable", f"cannot be read: {reason}", "check the path")
        except UnicodeDecodeError:
            self._stop(0, "import-json", "this is not UTF-8", "fetch the file again")
        try:
            return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
        except json.JSONDecodeError as error:
            self._stop(error.lineno, "import-json", f"no JSON: {error.msg}", "fetch the file again")
        except (ValueError, RecursionError) as error:
            self._stop(0, "import-json", f"no JSON: {error}", "fetch the file again")

    def _facts(self, taxonomies: object) -> Iterator[Fact]:
        for taxonomy, concepts in self._mapping(taxonomies, "facts").items():
            for tag, entry in self._mapping(concepts, taxonomy).items():
                where = f"{taxonomy}:{tag}"
                concept = BY_NAME.get(where)
                fields = self._mapping(entry, where)
                if concept is not None:
                    self._known("a concept", fields, _CONCEPT_KEYS)
                    if "units" not in fields:
                        self._bad(where, "has no units")
                for unit, entries in self._mapping(fields.get("units", {}), where).items():
                    if not isinstance(entries, list):
                        self._bad(f"{where} {unit}", "is no list of facts")
                    elif concept is None:
                        self.left += len(entries)
                    else:
                        yield from self._of_unit(concept, unit, entries)

    def _of_unit(self, concept: Concept, unit: str, entries: list[object]) -> Iterator[Fact]:
        for number, entry in enumerate(entries, start=1):
            place = f"{concept.name} {unit} {number}"
            if not isinstance(entry, dict):
                self._bad(place, "is no fact")
                continue
            self._known("a fact", entry, _IGNORED.union(_NEEDED))
            try:
                yield _fact(concept, unit, entry, place)
            except _FactError as error:
                self._bad(place, str(error))

    def _mapping(self, value: object, where: str) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return value
        self._bad(where, "is not what company facts have there")
        return {}

    def _known(self, where: str, found: Mapping[str, object], known: frozenset[str]) -> None:
        for key in found.keys() - known:
            self.unknown.setdefault(key, where)

    def _bad(self, place: str, message: str) -> None:
        self.skipped += 1
        self._problem("import-fact", f"{place} {message}", _ADVICE, self.bad)

    def _problem(self, rule: str, message: str, advice: str, severity: Severity) -> None:
        self.problems.append(Problem(self.shown, 0, rule, message, advice, severity=severity))

    def _stop(self, line: int, rule: str, message: str, advice: str) -> NoReturn:
        raise ProblemsError([*self.problems, Problem(self.shown, line, rule, message, advice)])


def _fact(concept: Concept, unit: str, entry: Mapping[str, object], place: str) -> Fact:
    missing = [key for key in _NEEDED if entry.get(key) is None]
    if missing:
        raise _FactError(f"has no {' and no '.join(missing)}")
    if not _CURRENCY.fullmatch(unit):
        raise _FactError(f'is in "{unit}", which is no currency')
    start, end, filed = (_day(entry, key) for key in ("start", "end", "filed"))
    if end < start:
        raise _FactError(f"ends on {end}, before it starts on {start}")
    if filed < end:
        raise _FactError(f"was filed on {filed}, before its period ended on {end}")
    accession, form = entry["accn"], entry["form"]
    if not isinstance(accession, str) or not _ACCESSION.fullmatch(accession):
        raise _FactError(f'has the accession number "{accession}", which is none')
    if not isinstance(form, str) or not form.strip():
        raise _FactError("has no form")
    value = _value(entry["val"])
    return Fact(concept, unit, start, end, value, accession, form.strip(), filed, place)


def _day(entry: Mapping[str, object], key: str) -> dt.date:
    try:
        return parse_day(str(entry[key]))
    except ValueError as error:
        raise _FactError(f"has a wrong {key}: {error}") from None


def _value(value: object) -> Decimal:
    """Read a number of JSON; text such as "64,551" is refused, whatever its locale."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _FactError(f'has the value "{value}", which is no number')
    if value < 0:
        raise _FactError(f"has the value {value}, which is below zero")
    return Decimal(value)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
