"""Announcements rolled up to organisations, groups, initiatives and blocs.

Nothing is counted twice, and what is left out of a sum is named with what
stands in its place. A sum is therefore a floor: two plans of one group are
added only where a judgement says that they do not overlap.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from compute_race.answering.adding import all_added, summed
from compute_race.answering.choosing import Chooser
from compute_race.answering.lookup import slug
from compute_race.answering.options import SCOPES, CompareOptions
from compute_race.answering.overlaps import Overlaps
from compute_race.answering.rows import LeftOut, Row
from compute_race.basics.problems import UsageError

#: Reasons that say that a plain sum would hold an amount twice.
NESTED = ("part-of", "included-figure", "restates")


@dataclass(frozen=True)
class RolledUp:
    """The rows as ``--by`` asks, what that leaves out, and notes for the reader.

    ``unjudged`` are pairs of announcements that sums count both, though the
    announcer of the first takes part in the initiative of the second and
    nobody judged whether they overlap.
    """

    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    unjudged: tuple[tuple[str, str], ...] = ()


def roll_up(
    rows: Sequence[Row],
    options: CompareOptions,
    lang: str,
    overlaps: Overlaps | None = None,
    aside: Iterable[LeftOut] = (),
) -> RolledUp:
    """Give the rows as ``--by`` asks; ``aside`` is what was left out before, with its reasons.

    ``UsageError`` for a sum of figures as printed: currencies do not add up.
    """
    known = overlaps or Overlaps()
    latest, earlier = _latest_measurements(rows)
    left_out = [*aside, *earlier]
    if options.by == "announcement":
        return RolledUp(tuple(latest), tuple(left_out))
    if options.by != "bloc":
        return _by_owner(latest, options, known, left_out)
    if options.currency == "original":
        raise UsageError(
            "figures as printed do not add up: --currency original has no sums",
            "write --currency EUR",
        )
    return _by_bloc(latest, options, lang, known, left_out)


def _latest_measurements(rows: Sequence[Row]) -> tuple[list[Row], list[LeftOut]]:
    """Keep, of what is measured again and again, the latest (of two that end then, the longer)."""
    latest: dict[str, Row] = {}
    for row in rows:
        best = latest.get(row.about)
        if best is None or _recency(row) > _recency(best):
            latest[row.about] = row
    stays = [row.announcement is not None or latest[row.about] is row for row in rows]
    return (
        [row for row, stay in zip(rows, stays, strict=True) if stay],
        [
            LeftOut(row.claims[0], row.about, "earlier-measurement")
            for row, stay in zip(rows, stays, strict=True)
            if not stay
        ],
    )


def _recency(row: Row) -> tuple[dt.date, Decimal, str]:
    return row.last_day or dt.date.min, row.years or Decimal(0), row.iri


def _by_owner(
    rows: Sequence[Row], options: CompareOptions, overlaps: Overlaps, aside: Sequence[LeftOut]
) -> RolledUp:
    """Give each organisation, group or initiative its plan in force.

    What is judged not to overlap with it is added. Sums over several
    organisations, and what several announce together, are no one owner's.
    """
    by = options.by
    reasons = {id(row): _nobodys(row, by) for row in rows}
    mine = [row for row in rows if reasons[id(row)] is None]
    shared = [_left(row, reason) for row in rows if (reason := reasons[id(row)]) is not None]
    chooser = Chooser(
        lambda row: owners(row, by),
        overlaps,
        options.as_of,
        everywhere=False,
        sums_hold=by == "initiative",
    )
    chosen = chooser.choose(mine)
    counted: dict[str, list[Row]] = defaultdict(list)
    odd: list[LeftOut] = []
    for row in chosen.counted:
        plans = counted[owners(row, by)[0]]
        if plans and plans[0].currency != row.currency:
            odd.append(_left(row, "other-unit"))
        elif by == "initiative":
            plans.append(replace(row, entity_label=row.initiative_label or row.entity_label))
        else:
            plans.append(row)
    left_out = (*aside, *shared, *chosen.left_out, *odd)
    if options.currency == "original":
        # As printed nothing adds up: what is judged not to overlap has a row of its own.
        return RolledUp(tuple(row for key in sorted(counted) for row in counted[key]), left_out)

    def total(row: Row) -> str | None:
        return owners(row, by)[0] if _nobodys(row, by) is None else None

    found = []
    for key in sorted(counted):
        first, *more = counted[key]
        group = first.group
        label = (first.group_label if key == group else "") or first.entity_label
        found.append(replace(summed(key, label, counted[key]), group=group) if more else first)
    return _with_all_added(found, sorted(counted), left_out, total)


def owners(row: Row, by: str) -> tuple[str, ...]:
    """Give whose row it is: an initiative's plan is the initiative's, others are the announcers'.

    ``by`` is ``organization``, ``group`` or ``initiative``; empty where it belongs to none.
    """
    is_initiatives = row.scope == SCOPES["initiative"] and row.initiative is not None
    if by == "initiative" or is_initiatives:
        return (row.initiative,) if row.initiative is not None else ()
    if by == "organization":
        return row.entities or (row.entity or row.about,)
    return row.groups or (row.group or row.about,)


def _nobodys(row: Row, by: str) -> str | None:
    """Give why a row is no one owner's; ``None`` where it is."""
    if by == "initiative":
        return None if row.initiative is not None else "no-initiative"
    if row.scope == SCOPES["aggregate"]:
        return "aggregate"
    return "joint" if len(owners(row, by)) > 1 else None


