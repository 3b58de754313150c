"""Where a claim stands in its document, and the sentence for whoever has the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from compute_race.answering.lookup import Node, nodes, slug, unit_name
from compute_race.answering.rows import number
from compute_race.answering.wording import word
from compute_race.answering.words import locator, placement
from compute_race.basics.paths import document_folders
from compute_race.basics.problems import RaceError
from compute_race.basics.text import read_document, sentence_around, sha256
from compute_race.dataset.store import Store


@dataclass(frozen=True)
class Evidence:
    """A claim as printed and where: document, position or named locator, sentence if at hand.

    ``printed`` and ``sentence`` are read from the text on disk, never stored.
    """

    claim: str
    about: str
    measure: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    approximate: bool
    modality: str
    period: str | None
    attributed_to: tuple[str, ...]
    attribution: str | None
    definition: str | None
    document: str
    title: str | None
    publisher: str | None
    published: str | None
    known_from: str | None
    url: str | None
    source_kind: str | None
    stated: str | None
    start: int | None
    end: int | None
    locator: str | None
    printed: str | None = None
    sentence: str | None = None

    @property
    def anchored(self) -> bool:
        """Tell whether the claim has a position in a text."""
        return self.start is not None

    @property
    def where(self) -> str:
        """Give the place in the document in English words, as JSON has it."""
        return self.place("en")

    def place(self, lang: str = "en") -> str:
        """Give the place in the document in words: characters, else the named locator."""
        stated = placement(slug(self.stated), lang) if self.stated else ""
        if self.start is None:
            return locator(self.locator, lang) if self.locator else stated
        text = f"{word('characters', lang)} {self.start} {word('to', lang)} {self.end}"
        return f"{text}, {stated}" if stated else text

    def as_dict(self) -> dict[str, Any]:
        """Give the evidence for JSON, decimals as strings."""
        return {
            **self.__dict__,
            "low": number(self.low),
            "high": number(self.high),
            "attributed_to": list(self.attributed_to),
            "where": self.where,
        }


class Library:
    """The texts of documents that are on disk, found by their hash and never by name alone."""

    def __init__(self, folders: Iterable[Path] | None = None) -> None:
        """Look in these folders, by default in those of ``paths.document_folders``."""
        self._folders = tuple(document_folders() if folders is None else folders)
        self._texts: dict[str, str] | None = None

    def text(self, digest: str | None) -> str | None:
        """Give the normalised text with this SHA-256, ``None`` where it is not at hand."""
        if digest is None:
            return None
        if self._texts is None:
            self._texts = dict(self._read())
        return self._texts.get(digest)

    def _read(self) -> Iterable[tuple[str, str]]:
        for folder in self._folders:
            for path in sorted(folder.glob("*.txt")):
                try:
                    text = read_document(path)
                except RaceError:
                    continue
                yield sha256(text), text


def gather(
    store: Store, claims: Iterable[str], library: Library, lang: str = "en"
) -> dict[str, Evidence]:
    """Read the evidence of claims, by claim IRI. Unknown IRIs are left out."""
    found = {iri: node for iri, node in nodes(store, claims).items() if node.link("inDocument")}
    documents = nodes(store, {node.link("inDocument") or "" for node in found.values()})
    names = nodes(
        store,
        {
            iri
            for node in (*found.values(), *documents.values())
            for name in ("about", "measure", "attributedTo", "publisher")
            for iri in node.links(name)
        },
    )
    return {
        iri: _evidence(node, documents[node.link("inDocument") or ""], names, library, lang)
        for iri, node in found.items()
    }


def _evidence(
    claim: Node, document: Node, names: Mapping[str, Node], library: Library, lang: str
) -> Evidence:
    start, end = claim.number("charStart"), claim.number("charEnd")
    text = library.text(document.text("textSha256")) if start is not None else None
    printed = sentence = None
    if text is not None and start is not None and end is not None:
        printed = text[int(start) : int(end)]
        sentence = sentence_around(text, int(start), int(end))
    publisher = document.link("publisher")
    return Evidence(
        claim=claim.iri,
        about=claim.link("about") or "",
        measure=claim.link("measure") or "",
        low=claim.number("lower"),
        high=claim.number("upper"),
        unit=unit_name(claim.link("unit") or ""),
        approximate=claim.text("approximate") == "true",
        modality=slug(claim.link("modality") or ""),
        period=_period(claim),
        attributed_to=tuple(names[iri].label(lang) for iri in claim.links("attributedTo")),
        attribution=claim.text("attribution"),
        definition=claim.text("definition"),
        document=document.iri,
        title=document.text("title"),
        publisher=names[publisher].label(lang) if publisher else None,
        published=document.text("publishedOn"),
        known_from=document.text("knownFrom"),
        url=document.text("url"),
        source_kind=slug(document.link("sourceKind") or "") or None,
        stated=claim.link("stated"),
        start=None if start is None else int(start),
        end=None if end is None else int(end),
        locator=claim.text("locator"),
        printed=printed,
        sentence=sentence,
    )


def _period(claim: Node) -> str | None:
    """Give the period as printed where the words are kept, else as its parts."""
    text = claim.text("periodText")
    if text is not None:
        return text
    parts = [claim.text("duration"), claim.text("fiscalYear"), claim.text("periodStart")]
    stated = [part for part in parts if part]
    end = claim.text("periodEnd")
    if end is not None and end != claim.text("periodStart"):
        stated.append(f"to {end}")
    return " ".join(stated) or None
