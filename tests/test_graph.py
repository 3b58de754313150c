"""The hand-kept graph: the seed article whole, its surroundings independent, no text copied."""

from __future__ import annotations

import csv
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.basics.figures import figures
from compute_race.basics.namespaces import ENT, RACE, RDF, SRC, UNIT, XSD
from compute_race.basics.text import normalise, sha256
from compute_race.comparison.independence import Witnesses
from compute_race.sources.canonical import format_problems
from compute_race.sources.turtle import TurtleFile, read_turtle
from support import document

ROOT = Path(__file__).resolve().parents[1]
GRAPH = ROOT / "graph"
SEED = "silicon-fr-alibaba-30-milliards"
SEED_TEXT = ROOT.parent / "shared" / "sources" / f"{SEED}.txt"

MAIN_ANNOUNCEMENTS = (
    "alibaba-380bn",
    "alphabet-2025-75bn",
    "amazon-2025-100bn",
    "eu-ai-champions-150bn",
    "eu-investai-200bn",
    "meta-2025-60-65bn",
    "microsoft-fy25-80bn",
    "stargate-500bn",
)

#: The table of the seed article, typed by hand from the article: what it is about, measure, low,
#: high, unit, modality, place, what is said of the period, printed words at the position.
SEED_ROWS: tuple[tuple[str, str, int, int, str, str, str, dict[str, str], str], ...] = (
    ("alibaba-380bn", "plannedInvestment", 30 * 10**9, 30 * 10**9, "CCY_EUR", "planned",
     "headline", {"periodStart": "2025", "periodEnd": "2025", "periodText": "en 2025"},
     "30 milliards €"),
    ("alibaba-380bn", "plannedInvestment", 30 * 10**9, 30 * 10**9, "CCY_EUR", "planned",
     "standfirst", {"periodStart": "2025", "periodEnd": "2025", "periodText": "en 2025"},
     "30 milliards €"),
    ("alibaba-380bn", "plannedInvestment", 30 * 10**9, 30 * 10**9, "CCY_EUR", "planned",
     "body", {"duration": "P3Y", "periodText": "sur trois ans"}, "30 milliards €"),
    ("alibaba-380bn", "plannedInvestment", 380 * 10**9, 380 * 10**9, "CCY_CNY", "planned",
     "body", {"duration": "P3Y", "periodText": "sur trois ans"}, "380 milliards de yuans"),
    ("alibaba-cloud", "marketRank", 4, 4, "NUM", "estimated", "body", {}, "quatrième"),
    ("alibaba-cloud", "marketShare", 4, 6, "PERCENT", "estimated", "body", {}, "4 % à 6 %"),
    ("alibaba-cloud", "revenue", 4_300_000_000, 4_300_000_000, "CCY_USD", "reported", "body",
     {"fiscalQuarter": "3", "periodEnd": "--12",
      "periodText": "troisième trimestre fiscal, clos fin décembre"}, "4,3 milliards $"),
    ("alibaba-cloud", "revenueGrowth", 13, 13, "PERCENT", "reported", "body",
     {"fiscalQuarter": "3", "periodEnd": "--12",
      "periodText": "troisième trimestre fiscal, clos fin décembre"}, "13 %"),
    ("deepseek", "socialFollowers", 932_000, 932_000, "NUM", "reported", "body", {},
     "932 000 followers"),
    ("alibaba-qwen", "socialFollowers", 56_000, 56_000, "NUM", "reported", "body", {}, "56 000"),
    ("amazon-2025-100bn", "plannedInvestment", 100 * 10**9, 100 * 10**9, "CCY_USD", "planned",
     "body", {}, "100 milliards $"),
    ("microsoft-fy25-80bn", "plannedInvestment", 80 * 10**9, 80 * 10**9, "CCY_USD", "planned",
     "body", {}, "80 milliards"),
    ("alphabet-2025-75bn", "plannedInvestment", 75 * 10**9, 75 * 10**9, "CCY_USD", "planned",
     "body", {}, "75 milliards"),
    ("meta-2025-60-65bn", "plannedInvestment", 65 * 10**9, 65 * 10**9, "CCY_USD", "planned",
     "body", {}, "65 milliards $"),
)  # fmt: skip

PERIOD_PROPERTIES = (
    "duration",
    "fiscalQuarter",
    "fiscalYear",
    "periodEnd",
    "periodStart",
    "periodText",
)

Values = dict[str, list[str]]


def _read(path: Path) -> TurtleFile:
    file, problems = read_turtle(path, path.relative_to(ROOT).as_posix())
    assert file is not None, problems
    assert not problems
    return file


def _short(term: object) -> str:
    """Give a term without its namespace, a literal by what is written in it."""
    value = getattr(term, "value", str(term))
    for namespace in (RACE, ENT, SRC, UNIT, RDF, XSD):
        if value.startswith(namespace):
            return str(value[len(namespace) :])
    return str(value)


