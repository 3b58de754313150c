"""Little graphs for the rules of the audit, written as Turtle and audited as the real one is.

A test says only what its rule looks at: everybody is Acme's, every document of its own
publisher and a newspaper, every claim a plan in euros, unless it says otherwise.
"""

from __future__ import annotations

from pathlib import Path

from compute_race.basics.namespaces import ENT, GRAPH, RACE, RDF, RDFS, SRC, UNIT, XSD
from compute_race.basics.problems import Problem
from compute_race.dataset.corpus import read_corpus
from compute_race.pipeline.auditing import auditor
from support import ROOT

_PREFIXES = {
    "ent": ENT,
    "race": RACE,
    "rdf": RDF,
    "rdfs": RDFS,
    "src": SRC,
    "unit": UNIT,
    "xsd": XSD,
}


class Little:
    """A graph in a folder, block by block."""

    def __init__(self, folder: Path) -> None:
        """Begin with Acme, which sits in a country with the yuan."""
        self.folder = folder
        self._files: dict[str, list[str]] = {}
        self.entity("acme", "Company")
        self.entity("land", "Country", 'race:isoCode "CN"', "race:currency unit:CCY_CNY")
        self.judge("ent:acme", "headquarteredIn", "ent:land")

    def entity(self, name: str, kind: str, *statements: str) -> None:
        """Define an entity in the register."""
        self._add("entities/things", f"ent:{name} a race:{kind} ;", *statements)

    def plan(
        self, name: str, *statements: str, by: str = "ent:acme", scope: str | None = None
    ) -> None:
        """Define an announcement of Acme's; ``scope`` is the local name of its judged scope."""
        self.entity(name, "Announcement", f"race:announcedBy {by}", *statements)
        if scope is not None:
            self.judge(f"ent:{name}", "scope", f"race:{scope}")

    def document(
        self,
        name: str,
        *blocks: str,
        published: str | None = None,
        kind: str = "newspaper",
        publisher: str | None = None,
        cites: str | None = None,
    ) -> None:
        """Write a document; ``blocks`` are claims and relations of its file."""
        day = f'race:publishedOn "{published}"^^xsd:date' if published else ""
        owner = publisher or f"{name}-press"
        if publisher is None:
            self.entity(owner, "Publisher")
        self._add(
            f"sources/{name}",
            f"src:{name} a race:Article ;",
            f"race:publisher ent:{owner}",
            f"race:sourceKind race:{kind}",
            f"race:cites {cites}" if cites else "",
            day,
        )
        self._files[f"sources/{name}"] += blocks

    def judge(self, subject: str, predicate: str, value: str) -> None:
        """Judge something of something."""
        number = len(self._files.get("judgements/all", ())) + 1
        self._add(
            "judgements/all",
            f":j{number} a race:Judgement ;",
            f"rdf:subject {subject}",
            f"rdf:predicate race:{predicate}",
            f"rdf:object {value}",
        )

    def passes(self, node: str, rule: str) -> None:
        """Judge that something passes the audit by a rule."""
        self.judge(node, "passesAudit", f'"{rule}"')

    def audit(self, rule: str, store: Path | None = None) -> list[Problem]:
        """Write the files and give the findings of one rule."""
        for stem, blocks in self._files.items():
            kind, _, name = stem.partition("/")
            own = {"sources": f"{SRC}{name}#", "judgements": f"{GRAPH}judgements/{name}#"}
            prefixes = {**({"": own[kind]} if kind in own else {}), **_PREFIXES}
            head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
            path = self.folder / f"{stem}.ttl"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(head + "\n" + "\n\n".join(blocks) + "\n", encoding="utf-8")
        corpus, problems = read_corpus(ROOT / "ontology", self.folder)
        assert not problems, str(problems[0])
        return [found for found in auditor(ROOT / "queries", store)(corpus) if found.rule == rule]

    def _add(self, stem: str, first: str, *statements: str) -> None:
        said = [statement for statement in statements if statement]
        block = first + "".join(f"\n    {statement} ;" for statement in said)
        self._files.setdefault(stem, []).append(block.rstrip(" ;") + " .")


def claim(
    name: str,
    low: object,
    high: object = "same",
    unit: str = "CCY_EUR",
    *,
    about: str = "plan",
    measure: str = "plannedInvestment",
    modality: str = "planned",
    more: str = "",
) -> str:
    """Write a claim; one number is exact, ``None`` is an open end, ``more`` further statements."""
    ends = (low, low if high == "same" else high)
    bounds = [
        f"race:{end} {value} ;"
        for end, value in zip(("lower", "upper"), ends, strict=True)
        if value is not None
    ]
    lines = [
        f"race:about ent:{about} ;",
        f"race:measure race:{measure} ;",
        *bounds,
        f"race:unit unit:{unit} ;",
        *([f"{more} ;"] if more else []),
        f"race:modality race:{modality} .",
    ]
    return f":{name} a race:Claim ;\n    " + "\n    ".join(lines)


def during(first: str, last: str) -> str:
    """Write a period of whole years, months or days by its two ends."""
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(first)]
    return f'race:periodStart "{first}"^^xsd:{kind} ; race:periodEnd "{last}"^^xsd:{kind}'


def announced(day: str, plan: str = "plan") -> str:
    """Write the day of an announcement, as a document states it."""
    return f'ent:{plan} race:announcedOn "{day}"^^xsd:date .'
