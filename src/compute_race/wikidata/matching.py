"""Which item is meant, if any: three outcomes, each with its reason.

``match``: the best fits well, far better than the next, nothing speaks against it, and of a firm
more speaks for it than its name and sort. ``candidates``: something may be meant, and a person
decides. ``none``: nothing is called so. Nothing but a match is linked without review.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from compute_race.wikidata.features import (
    NAMED_SO,
    NOWHERE,
    POINTS,
    SUPPORT,
    Candidate,
    Feature,
    World,
    score,
)
from compute_race.wikidata.items import Item
from compute_race.wikidata.names import key
from compute_race.wikidata.wanted import Kind, Wanted

Outcome = Literal["match", "candidates", "none"]

#: A match needs this score, and this lead over the next.
THRESHOLD: Final = 0.70
MARGIN: Final = 0.10
#: Below this a candidate is not worth a person's look.
WORTH_A_LOOK: Final = 0.25
#: Firms of one name are many: these need more than the name and the sort.
_NEED_MORE: Final = ("organization", "medium", "initiative")
_ONLY_ONE: Final = "only one of this name"


Why = Literal["nothing", "low", "other name", "against", "name only", "close", "ahead", "alone"]
_TEXTS: Final[Mapping[Why, str]] = {
    "nothing": "no item is called so",
    "low": "the best reaches {0}, a match needs {1}",
    "other name": "the best is called otherwise",
    "against": "something speaks against the best",
    "name only": "only its name and sort speak for the best",
    "close": "{0} fits nearly as well",
    "ahead": "{0}, {1} before the next",
    "alone": "alone",
}


@dataclass(frozen=True)
class Reason:
    """Why an outcome is what it is: which of the reasons, and what it names."""

    why: Why
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Give the reason in English."""
        return _TEXTS[self.why].format(*self.values)


@dataclass(frozen=True)
class Decision:
    """What came of a search: the outcome, and the candidates, best first."""

    wanted: Wanted
    outcome: Outcome
    candidates: tuple[Candidate, ...]
    reason: Reason

    @property
    def match(self) -> Item | None:
        """Give the item that is meant; ``None`` without a match."""
        return self.candidates[0].item if self.outcome == "match" else None


def decide(wanted: Wanted, found: Iterable[Item], world: World = NOWHERE) -> Decision:
    """Score all items found, and decide which is meant, if any."""
    scored = [score(wanted, item, world) for item in found if not item.is_disambiguation]
    # Another country makes a namesake less likely, it does not make it another sort of thing.
    named = [one for one in scored if one.has_name() and one.points("sort") >= 0]
    if len(named) == 1 and not named[0].speaks_against():
        detail = "nothing else of this name fits"
        name = "only one" if not _is_telling(wanted, named[0]) else _ONLY_ONE
        scored = [_with(one, name, detail) if one is named[0] else one for one in scored]
    worth = sorted(
        (one for one in scored if one.score >= WORTH_A_LOOK),
        key=lambda one: (-one.score, len(one.item.qid), one.item.qid),
    )
    outcome, reason = _outcome(wanted.kind, worth)
    return Decision(wanted, outcome, tuple(worth), reason)


def _is_telling(wanted: Wanted, only: Candidate) -> bool:
    """Tell whether being the only one of its name says much.

    It does of a name of several words, and where the country was asked for (any other one would
    speak against the item) and the sort is right; and it does not of an alias: those are shared.
    """
    is_long = " " in key(wanted.name)
    is_asked = bool(wanted.country) and only.points("sort") > 0
    return only.points("name") >= NAMED_SO and (is_long or is_asked)


def _is_supported(best: Candidate) -> bool:
    """Tell whether more than a name of one word and the sort of thing speaks for the item."""
    return any(
        feature.name in (*SUPPORT, _ONLY_ONE) and feature.verdict == "equal"
        for feature in best.features
    )


def _outcome(kind: Kind | None, worth: Sequence[Candidate]) -> tuple[Outcome, Reason]:
    if not worth:
        return "none", Reason("nothing")
    best = worth[0]
    if best.score < THRESHOLD:
        return "candidates", Reason("low", (f"{best.score:.2f}", f"{THRESHOLD:.2f}"))
    if not best.has_name():
        return "candidates", Reason("other name")
    if best.speaks_against():
        return "candidates", Reason("against")
    if kind in _NEED_MORE and not _is_supported(best):
        return "candidates", Reason("name only")
    if len(worth) == 1:
        return "match", Reason("alone")
    lead = round(best.score - worth[1].score, 4)
    if lead < MARGIN:
        return "candidates", Reason("close", (worth[1].item.qid,))
    return "match", Reason("ahead", (f"{best.score:.2f}", f"{lead:.2f}"))


def _with(candidate: Candidate, name: str, detail: str) -> Candidate:
    points = POINTS["only one", "equal"]
    more = (*candidate.features, Feature(name, "equal", points, detail))
    return replace(candidate, features=more, score=round(min(1.0, candidate.score + points), 4))
