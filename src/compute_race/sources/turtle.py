"""Hand-kept Turtle files, read with every way they can be bad told in one line.

pyoxigraph parses; what it cannot say (encoding, line ends, constructs the
project's files leave out, wrong prefixes) is checked around it, and what it
does say is put into words a person can act on.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import GRAPH, PREFIXES, RDF, SRC
from compute_race.basics.problems import Problem
from compute_race.sources.content import FIX, read_content
from compute_race.sources.lines import Scan, scan
from compute_race.sources.syntax import one_line, syntax_problem

#: The longest literal a hand-kept file may hold, in bytes of UTF-8.
MAX_LITERAL: Final = 1_000_000

#: Rules that `race check --fix-format` can mend, because the file is understood all the same.
MENDABLE: Final = frozenset({"file-bom", "file-line-ends", "turtle-directive"})

_NIL: Final = ox.NamedNode(RDF + "nil")

#: Characters that are not printed (a line end apart), turn the order of others round, or replace
#: an unreadable one.
_CONTROLS: Final = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffd-\uffff]"
)
#: Where one may be hidden in a text: behind an escape, or a tab.
_HIDDEN: Final = re.compile(r"\\[^\\\"n]|\t")

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, eq=False)
class TurtleFile:
    """A Turtle file that could be read.

    ``shown`` is the path as a person would type it, ``text`` the decoded
    content (line ends as LF, no byte order mark), ``sha256`` the hash of the
    bytes on disk, ``triples`` the statements in document order, duplicates
    kept.
    """

    path: Path
    shown: str
    text: str
    sha256: str
    prefixes: dict[str, str]
    triples: tuple[ox.Triple, ...]

    @cached_property
    def scan(self) -> Scan:
        """Give the places of everything in the file; computed when first asked for."""
        return scan(self.text)

    @cached_property
    def _lines(self) -> dict[tuple[Term | None, ...], int]:
        lines: dict[tuple[Term | None, ...], int] = {}
        places = self.scan.places
        if len(places) == len(self.triples) and not self.scan.extras:
            for place, triple in zip(places, self.triples, strict=True):
                s, p, o = triple.subject, triple.predicate, triple.object
                lines.setdefault((s,), self.scan.line(place.subject))
                lines.setdefault((s, p), self.scan.line(place.predicate))
                lines.setdefault((s, p, o), self.scan.line(place.object))
            return lines
        # Brackets add triples that have no place of their own: only the terms
        # written out at the top level are looked up then.
        for place in places:
            names = [self._named(self.scan.word(offset)) for offset in place]
            for length, offset in enumerate(place, 1):
                if None not in names[:length]:
                    lines.setdefault(tuple(names[:length]), self.scan.line(offset))
        return lines

    def _named(self, word: str) -> ox.NamedNode | None:
        if word == "a":
            return ox.NamedNode(RDF + "type")
        prefix, colon, local = word.partition(":")
        if word.startswith("<") and word.endswith(">"):
            iri = word[1:-1]
        elif colon and prefix in self.prefixes:
            iri = self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        else:
            return None
        try:
            return ox.NamedNode(iri)
        except ValueError:
            return None

    def find_line(
        self, subject: Term, predicate: Term | None = None, object: Term | None = None
    ) -> int | None:
        """Give the line, from 1, on which exactly this is stated, or ``None``.

        With a subject alone it is the line of its first block, with a
        predicate that of its first statement.
        """
        key: tuple[Term | None, ...] = (subject,)
        if predicate is not None:
            key = (subject, predicate) if object is None else (subject, predicate, object)
        return self._lines.get(key)

    def line_of(
        self, subject: Term, predicate: Term | None = None, object: Term | None = None
    ) -> int:
        """Give the line, from 1, that comes closest to a statement.

        Where the object is not stated it is the predicate's line, where that
        is missing the subject's, and 1 where the file does not know the subject.
        """
        for p, o in ((predicate, object), (predicate, None), (None, None)):
            line = self.find_line(subject, p, o)
            if line is not None:
                return line
        return 1

    def problem(self, rule: str, line: int, message: str, advice: str = "") -> Problem:
        """Make a problem of this file."""
        return Problem(self.shown, line, rule, one_line(message), one_line(advice))


def read_turtle(
    path: Path, shown: str, *, strict: bool = True
) -> tuple[TurtleFile | None, list[Problem]]:
    """Read a hand-kept Turtle file.

    Gives the file, or ``None`` where it cannot be understood, and what is
    wrong with it. ``strict`` is for the files of ``graph/``: only the
    project's prefixes, no blank nodes, no collections. Never raises for a
    bad file.
    """
    data, text, problems = read_content(path, shown)
    if text is None:
        return None, problems
    parser = ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)
    try:
        triples = tuple(quad if isinstance(quad, ox.Triple) else quad.triple for quad in parser)
    except SyntaxError as error:
        return None, [*problems, syntax_problem(error, text, shown)]
    if not triples:
        advice = "write at least one block, or delete the file"
        return None, [*problems, Problem(shown, 1, "file-empty", "the file says nothing", advice)]
    sha256 = hashlib.sha256(data).hexdigest()
    file = TurtleFile(path, shown, text, sha256, dict(parser.prefixes), triples)
    fatal = [*_size_problems(file), *_construct_problems(file, strict=strict)]
    problems += _control_problems(file)
    if strict:
        problems += [*_directive_problems(file), *_prefix_problems(file)]
    return None if fatal else file, sorted([*problems, *fatal])


def _size_problems(file: TurtleFile) -> list[Problem]:
    if len(file.text) <= MAX_LITERAL // 4:
        return []
    problems = []
    for triple in file.triples:
        value = triple.object
        if isinstance(value, ox.Literal) and len(value.value.encode()) > MAX_LITERAL:
            size = len(value.value.encode()) / 1_000_000
            line = file.line_of(triple.subject, triple.predicate, value)
            message = f"a text of {size:.1f} MB; the limit is {MAX_LITERAL / 1_000_000:.0f} MB"
            advice = "give a position or a locator instead of the text itself"
            problems.append(file.problem("literal-size", line, message, advice))
    return problems


def _control_problems(file: TurtleFile) -> list[Problem]:
    """Tell of characters that no page prints: of those in a text, and of those beside texts."""
    found = {
        file.line_of(triple.subject, triple.predicate, triple.object): match[0]
        for triple in (file.triples if _HIDDEN.search(file.text) else ())
        if isinstance(triple.object, ox.Literal)
        and (match := _CONTROLS.search(triple.object.value)) is not None
    }
    for match in _CONTROLS.finditer(file.text.replace("\t", " ")):
        found.setdefault(file.scan.line(match.start()), match[0])
    return [
        file.problem(
            "text-control",
            line,
            f"U+{ord(character):04X} is a control character, or stands for one that was lost",
            "write the text as it is printed",
        )
        for line, character in found.items()
    ]


def _directive_problems(file: TurtleFile) -> list[Problem]:
    text = file.text.lower()
    if not any(word in text for word in ("@prefix", "base", "version")):
        return []
    if not re.search(r"@prefix\b|\bbase\b|\bversion\b", text):
        return []
    message = "{} is not used here"
    advice = f"write PREFIX name: <IRI> and whole IRIs, or {FIX}{file.shown}"
    return [
        file.problem(
            "turtle-directive",
            file.scan.line(directive.offset),
            message.format(directive.keyword),
            advice,
        )
        for directive in file.scan.directives
        if directive.keyword.upper() != "PREFIX"
    ]


def _construct_problems(file: TurtleFile, *, strict: bool) -> list[Problem]:
    """Tell of each kind of construct that is left out; in the ontology only RDF 1.2 is."""
    if not any(sign in file.text for sign in _CONSTRUCTS):
        return []
    suspect = re.search(r"--(?:ltr|rtl)\b", file.text) or any(
        type(t.object) is ox.Triple or (strict and _is_unnamed(t)) for t in file.triples
    )
    if not suspect:
        return []
    first: dict[str, int] = {}
    for extra in file.scan.extras:
        if strict or extra.kind == "RDF 1.2":
            first.setdefault(extra.kind, extra.offset)
    return [
        file.problem(rule, file.scan.line(first[kind]), message, advice)
        for kind, (rule, message, advice) in _EXTRA_RULES.items()
        if kind in first
    ]


#: Without one of these a text has no construct that is left out; with one it may be in a string.
_CONSTRUCTS: Final = ("[", "(", "_:", "<<", "{|", "~", "nil", "--")


def _is_unnamed(triple: ox.Triple) -> bool:
    ends = (triple.subject, triple.object)
    return any(type(end) is ox.BlankNode or end == _NIL for end in ends)


_EXTRA_RULES: Final = {
    "blank node": (
        "turtle-blank-node",
        "a blank node: every fact here has a name",
        "give it an IRI, such as :c02 for a claim or ent:some-name",
    ),
    "collection": (
        "turtle-collection",
        "a collection ( ... ) is not used here",
        "write the objects one after the other, separated by commas",
    ),
    "RDF 1.2": (
        "turtle-rdf-12",
        "triple terms, annotations and text directions of RDF 1.2 are not used here",
        "write plain triples; make a race:Claim or a race:Judgement to say something about one",
    ),
}


def _prefix_problems(file: TurtleFile) -> list[Problem]:
    problems = []
    own = (f"{SRC}{file.path.stem}#", f"{GRAPH}judgements/{file.path.stem}#")
    for name, iri in file.prefixes.items():
        if PREFIXES.get(name) == iri or (name == "" and iri in own):
            continue
        places = [d.offset for d in file.scan.directives if d.name == name and d.iri == iri]
        line = file.scan.line(places[0]) if places else 1
        if name == "":
            message = f"the prefix : stands for {iri}, which does not fit the file's name"
            advice = f"write PREFIX : <{own[0]}>"
            problems.append(file.problem("prefix-own", line, message, advice))
        elif name in PREFIXES:
            message = f"the prefix {name}: stands for {iri}"
            advice = f"write PREFIX {name}: <{PREFIXES[name]}>"
            problems.append(file.problem("prefix-namespace", line, message, advice))
        else:
            usual = [known for known, namespace in PREFIXES.items() if namespace == iri]
            near = usual or difflib.get_close_matches(name, PREFIXES, n=2, cutoff=0.7)
            names = ", ".join(f"{known}:" for known in near or PREFIXES)
            message = f"the prefix {name}: is none of the project's"
            problems.append(file.problem("prefix-unknown", line, message, f"use {names}"))
    return problems
