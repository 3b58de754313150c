"""The shapes as the program knows them: their text, their rules, their messages.

A shape that carries ``sh:message`` is a *rule*; its local name is the rule id
that users see (``claim-unit``). A message reads ``<what is wrong> - <what to
type>`` and is given in English and French. Shapes without a message are
containers or kinds of values, and never appear in a report.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import SH, SHAPE, shorten
from compute_race.basics.problems import RaceError

_MESSAGE: Final = ox.NamedNode(f"{SH}message")
_AT: Final = ox.NamedNode(f"{SHAPE}at")
_SUBJECTS_OF: Final = ox.NamedNode(f"{SH}targetSubjectsOf")
_FALLBACK_LANGUAGE: Final = "en"


@dataclass(frozen=True)
class ShapesFile:
    """A shapes graph in Turtle, with what is needed to report on it.

    ``text`` is the Turtle as read, which the engines compile; ``messages``
    maps the IRI of each rule to its messages by language tag; ``places`` maps
    that of a rule on a whole node to the property its problems are shown at;
    ``targets`` maps that of a shape for the subjects of some predicates to
    these, sorted.
    """

    text: str
    messages: dict[str, dict[str, str]] = field(compare=False, repr=False)
    places: dict[str, str] = field(compare=False, repr=False)
    targets: dict[str, list[str]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def parse(cls, text: str, shown: str = "shapes.ttl") -> ShapesFile:
        """Read shapes from Turtle; raises ``RaceError`` naming ``shown`` where it is none."""
        messages: dict[str, dict[str, str]] = {}
        places: dict[str, str] = {}
        targets: dict[str, set[str]] = {}
        try:
            for triple in ox.parse(text, format=ox.RdfFormat.TURTLE):
                shape, value = triple.subject, triple.object
                if not isinstance(shape, ox.NamedNode):
                    continue
                if triple.predicate == _MESSAGE and isinstance(value, ox.Literal):
                    language = value.language or _FALLBACK_LANGUAGE
                    messages.setdefault(shape.value, {})[language] = value.value
                elif triple.predicate == _AT and isinstance(value, ox.NamedNode):
                    places[shape.value] = value.value
                elif triple.predicate == _SUBJECTS_OF and isinstance(value, ox.NamedNode):
                    targets.setdefault(shape.value, set()).add(value.value)
        except SyntaxError as error:
            raise RaceError(
                f"{shown}: {error.msg}", "restore the shapes file from the repository"
            ) from error
        if not messages:
            raise RaceError(
                f"{shown}: no shape has a message", "restore the shapes file from the repository"
            )
        by_shape = {shape: sorted(predicates) for shape, predicates in targets.items()}
        return cls(text, messages, places, by_shape)

    @classmethod
    def read(cls, path: Path) -> ShapesFile:
        """Read the shapes file at ``path``; raises ``RaceError`` where it cannot be read."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RaceError(
                f"{path.as_posix()}: the shapes cannot be read ({error})",
                "restore the shapes file from the repository",
            ) from error
        return cls.parse(text, path.as_posix())

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of all rules, sorted."""
        return tuple(sorted(self.rule_of(shape) for shape in self.messages))

    def rule_of(self, shape: str) -> str:
        """Give the rule id of a shape: its local name, or the short IRI of a foreign shape."""
        return shape.removeprefix(SHAPE) if shape.startswith(SHAPE) else shorten(shape)

    def message(self, shape: str, lang: str = "en") -> tuple[str, str]:
        """Give what a shape says is wrong and what it says to type.

        English where ``lang`` has no message; both parts are empty for a shape
        without any message, the advice is empty where the message has none.
        """
        texts = self.messages.get(shape, {})
        text = texts.get(lang, texts.get(_FALLBACK_LANGUAGE, ""))
        wrong, _, advice = text.partition(" - ")
        return wrong, advice