def _blocks(file: TurtleFile) -> dict[str, Values]:
    """Give the statements of a file: subject, predicate, objects, all without namespace."""
    blocks: dict[str, Values] = defaultdict(lambda: defaultdict(list))
    for triple in file.triples:
        blocks[_short(triple.subject)][_short(triple.predicate)].append(_short(triple.object))
    return blocks


def _claims(file: TurtleFile) -> dict[str, Values]:
    return {
        name.partition("#")[2]: values
        for name, values in _blocks(file).items()
        if values["type"] in (["Claim"], ["RelativeClaim"])
    }


SOURCES = {path.stem: _read(path) for path in sorted((GRAPH / "sources").glob("*.ttl"))}
DOCUMENTS = {stem: _blocks(file)[stem] for stem, file in SOURCES.items()}


@pytest.fixture(name="text", scope="module")
def _text() -> str:
    if not SEED_TEXT.is_file():
        pytest.skip(f"the text of the seed article is not at hand: {SEED_TEXT.name}")
    return normalise(SEED_TEXT.read_bytes().decode("utf-8"))


def _row(claim: Values) -> tuple[object, ...]:
    return (
        claim["about"][0],
        claim["measure"][0],
        int(claim["lower"][0]),
        int(claim["upper"][0]),
        claim["unit"][0],
        claim["modality"][0],
        claim["stated"][0],
        {name: claim[name][0] for name in PERIOD_PROPERTIES if claim[name]},
    )


def _with_number() -> dict[str, Values]:
    return {n: c for n, c in _claims(SOURCES[SEED]).items() if c["type"] == ["Claim"]}


def test_every_row_of_the_seed_is_there_once() -> None:
    rows = [_row(claim) for claim in _with_number().values()]
    for wanted in SEED_ROWS:
        assert rows.count(wanted[:-1]) == 1, wanted
    assert len(rows) == len(SEED_ROWS)


def test_the_seed_names_whom_it_speaks_of() -> None:
    said_of = {c["about"][0]: c["saidOf"] for c in _with_number().values() if c["saidOf"]}
    assert said_of == {
        "amazon-2025-100bn": ["amazon-web-services"],
        "alphabet-2025-75bn": ["google"],
    }
    firms = [c["attribution"] for c in _with_number().values() if c["about"] == ["alibaba-cloud"]]
    assert firms.count(["cabinets d'études spécialisés"]) == 2


def test_the_relative_claim_of_the_seed() -> None:
    (claim,) = (c for c in _claims(SOURCES[SEED]).values() if c["type"] == ["RelativeClaim"])
    assert claim["about"] == ["alibaba-380bn"]
    assert claim["measure"] == ["plannedInvestment"]
    assert claim["greaterThan"] == ["alibaba-group"]
    assert claim["comparedMeasure"] == ["capitalExpenditure"]
    assert claim["comparedPeriodText"] == ["dernière décennie"]
    assert claim["attribution"] == ["un communiqué"]


def test_the_relations_of_the_seed() -> None:
    blocks = _blocks(SOURCES[SEED])
    stated = {
        (subject, predicate, value)
        for subject, predicates in blocks.items()
        if subject != SEED and "#" not in subject
        for predicate, values in predicates.items()
        for value in values
    }
    american = ("amazon-web-services", "google", "meta-platforms", "microsoft")
    leaders = ("amazon-web-services", "google", "microsoft")
    assert stated == {
        ("alibaba-cloud", "subsidiaryOf", "alibaba-group"),
        ("alibaba-qwen", "businessUnitOf", "alibaba-group"),
        ("alibaba-qwen", "develops", "qwen"),
        ("alibaba-group", "develops", "qwen"),
        ("alibaba-group", "headquarteredIn", "china"),
        ("alibaba-380bn", "respondsTo", "stargate-500bn"),
        ("alibaba-380bn", "respondsTo", "eu-ai-champions-150bn"),
        ("alibaba-cloud", "operatesIn", "public-cloud"),
        ("meta-platforms", "develops", "llama"),
        ("stargate", "locatedIn", "united-states"),
        ("eu-ai-champions", "locatedIn", "europe"),
        *((leader, "operatesIn", "public-cloud") for leader in leaders),
        *(("alibaba-group", "competesWith", leader) for leader in leaders),
        *((organization, "headquarteredIn", "united-states") for organization in american),
    }


def test_the_seed_has_no_invented_date() -> None:
    assert not DOCUMENTS[SEED]["publishedOn"]
    assert not any("announcedOn" in block for block in _blocks(SOURCES[SEED]).values())


def test_the_hash_is_that_of_the_text(text: str) -> None:
    assert DOCUMENTS[SEED]["textSha256"] == [sha256(text)]


