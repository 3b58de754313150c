"""SEC company facts as graphs: what each claim says, of whom, and whether questions find it.

What is read and refused is tested in ``test_importing_sec``; here it is what a file becomes.
The graphs are read with another parser, the files with plain ``json``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from compute_race.answering.asking import answer, find_question
from compute_race.basics.problems import ProblemsError, Severity, UsageError
from compute_race.dataset.imports import imported_graphs, imports_folder
from compute_race.dataset.store import MemoryStore
from compute_race.importing import sec
from compute_race.importing.addresses import company_facts
from compute_race.importing.register import Register
from compute_race.importing.sec_concepts import BY_NAME
from compute_race.importing.snapshot import Imported, Snapshot, parse_snapshot_date, snapshot_date
from compute_race.importing.sources import SOURCES
from compute_race.pipeline.assembly import assemble
from compute_race.pipeline.build_report import BuildReport
from compute_race.pipeline.checking import Folders
from compute_race.pipeline.importing import import_files
from imported_facts import Facts, drawn, facts_of, real_checker, real_register, unresolved_of
from support import ROOT, day

RECORDED = ROOT / "tests" / "recorded"
DOSSIER = ROOT.parent / "shared" / "data"
#: Recorded files by the stem of their graph, and those of the dossier likewise.
FILES = {
    "sec-microsoft": RECORDED / "sec" / "CIK0000789019.json",
    "sec-alphabet": RECORDED / "sec" / "CIK0001652044.json",
    "sec-meta-platforms": RECORDED / "sec" / "CIK0001326801.json",
}
WHOLE = {
    "sec-microsoft": DOSSIER / "capex" / "sec_companyfacts_msft.json",
    "sec-alphabet": DOSSIER / "capex" / "sec_companyfacts_googl.json",
    "sec-meta-platforms": DOSSIER / "capex" / "sec_companyfacts_meta.json",
}
DATE = "2026-08-06"
PPE = "payments-to-acquire-property-plant-and-equipment"
LEASES = "finance-lease-principal-payments"

needs_dossier = pytest.mark.skipif(not DOSSIER.is_dir(), reason="the dossier is not at hand")

Write = Callable[[object], Path]


@pytest.fixture(scope="module")
def register() -> Register:
    return real_register()


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(content: object) -> Path:
        path = tmp_path / "facts_2026-08-06.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write


def read(path: Path, register: Register, *, lenient: bool = False) -> Imported:
    snapshot = Snapshot(path, path.name, parse_snapshot_date(DATE), lenient)
    return sec.IMPORTER.read(snapshot, register)


def claims_of(facts: Facts, stem: str) -> dict[str, dict[str, set[str]]]:
    """Give the claims of a graph by the part of their name behind ``#``."""
    return {
        name.removeprefix(f"src:{stem}#"): about
        for name, about in facts.items()
        if name.startswith(f"src:{stem}#")
    }


def facts_file(
    *periods: tuple[str, str, object],
    tag: str = "PaymentsToAcquirePropertyPlantAndEquipment",
    unit: str = "USD",
    cik: int = 1,
    name: str = "ACME CORP",
    form: str = "10-K",
) -> dict[str, Any]:
    """Make a file of facts: first day, last day, value; each filed a month after it ended."""
    entries = [
        {
            "start": start,
            "end": end,
            "val": value,
            "accn": f"0000000001-26-{number:06}",
            "fy": 1999,
            "fp": "FY",
            "form": form,
            "filed": (day(end) + dt.timedelta(days=30)).isoformat(),
        }
        for number, (start, end, value) in enumerate(periods, start=1)
    ]
    return {
        "cik": cik,
        "entityName": name,
        "facts": {"us-gaap": {tag: {"units": {unit: entries}}}},
    }


# ---------------------------------------------------------------- what a claim says


