"""Epoch AI's table of machine learning hardware: what each accelerator does, takes and costs.

Figures are of the makers' data sheets, so reported; where the table notes otherwise, the note
stands with the accelerator. Prices are those of the press and of dealers, so estimated, with
their sources. Performance is claimed once for each number format, named in the definition,
and without sparsity unless the note says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from compute_race.basics.dates import PartialDate
from compute_race.basics.namespaces import RACE, UNIT
from compute_race.importing import terms
from compute_race.importing.cells import Row
from compute_race.importing.epoch.table import EpochTable, ignored
from compute_race.importing.names import Names
from compute_race.importing.notes import own_words, web_addresses
from compute_race.importing.tables import Column
from compute_race.importing.writer import GraphWriter, key_of

#: Number formats by the column of their performance, in operations a second.
_FORMATS: Final[Mapping[str, str]] = {
    "FP64 (double precision) performance (FLOP/s)": "FP64",
    "FP32 (single precision) performance (FLOP/s)": "FP32",
    "TF32 (TensorFloat-32) performance (FLOP/s)": "TF32",
    "FP16 (half precision) performance (FLOP/s)": "FP16",
    "Tensor-FP16/BF16 performance (FLOP/s)": "tensor FP16/BF16",
    "FP8 performance (FLOP/s)": "FP8",
    "FP4 performance (FLOP/s)": "FP4",
    "INT16 performance (OP/s)": "INT16",
    "INT8 performance (OP/s)": "INT8",
    "INT4 performance (OP/s)": "INT4",
}
#: Other figures by column: key of the claim, measure, unit.
_FIGURES: Final[Mapping[str, tuple[str, str, str]]] = {
    "Memory (bytes)": ("memory", "memoryCapacity", UNIT + "BYTE"),
    "Memory bandwidth (byte/s)": ("memory-bandwidth", "memoryBandwidth", RACE + "BytePerSecond"),
    "TDP (W)": ("power-draw", "powerDraw", UNIT + "W"),
    "Release price (USD)": ("price", "unitPrice", UNIT + "CCY_USD"),
}
_PRICE: Final = "Release price (USD)"
_PRICE_SOURCE: Final = "Source for the price"

_IGNORED: Final = ignored(
    {
        "how the chip is made or clocked, which says less of compute than its performance": (
            *("Type", "Foundry", "Die Size (mm^2)", "Base clock (MHz)", "Boost clock (MHz)"),
            *("Memory clock (MHz)", "Memory bus (bit)", "Tensor cores", "Process size (nm)"),
            "Transistors (millions)",
        ),
        "the network between chips, which no question asks for": (
            *("Intranode bandwidth (byte/s)", "Internode bandwidth (bit/s)"),
        ),
        "follows from other columns": (
            *("Max performance", "Energy efficiency", "Price-performance", "ML OP/s"),
            "Total processing performance (bit-OP/s)",
        ),
        "said in the tables of models": ("ML models",),
        "when Epoch AI last edited the row": ("Last modified",),
    }
)


def write_accelerator(row: Row, graph: GraphWriter, names: Names, date: PartialDate) -> None:
    """Write one row."""
    name = row.needed("Hardware name")
    chip = names.accelerator(name, row.number)
    if (maker := row.text("Manufacturer")) is not None:
        organization = names.organization(maker, "manufacturer", row.number)
        graph.fact(organization, RACE + "develops", terms.iri(chip))
    if (day := row.date("Release date")) is not None:
        graph.fact(chip, RACE + "releasedOn", terms.date(day))
    if (note := own_words(row.text("Notes"))) is not None:
        graph.fact(chip, RACE + "note", terms.text(note))
    for url in web_addresses(row.text("Link to datasheet")):
        graph.fact(chip, RACE + "sourceUrl", terms.address(url))
    for column, number_format in _FORMATS.items():
        value = row.decimal(column)
        if value is not None:
            graph.claim(
                key_of(name, "performance", number_format),
                chip,
                "computePerformance",
                UNIT + "FLOPS",
                value,
                value,
                row=row.number,
                modality="reported",
                definition=(number_format, number_format),
            )
    for column, (key, measure, unit) in _FIGURES.items():
        value = row.decimal(column)
        if value is not None:
            graph.claim(
                key_of(name, key),
                chip,
                measure,
                unit,
                value,
                value,
                row=row.number,
                modality="estimated" if column == _PRICE else "reported",
                sources=web_addresses(row.text(_PRICE_SOURCE)) if column == _PRICE else (),
            )


_NEEDED: Final = ("Hardware name", "Manufacturer", "Release date", *_FORMATS, *_FIGURES)

TABLES: Final = (
    EpochTable(
        "ml_hardware",
        "Machine learning hardware",
        [
            *(Column(name, needed=True) for name in _NEEDED),
            *map(Column, ("Notes", "Link to datasheet", _PRICE_SOURCE)),
        ],
        _IGNORED,
        write_accelerator,
    ),
)