def test_every_position_stands_on_its_number(text: str) -> None:
    printed: Counter[tuple[object, ...]] = Counter()
    for name, claim in _with_number().items():
        words = text[int(claim["charStart"][0]) : int(claim["charEnd"][0])]
        numbers = {Decimal(claim["lower"][0]), Decimal(claim["upper"][0])}
        assert set(figures(words)) == numbers, name
        printed[*_row(claim)[:5], words] += 1
    assert printed == Counter((*row[:5], row[-1]) for row in SEED_ROWS)


def test_headline_standfirst_and_body_are_three_places(text: str) -> None:
    starts = {
        claim["stated"][0]: int(claim["charStart"][0])
        for claim in _with_number().values()
        if claim["unit"] == ["CCY_EUR"]
    }
    assert text[: starts["headline"]].count("\n") == 2
    assert text[: starts["standfirst"]].count("\n") == 4
    assert text[starts["body"] - 8 :].startswith("ce sera")


def _runs(words: str, size: int = 8) -> Iterator[tuple[str, ...]]:
    found = re.findall(r"\w+", words.lower())
    return zip(*(found[start:] for start in range(size)), strict=False)


def test_no_sentence_of_the_seed_is_in_the_repository(text: str) -> None:
    title = set(_runs(DOCUMENTS[SEED]["title"][0]))
    runs = {run for line in text.split("\n") for run in _runs(line)} - title
    assert len(runs) > 200
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("the files of the repository cannot be listed without git")
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        if path.is_file():
            copied = runs.intersection(_runs(path.read_text(encoding="utf-8", errors="replace")))
            assert not copied, f"{name} has words of the article: {sorted(copied)[:1]}"


def test_every_hand_kept_file_is_canonical() -> None:
    files = [_read(path) for path in sorted(GRAPH.rglob("*.ttl"))]
    assert [str(problem) for file in files for problem in format_problems(file)] == []


@pytest.mark.parametrize("stem", SOURCES)
def test_every_document_says_something_findable(stem: str) -> None:
    document = DOCUMENTS[stem]
    assert document["type"][0] in {"Article", "Dataset", "Filing", "PressRelease"}
    others = [s for s in _blocks(SOURCES[stem]) if s != stem]
    assert others, "a document needs a claim or a relation"
    claims = _claims(SOURCES[stem])
    assert list(claims) == [f"c{number:02d}" for number in range(1, len(claims) + 1)]
    for claim in claims.values():
        assert claim["charStart"] or claim["locator"]
        if claim["locator"] == ["headline"]:
            assert claim["stated"] == ["headline"]
            assert document["title"], "a figure in a headline that was not read"
    date = document["publishedOn"][0] if document["publishedOn"] else "undated"
    # A publisher's long name may be cut to its first words.
    publisher, is_dated, _ = stem.partition(f"-{date}-")
    assert stem == SEED or (is_dated and f"{document['publisher'][0]}-".startswith(f"{publisher}-"))


def _reporting(announcement: str) -> list[str]:
    return [
        stem
        for stem, file in SOURCES.items()
        if any(claim["about"] == [announcement] for claim in _claims(file).values())
    ]


def _witnesses(stem: str) -> set[str]:
    return set(DOCUMENTS[stem]["cites"] or DOCUMENTS[stem]["publisher"])


@pytest.mark.parametrize("announcement", MAIN_ANNOUNCEMENTS)
def test_a_main_announcement_has_three_independent_documents(announcement: str) -> None:
    stems = _reporting(announcement)
    assert len({DOCUMENTS[stem]["publisher"][0] for stem in stems}) >= 3
    assert len(set().union(*map(_witnesses, stems))) >= 3


def test_each_rival_has_a_dated_document_with_a_printed_period() -> None:
    for announcement in MAIN_ANNOUNCEMENTS:
        if announcement != "eu-investai-200bn":  # nobody dated prints a period for InvestAI
            assert any(
                claim["periodText"]
                for stem in _reporting(announcement)
                if DOCUMENTS[stem]["publishedOn"]
                for claim in _claims(SOURCES[stem]).values()
                if claim["about"] == [announcement]
            ), announcement


def test_pages_that_share_their_originals_are_one_witness() -> None:
    known = [
        document(
            stem,
            publisher=values["publisher"][0],
            cites=[(SRC if cited in SOURCES else ENT) + cited for cited in values["cites"]],
        )
        for stem, values in DOCUMENTS.items()
    ]
    witnesses = Witnesses({item.iri: item for item in known})
    announcements = _blocks(_read(GRAPH / "entities" / "announcements.ttl"))
    sharing = [
        (one, other)
        for announcement in announcements
        for one, other in combinations(_reporting(announcement), 2)
        if _witnesses(one) == _witnesses(other)
    ]
    assert len(sharing) > 10
    for one, other in sharing:
        assert witnesses.count([SRC + one, SRC + other]) == 1, (one, other)