def test_a_claim_says_all_that_was_filed(register: Register) -> None:
    claims = claims_of(facts_of(read(FILES["sec-microsoft"], register)), "sec-microsoft")
    assert claims[f"{PPE}.2024-07-01.2025-06-30"] == {
        "rdf:type": {"race:Claim"},
        "inDocument": {"src:sec-microsoft"},
        "about": {"ent:microsoft"},
        "attributedTo": {"ent:microsoft"},
        "measure": {"race:capitalExpenditure"},
        "modality": {"race:reported"},
        "lower": {"64551000000^^integer"},
        "upper": {"64551000000^^integer"},
        "unit": {"unit:CCY_USD"},
        "periodStart": {"2024-07-01^^date"},
        "periodEnd": {"2025-06-30^^date"},
        "fiscalYear": {"2025^^gYear"},
        "definition": {
            "cash paid for property and equipment, without finance leases@en",
            "sommes payées pour des immobilisations corporelles, sans les"
            " locations-financements@fr",
        },
        "concept": {"us-gaap:PaymentsToAcquirePropertyPlantAndEquipment"},
        "formType": {"10-K"},
        "accessionNumber": {"0001193125-26-323660"},
        "filedOn": {"2026-07-29^^date"},
        "firstFiledOn": {"2025-07-30^^date"},
        "stated": {"race:record"},
        "locator": {
            "us-gaap:PaymentsToAcquirePropertyPlantAndEquipment, 10-K, 0001193125-26-323660"
        },
    }


def test_the_data_set_is_described(register: Register) -> None:
    path = FILES["sec-alphabet"]
    imported = read(path, register)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert facts_of(imported)["src:sec-alphabet"] == {
        "rdf:type": {"race:Dataset"},
        "title": {"SEC company facts: Alphabet Inc.@en"},
        "publisher": {"ent:sec"},
        "url": {"https://data.sec.gov/api/xbrl/companyfacts/CIK0001652044.json^^anyURI"},
        "language": {"en"},
        "sourceKind": {"race:officialFiling"},
        "publishedOn": {"2026-08-06^^date"},
        "readAs": {"race:fullText"},
        "textSha256": {digest},
        "credit": {"United States Securities and Exchange Commission, EDGAR, public domain"},
    }
    assert imported.stem == "sec-alphabet"
    manifest = imported.manifest
    assert (manifest["source"], manifest["date"], manifest["sha256"]) == ("sec", DATE, digest)
    assert manifest["compared"] is True
    assert manifest["unresolved"] == []


@pytest.mark.parametrize(
    ("stem", "key", "value"),
    [
        # By the 10-K of each: Microsoft's fiscal 2025, Alphabet's and Meta's 2024.
        ("sec-microsoft", f"{PPE}.2024-07-01.2025-06-30", 64_551_000_000),
        ("sec-alphabet", f"{PPE}.2024-01-01.2024-12-31", 52_535_000_000),
        ("sec-meta-platforms", f"{PPE}.2024-01-01.2024-12-31", 37_256_000_000),
        ("sec-microsoft", f"{LEASES}.2024-07-01.2025-06-30", 2_283_000_000),
        ("sec-meta-platforms", f"{LEASES}.2024-01-01.2024-12-31", 1_969_000_000),
    ],
)
def test_figures_as_the_yearly_reports_print_them(
    register: Register, stem: str, key: str, value: int
) -> None:
    claim = claims_of(facts_of(read(FILES[stem], register)), stem)[key]
    assert claim["lower"] == claim["upper"] == {f"{value}^^integer"}
    assert claim["formType"] == {"10-K"}
    expected = "financeLeases" if key.startswith(LEASES) else "capitalExpenditure"
    assert claim["measure"] == {f"race:{expected}"}


def test_a_restated_figure_says_from_when_on(register: Register) -> None:
    claims = claims_of(facts_of(read(FILES["sec-meta-platforms"], register)), "sec-meta-platforms")
    key = f"{PPE}.2023-01-01.2023-12-31"
    new, old = claims[key], claims[f"{key}.27266000000"]
    assert new["lower"] == {"27045000000^^integer"}
    assert old["lower"] == {"27266000000^^integer"}
    assert "restatedOn" not in new
    assert old["restatedOn"] == new["firstFiledOn"] == {"2025-01-30^^date"}
    assert old["firstFiledOn"] == {"2024-02-02^^date"}


