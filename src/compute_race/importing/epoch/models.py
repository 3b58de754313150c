"""Epoch AI's tables of models: notable, large-scale, frontier, and all models.

The tables overlap and have nearly one schema. A model is one node in all of them, by the name
that they print. Figures are Epoch AI's estimates, made or chosen by it, and are said to be so:
the tables do not tell which of them a developer disclosed.

1. ``Confidence`` is that of the training compute, the parameters and the size of the training
   data (https://epoch.ai/data/ai-models-documentation), and stands with these claims.
2. Where a bound stands beside an estimate, the estimate is the claim and the bounds are a
   claim of their own, with that in its definition; without an estimate they are the claim.
3. Where several data sets have several sizes, each is a claim, and nothing is added up.
4. A note on a figure that the table lacks stands with the model.
5. Of a link only its web addresses are read. ``Multinational`` is no country.
6. Hardware that cost 0 dollars is hardware of unknown cost.

``all_ai_models`` is an older snapshot of the table that the others are drawn from, with
thousands of small models and rows without a name. It can be imported by naming the file
(with ``--lenient``), and is not part of a folder: it would say again, with older
figures, what the others say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Final

from compute_race.basics.dates import PartialDate
from compute_race.basics.namespaces import RACE, UNIT
from compute_race.importing import terms
from compute_race.importing.cells import BadCellError, Row
from compute_race.importing.epoch.model_columns import IGNORED
from compute_race.importing.epoch.table import EpochTable
from compute_race.importing.names import Names
from compute_race.importing.notes import own_words, web_addresses
from compute_race.importing.tables import Column
from compute_race.importing.writer import GraphWriter, key_of

_DOLLARS: Final = UNIT + "CCY_USD"
_NUMBER: Final = UNIT + "NUM"


@dataclass(frozen=True)
class _Figure:
    """What a column's number becomes: key of the claim, measure, unit; where its note is."""

    key: str
    measure: str
    unit: str
    notes: str | None = None
    definition: tuple[str, str] | None = None


_FIGURES: Final[Mapping[str, _Figure]] = {
    "Parameters": _Figure("parameters", "parameterCount", _NUMBER, "Parameters notes"),
    "Training compute (FLOP)": _Figure(
        "training-compute", "trainingCompute", RACE + "FLOP", "Training compute notes"
    ),
    "Training time (hours)": _Figure(
        "training-time", "trainingDuration", UNIT + "HR", "Training time notes"
    ),
    "Hardware quantity": _Figure(
        "hardware-quantity",
        "acceleratorCount",
        _NUMBER,
        definition=(
            "accelerators that the model was trained on",
            "accélérateurs sur lesquels le modèle a été entraîné",
        ),
    ),
    "Training compute cost (2023 USD)": _Figure(
        "training-cost",
        "trainingCost",
        _DOLLARS,
        "Compute cost notes",
        (
            "cost of the computing as Epoch AI works it out, in 2023 US dollars",
            "coût du calcul selon Epoch AI, en dollars de 2023",
        ),
    ),
    "Training compute cost (cloud)": _Figure(
        "training-cost-cloud",
        "trainingCost",
        _DOLLARS,
        definition=("at the price of renting the hardware", "au prix de location du matériel"),
    ),
    "Training compute cost (upfront)": _Figure(
        "training-cost-upfront",
        "trainingCost",
        _DOLLARS,
        definition=("at the price of buying the hardware", "au prix d'achat du matériel"),
    ),
    "Hardware acquisition cost": _Figure("hardware-cost", "hardwareCost", _DOLLARS),
    "Training power draw (W)": _Figure("power-draw", "powerDraw", UNIT + "W"),
}
_DATAPOINTS: Final = _Figure("training-data", "trainingDatasetSize", _NUMBER, "Dataset size notes")
_ONE_OF_SEVERAL: Final = (
    "one of several data sets that the model was trained on",
    "un de plusieurs jeux de données d'entraînement du modèle",
)
#: Measures whose figures the table's confidence is about.
_SURE: Final = frozenset({"parameterCount", "trainingCompute", "trainingDatasetSize"})
_BOUNDS: Final = (
    "bounds of the estimate, which is a claim of its own",
    "bornes de l'estimation, qui est une affirmation à part",
)
_COMPUTE: Final = "Training compute (FLOP)"
_LOWER: Final = "Training compute lower bound"
_UPPER: Final = "Training compute upper bound"
_NO_COUNTRY: Final = "Multinational"
#: In these columns a nought means that nobody knows.
_NOUGHT_IS_UNKNOWN: Final = frozenset({"Hardware acquisition cost"})


