"""The stored questions: ``.rq`` files whose header lines say what they take and give.

The header is the ``#+`` lines at the top of the file, one key a line. The
parser is strict: what it does not know it tells, with file and line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

import pyoxigraph as ox

from compute_race.answering.binding import Block, blocks_of, term_of, terms_in
from compute_race.answering.service_key import Service, faults_of, read_service
from compute_race.answering.services import rehearse
from compute_race.basics.paths import shown
from compute_race.basics.problems import Problem, ProblemsError
from compute_race.sources.content import read_content

Type = Literal[
    "iri", "string", "integer", "decimal", "date", "boolean", "currency", "lang", "slug", "document"
]
TYPES: Final[tuple[Type, ...]] = get_args(Type)

_LINE: Final = re.compile(r"#\+\s*([^:\s]+)(?:\s+([^:]*?))?\s*:\s*(.*?)\s*")
_PARAM: Final = re.compile(r"([a-z]+)\s*=\s*(.*)")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_KEYS: Final = ("summary", "summary-fr", "tags", "param", "service", "column")
_UNBOUND: Final = "UNDEF"


@dataclass(frozen=True)
class Param:
    """A parameter: its name, type, and default as the header writes it (``UNDEF`` for none)."""

    name: str
    type: Type
    default: str


@dataclass(frozen=True)
class ResultColumn:
    """A column of the answer: a variable of the SELECT, and the type of its values."""

    name: str
    type: Type


@dataclass(frozen=True)
class Question:
    """A stored question. ``text`` is the file as it stands, which any engine can run.

    ``service`` is the endpoint that it asks beside the graph, ``None`` where it asks no other.
    """

    name: str
    summary: str
    summary_fr: str
    tags: tuple[str, ...]
    params: tuple[Param, ...]
    columns: tuple[ResultColumn, ...]
    text: str
    path: Path
    service: Service | None = None

    def summary_in(self, lang: str) -> str:
        """Give the summary in a language, the English one where there is no other."""
        return self.summary_fr if lang == "fr" and self.summary_fr else self.summary


def load_questions(folder: Path) -> list[Question]:
    """Read all questions of a folder, sorted by name; ``ProblemsError`` tells all that is wrong."""
    problems: list[Problem] = []
    questions = []
    for path in sorted(folder.glob("*.rq")):
        question, found = read_question(path)
        problems += found
        if question is not None:
            questions.append(question)
    if problems:
        raise ProblemsError(problems)
    return questions


def read_question(path: Path) -> tuple[Question | None, list[Problem]]:
    """Read one question; ``None`` and the problems where anything is wrong with it."""
    name = shown(path)
    _, text, problems = read_content(path, name)
    if text is None or problems:
        return None, problems
    return _Reader(path, name, text).read()


class _Reader:
    """Reads one file, collecting what is wrong with it."""

    def __init__(self, path: Path, shown_as: str, text: str) -> None:
        self._path = path
        self._shown = shown_as
        self._text = text
        self._problems: list[Problem] = []
        self._single: dict[str, str] = {}
        self._params: dict[str, tuple[int, Param]] = {}
        self._columns: dict[str, tuple[int, ResultColumn]] = {}
        self._service: tuple[int, Service] | None = None

    def read(self) -> tuple[Question | None, list[Problem]]:
        self._read_header()
        if self._single.get("summary", "TODO") == "TODO":
            self._tell(1, "question-summary", "no summary", "write #+ summary: What is asked?")
        self._check_select()
        for fault in faults_of(self._text, self._service):
            self._tell(*fault)
        blocks = blocks_of(self._text)
        for line, param in self._params.values():
            self._check_param(line, param, [b for b in blocks if b.variable == param.name])
        self._check_undeclared(blocks)
        if self._problems:
            return None, sorted(self._problems)
        tags = tuple(filter(None, (t.strip() for t in self._single.get("tags", "").split(","))))
        return (
            Question(
                self._path.stem,
                self._single["summary"],
                self._single.get("summary-fr", ""),
                tags,
                tuple(param for _, param in self._params.values()),
                tuple(column for _, column in self._columns.values()),
                self._text,
                self._path,
                self._service[1] if self._service else None,
            ),
            [],
        )

    def _tell(self, line: int, rule: str, message: str, advice: str) -> None:
        self._problems.append(Problem(self._shown, line, rule, message, advice))

    def _read_header(self) -> None:
        is_open = True
        for number, line in enumerate(self._text.splitlines(), start=1):
            if not line.startswith("#+"):
                is_open = is_open and (line.startswith("#") or not line.strip())
            elif is_open:
                self._read_line(number, line)
            else:
                message, advice = "a header line below the query", "move it to the top of the file"
                self._tell(number, "question-header", message, advice)

    def _read_line(self, number: int, line: str) -> None:
        match = _LINE.fullmatch(line)
        if match is None:
            self._tell(number, "question-header", "no header line", "write #+ key: value")
            return
        key, name, value = match[1], match[2] or "", match[3]
        if key not in _KEYS:
            advice = f"the keys are {', '.join(_KEYS)}"
            self._tell(number, "question-key", f"unknown key {key}", advice)
        elif key == "param":
            self._read_param(number, name, value)
        elif key == "column":
            self._read_column(number, name, value)
        elif key == "service":
            self._read_service(number, name, value)
        elif name or not value:
            self._tell(number, "question-header", f"{key} has no value", f"write #+ {key}: ...")
        elif key in self._single:
            self._tell(number, "question-twice", f"{key} is given twice", "delete one of the two")
        else:
            self._single[key] = value

    def _read_param(self, number: int, name: str, value: str) -> None:
        match = _PARAM.fullmatch(value)
        if not _NAME.fullmatch(name) or match is None or not match[2]:
            advice = (
                "write #+ param NAME: TYPE = DEFAULT, such as #+ param currency: currency = EUR"
            )
            self._tell(
                number, "question-header", "a parameter without name, type or default", advice
            )
            return
        type_ = self._type(number, match[1])
        if name in self._params:
            self._tell(number, "question-twice", f"parameter {name} is given twice", "delete one")
        elif type_ is not None:
            self._params[name] = (number, Param(name, type_, match[2]))

    def _read_column(self, number: int, name: str, value: str) -> None:
        if not _NAME.fullmatch(name):
            self._tell(number, "question-header", "a column without name", "#+ column NAME: TYPE")
            return
        type_ = self._type(number, value)
        if name in self._columns:
            self._tell(number, "question-twice", f"column {name} is given twice", "delete one")
        elif type_ is not None:
            self._columns[name] = (number, ResultColumn(name, type_))

    def _read_service(self, number: int, name: str, value: str) -> None:
        found = read_service(name, value)
        if self._service is not None:
            self._tell(number, "question-twice", "a second service", "a question asks only one")
        elif found is None:
            advice = "write #+ service VARIABLE: ADDRESS, such as #+ service item: https://..."
            self._tell(number, "question-header", "a service without name or address", advice)
        else:
            self._service = number, found

    def _type(self, number: int, value: str) -> Type | None:
        for known in TYPES:
            if known == value:
                return known
        message = f"unknown type {value or '(none)'}"
        self._tell(number, "question-type", message, f"the types are {', '.join(TYPES)}")
        return None

    def _check_select(self) -> None:
        try:
            result = rehearse(self._text)
        except SyntaxError as error:
            at = re.search(r"at (\d+):", error.msg or "")
            advice = "the file must run as it stands: declare each prefix it uses"
            self._tell(int(at[1]) if at else 1, "question-syntax", str(error.msg), advice)
            return
        if not isinstance(result, ox.QuerySolutions):
            self._tell(1, "question-form", "the query is no SELECT", "write SELECT ... WHERE {...}")
            return
        selected = [variable.value for variable in result.variables]
        for name, (line, _) in self._columns.items():
            if name not in selected:
                message, advice = f"the SELECT has no ?{name}", "select it, or delete the line"
                self._tell(line, "question-column", message, advice)
        for name in selected:
            if name not in self._columns:
                message, advice = f"?{name} is not declared", f"write #+ column {name}: TYPE"
                self._tell(self._line_of("SELECT"), "question-column", message, advice)

    def _check_param(self, line: int, param: Param, blocks: list[Block]) -> None:
        wanted = f"write VALUES ?{param.name} {{ default }} exactly once"
        if len(blocks) != 1:
            message = f"parameter {param.name} has {len(blocks)} VALUES blocks"
            self._tell(line, "question-values", message, wanted)
            return
        try:
            default = (
                None
                if param.default == _UNBOUND
                else term_of(param.type, param.default, param.name)
            )
        except ValueError as error:
            self._tell(line, "question-default", str(error), "correct the default")
            return
        stands = terms_in(self._text, blocks[0])
        if stands is None:
            return
        if len(stands) != 1:
            message = f"the VALUES block of {param.name} holds {len(stands)} values"
            self._tell(blocks[0].line, "question-values", message, wanted)
        elif stands[0] != default:
            message = f"the VALUES block of {param.name} does not hold the default {param.default}"
            advice = f"write {default if default is not None else _UNBOUND} there"
            self._tell(blocks[0].line, "question-default", message, advice)

    def _check_undeclared(self, blocks: list[Block]) -> None:
        declared = {*self._params, *([self._service[1].variable] if self._service else [])}
        for block in blocks:
            stands = terms_in(self._text, block)
            is_one = stands is not None and len(stands) == 1
            if block.variable not in declared and is_one:
                message = f"?{block.variable} looks like a parameter that is not declared"
                advice = f"write #+ param {block.variable}: TYPE = DEFAULT, or use BIND"
                self._tell(block.line, "question-parameter", message, advice)

    def _line_of(self, word: str) -> int:
        for number, line in enumerate(self._text.splitlines(), start=1):
            if not line.startswith("#") and word in line.upper():
                return number
        return 1
