"""``race show``: the page of an entity, a document or a claim."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import click

from compute_race.answering.lookup import slug
from compute_race.answering.page import Page, find_thing, read_page
from compute_race.answering.page_table import page_table
from compute_race.answering.table import Column, Table
from compute_race.answering.words import modality, period_basis, rate_basis
from compute_race.basics.namespaces import shorten
from compute_race.cli.formats import form_option
from compute_race.cli.lines import colon
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
#: The properties of SKOS, of which the graph has no labels.
_SKOS: Final = {
    "altLabel": ("altLabel", "autre nom"),
    "exactMatch": ("exactMatch", "même chose"),
    "closeMatch": ("closeMatch", "chose proche"),
    "broadMatch": ("broadMatch", "chose plus large"),
    "narrowMatch": ("narrowMatch", "chose plus étroite"),
    "relatedMatch": ("relatedMatch", "chose apparentée"),
}
#: On what a day rests, where no rate does (``comparison.known``).
_KNOWN: Final = {"stated": ("stated", "énoncé"), "unknown": ("unknown", "inconnu")}


@click.command(epilog="Example: race show alibaba-group")
@click.argument("slug", metavar="SLUG")
@form_option("json", "csv", "markdown", text="How to write the page.")
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
    elif form == "csv":
        write(page_table(page).to_csv())
    elif form == "markdown":
        write(_markdown(page, context.lang))
    else:
        _print(page, context.lang)


def _print(page: Page, lang: str) -> None:
    print_heading(page.label)
    write("\n".join(_lines(page, lang)))
    for name, table in _tables(page, lang):
        write("")
        print_table(table, lang=lang, title=name)


def _markdown(page: Page, lang: str) -> str:
    head = [f"# {page.label}", "", *(f"- {line}" for line in _lines(page, lang))]
    parts = ["\n".join(head) + "\n"]
    parts += [f"## {name}\n\n{table.to_markdown(lang)}" for name, table in _tables(page, lang)]
    return "\n".join(parts)


def _lines(page: Page, lang: str) -> Iterator[str]:
    """Write what needs no table: name, classes, labels, properties and links."""
    classes = [page.term(name) for name in page.classes]
    inferred = _word("inferred", lang)
    classes += [f"{page.term(name)} ({inferred})" for name in page.inferred_classes]
    yield f"{shorten(page.iri)}{colon(lang)} {', '.join(classes)}"
    for language, label in page.labels.items():
        if label != page.label:
            yield f"{language}{colon(lang)} {label}"
    for name, value in (*page.properties, *page.links):
        told = _CODES[name](value, lang) if name in _CODES else page.term(shorten(value))
        yield f"{_term(page, name, lang)}{colon(lang)} {told}"


def _tables(page: Page, lang: str) -> Iterator[tuple[str, Table]]:
    """Give the tables of a page that have a line, each with its heading."""
    for name, table in (
        ("announcements", _announcements(page, lang)),
        ("facts", _facts(page, lang)),
        ("relations", _relations(page, lang)),
        ("sources", _sources(page, lang)),
    ):
        if table.rows:
            yield _word(name, lang), table


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
        subject, blank, name = row.relation.rpartition(" ")
        relation = f"{subject}{blank}{_term(page, name, lang)}"
        arrow = f"{relation} {'→' if row.outgoing else '←'} {row.label}"
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


def _term(page: Page, name: str, lang: str) -> str:
    """Give the label of a property."""
    return _SKOS[name][lang == "fr"] if name in _SKOS else page.term(name)


def _basis(code: str, lang: str) -> str:
    return _KNOWN[code][lang == "fr"] if code in _KNOWN else rate_basis(code, lang)


#: The properties whose values are codes, and who has the words for them.
_CODES: Final[dict[str, Callable[[str, str], str]]] = {
    "knownFromBasis": _basis,
    "periodBasis": period_basis,
}


def _word(name: str, lang: str) -> str:
    return _WORDS[name][lang == "fr"]
