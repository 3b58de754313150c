"""Claims against each other: said twice, summed wrongly, missing, or contradicted by us."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from compute_race.basics.namespaces import RACE
from compute_race.basics.problems import Problem, Severity
from compute_race.dataset.corpus import TYPE, Kind
from compute_race.sources.turtle import Term
from compute_race.validation.facts import Facts, Stated, last_first, race, short, value

#: A range wider than this many times its lower end is hardly meant.
_WIDE: Final = 1000

#: Two claims of one document that agree in all of these are one claim.
_SAME: Final = tuple(
    RACE + name
    for name in (
        "about",
        "saidOf",
        "measure",
        "lower",
        "upper",
        "approximate",
        "unit",
        "periodStart",
        "periodEnd",
        "duration",
        "fiscalYear",
        "fiscalQuarter",
        "stated",
        "definition",
        "greaterThan",
        "lessThan",
        "comparedMeasure",
        "comparedPeriodText",
    )
)


def duplicate_claims(facts: Facts) -> Iterator[Problem]:
    """Claims of one document that say the same at the same kind of place."""
    seen: dict[object, str] = {}
    for claim in facts.claims.values():
        if claim.one("about") is None or claim.one("measure") is None:
            continue
        said = frozenset((iri, term) for iri in _SAME for term in claim.values.get(iri, ()))
        first = seen.setdefault((claim.file, said), claim.name)
        if first != claim.name:
            line = claim.file.turtle.line_of(claim.iri)
            message = f"{claim.name} says the same as {first}"
            advice = "delete it, or say what differs (race:stated, period, race:saidOf)"
            node = value(claim.iri)
            yield Problem(claim.file.shown, line, "claim-duplicate", message, advice, node)


def wide_ranges(facts: Facts) -> Iterator[Problem]:
    """Ranges so wide that one end is probably not in full units."""
    for claim in facts.claims.values():
        if len(claim.all("lower")) != 1 or len(claim.all("upper")) != 1:
            continue
        lower, upper = claim.number("lower"), claim.number("upper")
        if lower is not None and upper is not None and 0 < lower * _WIDE < upper:
            yield claim.problem(
                "claim-range",
                "upper",
                f"says {lower} to {upper}: the range spans more than a thousand-fold",
                "are both ends in full units? write race:lower and race:upper in full,"
                " such as 12000000000",
                Severity.WARNING,
            )


def included_measures(facts: Facts) -> Iterator[Problem]:
    """Figures that are said to contain a figure of another measure."""
    for stated in facts.stated("includesFigure"):
        outer, inner = facts.claims.get(stated.subject), facts.claims.get(stated.object)
        if outer is None or inner is None:
            continue
        mine, other = outer.one("measure"), inner.one("measure")
        if mine is not None and other is not None and mine != other:
            yield stated.problem(
                "includes-measure",
                f"{outer.name} is a {short(mine)} and cannot include a {short(other)}",
                f"name a claim of {short(mine)}, or delete the line",
            )


def unclaimed_announcements(facts: Facts) -> Iterator[Problem]:
    """Announcements of which no document says anything: no figure, not even a day.

    One that prints no figure (that a plan is paused) is dated by who reports it.
    """
    about = {stated.object for stated in facts.stated("about")}
    about |= {stated.subject for stated in facts.stated("announcedOn")}
    announcement = race("Announcement")
    for stated in facts.by_predicate.get(TYPE, []):
        if (
            stated.object == announcement
            and stated.file.kind is Kind.ENTITIES
            and stated.subject not in about
        ):
            yield stated.problem(
                "announcement-unclaimed",
                f"no document says anything of {short(stated.subject)}",
                f"write a claim with race:about {short(stated.subject)}, or delete this block",
                Severity.WARNING,
            )


def empty_documents(facts: Facts) -> Iterator[Problem]:
    """Documents that state neither a claim nor a relation."""
    for file in facts.corpus.of_kind(Kind.DOCUMENT):
        if all(value(triple.subject) == file.graph for triple in file.triples):
            line = file.turtle.line_of(file.triples[0].subject)
            message = "the document states nothing: no claim, no relation"
            advice = "write a claim :c01 a race:Claim ; ..., or delete the file"
            node = file.graph
            yield Problem(
                file.shown, line, "document-empty", message, advice, node, Severity.WARNING
            )


def contradictory_judgements(facts: Facts) -> Iterator[Problem]:
    """Pairs of announcements that are judged, or said, to be two things at once.

    What supersedes another announcement does not repeat it, and is no part of
    it: counted once, it would be counted and set aside.
    """
    pairs: dict[frozenset[Term], dict[Term, Stated]] = {}
    for name in ("supersedes", "restates", "partOf"):
        for stated in facts.stated(name):
            key = frozenset((stated.subject, stated.object))
            if len(key) == 2:
                pairs.setdefault(key, {}).setdefault(stated.predicate, stated)
    for found in pairs.values():
        if race("supersedes") not in found or len(found) == 1:
            continue
        *_, last = statements = last_first(list(found.values()))
        names = " and ".join(sorted(f"race:{value(p).removeprefix(RACE)}" for p in found))
        first = statements[0]
        yield last.problem(
            "judgement-contradiction",
            f"{short(last.subject)} and {short(last.object)} are related by {names} at once,"
            f" see {first.place[0]}:{first.place[1]}",
            "keep one of them",
        )
