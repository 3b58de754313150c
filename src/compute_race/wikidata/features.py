"""How well an item fits what is looked for, feature by feature.

A score is the sum of the points of its features, held between 0 and 1; each feature says what
it saw. The points were chosen on the half of the gold decisions that is marked as tuned
(``tests/data/gold_links.tsv``), so that an equal name alone is no match: of firms
more has to speak for it, of other things at least that nothing else found is called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from compute_race.wikidata import items
from compute_race.wikidata.countries import country_described, country_in_words
from compute_race.wikidata.items import NAMED, Item
from compute_race.wikidata.names import group_key, key, likeness
from compute_race.wikidata.sorts import FITTING, head_of, sort_of
from compute_race.wikidata.wanted import Wanted

Verdict = Literal["equal", "similar", "different", "unknown"]

POINTS: Final[Mapping[tuple[str, Verdict], float]] = {
    ("identifier", "equal"): 0.60,
    ("identifier", "different"): -0.50,
    ("ticker", "equal"): 0.60,
    ("other name", "equal"): 0.15,
    ("website", "equal"): 0.20,
    ("country", "equal"): 0.15,
    ("country", "different"): -0.35,
    ("sort", "equal"): 0.15,
    ("sort", "different"): -0.50,
    ("inception", "equal"): 0.05,
    ("inception", "different"): -0.10,
    ("article", "equal"): 0.10,
    ("only one", "equal"): 0.20,
    ("dissolved", "different"): -0.10,
}
#: The name is a label; what a source calls the item; an alias; equal but for words for a group;
#: almost alike; alike or a part.
_LABEL, NAMED_SO, _ALIAS, _GROUP_WORD, _ALMOST, _SIMILAR = 0.60, 0.55, 0.50, 0.45, 0.40, 0.20
_ALMOST_ALIKE, _ALIKE = 0.92, 0.75
#: Identifiers of which a thing has one. An ISIN is of a share, a group may have several.
_SINGLE: Final = (items.LEI, items.CIK)
_IDENTIFIERS: Final = (*_SINGLE, items.ISIN, items.ISO_COUNTRY, items.ISO_CURRENCY)
#: Features that say more than that there is a thing of that name and sort.
SUPPORT: Final = ("identifier", "ticker", "website", "country", "inception", "other name")
#: Kinds of things that lie in a country, or have their head office in one.
_SOMEWHERE: Final = (
    "organization",
    "medium",
    "initiative",
    "facility",
    "place",
    "ticker",
    "person",
)
_YEAR: Final = re.compile(r"[0-9]{4}(?![0-9])")
_IN_BRACKETS: Final = re.compile(r"\(([^()]+)\)\s*$")


@dataclass(frozen=True)
class Feature:
    """One thing that was compared: what was seen, and the points it gives."""

    name: str
    verdict: Verdict
    points: float
    detail: str


@dataclass(frozen=True)
class Candidate:
    """An item that may be meant: its score from 0 to 1, and why."""

    item: Item
    score: float
    features: tuple[Feature, ...]

    def points(self, name: str) -> float:
        """Give the points of a feature by its name."""
        return sum(feature.points for feature in self.features if feature.name == name)

    def speaks_against(self) -> bool:
        """Tell whether any feature speaks against the item."""
        return any(feature.points < 0 for feature in self.features)

    def has_name(self) -> bool:
        """Tell whether the item has the name or an identifier asked for."""
        return any(
            feature.name in ("name", "ticker", "identifier") and feature.verdict == "equal"
            for feature in self.features
        )


@dataclass(frozen=True)
class World:
    """What has to be known beside an item: codes of countries by id, and who is a subsidiary."""

    countries: Mapping[str, str] = field(default_factory=dict)
    children: frozenset[str] = frozenset()


NOWHERE: Final = World()


def score(wanted: Wanted, item: Item, world: World = NOWHERE) -> Candidate:
    """Compare what is looked for with one item."""
    features = (*_features(wanted, item, world),)
    total = sum(feature.points for feature in features)
    return Candidate(item, round(min(1.0, max(0.0, total)), 4), features)


def _features(wanted: Wanted, item: Item, world: World) -> Iterator[Feature]:
    yield from _identifiers(wanted, item)
    name = _name(wanted, item)
    yield name
    yield _other_names(wanted, item)
    yield _ticker(wanted, item)
    yield _website(wanted, item)
    yield _sort(wanted, item, item.qid in world.children)
    yield _country(wanted, item, world.countries)
    yield _inception(wanted, item)
    if "enwiki" in item.sitelinks and name.points >= _LABEL:
        # Of several things of one name the one that is written about is meant more often.
        yield _feature("article", "equal", item.sitelinks["enwiki"])
    if item.values(items.DISSOLVED):
        yield _feature("dissolved", "different", f"ended {item.values(items.DISSOLVED)[0]}")


def _feature(name: str, verdict: Verdict, detail: str) -> Feature:
    return Feature(name, verdict, POINTS.get((name, verdict), 0.0), detail)


def _identifiers(wanted: Wanted, item: Item) -> Iterator[Feature]:
    for name in _IDENTIFIERS:
        ours = wanted.identifier(name)
        theirs = item.values(name)
        if not ours or not theirs:
            continue
        if _digits(ours) in {_digits(value) for value in theirs}:
            yield _feature("identifier", "equal", f"{name} {ours}")
        elif name in _SINGLE:
            yield _feature("identifier", "different", f"{name} {ours}, there {theirs[0]}")


def _digits(identifier: str) -> str:
    # A CIK is written with and without its leading zeros.
    return identifier.strip().upper().lstrip("0")


def _name(wanted: Wanted, item: Item) -> Feature:
    """Compare the name asked for with every name of the item, and give what fits best."""
    return max(
        (_one_name(wanted.name, *named) for named in item.names()),
        key=lambda feature: feature.points,
        default=Feature("name", "unknown", 0.0, "the item has no name"),
    )


def _other_names(wanted: Wanted, item: Item) -> Feature:
    """Compare the other names of what is looked for, those that are not the name in other forms."""
    theirs = {key(name) for name, _, _ in item.names()} - {""}
    asked = {key(wanted.name), group_key(wanted.name)}
    shared = [
        name
        for name in wanted.names[1:]
        if key(name) in theirs and not {key(name), group_key(name)} & asked
    ]
    verdict: Verdict = "equal" if shared else "unknown"
    return _feature("other name", verdict, ", ".join(shared[:3]) or "none in common")


def _one_name(ours: str, theirs: str, lang: str, is_label: bool) -> Feature:
    what = f'{"label" if is_label else "alias"} "{theirs}" ({lang})'
    equal_points = _LABEL if is_label else NAMED_SO if lang == NAMED else _ALIAS
    if not key(ours):
        equal = ours == theirs
        return Feature("name", "equal" if equal else "different", equal * equal_points, what)
    if key(ours) == key(theirs):
        return Feature("name", "equal", equal_points, what)
    if group_key(ours) == group_key(theirs):
        return Feature("name", "equal", _GROUP_WORD, f"{what}, but for words for a group")
    alike = likeness(ours, theirs)
    if alike >= _ALMOST_ALIKE:
        return Feature("name", "similar", _ALMOST, f"{what}, {alike:.0%} alike")
    if alike >= _ALIKE or _is_part(key(ours), key(theirs)):
        return Feature("name", "similar", _SIMILAR, f"{what}, {alike:.0%} alike")
    return Feature("name", "different", 0.0, what)


def _is_part(ours: str, theirs: str) -> bool:
    """Tell whether one name is whole words at the beginning of the other."""
    short, long = sorted((ours, theirs), key=len)
    return len(short) > 2 and f"{long} ".startswith(f"{short} ")


def _ticker(wanted: Wanted, item: Item) -> Feature:
    ours = wanted.identifier(items.TICKER)
    theirs = {one.qualifier(items.TICKER) for one in item.best(items.EXCHANGE)}
    theirs |= set(item.values(items.TICKER))
    if not ours or not theirs - {""}:
        return _feature("ticker", "unknown", "not known of both")
    equal = _digits(ours) in {_digits(ticker) for ticker in theirs - {""}}
    return _feature("ticker", "equal" if equal else "unknown", ", ".join(sorted(theirs - {""})))


def _website(wanted: Wanted, item: Item) -> Feature:
    ours, theirs = domain(wanted.website), {domain(one) for one in item.values(items.WEBSITE)}
    if not ours or not theirs:
        return _feature("website", "unknown", "not known of both")
    # Sites change and have several addresses: another one says nothing.
    return _feature("website", "equal" if ours in theirs else "unknown", ", ".join(sorted(theirs)))


def domain(address: str) -> str:
    """Give the host of an address without ``www.``; empty where it has none, or is no address."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _sort(wanted: Wanted, item: Item, is_child: bool) -> Feature:
    found = sort_of(item, is_child)
    if wanted.kind is None or found is None:
        return _feature("sort", "unknown", "not known of both")
    sort, seen = found
    fits = sort in FITTING[wanted.kind]
    return _feature("sort", "equal" if fits else "different", f"{sort}: {seen}")


