"""Everything that can be wrong with the hand-kept files, in one answer.

Reading, canonical form, SHACL and the closed-world checks, in this order; a
file that cannot be understood is told of and left out of the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from compute_race.basics.namespaces import SRC
from compute_race.basics.problems import Problem, Severity
from compute_race.dataset.corpus import HAND_KEPT, Corpus, Kind, read_corpus
from compute_race.sources.canonical import format_problems
from compute_race.validation.checks import check
from compute_race.validation.engine import Engine, available_engine, validate
from compute_race.validation.facts import Facts
from compute_race.validation.places import problems_of
from compute_race.validation.positions import missing_texts
from compute_race.validation.rules import HIDES_BLOCK, HIDES_FILE, HIDES_LINE, HIDES_NODE
from compute_race.validation.shapes import ShapesFile

#: Folders whose files define nothing that other files' names hang on, but documents and claims.
_LEAVES: Final = frozenset({"sources", "judgements"})


@dataclass(frozen=True)
class CheckResult:
    """What a check found.

    ``problems`` are sorted by file and line, ``files`` counts the files that
    were checked, ``notes`` say what could not be checked and why,
    ``engine_used`` is the SHACL engine that ran (empty if none did), and
    ``corpus`` is what was read.
    """

    problems: list[Problem]
    files: int
    notes: list[str]
    engine_used: str
    corpus: Corpus

    @property
    def violations(self) -> int:
        """Count the problems that make a check fail."""
        return sum(problem.severity is Severity.VIOLATION for problem in self.problems)


def run_checks(
    ontology_dir: Path,
    graph_dir: Path,
    paths: Sequence[Path] | None = None,
    engine: Engine = "native",
    lang: str = "en",
) -> CheckResult:
    """Check the hand-kept files, or only some of them against all the others.

    A path from outside the folders is read in place of the graph's file of
    the same kind and name, else in addition; only problems of the paths are
    reported then. Writes nothing; never raises for bad input. Raises
    ``RaceError`` where no SHACL engine is installed.
    """
    given = list(dict.fromkeys(paths or ()))
    result = check_corpus(ontology_dir, graph_dir, given, engine=engine, lang=lang)
    if not given:
        return result
    shown = {path.as_posix() for path in given}
    problems = [problem for problem in result.problems if problem.file in shown]
    notes = [*result.notes, *elsewhere(len(result.problems) - len(problems))]
    return replace(result, problems=problems, files=len(given), notes=notes)


def elsewhere(count: int) -> list[str]:
    """Give the note on problems of files that were not asked for, if there are any."""
    if not count:
        return []
    what = "1 problem lies" if count == 1 else f"{count} problems lie"
    return [f"{what} in other files: race check"]


def check_corpus(
    ontology_dir: Path,
    graph_dir: Path,
    given: Sequence[Path] = (),
    *,
    engine: Engine = "native",
    lang: str = "en",
) -> CheckResult:
    """Read and check all hand-kept files and those given by path; as ``run_checks``.

    Problems of every file are reported, and the corpus goes on to the build.
    """
    corpus, problems = read_corpus(ontology_dir, graph_dir, given)
    flawed = {problem.file for problem in problems}
    for file in corpus.hand_kept():
        if file.shown not in flawed:
            problems += format_problems(file.turtle)
    return _check_read(corpus, problems, flawed, given, engine, lang)


def check_documents(
    ontology_dir: Path, graph_dir: Path, names: Collection[str], cited: Collection[str], lang: str
) -> CheckResult:
    """Check some documents (stems of files) by every rule, without reading all the others.

    Read besides are the files that documents rest on and those of the documents ``cited``.
    Only problems of ``names`` are told; what they cause in files that were not read is not.
    """
    corpus, problems = read_corpus(ontology_dir, graph_dir, documents={*names, *cited})
    flawed = {problem.file for problem in problems}
    own = [file for file in corpus.of_kind(Kind.DOCUMENT) if file.turtle.path.stem in names]
    for file in own:
        if file.shown not in flawed:
            problems += format_problems(file.turtle)
    documents = {file.graph for file in own}
    result = _check_read(corpus, problems, flawed, (), "native", lang, documents)
    shown = {file.shown for file in own} | flawed
    return replace(result, problems=[p for p in result.problems if p.file in shown])


def _check_read(
    corpus: Corpus,
    problems: list[Problem],
    flawed: set[str],
    given: Sequence[Path],
    engine: Engine,
    lang: str,
    documents: Collection[str] | None = None,
) -> CheckResult:
    """Check what was read, beside the ``problems`` of reading it, those of ``flawed`` files.

    Shapes only of ``documents`` (IRIs) and their claims where these are given.
    """
    unread = flawed - {file.shown for file in corpus.files}
    notes: list[str] = []
    used = ""
    if _complete(corpus, unread - {path.as_posix() for path in given}):
        # What follows from a flaw in reading would only distract from it.
        facts = Facts(corpus)
        found = [problem for problem in check(facts) if problem.file not in flawed]
        shaped, used, notes = _shape_problems(corpus, engine, lang, documents)
        unhidden = _not_hidden(shaped, [*problems, *found])
        problems += [*found, *(problem for problem in unhidden if problem.file not in flawed)]
        notes += _text_notes(missing_texts(facts, given_only=bool(given)))
    else:
        notes.append("names and shapes were not checked: a file that defines names is not readable")
    files = len(corpus.files) + len(unread)
    return CheckResult(sorted(set(problems)), files, notes, used, corpus)


def _complete(corpus: Corpus, unread: set[str]) -> bool:
    """Tell whether a name that is not found is really defined nowhere."""
    kinds = {file.kind for file in corpus.files}
    return (
        kinds >= {Kind.ONTOLOGY, Kind.TERMS, Kind.SHAPES}
        and bool(kinds & HAND_KEPT)
        and all(Path(file).parent.name in _LEAVES for file in unread)
    )


def _not_hidden(shaped: list[list[Problem]], told: list[Problem]) -> Iterator[Problem]:
    """Leave out SHACL's problems that a more exact one tells of already.

    ``shaped`` has the places of one fault together: what is a consequence of
    something told at one of them is one at the others.
    """
    lines = {(problem.file, problem.line) for problem in told if problem.rule in HIDES_LINE}
    blocks = {(problem.file, problem.node) for problem in told if problem.rule in HIDES_BLOCK}
    nodes = {problem.node for problem in told if problem.rule in HIDES_NODE}
    # A document of no known class makes every claim in it one without a document.
    files = {
        problem.file
        for problem in told
        if problem.rule in HIDES_FILE or _is_unknown_document(problem)
    }

    def is_hidden(problem: Problem) -> bool:
        return (
            (problem.file, problem.line) in lines
            or (problem.file, problem.node) in blocks
            or problem.node in nodes
            or problem.file in files
        )

    for problems in shaped:
        if not any(map(is_hidden, problems)):
            yield from problems


def _is_unknown_document(problem: Problem) -> bool:
    return (
        problem.rule == "class-unknown" and problem.node.startswith(SRC) and "#" not in problem.node
    )


def _shape_problems(
    corpus: Corpus, engine: Engine, lang: str, documents: Collection[str] | None
) -> tuple[list[list[Problem]], str, list[str]]:
    """Give SHACL's problems by fault, the engine that found them, and what to tell about it."""
    file = corpus.of_kind(Kind.SHAPES)[0].turtle
    shapes = ShapesFile.parse(file.text, file.shown)
    used = available_engine(engine)
    notes = []
    if used != engine:
        notes.append(f"the engine {engine} is not installed: {used} was used, which is slower")
    violations = [
        violation
        for violation in validate(corpus.ntriples(), shapes, engine)
        if documents is None or violation.focus.partition("#")[0] in documents
    ]
    shaped = [one for found in violations for one in problems_of(found, shapes, corpus, lang)]
    return shaped, used, notes


def _text_notes(missing: int) -> list[str]:
    if not missing:
        return []
    what = "1 document is" if missing == 1 else f"{missing} documents are"
    return [f"the text of {what} not at hand: positions and hash were not checked"]
