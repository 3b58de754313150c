"""Little files of Epoch AI's tables, the real ones where they are at hand, and a small register.

The register is not the project's own, which grows: what resolves and what does not is the
same in these tests whatever is added there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from compute_race.basics.namespaces import PREFIXES, shorten
from compute_race.basics.problems import Problem, ProblemsError
from compute_race.importing.epoch import clusters, companies, hardware, models, people, sites
from compute_race.importing.epoch.table import EpochTable
from compute_race.importing.register import Register
from compute_race.importing.snapshot import Imported, Snapshot, snapshot_date, table_name
from support import ROOT

EPOCH = ROOT.parent / "shared" / "data" / "epoch"
TABLES: Mapping[str, EpochTable] = {
    table.name: table
    for family in (clusters, companies, hardware, models, people, sites)
    for table in family.TABLES
}
#: The tables of a folder; the one left out has rows without a name and wants ``--lenient``.
IN_FOLDER = [name for name, table in TABLES.items() if table.in_folder]
needs_epoch = pytest.mark.skipif(not EPOCH.is_dir(), reason="Epoch AI's files are not at hand")

ENTITIES = """
ent:amd a race:Company ; rdfs:label "AMD"@en, "AMD"@fr ; skos:altLabel "Advanced Micro Devices" .
ent:anthropic a race:Company ; rdfs:label "Anthropic"@en, "Anthropic"@fr ;
    skos:altLabel "Anthropic PBC"@en ; race:website "https://www.anthropic.com/"^^xsd:anyURI .
ent:apex-one a race:Company ; rdfs:label "Apex Computing"@en, "Apex Computing"@fr .
ent:apex-two a race:Publisher ; rdfs:label "Apex Computing Ltd"@en, "Apex Computing Ltd"@fr .
ent:beijing-academy a race:ResearchFirm ; skos:altLabel "BAAI"@en, "北京智源人工智能研究院"@zh ;
    rdfs:label "Beijing Academy of Artificial Intelligence"@en, "Académie de Pékin"@fr .
ent:china a race:Country, race:Bloc ; rdfs:label "China"@en, "Chine"@fr ; race:isoCode "CN" .
ent:deepseek a race:Company ; rdfs:label "DeepSeek"@en, "DeepSeek"@fr .
ent:epoch-ai a race:ResearchFirm ; rdfs:label "Epoch AI"@en, "Epoch AI"@fr ;
    race:website "https://epoch.ai/"^^xsd:anyURI .
ent:google a race:Company ; rdfs:label "Google"@en, "Google"@fr ; skos:altLabel "Google LLC"@en .
ent:gpt-4 a race:Model ; rdfs:label "GPT-4"@en, "GPT-4"@fr .
ent:h100 a race:Accelerator ; rdfs:label "NVIDIA H100"@en, "NVIDIA H100"@fr ;
    skos:altLabel "NVIDIA H100 SXM5 80GB"@en .
ent:meta-platforms a race:Company ; race:cik "0001326801" ; race:lei "BQ4BKCS1HXDV9HN80Z93" ;
    rdfs:label "Meta Platforms"@en, "Meta Platforms"@fr ; skos:altLabel "Meta"@en .
ent:microsoft a race:Company ; race:cik "0000789019" ;
    rdfs:label "Microsoft Corporation"@en, "Microsoft"@fr .
ent:mistral-ai a race:Company ; rdfs:label "Mistral AI"@en, "Mistral AI"@fr .
ent:nvidia a race:Company ; rdfs:label "NVIDIA"@en, "NVIDIA"@fr .
ent:openai a race:Company ; rdfs:label "OpenAI"@en, "OpenAI"@fr .
ent:openai-plan a race:Announcement ; rdfs:label "A Plan"@en, "Un projet"@fr .
ent:societe-generale a race:Company ; rdfs:label "Société Générale S.A."@en, "SG"@fr .
ent:united-states a race:Country, race:Bloc ; race:isoCode "US" ;
    rdfs:label "United States"@en, "États-Unis"@fr ; skos:altLabel "United States of America"@en .