def _country(wanted: Wanted, item: Item, countries: Mapping[str, str]) -> Feature:
    stated = {countries[qid] for qid in item.values(items.COUNTRY) if qid in countries}
    bracketed = _IN_BRACKETS.search(item.label())
    told = country_in_words(bracketed[1]) if bracketed else ""
    # "Microsoft (France)" is the French one, whatever country its parent is of.
    theirs = {told} if told else stated or {country_described(head_of(item.description()))} - {""}
    is_somewhere = wanted.kind is None or wanted.kind in _SOMEWHERE
    if not wanted.country or not theirs or not is_somewhere:
        return _feature("country", "unknown", "not known of both")
    verdict: Verdict = "equal" if wanted.country in theirs else "different"
    return _feature("country", verdict, ", ".join(sorted(theirs)))


def _inception(wanted: Wanted, item: Item) -> Feature:
    # Other services give dates in forms of their own.
    theirs = [one for one in item.values(items.INCEPTION) if _YEAR.match(one)]
    if not wanted.inception or not theirs:
        return _feature("inception", "unknown", "not known of both")
    apart = min(abs(int(wanted.inception[:4]) - int(one[:4])) for one in theirs)
    verdict: Verdict = "equal" if apart == 0 else "different" if apart > 1 else "unknown"
    return _feature("inception", verdict, ", ".join(theirs))
