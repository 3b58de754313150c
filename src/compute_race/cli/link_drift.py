"""``race link drift``: what became of linked items, and where Wikidata and we part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import click

from compute_race.basics.files import write_file
from compute_race.basics.paths import links_folder, shown
from compute_race.basics.problems import UsageError
from compute_race.cli.formats import form_option
from compute_race.cli.lines import colon, folded
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import write
from compute_race.cli.reading_newer import linked_ids, newer_reading, reading_options
from compute_race.linking.changes import Change
from compute_race.linking.drift import PARTS, Finding, Part, drift, drift_table
from compute_race.linking.entities import Entity, find, read_entities
from compute_race.linking.ledger import Ledger, open_ledger
from compute_race.linking.places import read_ground
from compute_race.linking.readings import Reading, reading_text
from compute_race.linking.said import read_said
from compute_race.linking.searching import Searcher
from compute_race.wikidata.snapshot import SNAPSHOT

_VERDICTS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {},
    "fr": {
        "agree": "d'accord",
        "differ": "divergent",
        "only we": "nous seuls",
        "only Wikidata": "Wikidata seul",
        "not comparable": "non comparable",
        "not read": "non lu",
        "changed": "changé",
    },
}


@click.command(
    "drift",
    epilog="""Example: race link drift nvidia

\b
More:
  race link drift --against newer.jsonl --only changes
  race link drift --online --user-agent "Jane Doe jane@example.org" --save newer.jsonl""",
)
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@reading_options
@click.option(
    "--save", type=click.Path(path_type=Path), help="Keep what was read online in a file."
)
@click.option("--only", type=click.Choice(PARTS), help="Only what changed, or only what we say.")
@click.option(
    "--agreeing", is_flag=True, help="Also what agrees, is none of our things, or was not read."
)
@form_option("json", "csv", "markdown")
@shared_options
@pass_context
def drift_(
    context: Context,
    slugs: tuple[str, ...],
    against: Path | None,
    online: bool,
    endpoint: str | None,
    agent: str | None,
    save: Path | None,
    only: Part | None,
    agreeing: bool,
    form: str,
) -> None:
    """Tell what changed of the linked items, and where Wikidata and our documents part.

    Changes need a newer reading: --against a file, or --online. What we say is compared with
    the newest reading at hand: parents, subsidiaries, head offices, yearly revenue, each side
    with its evidence. What was not read whole is never called absent.
    """
    if save is not None and not online:
        raise UsageError("nothing is read from the network", "add --online")
    if save is not None and save.resolve() == (links_folder() / SNAPSHOT).resolve():
        raise UsageError(f"{shown(save)} is the snapshot that ships", "name another file")
    if only == "changes" and not (online or against):
        raise UsageError("changes need a newer reading", "add --against FILE, or --online")
    ledger = open_ledger()
    store = ensure_store(context)
    entities = read_entities(store)
    chosen = [find(entities, slug) for slug in slugs] or entities
    shipped = Searcher().shipped
    ids = linked_ids(chosen, ledger)
    _refuse_unlinked(chosen if slugs else (), ledger)
    if not ids:
        raise UsageError(f"nothing is linked in {shown(ledger.path)}", "run: race link review")
    newer = newer_reading(context, against, endpoint, agent, ids, is_online=online)
    if newer is not None and save is not None:
        write_file(save, reading_text(newer).encode())
    parts = PARTS if only is None else (only,)
    said, ground = read_said(store), read_ground(store)
    findings = drift(chosen, ledger, shipped, newer, said, ground, parts)
    told = [one for one in findings if agreeing or _is_telling(one)]
    if form == "json":
        write(drift_table(told).to_json())
    elif form == "csv":
        write(drift_table(told).to_csv())
    elif form == "markdown":
        write(drift_table(told).to_markdown(context.lang))
    elif told:
        write("\n".join(_lines(told, context.lang)))
    _note(context, newer.name if newer is not None else shipped.name, findings, len(ids))
    if newer is not None and (unread := _unread(ids, newer)):
        context.note(f"not in the newer reading: {', '.join(unread[:8])}{_more(unread)}")


def _refuse_unlinked(named: Sequence[Entity], ledger: Ledger) -> None:
    for entity in named:
        if not any(row.is_link for row in ledger.of(entity)):
            raise UsageError(
                f"{entity.slug} is not linked with an item", f"race link review {entity.slug}"
            )


def _is_telling(finding: Finding) -> bool:
    one = finding.what
    if isinstance(one, Change):
        return True
    # Subsidiaries that are none of our things are counted, without a name or evidence.
    # So are years of which no document of ours reports the revenue.
    is_of_ours = bool(one.ours or (one.their_evidence and not one.what.startswith("revenue")))
    return is_of_ours and one.verdict not in ("agree", "not read")


def _lines(findings: Sequence[Finding], lang: str) -> Iterator[str]:
    last = ""
    for finding in findings:
        if finding.entity.slug != last:
            last = finding.entity.slug
            yield f"{last}  {finding.qid}"
        one = finding.what
        if isinstance(one, Change):
            advice = f" - {one.advice}" if one.advice else ""
            yield from folded(f"{one.what}: {one.before or '-'} → {one.after or '-'}{advice}")
            continue
        verdict = _VERDICTS[lang].get(one.verdict, one.verdict)
        yield from folded(f"{one.what}{colon(lang)} {verdict}")
        words = ("we say", "Wikidata says") if lang == "en" else ("nous disons", "Wikidata dit")
        for who, what, evidence in (
            (words[0], one.ours, one.our_evidence),
            (words[1], one.theirs, one.their_evidence),
        ):
            if what:
                told = f" [{evidence}]" if evidence else ""
                yield from folded(f"{who} {what}{told}", indent=4)


def _note(context: Context, name: str, findings: Sequence[Finding], count: int) -> None:
    counts = Counter(
        "changed" if isinstance(one.what, Change) else one.what.verdict for one in findings
    )
    words = _VERDICTS[context.lang]
    told = ", ".join(f"{many} {words.get(what, what)}" for what, many in sorted(counts.items()))
    more = "" if count == 1 else "s"
    if context.lang == "fr":
        context.note(f"({count} élément{more}, comparés à {name} : {told or 'rien à dire'})")
    else:
        context.note(f"({count} item{more} against {name}: {told or 'nothing to say'})")


def _unread(ids: Sequence[str], newer: Reading) -> list[str]:
    known = {*newer.found, *newer.missing}
    return [qid for qid in ids if qid not in known]


def _more(unread: list[str]) -> str:
    return f" and {len(unread) - 8} more" if len(unread) > 8 else ""
