"""Amounts, periods and rates in words and figures that people read."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

_SCALES: Final = (
    (Decimal(10) ** 12, "tn", "bill."),
    (Decimal(10) ** 9, "bn", "Md"),
    (Decimal(10) ** 6, "m", "M"),
)
_MONEY: Final = 3
_SIX_DIGITS: Final = Context(prec=6, rounding=ROUND_HALF_EVEN)
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "at least": ("at least", "au moins"),
    "up to": ("up to", "jusqu'\u00e0"),
    "about": ("about", "environ"),
    "year": ("year", "an"),
    "years": ("years", "ans"),
    "per year": ("a year", "par an"),
    "in total": ("in total", "au total"),
    "to": ("to", "\u00e0"),
    "characters": ("characters", "caract\u00e8res"),
    "y": ("y", "an"),
    "ys": ("y", "ans"),
    "mo": ("mo", "mois"),
    "month": ("month", "mois"),
    "months": ("months", "mois"),
}
#: What is counted: one and many in English, one and many in French.
_NOUNS: Final[dict[str, tuple[str, str, str, str]]] = {
    "document": ("document", "documents", "document", "documents"),
    "original": (
        "independent original",
        "independent originals",
        "source ind\u00e9pendante",
        "sources ind\u00e9pendantes",
    ),
    "claim": ("claim", "claims", "affirmation", "affirmations"),
}
_PLAIN_UNITS: Final = {"PERCENT": "%", "MegaW": "MW", "GigaW": "GW", "KiloW": "kW", "NUM": ""}


def word(name: str, lang: str) -> str:
    """Give a word of the interface in English or French."""
    english, french = _WORDS[name]
    return french if lang == "fr" else english


def counted(number: int, noun: str, lang: str = "en") -> str:
    """Write a count with its noun: ``1 document``, ``4 documents``; French 0 is singular."""
    forms = _NOUNS[noun][2:] if lang == "fr" else _NOUNS[noun][:2]
    is_one = number in (0, 1) if lang == "fr" else number == 1
    return f"{grouped(Decimal(number), lang)} {forms[0 if is_one else 1]}"


def quoted_rate(value: Decimal, lang: str = "en") -> str:
    """Write a rate into the euro the way the ECB quotes it: units per euro, six digits."""
    return grouped(_SIX_DIGITS.divide(Decimal(1), value), lang)


def figure(value: Decimal, lang: str = "en", *, scaled: bool = True) -> str:
    """Write a number for people: three to four digits with a scale, or grouped digits.

    ``16.7 bn`` in English is ``16,7 Md`` in French.
    """
    if scaled:
        for scale, english, french in _SCALES:
            if abs(value) >= scale:
                name = french if lang == "fr" else english
                return f"{_decimal(_round(value / scale), lang)}\u00a0{name}"
    return grouped(value, lang)


def grouped(value: Decimal, lang: str = "en") -> str:
    """Write every digit of a number, grouped by thousands."""
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if lang == "fr":
        return text.replace(",", "\u202f").replace(".", ",")
    return text


def amount(
    low: Decimal | None,
    high: Decimal | None,
    unit: str,
    lang: str = "en",
    *,
    approximate: bool = False,
) -> str:
    """Write an interval with its unit: ``at least 380 bn CNY``, ``4 to 6 %``."""
    scaled = len(unit) == _MONEY and unit not in _PLAIN_UNITS
    name = _PLAIN_UNITS.get(unit, unit)

    def write(value: Decimal) -> str:
        return figure(value, lang, scaled=scaled)

    if low is not None and high is not None:
        text = write(low) if low == high else _range(low, high, lang, scaled=scaled)
    elif low is not None:
        text = f"{word('at least', lang)} {write(low)}"
    elif high is not None:
        text = f"{word('up to', lang)} {write(high)}"
    else:
        return "-"
    about = f"{word('about', lang)} " if approximate else ""
    return f"{about}{text}\u00a0{name}" if name else about + text


def _range(low: Decimal, high: Decimal, lang: str, *, scaled: bool) -> str:
    """Write the scale once where both ends have it: ``60 to 65 bn``."""
    first, second = figure(low, lang, scaled=scaled), figure(high, lang, scaled=scaled)
    head, _, scale = first.partition("\u00a0")
    if scale and second.endswith("\u00a0" + scale):
        first = head
    return f"{first} {word('to', lang)} {second}"


def years(value: Decimal, lang: str = "en", *, short: bool = False) -> str:
    """Write a length in years, or in months where it is shorter than one; ``4 y`` for short."""
    months = round(value * 12)
    if value < 1 and abs(value * 12 - months) < _ROUNDED:
        name = "mo" if short else "month" if months == 1 else "months"
        return f"{months} {word(name, lang)}"
    name = ("y" if short else "year") + ("" if value <= 1 else "s")
    return f"{_decimal(value.normalize(), lang)} {word(name, lang)}"


#: What a length in years, kept to six digits, may lack to whole months.
_ROUNDED: Final = Decimal("0.0001")


def _round(value: Decimal) -> Decimal:
    digits = "1" if abs(value) >= 1000 else "0.1" if abs(value) >= 10 else "0.01"
    return value.quantize(Decimal(digits), rounding=ROUND_HALF_EVEN)


def _decimal(value: Decimal, lang: str) -> str:
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if lang == "fr" else text
