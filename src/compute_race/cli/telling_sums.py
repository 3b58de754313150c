"""A sum of a ranking as lines of text: what it counts, the addition, what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from textwrap import wrap

from compute_race.answering import words
from compute_race.answering.lookup import slug
from compute_race.answering.reasons import explained
from compute_race.answering.rows import LeftOut, Row
from compute_race.answering.stories import SumPart, SumStory
from compute_race.answering.wording import grouped, word
from compute_race.cli.lines import TIE, WIDTH, colon, indented, line

_OPEN = (
    "open: no upper end is stated for {}",
    "ouvert : aucun maximum n'est \u00e9nonc\u00e9 pour {}",
)


def sum_lines(story: SumStory, lang: str) -> Iterator[str]:
    """Write a sum without the stories of its figures."""
    yield from wrap(_title(story, lang), WIDTH)
    yield f"[{slug(story.iri)}]"
    for first, part in enumerate(story.parts):
        figure = f"{_ends(part, story, lang)}{colon(lang)} {slug(part.story.about)}"
        yield from line("counted", figure, lang) if not first else indented(figure)
    yield from _addition("sum", [part.low for part in story.parts], story.low, story, lang)
    if story.high is None:
        bare = [slug(part.story.about) for part in story.parts if part.high is None]
        yield from line("at most", _OPEN[lang == "fr"].format(", ".join(bare)), lang)
    elif story.high != story.low:
        highs = [part.high for part in story.parts]
        yield from _addition("at most", highs, story.high, story, lang)
    yield from _left_out(story, lang)


def _title(story: SumStory, lang: str) -> str:
    asked = story.question
    what = words.measure(slug(story.measure), lang)
    per = word("per year" if story.per == "year" else "in total", lang)
    day = asked.as_of.isoformat()
    as_of = f"au {day}" if lang == "fr" else f"as of {day}"
    return f"{story.label}{colon(lang)} {what} {per}, {as_of}"


def _ends(part: SumPart | Row, story: SumStory, lang: str) -> str:
    """Write every digit of a figure, in the unit of the sum."""
    if part.low is not None and part.high is not None and part.low != part.high:
        text = f"{grouped(part.low, lang)} {word('to', lang)} {grouped(part.high, lang)}"
    elif part.low is not None:
        open_ = f"{word('at least', lang)} " if part.high is None else ""
        text = f"{open_}{grouped(part.low, lang)}"
    else:
        text = f"{word('up to', lang)} {grouped(part.high or Decimal(0), lang)}"
    return f"{text}{TIE}{story.unit}"


def _addition(
    name: str, ends: Sequence[Decimal | None], total: Decimal | None, story: SumStory, lang: str
) -> Iterator[str]:
    """Write the sum of one end; what has no low end counts as nothing."""
    made = f"{grouped(total or Decimal(0), lang)}{TIE}{story.unit}"
    if len(ends) > 1:
        made = " + ".join(grouped(end or Decimal(0), lang) for end in ends) + f" = {made}"
    yield from line(name, made, lang)


def _left_out(story: SumStory, lang: str) -> Iterator[str]:
    missed = story.missed
    for first, item in enumerate(missed):
        if item.row is not None:
            figure = _ends(item.row, story, lang)
            text = f"{figure}{colon(lang)} {slug(item.announcement)}, {explained(item, lang)}"
            yield from line("left out", text, lang) if not first else indented(text)
    if missed and story.all_added is not None:
        lows = [story.low, *(item.row.low for item in missed if item.row is not None)]
        yield from _addition("with these", lows, story.all_added.low, story, lang)
    others: dict[str, list[LeftOut]] = {}
    for item in story.left_out:
        if item.total is None:
            others.setdefault(explained(item, lang), []).append(item)
    for first, (reason, items) in enumerate(others.items()):
        names = ", ".join(dict.fromkeys(slug(item.announcement) for item in items))
        text = f"{reason}{colon(lang)} {names}"
        yield from line("not added", text, lang) if not first else indented(text)
