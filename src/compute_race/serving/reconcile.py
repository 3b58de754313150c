"""Which entities a query may mean: the matching of ``wikidata``, turned towards the register.

Types are looked at before anything is scored. What properties say is added to the score of
the name; an id decides on its own. At most one candidate is a match.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from compute_race.serving import terms
from compute_race.serving.comparing import is_called, is_met, verdict
from compute_race.serving.entities import Catalogue, Entity
from compute_race.serving.queries import Condition, Query
from compute_race.serving.wanting import wanted_of
from compute_race.wikidata.features import Candidate, Feature, Verdict, score
from compute_race.wikidata.items import Item
from compute_race.wikidata.matching import MARGIN, THRESHOLD, decide
from compute_race.wikidata.names import likeness

#: Features of this service, beside those of matching; PROPERTY is followed by the property.
BY_ID: Final = "id"
PROPERTY: Final = "property "

#: What an equal or another value of a property adds; an item of Wikidata is an identifier.
_POINTS: Final[dict[Verdict, float]] = {"equal": 0.10, "different": -0.20}
_ITEM_POINTS: Final[dict[Verdict, float]] = {"equal": 0.60, "different": -0.50}
#: What properties reach at most without a name, where none of them identifies a thing.
_WITHOUT_NAME: Final = 0.60
#: Properties of which no two things have the same value.
_IDENTIFYING: Final = frozenset((terms.WIKIDATA, terms.LEI, terms.CIK, terms.ISO_CODE))


@dataclass(frozen=True)
class Match:
    """A candidate: the entity, its score of 100, why, and whether it is the one meant.

    ``likeness`` tells how alike the name asked for and the nearest name are, of 100; ``None``
    where no name was asked for.
    """

    entity: Entity
    score: float
    features: tuple[Feature, ...]
    is_match: bool
    likeness: float | None


def reconcile(catalogue: Catalogue, query: Query) -> list[Match]:
    """Give the candidates of a query, the best first.

    Where nothing of the types asked for is found and they are not strictly meant, others are
    shown, none of them as a match.
    """
    found = _Search(catalogue, query).matches()
    if not found and query.types and query.strict == "should":
        others = _Search(catalogue, replace(query, types=())).matches()
        found = [replace(one, is_match=False) for one in others]
    return found[: query.limit]


class _Search:
    """One query put to the register."""

    def __init__(self, catalogue: Catalogue, query: Query) -> None:
        self._catalogue = catalogue
        self._query = query
        self._types = [catalogue.type_id(name) for name in query.types]

    def matches(self) -> list[Match]:
        candidates, match = self._candidates()
        by_id, told = self._by_id(candidates)
        first = [
            Candidate(entity.item, 1.0, (Feature(BY_ID, "equal", 1.0, entity.slug),))
            for entity in by_id
        ]
        rest = [one for one in candidates if self._entity(one) not in by_id]
        return [self._match(one, told if by_id else match) for one in [*first, *rest]]

    def _candidates(self) -> tuple[list[Candidate], Entity | None]:
        """Give candidates by name and properties, best first, and the one that is meant."""
        query = self._query
        if query.names:
            found, match = self._by_name()
        elif query.conditions and not query.ids:
            found, match = self._by_conditions()
        else:
            return [], None
        if query.needs_name:
            found = [one for one in found if one.has_name()]
        if query.needs_id:
            found = [one for one in found if self._entity(one) in self._named_by_id]
        return found, match

    def _by_name(self) -> tuple[list[Candidate], Entity | None]:
        """Let matching decide; what it holds not worth a look is shown below all else here."""
        catalogue = self._catalogue
        wanted, conditions = wanted_of(catalogue, self._query)
        world = catalogue.source.world
        items = (
            *catalogue.source.find(wanted, len(catalogue.entities)),
            *self._by_item(conditions),
        )
        found = {item.qid: item for item in items}
        kept = [item for item in found.values() if self._may_be(self._entity_of(item))]
        decision = decide(wanted, kept, world)
        known = {one.item.qid for one in decision.candidates}
        weaker = [score(wanted, item, world) for item in kept if item.qid not in known]
        every = [*decision.candidates, *weaker]
        if not conditions:
            match = self._entity_of(decision.match) if decision.match else None
            return _ranked(every), match
        ranked = _ranked(self._with_properties(one, conditions) for one in every)
        return ranked, self._entity(ranked[0]) if _is_decided(ranked) else None

    def _by_item(self, conditions: Iterable[Condition]) -> list[Item]:
        """Give those whose item of Wikidata is asked for, called whatever they are."""
        catalogue = self._catalogue
        asked = [one for one in conditions if catalogue.property_id(one.property) == terms.WIKIDATA]
        return [
            entity.item
            for entity in catalogue.entities.values()
            if any(verdict(catalogue, one, entity) == "equal" for one in asked)
        ]

    def _by_conditions(self) -> tuple[list[Candidate], Entity | None]:
        """Give what meets any of the conditions; an identifier alone can decide."""
        found, identified = [], []
        for entity in filter(self._may_be, self._catalogue.entities.values()):
            features = self._property_features(entity, self._query.conditions)
            met = [one for one in features if one.verdict == "equal"]
            if not met:
                continue
            is_known = any(one.name.removeprefix(PROPERTY) in _IDENTIFYING for one in met)
            share = 1.0 if is_known else _WITHOUT_NAME
            against = sum(one.verdict == "different" for one in features)
            reached = share * len(met) / (len(met) + against)
            found.append(Candidate(entity.item, round(reached, 4), tuple(features)))
            identified += [entity] if is_known and not against else []
        return _ranked(found), identified[0] if len(identified) == 1 else None

    def _by_id(self, candidates: Sequence[Candidate]) -> tuple[list[Entity], Entity | None]:
        """Give those named by an id, and the one that is meant.

        A name may be an id too: an IRI, a slug, an item of Wikidata. A slug may also be a mere
        word, so that it decides only where nothing else is called so.
        """
        if self._query.ids:
            found = [entity for entity in self._named_by_id if self._may_be(entity)]
            return found, found[0] if len(found) == 1 else None
        name = next(iter(self._query.names), "")
        entity = self._catalogue.find(name)
        if entity is None or not self._may_be(entity):
            return [], None
        others = any(one.has_name() and self._entity(one) != entity for one in candidates)
        return [entity], None if name == entity.slug and others else entity

    @cached_property
    def _named_by_id(self) -> list[Entity]:
        found = (self._catalogue.find(name) for name in self._query.ids)
        return list({entity.slug: entity for entity in found if entity is not None}.values())

    def _may_be(self, entity: Entity) -> bool:
        enough = all if self._query.strict == "all" else any
        return (
            (not self._types or enough(name in entity.types for name in self._types))
            and not any(is_called(entity, name) for name in self._query.not_named)
            and all(
                is_met(self._catalogue, one, entity)
                for one in self._query.conditions
                if one.required
            )
        )

    def _with_properties(self, found: Candidate, conditions: Sequence[Condition]) -> Candidate:
        features = self._property_features(self._entity(found), conditions)
        total = found.score + sum(one.points for one in features)
        every = (*found.features, *features)
        return replace(found, features=every, score=round(min(1.0, max(0.0, total)), 4))

    def _property_features(self, entity: Entity, conditions: Iterable[Condition]) -> list[Feature]:
        features = []
        for one in conditions:
            name = self._catalogue.property_id(one.property) or one.property
            told = verdict(self._catalogue, one, entity)
            points = (_ITEM_POINTS if name == terms.WIKIDATA else _POINTS).get(told, 0.0)
            detail = ", ".join(one.values)
            features.append(Feature(f"{PROPERTY}{name}", told, points, detail))
        return features

    def _entity(self, candidate: Candidate) -> Entity:
        return self._entity_of(candidate.item)

    def _entity_of(self, item: Item) -> Entity:
        return self._catalogue.entities[item.qid]

    def _match(self, found: Candidate, match: Entity | None) -> Match:
        entity = self._entity(found)
        alike = None
        if self._query.names:
            names = (name for name, _, _ in entity.item.names())
            best = max((likeness(self._query.names[0], name) for name in names), default=0.0)
            alike = round(100 * best, 1)
        is_match = entity is match
        return Match(entity, round(100 * found.score, 2), found.features, is_match, alike)


def _ranked(found: Iterable[Candidate]) -> list[Candidate]:
    kept = (one for one in found if one.score > 0)
    return sorted(kept, key=lambda one: (-one.score, one.item.qid))


def _is_decided(ranked: Sequence[Candidate]) -> bool:
    """Tell whether the best is meant, by the rules of matching, properties counted too."""
    if not ranked or ranked[0].score < THRESHOLD or ranked[0].speaks_against():
        return False
    lead = ranked[0].score - ranked[1].score if len(ranked) > 1 else 1.0
    is_known = any(
        one.name == f"{PROPERTY}{terms.WIKIDATA}" and one.verdict == "equal"
        for one in ranked[0].features
    )
    return round(lead, 4) >= MARGIN and (is_known or ranked[0].has_name())