ent:xai a race:Company ; rdfs:label "xAI"@en, "xAI"@fr .
"""

#: A good row of each table; columns that are not named are empty.
GOOD: Mapping[str, Mapping[str, str]] = {
    "ai_companies": {"Name": "OpenAI", "Founding date": "12/1/2015"},
    "ai_companies_compute_spend": {
        "Id": "OpenAI 2025 inference compute",
        "Company": "OpenAI",
        "Amount": "7000000000",
        "Category": "Inference cloud compute",
        "Period type": "Year",
        "Date": "12/31/2025",
        "Report date": "1/19/2026",
        "Confidence": "Likely",
        "Source Type": "Media report",
    },
    "ai_companies_funding_rounds": {
        "Id": "Oct 2024 157B",
        "Company": "OpenAI",
        "Close date": "10/2/2024",
        "Status": "Closed",
        "Funding (equity)": "6600000000",
        "Funding (debt)": "4000000000",
        "Valuation (post-money)": "1.57E+11",
        "Type": "Primary",
        "Confidence": "Confident",
    },
    "ai_companies_revenue_reports": {
        "Company": "OpenAI",
        "Date": "8/1/2025",
        "Revenue amount (normalize to annual)": "13000000000",
    },
    "ai_companies_staff_reports": {
        "Id": "July 2025 3000",
        "Company": "OpenAI",
        "Staff count": "3000",
        "Date": "7/15/2025",
        "Type": "Full company",
        "Source type": "Other",
    },
    "ai_companies_usage_reports": {
        "Id": "ChatGPT 800M WAU",
        "Company": "OpenAI",
        "Active users": "800000000",
        "Active users time period": "Weekly",
        "Date": "10/6/2025",
        "Source type": "Company disclosure",
        "Product": "ChatGPT",
    },
    "gpu_clusters": {
        "Name": "Colossus",
        "Status": "Existing",
        "Certainty": "Confirmed",
        "Owner": "xAI",
        "Country": "United States of America",
        "First Operational Date": "2024-09-03",
        "H100 equivalents": "100000",
        "Total number of AI chips": "100000",
        "Chip type (primary)": "NVIDIA H100 SXM5 80GB",
        "Chip quantity (primary)": "100000",
        "Include in Standard Analysis": "True",
    },
    "data_centers": {
        "Handle": "Abilene",
        "Latitude": "32°29'59\"N",
        "Longitude": "99°47'02\"W",
        "Owner": "Oracle #confident",
        "Current power (MW)": "295",
        "Current H100 equivalents": "254674.1",
        "Current total capital cost (2025 USD billions)": "8",
    },
    "data_center_timelines": {
        "Date": "8/27/2025",
        "Data center": "Abilene",
        "Power (MW)": "295",
        "Total capital cost (2025 USD billions)": "8",
    },
    "ml_hardware": {
        "Hardware name": "NVIDIA B200",
        "Manufacturer": "NVIDIA",
        "Release date": "2024-11-15",
        "FP8 performance (FLOP/s)": "4500000000000000.0",
        "TDP (W)": "1000.0",
    },
}
MODEL: Mapping[str, str] = {
    "Model": "Llama 3.1-405B",
    "Organization": "Meta",
    "Publication date": "2024-07-23",
    "Domain": "Language",
    "Parameters": "4.05e11",
    "Training compute (FLOP)": "3.8e25",
    "Confidence": "Confident",
}

Node = Mapping[str, Sequence[str]]


def good(table: str) -> Mapping[str, str]:
    """Give the good row of a table."""
    return GOOD.get(table, MODEL)


@cache
def little_register() -> Register:
    """Give the small register, with the project's vocabulary."""
    ontology = ROOT / "ontology"
    files = [ontology / "race.ttl", *sorted((ontology / "terms").glob("*.ttl"))]
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    texts = [*(path.read_text(encoding="utf-8") for path in files), prefixes + ENTITIES]
    return Register(
        triple
        for text in texts
        for triple in ox.parse(text, format=ox.RdfFormat.TURTLE)
        if not isinstance(triple.subject, ox.BlankNode)
        and not isinstance(triple.object, ox.BlankNode)
    )


def header(table: str) -> list[str]:
    """Give the columns of a little file: those that are read, then those that are ignored."""
    one = TABLES[table]
    return [*(column.name for column in one.columns), *one.ignored]


