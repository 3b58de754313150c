"""Announcements that rest on one weak document.

A blog answers to no editor, and a repost may have been changed on its way. One
that says from whom it has its news leads to somebody who can be asked, and is
let pass; one that names nobody, or only others of its kind, is a rumour's size.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from compute_race.audit.material import Finding, Material, slug
from compute_race.basics.namespaces import RACE, SRC, shorten

#: Kinds of source that stand behind a figure only with somebody else's name.
WEAK: Final = frozenset((RACE + "blog", RACE + "repost"))


def weak_announcements(material: Material) -> Iterator[Finding]:
    """Announcements all of whose documents are weak and go back to one weak witness."""
    records = material.records
    publishers = {
        document.publisher or document.iri
        for document in records.documents.values()
        if document.source_kind in WEAK
    }
    sound = {
        document.publisher
        for document in records.documents.values()
        if document.source_kind not in WEAK
    }
    for announcement in records.announcements.values():
        documents = material.documents_of(announcement)
        kinds = {records.documents[document].source_kind for document in documents}
        witnesses = material.analysis.witnesses.behind(documents)
        if not documents or not kinds <= WEAK or len(witnesses) > 1:
            continue
        if set(witnesses) <= publishers - sound:
            kind = " and ".join(sorted((kind or "").removeprefix(RACE) for kind in kinds))
            names = ", ".join(document.removeprefix(SRC) for document in documents)
            yield Finding(
                announcement.iri,
                "",
                f"{shorten(announcement.iri)} rests on one {kind}, {names}, of"
                f" {slug(witnesses[0])}",
                "transcribe a document of the announcer, an agency or the press, or write in that"
                " file race:cites with whom it names as its source",
            )
