"""What may be stated in which kind of file: closed lists, so that what is not listed is refused.

A statement in the wrong file loses its witness, or changes an answer that no
document should change: who announced a plan is identity, of which group
somebody is follows from who owns whom. ``graph/FORMAT.md`` lists the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import ENT, RDFS, SKOS, SRC
from compute_race.basics.problems import Problem
from compute_race.dataset.corpus import TYPE, CorpusFile, Kind
from compute_race.sources.turtle import Term
from compute_race.validation.facts import PREDICATE, Facts, Stated, race, short, value


def _terms(names: str) -> frozenset[Term]:
    return frozenset(map(race, names.split()))


#: What a thing is and is called.
_NAMING: Final = (
    frozenset((TYPE, ox.NamedNode(RDFS + "label"), ox.NamedNode(SKOS + "altLabel")))
) | _terms("website lei cik isoCode identifierNote currency")

#: What no document decides: who a thing is, and whose announcement it is, and for what.
_IDENTITY: Final = _NAMING | _terms("announcedBy forInitiative")

#: What a file of graph/entities/ may state. A facility may be known from a document alone.
_OF_ENTITIES: Final = _IDENTITY | _terms("forFacility")

#: What a document's file may state of the document.
OF_DOCUMENTS: Final = _terms(
    "title publisher author publishedOn language url sourceKind cites readAs textSha256"
)
#: What it may state of a claim; ``race:inDocument`` is added by the loader.
OF_CLAIMS: Final = _terms(
    "about saidOf measure greaterThan lessThan comparedMeasure comparedPeriodText lower upper"
    " approximate unit periodText periodStart periodEnd duration fiscalYear fiscalQuarter modality"
    " attributedTo attribution stated charStart charEnd locator includesFigure definition"
)
#: What it may report of the days of a facility, a model or an organisation.
_DAYS: Final = _terms(
    "foundedOn releasedOn operationalOn proposedOn permittedOn constructionStartedOn cancelledOn"
    " decommissionedOn"
)
#: The relations that it may report between entities, and those days.
RELATIONS: Final = _DAYS | _terms(
    "announcedOn forFacility respondsTo subsidiaryOf businessUnitOf memberOf headquarteredIn"
    " locatedIn operatesIn competesWith develops supplies customerOf investsIn fiscalYearEnd"
)
#: What a document and a claim have not, and no shape says so of all of it.
_OF_ENTITIES_ALONE: Final = _DAYS | _IDENTITY - {TYPE}
_REPORTED: Final = {TYPE} | OF_DOCUMENTS | OF_CLAIMS | RELATIONS

#: What a judgement may decide.
JUDGED: Final = _terms(
    "supersedes restates partOf doesNotOverlap scope passesAudit inBloc headquarteredIn locatedIn"
    " fiscalYearEnd"
)
#: What only a judgement decides, so that no document states it; the inverse names with them.
_ONLY_JUDGED: Final = _terms(
    "supersedes supersededBy partOf hasPart restates doesNotOverlap passesAudit scope inBloc"
)
#: What the build works out from race:subsidiaryOf and race:businessUnitOf.
_WORKED_OUT: Final = _terms("partOfGroup group announcedByGroup")

#: What only inference writes: the shape ``relation-direction`` tells of it, and what to write.
BACKWARDS: Final = _terms(
    "announced announcedByGroup answeredBy developedBy hasBusinessUnit hasCustomer hasGroupMember"
    " hasInvestor hasMember hasOperator hasPart hasSubsidiary suppliedBy supersededBy"
)

#: Classes that follow from what is stated, or that only the build and the imports fill.
INFERRED_CLASSES: Final = _terms(
    "Subsidiary CloudProvider ModelDeveloper UnresolvedOrganization ComparableValue ExchangeRate"
    " PreferredValue SetAside Conflict ConflictSide"
)


def misplaced_identity(facts: Facts) -> Iterator[Problem]:
    """Names, kinds and identifiers of entities, and announcers, outside graph/entities/."""
    blocks: dict[tuple[CorpusFile, Term], list[Stated]] = defaultdict(list)
    for predicate in _IDENTITY:
        for stated in facts.by_predicate.get(predicate, []):
            told = {Kind.DOCUMENT, Kind.JUDGEMENTS} if predicate in _NAMING else {Kind.DOCUMENT}
            if stated.file.kind in told and value(stated.subject).startswith(ENT):
                blocks[stated.file, stated.subject].append(stated)
    for statements in blocks.values():
        first = min(statements, key=lambda stated: (stated.place, value(stated.predicate)))
        yield first.problem(
            "identity-misplaced",
            f"{short(first.predicate)} of {short(first.subject)} is identity, no report",
            "move such lines to the entity's block in graph/entities/",
        )


def misplaced_judgements(facts: Facts) -> Iterator[Problem]:
    """Judgements, and derived relations, that a document's file states as if it were reported."""
    for predicate in sorted(_ONLY_JUDGED | _WORKED_OUT, key=value):
        for stated in facts.by_predicate.get(predicate, []):
            if stated.file.kind is not Kind.DOCUMENT:
                continue
            if predicate in _ONLY_JUDGED:
                why = "what supersedes, nests, passes or is of which scope is our judgement"
                advice = "write a race:Judgement in graph/judgements/, and delete the line here"
            else:
                why = "the build works it out"
                advice = (
                    "delete the line, and write race:subsidiaryOf or race:businessUnitOf if the"
                    " document states one"
                )
            message = f"{short(predicate)} in a document's file: {why}"
            yield stated.problem("judgement-misplaced", message, advice)