def test_periods_have_a_fiscal_name_or_a_length(register: Register) -> None:
    claims = claims_of(facts_of(read(FILES["sec-microsoft"], register)), "sec-microsoft")

    def named(start: str, end: str) -> tuple[set[str], ...]:
        claim = claims[f"{PPE}.{start}.{end}"]
        return tuple(claim.get(key, set()) for key in ("fiscalYear", "fiscalQuarter", "duration"))

    assert named("2023-07-01", "2024-06-30") == ({"2024^^gYear"}, set(), set())
    assert named("2024-07-01", "2024-09-30") == ({"2025^^gYear"}, {"1^^integer"}, set())
    assert named("2024-07-01", "2024-12-31") == (set(), set(), {"P6M^^duration"})
    assert named("2024-07-01", "2025-03-31") == (set(), set(), {"P9M^^duration"})


def test_a_length_is_left_out_where_it_would_be_days_off(
    register: Register, written: Write
) -> None:
    """A year that closes on the last Sunday of January has halves of 26 weeks."""
    path = written(
        facts_file(
            ("2023-01-30", "2024-01-28", 3),
            ("2024-01-29", "2025-01-26", 4),
            ("2024-01-29", "2024-07-28", 2),
            ("2024-01-29", "2024-10-27", 1),
        )
    )
    imported = read(path, register)
    claims = claims_of(facts_of(imported), imported.stem)
    assert claims[f"{PPE}.2024-01-29.2024-07-28"]["duration"] == {"P6M^^duration"}
    off = claims[f"{PPE}.2024-01-29.2024-10-27"]
    assert off.keys().isdisjoint({"duration", "fiscalYear", "fiscalQuarter"})
    assert off["periodEnd"] == {"2024-10-27^^date"}


def test_numbers_stay_exact(register: Register, written: Write) -> None:
    imported = read(written(facts_file(("2024-01-01", "2024-12-31", 12345678901.25))), register)
    [claim] = claims_of(facts_of(imported), imported.stem).values()
    assert claim["lower"] == {"12345678901.25^^decimal"}


# ---------------------------------------------------------------- who filed


def test_a_company_that_the_register_lacks_is_kept_apart(
    register: Register, written: Write
) -> None:
    imported = read(written(facts_file(("2024-01-01", "2024-12-31", 1))), register)
    assert imported.stem == "sec-cik-0000000001"
    facts = facts_of(imported)
    assert facts["data:sec/organization/0000000001"] == {
        "rdf:type": {"race:UnresolvedOrganization"},
        "label": {"ACME CORP@en", "ACME CORP@fr"},
        "cik": {"0000000001"},
    }
    [claim] = claims_of(facts, imported.stem).values()
    assert claim["about"] == claim["attributedTo"] == {"data:sec/organization/0000000001"}
    assert list(unresolved_of(imported)) == ["ACME CORP (CIK 0000000001)"]
    assert imported.manifest["replaces"] == []


@pytest.mark.parametrize("name", ["MICROSOFT CORPORATION", "Microsoft Corp.", "Microsoft"])
def test_a_name_never_stands_in_for_the_number(
    register: Register, written: Write, name: str
) -> None:
    """Two registrants can have one name; the entity of that name is a candidate, no more."""
    imported = read(written(facts_file(("2024-01-01", "2024-12-31", 1), name=name)), register)
    assert imported.stem == "sec-cik-0000000001"
    assert b"/id/microsoft" not in imported.ntriples
    [candidates] = unresolved_of(imported).values()
    assert "microsoft" in candidates


def test_the_number_decides_whatever_the_name(register: Register, written: Write) -> None:
    content = facts_file(("2024-01-01", "2024-12-31", 1), cik=789019, name="Another Inc.")
    imported = read(written(content), register)
    assert imported.stem == "sec-microsoft"
    assert imported.manifest["replaces"] == ["sec-cik-0000789019"]
    assert b"UnresolvedOrganization" not in imported.ntriples


# ---------------------------------------------------------------- currencies


