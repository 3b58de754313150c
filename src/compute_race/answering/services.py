"""SERVICE clauses in the text of a query: found where they are, and not run by accident.

An engine asks the address of a SERVICE clause the moment the query is given to it. What only
wants to know whether a query is well written must therefore take the clause away first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from compute_race.answering.binding import Block, blocks_of, iris_in, masked
from compute_race.basics.namespaces import PREFIXES
from compute_race.basics.problems import UsageError

_KEYWORD: Final = re.compile(r"service", re.IGNORECASE)
#: No keyword of SPARQL, as long as the word it stands for.
_NO_KEYWORD: Final = "servicx"
_CLAUSE: Final = re.compile(
    r"(?<![\w?$@:-])SERVICE(?![\w:-])\s*(?P<silent>SILENT\b)?\s*"
    r"(?:[?$]\w+|[\w.-]*:[\w.%-]*)?\s*(?P<body>\{)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clause:
    """A ``SERVICE <address> { ... }`` of a query.

    ``address`` is empty where a variable or a prefixed name stands for it. ``line`` counts from
    1. ``start`` and ``end`` are where the clause lies, ``body`` where its braces begin, and
    ``group`` is the place after the brace that opens the group in which it stands.
    """

    address: str
    silent: bool
    line: int
    start: int
    body: int
    end: int
    group: int

    def text(self, query: str) -> str:
        """Give what stands between its braces, and the braces."""
        return query[self.body : self.end]

    def before(self, query: str) -> str:
        """Give what stands before it in its group."""
        return query[self.group : self.start]

    def blocks(self, query: str, variable: str) -> list[Block]:
        """Give the VALUES blocks over one variable that lie inside it."""
        return [
            block
            for block in blocks_of(query)
            if block.variable == variable and self.body < block.start < self.end
        ]


def clauses_of(text: str) -> list[Clause]:
    """Find the SERVICE clauses, in order; not those in comments or strings."""
    plain = masked(text)
    return list(_clauses(text, plain))


def without_services(text: str) -> str:
    """Give a query that is as well or ill written, and asks nobody: GRAPH in place of SERVICE."""
    for clause in reversed(clauses_of(text)):
        named = text[clause.start : clause.body]
        word = re.sub(r"(?i)^SERVICE(\s*SILENT\b)?", lambda found: _graph(found[0]), named)
        text = text[: clause.start] + word + text[clause.body :]
    return text


def rehearse(text: str) -> object:
    """Give what an engine without data says to a query, without asking anybody.

    ``SyntaxError`` where it is malformed, at the place in the text as it stands.
    """
    plain = without_services(text)
    # A clause that was not found would be asked now: with another word it is an error.
    if _KEYWORD.search(plain) is not None:
        ox.Store().query(_KEYWORD.sub(_NO_KEYWORD, plain))
    return ox.Store().query(plain)


def refuse_services(text: str, advice: str) -> None:
    """Raise ``UsageError``, with an advice, where a query asks another endpoint.

    The parser decides and not a search for the word: a query that is still one when the word
    has become another uses it as a name or in a text only.
    """
    if _KEYWORD.search(text) is None:
        return
    try:
        ox.Store().query(_KEYWORD.sub(_NO_KEYWORD, text), prefixes=PREFIXES)
    except SyntaxError as error:
        clauses = clauses_of(text)
        if not clauses:
            raise UsageError(f"the query is malformed: {error.msg}") from None
        asked = dict.fromkeys(clause.address or "an address that it finds" for clause in clauses)
        raise UsageError(f"the query asks {', '.join(asked)}", advice) from None


def _clauses(text: str, plain: str) -> Iterator[Clause]:
    for match in _CLAUSE.finditer(plain):
        body = match.start("body")
        iris = iris_in(text[match.start() : body])
        yield Clause(
            address=iris[0] if iris else "",
            silent=match["silent"] is not None,
            line=text.count("\n", 0, match.start()) + 1,
            start=match.start(),
            body=body,
            end=_closing(plain, body),
            group=_opening(plain, match.start()),
        )


def _closing(plain: str, opening: int) -> int:
    """Give the place after the brace that closes one; the end where nothing does."""
    depth = 0
    for place in range(opening, len(plain)):
        depth += {"{": 1, "}": -1}.get(plain[place], 0)
        if depth == 0:
            return place + 1
    return len(plain)


def _opening(plain: str, place: int) -> int:
    """Give the place after the brace of the group that holds a place."""
    depth = 0
    for before in range(place - 1, -1, -1):
        depth += {"}": 1, "{": -1}.get(plain[before], 0)
        if depth < 0:
            return before + 1
    return 0


def _graph(word: str) -> str:
    return "GRAPH" + re.sub(r"[^\n]", " ", word[len("GRAPH") :])
