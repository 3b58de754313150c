"""Compute Atlas as a graph: what becomes of a facility, its operator, days, figures and notes.

What is read and refused is tested in ``test_importing_compute_atlas_records``. The graph is
read with another parser, the files with plain ``json``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from atlas_specimen import FILE, WHOLE, facility, needs_dossier
from compute_race.basics.problems import ProblemsError, UsageError
from compute_race.importing import compute_atlas
from compute_race.importing.compute_atlas import operators_of
from compute_race.importing.register import Register
from compute_race.importing.snapshot import Imported, Snapshot, snapshot_date
from compute_race.importing.sources import SOURCES
from imported_facts import Facts, drawn, facts_of, real_checker, real_register, unresolved_of

FACILITY = "data:compute-atlas/facility/"
CLAIM = "src:compute-atlas#"

Read = Callable[..., Imported]


@pytest.fixture(scope="module")
def register() -> Register:
    return real_register()


@pytest.fixture
def made(register: Register, tmp_path: Path) -> Read:
    """Give a function that writes facilities into a file and reads it."""

    def make(*entries: dict[str, Any], lenient: bool = False) -> Imported:
        path = tmp_path / "facilities_2026-08.json"
        path.write_text(json.dumps(entries), encoding="utf-8")
        return read(path, register, lenient=lenient)

    return make


def read(path: Path, register: Register, *, lenient: bool = False) -> Imported:
    snapshot = Snapshot(path, path.name, snapshot_date(path, None), lenient)
    return compute_atlas.IMPORTER.read(snapshot, register)


def site(imported: Imported, key: str = "acme-one-reno-nv") -> dict[str, set[str]]:
    return facts_of(imported)[FACILITY + key]


def claims(imported: Imported) -> dict[str, dict[str, set[str]]]:
    """Give the claims by the last part of their name: which figure it is."""
    return {
        name.rpartition(".")[2]: about
        for name, about in facts_of(imported).items()
        if name.startswith(CLAIM)
    }


# ---------------------------------------------------------------- a facility


def test_all_that_a_facility_says(register: Register) -> None:
    facts = facts_of(read(FILE, register))
    assert facts[f"{FACILITY}meta-hyperion-richland-parish-la"] == {
        "rdf:type": {"race:DataCentre"},
        "label": {"Meta Hyperion@en", "Meta Hyperion@fr"},
        "facilityType": {"data_center"},
        "facilityStatus": {"under_construction"},
        "confidence": {"reported"},
        "aiUse": {"confirmed"},
        "operatedBy": {"ent:meta-platforms"},
        "locatedIn": {"ent:united-states"},
        "address": {"Delhi vicinity, Richland, LA"},
        "latitude": {"32.4442^^decimal"},
        "longitude": {"-91.4906^^decimal"},
        "proposedOn": {"2025-01^^gYearMonth"},
        "constructionStartedOn": {"2025^^gYear"},
        "note": {"under_construction 2025: Site preparation and construction underway"},
        "sourceUrl": {
            f"{source['url']}^^anyURI"
            for entry in json.loads(FILE.read_bytes())
            if entry["id"] == "meta-hyperion-richland-parish-la"
            for source in entry["sources"]
        },
    }
    assert facts[f"{CLAIM}meta-hyperion-richland-parish-la.investment"] == {
        "rdf:type": {"race:Claim"},
        "inDocument": {"src:compute-atlas"},
        "about": {f"{FACILITY}meta-hyperion-richland-parish-la"},
        "measure": {"race:plannedInvestment"},
        "modality": {"race:planned"},
        "lower": {"10000000000^^integer"},
        "upper": {"10000000000^^integer"},
        "unit": {"unit:CCY_USD"},
        "confidence": {"reported"},
        "definition": {
            "investment in the data centre, all of it or the part that its sources speak of@en",
            "investissement dans le centre de données, en entier ou pour la partie dont parlent"
            " ses sources@fr",
        },
        "stated": {"race:record"},
        "locator": {"facilities/meta-hyperion-richland-parish-la, investmentUsd"},
    }


def test_the_data_set_is_described(register: Register) -> None:
    imported = read(FILE, register)
    digest = hashlib.sha256(FILE.read_bytes()).hexdigest()
    about = facts_of(imported)["src:compute-atlas"]
    assert about["rdf:type"] == {"race:Dataset"}
    assert about["publisher"] == {"ent:compute-atlas"}
    assert about["publishedOn"] == {"2026-08^^gYearMonth"}
    assert about["licence"] == {"https://creativecommons.org/licenses/by/4.0/^^anyURI"}
    assert about["textSha256"] == {digest}
    [credit] = about["credit"]
    assert "Compute Atlas by Edward Kubiak" in credit
    assert imported.stem == "compute-atlas"
    manifest = imported.manifest
    assert (manifest["rows"], manifest["skipped"]) == (12, 0)
    assert (manifest["compared"], manifest["sha256"]) == (False, digest)


@pytest.mark.parametrize(
    ("kind", "cls", "words"),
    [
        ("data_center", "race:DataCentre", "power of the data centre, planned"),
        ("crypto_mining", "race:Facility", "mines coins, not of AI compute, planned"),
        ("power_generation", "race:Facility", "power that the plant generates, not what"),
    ],
)
def test_what_kind_it_is_stays_with_its_figures(
    made: Read, kind: str, cls: str, words: str
) -> None:
    """The megawatts of a power plant must never pass for those of a data centre."""
    imported = made(facility(facilityType=kind))
    assert site(imported)["rdf:type"] == {cls}
    assert site(imported)["facilityType"] == {kind}
    english = {word for word in claims(imported)["power-planned"]["definition"] if "@en" in word}
    assert len(english) == 1
    assert words in english.pop()


def test_power_in_operation_and_planned_are_two_claims(made: Read) -> None:
    found = claims(made(facility(capacityMw={"operational": 12.5, "planned": 300})))
    now, ahead = found["power-operational"], found["power-planned"]
    assert (now["modality"], ahead["modality"]) == ({"race:reported"}, {"race:planned"})
    assert now["lower"] == now["upper"] == {"12.5^^decimal"}
    assert ahead["lower"] == ahead["upper"] == {"300^^integer"}
    for claim, field in ((now, "operational"), (ahead, "planned")):
        assert claim["measure"] == {"race:powerCapacity"}
        assert claim["unit"] == {"unit:MegaW"}
        assert claim["locator"] == {f"facilities/acme-one-reno-nv, capacityMw.{field}"}
    assert now["definition"].isdisjoint(ahead["definition"])


@pytest.mark.parametrize(
    ("status", "steps", "planned", "measure", "modality"),
    [
        ("proposed", [], None, "plannedInvestment", "planned"),
        ("permitted", [], None, "plannedInvestment", "planned"),
        ("under_construction", [], None, "plannedInvestment", "planned"),
        ("cancelled", [], None, "plannedInvestment", "planned"),
        ("operational", [], None, "capitalCost", "reported"),
        ("operational", ["under_construction", "operational"], None, "capitalCost", "reported"),
        # More is to come, so that the sum may be of what is ahead.
        (
            "operational",
            ["operational", "under_construction"],
            None,
            "plannedInvestment",
            "planned",
        ),
        ("operational", [], 300, "plannedInvestment", "planned"),
    ],
)
def test_money_is_spent_only_where_a_site_is_finished(
    made: Read, status: str, steps: list[str], planned: int | None, measure: str, modality: str
) -> None:
    entry = facility(
        status=status,
        statusHistory=[{"status": step, "date": "2025"} for step in steps],
        capacityMw={} if planned is None else {"planned": planned},
    )
    claim = claims(made(entry))["investment"]
    assert claim["measure"] == {f"race:{measure}"}
    assert claim["modality"] == {f"race:{modality}"}


def test_figures_of_a_plan_that_was_given_up_say_so(made: Read) -> None:
    imported = made(facility(status="cancelled"))
    assert site(imported)["facilityStatus"] == {"cancelled"}
    for claim in claims(imported).values():
        assert any("given up since@en" in words for words in claim["definition"])
    for claim in claims(made(facility())).values():
        assert not any("given up" in words for words in claim["definition"])


# ---------------------------------------------------------------- days


def steps(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"status": status, "date": date} for status, date in pairs]


@pytest.mark.parametrize(
    ("history", "announced", "expected", "notes"),
    [
        (
            steps(("proposed", "2024-01-05"), ("permitted", "2024-06"), ("operational", "2026")),
            None,
            {
                "proposedOn": "2024-01-05^^date",
                "permittedOn": "2024-06^^gYearMonth",
                "operationalOn": "2026^^gYear",
            },
            set(),
        ),
        (
            steps(("under_construction", "2025"), ("cancelled", "2026-05")),
            None,
            {"constructionStartedOn": "2025^^gYear", "cancelledOn": "2026-05^^gYearMonth"},
            set(),
        ),
        # The first of several of one status; the others are not lost.
        (
            steps(("proposed", "2025-09"), ("proposed", "2026-04")),
            None,
            {"proposedOn": "2025-09^^gYearMonth"},
            {"proposed 2026-04"},
        ),
        # A year may end in December: a day or month within it is earlier.
        (
            steps(("operational", "2025"), ("operational", "2025-06")),
            None,
            {"operationalOn": "2025-06^^gYearMonth"},
            {"operational 2025"},
        ),
        # The announcement is a proposal.
        ([], "2024-08", {"proposedOn": "2024-08^^gYearMonth"}, set()),
        (
            steps(("proposed", "2024-08")),
            "2024-08",
            {"proposedOn": "2024-08^^gYearMonth"},
            set(),
        ),
        (
            steps(("proposed", "2022-01")),
            "2025-11",
            {"proposedOn": "2022-01^^gYearMonth"},
            {"announced 2025-11"},
        ),
        (
            steps(("proposed", "2025-11")),
            "2022-01",
            {"proposedOn": "2022-01^^gYearMonth"},
            {"proposed 2025-11"},
        ),
        ([], None, {}, set()),
    ],
)
def test_each_status_has_its_first_day(
    made: Read,
    history: list[dict[str, str]],
    announced: str | None,
    expected: dict[str, str],
    notes: set[str],
) -> None:
    found = site(made(facility(statusHistory=history, announcedDate=announced)))
    days = {name: value for name, value in found.items() if name.endswith("On")}
    assert days == {name: {value} for name, value in expected.items()}
    assert found.get("note", set()) == notes


def test_remarks_of_the_history_are_notes(made: Read) -> None:
    history = [{"status": "proposed", "date": "2025-03", "note": "Filed with the county."}]
    found = site(made(facility(statusHistory=history)))
    assert found["note"] == {"proposed 2025-03: Filed with the county."}


# ---------------------------------------------------------------- operators, places, notes


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Acme", ("Acme",)),
        ("IREN (Iris Energy)", ("IREN",)),
        ("WindHQ LLC / Canaan Inc.", ("WindHQ LLC", "Canaan Inc.")),
        ("OpenAI / SoftBank (SB Energy)", ("OpenAI", "SoftBank")),
        ("Corscale Data Centers (Patrinely / USAA Real Estate)", ("Corscale Data Centers",)),
        ("5C Group (Hypertec + 5C); tenant Vultr (The Constant Company, LLC)", ("5C Group",)),
        ("Centersquare (Cyxtera/Evoque)", ("Centersquare",)),
        ("Acme / Acme", ("Acme",)),
        ("Undisclosed", ()),
        ("Undisclosed (Balloonist LLC)", ()),
        ("Unnamed developer (NDA with town)", ()),
        ("Multi-tenant carrier hotel (Digital Realty, CoreSite)", ()),
        ("Unknownia Energy", ("Unknownia Energy",)),
    ],
)
def test_who_operates(printed: str, expected: tuple[str, ...]) -> None:
    assert operators_of(printed) == expected


def test_operators_are_of_the_register_or_kept_apart(register: Register) -> None:
    imported = read(FILE, register)
    facts = facts_of(imported)
    assert facts[f"{FACILITY}stargate-abilene-tx"]["operatedBy"] == {
        "ent:openai",
        "ent:oracle",
        "ent:crusoe",
    }
    apart = facts[f"{FACILITY}a1-data-center-millville-nj"]["operatedBy"]
    assert apart == {"data:compute-atlas/organization/A1%20Data%20Center"}
    assert facts[apart.pop()] == {
        "rdf:type": {"race:UnresolvedOrganization"},
        "label": {"A1 Data Center@en", "A1 Data Center@fr"},
    }
    assert "operatedBy" not in facts[f"{FACILITY}32-avenue-of-the-americas-ny"]
    open_names = unresolved_of(imported)
    assert "A1 Data Center" in open_names
    assert open_names.keys().isdisjoint({"Meta", "OpenAI", "Undisclosed", "US"})
    nodes = {name for name in facts if name.startswith("data:compute-atlas/organization/")}
    assert len(nodes) == len(open_names)


def test_a_register_of_nobody_resolves_nothing() -> None:
    imported = read(FILE, Register(()))
    assert b"locatedIn" not in imported.ntriples
    assert b"/compute-race/id/" not in imported.ntriples.replace(b"/id/compute-atlas>", b"")
    assert {"US", "Meta", "OpenAI"} <= unresolved_of(imported).keys()


def test_an_operator_of_more_than_a_name_is_kept_as_printed(made: Read) -> None:
    plain = site(made(facility(statusHistory=[], announcedDate=None)))
    assert "note" not in plain
    more = site(made(facility(statusHistory=[], operator="Acme (Ada Ltd.) / Undisclosed")))
    assert more["operatedBy"] == {"data:compute-atlas/organization/Acme"}
    assert "operator: Acme (Ada Ltd.) / Undisclosed" in more["note"]


@pytest.mark.parametrize(
    ("precision", "has_point", "notes"),
    [
        ("exact", True, set()),
        ("approximate", True, {"coordinates: approximate"}),
        ("representative_multi_site", False, {"coordinates: representative_multi_site"}),
    ],
)
def test_how_exact_a_place_is(made: Read, precision: str, has_point: bool, notes: set[str]) -> None:
    location = {**facility()["location"], "precision": precision}
    found = site(made(facility(location=location, statusHistory=[])))
    assert found.get("note", set()) == notes
    assert ("latitude" in found, "longitude" in found) == (has_point, has_point)
    assert found["locatedIn"] == {"ent:united-states"}
    assert found["address"] == {"Reno, NV"}


def test_sentences_of_others_are_left_out_of_notes(made: Read) -> None:
    quoted = "a sentence of an article that is long enough to be somebody else's own words"
    found = site(made(facility(statusHistory=[], notes=f'By the county: "{quoted}" Large.')))
    [note] = found["note"]
    assert quoted not in note
    assert note.startswith("By the county: ")
    assert note.endswith("Large.")


# ---------------------------------------------------------------- the graph as a whole


def test_a_bad_facility_leaves_nothing_behind(made: Read) -> None:
    bad = facility(id="bad", operator="Nobody Else", investmentUsd="1,5")
    with pytest.raises(ProblemsError):
        made(facility(), bad)
    imported = made(facility(), bad, lenient=True)
    assert (imported.manifest["rows"], imported.manifest["skipped"]) == (1, 1)
    assert list(unresolved_of(imported)) == ["Acme"]
    assert b"Nobody" not in imported.ntriples
    assert b"/bad" not in imported.ntriples


def test_the_same_file_gives_the_same_bytes(register: Register) -> None:
    one, other = read(FILE, register), read(FILE, real_register())
    assert one.ntriples == other.ntriples
    assert one.manifest == other.manifest
    assert one.ntriples.splitlines() == sorted(set(one.ntriples.splitlines()))


def test_the_order_of_facilities_changes_no_fact(made: Read) -> None:
    entries = json.loads(FILE.read_bytes())

    def facts(*entries: dict[str, Any]) -> Facts:
        found = facts_of(made(*entries))
        del found["src:compute-atlas"]["textSha256"]
        return found

    assert facts(*entries) == facts(*reversed(entries))


def test_the_graph_passes_the_shapes(register: Register, made: Read) -> None:
    checker = real_checker(register)
    checker.check(read(FILE, register), FILE.name)
    kinds = ("data_center", "crypto_mining", "power_generation")
    states = ("proposed", "permitted", "under_construction", "operational", "cancelled")
    entries = [
        facility(id=f"{kind}-{status}", facilityType=kind, status=status)
        for kind in kinds
        for status in states
    ]
    checker.check(made(*entries), "x.json")


def test_a_broken_rule_is_told_with_the_line_of_the_facility(register: Register) -> None:
    imported = read(FILE, register)
    spoilt = imported.ntriples.replace(b'"1400"', b'"-1400"')
    wrong = Imported(
        imported.stem, spoilt, imported.manifest, places=imported.places, lines=imported.lines
    )
    with pytest.raises(ProblemsError) as caught:
        real_checker(register).check(wrong, FILE.name)
    lines = FILE.read_text(encoding="utf-8").splitlines()
    for problem in caught.value.problems:
        assert problem.rule == "claim-not-negative"
        assert "a1-data-center-millville-nj" in lines[problem.line - 1]


def test_the_command_line_knows_the_source(tmp_path: Path) -> None:
    source = SOURCES["compute-atlas"]
    assert source.files([FILE.parent]) == [FILE]
    assert source.importer(FILE, "x") is compute_atlas.IMPORTER
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(UsageError, match="no file of Compute Atlas"):
        source.files([tmp_path])
    with pytest.raises(UsageError, match="of which month facilities.json"):
        snapshot_date(tmp_path / "facilities.json", None)


# ---------------------------------------------------------------- the real file

#: Where each figure of a record is, the end of its claim's name and the unit.
FIGURES = (
    ("capacityMw.operational", "power-operational", "unit:MegaW"),
    ("capacityMw.planned", "power-planned", "unit:MegaW"),
    ("investmentUsd", "investment", "unit:CCY_USD"),
)


@needs_dossier
def test_forty_figures_at_random_are_in_the_graph(register: Register) -> None:
    data = json.loads(WHOLE.read_bytes(), parse_float=Decimal)
    figures = [
        (entry["id"], field, name, unit, value)
        for entry in data
        for field, name, unit in FIGURES
        if (value := _value(entry, field)) is not None
    ]
    imported = read(WHOLE, register)
    facts = facts_of(imported)
    assert len(figures) == imported.manifest["claims"]
    for key, field, name, unit, value in drawn(figures):
        claim = facts[f"{CLAIM}{key}.{name}"]
        assert claim["about"] == {FACILITY + key}
        assert claim["locator"] == {f"facilities/{key}, {field}"}
        assert claim["unit"] == {unit}
        kind = "integer" if value == int(value) else "decimal"
        assert claim["lower"] == claim["upper"] == {f"{value}^^{kind}"}


def _value(entry: dict[str, Any], field: str) -> Decimal | int | None:
    for key in field.split("."):
        entry = entry.get(key, {}) if isinstance(entry, dict) else entry
    return None if isinstance(entry, dict) else entry


@needs_dossier
def test_forty_facilities_at_random_are_in_the_graph(register: Register) -> None:
    data = json.loads(WHOLE.read_bytes(), parse_float=Decimal)
    facts = facts_of(read(WHOLE, register))
    assert sum(name.startswith(FACILITY) for name in facts) == len(data)
    for entry in drawn(data):
        found = facts[FACILITY + entry["id"]]
        assert f"{entry['name']}@en" in found["label"]
        assert found["facilityStatus"] == {entry["status"]}
        assert found["facilityType"] == {entry["facilityType"]}
        assert found["confidence"] == {entry["confidence"]}
        assert found["sourceUrl"] == {f"{one['url']}^^anyURI" for one in entry["sources"]}
        [latitude] = found["latitude"]
        assert Decimal(latitude.partition("^^")[0]) == entry["location"]["lat"]
        years = {date[:4] for name, dates in found.items() if name.endswith("On") for date in dates}
        stated = [*(step["date"] for step in entry["statusHistory"]), entry.get("announcedDate")]
        assert years <= {date[:4] for date in stated if date}
        assert bool(years) == any(stated)


@needs_dossier
def test_the_real_file_passes_the_shapes(register: Register) -> None:
    imported = read(WHOLE, register)
    assert imported.problems == ()
    real_checker(register).check(imported, WHOLE.name)