def test_a_currency_that_the_vocabulary_lacks_is_told_once(
    register: Register, written: Write
) -> None:
    content = facts_file(("2024-01-01", "2024-12-31", 1), ("2023-01-01", "2023-12-31", 2))
    tags = content["facts"]["us-gaap"]
    units = tags["PaymentsToAcquirePropertyPlantAndEquipment"]["units"]
    units["XAU"] = units["USD"]
    units["CNY"] = units["USD"][:1]
    path = written(content)
    with pytest.raises(ProblemsError) as caught:
        read(path, register)
    [problem] = caught.value.problems
    assert problem.rule == "import-currency"
    assert problem.message.startswith("2 facts are in XAU")
    assert "unit:CCY_XAU" in problem.advice
    imported = read(path, register, lenient=True)
    [warning] = imported.problems
    assert (warning.rule, warning.severity) == ("import-currency", Severity.WARNING)
    assert (imported.manifest["rows"], imported.manifest["skipped"]) == (3, 2)
    claims = claims_of(facts_of(imported), imported.stem)
    assert {name.rpartition("-31")[2] for name in claims} == {"", ".cny"}
    assert {unit for claim in claims.values() for unit in claim["unit"]} == {
        "unit:CCY_USD",
        "unit:CCY_CNY",
    }


def test_a_file_of_no_known_currency_is_refused_however_lenient(
    register: Register, written: Write
) -> None:
    path = written(facts_file(("2024-01-01", "2024-12-31", 1), unit="XAU"))
    with pytest.raises(ProblemsError) as caught:
        read(path, register, lenient=True)
    assert [p.severity for p in caught.value.problems] == [Severity.VIOLATION]


# ---------------------------------------------------------------- strict, lenient, other files


@pytest.mark.parametrize(
    "value", ["64551000000", "64,551", "64.551,0", None, -1], ids=["text", "en", "de", "none", "-1"]
)
def test_a_bad_fact_refuses_the_file_or_is_left_out(
    register: Register, written: Write, value: object
) -> None:
    path = written(facts_file(("2024-01-01", "2024-12-31", value), ("2023-01-01", "2023-12-31", 2)))
    with pytest.raises(ProblemsError) as caught:
        read(path, register)
    assert [problem.rule for problem in caught.value.problems] == ["import-fact"]
    imported = read(path, register, lenient=True)
    assert list(claims_of(facts_of(imported), imported.stem)) == [f"{PPE}.2023-01-01.2023-12-31"]
    assert (imported.manifest["rows"], imported.manifest["skipped"]) == (1, 1)
    assert [problem.severity for problem in imported.problems] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (FILES["sec-microsoft"].read_text(encoding="utf-8")[:9000], "import-json"),
        (json.dumps(facts_file()), "import-empty"),
        (json.dumps({"cik": 1, "entityName": "x", "data": {}}), "import-other-data"),
        ("Name,Status\nColossus,Existing\n", "import-json"),
        ('[{"id": "a", "facilityType": "data_center"}]', "import-other-data"),
    ],
    ids=["truncated", "empty", "renamed", "table", "facilities"],
)
def test_another_file_is_refused_strict_or_lenient(
    register: Register, tmp_path: Path, text: str, rule: str
) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    for lenient in (False, True):
        with pytest.raises(ProblemsError) as caught:
            read(path, register, lenient=lenient)
        assert rule in {problem.rule for problem in caught.value.problems}


def test_a_key_nobody_knows_is_told_of_and_changes_nothing(
    register: Register, written: Write
) -> None:
    content = facts_file(("2024-01-01", "2024-12-31", 1))
    before = read(written(content), register)
    content["sic"] = 7372
    after = read(written(content), register)
    assert [problem.rule for problem in after.problems] == ["import-column-unknown"]
    assert _without_hash(before) == _without_hash(after)


def test_the_same_fact_twice_is_one_claim(register: Register, written: Write) -> None:
    period = ("2024-01-01", "2024-12-31", 1)
    imported = read(written(facts_file(period, period)), register)
    assert imported.manifest["rows"] == 2
    assert imported.manifest["claims"] == 1


def _without_hash(imported: Imported) -> list[bytes]:
    return [line for line in imported.ntriples.splitlines() if b"textSha256" not in line]


# ---------------------------------------------------------------- bytes, checks, dates


