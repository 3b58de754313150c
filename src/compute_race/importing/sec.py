"""The company facts of the SEC as graphs: what one company reported, one graph a company.

1. Who filed is told by the CIK and nothing else: registrants of one name can be two (a
   company and its predecessor). A CIK that the register lacks is kept apart, with those
   of the same or a near name as candidates.
2. A figure is said by the company, of itself, and the SEC passes it on: each claim is
   attributed to the filer, and names tag, form and accession number.
3. A fiscal year or quarter of the company's own calendar is named as such. What is to date
   (half a year, nine months) has a length, where its days are whole months; elsewhere
   its days say all, for a length would be days off them.
4. In a currency that the vocabulary lacks nothing can be claimed; it is told of once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from compute_race.basics.dates import PartialDate, Span, add_span, parse_partial
from compute_race.basics.namespaces import ENT, RACE, RDF, UNIT, XSD
from compute_race.basics.problems import Problem, ProblemsError, Severity
from compute_race.importing import terms
from compute_race.importing.addresses import company_facts
from compute_race.importing.register import Register, Resolved
from compute_race.importing.sec_facts import CompanyFacts, Fact, read_company_facts
from compute_race.importing.sec_figures import Figure, figures
from compute_race.importing.sec_periods import FiscalCalendar
from compute_race.importing.snapshot import Imported, Importer, Snapshot, finish
from compute_race.importing.writer import GraphWriter

#: The source on the command line, the publisher in the register, the folder of own nodes.
_SEC: Final = "sec"
#: Counts up when company facts are read differently.
_VERSION: Final = 1
_CURRENCY: Final = UNIT + "CCY_"


def read(snapshot: Snapshot, register: Register) -> Imported:
    """Read a file of company facts; ``ProblemsError`` for what is wrong with it.

    Beside what every manifest has, this one's says how many facts were ``left`` because
    nobody takes their concept, and with ``replaces`` under which stem the company's facts
    lay while the register did not know it.
    """
    found = read_company_facts(snapshot.path, snapshot.shown, lenient=snapshot.lenient)
    facts, foreign = _in_known_currencies(found.facts, register, snapshot)
    company = register.filer(found.cik)
    apart = f"{_SEC}-cik-{found.cik}"
    stem = apart if company is None else f"{_SEC}-{company.iri.removeprefix(ENT)}"
    graph = GraphWriter(stem, _SEC)
    filer = _unresolved(graph, found) if company is None else company.iri
    calendar = FiscalCalendar((fact.start, fact.end, fact.form) for fact in facts)
    for figure in figures(facts):
        _write_figure(graph, filer, figure, calendar)
    digest = hashlib.sha256(snapshot.path.read_bytes()).hexdigest()
    graph.document(
        title=f"SEC company facts: {found.name}",
        publisher=_SEC,
        url=company_facts(found.cik).url,
        date=snapshot.date,
        sha256=digest,
        licence=None,
        credit="United States Securities and Exchange Commission, EDGAR, public domain",
        source_kind="officialFiling",
    )
    imported = finish(
        graph,
        snapshot,
        source=_SEC,
        version=_VERSION,
        rows=len(facts),
        skipped=found.skipped + len(found.facts) - len(facts),
        sha256=digest,
        unresolved=[_candidates(found, register)] if company is None else (),
        compared=True,
        problems=sorted((*found.problems, *foreign)),
    )
    more = {"left": found.left, "replaces": [] if company is None else [apart]}
    return replace(imported, manifest={**imported.manifest, **more})


def _unresolved(graph: GraphWriter, found: CompanyFacts) -> str:
    iri = graph.node("organization", found.cik, "UnresolvedOrganization", found.name)
    graph.fact(iri, RACE + "cik", terms.text(found.cik))
    return iri


def _candidates(found: CompanyFacts, register: Register) -> dict[str, object]:
    """Give the manifest's entry of a company that the register lacks: who may be meant."""
    named = register.resolve(found.name)
    same = (named.iri.removeprefix(ENT),) if isinstance(named, Resolved) else named.candidates
    return {"name": f"{found.name} (CIK {found.cik})", "role": "filer", "candidates": list(same)}


def _in_known_currencies(
    facts: Sequence[Fact], register: Register, snapshot: Snapshot
) -> tuple[list[Fact], list[Problem]]:
    """Keep the facts in currencies of the vocabulary, and tell of each other currency.

    ``ProblemsError`` for another currency unless the import is lenient, and where no fact
    is left.
    """
    a, currency_class = ox.NamedNode(RDF + "type"), ox.NamedNode(RACE + "Currency")
    units = {t.subject for t in register.triples if t.predicate == a and t.object == currency_class}
    found = Counter(fact.currency for fact in facts)
    known = {code for code in found if ox.NamedNode(_CURRENCY + code) in units}
    kept = [fact for fact in facts if fact.currency in known]
    strict = not kept or not snapshot.lenient
    problems = [
        Problem(
            snapshot.shown,
            0,
            "import-currency",
            f"{count} facts are in {currency}, which is no currency of the vocabulary",
            f"add unit:CCY_{currency} to ontology/terms/units.ttl, or leave it out with --lenient",
            severity=Severity.VIOLATION if strict else Severity.WARNING,
        )
        for currency, count in sorted(found.items())
        if currency not in known
    ]
    if problems and strict:
        raise ProblemsError(problems)
    return kept, problems


def _write_figure(graph: GraphWriter, filer: str, figure: Figure, calendar: FiscalCalendar) -> None:
    fact, concept = figure.fact, figure.fact.concept
    label = calendar.label(fact.start, fact.end)
    claim = graph.claim(
        figure.key,
        filer,
        concept.measure,
        _CURRENCY + fact.currency,
        fact.value,
        fact.value,
        row=fact.place,
        modality="reported",
        start=_day(fact.start),
        end=_day(fact.end),
        duration=_length(fact, label.months),
        fiscal_year=label.year,
        fiscal_quarter=label.quarter,
        definition=(concept.english, concept.french),
        attributed_to=filer,
        locator=f"{concept.name}, {fact.form}, {fact.accession}",
    )
    graph.fact(claim, RACE + "concept", terms.text(concept.name))
    graph.fact(claim, RACE + "formType", terms.text(fact.form))
    graph.fact(claim, RACE + "accessionNumber", terms.text(fact.accession))
    for name, day in (
        ("filedOn", fact.filed),
        ("firstFiledOn", figure.first_filed),
        ("restatedOn", figure.restated),
    ):
        if day is not None:
            graph.fact(claim, RACE + name, terms.date(_day(day)))


def _length(fact: Fact, months: int | None) -> str | None:
    """Give a length in months where it ends on the day that the fact ends on."""
    if months and add_span(fact.start, Span(months)) == fact.end:
        return f"P{months}M"
    return None


def _day(day: dt.date) -> PartialDate:
    return parse_partial(day.isoformat(), XSD + "date")


IMPORTER: Final = Importer("sec_companyfacts", read, marks=("entityName", "facts"))