def write_rows(
    folder: Path, table: str, rows: Iterable[Mapping[str, str]], columns: Sequence[str] = ()
) -> Path:
    """Write a little file of a table; each row says what differs from the good one."""
    path = folder / f"{table}_2026-01.csv"
    names = columns or header(table)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        for row in rows:
            cells = {**good(table), **row}
            writer.writerow([cells.get(name, "") for name in names])
    return path


def read(table: str, path: Path, *, lenient: bool = False) -> Imported:
    """Read a file of a table; one whose name has no month is of January 2026."""
    date = snapshot_date(path, "2026-01" if table_name(path) == path.stem else None)
    snapshot = Snapshot(path, path.name, date, lenient)
    return TABLES[table].read(snapshot, little_register())


def read_rows(folder: Path, table: str, *rows: Mapping[str, str], lenient: bool = False) -> Graph:
    """Write a little file, read it, and give its graph."""
    return Graph(read(table, write_rows(folder, table, rows), lenient=lenient))


def problems_of(table: str, path: Path, *, lenient: bool = False) -> list[Problem]:
    """Give the problems for which a file is refused; each is one line that says what to do."""
    with pytest.raises(ProblemsError) as caught:
        read(table, path, lenient=lenient)
    assert all(problem.advice and "\n" not in str(problem) for problem in caught.value.problems)
    return caught.value.problems


def facts_of(imported: Imported) -> list[bytes]:
    """Give the triples of an import, but for the hash of its file."""
    return [line for line in imported.ntriples.splitlines() if b"textSha256" not in line]


class Graph:
    """An imported graph by its nodes: short names, values as they stand in N-Triples."""

    def __init__(self, imported: Imported) -> None:
        self.imported = imported
        self.nodes: dict[str, dict[str, list[str]]] = {}
        for triple in ox.parse(imported.ntriples, format=ox.RdfFormat.N_TRIPLES):
            assert isinstance(triple.subject, ox.NamedNode)
            node = self.nodes.setdefault(shorten(triple.subject.value), {})
            node.setdefault(shorten(triple.predicate.value), []).append(_short(triple.object))

    def __getitem__(self, name: str) -> Node:
        """Give a node: a claim by its key (``openai.revenue``), another by its short name."""
        if name not in self.nodes:
            name = f"src:{self.imported.stem}#{name}"
        return self.nodes[name]

    def one(self, name: str, predicate: str) -> str | None:
        """Give the one value of a property of the project, ``None`` where there is none."""
        found = self[name].get(f"race:{predicate}", ())
        assert len(found) < 2, found
        return found[0] if found else None

    def all(self, name: str, predicate: str) -> list[str]:
        """Give all values of a property of the project, sorted."""
        return sorted(self[name].get(f"race:{predicate}", ()))

    def claims(self) -> dict[str, Node]:
        """Give the claims by their keys."""
        start = f"src:{self.imported.stem}#"
        return {
            name.removeprefix(start): node
            for name, node in self.nodes.items()
            if name.startswith(start)
        }

    def of_row(self, row: int) -> list[Node]:
        """Give the claims whose locator is a row."""
        return [node for node in self.claims().values() if node["race:locator"] == [f"row {row}"]]

    def has(self, subject: str, predicate: str, value: str) -> bool:
        """Tell whether a fact is stated; all three are short."""
        return value in self.nodes.get(subject, {}).get(predicate, ())


@cache
def real(table: str) -> Graph:
    """Give the graph of the real file of a table, read with the small register."""
    return Graph(read(table, real_path(table), lenient=not TABLES[table].in_folder))


def real_path(table: str) -> Path:
    """Give the real file of a table."""
    [path] = (path for path in EPOCH.glob("*.csv") if path.stem.rpartition("_")[0] == table)
    return path


@cache
def real_rows(table: str) -> Sequence[Mapping[str, str]]:
    """Give the rows of a real file as the standard library reads them; the first is row 2."""
    csv.field_size_limit(2**30)
    with real_path(table).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _short(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    assert isinstance(term, ox.Literal)
    if term.language is not None:
        return f"{term.value}@{term.language}"
    datatype = shorten(term.datatype.value)
    if datatype in ("xsd:string", "xsd:integer", "xsd:decimal", "xsd:anyURI"):
        return term.value
    return f"{term.value}^^{datatype}"
