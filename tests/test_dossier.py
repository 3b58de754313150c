"""Every fact of the dossier is in the graph, in the file of its document, or is listed as left out.

The dossier lies beside the project and is not part of it; without it these tests are skipped.
"""

from __future__ import annotations

import csv
import json
import random
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from compute_race.basics.namespaces import ENT, RACE, RDF, RDFS, SKOS, UNIT
from compute_race.basics.paths import data_folder
from compute_race.dataset.corpus import Corpus, Kind, read_corpus
from compute_race.importing.register import plain_name
from support import ROOT

DOSSIER = ROOT.parent / "shared" / "data"
LEFT_OUT = ROOT / "graph" / "not-transcribed.tsv"
RANDOM = 100

pytestmark = pytest.mark.skipif(not DOSSIER.is_dir(), reason="the dossier is not at hand")

MEASURES = {
    "planned-investment": "plannedInvestment",
    "capex-guidance": "plannedInvestment",
    "power-capacity": "powerCapacity",
    "capital-expenditure": "capitalExpenditure",
    "accelerators": "acceleratorCount",
    "revenue-growth": "revenueGrowth",
    "revenue": "revenue",
    "market-share": "marketShare",
    "market-rank": "marketRank",
    "funding": "funding",
    "valuation": "valuation",
    "followers": "socialFollowers",
}
UNITS = {"percent": "PERCENT", "count": "NUM", "rank": "NUM", "MW": "MegaW", "GW": "GigaW"}

Figure = tuple[str, str, Decimal | None, Decimal | None]


@cache
def corpus() -> Corpus:
    found, problems = read_corpus(data_folder("ontology"), data_folder("graph"))
    assert [problem for problem in problems if problem.severity == "violation"] == []
    return found


@cache
def figures() -> dict[str, set[Figure]]:
    """Give by address of a document the figures it claims: measure, unit, both ends."""
    found: dict[str, set[Figure]] = {}
    for file in corpus().of_kind(Kind.DOCUMENT):
        said: dict[str, dict[str, str]] = defaultdict(dict)
        for triple in file.triples:
            value = triple.object
            if isinstance(value, ox.NamedNode | ox.Literal):
                said[str(triple.subject)][triple.predicate.value] = value.value
        url = said[f"<{file.graph}>"].get(RACE + "url", "")
        found[url] = {
            (
                claim[RACE + "measure"].removeprefix(RACE),
                claim[RACE + "unit"].removeprefix(UNIT).removeprefix(RACE),
                _number(claim.get(RACE + "lower")),
                _number(claim.get(RACE + "upper")),
            )
            for claim in said.values()
            if claim.get(RDF + "type") == RACE + "Claim"
        }
    return found