def test_the_same_file_gives_the_same_bytes(register: Register) -> None:
    path = FILES["sec-meta-platforms"]
    one, other = read(path, register), read(path, real_register())
    assert one.ntriples == other.ntriples
    assert one.manifest == other.manifest
    assert one.ntriples.splitlines() == sorted(set(one.ntriples.splitlines()))


def test_the_order_of_facts_changes_no_byte(register: Register, written: Write) -> None:
    content = json.loads(FILES["sec-meta-platforms"].read_bytes())
    before = _without_hash(read(written(content), register))
    for tags in content["facts"].values():
        for entry in tags.values():
            for entries in entry["units"].values():
                entries.reverse()
    content["facts"] = {
        taxonomy: dict(reversed(tags.items())) for taxonomy, tags in content["facts"].items()
    }
    assert _without_hash(read(written(content), register)) == before


def test_graphs_pass_the_shapes(register: Register, written: Write) -> None:
    checker = real_checker(register)
    apart = written(facts_file(("2024-01-01", "2024-12-31", 1)))
    for path in (*FILES.values(), apart):
        checker.check(read(path, register), path.name)


def test_the_shapes_see_a_graph_that_is_wrong(register: Register) -> None:
    imported = read(FILES["sec-alphabet"], register)
    spoilt = imported.ntriples.replace(b"CCY_USD", b"MegaW")
    wrong = Imported(imported.stem, spoilt, imported.manifest)
    with pytest.raises(ProblemsError) as caught:
        real_checker(register).check(wrong, "x.json")
    assert {problem.rule for problem in caught.value.problems} == {"claim-unit-money"}


def test_the_snapshot_is_of_the_day_of_the_download() -> None:
    name = company_facts("789019").file_name(dt.date(2026, 8, 6))
    assert snapshot_date(Path(name), None).text == DATE
    with pytest.raises(UsageError, match="of which month sec_companyfacts_msft.json"):
        snapshot_date(Path("sec_companyfacts_msft.json"), None)
    assert snapshot_date(Path("sec_companyfacts_msft.json"), DATE).text == DATE


def test_of_a_folder_only_company_facts_are_taken(tmp_path: Path) -> None:
    source = SOURCES["sec"]
    good = tmp_path / "anything.json"
    good.write_bytes(FILES["sec-microsoft"].read_bytes())
    manifest = tmp_path / "sec_companyfacts_manifest.json"
    manifest.write_text('{"x.json": {"entity": "Alphabet Inc.", "cik": 1652044}}')
    (tmp_path / "series.csv").write_text("company,cik\n")
    assert source.files([tmp_path]) == [good]
    lost = tmp_path / "lost.json"
    lost.symlink_to(tmp_path / "nowhere")
    assert source.files([tmp_path]) == [good, lost], "who reads it says that it is not there"
    lost.unlink()
    assert source.files([manifest]) == [manifest]
    assert source.importer(manifest, "x") is sec.IMPORTER
    good.unlink()
    with pytest.raises(UsageError, match="no file of SEC company facts"):
        source.files([tmp_path])


# ---------------------------------------------------------------- the real files


@needs_dossier
@pytest.mark.parametrize("stem", WHOLE)
def test_forty_facts_at_random_are_in_the_graph(register: Register, stem: str) -> None:
    """Drawn from the file as it is: each is a claim of its tag, period and value.

    A claim names the latest filing of its value, so the drawn one is that or an earlier one.
    """
    path = WHOLE[stem]
    data = json.loads(path.read_bytes(), parse_float=Decimal)
    reported = [
        (f"{taxonomy}:{tag}", unit, fact)
        for taxonomy, tags in data["facts"].items()
        for tag, entry in tags.items()
        for unit, entries in entry["units"].items()
        for fact in entries
        if f"{taxonomy}:{tag}" in BY_NAME
    ]
    claims = claims_of(facts_of(read(path, register)), stem).values()
    for tag, unit, fact in drawn(reported):
        [claim] = [
            claim
            for claim in claims
            if claim["concept"] == {tag}
            and claim["periodStart"] == {f"{fact['start']}^^date"}
            and claim["periodEnd"] == {f"{fact['end']}^^date"}
            and claim["lower"] == {f"{fact['val']}^^integer"}
        ]
        assert claim["upper"] == claim["lower"]
        assert claim["unit"] == {f"unit:CCY_{unit}"}
        [first], [last] = claim["firstFiledOn"], claim["filedOn"]
        assert first.partition("^^")[0] <= fact["filed"] <= last.partition("^^")[0]
        [form], [number] = claim["formType"], claim["accessionNumber"]
        assert claim["locator"] == {f"{tag}, {form}, {number}"}
        filings = {
            (other["form"], other["accn"])
            for name, _, other in reported
            if name == tag and other["end"] == fact["end"] and other["val"] == fact["val"]
        }
        assert (form, number) in filings


