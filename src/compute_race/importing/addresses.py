"""Where the publishers of outside data sets have their files.

- SEC: the company facts of "EDGAR Application Programming Interfaces"
  (https://www.sec.gov/search-filings/edgar-application-programming-interfaces), one
  JSON file a company, by its CIK in ten digits.
- Epoch AI: the CSV files linked from the pages of its data sets, https://epoch.ai/data,
  refreshed daily (https://epoch.ai/data/ai-models-documentation,
  https://epoch.ai/data/gpu-clusters, https://epoch.ai/data/machine-learning-hardware,
  https://epoch.ai/data/data-centers, https://epoch.ai/data/ai-companies).
- Compute Atlas: the whole data set as one file, as its README offers it
  (https://github.com/ek33450505/compute-atlas, "Bulk").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.importing.download import Address

_CIK: Final = re.compile(r"(?:CIK)?([0-9]{1,10})", re.IGNORECASE)
_EPOCH: Final = "https://epoch.ai/data/"

#: Epoch's files by the name of the table.
EPOCH: Final = {
    name: Address(name, f"{_EPOCH}{folder}{name}.csv", "csv")
    for folder, names in {
        "": (
            "ai_companies",
            "ai_companies_compute_spend",
            "ai_companies_funding_rounds",
            "ai_companies_revenue_reports",
            "ai_companies_staff_reports",
            "ai_companies_usage_reports",
            "all_ai_models",
            "frontier_ai_models",
            "gpu_clusters",
            "large_scale_ai_models",
            "ml_hardware",
            "notable_ai_models",
        ),
        "data_centers/": ("data_center_timelines", "data_centers"),
    }.items()
    for name in names
}

COMPUTE_ATLAS: Final = Address(
    "compute_atlas_facilities",
    "https://raw.githubusercontent.com/ek33450505/compute-atlas/main/data/facilities.json",
    "json",
)


def cik_digits(text: str) -> str:
    """Write a CIK in ten digits (``789019`` and ``CIK0000789019`` are one); else ``UsageError``."""
    match = _CIK.fullmatch(text.strip())
    if match is None or not int(match[1]):
        raise UsageError(f"{text} is no CIK", "write up to ten digits, such as 0000789019")
    return match[1].zfill(10)


def company_facts(cik: str) -> Address:
    """Give the address of a company's facts; ``cik`` as people write it."""
    digits = cik_digits(cik)
    url = f"https://data.sec.gov/api/xbrl/companyfacts/CIK{digits}.json"
    return Address(f"sec_companyfacts_{digits}", url, "json")


def addresses(source: str, wanted: Sequence[str]) -> tuple[Address, ...]:
    """Give the addresses of a source's files.

    ``wanted`` are CIKs for ``sec``, tables for ``epoch`` (none means all of them), and
    nothing for ``compute-atlas``. ``UsageError`` for anything else.
    """
    if source == "sec":
        if not wanted:
            raise UsageError("no company is named", "write race import sec --download 789019")
        return tuple(dict.fromkeys(company_facts(text) for text in wanted))
    if source == "epoch":
        for name in wanted:
            if name not in EPOCH:
                hint = did_you_mean(name, EPOCH, f"it has {', '.join(EPOCH)}")
                raise UsageError(f"Epoch has no table {name}", hint)
        return tuple(EPOCH[name] for name in dict.fromkeys(wanted or EPOCH))
    if source == "compute-atlas":
        if wanted:
            raise UsageError("Compute Atlas is one file", "leave the name out")
        return (COMPUTE_ATLAS,)
    raise UsageError(f"nobody knows where {source} lies", "download it by hand, import the file")
