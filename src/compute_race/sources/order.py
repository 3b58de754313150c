"""The order in which the canonical form writes predicates, and blocks.

One list for every kind of block: what a thing is, what it is called, then its
relations, then for a claim what is said, of which period, by whom and where.
"""

from __future__ import annotations

import re
from typing import Final

from compute_race.basics.namespaces import RACE, RDF, RDFS, SKOS, SRC

_NAMES: Final = """\
    isoCode lei cik website identifierNote fiscalYearEnd currency
    title publisher author publishedOn language url sourceKind cites readAs textSha256
    announcedBy announcedOn forInitiative forFacility scope respondsTo partOf supersedes restates
    partOfGroup subsidiaryOf businessUnitOf memberOf headquarteredIn locatedIn inBloc
    operatesIn competesWith develops supplies customerOf investsIn
    inDocument about saidOf measure greaterThan lessThan comparedMeasure comparedPeriodText
    lower upper approximate unit
    periodText periodStart periodEnd duration fiscalYear fiscalQuarter
    modality attributedTo attribution stated charStart charEnd locator includesFigure definition
"""

_JUDGEMENT: Final = [RDF + "subject", RDF + "predicate", RDF + "object"]
_JUDGED: Final = [RACE + name for name in ("judgedBy", "judgedOn", "basedOn", "reason")]

#: Predicate IRIs in canonical order; any other comes after these, alphabetically.
PREDICATE_ORDER: Final = (
    RDF + "type",
    RDFS + "label",
    SKOS + "altLabel",
    *_JUDGEMENT,
    *(RACE + name for name in _NAMES.split()),
    *_JUDGED,
)

_RANK: Final = {iri: rank for rank, iri in enumerate(PREDICATE_ORDER)}


def predicate_key(iri: str) -> tuple[int, str]:
    """Give the sort key of a predicate: its place in the list, unknown ones last."""
    return (_RANK.get(iri, len(_RANK)), iri)


def block_key(subject: str) -> tuple[int, str, int, str]:
    """Give the sort key of a block: documents, then other subjects by IRI, then claims by id.

    Claim numbers sort as numbers, so that c10 comes after c9.
    """
    if not subject.startswith(SRC):
        return (1, subject, 0, "")
    document, hash_sign, claim = subject.partition("#")
    if not hash_sign:
        return (0, document, 0, "")
    match = re.fullmatch(r"(.*?)(\d+)", claim)
    if match is None:
        return (2, f"{document}#{claim}", 0, "")
    return (2, f"{document}#{match[1]}", int(match[2]), match[2])
