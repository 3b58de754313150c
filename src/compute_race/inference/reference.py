"""owlrl, the reference reasoner, as a program of its own.

Run as ``python -m compute_race.inference.reference``: N-Triples in on standard
input, their OWL 2 RL closure out as N-Triples on standard output. Several
graphs may follow each other, each but the last ended by the line `NEXT`; each
is closed alone and answered in the same order.

A program of its own because owlrl, once run, changes how rdflib reads literals
in the whole process. Nothing else imports this module.
"""

from __future__ import annotations

import sys

import owlrl
import rdflib

#: The line between two graphs; to an N-Triples parser, a comment.
NEXT = "# next graph"


def close(ntriples: str) -> str:
    """Give the closure of one graph as N-Triples, contradictions as owlrl reports them.

    Left out: what the format cannot say (literals as subjects), and owl:sameAs,
    which among what the project allows says only that each thing is itself.
    """
    graph = rdflib.Graph()
    graph.parse(data=ntriples, format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return "".join(
        f"{subject.n3()} {predicate.n3()} {term(value)} .\n"
        for subject, predicate, value in graph
        if not isinstance(subject, rdflib.Literal) and predicate != rdflib.OWL.sameAs
    )


def term(value: rdflib.term.Node) -> str:
    """Write an object on one line, which rdflib's own `n3` does not always do."""
    if not isinstance(value, rdflib.Literal):
        return value.n3()
    text = str(value).translate({92: "\\\\", 34: '\\"', 10: "\\n", 13: "\\r"})
    if value.language:
        return f'"{text}"@{value.language}'
    return f'"{text}"^^<{value.datatype}>' if value.datatype else f'"{text}"'


def main() -> None:
    """Close every graph on standard input."""
    rdflib.NORMALIZE_LITERALS = False
    graphs = sys.stdin.buffer.read().decode().split(NEXT + "\n")
    closed = (NEXT + "\n").join(close(graph) for graph in graphs)
    sys.stdout.buffer.write(closed.encode())


if __name__ == "__main__":
    main()