def _by_bloc(
    rows: Sequence[Row],
    options: CompareOptions,
    lang: str,
    overlaps: Overlaps,
    aside: Sequence[LeftOut],
) -> RolledUp:
    """Add up what each bloc announced, every amount once."""
    inside = [row for row in rows if row.bloc is not None]
    units = Counter(row.currency for row in inside)
    unit = max(units, key=lambda name: (units[name], name), default="")
    usable = [row for row in inside if row.currency == unit]
    outside = [
        _left(row, "several-blocs" if len(row.blocs) > 1 else "no-bloc")
        for row in rows
        if row.bloc is None
    ]
    outside += [_left(row, "other-unit") for row in inside if row.currency != unit]
    chooser = Chooser(lambda row: owners(row, "group"), overlaps, options.as_of, everywhere=True)
    chosen = chooser.choose(usable)
    counted: dict[str, list[Row]] = defaultdict(list)
    for row in chosen.counted:
        counted[row.bloc or ""].append(row)
    found = [
        replace(summed(bloc, counted[bloc][0].bloc_label, counted[bloc]), group=None, bloc=bloc)
        for bloc in sorted(counted)
    ]
    unjudged = _unjudged(chosen.counted, overlaps)
    rolled = _with_all_added(
        found, sorted(counted), (*aside, *outside, *chosen.left_out), lambda row: row.bloc
    )
    notes = (*_counted_once(chosen.left_out, lang), *(_told(pair, lang) for pair in unjudged))
    return replace(rolled, notes=notes, unjudged=unjudged)


def _with_all_added(
    rows: Sequence[Row],
    keys: Sequence[str],
    left_out: Iterable[LeftOut],
    total: Callable[[Row], str | None],
) -> RolledUp:
    """Say in each row what everything would add up to, and of what is left out in which sum."""
    units = {key: row.currency for key, row in zip(keys, rows, strict=True)}
    missed: dict[str, list[Row]] = defaultdict(list)
    out = []
    for item in left_out:
        key = total(item.row) if item.row is not None else None
        is_missed = item.row is not None and key is not None and units.get(key) == item.row.currency
        out.append(replace(item, total=key if is_missed else None))
        if item.row is not None and key is not None and is_missed:
            missed[key].append(item.row)
    found = [
        replace(row, all_added=all_added(key, [*(row.counted or (row,)), *missed[key]]))
        for row, key in zip(rows, keys, strict=True)
    ]
    return RolledUp(tuple(found), tuple(out))


def _unjudged(counted: Sequence[Row], overlaps: Overlaps) -> tuple[tuple[str, str], ...]:
    """Pair a plan with an initiative's plan that its announcer made too, or takes part in."""
    ordered = sorted(counted, key=lambda row: row.about)
    return tuple(
        (one.about, other.about)
        for other in ordered
        if other.scope == SCOPES["initiative"] and other.initiative is not None
        for one in ordered
        if one.initiative != other.initiative
        and _takers(one) & (_takers(other) | overlaps.members.get(other.initiative, frozenset()))
        and not overlaps.are_apart(one.about, other.about)
    )


def _takers(row: Row) -> frozenset[str]:
    return frozenset((*row.entities, *row.groups))


def _counted_once(left_out: Sequence[LeftOut], lang: str) -> list[str]:
    names = ", ".join(sorted(slug(i.announcement) for i in left_out if i.reason in NESTED))
    if not names:
        return []
    return [
        f"compt\u00e9 une seule fois : {names} (d\u00e9j\u00e0 dans une autre annonce)"
        if lang == "fr"
        else f"counted once: {names} (already in another announcement)"
    ]


def _told(pair: tuple[str, str], lang: str) -> str:
    one, other = map(slug, pair)
    return (
        f"compt\u00e9es toutes deux, rien ne dit si elles se recouvrent : {one} et {other}"
        if lang == "fr"
        else f"both counted, though nobody judged whether they overlap: {one} and {other}"
    )


def _left(row: Row, reason: str) -> LeftOut:
    return LeftOut(row.claims[0], row.about, reason, row=row)