@cache
def left_out() -> dict[str, str]:
    lines = [line for line in LEFT_OUT.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {row["row"]: row["reason"] for row in csv.DictReader(lines, delimiter="\t")}


@cache
def rows(name: str) -> list[tuple[str, dict[str, Any]]]:
    """Give the rows of a file of the dossier, each with its name: ``relations.jsonl:51``."""
    text = (DOSSIER / name).read_text(encoding="utf-8")
    return [(f"{name}:{n}", json.loads(line)) for n, line in enumerate(text.splitlines(), 1)]


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _address(text: str) -> str:
    """Give the address at which a file of a public repository is read."""
    if not text.startswith("github:"):
        return text
    owner, repository, path = text.removeprefix("github:").split("/", 2)
    return f"https://github.com/{owner}/{repository}/blob/HEAD/{path}"


def _missing(row: dict[str, Any]) -> str | None:
    """Say what is missing of a figure of either file; ``None`` where all is there."""
    if "measure" in row:
        url, measure, unit = row["source_url"], MEASURES[row["measure"]], row["unit"]
        keys = ("value_low", "value_high")
        # What is yet to come is a plan, whatever the dossier calls it.
        is_ahead = row["modality"] in ("planned", "estimated")
    else:
        url, measure, unit = row["source_url_or_repo_path"], "plannedInvestment", row["currency"]
        keys = ("amount_low", "amount_high")
        is_ahead = False
    found = figures().get(_address(url))
    if found is None:
        return f"no document has the address {url}"
    ends = tuple(None if row[key] is None else Decimal(str(row[key])) for key in keys)
    measures = {measure, "plannedInvestment"} if is_ahead else {measure}
    if "reported" in row.get("status", "") or row.get("status") == "financed":
        measures |= {"capitalExpenditure", "funding"}
    name = UNITS.get(unit, f"CCY_{unit}")
    if any((measure, name, *ends) in found for measure in measures):
        return None
    return f"{url} claims no {measure} {ends} {name}"


FIGURES = ("announcements.jsonl", "corroboration.jsonl")


@pytest.mark.parametrize("file", FIGURES)
def test_every_figure_is_claimed_by_its_document(file: str) -> None:
    missing = {
        name: reason
        for name, row in rows(file)
        if name not in left_out() and (reason := _missing(row)) is not None
    }
    assert missing == {}


@cache
def relations() -> dict[str, set[tuple[str, str, str]]]:
    """Give by address of a document the relations it states: slug, property, slug."""
    found: dict[str, set[tuple[str, str, str]]] = {}
    for file in corpus().of_kind(Kind.DOCUMENT):
        url = ""
        stated = set()
        for triple in file.triples:
            if triple.predicate.value == RACE + "url":
                url = str(getattr(triple.object, "value", ""))
            stated.add(tuple(_local(term) for term in triple))
        found[url] = stated  # type: ignore[assignment]
    return found


def _local(term: object) -> str:
    value = str(getattr(term, "value", ""))
    return value.removeprefix(ENT).removeprefix(RACE)


@cache
def names() -> dict[str, set[str]]:
    """Give the slugs that a name of the dossier may mean, by its plain form."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in corpus().of_kind(Kind.ENTITIES):
        for triple in file.triples:
            if triple.predicate.value in (RDFS + "label", SKOS + "altLabel"):
                found[plain_name(str(getattr(triple.object, "value", "")))].add(
                    _local(triple.subject)
                )
    return found


@cache
def judged() -> set[tuple[str, ...]]:
    return {
        tuple(_local(term) for term in triple)
        for file in corpus().of_kind(Kind.JUDGEMENTS)
        for triple in file.added
    }


@cache
def sited() -> set[tuple[str, ...]]:
    return {
        tuple(_local(term) for term in triple)
        for file in corpus().of_kind(Kind.ENTITIES)
        for triple in file.triples
        if triple.predicate.value == RACE + "forFacility"
    }


def _meant(name: str, developer: str) -> set[str]:
    """Give the slugs that a name may mean: of an announcement, an entity, a model of a house."""
    return {
        name.replace(".", "-"),
        *names().get(plain_name(name), ()),
        *names().get(plain_name(f"{developer} {name}"), ()),
    }


def _unrelated(row: dict[str, Any]) -> str | None:
    """Say what is missing of a relation; ``None`` where its document or a judgement has it."""
    first, _, *rest = row["relation"].partition("-")
    words = "".join(rest).split("-") if rest and rest[0] else []
    name = first + "".join(word.capitalize() for word in words)
    name = {"partOfAnnouncement": "partOf"}.get(name, name)
    stated = relations().get(_address(row["source_url"]), set()) | judged()
    subjects, objects = (_meant(row[key], row["subject"]) for key in ("subject", "object"))
    if any((one, name, other) in stated for one in subjects for other in objects):
        return None
    # A site is no part of an announcement: the announcement is for the site.
    if name == "partOf" and any(
        (b, "forFacility", a) in sited() for a in subjects for b in objects
    ):
        return None
    return f"{row['source_url']}: {row['subject']} {name} {row['object']}"


def test_every_relation_is_stated_by_its_document() -> None:
    missing = {
        name: reason
        for name, row in rows("relations.jsonl")
        if name not in left_out() and (reason := _unrelated(row)) is not None
    }
    assert missing == {}


def test_facts_at_random_are_found_with_their_document() -> None:
    """The same by chance, on the three files together."""
    chance = random.Random(20261126)  # noqa: S311
    everything = [row for file in (*FIGURES, "relations.jsonl") for row in rows(file)]
    for name, row in chance.sample(everything, RANDOM):
        found = _unrelated(row) if "relation" in row else _missing(row)
        assert name in left_out() or found is None, found


def test_what_is_left_out_is_of_the_dossier_and_has_a_reason() -> None:
    known = {
        name
        for file in ("announcements.jsonl", "corroboration.jsonl", "relations.jsonl")
        for name, _ in rows(file)
    }
    assert set(left_out()) <= known
    assert all(left_out().values())
    assert Path(LEFT_OUT).is_relative_to(ROOT)


def test_there_is_as_much_as_was_promised() -> None:
    documents = len(corpus().of_kind(Kind.DOCUMENT))
    assert documents >= 380
    assert sum(map(len, figures().values())) >= 1100
