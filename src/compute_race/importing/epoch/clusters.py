"""Epoch AI's table of GPU clusters: who has, or plans, how many chips, and where.

1. A cluster is a node by its name. Hundreds of Chinese systems share one name, on purpose: each
   after the first is told apart by its row.
2. What the table plans is planned, what was published of power and cost is reported, and all
   else is Epoch AI's estimate. Reported and calculated power, and cost, are claims of their own,
   told apart by their definition; the table's summary of the two is not read.
3. Certainty is that of the cluster as a whole. Of an unlikely one (a rumour) owners and users are
   kept as notes and not as relations.
4. Users mix organisations with "cloud", "academia" and half sentences: only names of the
   register become relations, the column is kept as a note where that is not all of it, and
   names that are no such word are listed with their candidates.
5. For totals the table itself says what it counts (``race:inStandardAnalysis``), what may
   be a duplicate of what, which cluster became part of which, and which is a later stage of which.
6. Where no more than the country is known, the table gives the middle of the country; such
   coordinates are no place of a cluster and are left out.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from compute_race.basics.dates import PartialDate, parse_partial
from compute_race.basics.namespaces import RACE, UNIT, XSD
from compute_race.importing import terms
from compute_race.importing.cells import BadCellError, Row
from compute_race.importing.epoch.table import EpochTable, ignored
from compute_race.importing.names import Names
from compute_race.importing.notes import own_words, web_addresses
from compute_race.importing.tables import Column
from compute_race.importing.writer import GraphWriter, Modality, key_of

_STATUSES: Final = ("Existing", "Planned", "Decommissioned")
_UNLIKELY: Final = "Unlikely"
_CERTAINTIES: Final = ("Confirmed", "Likely", _UNLIKELY)
#: Words of the column of users that name nobody.
_KINDS_OF_USER: Final = frozenset(
    {
        *("academia", "biomedical research", "cloud", "healthcare", "industry"),
        *("pharmaceutical research", "private sector", "researchers", "scientific research"),
    }
)
_PLANNED_FOR: Final = re.compile(r"Planned (?:[HQ][1-4] )?([0-9]{4})(-[0-9]{2})?")
_DOLLARS: Final = UNIT + "CCY_USD"
_SOURCES: Final = tuple(f"Source {number}" for number in range(1, 6))

_H100: Final = (
    "speed of all AI chips of the cluster, in chips of the type H100",
    "vitesse de toutes les puces d'IA de la grappe, en puces H100",
)
_ALL_CHIPS: Final = ("AI chips of all types", "puces d'IA de tous types")
#: Key of a claim, measure, unit, column, definition, whether it was published.
_FIGURES: Final = (
    (
        *("power-reported", "powerCapacity", UNIT + "MegaW", "Reported Power Capacity (MW)"),
        *(("as published", "telle que publiée"), True),
    ),
    (
        *("power-calculated", "powerCapacity", UNIT + "MegaW", "Calculated Power Capacity (MW)"),
        *(
            ("calculated by Epoch AI from the chips", "calculée par Epoch AI d'après les puces"),
            False,
        ),
    ),
    (
        *("cost-reported", "hardwareCost", _DOLLARS, "Reported Cost"),
        *(("as published, in dollars of its day", "tel que publié, en dollars du moment"), True),
    ),
    (
        *("cost-calculated", "hardwareCost", _DOLLARS, "Calculated Cost"),
        *(
            ("calculated by Epoch AI from the chips", "calculé par Epoch AI d'après les puces"),
            False,
        ),
    ),
    *(
        (
            *(f"performance-{bits}-bit", "computePerformance", UNIT + "FLOPS"),
            f"{bits}-bit OP/s",
            (f"operations of {bits} bits", f"opérations sur {bits} bits"),
            False,
        )
        for bits in (8, 16, 32)
    ),
)


def write_cluster(row: Row, graph: GraphWriter, names: Names, date: PartialDate) -> None:
    """Write one row."""
    name = row.needed("Name").strip('"')
    status = row.one_of("Status", _STATUSES)
    if status is None:
        raise BadCellError("Status", "is empty")
    cluster = _own_node(graph, name, row)
    graph.fact(cluster, RACE + "facilityStatus", terms.text(status))
    certainty = row.one_of("Certainty", _CERTAINTIES)
    if certainty is not None:
        graph.fact(cluster, RACE + "confidence", terms.text(certainty))
    _write_owners(row, graph, names, cluster, rumoured=certainty == _UNLIKELY)
    _write_place(row, graph, names, cluster)
    _write_days(row, graph, cluster, planned=status == "Planned")
    _write_counting(row, graph, cluster)
    chips = [row.text("Chip type (primary)"), row.text("Chip type (secondary)")]
    for chip in filter(None, chips):
        accelerator = names.accelerator(chip, row.number)
        graph.fact(cluster, RACE + "hasAccelerator", terms.iri(accelerator))
    _note(graph, cluster, "hardware", own_words(row.text("Hardware note")))
    _note(graph, cluster, None, own_words(row.text("Note")))
    _note(graph, cluster, "certainty", own_words(row.text("Certainty Note")))
    for url in web_addresses(*map(row.text, _SOURCES)):
        graph.fact(cluster, RACE + "sourceUrl", terms.address(url))
    planned = status == "Planned"
    _write_chips(row, graph, cluster, name, "planned" if planned else "estimated")
    for key, measure, unit, column, definition, published in _FIGURES:
        modality: Modality = "planned" if planned else "reported" if published else "estimated"
        value = row.decimal(column)
        if value is not None:
            graph.claim(
                *(key_of(name, key), cluster, measure, unit, value, value),
                row=row.number,
                modality=modality,
                definition=definition,
            )


def _own_node(graph: GraphWriter, name: str, row: Row) -> str:
    """Give the node of a row; the second of a name is told apart by its row."""
    cluster = graph.node("cluster", name, "Cluster", name, row.number)
    if graph.rows[cluster] == row.number:
        return cluster
    return graph.node("cluster", f"{name}-row{row.number}", "Cluster", name, row.number)


def _write_owners(
    row: Row, graph: GraphWriter, names: Names, cluster: str, *, rumoured: bool
) -> None:
    if rumoured:
        _note(graph, cluster, "owner", row.text("Owner"))
        _note(graph, cluster, "users", row.text("Users"))
        return
    for name in row.names("Owner"):
        owner = names.organization(name, "owner", row.number)
        graph.fact(cluster, RACE + "ownedBy", terms.iri(owner))
    whole = True
    for name in row.names("Users"):
        is_kind = name.casefold() in _KINDS_OF_USER
        user = None if is_kind else names.known(name, "user")
        if user is None:
            whole = False
        else:
            graph.fact(cluster, RACE + "usedBy", terms.iri(user))
    if not whole:
        _note(graph, cluster, "users", row.text("Users"))


def _write_place(row: Row, graph: GraphWriter, names: Names, cluster: str) -> None:
    country, place = row.text("Country"), row.text("Location")
    latitude = row.decimal("latitude", negative=True)
    longitude = row.decimal("longitude", negative=True)
    if country is not None and (found := names.country(country)) is not None:
        graph.fact(cluster, RACE + "locatedIn", terms.iri(found))
    if place is None or place == country:
        return
    graph.fact(cluster, RACE + "address", terms.text(place))
    if latitude is not None and longitude is not None:
        graph.fact(cluster, RACE + "latitude", terms.decimal(latitude))
        graph.fact(cluster, RACE + "longitude", terms.decimal(longitude))


def _write_days(row: Row, graph: GraphWriter, cluster: str, *, planned: bool) -> None:
    day, note = row.date("First Operational Date"), row.text("First Operational Date Note")
    meant = _PLANNED_FOR.fullmatch(note or "")
    if day is None and planned and meant is not None:
        # "Planned H2 2026" is 2026, "Planned 2029-02" that month: no more is said.
        lexical = f"{meant[1]}{meant[2] or ''}"
        day = parse_partial(lexical, XSD + ("gYearMonth" if meant[2] else "gYear"))
    if day is not None:
        graph.fact(cluster, RACE + "operationalOn", terms.date(day))
    if note is not None and (day is None or note != day.text):
        _note(graph, cluster, "first operational", own_words(note))
    if (end := row.date("Decommissioned Date (if applicable)")) is not None:
        graph.fact(cluster, RACE + "decommissionedOn", terms.date(end))


def _write_counting(row: Row, graph: GraphWriter, cluster: str) -> None:
    """Write what totals have to know."""
    counted = row.flag("Include in Standard Analysis") is True
    graph.fact(cluster, RACE + "inStandardAnalysis", terms.boolean(counted))
    for column, relation in (
        ("Possible Duplicate Of", "possibleDuplicateOf"),
        ("Superseded by", "replacedBy"),
        ("Builds Upon", "extends"),
    ):
        for name in row.names(column):
            other = graph.node("cluster", name, "Cluster", name)
            graph.fact(cluster, RACE + relation, terms.iri(other))
    if row.flag("Possible Duplicate") and not row.names("Possible Duplicate Of"):
        _note(graph, cluster, None, "possible duplicate")
    single = row.one_of("Single cluster?", ("Yes", "No", "Unclear"))
    if single not in ("Yes", None):
        _note(graph, cluster, "single cluster", single)


def _write_chips(row: Row, graph: GraphWriter, cluster: str, name: str, modality: Modality) -> None:
    """Claim the chips in H100-equivalents, all together, and by type where that says more."""

    def claim(key: str, unit: str, value: Decimal, definition: tuple[str, str]) -> str:
        return graph.claim(
            *(key_of(name, key), cluster, "acceleratorCount", unit, value, value),
            row=row.number,
            modality=modality,
            definition=definition,
        )

    if (equivalents := row.decimal("H100 equivalents")) is not None:
        claim("h100-equivalents", RACE + "H100Equivalent", equivalents, _H100)
    total = row.decimal("Total number of AI chips")
    types = [
        (rank, row.text(f"Chip type ({rank})"), row.decimal(f"Chip quantity ({rank})"))
        for rank in ("primary", "secondary")
    ]
    counted = [(rank, chip, value) for rank, chip, value in types if value is not None]
    alone = len(counted) == 1 and counted[0][2] == total
    whole = None
    if total is not None:
        whole = claim(
            "chips", UNIT + "NUM", total, _of_type(counted[0][1]) if alone else _ALL_CHIPS
        )
    for rank, chip, value in () if alone else counted:
        part = claim(f"chips-{rank}", UNIT + "NUM", value, _of_type(chip))
        if whole is not None:
            graph.fact(whole, RACE + "includesFigure", terms.iri(part))


def _of_type(chip: str | None) -> tuple[str, str]:
    if chip is None:
        return "AI chips of one type", "puces d'IA d'un seul type"
    return f"AI chips of the type {chip}", f"puces d'IA du type {chip}"


def _note(graph: GraphWriter, cluster: str, subject: str | None, words: str | None) -> None:
    if words is not None:
        note = words if subject is None else f"{subject}: {words}"
        graph.fact(cluster, RACE + "note", terms.text(note))


_NEEDED: Final = (
    *("Name", "Status", "Certainty", "Owner", "Users", "Country", "Location"),
    *("First Operational Date", "H100 equivalents", "Total number of AI chips"),
    *("Chip type (primary)", "Chip quantity (primary)"),
    *("Chip type (secondary)", "Chip quantity (secondary)", "latitude", "longitude"),
    *("Include in Standard Analysis", "Possible Duplicate", "Possible Duplicate Of"),
    *("Superseded by", "Builds Upon", "Single cluster?"),
    *(figure[3] for figure in _FIGURES),
)
_OPTIONAL: Final = (
    *("Note", "Certainty Note", "First Operational Date Note", "Hardware note"),
    *("Decommissioned Date (if applicable)", *_SOURCES),
)
_IGNORED: Final = ignored(
    {
        "sentences of sources, which the project does not republish": ("Quote", "Cost Quote"),
        "one of the reported and the calculated figure, which are read": (
            *("Power Capacity (MW)", "Hardware Cost"),
        ),
        "follows from other columns": (
            *("Max OP/s (log)", "16-bit OP/s (log)", "Max OP/s", "Energy Efficiency"),
            *("Energy Efficiency (log)", "Rank when first operational"),
            *("Largest existing cluster when first operational",),
            *("% of largest cluster when first operational",),
            "Reported Cost (Inflation adjusted)",
        ),
        "follows from the type of the chips": (
            *("GPU Supplier (primary)", "GPU supplier (secondary)"),
        ),
        "follows from who the owners are": ("Sector",),
        "which rows Epoch AI shows, not a fact of the cluster": ("Exclude", "Noteworthy"),
    }
)

TABLES: Final = (
    EpochTable(
        "gpu_clusters",
        "GPU clusters",
        [*(Column(name, needed=True) for name in _NEEDED), *map(Column, _OPTIONAL)],
        _IGNORED,
        write_cluster,
    ),
)
