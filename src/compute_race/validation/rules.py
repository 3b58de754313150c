"""Every rule that Python checks, with its id and one line on what it finds.

The rules of SHACL are in ``ontology/shapes.ttl``; their ids are the local
names of the shapes that carry a message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from compute_race.basics.problems import Problem, Severity
from compute_race.validation import (
    announcements,
    belonging,
    claims,
    cycles,
    groups,
    identity,
    magnitudes,
    periods,
    positions,
    references,
)
from compute_race.validation.facts import Facts

Check = Callable[[Facts], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    """A rule of a check; ``check`` is absent where reading the file finds it."""

    id: str
    summary: str
    check: Check | None = None
    severity: Severity = Severity.VIOLATION


_WARNING: Final = Severity.WARNING

RULES: Final = (
    # Reading: whether there is a Turtle file at all.
    Rule("file-missing", "The file or folder does not exist."),
    Rule("file-directory", "The path is a folder."),
    Rule("file-special", "The path is a pipe, a socket or a device."),
    Rule("file-unreadable", "The file may not be read or written."),
    Rule("file-name", "The file's name cannot be part of an IRI."),
    Rule("file-name-twice", "Two files would be one graph."),
    Rule("file-binary", "The file is no text."),
    Rule("file-encoding", "The file is not UTF-8."),
    Rule("file-bom", "The file begins with a byte order mark."),
    Rule("file-line-ends", "Lines do not end in LF."),
    Rule("file-empty", "The file says nothing."),
    Rule("turtle-syntax", "The file is not Turtle."),
    Rule("turtle-truncated", "The file ends before a statement or string does."),
    Rule("turtle-directive", "@prefix, @base or BASE is used."),
    Rule("turtle-blank-node", "Something has no name."),
    Rule("turtle-collection", "A list is used."),
    Rule("turtle-rdf-12", "Triple terms, annotations or text directions are used."),
    Rule("literal-size", "A text is longer than 1 MB."),
    Rule("text-control", "A text holds a control character, or one that was lost."),
    Rule("iri-space", "An IRI has a space."),
    Rule("iri-relative", "An IRI is relative."),
    Rule("iri-invalid", "An IRI is malformed."),
    Rule("prefix-undeclared", "A prefix is used and not declared."),
    Rule("prefix-unknown", "A prefix is none of the project's."),
    Rule("prefix-namespace", "A prefix of the project stands for something else."),
    Rule("prefix-own", "The prefix : does not fit the file's name."),
    Rule("format-canonical", "The file is not in canonical form."),
    Rule("block-twice", "A claim, an entity or a document has two blocks in its file."),
    Rule("format-comment", "A comment is not directly above a block."),
    Rule("number-form", "A number has leading zeros or commas."),
    # Closed world: what no file defines does not exist.
    Rule("predicate-unknown", "A predicate is not defined.", references.unknown_predicates),
    Rule("class-unknown", "A class is not defined.", references.unknown_classes),
    Rule("term-unknown", "A term of race: is not defined.", references.unknown_objects),
    Rule("unit-unknown", "A unit or currency does not exist.", references.unknown_objects),
    Rule("entity-unknown", "An entity is not defined.", references.unknown_subjects),
    Rule("document-unknown", "A document has no file.", references.unknown_objects),
    Rule("claim-unknown", "A claim is named that no file makes.", references.unknown_objects),
    Rule("iri-foreign", "A relation leads out of the graph.", references.unknown_objects),
    # What stands where, and only once.
    Rule("entity-twice", "An entity is defined in two files.", identity.entities_twice),
    Rule("document-iri", "A document's IRI is not its file's.", identity.document_blocks),
    Rule("claim-misplaced", "A claim is not in its document's file.", identity.misplaced_claims),
    Rule("block-misplaced", "A block is in the wrong kind of file.", identity.misplaced_blocks),
    Rule("identity-misplaced", "Identity outside the entities.", belonging.misplaced_identity),
    Rule("relation-misplaced", "A relation without a witness.", belonging.misplaced_relations),
    Rule(
        "judgement-misplaced",
        "A document's file states what we judge or derive.",
        belonging.misplaced_judgements,
    ),
    Rule(
        "predicate-misplaced",
        "A predicate that no document states, or that nobody judges.",
        belonging.misplaced_predicates,
    ),
    Rule("class-inferred", "An inferred class is written by hand.", belonging.inferred_classes),
    Rule("document-url-twice", "Two documents have one address.", identity.urls_twice),
    # Dates and periods.
    Rule("date-impossible", "A date that no calendar has.", periods.impossible_dates),
    Rule("period-order", "A period ends before it starts.", periods.period_order),
    Rule(
        "announced-later",
        "An announcement comes after the document that reports it.",
        periods.later_announcements,
    ),
    Rule("period-length", "A period is longer than 30 years.", periods.endless_periods),
    Rule("quarter-year", "A fiscal quarter of no year, nor printed so.", periods.quarter_years),
    # Relations that cannot be.
    Rule("relation-self", "Something is related to itself.", cycles.self_relations),
    Rule("rival-own-group", "Two of one group are called rivals.", groups.own_rivals),
    Rule("cycle-group", "Organisations own each other in a circle.", cycles.group_cycles),
    Rule("cycle-part-of", "Announcements contain each other.", cycles.part_cycles),
    Rule("cycle-supersedes", "Announcements supersede each other.", cycles.supersession_cycles),
    Rule("cycle-cites", "Documents have their news from each other.", cycles.citation_cycles),
    Rule("cycle-includes", "Figures contain each other.", cycles.figure_cycles),
    Rule("cycle-located", "Places lie in each other.", cycles.place_cycles),
    # Claims against each other and against the text.
    Rule("claim-magnitude", "A figure that cannot be meant.", magnitudes.impossible_figures),
    Rule("claim-duplicate", "A document says the same twice.", claims.duplicate_claims),
    Rule("includes-measure", "A figure includes one of another kind.", claims.included_measures),
    Rule(
        "judgement-contradiction",
        "Two announcements are related in ways that exclude each other.",
        claims.contradictory_judgements,
    ),
    Rule(
        "supersedes-stranger",
        "An announcement supersedes one of another group.",
        announcements.superseding_strangers,
    ),
    Rule(
        "announcement-unscoped",
        "No judgement says of which scope an announcement is.",
        announcements.unscoped_announcements,
        _WARNING,
    ),
    Rule("claim-range", "A range is more than a thousand-fold.", claims.wide_ranges, _WARNING),
    Rule(
        "announcement-unclaimed",
        "No document says anything of an announcement.",
        claims.unclaimed_announcements,
        _WARNING,
    ),
    Rule("document-empty", "A document states nothing.", claims.empty_documents, _WARNING),
    Rule("text-hash", "The document's text has changed.", positions.text_hashes),
    Rule("position-outside", "A position is beyond the text.", positions.positions_outside),
    Rule(
        "position-no-figure",
        "A position is on no number, or cuts one in two.",
        positions.positions_without_figure,
    ),
    Rule(
        "position-other-figure",
        "A position is on another number than the claim's.",
        positions.positions_on_other_figure,
    ),
)

#: Rules that say more exactly what SHACL says too: of the same line, of the same node in that
#: file, of the same node in every file, and of every claim of the same file. SHACL's problems
#: there are consequences and are held back.
HIDES_LINE: Final = references.RULES | {
    "date-impossible",
    "identity-misplaced",
    "judgement-misplaced",
}
HIDES_BLOCK: Final = frozenset({"predicate-unknown", "block-twice", "number-form"})
HIDES_NODE: Final = frozenset({"class-unknown", "block-misplaced", "claim-misplaced"})
HIDES_FILE: Final = frozenset({"document-iri"})
