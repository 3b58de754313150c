"""The audit: every rule over everything, without what a judgement has settled.

Whoever looked at a finding and found it in order writes a judgement with
``race:passesAudit``, the rule's id and the reason. No finding is ever silenced
by code, and none makes a check fail.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from compute_race.audit.material import Finding, Material
from compute_race.audit.rules import RULES, Rule
from compute_race.basics.namespaces import RACE, SRC, shorten
from compute_race.basics.problems import Problem, Severity


def audit(material: Material) -> list[Problem]:
    """Give every finding that no judgement has settled as a warning, sorted by place."""
    return sorted(
        _problem(material, rule, finding)
        for rule in RULES
        for finding in rule.find(material)
        if not (rule.passable and _passes(material, rule, finding))
    )


def _passes(material: Material, rule: Rule, finding: Finding) -> bool:
    return any(
        term.value == rule.id
        for node in (finding.node, *finding.alike)
        for term, _ in material.facts.literals_with_graph(node, "passesAudit")
    )


def _problem(material: Material, rule: Rule, finding: Finding) -> Problem:
    predicate = ox.NamedNode(RACE + finding.at) if finding.at else None
    file, line = material.corpus.locate(ox.NamedNode(finding.node), predicate)
    if not file:
        # What no hand-kept file says, an imported graph does, named after its document.
        file = f"imports/{finding.node.removeprefix(SRC).partition('#')[0]}.nt"
    return Problem(
        file,
        line,
        rule.id,
        finding.message,
        "; ".join(_advice(rule, finding)),
        finding.node,
        Severity.WARNING,
    )


def _advice(rule: Rule, finding: Finding) -> Iterator[str]:
    yield finding.advice
    if rule.passable:
        passed = f'{shorten(finding.node)} race:passesAudit "{rule.id}"'
        yield f"if it is in order, write in graph/judgements/audit.ttl that {passed}"
