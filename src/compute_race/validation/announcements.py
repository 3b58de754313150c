"""Judgements on announcements: who may supersede whom, and what nobody has judged yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from compute_race.basics.namespaces import ENT
from compute_race.basics.problems import Problem, Severity
from compute_race.dataset.corpus import TYPE, Kind
from compute_race.sources.turtle import Term
from compute_race.validation.facts import Facts, race, short, value
from compute_race.validation.groups import Groups


def superseding_strangers(facts: Facts) -> Iterator[Problem]:
    """Announcements judged to supersede one that nobody of their announcers' groups made."""
    groups = Groups(facts)
    announcers: dict[Term, set[Term]] = defaultdict(set)
    for stated in facts.stated("announcedBy"):
        announcers[stated.subject].add(stated.object)
    for name in ("supersedes", "supersededBy"):
        for stated in facts.judged.get(race(name), []):
            mine, others = announcers[stated.subject], announcers[stated.object]
            # Who announced nothing is told of by SHACL.
            if not mine or not others or groups.share(mine, others):
                continue
            yield stated.problem(
                "supersedes-stranger",
                f"{short(stated.subject)} is of {_names(mine)}, {short(stated.object)} of"
                f" {_names(others)}: nobody's plan takes the place of another group's",
                f"write rdf:object ent:... with an announcement of {_names(mine)}, delete this"
                " judgement, or state race:subsidiaryOf in a document of graph/sources/",
            )


def unscoped_announcements(facts: Facts) -> Iterator[Problem]:
    """Announcements that no judgement gives a scope."""
    scoped = {stated.subject for stated in facts.judged.get(race("scope"), [])}
    announcement = race("Announcement")
    for stated in facts.by_predicate.get(TYPE, []):
        if (
            stated.object == announcement
            and stated.file.kind is Kind.ENTITIES
            and stated.subject not in scoped
        ):
            entity = short(stated.subject)
            name = value(stated.subject).removeprefix(ENT)
            yield stated.problem(
                "announcement-unscoped",
                f"no judgement says of which scope {entity} is",
                f"write in graph/judgements/scopes.ttl :{name} a race:Judgement ; rdf:subject"
                f" {entity} ; rdf:predicate race:scope ; rdf:object race:wholeOrganization ;"
                " (or another scope) with race:judgedBy, race:judgedOn and race:reason",
                Severity.WARNING,
            )


def _names(terms: set[Term]) -> str:
    return ", ".join(sorted(map(short, terms)))
