"""A graph of any size, made from the real one: each copy has its own announcements."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ANNOUNCEMENT = re.compile(r"^ent:(\S+) a race:Announcement", re.MULTILINE)
PER_ANNOUNCEMENT = ("scopes.ttl", "nesting.ttl", "supersession.ttl")


def generate(graph: Path, target: Path, documents: int) -> int:
    """Write a graph folder with at least so many documents; give how many there are.

    The first copy is the real graph; in every further one documents,
    announcements and the judgements on them get a number at the end, and so
    do their addresses.
    """
    shutil.copytree(graph, target)
    sources = sorted((graph / "sources").glob("*.ttl"))
    announcements = (graph / "entities" / "announcements.ttl").read_text(encoding="utf-8")
    names = sorted(ANNOUNCEMENT.findall(announcements), key=len, reverse=True)
    stems = sorted((path.stem for path in sources), key=len, reverse=True)
    copies = -(-documents // len(sources))
    for number in range(1, copies):
        for path in sources:
            text = _renamed(path.read_text(encoding="utf-8"), names, stems, number)
            (target / "sources" / f"{path.stem}-{number}.ttl").write_text(text, encoding="utf-8")
        text = _renamed(announcements, names, stems, number)
        (target / "entities" / f"announcements-{number}.ttl").write_text(text, encoding="utf-8")
        for name in PER_ANNOUNCEMENT:
            judged = (graph / "judgements" / name).read_text(encoding="utf-8")
            stem = name.removesuffix(".ttl")
            text = _renamed(judged, names, stems, number)
            text = text.replace(f"judgements/{stem}#", f"judgements/{stem}-{number}#")
            path = target / "judgements" / f"{stem}-{number}.ttl"
            path.write_text(text, encoding="utf-8")
    return copies * len(sources)


def _renamed(text: str, names: list[str], stems: list[str], number: int) -> str:
    def numbered(prefix: str, found: list[str], end: str) -> None:
        nonlocal text
        choice = "|".join(map(re.escape, found))
        text = re.sub(rf"({prefix})({choice})(?={end})", rf"\1\2-{number}", text)

    numbered("ent:", names, r"[\s.,;]")
    numbered("src:|/source/", stems, r"[\s.,;#]")
    # One address is one document, so that a copy needs an address of its own.
    return re.sub(r'(race:url "[^"]*)"', rf'\1#copy-{number}"', text)
