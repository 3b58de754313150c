"""Stories as lines of text for a terminal, in English and French."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from textwrap import wrap

from compute_race.answering import words
from compute_race.answering.evidence import Evidence
from compute_race.answering.lookup import slug
from compute_race.answering.reasons import sentence
from compute_race.answering.rows import RateUsed
from compute_race.answering.stories import (
    ConflictSide,
    ConflictStory,
    Converted,
    Story,
    SumStory,
    ValueStory,
)
from compute_race.answering.wording import amount, counted, grouped, quoted_rate, years
from compute_race.basics.namespaces import GRAPH, SRC
from compute_race.cli.lines import TIE, WIDTH, colon, indented, label, line
from compute_race.cli.telling_sums import sum_lines
from compute_race.comparison.refusals import NOT_CONVERTIBLE


def tell(story: Story, lang: str = "en") -> str:
    """Write a story as lines of at most 80 columns."""
    if isinstance(story, ValueStory):
        lines = _value(story, lang)
    elif isinstance(story, ConflictStory):
        lines = _conflict(story, lang)
    elif isinstance(story, SumStory):
        lines = _sum(story, lang)
    else:
        lines = _claim(story, lang)
    # Kept together up to here: a figure and its unit, a place in a text.
    return "\n".join(lines).replace(TIE, " ")


def _sum(story: SumStory, lang: str) -> Iterator[str]:
    """Tell the sum, then each figure it counts."""
    yield from sum_lines(story, lang)
    for part in story.parts:
        yield ""
        yield from _value(part.story, lang)


def _value(story: ValueStory, lang: str) -> Iterator[str]:
    yield from wrap(story.label, WIDTH)
    yield f"[{story.iri.removeprefix(GRAPH)}]"
    figure = amount(story.low, story.high, story.unit, lang, approximate=story.approximate)
    yield from line("stated", figure, lang)
    for made in story.conversions:
        if made.currency != story.unit:
            yield from _conversion(story, made, lang)
        elif made.per_year_low is not None or made.per_year_high is not None:
            yield from _division(story, made, lang)
    for code in story.not_comparable:
        if code in NOT_CONVERTIBLE:
            yield from line("rate", sentence(code, lang), lang)
    yield from _period(story, lang)
    yield from line("rule", _rule(story, lang), lang)
    count = len({item.document for item in story.evidence})
    said = f"{counted(count, 'document', lang)}, {counted(story.originals, 'original', lang)}"
    yield from line("said by", said, lang)
    told: set[str] = set()
    for item in story.evidence:
        yield from _cited(item, lang, told)
    yield from _set_aside(story, lang)
    for conflict in story.conflicts:
        yield from line("conflict", _headline(conflict, lang), lang)
        yield from indented(f"[{conflict.iri.removeprefix(GRAPH)}]")


def _conversion(story: ValueStory, item: Converted, lang: str) -> Iterator[str]:
    rate = item.rate
    yield from line("rate", _rate(rate, lang), lang)
    for stated, made in ((story.low, item.low), (story.high, item.high)):
        if stated is not None and made is not None:
            sum_ = f"{grouped(stated, lang)} {story.unit} x {grouped(rate.value, lang)}"
            yield from line("converted", f"{sum_} = {grouped(made, lang)} {item.currency}", lang)
            if story.low == story.high:
                break
    yield from _division(story, item, lang)


def _rate(rate: RateUsed, lang: str) -> str:
    text = f"1 {rate.source} = {grouped(rate.value, lang)} {rate.target}"
    if rate.target == "EUR" and rate.source != "EUR":
        per = "pour 1" if lang == "fr" else "per"
        text += f", {quoted_rate(rate.value, lang)}{TIE}{rate.source} {per}{TIE}EUR"
    taken = f"{words.rate_method(rate.method, lang)}; {words.rate_basis(rate.basis, lang)}"
    return f"{text} ({rate.date.isoformat()}, {taken}; {words.rate_origin(rate.origin, lang)})"


def _division(story: ValueStory, item: Converted, lang: str) -> Iterator[str]:
    ends: list[tuple[Decimal | None, Decimal | None]] = [(item.low, item.per_year_low)]
    if item.high != item.low:
        ends.append((item.high, item.per_year_high))
    for whole, yearly in ends:
        if whole is not None and yearly is not None and story.years is not None:
            yield from line(
                "per year",
                f"{grouped(whole, lang)} / {grouped(story.years.normalize(), lang)}"
                f" = {grouped(yearly, lang)} {item.currency}",
                lang,
            )


def _period(story: ValueStory, lang: str) -> Iterator[str]:
    if story.years is None:
        for code in story.not_comparable:
            if code not in NOT_CONVERTIBLE:
                yield from line("period", sentence(code, lang), lang)
        return
    text = years(story.years, lang)
    if story.first_day and story.last_day:
        days = (story.first_day, story.last_day)
        text += ", du {} au {}".format(*days) if lang == "fr" else ", {} to {}".format(*days)
    if story.period_basis:
        text += f" ({words.period_basis(story.period_basis, lang)})"
    yield from line("period", text + _support(story, lang), lang)
    for item in story.period_evidence[:3]:
        printed = f'"{item.period}"' if item.period else ""
        yield from indented(f"{printed} {_name(item)}, {_where(item, lang)}".strip())
    rest = len(story.period_evidence) - 3
    if rest > 0:
        yield from indented(f"+ {rest}")


def _support(story: ValueStory, lang: str) -> str:
    """Say on how few documents the period rests, where the value has more."""
    french = lang == "fr"
    stating = {item.document for item in story.period_evidence}
    valuing = {item.document for item in story.evidence}
    if not stating or len(stating) >= len(valuing):
        return ""
    if stating <= valuing:
        of_all = counted(len(valuing), "document", lang)
        said = "\u00e9nonc\u00e9e par {} des {}" if french else "stated by {} of {}"
        return "; " + said.format(len(stating), of_all)
    said = (
        "\u00e9nonc\u00e9e par {}, le chiffre par {}"
        if french
        else "stated by {}, the figure by {}"
    )
    return "; " + said.format(counted(len(stating), "document", lang), len(valuing))


def _rule(story: ValueStory, lang: str) -> str:
    if not story.decided_by:
        same = ("every source says the same", "toutes les sources disent la m\u00eame chose")
        return same[lang == "fr"]
    return "; ".join(f"{sentence(code, lang)} ({n})" for code, n in story.decided_by.items())


def _set_aside(story: ValueStory, lang: str) -> Iterator[str]:
    """Tell the claims set aside, those with one reason together; values before periods."""
    groups: dict[tuple[bool, str], list[Evidence]] = {}
    for aside in story.set_aside:
        groups.setdefault((aside.kind == "period", aside.reason), []).append(aside.evidence)
    for (is_period, reason), claims in sorted(groups.items(), key=lambda item: item[0]):
        prefix = f"{label('period', lang)}{colon(lang)} " if is_period else ""
        yield from line("set aside", prefix + sentence(reason, lang), lang)
        for item in claims:
            figure = amount(item.low, item.high, item.unit, lang, approximate=item.approximate)
            said = "" if is_period else figure
            said += (", " if said else "") + f'"{item.period}"' if item.period else ""
            yield from indented(f"{said}{colon(lang)} {_name(item)}, {_where(item, lang)}")


def _conflict(story: ConflictStory, lang: str) -> Iterator[str]:
    yield from wrap(story.label, WIDTH)
    yield f"[{story.iri.removeprefix(GRAPH)}]"
    yield from line("conflict", _headline(story, lang), lang)
    if story.known_from:
        yield from line("known", story.known_from, lang)
    told: set[str] = set()
    for side in story.sides:
        if story.kind == "period":
            text = years(side.years, lang) if side.years is not None else ""
            yield from indented(f"- {_days(text, side)}")
        else:
            yield from indented("- " + amount(side.low, side.high, story.unit, lang))
        for item in side.evidence:
            yield from _cited(item, lang, told, deep=True)


def _headline(story: ConflictStory, lang: str) -> str:
    what = words.measure(slug(story.measure), lang)
    kind = words.disagreement(story.kind, story.gap, lang)
    if story.kind == "period":
        sides = " / ".join(_lengths(story.sides, lang))
    else:
        sides = " / ".join(amount(s.low, s.high, story.unit, lang) for s in story.sides)
    inside = ", ".join(document.removeprefix(SRC) for document in story.within)
    where = f"; {'dans' if lang == 'fr' else 'inside'} {inside}" if inside else ""
    return f"{what}{colon(lang)} {kind}{colon(lang)} {sides}{where}"


def _lengths(sides: tuple[ConflictSide, ...], lang: str) -> list[str]:
    """Give the length of each side, with its days where the lengths are the same."""
    known = [(years(side.years, lang), side) for side in sides if side.years is not None]
    if len({text for text, _ in known}) == len(known):
        return [text for text, _ in known]
    return [_days(text, side) for text, side in known]


def _days(text: str, side: ConflictSide) -> str:
    if side.first_day is None or side.last_day is None:
        return text
    return f"{text} ({side.first_day}{TIE}-{TIE}{side.last_day})".strip()


def _claim(item: Evidence, lang: str) -> Iterator[str]:
    yield f"{item.claim.removeprefix(SRC)}"
    figure = amount(item.low, item.high, item.unit, lang, approximate=item.approximate)
    period = f', "{item.period}"' if item.period else ""
    named = [(item.measure, words.measure), (item.modality, words.modality)]
    what = [slug(item.about), *(say(slug(code), lang) for code, say in named if code)]
    yield from line("stated", f"{', '.join(what)}{colon(lang)} {figure}{period}", lang)
    if item.definition:
        yield from indented(item.definition)
    said = ", ".join((*item.attributed_to, *([item.attribution] if item.attribution else [])))
    if said:
        yield from line("said by", said, lang)
    yield from line("source", _full_name(item, lang), lang)
    if item.url:
        yield from indented(item.url)
    yield from line("place", _where(item, lang), lang)
    if item.sentence:
        yield from line("sentence", f"\u00ab {item.sentence} \u00bb", lang)


def _cited(item: Evidence, lang: str, told: set[str], *, deep: bool = False) -> Iterator[str]:
    figure = amount(item.low, item.high, item.unit, lang, approximate=item.approximate)
    period = f', "{item.period}"' if item.period and deep else ""
    yield from indented(
        f"{figure}{period}{colon(lang)} {_name(item)}, {_where(item, lang)}", deep=deep
    )
    if item.definition:
        yield from indented(item.definition, deep=True)
    if item.sentence and item.sentence not in told:
        told.add(item.sentence)
        yield from indented(f"\u00ab {item.sentence} \u00bb", deep=True)


def _where(item: Evidence, lang: str) -> str:
    return item.place(lang).replace(" ", TIE)


def _name(item: Evidence) -> str:
    return item.claim.removeprefix(SRC)


def _full_name(item: Evidence, lang: str) -> str:
    kind = words.source_kind(item.source_kind, lang) if item.source_kind else None
    parts = [item.publisher, item.title, item.published, kind]
    return ", ".join(part for part in parts if part)
