"""A ranking as a table: one for people, with figures in billions, one for programs, exact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from compute_race.answering.lookup import slug
from compute_race.answering.ranking import Ranking, row_id
from compute_race.answering.reasons import explained
from compute_race.answering.rows import Row
from compute_race.answering.table import Column, Kind, Table, Value
from compute_race.answering.wording import amount, word, years

_BILLION = Decimal(10) ** 9
_CODE = 3

_TITLES = {
    "en": ("{measure} {per}, in {currency}, as of {day}", "{measure}, as of {day}"),
    "fr": ("{measure} {per}, en {currency}, au {day}", "{measure}, au {day}"),
}
_PART_OF = {"en": "part of", "fr": "partie de"}
_HEADINGS = {
    "who": ("who", "qui"),
    "low": ("from", "de"),
    "high": ("to", "\u00e0"),
    "stated": ("as stated", "\u00e9nonc\u00e9"),
    "period": ("period", "p\u00e9riode"),
    "originals": ("by", "par"),
    "conflicts": ("!", "!"),
    "all_low": ("all from", "tout de"),
    "all_high": ("all to", "tout \u00e0"),
    "difference": ("left out", "\u00e9cart\u00e9"),
    "parts": ("counts", "compte"),
    "announcement": ("announcement", "annonce"),
    "why": ("counted, or why not", "compt\u00e9e, ou pourquoi non"),
}
_COUNTED = {"en": "counted", "fr": "compt\u00e9e"}
_OF = {"en": "{} of {}", "fr": "{} sur {}"}


def title(ranking: Ranking) -> str:
    """Give the question of a ranking as one line, with the unit of its figures."""
    options, lang = ranking.options, ranking.lang
    money, plain = _TITLES[lang]
    converts = options.currency != "original" and any(map(is_money, ranking.rows))
    per = word("per year" if options.per == "year" else "in total", lang)
    text = (money if converts else plain).format(
        measure=ranking.measure,
        per=per,
        currency=f"{'Md' if lang == 'fr' else 'bn'} {options.currency}",
        day=options.as_of.isoformat(),
    )
    return text[:1].upper() + text[1:]


def people_table(ranking: Ranking) -> Table:
    """Give the ranking for people: money in billions, ``!`` where claims conflict."""
    lang = ranking.lang
    sums = ranking.options.by == "bloc"
    as_stated = ranking.options.currency == "original"
    kinds: list[tuple[str, Kind]] = [("who", "string")]
    kinds += [] if as_stated else [("low", "decimal"), ("high", "decimal")]
    if sums:
        kinds += [("all_low", "decimal"), ("all_high", "decimal"), ("difference", "decimal")]
        kinds += [("parts", "string")]
    else:
        kinds += [("stated", "string"), ("period", "string")]
    kinds += [("originals", "integer"), ("conflicts", "string")]
    columns = [] if as_stated else [Column("rank", "integer", "#")]
    columns += [Column(name, kind, _HEADINGS[name][lang == "fr"]) for name, kind in kinds]
    ranks = {row.about: row.rank for row in ranking.rows}
    rows = []
    for row in ranking.rows:
        cells: dict[str, Value] = {
            "rank": row.rank,
            "who": _who(row, ranks, lang),
            "low": _scaled(row, row.low),
            "high": _scaled(row, row.high),
            "stated": _stated(row, lang),
            "period": _period(row, lang),
            **_added(row, lang),
            "originals": row.originals,
            "conflicts": "!" * len(row.conflicts),
        }
        rows.append(tuple(cells[column.name] for column in columns))
    return Table(tuple(columns), tuple(rows))


def sums_table(ranking: Ranking) -> Table | None:
    """Give for people what each sum counts and leaves out, ``None`` where nothing was added up.

    The figures of a sum, counted or not, add up to what everything would.
    """
    if ranking.options.by != "bloc":
        return None
    lang = ranking.lang
    kinds: list[tuple[str, Kind]] = [("who", "string"), ("announcement", "string")]
    kinds += [("low", "decimal"), ("high", "decimal"), ("why", "string")]
    columns = tuple(Column(name, kind, _HEADINGS[name][lang == "fr"]) for name, kind in kinds)
    rows = []
    for row in ranking.rows:
        lines = [(part, _COUNTED[lang]) for part in sorted(row.counted, key=_largest)]
        missed = (item for item in ranking.left_out if item.total == row.about)
        others = [(item.row, explained(item, lang)) for item in missed if item.row is not None]
        lines += sorted(others, key=lambda line: _largest(line[0]))
        for part, why in lines:
            ends = _scaled(part, part.low), _scaled(part, part.high)
            rows.append((row.entity_label, slug(part.about), *ends, why))
    return Table(columns, tuple(rows))


def _largest(row: Row) -> tuple[Decimal, str]:
    return -row.main, row.about


def _added(row: Row, lang: str) -> dict[str, Value]:
    """Give the cells that say what everything would add up to, and how much is not counted."""
    every = row.all_added
    if every is None:
        return {"all_low": None, "all_high": None, "difference": None, "parts": ""}
    return {
        "all_low": _scaled(row, every.low),
        "all_high": _scaled(row, every.high),
        "difference": _scaled(row, every.low - (row.low or Decimal(0))),
        "parts": _OF[lang].format(len(row.counted) or 1, every.count),
    }


def plain_table(ranking: Ranking) -> Table:
    """Give the ranking for programs: one exact value a cell, lists joined by spaces."""
    missed: dict[str, list[str]] = {}
    for item in ranking.left_out:
        if item.total is not None:
            gone = ":".join(
                (slug(item.announcement), item.reason, *(slug(to) for _, to in item.way))
            )
            missed.setdefault(item.total, []).append(gone)
    return Table(
        (*(Column(name, kind) for name, kind, _ in _PLAIN), Column("left_out")),
        tuple(
            (
                *(read(row) for _, _, read in _PLAIN),
                " ".join(missed.get(row.all_added.of if row.all_added else "", ())),
            )
            for row in ranking.rows
        ),
    )


def is_money(row: Row) -> bool:
    """Tell whether a row's figures are an amount in a currency."""
    return len(row.currency) == _CODE and row.currency.isupper() and row.currency != "NUM"


