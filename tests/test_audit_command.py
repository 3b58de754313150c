"""``race check --audit``: over the real graph, in every format, and only when it is asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from compute_race.audit.material import Material
from compute_race.audit.rules import RULES
from compute_race.audit.thousandfold import thousandfold
from compute_race.basics.namespaces import SRC
from compute_race.comparison.analysis import analyse
from compute_race.comparison.records import Claim
from compute_race.dataset.corpus import read_corpus
from compute_race.pipeline.auditing import material_of
from support import ROOT, SEED, Called, call

PLAIN = ROOT / "graph" / "sources" / "prchief-undated-alphabet-75-billion.ttl"


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.chdir(ROOT)

    def run_check(*arguments: object) -> Called:
        return call(capsys, "check", *arguments)

    return run_check


@pytest.fixture(scope="module")
def real() -> Material:
    corpus, problems = read_corpus(ROOT / "ontology", ROOT / "graph")
    assert problems == []
    return material_of(corpus, ROOT / "queries")


@pytest.fixture(scope="module")
def told() -> list[dict[str, Any]]:
    """Give what the audit of the real graph prints as JSON; a failure of the call raises."""
    command = [sys.executable, "-m", "compute_race", "check", "--audit", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def slipped(claim: Claim) -> Claim:
    """Write a million where the claim has a billion."""
    return replace(claim, amount=claim.amount.times(Decimal("0.001")))


def test_the_seeds_own_fault_is_found(told: list[dict[str, Any]]) -> None:
    assert {item["severity"] for item in told} == {"warning"}
    (fault,) = [item for item in told if item["node"].startswith(f"{SRC}{SEED}#")]
    assert fault["rule"] == "audit-currency"
    assert fault["message"] == (
        "c03 says 30 bn EUR beside the 380 bn CNY of c04, which was 50.08 bn EUR on 2025-02-24"
    )
    lines = (ROOT / fault["file"]).read_text(encoding="utf-8").splitlines()
    assert lines[fault["line"] - 1].strip() == "race:lower 30000000000 ;"


def test_every_finding_stands_at_a_line_and_says_what_to_type(
    told: list[dict[str, Any]],
) -> None:
    ids = {rule.id for rule in RULES}
    found = [item for item in told if item["rule"] in ids]
    assert len(found) <= 100, "a list that a person can work with"
    for item in found:
        lines = (ROOT / item["file"]).read_text(encoding="utf-8").splitlines()
        assert 0 < item["line"] <= len(lines)
        assert item["advice"]
        assert "\n" not in item["message"] + item["advice"]
        assert len(item["message"]) + len(item["advice"]) < 700
    assert [item for item in found if item["rule"] == "audit-thousandfold"] == []


def test_a_real_claim_in_millions_for_billions_is_found(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "sources" / PLAIN.name
    path.parent.mkdir()
    text = PLAIN.read_text(encoding="utf-8")
    assert text.count(" 75000000000 ;") == 2
    path.write_text(text.replace(" 75000000000 ;", " 75000000 ;"), encoding="utf-8")
    found = check("--audit", path)
    assert found.code == 0
    assert "1 files checked, 1 problem" in found.err
    (line,) = found.out.splitlines()
    assert f"{path.as_posix()}:" in line
    assert ": warning: audit-thousandfold: c01 says 75 million USD, 1,000 times less" in line


def test_a_slip_in_any_well_told_announcement_is_found(real: Material) -> None:
    told: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in real.records.claims:
        if claim.about in real.records.announcements and claim.currency == "USD":
            told[claim.about, claim.measure].append(claim)
    wrong = {
        claims[0].iri
        for claims in told.values()
        if real.analysis.witnesses.count(claim.document for claim in claims) >= 3
    }
    assert len(wrong) >= 30
    claims = tuple(slipped(c) if c.iri in wrong else c for c in real.records.claims)
    changed = replace(real, analysis=analyse(replace(real.records, claims=claims)))
    assert {finding.node for finding in thousandfold(changed)} == wrong


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_the_audit_speaks_every_format(check, form: str) -> None:  # type: ignore[no-untyped-def]
    found = check("--audit", "--format", form, f"graph/sources/{SEED}.ttl")
    assert found.code == 0
    if form == "sarif":
        (result,) = json.loads(found.out)["runs"][0]["results"]
        assert (result["ruleId"], result["level"]) == ("audit-currency", "warning")
    else:
        assert found.out.startswith(f"::warning file=graph/sources/{SEED}.ttl,line=")


def test_violations_come_first(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "sources" / f"{SEED}.ttl"
    path.parent.mkdir()
    text = (ROOT / "graph" / "sources" / f"{SEED}.ttl").read_text(encoding="utf-8")
    path.write_text(text.replace("unit:CCY_CNY", "unit:CCY_XXX"), encoding="utf-8")
    found = check("--audit", path)
    assert found.code == 1
    assert "audit-" not in found.out
    assert "nothing was audited: mend the violations first" in found.err


def test_nothing_of_the_audit_is_loaded_or_told_unasked(check) -> None:  # type: ignore[no-untyped-def]
    found = check(f"graph/sources/{SEED}.ttl")
    assert (found.code, found.out) == (0, "")
    code = (
        "import sys; from compute_race.cli.main import run;"
        f" run(['check', 'graph/sources/{SEED}.ttl', '--quiet']);"
        " print([name for name in sys.modules if 'audit' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_broken_import_is_one_line(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "store" / "imports"
    folder.mkdir(parents=True)
    (folder / "table.json").write_text("nonsense", encoding="utf-8")
    found = check("--audit", "--store", tmp_path / "store")
    assert (found.code, found.out) == (3, "")
    assert "the imported graph table is broken" in found.err
    assert check("--audit", "--store", "https://race.example/sparql", PLAIN).code == 0
