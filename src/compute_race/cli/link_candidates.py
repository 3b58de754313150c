"""``race link candidates``: items that may be meant, with every reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from compute_race.basics.problems import UsageError
from compute_race.cli.formats import form_option
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import write
from compute_race.cli.progress import phases
from compute_race.cli.wikidata_options import source_of, source_options
from compute_race.linking.entities import Entity, find_all, read_entities
from compute_race.linking.explained import as_dict, lines
from compute_race.linking.ledger import Ledger, open_ledger
from compute_race.linking.names_file import IDENTIFIERS, read_names, wanted_of
from compute_race.linking.searching import Searcher
from compute_race.wikidata.wanted import Wanted

#: What is looked for: how it is called here, what is known of it, and ids that were rejected.
_Asked = tuple[str, Wanted, frozenset[str]]


@click.command(
    epilog="""Example: race link candidates openai

\b
More:
  race link candidates --name Gemini --kind model --country US
  race link candidates --name "NVIDIA Corp." --id P5531=1045810
  race link candidates --from names.tsv --format json
  race link candidates mgx --source search --user-agent "Jane Doe jane@example.org\""""
)
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--name", metavar="TEXT", help="Look for a name that is not in the graph.")
@click.option("--kind", default="", metavar="KIND", help="What the name is of: organization ...")
@click.option("--country", default="", metavar="CODE", help="Where it is: two letters.")
@click.option("--website", default="", metavar="URL", help="Its official site.")
@click.option("--inception", default="", metavar="DATE", help="When it began.")
@click.option(
    "--id", "ids", multiple=True, metavar="P=VALUE", help="An identifier, by Wikidata property."
)
@click.option(
    "--from", "file", type=click.Path(path_type=Path), help="Names from a file, tab-separated."
)
@click.option("--rejected", is_flag=True, help="Show items that were judged not to be it, too.")
@source_options
@form_option("json")
@shared_options
@pass_context
def candidates(
    context: Context,
    slugs: tuple[str, ...],
    name: str | None,
    kind: str,
    country: str,
    website: str,
    inception: str,
    ids: tuple[str, ...],
    file: Path | None,
    rejected: bool,
    source: str,
    endpoint: str | None,
    agent: str | None,
    form: str,
) -> None:
    """Find items that may be meant, and say what speaks for and against each.

    Without a slug or a name: for every entity that is open. Writes nothing; what is found is
    judged with race link review.
    """
    given = {"kind": kind, "country": country, "website": website, "inception": inception}
    if sum(map(bool, (slugs, name, file))) > 1:
        raise UsageError("slugs, --name and --from exclude each other", "give one of them")
    if name is None and (ids or any(given.values())):
        raise UsageError("what is known is of a --name", "add --name TEXT")
    asked: list[_Asked]
    if file is not None:
        asked = [(wanted.name, wanted, frozenset()) for wanted in read_names(file)]
    elif name is not None:
        asked = [(name, wanted_of({"name": name, **given, **_identifiers(ids)}), frozenset())]
    else:
        ledger = open_ledger()
        asked = list(_of_entities(context, ledger, slugs, rejected=rejected))
    if not asked:
        context.note(
            "nothing is open: name an entity, or a thing with --name"
            if context.lang == "en"
            else "rien à juger : nommez une entité, ou une chose avec --name"
        )
        return
    searcher = Searcher(source_of(context, source, endpoint, agent))
    found = []
    with phases(quiet=context.quiet) as progress:
        for number, (about, wanted, left_out) in enumerate(asked, start=1):
            progress(f"{number}/{len(asked)} {about}")
            found.append((about, searcher.decide(wanted, left_out)))
    if form == "json":
        plain = [as_dict(about, decision, searcher.source.name) for about, decision in found]
        write(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        write("\n\n".join("\n".join(lines(*one, context.lang)) for one in found))
        context.note(f"({searcher.source.name})")


def _of_entities(
    context: Context, ledger: Ledger, slugs: tuple[str, ...], *, rejected: bool
) -> Iterator[_Asked]:
    entities = read_entities(ensure_store(context))
    chosen: list[Entity] = find_all(entities, slugs)
    if not slugs:
        chosen = [one for one in entities if ledger.state(one) in ("open", "unsure")]
    for entity in chosen:
        if entity.wanted is None:
            # Of announcements Wikidata has no items.
            continue
        left_out = frozenset() if rejected else ledger.rejected(entity)
        yield entity.slug, entity.wanted, left_out


def _identifiers(ids: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in ids:
        prop, equals, value = text.partition("=")
        if not equals or prop not in IDENTIFIERS or not value.strip():
            known = ", ".join(IDENTIFIERS)
            raise UsageError(f'"{text}" is no identifier', f"write --id P5531=1045810; of {known}")
        found[prop] = value
    return found
