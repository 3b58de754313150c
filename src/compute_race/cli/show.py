"""``race show``: the page of an entity, a document or a claim."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click

from compute_race.answering.lookup import slug
from compute_race.answering.page import Page, find_thing, read_page
from compute_race.answering.table import Column, Table
from compute_race.answering.words import modality
from compute_race.basics.namespaces import shorten
from compute_race.cli.options import Context, ensure_store, pass_context, shared_options
from compute_race.cli.output import print_heading, print_table, write

_WORDS = {
    "facts": ("Facts", "Faits"),
    "relations": ("Relations", "Relations"),
    "announcements": ("Announcements", "Annonces"),
    "sources": ("Sources", "Sources"),
    "stated": ("stated", "dit par un document"),
    "declared": ("declared", "déclaré"),
    "judged": ("judged", "jugé"),
    "inferred": ("inferred", "déduit"),
    "measure": ("measure", "mesure"),
    "value": ("value", "valeur"),
    "period": ("period", "période"),
    "announcement": ("announcement", "annonce"),
    "source": ("source", "source"),
    "document": ("document", "document"),
    "publisher": ("publisher", "éditeur"),
    "published": ("published", "paru"),
    "where": ("where", "où"),
    "relation": ("relation", "relation"),
    "basis": ("basis", "fondement"),
    "known": ("known from", "connue dès"),
}


@click.command(epilog="Example: race show alibaba-group")
@click.argument("slug", metavar="SLUG")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    help="How to write the page.",
)
@shared_options
@pass_context
def show(context: Context, slug: str, form: str) -> None:
    """Show all that is known of an entity, a document or a claim.

    SLUG is an entity's (alibaba-group), a document's (src:... or its file's
    name), a claim's (src:...#c01) or a whole IRI. A relation is marked as
    inferred where no document states it and it only follows.
    """
    store = ensure_store(context)
    page = read_page(store, find_thing(store, slug), context.lang)
    if form == "json":
        write(json.dumps(page.as_dict(), ensure_ascii=False, indent=2))
    else:
        _print(page, context.lang)


def _print(page: Page, lang: str) -> None:
    print_heading(page.label)
    classes = [*page.classes, *(f"{c} ({_word('inferred', lang)})" for c in page.inferred_classes)]
    write(f"{shorten(page.iri)}: {', '.join(classes)}")
    for language, label in page.labels.items():
        if label != page.label:
            write(f"{language}: {label}")
    for name, value in (*page.properties, *page.links):
        write(f"{name}: {shorten(value)}")
    for name, table in (
        ("announcements", _announcements(page, lang)),
        ("facts", _facts(page, lang)),
        ("relations", _relations(page, lang)),
        ("sources", _sources(page, lang)),
    ):
        if table.rows:
            write("")
            print_table(table, lang=lang, title=_word(name, lang))


def _announcements(page: Page, lang: str) -> Table:
    columns = _columns(lang, "announcement", "value", "known")
    rows = ((f"{a.label} ({a.announcement})", a.figure, a.known_from) for a in page.announcements)
    return Table(columns, tuple(rows))


def _facts(page: Page, lang: str) -> Table:
    columns = _columns(lang, "measure", "value", "period", "where")
    rows = []
    for fact in page.facts:
        found = fact.evidence
        claim = found.claim.rpartition("#")[2]
        place = f"{_numbers(page, [shorten(found.document)])}#{claim}"
        about = "" if found.about == page.iri else f"{slug(found.about)}: "
        measure = f"{about}{fact.measure} ({modality(found.modality, lang)})"
        position = found.place(lang)
        where = f"{place}, {position}" if position else place
        rows.append((measure, fact.value, found.period, where))
    return Table(columns, tuple(rows))


def _relations(page: Page, lang: str) -> Table:
    columns = _columns(lang, "relation", "basis", "source")
    rows = []
    for row in page.relations:
        arrow = f"{row.relation} {'→' if row.outgoing else '←'} {row.label}"
        sources = _numbers(page, row.documents)
        rows.append((arrow, _word(row.basis, lang), sources or None))
    return Table(columns, tuple(rows))


def _sources(page: Page, lang: str) -> Table:
    columns = (Column("number", label=" "), *_columns(lang, "document", "publisher", "published"))
    rows = (
        (f"[{number}]", source.document, source.publisher, source.published)
        for number, source in enumerate(page.sources, 1)
    )
    return Table(columns, tuple(rows))


def _numbers(page: Page, documents: Iterable[str]) -> str:
    """Give the numbers of documents in the list of sources; the page's own has none."""
    places = {source.document: f"[{n}]" for n, source in enumerate(page.sources, 1)}
    return " ".join(places[name] for name in documents if name in places)


def _columns(lang: str, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, label=_word(name, lang)) for name in names)


def _word(name: str, lang: str) -> str:
    return _WORDS[name][lang == "fr"]
