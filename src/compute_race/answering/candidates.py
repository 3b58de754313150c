"""Which preferred values answer a question as of a day, read from the built store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from compute_race.answering.lookup import nodes, slug
from compute_race.answering.options import CompareOptions
from compute_race.answering.row_reader import read_rows
from compute_race.answering.rows import Candidates, LeftOut, Row
from compute_race.answering.standing import Standing, read_among, read_standings
from compute_race.basics.namespaces import RDF
from compute_race.dataset.generations import NEWEST
from compute_race.dataset.store import Store, select

#: Reasons why a ranking has no figure that a person who adds up everything would count.
BUT_FOR_THE_SUM: Final = frozenset(("superseded", "other-scope", "no-scope", "initiative-unknown"))
#: An answer about a day so much later than the newest document says so.
STALE_AFTER_DAYS: Final = 31


def read_candidates(store: Store, options: CompareOptions, lang: str = "en") -> Candidates:
    """Read the rows that answer the question, and what was left out with the reason.

    Only what was known by ``options.as_of`` is read: nothing later exists for
    the answer, so it is not listed as left out either. Of what is left out, only
    what a sum over everything would count is read in full, and only for a sum.
    """
    among = read_among(store, options)
    standings = read_standings(store, options, among)
    in_full = [standing.iri for standing in standings.items if _is_read_in_full(standing, options)]
    ranked = [standing.iri for standing in standings.items if not standing.reasons]
    read = read_rows(store, options, in_full, ranked, lang)
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    for standing in standings.items:
        row = read.get(standing.iri)
        reasons = standing.reasons
        if row is not None and options.per == "year" and standing.no_years and _is_bare(row):
            reasons, row = (*reasons, standing.no_years), None
        if row is not None and not reasons:
            rows.append(row)
        else:
            left_out.append(
                LeftOut(
                    standing.claim,
                    standing.about,
                    reasons[0],
                    standing.way,
                    row,
                    scope=standing.scope if reasons[0] == "other-scope" else None,
                )
            )
    left_out += _undated(store, options, among, standings.answered)
    notes = (*_undated_successors(store, rows, lang), *_staleness(store, options, lang))
    return Candidates(tuple(rows), tuple(left_out), notes)


def _is_read_in_full(standing: Standing, options: CompareOptions) -> bool:
    adds = options.by != "announcement"
    return not standing.reasons or (adds and BUT_FOR_THE_SUM.issuperset(standing.reasons))


def _is_bare(row: Row) -> bool:
    """Tell whether nothing of a figure is in the unit asked for."""
    return row.low is None and row.high is None


def _undated_successors(store: Store, rows: Iterable[Row], lang: str) -> Iterator[str]:
    """Name rows that are judged superseded by a word nobody dates, so that they still stand."""
    values = " ".join(str(ox.NamedNode(row.announcement)) for row in rows if row.announcement)
    found = select(
        store,
        f"SELECT DISTINCT ?a ?b WHERE {{ VALUES ?a {{ {values} }} ?b race:supersedes ?a ."
        ' ?b race:knownFromBasis "unknown" } ORDER BY ?a ?b',
    ).rows
    for old, new in found:
        if isinstance(old, ox.NamedNode) and isinstance(new, ox.NamedNode):
            names = slug(old.value), slug(new.value)
            yield (
                "{} : remplac\u00e9 par {}, que personne ne date".format(*names)
                if lang == "fr"
                else "{}: superseded by {}, which nobody dates".format(*names)
            )


def _staleness(store: Store, options: CompareOptions, lang: str) -> Iterator[str]:
    """Say up to when the graph knows, where the question is about a later day."""
    last = store.describe().get(NEWEST) or _last_day(store)
    if (
        isinstance(last, str)
        and (options.as_of - dt.date.fromisoformat(last)).days > STALE_AFTER_DAYS
    ):
        yield (
            f"le document le plus r\u00e9cent est du {last}"
            if lang == "fr"
            else f"the newest document is of {last}"
        )


def _last_day(store: Store) -> str | None:
    rows = select(store, "SELECT (MAX(?day) AS ?last) { ?d a race:Document ; race:knownFrom ?day }")
    return next((t.value for (t,) in rows.rows if isinstance(t, ox.Literal)), None)


def _undated(
    store: Store,
    options: CompareOptions,
    among: set[str] | None,
    answered: frozenset[str],
) -> list[LeftOut]:
    """List figures that no answer as of a day can use, because nothing about them is dated.

    An announcement whose figure any dated document gives has its answer. Anything else is
    measured again and again, and each such figure is missed.
    """
    measure = ox.NamedNode(options.measure_iri)
    owner = "race:announcedBy|race:announcedByGroup|race:forInitiative"
    named = f" OPTIONAL {{ ?about {owner} ?by }}" if among is not None else ""
    rows = select(
        store,
        f"SELECT ?claim ?about ?by WHERE {{"
        ' ?document race:knownFromBasis "unknown" .'
        f" ?claim race:inDocument ?document ; race:measure {measure} ; race:about ?about ."
        f"{named} }} ORDER BY ?about ?claim",
    ).rows
    first: dict[str, str] = {}
    for claim, about, by in rows:
        owners = {term.value for term in (about, by) if isinstance(term, ox.NamedNode)}
        if (
            (among is None or owners & among)
            and isinstance(claim, ox.NamedNode)
            and isinstance(about, ox.NamedNode)
        ):
            first.setdefault(claim.value, about.value)
    known = nodes(store, answered.intersection(first.values()), (RDF + "type",))
    given = {iri for iri, thing in known.items() if "Announcement" in thing.types}
    return [
        LeftOut(claim, about, "undated") for claim, about in first.items() if about not in given
    ]
