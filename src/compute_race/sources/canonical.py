"""The one canonical form of a hand-kept file, so that a diff shows facts and nothing else.

The form is described in ``graph/FORMAT.md``: prefixes used and no others,
sorted; blocks in the order of :mod:`compute_race.sources.order`; one
predicate a line; comments only directly above a block.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from compute_race.basics.files import write_file
from compute_race.basics.namespaces import PREFIXES, RDF, SRC, XSD
from compute_race.basics.paths import shown as shown_path
from compute_race.basics.problems import Problem, RaceError, UsageError
from compute_race.sources.numbers import has_zeros, misread_numbers
from compute_race.sources.order import block_key, predicate_key
from compute_race.sources.turtle import MENDABLE, Term, TurtleFile, read_turtle

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_SPLIT: Final = re.compile(r"(.*[/#])([^/#]*)", re.DOTALL)
_BARE: Final = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_ESCAPES: Final = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_ESCAPED: Final = re.compile(r'[\x00-\x1f"\\\x7f]')
_COMMENT: Final = re.compile(r"(?:\A|\n)[ \t]*#")
_SHOWN_WIDTH: Final = 70


def render(file: TurtleFile) -> str:
    """Give the canonical form of a file.

    Repeated triples are written once, comments above a block are kept, other
    comments are lost (``format_problems`` tells of them). Raises
    ``UsageError`` for a file with blank nodes or triple terms.
    """
    return _render(file, _Writer(file))


def _render(file: TurtleFile, writer: _Writer) -> str:
    blocks: dict[str, dict[str, set[ox.NamedNode | ox.Literal]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for triple in file.triples:
        if not isinstance(triple.subject, ox.NamedNode) or not isinstance(
            triple.object, ox.NamedNode | ox.Literal
        ):
            raise UsageError(f"{file.shown} has a blank node, so no canonical form")
        blocks[triple.subject.value][triple.predicate.value].add(triple.object)
    comments = _comments(file)
    body = [
        writer.block(subject, blocks[subject], comments.get(subject, []))
        for subject in sorted(blocks, key=block_key)
    ]
    return "\n\n".join(["\n".join(writer.prefix_lines()), *body]) + "\n"


def format_problems(file: TurtleFile) -> list[Problem]:
    """Tell where a file differs from its canonical form.

    At most one problem of rule ``format-canonical``, at the first differing
    line; instead those of ``unwritable_problems``, where there are any. A
    number with commas (rule ``number-form``) is told of even in a file that
    has its form otherwise.
    """
    writer = _Writer(file)
    wanted = _render(file, writer)
    if wanted == file.text:
        # Commas cannot be in canonical form: they would stand there with a space behind them.
        return list(misread_numbers(file)) if writer.has_zeros else []
    if unwritable := unwritable_problems(file):
        return unwritable
    have, want = file.text.split("\n"), wanted.split("\n")
    if wanted == file.text + "\n":
        line, here, there = len(have), "the last line is not ended", "end it with a line end"
    elif file.text.startswith(wanted):
        line, here = len(want), f"here stands {_quoted(have[len(want) - 1])}"
        there = "end the file before it"
    else:
        place = next(i for i, (a, b) in enumerate(zip(have, want, strict=False)) if a != b)
        line, here = place + 1, f"here stands {_quoted(have[place])}"
        there = f"write {_quoted(want[place])}"
    advice = f"{there}, or run race check --fix-format {file.shown}"
    return [file.problem("format-canonical", line, f"not the canonical form: {here}", advice)]


def unwritable_problems(file: TurtleFile) -> list[Problem]:
    """Tell of what rewriting would lose or blur, so that a person has to mend it.

    Rule ``format-comment``: a comment that does not stand on a line of its
    own above a block. Rule ``block-twice``: a claim, an entity or a document
    with two blocks, which may be two things under one name. Rule
    ``number-form``: a number that Turtle reads otherwise than a person does.
    """
    stray = [
        file.problem(
            "format-comment",
            file.scan.line(comment.offset),
            "a comment that is not directly above a block",
            "move it to a line of its own above the block it is about",
        )
        for comment in file.scan.comments
        if comment.block < 0
    ]
    return sorted([*stray, *_repeated_blocks(file), *misread_numbers(file)])


def _repeated_blocks(file: TurtleFile) -> Iterator[Problem]:
    typed = {triple.subject for triple in file.triples if triple.predicate.value == RDF + "type"}
    seen: set[Term] = set()
    block = -1
    for place, triple in zip(file.scan.places, file.triples, strict=True):
        subject = triple.subject
        if place.subject != block and subject in seen and subject in typed:
            name = file.scan.word(place.subject)
            yield Problem(
                file.shown,
                file.scan.line(place.subject),
                "block-twice",
                f"{name} has a block already, at line {file.line_of(subject)}",
                "give this one a name of its own, or put both into one block",
                getattr(subject, "value", ""),
            )
        seen.add(subject)
        block = place.subject


def fix_format(path: Path, shown: str | None = None) -> tuple[bool, list[Problem]]:
    """Rewrite a file in canonical form, at once or not at all.

    Gives whether the file changed, and the problems because of which it was
    left alone. A byte order mark, CR LF line ends and ``@prefix`` are mended.
    """
    shown = shown if shown is not None else shown_path(path)
    file, problems = read_turtle(path, shown)
    problems = [problem for problem in problems if problem.rule not in MENDABLE]
    if file is None or problems:
        return False, problems
    if unwritable := unwritable_problems(file):
        return False, unwritable
    data = render(file).encode()
    if data == path.read_bytes():
        return False, []
    try:
        write_file(path.resolve(), data)
    except RaceError as error:
        return False, [Problem(shown, 0, "file-unreadable", error.message, f"chmod +w {shown}")]
    return True, []


def _comments(file: TurtleFile) -> dict[str, list[str]]:
    """Give the comments above each block, by the subject's IRI."""
    above: dict[str, list[str]] = defaultdict(list)
    if not _COMMENT.search(file.text):
        return above
    subjects = {
        place.subject: triple.subject
        for place, triple in zip(file.scan.places, file.triples, strict=True)
    }
    for comment in file.scan.comments:
        subject = subjects.get(comment.block)
        if isinstance(subject, ox.NamedNode):
            above[subject.value].append(comment.text)
    return above


