"""Faulty graphs from a good one: seeded, the same on every machine.

A mutant is one block of the specimen under a name of its own, with one fault
or two, and up to two claims or judgements that refer to the block. Under its
own name each mutant can stand in one graph with many others: a focus node
tells which mutant a result belongs to.

Every statement of the specimen gets each of the plain faults (dropped,
doubled, of another type), every block those of its name and class, every
predicate is put where it does not belong; then every predicate gets its share of
values from a long list of odd ones, until there are enough.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Final

import pyoxigraph as ox

from compute_race.basics.namespaces import ENT, RACE, RDF, SRC, UNIT, XSD

Block = tuple[ox.Triple, ...]
Term = ox.NamedNode | ox.BlankNode | ox.Literal

_TYPE: Final = ox.NamedNode(RDF + "type")
_DEPENDENTS: Final = 2


@dataclass(frozen=True)
class Mutant:
    """A faulty block with what refers to it, and in words what was done."""

    fault: str
    triples: Block


def _typed(datatype: str, *texts: str) -> list[Term]:
    return [ox.Literal(text, datatype=ox.NamedNode(XSD + datatype)) for text in texts]


#: Values that some shape forbids somewhere, and the nearest ones that it allows.
ODD_LITERALS: Final[tuple[Term, ...]] = (
    *(ox.Literal(text) for text in ("", " ", "x", "10 bn", "weight", "word " * 40)),
    *(ox.Literal(text) for text in ("0001234567\n", "A" * 20, "EUR", "eur", "f" * 64, "fr-FR")),
    *(ox.Literal(text, language="en") for text in ("", "other words", "word " * 40)),
    *(ox.Literal("autre", language=tag) for tag in ("fr", "fr-ca", "de")),
    *_typed("integer", "-1", "0", "1", "5", "101", "007", "+5", "abc", "", " 5", "4.5", "9" * 30),
    *_typed("integer", "9" * 5000),
    *_typed("decimal", "-0.5", "0.5", "99.999", "100.0001", "4.0", "1.", ".5", "NaN", "1e3"),
    *_typed("decimal", "4." + "3" * 20, "9" * 40 + ".5"),
    *_typed("double", "1.0e3", "NaN", "INF", "-1.0e0"),
    *_typed("float", "4.5"),
    *_typed("nonNegativeInteger", "5"),
    *_typed("int", "5"),
    *_typed("boolean", "true", "false", "1", "yes"),
    *_typed("date", "2025-02-24", "2025-02-30", "2024-02-29", "2025-02-29", "2025-2-4"),
    *_typed("date", "2025-02-24Z", "1825-02-24", "2025-02-24\n", "soon"),
    *_typed("dateTime", "2025-02-24T00:00:00Z"),
    *_typed("gYear", "2026", "25", "2025Z", "3025", "-2025"),
    *_typed("gYearMonth", "2025-03", "2025-13", "2025-00", "2025-2", "2025-02+01:00"),
    *_typed("gMonth", "--11", "--13", "12"),
    *_typed("gMonthDay", "--12-31", "--06-31", "--02-29", "--02-30", "06-30"),
    *_typed("duration", "P2Y6M", "P36M", "P90D", "P3", "P0Y", "PT5H", "-P1Y", "P1Y\n"),
    *_typed("duration", "P" + "9" * 5000 + "Y"),
    *_typed("anyURI", "https://other.example/", "other.example", "https://a b", "ftp://a.b/"),
    ox.Literal("5", datatype=ox.NamedNode(ENT + "no-datatype")),
)

#: Things to put where something else belongs.
ODD_NODES: Final[tuple[Term, ...]] = (
    *(ox.NamedNode(ENT + name) for name in ("acme", "acme-10bn", "atlantis", "chip-a", "daily")),
    *(ox.NamedNode(ENT + name) for name in ("hosting", "lumen", "orion", "site-one", "nowhere")),
    *(ox.NamedNode(RACE + name) for name in ("planned", "headline", "fullText", "siteScope")),
    *(ox.NamedNode(RACE + name) for name in ("marketShare", "revenue", "tradePress", "Company")),
    *(ox.NamedNode(RACE + name) for name in ("marketRank", "socialFollowers", "supersedes")),
    *(ox.NamedNode(UNIT + name) for name in ("CCY_CNY", "NUM", "PERCENT", "MegaW", "CCY_XXX")),
    ox.NamedNode(RACE + "FLOP"),
    ox.NamedNode(SRC + "excerpt-example"),
    ox.NamedNode(SRC + "daily-example#c90"),
    ox.NamedNode("http://elsewhere.example/thing"),
    ox.BlankNode("b"),
)

#: Classes to put on a subject, in place of its own or beside it.
ODD_CLASSES: Final[tuple[Term, ...]] = tuple(
    ox.NamedNode(RACE + name)
    for name in (
        *("Announcement", "Article", "Bloc", "BusinessUnit", "Claim", "Company", "Country"),
        *("Currency", "DataCentre", "Initiative", "Judgement", "Market", "Measure", "Modality"),
        *("Model", "RelativeClaim", "Statement", "Unit", "Unknown"),
    )
)

#: Inferred directions that nobody writes.
BACKWARDS: Final = (
    *("announced", "announcedByGroup", "answeredBy", "developedBy", "hasBusinessUnit"),
    *("hasCustomer", "hasGroupMember", "hasInvestor", "hasMember", "hasOperator", "hasPart"),
    *("hasSubsidiary", "suppliedBy", "supersededBy"),
)


def mutants(specimen: Sequence[ox.Triple], count: int = 2000, seed: int = 380) -> list[Mutant]:
    """Give ``count`` mutants of the specimen, the plain faults first."""
    blocks: dict[Term, Block] = {}
    for triple in specimen:
        blocks[triple.subject] = (*blocks.get(triple.subject, ()), triple)
    plain = list(_plain_faults(blocks))
    odd = _odd_faults(blocks, random.Random(seed))  # noqa: S311
    chosen = plain[:count]
    while len(chosen) < count:
        chosen.append(next(odd))
    return [
        Mutant(fault, _renamed(_with_dependents(blocks, subject, block), number))
        for number, (fault, subject, block) in enumerate(chosen)
    ]


def chunks(made: Sequence[Mutant], size: int) -> list[bytes]:
    """Give the mutants as N-Triples documents of ``size`` mutants each."""
    parts = [made[start : start + size] for start in range(0, len(made), size)]
    return [
        ox.serialize((t for m in part for t in m.triples), format=ox.RdfFormat.N_TRIPLES) or b""
        for part in parts
    ]


_Fault = tuple[str, Term, Block]


def _plain_faults(blocks: dict[Term, Block]) -> Iterator[_Fault]:
    classes = cycle(ODD_CLASSES)
    for subject, block in blocks.items():
        name = _local(subject)
        for triple in block:
            what = f"{name} {_local(triple.predicate)}"
            yield f"{what} dropped", subject, tuple(t for t in block if t != triple)
            twin = _twin(triple.object)
            yield f"{what} doubled by {twin}", subject, (*block, _with(triple, twin))
            for other in _others(triple):
                yield f"{what} {other}", subject, _replaced(block, triple, other)
        untyped = tuple(t for t in block if t.predicate != _TYPE)
        for term in islice(classes, 4):
            added = ox.Triple(subject, _TYPE, term)
            yield f"{name} also a {_local(term)}", subject, (*block, added)
            yield f"{name} a {_local(term)} instead", subject, (*untyped, added)
        for bad in (ox.NamedNode(ENT + "Bad_Name"), ox.BlankNode("n")):
            yield f"{name} named {bad}", bad, _moved(block, bad)
    yield from _misplaced(blocks)


def _misplaced(blocks: dict[Term, Block]) -> Iterator[_Fault]:
    """Put each predicate where it does not belong, and each backwards relation somewhere."""
    subjects = cycle(blocks)
    added = {t.predicate: t.object for block in blocks.values() for t in block}
    added |= {ox.NamedNode(RACE + name): ox.NamedNode(ENT + "acme") for name in BACKWARDS}
    for predicate, value in added.items():
        subject = next(subjects)
        triple = ox.Triple(subject, predicate, value)
        yield f"{_local(subject)} with {_local(predicate)}", subject, (*blocks[subject], triple)


def _twin(term: Term) -> Term:
    """Give another value of the same kind."""
    if not isinstance(term, ox.Literal):
        return ox.NamedNode(f"{term.value}-twin")
    if term.language is not None:
        return ox.Literal(f"{term.value} too", language=term.language)
    last = "1" if term.value.endswith("0") else "0"
    return ox.Literal(f"{term.value[:-1]}{last}", datatype=term.datatype)


def _others(triple: ox.Triple) -> Sequence[Term]:
    """Give values that are wrong in any place; for figures and units more than those."""
    if triple.predicate.value in (RACE + "lower", RACE + "upper", RACE + "charEnd"):
        no_numbers = [*_typed("decimal", "NaN"), *_typed("double", "NaN"), ox.Literal("x")]
        return [*no_numbers, *_typed("integer", "-1", "0", "101")]
    if triple.predicate.value == RACE + "unit":
        return [node for node in ODD_NODES if str(node).startswith(f"<{UNIT}")]
    if isinstance(triple.object, ox.Literal):
        return [ox.Literal("x"), ox.NamedNode(ENT + "acme")]
    return [ox.NamedNode(ENT + "nowhere"), ox.Literal("x")]


def _odd_faults(blocks: dict[Term, Block], choice: random.Random) -> Iterator[_Fault]:
    by_predicate: dict[Term, list[ox.Triple]] = {}
    for block in blocks.values():
        for triple in block:
            by_predicate.setdefault(triple.predicate, []).append(triple)
    for predicate in cycle(by_predicate):
        triple = choice.choice(by_predicate[predicate])
        subject = triple.subject
        words, block = _odd(blocks[subject], triple, choice)
        if choice.random() < 0.2 and len(block) > 1:
            other = choice.choice(block)
            more, block = _odd(block, other, choice)
            words = f"{words}; {more}"
        yield f"{_local(subject)} {words}", subject, block


def _odd(block: Block, triple: ox.Triple, choice: random.Random) -> tuple[str, Block]:
    literal = isinstance(triple.object, ox.Literal)
    # Mostly the same sort of term, so that the finer constraints are reached.
    pool = ODD_LITERALS if literal == (choice.random() < 0.85) else ODD_NODES
    value = choice.choice(ODD_CLASSES if triple.predicate == _TYPE else pool)
    what = f"{_local(triple.predicate)} {value}"
    if choice.random() < 0.2:
        return f"{what} too", (*block, _with(triple, value))
    return what, _replaced(block, triple, value)


def _with(triple: ox.Triple, value: Term) -> ox.Triple:
    return ox.Triple(triple.subject, triple.predicate, value)


def _replaced(block: Block, triple: ox.Triple, value: Term) -> Block:
    return tuple(_with(t, value) if t == triple else t for t in block)


def _moved(block: Block, subject: ox.NamedNode | ox.BlankNode) -> Block:
    return tuple(ox.Triple(subject, t.predicate, t.object) for t in block)


def _with_dependents(blocks: dict[Term, Block], subject: Term, block: Block) -> Block:
    referring = [
        other
        for node, other in blocks.items()
        if node != subject and "#c" in str(node) and any(t.object == subject for t in other)
    ]
    return block + tuple(t for other in referring[:_DEPENDENTS] for t in other)


def _renamed(triples: Block, number: int) -> Block:
    mark = f"m{number}"
    names: dict[Term, ox.NamedNode | ox.BlankNode] = {}
    for triple in triples:
        node = triple.subject
        if isinstance(node, ox.BlankNode):
            names[node] = ox.BlankNode(f"{node.value}{mark}")
        elif isinstance(node, ox.NamedNode):
            # A claim's name is c and digits, a judgement's has letters too.
            ending = f"{number:04}" if "#c" in node.value else mark
            joint = "" if "#" in node.value else "-"
            names[node] = ox.NamedNode(f"{node.value}{joint}{ending}")
    names.setdefault(ox.BlankNode("b"), ox.BlankNode(f"b{mark}"))
    return tuple(
        ox.Triple(names[t.subject], t.predicate, names.get(t.object, t.object)) for t in triples
    )


def _local(term: Term) -> str:
    return str(term).strip("<>").rpartition("#")[2].rpartition("/")[2]
