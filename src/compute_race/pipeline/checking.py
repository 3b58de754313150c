"""Everything hand-kept, checked: the graph, the links and the stored questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox

from compute_race.answering.questions import read_question
from compute_race.basics.namespaces import ENT
from compute_race.basics.paths import data_folder, shown
from compute_race.basics.problems import Problem, Severity
from compute_race.basics.suggestions import did_you_mean
from compute_race.dataset.corpus import Corpus, Kind
from compute_race.dataset.links import Link, link_tables, read_links
from compute_race.validation.check import CheckResult, check_corpus, elsewhere
from compute_race.validation.engine import Engine
from compute_race.validation.links import link_problems
from compute_race.validation.shapes import ShapesFile
from compute_race.wikidata.snapshot import SNAPSHOT, read_shipped


@dataclass(frozen=True)
class Folders:
    """Where a build or check reads from; by default the checkout's folders, else the wheel's."""

    ontology: Path = field(default_factory=lambda: data_folder("ontology"))
    graph: Path = field(default_factory=lambda: data_folder("graph"))
    queries: Path = field(default_factory=lambda: data_folder("queries"))

    def by_name(self) -> dict[str, Path]:
        """Give the three folders by what they are for."""
        return {"ontology": self.ontology, "graph": self.graph, "queries": self.queries}


@dataclass(frozen=True)
class Checked:
    """What a check found, and the links that were read with it."""

    result: CheckResult
    links: tuple[Link, ...]


def check_all(
    folders: Folders,
    paths: Sequence[Path] = (),
    *,
    engine: Engine = "native",
    lang: str = "en",
    audit: Callable[[Corpus], list[Problem]] | None = None,
) -> Checked:
    """Check the whole of the hand-kept files, or only some of them against the rest.

    ``paths`` may be Turtle files, stored questions (``.rq``) and tables of
    links (``.tsv``). ``audit`` is asked what looks wrong in files in which
    nothing is. Writes nothing; bad input never raises.
    """
    turtle = [path for path in paths if path.suffix not in (".rq", ".tsv")]
    result = check_corpus(folders.ontology, folders.graph, turtle, engine=engine, lang=lang)
    given = [path for path in paths if path.suffix == ".tsv"]
    tables = {shown(path): path for path in (*link_tables(folders.graph / "links"), *given)}
    links, problems = read_links(tables.values())
    problems += _unknown_entities(links, result)
    problems += _badly_linked(links, result, folders.graph / "links" / SNAPSHOT, engine, lang)
    problems += _question_problems(folders.queries, paths)
    every = sorted((*result.problems, *problems))
    if audit is not None:
        if any(problem.severity is Severity.VIOLATION for problem in every):
            note = "nothing was audited: mend the violations first"
            result = replace(result, notes=[*result.notes, note])
        else:
            every = sorted((*every, *audit(result.corpus)))
    if paths:
        named = {name for path in paths for name in (shown(path), path.as_posix())}
        kept = [problem for problem in every if problem.file in named]
        notes = [*result.notes, *elsewhere(len(every) - len(kept))]
        result = replace(result, problems=kept, files=len(paths), notes=notes)
    else:
        result = replace(result, problems=every)
    return Checked(result, tuple(links))


def _unknown_entities(links: Sequence[Link], result: CheckResult) -> Iterator[Problem]:
    known = {
        triple.subject.value
        for triple in result.corpus.union()
        if isinstance(triple.subject, ox.NamedNode)
    }
    slugs = [iri.removeprefix(ENT) for iri in known if iri.startswith(ENT)]
    for link in links:
        iri = str(link.triple.subject).strip("<>")
        if iri not in known:
            name = iri.removeprefix(ENT)
            advice = did_you_mean(name, slugs, "define it in graph/entities first")
            message = f"there is no entity {name}"
            yield Problem(link.file, link.line, "links-entity", message, advice, iri)


def _badly_linked(
    links: Sequence[Link], result: CheckResult, snapshot: Path, engine: Engine, lang: str
) -> list[Problem]:
    shapes = result.corpus.of_kind(Kind.SHAPES)
    if not shapes:
        # Told already: nothing can be checked without them.
        return []
    file = shapes[0].turtle
    parsed = ShapesFile.parse(file.text, file.shown)
    return link_problems(links, read_shipped(snapshot), parsed, engine, lang)


def _question_problems(queries: Path, paths: Sequence[Path]) -> list[Problem]:
    stored = sorted((queries / "compare").glob("*.rq"))
    # Rules are CONSTRUCT queries without columns; the build compiles them.
    given = [path for path in paths if path.suffix == ".rq" and path.parent.name != "rules"]
    files = {shown(path): path for path in (*stored, *given)}
    return [problem for path in files.values() for problem in read_question(path)[1]]
