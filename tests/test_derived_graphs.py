"""The derived knowledge as RDF: every row cites its claims, nothing depends on order."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pyoxigraph as ox
import pytest

from compute_race.basics.namespaces import GRAPH, PROV, RACE, RDF, SRC
from compute_race.comparison.analysis import analyse
from compute_race.comparison.graphs import derived_quads
from compute_race.comparison.records import Records
from compute_race.dataset.store import EmbeddedStore, Solutions, select
from support import between, claim, document, over, plan, records

TYPE, DERIVED = RDF + "type", PROV + "wasDerivedFrom"


def small() -> Records:
    return records(
        [
            claim("c1", 30, stated="headline", period=between("2025", "2025")),
            claim(
                "c4", 380, None, unit_code="CNY", stated="body", period=over(3), approximate=True
            ),
            claim("c1", 50, doc="e", unit_code="USD"),
        ],
        [document("d", "2025-02-24"), document("e", "2025-02-26")],
        [plan(on={"d": "2025-02-24"})],
    )


def rows(kept: Records) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in derived_quads(analyse(kept)):
        assert isinstance(quad.subject, ox.NamedNode)
        value = quad.object
        assert isinstance(value, ox.NamedNode | ox.Literal)
        found[quad.subject.value][quad.predicate.value.removeprefix(RACE)].append(value.value)
    return found


def test_each_quad_comes_once_in_one_of_four_graphs() -> None:
    quads = derived_quads(analyse(small()))
    assert len(quads) == len(set(quads))
    names = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    assert names == {GRAPH + name for name in ("dates", "comparable", "preferred", "conflicts")}


def test_there_are_no_blank_nodes() -> None:
    for quad in derived_quads(analyse(small())):
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)


def test_the_order_of_the_records_changes_nothing() -> None:
    kept = small()
    turned = Records(kept.documents, kept.announcements, kept.claims[::-1])
    assert sorted(map(str, derived_quads(analyse(kept)))) == sorted(
        map(str, derived_quads(analyse(turned)))
    )


def test_a_comparable_value_names_its_rate_and_its_claim() -> None:
    found = rows(small())
    value = found[f"{GRAPH}comparable#d.c4.EUR"]
    assert value[DERIVED] == [f"{SRC}d#c4"] == value["comparableOf"]
    rate = found[value["rate"][0]]
    assert rate["rateDate"] == ["2025-02-24"]
    assert rate["rateMethod"] == ["published"]
    product = 380 * Decimal(rate["rateValue"][0])
    assert abs(Decimal(value["low"][0]) - product) < Decimal("1e-9")
    assert "high" not in value
    assert abs(Decimal(value["perYearLow"][0]) * 3 - product) < Decimal("1e-8")
    assert "perYearHigh" not in value
    assert "perYearLow" not in found[f"{GRAPH}comparable#e.c1.EUR"]


def test_the_preferred_value_cites_what_agrees_and_what_was_set_aside() -> None:
    found = rows(small())
    stem = f"{GRAPH}preferred#plan.plannedInvestment"
    last = found[f"{stem}.2025-02-26"]
    assert (last["statedLow"], last["approximate"]) == (["380"], ["true"])
    assert "statedHigh" not in last
    assert found[f"{stem}.2025-02-24"]["validUntil"] == ["2025-02-26"]
    assert "validUntil" not in last
    asides = [found[name] for name in last["setAside"]]
    told = {(a["conflictKind"][0], a["ofClaim"][0]): a["setAsideReason"][0] for a in asides}
    assert told == {
        ("value", f"{SRC}d#c1"): "headline",
        ("value", f"{SRC}e#c1"): "less-careful",
        ("period", f"{SRC}d#c1"): "headline",
    }
    for aside in asides:
        assert aside[DERIVED] == aside["ofClaim"]


def test_a_conflict_has_its_sides() -> None:
    found = rows(small())
    value = found[f"{GRAPH}conflicts#plan.plannedInvestment.value"]
    assert len(value["side"]) == len(set(value["side"])) >= 2
    told = [claim for side in value["side"] for claim in found[side][DERIVED]]
    assert sorted(told) == sorted(value[DERIVED])


def test_what_cannot_be_compared_says_why() -> None:
    found = rows(records([claim("c", 30, unit_code="USD")]))
    assert "no-date" in found[f"{SRC}d#c"]["notComparable"]
    assert "period-not-stated" in found[f"{SRC}d#c"]["notComparable"]
    assert found[SRC + "d"]["knownFromBasis"] == ["unknown"]
    assert "knownFrom" not in found[SRC + "d"]


def answer(store: EmbeddedStore, text: str) -> Solutions:
    return select(store, text)


@pytest.mark.parametrize(
    "kind", ["ComparableValue", "PreferredValue", "SetAside", "Conflict", "ConflictSide"]
)
def test_every_real_row_is_derived_from_claims_of_documents(real: EmbeddedStore, kind: str) -> None:
    total = answer(real, f"SELECT DISTINCT ?row {{ ?row a race:{kind} }}").rows
    cited = answer(
        real,
        f"SELECT DISTINCT ?row {{ ?row a race:{kind} ; prov:wasDerivedFrom ?claim ."
        " ?claim a race:Claim ; race:inDocument ?document . ?document race:publisher ?who }",
    ).rows
    assert total
    assert set(total) == set(cited)


def test_every_real_set_aside_has_a_reason_with_a_sentence(real: EmbeddedStore) -> None:
    from_store = answer(real, "SELECT DISTINCT ?r { ?a race:setAsideReason ?r }").rows
    found = {term.value for (term,) in from_store if isinstance(term, ox.Literal)}
    assert {"not-own-document", "headline", "other-currency"} & found


def test_every_real_money_claim_is_comparable_or_says_why(real: EmbeddedStore) -> None:
    rest = answer(
        real,
        "SELECT ?c { ?c a race:Claim ; race:unit/a race:Currency"
        " FILTER NOT EXISTS { ?v race:comparableOf ?c ; race:currencyUnit unit:CCY_EUR }"
        " FILTER NOT EXISTS { ?c race:notComparable ?why } }",
    ).rows
    assert rest == ()


def test_real_values_are_rate_times_amount(real: EmbeddedStore) -> None:
    found = answer(
        real,
        "SELECT ?stated ?rate ?low { ?v a race:ComparableValue ; race:low ?low ;"
        " race:rate/race:rateValue ?rate ; race:comparableOf ?c . ?c race:lower ?stated }",
    ).rows
    assert len(found) > 100
    for stated, rate, low in found:
        product = Decimal(getattr(stated, "value", "")) * Decimal(getattr(rate, "value", ""))
        assert abs(Decimal(getattr(low, "value", "")) - product) <= product * Decimal("1e-11")


def test_the_derived_classes_are_of_the_ontology() -> None:
    kinds = {
        quad.object.value
        for quad in derived_quads(analyse(small()))
        if quad.predicate.value == TYPE and isinstance(quad.object, ox.NamedNode)
    }
    assert kinds == {
        RACE + name
        for name in (
            "ComparableValue",
            "ExchangeRate",
            "PreferredValue",
            "SetAside",
            "Conflict",
            "ConflictSide",
        )
    }
