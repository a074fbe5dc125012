"""One finding for one defect, however many rules see it and however much follows from it."""

from __future__ import annotations

from dataclasses import replace

from auditor.derivations import Basis, Facts
from auditor.findings.finding import Finding, Severity

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_STRENGTH = {basis: rank for rank, basis in enumerate(Basis)}


def merge(candidates: list[Finding], facts: Facts) -> list[Finding]:
    """The strongest finding of each claim; one resting on what a stronger error refutes is that error's consequence.

    A number that is stated again and again is one defect: the first statement carries the finding, the others follow.
    """
    heads: dict[int, Finding] = {}
    stated: dict[tuple[object, ...], list[int]] = {}
    for finding in sorted(candidates, key=_order):
        heads.setdefault(finding.claims[0], finding)
    kept: dict[int, Finding] = {}
    follows: dict[int, list[int]] = {}
    for head, finding in heads.items():
        cause = next((claim for claim in finding.claims[1:] if _is_error(kept.get(claim))), None)
        if cause is None:
            before = stated.setdefault(_statement(finding, facts), [])
            cause = next((first for first in before if _repeats(head, first, facts)), None)
        if cause is None:
            stated.setdefault(_statement(finding, facts), []).append(head)
            kept[head] = finding
        else:
            follows.setdefault(cause, []).append(head)
    return [replace(finding, consequences=tuple(sorted(follows.get(head, ())))) for head, finding in kept.items()]


def _statement(finding: Finding, facts: Facts) -> tuple[object, ...]:
    """What a finding's claim is about: the same for every repetition of it."""
    fact = facts.by_claim[finding.claims[0]]
    if fact is None or not fact.known:
        return (finding.claims[0],)
    return (finding.code, fact.concept, fact.scope, fact.scenario)


def _repeats(claim: int, first: int, facts: Facts) -> bool:
    """Whether a number states what an earlier one does: "~10B" after "10B"."""
    a, b = facts.by_claim[claim], facts.by_claim[first]
    return a is not None and b is not None and a.quantity.hull.meets(b.quantity.hull)


def _is_error(finding: Finding | None) -> bool:
    return finding is not None and finding.severity is Severity.ERROR


def _order(finding: Finding) -> tuple[int, bool, int, tuple[int, ...], str]:
    derivation = finding.derivation
    basis = derivation.basis if derivation else Basis.ARITHMETIC
    # What only a document beside the report speaks against follows from nothing else in the report.
    follows = not (derivation and derivation.outside and not finding.claims[1:])
    return (_RANK[finding.severity], follows, _STRENGTH[basis], finding.claims, finding.code)
