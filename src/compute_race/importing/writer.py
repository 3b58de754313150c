"""An imported graph in the making: one document, its nodes, facts and claims, as N-Triples.

Claims are named after their records and not after their rows, which move between two
snapshots of a table: ``src:epoch-gpu-clusters#colossus.power-capacity``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final, Literal

from compute_race.basics.dates import PartialDate
from compute_race.basics.namespaces import DATA, ENT, RACE, RDF, RDFS, SRC
from compute_race.importing import terms
from compute_race.importing.terms import Term

#: Where in its source a claim stands: the row of a table, or a locator in words.
Place = int | str

Modality = Literal["planned", "guided", "reported", "estimated", "target", "contracted"]

_TYPE: Final = RDF + "type"
_LABEL: Final = RDFS + "label"
_OTHER: Final = re.compile(r"[^a-z0-9._]+")
_CLAIM: Final = terms.term("Claim")
_RECORD: Final = terms.term("record")


def key_of(*parts: str) -> str:
    """Make the name of a record or claim of its parts: ASCII letters, digits, ``-``, ``.``, ``_``.

    Accents are dropped, letters without a Latin form become their code points, so that
    two names in Chinese stay two.
    """
    return ".".join(_slug(part) for part in parts)


class GraphWriter:
    """Collects the triples of one imported graph.

    ``rows`` says of which place in the source each node and claim is.
    """

    def __init__(self, stem: str, dataset: str) -> None:
        """Begin the graph ``src:<stem>``; its own nodes lie below ``data:<dataset>/``."""
        self.stem = stem
        self.dataset = dataset
        self.iri = SRC + stem
        self.rows: dict[str, Place] = {}
        self.counts: Counter[str] = Counter()
        self._lines: dict[str, None] = {}
        self._claims: dict[str, Place] = {}

    def document(
        self,
        *,
        title: str,
        publisher: str,
        url: str,
        date: PartialDate,
        sha256: str,
        licence: str | None,
        credit: str,
        source_kind: str = "dataset",
        language: str = "en",
    ) -> None:
        """Describe the data set: ``publisher`` is a slug, ``date`` that of the snapshot."""
        self.fact(self.iri, _TYPE, terms.term("Dataset"))
        self.fact(self.iri, RACE + "title", terms.text(title, language))
        self.fact(self.iri, RACE + "publisher", terms.iri(ENT + publisher))
        self.fact(self.iri, RACE + "url", terms.address(url))
        self.fact(self.iri, RACE + "language", terms.text(language))
        self.fact(self.iri, RACE + "sourceKind", terms.term(source_kind))
        self.fact(self.iri, RACE + "publishedOn", terms.date(date))
        self.fact(self.iri, RACE + "readAs", terms.term("fullText"))
        self.fact(self.iri, RACE + "textSha256", terms.text(sha256))
        self.fact(self.iri, RACE + "credit", terms.text(credit))
        if licence is not None:
            self.fact(self.iri, RACE + "licence", terms.address(licence))

    def node(self, kind: str, key: str, cls: str, label: str, row: Place | None = None) -> str:
        """Give the IRI of a thing of the data set's own, ``data:<dataset>/<kind>/<key>``.

        One thing in several files, or rows, is one node, and is of the first row that has it;
        without a row it is merely named. ``cls`` is the local name of its class; a proper
        name is its label in both languages.
        """
        iri = f"{DATA}{self.dataset}/{kind}/{terms.encoded(key)}"
        self.fact(iri, _TYPE, terms.term(cls))
        self.fact(iri, _LABEL, terms.text(label, "en"))
        self.fact(iri, _LABEL, terms.text(label, "fr"))
        if row is not None:
            self.rows.setdefault(iri, row)
        return iri

    def fact(self, subject: str, predicate: str, value: Term) -> None:
        """State a fact: two IRIs and a term."""
        self._lines[f"<{subject}> <{predicate}> {value} .\n"] = None

    def claim(
        self,
        key: str,
        about: str,
        measure: str,
        unit: str,
        lower: Decimal | int | None,
        upper: Decimal | int | None,
        *,
        row: Place,
        modality: Modality,
        approximate: bool = False,
        start: PartialDate | None = None,
        end: PartialDate | None = None,
        duration: str | None = None,
        fiscal_year: int | None = None,
        fiscal_quarter: int | None = None,
        period_text: str | None = None,
        confidence: str | None = None,
        note: str | None = None,
        definition: tuple[str, str] | None = None,
        attribution: str | None = None,
        attributed_to: str | None = None,
        sources: Sequence[str] = (),
        locator: str | None = None,
    ) -> str:
        """State a figure, and give the claim's IRI for whatever else is to be said of it.

        ``key`` comes from ``key_of``: the record's own key and the measure. A second record
        of the same key gets ``-row<N>``; a second claim of one record under one key is a
        mistake of the importer (``ValueError``). ``measure`` is the local name of one,
        ``unit`` an IRI; ``definition`` is English and French, ``sources`` are web addresses.
        ``locator`` is ``row <N>`` unless given.
        """
        iri = self._claim_iri(key, row)
        if lower is None and upper is None:
            raise ValueError(f"{iri} has no figure")
        add = self.fact
        self.fact(iri, _TYPE, _CLAIM)
        add(iri, RACE + "inDocument", terms.iri(self.iri))
        add(iri, RACE + "about", terms.iri(about))
        add(iri, RACE + "measure", terms.term(measure))
        add(iri, RACE + "unit", terms.iri(unit))
        add(iri, RACE + "modality", terms.term(modality))
        add(iri, RACE + "stated", _RECORD)
        default = f"row {row}" if isinstance(row, int) else row
        add(iri, RACE + "locator", terms.text(locator or default))
        if lower is not None:
            add(iri, RACE + "lower", terms.number(lower))
        if upper is not None:
            add(iri, RACE + "upper", terms.number(upper))
        if approximate:
            add(iri, RACE + "approximate", terms.boolean(True))
        if start is not None:
            add(iri, RACE + "periodStart", terms.date(start))
        if end is not None:
            add(iri, RACE + "periodEnd", terms.date(end))
        if duration is not None:
            add(iri, RACE + "duration", terms.typed(duration, "duration"))
        if fiscal_year is not None:
            add(iri, RACE + "fiscalYear", terms.typed(f"{fiscal_year:04}", "gYear"))
        if fiscal_quarter is not None:
            add(iri, RACE + "fiscalQuarter", terms.number(fiscal_quarter))
        if period_text is not None:
            add(iri, RACE + "periodText", terms.text(period_text, "en"))
        if confidence is not None:
            add(iri, RACE + "confidence", terms.text(confidence))
        if note is not None:
            add(iri, RACE + "note", terms.text(note))
        if attribution is not None:
            add(iri, RACE + "attribution", terms.text(attribution, "en"))
        if attributed_to is not None:
            add(iri, RACE + "attributedTo", terms.iri(attributed_to))
        for language, words in zip(("en", "fr"), definition or (), strict=False):
            add(iri, RACE + "definition", terms.text(words, language))
        for url in sources:
            add(iri, RACE + "sourceUrl", terms.address(url))
        self.counts["claims"] += 1
        return iri

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Keep all that is stated within, or, where that raises, nothing of it."""
        kept: tuple[dict[str, Any], ...] = (self._lines, self._claims, self.rows)
        before = [len(part) for part in kept]
        counts = self.counts.copy()
        try:
            yield
        except BaseException:
            for part, length in zip(kept, before, strict=True):
                while len(part) > length:
                    part.popitem()
            self.counts = counts
            raise

    def ntriples(self) -> bytes:
        """Give the graph as sorted N-Triples, each line once."""
        return "".join(sorted(self._lines)).encode()

    def triples(self) -> int:
        """Give how many triples there are."""
        return len(self._lines)

    def _claim_iri(self, key: str, row: Place) -> str:
        name = key
        if name in self._claims and self._claims[name] != row:
            name = f"{key}-row{row}" if isinstance(row, int) else f"{key}-{_slug(row)}"
        if name in self._claims:
            raise ValueError(f"two claims of {row} are called {name}")
        self._claims[name] = row
        iri = f"{self.iri}#{name}"
        self.rows[iri] = row
        return iri


def _slug(text: str) -> str:
    plain = text.casefold()
    if not plain.isascii():
        kept = (c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
        plain = "".join(c if c.isascii() else f"_{ord(c):x}_" for c in kept)
    return _OTHER.sub("-", plain.replace("+", " plus ")).strip("-") or "_"
