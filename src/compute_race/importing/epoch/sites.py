"""Epoch AI's data centres, and how each grows: ``data_centers`` and ``data_center_timelines``.

Of owners, users and projects the table says how sure it is: ``#confident``, ``#likely`` or
``#speculative``. Only what is confident becomes a relation. The rest, and what has no mark in
these columns, is kept as a note in the words of the table, and its names are not resolved.
The column of investors has no marks and is taken as it stands; projects, builders and
suppliers of power are notes, for a facility's relations are to who owns, uses and pays.

Money is in billions of 2025 dollars and is written in full, with that in its definition. A row
of the timelines is an expectation where its date is after the snapshot: planned, else an
estimate, for Epoch AI reads satellite images and permits and counts nothing itself. What the
table says of now is of the month of its snapshot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from compute_race.basics.dates import PartialDate
from compute_race.basics.namespaces import RACE, SKOS, UNIT
from compute_race.importing import terms
from compute_race.importing.cells import BadCellError, Row
from compute_race.importing.epoch.table import EpochTable
from compute_race.importing.names import Names
from compute_race.importing.notes import own_words
from compute_race.importing.tables import Column
from compute_race.importing.writer import GraphWriter, Modality, key_of

#: Key of a claim, measure, unit, column, how many units one of the column is, definition.
_Figure = tuple[str, str, str, str, int, tuple[str, str]]

_MARKS: Final = frozenset({"confident", "likely", "speculative"})
_DEGREES: Final = re.compile(
    r"([0-9]{1,3})\s*°\s*([0-9]{1,2})\s*['’′]\s*([0-9]{1,2}(?:\.[0-9]+)?)\s*[\"”″]\s*([NSEW])"
)
_H100: Final = RACE + "H100Equivalent"
_DOLLARS: Final = UNIT + "CCY_USD"
_BILLION: Final = 10**9

#: What the figures of a site count, in both languages.
_CHIPS: Final = (
    "speed of all AI chips of the site, in chips of the type H100",
    "vitesse de toutes les puces d'IA du site, en puces H100",
)
_POWER: Final = (
    "power of the whole site at full use, cooling included",
    "puissance du site entier à pleine charge, refroidissement compris",
)
_TOTAL: Final = (
    "the buildings in operation and the hardware in them, in 2025 US dollars",
    "bâtiments en service et matériel qu'ils contiennent, en dollars de 2025",
)
_HARDWARE: Final = (
    "the computing hardware in operation, in 2025 US dollars",
    "matériel de calcul en service, en dollars de 2025",
)
_CONSTRUCTION: Final = (
    "the buildings in operation without the computing hardware, in 2025 US dollars",
    "bâtiments en service sans le matériel de calcul, en dollars de 2025",
)
_EIGHT_BITS: Final = ("operations of 8 bits", "opérations sur 8 bits")

_NOW: Final[tuple[_Figure, ...]] = (
    ("power", "powerCapacity", UNIT + "MegaW", "Current power (MW)", 1, _POWER),
    ("chips", "acceleratorCount", _H100, "Current H100 equivalents", 1, _CHIPS),
    (
        *("capital-cost", "capitalCost", _DOLLARS),
        *("Current total capital cost (2025 USD billions)", _BILLION, _TOTAL),
    ),
)
_ON_A_DAY: Final[tuple[_Figure, ...]] = (
    ("power", "powerCapacity", UNIT + "MegaW", "Power (MW)", 1, _POWER),
    ("chips", "acceleratorCount", _H100, "H100 equivalents", 1, _CHIPS),
    (
        *("performance", "computePerformance", UNIT + "FLOPS"),
        *("Performance (8-bit OP/s)", 1, _EIGHT_BITS),
    ),
    (
        *("capital-cost", "capitalCost", _DOLLARS),
        *("Total capital cost (2025 USD billions)", _BILLION, _TOTAL),
    ),
    (
        *("hardware-cost", "hardwareCost", _DOLLARS),
        *("Compute cost (2025 USD billions)", _BILLION, _HARDWARE),
    ),
    (
        *("construction-cost", "capitalCost", _DOLLARS),
        *("Construction cost (2025 USD billions)", _BILLION, _CONSTRUCTION),
    ),
)
_PARTS: Final = ("hardware-cost", "construction-cost")


def write_data_center(row: Row, graph: GraphWriter, names: Names, date: PartialDate) -> None:
    """Write one data centre, as it stands in the month of the snapshot."""
    handle = row.needed("Handle")
    site = _site(graph, handle, row)
    title = row.text("Title")
    if title is not None and title != handle:
        graph.fact(site, SKOS + "altLabel", terms.text(title))
    graph.fact(site, RACE + "latitude", terms.decimal(degrees(row, "Latitude", "NS")))
    graph.fact(site, RACE + "longitude", terms.decimal(degrees(row, "Longitude", "EW")))
    if (address := row.text("Address")) is not None:
        graph.fact(site, RACE + "address", terms.text(address))
    for column, relation in (("Owner", "ownedBy"), ("Users", "usedBy"), ("Project", None)):
        found = marked(row, column)
        for name, mark in found.items():
            if relation is not None and mark == "confident":
                organization = names.organization(name, column.lower(), row.number)
                graph.fact(site, RACE + relation, terms.iri(organization))
        if relation is None or any(mark != "confident" for mark in found.values()):
            _note(graph, site, column, row)
    for name in row.names("Investors"):
        investor = names.organization(name, "investor", row.number)
        graph.fact(investor, RACE + "investsIn", terms.iri(site))
    for column in ("Construction companies", "Energy companies"):
        _note(graph, site, column, row)
    _write_figures(row, graph, site, (handle, "now"), date, _NOW, modality="estimated")


def write_timeline(row: Row, graph: GraphWriter, names: Names, date: PartialDate) -> None:
    """Write what one data centre is, or is expected to be, on one day."""
    handle, day = row.needed("Data center"), row.date("Date", order="mdy")
    if day is None:
        raise BadCellError("Date", "is empty")
    site = _site(graph, handle, row)
    ahead = day.earliest > date.latest
    note = own_words(row.text("Construction status"))
    claims = _write_figures(
        *(row, graph, site, (handle, day.text), day, _ON_A_DAY),
        modality="planned" if ahead else "estimated",
        note=note,
    )
    if "capital-cost" in claims:
        for part in _PARTS:
            if part in claims:
                included = terms.iri(claims[part])
                graph.fact(claims["capital-cost"], RACE + "includesFigure", included)


def marked(row: Row, column: str) -> dict[str, str | None]:
    """Read names with their marks (``OpenAI #likely, Microsoft #likely``), in order.

    ``BadCellError`` for a mark nobody knows: how sure it is cannot be guessed.
    """
    found: dict[str, str | None] = {}
    for part in (row.text(column) or "").split(","):
        name, _, mark = (piece.strip() for piece in part.partition("#"))
        if mark and mark not in _MARKS:
            known = ", ".join(f"#{known}" for known in sorted(_MARKS))
            raise BadCellError(column, f"has the mark #{mark}, and known are {known}")
        if name:
            found[name] = mark or None
    return found


def degrees(row: Row, column: str, sides: str) -> Decimal:
    """Read degrees, minutes and seconds (``32°35'25"N``) as decimal degrees.

    ``sides`` are the letters of the axis, the negative one last: ``NS`` or ``EW``. Six places
    are a tenth of a metre. ``BadCellError`` for any other form, and for what is off the globe.
    """
    angle = row.needed(column)
    match = _DEGREES.fullmatch(angle)
    if match is None or match[4] not in sides:
        raise BadCellError(column, f"holds {angle}, which is no angle such as 32°35'25\"{sides[0]}")
    found = Decimal(match[1]) + Decimal(match[2]) / 60 + Decimal(match[3]) / 3600
    if int(match[2]) >= 60 or Decimal(match[3]) >= 60 or found > (90 if "N" in sides else 180):
        raise BadCellError(column, f"holds {angle}, which is nowhere")
    return round(-found if match[4] == sides[1] else found, 6)


def _site(graph: GraphWriter, handle: str, row: Row) -> str:
    return graph.node("data-centre", handle, "DataCentre", handle, row.number)


def _note(graph: GraphWriter, site: str, column: str, row: Row) -> None:
    words = row.text(column)
    if words is not None:
        graph.fact(site, RACE + "note", terms.text(f"{column}: {words}"))


def _write_figures(
    row: Row,
    graph: GraphWriter,
    site: str,
    key: tuple[str, str],
    day: PartialDate,
    figures: Iterable[_Figure],
    *,
    modality: Modality,
    note: str | None = None,
) -> dict[str, str]:
    """Claim the figures of a row, the note with the first of them; give the claims by their key."""
    claims: dict[str, str] = {}
    for name, measure, unit, column, scale, definition in figures:
        value = row.decimal(column)
        if value is None:
            continue
        claims[name] = graph.claim(
            key_of(*key, name),
            site,
            measure,
            unit,
            value * scale,
            value * scale,
            row=row.number,
            modality=modality,
            start=day,
            end=day,
            definition=definition,
            note=None if claims else note,
        )
    return claims


def _columns(*names: str) -> list[Column]:
    return [Column(name, needed=True) for name in names]


TABLES: Final = (
    EpochTable(
        "data_centers",
        "Data centers",
        _columns(
            *("Handle", "Title", "Project", "Address", "Latitude", "Longitude", "Owner", "Users"),
            *("Investors", "Construction companies", "Energy companies"),
            *(figure[3] for figure in _NOW),
        ),
        {"Sentinel satellite timelapse": "addresses of images, which expire"},
        write_data_center,
        path="data_centers/",
    ),
    EpochTable(
        "data_center_timelines",
        "Data center timelines",
        _columns(
            *("Date", "Data center", "Construction status"),
            *(figure[3] for figure in _ON_A_DAY),
        ),
        {
            "Buildings operational": "buildings of unlike size; the status names them",
            "Building area (square feet)": "floors, which say nothing of compute",
            "Site area (square feet)": "land, which says nothing of compute",
            "Water use (MGD)": "cooling, which no question asks for",
        },
        write_timeline,
        path="data_centers/",
    ),
)
