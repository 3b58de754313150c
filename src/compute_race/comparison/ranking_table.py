"""A ranking as a table: one for people, with figures in billions, one for programs, exact."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from compute_race.comparison.lookup import slug
from compute_race.comparison.ranking import Ranking
from compute_race.comparison.rows import Row
from compute_race.comparison.table import Column, Kind, Table, Value
from compute_race.comparison.wording import amount, word, years

_BILLION = Decimal(10) ** 9
_CODE = 3

_TITLES = {
    "en": ("{measure} {per}, in {currency}, as of {day}", "{measure}, as of {day}"),
    "fr": ("{measure} {per}, en {currency}, au {day}", "{measure}, au {day}"),
}
_HEADINGS = {
    "who": ("who", "qui"),
    "low": ("from", "de"),
    "high": ("to", "\u00e0"),
    "stated": ("as stated", "\u00e9nonc\u00e9"),
    "period": ("period", "p\u00e9riode"),
    "originals": ("by", "par"),
    "conflicts": ("!", "!"),
    "parts": ("adds up", "additionne"),
}


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
    kinds += [("parts", "string")] if sums else [("stated", "string"), ("period", "string")]
    kinds += [("originals", "integer"), ("conflicts", "string")]
    columns = [] if as_stated else [Column("rank", "integer", "#")]
    columns += [Column(name, kind, _HEADINGS[name][lang == "fr"]) for name, kind in kinds]
    rows = []
    for row in ranking.rows:
        cells: dict[str, Value] = {
            "rank": row.rank,
            "who": row.entity_label,
            "low": _scaled(row, row.low),
            "high": _scaled(row, row.high),
            "stated": _stated(row, lang),
            "period": _period(row, lang),
            "parts": ", ".join(map(slug, row.parts)),
            "originals": row.originals,
            "conflicts": "!" * len(row.conflicts),
        }
        rows.append(tuple(cells[column.name] for column in columns))
    return Table(tuple(columns), tuple(rows))


def plain_table(ranking: Ranking) -> Table:
    """Give the ranking for programs: the keys of the JSON rows, lists joined by spaces."""
    found = ranking.as_dict()["rows"]
    flat = [_flat(row) for row in found]
    names = list(dict.fromkeys(name for row in flat for name in row))
    return Table(
        tuple(Column(name) for name in names),
        tuple(tuple(row.get(name) for name in names) for row in flat),
    )


def is_money(row: Row) -> bool:
    """Tell whether a row's figures are an amount in a currency."""
    return len(row.currency) == _CODE and row.currency.isupper() and row.currency != "NUM"


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
    if row.last_day is None:
        return years(row.years, lang)
    return f"{years(row.years, lang)}, {word('until', lang)} {row.last_day:%Y-%m}"


def _flat(row: dict[str, Any], prefix: str = "") -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, value in row.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            found.update(_flat(value, f"{key}_"))
        elif isinstance(value, list):
            found[key] = " ".join(value)
        else:
            found[key] = None if value is None else str(value)
    return found
