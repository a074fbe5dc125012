"""One finding for one defect, however many rules see it and however much follows from it."""

from __future__ import annotations

from dataclasses import replace

from auditor.derivations import Basis
from auditor.findings.finding import Finding, Severity

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_STRENGTH = {basis: rank for rank, basis in enumerate(Basis)}


def merge(candidates: list[Finding]) -> list[Finding]:
    """The strongest finding of each claim; one whose premise is refuted itself becomes a consequence of that."""
    heads: dict[int, Finding] = {}
    for finding in sorted(candidates, key=_order):
        heads.setdefault(finding.claims[0], finding)
    roots = {head: _root(head, heads) for head in heads}
    kept: list[Finding] = []
    for head, finding in heads.items():
        if roots[head] == head:
            followers = tuple(sorted(other for other, root in roots.items() if root == head and other != head))
            kept.append(replace(finding, consequences=followers))
    return kept


def _order(finding: Finding) -> tuple[int, int, tuple[int, ...], str]:
    basis = finding.derivation.basis if finding.derivation else Basis.ARITHMETIC
    return (_RANK[finding.severity], _STRENGTH[basis], finding.claims, finding.code)


def _root(head: int, heads: dict[int, Finding]) -> int:
    """The first defect that a finding goes back to, along premises that are refuted by errors."""
    seen = [head]
    while True:
        causes = [
            claim
            for claim in heads[seen[-1]].claims[1:]
            if claim in heads and heads[claim].severity is Severity.ERROR and claim not in seen
        ]
        if not causes:
            return seen[-1]
        seen.append(min(causes))