class _Writer:
    """Writes terms of one file; remembers prefixes used, and numbers with leading zeros."""

    def __init__(self, file: TurtleFile) -> None:
        own = file.prefixes.get("", f"{SRC}{file.path.stem}#")
        self.prefixes = {own: "", **{iri: name for name, iri in PREFIXES.items()}}
        self.used: set[str] = set()
        self.iris: dict[str, str] = {}
        self.has_zeros = False

    def prefix_lines(self) -> list[str]:
        names = {self.prefixes[iri]: iri for iri in self.used}
        return [f"PREFIX {name}: <{names[name]}>" for name in sorted(names)]

    def block(
        self,
        subject: str,
        predicates: dict[str, set[ox.NamedNode | ox.Literal]],
        comments: list[str],
    ) -> str:
        lines = []
        for predicate in sorted(predicates, key=predicate_key):
            verb = "a" if predicate == RDF + "type" else self.iri(predicate)
            objects = [self.term(term) for term in predicates[predicate]]
            if len(objects) > 1:
                objects.sort()
            lines.append(f"{verb} {', '.join([text for _, text in objects])}")
        head = "".join(f"{comment}\n" for comment in comments)
        return f"{head}{self.iri(subject)} " + " ;\n    ".join(lines) + " ."

    def term(self, term: ox.NamedNode | ox.Literal) -> tuple[str, str]:
        """Give a sort key (the language: en before fr) and the text of a term."""
        if isinstance(term, ox.NamedNode):
            return "", self.iri(term.value)
        language = term.language
        if language is not None:
            return language, f"{_quote(term.value)}@{language}"
        datatype = term.datatype.value
        if datatype == XSD + "string":
            return "", _quote(term.value)
        self.has_zeros |= has_zeros(term.value, datatype)
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(term.value):
            return "", term.value
        return "", f"{_quote(term.value)}^^{self.iri(datatype)}"

    def iri(self, iri: str) -> str:
        written = self.iris.get(iri)
        if written is None:
            written = self.iris[iri] = self._write(iri)
        return written

    def _write(self, iri: str) -> str:
        namespace, local = _split(iri)
        if local and namespace in self.prefixes:
            self.used.add(namespace)
            return f"{self.prefixes[namespace]}:{local}"
        return f"<{iri}>"


@lru_cache(maxsize=1 << 14)
def _split(iri: str) -> tuple[str, str]:
    """Give namespace and local name, both empty where no prefix could stand for the first."""
    match = _SPLIT.fullmatch(iri)
    return (match[1], match[2]) if match is not None and _LOCAL.fullmatch(match[2]) else ("", "")


def _quote(text: str) -> str:
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _ESCAPES.get(character, f"\\u{ord(character):04X}")


def _quoted(line: str) -> str:
    if not line.strip():
        return "an empty line" if not line else "a line of spaces"
    shown = line if len(line) <= _SHOWN_WIDTH else line[: _SHOWN_WIDTH - 3] + "..."
    return f"`{shown}`"