def misplaced_relations(facts: Facts) -> Iterator[Problem]:
    """Relations without a witness: in an entities file, or beside the judgements."""
    for file in facts.corpus.of_kind(Kind.ENTITIES, Kind.JUDGEMENTS):
        allowed = _OF_ENTITIES if file.kind is Kind.ENTITIES else _NAMING
        for triple in file.triples:
            if triple.predicate not in allowed and value(triple.subject).startswith(ENT):
                stated = Stated(file, triple.subject, triple.predicate, triple.object)
                yield stated.problem(
                    "relation-misplaced",
                    f"{short(triple.predicate)} needs a document that states it",
                    "move it to that document's file in graph/sources/, or make a race:Judgement",
                )


def misplaced_predicates(facts: Facts) -> Iterator[Problem]:
    """Predicates that no document states, of anything or of this, and that nobody judges.

    That leaves what the build derives, what only imports of data sets write, and parts of
    judgements. What is no predicate at all, or told of by another rule, is passed over.
    """
    known = facts.of_type("ObjectProperty", "DatatypeProperty")
    told = _REPORTED | _IDENTITY | _ONLY_JUDGED | _WORKED_OUT | BACKWARDS
    looked_at = (known - told) | _OF_ENTITIES_ALONE
    for predicate, statements in facts.by_predicate.items():
        for stated in statements if predicate in looked_at else ():
            iri = value(stated.subject)
            if stated.file.kind is not Kind.DOCUMENT or not iri.startswith((ENT, SRC)):
                continue
            if predicate not in told:
                yield stated.problem(
                    "predicate-misplaced",
                    f"{short(predicate)} is nothing that a document's file states",
                    "delete the line: graph/FORMAT.md lists what may be stated",
                )
            elif iri.startswith(SRC):
                yield stated.problem(
                    "predicate-misplaced",
                    f"{short(predicate)} is stated of an entity, not of {short(stated.subject)}",
                    f"write ent:... {short(predicate)} ..., or delete the line",
                )
    for stated in facts.by_predicate.get(PREDICATE, []):
        if stated.object in known - JUDGED - BACKWARDS:
            names = ", ".join(sorted(map(short, JUDGED)))
            yield stated.problem(
                "predicate-misplaced",
                f"{short(stated.object)} is nothing that we judge",
                f"write one of {names}; what a document states stands in its own file",
            )


def inferred_classes(facts: Facts) -> Iterator[Problem]:
    """Classes written by hand that inference, the build or an import gives."""
    for stated in facts.by_predicate.get(TYPE, []):
        if stated.object in INFERRED_CLASSES:
            yield stated.problem(
                "class-inferred",
                f"{short(stated.object)} is never written by hand",
                "write the class that the thing is without more, such as race:Company; what"
                " follows from its relations is added",
            )