def write_model(
    row: Row, graph: GraphWriter, names: Names, date: PartialDate, *, country: str, datapoints: str
) -> None:
    """Write one row; ``country`` and ``datapoints`` are what the table calls these columns."""
    name = row.needed("Model")
    model = names.model(name, row.number)
    for developer in row.names("Organization"):
        organization = names.organization(developer, "developer", row.number)
        graph.fact(organization, RACE + "develops", terms.iri(model))
    for place in row.names(country):
        if place != _NO_COUNTRY and (found := names.country(place)) is not None:
            graph.fact(model, RACE + "developedIn", terms.iri(found))
    if (day := row.date("Publication date")) is not None:
        graph.fact(model, RACE + "releasedOn", terms.date(day))
    for domain in row.names("Domain"):
        graph.fact(model, RACE + "domain", terms.text(domain))
    if (access := row.text("Model accessibility")) is not None:
        graph.fact(model, RACE + "accessibility", terms.text(access))
    for url in web_addresses(row.text("Link")):
        graph.fact(model, RACE + "sourceUrl", terms.address(url))
    for base in row.names("Base model"):
        if base != name:
            graph.fact(model, RACE + "baseModel", terms.iri(names.model(base, row.number)))
    for chip in row.names("Training hardware"):
        accelerator = names.accelerator(chip, row.number)
        graph.fact(model, RACE + "trainedOn", terms.iri(accelerator))
    _write_figures(row, graph, model, name, datapoints)
    _write_bounds(row, graph, model, name)


def _write_figures(row: Row, graph: GraphWriter, model: str, name: str, datapoints: str) -> None:
    for column, figure in _FIGURES.items():
        value = row.decimal(column)
        if value is not None and (value or column not in _NOUGHT_IS_UNKNOWN):
            _claim(row, graph, model, figure, value, key_of(name, figure.key))
        elif column != _COMPUTE or not _bounded(row):
            _keep_note(row, graph, model, figure)
    sizes = row.sizes(datapoints)
    if not sizes:
        _keep_note(row, graph, model, _DATAPOINTS)
    figure = _DATAPOINTS if len(sizes) < 2 else replace(_DATAPOINTS, definition=_ONE_OF_SEVERAL)
    for number, value in enumerate(sizes, start=1):
        key = figure.key if number == 1 else f"{figure.key}-{number}"
        _claim(row, graph, model, figure, value, key_of(name, key))


def _keep_note(row: Row, graph: GraphWriter, model: str, figure: _Figure) -> None:
    """Keep the note on a figure that is not there."""
    words = own_words(row.text(figure.notes)) if figure.notes is not None else None
    if words is not None:
        subject = figure.key.replace("-", " ")
        graph.fact(model, RACE + "note", terms.text(f"{subject}: {words}"))


def _bounded(row: Row) -> bool:
    return row.text(_LOWER) is not None or row.text(_UPPER) is not None


def _claim(
    row: Row, graph: GraphWriter, model: str, figure: _Figure, value: Decimal, key: str
) -> None:
    graph.claim(
        key,
        model,
        figure.measure,
        figure.unit,
        value,
        value,
        row=row.number,
        modality="estimated",
        definition=figure.definition,
        confidence=row.text("Confidence") if figure.measure in _SURE else None,
        note=own_words(row.text(figure.notes)) if figure.notes is not None else None,
    )


def _write_bounds(row: Row, graph: GraphWriter, model: str, name: str) -> None:
    lower, upper = row.decimal(_LOWER), row.decimal(_UPPER)
    if lower is None and upper is None:
        return
    if lower is not None and upper is not None and lower > upper:
        raise BadCellError(_LOWER, f"is above the upper bound, {upper:E}")
    alone = row.decimal(_COMPUTE) is None
    graph.claim(
        key_of(name, "training-compute" if alone else "training-compute-bounds"),
        model,
        "trainingCompute",
        RACE + "FLOP",
        lower,
        upper,
        row=row.number,
        modality="estimated",
        definition=None if alone else _BOUNDS,
        confidence=row.text("Confidence"),
        note=own_words(row.text("Training compute notes")) if alone else None,
    )


def _table(
    name: str,
    title: str,
    *,
    datapoints: str,
    country: str = "Country (of organization)",
    marks: tuple[str, ...] = (),
    in_folder: bool = True,
) -> EpochTable:
    needed = (
        *("Model", "Organization", "Publication date", "Domain", "Parameters", "Confidence"),
        *("Training compute (FLOP)", "Training time (hours)", "Training hardware"),
        *("Hardware quantity", "Base model", "Model accessibility", "Link", country, datapoints),
    )
    figures = (*_FIGURES.values(), _DATAPOINTS)
    notes = {figure.notes for figure in figures if figure.notes is not None}
    others = sorted({*notes, *_FIGURES, _LOWER, _UPPER} - {*needed})
    return EpochTable(
        name,
        title,
        [*(Column(one, needed=True) for one in needed), *map(Column, others)],
        IGNORED,
        partial(write_model, country=country, datapoints=datapoints),
        marks=marks,
        in_folder=in_folder,
    )


_DEPRECATED: Final = "(DEPRECATED) Training dataset size (datapoints)"

TABLES: Final = (
    _table(
        "notable_ai_models",
        "Notable AI models",
        datapoints="Training dataset size (total)",
        marks=("Open model weights?", "Notability criteria"),
    ),
    _table("large_scale_ai_models", "Large-scale AI models", datapoints=_DEPRECATED),
    _table(
        "frontier_ai_models",
        "Frontier AI models",
        datapoints=_DEPRECATED,
        marks=("Frontier model", "Estimated over 1e25 FLOP"),
    ),
    _table(
        "all_ai_models",
        "All AI models",
        datapoints="Training dataset size (datapoints)",
        country="Country (from Organization)",
        marks=("Approach", "Benchmark data"),
        in_folder=False,
    ),
)
