"""OWL 2 RL inference: what follows from the facts, and what contradicts itself.

``axioms`` reads the ontology, ``horn`` turns each axiom into rules, ``updates``
writes the rules as SPARQL, ``fixpoint`` runs them until nothing new follows,
``contradictions`` finds what cannot be true at once, ``explain`` walks a fact
back to what was asserted, ``rules`` applies what OWL 2 RL cannot say, and
``oracle`` asks owlrl for the same answer (in a process of its own).
"""

__all__ = [
    "axioms",
    "contradictions",
    "explain",
    "expressions",
    "facts",
    "fixpoint",
    "horn",
    "oracle",
    "reference",
    "rules",
    "updates",
    "vocabulary",
]