def test_every_url_is_read_once() -> None:
    urls = Counter(document["url"][0] for document in DOCUMENTS.values())
    assert [url for url, count in urls.items() if count > 1] == []


def test_alibaba_is_told_in_five_currencies_and_by_itself() -> None:
    units = {
        claim["unit"][0]
        for stem in _reporting("alibaba-380bn")
        for claim in _claims(SOURCES[stem]).values()
        if claim["about"] == ["alibaba-380bn"] and claim["type"] == ["Claim"]
    }
    assert units == {"CCY_CHF", "CCY_CNY", "CCY_EUR", "CCY_SGD", "CCY_USD"}
    own = [s for s in _reporting("alibaba-380bn") if DOCUMENTS[s]["publisher"] == ["alibaba-group"]]
    assert [DOCUMENTS[stem]["sourceKind"] for stem in own] == [["officialFiling"]]
    assert all(c["lower"] and not c["upper"] for c in _claims(SOURCES[own[0]]).values())


def test_a_contradicted_day_is_kept() -> None:
    days = {
        day
        for file in SOURCES.values()
        for day in _blocks(file).get("stargate-500bn", {}).get("announcedOn", [])
    }
    assert days == {"2025-01-21", "2025-01", "2024-01"}


def test_every_announcement_has_a_judged_scope_and_an_announcer() -> None:
    announcements = _blocks(_read(GRAPH / "entities" / "announcements.ttl"))
    judged = _blocks(_read(GRAPH / "judgements" / "scopes.ttl"))
    assert all(values["announcedBy"] for values in announcements.values())
    subjects = Counter(values["subject"][0] for values in judged.values())
    assert subjects == Counter(dict.fromkeys(announcements, 1))


def test_judgements_are_reasoned_in_both_languages() -> None:
    for path in sorted((GRAPH / "judgements").glob("*.ttl")):
        file = _read(path)
        reasons: dict[str, set[str | None]] = defaultdict(set)
        for triple in file.triples:
            if _short(triple.predicate) == "reason" and isinstance(triple.object, ox.Literal):
                reasons[_short(triple.subject)].add(triple.object.language)
        for name, values in _blocks(file).items():
            assert values["judgedBy"] == ["compute-race"], name
            assert reasons[name] == {"en", "fr"}, name
            assert set(values["basedOn"]) <= set(SOURCES), name


def test_every_entity_named_is_defined_once() -> None:
    defined: Counter[str] = Counter()
    for path in sorted((GRAPH / "entities").glob("*.ttl")):
        defined.update(_blocks(_read(path)).keys())
    assert [entity for entity, count in defined.items() if count > 1] == []
    named = {
        term.value[len(ENT) :]
        for path in sorted(GRAPH.rglob("*.ttl"))
        for triple in _read(path).triples
        for term in (triple.subject, triple.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(ENT)
    }
    assert named <= set(defined)


def test_the_links_are_of_known_entities() -> None:
    lines = (GRAPH / "links" / "wikidata.sssom.tsv").read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if not line.startswith("#")]
    assert "second-hand" in "".join(line for line in lines if line.startswith("#"))
    rows = list(csv.DictReader(table, delimiter="\t"))
    known = {
        f"ent:{name}"
        for path in (GRAPH / "entities").glob("*.ttl")
        for name in _blocks(_read(path))
    }
    subjects = {row["subject_id"] for row in rows}
    units = {subject for subject in subjects if subject.startswith("unit:CCY_")}
    # One judgement holds of every announcement: each is this graph's own thing.
    announcements = {f"ent:{name}" for name in _blocks(_read(GRAPH / "entities/announcements.ttl"))}
    assert subjects - units == (known - announcements) | {"race:Announcement"}
    for row in rows:
        is_link = row["object_id"] != "sssom:NoTermFound"
        assert not is_link or re.fullmatch(r"wd:Q[1-9][0-9]*", row["object_id"])
        assert row["reviewer_id"] == "ent:compute-race"
        if row["predicate_modifier"] == "Not":
            assert row["confidence"] == ""
        elif is_link:
            assert Decimal("0.6") <= Decimal(row["confidence"]) <= Decimal("0.9")
            assert re.match(r"[1-9][0-9]* readings?[.:]", row["comment"]), row
        else:
            is_likely = row["comment"].startswith("An item is likely")
            assert row["confidence"] == ("0.3" if is_likely else "0.8")


def test_the_contract_shows_a_real_file() -> None:
    contract = (GRAPH / "FORMAT.md").read_text(encoding="utf-8")
    match = re.search(r"```turtle\n(.*?)```", contract, re.DOTALL)
    assert match is not None
    (name,) = set(re.findall(r"`sources/([a-z0-9-]+)\.ttl`", contract))
    assert match[1] == SOURCES[name].text
