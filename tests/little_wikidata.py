"""A little world of companies that do not exist, here and in a Wikidata of its own.

Every case that Wikidata's ranks, qualifiers and unknown values bring is in it once.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from compute_race.basics.namespaces import PREFIXES
from compute_race.dataset.store import MemoryStore
from compute_race.wikidata.items import Item, Snak, Statement

#: Who is who there: ids that Wikidata has not given to anything.
ACME, PARENT, CLOUD, OTHER, HILL, VALLEY, STRANGER = (f"Q90000000{n}" for n in range(1, 8))

FACTS = {
    "graph:entities/organizations": """
        ent:acme a race:Company, race:Organization ; rdfs:label "Acme"@en, "Acmé"@fr .
        ent:parent a race:Company, race:Organization ; rdfs:label "Parent"@en, "La mère"@fr .
        ent:cloud a race:BusinessUnit, race:Organization ; rdfs:label "Cloud"@en, "Nuage"@fr .
        ent:other a race:Company, race:Organization ; rdfs:label "Other"@en, "Autre"@fr .
        ent:unlinked a race:Company, race:Organization ; rdfs:label "No"@en, "Non"@fr .
        ent:place a race:Place ; rdfs:label "Hill"@en, "Colline"@fr .""",
    "src:the-paper": """
        src:the-paper race:publisher ent:the-press .
        ent:acme race:subsidiaryOf ent:parent .
        ent:cloud race:businessUnitOf ent:parent .
        ent:cloud race:subsidiaryOf ent:unlinked .""",
    "src:the-other-paper": """
        src:the-other-paper race:publisher ent:the-press .
        ent:acme race:subsidiaryOf ent:parent .""",
    "graph:links/wikidata": f"""
        ent:acme skos:exactMatch wd:{ACME} . ent:parent skos:exactMatch wd:{PARENT} .
        ent:cloud skos:exactMatch wd:{CLOUD} . ent:other skos:exactMatch wd:{OTHER} .
        ent:place skos:exactMatch wd:{HILL} .""",
    "graph:preferred": """
        ent:acme-plan race:scope race:wholeOrganization ; race:announcedByGroup ent:acme .
        ent:other-plan race:scope race:wholeOrganization ; race:announcedByGroup ent:other .
        graph:one a race:PreferredValue ; race:measure race:plannedInvestment ;
            race:about ent:acme-plan ; race:modality race:planned ;
            race:validFrom "2025-01-01"^^xsd:date ; race:lastDay "2025-12-31"^^xsd:date .
        graph:two a race:PreferredValue ; race:measure race:plannedInvestment ;
            race:about ent:other-plan ; race:modality race:guided ;
            race:validFrom "2025-01-01"^^xsd:date ; race:lastDay "2025-12-31"^^xsd:date .
        graph:v1 race:comparableOf graph:one ; race:currencyUnit unit:CCY_EUR ;
            race:perYearLow 1000000 ; race:perYearHigh 2000000 .
        graph:v2 race:comparableOf graph:two ; race:currencyUnit unit:CCY_EUR ;
            race:perYearLow 500 .""",
}

_FIRST, _SECOND = (Snak("P854", "https://a.test/"),), (Snak("P854", "https://b.test/"),)

ITEMS = (
    Item(
        ACME,
        statements={
            "P159": (
                # Preferred, so the normal one does not count; its own coordinates do.
                Statement(
                    "P159",
                    HILL,
                    "preferred",
                    qualifiers=(Snak("P625", "10.25 -20.5000004"),),
                    references=(_FIRST, _SECOND),
                ),
                Statement("P159", VALLEY, "normal"),
            ),
            "P1128": (
                Statement("P1128", "900", "deprecated", qualifiers=(Snak("P585", "2026"),)),
                Statement("P1128", "100", "normal", qualifiers=(Snak("P585", "2023-01-31"),)),
                Statement("P1128", "200", qualifiers=(Snak("P585", "2024"),), references=(_FIRST,)),
                Statement("P1128", "300", "normal"),
            ),
            "P749": (
                Statement("P749", PARENT, "normal", references=(_FIRST,)),
                Statement("P749", OTHER, "deprecated"),
                Statement("P749", "", "normal", snak="somevalue"),
            ),
            "P127": (
                Statement("P127", PARENT, "preferred", references=(_FIRST, _SECOND)),
                Statement("P127", PARENT, "normal"),
                Statement("P127", OTHER, "normal", qualifiers=(Snak("P582", "2020"),)),
                Statement("P127", STRANGER, "normal"),
            ),
        },
    ),
    Item(
        PARENT,
        labels={"en": "Parent Inc."},
        statements={
            # The old one has an end, the other has its coordinates from the place.
            "P159": (
                Statement("P159", HILL, "normal", qualifiers=(Snak("P582", "2020"),)),
                Statement("P159", VALLEY, "normal"),
                Statement("P159", "", "normal", snak="somevalue"),
            ),
            "P355": (Statement("P355", OTHER, "normal"), Statement("P355", HILL, "normal")),
        },
    ),
    Item(CLOUD, statements={"P159": (Statement("P159", STRANGER, "normal"),)}),
    Item(OTHER, statements={"P1128": (Statement("P1128", "7"), Statement("P1128", "8"))}),
    Item(
        HILL,
        labels={"en": "Hill", "fr": "Colline"},
        statements={"P625": (Statement("P625", "1 2", "normal"),)},
    ),
    Item(
        VALLEY,
        labels={"mul": "Valley"},
        statements={
            "P625": (
                Statement("P625", "3.5 -4", "preferred"),
                Statement("P625", "5 6", "normal"),
                Statement("P625", "7 8", "deprecated"),
            )
        },
    ),
    Item(STRANGER, labels={"en": "Stranger", "fr": "Étrangère"}),
)


def facts(graphs: Mapping[str, str]) -> MemoryStore:
    """Give a store of graphs, each by its short name and what it says in Turtle."""
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    quads = []
    for name, text in graphs.items():
        prefix, _, local = name.partition(":")
        graph = ox.NamedNode(PREFIXES[prefix] + local)
        parsed = ox.parse((head + text).encode(), format=ox.RdfFormat.TURTLE)
        quads += [ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed]
    return MemoryStore(quads)


def little_facts() -> MemoryStore:
    """Give what is known here."""
    return facts(FACTS)
