"""``race new``: a template in the right place, never over something that is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import click

from compute_race.basics.dates import PARTIAL_DATATYPES, parse_partial
from compute_race.basics.files import write_file
from compute_race.basics.namespaces import ENT
from compute_race.basics.paths import checkout, shown
from compute_race.basics.problems import UsageError
from compute_race.cli.context import Context, pass_context, shared_options
from compute_race.cli.output import write
from compute_race.cli.templates import (
    KINDS,
    entities_head,
    entity_block,
    question_text,
    source_text,
)
from compute_race.sources.canonical import format_problems
from compute_race.sources.order import block_key
from compute_race.sources.turtle import read_turtle

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WORDS: Final = 5
_WEBSITE: Final = re.compile(
    r'^ent:(\S+) a (?:[^.]|\.(?!\n))*?race:website "([^"]*)"', re.MULTILINE
)
_FILE_OF: Final = {kind: name for name, kinds in KINDS.items() for kind in kinds}

_into = click.option(
    "--into",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="The folder that holds graph/ and queries/ (default: the checkout).",
)


@click.group(
    no_args_is_help=True, epilog="Example: race new source https://example.org/2025/plan.html"
)
def new() -> None:
    """Write a template to fill in: a source, an entity or a question."""


@new.command(
    epilog="Example: race new source https://silicon.fr/plan.html --date 2025-02-24 --slug plan"
)
@click.argument("url")
@click.option("--publisher", metavar="SLUG", help="The publisher (default: by its website).")
@click.option("--date", metavar="DATE", help="When it was published: 2025, 2025-02, 2025-02-24.")
@click.option("--slug", metavar="WORDS", help="Last part of the name (default: from the URL).")
@click.option("--language", metavar="CODE", help="Language of the document, such as fr.")
@_into
@shared_options
@pass_context
def source(
    context: Context,
    url: str,
    publisher: str | None,
    date: str | None,
    slug: str | None,
    language: str | None,
    into: Path | None,
) -> None:
    """Write the file of a new document, with one claim to fill in."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r'[\s<>"\\]', url):
        raise UsageError(f'"{url}" is no web address', "write https://...")
    if date is not None:
        _check_date(date)
    if language is not None and not re.fullmatch(r"[a-z]{2,3}", language):
        raise UsageError(f'"{language}" is no language code', "write one such as fr")
    graph = _folder(into, "graph")
    host = parts.hostname.removeprefix("www.")
    owner = publisher if publisher is not None else _publisher_of(graph, host)
    words = slug if slug is not None else _words(parts.path)
    names = [owner or _words(host), date or "undated", words]
    stem = "-".join(_slug(name, what) for name, what in zip(names, _NAMED, strict=True))
    path = graph / "sources" / f"{stem}.ttl"
    _create(path, source_text(stem, url, owner, date, language))
    write(shown(path))
    context.note(f"next: fill in what is empty or TODO, then run: race check {shown(path)}")


@new.command(epilog="Example: race new entity coreweave --kind Company")
@click.argument("slug")
@click.option("--kind", type=click.Choice(list(_FILE_OF)), required=True, help="Its class.")
@_into
@shared_options
@pass_context
def entity(context: Context, slug: str, kind: str, into: Path | None) -> None:
    """Write the block of a new entity into its file of graph/entities.

    A slug is chosen once and never changed: it is part of the entity's IRI.
    """
    _slug(slug, "slug")
    folder = _folder(into, "graph") / "entities"
    for file in sorted(folder.glob("*.ttl")):
        if re.search(rf"^ent:{slug}\s", file.read_text(encoding="utf-8"), re.MULTILINE):
            raise UsageError(f"ent:{slug} exists in {shown(file)}", "choose another slug")
    path = folder / f"{_FILE_OF[kind]}.ttl"
    block = entity_block(slug, kind)
    if path.exists():
        write_file(path, _inserted(path, slug, block).encode())
    else:
        _create(path, f"{entities_head()}\n\n{block}\n")
    line = path.read_text(encoding="utf-8").split(block)[0].count("\n") + 1
    write(f"{shown(path)}:{line}")
    context.note(f"next: fill in what is empty or TODO, then run: race check {shown(path)}")


@new.command(epilog="Example: race new question largest-plans")
@click.argument("name")
@_into
@shared_options
@pass_context
def question(context: Context, name: str, into: Path | None) -> None:
    """Write a new question into queries/compare."""
    _slug(name, "name")
    path = _folder(into, "queries") / "compare" / f"{name}.rq"
    _create(path, question_text())
    write(shown(path))
    context.note(
        f"next: write its summary and query, and the answer you expect into "
        f"tests/questions/{name}.csv, then run: race ask {name}"
    )


_NAMED: Final = ("--publisher", "--date", "--slug")


def _folder(into: Path | None, name: str) -> Path:
    root = into if into is not None else checkout()
    if root is None:
        advice = "work in a checkout of the project, or give --into FOLDER"
        raise UsageError("an installed program has no files to add to", advice)
    if not (root / name).is_dir():
        raise UsageError(f"there is no folder {name} in {root}", "give --into FOLDER")
    return root / name


def _slug(text: str, what: str) -> str:
    if _SLUG.fullmatch(text) is None:
        advice = f"write {what} in lower-case letters, digits and hyphens"
        raise UsageError(f'"{text}" cannot be part of a name', advice)
    return text


def _words(text: str) -> str:
    """Make a slug of the last telling part of an address."""
    last = next((part for part in reversed(text.split("/")) if part), "")
    last = re.sub(r"\.(?:html?|php|aspx?|pdf)$", "", last.lower())
    words = [word for word in re.split(r"[^a-z0-9]+", last) if word]
    return "-".join(words[:_WORDS])


def _check_date(text: str) -> None:
    for datatype in PARTIAL_DATATYPES:
        try:
            parse_partial(text, datatype)
        except ValueError:
            continue
        return
    raise UsageError(f'"{text}" is no date', "write 2025, 2025-02 or 2025-02-24")


def _publisher_of(graph: Path, host: str) -> str | None:
    """Find the entity with a website on this host, ``None`` where there is none or several."""
    path = graph / "entities" / "organizations.ttl"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    owners = [
        slug
        for slug, website in _WEBSITE.findall(text)
        if (urlsplit(website).hostname or "").removeprefix("www.") == host
    ]
    return owners[0] if len(owners) == 1 else None


def _inserted(path: Path, slug: str, block: str) -> str:
    file, problems = read_turtle(path, shown(path))
    if file is None or problems or format_problems(file):
        advice = f"run: race check --fix-format {shown(path)}"
        raise UsageError(f"{shown(path)} is not in canonical form", advice)
    # In canonical form an empty line stands between blocks and nowhere else.
    head, *blocks = file.text.removesuffix("\n").split("\n\n")
    names = [match[1] for b in blocks if (match := re.search(r"^ent:(\S+) ", b, re.MULTILINE))]
    place = sum(block_key(ENT + name) < block_key(ENT + slug) for name in names)
    return "\n\n".join([head, *blocks[:place], block, *blocks[place:]]) + "\n"


def _create(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{shown(path)} exists", "choose another name, or edit it") from None
    except OSError as error:
        raise UsageError(f"{shown(path)} cannot be written: {error.strerror}") from None
