"""Where things stand in a Turtle file: a tokenizer for lines, not a second parser.

pyoxigraph decides what a file says and whether it is Turtle at all. It does
not tell on which line a triple stands, so this module walks a file that is
already known to be valid and notes the places of subjects, predicates and
objects in document order, of comments, of directives and of brackets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_STOP: Final = r"\s<>\"'()\[\]{};,.#^@~|"

_TOKEN: Final = re.compile(
    rf"""
    (?P<space>\s++)
    |(?P<comment>\#[^\n]*+)
    |(?P<string>\"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\"|'''(?:[^'\\]++|\\.|'(?!''))*+'''
        |"(?:[^"\\\n]++|\\.)*+"|'(?:[^'\\\n]++|\\.)*+')
    |(?P<open><<\(|<<|\{{\||[\[(])
    |(?P<iri><[^<>\s]*+>)
    |(?P<close>\)>>|>>|\|\}}|[\])])
    |(?P<at>@[A-Za-z]++(?:-[A-Za-z0-9]++|--[a-z]++)*+)
    |(?P<type>\^\^)
    |(?P<number>[+-]?(?:\d+\.\d*[eE][+-]?\d+|\d*\.?\d+(?:[eE][+-]?\d+)?))
    |(?P<name>(?:[^{_STOP}\\]|\\.)(?:[^{_STOP}\\]|\\.|\.+(?=[^{_STOP}]))*+)
    |(?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)

#: What the project's files leave out of Turtle, by the token that begins it.
_EXTRAS: Final = {
    "[": "blank node",
    "(": "collection",
    "<<": "RDF 1.2",
    "<<(": "RDF 1.2",
    "{|": "RDF 1.2",
    "~": "RDF 1.2",
}


class Place(NamedTuple):
    """Offsets of one triple's subject, predicate and object."""

    subject: int
    predicate: int
    object: int


class Comment(NamedTuple):
    """A comment and the offset of the block it stands above; ``block`` is -1 elsewhere."""

    offset: int
    text: str
    block: int


class Directive(NamedTuple):
    """A ``PREFIX``, ``BASE`` or ``VERSION`` line; ``keyword`` as written."""

    offset: int
    keyword: str
    name: str
    iri: str


class Extra(NamedTuple):
    """A construct the project's files leave out: ``kind`` is a value of ``_EXTRAS``."""

    offset: int
    kind: str


@dataclass
class Scan:
    """All places of one file, as character offsets."""

    text: str
    places: list[Place] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)
    newlines: list[int] = field(default_factory=list)

    def line(self, offset: int) -> int:
        """Give the line, from 1, on which an offset stands."""
        return bisect_right(self.newlines, offset - 1) + 1

    def word(self, offset: int) -> str:
        """Give the token that begins at an offset."""
        match = _TOKEN.match(self.text, offset)
        return match[0] if match else ""


def scan(text: str) -> Scan:
    """Walk a valid Turtle text once and note every place."""
    walker = _Walker(text)
    for match in _TOKEN.finditer(text):
        walker.step(match.lastgroup or "", match[0], match.start())
    walker.end()
    return walker.found


class _Walker:
    """The state of one walk: which part of which statement comes next."""

    def __init__(self, text: str) -> None:
        self.found = Scan(text, newlines=[m.start() for m in re.finditer("\n", text)])
        self.subject = self.predicate = -1
        self.depth = 0
        self.skip = False
        self.waiting: list[tuple[int, str]] = []
        self.directive: tuple[int, str, list[str]] | None = None

    def step(self, kind: str, word: str, start: int) -> None:
        if kind == "space":
            return
        if kind == "comment":
            self._comment(word, start)
        elif self.directive is not None:
            self._inside_directive(self.directive, word)
        elif self.depth == 0 and self.subject < 0 and word.upper() in _DIRECTIVES:
            self._stray_comments()
            self.directive = (start, word, [])
        elif kind == "open":
            self._extra(word, start)
            if self.depth == 0 and word != "{|":
                self._term(start)
            self.depth += 1
        elif kind == "close":
            self.depth -= 1
        elif self.depth == 0:
            self._top_level(kind, word, start)
        elif word.startswith("_:"):
            self._extra("[", start)

    def end(self) -> None:
        self._stray_comments()

    def _top_level(self, kind: str, word: str, start: int) -> None:
        if kind == "mark":
            if word == ".":
                self.subject = self.predicate = -1
            elif word == ";":
                self.predicate = -1
            elif word == "~":
                self._extra(word, start)
                self.skip = True
        elif kind == "type":
            self.skip = True
        elif kind == "at":
            if "--" in word:
                self._extra("~", start)
        elif self.skip:
            self.skip = False
        else:
            if word.startswith("_:"):
                self._extra("[", start)
            self._term(start)

    def _term(self, start: int) -> None:
        if self.subject < 0:
            self.subject = start
            self.found.comments += [Comment(at, text, start) for at, text in self.waiting]
            self.waiting = []
        elif self.predicate < 0:
            self.predicate = start
        else:
            self.found.places.append(Place(self.subject, self.predicate, start))

    def _extra(self, word: str, start: int) -> None:
        self.found.extras.append(Extra(start, _EXTRAS[word]))

    def _comment(self, word: str, start: int) -> None:
        text = self.found.text
        own_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
        if own_line and self.subject < 0 and self.depth == 0 and self.directive is None:
            self.waiting.append((start, word.rstrip()))
        else:
            self.found.comments.append(Comment(start, word.rstrip(), -1))

    def _stray_comments(self) -> None:
        self.found.comments += [Comment(at, text, -1) for at, text in self.waiting]
        self.waiting = []

    def _inside_directive(self, directive: tuple[int, str, list[str]], word: str) -> None:
        start, keyword, parts = directive
        parts.append(word)
        wanted = _DIRECTIVES[keyword.upper()] + keyword.startswith("@")
        if len(parts) == wanted:
            names = [part for part in parts if part.endswith(":")]
            iris = [part[1:-1] for part in parts if part.startswith("<")]
            name = names[0][:-1] if names else ""
            self.found.directives.append(Directive(start, keyword, name, iris[0] if iris else ""))
            self.directive = None


#: How many tokens follow each directive, the closing dot of the ``@`` forms apart.
_DIRECTIVES: Final = {
    "PREFIX": 2,
    "@PREFIX": 2,
    "BASE": 1,
    "@BASE": 1,
    "VERSION": 1,
    "@VERSION": 1,
}