@needs_dossier
@pytest.mark.parametrize("stem", WHOLE)
def test_the_real_files_pass_the_shapes(register: Register, stem: str) -> None:
    imported = read(WHOLE[stem], register)
    assert imported.stem == stem
    assert imported.problems == ()
    real_checker(register).check(imported, WHOLE[stem].name)


# ---------------------------------------------------------------- what the questions find


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> MemoryStore:
    """Build the hand-kept graph with the three recorded companies, in memory."""
    folder = tmp_path_factory.mktemp("sec")
    import_files(SOURCES["sec"], list(FILES.values()), folder, date=DATE)
    imports = imported_graphs(imports_folder(folder))
    parts = assemble(Folders(), BuildReport("sec", changed=True), imports)
    lines = b"".join(parts.imported.lines())
    return MemoryStore([*parts.kept, *ox.parse(lines, format=ox.RdfFormat.N_QUADS)])


def asked(store: MemoryStore, name: str, **values: object) -> list[Mapping[str, Any]]:
    question = find_question(ROOT / "queries" / "compare", name)
    table = answer(store, question, values)  # type: ignore[arg-type]
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


@pytest.mark.slow
def test_plans_meet_what_was_spent(store: MemoryStore) -> None:
    rows = asked(store, "planned-against-spent", organization="microsoft")
    [row] = [
        row
        for row in rows
        if row["announcement"] == "microsoft-fy25-80bn" and "#payments-to" in row["claim"]
    ]
    assert row["spent"] == 64_551_000_000
    assert row["outcome"] == "less"
    assert row["definition"].startswith("cash paid for property and equipment")


@pytest.mark.slow
def test_finance_leases_explain_the_other_figure(store: MemoryStore) -> None:
    rows = asked(store, "which-definition-explains", organization="meta-platforms")
    found = [row for row in rows if row["lastDay"] == dt.date(2024, 12, 31) and row["explains"]]
    assert found
    for row in found:
        assert row["cash"] == 37_256_000_000
        assert row["leases"] == 1_969_000_000
        assert row["cashClaim"].endswith(f"sec-meta-platforms#{PPE}.2024-01-01.2024-12-31")


@pytest.mark.slow
def test_plans_are_measured_by_the_revenue_that_was_filed(store: MemoryStore) -> None:
    rows = asked(store, "planned-share-of-revenue")
    revenue = {row["organization"]: row["revenue"] for row in rows}
    assert revenue["alphabet"] == 402_836_000_000
    assert revenue["meta-platforms"] == 200_966_000_000
    assert revenue["microsoft"] == 281_724_000_000


@pytest.mark.slow
def test_four_quarters_are_worked_out_where_nobody_reports_them(store: MemoryStore) -> None:
    rows = asked(store, "run-rate-of-four-quarters")
    found = {
        row["organization"]: (row["fourQuarters"], row["latestQuarter"], row["quarterIsReported"])
        for row in rows
    }
    # Microsoft reports its quarters; the others report the year to date: 91,447 less 63,596.
    assert found["microsoft"] == (83_094_000_000, 29_876_000_000, True)
    assert found["alphabet"] == (91_447_000_000, 27_851_000_000, False)


@pytest.mark.slow
def test_what_was_not_yet_filed_is_not_in_the_answer(store: MemoryStore) -> None:
    early = asked(store, "run-rate-of-four-quarters", asOf=dt.date(2025, 8, 1))
    last = {row["organization"]: row["lastDay"] for row in early}
    assert last["microsoft"] == dt.date(2025, 6, 30)
    assert all(day <= dt.date(2025, 6, 30) for day in last.values())
