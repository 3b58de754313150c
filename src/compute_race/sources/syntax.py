"""A parser's complaints in words that a person can act on."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Final

from compute_race.basics.namespaces import PREFIXES, SRC
from compute_race.basics.problems import Problem

_CLOSE: Final = {'"': 'a "', "'": "a '", "<": "a >"}


def one_line(text: str) -> str:
    """Write what cannot be printed as escapes, so that a message stays one line."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def syntax_problem(error: SyntaxError, text: str, shown: str) -> Problem:
    """Put a parser's message into words, with the rule it breaks and what to type."""
    line, column = error.lineno or 1, error.offset or 1
    lines = [*text.split("\n"), ""]
    said = str(error.msg).partition(": ")[2] or str(error.msg)
    before, rest = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
    is_end = said.startswith("Unexpected end")
    is_span = (error.end_lineno, error.end_offset) != (line, column)

    def problem(rule: str, message: str, advice: str) -> Problem:
        return Problem(shown, line, rule, one_line(message), one_line(advice))

    if re.match(r"(<{7}|={7}|>{7})( |$)", lines[line - 1]):
        message = "a merge conflict was left in the file"
        return problem("turtle-syntax", message, "keep one side, delete the markers")
    if re.match(r"\s*<(!|\?xml|html|rdf:RDF)", text, re.IGNORECASE):
        line = 1
        return problem("turtle-syntax", "the file is HTML or XML, not Turtle", "write Turtle")
    if (undeclared := re.match(r"The prefix (.*?): has not been declared", said)) is not None:
        return problem("prefix-undeclared", *_undeclared(undeclared[1], shown))
    if is_end and rest[:1] in _CLOSE and is_span:
        message = f"{rest[:20]} is opened here and never closed"
        return problem("turtle-truncated", message, f"close it with {_CLOSE[rest[0]]}")
    if is_end:
        line = _last_written(lines, line)
        message = "the file ends in the middle of a statement"
        return problem("turtle-truncated", message, 'finish it with " ."')
    if rest.startswith("<"):
        return problem(*_bad_iri(said, _upto(rest, ">")))
    if re.search(r"\d\s*$", before) and ("not a valid subject" in said or "'%'" in said):
        word = re.findall(r"\S+\s*$", before)[0] + (rest.split() or [""])[0]
        advice = "write digits and at most one point, such as 30000000000 or 4.3"
        return problem("turtle-syntax", f"{word} is no number", advice)
    if "A dot is expected" in said and not before.strip():
        line = _last_written(lines, line - 1)
        return problem("turtle-syntax", "the statement is not ended", 'end it with " ." or " ;"')
    return problem("turtle-syntax", f"column {column}: {_lower(said)}", _hint(said))


def _bad_iri(said: str, iri: str) -> tuple[str, str, str]:
    if said.startswith("No scheme found"):
        return (
            "iri-relative",
            f"{iri} is a relative IRI",
            "write the whole IRI, or ent:, src:, race:",
        )
    if "' '" in said:
        advice = "write %20 for a space, or put the > before it"
        return "iri-space", f"the IRI {iri} has a space", advice
    message = f"the IRI {iri} is malformed: {_lower(said)}"
    return "iri-invalid", message, "correct the IRI between < and >"


def _last_written(lines: list[str], line: int) -> int:
    """Give the last line, from 1 and up to ``line``, that holds more than a comment."""
    while line > 1 and not lines[line - 1].partition("#")[0].strip():
        line -= 1
    return line


def _undeclared(prefix: str, shown: str) -> tuple[str, str]:
    message = f"the prefix {prefix}: is used but not declared"
    if prefix in PREFIXES:
        return message, f"write PREFIX {prefix}: <{PREFIXES[prefix]}> at the top"
    if not prefix:
        return message, f"write PREFIX : <{SRC}{Path(shown).stem}#> at the top"
    near = difflib.get_close_matches(prefix, PREFIXES, n=2, cutoff=0.5) or list(PREFIXES)
    return message, "use one of " + ", ".join(f"{name}:" for name in near)


def _hint(said: str) -> str:
    if "A dot is expected" in said:
        return 'write " ;" or " ." before it, or "," before another object'
    if "Line jumps" in said:
        return 'close the string on its line with ", and write \\n for a line end inside it'
    if "escape character" in said:
        return "write \\\\ for a backslash"
    if "not a valid predicate" in said or "not a valid RDF object" in said:
        return "write subject, predicate, object; end with ;  ,  or ."
    if "language" in said:
        return 'write a language such as "..."@en or "..."@fr'
    return 'look here and at the end of the line before: a " ;" or " ." too many or too few'


def _lower(said: str) -> str:
    return said[:1].lower() + said[1:] if said[1:2].islower() else said


def _upto(rest: str, end: str) -> str:
    head, found, _ = rest.partition(end)
    return (head + found)[:80]
