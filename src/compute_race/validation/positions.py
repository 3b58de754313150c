"""Claims against the text they are from, where the text is at hand.

The texts are no part of the project; where one is missing, its rules are
skipped and the documents counted in a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from compute_race.basics.figures import figures
from compute_race.basics.namespaces import SRC
from compute_race.basics.paths import document_folders
from compute_race.basics.problems import Problem, UsageError
from compute_race.basics.text import read_document, sha256
from compute_race.dataset.corpus import CorpusFile, Kind
from compute_race.validation.facts import Claim, Facts, race, short, value


@dataclass(frozen=True)
class Text:
    """A document's text as found on disk, and the hash the graph says it has."""

    text: str
    stated: ox.Literal

    @property
    def matches(self) -> bool:
        """Tell whether the text is the one the positions were taken from."""
        return sha256(self.text) == self.stated.value


@cache
def _read(path: Path, changed: float) -> str | None:
    try:
        return read_document(path)
    except UsageError:
        return None


def find_text(stem: str, digest: str) -> str | None:
    """Give the normalised text of a document: by its file name, else by its hash."""
    folders = document_folders()
    named = [folder / f"{stem}.txt" for folder in folders]
    for path in named:
        if path.is_file() and (text := _read(path, path.stat().st_mtime)) is not None:
            return text
    for folder in folders:
        for path in sorted(filter(Path.is_file, folder.glob("*.txt"))):
            text = _read(path, path.stat().st_mtime)
            if text is not None and sha256(text) == digest:
                return text
    return None


def texts(facts: Facts) -> dict[CorpusFile, Text | None]:
    """Give the text of each document that states a hash; ``None`` where it is not at hand."""
    found: dict[CorpusFile, Text | None] = {}
    for stated in facts.by_predicate.get(race("textSha256"), []):
        digest, own = stated.object, value(stated.subject) == stated.file.graph
        if own and isinstance(digest, ox.Literal) and stated.file.kind is Kind.DOCUMENT:
            text = find_text(stated.file.graph.removeprefix(SRC), digest.value)
            found.setdefault(stated.file, None if text is None else Text(text, digest))
    return found


def text_hashes(facts: Facts) -> Iterator[Problem]:
    """Documents whose text is another one than when their positions were taken."""
    for file, text in texts(facts).items():
        if text is not None and not text.matches:
            document = ox.NamedNode(file.graph)
            line = file.turtle.line_of(document, race("textSha256"), text.stated)
            message = f"the text of {short(document)} has another hash: {sha256(text.text)}"
            advice = "read the positions again and write that hash, or restore the text"
            yield Problem(file.shown, line, "text-hash", message, advice, file.graph)


def positions_outside(facts: Facts) -> Iterator[Problem]:
    """Positions beyond the end of the text."""
    for claim, text, start, end in _positioned(facts):
        if end > len(text) or start >= len(text):
            at = "charStart" if start >= len(text) else "charEnd"
            yield claim.problem(
                "position-outside",
                at,
                f"stands at {start} to {end}, but the text has {len(text)} characters",
                _where(claim, text),
            )


def positions_without_figure(facts: Facts) -> Iterator[Problem]:
    """Positions that stand on no number, or cut one in two."""
    for claim, text, start, end in _figured(facts):
        if _cuts(text, start) or _cuts(text, end):
            what, at = "cuts a number in two", "charStart" if _cuts(text, start) else "charEnd"
        elif not figures(text[start:end]):
            what, at = "stands on no number", "charStart"
        else:
            continue
        advice = _where(claim, text)
        yield claim.problem("position-no-figure", at, what, advice)


def positions_on_other_figure(facts: Facts) -> Iterator[Problem]:
    """Positions that stand on another number than the claim's."""
    for claim, text, start, end in _figured(facts):
        printed = figures(text[start:end])
        wanted = _bounds(claim)
        cut = _cuts(text, start) or _cuts(text, end)
        if printed and not cut and any(bound not in printed for bound in wanted):
            numbers = ", ".join(f"{number.normalize():f}" for number in printed)
            message = f"stands on {numbers}, not on its own figure"
            yield claim.problem("position-other-figure", "charStart", message, _where(claim, text))


def _positioned(facts: Facts) -> Iterator[tuple[Claim, str, int, int]]:
    known = texts(facts)
    for claim in facts.claims.values():
        text = known.get(claim.file)
        start, end = claim.integer("charStart"), claim.integer("charEnd")
        if text is not None and text.matches and start is not None and end is not None:
            yield claim, text.text, start, end


def _figured(facts: Facts) -> Iterator[tuple[Claim, str, int, int]]:
    for claim, text, start, end in _positioned(facts):
        if _bounds(claim) and start < end <= len(text):
            yield claim, text, start, end


def _bounds(claim: Claim) -> list[Decimal]:
    """Give the claim's bounds, rising; none where another rule finds one malformed."""
    stated = [name for name in ("lower", "upper") if claim.one(name) is not None]
    bounds = {claim.number(name) for name in stated}
    return sorted(bound for bound in bounds if bound is not None) if None not in bounds else []


def _cuts(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isdecimal() and text[at].isdecimal()


def _where(claim: Claim, text: str) -> str:
    """Name the places where the claim's number is printed, for whoever has to correct it."""
    wanted = _bounds(claim)
    if not wanted:
        return "count the position over the normalised text, from 0"
    places = [
        (match.start(), match.end())
        for match in re.finditer(r"\d[\d ,.]*(?:\s?(?:%|[^\W\d_]+))?", text)
        if any(bound in figures(match[0]) for bound in wanted)
    ]
    if not places:
        return "the text does not print that number in figures: correct the value or the position"
    written = " or ".join(f"{start} to {end}" for start, end in places[:3])
    return f"the number is printed at {written}"


def missing_texts(facts: Facts, *, given_only: bool = False) -> int:
    """Count the documents, or only those given by path, whose stated text is not at hand."""
    return sum(text is None for file, text in texts(facts).items() if file.given or not given_only)
