"""A search and what came of it, as plain values and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Final

from compute_race.wikidata.features import Candidate
from compute_race.wikidata.matching import Decision, Reason, Why

#: Candidates shown to a person; the rest is there with JSON.
SHOWN: Final = 5
_NAME: Final = 12
_WIDTH: Final = 80
_OUTCOMES: Final = {
    "en": {"match": "match", "candidates": "candidates", "none": "none"},
    "fr": {"match": "trouvé", "candidates": "candidats", "none": "aucun"},
}

_REASONS: Final[Mapping[Why, str]] = {
    "nothing": "aucun élément ne porte ce nom",
    "low": "le meilleur atteint {0}, il faut {1}",
    "other name": "le meilleur porte un autre nom",
    "against": "quelque chose parle contre le meilleur",
    "name only": "seuls le nom et la sorte parlent pour le meilleur",
    "close": "{0} convient presque aussi bien",
    "ahead": "{0}, {1} devant le suivant",
    "alone": "seul",
}
_FEATURES: Final[Mapping[str, str]] = {
    "identifier": "identifiant",
    "ticker": "sigle",
    "name": "nom",
    "other name": "autre nom",
    "website": "site",
    "sort": "sorte",
    "country": "pays",
    "inception": "création",
    "article": "article",
    "only one": "seul",
    "only one of this name": "seul de ce nom",
    "dissolved": "dissous",
}


def reason_in(reason: Reason, lang: str) -> str:
    """Give a reason in a language."""
    return _REASONS[reason.why].format(*reason.values) if lang == "fr" else str(reason)


def as_dict(about: str, decision: Decision, source: str) -> dict[str, object]:
    """Give a decision with its candidates and every feature as plain values."""
    wanted = decision.wanted
    return {
        "about": about,
        "name": wanted.name,
        "kind": wanted.kind,
        "country": wanted.country or None,
        "source": source,
        "outcome": decision.outcome,
        "reason": str(decision.reason),
        "candidates": [_candidate(one) for one in decision.candidates],
    }


def _candidate(one: Candidate) -> dict[str, object]:
    return {
        "id": one.item.qid,
        "label": one.item.label(),
        "description": one.item.description() or None,
        "score": one.score,
        "revision": one.item.revision,
        "read": list(one.item.read),
        "features": [
            {
                "name": feature.name,
                "verdict": feature.verdict,
                "points": feature.points,
                "detail": feature.detail,
            }
            for feature in one.features
        ],
    }


def lines(about: str, decision: Decision, lang: str = "en", shown: int = SHOWN) -> Iterator[str]:
    """Write a decision for a person: the outcome, and each candidate with what speaks for it."""
    wanted = decision.wanted
    known = [str(wanted.kind or ""), wanted.country, wanted.website]
    known += [f"{name} {value}" for name, value in wanted.identifiers.items()]
    outcome = _OUTCOMES["fr" if lang == "fr" else "en"][decision.outcome]
    name = about if about == wanted.name else f"{about}: {wanted.name}"
    what = ", ".join(filter(None, known))
    yield from _folded(f"{name} ({what})" if what else name, 2)
    colon = "\u00a0:" if lang == "fr" else ":"
    yield from _folded(f"  {outcome}{colon} {reason_in(decision.reason, lang)}", 4)
    for place, one in enumerate(decision.candidates[:shown], start=1):
        yield from candidate_lines(place, one, lang)
    more = len(decision.candidates) - shown
    if more > 0:
        yield f"  (et {more} autres)" if lang == "fr" else f"  (and {more} more)"


def candidate_lines(place: int, one: Candidate, lang: str = "en") -> Iterator[str]:
    """Write one candidate: id, score, label and description, then each feature that counts."""
    described = one.item.description(lang)
    what = f"{one.item.label(lang)}{f', {described}' if described else ''}"
    yield from _folded(f"  {place}. {one.item.qid}  {one.score:.2f}  {what}", 5)
    for feature in one.features:
        if feature.points:
            name = _FEATURES[feature.name] if lang == "fr" else feature.name
            seen = f"       {name:<{_NAME}} {feature.points:+.2f}  {feature.detail}"
            yield from _folded(seen, 9 + _NAME + len("+0.00 "))


def _folded(text: str, indent: int) -> Iterator[str]:
    """Fold a line to the width of a terminal; what has no blank (an address) stays whole."""
    yield from wrap(
        text,
        _WIDTH,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
