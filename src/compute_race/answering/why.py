"""Every number walked back: to its rate, its rule, its documents and their sentences."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pyoxigraph as ox

from compute_race.answering.disputes import Disputes, positions_first
from compute_race.answering.evidence import Library, gather
from compute_race.answering.lookup import (
    Node,
    nodes,
    nodes_where,
    slug,
    unit_name,
)
from compute_race.answering.naming import find_named
from compute_race.answering.options import By, CompareOptions
from compute_race.answering.rows import RateUsed
from compute_race.answering.stories import (
    Aside,
    ConflictStory,
    Converted,
    Story,
    SumPart,
    SumStory,
    ValueStory,
)
from compute_race.answering.sums import find_sum
from compute_race.basics.dates import parse_day
from compute_race.basics.namespaces import SRC, shorten
from compute_race.basics.problems import UsageError
from compute_race.dataset.store import Store, select

#: Parts of a derived row, and the way from the row to them.
_WHOLE: Final = {
    "ConflictSide": "race:side",
    "SetAside": "race:setAside",
    "ComparableValue": "^race:comparableOf",
}

#: The classes of things that figures are added up for.
_OWNERS: Final = frozenset(("Bloc", "Initiative", "Organization"))


class Explainer:
    """Tells the story of values, conflicts and claims of a store."""

    def __init__(self, store: Store, library: Library | None = None, lang: str = "en") -> None:
        """Keep the store, the texts at hand, and the language of labels."""
        self._store = store
        self._library = library or Library()
        self._lang = lang
        self._disputes = Disputes(store, self._library, lang)

    def why(
        self,
        name: str,
        as_of: str | None = None,
        options: CompareOptions | None = None,
        by: By | None = None,
    ) -> list[Story]:
        """Tell what stands behind a name.

        ``name`` is the id of a row or conflict, a claim, a document (then each
        of its claims), or the slug of a thing. Of a bloc, and of a group,
        organisation or initiative whose figures were added up, it is the sum
        of the ranking that ``options`` and ``by`` ask for (of the day, else of
        today); of any other thing every preferred value about it, as of the
        day if one is given, else the latest. ``by`` as ``announcement`` asks
        for no sum. ``UsageError`` for a name that is none of them.
        """
        iri = find_named(self._store, name)
        node = nodes(self._store, [iri])[iri]
        kinds = node.types
        for kind, step in _WHOLE.items():
            if kind in kinds:
                return self.why(self._whole_of(iri, step), as_of)
        if "PreferredValue" in kinds:
            return [self.value(iri, as_of)]
        if "Conflict" in kinds:
            return [self.conflict(iri, as_of)]
        if "Statement" in kinds or iri.startswith(SRC):
            return self._said(iri)
        if by != "announcement" and (by is not None or kinds & _OWNERS):
            told = self._sum(node, options or _default_options(as_of), by)
            if told is not None:
                return [told]
        return [self.value(row, as_of) for row in self._rows_about(iri, as_of)]

    def _sum(self, owner: Node, options: CompareOptions, by: By | None) -> SumStory | None:
        """Tell the sum of an owner's figures, ``None`` where nothing was added up."""
        found = find_sum(self._store, owner, options, self._lang, by)
        if found is None:
            return None
        row, asked = found.row, found.ranking.options
        parts = sorted(found.counted, key=lambda part: (-part.main, part.about))
        day = asked.as_of.isoformat()
        return SumStory(
            iri=owner.iri,
            label=owner.label(self._lang),
            measure=row.measure,
            question=asked,
            low=row.low,
            high=row.high,
            unit=row.currency,
            per=row.per,
            parts=tuple(
                SumPart(
                    part.low,
                    part.high,
                    self.value(part.iri, day).narrowed(asked.currency, asked.per),
                )
                for part in parts
            ),
            all_added=row.all_added,
            left_out=found.left_out,
            lang=self._lang,
        )

    def _said(self, iri: str) -> list[Story]:
        """Tell a claim, or every claim of a document."""
        claims = [iri]
        if "#" not in iri:
            text = f"SELECT ?c {{ ?c race:inDocument {ox.NamedNode(iri)} }} ORDER BY ?c"
            rows = select(self._store, text).rows
            claims = [term.value for (term,) in rows if isinstance(term, ox.NamedNode)]
        told = gather(self._store, claims, self._library, self._lang)
        if not told:
            raise UsageError(f"{shorten(iri)} states no figure", f"race show {shorten(iri)}")
        return [*told.values()]

    def value(self, iri: str, as_of: str | None = None) -> ValueStory:
        """Tell the story of a preferred value; its conflicts as they stood on a day."""
        node = nodes(self._store, [iri])[iri]
        about = node.link("about") or ""
        measure = node.link("measure") or ""
        asides = nodes(self._store, node.links("setAside"))
        claims = (*node.links("valueClaim"), *node.links("periodClaim"))
        aside_claims = tuple(c for aside in asides.values() for c in aside.links("ofClaim"))
        found = gather(self._store, (*claims, *aside_claims), self._library, self._lang)
        thing = nodes(self._store, [about])[about]
        return ValueStory(
            iri=iri,
            about=about,
            label=thing.label(self._lang),
            measure=measure,
            low=node.number("statedLow"),
            high=node.number("statedHigh"),
            unit=unit_name(node.link("statedUnit") or ""),
            approximate=node.text("approximate") == "true",
            years=node.number("years"),
            first_day=node.text("firstDay"),
            last_day=node.text("lastDay"),
            period_basis=node.text("periodBasis"),
            not_comparable=node.texts("notComparable"),
            valid_from=node.text("validFrom"),
            valid_until=node.text("validUntil"),
            originals=int(node.number("independentOriginals") or 0),
            conversions=self._conversions(iri),
            evidence=positions_first(found[c] for c in node.links("valueClaim")),
            period_evidence=positions_first(found[c] for c in node.links("periodClaim")),
            set_aside=tuple(
                Aside(
                    found[aside.link("ofClaim") or ""],
                    aside.text("conflictKind") or "value",
                    aside.text("setAsideReason") or "",
                )
                for aside in asides.values()
            ),
            conflicts=self._disputes.among(about, measure, {*claims, *aside_claims}, as_of),
        )

    def conflict(self, iri: str, as_of: str | None = None) -> ConflictStory:
        """Tell the story of a conflict, as of a day without what was printed later."""
        return self._disputes.conflict(iri, as_of)

    def conflicts(
        self, about: str | None = None, document: str | None = None, as_of: str | None = None
    ) -> list[ConflictStory]:
        """Tell every conflict, or those about a thing, with a claim of a document, by a day."""
        return self._disputes.conflicts(about, document, as_of)

    def _conversions(self, iri: str) -> tuple[Converted, ...]:
        values = nodes_where(self._store, f"?s race:comparableOf {ox.NamedNode(iri)} .")
        rates = nodes(self._store, {r for v in values.values() for r in v.links("rate")})
        return tuple(
            _converted(value, rates[value.link("rate") or ""]) for value in values.values()
        )

    def _rows_about(self, iri: str, as_of: str | None) -> list[str]:
        day = f'FILTER(?from <= "{as_of}"^^xsd:date)' if as_of else ""
        thing = ox.NamedNode(iri)
        found = nodes_where(
            self._store,
            f"?s a race:PreferredValue ; race:validFrom ?from ; race:about ?about . {day}"
            f" {{ ?s race:about {thing} }} UNION {{ ?about race:announcedBy {thing} }}"
            f" UNION {{ ?about race:announcedBy|race:forInitiative ?owner ."
            f" ?owner race:inBloc {thing} }}",
        )
        latest: dict[str, Node] = {}
        for node in found.values():
            stem = node.iri.rpartition(".")[0]
            if stem not in latest or (node.text("validFrom") or "") > (
                latest[stem].text("validFrom") or ""
            ):
                latest[stem] = node
        if not latest:
            raise UsageError(
                f"there is no figure about {slug(iri)}" + (f" as of {as_of}" if as_of else ""),
                f"race show {slug(iri)}",
            )
        return [latest[stem].iri for stem in sorted(latest)]

    def _whole_of(self, iri: str, step: str) -> str:
        rows = select(
            self._store, f"SELECT ?w {{ ?w {step} {ox.NamedNode(iri)} }} ORDER BY ?w"
        ).rows
        for (term,) in rows:
            if isinstance(term, ox.NamedNode):
                return term.value
        raise UsageError(f"{shorten(iri)} belongs to nothing", "run: race build --force")


def _default_options(as_of: str | None) -> CompareOptions:
    return CompareOptions(as_of=parse_day(as_of) if as_of else dt.date.today())


def _converted(value: Node, rate: Node) -> Converted:
    day = rate.day("rateDate")
    factor = rate.number("rateValue")
    if day is None or factor is None:
        raise UsageError(f"{value.iri} has no exchange rate", "run: race build --force")
    return Converted(
        currency=unit_name(value.link("currencyUnit") or ""),
        low=value.number("low"),
        high=value.number("high"),
        per_year_low=value.number("perYearLow"),
        per_year_high=value.number("perYearHigh"),
        rate=RateUsed(
            source=unit_name(rate.link("fromCurrency") or ""),
            target=unit_name(rate.link("toCurrency") or ""),
            value=factor,
            date=day,
            origin=rate.text("rateSource") or "",
            method=rate.text("rateMethod") or "",
            basis=value.text("rateBasis") or "",
        ),
    )
