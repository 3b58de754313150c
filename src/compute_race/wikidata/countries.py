"""Countries in words: which one a description or a bracketed part of a name speaks of.

Where the country itself was not read as a statement, "American multinational company" and
"Microsoft (France)" still tell it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

_WORDS: Final[Mapping[str, str]] = {
    "AE": "Emirati, United Arab Emirates, UAE",
    "AR": "Argentine, Argentinian, Argentina",
    "AT": "Austrian, Austria",
    "AU": "Australian, Australia",
    "BE": "Belgian, Belgium",
    "BR": "Brazilian, Brazil",
    "CA": "Canadian, Canada",
    "CH": "Swiss, Switzerland",
    "CL": "Chilean, Chile",
    "CN": "Chinese, China, People's Republic of China",
    "CO": "Colombian, Colombia",
    "CZ": "Czech, Czech Republic, Czechia",
    "DE": "German, Germany",
    "DK": "Danish, Denmark",
    "EG": "Egyptian, Egypt",
    "ES": "Spanish, Spain",
    "FI": "Finnish, Finland",
    "FR": "French, France",
    "GB": "British, English, Scottish, Welsh, UK, United Kingdom",
    "GR": "Greek, Greece",
    "HK": "Hong Kong",
    "HU": "Hungarian, Hungary",
    "ID": "Indonesian, Indonesia",
    "IE": "Irish, Ireland",
    "IL": "Israeli, Israel",
    "IN": "Indian, India",
    "IT": "Italian, Italy",
    "JP": "Japanese, Japan",
    "KE": "Kenyan, Kenya",
    "KR": "South Korean, South Korea",
    "KZ": "Kazakhstani, Kazakhstan",
    "LU": "Luxembourgish, Luxembourg",
    "MX": "Mexican, Mexico",
    "MY": "Malaysian, Malaysia",
    "NL": "Dutch, Netherlands",
    "NO": "Norwegian, Norway",
    "NZ": "New Zealand",
    "PH": "Philippine, Filipino, Philippines",
    "PL": "Polish, Poland",
    "PT": "Portuguese, Portugal",
    "QA": "Qatari, Qatar",
    "RO": "Romanian, Romania",
    "RU": "Russian, Russia",
    "SA": "Saudi, Saudi Arabian, Saudi Arabia",
    "SE": "Swedish, Sweden",
    "SG": "Singaporean, Singapore",
    "SK": "Slovak, Slovakia",
    "TH": "Thai, Thailand",
    "TR": "Turkish, Turkey, Türkiye",
    "TW": "Taiwanese, Taiwan",
    "UA": "Ukrainian, Ukraine",
    "US": "American, US, U.S., United States, United States of America, USA",
    "VN": "Vietnamese, Vietnam",
    "ZA": "South African, South Africa",
}
_CODES: Final[Mapping[str, str]] = {
    word.strip().lower(): code for code, words in _WORDS.items() for word in words.split(",")
}
_LONGEST: Final = max(len(word.split()) for word in _CODES)


def country_in_words(text: str) -> str:
    """Give the code of the country that a text begins with or wholly is; empty if of none."""
    return _code_at(text.lower().split(), 0)


def country_called(name: str) -> str:
    """Give the code of the country that a name is of, whole: "American Samoa" is another one."""
    return _CODES.get(" ".join(name.lower().split()), "")


def country_described(head: str) -> str:
    """Give the code of the first country in the words of a description up to its noun.

    "partially privatized German company" is of Germany; give nothing of what follows the noun
    ("retailer of American clothes"): it says nothing of where.
    """
    words = head.lower().split()
    return next((code for start in range(len(words)) if (code := _code_at(words, start))), "")


def _code_at(words: Sequence[str], start: int) -> str:
    for count in range(min(_LONGEST, len(words) - start), 0, -1):
        if code := _CODES.get(" ".join(words[start : start + count]).rstrip(",;")):
            return code
    return ""
