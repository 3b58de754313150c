"""The facilities of Compute Atlas as one graph: who operates what where, how far, how large.

1. Every facility is a node of the data set's own. Only data centres are data centres: mines
   of coins and power plants built for compute are facilities, and what their figures
   count stands with each: a plant's power is what it generates, and adds to no demand.
2. An operator is resolved by the name without what stands in brackets or behind a semicolon;
   several are divided by " / ". Words that name nobody ("Undisclosed") are no
   organisation. Where more was printed than one name, all of it is kept as a note.
3. A status has the first day by which it certainly held. What the history says beside that,
   its later steps and its remarks, are notes.
4. What is in operation is reported; what is planned is planned, also on a site that was
   given up, which its status and the definition of the figure say. The data set does
   not say of planned power whether it holds or adds to what is in operation: never add the two.
5. Money for a site in operation of which nothing more is planned or being built is what it
   cost; for any other it is what is planned. The data set gives one sum, which may be of a part
   only; its notes tell, where they can.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from compute_race.basics.dates import PartialDate
from compute_race.basics.namespaces import RACE, UNIT
from compute_race.importing import terms
from compute_race.importing.addresses import COMPUTE_ATLAS
from compute_race.importing.compute_atlas_facility import Facility
from compute_race.importing.compute_atlas_records import read_facilities
from compute_race.importing.names import Names
from compute_race.importing.notes import own_words
from compute_race.importing.register import Register
from compute_race.importing.snapshot import Imported, Importer, Snapshot, finish
from compute_race.importing.writer import GraphWriter, Modality, key_of

#: The same in English and French.
_Words = tuple[str, str]

#: The source on the command line, the publisher in the register, the stem of the graph.
_ATLAS: Final = "compute-atlas"
#: Counts up when the file is read differently.
_VERSION: Final = 1
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_CREDIT: Final = (
    "AI datacenter data from Compute Atlas by Edward Kubiak, licensed under CC BY 4.0 -"
    " https://github.com/ek33450505/compute-atlas"
)
_COUNTRY: Final = "US"

_CLASSES: Final[Mapping[str, str]] = {
    "data_center": "DataCentre",
    "crypto_mining": "Facility",
    "power_generation": "Facility",
}
_MILESTONES: Final[Mapping[str, str]] = {
    "proposed": "proposedOn",
    "permitted": "permittedOn",
    "under_construction": "constructionStartedOn",
    "operational": "operationalOn",
    "cancelled": "cancelledOn",
}
#: Begins an operator that is nobody.
_NOBODY: Final = re.compile(r"(?:multi-tenant|tbd|undisclosed|unknown|unnamed)\b", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)")

#: What the power of each kind of facility is, in both languages.
_POWER: Final[Mapping[str, _Words]] = {
    "data_center": ("power of the data centre", "puissance du centre de données"),
    "crypto_mining": (
        "power of a site that mines coins, not of AI compute",
        "puissance d'un site de minage de cryptomonnaies, pas de calcul pour l'IA",
    ),
    "power_generation": (
        "power that the plant generates, not what a data centre draws",
        "puissance que produit la centrale, pas celle qu'appelle un centre de données",
    ),
}
_IN_OPERATION: Final = ("in operation", "en service")
_PLANNED: Final = (
    "planned, in all or beyond what is in operation",
    "prévue, au total ou en plus de ce qui est en service",
)
_GIVEN_UP: Final = ("of a plan given up since", "d'un projet abandonné depuis")
#: What the money of each kind of facility is for.
_MONEY: Final[Mapping[str, _Words]] = {
    "data_center": ("investment in the data centre", "investissement dans le centre de données"),
    "crypto_mining": (
        "investment in a site that mines coins",
        "investissement dans un site de minage de cryptomonnaies",
    ),
    "power_generation": ("investment in a power plant", "investissement dans une centrale"),
}
_WHOLE_OR_PART: Final = (
    "all of it or the part that its sources speak of",
    "en entier ou pour la partie dont parlent ses sources",
)


def read(snapshot: Snapshot, register: Register) -> Imported:
    """Read a file of facilities; ``ProblemsError`` for what is wrong with it."""
    found = read_facilities(snapshot.path, snapshot.shown, lenient=snapshot.lenient)
    graph = GraphWriter(_ATLAS, _ATLAS)
    names = Names(register, graph)
    for facility in found.facilities:
        _write_facility(facility, graph, names)
    digest = hashlib.sha256(snapshot.path.read_bytes()).hexdigest()
    graph.document(
        title="Compute Atlas: facilities",
        publisher=_ATLAS,
        url=COMPUTE_ATLAS.url,
        date=snapshot.date,
        sha256=digest,
        licence=_LICENCE,
        credit=_CREDIT,
    )
    return finish(
        graph,
        snapshot,
        source=_ATLAS,
        version=_VERSION,
        rows=len(found.facilities),
        skipped=found.skipped,
        sha256=digest,
        unresolved=names.unresolved(),
        problems=found.problems,
        lines=found.lines,
    )


def _write_facility(facility: Facility, graph: GraphWriter, names: Names) -> None:
    row = facility.number
    site = graph.node("facility", facility.id, _CLASSES[facility.kind], facility.name, row)
    graph.fact(site, RACE + "facilityType", terms.text(facility.kind))
    graph.fact(site, RACE + "facilityStatus", terms.text(facility.status))
    graph.fact(site, RACE + "confidence", terms.text(facility.confidence))
    if facility.ai_use is not None:
        graph.fact(site, RACE + "aiUse", terms.text(facility.ai_use))
    operators = operators_of(facility.operator)
    for name in operators:
        organization = names.organization(name, "operator", row)
        graph.fact(site, RACE + "operatedBy", terms.iri(organization))
    if (country := names.country(_COUNTRY)) is not None:
        graph.fact(site, RACE + "locatedIn", terms.iri(country))
    graph.fact(site, RACE + "address", terms.text(facility.address))
    if facility.degrees is not None:
        latitude, longitude = facility.degrees
        graph.fact(site, RACE + "latitude", terms.decimal(latitude))
        graph.fact(site, RACE + "longitude", terms.decimal(longitude))
    notes = [own_words(facility.notes)]
    if operators != (facility.operator,):
        notes.append(f"operator: {facility.operator}")
    if facility.precision != "exact":
        notes.append(f"coordinates: {facility.precision}")
    notes += _write_history(facility, graph, site)
    for note in filter(None, notes):
        graph.fact(site, RACE + "note", terms.text(note))
    for url in facility.urls:
        graph.fact(site, RACE + "sourceUrl", terms.address(url))
    _write_figures(facility, graph, site)


def _write_history(facility: Facility, graph: GraphWriter, site: str) -> list[str]:
    """State from when on each status held; give what else there is, as notes."""
    first = milestones(facility)
    for status, date in first.items():
        graph.fact(site, RACE + _MILESTONES[status], terms.date(date))
    notes = []
    for step in facility.history:
        words = own_words(step.note)
        said = f"{step.status} {step.date.text}"
        if words is not None:
            notes.append(f"{said}: {words}")
        elif step.date != first[step.status]:
            notes.append(said)
    if facility.announced is not None and facility.announced != first["proposed"]:
        notes.append(f"announced {facility.announced.text}")
    return notes


def milestones(facility: Facility) -> dict[str, PartialDate]:
    """Give for each status the first day, month or year by which it certainly held.

    ``2025-01`` is before ``2025``, which may end in December. The day of the announcement is
    one of the proposal.
    """
    dates = [(step.status, step.date) for step in facility.history]
    if facility.announced is not None:
        dates.append(("proposed", facility.announced))
    found: dict[str, PartialDate] = {}
    for status, date in dates:
        found[status] = min(found.get(status, date), date, key=lambda one: (one.latest, one))
    return found


def operators_of(printed: str) -> tuple[str, ...]:
    """Give the names of who operates, of an operator as printed; none where it names nobody.

    ``WindHQ LLC / Canaan Inc.`` are two; ``IREN (Iris Energy)`` is ``IREN``; of
    ``5C Group; tenant Vultr`` the tenant is left out.
    """
    names = _BRACKETS.sub("", printed).partition(";")[0].split(" / ")
    kept = (" ".join(name.split()) for name in names)
    return tuple(dict.fromkeys(name for name in kept if name and not _NOBODY.match(name)))


def _write_figures(facility: Facility, graph: GraphWriter, site: str) -> None:
    power, money = _POWER[facility.kind], _MONEY[facility.kind]
    given_up = [_GIVEN_UP] if facility.status == "cancelled" else []
    is_done = _is_done(facility)

    def claim(
        key: str,
        field: str,
        measure: str,
        unit: str,
        value: Decimal | None,
        modality: Modality,
        *words: _Words,
    ) -> None:
        if value is None:
            return
        english, french = (", ".join(parts) for parts in zip(*words, strict=True))
        graph.claim(
            key_of(facility.id, key),
            site,
            measure,
            unit,
            value,
            value,
            row=facility.number,
            modality=modality,
            confidence=facility.confidence,
            definition=(english, french),
            locator=f"facilities/{facility.id}, {field}",
        )

    claim(
        *("power-operational", "capacityMw.operational", "powerCapacity", UNIT + "MegaW"),
        facility.operational_mw,
        "reported",
        *(power, _IN_OPERATION),
    )
    claim(
        *("power-planned", "capacityMw.planned", "powerCapacity", UNIT + "MegaW"),
        facility.planned_mw,
        "planned",
        *(power, _PLANNED, *given_up),
    )
    measure = "capitalCost" if is_done else "plannedInvestment"
    claim(
        *("investment", "investmentUsd", measure, UNIT + "CCY_USD"),
        facility.investment,
        "reported" if is_done else "planned",
        *(money, _WHOLE_OR_PART, *given_up),
    )


def _is_done(facility: Facility) -> bool:
    """Tell whether a site is in operation and nothing more of it planned or being built."""
    running = [facility.status, *(step.status for step in facility.history[-1:])]
    return set(running) == {"operational"} and facility.planned_mw is None


IMPORTER: Final = Importer("compute_atlas_facilities", read, marks=("facilityType",))