def _who(row: Row, ranks: Mapping[str, int | None], lang: str) -> str:
    """Name who announced, and of which other row the announcement is a part."""
    wholes = sorted(rank for part in row.part_of if (rank := ranks.get(part)) is not None)
    if not wholes:
        return row.entity_label
    return f"{row.entity_label} ({_PART_OF[lang]} #{wholes[0]})"


def _scaled(row: Row, value: Decimal | None) -> Decimal | None:
    if value is None or not is_money(row):
        return value
    return value / _BILLION


def _stated(row: Row, lang: str) -> str:
    if row.stated is None:
        return ""
    stated = row.stated
    return amount(stated.low, stated.high, stated.unit, lang, approximate=stated.approximate)


def _period(row: Row, lang: str) -> str:
    if row.years is None:
        return ""
    length = years(row.years, lang, short=True)
    return length if row.last_day is None else f"{length} {word('to', lang)} {row.last_day:%Y-%m}"


def _slug(iri: str | None) -> str | None:
    return slug(iri) if iri else None


def _stated_end(row: Row, end: str) -> Decimal | None:
    if row.stated is None:
        return None
    return row.stated.low if end == "low" else row.stated.high


_PLAIN: Final[tuple[tuple[str, Kind, Callable[[Row], Value]], ...]] = (
    ("rank", "integer", lambda row: row.rank),
    ("rank_low", "integer", lambda row: row.rank_low),
    ("rank_high", "integer", lambda row: row.rank_high),
    ("id", "string", row_id),
    ("entity", "string", lambda row: _slug(row.entity)),
    ("entities", "string", lambda row: " ".join(map(slug, row.entities))),
    ("entity_label", "string", lambda row: row.entity_label),
    ("announcement", "string", lambda row: _slug(row.announcement)),
    ("label", "string", lambda row: row.label),
    ("group", "string", lambda row: _slug(row.group)),
    ("initiative", "string", lambda row: _slug(row.initiative)),
    ("bloc", "string", lambda row: _slug(row.bloc)),
    ("measure", "string", lambda row: slug(row.measure)),
    ("modality", "string", lambda row: slug(row.modality)),
    ("scope", "string", lambda row: _slug(row.scope)),
    ("low", "decimal", lambda row: row.low),
    ("high", "decimal", lambda row: row.high),
    ("currency", "string", lambda row: row.currency),
    ("per", "string", lambda row: row.per),
    ("years", "decimal", lambda row: row.years),
    ("first_day", "date", lambda row: row.first_day),
    ("last_day", "date", lambda row: row.last_day),
    ("stated_low", "decimal", lambda row: _stated_end(row, "low")),
    ("stated_high", "decimal", lambda row: _stated_end(row, "high")),
    ("stated_unit", "string", lambda row: row.stated.unit if row.stated else None),
    ("stated_period", "string", lambda row: row.stated.text if row.stated else None),
    ("rate", "decimal", lambda row: row.rate.value if row.rate else None),
    ("rate_date", "date", lambda row: row.rate.date if row.rate else None),
    ("rate_basis", "string", lambda row: row.rate.basis if row.rate else None),
    ("originals", "integer", lambda row: row.originals),
    ("documents", "string", lambda row: " ".join(row.documents)),
    ("claims", "string", lambda row: " ".join(row.claims)),
    ("conflicts", "string", lambda row: " ".join(row.conflicts)),
    ("parts", "string", lambda row: " ".join(map(slug, row.parts))),
    ("all_added_low", "decimal", lambda row: row.all_added.low if row.all_added else None),
    ("all_added_high", "decimal", lambda row: row.all_added.high if row.all_added else None),
    ("all_added_count", "integer", lambda row: row.all_added.count if row.all_added else None),
    ("ratio_to_leader", "decimal", lambda row: row.ratio),
)
