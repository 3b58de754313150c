"""Templates of new files. What is to fill in is empty or ``TODO``, so that a check finds it."""

from __future__ import annotations

from typing import Final

from compute_race.basics.namespaces import PREFIXES, SRC

#: The classes an entity may be of, by the file of ``graph/entities/`` it belongs in.
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "organizations": (
        "Company",
        "BusinessUnit",
        "PublicBody",
        "Consortium",
        "ResearchFirm",
        "Publisher",
    ),
    "announcements": ("Announcement",),
    "initiatives": ("Initiative",),
    "markets": ("Market",),
    "places": ("Country", "Bloc", "Place"),
    "models": ("ModelFamily", "Model", "Accelerator"),
    "facilities": ("DataCentre", "Cluster"),
}

_DATATYPES: Final = {4: "gYear", 7: "gYearMonth", 10: "date"}


def source_text(
    stem: str, url: str, publisher: str | None, date: str | None, language: str | None
) -> str:
    """Give a document's file in canonical form: the document, and one claim to fill in."""
    dated = []
    if date is not None:
        dated.append(f'    race:publishedOn "{date}"^^xsd:{_DATATYPES[len(date)]} ;')
    document = [
        f"src:{stem} a race:Article ;",
        f'    race:title ""@{language or "en"} ;',
        f"    race:publisher ent:{publisher or 'TODO'} ;",
        *dated,
        f'    race:language "{language or ""}" ;',
        f'    race:url "{url}"^^xsd:anyURI ;',
        "    race:sourceKind race:TODO ;",
        "    race:readAs race:TODO .",
    ]
    claim = [
        ":c01 a race:Claim ;",
        "    race:about ent:TODO ;",
        "    race:measure race:TODO ;",
        "    race:unit unit:TODO ;",
        "    race:modality race:TODO ;",
        '    race:locator "" .',
    ]
    head = [f"PREFIX : <{SRC}{stem}#>", *_prefixes("ent", "race", "src", "unit", "xsd")]
    return "\n\n".join("\n".join(block) for block in (head, document, claim)) + "\n"


def entity_block(slug: str, kind: str) -> str:
    """Give an entity's block in canonical form, without a line end."""
    lines = [f"ent:{slug} a race:{kind} ;", '    rdfs:label ""@en, ""@fr ;']
    if kind == "Country":
        lines.append('    race:isoCode "" ;')
    elif kind in KINDS["organizations"]:
        lines.append('    race:identifierNote "" ;')
    elif kind == "Announcement":
        lines.append("    race:announcedBy ent:TODO ;")
    return "\n".join(lines).removesuffix(" ;") + " ."


def entities_head() -> str:
    """Give the prefixes of a new file of entities, without a line end."""
    return "\n".join(_prefixes("ent", "race", "rdfs"))


def question_text() -> str:
    """Give a question that runs as it stands, with its summary to fill in."""
    lines = [
        "#+ summary: TODO",
        "#+ tags: announcements",
        "#+ param organization: slug = alibaba-group",
        "#+ column announcement: slug",
        "#+ column label: string",
        *_prefixes("ent", "race", "rdfs"),
        "",
        "SELECT ?announcement ?label",
        "WHERE {",
        "  VALUES ?organization { ent:alibaba-group }",
        "  ?announcement race:announcedBy ?organization ;",
        "    rdfs:label ?label .",
        '  FILTER (LANG(?label) = "en")',
        "}",
        "ORDER BY ?announcement",
    ]
    return "\n".join(lines) + "\n"


def _prefixes(*names: str) -> list[str]:
    return [f"PREFIX {name}: <{PREFIXES[name]}>" for name in names]
