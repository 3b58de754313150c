"""A facility of Compute Atlas for tests, and where its recorded and its whole file lie."""

from __future__ import annotations

from typing import Any

import pytest

from support import ROOT

FILE = ROOT / "tests" / "recorded" / "compute-atlas" / "compute_atlas_facilities_2026-08.json"
DOSSIER = ROOT.parent / "shared" / "data" / "facilities"
WHOLE = DOSSIER / "compute_atlas_facilities_2026-08.json"

needs_dossier = pytest.mark.skipif(not WHOLE.is_file(), reason="the dossier is not at hand")


def facility(**changes: Any) -> dict[str, Any]:
    """Make a good facility, with some keys changed; ``...`` takes a key away."""
    good: dict[str, Any] = {
        "id": "acme-one-reno-nv",
        "name": "Acme One",
        "operator": "Acme",
        "status": "proposed",
        "confidence": "reported",
        "facilityType": "data_center",
        "location": {"lat": 39.5, "lon": -119.8, "city": "Reno", "state": "NV"},
        "capacityMw": {"planned": 300},
        "investmentUsd": 1000000000,
        "announcedDate": "2025-03",
        "statusHistory": [{"status": "proposed", "date": "2025-03-04", "note": "Filed."}],
        "sources": [{"url": "https://example.org/acme", "label": "Acme files"}],
    }
    return {key: value for key, value in {**good, **changes}.items() if value is not ...}
