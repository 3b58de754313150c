"""What changed between two builds, as facts a person reads.

A figure is one fact, whatever its claim consists of; so is each statement about an entity. Of
what a build derives, only what somebody asks for is told: the answers that are in force,
and the contradictions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

import pyoxigraph as ox

from compute_race.answering.lookup import Node, slug, unit_name
from compute_race.answering.wording import amount
from compute_race.basics.namespaces import ENT, GRAPH, RACE, RDFS, SRC, shorten
from compute_race.dataset.store import Term

ChangeKind = Literal["added", "removed", "changed"]
Said = set[tuple[str, Term]]

PREFERRED: Final = GRAPH + "preferred"
CONFLICTS: Final = GRAPH + "conflicts"
#: Derived, and told by what they lead to.
_UNTOLD: Final = frozenset(GRAPH + name for name in ("dates", "comparable", "inferred", "rules"))
#: What a figure is made of: told together.
_FIGURE: Final = frozenset(RACE + n for n in ("lower", "upper", "unit", "approximate"))
#: A hash tells that a text changed, and what changed in it is told anyhow.
_SAYS_NOTHING: Final = frozenset({RACE + "textSha256"})
#: What says where a figure stands: of no interest where a later snapshot moves its row.
_PLACE: Final = frozenset(RACE + name for name in ("locator", "charStart", "charEnd"))


@dataclass(frozen=True, order=True)
class Change:
    """One fact that came, went or became another.

    ``graph`` is where it is said (IRI), ``about`` what it is about (IRI) with its ``label``,
    ``what`` a property or measure in words; ``before`` and ``after`` are values in words.
    """

    graph: str
    about: str
    what: str
    kind: ChangeKind
    label: str
    before: str | None
    after: str | None


class Build:
    """The named graphs of one build, by graph and subject."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        """Index the quads; nameless nodes, which only the ontology has, are left out."""
        self.graphs: dict[str, dict[str, Said]] = defaultdict(lambda: defaultdict(set))
        self._labels: dict[str, Node] = {}
        for quad in quads:
            graph, subject = quad.graph_name, quad.subject
            if not isinstance(graph, ox.NamedNode) or not isinstance(subject, ox.NamedNode):
                continue
            if graph.value in _UNTOLD:
                continue
            predicate, value = quad.predicate.value, quad.object
            self.graphs[graph.value][subject.value].add((predicate, value))
            if predicate in (RDFS + "label", RACE + "title"):
                known = self._labels.setdefault(subject.value, Node(subject.value))
                known.add(RDFS + "label", value)

    def label(self, iri: str, lang: str) -> str | None:
        """Give what a thing is called, ``None`` where nothing says so."""
        found = self._labels.get(iri)
        return found.label(lang) if found is not None else None

    def node(self, graph: str, subject: str) -> Node:
        """Give everything one graph says of a thing."""
        node = Node(subject)
        for predicate, value in self.graphs.get(graph, {}).get(subject, ()):
            node.add(predicate, value)
        return node


def differences(old: Build, new: Build, lang: str = "en") -> list[Change]:
    """Give what changed, sorted by graph, thing and property."""
    return sorted(_changes(old, new, _Words(old, new, lang)))


class _Words:
    """Names of things, by what the new build calls them, else the old."""

    def __init__(self, old: Build, new: Build, lang: str) -> None:
        self.lang = lang
        self._builds = (new, old)

    def of(self, iri: str) -> str:
        for build in self._builds:
            if (found := build.label(iri, self.lang)) is not None:
                return found
        return slug(iri) if iri.startswith((ENT, RACE)) else shorten(iri)

    def value(self, term: Term) -> str:
        if isinstance(term, ox.NamedNode):
            return self.of(term.value)
        return term.value if isinstance(term, ox.Literal) else str(term)

    def figure(self, node: Node, low: str, high: str, unit: str) -> str:
        ends: list[Decimal | None] = [node.number(low), node.number(high)]
        about = node.text("approximate") == "true"
        name = unit_name(node.link(unit) or "")
        return amount(ends[0], ends[1], name, self.lang, approximate=about)


def _changes(old: Build, new: Build, words: _Words) -> Iterator[Change]:
    for graph in sorted(old.graphs.keys() | new.graphs.keys()):
        if graph in (PREFERRED, CONFLICTS):
            continue
        before, after = old.graphs.get(graph, {}), new.graphs.get(graph, {})
        for subject in sorted(before.keys() | after.keys()):
            said_before, said_after = before.get(subject, set()), after.get(subject, set())
            if said_before == said_after:
                continue
            if subject.startswith(SRC) and "#" in subject:
                yield from _claim(graph, old.node(graph, subject), new.node(graph, subject), words)
            elif subject == graph and not (said_before and said_after):
                yield _document(graph, words, came=bool(said_after))
            else:
                yield from _statements(graph, subject, said_before, said_after, words)
    yield from _answers(old, new, words)
    yield from _contradictions(old, new, words)


def _document(graph: str, words: _Words, *, came: bool) -> Change:
    title = words.of(graph)
    ends = (None, title) if came else (title, None)
    return Change(graph, graph, "document", "added" if came else "removed", title, *ends)


def _claim(graph: str, before: Node, after: Node, words: _Words) -> Iterator[Change]:
    known = after if after.link("about") else before
    about, measure = known.link("about") or known.iri, known.link("measure")
    what = words.of(measure) if measure else "claim"
    ends = [
        words.figure(node, "lower", "upper", "unit") if node.link("about") else None
        for node in (before, after)
    ]
    if ends[0] != ends[1]:
        yield Change(graph, about, what, _kind(*ends), words.of(about), ends[0], ends[1])
        return
    names = {*before.names(), *after.names()} - _FIGURE - _PLACE
    for name in sorted(names):
        old, new = (_joined(node.values(name), words) for node in (before, after))
        if old != new:
            told = f"{what}: {words.of(name)}"
            yield Change(graph, about, told, _kind(old, new), words.of(about), old, new)


def _statements(
    graph: str,
    subject: str,
    before: Said,
    after: Said,
    words: _Words,
) -> Iterator[Change]:
    for predicate in sorted({name for name, _ in before ^ after} - _SAYS_NOTHING):
        old, new = (
            _joined((value for name, value in said if name == predicate), words)
            for said in (before - after, after - before)
        )
        label = words.of(subject)
        yield Change(graph, subject, words.of(predicate), _kind(old, new), label, old, new)


def _answers(old: Build, new: Build, words: _Words) -> Iterator[Change]:
    """Tell of the values in force, by what they are about, their measure and their period."""
    found = [dict(_in_force(build, words)) for build in (old, new)]
    for key in sorted(found[0].keys() | found[1].keys()):
        before, after = found[0].get(key), found[1].get(key)
        if before != after:
            about, measure, _ = key
            what = f"answer: {words.of(measure)}"
            yield Change(
                PREFERRED, about, what, _kind(before, after), words.of(about), before, after
            )


def _in_force(build: Build, words: _Words) -> Iterator[tuple[tuple[str, str, str], str]]:
    for subject in build.graphs.get(PREFERRED, {}):
        node = build.node(PREFERRED, subject)
        about, measure = node.link("about"), node.link("measure")
        if about and measure and "PreferredValue" in node.types and not node.text("validUntil"):
            days = " to ".join(filter(None, (node.text("firstDay"), node.text("lastDay"))))
            value = words.figure(node, "statedLow", "statedHigh", "statedUnit")
            occasion = "" if subject.count(".") < 3 else days
            yield (about, measure, occasion), f"{value}, {days}" if days else value


def _contradictions(old: Build, new: Build, words: _Words) -> Iterator[Change]:
    for build, other in ((old, new), (new, old)):
        for subject in build.graphs.get(CONFLICTS, {}):
            node = build.node(CONFLICTS, subject)
            if "Conflict" not in node.types or subject in other.graphs.get(CONFLICTS, {}):
                continue
            about, measure = node.link("about") or subject, node.link("measure")
            what = f"contradiction: {words.of(measure) if measure else ''}"
            text = node.text("conflictKind")
            if build is old:
                yield Change(CONFLICTS, about, what, "removed", words.of(about), text, None)
            else:
                yield Change(CONFLICTS, about, what, "added", words.of(about), None, text)


def _kind(before: str | None, after: str | None) -> ChangeKind:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def _joined(values: Iterable[Term], words: _Words) -> str | None:
    return "; ".join(sorted(map(words.value, values))) or None
